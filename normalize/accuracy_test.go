package normalize_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

const accuracyFile = "testdata/accuracy.txt"

// listedNames are how many given names of TÜİK's yearly lists have one sex there,
// and how many of them GenderOf knows. The lists are not part of the repository;
// TestGenderOfListedNames holds these numbers against them where they are at hand.
const listedNames, listedNamesRight = 594, 573

// TestAccuracy judges every vector file as the acceptance does, a row being right
// when every column is, and holds the shares by file and group against
// testdata/accuracy.txt, so that a change shows its effect in the diff.
func TestAccuracy(t *testing.T) {
	testkit.Kept(t, accuracyFile, accuracy(t))
}

// judgedFile is a file of vectors, and how a row of it is answered: the column
// that groups the rows, what is expected and what came out, by part.
type judgedFile struct {
	file, group string
	answer      func(row map[string]string) (want, got map[string]string)
}

var judged = []judgedFile{
	{"text.tsv", "group", textAnswer},
	{"names.tsv", "group", nameAnswer},
	{"phones.tsv", "group", phoneAnswer},
	{"addresses.tsv", "group", addressAnswer},
	{"addresses_challenge.psv", "", nil},
	{"ids.tsv", "type", idAnswer},
	{"dates.tsv", "group", dateAnswer},
	{"emails.tsv", "group", emailAnswer},
}

// misses names the parts of a row that are answered otherwise.
func (f judgedFile) misses(row map[string]string) []string {
	if f.answer == nil {
		return challengeMisses(row)
	}
	return misses(f.answer(row))
}

// knownDisagreements are rows that this package answers otherwise, by id, and
// why.
func knownDisagreements() map[string]string {
	known := map[string]string{}
	for _, m := range []map[string]string{disagreements, addressDisagreements, knownNameDisagreements} {
		maps.Copy(known, m)
	}
	return known
}

func accuracy(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("Rows of the vectors right in every column, by file and group.\n")
	for _, f := range judged {
		right, all, missed := map[string]int{}, map[string]int{}, []string(nil)
		for _, row := range testkit.Rows(t, "testdata/"+f.file) {
			group, bad := row[f.group], f.misses(row)
			if f.answer == nil {
				group = "challenge"
			}
			all[group]++
			if len(bad) == 0 {
				right[group]++
			} else {
				missed = append(missed, row["id"]+" "+strings.Join(bad, "; "))
			}
		}
		r, n := 0, 0
		for _, g := range slices.Sorted(maps.Keys(all)) {
			r, n = r+right[g], n+all[g]
		}
		fmt.Fprintf(&b, "\n%-26s %s\n", f.file, share(r, n))
		for _, g := range slices.Sorted(maps.Keys(all)) {
			fmt.Fprintf(&b, "  %-24s %s\n", g, share(right[g], all[g]))
		}
		for _, m := range missed {
			fmt.Fprintf(&b, "  wrong: %s\n", m)
		}
		if r*100 < n*97 && f.answer != nil || r*100 < n*86 {
			t.Errorf("%s: %d of %d rows right", f.file, r, n)
		}
	}
	fmt.Fprintf(&b, "\n%-26s %s\n", "given names of one sex", share(listedNamesRight, listedNames))
	b.WriteString("\nKnown disagreements\n")
	known := knownDisagreements()
	for _, id := range slices.Sorted(maps.Keys(known)) {
		fmt.Fprintf(&b, "  %s: %s\n", id, known[id])
	}
	return b.String()
}

func share(right, all int) string {
	return fmt.Sprintf("%4d of %4d  %5.1f %%", right, all, 100*float64(right)/float64(all))
}

// misses names the parts that differ, lists in any order.
func misses(want, got map[string]string) (bad []string) {
	for _, part := range slices.Sorted(maps.Keys(want)) {
		if normList(want[part]) != normList(got[part]) {
			bad = append(bad, fmt.Sprintf("%s %q want %q", part, got[part], want[part]))
		}
	}
	return bad
}

// expected returns the expectations of a row for the parts.
func expected(row, got map[string]string) map[string]string {
	want := map[string]string{}
	for part := range got {
		want[part] = row["exp_"+part]
	}
	return want
}

