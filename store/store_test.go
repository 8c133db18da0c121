package store_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

func mustOpen(t testing.TB, dir string, opts *store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(dir, opts)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

// mustUpdate commits what f writes.
func mustUpdate(t testing.TB, s *store.Store, f func(b *store.Batch)) {
	t.Helper()
	b := s.NewBatch()
	defer b.Close()
	f(b)
	if err := b.Commit(true); err != nil {
		t.Fatalf("Commit: %v", err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func testRecord(no uint64, id, name string) *store.Record {
	return &store.Record{
		No: no,
		Record: record.Record{
			Key: record.Key{Source: "crm", ID: record.ID(id)},
			Values: []record.Value{
				{Field: record.FullName, Text: name},
				{Field: "loyalty_card", Text: "K-" + id},
			},
			Past: []record.Past{{Value: record.Value{Field: record.Phone, Text: "0532 000 00 00"}, From: "2019-01-01", To: "2020-02-02"}},
		},
		Normalised: []byte{1, 2, 3},
		Arrival:    no,
		Hash:       []byte{byte(no), 9},
		Since:      store.Stamp{Change: 1, Time: "2026-01-01T00:00:00Z"},
	}
}

func TestRecordRoundTrip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := mustOpen(t, dir, nil)
	want := testRecord(7, "1001", "Uğur Hami Özmen")
	mustUpdate(t, s, func(b *store.Batch) { must(t, b.PutRecord(want)) })
	must(t, s.Close())

	s = mustOpen(t, dir, &store.Options{ReadOnly: true, MustExist: true})
	no, err := s.RecordNo(want.Key)
	if err != nil || no != 7 {
		t.Fatalf("RecordNo = %d, %v", no, err)
	}
	got, err := s.Record(no)
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	if _, err := s.Record(8); err != store.ErrNotFound {
		t.Errorf("absent record: %v", err)
	}
	b := s.NewBatch()
	defer b.Close()
	if err := b.PutRecord(want); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("write to a read-only store: %v", err)
	}
}

func TestLoadAndRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	l, err := store.Create(dir, nil)
	must(t, err)
	for i := range uint64(100) {
		must(t, l.AddRecord(testRecord(i, string(rune('A'+i)), "Ad")))
		must(t, l.AddPostings('p', i*1000, []store.Posting{{No: i, Tag: 5}, {No: i + 1}}))
		if i > 0 {
			must(t, l.AddEdge(&store.Edge{A: i - 1, B: i, Weight: -5, Decision: record.Review}))
		}
		must(t, l.AddEntity(&store.Entity{ID: record.EntityID(i + 1), Kind: "person", Members: []uint64{i}}))
	}
	must(t, l.Finish())
	s := mustOpen(t, dir, &store.Options{MustExist: true})
	got, err := s.Record(50)
	must(t, err)
	if got.Key.ID != record.ID(rune('A'+50)) {
		t.Errorf("record 50 is %v", got.Key)
	}
	list, n, err := s.Postings(nil, 'p', 50000, -1)
	must(t, err)
	if diff := cmp.Diff([]store.Posting{{50, 5}, {51, 0}}, list); diff != "" || n != 2 {
		t.Errorf("postings: %d %s", n, diff)
	}
	mustUpdate(t, s, func(b *store.Batch) {
		must(t, b.RemovePosting('p', 50000, store.Posting{No: 50, Tag: 5}))
		must(t, b.AddPosting('p', 50000, store.Posting{No: 3}))
	})
	list, _, err = s.Postings(nil, 'p', 50000, -1)
	must(t, err)
	if diff := cmp.Diff([]store.Posting{{3, 0}, {51, 0}}, list); diff != "" {
		t.Errorf("postings after change: %s", diff)
	}
	var others []uint64
	for e, err := range s.Edges(50) {
		must(t, err)
		others = append(others, e.Other(50))
	}
	if diff := cmp.Diff([]uint64{49, 51}, others); diff != "" {
		t.Errorf("edges: %s", diff)
	}
	id, err := s.EntityOf(50)
	if err != nil || id != 51 {
		t.Errorf("EntityOf = %v %v", id, err)
	}
}
