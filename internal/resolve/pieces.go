package resolve

import (
	"github.com/tekil-id/tekil/internal/cluster"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// A component larger than the bound is split, and people are formed in each of its
// parts: a customer of some hundred different rows would stay in pieces. So the
// pieces that the edges of the split connect are looked at once more, strongest
// edge first, and join as groups inside a component do. All their pairs are judged,
// which is why only components up to wholeFactor times the bound are joined again:
// what is larger than that is no customer.

// wholeFactor is how many times larger than the bound a component may be whose
// pieces are joined again.
const wholeFactor = 10

// pieces are the people of components that were split.
type pieces struct {
	r       *Resolution
	same    *nodes
	cut     []cluster.Edge
	rulings Rulings
	judge   Judge
	m       *match.Model
	nodes   map[uint32][]uint32 // by person: its nodes
}

func newPieces(r *Resolution, same *nodes, groups [][]uint32, cut []cluster.Edge, rulings Rulings, judge Judge, m *match.Model) *pieces {
	p := &pieces{r, same, cut, rulings, judge, m, map[uint32][]uint32{}}
	for _, e := range cut {
		p.nodes[r.Person[e.A]], p.nodes[r.Person[e.B]] = nil, nil
	}
	grouped := map[uint32]bool{}
	for _, g := range groups {
		for _, x := range g {
			if list, ok := p.nodes[r.Person[x]]; ok {
				p.nodes[r.Person[x]] = append(list, x)
				grouped[x] = true
			}
		}
	}
	for _, e := range cut {
		for _, x := range [2]uint32{e.A, e.B} { // a part of one node is no group
			if !grouped[x] {
				grouped[x] = true
				p.nodes[r.Person[x]] = append(p.nodes[r.Person[x]], x)
			}
		}
	}
	return p
}

// join joins pieces; permitted are all edges.
func (p *pieces) join(permitted []cluster.Edge) {
	whole := cluster.NewForest(len(p.r.Person))
	for _, e := range permitted {
		whole.Union(e.A, e.B)
	}
	apart := map[Pair]bool{}
	for _, e := range p.cut {
		x := MakePair(p.r.Person[e.A], p.r.Person[e.B])
		if x.A == x.B || apart[x] || whole.Size(e.A) > wholeFactor*p.m.Limits.Component {
			continue
		}
		if p.fit(x) {
			p.merge(x, e)
		} else {
			apart[x] = true
		}
	}
}

// fit reports whether two pieces may be one person: no veto stands between them,
// and their average pair does not speak against it.
func (p *pieces) fit(x Pair) bool {
	var sum, pairs int64
	left, right := p.same.sizes(p.nodes[x.A]), p.same.sizes(p.nodes[x.B])
	for i, a := range p.nodes[x.A] {
		for k, b := range p.nodes[x.B] {
			res := p.judge(min(a, b), max(a, b))
			pair := pairOf(&res, p.rulings, MakePair(a, b), p.m)
			if pair.Veto && !pair.Must {
				return false
			}
			sum += int64(pair.Weight) * left[i] * right[k]
			pairs += left[i] * right[k]
		}
	}
	return sum/pairs > int64(p.m.Limits.Against)
}

// merge joins two pieces by an edge.
func (p *pieces) merge(x Pair, e cluster.Edge) {
	res := p.judge(min(e.A, e.B), max(e.A, e.B))
	weakest := res.Assurance
	if p.rulings[MakePair(e.A, e.B)] {
		weakest = ruledAssurance
	}
	for _, person := range [2]uint32{x.A, x.B} {
		for _, node := range p.nodes[person] {
			weakest = max(weakest, p.same.assurance(node))
		}
		weakest = max(weakest, p.r.Assurance[person])
	}
	p.r.Assurance[x.A], p.r.Assurance[x.B] = weakest, record.NoAssurance
	for _, node := range p.nodes[x.B] {
		p.r.Person[node] = x.A
	}
	p.nodes[x.A] = append(p.nodes[x.A], p.nodes[x.B]...)
	delete(p.nodes, x.B)
}
