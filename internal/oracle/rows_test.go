package oracle_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/cluster"
	"github.com/tekil-id/tekil/internal/oracle"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// The edge of a copy is known by its class.
const _ = uint(resolve.Copy-1<<blocking.Copy) + uint(1<<blocking.Copy-resolve.Copy)

// row is a record of one shop.
func row(id int, values ...string) record.Record {
	r := record.Record{Key: record.Key{Source: "shop", ID: record.ID(strconv.Itoa(id))}}
	for i := 0; i < len(values); i += 2 {
		r.Values = append(r.Values, record.Value{Field: record.Field(values[i]), Text: values[i+1]})
	}
	return r
}

// A customer with many equal rows is one person however many there are, also
// beside rows that say more, and the rows of a namesake on another line are not.
func TestManyRowsOfOneCustomer(t *testing.T) {
	m := match.Shipped("", 0)
	m.Limits.Cap, m.Limits.Component = 4, 8
	for _, n := range []int{3, 4, 5, 8, 9, 60} {
		var records []record.Record
		for i := range n {
			records = append(records, row(i, "full_name", "Uğur Özmen", "mobile", "0533 417 62 91"))
		}
		for i := range n {
			records = append(records, row(1000+i, "full_name", "Uğur Özmen", "mobile", "0542 300 11 22", "birth_date", "1991-04-05"))
		}
		records = append(records, row(2000, "full_name", "Uğur Özmen", "mobile", "0533 417 62 91", "birth_date", "1960-03-12", "email", "u.ozmen61@example.com"))
		res, sorted := oracle.Resolve(records, nil, m)
		people := map[uint32]string{}
		for i, first := range res.Person {
			want := "one"
			if len(sorted[i].ID) == 4 && sorted[i].ID < "2" {
				want = "other"
			}
			if was, ok := people[first]; ok && was != want {
				t.Errorf("%d rows: the rows of two people are one", n)
			}
			people[first] = want
		}
		if len(people) != 2 {
			t.Errorf("%d rows each: %d people, want 2", n, len(people))
		}
	}
}

// A customer of more different rows than a component may have stays in pieces, and
// a steward is asked once about any two of them.
func TestManyDifferentRowsOfOneCustomer(t *testing.T) {
	m := match.Shipped("", 0)
	m.Limits.Cap, m.Limits.Component = 20, 12
	var records []record.Record
	for i := range 90 {
		records = append(records, row(100+i, "full_name", "Uğur Özmen", "mobile", "0533 417 62 91", "email", fmt.Sprintf("u.ozmen%d@example.com", 100+i)))
	}
	res, _ := oracle.Resolve(records, nil, m)
	people := map[uint32]bool{}
	for _, p := range res.Person {
		people[p] = true
	}
	if len(people) < 2 {
		t.Fatal("no component was split: the test tests nothing")
	}
	asked := map[[2]uint32]bool{}
	for _, r := range res.Refused {
		two := [2]uint32{res.Person[r.A], res.Person[r.B]}
		if r.Reason == cluster.TooLarge && asked[two] {
			t.Errorf("asked twice about people %v", two)
		}
		asked[two] = true
	}
	if len(asked) == 0 {
		t.Error("nobody is asked")
	}
}

// Rows that do not join by themselves stay apart, however equal they are: of a
// source without duplicates, and with nothing but a name.
func TestEqualRowsOfDifferentPeople(t *testing.T) {
	m := match.Shipped("", 0)
	m.Limits.Cap = 4
	var bare, unique []record.Record
	for i := range 9 {
		bare = append(bare, row(i, "full_name", "Uğur Özmen", "city", "İzmir"))
		unique = append(unique, row(i, "full_name", "Uğur Özmen", "mobile", "0533 417 62 91"))
	}
	strict := *m
	strict.UniqueSources = []record.Source{"shop"}
	for _, tt := range []struct {
		name    string
		records []record.Record
		m       *match.Model
	}{{"name alone", bare, m}, {"unique source", unique, &strict}} {
		res, _ := oracle.Resolve(tt.records, nil, tt.m)
		for i, first := range res.Person {
			if first != uint32(i) {
				t.Errorf("%s: row %d joined row %d", tt.name, i, first)
			}
		}
	}
}

// Rulings about equal rows hold: a "different" takes a row out, and leaves the
// others together.
func TestRulingsAboutEqualRows(t *testing.T) {
	var records []record.Record
	for i := range 7 {
		records = append(records, row(i, "full_name", "Uğur Özmen", "mobile", "0533 417 62 91"))
	}
	for _, p := range [][2]int{{0, 3}, {2, 5}, {5, 6}} {
		rulings := []record.Ruling{{A: records[p[0]].Key, B: records[p[1]].Key}}
		res, _ := oracle.Resolve(records, rulings, match.Shipped("", 0))
		if res.Person[p[0]] == res.Person[p[1]] {
			t.Errorf("%v: ruled different, and one person", p)
		}
		together := map[uint32]bool{}
		for i := range records {
			if i != p[0] && i != p[1] {
				together[res.Person[i]] = true
			}
		}
		if len(together) != 1 {
			t.Errorf("%v: the other rows are %d people", p, len(together))
		}
		if len(res.Refused) == 0 {
			t.Errorf("%v: nobody is asked: %s", p, fmt.Sprint(res.Person))
		}
	}
}
