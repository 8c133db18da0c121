package bulk_test

import (
	"context"
	"slices"
	"testing"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// Whatever lies between two records, no person holds a contradiction, and no
// automatic join rests on a name alone.
func TestNoPersonHoldsAContradiction(t *testing.T) {
	for _, cfg := range []synth.Config{
		{Records: 4000, Hard: true, Seed: 11}, {Records: 4000, Setting: "heldout", Seed: 12}, {Records: 4000, Duplicates: .6, Seed: 13},
	} {
		w, err := synth.Generate(cfg)
		if err != nil {
			t.Fatal(err)
		}
		var records []record.Record
		for r := range w.Records() {
			records = append(records, r)
		}
		b, err := bulk.Resolve(context.Background(), records, nil)
		if err != nil {
			t.Fatal(err)
		}
		checkPeople(t, b)
		checkEdges(t, b)
		checkTraps(t, b, w)
	}
}

func checkPeople(t *testing.T, b *bulk.Batch) {
	t.Helper()
	judge := match.NewJudge(b.Model)
	people := map[uint32][]uint32{}
	for i, p := range b.Person {
		people[p] = append(people[p], uint32(i))
	}
	joined := 0
	for _, members := range people {
		for x, i := range members {
			for _, j := range members[x+1:] {
				joined++
				if r := judge.Judge(&b.Profiles[i], &b.Profiles[j]); r.Contradicts() {
					t.Errorf("%v and %v share a person against %v", b.Records[i].Key, b.Records[j].Key, r.Guards())
				}
			}
		}
	}
	if joined == 0 {
		t.Fatal("nothing was joined")
	}
}

// checkEdges looks that beside names, sex and il something speaks for each join.
func checkEdges(t *testing.T, b *bulk.Batch) {
	t.Helper()
	judge := match.NewJudge(b.Model)
	weak := []string{"given_name", "surname", "gender"}
	against := []string{"different", "conflict", "generation", "conflict_weak", "missing", "city"}
	for _, e := range b.Edges {
		if e.Result.Decision != record.Same {
			continue
		}
		v := judge.Explain(&b.Profiles[e.A], &b.Profiles[e.B])
		if !slices.ContainsFunc(v.Evidence, func(e record.Evidence) bool {
			return !slices.Contains(weak, e.Name) && !slices.Contains(against, e.Level)
		}) {
			t.Errorf("%v and %v join by a name alone (%s)", b.Records[e.A].Key, b.Records[e.B].Key, v.Rule)
		}
	}
}

// checkTraps looks that no spouses, siblings or twins were joined, nor a child
// and the parent whose line it has.
func checkTraps(t *testing.T, b *bulk.Batch, w *synth.World) {
	t.Helper()
	person, of := map[record.Key]uint32{}, map[record.Key]*match.Profile{}
	for i := range b.Records {
		person[b.Records[i].Key] = b.Person[i]
		of[b.Records[i].Key] = &b.Profiles[i]
	}
	seen := map[string]int{}
	for trap := range w.Traps() {
		seen[trap.Kind]++
		switch trap.Kind {
		case "spouses", "siblings", "twins", "guardian":
			if trap.Kind == "guardian" && indistinct(of[trap.A], of[trap.B]) {
				continue
			}
			if person[trap.A] == person[trap.B] {
				t.Errorf("%s joined: %v and %v", trap.Kind, trap.A, trap.B)
			}
		}
	}
	if seen["spouses"] == 0 || seen["siblings"] == 0 {
		t.Errorf("the set holds no such traps: %v", seen)
	}
}

// indistinct reports whether nobody could tell a child from the parent whose line
// it has: they bear one name, and neither two birth dates, nor two ids, nor the
// name of the child's father part them.
func indistinct(a, b *match.Profile) bool {
	dated := a.Birth.Year != 0 && b.Birth.Year != 0
	numbered := a.National.Text != "" && b.National.Text != ""
	fathers := a.Father != nil && b.Father != nil
	return a.Words == b.Words && !dated && !numbered && !fathers
}
