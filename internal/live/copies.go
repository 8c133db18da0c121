package live

import (
	"slices"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/store"
)

// first returns the number of the record that stands for all of a print, 0 where
// there is none.
func (s *state) first(print uint64) (uint64, error) {
	if print == 0 {
		return 0, nil
	}
	list, err := s.list(blocking.FirstKey(print))
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0].No, nil
}

// copies returns the other records of a print, by number. Where none stands for
// all there are no others, and nothing is looked up.
func (s *state) copies(print uint64) ([]uint64, error) {
	if print == 0 {
		return nil, nil
	}
	k := blocking.CopiesKey(print)
	if s.base != nil && s.patches[k] == nil {
		return s.base.copies(print)
	}
	if no, err := s.first(print); no == 0 || err != nil {
		return nil, err
	}
	list, err := s.list(k)
	out := make([]uint64, len(list))
	for i, p := range list {
		out[i] = p.No
	}
	return out, err
}

// stands returns the number of the record that stands for v: its own, unless it
// is a copy. One that the store does not have (a query) has number 0.
func (s *state) stands(v *view) (uint64, error) {
	v.find(s.reading.model)
	no, err := s.first(v.print)
	if no == 0 {
		no = v.no
	}
	return no, err
}

// class is what a change does to the records of one print.
type class struct {
	print         uint64
	added         []uint64
	removed       []uint64
	before, after uint64 // the record that stands for all
}

// classes sorts the records of the change by the prints that they leave and come to.
func (c *change) classes() map[uint64]*class {
	classes := map[uint64]*class{}
	of := func(print uint64) *class {
		if classes[print] == nil {
			classes[print] = &class{print: print}
		}
		return classes[print]
	}
	for i := range c.deltas {
		d := &c.deltas[i]
		before, after := c.printOf(d.before), c.printOf(d.after)
		if before == after {
			continue
		}
		if before != 0 {
			of(before).removed = append(of(before).removed, d.no)
		}
		if after != 0 {
			of(after).added = append(of(after).added, d.no)
		}
	}
	return classes
}

// regroup finds out which records stand for others after the change, writes it,
// and notes what of it blocking sees: in c.blocked, the records that have keys,
// before or after, and may have others now.
func (c *change) regroup() error {
	classes := c.classes()
	moved := map[uint64]bool{}
	for _, print := range sortedKeys(classes) {
		x := classes[print]
		if err := c.elect(x); err != nil {
			return err
		}
		c.record(x)
		if x.before == x.after {
			continue
		}
		for _, no := range [2]uint64{x.before, x.after} {
			if no != 0 && !c.isDelta(no) {
				moved[no] = true
			}
		}
		copies, err := c.old.copies(print)
		if err != nil {
			return err
		}
		for _, no := range copies { // their one pair is another now
			c.dirty[no] = true
		}
	}
	for no := range moved {
		c.dirty[no] = true
	}
	c.succeed(classes)
	return c.showBlocking(moved)
}

// succession is all that a change does to the pairs of records when a new record comes
// that is equal to others and is the first of them by key: it takes the place of the
// one that stood for them. Under each key, one number stands in place of another, so
// that no count and no degree is another; and since records of one print are judged
// alike, the heir has the edges to others that the one before it had.
type succession struct{ from, to uint64 }

// succeed finds out whether the change is a succession.
func (c *change) succeed(classes map[uint64]*class) {
	if len(c.deltas) != 1 || !c.isNew(c.deltas[0].no) {
		return
	}
	for _, x := range classes {
		if x.before != 0 && x.after == c.deltas[0].no {
			c.heir = &succession{x.before, x.after}
		}
	}
}

// inherited returns the edges that an heir takes over, by the other record.
func (c *change) inherited() (map[uint64]*store.Edge, error) {
	out := map[uint64]*store.Edge{}
	edges, err := c.before(c.heir.from)
	for _, e := range edges {
		other := e.Other(c.heir.from)
		if c.dirty[other] { // it is one of those that the heir stands for
			continue
		}
		x := *e
		x.A, x.B = min(c.heir.to, other), max(c.heir.to, other)
		out[other] = &x
	}
	return out, err
}

func (c *change) printOf(v *view) uint64 {
	if v == nil {
		return 0
	}
	v.find(c.new.reading.model)
	return v.print
}

// elect finds the record that stands for all of a class: the first by key.
func (c *change) elect(x *class) (err error) {
	if x.before, err = c.old.first(x.print); err != nil {
		return err
	}
	standing := []uint64{x.before}
	if x.before == 0 {
		standing = nil
	} else if slices.Contains(x.removed, x.before) {
		if standing, err = c.old.copies(x.print); err != nil {
			return err
		}
	}
	for _, no := range append(slices.Clip(standing), x.added...) {
		if slices.Contains(x.removed, no) {
			continue
		}
		if x.after == 0 {
			x.after = no
			continue
		}
		a, err := c.new.key(no)
		if err != nil {
			return err
		}
		b, err := c.new.key(x.after)
		if err != nil {
			return err
		}
		if a.Compare(b) < 0 {
			x.after = no
		}
	}
	return nil
}

// record writes the postings of a class.
func (c *change) record(x *class) {
	under := func(first bool) []posting {
		if first {
			return []posting{{key: blocking.FirstKey(x.print)}}
		}
		return []posting{{key: blocking.CopiesKey(x.print)}}
	}
	for _, no := range x.removed {
		c.exchange(no, under(no == x.before), nil)
	}
	for _, no := range x.added {
		c.exchange(no, nil, under(no == x.after))
	}
	for _, no := range [2]uint64{x.before, x.after} {
		if x.before != x.after && no != 0 && !slices.Contains(x.removed, no) && !slices.Contains(x.added, no) {
			c.exchange(no, under(no == x.before), under(no == x.after))
		}
	}
}

// showBlocking fills c.blocked: a copy is not there for it.
func (c *change) showBlocking(moved map[uint64]bool) error {
	shown := func(s *state, v *view) (*view, error) {
		if v == nil {
			return nil, nil
		}
		no, err := s.stands(v)
		if err != nil || no != v.no {
			return nil, err
		}
		return v, nil
	}
	all := slices.Clone(c.deltas)
	for _, no := range sortedKeys(moved) {
		v, err := c.new.view(no)
		if err != nil {
			return err
		}
		all = append(all, delta{no, v, v})
	}
	for _, d := range all {
		before, err := shown(c.old, d.before)
		if err != nil {
			return err
		}
		after, err := shown(c.new, d.after)
		if err != nil {
			return err
		}
		if before != nil || after != nil {
			c.blocked = append(c.blocked, delta{d.no, before, after})
		}
	}
	return nil
}
