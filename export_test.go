package tekil_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/cluster"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/record"
)

// rows reads a CSV without some of its columns, sorted below the header.
func rows(t *testing.T, path string, without ...string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range all {
		var cells []string
		for i, c := range r {
			if !slices.Contains(without, all[0][i]) {
				cells = append(cells, c)
			}
		}
		out = append(out, strings.Join(cells, "|"))
	}
	slices.Sort(out[1:])
	return out
}

// batched runs a batch of invented customers and opens its store. It says where o has the
// batch find and put its files, all in one new directory; at names what is there.
func batched(t *testing.T, c synth.Config, o *dedupe.Options) (at func(names ...string) string, e *tekil.Engine) {
	t.Helper()
	dir := t.TempDir()
	if err := synth.WriteCSV(dir, c); err != nil {
		t.Fatal(err)
	}
	at = func(names ...string) string { return filepath.Join(append([]string{dir}, names...)...) }
	o.Files, o.Out, o.Time = []string{at("customers.csv")}, at("out"), "2026-03-01T09:00:00Z"
	if _, err := dedupe.Run(t.Context(), *o); err != nil {
		t.Fatal(err)
	}
	return at, mustOpen(t, at("out", "store"), &tekil.Options{MustExist: true})
}

// compareExport holds the files of an export against those of the batch. The people
// in members.csv may stand in another order.
func compareExport(t *testing.T, batch, exported string) {
	t.Helper()
	for _, file := range []string{"golden.csv", "links.csv", "review.csv", "findings.csv"} {
		want, err := os.ReadFile(filepath.Join(batch, file))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(exported, file))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Errorf("%s (-batch +export)\n%s", file, d)
		}
	}
	const members = "members.csv"
	if d := cmp.Diff(rows(t, filepath.Join(batch, members)), rows(t, filepath.Join(exported, members))); d != "" {
		t.Errorf("%s (-batch +export)\n%s", members, d)
	}
}

const survivorship = `
sources:
  web: {trust: 9}
  legacy: {trust: 5}
survivorship:
  fields:
    email: least_recent
    mobile: {strategy: [most_recent, most_complete], trust: [callcentre, crm]}
    full_name: most_complete
quality:
  stale_years: 2
`

