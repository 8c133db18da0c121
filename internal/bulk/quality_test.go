package bulk_test

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/evaluate"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

var (
	worst = flag.Bool("worst", false, "print the worst errors of each set")
	large = flag.Bool("large", false, "resolve the sets of up to a million records, too: ten minutes, 5 GiB")
)

// qualitySets are the settings whose accuracy the golden file keeps. The
// held-out setting is never tuned on.
var qualitySets = []struct {
	name string
	cfg  synth.Config
}{
	{"small", synth.Config{Records: 300}},
	{"default", synth.Config{Records: 20000}},
	{"hard", synth.Config{Records: 20000, Hard: true}},
	{"duplicates 1%", synth.Config{Records: 20000, Duplicates: .01}},
	{"duplicates 60%", synth.Config{Records: 20000, Duplicates: .6}},
	{"without ids", synth.Config{Records: 20000, Without: []record.Field{record.NationalID, record.TaxID}}},
	{"without addresses", synth.Config{Records: 20000, Without: []record.Field{record.Address}}},
	{"hard, other seed", synth.Config{Records: 20000, Hard: true, Seed: 3}},
	{"heldout", synth.Config{Records: 20000, Setting: "heldout", Seed: 7}},
	{"heldout hard", synth.Config{Records: 20000, Setting: "heldout", Hard: true, Seed: 7}},
}

// ablations turn one idea off on the sets that ask for it, to show what it is
// worth.
var ablations = []struct {
	name string
	cfg  synth.Config
	off  match.Ablation
}{
	{"duplicates 1%", synth.Config{Records: 20000, Duplicates: .01}, match.Ablation{}},
	{"- household class", synth.Config{Records: 20000, Duplicates: .01}, match.Ablation{NoHousehold: true}},
	{"hard, other seed", synth.Config{Records: 20000, Hard: true, Seed: 3}, match.Ablation{}},
	{"- household class", synth.Config{Records: 20000, Hard: true, Seed: 3}, match.Ablation{NoHousehold: true}},
	{"- people vetoes", synth.Config{Records: 20000, Hard: true, Seed: 3}, match.Ablation{NoPeopleVetoes: true}},
	{"- national priors", synth.Config{Records: 20000, Hard: true, Seed: 3}, match.Ablation{NoPrior: true}},
	{"hard, 3,000", synth.Config{Records: 3000, Seed: 5, Hard: true}, match.Ablation{}},
	{"- national priors", synth.Config{Records: 3000, Seed: 5, Hard: true}, match.Ablation{NoPrior: true}},
}

// largeSets are the settings of the size at which one record in a hundred that is a
// duplicate is rarer than a father and a son of one name.
var largeSets = []struct {
	name string
	cfg  synth.Config
}{
	{"300,000 at 1%", synth.Config{Records: 300_000, Duplicates: .01, Seed: 101}},
	{"the same, seed 104", synth.Config{Records: 300_000, Duplicates: .01, Seed: 104}},
	{"the same, hard", synth.Config{Records: 300_000, Duplicates: .01, Seed: 101, Hard: true}},
	{"1,000,000 at 1%", synth.Config{Records: 1_000_000, Duplicates: .01, Seed: 105}},
	{"1,000,000", synth.Config{Records: 1_000_000, Seed: 1}},
	{"1,000,000 hard", synth.Config{Records: 1_000_000, Seed: 1, Hard: true}},
}

const qualityHead = "%-18s %8s %8s %8s %8s %8s %8s %8s %8s\n"

func qualityRow(out *strings.Builder, name string, r *evaluate.Report) {
	fmt.Fprintf(out, "%-18s %8.4f %8.4f %8.4f %8.4f %8.3f %8.2f %8.1f %8.4f\n", name, r.Pairwise.Precision, r.Pairwise.Recall, r.Pairwise.F1,
		r.BCubed.F1, 100*r.OvermergedShare, 100*r.ExactShare, r.Decisions.ReviewPer1000, r.Candidates.Ceiling)
}

