package store_test

import (
	"fmt"
	"log"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// A live store: one batch writes a record with what finds it, a reader looks.
func Example() {
	s, err := store.Open("customers", &store.Options{FS: store.NewMemFS()}) // without FS: on disk
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()

	b := s.NewBatch()
	defer b.Close()
	c, err := b.Counters()
	if err != nil {
		log.Fatal(err)
	}
	c.Record++
	c.Change++
	at := store.Stamp{Change: c.Change, Time: "2026-03-01T09:00:00Z"}
	b.PutRecord(&store.Record{
		No:      c.Record,
		Record:  record.Record{Key: record.Key{Source: "crm", ID: "1001"}, Values: []record.Value{{Field: record.FullName, Text: "Uğur Özmen"}}},
		Arrival: c.Record,
		Since:   at,
	})
	const phone, hash = 1, 0x5eed
	b.AddPosting(phone, hash, store.Posting{No: c.Record})
	b.PutEvent(&store.Event{Change: c.Change, Kind: store.Created, Time: at.Time})
	if err := b.Commit(true); err != nil { // an error of any of the writes above
		log.Fatal(err)
	}

	sn := s.Snapshot()
	defer sn.Close()
	list, _, err := sn.Postings(nil, phone, hash, 10)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range list {
		rec, err := sn.Record(p.No)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(rec.Key, rec.First(record.FullName))
	}
	// Output: crm:1001 Uğur Özmen
}

// A batch run writes a whole store from sorted streams.
func ExampleCreate() {
	opts := &store.Options{FS: store.NewMemFS()}
	l, err := store.Create("customers", opts)
	if err != nil {
		log.Fatal(err)
	}
	defer l.Abort() // nothing once Finish has succeeded
	for no := range uint64(3) {
		key := record.Key{Source: "crm", ID: record.ID(fmt.Sprint(1000 + no))}
		if err := l.AddRecord(&store.Record{No: no, Record: record.Record{Key: key}, Arrival: no}); err != nil {
			log.Fatal(err)
		}
	}
	if err := l.AddEntity(&store.Entity{ID: 1, Kind: "person", Members: []uint64{0, 2}}); err != nil {
		log.Fatal(err)
	}
	if err := l.Finish(); err != nil {
		log.Fatal(err)
	}

	s, err := store.Open("customers", opts)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	id, err := s.EntityOf(2)
	fmt.Println(id, err)
	// Output: T0000012 <nil>
}

// What was believed at a time: times lead to changes, and changes to states.
func ExampleReader_ChangeAt() {
	s, err := store.Open("customers", &store.Options{FS: store.NewMemFS()})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	for i, golden := range []string{"Ugur Ozmen", "Uğur Hami Özmen"} {
		at := store.Stamp{Change: uint64(i + 1), Time: fmt.Sprintf("2026-0%d-15T09:00:00Z", i+2)}
		b := s.NewBatch()
		b.PutEntity(&store.Entity{ID: 1, Members: []uint64{7}, Golden: []byte(golden), Since: at})
		b.PutEvent(&store.Event{Change: at.Change, Kind: store.Changed, Time: at.Time, Entities: []record.EntityID{1}})
		if err := b.Commit(true); err != nil {
			log.Fatal(err)
		}
	}
	change, err := s.ChangeAt("2026-03-01T00:00:00Z")
	if err != nil {
		log.Fatal(err)
	}
	e, err := s.EntityAt(1, change)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s %s\n", e.ID, e.Golden)
	// Output: T0000012 Ugur Ozmen
}
