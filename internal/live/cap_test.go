package live

import (
	"context"
	"fmt"
	"testing"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// TestCapJudgesNobodyAgain lets the list of a name grow beyond its cap. Those who
// bear it have a line in common with somebody else each, with whom they would be
// judged again if they were looked at as a whole.
func TestCapJudgesNobodyAgain(t *testing.T) {
	e, err := Open("caps", &Options{Model: tinyModel(), Store: store.Options{FS: store.NewMemFS()}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	upsert := func(id, name, born, line string) *Outcome {
		t.Helper()
		r := record.Record{Key: record.Key{Source: "crm", ID: record.ID(id)}, Values: []record.Value{
			{Field: record.FullName, Text: name}, {Field: record.BirthDate, Text: born}, {Field: record.Phone, Text: line},
		}}
		out, err := e.Apply(context.Background(), &Write{Upsert: []record.Record{r}})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	limit := e.Model().Limits.Cap
	others := []string{"Ayşe Kaya", "Fatma Demir", "Zeynep Çelik", "Elif Şahin"}
	for i := range limit {
		line := fmt.Sprintf("0532 001 27 %02d", i)
		upsert(fmt.Sprint("a", i), "Mehmet Yılmaz", fmt.Sprintf("19%d0-0%d-1%d", 50+i, i+1, i), line)
		upsert(fmt.Sprint("b", i), others[i], fmt.Sprintf("19%d5-0%d-2%d", 50+i, i+2, i), line)
	}
	out := upsert("last", "Mehmet Yılmaz", "1999-11-30", "0532 001 27 99")
	if out.Crossings.Capped == 0 {
		t.Fatal("no key passed the cap")
	}
	if out.Judged != 0 {
		t.Errorf("%d pairs were judged where a name became frequent", out.Judged)
	}
}
