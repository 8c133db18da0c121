package live

import (
	"slices"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// tell writes the events of the change.
func (r *region) tell() error {
	split := map[record.EntityID][]record.EntityID{}
	for _, id := range sortedKeys(r.before) {
		left := r.left(id)
		if len(left) == 0 {
			r.event(store.Deleted, []record.EntityID{id}, nil)
			continue
		}
		ids := r.ids(left)
		if len(ids) > 1 {
			ids = slices.DeleteFunc(ids, func(x record.EntityID) bool { return x == id })
			split[id] = append([]record.EntityID{id}, ids...)
			r.event(store.Split, split[id], nil)
		}
	}
	for _, g := range r.groups {
		merged := slices.DeleteFunc(slices.Clone(g.absorbed), func(id record.EntityID) bool { return split[id] != nil })
		switch {
		case len(merged) > 0:
			r.event(store.Merged, append([]record.EntityID{g.id}, merged...), g)
		case g.kept == nil && len(g.absorbed) == 0:
			r.event(store.Created, []record.EntityID{g.id}, g)
		case g.kept != nil && g.changed && split[g.id] == nil:
			r.event(store.Changed, []record.EntityID{g.id}, g)
		}
	}
	if len(r.c.out.Events) == 0 {
		return r.c.b.MarkTime(r.c.at)
	}
	return nil
}

// ids returns the ids of the groups of some records, rising.
func (r *region) ids(places []uint32) (out []record.EntityID) {
	for _, i := range places {
		if id := r.of[i].id; !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// event adds an event to the feed. The first one bears the number of the change.
func (r *region) event(kind store.EventKind, ids []record.EntityID, g *group) {
	counters, err := r.c.b.Counters()
	if err != nil {
		return // the batch keeps it
	}
	if len(r.c.out.Events) > 0 {
		counters.Change++
	}
	ev := &store.Event{Change: counters.Change, Kind: kind, Time: r.c.at.Time, Entities: ids}
	if g != nil {
		for _, i := range g.members {
			if r.c.isDelta(r.nos[i]) {
				ev.Records = append(ev.Records, r.c.new.views[r.nos[i]].rec.Key)
			}
		}
	}
	r.c.b.PutEvent(ev)
	r.c.out.Events = append(r.c.out.Events, ev)
}
