package tekil_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"golang.org/x/sync/errgroup"
)

// A lost id leads to several entities once its records part (docs/identity.md, I5).
func TestLostIDLeadsToSeveral(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	up := func(r record.Record) record.EntityID { return mustUpsert(t, e, r) }
	up(customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68"))
	b := customer("crm", "2", "full_name", "Zümrüt Akkaya", "email", "zumrutakkaya@example.com")
	c := customer("web", "2", "full_name", "Zümrüt Akkaya", "email", "zumrutakkaya@example.com")
	lost := up(b)
	if up(c) != lost {
		t.Fatal("one mailbox and name do not join")
	}
	up(customer("web", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "email", "zumrutakkaya@example.com"))
	if x, err := e.Entity(ctx, lost); err != nil || x.ID == lost {
		t.Fatalf("the merged id leads to %v, %v", x, err)
	}
	if _, err := e.Rule(ctx, record.Ruling{A: b.Key, B: c.Key, Author: "ayse"}); err != nil {
		t.Fatal(err)
	}
	x, _ := e.EntityOf(ctx, b.Key)
	y, _ := e.EntityOf(ctx, c.Key)
	_, err := e.Entity(ctx, lost)
	var split *tekil.SplitError
	if !errors.As(err, &split) {
		t.Fatalf("the lost id leads to %v", err)
	}
	want := []record.EntityID{x.ID, y.ID}
	slices.Sort(want)
	if d := cmp.Diff(want, split.Now); d != "" || split.ID != lost || !strings.Contains(err.Error(), "was split into") {
		t.Errorf("%v (-want +got)\n%s", err, d)
	}
	list, err := e.Records(ctx, lost)
	if err != nil || len(list) != len(x.Members)+len(y.Members) {
		t.Errorf("%d records behind the lost id, %v", len(list), err)
	}
}

// A "same" joins against a contradiction, and the explanation names both for ever:
// after the record came anew, was gone for a while, and the model was changed.
func TestSameAgainstContradiction(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	a := customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "birth_date", "1985-07-08")
	b := customer("web", "1", "full_name", "Nurettin Yıldırım", "mobile", "0532 213 47 68", "birth_date", "1960-01-05")
	if _, err := e.Upsert(ctx, a, b); err != nil {
		t.Fatal(err)
	}
	if x, err := e.Explain(ctx, a.Key, b.Key); err != nil || x.Together || len(x.Verdict.Guards) == 0 {
		t.Fatalf("before the ruling: %+v, %v", x, err)
	}
	if _, err := e.Rule(ctx, record.Ruling{A: a.Key, B: b.Key, Same: true, Author: "ayse", Reason: "changed her name"}); err != nil {
		t.Fatal(err)
	}
	look := func(when string) {
		t.Helper()
		x, err := e.Explain(ctx, a.Key, b.Key)
		if err != nil {
			t.Fatal(err)
		}
		why := strings.Join(x.Why, "; ")
		if !x.Together || !strings.Contains(why, "ayse ruled them the same (changed her name)") || !strings.Contains(why, "the ruling stands against V") {
			t.Errorf("%s: together %v, why %s", when, x.Together, why)
		}
		verify(t, e)
	}
	look("after the ruling")
	again := customer("web", "1", "full_name", "Nurettin Yıldırım", "mobile", "0532 213 47 68", "birth_date", "1960-01-05", "city", "Ankara")
	if _, err := e.Upsert(ctx, again); err != nil {
		t.Fatal(err)
	}
	look("after an import")
	if _, err := e.Delete(ctx, b.Key); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Upsert(ctx, b); err != nil {
		t.Fatal(err)
	}
	look("after coming back")
	strict := *e.Model()
	strict.Thresholds.Assurance = record.AssuranceA
	if _, err := e.Rematch(ctx, &strict, nil); err != nil {
		t.Fatal(err)
	}
	look("under another model")
}

