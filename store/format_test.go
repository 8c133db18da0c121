package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// fill writes one of everything.
func fill(t testing.TB, s *store.Store) {
	t.Helper()
	at := func(n uint64) store.Stamp {
		return store.Stamp{Change: n, Time: fmt.Sprintf("2026-03-0%dT12:00:00+03:00", n)}
	}
	crm := func(id string) record.Key { return record.Key{Source: "crm", ID: record.ID(id)} }
	mustUpdate(t, s, func(b *store.Batch) {
		c, err := b.Counters()
		must(t, err)
		*c = store.Counters{Record: 3, Entity: 2, Change: 4, Ruling: 2, Run: 1}
		must(t, b.PutModel([]byte{0xaa, 0xbb}, []byte("model one")))
		must(t, b.PutModel([]byte{0xcc}, []byte("model two")))
		must(t, b.PinModel([]byte{0xcc}))
		must(t, b.PutRun(store.Run{No: 1, JSON: []byte(`{"records":3}`)}))
		must(t, b.SetNamed("search", []byte("generation 4")))
		for no := range uint64(3) {
			r := testRecord(no+1, fmt.Sprintf("MUSTERI-%d", no+1), "Uğur Hami Özmen")
			r.Since = at(1)
			must(t, b.PutRecord(r))
			must(t, b.AddPosting(2, 0x0123456789abcdef, store.Posting{No: no + 1, Tag: uint32(no)}))
		}
		must(t, b.PutEdge(&store.Edge{A: 2, B: 1, Decision: record.Same, Assurance: record.AssuranceB, Weight: -1500, Classes: 5, Data: []byte{7}}))
		must(t, b.PutEdge(&store.Edge{A: 2, B: 3, Decision: record.Review, Link: record.Household, Weight: 9000}))
		must(t, b.PutEdge(&store.Edge{A: 1, B: 3, Link: "neighbour"}))
		must(t, b.PutEntity(&store.Entity{ID: 1, Kind: "person", Members: []uint64{1, 2}, Golden: []byte("Uğur Özmen, Kadıköy"), Quality: 870, Since: at(1)}))
		must(t, b.PutEntity(&store.Entity{ID: 2, Kind: "person", Members: []uint64{3}, Since: at(1)}))
		must(t, b.PutReview(&store.Review{A: 3, B: 2, Value: 100, Since: 1, Data: []byte("why")}))
		must(t, b.PutReview(&store.Review{A: 1, B: 3, Value: -5, Since: 1}))
		must(t, b.PutLink(&store.Link{A: 2, B: 1, Kind: record.Household, Reason: "same door"}))
		must(t, b.PutRuling(&store.Ruling{No: 1, Ruling: record.Ruling{A: crm("MUSTERI-3"), B: crm("MUSTERI-1"), Same: true, Author: "ayşe", Reason: "aynı kişi", At: "2026-03-01T09:00:00Z"}}))
		must(t, b.PutEvent(&store.Event{Change: 1, Kind: store.Created, Time: at(1).Time, Entities: []record.EntityID{1}, Records: []record.Key{crm("MUSTERI-1"), crm("MUSTERI-2")}}))
	})
	mustUpdate(t, s, func(b *store.Batch) {
		r := testRecord(1, "MUSTERI-1", "Uğur Özmen")
		r.Past, r.Since = nil, at(2)
		must(t, b.PutRecord(r))
		must(t, b.RemovePosting(2, 0x0123456789abcdef, store.Posting{No: 2, Tag: 1}))
		must(t, b.PutReview(&store.Review{A: 2, B: 3, Value: 50, Since: 2}))
		must(t, b.EndEntity(2, at(2)))
		must(t, b.PutEntity(&store.Entity{ID: 1, Kind: "person", Members: []uint64{1, 2, 3}, Since: at(2)}))
		must(t, b.PutEvent(&store.Event{Change: 2, Kind: store.Merged, Time: at(2).Time, Entities: []record.EntityID{1, 2}, Data: []byte("x")}))
		must(t, b.PutRuling(&store.Ruling{No: 1, Ruling: record.Ruling{A: crm("MUSTERI-1"), B: crm("MUSTERI-3"), Same: true, Author: "ayşe", Reason: "aynı kişi", At: "2026-03-01T09:00:00Z", Undone: "2026-03-02T09:00:00Z"}}))
		must(t, b.PutRuling(&store.Ruling{No: 2, Ruling: record.Ruling{A: crm("MUSTERI-1"), B: crm("MUSTERI-3"), Author: "ali", At: "2026-03-02T09:00:00Z", Expires: "2027-01-01T00:00:00Z"}}))
	})
	mustUpdate(t, s, func(b *store.Batch) {
		must(t, b.PutEntity(&store.Entity{ID: 1, Kind: "person", Members: []uint64{1, 3}, Since: at(3)}))
		must(t, b.DeleteEdge(2, 1))
		must(t, b.DeleteRecord(2, at(3)))
		must(t, b.PutEvent(&store.Event{Change: 3, Kind: store.Changed, Time: at(3).Time, Entities: []record.EntityID{1}}))
	})
}

