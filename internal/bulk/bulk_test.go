package bulk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/oracle"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// crowd makes records out of few names, lines, doors and dates, so that hubs,
// caps, twins and contradictions are all met.
func crowd(rnd *rand.Rand, n int) []record.Record {
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	maybe := func(p float64, s string) string {
		if rnd.Float64() < p {
			return s
		}
		return ""
	}
	ids := make([]string, 6)
	for i := range ids {
		nine := fmt.Sprintf("8%08d", 1234567*(i+1)%100000000)
		ids[i] = nine + normalize.TCKNCheckDigits(nine)
	}
	var out []record.Record
	for i := range n {
		r := record.Record{Key: record.Key{Source: record.Source(pick("crm", "web")), ID: record.ID(fmt.Sprint(i))}}
		add := func(f record.Field, s string) {
			if s != "" {
				r.Values = append(r.Values, record.Value{Field: f, Text: s})
			}
		}
		add(record.FullName, maybe(.95, pick("Mehmet", "Ahmet", "Ayşe", "Mehmet Ali", "A.")+" "+pick("Yılmaz", "Kaya", "Özmen", "YILMAZ")))
		add(record.BirthDate, maybe(.5, pick("1960-03-12", "1960-12-03", "1985-07-08", "1985")))
		add(record.NationalID, maybe(.3, pick(ids...)))
		add(record.Phone, maybe(.6, fmt.Sprintf("0532 001 27 %02d", rnd.IntN(8))))
		add(record.Email, maybe(.3, pick("a", "b", "c")+"ozmen@example.com"))
		add(record.Address, maybe(.5, "Barbaros Mah. Gül Sok. No:"+pick("12", "14")+" D:"+pick("5", "6")+" Kadıköy/İstanbul"))
		out = append(out, r)
	}
	return out
}

// repeat gives some records the values of others, up to share of all, so that a
// customer has many equal rows.
func repeat(rnd *rand.Rand, records []record.Record, share float64) {
	few := 1 + rnd.IntN(4)
	for i := range records {
		if rnd.Float64() < share {
			records[i].Values = slices.Clone(records[rnd.IntN(min(few, len(records)))].Values)
		}
	}
}

func tinyModel() *match.Model {
	m := match.Shipped("tr", 40)
	m.Limits.HubContact, m.Limits.HubDoor, m.Limits.Cap, m.Limits.Component = 3, 3, 4, 8
	return m
}

// plainModel is a tiny model outside Turkish, with user-defined fields.
func plainModel(t *testing.T) *match.Model {
	t.Helper()
	m := match.Shipped("en", 40)
	m.Limits.HubContact, m.Limits.HubDoor, m.Limits.Cap, m.Limits.Component = 3, 3, 4, 8
	for _, f := range []match.Field{{Name: "postcode", Comparator: "text", Block: true}, {Name: "words", Comparator: "set", Block: true}} {
		if err := m.AddField(f); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// plainValues adds values that only matching outside Turkish reads.
func plainValues(rnd *rand.Rand, records []record.Record) {
	for i := range records {
		for _, v := range [...][]string{{"birth_place", "Bath", "West Bath", "York"}, {"postcode", "tq13 8df", "tq13 8dg", "m30 9ef"},
			{"words", "Mehmet the elder", "the younger", "sir ahmet kaya"}} {
			if k := rnd.IntN(2 * len(v)); k > 0 && k < len(v) {
				records[i].Values = append(records[i].Values, record.Value{Field: record.Field(v[0]), Text: v[k]})
			}
		}
	}
}

func rulings(rnd *rand.Rand, records []record.Record) []record.Ruling {
	var out []record.Ruling
	for range rnd.IntN(4) {
		out = append(out, record.Ruling{A: records[rnd.IntN(len(records))].Key, B: records[rnd.IntN(len(records))].Key, Same: rnd.IntN(2) == 0})
	}
	return out
}

// The batch path equals the oracle, with limits so small that hubs, caps and
// component bounds are crossed, whatever the order of the input and the number
// of workers.
func TestEqualsOracle(t *testing.T) {
	crossed := map[string]int{}
	const turkish, all = 150, 220
	for seed := range uint64(all) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		records := crowd(rnd, 12+rnd.IntN(40))
		rules := rulings(rnd, records)
		m := tinyModel()
		if seed >= turkish {
			m = plainModel(t)
			plainValues(rnd, records)
		}
		if seed%2 == 0 {
			repeat(rnd, records, rnd.Float64())
		}
		if seed%5 == 0 {
			m.UniqueSources = []record.Source{"web"}
		}
		want, _ := oracle.Resolve(records, rules, m)
		rnd.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		b, err := bulk.Resolve(context.Background(), slices.Clone(records), &bulk.Options{Model: m, Rulings: rules, Workers: 1 + int(seed%3)})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, b.Resolution, cmp.AllowUnexported(match.Result{}, resolve.Edge{})); d != "" {
			t.Fatalf("seed %d: (-oracle +batch)\n%s", seed, d)
		}
		crossed["copies"] += b.Copies.Len()
		crossed["capped keys"] += len(b.Blocking.Capped)
		crossed["dropped keys"] += b.Blocking.Dropped
		crossed["refused edges"] += len(b.Refused)
		crossed["contradicted rulings"] += len(b.Contradicted)
		for i := range b.Profiles {
			for _, l := range b.Profiles[i].Lines {
				if l.Degree == match.Hub {
					crossed["hubs"]++
				}
			}
		}
	}
	for _, what := range []string{"copies", "capped keys", "dropped keys", "refused edges", "contradicted rulings", "hubs"} {
		if crossed[what] == 0 {
			t.Errorf("no run met %s: the test does not test them", what)
		}
	}
	t.Log(crossed)
}
