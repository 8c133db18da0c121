// Package evaluate judges a clustering of records against the truth.
//
// [Evaluate] takes the true and the predicted [Assignment] of every record and
// returns a [Report]: pairwise and B-cubed precision, recall and F1, people
// exactly right and people wrongly joined. Given [Options] it also looks inside:
// the wrong joins among the engine's own decisions by assurance level, the
// review pairs per 1,000 records, the recall ceiling of the candidate pairs, the
// calibration of the probability, wrong joins by kind of trap, and the worst
// errors to look at.
//
// # The figures
//
// With n(t,p) the number of records of true person t in predicted cluster p:
//
//   - pairwise: every pair of records is one decision. Precision is the share of
//     joined pairs that are true, recall the share of true pairs that are
//     joined. Large clusters weigh quadratically.
//   - B-cubed (Bagga and Baldwin, 1998): for each record, the share of its
//     cluster that is its person (precision) and the share of its person that is
//     in its cluster (recall), averaged over records.
//   - people exactly right: the cluster holds all records of the person and
//     nobody else's.
//   - people wrongly joined: people in clusters of two or more people.
//
// A record of the truth without a prediction stands alone; a prediction without
// truth is counted and otherwise ignored.
package evaluate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/tekil-id/tekil/record"
)

// Assignment says to which entity a record belongs. The source may be empty
// where record ids are unique over all sources.
type Assignment struct {
	Key    record.Key
	Entity string
}

// Errors of [Evaluate]. They wrap the key that caused them.
var (
	// ErrConflict is returned for a record that stands in two entities of one
	// assignment.
	ErrConflict = errors.New("record stands in two entities")
	// ErrAmbiguous is returned where record ids repeat across sources and one
	// side does not name the source.
	ErrAmbiguous = errors.New("record id stands in several sources; both files must name the source")
)

// Score is precision, recall and their harmonic mean, each from 0 to 1. A
// quotient of nothing is 0.
type Score struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func newScore(precision, recall float64) Score {
	return Score{precision, recall, 2 * precision * recall / max(1e-12, precision+recall)}
}

// Evaluate compares predicted with truth. A nil opts evaluates the partition
// alone. The result does not depend on the order of the inputs.
func Evaluate(truth, predicted []Assignment, opts *Options) (*Report, error) {
	ix, err := newIndex(truth, predicted)
	if err != nil {
		return nil, err
	}
	r := ix.partition()
	if opts == nil {
		opts = &Options{}
	}
	worst := opts.Worst
	if worst == 0 {
		worst = DefaultWorst
	}
	r.WrongClusters = ix.wrongClusters(worst)
	if opts.Edges != nil {
		ix.edges(r, opts.Edges, worst)
	}
	if opts.Candidates != nil {
		r.Candidates = ix.ceiling(opts.Candidates, worst)
	}
	if opts.Traps != nil {
		r.Traps = ix.traps(opts.Traps)
	}
	return r, nil
}

// index is both partitions over dense record numbers. Records are numbered in
// key order, so that every list that is cut off is cut at the same place
// whatever order the input had.
type index struct {
	keys    []record.Key
	truth   []int32 // record -> person
	pred    []int32 // record -> cluster; a missing record has one of its own
	byID    bool    // records are found by their id alone
	number  map[record.Key]int32
	people  []int32 // person -> how many records
	cluster []int32 // cluster -> how many records of the truth
	names   []string
	// clusterNames names the clusters; "" for records without a prediction.
	clusterNames   []string
	missing, extra int
}

func newIndex(truth, predicted []Assignment) (*index, error) {
	truth = slices.Clone(truth)
	byID, err := chooseKey(truth, predicted)
	if err != nil {
		return nil, err
	}
	ix := &index{byID: byID, number: make(map[record.Key]int32, len(truth))}
	slices.SortFunc(truth, func(a, b Assignment) int {
		return cmp.Or(cmp.Compare(a.Key.ID, b.Key.ID), cmp.Compare(a.Key.Source, b.Key.Source))
	})
	if err := ix.addTruth(truth); err != nil {
		return nil, err
	}
	return ix, ix.addPredicted(predicted)
}

// chooseKey reports whether the bare record id names every record on both
// sides. Then the source is not looked at: it may have been renamed between
// the truth and the run.
func chooseKey(truth, predicted []Assignment) (byID bool, err error) {
	t, tSource := repeatedID(truth)
	p, pSource := repeatedID(predicted)
	if t == "" && p == "" {
		return true, nil
	}
	if !tSource || !pSource {
		return false, fmt.Errorf("evaluate: %q: %w", cmp.Or(t, p), ErrAmbiguous)
	}
	return false, nil
}

// repeatedID returns an id that stands in two sources of as, or "", and
// whether every assignment names a source.
func repeatedID(as []Assignment) (id string, sourced bool) {
	first := make(map[record.ID]record.Source, len(as))
	sourced = true
	for _, a := range as {
		sourced = sourced && a.Key.Source != ""
		if s, ok := first[a.Key.ID]; !ok {
			first[a.Key.ID] = a.Key.Source
		} else if s != a.Key.Source && (id == "" || string(a.Key.ID) < id) {
			id = string(a.Key.ID)
		}
	}
	return id, sourced
}

func (ix *index) look(k record.Key) record.Key {
	if ix.byID {
		k.Source = ""
	}
	return k
}

