package match

import (
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tekil-id/tekil/normalize"
)

// internShard keeps the names of some of the hashes. Whoever uses it holds its
// lock. A live store has a hundred thousand names, and a batch more: they and all
// that belongs to them stand in few pieces of memory, and what finds them holds
// no pointers, so that the garbage collector is soon done with them.
type internShard struct {
	mu     sync.Mutex
	last   map[uint64]uint32 // by hash: the place of the name that came last, from 1 on
	pieces [][]interned      // by place
	forms  normalize.Forms
	texts  strings.Builder
	words  []uint32
}

type interned struct {
	Name
	count  atomic.Int64
	before uint32 // the place of another name of the same hash, 0 for none
}

// internPiece is how many names make a piece of memory: as many as fit into 4 KiB.
const internPiece = 23

// internTexts is how many bytes of text make one.
const internTexts = 1 << 10

func (s *internShard) at(place uint32) *interned {
	return &s.pieces[(place-1)/internPiece][(place-1)%internPiece]
}

// find returns a name, nil where it has not come yet.
func (s *internShard) find(t table, display, prev string, hash uint64) *interned {
	for place := s.last[hash]; place != 0; {
		n := s.at(place)
		if n.is(t, display, prev) {
			return n
		}
		place = n.before
	}
	return nil
}

func (n *interned) is(t table, display, prev string) bool {
	return n.display == display && n.prev == prev && n.table == t
}

// add makes room for a name of a hash.
func (s *internShard) add(hash uint64) *interned {
	end := len(s.pieces) - 1
	if end < 0 || len(s.pieces[end]) == internPiece {
		s.pieces = append(s.pieces, make([]interned, 0, internPiece))
		end++
	}
	s.pieces[end] = append(s.pieces[end], interned{before: s.last[hash]})
	s.last[hash] = uint32(end*internPiece + len(s.pieces[end]))
	return s.at(s.last[hash])
}

// each yields the names of which something can be compared.
func (s *internShard) each(yield func(*interned) bool) {
	for _, piece := range s.pieces {
		for i := range piece {
			if piece[i].Text != "" && !yield(&piece[i]) {
				return
			}
		}
	}
}

// text returns a copy of a text, for a name to keep without the whole row that it was read
// from.
func (s *internShard) text(t string) string { return cutText(&s.texts, t, internTexts) }
