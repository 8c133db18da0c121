package bulk_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// namesakes makes records of people outside Turkish, of whom some go by another
// given name in half of their records.
func namesakes(rnd *rand.Rand, people int) (records []record.Record, person []int) {
	given := []string{"edward", "william", "thomas", "sarah", "margaret", "john", "alice", "henry", "jane", "george"}
	short := map[string]string{"edward": "ted", "margaret": "peggy"}
	syllables := []string{"ash", "ber", "cot", "dale", "ell", "fin", "gar", "hol", "ing", "kin", "lam", "mor", "nor", "pen", "ray", "stan", "ton", "wick"}
	for p := range people {
		name := given[rnd.IntN(len(given))]
		last := syllables[rnd.IntN(len(syllables))] + syllables[rnd.IntN(len(syllables))] + syllables[rnd.IntN(len(syllables))]
		birth := string([]byte{'1', '8', byte('0' + rnd.IntN(10)), byte('0' + rnd.IntN(10)), '-', '0', byte('1' + rnd.IntN(9)), '-', '1', byte('0' + rnd.IntN(10))})
		code := string([]byte{byte('a' + rnd.IntN(26)), byte('a' + rnd.IntN(26)), byte('1' + rnd.IntN(9)), ' ', byte('1' + rnd.IntN(9)), byte('a' + rnd.IntN(26)), byte('a' + rnd.IntN(26))})
		for k := range 4 {
			n := name
			if s := short[name]; s != "" && k%2 == 1 {
				n = s
			}
			r := record.Record{Key: record.Key{Source: "s", ID: record.ID(string(rune('a'+rnd.IntN(26))) + string(rune('A'+k)) + birth + code + last)}}
			r.Values = []record.Value{{Field: record.FirstName, Text: n}, {Field: record.LastName, Text: last}, {Field: record.BirthDate, Text: birth}, {Field: "postcode", Text: code}}
			records, person = append(records, r), append(person, p)
		}
	}
	return records, person
}

// Outside Turkish a model is fitted to the file the same way whatever the order
// of the records and the number of workers, it learns what the file uses for one
// another, and the model's file decides like the model.
func TestFitOutsideTurkish(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	records, person := namesakes(rnd, 200)
	of := map[record.Key]int{}
	for i := range records {
		of[records[i].Key] = person[i]
	}
	resolve := func(o bulk.Options) *bulk.Batch {
		rnd.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		b, err := bulk.Resolve(context.Background(), slices.Clone(records), &o)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	base := match.Shipped("en", int64(len(records)))
	if err := base.AddField(match.Field{Name: "postcode", Comparator: "text", Block: true}); err != nil {
		t.Fatal(err)
	}
	one, three := resolve(bulk.Options{Base: base, Workers: 1}), resolve(bulk.Options{Base: base, Workers: 3})
	if one.Model.Hash() != three.Model.Hash() {
		t.Error("the model depends on the order of the records or on the workers")
	}
	if d := cmp.Diff(one.Person, three.Person); d != "" {
		t.Errorf("people depend on the order of the records or on the workers: %s", d)
	}
	if !slices.ContainsFunc(one.Model.Variants, func(v match.Variant) bool { return v.A == "edward" && v.B == "ted" || v.A == "ted" && v.B == "edward" }) {
		t.Errorf("edward and ted are not among the variants %v", one.Model.Variants)
	}
	file, err := one.Model.Encode()
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := match.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	again := resolve(bulk.Options{Model: loaded})
	if d := cmp.Diff(one.Person, again.Person); d != "" {
		t.Errorf("the model's file decides otherwise: %s", d)
	}
	for i, p := range one.Person {
		if of[one.Records[i].Key] != of[one.Records[p].Key] {
			t.Errorf("%v and %v are joined", one.Records[i], one.Records[p])
		}
	}
}
