package cluster

import (
	"cmp"
	"slices"
)

// Edge is a permitted edge between two records, numbered in canonical key
// order; A < B.
type Edge struct {
	A, B   uint32
	Weight int32
	Must   bool
}

// Forest is a union-find over records. The zero Forest is empty; use
// [NewForest].
type Forest struct {
	parent []uint32
	size   []uint32
}

// NewForest returns a forest of n lone records.
func NewForest(n int) *Forest {
	f := &Forest{parent: make([]uint32, n), size: make([]uint32, n)}
	for i := range f.parent {
		f.parent[i] = uint32(i)
		f.size[i] = 1
	}
	return f
}

// Find returns the root of i's tree. It halves paths, so it writes.
func (f *Forest) Find(i uint32) uint32 {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

// Size returns how many records i's tree holds.
func (f *Forest) Size(i uint32) int { return int(f.size[f.Find(i)]) }

// Union joins the trees of a and b and reports whether they were apart.
func (f *Forest) Union(a, b uint32) bool {
	a, b = f.Find(a), f.Find(b)
	if a == b {
		return false
	}
	if f.size[a] < f.size[b] || f.size[a] == f.size[b] && a > b {
		a, b = b, a
	}
	f.parent[b] = a
	f.size[a] += f.size[b]
	return true
}

// Components groups n records by edges and returns the groups of two or more,
// each sorted, in the order of their first record. A component larger than
// bound is split at its weakest edges: its edges are taken strongest first
// (ties by A, then B), and an edge that would join two parts to more than bound
// records is left out and returned, the strongest first. Rulings are taken before all others.
func Components(n int, edges []Edge, bound int) (groups [][]uint32, cut []Edge) {
	whole := NewForest(n)
	for _, e := range edges {
		whole.Union(e.A, e.B)
	}
	f, large := NewForest(n), []Edge(nil)
	for _, e := range edges {
		if whole.Size(e.A) > bound {
			large = append(large, e)
		} else {
			f.Union(e.A, e.B)
		}
	}
	slices.SortFunc(large, strongestFirst)
	for _, e := range large {
		if f.Find(e.A) == f.Find(e.B) {
			continue
		}
		if f.Size(e.A)+f.Size(e.B) > bound {
			cut = append(cut, e)
			continue
		}
		f.Union(e.A, e.B)
	}
	return f.groups(), cut
}

func strongestFirst(a, b Edge) int {
	if a.Must != b.Must {
		if a.Must {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
}

// groups collects the trees of two or more records.
func (f *Forest) groups() [][]uint32 {
	at := map[uint32]int{}
	var out [][]uint32
	for i := range uint32(len(f.parent)) {
		r := f.Find(i)
		if f.size[r] < 2 {
			continue
		}
		g, ok := at[r]
		if !ok {
			g = len(out)
			at[r] = g
			out = append(out, make([]uint32, 0, f.size[r]))
		}
		out[g] = append(out[g], i)
	}
	return out
}