func collect[T any](t testing.TB, seq func(func(T, error) bool)) (all []T) {
	t.Helper()
	for v, err := range seq {
		must(t, err)
		all = append(all, v)
	}
	return all
}

// summary reads everything that fill wrote, in the words of this package.
func summary(t testing.TB, s *store.Store) map[string]any {
	t.Helper()
	crm := record.Key{Source: "crm", ID: "MUSTERI-3"}
	list, n, err := s.Postings(nil, 2, 0x0123456789abcdef, -1)
	must(t, err)
	for i := range list {
		list[i].Tag = 0 // a hasher changes it
	}
	hash, model, err := s.PinnedModel()
	must(t, err)
	no, err := s.RecordNo(crm)
	must(t, err)
	counters, err := s.Counters()
	must(t, err)
	search, err := s.Named("search")
	must(t, err)
	return map[string]any{
		"records": collect(t, s.Records(0)), "versions": collect(t, s.RecordVersions(1)), "deleted": collect(t, s.RecordVersions(2)),
		"postings": list, "count": n, "edges": collect(t, s.AllEdges()), "edges of 3": collect(t, s.Edges(3)),
		"entities": collect(t, s.Entities(0)), "entity versions": collect(t, s.EntityVersions(1)), "aliases": collect(t, s.Aliases()),
		"reviews": collect(t, s.Reviews()), "links": collect(t, s.Links(2)), "all links": collect(t, s.AllLinks()),
		"rulings of": collect(t, s.RulingsOf(crm)), "events": collect(t, s.Changes(0)), "models": collect(t, s.Models()),
		"runs": collect(t, s.Runs()), "names": collect(t, s.Names()), "hash": hash, "model": model, "no": no, "counters": counters, "search": search,
	}
}

func TestSummary(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS()})
	fill(t, s)
	got := summary(t, s)
	reviews := got["reviews"].([]*store.Review)
	if diff := cmp.Diff([]*store.Review{{A: 2, B: 3, Value: 50, Since: 2}, {A: 1, B: 3, Value: -5, Since: 1}}, reviews); diff != "" {
		t.Errorf("reviews (-want +got):\n%s", diff)
	}
	rulings := got["rulings of"].([]*store.Ruling)
	if len(rulings) != 2 || rulings[0].InForce() || !rulings[1].InForce() || rulings[1].Same {
		t.Errorf("rulings: %+v", rulings)
	}
	between := collect(t, s.RulingsBetween(rulings[0].B, rulings[0].A))
	if diff := cmp.Diff(rulings, between); diff != "" {
		t.Errorf("rulings between (-of +between):\n%s", diff)
	}
	edges := got["edges"].([]*store.Edge)
	want := []*store.Edge{{A: 1, B: 3, Link: "neighbour"}, {A: 2, B: 3, Decision: record.Review, Link: record.Household, Weight: 9000}}
	if diff := cmp.Diff(want, edges); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
	if e, err := s.Edge(3, 2); err != nil || e.Weight != 9000 {
		t.Errorf("Edge(3, 2) = %v, %v", e, err)
	}
	if r, err := s.ReviewOf(3, 2); err != nil || r.Value != 50 {
		t.Errorf("ReviewOf(3, 2) = %v, %v", r, err)
	}
	mustUpdate(t, s, func(b *store.Batch) {
		must(t, b.EraseRulings(rulings[0].B))
		must(t, b.DeleteLinks(1))
		must(t, b.DeleteNamed("search"))
		must(t, b.EraseEntityVersions(1))
		must(t, b.SetNormaliser(8))
	})
	if len(collect(t, s.Rulings())) != 0 || len(collect(t, s.AllLinks())) != 0 || len(collect(t, s.EntityVersions(1))) != 1 {
		t.Error("something that was erased is left")
	}
	if _, err := s.Named("search"); err != store.ErrNotFound {
		t.Errorf("a named value that was deleted: %v", err)
	}
	if i, err := s.Info(); err != nil || i.Normaliser != 8 || i.Format != store.Format {
		t.Errorf("Info = %+v, %v", i, err)
	}
	m, err := s.Metrics()
	must(t, err)
	if len(m.Spaces) != 19 || m.DiskBytes == 0 {
		t.Errorf("metrics: %+v", m)
	}
}

