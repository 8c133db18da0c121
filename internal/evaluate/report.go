package evaluate

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/tekil-id/tekil/record"
)

// Report is how a clustering compares with the truth. Shares run from 0 to 1.
type Report struct {
	Records  int `json:"records"`
	People   int `json:"people"`
	Clusters int `json:"clusters"` // that hold a record of the truth
	Missing  int `json:"missing"`  // records of the truth without a prediction; each stands alone
	Unknown  int `json:"unknown"`  // predictions for records that the truth does not know

	TruePairs   int64 `json:"true_pairs"`
	JoinedPairs int64 `json:"joined_pairs"`
	RightPairs  int64 `json:"right_pairs"` // both

	Pairwise Score `json:"pairwise"`
	BCubed   Score `json:"b_cubed"`

	PeopleExact int     `json:"people_exact"` // all their records together, nobody else's
	ExactShare  float64 `json:"exact_share"`
	PeopleSplit int     `json:"people_split"` // in two or more clusters

	// OvermergedClusters hold two or more people. PeopleOvermerged counts the
	// people in them, a person once for each such cluster.
	OvermergedClusters int     `json:"overmerged_clusters"`
	PeopleOvermerged   int     `json:"people_overmerged"`
	OvermergedShare    float64 `json:"overmerged_share"` // of all people
	LargestPeople      int     `json:"largest_people"`   // most people in one cluster
	LargestRecords     int     `json:"largest_records"`  // most records in an over-merged cluster

	// Decisions and Calibration are nil where no edges were given, Candidates
	// and Traps where none were given.
	Decisions   *Decisions   `json:"decisions,omitempty"`
	Calibration *Calibration `json:"calibration,omitempty"`
	Candidates  *Candidates  `json:"candidates,omitempty"`
	Traps       []TrapResult `json:"traps,omitempty"`

	// The worst errors, worst first.
	WrongClusters []WrongCluster `json:"wrong_clusters,omitempty"` // most people first
	WrongPairs    []PairError    `json:"wrong_pairs,omitempty"`    // joined edges of two people, highest weight first
	MissedHigh    []PairError    `json:"missed_high,omitempty"`    // scored true pairs kept apart, highest weight first
	MissedLow     []PairError    `json:"missed_low,omitempty"`     // the same, lowest weight first
}

// Decisions judges the engine's own decisions on pairs.
type Decisions struct {
	Same          Joins             `json:"same"`
	Review        Joins             `json:"review"`
	Different     Joins             `json:"different"`
	ByAssurance   map[string]*Joins `json:"by_assurance"` // "A" to "D", or "none"
	ReviewPer1000 float64           `json:"review_per_1000_records"`
	Unknown       int               `json:"unknown"` // edges whose records the truth does not know
}

// Joins counts pairs of one decision. Wrong pairs are of two people: for Same
// they are false joins, for Review and Different they are rightly held back.
type Joins struct {
	Pairs     int     `json:"pairs"`
	Wrong     int     `json:"wrong"`
	Precision float64 `json:"precision"` // share of pairs that are one person
}

// Calibration compares the probability with what is true.
type Calibration struct {
	Pairs int     `json:"pairs"`
	Brier float64 `json:"brier"` // mean squared error of the probability; 0 is perfect
	ECE   float64 `json:"ece"`   // expected calibration error over the bins
	Bins  []Bin   `json:"bins"`  // those that hold a pair
}

// Bin holds the pairs with From <= probability < To; the last includes 1.
type Bin struct {
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	Pairs     int     `json:"pairs"`
	Predicted float64 `json:"predicted"` // mean probability
	Observed  float64 `json:"observed"`  // share that is one person
}

// Candidates is what blocking leaves possible.
type Candidates struct {
	Pairs     int64 `json:"pairs"`      // as given, repeats included
	TruePairs int64 `json:"true_pairs"` // distinct
	// Ceiling is the share of true pairs among the candidates. ClosedCeiling
	// also counts pairs that true candidate pairs connect: clustering can reach
	// those.
	Ceiling       float64     `json:"ceiling"`
	ClosedCeiling float64     `json:"closed_ceiling"`
	NeverSeen     []PairError `json:"never_seen,omitempty"` // the first in key order
}

// TrapResult says how many pairs of one kind of trap were joined.
type TrapResult struct {
	Kind     string      `json:"kind"`
	Pairs    int         `json:"pairs"`
	Joined   int         `json:"joined"`
	Examples []PairError `json:"examples,omitempty"`
}

// WrongCluster is a cluster of two or more people.
type WrongCluster struct {
	Entity  string       `json:"entity"`
	People  int          `json:"people"`
	Records []record.Key `json:"records"`
	Persons []string     `json:"persons"` // the true person of each record
}

// PairError is a pair that was decided wrongly.
type PairError struct {
	A      record.Key `json:"a"`
	B      record.Key `json:"b"`
	Weight int32      `json:"weight"` // millibits; 0 where none is known
}

// JSON returns r as indented JSON.
func (r *Report) JSON() ([]byte, error) { return json.MarshalIndent(r, "", "  ") }