func textAnswer(row map[string]string) (want, got map[string]string) {
	v, _ := normalize.TextOp(row["op"], row["input"], row["input2"])
	return map[string]string{"value": row["expected"]}, map[string]string{"value": v}
}

func nameAnswer(row map[string]string) (want, got map[string]string) {
	if row["op"] == "compare" {
		a, b := normalize.ParseName(row["input"], normalize.NameHint{}, nil), normalize.ParseName(row["input2"], normalize.NameHint{}, nil)
		got = map[string]string{"relation": string(normalize.CompareNames(&a, &b, nil).Relation)}
		return expected(row, got), got
	}
	got = map[string]string{}
	for column, v := range gotName(parseVector(row)) {
		got[strings.TrimPrefix(column, "exp_")] = v
	}
	return expected(row, got), got
}

func phoneAnswer(row map[string]string) (want, got map[string]string) {
	type phone = normalize.Phone
	c := normalize.ParsePhones(row["input"], normalize.PhoneHint{City: row["hint_city"], Field: row["hint_field"]}, nil)
	got = map[string]string{
		"e164":   joined(c.Values, func(p phone) string { return p.E164 }),
		"kind":   joined(c.Values, func(p phone) string { return string(p.Kind) }),
		"use":    joined(c.Values, func(p phone) string { return p.Use }),
		"ext":    joined(c.Values, func(p phone) string { return p.Ext }),
		"status": string(c.Status), "flags": strings.Join(c.Flags, ";"),
	}
	if strings.Trim(row["exp_region"], ";") != "" {
		got["region"] = joined(c.Values, func(p phone) string { return p.Region })
	}
	return expected(row, got), got
}

func addressAnswer(row map[string]string) (want, got map[string]string) {
	a := normalize.ParseAddress(row["input"], normalize.AddressHint{}, nil)
	if row["op"] == "compare" {
		b := normalize.ParseAddress(row["input2"], normalize.AddressHint{}, nil)
		got = map[string]string{"relation": string(normalize.CompareAddresses(&a, &b))}
	} else {
		got = addressParts(&a)
	}
	return expected(row, got), got
}

func idAnswer(row map[string]string) (want, got map[string]string) {
	kind := normalize.IDKind(row["type"])
	a := normalize.ParseID(kind, row["input"])
	if row["op"] == "compare" {
		b := normalize.ParseID(kind, row["input2"])
		got = map[string]string{"relation": string(normalize.CompareIDs(kind, &a, &b))}
	} else {
		got = map[string]string{"status": string(a.Status), "canonical": a.Canonical, "class": a.Class}
	}
	return expected(row, got), got
}

func dateAnswer(row map[string]string) (want, got map[string]string) {
	h, scheme := hintOf(row["hint"])
	switch row["op"] {
	case "gender":
		return map[string]string{"value": row["expected"]}, map[string]string{"value": string(normalize.ParseGender(row["input"], scheme).Value)}
	case "compare_date":
		rel, _ := normalize.CompareDates(normalize.ParseDate(row["input"], h, nil).Date, normalize.ParseDate(row["input2"], h, nil).Date)
		return map[string]string{"relation": row["expected"]}, map[string]string{"relation": string(rel)}
	}
	d := normalize.ParseDate(row["input"], h, nil)
	return map[string]string{"value": row["expected"], "precision": row["precision"], "status": row["status"]},
		map[string]string{"value": d.String(), "precision": d.Precision.String(), "status": string(d.Status)}
}

func emailAnswer(row map[string]string) (want, got map[string]string) {
	type email = normalize.Email
	c := normalize.ParseEmails(row["input"], nil)
	got = map[string]string{
		"status": string(c.Status), "flags": strings.Join(c.Flags, ";"),
		"address":    joined(c.Values, func(e email) string { return e.Address }),
		"key":        joined(c.Values, func(e email) string { return e.Key }),
		"domain":     joined(c.Values, func(e email) string { return e.Domain }),
		"class":      joined(c.Values, func(e email) string { return e.Class }),
		"suggestion": joined(c.Values, func(e email) string { return e.Suggestion }),
	}
	return expected(row, got), got
}