// The bytes of a small store are those of testdata/dump.txt. Where this fails
// without intent, stores that exist could no longer be read.
func TestGoldenDump(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS(), Tekil: "v0.1.0", Normaliser: 3})
	fill(t, s)
	compareDump(t, s)
}

func compareDump(t *testing.T, s *store.Store) {
	t.Helper()
	testkit.Kept(t, filepath.Join("testdata", "dump.txt"), strings.Join(dump(t, s), ""))
}

// A store that the first version wrote, kept in testdata/format1, reads as ever
// and takes writes.
func TestKeptStore(t *testing.T) {
	if *testkit.Update {
		keepStore(t)
	}
	dir := filepath.Join(t.TempDir(), "store")
	must(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "format1"))))
	s := mustOpen(t, dir, &store.Options{MustExist: true})
	compareDump(t, s)
	for err := range s.Check(context.Background()) {
		t.Errorf("Check: %v", err)
	}
	mustUpdate(t, s, func(b *store.Batch) {
		must(t, b.AddPosting(2, 0x0123456789abcdef, store.Posting{No: 9}))
		must(t, b.PutRecord(testRecord(1, "MUSTERI-1", "Yeni")))
	})
	if n, err := s.CountPostings(2, 0x0123456789abcdef); err != nil || n != 3 {
		t.Errorf("%d postings after one more, %v", n, err)
	}
}

// keepStore writes testdata/format1 where there is none. One that is there is
// never written over: that is the point of it.
func keepStore(t *testing.T) {
	dir := filepath.Join("testdata", "format1")
	if _, err := os.Stat(dir); err == nil {
		return
	}
	s := mustOpen(t, dir, &store.Options{Tekil: "v0.1.0", Normaliser: 3})
	fill(t, s)
	must(t, s.Flush())
	must(t, s.Close())
	must(t, os.Remove(filepath.Join(dir, "LOCK")))
}

// Broken values are found, by reading and by Check, and their errors show where
// but not what.
func TestCorruption(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS()})
	fill(t, s)
	v, err := s.GetRaw(store.RecordKeyBytes(1))
	must(t, err)
	must(t, s.SetRaw(store.RecordKeyBytes(1), v[:len(v)-7]))
	_, err = s.Record(1)
	var c *store.CorruptError
	if !errors.As(err, &c) || !errors.Is(err, store.ErrCorrupt) || c.Space != "record" || !strings.Contains(err.Error(), "record 1") {
		t.Errorf("reading a broken record: %v", err)
	}
	for _, secret := range []string{"Özmen", "MUSTERI", "crm"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows %q: %v", secret, err)
		}
	}
	must(t, s.SetRaw([]byte("zzz"), nil))
	must(t, s.SetRaw([]byte("p\x02\x00\x00\x00\x00\x00\x00\x00\x01"), []byte{0xff}))
	must(t, s.SetRaw(append([]byte("e"), append(store.RecordKeyBytes(8)[1:], store.RecordKeyBytes(9)[1:]...)...), nil))
	var found []string
	for err := range s.Check(context.Background()) {
		if !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("Check: %v", err)
		}
		found = append(found, err.Error())
	}
	slices.Sort(found)
	want := []string{
		"store: corrupt edge 8: its other end is missing",
		"store: corrupt posting: value does not decode",
		"store: corrupt record 1: value does not decode", // found from its key
		"store: corrupt record 1: value does not decode", // and by itself
		"store: corrupt unknown: belongs to no keyspace",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
}

