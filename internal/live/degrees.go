package live

import (
	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/match"
)

// recount makes dirty what stands on values whose degree passed a step, and
// behind doors that became contested or ceased to be.
func (c *change) recount(keys []blocking.Key) error {
	if c.heir != nil {
		return nil
	}
	look := map[uint64]bool{} // records behind whose doors to look
	for i := range c.blocked {
		look[c.blocked[i].no] = true
	}
	for _, k := range keys {
		if !tagged(k.Class()) {
			continue
		}
		before, err := c.old.degree(k)
		if err != nil {
			return err
		}
		after, err := c.new.degree(k)
		if err != nil {
			return err
		}
		if before == after {
			continue
		}
		list, err := c.new.list(k)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			c.out.Crossings.Steps++
		}
		c.soil(list, false)
		if k.Class() == blocking.Line && (before == match.Hub) != (after == match.Hub) {
			for _, p := range list {
				look[p.No] = true
			}
		}
	}
	return c.recontest(look)
}

// recontest compares, for all doors of the given records, whether they show two
// people of a name before and after.
func (c *change) recontest(look map[uint64]bool) error {
	groups := map[behind]bool{}
	for no := range look {
		for _, s := range []*state{c.old, c.new} {
			v, err := s.view(no)
			if err != nil {
				return err
			}
			if v == nil {
				continue
			}
			for i := range v.profile.Doors {
				key := v.profile.Doors[i].Key
				if key == 0 {
					continue
				}
				g, ok, err := s.group(no, blocking.DoorKey(key))
				if err != nil {
					return err
				}
				if ok {
					groups[g] = true
				}
			}
		}
	}
	for g := range groups {
		if err := c.recontestGroup(g); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) recontestGroup(g behind) error {
	before, err := c.old.contested(g)
	if err != nil {
		return err
	}
	after, err := c.new.contested(g)
	if err != nil || before == after {
		return err
	}
	if after {
		c.out.Crossings.Contested++
	} else {
		c.out.Crossings.Settled++
	}
	nos, err := c.new.neighbours(g)
	for _, no := range nos {
		c.dirty[no] = true
	}
	return err
}
