package tekil_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// zumrut are two records of one woman and one of somebody else.
func zumrut() (crm, web, other record.Record) {
	return customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "birth_date", "1985-07-08", "address", "Caferağa Mah. Moda Cad. No:5 D:3 Kadıköy/İstanbul"),
		customer("web", "7", "full_name", "ZUMRUT AKKAYA", "mobile", "0532 213 47 68", "email", "zumrutakkaya@example.com"),
		customer("crm", "2", "full_name", "Nurettin Yıldırım", "mobile", "0542 314 58 79")
}

// filled opens an engine in memory that holds the three.
func filled() *tekil.Engine {
	e := open()
	a, b, c := zumrut()
	_, err := e.Upsert(context.Background(), a, b, c)
	must(err)
	return e
}

func values(pairs ...string) []record.Value { return customer("", "", pairs...).Values }

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "tekil")
	must(err)
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "customers")
	_, err = tekil.Open(name, &tekil.Options{MustExist: true})
	fmt.Println(errors.Is(err, tekil.ErrNotStore))

	e, err := tekil.Open(name, nil)
	must(err)
	defer e.Close()
	_, err = tekil.Open(name, nil)
	fmt.Println(errors.Is(err, tekil.ErrInUse))
	// Output:
	// true
	// true
}

// Of two mailboxes the one of the source that is trusted most is the primary.
func ExampleSurvivorship() {
	rules := &tekil.Survivorship{
		Trust:  []record.Source{"branch", "crm"},
		Fields: map[record.Field]tekil.FieldRule{record.Email: {Strategy: []tekil.Strategy{tekil.MostTrusted}}},
	}
	e, err := tekil.Open("customers", &tekil.Options{Survivorship: rules, Store: store.Options{FS: store.NewMemFS()}})
	must(err)
	defer e.Close()
	ctx := context.Background()
	change, err := e.Upsert(ctx,
		customer("web", "7", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "email", "zumrut.a@example.com", "updated_at", "2026-02-01"),
		customer("branch", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "email", "z.akkaya@example.com", "updated_at", "2024-05-01"))
	must(err)
	x, err := e.Entity(ctx, change.Entities[0])
	must(err)
	fmt.Println(x.Text(record.Email))
	// Output: z.akkaya@example.com
}

func ExampleEngine_Close() {
	e := open()
	fmt.Println(e.Close(), e.Close())
	_, err := e.Upsert(context.Background(), customer("crm", "1", "full_name", "Zümrüt Akkaya"))
	fmt.Println(errors.Is(err, tekil.ErrClosed))
	// Output:
	// <nil> <nil>
	// true
}

func ExampleEngine_Model() {
	e := open()
	defer e.Close()
	m := e.Model()
	fmt.Println(m.Locale, m.Hash() == match.Shipped("tr", match.ShippedRecords).Hash())
	// Output: tr true
}

// One call may bring many records: all of them are stored, or none.
func ExampleEngine_Upsert_many() {
	e := open()
	defer e.Close()
	ctx := context.Background()
	a, b, c := zumrut()
	change, err := e.Upsert(ctx, a, b, c)
	must(err)
	fmt.Println(change.Created, change.Entities[0] == change.Entities[1], change.Entities[1] == change.Entities[2])
	_, err = e.Upsert(ctx, customer("crm", "3", "full_name", "Ayşe Kaya"), record.Record{})
	fmt.Println(errors.Is(err, tekil.ErrBadRecord))
	_, err = e.Record(ctx, record.Key{Source: "crm", ID: "3"})
	fmt.Println(errors.Is(err, tekil.ErrNoRecord))
	// Output:
	// 3 true false
	// true
	// true
}

func ExampleEngine_Delete() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	change, err := e.Delete(ctx, record.Key{Source: "crm", ID: "1"}, record.Key{Source: "crm", ID: "not there"})
	must(err)
	fmt.Println(change.Deleted, change.Events[0].Kind)
	x, err := e.EntityOf(ctx, record.Key{Source: "web", ID: "7"})
	must(err)
	fmt.Println(x.Members)
	// Output:
	// 1 changed
	// [web:7]
}

