package tekil_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
	"go.uber.org/goleak"
)

// The search engine starts its workers when the program starts.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m, goleak.IgnoreCurrent()) }

func mustOpen(t testing.TB, dir string, o *tekil.Options) *tekil.Engine {
	t.Helper()
	e, err := tekil.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// mustUpsert brings a record in and returns the entity that it belongs to.
func mustUpsert(t testing.TB, e *tekil.Engine, r record.Record) record.EntityID {
	t.Helper()
	c, err := e.Upsert(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return c.Entities[0]
}

func inMemory() *tekil.Options {
	return &tekil.Options{
		Now:   func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) },
		Store: store.Options{FS: store.NewMemFS()},
	}
}

// clocked returns options like inMemory's, and the time that the engine takes
// for now, to be moved.
func clocked() (*tekil.Options, *time.Time) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	o := inMemory()
	o.Now = func() time.Time { return now }
	return o, &now
}

// again takes a record out of a store and puts it back.
func again(t testing.TB, e *tekil.Engine, k record.Key) {
	t.Helper()
	ctx := context.Background()
	r, err := e.Record(ctx, k)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Delete(ctx, k); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Upsert(ctx, r.Record); err != nil {
		t.Fatal(err)
	}
}

func synthetic(t testing.TB, n int) []record.Record {
	t.Helper()
	w, err := synth.Generate(synth.Config{Records: n})
	if err != nil {
		t.Fatal(err)
	}
	var out []record.Record
	for r := range w.Records() {
		out = append(out, r)
	}
	return out
}

// partition returns the people of a store as sorted lists of keys.
func partition(t testing.TB, e *tekil.Engine) []string {
	t.Helper()
	sn := e.Snapshot()
	defer sn.Close()
	var out []string
	for x, err := range sn.Entities() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(x.Members, x.Text(record.FullName), x.Text(record.Mobile)))
	}
	slices.Sort(out)
	return out
}

func verify(t testing.TB, e *tekil.Engine) {
	t.Helper()
	for err := range e.Verify(context.Background(), nil) {
		t.Error(err)
	}
}

// All orders, groupings and interleavings of concurrent writers give the same
// people and golden values.
func TestOrderDoesNotMatter(t *testing.T) {
	records := synthetic(t, 600)
	ctx := context.Background()
	var want []string
	for _, run := range []struct {
		name             string
		writers, at, del int
	}{{"at once", 1, 600, 0}, {"one by one", 1, 1, 0}, {"concurrent", 8, 3, 0}, {"with deletions", 4, 5, 50}} {
		t.Run(run.name, func(t *testing.T) {
			e := mustOpen(t, "store", inMemory())
			list := slices.Clone(records)
			rand.New(rand.NewPCG(1, uint64(run.writers))).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			var wg sync.WaitGroup
			chunks := make(chan []record.Record)
			for range run.writers {
				wg.Go(func() {
					for c := range chunks {
						if _, err := e.Upsert(ctx, c...); err != nil {
							t.Error(err)
						}
					}
				})
			}
			for c := range slices.Chunk(list, run.at) {
				chunks <- c
			}
			close(chunks)
			wg.Wait()
			for i := range run.del {
				if _, err := e.Delete(ctx, list[i].Key); err != nil {
					t.Fatal(err)
				}
			}
			for i := range run.del {
				if _, err := e.Upsert(ctx, list[i]); err != nil {
					t.Fatal(err)
				}
			}
			got := partition(t, e)
			if want == nil {
				want = got
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-%s +%s)\n%s", "at once", run.name, d)
			}
			verify(t, e)
		})
	}
}