// TestQuality resolves every set without configuration and compares the figures
// with the golden file: a change of accuracy shows in a diff.
func TestQuality(t *testing.T) {
	if testing.Short() {
		t.Skip("resolves 160 thousand records")
	}
	var out strings.Builder
	fmt.Fprintf(&out, qualityHead, "set", "P", "R", "F1", "B3F1", "overmrg%", "exact%", "rev/1k", "ceiling")
	for _, s := range qualitySets {
		r := resolveSet(t, s.cfg, match.Ablation{})
		qualityRow(&out, s.name, r)
		if *worst {
			t.Log(s.name, "\n", r)
		}
	}
	fmt.Fprintf(&out, "\n"+qualityHead, "ablation", "P", "R", "F1", "B3F1", "overmrg%", "exact%", "rev/1k", "ceiling")
	for _, a := range ablations {
		qualityRow(&out, a.name, resolveSet(t, a.cfg, a.off))
	}
	testkit.Kept(t, filepath.Join("testdata", "quality.txt"), out.String())
}

// TestQualityLarge does for [largeSets] what TestQuality does for small ones. It is no
// part of an ordinary run of the tests.
func TestQualityLarge(t *testing.T) {
	if !*large {
		t.Skip("resolves 4 million records; -large runs it")
	}
	var out strings.Builder
	fmt.Fprintf(&out, largeHead, "set", "P", "R", "F1", "joins A B", "wrong", "rev/1k", "ceiling")
	for _, s := range largeSets {
		r := resolveSet(t, s.cfg, match.Ablation{})
		firm, wrong := 0, 0
		for _, a := range []record.Assurance{record.AssuranceA, record.AssuranceB} {
			if j := r.Decisions.ByAssurance[a.String()]; j != nil {
				firm, wrong = firm+j.Pairs, wrong+j.Wrong
			}
		}
		fmt.Fprintf(&out, "%-18s %8.4f %8.4f %8.4f %9d %8d %8.1f %8.4f\n", s.name, r.Pairwise.Precision, r.Pairwise.Recall, r.Pairwise.F1,
			firm, wrong, r.Decisions.ReviewPer1000, r.Candidates.Ceiling)
		if *worst {
			t.Log(s.name, "\n", r)
		}
	}
	testkit.Kept(t, filepath.Join("testdata", "quality_large.txt"), out.String())
}

const largeHead = "%-18s %8s %8s %8s %9s %8s %8s %8s\n"

func resolveSet(t *testing.T, cfg synth.Config, off match.Ablation) *evaluate.Report {
	t.Helper()
	w, err := synth.Generate(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var records []record.Record
	var truth []evaluate.Assignment
	for r, e := range w.Records() {
		records = append(records, r)
		truth = append(truth, evaluate.Assignment{Key: r.Key, Entity: string(e)})
	}
	base := match.Shipped("tr", int64(len(records)))
	base.Ablation = off
	b, err := bulk.Resolve(context.Background(), records, &bulk.Options{Base: base})
	if err != nil {
		t.Fatal(err)
	}
	var got []evaluate.Assignment
	for i := range b.Records {
		got = append(got, evaluate.Assignment{Key: b.Records[i].Key, Entity: fmt.Sprint(b.Person[i])})
	}
	opts := &evaluate.Options{
		Edges: func(yield func(evaluate.Edge) bool) {
			for _, e := range b.Edges {
				if !yield(evaluate.Edge{A: b.Records[e.A].Key, B: b.Records[e.B].Key, Weight: e.Result.Weight,
					Probability: match.Probability(e.Result.Weight), Decision: e.Result.Decision, Assurance: e.Result.Assurance}) {
					return
				}
			}
		},
		Candidates: func(yield func(x, y record.Key) bool) {
			for x, y := range b.Candidates() {
				if !yield(b.Records[x].Key, b.Records[y].Key) {
					return
				}
			}
		},
	}
	for tr := range w.Traps() {
		opts.Traps = append(opts.Traps, evaluate.Trap(tr))
	}
	r, err := evaluate.Evaluate(truth, got, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
