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

// households gives each person its household, and counts them.
func (p *people) households(all []link) int {
	p.house = make([]record.EntityID, p.len())
	h := households{}
	for i := range all {
		if l := &all[i]; l.kind == record.Household {
			h.join(l.a, l.b)
		}
	}
	seen := map[record.EntityID]bool{}
	for k, id := range p.ids {
		if p.house[k] = h.of(id); p.house[k] != 0 {
			seen[p.house[k]] = true
		}
	}
	return len(seen)
}

// households are people who share a home: those whom household links connect, directly or through
// others, lead to one id, and at last to the smallest.
type households map[record.EntityID]record.EntityID

// join makes one household of two.
func (h households) join(a, b record.EntityID) {
	x, y := h.first(a), h.first(b)
	h[a], h[b] = x, y
	h[max(x, y)], h[min(x, y)] = min(x, y), min(x, y)
}

// of returns the smallest id of a household, 0 for who has none. It changes nothing,
// unlike first.
func (h households) of(id record.EntityID) record.EntityID {
	for up := h[id]; up != id; up = h[id] {
		id = up
	}
	return id
}

func (h households) first(id record.EntityID) record.EntityID {
	up, ok := h[id]
	if !ok || up == id {
		return id
	}
	up = h.first(up)
	h[id] = up
	return up
}

// linksHeader is the header of links.csv.
var linksHeader = []string{"a_entity_id", "b_entity_id", "kind", "reason"}

// linkRow is a row of links.csv.
func linkRow(a, b record.EntityID, kind record.Link, rule string) []string {
	return []string{a.String(), b.String(), string(kind), rule + " " + RuleWords(rule)}
}
