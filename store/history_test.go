package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// world is what a store should hold after a change.
type world struct {
	records  map[uint64]string
	entities map[record.EntityID][]uint64
}

func (w world) clone() world {
	c := world{map[uint64]string{}, map[record.EntityID][]uint64{}}
	for no, v := range w.records {
		c.records[no] = v
	}
	for id, m := range w.entities {
		c.entities[id] = slices.Clone(m)
	}
	return c
}

func (w world) owner(no uint64) record.EntityID {
	for id, m := range w.entities {
		if slices.Contains(m, no) {
			return id
		}
	}
	return 0
}

const worldSize = 4 // records and entities have numbers from 1 to it

// compare looks at every record and entity through the three readers of a state.
func (w world) compare(t *rapid.T, what string,
	rec func(uint64) (*store.Record, error), ent func(record.EntityID) (*store.Entity, error), of func(uint64) (record.EntityID, error)) {
	got := world{map[uint64]string{}, map[record.EntityID][]uint64{}}
	for no := uint64(1); no <= worldSize; no++ {
		if r, err := rec(no); err == nil {
			got.records[no] = r.First(record.FullName)
		} else if err != store.ErrNotFound {
			t.Fatalf("%s: record %d: %v", what, no, err)
		}
		if e, err := ent(record.EntityID(no)); err == nil {
			got.entities[e.ID] = e.Members
		} else if err != store.ErrNotFound {
			t.Fatalf("%s: entity %d: %v", what, no, err)
		}
		id, err := of(no)
		if err != nil && err != store.ErrNotFound || id != w.owner(no) {
			t.Fatalf("%s: record %d belongs to %d (%v), want %d", what, no, id, err, w.owner(no))
		}
	}
	if diff := cmp.Diff(w, got, cmp.AllowUnexported(world{})); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func changeTime(change uint64) string {
	return time.Date(2026, 1, 1, 0, int(change), 0, 0, time.UTC).Format(time.RFC3339)
}

// Whatever happens to records and entities, every earlier state can be read, and
// after history was dropped every state since then.
func TestHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, err := store.Open("s", &store.Options{FS: store.NewMemFS(), Cache: 1 << 20, MemTable: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		worlds := []world{{map[uint64]string{}, map[record.EntityID][]uint64{}}} // by change number
		trimmed, dropped := uint64(0), false
		for range rapid.IntRange(1, 15).Draw(t, "changes") {
			w := worlds[len(worlds)-1].clone()
			at := store.Stamp{Change: uint64(len(worlds))}
			at.Time = changeTime(at.Change)
			b := s.NewBatch()
			for range rapid.IntRange(1, 3).Draw(t, "writes") {
				randomWrite(t, b, w, at)
			}
			if err := b.PutEvent(&store.Event{Change: at.Change, Kind: store.Changed, Time: at.Time}); err != nil {
				t.Fatal(err)
			}
			if err := b.Commit(false); err != nil {
				t.Fatal(err)
			}
			worlds = append(worlds, w)
			if rapid.IntRange(0, 5).Draw(t, "drop") == 0 {
				cut := rapid.Uint64Range(trimmed, uint64(len(worlds)-1)).Draw(t, "cut")
				if err := s.DropHistory(context.Background(), changeTime(cut)); err != nil {
					t.Fatal(err)
				}
				trimmed, dropped = cut, dropped || cut > 0
			}
			for change := trimmed; change < uint64(len(worlds)); change++ {
				worlds[change].compare(t, fmt.Sprintf("after change %d of %d", change, len(worlds)-1),
					func(no uint64) (*store.Record, error) { return s.RecordAt(no, change) },
					func(id record.EntityID) (*store.Entity, error) { return s.EntityAt(id, change) },
					func(no uint64) (record.EntityID, error) { return s.EntityOfAt(no, change) })
				if n, err := s.ChangeAt(changeTime(change)); err != nil || n != change {
					t.Fatalf("ChangeAt(change %d) = %d, %v", change, n, err)
				}
			}
			w.compare(t, "now", s.Record, s.Entity, s.EntityOf)
			for err := range s.Check(context.Background()) {
				t.Fatal(err)
			}
			checkTrimmed(t, s, trimmed, len(worlds)-1)
		}
	})
}

