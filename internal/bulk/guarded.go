package bulk

import (
	"cmp"
	"slices"

	"github.com/tekil-id/tekil/match"
)

// Guarded is what one guard did to the judged pairs.
type Guarded struct {
	Guard string
	Fired int // pairs that held the contradiction
	// Stopped counts those of them whose weight is enough for an automatic join;
	// Examples are the strongest of these.
	Stopped  int
	Examples []GuardedPair
}

// GuardedPair is a pair that a guard kept apart.
type GuardedPair struct {
	A, B   uint32
	Weight int32
}

const guardExamples = 5

// guardCount counts guards for one worker.
type guardCount struct {
	list []Guarded
	same int32 // threshold of an automatic join
}

func (g *guardCount) count(a, b uint32, r *match.Result) {
	if !r.Contradicts() {
		return
	}
	for _, name := range r.Guards() {
		at := slices.IndexFunc(g.list, func(x Guarded) bool { return x.Guard == name })
		if at < 0 {
			at = len(g.list)
			g.list = append(g.list, Guarded{Guard: name})
		}
		x := &g.list[at]
		x.Fired++
		if r.Weight >= g.same {
			x.Stopped++
			x.keep([]GuardedPair{{a, b, r.Weight}})
		}
	}
}

// keep adds examples and lets the strongest stay.
func (g *Guarded) keep(pairs []GuardedPair) {
	if len(g.Examples) == guardExamples && len(pairs) == 1 && compareGuarded(pairs[0], g.Examples[guardExamples-1]) > 0 {
		return
	}
	g.Examples = append(g.Examples, pairs...)
	slices.SortFunc(g.Examples, compareGuarded)
	g.Examples = g.Examples[:min(len(g.Examples), guardExamples)]
}

func compareGuarded(a, b GuardedPair) int {
	return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
}

// mergeGuards adds up what the workers counted, by name of the guard.
func mergeGuards(counts []guardCount) []Guarded {
	var out []Guarded
	for _, c := range counts {
		for _, g := range c.list {
			at := slices.IndexFunc(out, func(x Guarded) bool { return x.Guard == g.Guard })
			if at < 0 {
				out = append(out, g)
				continue
			}
			out[at].Fired += g.Fired
			out[at].Stopped += g.Stopped
			out[at].keep(g.Examples)
		}
	}
	slices.SortFunc(out, func(a, b Guarded) int { return cmp.Compare(a.Guard, b.Guard) })
	return out
}
