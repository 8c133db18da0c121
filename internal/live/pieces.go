package live

import (
	"slices"

	"github.com/tekil-id/tekil/internal/resolve"
)

// pieces remembers the people of the pieces of components, so that a change in a
// huge component forms those again that it touches, and no others. It is guarded by
// [Engine.write].
type pieces struct {
	of map[uint64]*piece // by the numbers of its nodes
}

// piece is a remembered [resolve.Piece].
type piece struct {
	nos    []uint64 // of its nodes, in canonical order
	sizes  []int64
	formed *resolve.Formed
	stale  bool // what one of its records is judged by is another since
}

// fewNodes is how many nodes a piece has at most that is formed faster than
// remembered.
const fewNodes = 3

// maxPieces bounds the memory of pieces, in nodes.
const maxPieces = 100_000

// commit takes in the pieces that a change formed.
func (m *pieces) commit(c *change) {
	for no := range c.dirty {
		m.end(no)
	}
	for _, p := range c.formed {
		if m.of == nil || len(m.of)+len(p.nos) > maxPieces {
			m.of = map[uint64]*piece{}
		}
		for _, no := range p.nos {
			m.end(no)
			m.of[no] = p
		}
	}
}

// end forgets the piece of a record.
func (m *pieces) end(no uint64) {
	if p := m.of[no]; p != nil {
		p.stale = true
		delete(m.of, no)
	}
}

// recollection is what a region remembers and will be remembered of.
type recollection struct{ *region }

// Recall implements [resolve.Memory]. Of records that are not dirty nothing has
// changed that they are judged by.
func (r recollection) Recall(x resolve.Piece) *resolve.Formed {
	if len(x.Nodes) <= fewNodes {
		return nil
	}
	p := r.c.e.pieces.of[r.nos[x.Nodes[0]]]
	if p == nil || p.stale || len(p.nos) != len(x.Nodes) || !slices.Equal(p.sizes, x.Sizes) {
		return nil
	}
	for i, at := range x.Nodes {
		if no := r.nos[at]; no != p.nos[i] || r.c.dirty[no] {
			return nil
		}
	}
	r.c.out.Recalled++
	return p.formed
}

// Keep implements [resolve.Memory].
func (r recollection) Keep(x resolve.Piece, f *resolve.Formed) {
	if len(x.Nodes) <= fewNodes {
		return
	}
	p := &piece{nos: make([]uint64, len(x.Nodes)), sizes: slices.Clone(x.Sizes), formed: f}
	for i, at := range x.Nodes {
		p.nos[i] = r.nos[at]
	}
	r.c.formed = append(r.c.formed, p)
}
