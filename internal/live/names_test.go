package live

import (
	"context"
	"fmt"
	"testing"

	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// TestNamesAreForgotten: an engine knows no more names than it may, however many come,
// and knows again who bears them.
func TestNamesAreForgotten(t *testing.T) {
	e, err := Open("store", &Options{Store: store.Options{FS: store.NewMemFS()}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	const most, inOne = 40, 4 // names, and those of a record and the people that it meets
	put := func(source string, i int) record.EntityID {
		e.reading.most = most
		if n := e.reading.names.Len(); n > most+inOne {
			t.Fatalf("%d names are known, %d at most", n, most)
		}
		r := testkit.Record(fmt.Sprint(source, ":", i), fmt.Sprintf("full_name=Ali Ba%cl%crer", 'a'+i%26, 'a'+i/26), fmt.Sprint("mobile=0532 213 4", 100+i))
		out, err := e.Apply(context.Background(), &Write{Upsert: []record.Record{*r}})
		if err != nil {
			t.Fatal(err)
		}
		return out.Entities[0]
	}
	first := e.reading
	var people []record.EntityID
	for i := range 200 {
		people = append(people, put("crm", i))
	}
	if e.reading == first {
		t.Fatal("one reading knew all names")
	}
	for i, want := range people {
		if got := put("shop", i); got != want {
			t.Errorf("person %d is %d, was %d", i, got, want)
		}
	}
	e.Verify(context.Background(), nil, func(err error) bool { t.Error(err); return true })
}
