package live

import (
	"slices"
	"sync"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/store"
)

// spell lists the words of names that are not listed yet under their spellings.
func (c *change) spell() error {
	var words []blocking.Word
	for i := range c.deltas {
		v := c.deltas[i].after
		if v == nil {
			continue
		}
		first, err := c.old.first(v.print)
		if err != nil {
			return err
		}
		if first == 0 { // the words of records that are equal to one are listed
			words = blocking.Words(words, v.profile)
		}
	}
	for _, w := range words {
		if c.e.words.has(w.Hash) || slices.Contains(c.words, w.Hash) {
			continue
		}
		keys := blocking.Spellings(nil, w.Text)
		listed, err := c.old.spelt(keys[0])
		if err != nil {
			return err
		}
		if !slices.Contains(listed, w.Hash) {
			for _, k := range keys {
				c.b.AddPosting(byte(k.Class()), uint64(k), store.Posting{No: uint64(w.Hash)})
			}
		}
		c.words = append(c.words, w.Hash)
	}
	return nil
}

// spell looks up whether the words of a record's names are listed.
func (w *warmed) spell(known *wordSet, v *view) {
	if first, err := w.s.first(v.print); first != 0 || err != nil {
		return
	}
	for _, x := range blocking.Words(nil, v.profile) {
		if known.has(x.Hash) || slices.Contains(w.words, x.Hash) {
			continue
		}
		if listed, err := w.s.spelt(blocking.Spellings(nil, x.Text)[0]); err == nil && slices.Contains(listed, x.Hash) {
			w.words = append(w.words, x.Hash)
		}
	}
}

// wordSet remembers words. The changes that add to it take their turns; anybody
// may ask.
type wordSet struct {
	mu    sync.RWMutex
	words map[uint32]bool
}

func (s *wordSet) has(w uint32) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.words[w]
}

func (s *wordSet) add(words []uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.words == nil || len(s.words) > maxTouched {
		s.words = map[uint32]bool{}
	}
	for _, w := range words {
		s.words[w] = true
	}
}

func (s *wordSet) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.words = nil
}

// maxAlike bounds how many words are tried for one.
const maxAlike = 24

// spelt returns the words that are listed under a spelling.
func (s *state) spelt(k blocking.Key) ([]uint32, error) {
	list, _, err := s.r.Postings(nil, byte(k.Class()), uint64(k), maxAlike)
	if err != nil {
		return nil, err
	}
	out := make([]uint32, len(list))
	for i, p := range list {
		out[i] = uint32(p.No)
	}
	return out, nil
}

// alike returns the words one slip away from any of the given ones, those first.
func (s *state) alike(words []blocking.Word) ([]uint32, error) {
	var out []uint32
	add := func(h uint32) {
		if !slices.Contains(out, h) && len(out) < maxAlike {
			out = append(out, h)
		}
	}
	for _, w := range words {
		add(w.Hash)
	}
	for _, w := range words {
		for _, k := range blocking.Spellings(nil, w.Text) {
			list, err := s.spelt(k)
			if err != nil {
				return nil, err
			}
			for _, h := range list {
				add(h)
			}
		}
	}
	return out, nil
}

// misspelt adds to the candidates of a query the records whose names are one
// slip away from its own in either part.
func (s *state) misspelt(q *view, candidates map[uint64]blocking.Classes) error {
	given := blocking.GivenWords(q.profile)
	last := blocking.SurnameWords(q.profile)
	if len(given) == 0 || len(last) == 0 {
		return nil
	}
	g, err := s.alike(given)
	if err != nil {
		return err
	}
	l, err := s.alike(last)
	if err != nil {
		return err
	}
	q.find(s.reading.model)
	var keys []blocking.Key
	for _, x := range g {
		for _, y := range l {
			if k := blocking.FullNameKey(x, y); !slices.Contains(q.keys, k) && len(keys) < maxAlike*4 {
				keys = append(keys, k)
			}
		}
	}
	for _, k := range keys {
		list, _, err := s.within(k)
		if err != nil {
			return err
		}
		for _, p := range list {
			candidates[p.No] |= 1 << k.Class()
		}
	}
	return nil
}
