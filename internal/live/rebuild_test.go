package live

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// A store whose keys an older normaliser made does not open, for its records would
// not be found; asked to, it is rebuilt, in one change, and is then what this
// normaliser makes of its records.
func TestOldNormaliser(t *testing.T) {
	fs := store.NewMemFS()
	open := func(rebuild bool) (*Engine, error) {
		return Open("store", &Options{Model: tinyModel(), Now: clock, Rebuild: rebuild, Store: store.Options{FS: fs}})
	}
	e, err := open(false)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, m: e.Model(), e: e, rnd: newCustomers(rand.New(rand.NewPCG(6, 6)), 20), records: map[record.Key]record.Record{}, rulings: map[uint64]record.Ruling{}, seen: &seenThings{}}
	for range 50 {
		w.apply(&Write{Upsert: []record.Record{w.rnd.record(w.rnd.key())}})
	}
	w.check()
	age(t, e)
	w.close()

	if _, err := open(false); !errors.Is(err, ErrOldNormaliser) {
		t.Fatalf("opening a store of an older normaliser: %v", err)
	}
	before := w.records
	fs = fs.Crash(0, 1) // nothing of looking at it was left behind
	if e, err = open(true); err != nil {
		t.Fatal(err)
	}
	info, err := e.st.Info()
	if err != nil || info.Normaliser != normalize.Version {
		t.Errorf("rebuilt under normaliser %d, %v", info.Normaliser, err)
	}
	w.e, w.fs = e, fs
	w.check()
	e.Verify(t.Context(), nil, func(err error) bool { t.Error(err); return true })
	w.close()
	fs = fs.Crash(0, 2)
	if w.e, err = open(false); err != nil {
		t.Fatalf("opening what was rebuilt: %v", err)
	}
	w.check()
	if d := cmp.Diff(before, w.records); d != "" {
		t.Error(d)
	}
	w.close()
}

// age makes of a store one that an older normaliser wrote: the version before this
// one, with other keys, other normalised forms and profiles that nobody reads.
func age(t *testing.T, e *Engine) {
	t.Helper()
	b := e.st.NewBatch()
	defer b.Close()
	all := collected(t, e.st.Records(0))
	for class := range byte(32) {
		b.ClearPostings(class)
	}
	for i, rec := range all {
		b.AddPosting(1, uint64(rec.No)*977, store.Posting{No: rec.No})
		b.PutProfile(rec.No, []byte("an older profile"))
		old := *rec
		old.Normalised = all[(i+1)%len(all)].Normalised
		b.PutRecord(&old)
	}
	b.SetNormaliser(normalize.Version - 1)
	if err := b.Commit(true); err != nil {
		t.Fatal(err)
	}
}
