package tekil_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// customer makes a record out of pairs of field and value.
func customer(source, id string, pairs ...string) record.Record {
	r := record.Record{Key: record.Key{Source: record.Source(source), ID: record.ID(id)}}
	for i := 0; i < len(pairs); i += 2 {
		r.Values = append(r.Values, record.Value{Field: record.Field(pairs[i]), Text: pairs[i+1]})
	}
	return r
}

// open opens an engine in memory; a program gives a directory and no FS.
func open() *tekil.Engine {
	e, err := tekil.Open("customers", &tekil.Options{Store: store.Options{FS: store.NewMemFS()}})
	if err != nil {
		log.Fatal(err)
	}
	return e
}

func Example() {
	dir, err := os.MkdirTemp("", "tekil")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	e, err := tekil.Open(filepath.Join(dir, "customers"), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer e.Close()

	ctx := context.Background()
	if _, err := e.Upsert(ctx,
		customer("crm", "1", "full_name", "Uğur Hami Özmen", "mobile", "0532 213 47 68", "birth_date", "1957-04-11"),
		customer("web", "7", "full_name", "Ugur Ozmen", "phone", "+905322134768"),
	); err != nil {
		log.Fatal(err)
	}
	matches, err := e.Resolve(ctx, tekil.Query{Values: []record.Value{
		{Field: record.FullName, Text: "Dr. Uğur ÖZMEN"}, {Field: record.Mobile, Text: "5322134768"},
	}})
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range matches {
		fmt.Println(m.Verdict.Decision, m.Entity.Text(record.FullName), m.Entity.Members)
	}
	// Output: same Uğur Hami Özmen [crm:1 web:7]
}

func ExampleEngine_Upsert() {
	e := open()
	defer e.Close()
	ctx := context.Background()
	first, err := e.Upsert(ctx, customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68"))
	if err != nil {
		log.Fatal(err)
	}
	second, err := e.Upsert(ctx, customer("web", "1", "full_name", "ZUMRUT AKKAYA", "mobile", "0532 213 47 68"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(first.Events[0].Kind, second.Events[0].Kind, first.Entities[0] == second.Entities[0])
	// Output: created changed true
}

func ExampleEngine_Rule() {
	e := open()
	defer e.Close()
	ctx := context.Background()
	a := customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	b := customer("web", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	if _, err := e.Upsert(ctx, a, b); err != nil {
		log.Fatal(err)
	}
	ruled, err := e.Rule(ctx, record.Ruling{A: a.Key, B: b.Key, Same: false, Author: "ayse", Reason: "mother and daughter"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(ruled.Change.Events[0].Kind, ruled.Apart)
	x, err := e.Explain(ctx, a.Key, b.Key)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(x.Together, x.Why)
	change, err := e.Unrule(ctx, ruled.Number)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(change.Events[0].Kind)
	// Output:
	// split true
	// false [ayse ruled them different (mother and daughter)]
	// merged
}

func ExampleEngine_Changes() {
	e := open()
	defer e.Close()
	ctx := context.Background()
	r := customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	if _, err := e.Upsert(ctx, r); err != nil {
		log.Fatal(err)
	}
	if _, err := e.Delete(ctx, r.Key); err != nil {
		log.Fatal(err)
	}
	last := uint64(0) // where a consumer was before
	for ev, err := range e.Changes(last) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(ev.Number, ev.Kind, ev.Entities)
		last = ev.Number
	}
	// Output:
	// 1 created [T0000012]
	// 2 deleted [T0000012]
}
