// Package cluster turns permitted edges and vetoes into people.
//
// [Components] finds the connected components of the permitted edges and splits
// those that are too large to look at whole; [Partition] forms people inside
// one component so that no person holds a veto. Both are pure functions of
// their input, and every tie falls to the lower index: callers number records
// in canonical key order, so that the order of the input never matters.
package cluster

import "slices"

// Pair says what the matcher holds of two records of one component.
type Pair struct {
	// Weight is the evidence for one person in millibits, without prior odds:
	// two records that merely say little weigh near zero, two that speak
	// against each other weigh less.
	Weight int32
	// Join permits the two to share a person on their own evidence.
	Join bool
	// Veto forbids them to share one, whatever lies between.
	Veto bool
	// Doubt says of a veto that a value which was misread may be all that is behind
	// it: a name, where an identity number or a birth date would be firm.
	Doubt bool
	// Must is a steward's "same": it joins the two even against a veto between
	// just these two.
	Must bool
}

// permitted reports whether the pair is an edge that may join.
func (p Pair) permitted() bool { return p.Join && !p.Veto || p.Must }

// Options bound and tune the forming of people.
type Options struct {
	// Margin is by how much, in millibits of average weight, one of two sides
	// that may not meet must be stronger to win a record that fits both.
	Margin int32
	// Against is the average weight at or below which two groups are held to
	// speak against each other, so that one permitted edge does not join them.
	Against int32
}

// Refusal is a permitted edge between two records that were kept apart.
type Refusal struct {
	A, B   int // A < B
	Reason Reason
}

// Reason says why a permitted edge did not join.
type Reason uint8

// The reasons, in the order in which they are looked for.
const (
	Contested     Reason = iota + 1 // the record fits two sides that may not meet
	Contradiction                   // a veto stands between the two people
	Opposed                         // the average pair of the two groups speaks against
	TooLarge                        // the component was split at this edge
)

// String returns the name of the reason as review.csv writes it.
func (r Reason) String() string {
	return [...]string{"", "contested", "contradiction", "opposed", "component_too_large"}[r]
}

// Partition forms people out of the nodes 0..n-1 of one component, n = len(sizes),
// where a node is a record, or as many equal records as sizes says. judge is
// called once for each i < j. Groups are sorted inside and by their first
// node; refusals by (A, B).
//
// People grow by average linkage: the two groups with the strongest average
// pair join first, as long as a permitted edge links them, no veto stands
// between them and their average does not speak against it. A group that fits
// two others which surely may not meet joins the clearly stronger one, otherwise
// neither (turkish.md section 7.4). A record that keeps two groups apart which fit
// each other, by a veto in doubt, leaves its group.
func Partition(sizes []int64, judge func(i, j int) Pair, o Options) (groups [][]int, refused []Refusal) {
	pairs := judgeAll(len(sizes), judge)
	if undisputed(len(sizes), pairs, o) {
		return [][]int{upTo(len(sizes))}, nil
	}
	return form(sizes, pairs, o)
}

func form(sizes []int64, pairs []Pair, o Options) (groups [][]int, refused []Refusal) {
	f := newForming(sizes, pairs, o)
	f.joinRuled()
	for f.step() || f.expel() {
	}
	return f.groups(), f.refusals()
}

// judgeAll returns the n*n pairs of n nodes.
func judgeAll(n int, judge func(i, j int) Pair) []Pair {
	pairs := make([]Pair, n*n)
	for i := range n {
		for j := i + 1; j < n; j++ {
			p := judge(i, j)
			pairs[i*n+j], pairs[j*n+i] = p, p
		}
	}
	return pairs
}

