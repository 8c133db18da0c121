package evaluate

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/tekil-id/tekil/record"
)

// DefaultWorst is how many of the worst errors a report lists.
const DefaultWorst = 10

// Options say what else to judge beside the partition. The zero Options judge
// the partition alone.
type Options struct {
	// Edges are the pairs that the engine scored, in any order, each once.
	Edges iter.Seq[Edge]
	// Candidates are the pairs that blocking proposed, in any order. A pair may
	// come more than once.
	Candidates iter.Seq2[record.Key, record.Key]
	// Traps are pairs of different people who are easily taken for one.
	Traps []Trap
	// Worst is how many of the worst errors to list; 0 means [DefaultWorst].
	Worst int
}

// Edge is a pair that the engine scored.
type Edge struct {
	A, B        record.Key
	Weight      int32   // log2 posterior odds in millibits
	Probability float64 // of "same", from 0 to 1
	Decision    record.Decision
	Assurance   record.Assurance // of a Same
}

// Trap is a pair of records of two different people who are easily taken for
// one, such as twins or a father and son of one name.
type Trap struct {
	A, B record.Key
	Kind string
}

// find returns the two record numbers; ok is false where the truth does not
// know one of them.
func (ix *index) find(a, b record.Key) (i, j int32, ok bool) {
	i, okA := ix.number[ix.look(a)]
	j, okB := ix.number[ix.look(b)]
	if j < i {
		i, j = j, i
	}
	return i, j, okA && okB && i != j
}

// bins of the calibration. Equal widths, because the ends are what matters: a
// join at 0.99 must be right 99 times in 100.
const bins = 10

func (ix *index) edges(r *Report, edges iter.Seq[Edge], worst int) {
	r.Decisions = &Decisions{ByAssurance: map[string]*Joins{}}
	d, cal := r.Decisions, newCalibration()
	// Wrong joins with the highest weight; misses with the highest (a threshold
	// or a guard cost them) and with the lowest (the evidence misleads).
	wrong, missedHigh := newTop(worst, highest), newTop(worst, highest)
	missedLow := newTop(worst, lowest)
	for e := range edges {
		i, j, ok := ix.find(e.A, e.B)
		if !ok {
			d.Unknown++
			continue
		}
		same := ix.truth[i] == ix.truth[j]
		d.add(e, same)
		cal.add(e.Probability, same)
		p := pairError{i, j, e.Weight}
		switch {
		case e.Decision == record.Same && !same:
			wrong.add(p)
		case same && ix.pred[i] != ix.pred[j]:
			missedHigh.add(p)
			missedLow.add(p)
		}
	}
	d.finish(r.Records)
	r.Calibration = cal.finish()
	r.WrongPairs, r.MissedHigh, r.MissedLow = ix.list(wrong), ix.list(missedHigh), ix.list(missedLow)
}

func (d *Decisions) add(e Edge, same bool) {
	switch e.Decision {
	case record.Same:
		d.Same.add(same)
		level := cmp.Or(e.Assurance.String(), "none")
		if d.ByAssurance[level] == nil {
			d.ByAssurance[level] = &Joins{}
		}
		d.ByAssurance[level].add(same)
	case record.Review:
		d.Review.add(same)
	default:
		d.Different.add(same)
	}
}

func (d *Decisions) finish(records int) {
	for _, j := range []*Joins{&d.Same, &d.Review, &d.Different} {
		j.finish()
	}
	for _, j := range d.ByAssurance {
		j.finish()
	}
	d.ReviewPer1000 = 1000 * ratio(d.Review.Pairs, records)
}

func (j *Joins) add(same bool) {
	j.Pairs++
	if !same {
		j.Wrong++
	}
}

func (j *Joins) finish() { j.Precision = ratio(j.Pairs-j.Wrong, j.Pairs) }

type calibration struct {
	bin   [bins]Bin
	brier float64
	n     int
}

func newCalibration() *calibration {
	c := &calibration{}
	for i := range c.bin {
		c.bin[i].From, c.bin[i].To = float64(i)/bins, float64(i+1)/bins
	}
	return c
}

func (c *calibration) add(p float64, same bool) {
	b := &c.bin[min(max(int(p*bins), 0), bins-1)]
	b.Pairs++
	b.Predicted += p
	y := 0.0
	if same {
		y = 1
	}
	b.Observed += y
	c.brier += (p - y) * (p - y)
	c.n++
}

func (c *calibration) finish() *Calibration {
	out := &Calibration{Pairs: c.n, Brier: c.brier / float64(max(1, c.n))}
	for _, b := range c.bin {
		if b.Pairs == 0 {
			continue
		}
		n := float64(b.Pairs)
		b.Predicted, b.Observed = b.Predicted/n, b.Observed/n
		out.ECE += n / float64(c.n) * math.Abs(b.Predicted-b.Observed)
		out.Bins = append(out.Bins, b)
	}
	return out
}

