package match

import (
	"fmt"
	"testing"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// TestInterner: a name is one by its table, its display and the former surnames, and
// is found again however many there are.
func TestInterner(t *testing.T) {
	m := Shipped("tr", 1000)
	in := NewInterner(m.Options(), m)
	type key struct {
		table         table
		display, prev string
	}
	var keys []key
	for i := range 5000 {
		keys = append(keys, key{givenTable, fmt.Sprint("Ad", i), ""}, key{surnameTable, fmt.Sprint("Ad", i), ""}, key{surnameTable, fmt.Sprint("Ad", i), "Kaya"})
	}
	first, ids := NewBuilder(in, m), map[uint32]key{}
	for _, k := range keys {
		n := first.lookUp(k.table, k.display, k.prev)
		if other, ok := ids[n.ID]; ok {
			t.Fatalf("%v and %v are both name %d", k, other, n.ID)
		}
		ids[n.ID] = k
	}
	again := NewBuilder(in, m)
	for _, k := range keys {
		if n := again.lookUp(k.table, k.display, k.prev); ids[n.ID] != k || n.display != k.display || n.prev != k.prev {
			t.Fatalf("%v was found as name %d, %q %q", k, n.ID, n.display, n.prev)
		}
	}
	if again.lookUp(givenTable, "--", "") != nil || in.Len() != len(keys)+1 {
		t.Errorf("%d names, of %d that came and one that is none", in.Len(), len(keys))
	}
}

// TestDiscount: what a profile counted for its names is taken back.
func TestDiscount(t *testing.T) {
	m := Shipped("tr", 1000)
	in := NewInterner(m.Options(), m)
	r := record.Record{Values: []record.Value{{Field: record.FullName, Text: "Ayşe Kaya Demir"}, {Field: record.FatherName, Text: "Ayşe"}}}
	p := NewBuilder(in, m).Profile(&r, normalize.NewFeatures(&r, m.Options()))
	if n := in.counts(givenTable)["ayse"]; n != 2 {
		t.Errorf("the name counts %d, want 2", n)
	}
	in.Discount(p)
	for _, table := range []table{givenTable, surnameTable} {
		for word, n := range in.counts(table) {
			if n != 0 {
				t.Errorf("%s still counts %d", word, n)
			}
		}
	}
}