// undisputed reports whether all nodes are one person in whatever order they
// join: permitted edges connect them, no two may not meet, and as no pair speaks
// against one person, no average does.
func undisputed(n int, pairs []Pair, o Options) bool {
	f, parts := NewForest(n), n
	for i := range n {
		for j := i + 1; j < n; j++ {
			p := &pairs[i*n+j]
			if p.Veto && !p.Must || p.Weight <= o.Against {
				return false
			}
			if p.permitted() && f.Union(uint32(i), uint32(j)) {
				parts--
			}
		}
	}
	return parts == 1
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// forming is the state of one Partition: matrices over live groups, each group
// standing at the index of its first record.
type forming struct {
	n       int
	o       Options
	pairs   []Pair  // n*n, symmetric: what judge said of two records
	sum     []int64 // n*n over groups: total weight between them
	sizes   []int64 // of nodes
	size    []int64 // of groups
	join    []bool  // n*n over groups: a permitted edge between them
	veto    []bool  // n*n over groups
	doubted []bool  // n*n over groups: a veto in doubt between them
	firm    []bool  // n*n over groups: one that is not in doubt
	left    []bool  // by node: it left a group
	barred  []bool  // n*n over groups: contested, not to be joined any more
	aside   []bool  // a lone record that was contested: it stays alone
	members [][]int
	contest map[[2]int]bool // record pairs refused as contested
}

func newForming(sizes []int64, pairs []Pair, o Options) *forming {
	n := len(sizes)
	f := &forming{
		n: n, o: o,
		pairs: pairs, sum: make([]int64, n*n), sizes: sizes, size: slices.Clone(sizes),
		join: make([]bool, n*n), veto: make([]bool, n*n), barred: make([]bool, n*n),
		doubted: make([]bool, n*n), firm: make([]bool, n*n), left: make([]bool, n),
		aside: make([]bool, n), members: make([][]int, n),
	}
	for i := range n {
		f.members[i] = []int{i}
		for j := i + 1; j < n; j++ {
			p := &pairs[i*n+j]
			for _, at := range [2]int{i*n + j, j*n + i} {
				f.sum[at] = int64(p.Weight) * sizes[i] * sizes[j]
				f.join[at] = p.permitted()
				f.veto[at] = p.Veto && !p.Must
				f.doubted[at] = f.veto[at] && p.Doubt
				f.firm[at] = f.veto[at] && !p.Doubt
			}
		}
	}
	return f
}

// joinRuled joins what a steward ruled to be one, before any evidence speaks.
func (f *forming) joinRuled() {
	for i := range f.n {
		for j := i + 1; j < f.n; j++ {
			if !f.pairs[i*f.n+j].Must {
				continue
			}
			a, b := f.groupOf(i), f.groupOf(j)
			if a != b && !f.veto[a*f.n+b] {
				f.merge(min(a, b), max(a, b))
			}
		}
	}
}

func (f *forming) groupOf(i int) int {
	for g, m := range f.members {
		if slices.Contains(m, i) {
			return g
		}
	}
	panic("cluster: internal error: record in no group")
}

// step joins the best two groups, or sets a contested one aside. It reports
// whether anything changed.
func (f *forming) step() bool {
	a, b, score := f.best()
	if a < 0 {
		return false
	}
	// Both sides are looked at before either is set aside, so that the outcome
	// does not depend on which of the two has the lower index.
	contestedA, contestedB := f.rivals(a, b, score), f.rivals(b, a, score)
	if contestedA == nil && contestedB == nil {
		f.merge(a, b)
		return true
	}
	f.setAside(a, b, contestedA)
	f.setAside(b, a, contestedB)
	return true
}

// best returns the strongest pair of groups that may join, a < b, or a = -1.
func (f *forming) best() (a, b int, score int64) {
	a = -1
	for i := range f.n {
		if f.members[i] == nil {
			continue
		}
		for j := i + 1; j < f.n; j++ {
			if !f.mayJoin(i, j) {
				continue
			}
			if s := f.average(i, j); a < 0 || s > score {
				a, b, score = i, j, s
			}
		}
	}
	return a, b, score
}

func (f *forming) mayJoin(i, j int) bool {
	at := i*f.n + j
	return f.members[j] != nil && f.members[i] != nil && f.join[at] && !f.veto[at] && !f.barred[at] &&
		!f.aside[i] && !f.aside[j] && f.average(i, j) > int64(f.o.Against)
}

// average is the mean weight over all pairs between two groups, rounded
// towards zero.
func (f *forming) average(i, j int) int64 {
	return f.sum[i*f.n+j] / (f.size[i] * f.size[j])
}

// rivals returns the groups that x, about to join y with the given score, fits
// nearly as well although they may not meet y.
func (f *forming) rivals(x, y int, score int64) []int {
	var out []int
	for z := range f.n {
		if z == x || z == y || f.members[z] == nil || !f.apart(y, z) {
			continue
		}
		if f.mayJoin(x, z) && f.average(x, z) > score-int64(f.o.Margin) {
			out = append(out, z)
		}
	}
	return out
}

// apart reports whether two groups surely are two people: a veto between them is
// no doubt. Of three records alone nobody can say which is the doubtful one.
func (f *forming) apart(y, z int) bool {
	return f.firm[y*f.n+z] || f.n == 3 && f.veto[y*f.n+z]
}

// setAside keeps the contested group x from y and from its rivals; a lone
// record then stays alone.
func (f *forming) setAside(x, y int, rivals []int) {
	if rivals == nil {
		return
	}
	f.bar(x, y)
	for _, z := range rivals {
		f.bar(x, z)
	}
	f.aside[x] = len(f.members[x]) == 1
}

func (f *forming) bar(x, y int) {
	f.barred[x*f.n+y], f.barred[y*f.n+x] = true, true
	if f.contest == nil {
		f.contest = map[[2]int]bool{}
	}
	for _, i := range f.members[x] {
		for _, j := range f.members[y] {
			f.contest[[2]int{min(i, j), max(i, j)}] = true
		}
	}
}

// merge moves group b into group a; a < b.
func (f *forming) merge(a, b int) {
	f.members[a] = append(f.members[a], f.members[b]...)
	f.members[b] = nil
	for z := range f.n {
		if z == a || f.members[z] == nil {
			continue
		}
		az, za, bz := a*f.n+z, z*f.n+a, b*f.n+z
		f.sum[az] += f.sum[bz]
		f.join[az] = f.join[az] || f.join[bz]
		f.veto[az] = f.veto[az] || f.veto[bz]
		f.barred[az] = f.barred[az] || f.barred[bz]
		f.doubted[az] = f.doubted[az] || f.doubted[bz]
		f.firm[az] = f.firm[az] || f.firm[bz]
		f.sum[za], f.join[za], f.veto[za], f.barred[za] = f.sum[az], f.join[az], f.veto[az], f.barred[az]
		f.doubted[za], f.firm[za] = f.doubted[az], f.firm[az]
	}
	f.size[a] += f.size[b]
}

func (f *forming) groups() [][]int {
	var out [][]int
	for _, m := range f.members {
		if m != nil {
			slices.Sort(m)
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return out
}

// refusals lists the permitted edges that ended between two people.
func (f *forming) refusals() []Refusal {
	group := make([]int, f.n)
	for g, m := range f.members {
		for _, i := range m {
			group[i] = g
		}
	}
	var out []Refusal
	for i := range f.n {
		for j := i + 1; j < f.n; j++ {
			if group[i] != group[j] && f.pairs[i*f.n+j].permitted() {
				out = append(out, Refusal{A: i, B: j, Reason: f.reason(i, j, group[i], group[j])})
			}
		}
	}
	return out
}

func (f *forming) reason(i, j, gi, gj int) Reason {
	switch {
	case f.contest[[2]int{i, j}] || f.barred[gi*f.n+gj]:
		return Contested
	case f.veto[gi*f.n+gj]:
		return Contradiction
	default:
		return Opposed
	}
}
