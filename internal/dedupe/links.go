package dedupe

import (
	"cmp"
	"slices"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/record"
)

// link is a relation between two people, by their entity ids.
type link struct {
	a, b   record.EntityID
	kind   record.Link
	rule   string
	weight int32
}

// links returns the relations between different people, one of a kind between
// two of them, sorted; the strongest edge gives the reason.
func links(b *bulk.Batch, p *people) []link {
	var all []link
	for i := range b.Edges {
		e := &b.Edges[i]
		x, y := p.id(e.A), p.id(e.B)
		if e.Result.Link == record.NoLink || x == y {
			continue
		}
		all = append(all, link{min(x, y), max(x, y), e.Result.Link, e.Result.Rule(), e.Result.Weight})
	}
	slices.SortFunc(all, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b), cmp.Compare(a.kind, b.kind),
			cmp.Compare(b.weight, a.weight), cmp.Compare(a.rule, b.rule))
	})
	return slices.CompactFunc(all, func(a, b link) bool { return a.a == b.a && a.b == b.b && a.kind == b.kind })
}

// households gives each person the smallest id among all whom household links
// connect, directly or through others.
func (p *people) households(all []link) int {
	p.house = make([]record.EntityID, p.len())
	of := map[record.EntityID]record.EntityID{}
	var find func(record.EntityID) record.EntityID
	find = func(id record.EntityID) record.EntityID {
		up, ok := of[id]
		if !ok || up == id {
			return id
		}
		up = find(up)
		of[id] = up
		return up
	}
	for i := range all {
		if l := &all[i]; l.kind == record.Household {
			a, b := find(l.a), find(l.b)
			of[l.a], of[l.b] = find(l.a), find(l.b)
			of[max(a, b)], of[min(a, b)] = min(a, b), min(a, b)
		}
	}
	seen := map[record.EntityID]bool{}
	for k, id := range p.ids {
		if _, ok := of[id]; ok {
			p.house[k] = find(id)
			seen[p.house[k]] = true
		}
	}
	return len(seen)
}
