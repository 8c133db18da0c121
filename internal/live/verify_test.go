package live

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// A store that is damaged in one way is found to be: Verify names the invariant.
func TestVerifyNamesDamage(t *testing.T) {
	base := store.NewMemFS()
	e, err := Open("store", &Options{Model: tinyModel(), Now: clock, Store: store.Options{FS: base}})
	if err != nil {
		t.Fatal(err)
	}
	rnd := newCustomers(rand.New(rand.NewPCG(4, 4)), 20)
	for i := range 60 {
		if _, err := e.Apply(t.Context(), &Write{Upsert: []record.Record{rnd.record(rnd.key())}}); err != nil {
			t.Fatal(i, err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	reviews := func(t *testing.T, e *Engine) *store.Review { return one(t, collected(t, e.st.Reviews())) }
	link := func(t *testing.T, e *Engine) *store.Link { return one(t, collected(t, e.st.AllLinks())) }
	edge := func(t *testing.T, e *Engine) *store.Edge { return one(t, collected(t, e.st.AllEdges())) }
	rec := func(t *testing.T, e *Engine) *store.Record { return one(t, collected(t, e.st.Records(0))) }
	several := func(t *testing.T, e *Engine) *store.Entity {
		return one(t, slices.DeleteFunc(collected(t, e.st.Entities(0)), func(x *store.Entity) bool { return len(x.Members) < 2 }))
	}
	for _, c := range []struct {
		name, invariant string
		damage          func(t *testing.T, e *Engine, b *store.Batch)
	}{
		{"nothing", "", func(*testing.T, *Engine, *store.Batch) {}},
		{"values of a record", "S8", func(t *testing.T, e *Engine, b *store.Batch) {
			r := *rec(t, e)
			r.Values = append(slices.Clone(r.Values), record.Value{Field: record.City, Text: "Ankara"})
			b.PutRecord(&r)
		}},
		{"content hash", "S8", func(t *testing.T, e *Engine, b *store.Batch) {
			r := *rec(t, e)
			r.Hash = []byte("0123456789abcdef")
			b.PutRecord(&r)
		}},
		{"normalised form", "S8", func(t *testing.T, e *Engine, b *store.Batch) {
			all := collected(t, e.st.Records(0))
			r := *all[0]
			r.Normalised = all[1].Normalised
			b.PutRecord(&r)
		}},
		{"a record that is gone", "S1", func(t *testing.T, e *Engine, b *store.Batch) { b.EraseRecord(several(t, e).Members[0]) }},
		{"profile", "S2", func(t *testing.T, e *Engine, b *store.Batch) {
			all := collected(t, e.st.Records(0))
			p, err := e.st.Profile(all[1].No)
			if err != nil {
				t.Fatal(err)
			}
			b.PutProfile(all[0].No, []byte(p))
		}},
		{"a posting less", "S2", func(t *testing.T, e *Engine, b *store.Batch) {
			r := rec(t, e)
			p := e.current().view(r).postings()[0]
			b.RemovePosting(byte(p.key.Class()), uint64(p.key), store.Posting{No: r.No, Tag: p.tag})
		}},
		{"a posting more", "S2", func(t *testing.T, e *Engine, b *store.Batch) {
			k := blocking.LineKey(12345)
			b.AddPosting(byte(k.Class()), uint64(k), store.Posting{No: rec(t, e).No})
		}},
		{"an edge less", "S4", func(t *testing.T, e *Engine, b *store.Batch) { x := edge(t, e); b.DeleteEdge(x.A, x.B) }},
		{"another weight", "S4", func(t *testing.T, e *Engine, b *store.Batch) { x := *edge(t, e); x.Weight++; b.PutEdge(&x) }},
		{"another rule", "S4", func(t *testing.T, e *Engine, b *store.Batch) { x := *edge(t, e); x.Data = []byte("R1"); b.PutEdge(&x) }},
		{"other key classes", "S4", func(t *testing.T, e *Engine, b *store.Batch) { x := *edge(t, e); x.Classes ^= 1; b.PutEdge(&x) }},
		{"an edge more", "S4", func(t *testing.T, e *Engine, b *store.Batch) {
			has := map[[2]uint64]bool{}
			for _, x := range collected(t, e.st.AllEdges()) {
				has[[2]uint64{x.A, x.B}] = true
			}
			for n := uint64(2); ; n++ {
				if _, err := e.st.Record(n); err == nil && !has[[2]uint64{1, n}] {
					b.PutEdge(&store.Edge{A: 1, B: n, Decision: record.Review, Weight: 1})
					return
				}
			}
		}},
		{"a person in two", "S3", func(t *testing.T, e *Engine, b *store.Batch) {
			was := several(t, e)
			part := *was
			part.Members = was.Members[1:]
			b.ReplaceEntity(was, &part)
			c, err := b.Counters()
			if err != nil {
				t.Fatal(err)
			}
			c.Entity++
			alone := store.Entity{ID: record.EntityID(c.Entity), Kind: was.Kind, Members: was.Members[:1], Golden: was.Golden, Quality: was.Quality, Since: was.Since}
			b.PutEntity(&alone)
		}},
		{"golden record", "S6", func(t *testing.T, e *Engine, b *store.Batch) {
			all := collected(t, e.st.Entities(0))
			x := *all[0]
			x.Golden = all[1].Golden
			b.ReplaceEntity(all[0], &x)
		}},
		{"quality", "S6", func(t *testing.T, e *Engine, b *store.Batch) {
			was := one(t, collected(t, e.st.Entities(0)))
			x := *was
			x.Quality++
			b.ReplaceEntity(was, &x)
		}},
		{"kind of an entity", "S6", func(t *testing.T, e *Engine, b *store.Batch) {
			was := one(t, collected(t, e.st.Entities(0)))
			x := *was
			x.Kind = "company"
			b.ReplaceEntity(was, &x)
		}},
		{"a review less", "S5", func(t *testing.T, e *Engine, b *store.Batch) { x := reviews(t, e); b.DeleteReview(x.A, x.B) }},
		{"worth of a review", "S5", func(t *testing.T, e *Engine, b *store.Batch) { x := *reviews(t, e); x.Value++; b.PutReview(&x) }},
		{"reason of a review", "S5", func(t *testing.T, e *Engine, b *store.Batch) {
			x := *reviews(t, e)
			x.Data = []byte("R0")
			b.PutReview(&x)
		}},
		{"a review more", "S5", func(t *testing.T, e *Engine, b *store.Batch) {
			m := several(t, e).Members
			b.PutReview(&store.Review{A: m[0], B: m[1], Value: 1, Since: 1})
		}},
		{"a link less", "S7", func(t *testing.T, e *Engine, b *store.Batch) { x := link(t, e); b.DeleteLink(x.A, x.B, x.Kind) }},
		{"reason of a link", "S7", func(t *testing.T, e *Engine, b *store.Batch) { x := *link(t, e); x.Reason = "R0"; b.PutLink(&x) }},
		{"a link more", "S7", func(t *testing.T, e *Engine, b *store.Batch) { x := *link(t, e); x.Kind = "neighbour"; b.PutLink(&x) }},
		{"numbers given out", "S9", func(t *testing.T, e *Engine, b *store.Batch) {
			c, err := b.Counters()
			if err != nil {
				t.Fatal(err)
			}
			c.Entity = 1
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Open("store", &Options{Now: clock, Store: store.Options{FS: base.Crash(100, 1)}})
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			b := e.st.NewBatch()
			defer b.Close()
			c.damage(t, e, b)
			if err := b.Commit(true); err != nil {
				t.Fatal(err)
			}
			var named []string
			e.Verify(t.Context(), nil, func(err error) bool {
				var broken *Broken
				if !errors.As(err, &broken) {
					t.Errorf("Verify ended with %v", err)
					return true
				}
				named = append(named, broken.Invariant)
				t.Log(err)
				return true
			})
			if c.invariant == "" && len(named) > 0 || c.invariant != "" && !slices.Contains(named, c.invariant) {
				t.Errorf("Verify named %v, want %q", named, c.invariant)
			}
			again := 0 // one that has heard enough is left alone
			e.Verify(t.Context(), nil, func(error) bool { again++; return false })
			if again != min(1, len(named)) {
				t.Errorf("Verify went on %d times", again)
			}
		})
	}
}

// A store of several windows is checked in all of them: faults at both ends, and on
// a pair that crosses from one to another, are found as in a single one.
func TestVerifyWindows(t *testing.T) {
	e, err := Open("store", &Options{Model: tinyModel(), Now: clock, Store: store.Options{FS: store.NewMemFS()}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	rnd := newCustomers(rand.New(rand.NewPCG(5, 5)), 0)
	var all []record.Record
	for i := range 3*walkStep + 100 {
		all = append(all, rnd.record(record.Key{Source: "crm", ID: record.ID(fmt.Sprint(i))}))
	}
	for part := range slices.Chunk(all, 400) {
		if _, err := e.Apply(t.Context(), &Write{Upsert: part}); err != nil {
			t.Fatal(err)
		}
	}
	const oneStep = 1
	broken := func(steps uint64) (out []string) {
		seen := 0
		e.verify(t.Context(), steps, func(done, total int) { seen = max(seen, done) }, func(err error) bool {
			out = append(out, err.Error())
			return true
		})
		if seen != len(all) {
			t.Errorf("in windows of %d steps %d of %d records were looked at", steps, seen, len(all))
		}
		return out
	}
	if found := broken(oneStep); len(found) > 0 {
		t.Fatalf("a sound store: %v", found)
	}
	b := e.st.NewBatch()
	defer b.Close()
	edges := collected(t, e.st.AllEdges())
	far := slices.DeleteFunc(slices.Clone(edges), func(x *store.Edge) bool { return x.B/walkStep-x.A/walkStep < 2 })
	crossing := *one(t, far)
	crossing.Weight++
	b.PutEdge(&crossing)
	for _, no := range []uint64{1, uint64(len(all))} {
		r, err := e.st.Record(no)
		if err != nil {
			t.Fatal(err)
		}
		p := e.current().view(r).postings()[0]
		b.RemovePosting(byte(p.key.Class()), uint64(p.key), store.Posting{No: no, Tag: p.tag})
	}
	if err := b.Commit(true); err != nil {
		t.Fatal(err)
	}
	single, several := broken(windowSteps), broken(oneStep)
	if d := cmp.Diff(single, several); d != "" {
		t.Errorf("(-one window +several)\n%s", d)
	}
	text := strings.Join(several, "\n")
	for _, want := range []string{"record 1 does not stand", fmt.Sprintf("record %d does not stand", len(all)),
		fmt.Sprintf("edge of records %d and %d ", crossing.A, crossing.B)} {
		if !strings.Contains(text, want) {
			t.Errorf("nobody says %q of\n%s", want, text)
		}
	}
}

func collected[T any](t *testing.T, seq func(func(T, error) bool)) []T {
	t.Helper()
	all, err := collect(seq)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func one[T any](t *testing.T, all []T) (none T) {
	t.Helper()
	if len(all) == 0 {
		t.Fatalf("no %T: the test does not test it", none)
	}
	return all[len(all)/2]
}
