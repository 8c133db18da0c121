package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// writeUnit writes a record with all that belongs to it, in one batch.
func writeUnit(b *store.Batch, no uint64) error {
	at := store.Stamp{Change: no, Time: "2026-03-01T12:00:00Z"}
	rec := testRecord(no, fmt.Sprint(no), strings.Repeat("Uğur Özmen ", int(no%50)))
	rec.Since = at
	b.PutRecord(rec)
	b.AddPosting('p', no%7, store.Posting{No: no})
	if no > 1 {
		b.PutEdge(&store.Edge{A: no - 1, B: no, Decision: record.Same})
	}
	b.PutEntity(&store.Entity{ID: record.EntityID(no), Members: []uint64{no}, Since: at})
	b.PutReview(&store.Review{A: no, B: no + 1, Value: int64(no % 5), Since: no})
	return b.PutEvent(&store.Event{Change: no, Kind: store.Created, Time: at.Time, Entities: []record.EntityID{record.EntityID(no)}})
}

// countUnits checks that a store holds whole units 1 to n and nothing else.
func countUnits(t *testing.T, s *store.Store) (n uint64) {
	t.Helper()
	for err := range s.Check(context.Background()) {
		t.Errorf("Check: %v", err)
	}
	for rec, err := range s.Records(0) {
		must(t, err)
		if n++; rec.No != n {
			t.Fatalf("record %d where %d should be", rec.No, n)
		}
	}
	postings, edges, entities, reviews, events := 0, uint64(1), uint64(0), uint64(0), uint64(0)
	for h := range uint64(7) {
		_, c, err := s.Postings(nil, 'p', h, 0)
		must(t, err)
		postings += c
	}
	for _, err := range s.AllEdges() {
		must(t, err)
		edges++
	}
	for _, err := range s.Entities(0) {
		must(t, err)
		entities++
	}
	for _, err := range s.Reviews() {
		must(t, err)
		reviews++
	}
	for _, err := range s.Changes(0) {
		must(t, err)
		events++
	}
	if uint64(postings) != n || edges != max(n, 1) || entities != n || reviews != n || events != n {
		t.Errorf("%d records, %d postings, %d edges, %d entities, %d reviews, %d events: a batch was torn", n, postings, edges-1, entities, reviews, events)
	}
	return n
}

// Power is lost again and again: what was acknowledged is there, and of what was
// not, whole batches or nothing.
func TestPowerLoss(t *testing.T) {
	fs := store.NewMemFS()
	rnd := rand.New(rand.NewPCG(1, 1))
	acked := uint64(0)
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	for round := range rounds {
		opts := &store.Options{FS: fs, MemTable: 256 << 10, Cache: 1 << 20}
		s, err := store.Open("data/store", opts)
		must(t, err)
		n := countUnits(t, s)
		if n < acked {
			t.Fatalf("round %d: %d units acknowledged, %d there", round, acked, n)
		}
		for range rnd.IntN(60) {
			n++
			b := s.NewBatch()
			must(t, writeUnit(b, n))
			if rnd.IntN(4) == 0 {
				must(t, b.Commit(false))
				continue
			}
			must(t, b.Commit(true))
			acked = n
		}
		if rnd.IntN(5) == 0 {
			must(t, s.Flush())
		}
		fs = fs.Crash(rnd.IntN(3)*50, rnd.Uint64())
		must(t, s.Close())
	}
	t.Logf("%d units survived %d losses of power", acked, rounds)
}

// Power may be lost at any step of replacing a store: there is the old one or
// the new one afterwards, whole.
func TestPowerLossWhileReplacing(t *testing.T) {
	fs := store.NewMemFS()
	opts := &store.Options{FS: fs}
	s, err := store.Open("data/store", opts)
	must(t, err)
	for n := range uint64(3) {
		mustUpdate(t, s, func(b *store.Batch) { must(t, writeUnit(b, n+1)) })
	}
	must(t, s.Close())

	var crashes []*store.FS
	step := uint64(0)
	fs.OnOp(func() {
		step++
		crashes = append(crashes, fs.Crash(int(step%3)*50, step))
	})
	l, err := store.Create("data/store", opts)
	must(t, err)
	must(t, l.Update(func(b *store.Batch) error {
		return errors.Join(writeUnit(b, 1), writeUnit(b, 2), writeUnit(b, 3), writeUnit(b, 4), writeUnit(b, 5))
	}))
	must(t, l.Finish())
	fs.OnOp(nil)
	crashes = append(crashes, fs.Crash(0, 1))

	seen := map[uint64]int{}
	for i, fs := range crashes {
		s, err := store.Open("data/store", &store.Options{FS: fs, MustExist: true})
		if err != nil {
			t.Fatalf("after step %d of %d: %v", i, len(crashes), err)
		}
		seen[countUnits(t, s)]++
		must(t, s.Close())
	}
	if len(seen) != 2 || seen[3] == 0 || seen[5] == 0 {
		t.Errorf("units seen: %v, want 3 (the old store) and 5 (the new one)", seen)
	}
	t.Logf("%d steps: the old store %d times, the new one %d times", len(crashes), seen[3], seen[5])
}