func sequence(list []record.Record) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestLoad(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	records := synthetic(t, 300)
	source := records[0].Source
	dry, err := e.Load(ctx, sequence(records), &tekil.LoadOptions{DryRun: true, Chunk: 50})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(partition(t, e)); n != 0 {
		t.Fatalf("a dry run left %d entities", n)
	}
	first, err := e.Load(ctx, sequence(records), &tekil.LoadOptions{Chunk: 50})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(first, dry); d != "" {
		t.Errorf("(-load +dry run)\n%s", d)
	}
	again, err := e.Load(ctx, sequence(records), nil)
	if err != nil || again.Unchanged != len(records) || again.First != 0 {
		t.Errorf("loading again: %+v, %v", again, err)
	}

	var fewer []record.Record
	kept := 0
	for _, r := range records {
		if r.Source == source {
			if kept++; kept > 3 {
				continue
			}
			fewer = append(fewer, r)
		}
	}
	before := partition(t, e)
	if _, err := e.Load(ctx, sequence(fewer), &tekil.LoadOptions{Snapshot: true}); !errors.Is(err, tekil.ErrTooManyDeleted) {
		t.Errorf("a broken snapshot gave %v", err)
	}
	if d := cmp.Diff(before, partition(t, e)); d != "" {
		t.Errorf("a refused snapshot changed the store\n%s", d)
	}
	rep, err := e.Load(ctx, sequence(fewer), &tekil.LoadOptions{Snapshot: true, DeleteLimit: 1})
	if err != nil || rep.Deleted != kept-3 {
		t.Errorf("snapshot: %+v, %v; want %d deleted", rep, err, kept-3)
	}
	verify(t, e)
}

// The rules of ids (docs/identity.md, I1 to I5).
func TestIDs(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	a := customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	b := customer("crm", "2", "full_name", "Zümrüt Akkaya", "email", "zumrutakkaya@example.com")
	both := customer("web", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "email", "zumrutakkaya@example.com")
	up := func(r record.Record) record.EntityID { return mustUpsert(t, e, r) }
	idA, idB := up(a), up(b)
	if idA == idB {
		t.Fatal("a name alone joined")
	}
	if id := up(both); id != idA {
		t.Errorf("merge took %s, want the earlier id %s", id, idA)
	}
	if x, err := e.Entity(ctx, idB); err != nil || x.ID != idA {
		t.Errorf("the lost id leads to %v, %v", x, err)
	}
	if _, err := e.Delete(ctx, both.Key); err != nil {
		t.Fatal(err)
	}
	x, err := e.EntityOf(ctx, a.Key)
	if err != nil || x.ID != idA {
		t.Errorf("after the split the earliest record has %v, %v; want %s", x, err, idA)
	}
	y, err := e.EntityOf(ctx, b.Key)
	if err != nil || y.ID == idA || y.ID == idB {
		t.Errorf("after the split the other record has %v, %v; want a new id", y, err)
	}
	if z, err := e.Entity(ctx, idB); err != nil || z.ID != y.ID {
		t.Errorf("the lost id leads to %v, %v; want %s", z, err, y.ID)
	}
	if again := up(both); again != idA {
		t.Errorf("coming back took %s, want %s", again, idA)
	}
	kinds := []tekil.EventKind{}
	for ev, err := range e.Changes(0) {
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, ev.Kind)
	}
	want := []tekil.EventKind{tekil.Created, tekil.Created, tekil.Merged, tekil.Split, tekil.Merged}
	if d := cmp.Diff(want, kinds); d != "" {
		t.Errorf("events (-want +got)\n%s", d)
	}
	if _, err := e.Delete(ctx, a.Key, b.Key, both.Key); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Entity(ctx, idA); !errors.Is(err, tekil.ErrNoEntity) {
		t.Errorf("id without records: %v", err)
	}
}

