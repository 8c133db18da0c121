package live

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// orderRow returns row i of a customer with very many: each row has a mailbox of its
// own and two of the customer's lines, which it shares with the rows beside it, so
// that all rows hang together while no line passes the cap.
func orderRow(i int, mailbox string) record.Record {
	line := func(k int) record.Value {
		return record.Value{Field: record.Phone, Text: fmt.Sprintf("0532 %03d %02d %02d", 101+k/100, 10+k%100/10, 10+k%10*7)}
	}
	return record.Record{Key: record.Key{Source: "orders", ID: record.ID(fmt.Sprintf("%06d", i))}, Values: []record.Value{
		{Field: record.FullName, Text: "Zümrüt Karaosmanoğlu"}, line(i / 25), line(i/25 + 1),
		{Field: record.Email, Text: fmt.Sprintf("%s%d@example.com", mailbox, i)},
	}}
}

// equalRow returns row i of a customer whose rows say nothing but the same.
func equalRow(i int, _ string) record.Record {
	r := orderRow(0, "siparis")
	r.ID = record.ID(fmt.Sprintf("%06d", i))
	return r
}

// BenchmarkComponent changes one record of a customer of n.
func BenchmarkComponent(b *testing.B) {
	for _, kind := range []struct {
		name string
		row  func(i int, mailbox string) record.Record
	}{{"rows", orderRow}, {"equal", equalRow}} {
		for _, n := range []int{100, 300, 1000, 3000} {
			b.Run(fmt.Sprintf("%s=%d", kind.name, n), func(b *testing.B) { benchComponent(b, n, kind.row) })
		}
	}
}

func benchComponent(b *testing.B, n int, row func(i int, mailbox string) record.Record) {
	e, err := Open("store", &Options{Now: clock, Store: store.Options{FS: store.NewMemFS()}})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	took := map[string]time.Duration{}
	apply := func(name string, w *Write) {
		start := processor(b)
		if _, err := e.Apply(context.Background(), w); err != nil {
			b.Fatal(err)
		}
		took[name] += processor(b) - start
	}
	var all Write
	for i := range n {
		all.Upsert = append(all.Upsert, row(i, "siparis"))
	}
	apply("all", &all)
	for i := 0; b.Loop(); i++ {
		apply("add", &Write{Upsert: []record.Record{row(n, "siparis")}})
		apply("alter", &Write{Upsert: []record.Record{row(n/2, fmt.Sprint("yeni", i))}})
		apply("delete", &Write{Delete: []record.Key{row(n, "").Key}})
	}
	for _, name := range []string{"add", "alter", "delete"} {
		b.ReportMetric(float64(took[name].Microseconds())/1000/float64(b.N), "ms/"+name)
	}
	people := 0
	for range e.st.Entities(0) {
		people++
	}
	b.ReportMetric(float64(people), "people")
}

// processor returns the processor time that the process has used.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