func ExampleEngine_Resolve() {
	e := filled()
	defer e.Close()
	for _, fragment := range [][]record.Value{
		values("mobile", "532 213 47 68"),
		values("full_name", "zümrüt akkaya", "district", "Kadıköy"),
		values("full_name", "Nuretin Yıldrım"),
		values("full_name", "Ali Vefa", "mobile", "0533 111 22 33"),
	} {
		matches, err := e.Resolve(context.Background(), tekil.Query{Values: fragment, Limit: 1})
		must(err)
		if len(matches) == 0 {
			fmt.Println("nobody")
		}
		for _, m := range matches {
			fmt.Println(m.Verdict.Decision, m.Entity.Text(record.FullName))
		}
	}
	// Output:
	// review Zümrüt Akkaya
	// same Zümrüt Akkaya
	// different Nurettin Yıldırım
	// nobody
}

func ExampleEngine_Entity() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	x, err := e.EntityOf(ctx, record.Key{Source: "web", ID: "7"})
	must(err)
	x, err = e.Entity(ctx, x.ID)
	must(err)
	fmt.Println(x.ID, x.Kind, x.Members)
	for _, f := range x.Fields {
		if f.Field == record.FullName || f.Field == record.Email {
			fmt.Println(f.Field, f.Values[0].Text, "from", f.Values[0].From)
		}
	}
	_, err = e.Entity(ctx, 999)
	fmt.Println(errors.Is(err, tekil.ErrNoEntity))
	// Output:
	// T0000012 person [crm:1 web:7]
	// full_name Zümrüt Akkaya from crm:1
	// email zumrutakkaya@example.com from web:7
	// true
}

func ExampleEngine_Record() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	r, err := e.Record(ctx, record.Key{Source: "web", ID: "7"})
	must(err)
	fmt.Println(r.First(record.FullName), r.Entity)
	list, err := e.Records(ctx, r.Entity)
	must(err)
	fmt.Println(len(list))
	k, err := e.Find(ctx, "7") // as a person types it
	must(err)
	fmt.Println(k)
	// Output:
	// ZUMRUT AKKAYA T0000012
	// 2
	// web:7
}

func ExampleEngine_Search() {
	e := filled()
	defer e.Close()
	hits, err := e.Search(context.Background(), "zumrut akaya kadıköy", 5)
	must(err)
	for _, h := range hits {
		fmt.Println(h.Entity.Text(record.FullName))
	}
	// Output: Zümrüt Akkaya
}

func ExampleEngine_Explain() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	x, err := e.Explain(ctx, record.Key{Source: "crm", ID: "1"}, record.Key{Source: "web", ID: "7"})
	must(err)
	fmt.Println(x.Together, x.Verdict.Decision)
	for _, ev := range x.Verdict.Evidence {
		fmt.Println(ev.Name, ev.Level)
	}
	x, err = e.Explain(ctx, record.Key{Source: "crm", ID: "1"}, record.Key{Source: "crm", ID: "2"})
	must(err)
	fmt.Println(x.Together, x.Why)
	// Output:
	// true same
	// given_name exact
	// surname exact
	// mobile equal
	// gender equal
	// false [they contradict each other: V2 (given names that conflict)]
}

func ExampleEngine_ExplainEntity() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	x, err := e.EntityOf(ctx, record.Key{Source: "crm", ID: "1"})
	must(err)
	why, err := e.ExplainEntity(ctx, x.ID)
	must(err)
	for _, j := range why.Joins {
		fmt.Println(j.A, j.B, j.Verdict.Assurance)
	}
	// Output: crm:1 web:7 C
}

func ExampleEngine_Unrule() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	ruled, err := e.Rule(ctx, record.Ruling{A: record.Key{Source: "crm", ID: "1"}, B: record.Key{Source: "web", ID: "7"}, Author: "ayse", Expires: "2036-01-01T00:00:00Z"})
	must(err)
	change, err := e.Unrule(ctx, ruled.Number)
	must(err)
	fmt.Println(change.Events[0].Kind)
	for r, err := range e.Rulings() { // it stays on record
		must(err)
		fmt.Println(r.Number, r.Author, r.InForce())
	}
	// Output:
	// merged
	// 1 ayse false
}