// A "different" holds whatever comes to lie between the two, through a model
// change, and a preview names the "same" rulings that a model leaves unheard.
func TestDifferentHolds(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	rec := func(source, id string) record.Record {
		return customer(source, id, "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "email", "zumrutakkaya@example.com")
	}
	if _, err := e.Upsert(ctx, rec("crm", "1"), rec("crm", "2")); err != nil {
		t.Fatal(err)
	}
	a, b := record.Key{Source: "crm", ID: "1"}, record.Key{Source: "crm", ID: "2"}
	if _, err := e.Rule(ctx, record.Ruling{A: a, B: b, Author: "ayse"}); err != nil {
		t.Fatal(err)
	}
	apart := func(when string) {
		t.Helper()
		x, err := e.EntityOf(ctx, a)
		if err != nil || slices.Contains(x.Members, b) {
			t.Errorf("%s: %v, %v", when, x, err)
		}
	}
	for i := range 6 {
		if _, err := e.Upsert(ctx, rec("web", fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
		apart(fmt.Sprintf("with %d records between", i+1))
	}
	ruled, err := e.Rule(ctx, record.Ruling{A: a, B: b, Same: true, Author: "mehmet"})
	if err != nil || !ruled.Apart {
		t.Fatalf("ruled %+v, %v", ruled, err)
	}
	apart("with a ruling against it")
	preview, err := e.Rematch(ctx, match.Shipped("tr", 50), &tekil.RematchOptions{Preview: true})
	if err != nil || len(preview.Contradicted) == 1 && preview.Contradicted[0] != [2]record.Key{a, b} {
		t.Errorf("preview: %+v, %v", preview, err)
	}
	contradicted := 0
	for r, err := range e.Contradicted() {
		if err != nil || !r.Same {
			t.Errorf("contradicted: %+v, %v", r, err)
		}
		contradicted++
	}
	if contradicted != 1 {
		t.Errorf("%d contradicted rulings, want 1", contradicted)
	}
	verify(t, e)
}

// A ruling expires between two calls, by itself, as an event of the feed.
func TestExpiryAlone(t *testing.T) {
	ctx := context.Background()
	o := inMemory()
	o.Now = nil
	e := mustOpen(t, "store", o)
	a := customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	b := customer("web", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	if _, err := e.Upsert(ctx, a, b); err != nil {
		t.Fatal(err)
	}
	until := time.Now().Add(2 * time.Second).Truncate(time.Second)
	ruled, err := e.Rule(ctx, record.Ruling{A: a.Key, B: b.Key, Author: "ayse", Expires: until.Format(time.RFC3339)})
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		for ev, err := range e.Changes(ruled.Change.Number) {
			if err != nil || ev.Kind != tekil.Merged || ev.Time.Before(until) {
				t.Errorf("event %+v, %v; the ruling expires at %s", ev, err, until)
			}
			return
		}
	}
	t.Error("the ruling did not expire")
}

// The feed is resumed by number, across restarts, until its start was dropped.
func TestChangesResume(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	o := inMemory()
	o.Now = func() time.Time { now = now.Add(time.Hour); return now }
	e := mustOpen(t, "store", o)
	var want []tekil.Event
	for i, r := range synthetic(t, 60) {
		c, err := e.Upsert(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, c.Events...)
		if i == 30 {
			e.Close()
			e = mustOpen(t, "store", o)
		}
	}
	var got []tekil.Event
	for last := uint64(0); ; { // three at a time
		n := 0
		for ev, err := range e.Changes(last) {
			if err != nil {
				t.Fatal(err)
			}
			if ev.Number <= last {
				t.Fatalf("event %d after %d", ev.Number, last)
			}
			got, last = append(got, ev), ev.Number
			if n++; n == 3 {
				break
			}
		}
		if n == 0 {
			break
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-as told by the calls +feed)\n%s", d)
	}
	middle := want[len(want)/2]
	if err := e.DropHistory(ctx, middle.Time); err != nil {
		t.Fatal(err)
	}
	for _, err := range e.Changes(0) {
		if !errors.Is(err, tekil.ErrTrimmed) {
			t.Errorf("the dropped start gives %v", err)
		}
	}
	n := 0
	for _, err := range e.Changes(middle.Number) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != len(want)-len(want)/2-1 {
		t.Errorf("%d events after the middle", n)
	}
}

// History older than the retention goes by itself.
func TestKeepHistory(t *testing.T) {
	ctx := context.Background()
	o, now := clocked()
	e := mustOpen(t, "store", o)
	for _, place := range []string{"Ankara", "İzmir", "Bursa"} {
		if _, err := e.Upsert(ctx, customer("crm", "1", "full_name", "Zümrüt Akkaya", "birth_place", place)); err != nil {
			t.Fatal(err)
		}
		*now = now.AddDate(0, 1, 0)
	}
	if _, err := e.At(ctx, time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	e.Close()
	o.KeepHistory = 24 * time.Hour
	e = mustOpen(t, "store", o)
	var states []tekil.RecordState
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		var err error
		if states, err = e.RecordHistory(ctx, record.Key{Source: "crm", ID: "1"}); err != nil {
			t.Fatal(err)
		}
		if len(states) == 1 {
			break
		}
	}
	if len(states) != 1 || states[0].First(record.BirthPlace) != "Bursa" {
		t.Errorf("after all is old: %+v", states)
	}
	if _, err := e.At(ctx, time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)); !errors.Is(err, tekil.ErrTrimmed) {
		t.Errorf("dropped history: %v", err)
	}
	verify(t, e)
}

// A dry run beside an admin socket leaves nothing behind.
func TestDryRunLeavesNothing(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	e := mustOpen(t, filepath.Join(dir, "store"), &tekil.Options{Admin: true, KeepHistory: time.Hour})
	if _, err := e.Load(ctx, sequence(synthetic(t, 50)), &tekil.LoadOptions{DryRun: true}); err != nil {
		t.Fatal(err)
	}
	e.Close()
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

// A store outside Turkish is loaded, and has the people of a batch.
func TestLoadPlain(t *testing.T) {
	ctx := context.Background()
	var records []record.Record
	first, last := []string{"John", "Mary", "Robert", "Rob", "Anne"}, []string{"Smith", "Allen", "Allan", "Jones"}
	for i := range 300 {
		records = append(records, customer("a", fmt.Sprint(i), "first_name", first[i*7%5], "last_name", last[i*3%4],
			"birth_date", fmt.Sprintf("19%02d-0%d-1%d", 60+i%5, 1+i%2, i%3), "email", fmt.Sprintf("x%d@example.com", i*13%50), "city", "London"))
	}
	model := match.Shipped("en", match.ShippedRecords)
	var want []string
	for _, chunk := range []int{300, 7} {
		o := inMemory()
		o.Model = model
		e := mustOpen(t, "store", o)
		if _, err := e.Load(ctx, sequence(records), &tekil.LoadOptions{Chunk: chunk}); err != nil {
			t.Fatal(err)
		}
		again, err := e.Load(ctx, sequence(records), nil)
		if err != nil || again.Unchanged != len(records) {
			t.Errorf("again: %+v, %v", again, err)
		}
		got := partition(t, e)
		if len(got) < 2 || len(got) >= len(records) {
			t.Fatalf("%d people: the test tests nothing", len(got))
		}
		if want == nil {
			want = got
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("(-at once +in parts)\n%s", d)
		}
		m, err := e.Resolve(ctx, tekil.Query{Values: records[0].Values})
		if err != nil || len(m) == 0 || m[0].Verdict.Decision != record.Same {
			t.Errorf("resolve: %v, %v", m, err)
		}
		verify(t, e)
	}
}

// Dry runs at the same time do not take each other's copy away.
func TestDryRunsAtOnce(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, filepath.Join(t.TempDir(), "store"), nil)
	var g errgroup.Group
	for range 3 {
		g.Go(func() error {
			report, err := e.Load(ctx, sequence(synthetic(t, 50)), &tekil.LoadOptions{DryRun: true})
			if err == nil && report.Created != 50 {
				err = fmt.Errorf("%d records created", report.Created)
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}

// A ruling is taken back once: again changes nothing, and a number that no ruling
// has is an error.
func TestUnruleAgain(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	a, b := customer("crm", "1", "full_name", "Zümrüt Akkaya"), customer("web", "1", "full_name", "Mehmet Kaya")
	if _, err := e.Upsert(ctx, a, b); err != nil {
		t.Fatal(err)
	}
	ruled, err := e.Rule(ctx, record.Ruling{A: a.Key, B: b.Key, Same: true})
	if err != nil || ruled.Apart {
		t.Fatalf("ruled %+v, %v", ruled, err)
	}
	for _, changes := range []bool{true, false} {
		if c, err := e.Unrule(ctx, ruled.Number); err != nil || (c.Number != 0) != changes {
			t.Errorf("taken back: %+v, %v", c, err)
		}
	}
	if _, err := e.Unrule(ctx, ruled.Number+1); !errors.Is(err, tekil.ErrNoRuling) {
		t.Errorf("never given: %v", err)
	}
}

// A bare record id finds its record where one source has it.
func TestFindAmbiguous(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	web, crm := customer("web", "1", "full_name", "Zümrüt Akkaya"), customer("crm", "1", "full_name", "Mehmet Kaya")
	if _, err := e.Upsert(ctx, web, crm); err != nil {
		t.Fatal(err)
	}
	_, err := e.Find(ctx, "1")
	var several *tekil.AmbiguousError
	if !errors.As(err, &several) || !slices.Equal(several.Keys, []record.Key{crm.Key, web.Key}) {
		t.Errorf("finding 1: %v", err)
	}
}
