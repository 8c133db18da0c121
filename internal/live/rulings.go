package live

import (
	"errors"
	"fmt"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// rule gives rulings and takes them back. It reports whether there is anything to
// decide again.
func (c *change) rule(w *Write) (bool, error) {
	counters, err := c.b.Counters()
	if err != nil {
		return false, err
	}
	for i := range w.Rule {
		counters.Ruling++
		if err := c.give(&store.Ruling{No: counters.Ruling, Ruling: w.Rule[i]}); err != nil {
			return false, err
		}
	}
	undone, err := c.undo(w.Undo)
	return len(w.Rule)+undone > 0, err
}

// give gives a ruling on two records that are there.
func (c *change) give(x *store.Ruling) error {
	if x.At == "" {
		x.At = c.at.Time
	}
	if until, ok := expiry(x.Expires); ok && !until.After(c.e.o.Now()) {
		return ErrBadRuling
	}
	for _, k := range [2]record.Key{x.A, x.B} {
		_, err := c.b.RecordNo(k)
		if errors.Is(err, store.ErrNotFound) {
			err = fmt.Errorf("%s: %w", k, ErrNoRecord)
		}
		if err != nil {
			return err
		}
	}
	c.out.Rulings = append(c.out.Rulings, x.No)
	return c.write(x)
}

// undo takes rulings back, and returns how many of them were in force.
func (c *change) undo(numbers []uint64) (undone int, err error) {
	if len(numbers) == 0 {
		return 0, nil
	}
	all := map[uint64]*store.Ruling{}
	for x, err := range c.b.Rulings() {
		if err != nil {
			return 0, err
		}
		all[x.No] = x
	}
	for _, no := range numbers {
		x := all[no]
		if x == nil {
			return 0, fmt.Errorf("ruling %d: %w", no, ErrNoRuling)
		}
		if !x.InForce() {
			continue
		}
		undone++
		x.Undone = c.at.Time
		if err := c.write(x); err != nil {
			return 0, err
		}
	}
	return undone, nil
}

// write puts a ruling, given or taken back, and notes whom it concerns.
func (c *change) write(x *store.Ruling) error {
	if err := c.touchRuled(&x.Ruling); err != nil {
		return err
	}
	return c.b.PutRuling(x)
}

func (c *change) touchRuled(x *record.Ruling) error {
	for _, k := range [2]record.Key{x.A, x.B} {
		no, err := c.b.RecordNo(k)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		c.rejoined[no] = true
		if c.named == nil {
			c.named = map[record.Key]bool{}
		}
		c.named[k] = true
	}
	return nil
}
