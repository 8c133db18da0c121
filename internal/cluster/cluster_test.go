package cluster_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil/internal/cluster"
)

var defaults = cluster.Options{Margin: 3000}

// pairs makes a judge of a table; a pair that it lacks says nothing.
func pairs(m map[[2]int]cluster.Pair) func(i, j int) cluster.Pair {
	return func(i, j int) cluster.Pair { return m[[2]int{i, j}] }
}

// ones are the sizes of n nodes of one record.
func ones(n int) []int64 { return slices.Repeat([]int64{1}, n) }

func join(w int32) cluster.Pair { return cluster.Pair{Weight: w, Join: true} }

var (
	veto  = cluster.Pair{Weight: -20000, Veto: true}
	doubt = cluster.Pair{Weight: 9000, Veto: true, Doubt: true}
	must  = cluster.Pair{Weight: -20000, Veto: true, Must: true}
)

func TestPartition(t *testing.T) {
	tests := []struct {
		name    string
		n       int
		pairs   map[[2]int]cluster.Pair
		groups  [][]int
		refused []cluster.Refusal
		why     string
	}{
		{name: "chain", n: 3, pairs: map[[2]int]cluster.Pair{{0, 1}: join(9000), {1, 2}: join(9000), {0, 2}: {Weight: 4000}},
			groups: [][]int{{0, 1, 2}}, why: "records with an e-mail and a phone meet through one that has both"},
		{name: "bridge over a veto", n: 3, pairs: map[[2]int]cluster.Pair{{0, 1}: veto, {0, 2}: join(9000), {1, 2}: join(9000)},
			groups:  [][]int{{0}, {1}, {2}},
			refused: []cluster.Refusal{{A: 0, B: 2, Reason: cluster.Contested}, {A: 1, B: 2, Reason: cluster.Contested}},
			why:     "C0012: a record that fits both sides of a veto joins neither"},
		{name: "unequal sides", n: 3, pairs: map[[2]int]cluster.Pair{{0, 1}: veto, {0, 2}: join(19000), {1, 2}: join(9000)},
			groups:  [][]int{{0, 2}, {1}},
			refused: []cluster.Refusal{{A: 1, B: 2, Reason: cluster.Contradiction}},
			why:     "the clearly stronger side wins"},
		{name: "ruled same against a veto", n: 3, pairs: map[[2]int]cluster.Pair{{0, 1}: must, {1, 2}: join(9000)},
			groups: [][]int{{0, 1, 2}}, why: "a steward joins the two that he names, and the person lives on"},
		{name: "opposed", n: 4, pairs: map[[2]int]cluster.Pair{{0, 1}: join(9000), {2, 3}: join(9000), {1, 2}: join(5000),
			{0, 2}: {Weight: -9000}, {0, 3}: {Weight: -9000}, {1, 3}: {Weight: -9000}},
			groups: [][]int{{0, 1}, {2, 3}}, refused: []cluster.Refusal{{A: 1, B: 2, Reason: cluster.Opposed}},
			why: "one edge does not join two groups whose average pair speaks against it"},
		{name: "a doubtful record tears nobody apart", n: 4, pairs: map[[2]int]cluster.Pair{{0, 1}: join(20000), {0, 2}: join(20000), {1, 2}: join(20000),
			{0, 3}: doubt, {1, 3}: join(24000), {2, 3}: join(15000)},
			groups:  [][]int{{0, 1, 2}, {3}},
			refused: []cluster.Refusal{{A: 1, B: 3, Reason: cluster.Contradiction}, {A: 2, B: 3, Reason: cluster.Contradiction}},
			why:     "record 3 fits 1 better than any other does, and is the odd one all the same"},
		{name: "firm vetoes part two people", n: 4, pairs: map[[2]int]cluster.Pair{{0, 1}: join(20000), {0, 2}: join(10000), {1, 2}: join(20000),
			{0, 3}: veto, {1, 3}: join(24000), {2, 3}: join(24000)},
			groups:  [][]int{{0}, {1, 2, 3}},
			refused: []cluster.Refusal{{A: 0, B: 1, Reason: cluster.Contradiction}, {A: 0, B: 2, Reason: cluster.Contradiction}},
			why:     "ids or dates that differ are two people, and the stronger side has the rest"},
		{name: "three records alone", n: 3, pairs: map[[2]int]cluster.Pair{{0, 1}: doubt, {0, 2}: join(20000), {1, 2}: join(20000)},
			groups:  [][]int{{0}, {1}, {2}},
			refused: []cluster.Refusal{{A: 0, B: 2, Reason: cluster.Contested}, {A: 1, B: 2, Reason: cluster.Contested}},
			why:     "nobody knows which of the two is the doubtful one"},
		{name: "who leaves may join another", n: 5, pairs: map[[2]int]cluster.Pair{{0, 1}: join(20000), {0, 2}: join(20000), {1, 2}: join(20000),
			{0, 3}: doubt, {1, 3}: join(24000), {2, 3}: join(15000), {0, 4}: doubt, {1, 4}: doubt, {2, 4}: doubt, {3, 4}: join(10000)},
			groups:  [][]int{{0, 1, 2}, {3, 4}},
			refused: []cluster.Refusal{{A: 1, B: 3, Reason: cluster.Contradiction}, {A: 2, B: 3, Reason: cluster.Contradiction}},
			why:     "two records of one misread name find each other"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, r := cluster.Partition(ones(tt.n), pairs(tt.pairs), defaults)
			if d := cmp.Diff(tt.groups, g); d != "" {
				t.Errorf("%s: groups (-want +got):\n%s", tt.why, d)
			}
			if d := cmp.Diff(tt.refused, r); d != "" {
				t.Errorf("%s: refusals (-want +got):\n%s", tt.why, d)
			}
		})
	}
}