func ExampleEngine_Contradicted() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	a, b := record.Key{Source: "crm", ID: "1"}, record.Key{Source: "web", ID: "7"}
	_, err := e.Rule(ctx, record.Ruling{A: a, B: b, Same: true, Author: "ayse"})
	must(err)
	_, err = e.Rule(ctx, record.Ruling{A: a, B: b, Same: false, Author: "mehmet"})
	must(err)
	for r, err := range e.Contradicted() {
		must(err)
		fmt.Println(r.Number, r.Author, r.A, r.B)
	}
	// Output: 1 ayse crm:1 web:7
}

func ExampleEngine_Review() {
	e := open()
	defer e.Close()
	_, err := e.Upsert(context.Background(),
		customer("crm", "1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "district", "Kadıköy", "city", "İstanbul"),
		customer("web", "1", "mobile", "0532 213 47 68", "district", "Kadıköy"))
	must(err)
	for item, err := range e.Review() {
		must(err)
		fmt.Println(item.A, item.B, item.Rule, item.EntityA == item.EntityB)
	}
	// Output: crm:1 web:1 R27 false
}

func ExampleEngine_Snapshot() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	sn := e.Snapshot()
	defer sn.Close()
	_, err := e.Delete(ctx, record.Key{Source: "crm", ID: "2"})
	must(err)
	n := 0
	for _, err := range sn.Entities() {
		must(err)
		n++
	}
	_, gone := e.Record(ctx, record.Key{Source: "crm", ID: "2"})
	_, there := sn.Record(ctx, record.Key{Source: "crm", ID: "2"})
	fmt.Println(n, errors.Is(gone, tekil.ErrNoRecord), there)
	// Output: 2 true <nil>
}

// A consumer reads everything once, and then what changes.
func ExampleSnapshot_Change() {
	e := filled()
	defer e.Close()
	sn := e.Snapshot()
	for x, err := range sn.Entities() {
		must(err)
		fmt.Println(x.Text(record.FullName))
	}
	since, err := sn.Change()
	must(err)
	must(sn.Close())

	_, err = e.Delete(context.Background(), record.Key{Source: "crm", ID: "2"})
	must(err)
	for ev, err := range e.Changes(since) {
		must(err)
		fmt.Println(ev.Kind)
	}
	// Output:
	// Zümrüt Akkaya
	// Nurettin Yıldırım
	// deleted
}

func ExampleEngine_Stats() {
	e := filled()
	defer e.Close()
	s, err := e.Stats(context.Background())
	must(err)
	fmt.Println(s.Records, s.Entities["person"], s.Change)
	// Output: 3 2 2
}

func ExampleEngine_Verify() {
	e := filled()
	defer e.Close()
	sound := true
	for err := range e.Verify(context.Background(), nil) {
		var broken *tekil.Broken // any other error kept Verify from going on
		fmt.Println(errors.As(err, &broken), err)
		sound = false
	}
	fmt.Println(sound)
	// Output: true
}

func ExampleEngine_Rematch() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	strict := *e.Model()
	strict.Thresholds.Assurance = record.AssuranceA
	preview, err := e.Rematch(ctx, &strict, &tekil.RematchOptions{Preview: true})
	must(err)
	fmt.Println(preview.Split, preview.Moved, e.Model().Hash() == strict.Hash())
	done, err := e.Rematch(ctx, &strict, nil)
	must(err)
	fmt.Println(done.Split, done.Moved, e.Model().Hash() == strict.Hash())
	// Output:
	// 1 1 false
	// 1 1 true
}

func ExampleEngine_Load() {
	e := open()
	defer e.Close()
	ctx := context.Background()
	a, b, c := zumrut()
	report, err := e.Load(ctx, sequence([]record.Record{a, b, c}), nil)
	must(err)
	fmt.Println(report.Created, report.EntitiesCreated)

	// All that the CRM has today: what it lacks is deleted, within a limit.
	today := sequence([]record.Record{a})
	_, err = e.Load(ctx, today, &tekil.LoadOptions{Snapshot: true})
	fmt.Println(errors.Is(err, tekil.ErrTooManyDeleted))
	report, err = e.Load(ctx, today, &tekil.LoadOptions{Snapshot: true, DeleteLimit: 0.5, DryRun: true})
	must(err)
	fmt.Println(report.Unchanged, report.Deleted)
	// Output:
	// 3 2
	// true
	// 1 1
}