// A batch, its store, what is exported from it, and the same store after its
// records went and came back live, agree on golden records, also under rules of
// survivorship that somebody configured.
func TestExportAgrees(t *testing.T) {
	ctx := context.Background()
	for name, text := range map[string]string{"defaults": "", "configured": survivorship, "outside Turkish": "locale: en\n"} {
		t.Run(name, func(t *testing.T) {
			cfg, err := dedupe.ParseConfig([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			at, e := batched(t, synth.Config{Records: 700}, &dedupe.Options{Config: cfg})
			export := func(to string) {
				t.Helper()
				if err := e.Export(ctx, at(to), nil); err != nil {
					t.Fatal(err)
				}
			}
			export("exported")
			compareExport(t, at("out"), at("exported"))

			var all []record.Record
			sn := e.Snapshot()
			for x, err := range sn.Entities() {
				if err != nil {
					t.Fatal(err)
				}
				list, err := sn.Records(ctx, x.ID)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range list {
					all = append(all, r.Record)
				}
			}
			sn.Close()
			for _, r := range all {
				if _, err := e.Delete(ctx, r.Key); err != nil {
					t.Fatal(err)
				}
			}
			for part := range slices.Chunk(all, 50) {
				if _, err := e.Upsert(ctx, part...); err != nil {
					t.Fatal(err)
				}
			}
			export("again")
			if d := cmp.Diff(rows(t, at("out", "golden.csv"), "entity_id", "household_id"), rows(t, at("again", "golden.csv"), "entity_id", "household_id")); d != "" {
				t.Errorf("golden.csv (-batch +live)\n%s", d)
			}
			live := map[string]string{}
			sn = e.Snapshot()
			defer sn.Close()
			for x, err := range sn.Entities() {
				if err != nil {
					t.Fatal(err)
				}
				live[x.ID.String()] = fmt.Sprint(x.Text(record.FullName), "|", x.Quality)
			}
			f, err := os.Open(at("again", "golden.csv"))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			table, err := csv.NewReader(f).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			name, quality := slices.Index(table[0], "full_name"), slices.Index(table[0], "quality")
			for _, r := range table[1:] {
				if got := r[name] + "|" + r[quality]; live[r[0]] != got {
					t.Errorf("%s: the store has %s, the export %s", r[0], live[r[0]], got)
				}
			}
			verify(t, e)
		})
	}
}

// What is exported from a store in which stewards ruled and records came and went is
// what a batch of the same records under the same rulings and ids writes.
func TestExportAfterChanges(t *testing.T) {
	ctx := context.Background()
	o := dedupe.Options{Excel: true}
	at, e := batched(t, synth.Config{Records: 1500, Seed: 3, Hard: true}, &o)
	ruleSome(t, e)
	gone := dropEvery(t, 9, at("customers.csv"), at("rest.csv"))
	if _, err := e.Delete(ctx, gone...); err != nil {
		t.Fatal(err)
	}
	if err := e.Export(ctx, at("exported"), &tekil.ExportOptions{Excel: true}); err != nil {
		t.Fatal(err)
	}
	verify(t, e)
	e.Close()

	o.Files, o.Model, o.Replace = []string{at("rest.csv")}, at("out", "store"), true
	if _, err := dedupe.Run(ctx, o); err != nil {
		t.Fatal(err)
	}
	compareExport(t, at("out"), at("exported"))
	reviews, err := os.ReadFile(at("exported", "review.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, reason := range []string{resolve.RuledApart, cluster.Contradiction.String()} {
		if !strings.Contains(string(reviews), dedupe.RefusalWords(reason)) {
			t.Errorf("no pair for review is %s", reason)
		}
	}
}

// ruleSome gives rulings of all sorts: on what a steward is asked about, against
// joins, and some that contradict one another.
func ruleSome(t *testing.T, e *tekil.Engine) {
	t.Helper()
	var rulings []record.Ruling
	n := 0
	for x, err := range e.Review() {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%3 == 0 {
			rulings = append(rulings, record.Ruling{A: x.A, B: x.B, Same: n%2 == 0})
		}
	}
	sn := e.Snapshot()
	defer sn.Close()
	n = 0
	for x, err := range sn.Entities() {
		if err != nil {
			t.Fatal(err)
		}
		if len(x.Members) < 2 {
			continue
		}
		if n++; n%10 == 0 || len(x.Members) > 3 {
			rulings = append(rulings, record.Ruling{A: x.Members[0], B: x.Members[1]})
		}
		if len(x.Members) > 3 { // both the same as a third
			rulings = append(rulings, record.Ruling{A: x.Members[0], B: x.Members[2], Same: true},
				record.Ruling{A: x.Members[1], B: x.Members[2], Same: true})
		}
	}
	for _, r := range rulings {
		if _, err := e.Rule(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if len(rulings) < 30 {
		t.Fatalf("%d rulings", len(rulings))
	}
}

// dropEvery copies a file without every n-th row and returns the keys of those.
func dropEvery(t *testing.T, n int, from, to string) (gone []record.Key) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	kept := table[:1]
	for i, r := range table[1:] {
		if i%n == n-1 {
			gone = append(gone, record.Key{ID: record.ID(r[0]), Source: record.Source(r[1])})
			continue
		}
		kept = append(kept, r)
	}
	var out bytes.Buffer
	if err := csv.NewWriter(&out).WriteAll(kept); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return gone
}

// Rules of survivorship are changed like a model, and kept.
func TestRematchSurvivorship(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "store")
	e := mustOpen(t, dir, nil)
	a := customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "birth_place", "Ankara", "updated_at", "2025-01-01")
	b := customer("web", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "birth_place", "İzmir", "updated_at", "2020-01-01")
	if _, err := e.Upsert(ctx, a, b); err != nil {
		t.Fatal(err)
	}
	place := func() string {
		t.Helper()
		x, err := e.EntityOf(ctx, a.Key)
		if err != nil {
			t.Fatal(err)
		}
		return x.Text(record.BirthPlace)
	}
	if got := place(); got != "Ankara" {
		t.Fatalf("by default %s survives", got)
	}
	rules := &tekil.Survivorship{Trust: []record.Source{"web", "crm"}}
	preview, err := e.Rematch(ctx, nil, &tekil.RematchOptions{Survivorship: rules, Preview: true})
	if err != nil || len(preview.Events) != 1 || place() != "Ankara" {
		t.Errorf("preview: %+v, %v", preview, err)
	}
	if _, err := e.Rematch(ctx, nil, &tekil.RematchOptions{Survivorship: rules}); err != nil {
		t.Fatal(err)
	}
	e.Close()
	e = mustOpen(t, dir, &tekil.Options{MustExist: true})
	if got := place(); got != "İzmir" {
		t.Errorf("%s survives, though web is trusted", got)
	}
	if _, err := e.Upsert(ctx, customer("crm", "2", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "birth_place", "Bursa")); err != nil {
		t.Fatal(err)
	}
	if got := place(); got != "İzmir" {
		t.Errorf("after an upsert %s survives", got)
	}
	verify(t, e)
}
