// Package resolve turns judged pairs and rulings into people. The oracle, the
// batch path and the live path all end here: who is who is a pure function of
// records, rulings and model, and this is its last step.
package resolve

import (
	"cmp"
	"slices"

	"github.com/tekil-id/tekil/internal/cluster"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// Edge is a candidate pair that the matcher did not simply keep apart: it joins,
// goes to review or links two people. Records are numbered in canonical key
// order; A < B.
type Edge struct {
	A, B   uint32
	Result match.Result
	// Keys is the set of blocking key classes that produced the pair.
	Keys uint32
}

// Copy is the only one of an edge's Keys where B is equal to A in all that scoring
// reads: the class blocking.Copy.
const Copy = 1

// Worth reports whether a judged pair is kept as an edge.
func Worth(r *match.Result) bool { return r.Decision != record.Different || r.Link != record.NoLink }

// CompareEdges orders edges by (A, B).
func CompareEdges(a, b Edge) int {
	if a.A != b.A {
		return cmp.Compare(a.A, b.A)
	}
	return cmp.Compare(a.B, b.B)
}

// Resolution says who is who.
type Resolution struct {
	// Person maps each record to the first record of its person.
	Person []uint32
	// Assurance is that of each person of two or more records, by first record:
	// the weakest that was necessary to join them.
	Assurance []record.Assurance
	// Edges are sorted by (A, B).
	Edges []Edge
	// Refused are permitted edges whose records were kept apart, sorted.
	Refused []Refusal
	// Contradicted are "same" rulings that a "different" ruling, or a
	// contradiction around them, kept from holding. Sorted.
	Contradicted []Pair
}

// Refusal is a permitted edge that did not join.
type Refusal struct {
	Pair
	Reason cluster.Reason
}

// RuledApart names, beside the [cluster.Reason]s, why a pair is kept apart that is
// [Resolution.Contradicted].
const RuledApart = "ruling_contradicted"

// Judge decides about two records by number. It is called by one goroutine.
type Judge func(a, b uint32) match.Result

// People forms people among n records. edges must be sorted; judge is asked
// about every pair inside a component, whether a key produced it or not, but for
// the pieces that memory, which may be nil, recalls.
func People(n int, edges []Edge, rulings Rulings, judge Judge, memory Memory, m *match.Model) *Resolution {
	r := &Resolution{Person: make([]uint32, n), Assurance: make([]record.Assurance, n), Edges: edges}
	for i := range r.Person {
		r.Person[i] = uint32(i)
	}
	same := newNodes(n, edges, rulings)
	groups, cut := cluster.Components(n, same.between(joins(edges, rulings)), m.Limits.Component)
	if memory == nil || len(rulings) > 0 { // what is remembered knows of no ruling
		memory = noMemory{}
	}
	for _, g := range groups {
		p := Piece{Nodes: g, Sizes: same.sizes(g)}
		f := memory.Recall(p)
		if f == nil {
			f = formPiece(p, same, rulings, judge, m)
			memory.Keep(p, f)
		}
		r.take(g, f)
	}
	same.place(r)
	r.refuseCut(cut)
	slices.SortFunc(r.Refused, func(a, b Refusal) int {
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	for p, same := range rulings {
		if same && r.Person[p.A] != r.Person[p.B] {
			r.Contradicted = append(r.Contradicted, p)
		}
	}
	slices.SortFunc(r.Contradicted, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return r
}

// joins returns the edges that connect components: permitted ones that no
// steward ruled out, and those that a steward ruled in.
func joins(edges []Edge, rulings Rulings) []cluster.Edge {
	var out []cluster.Edge
	for _, e := range edges {
		if e.Result.Decision != record.Same {
			continue
		}
		if _, ruled := rulings[Pair{e.A, e.B}]; !ruled {
			out = append(out, cluster.Edge{A: e.A, B: e.B, Weight: e.Result.Weight})
		}
	}
	for p, same := range rulings {
		if same {
			out = append(out, cluster.Edge{A: p.A, B: p.B, Must: true})
		}
	}
	return out
}

// refuseCut notes the edges at which components were split, the strongest one
// between any two people: the pieces of one customer are joined by thousands.
func (r *Resolution) refuseCut(cut []cluster.Edge) {
	told := map[Pair]bool{}
	for _, e := range cut { // strongest first
		if p := MakePair(r.Person[e.A], r.Person[e.B]); p.A != p.B && !told[p] {
			told[p] = true
			r.Refused = append(r.Refused, Refusal{Pair{e.A, e.B}, cluster.TooLarge})
		}
	}
}

// Piece is a component, or as much of a large one as people are formed of at a
// time: nodes, ascending, with how many equal records each stands for.
type Piece struct {
	Nodes []uint32
	Sizes []int64
}

// Formed are the people of a piece, by places in its nodes.
type Formed struct {
	groups    [][]int
	assurance []record.Assurance // of each group
	refused   []cluster.Refusal
}

// Memory remembers the people of pieces about which no steward ruled. They depend on
// nothing but the piece and what its records are judged by.
type Memory interface {
	// Recall returns what was kept of an equal piece, if all that its records are
	// judged by is still the same, else nil.
	Recall(Piece) *Formed
	Keep(Piece, *Formed)
}

type noMemory struct{}

func (noMemory) Recall(Piece) *Formed { return nil }

func (noMemory) Keep(Piece, *Formed) {}

// formPiece makes people of one piece.
func formPiece(p Piece, same *nodes, rulings Rulings, judge Judge, m *match.Model) *Formed {
	g := p.Nodes
	results := make([]match.Result, len(g)*len(g))
	f := &Formed{}
	f.groups, f.refused = cluster.Partition(p.Sizes, func(i, j int) cluster.Pair {
		res := judge(g[i], g[j])
		results[i*len(g)+j] = res
		return pairOf(&res, rulings, MakePair(g[i], g[j]), m)
	}, cluster.Options{Margin: m.Limits.Margin, Against: m.Limits.Against})
	for _, members := range f.groups {
		f.assurance = append(f.assurance, weakest(len(members), func(i, j int) record.Assurance {
			i, j = members[i], members[j]
			if rulings[MakePair(g[i], g[j])] {
				return ruledAssurance
			}
			return results[i*len(g)+j].Assurance
		}, func(i int) record.Assurance { return same.assurance(g[members[i]]) }))
	}
	return f
}

// take enters the people of a piece.
func (r *Resolution) take(g []uint32, f *Formed) {
	for k, members := range f.groups {
		first := g[members[0]]
		for _, i := range members {
			r.Person[g[i]] = first
		}
		r.Assurance[first] = f.assurance[k]
	}
	for _, x := range f.refused {
		r.Refused = append(r.Refused, Refusal{MakePair(g[x.A], g[x.B]), x.Reason})
	}
}

// ruledAssurance is that of a join that a steward ruled: a person looked, but
// no identifier proves it.
const ruledAssurance = record.AssuranceB

func pairOf(res *match.Result, rulings Rulings, p Pair, m *match.Model) cluster.Pair {
	out := cluster.Pair{
		Weight: res.Evidence(m),
		Join:   res.Decision == record.Same,
		Veto:   res.Contradicts() && !m.Ablation.NoPeopleVetoes,
		Doubt:  res.Doubtful(),
	}
	if same, ruled := rulings[p]; ruled {
		out.Join, out.Must = same, same
		out.Veto, out.Doubt = out.Veto || !same, out.Doubt && same
	}
	return out
}

// weakest returns the weakest assurance that was necessary to connect n nodes, and
// the records of each of them: the strongest edges are taken first, until all are
// connected.
func weakest(n int, of func(i, j int) record.Assurance, inside func(i int) record.Assurance) record.Assurance {
	f, parts := cluster.NewForest(n), n
	for level := record.AssuranceA; level <= record.AssuranceD; level++ {
		for x := range n {
			for y := x + 1; y < n; y++ {
				if of(x, y) == level && f.Union(uint32(x), uint32(y)) {
					parts--
				}
			}
		}
		if parts > 1 {
			continue
		}
		for x := range n {
			level = max(level, inside(x))
		}
		return level
	}
	return record.AssuranceD
}