func (ix *index) addTruth(truth []Assignment) error {
	people := newNumbering(len(truth))
	for _, a := range truth {
		person := people.of(a.Entity)
		k := ix.look(a.Key)
		if i, ok := ix.number[k]; ok {
			if ix.truth[i] != person {
				return fmt.Errorf("evaluate: truth: %s: %w", a.Key, ErrConflict)
			}
			continue
		}
		ix.number[k] = int32(len(ix.keys))
		ix.keys = append(ix.keys, a.Key)
		ix.truth = append(ix.truth, person)
	}
	ix.names = people.names
	ix.people = tally(ix.truth, len(people.names))
	return nil
}

func (ix *index) addPredicted(predicted []Assignment) error {
	const none = -1
	ix.pred = make([]int32, len(ix.keys))
	for i := range ix.pred {
		ix.pred[i] = none
	}
	clusters := newNumbering(len(predicted))
	var conflict record.Key
	for _, a := range predicted {
		i, ok := ix.number[ix.look(a.Key)]
		if !ok {
			ix.extra++
			continue
		}
		c := clusters.of(a.Entity)
		if ix.pred[i] != none && ix.pred[i] != c && (conflict.IsZero() || a.Key.Compare(conflict) < 0) {
			conflict = a.Key
		}
		ix.pred[i] = c
	}
	if !conflict.IsZero() {
		return fmt.Errorf("evaluate: prediction: %s: %w", conflict, ErrConflict)
	}
	for i, c := range ix.pred {
		if c == none {
			ix.missing++
			ix.pred[i] = int32(len(clusters.names))
			clusters.names = append(clusters.names, "")
		}
	}
	ix.clusterNames = clusters.names
	ix.cluster = tally(ix.pred, len(clusters.names))
	return nil
}

// numbering gives dense numbers to names in the order in which they come.
type numbering struct {
	number map[string]int32
	names  []string
}

func newNumbering(n int) *numbering { return &numbering{number: make(map[string]int32, n)} }

func (n *numbering) of(name string) int32 {
	i, ok := n.number[name]
	if !ok {
		i = int32(len(n.names))
		n.number[name] = i
		n.names = append(n.names, name)
	}
	return i
}

func tally(of []int32, n int) []int32 {
	counts := make([]int32, n)
	for _, i := range of {
		counts[i]++
	}
	return counts
}

// cell is n(t,p): how many records of a person stand in a cluster.
type cell struct{ person, cluster, n int32 }

// cells returns the non-empty cells, ordered by cluster, then person.
func (ix *index) cells() []cell {
	pairs := make([]uint64, len(ix.truth))
	for i := range pairs {
		pairs[i] = uint64(ix.pred[i])<<32 | uint64(ix.truth[i])
	}
	slices.Sort(pairs)
	var cells []cell
	for i, p := range pairs {
		if i > 0 && p == pairs[i-1] {
			cells[len(cells)-1].n++
			continue
		}
		cells = append(cells, cell{int32(uint32(p)), int32(p >> 32), 1})
	}
	return cells
}

func choose2(n int32) int64 { return int64(n) * (int64(n) - 1) / 2 }

func sumPairs(sizes []int32) (n int64) {
	for _, s := range sizes {
		n += choose2(s)
	}
	return n
}

func ratio[T int | int64 | float64](a, b T) float64 { return float64(a) / max(1, float64(b)) }

// partition fills in everything that follows from the two partitions alone.
func (ix *index) partition() *Report {
	r := &Report{
		Records: len(ix.keys), People: len(ix.people), Clusters: len(ix.cluster),
		Missing: ix.missing, Unknown: ix.extra,
		TruePairs: sumPairs(ix.people), JoinedPairs: sumPairs(ix.cluster),
		LargestPeople: min(1, len(ix.cluster)),
	}
	cells := ix.cells()
	parts := make([]int32, len(ix.people)) // person -> in how many clusters
	var b3p, b3r float64
	for i := 0; i < len(cells); {
		j := i
		for ; j < len(cells) && cells[j].cluster == cells[i].cluster; j++ {
			c := cells[j]
			n, size, whole := float64(c.n), ix.cluster[c.cluster], ix.people[c.person]
			b3p += n * n / float64(size)
			b3r += n * n / float64(whole)
			r.RightPairs += choose2(c.n)
			parts[c.person]++
			if c.n == size && c.n == whole {
				r.PeopleExact++
			}
		}
		r.addCluster(j-i, int(ix.cluster[cells[i].cluster]))
		i = j
	}
	for _, n := range parts {
		if n > 1 {
			r.PeopleSplit++
		}
	}
	n := float64(max(1, r.Records))
	r.Pairwise = newScore(ratio(r.RightPairs, r.JoinedPairs), ratio(r.RightPairs, r.TruePairs))
	r.BCubed = newScore(b3p/n, b3r/n)
	r.ExactShare = ratio(r.PeopleExact, r.People)
	r.OvermergedShare = ratio(r.PeopleOvermerged, r.People)
	return r
}

func (r *Report) addCluster(people, records int) {
	if people < 2 {
		return
	}
	r.OvermergedClusters++
	r.PeopleOvermerged += people
	r.LargestPeople = max(r.LargestPeople, people)
	r.LargestRecords = max(r.LargestRecords, records)
}