// ceiling measures what blocking leaves possible.
func (ix *index) ceiling(candidates iter.Seq2[record.Key, record.Key], worst int) *Candidates {
	c := &Candidates{}
	found := make(map[uint64]struct{}, len(ix.keys))
	forest := newForest(len(ix.keys))
	for a, b := range candidates {
		c.Pairs++
		i, j, ok := ix.find(a, b)
		if !ok || ix.truth[i] != ix.truth[j] {
			continue
		}
		found[uint64(i)<<32|uint64(j)] = struct{}{}
		forest.join(i, j)
	}
	parts := make([]int32, len(ix.keys))
	for i := range ix.keys {
		parts[forest.root(int32(i))]++
	}
	c.TruePairs = int64(len(found))
	c.Ceiling = ratio(c.TruePairs, sumPairs(ix.people))
	c.ClosedCeiling = ratio(sumPairs(parts), sumPairs(ix.people))
	c.NeverSeen = ix.neverSeen(found, worst)
	return c
}

// neverSeen lists the first true pairs, in key order, that are no candidates.
func (ix *index) neverSeen(found map[uint64]struct{}, worst int) []PairError {
	first := newTop(worst, highest)
	for _, records := range groups(ix.truth, len(ix.people)) {
		for x, i := range records {
			for _, j := range records[x+1:] {
				if _, ok := found[uint64(i)<<32|uint64(j)]; !ok {
					first.add(pairError{i, j, 0})
				}
			}
		}
	}
	return ix.list(first)
}

// groups returns the records of each part of a partition, in record order.
func groups(part []int32, n int) [][]int32 {
	out := make([][]int32, n)
	for i, p := range part {
		out[p] = append(out[p], int32(i))
	}
	return out
}

func (ix *index) traps(traps []Trap) []TrapResult {
	type tally struct {
		pairs, joined int
		examples      *top
	}
	const examples = 3
	byKind := map[string]*tally{}
	for _, t := range traps {
		i, j, ok := ix.find(t.A, t.B)
		if !ok || ix.truth[i] == ix.truth[j] {
			continue
		}
		k := byKind[t.Kind]
		if k == nil {
			k = &tally{examples: newTop(examples, lowest)}
			byKind[t.Kind] = k
		}
		k.pairs++
		if ix.pred[i] == ix.pred[j] {
			k.joined++
			k.examples.add(pairError{i, j, 0})
		}
	}
	out := make([]TrapResult, 0, len(byKind))
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		k := byKind[kind]
		out = append(out, TrapResult{kind, k.pairs, k.joined, ix.list(k.examples)})
	}
	return out
}

// wrongClusters lists the clusters that hold the most people.
func (ix *index) wrongClusters(worst int) []WrongCluster {
	type over struct{ cluster, people, first int32 }
	var found []over
	first := make([]int32, len(ix.cluster))
	for i := len(ix.pred) - 1; i >= 0; i-- {
		first[ix.pred[i]] = int32(i)
	}
	cells := ix.cells()
	for i := 0; i < len(cells); {
		j := i
		for j < len(cells) && cells[j].cluster == cells[i].cluster {
			j++
		}
		if c := cells[i].cluster; j-i > 1 {
			found = append(found, over{c, int32(j - i), first[c]})
		}
		i = j
	}
	slices.SortFunc(found, func(a, b over) int {
		return cmp.Or(cmp.Compare(b.people, a.people),
			cmp.Compare(ix.cluster[b.cluster], ix.cluster[a.cluster]), cmp.Compare(a.first, b.first))
	})
	found = found[:min(worst, len(found))]
	rank := make(map[int32]int, len(found))
	out := make([]WrongCluster, len(found))
	for i, f := range found {
		rank[f.cluster] = i
		out[i] = WrongCluster{Entity: ix.clusterNames[f.cluster], People: int(f.people)}
	}
	for i, c := range ix.pred {
		if at, ok := rank[c]; ok {
			out[at].Records = append(out[at].Records, ix.keys[i])
			out[at].Persons = append(out[at].Persons, ix.names[ix.truth[i]])
		}
	}
	return out
}

// pairError is a PairError in record numbers.
type pairError struct {
	i, j   int32
	weight int32
}

func highest(a, b pairError) int {
	return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
}

func lowest(a, b pairError) int {
	return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
}

// top keeps the first n elements of an order without holding more than 2n.
type top struct {
	n       int
	compare func(a, b pairError) int
	best    []pairError
}

func newTop(n int, compare func(a, b pairError) int) *top { return &top{n: n, compare: compare} }

func (t *top) add(p pairError) {
	t.best = append(t.best, p)
	if len(t.best) >= 2*t.n+16 {
		t.cut()
	}
}

func (t *top) cut() []pairError {
	slices.SortFunc(t.best, t.compare)
	t.best = t.best[:min(t.n, len(t.best))]
	return t.best
}

func (ix *index) list(t *top) []PairError {
	var out []PairError
	for _, p := range t.cut() {
		out = append(out, PairError{A: ix.keys[p.i], B: ix.keys[p.j], Weight: p.weight})
	}
	return out
}

// forest is a union-find over record numbers; the smallest number is the root.
type forest []int32

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = int32(i)
	}
	return f
}

func (f forest) root(i int32) int32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

func (f forest) join(i, j int32) {
	i, j = f.root(i), f.root(j)
	f[max(i, j)] = min(i, j)
}
