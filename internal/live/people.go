package live

import (
	"cmp"
	"slices"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// load collects the new groups and the entities that their records, and the
// removed records, belonged to.
func (r *region) load() error {
	r.group()
	for _, no := range r.everybody() {
		if err := r.loadOf(no); err != nil {
			return err
		}
	}
	return nil
}

// group collects the new groups.
func (r *region) group() {
	r.of = make([]*group, len(r.nos))
	for i, first := range r.res.Person {
		if r.of[first] == nil {
			r.of[first] = &group{}
			r.groups = append(r.groups, r.of[first])
		}
		r.of[i] = r.of[first]
		r.of[i].members = append(r.of[i].members, uint32(i))
	}
}

// everybody returns the records of the region and those that the change removed.
func (r *region) everybody() []uint64 {
	out := slices.Clone(r.nos)
	for i := range r.c.deltas {
		if r.c.deltas[i].after == nil {
			out = append(out, r.c.deltas[i].no)
		}
	}
	return out
}

func (r *region) loadOf(no uint64) error {
	o, err := r.c.owner(no)
	if err != nil || o.ID == 0 || r.before[o.ID] != nil {
		return err
	}
	e, err := r.c.old.entity(o.ID)
	if err == nil && e == nil {
		err = store.ErrNotFound
	}
	r.before[o.ID] = e
	return err
}

// earliest returns the place of the record that arrived first.
func (r *region) earliest(places []uint32) uint32 {
	return slices.MinFunc(places, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(r.from.arrival(a), r.from.arrival(b)), cmp.Compare(a, b))
	})
}

// name gives ids to the groups (docs/identity.md, I2 to I4): an id stays with
// the group that holds its earliest record, a group with several keeps the
// earliest id, and one without takes a new one, in the order of first arrival.
func (r *region) name() error {
	for _, id := range sortedKeys(r.before) {
		left := r.left(id)
		if len(left) == 0 {
			continue
		}
		if g := r.of[r.earliest(left)]; g.id == 0 {
			g.id, g.kept = id, r.before[id]
		}
		for _, i := range left {
			if g := r.of[i]; g.id != id && !slices.Contains(g.absorbed, id) {
				g.absorbed = append(g.absorbed, id)
			}
		}
	}
	counters, err := r.c.b.Counters()
	if err != nil {
		return err
	}
	fresh := slices.DeleteFunc(slices.Clone(r.groups), func(g *group) bool { return g.id != 0 })
	slices.SortFunc(fresh, func(a, b *group) int {
		return cmp.Compare(r.from.arrival(r.earliest(a.members)), r.from.arrival(r.earliest(b.members)))
	})
	for _, g := range fresh {
		counters.Entity++
		g.id = record.EntityID(counters.Entity)
	}
	return nil
}

// left returns the places of those records of an old entity that are still there.
func (r *region) left(id record.EntityID) (out []uint32) {
	for _, no := range r.before[id].Members {
		if i, ok := r.at[no]; ok {
			out = append(out, i)
		}
	}
	return out
}

// write puts the entities that changed and ends those that lost their id.
func (r *region) write() error {
	taken := map[record.EntityID]bool{}
	for _, g := range r.groups {
		taken[g.id] = true
		if err := r.writeGroup(g); err != nil {
			return err
		}
	}
	for _, id := range sortedKeys(r.before) {
		if taken[id] {
			continue
		}
		old, err := r.from.former(r.before[id])
		if err != nil {
			return err
		}
		r.c.retire(old)
		links, err := r.c.old.linksOf(id)
		if err != nil {
			return err
		}
		for _, l := range links {
			r.c.deleteLink(l)
		}
	}
	return r.move()
}

func (r *region) writeGroup(g *group) error {
	members := make([]uint64, len(g.members))
	altered := r.remade
	for k, i := range g.members {
		members[k] = r.nos[i]
		altered = altered || r.c.isDelta(r.nos[i])
	}
	slices.Sort(members)
	if g.kept != nil && !altered && slices.Equal(members, g.kept.Members) {
		return nil
	}
	gold, err := r.golden(g)
	if err != nil {
		return err
	}
	kept := g.kept
	if kept != nil {
		if kept, err = r.from.former(kept); err != nil {
			return err
		}
	}
	e := &store.Entity{ID: g.id, Kind: gold.Kind.String(), Members: members, Golden: golden.AppendGolden(nil, gold),
		Quality: int32(gold.Quality.Score), Since: r.c.at}
	g.changed = kept == nil || !slices.Equal(members, kept.Members) || e.Kind != kept.Kind || string(e.Golden) != string(kept.Golden)
	if g.changed {
		r.c.putEntity(kept, e)
	}
	return nil
}

func (r *region) golden(g *group) (*golden.Golden, error) {
	members := make([]golden.Member, len(g.members))
	for k, i := range g.members {
		var err error
		if members[k], err = r.from.member(i); err != nil {
			return nil, err
		}
	}
	out := golden.Merge(members, r.rules)
	return &out, nil
}

// move leads the records to their entities, and those that were removed to none.
func (r *region) move() error {
	for i, no := range r.nos {
		if err := r.c.move(no, r.of[i].id); err != nil {
			return err
		}
	}
	for i := range r.c.deltas {
		if r.c.deltas[i].after == nil {
			if err := r.c.move(r.c.deltas[i].no, 0); err != nil {
				return err
			}
		}
	}
	return nil
}
