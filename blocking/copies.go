package blocking

import (
	"slices"

	"github.com/tekil-id/tekil/match"
)

// Copy is the class of records that are equal in all that blocking and scoring
// read (match.Printer): the rows of one customer in an export of orders. The
// first of them by record key stands for all: it alone has the keys of [Keys],
// so that posting lists, their caps and the names behind a door count different
// records; each of the others makes one pair, with the first.
const Copy Class = 0

// FirstKey is the key under which the first record of a print stands in a store,
// CopiesKey the one of the others. Print is never 0.
func FirstKey(print uint64) Key { return NewKey(Copy, match.Mix(1, print)) }

// CopiesKey is described at [FirstKey].
func CopiesKey(print uint64) Key { return NewKey(Copy, match.Mix(2, print)) }

// Copies says which records of a batch are equal to which. It is immutable. The
// nil Copies knows of none.
type Copies struct {
	prints []uint64 // by record
	first  []uint32 // by record: the one that stands for it
	// list holds the copies of all firsts, ascending for each of them; those of
	// first r are list[at[r]:][:n].
	list []uint32
	at   map[uint32]span
}

type span struct{ from, to uint32 }

// NewCopies finds equal records by their prints; those of print 0 have no equal.
func NewCopies(prints []uint64) *Copies {
	c := &Copies{prints: prints, first: make([]uint32, len(prints)), at: map[uint32]span{}}
	order := make([]uint32, 0, len(prints))
	for i, p := range prints {
		c.first[i] = uint32(i)
		if p != 0 {
			order = append(order, uint32(i))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int { return compareEntries(entry{Key(prints[a]), a}, entry{Key(prints[b]), b}) })
	for i := 0; i < len(order); {
		j := i + 1
		for ; j < len(order) && prints[order[j]] == prints[order[i]]; j++ {
			c.first[order[j]] = order[i]
		}
		if j > i+1 {
			c.at[order[i]] = span{uint32(len(c.list)), uint32(len(c.list) + j - i - 1)}
			c.list = append(c.list, order[i+1:j]...)
		}
		i = j
	}
	return c
}

// First returns the record that stands for r: r itself, unless it is a copy.
func (c *Copies) First(r uint32) uint32 {
	if c == nil {
		return r
	}
	return c.first[r]
}

// Has reports whether r is a copy of an earlier record.
func (c *Copies) Has(r uint32) bool { return c.First(r) != r }

// Of returns the copies of a record that stands for them, ascending.
func (c *Copies) Of(first uint32) []uint32 {
	if c == nil {
		return nil
	}
	s := c.at[first]
	return c.list[s.from:s.to]
}

// Len returns how many records are copies.
func (c *Copies) Len() int {
	if c == nil {
		return 0
	}
	return len(c.list)
}

// yield gives the postings of firsts and copies in key order.
func (c *Copies) yield(yield func(Key, []uint32) error) error {
	if c == nil || yield == nil {
		return nil
	}
	all := make([]entry, 0, len(c.first)+len(c.at))
	for i, p := range c.prints {
		if p == 0 || c.first[i] != uint32(i) {
			continue
		}
		all = append(all, entry{FirstKey(p), uint32(i)})
		if len(c.Of(uint32(i))) > 0 {
			all = append(all, entry{CopiesKey(p), uint32(i)})
		}
	}
	slices.SortFunc(all, compareEntries)
	var one [1]uint32
	for _, e := range all {
		one[0] = e.record
		list := one[:]
		if e.key == CopiesKey(c.prints[e.record]) {
			list = c.Of(e.record)
		}
		if err := yield(e.key, list); err != nil {
			return err
		}
	}
	return nil
}