func ExampleEngine_History() {
	day := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	e, err := tekil.Open("customers", &tekil.Options{Now: func() time.Time { return day }, Store: store.Options{FS: store.NewMemFS()}})
	must(err)
	defer e.Close()
	ctx := context.Background()
	a, b, _ := zumrut()
	first, err := e.Upsert(ctx, a)
	must(err)
	day = day.AddDate(0, 1, 0)
	_, err = e.Upsert(ctx, b)
	must(err)

	states, err := e.History(ctx, first.Entities[0])
	must(err)
	for _, s := range states {
		fmt.Println(s.Time.Format(time.RFC3339), s.Members)
	}
	past, err := e.At(ctx, time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC))
	must(err)
	was, err := past.EntityOf(ctx, a.Key)
	must(err)
	fmt.Println("on 15 March:", was.Members)

	must(e.DropHistory(ctx, time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)))
	_, err = e.At(ctx, time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC))
	fmt.Println(errors.Is(err, tekil.ErrTrimmed))
	// Output:
	// 2026-03-01T09:00:00Z [crm:1]
	// 2026-04-01T09:00:00Z [crm:1 web:7]
	// on 15 March: [crm:1]
	// true
}

func ExampleEngine_RecordHistory() {
	e := filled()
	defer e.Close()
	ctx := context.Background()
	k := record.Key{Source: "crm", ID: "2"}
	_, err := e.Upsert(ctx, customer("crm", "2", "full_name", "Nurettin Yıldırım", "mobile", "0555 314 58 79"))
	must(err)
	_, err = e.Delete(ctx, k)
	must(err)
	states, err := e.RecordHistory(ctx, k)
	must(err)
	for _, s := range states {
		fmt.Println(s.First(record.Mobile), s.Deleted)
	}
	// Output:
	// 0542 314 58 79 false
	// 0555 314 58 79 false
	//  true
}

func ExampleEngine_Export() {
	e := filled()
	defer e.Close()
	dir, err := os.MkdirTemp("", "tekil")
	must(err)
	defer os.RemoveAll(dir)
	must(e.Export(context.Background(), filepath.Join(dir, "people"), nil))
	b, err := os.ReadFile(filepath.Join(dir, "people", "members.csv"))
	must(err)
	fmt.Print(string(b))
	// Output:
	// record_id,source,entity_id,superseded
	// 1,crm,T0000012,
	// 2,crm,T0000024,
	// 7,web,T0000012,
}

func ExampleRestore() {
	dir, err := os.MkdirTemp("", "tekil")
	must(err)
	defer os.RemoveAll(dir)
	ctx := context.Background()
	at := func(name string) string { return filepath.Join(dir, name) }
	e, err := tekil.Open(at("customers"), nil)
	must(err)
	a, b, c := zumrut()
	_, err = e.Upsert(ctx, a, b, c)
	must(err)
	must(e.Backup(ctx, at("backup"))) // while it goes on
	_, err = e.Delete(ctx, a.Key, b.Key, c.Key)
	must(err)
	must(e.Close())

	must(tekil.Restore(ctx, at("backup"), at("restored")))
	e, err = tekil.Open(at("restored"), nil)
	must(err)
	defer e.Close()
	x, err := e.EntityOf(ctx, a.Key)
	must(err)
	fmt.Println(x.Members)
	// Output: [crm:1 web:7]
}

func ExampleEngine_Backup() {
	dir, err := os.MkdirTemp("", "tekil")
	must(err)
	defer os.RemoveAll(dir)
	e, err := tekil.Open(filepath.Join(dir, "customers"), nil)
	must(err)
	defer e.Close()
	must(e.Backup(context.Background(), filepath.Join(dir, "backup")))
	twin, err := tekil.Open(filepath.Join(dir, "backup"), &tekil.Options{MustExist: true})
	must(err)
	fmt.Println(twin.Close())
	// Output: <nil>
}

func ExampleDial() {
	dir, err := os.MkdirTemp("", "tekil")
	must(err)
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "customers")
	e, err := tekil.Open(name, &tekil.Options{Admin: true}) // a service
	must(err)
	defer e.Close()

	r, err := tekil.Dial(context.Background(), name) // another process
	must(err)
	a, b, c := zumrut()
	report, err := r.Load(context.Background(), sequence([]record.Record{a, b, c}), nil)
	must(err)
	fmt.Println(report.Created)
	// Output: 3
}
