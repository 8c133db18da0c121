package live

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// rule gives rulings and takes them back.
func (c *change) rule(w *Write) (bool, error) {
	counters, err := c.b.Counters()
	if err != nil {
		return false, err
	}
	for i := range w.Rule {
		counters.Ruling++
		x := &store.Ruling{No: counters.Ruling, Ruling: w.Rule[i]}
		if x.At == "" {
			x.At = c.at.Time
		}
		if until, ok := expiry(x.Expires); ok && !until.After(c.e.o.Now()) {
			return false, ErrBadRuling
		}
		for _, k := range [2]record.Key{x.A, x.B} {
			if _, err := c.b.RecordNo(k); err != nil {
				if errors.Is(err, store.ErrNotFound) {
					err = fmt.Errorf("%s: %w", k, ErrNoRecord)
				}
				return false, err
			}
		}
		c.out.Rulings = append(c.out.Rulings, x.No)
		if err := c.touchRuled(&x.Ruling); err != nil {
			return false, err
		}
		c.b.PutRuling(x)
	}
	undone := 0
	if len(w.Undo) > 0 {
		all, err := collect(c.b.Rulings())
		if err != nil {
			return false, err
		}
		for _, x := range all {
			if !slices.Contains(w.Undo, x.No) || !x.InForce() {
				continue
			}
			undone++
			x.Undone = c.at.Time
			if err := c.touchRuled(&x.Ruling); err != nil {
				return false, err
			}
			c.b.PutRuling(x)
		}
	}
	return len(w.Rule)+undone > 0, nil
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
