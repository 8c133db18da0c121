package store_test

import (
	"context"
	"testing"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// TestProfile: a profile goes with the state of the record that it was made of.
func TestProfile(t *testing.T) {
	s, err := store.Open("store", &store.Options{FS: store.NewMemFS()})
	must(t, err)
	defer s.Close()
	write := func(f func(b *store.Batch)) {
		t.Helper()
		b := s.NewBatch()
		f(b)
		must(t, b.Commit(true))
	}
	put := func(change uint64) func(b *store.Batch) {
		return func(b *store.Batch) {
			b.PutRecord(&store.Record{No: 1, Record: record.Record{Key: record.Key{Source: "crm", ID: "1"}}, Since: store.Stamp{Change: change}})
		}
	}
	look := func(want string) {
		t.Helper()
		got, err := s.Profile(1)
		if err == store.ErrNotFound {
			got, err = "none", nil
		}
		must(t, err)
		if got != want {
			t.Errorf("profile %q, want %q", got, want)
		}
	}
	write(put(1))
	look("none")
	write(func(b *store.Batch) { b.PutProfile(1, []byte("first")) })
	look("first")
	write(put(2))
	look("none")
	write(func(b *store.Batch) { put(3)(b); b.PutProfile(1, []byte("second")) })
	look("second")
	write(func(b *store.Batch) { b.DeleteRecord(1, store.Stamp{Change: 4}) })
	look("none")
	write(func(b *store.Batch) { b.PutProfile(2, []byte("of nobody")) })
	n := 0
	for range s.Check(context.Background()) {
		n++
	}
	if n != 1 {
		t.Errorf("%d findings, want the profile without a record", n)
	}
}