// A power loss while a store is first made leaves a directory that opens.
func TestPowerLossWhileCreating(t *testing.T) {
	fs := store.NewMemFS()
	var crashes []*store.FS
	step := uint64(0)
	fs.OnOp(func() {
		step++
		crashes = append(crashes, fs.Crash(int(step%3)*50, step))
	})
	s, err := store.Open("data/store", &store.Options{FS: fs})
	must(t, err)
	fs.OnOp(nil)
	must(t, s.Close())
	for i, fs := range crashes {
		s, err := store.Open("data/store", &store.Options{FS: fs})
		if err != nil {
			t.Fatalf("after step %d of %d: %v", i, len(crashes), err)
		}
		if n := countUnits(t, s); n != 0 {
			t.Errorf("a new store holds %d units", n)
		}
		must(t, s.Close())
	}
}

// A full disk makes an error that says so; the store can be read, and opens
// again when there is room, with all that was acknowledged.
func TestFullDisk(t *testing.T) {
	for _, room := range []int64{0, 1, 2, 3, 5, 8, 13, 30, 60, 100, 200} {
		t.Run(fmt.Sprint(room), func(t *testing.T) {
			fs := store.NewMemFS()
			opts := &store.Options{FS: fs, MemTable: 64 << 10, Cache: 1 << 20}
			s, err := store.Open("data/store", opts)
			must(t, err)
			mustUpdate(t, s, func(b *store.Batch) { must(t, writeUnit(b, 1)) })
			acked := uint64(1)
			fs.FillAfter(room)
			for err == nil && acked < 2000 {
				b := s.NewBatch()
				must(t, writeUnit(b, acked+1))
				if err = b.Commit(true); err == nil {
					acked++
				}
			}
			if !errors.Is(err, store.ErrFailed) || !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("error of a full disk: %v", err)
			}
			if _, err := s.Record(1); err != nil {
				t.Errorf("reading after the failure: %v", err)
			}
			b := s.NewBatch()
			must(t, writeUnit(b, acked+1))
			if err := b.Commit(true); !errors.Is(err, store.ErrFailed) {
				t.Errorf("writing after the failure: %v", err)
			}
			s.Close()
			fs.FillAfter(-1)
			s, err = store.Open("data/store", opts)
			must(t, err)
			if n := countUnits(t, s); n < acked {
				t.Errorf("%d units acknowledged, %d there", acked, n)
			}
			must(t, s.Close())
		})
	}
}

// A full disk while a new store is built leaves the old one as it was.
func TestFullDiskWhileReplacing(t *testing.T) {
	for _, room := range []int64{0, 1, 3, 6, 10, 15, 20, 30, 40} {
		fs := store.NewMemFS()
		opts := &store.Options{FS: fs}
		s, err := store.Open("store", opts)
		must(t, err)
		mustUpdate(t, s, func(b *store.Batch) { must(t, writeUnit(b, 1)) })
		must(t, s.Close())
		fs.FillAfter(room)
		err = load(fs, 2000)
		fs.FillAfter(-1)
		s, oerr := store.Open("store", &store.Options{FS: fs, MustExist: true})
		must(t, oerr)
		if n := countRecords(t, s); err != nil && n != 1 || err == nil && n != 2000 {
			t.Errorf("room %d: %d records after %v", room, n, err)
		}
		if err != nil && !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("room %d: %v", room, err)
		}
		must(t, s.Close())
	}
}

func load(fs *store.FS, n uint64) error {
	l, err := store.Create("store", &store.Options{FS: fs})
	if err != nil {
		return err
	}
	defer l.Abort()
	for no := range n {
		if err := l.AddRecord(testRecord(no, fmt.Sprintf("%06d", no), "Ad")); err != nil {
			return err
		}
	}
	return l.Finish()
}

func countRecords(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	for _, err := range s.Records(0) {
		must(t, err)
		n++
	}
	return n
}
