package tekil_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/synth"
)

// A store that a batch wrote opens live, holds every invariant, with limits so
// small that keys are capped, and goes on as if it had been live all along.
func TestOpenBatchStore(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	if err := synth.WriteCSV(dir, synth.Config{Records: 800}); err != nil {
		t.Fatal(err)
	}
	csv := filepath.Join(dir, "customers.csv")
	cfg, err := dedupe.ParseConfig([]byte("limits:\n  cap: 6\n  hub_contact: 3\n  hub_door: 4\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dedupe.Run(ctx, dedupe.Options{Files: []string{csv}, Out: filepath.Join(dir, "out"), Config: cfg, Time: "2026-03-01T09:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	e := mustOpen(t, filepath.Join(dir, "out", "store"), &tekil.Options{MustExist: true})
	verify(t, e)
	if t.Failed() {
		return
	}
	before := partition(t, e)
	sn := e.Snapshot()
	defer sn.Close()
	i := 0
	for x, err := range sn.Entities() {
		if err != nil {
			t.Fatal(err)
		}
		if i++; i%7 != 0 {
			continue
		}
		list, err := sn.Records(ctx, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Delete(ctx, x.Members...); err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			if _, err := e.Upsert(ctx, r.Record); err != nil {
				t.Fatal(err)
			}
		}
	}
	if d := cmp.Diff(before, partition(t, e)); d != "" {
		t.Errorf("(-batch +live)\n%s", d)
	}
	verify(t, e)
}