func TestRecordRoundTripAny(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS()})
	field := rapid.OneOf(rapid.SampledFrom(record.Fields()), rapid.Map(rapid.StringN(1, 9, -1), func(s string) record.Field { return record.Field("x" + s) }))
	value := rapid.Custom(func(t *rapid.T) record.Value {
		return record.Value{Field: field.Draw(t, "field"), Text: rapid.String().Draw(t, "text")}
	})
	past := rapid.Custom(func(t *rapid.T) record.Past {
		return record.Past{Value: value.Draw(t, "value"), From: rapid.String().Draw(t, "from"), To: rapid.String().Draw(t, "to")}
	})
	rapid.Check(t, func(t *rapid.T) {
		want := &store.Record{
			No: rapid.Uint64().Draw(t, "no"),
			Record: record.Record{
				Key:    record.Key{Source: record.Source(rapid.String().Draw(t, "source")), ID: record.ID(rapid.String().Draw(t, "id"))},
				Values: rapid.SliceOf(value).Draw(t, "values"),
				Past:   rapid.SliceOf(past).Draw(t, "past"),
			},
			Normalised: rapid.SliceOf(rapid.Byte()).Draw(t, "normalised"),
			Arrival:    rapid.Uint64().Draw(t, "arrival"),
			Hash:       rapid.SliceOf(rapid.Byte()).Draw(t, "hash"),
			Since:      store.Stamp{Change: rapid.Uint64().Draw(t, "change"), Time: rapid.String().Draw(t, "time")},
		}
		b := s.NewBatch()
		defer b.Close()
		if err := b.PutRecord(want); err != nil {
			t.Fatal(err)
		}
		got, err := b.Record(want.No)
		if err != nil {
			t.Fatal(err)
		}
		empty := cmp.Transformer("text", func(b []byte) string { return string(b) })
		for _, r := range []*store.Record{want, got} {
			if len(r.Values) == 0 {
				r.Values = nil
			}
			if len(r.Past) == 0 {
				r.Past = nil
			}
		}
		if diff := cmp.Diff(want, got, empty); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if no, err := b.RecordNo(want.Key); err != nil || no != want.No {
			t.Fatalf("RecordNo = %d, %v", no, err)
		}
	})
}

// Names order in keys as they do in memory, and none is a prefix of another.
func TestNames(t *testing.T) {
	name := rapid.StringOf(rapid.SampledFrom([]rune{0, 1, 'a', 'b', 255}))
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		x, y := store.AppendName(nil, a), store.AppendName(nil, b)
		if (strings.Compare(a, b) < 0) != (slices.Compare(x, y) < 0) || a != b && strings.HasPrefix(string(x), string(y)) {
			t.Fatalf("%q and %q stand as %x and %x", a, b, x, y)
		}
	})
}

// FuzzDecode feeds any bytes to every decoder: they may refuse them, as
// corruption, but not panic.
func FuzzDecode(f *testing.F) {
	fuzzcorpus.Add(f)
	s := mustOpen(f, "s", &store.Options{FS: store.NewMemFS()})
	fill(f, s)
	for _, line := range dump(f, s) {
		var k, v []byte
		if parts := strings.Split(line, "\t"); len(parts) == 4 {
			fmt.Sscanf(parts[1], "%x", &k)
			fmt.Sscanf(parts[2], "%x", &v)
			f.Add(k, v)
		}
	}
	f.Fuzz(func(t *testing.T, k, v []byte) {
		if len(k) == 0 {
			return
		}
		if err := s.Decode(k, v); err != nil && !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%x %x: %v", k, v, err)
		}
	})
}

// FuzzRecord: what decodes as a record encodes to what decodes the same.
func FuzzRecord(f *testing.F) {
	fuzzcorpus.Add(f)
	f.Add([]byte("\x0a\x03crm\x12\x011"))
	f.Fuzz(func(t *testing.T, v []byte) {
		once, err := store.RecodeRecord(v)
		if err != nil {
			return
		}
		twice, err := store.RecodeRecord(once)
		if err != nil || string(once) != string(twice) {
			t.Errorf("%x becomes %x, then %x (%v)", v, once, twice, err)
		}
	})
}

func TestFieldCodes(t *testing.T) {
	for _, f := range record.Fields() {
		if !store.HasFieldCode(f) {
			t.Errorf("field %s has no code: give it the next free number in fieldCodes", f)
		}
	}
}
