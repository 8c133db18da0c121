package tekil_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/store"
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

// Who follows a store that a batch replaces is told so, and goes on from the new one.
func TestReplacedStoreEndsTheFeed(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	if err := synth.WriteCSV(dir, synth.Config{Records: 100}); err != nil {
		t.Fatal(err)
	}
	run := func(replace bool) *tekil.Engine {
		t.Helper()
		o := dedupe.Options{Files: []string{filepath.Join(dir, "customers.csv")}, Out: filepath.Join(dir, "out"), Replace: replace, Time: "2026-03-01T09:00:00Z"}
		if _, err := dedupe.Run(ctx, o); err != nil {
			t.Fatal(err)
		}
		return mustOpen(t, filepath.Join(dir, "out", "store"), &tekil.Options{MustExist: true})
	}
	arrive := func(e *tekil.Engine) {
		t.Helper()
		if _, err := e.Upsert(ctx, customer("desk", "1", "full_name", "Uğur Özmen")); err != nil {
			t.Fatal(err)
		}
	}
	number := func(e *tekil.Engine) uint64 {
		t.Helper()
		sn := e.Snapshot()
		defer sn.Close()
		n, err := sn.Change()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	follow := func(e *tekil.Engine, since uint64) (n int, err error) {
		for ev, err := range e.Changes(since) {
			if err != nil {
				return n, err
			}
			n += int(ev.Number - since)
		}
		return n, nil
	}

	e := run(false)
	arrive(e)
	if n, err := follow(e, 0); n == 0 || err != nil {
		t.Fatalf("a new store: %d, %v", n, err)
	}
	seen := number(e)
	e.Close()

	e = run(true)
	if _, err := follow(e, seen); !errors.Is(err, tekil.ErrTrimmed) {
		t.Errorf("after the store was replaced: %v, want ErrTrimmed", err)
	}
	seen = number(e)
	arrive(e)
	if n, err := follow(e, seen); n != 1 || err != nil {
		t.Errorf("what follows: %d, %v, want the next event", n, err)
	}
}

// What a batch writes is what the live engine would have written, to the byte: a
// rematch directly after it finds nothing to change, neither before nor after
// records went and came back.
func TestRematchAfterBatch(t *testing.T) {
	for name, config := range map[string]string{"default": "", "tiny": "limits:\n  cap: 6\n  hub_contact: 3\n  hub_door: 4\n  component: 5\n"} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			dir := t.TempDir()
			if err := synth.WriteCSV(dir, synth.Config{Records: 600, Hard: true}); err != nil {
				t.Fatal(err)
			}
			cfg, err := dedupe.ParseConfig([]byte(config))
			if err != nil {
				t.Fatal(err)
			}
			out := filepath.Join(dir, "out")
			if _, err := dedupe.Run(ctx, dedupe.Options{Files: []string{filepath.Join(dir, "customers.csv")}, Out: out, Config: cfg, Time: "2026-03-01T09:00:00Z"}); err != nil {
				t.Fatal(err)
			}
			at := filepath.Join(out, "store")
			written := derived(t, at)
			rematchNothing(t, at)
			if d := cmp.Diff(written, derived(t, at)); d != "" {
				t.Fatalf("(-batch +rematch)\n%s", d)
			}
			// The same once the live path has written some of it.
			e := mustOpen(t, at, nil)
			for i := range 60 {
				k, err := e.Find(ctx, fmt.Sprint(i*9))
				if err != nil {
					continue
				}
				again(t, e, k)
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			written = derived(t, at)
			rematchNothing(t, at)
			if d := cmp.Diff(written, derived(t, at)); d != "" {
				t.Fatalf("(-live +rematch)\n%s", d)
			}
		})
	}
}

// rematchNothing applies the model in use anew, which changes nothing.
func rematchNothing(t *testing.T, at string) {
	t.Helper()
	e := mustOpen(t, at, nil)
	defer e.Close()
	for _, preview := range []bool{true, false} {
		x, err := e.Rematch(context.Background(), nil, &tekil.RematchOptions{Preview: preview})
		if err != nil {
			t.Fatal(err)
		}
		if x.Merged+x.Split+x.Lost+x.Moved+len(x.Events) != 0 {
			t.Errorf("preview %t: %+v", preview, x)
		}
	}
}

// derived is everything in a store that follows from its records, as text.
func derived(t *testing.T, at string) map[string]string {
	t.Helper()
	s, err := store.Open(at, &store.Options{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	out := map[string]string{}
	put := func(key string, v any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		out[key] = fmt.Sprintf("%+v", v)
	}
	for x, err := range s.Entities(0) {
		put(fmt.Sprint("entity ", x.ID), *x, err)
	}
	for x, err := range s.AllEdges() {
		put(fmt.Sprint("edge ", x.A, " ", x.B), *x, err)
	}
	for x, err := range s.Reviews() {
		put(fmt.Sprint("review ", x.A, " ", x.B), *x, err)
	}
	for x, err := range s.AllLinks() {
		put(fmt.Sprint("link ", x.A, " ", x.B, " ", x.Kind), *x, err)
	}
	if reviews, links := len(collected(s.Reviews())), len(collected(s.AllLinks())); reviews == 0 || links == 0 {
		t.Errorf("%d reviews and %d links: the test does not test them", reviews, links)
	}
	for x, err := range s.Records(0) {
		put(fmt.Sprint("record ", x.No), *x, err)
		p, err := s.Profile(x.No)
		put(fmt.Sprint("profile ", x.No), []byte(p), err)
	}
	return out
}

func collected[T any](seq iter.Seq2[T, error]) (out []T) {
	for x := range seq {
		out = append(out, x)
	}
	return out
}
