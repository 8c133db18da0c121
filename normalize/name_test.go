package normalize_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

// knownNameDisagreements are vectors that are judged wrong, with the reason.
var knownNameDisagreements = map[string]string{}

// nameRows reads the vectors of names.
func nameRows(t testing.TB) []map[string]string { return testkit.Rows(t, "testdata/names.tsv") }

func parseVector(r map[string]string) normalize.Name {
	if r["hint"] == "split" {
		var f normalize.NameFields
		for _, kv := range strings.Split(r["input"], ";") {
			switch k, v, _ := strings.Cut(kv, "="); k {
			case "given":
				f.First = v
			case "surname":
				f.Last = v
			}
		}
		return normalize.ParseNameFields(f, nil)
	}
	gender, _ := strings.CutPrefix(r["hint"], "gender=")
	return normalize.ParseName(r["input"], normalize.NameHint{Gender: gender}, nil)
}

// gotName are the columns of a vector as they came out.
func gotName(n normalize.Name) map[string]string {
	flags := slices.Clone(n.Flags)
	slices.Sort(flags)
	return map[string]string{
		"exp_kind": string(n.Kind), "exp_titles": strings.Join(n.Titles, " "), "exp_given": n.Given, "exp_surname": n.Surname,
		"exp_prev_surname": n.Prev, "exp_gender": string(n.Gender), "exp_display": n.Display, "exp_key": n.Key,
		"exp_flags": strings.Join(flags, ";"),
	}
}

func sortedList(s string) string {
	l := strings.Split(s, ";")
	for i := range l {
		l[i] = strings.TrimSpace(l[i])
	}
	slices.Sort(l)
	return strings.Join(l, ";")
}

func TestNameVectors(t *testing.T) {
	right, all := 0, 0
	for _, r := range nameRows(t) {
		var bad []string
		if r["op"] == "parse" {
			for k, got := range gotName(parseVector(r)) {
				if want := r[k]; sortedList(want) != sortedList(got) {
					bad = append(bad, fmt.Sprintf("%s %q want %q", k, got, want))
				}
			}
		} else {
			a := normalize.ParseName(r["input"], normalize.NameHint{}, nil)
			b := normalize.ParseName(r["input2"], normalize.NameHint{}, nil)
			c := normalize.CompareNames(&a, &b, nil)
			if string(c.Relation) != r["exp_relation"] {
				bad = append(bad, fmt.Sprintf("relation %s want %s (given %s, surname %s)", c.Relation, r["exp_relation"], c.Given, c.Surname))
			}
			if got := strings.Join(c.Flags, ";"); got != r["exp_flags"] {
				bad = append(bad, fmt.Sprintf("flags %q want %q", got, r["exp_flags"]))
			}
			if d := normalize.CompareNames(&b, &a, nil); d.Relation != c.Relation {
				bad = append(bad, "asymmetric: "+string(d.Relation))
			}
		}
		all++
		if len(bad) == 0 {
			right++
		}
		why, known := knownNameDisagreements[r["id"]]
		slices.Sort(bad)
		switch {
		case len(bad) > 0 && !known:
			t.Errorf("%s %q %q (%s): %s", r["id"], r["input"], r["input2"], r["note"], strings.Join(bad, "; "))
		case len(bad) == 0 && known:
			t.Errorf("%s is right now, but listed as a known disagreement: %s", r["id"], why)
		}
	}
	if right*100 < all*97 {
		t.Errorf("%d of %d right, want 97 in 100", right, all)
	}
}