// randomWrite does one thing to the store and to what it should hold.
func randomWrite(t *rapid.T, b *store.Batch, w world, at store.Stamp) {
	no := rapid.Uint64Range(1, worldSize).Draw(t, "no")
	id := record.EntityID(rapid.Uint64Range(1, worldSize).Draw(t, "id"))
	var err error
	switch rapid.IntRange(0, 5).Draw(t, "what") {
	case 0, 1:
		name := fmt.Sprintf("%d since %d %s", no, at.Change, rapid.StringN(0, 3, 8).Draw(t, "name"))
		r := testRecord(no, fmt.Sprint(no), name)
		r.Since = at
		err = b.PutRecord(r)
		w.records[no] = name
	case 2:
		if _, ok := w.records[no]; ok {
			err = b.DeleteRecord(no, at)
			delete(w.records, no)
		}
	case 3, 4:
		members := rapid.SliceOfNDistinct(rapid.Uint64Range(1, worldSize), 0, 3, rapid.ID).Draw(t, "members")
		slices.Sort(members)
		moveMembers(t, b, w, id, members, at)
	case 5:
		if _, ok := w.entities[id]; ok {
			err = b.EndEntity(id, at)
			delete(w.entities, id)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// moveMembers writes an entity, and those that lose members to it before or
// after.
func moveMembers(t *rapid.T, b *store.Batch, w world, id record.EntityID, members []uint64, at store.Stamp) {
	puts := []*store.Entity{{ID: id, Kind: "person", Members: members, Since: at}}
	for other, m := range w.entities {
		rest := slices.DeleteFunc(slices.Clone(m), func(no uint64) bool { return slices.Contains(members, no) })
		if other != id && len(rest) < len(m) {
			puts = append(puts, &store.Entity{ID: other, Kind: "person", Members: rest, Since: at})
			w.entities[other] = rest
		}
	}
	w.entities[id] = members
	slices.SortFunc(puts, func(a, b *store.Entity) int { return int(a.ID) - int(b.ID) })
	if rapid.Bool().Draw(t, "backwards") {
		slices.Reverse(puts)
	}
	for _, e := range puts {
		if err := b.PutEntity(e); err != nil {
			t.Fatal(err)
		}
	}
	for e, m := range w.entities {
		if len(m) == 0 {
			w.entities[e] = nil
		}
	}
}

func checkTrimmed(t *rapid.T, s *store.Store, trimmed uint64, last int) {
	n := trimmed
	for e, err := range s.Changes(trimmed) {
		if n++; err != nil || e.Change != n {
			t.Fatalf("event %d: %v, %v", n, e, err)
		}
	}
	if n != uint64(last) {
		t.Fatalf("the feed ends at %d, want %d", n, last)
	}
	if trimmed == 0 {
		return
	}
	if _, err := s.RecordAt(1, trimmed-1); err != store.ErrTrimmed {
		t.Fatalf("state from before the cut: %v", err)
	}
	for _, err := range s.Changes(trimmed - 1) {
		if err != store.ErrTrimmed {
			t.Fatalf("events from before the cut: %v", err)
		}
	}
	if _, err := s.ChangeAt(changeTime(trimmed - 1)); err != store.ErrTrimmed {
		t.Fatalf("time before the cut: %v", err)
	}
}

// A lost id leads to wherever its people went.
func TestLostIDs(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS()})
	put := func(change uint64, ends []record.EntityID, puts map[record.EntityID][]uint64) {
		mustUpdate(t, s, func(b *store.Batch) {
			at := store.Stamp{Change: change}
			for _, id := range ends {
				must(t, b.EndEntity(id, at))
			}
			for id, m := range puts {
				must(t, b.PutEntity(&store.Entity{ID: id, Members: m, Since: at}))
			}
		})
	}
	resolves := func(id record.EntityID, want ...record.EntityID) {
		t.Helper()
		got, err := s.ResolveEntity(id)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%d resolves to %v, %v, want %v", id, got, err, want)
		}
	}
	put(1, nil, map[record.EntityID][]uint64{1: {1, 2}, 2: {3, 4}, 3: {5}})
	put(2, []record.EntityID{2}, map[record.EntityID][]uint64{1: {1, 2, 3, 4}})
	resolves(1, 1)
	resolves(2, 1)
	put(3, nil, map[record.EntityID][]uint64{1: {1, 2, 3}, 4: {4}})
	resolves(2, 1, 4)
	put(4, []record.EntityID{4}, map[record.EntityID][]uint64{3: {4, 5}})
	resolves(4, 3)
	resolves(2, 1, 3)
	put(5, []record.EntityID{1, 3}, nil)
	resolves(2)
	if _, err := s.ResolveEntity(99); err != store.ErrNotFound {
		t.Errorf("an id that was never given: %v", err)
	}
	mustUpdate(t, s, func(b *store.Batch) { must(t, b.PutAlias(store.Alias{ID: 50, Members: []uint64{5}})) })
	put(6, nil, map[record.EntityID][]uint64{7: {5}})
	resolves(50, 7)
	var ids []record.EntityID
	for a, err := range s.Aliases() {
		must(t, err)
		ids = append(ids, a.ID)
	}
	if !slices.Equal(ids, []record.EntityID{1, 2, 3, 4, 50}) {
		t.Errorf("lost ids: %v", ids)
	}
}

