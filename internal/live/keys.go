package live

import (
	"slices"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/store"
)

// repost writes the postings of the records that blocking sees changed, and returns the keys of which
// more or fewer records, or others' names, stand in the list now, sorted.
func (c *change) repost() ([]blocking.Key, error) {
	var touched []blocking.Key
	for i := range c.blocked {
		d := &c.blocked[i]
		touched = append(touched, c.exchange(d.no, c.postings(d.before), c.postings(d.after))...)
	}
	if c.heir != nil {
		return nil, nil
	}
	slices.Sort(touched)
	return slices.Compact(touched), nil
}

// postings returns the postings of a view, none for nil.
func (c *change) postings(v *view) []posting {
	if v == nil {
		return nil
	}
	v.find(c.new.reading.model)
	return v.postings()
}

// exchange replaces the postings of a record and returns the keys of those that
// differ.
func (c *change) exchange(no uint64, before, after []posting) (touched []blocking.Key) {
	for _, p := range before {
		if !slices.Contains(after, p) {
			x := store.Posting{No: no, Tag: p.tag}
			c.b.RemovePosting(byte(p.key.Class()), uint64(p.key), x)
			c.patch(p.key).remove = append(c.patch(p.key).remove, x)
			touched = append(touched, p.key)
		}
	}
	for _, p := range after {
		if !slices.Contains(before, p) {
			x := store.Posting{No: no, Tag: p.tag}
			c.b.AddPosting(byte(p.key.Class()), uint64(p.key), x)
			c.patch(p.key).add = append(c.patch(p.key).add, x)
			touched = append(touched, p.key)
		}
	}
	return touched
}

// patch returns what the change does to the list under a key. The new state must
// not have looked at the list before.
func (c *change) patch(k blocking.Key) *patch {
	p := c.new.patches[k]
	if p == nil {
		p = &patch{}
		c.new.patches[k] = p
	}
	return p
}

// recap finds the keys that pass the cap, gives subkeys to the records of those
// that are capped now and takes them from those that are not any more.
func (c *change) recap(keys []blocking.Key) error {
	if c.heir != nil {
		return c.bequeath()
	}
	crossed := map[uint64][]blocking.Key{} // by record: keys that passed the cap
	for _, k := range keys {
		if k.Class() == blocking.Doors {
			continue
		}
		passes, capped, err := c.passes(k)
		if err != nil {
			return err
		}
		if !passes {
			continue
		}
		s := c.new
		if capped {
			c.out.Crossings.Capped++
		} else {
			s = c.old
			c.out.Crossings.Uncapped++
		}
		list, err := s.list(k)
		if err != nil {
			return err
		}
		for _, p := range list {
			crossed[p.No] = append(crossed[p.No], k)
		}
		c.soil(list, capped)
	}
	return c.resub(crossed)
}

// bequeath gives an heir the subkeys of the record whose place it takes. No key passes
// the cap.
func (c *change) bequeath() error {
	v, err := c.new.view(c.heir.to)
	if err != nil {
		return err
	}
	subs, err := c.old.held(v)
	if err != nil {
		return err
	}
	c.exchange(c.heir.from, subs, nil)
	c.exchange(c.heir.to, nil, subs)
	return nil
}

// held returns the subkeys under which a record of a view's print stands, if one has keys:
// those of the keys that are capped. Nobody stands under the subkeys of another key, so
// that one of them tells, in most cases without a look at a file, where the list under the
// key would have to be read.
func (s *state) held(v *view) ([]posting, error) {
	var subs []blocking.Key
	v.find(s.reading.model)
	for _, k := range v.keys {
		at := len(subs)
		if subs = blocking.Subkeys(subs, v.profile, k); len(subs) == at {
			continue
		}
		n, err := s.count(subs[at])
		if err != nil {
			return nil, err
		}
		if n == 0 {
			subs = subs[:at]
		}
	}
	return untagged(subs), nil
}

// passes reports whether a key passes the cap, and whether it is above it afterwards.
func (c *change) passes(k blocking.Key) (passes, capped bool, err error) {
	before, err := c.old.count(k)
	if err != nil {
		return false, false, err
	}
	after, err := c.new.count(k)
	limit := blocking.Cap(k.Class(), c.new.reading.model)
	capped = after > limit
	return (before > limit) != capped, capped, err
}

// resub exchanges the subkeys of the deltas and of the records under keys that
// passed the cap, and makes dirty what stands under subkeys that pass it in turn.
func (c *change) resub(crossed map[uint64][]blocking.Key) error {
	var touched []blocking.Key
	exchange := func(no uint64, before, after *view, of func(*view) []blocking.Key) error {
		b, err := c.subkeys(c.old, before, of)
		if err != nil {
			return err
		}
		a, err := c.subkeys(c.new, after, of)
		if err != nil {
			return err
		}
		touched = append(touched, c.exchange(no, b, a)...)
		return nil
	}
	for i := range c.blocked {
		d := &c.blocked[i]
		delete(crossed, d.no)
		if err := exchange(d.no, d.before, d.after, func(v *view) []blocking.Key { return v.keys }); err != nil {
			return err
		}
	}
	for no, keys := range crossed {
		v, err := c.new.view(no)
		if err != nil {
			return err
		}
		if err := exchange(no, v, v, func(*view) []blocking.Key { return keys }); err != nil {
			return err
		}
	}
	slices.Sort(touched)
	return c.recapSubs(slices.Compact(touched))
}

// subkeys returns the subkeys of those of a record's keys that are capped.
func (c *change) subkeys(s *state, v *view, of func(*view) []blocking.Key) ([]posting, error) {
	if v == nil {
		return nil, nil
	}
	var subs []blocking.Key
	v.find(s.reading.model)
	for _, k := range of(v) {
		n, err := s.count(k)
		if err != nil {
			return nil, err
		}
		if n > blocking.Cap(k.Class(), s.reading.model) {
			subs = blocking.Subkeys(subs, v.profile, k)
		}
	}
	return untagged(subs), nil
}

// untagged returns postings of subkeys, sorted, each once.
func untagged(subs []blocking.Key) []posting {
	slices.Sort(subs)
	subs = slices.Compact(subs)
	out := make([]posting, len(subs))
	for i, k := range subs {
		out[i] = posting{key: k}
	}
	return out
}

func (c *change) recapSubs(keys []blocking.Key) error {
	for _, k := range keys {
		passes, capped, err := c.passes(k)
		if err != nil {
			return err
		}
		if !passes {
			continue
		}
		if capped {
			c.out.Crossings.SubCapped++
		} else {
			c.out.Crossings.SubUncapped++
		}
		list, err := c.new.list(k)
		if err != nil {
			return err
		}
		c.soil(list, capped)
	}
	return nil
}

// soil makes records dirty, or only thinned.
func (c *change) soil(list []store.Posting, thinned bool) {
	to := c.dirty
	if thinned {
		to = c.thinned
	}
	for _, p := range list {
		to[p.No] = true
	}
}
