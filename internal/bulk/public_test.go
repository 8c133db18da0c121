package bulk_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/evaluate"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// publicData holds the public labelled sets, which are not part of the
// repository: see docs/benchmarks.md.
var publicData = filepath.Join("..", "..", "..", "shared", "data")

// publicConfigs holds how each set is mapped, and the golden quality file.
var publicConfigs = filepath.Join("..", "..", "testdata", "public")

// publicSets are the sets with their files. Matching outside Turkish is tuned on
// historical_50k and febrl3; the other two only confirm.
var publicSets = []struct {
	name  string
	id    string
	files []string
	least float64 // pairwise F1 that must be reached
}{
	{"historical_50k", "unique_id", []string{"records.csv"}, .86},
	{"fake_1000", "unique_id", []string{"records.csv"}, .93},
	{"febrl3", "rec_id", []string{"records.csv"}, .998},
	{"febrl4", "rec_id", []string{"a.csv", "b.csv"}, .999},
}

// publicSet is a set that was read: its records without the truth, the truth,
// and the model that its configuration asks for.
type publicSet struct {
	records []record.Record
	truth   []evaluate.Assignment
	base    *match.Model
}

// TestPublicQuality resolves the public sets, each with its configuration and
// without labels, and compares the figures with the golden file.
func TestPublicQuality(t *testing.T) {
	if testing.Short() {
		t.Skip("resolves 66 thousand records")
	}
	if _, err := os.Stat(publicData); err != nil {
		t.Skipf("the public labelled sets are not here: %v", err)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%-16s %8s %8s %8s %8s %8s %8s\n", "set", "P", "R", "F1", "B3F1", "exact%", "ceiling")
	for _, s := range publicSets {
		set := readPublic(t, s.name, s.id, s.files)
		start := time.Now()
		b, err := bulk.Resolve(context.Background(), set.records, &bulk.Options{Base: set.base})
		if err != nil {
			t.Fatal(err)
		}
		r := evaluatePublic(t, set, b)
		t.Logf("%s: F1 %.4f in %.1f s %v", s.name, r.Pairwise.F1, time.Since(start).Seconds(), b.Stages)
		fmt.Fprintf(&out, "%-16s %8.4f %8.4f %8.4f %8.4f %8.2f %8.4f\n", s.name, r.Pairwise.Precision, r.Pairwise.Recall, r.Pairwise.F1,
			r.BCubed.F1, 100*r.ExactShare, r.Candidates.Ceiling)
		if r.Pairwise.F1 < s.least {
			t.Errorf("%s: pairwise F1 %.4f, want %.3f at least", s.name, r.Pairwise.F1, s.least)
		}
		if *worst {
			showPublic(t, set, b, r)
		}
	}
	testkit.Kept(t, filepath.Join(publicConfigs, "quality.txt"), out.String())
}

// readPublic reads a set as `tekil dedupe --config` does, and its truth apart.
func readPublic(t *testing.T, name, id string, files []string) *publicSet {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(publicConfigs, name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var cfg struct {
		Locale  string
		Mapping map[string]any
		Fields  []struct {
			Name       record.Field
			Comparator string
			Block      bool
		}
	}
	if err := yaml.Unmarshal(data, &cfg); err != nil {
		t.Fatal(err)
	}
	mapping, err := yaml.Marshal(cfg.Mapping)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := ingest.ParseRules(mapping)
	if err != nil {
		t.Fatal(err)
	}
	s := &publicSet{}
	for _, f := range files {
		path := filepath.Join(publicData, name, f)
		s.read(t, path, rules)
		s.readTruth(t, path, id)
	}
	s.base = match.Shipped(cfg.Locale, int64(len(s.records)))
	for _, f := range cfg.Fields {
		if err := s.base.AddField(match.Field{Name: f.Name, Comparator: f.Comparator, Block: f.Block}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *publicSet) read(t *testing.T, path string, rules *ingest.Rules) {
	t.Helper()
	r, err := ingest.Open(context.Background(), []string{path}, &ingest.Options{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for row, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		if row.Record.First("cluster") != "" {
			t.Fatalf("%s: the truth is among the values", path)
		}
		s.records = append(s.records, row.Record)
	}
}

func (s *publicSet) readTruth(t *testing.T, path, id string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	source := strings.TrimSuffix(filepath.Base(path), ".csv")
	at := map[string]int{}
	for i, h := range rows[0] {
		at[h] = i
	}
	for _, row := range rows[1:] {
		key := record.Key{Source: record.Source(source), ID: record.ID(row[at[id]])}
		s.truth = append(s.truth, evaluate.Assignment{Key: key, Entity: row[at["cluster"]]})
	}
}

func evaluatePublic(t *testing.T, s *publicSet, b *bulk.Batch) *evaluate.Report {
	t.Helper()
	var got []evaluate.Assignment
	for i := range b.Records {
		got = append(got, evaluate.Assignment{Key: b.Records[i].Key, Entity: fmt.Sprint(b.Person[i])})
	}
	r, err := evaluate.Evaluate(s.truth, got, &evaluate.Options{
		Candidates: func(yield func(x, y record.Key) bool) {
			for x, y := range b.Candidates() {
				if !yield(b.Records[x].Key, b.Records[y].Key) {
					return
				}
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// showPublic prints the fitted model beside what the truth says of the pairs.
func showPublic(t *testing.T, s *publicSet, b *bulk.Batch, r *evaluate.Report) {
	t.Helper()
	entity := map[record.Key]string{}
	for _, a := range s.truth {
		entity[a.Key] = a.Entity
	}
	size := map[string]int{}
	for i := range b.Records {
		size[entity[b.Records[i].Key]]++
	}
	pairs := 0
	for _, n := range size {
		pairs += n * (n - 1) / 2
	}
	edges, right := 0, 0
	for _, e := range b.Edges {
		if e.Result.Decision == record.Same {
			edges++
			if entity[b.Records[e.A].Key] == entity[b.Records[e.B].Key] {
				right++
			}
		}
	}
	n := float64(len(b.Records))
	var out strings.Builder
	fmt.Fprintf(&out, "edges P %.4f R %.4f, %d judged, %d keys capped, prior odds %d (truth %.0f), %d variants\n", float64(right)/float64(edges), float64(right)/float64(pairs),
		b.Judged, len(b.Blocking.Capped), b.Model.Same, 1000*math.Log2(float64(pairs)/(n*(n-1)/2)), len(b.Model.Variants))
	for _, w := range b.Model.Weights {
		fmt.Fprintf(&out, "  %s:", w.Name)
		for _, l := range w.Levels[1:] {
			fmt.Fprintf(&out, " %s %.1f/%.1f", l.Name, float64(l.Same)/1000, float64(l.Strangers)/1000)
		}
		out.WriteByte('\n')
	}
	t.Log(out.String())
}
