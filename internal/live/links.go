package live

import (
	"cmp"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// relation names one link; reason is that of its strongest edge.
type relation struct {
	a, b record.EntityID
	kind record.Link
}

type reason struct {
	weight int32
	rule   string
}

func (x reason) stronger(y reason) bool {
	return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.rule, y.rule)) < 0
}

// relations returns the links between the region's entities and others, with the
// strongest reason for each.
func (r *region) relations() (map[relation]reason, error) {
	want := map[relation]reason{}
	for i, e := range r.from.edges {
		if e.Link == record.NoLink {
			continue
		}
		mine := r.of[i].id
		other, err := r.entityOf(e.Other(r.nos[i]))
		if err != nil {
			return nil, err
		}
		if other == mine || other == 0 {
			continue
		}
		l, why := relation{min(mine, other), max(mine, other), e.Link}, reason{e.Weight, string(e.Data)}
		if was, ok := want[l]; !ok || why.stronger(was) {
			want[l] = why
		}
	}
	return want, nil
}

// relate writes the links of the region's entities to others.
func (r *region) relate() error {
	want, err := r.relations()
	if err != nil {
		return err
	}
	stands := map[relation]bool{}
	if r.queued != nil || r.wereRelated() {
		for _, g := range r.groups {
			if err := r.unrelate(g, want, stands); err != nil {
				return err
			}
		}
	}
	for l, why := range want {
		if !stands[l] {
			r.c.putLink(&store.Link{A: l.a, B: l.b, Kind: l.kind, Reason: why.rule})
		}
	}
	return nil
}

// wereRelated reports whether any record of the region, or one that was removed,
// had an edge with a link: only then were there links.
func (r *region) wereRelated() bool {
	for _, list := range r.c.edges {
		for _, e := range list {
			if e.Link != record.NoLink {
				return true
			}
		}
	}
	return false
}

// unrelate removes the links of a group that do not hold any more, and notes
// those that stand as they should. A link between two groups is met from either.
func (r *region) unrelate(g *group, want map[relation]reason, stands map[relation]bool) error {
	if g.kept == nil {
		return nil
	}
	links, err := r.c.old.linksOf(g.id)
	for _, l := range links {
		x := relation{l.A, l.B, l.Kind}
		why, ok := want[x]
		switch {
		case !ok:
			r.c.deleteLink(l)
		case why.rule == l.Reason:
			stands[x] = true
		}
	}
	return err
}

func (r *region) entityOf(no uint64) (record.EntityID, error) {
	if i, ok := r.at[no]; ok {
		return r.of[i].id, nil
	}
	o, err := r.c.old.owner(no)
	return o.ID, err
}