func TestEraseRecord(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS()})
	for no := range uint64(3) {
		mustUpdate(t, s, func(b *store.Batch) { must(t, writeUnit(b, no+1)) })
	}
	rec := testRecord(2, "2", "Yeni Ad")
	rec.Since.Change = 9
	mustUpdate(t, s, func(b *store.Batch) { must(t, b.PutRecord(rec)) })
	mustUpdate(t, s, func(b *store.Batch) { must(t, b.DeleteRecord(2, store.Stamp{Change: 10})) })
	if no, deleted, err := s.LastRecordNo(rec.Key); no != 2 || !deleted || err != nil {
		t.Errorf("LastRecordNo after deletion = %d, %v, %v", no, deleted, err)
	}
	var states []string
	for v, err := range s.RecordVersions(2) {
		must(t, err)
		states = append(states, fmt.Sprint(v.Record.Since.Change, v.Deleted, len(v.Record.Values)))
	}
	if diff := cmp.Diff([]string{"2 false 2", "9 false 2", "10 true 0"}, states); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	mustUpdate(t, s, func(b *store.Batch) { must(t, b.EraseRecord(2)) })
	if _, _, err := s.LastRecordNo(rec.Key); err != store.ErrNotFound {
		t.Errorf("LastRecordNo after erasure: %v", err)
	}
	for range s.RecordVersions(2) {
		t.Error("a version is left")
	}
	for e := range s.AllEdges() {
		t.Errorf("edge %v is left", e)
	}
}

// A record whose source renames it keeps its number, and loses its old key.
func TestRenamedRecord(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS()})
	for change, id := range []string{"old", "new"} {
		r := testRecord(1, id, "Ad")
		r.Since.Change = uint64(change + 1)
		mustUpdate(t, s, func(b *store.Batch) { must(t, b.PutRecord(r)) })
	}
	if _, err := s.RecordNo(record.Key{Source: "crm", ID: "old"}); err != store.ErrNotFound {
		t.Errorf("the old key: %v", err)
	}
	for err := range s.Check(context.Background()) {
		t.Errorf("Check: %v", err)
	}
}

// What a write refuses, the batch refuses: none of it can be committed by
// leaving an error unread.
func TestRefusedWrites(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS()})
	for name, write := range map[string]func(b *store.Batch) error{
		"edge to itself":    func(b *store.Batch) error { return b.PutEdge(&store.Edge{A: 1, B: 1}) },
		"review of itself":  func(b *store.Batch) error { return b.PutReview(&store.Review{A: 1, B: 1}) },
		"link to itself":    func(b *store.Batch) error { return b.PutLink(&store.Link{A: 1, B: 1}) },
		"ruling on itself":  func(b *store.Batch) error { return b.PutRuling(&store.Ruling{}) },
		"no entity":         func(b *store.Batch) error { return b.PutEntity(&store.Entity{}) },
		"members in a mess": func(b *store.Batch) error { return b.PutEntity(&store.Entity{ID: 1, Members: []uint64{2, 1}}) },
		"alias in a mess":   func(b *store.Batch) error { return b.PutAlias(store.Alias{ID: 1, Members: []uint64{2, 2}}) },
		"event of no kind":  func(b *store.Batch) error { return b.PutEvent(&store.Event{Change: 1}) },
		"bad time":          func(b *store.Batch) error { return b.MarkTime(store.Stamp{Change: 1, Time: "yesterday"}) },
		"number too large":  func(b *store.Batch) error { return b.AddPosting(1, 1, store.Posting{No: 1 << 63}) },
		"unknown model":     func(b *store.Batch) error { return b.PinModel([]byte{1}) },
	} {
		b := s.NewBatch()
		err := write(b)
		if err == nil || b.Commit(true) != err {
			t.Errorf("%s: %v, and the batch can be committed", name, err)
		}
	}
	for range s.Edges(1) {
		t.Error("something was written")
	}
}