// Line returns the partition's figures in one line.
func (r *Report) Line() string {
	return fmt.Sprintf("records %d people %d clusters %d missing %d | pair P %.4f R %.4f F1 %.4f | B3 P %.4f R %.4f F1 %.4f"+
		" | overmerged clusters %d worst %d people in them %d (%.3f%% of people) | people exactly right %.2f%%",
		r.Records, r.People, r.Clusters, r.Missing,
		r.Pairwise.Precision, r.Pairwise.Recall, r.Pairwise.F1, r.BCubed.Precision, r.BCubed.Recall, r.BCubed.F1,
		r.OvermergedClusters, r.LargestPeople, r.PeopleOvermerged, 100*r.OvermergedShare, 100*r.ExactShare)
}

// String returns r as a table for people to read.
func (r *Report) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	r.writePartition(w)
	if r.Decisions != nil {
		r.Decisions.write(w)
	}
	if c := r.Candidates; c != nil {
		fmt.Fprintf(w, "\nrecall ceiling\t%.4f\tof true pairs are candidates, %.4f when connected (%d candidates)\n", c.Ceiling, c.ClosedCeiling, c.Pairs)
		writePairs(w, "true pairs that no key found", c.NeverSeen)
	}
	if r.Calibration != nil {
		r.Calibration.write(w)
	}
	if len(r.Traps) > 0 {
		fmt.Fprint(w, "\ntrap\tpairs\tjoined\n")
		for _, t := range r.Traps {
			fmt.Fprintf(w, "%s\t%d\t%d\n", t.Kind, t.Pairs, t.Joined)
		}
	}
	r.writeWorst(w)
	w.Flush()
	return b.String()
}

func (r *Report) writePartition(w io.Writer) {
	fmt.Fprintf(w, "records\t%d\tof %d people, in %d clusters", r.Records, r.People, r.Clusters)
	if r.Missing > 0 {
		fmt.Fprintf(w, "; %d without a prediction", r.Missing)
	}
	if r.Unknown > 0 {
		fmt.Fprintf(w, "; %d predictions without truth", r.Unknown)
	}
	fmt.Fprint(w, "\n\n\tprecision\trecall\tF1\n")
	fmt.Fprintf(w, "pairwise\t%.4f\t%.4f\t%.4f\n", r.Pairwise.Precision, r.Pairwise.Recall, r.Pairwise.F1)
	fmt.Fprintf(w, "B-cubed\t%.4f\t%.4f\t%.4f\n\n", r.BCubed.Precision, r.BCubed.Recall, r.BCubed.F1)
	fmt.Fprintf(w, "people exactly right\t%d\t%.2f %%\n", r.PeopleExact, 100*r.ExactShare)
	fmt.Fprintf(w, "people in pieces\t%d\t%.2f %%\n", r.PeopleSplit, 100*ratio(r.PeopleSplit, r.People))
	fmt.Fprintf(w, "people wrongly joined\t%d\t%.3f %%\tin %d clusters, at most %d people in one\n",
		r.PeopleOvermerged, 100*r.OvermergedShare, r.OvermergedClusters, r.LargestPeople)
}

func (d *Decisions) write(w io.Writer) {
	fmt.Fprint(w, "\ndecision\tpairs\tof two people\tprecision\n")
	row := func(name string, j *Joins) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%.4f\n", name, j.Pairs, j.Wrong, j.Precision)
	}
	row("same", &d.Same)
	for _, level := range slices.Sorted(maps.Keys(d.ByAssurance)) {
		row("  assurance "+level, d.ByAssurance[level])
	}
	row("review", &d.Review)
	row("different", &d.Different)
	fmt.Fprintf(w, "review pairs per 1,000 records\t%.1f\n", d.ReviewPer1000)
}

func (c *Calibration) write(w io.Writer) {
	fmt.Fprintf(w, "\ncalibration\tBrier %.4f\tECE %.4f\t%d pairs\n", c.Brier, c.ECE, c.Pairs)
	fmt.Fprint(w, "probability\tpairs\tpredicted\tobserved\n")
	for _, b := range c.Bins {
		fmt.Fprintf(w, "%.1f to %.1f\t%d\t%.4f\t%.4f\n", b.From, b.To, b.Pairs, b.Predicted, b.Observed)
	}
}

func (r *Report) writeWorst(w io.Writer) {
	if len(r.WrongClusters) > 0 {
		fmt.Fprint(w, "\nlargest wrong clusters\tpeople\trecords\n")
	}
	const shown = 6
	for _, c := range r.WrongClusters {
		keys := make([]string, 0, shown)
		for _, k := range c.Records[:min(shown, len(c.Records))] {
			keys = append(keys, name(k))
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\n", c.Entity, c.People, len(c.Records), strings.Join(keys, " "))
	}
	writePairs(w, "wrong joins, highest weight first", r.WrongPairs)
	writePairs(w, "missed pairs, highest weight first", r.MissedHigh)
	writePairs(w, "missed pairs, lowest weight first", r.MissedLow)
}

func writePairs(w io.Writer, title string, pairs []PairError) {
	if len(pairs) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	for _, p := range pairs {
		fmt.Fprintf(w, "%s\t%s\t%.1f bits\n", name(p.A), name(p.B), float64(p.Weight)/1000)
	}
}

// name is the key as a command line takes it.
func name(k record.Key) string {
	if k.Source == "" {
		return string(k.ID)
	}
	return k.String()
}