// No person holds a veto that no ruling overrules, whatever the component.
func TestPartitionHoldsNoVeto(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		n := 2 + rnd.IntN(9)
		m := map[[2]int]cluster.Pair{}
		for i := range n {
			for j := i + 1; j < n; j++ {
				m[[2]int{i, j}] = cluster.Pair{Weight: int32(rnd.IntN(30000) - 10000), Join: rnd.IntN(3) == 0,
					Veto: rnd.IntN(4) == 0, Doubt: rnd.IntN(2) == 0, Must: rnd.IntN(30) == 0}
			}
		}
		groups, _ := cluster.Partition(ones(n), pairs(m), defaults)
		seen := map[int]bool{}
		for _, g := range groups {
			for x, i := range g {
				if seen[i] {
					t.Fatalf("record %d stands in two groups: %v", i, groups)
				}
				seen[i] = true
				for _, j := range g[x+1:] {
					if p := m[[2]int{i, j}]; p.Veto && !p.Must {
						t.Fatalf("group %v holds the veto %d-%d", g, i, j)
					}
				}
			}
		}
		if len(seen) != n {
			t.Fatalf("%d of %d records in groups", len(seen), n)
		}
	}
}

// Where no two weights are equal, the order of the records does not matter.
func TestPartitionDoesNotReadOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	refusals := 0
	for range 3000 {
		n := 3 + rnd.IntN(8)
		m := map[[2]int]cluster.Pair{}
		for i := range n {
			for j := i + 1; j < n; j++ {
				m[[2]int{i, j}] = cluster.Pair{Weight: int32(rnd.IntN(1_000_000_000) + 10_000_000), Join: rnd.IntN(2) == 0, Veto: rnd.IntN(5) == 0, Doubt: rnd.IntN(4) > 0}
			}
		}
		want, refused := cluster.Partition(ones(n), pairs(m), defaults)
		refusals += len(refused)
		to := rnd.Perm(n)
		got, _ := cluster.Partition(ones(n), func(i, j int) cluster.Pair { return m[[2]int{min(to[i], to[j]), max(to[i], to[j])}] }, defaults)
		for _, g := range got {
			for k := range g {
				g[k] = to[g[k]]
			}
			slices.Sort(g)
		}
		slices.SortFunc(got, func(a, b []int) int { return a[0] - b[0] })
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("%v, in another order %v", want, got)
		}
	}
	if refusals == 0 {
		t.Error("no edge was refused: the test tests nothing")
	}
}

func TestComponentsDoNotReadOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		n := 2 + rnd.IntN(40)
		var edges []cluster.Edge
		for range rnd.IntN(2 * n) {
			a, b := uint32(rnd.IntN(n)), uint32(rnd.IntN(n))
			if a != b {
				edges = append(edges, cluster.Edge{A: min(a, b), B: max(a, b), Weight: int32(rnd.IntN(20))})
			}
		}
		want, wantCut := cluster.Components(n, edges, 5)
		shuffled := slices.Clone(edges)
		rnd.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		got, gotCut := cluster.Components(n, shuffled, 5)
		if !reflect.DeepEqual(want, got) || !reflect.DeepEqual(wantCut, gotCut) {
			t.Fatalf("components differ under another order of edges: %v %v", want, got)
		}
		for _, g := range got {
			if len(g) > 5 {
				t.Fatalf("component of %d records above the bound 5", len(g))
			}
		}
	}
}