// A past line still ties a record to its person.
func TestPastValues(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	a := customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "updated_at", "2024-02-01")
	b := customer("web", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	moved := customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0542 314 58 79", "updated_at", "2025-02-01")
	for _, r := range []record.Record{a, b, moved} {
		if _, err := e.Upsert(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	r, err := e.Record(ctx, a.Key)
	if err != nil {
		t.Fatal(err)
	}
	want := []record.Past{{Value: record.Value{Field: record.Mobile, Text: "0532 213 47 68"}, From: "2024-02-01", To: "2024-02-01"}}
	if d := cmp.Diff(want, r.Past); d != "" {
		t.Errorf("past (-want +got)\n%s", d)
	}
	x, err := e.EntityOf(ctx, b.Key)
	if err != nil || len(x.Members) != 2 {
		t.Errorf("the past line holds %v, %v", x, err)
	}
}

func TestHistory(t *testing.T) {
	ctx := context.Background()
	o, now := clocked()
	e := mustOpen(t, "store", o)
	a := customer("crm", "1", "full_name", "Ugur Ozmen", "mobile", "0532 213 47 68")
	c, err := e.Upsert(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	id := c.Entities[0]
	*now = now.AddDate(0, 1, 0)
	if _, err := e.Upsert(ctx, customer("web", "1", "full_name", "Uğur Özmen", "mobile", "0532 213 47 68")); err != nil {
		t.Fatal(err)
	}
	past, err := e.At(ctx, time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	was, err := past.Entity(ctx, id)
	if err != nil || len(was.Members) != 1 {
		t.Errorf("on 15 March: %v, %v", was, err)
	}
	if x, err := past.EntityOf(ctx, a.Key); err != nil || x.ID != id {
		t.Errorf("record on 15 March: %v, %v", x, err)
	}
	h, err := e.History(ctx, id)
	if err != nil || len(h) != 2 || len(h[1].Members) != 2 {
		t.Errorf("history: %v, %v", h, err)
	}
	if err := e.DropHistory(ctx, time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if _, err := e.At(ctx, time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)); !errors.Is(err, tekil.ErrTrimmed) {
		t.Errorf("dropped history: %v", err)
	}
}

// A ruling stops to hold when its time has come, and that is an event.
func TestExpiry(t *testing.T) {
	ctx := context.Background()
	o, now := clocked()
	e := mustOpen(t, "store", o)
	a := customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	b := customer("web", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	if _, err := e.Upsert(ctx, a, b); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Rule(ctx, record.Ruling{A: a.Key, B: b.Key, Author: "ayse", Expires: "2026-03-02T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	if x, _ := e.EntityOf(ctx, a.Key); len(x.Members) != 1 {
		t.Fatal("the ruling does not hold")
	}
	*now = now.AddDate(0, 0, 2)
	if _, err := e.Rule(ctx, record.Ruling{A: a.Key, B: b.Key, Expires: "2026-03-02T00:00:00Z"}); !errors.Is(err, tekil.ErrBadRuling) {
		t.Errorf("a ruling that has expired: %v", err)
	}
	if _, err := e.Upsert(ctx, customer("crm", "9", "full_name", "Mehmet Kaya")); err != nil {
		t.Fatal(err)
	}
	if x, _ := e.EntityOf(ctx, a.Key); len(x.Members) != 2 {
		t.Error("the ruling holds beyond its time")
	}
	for r, err := range e.Rulings() {
		if err != nil || r.InForce() {
			t.Errorf("ruling %+v, %v", r, err)
		}
	}
}

func TestBackup(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	e := mustOpen(t, filepath.Join(dir, "store"), nil)
	if _, err := e.Upsert(ctx, synthetic(t, 100)...); err != nil {
		t.Fatal(err)
	}
	if err := e.Backup(ctx, filepath.Join(dir, "backup")); err != nil {
		t.Fatal(err)
	}
	want := partition(t, e)
	if err := tekil.Restore(ctx, filepath.Join(dir, "backup"), filepath.Join(dir, "store")); err == nil {
		t.Error("restored over a store")
	}
	if err := tekil.Restore(ctx, filepath.Join(dir, "backup"), filepath.Join(dir, "again")); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, partition(t, mustOpen(t, filepath.Join(dir, "again"), &tekil.Options{MustExist: true}))); d != "" {
		t.Errorf("(-store +restored)\n%s", d)
	}
	if err := tekil.Restore(ctx, filepath.Join(dir, "nothing"), filepath.Join(dir, "other")); err == nil {
		t.Error("restored nothing")
	}
	if _, err := os.Stat(filepath.Join(dir, "other.partial")); err == nil {
		t.Error("a failed restore left files behind")
	}
}

func TestRematch(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	if _, err := e.Upsert(ctx, synthetic(t, 400)...); err != nil {
		t.Fatal(err)
	}
	before := partition(t, e)
	strict := *e.Model()
	strict.Thresholds.Assurance = record.AssuranceB
	preview, err := e.Rematch(ctx, &strict, &tekil.RematchOptions{Preview: true})
	if err != nil {
		t.Fatal(err)
	}
	if preview.Split == 0 {
		t.Error("a stricter model splits nobody")
	}
	if d := cmp.Diff(before, partition(t, e)); d != "" {
		t.Fatalf("a preview changed the store\n%s", d)
	}
	done, err := e.Rematch(ctx, &strict, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(preview, done); d != "" {
		t.Errorf("(-preview +applied)\n%s", d)
	}
	if e.Model().Hash() != strict.Hash() {
		t.Error("the model was not put in place")
	}
	verify(t, e)
	if _, err := e.Rematch(ctx, match.Shipped("tr", match.ShippedRecords), nil); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, partition(t, e)); d != "" {
		t.Errorf("there and back (-before +after)\n%s", d)
	}
}

// A name as somebody heard it finds its bearer, in a store of either origin.
func TestResolveMisspelt(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "store", inMemory())
	want, err := e.Upsert(ctx, customer("crm", "1", "full_name", "Nurettin Yıldırım", "mobile", "0532 213 47 68"),
		customer("crm", "2", "full_name", "Ayşe Kaya"), customer("crm", "3", "full_name", "Nurettin Kaya"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Nuretin Yıldırım", "Nurettin Yıldrım", "NURETTIN YILDIRIN", "Yıldırım Nuretin", "Nuretin Yilidrım"} {
		m, err := e.Resolve(ctx, tekil.Query{Values: []record.Value{{Field: record.FullName, Text: name}}})
		if err != nil {
			t.Fatal(err)
		}
		if len(m) == 0 || m[0].Entity.ID != want.Entities[0] {
			t.Errorf("%s finds %v", name, m)
		}
	}
}

func TestSearch(t *testing.T) {
	ctx := context.Background()
	for _, where := range []string{"memory", "disk"} {
		t.Run(where, func(t *testing.T) {
			o, dir := inMemory(), "store"
			if where == "disk" {
				o.Store.FS, dir = nil, filepath.Join(t.TempDir(), "store")
			}
			e := mustOpen(t, dir, o)
			change, err := e.Upsert(ctx,
				customer("crm", "1", "full_name", "Mehmet Yıldırım", "mobile", "0532 213 47 68", "address", "Caferağa Mah. Moda Cad. No:5 Kadıköy/İstanbul"),
				customer("crm", "2", "full_name", "İbrahim IŞIK", "address", "Alsancak Mah. Konak/İzmir"))
			if err != nil {
				t.Fatal(err)
			}
			find := func(text string) (ids []record.EntityID) {
				t.Helper()
				hits, err := e.Search(ctx, text, 5)
				if err != nil {
					t.Fatal(err)
				}
				for _, h := range hits {
					ids = append(ids, h.Entity.ID)
				}
				return ids
			}
			for text, want := range map[string]int{
				"mehmet yildrm kadıköy": 0, "KADIKÖY": 0, "0 532 213 47 68": 0, "+905322134768": 0, "ibrahim": 1, "İBRAHİM ışık": 1, "ibr izmir": 1,
			} {
				if got := find(text); len(got) != 1 || got[0] != change.Entities[want] {
					t.Errorf("%q finds %v, want %s", text, got, change.Entities[want])
				}
			}
			if got := find("nobody"); got != nil {
				t.Errorf("nobody is %v", got)
			}
			if _, err := e.Delete(ctx, record.Key{Source: "crm", ID: "1"}); err != nil {
				t.Fatal(err)
			}
			if _, err := e.Upsert(ctx, customer("crm", "3", "full_name", "Zümrüt Akkaya")); err != nil {
				t.Fatal(err)
			}
			if where == "disk" {
				e.Close()
				e = mustOpen(t, dir, o)
			}
			if got := find("mehmet"); got != nil {
				t.Errorf("a deleted customer is found: %v", got)
			}
			if got := find("zumrut"); len(got) != 1 {
				t.Errorf("a new customer is not found: %v", got)
			}
		})
	}
}
