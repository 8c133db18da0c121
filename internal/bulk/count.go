package bulk

import (
	"cmp"
	"context"
	"slices"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/match"
	"golang.org/x/sync/errgroup"
)

// holder is one name on one shared value: a line, a mailbox or a door.
type holder struct {
	value  uint64
	name   uint32
	record uint32
	slot   uint16 // which of the record's values of its kind
}

// count fills in the degrees of all contact points and doors, and finds equal records.
func (r *run) count(ctx context.Context) error {
	limits := r.b.Model.Limits
	g, _ := errgroup.WithContext(ctx)
	g.SetLimit(r.o.Workers)
	profiles := r.b.Profiles
	g.Go(func() error {
		r.copies()
		return nil
	})
	g.Go(func() error {
		degrees(profiles, limits.HubContact, func(p *match.Profile) []match.Contact { return p.Lines },
			func(c *match.Contact) uint64 { return c.Value }, func(c *match.Contact, d match.Degree) { c.Degree = d })
		return nil
	})
	g.Go(func() error {
		degrees(profiles, limits.HubContact, func(p *match.Profile) []match.Contact { return p.Mails },
			func(c *match.Contact) uint64 { return c.Value }, func(c *match.Contact, d match.Degree) { c.Degree = d })
		return nil
	})
	var doors []holder
	g.Go(func() error {
		doors = degrees(profiles, limits.HubDoor, func(p *match.Profile) []match.Door { return p.Doors },
			func(d *match.Door) uint64 { return d.Key }, func(d *match.Door, g match.Degree) { d.Degree = g })
		return nil
	})
	if err := g.Wait(); err != nil {
		return err
	}
	// Whether a door is contested depends on the degrees of lines: a hub is no
	// line in use.
	contest(profiles, r.b.Copies, doors)
	return nil
}

// copies finds the records that are equal to others. Term frequencies and coverage
// count those that are not.
func (r *run) copies() {
	r.b.Copies = blocking.NewCopies(r.prints)
	for i := range r.b.Profiles {
		if r.b.Copies.Has(uint32(i)) {
			r.interner.Discount(&r.b.Profiles[i])
		} else {
			r.coverage.Count(&r.b.Profiles[i])
		}
	}
}

func compareHolders(a, b holder) int {
	switch {
	case a.value < b.value:
		return -1
	case a.value > b.value:
		return 1
	case a.name != b.name:
		return cmp.Compare(a.name, b.name)
	}
	return cmp.Compare(a.record, b.record)
}

// degrees counts the different names on each value that values gives of a
// profile, sets the step of the count, and returns who holds each value, in
// order.
func degrees[V any](profiles []match.Profile, hub int, values func(*match.Profile) []V, key func(*V) uint64, set func(*V, match.Degree)) []holder {
	all := holders(profiles, values, key)
	for i := 0; i < len(all); {
		j, names := i, 0
		for ; j < len(all) && all[j].value == all[i].value; j++ {
			if all[j].name != 0 && (j == i || all[j].name != all[j-1].name) {
				names++
			}
		}
		for _, h := range all[i:j] {
			set(&values(&profiles[h.record])[h.slot], match.DegreeStep(names, hub))
		}
		i = j
	}
	return all
}

// holders returns who holds each value, in order.
func holders[V any](profiles []match.Profile, values func(*match.Profile) []V, key func(*V) uint64) []holder {
	n := 0
	for i := range profiles {
		n += len(values(&profiles[i]))
	}
	all := make([]holder, 0, n)
	for i := range profiles {
		list := values(&profiles[i])
		for k := range list {
			if v := key(&list[k]); v != 0 {
				all = append(all, holder{v, profiles[i].NameKey(), uint32(i), uint16(k)})
			}
		}
	}
	slices.SortFunc(all, compareHolders)
	return all
}

// contest marks the doors behind which the records show two people of a name.
// all are the holders of doors.
func contest(profiles []match.Profile, copies *blocking.Copies, all []holder) {
	var behind []*match.Profile
	for i := 0; i < len(all); {
		j := i
		behind = behind[:0]
		for ; j < len(all) && all[j].value == all[i].value && all[j].name == all[i].name; j++ {
			if (j == i || all[j].record != all[j-1].record) && !copies.Has(all[j].record) {
				behind = append(behind, &profiles[all[j].record])
			}
		}
		if match.Contested(behind) {
			for _, h := range all[i:j] {
				profiles[h.record].Doors[h.slot].Contested = true
			}
		}
		i = j
	}
}
