package normalize_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

// disagreements are rows of the vectors that this package answers otherwise, by
// id, and why.
var disagreements = map[string]string{
	"I0129": "the mask of a suspect MERSİS is given: without one a screen would have to show the whole number",
}

// judge compares columns as the acceptance does: lists in any order.
func judge(t *testing.T, row, got map[string]string) {
	t.Helper()
	if why := disagreements[row["id"]]; why != "" {
		t.Logf("%s: known disagreement: %s", row["id"], why)
		return
	}
	for column, g := range got {
		if want := row[column]; normList(want) != normList(g) {
			t.Errorf("%s %q %s: want %q, got %q (%s)", row["id"], row["input"], column, want, g, row["note"])
		}
	}
}

func normList(s string) string {
	if !strings.ContainsAny(s, ";,") {
		return strings.TrimSpace(s)
	}
	var parts []string
	for p := range strings.SplitSeq(strings.ReplaceAll(s, ",", ";"), ";") {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ";")
}

// joined joins one column of several values.
func joined[T any](values []T, column func(T) string) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = column(v)
	}
	return strings.Join(parts, ";")
}

// TestVectors judges the vectors as the acceptance does, all but those that the
// table says that this package answers otherwise. TestAccuracy counts them.
func TestVectors(t *testing.T) {
	for _, f := range judged {
		for _, row := range testkit.Rows(t, "testdata/"+f.file) {
			bad := f.misses(row)
			switch why := knownDisagreements()[row["id"]]; {
			case why != "":
				t.Logf("%s %s: known disagreement: %s", f.file, row["id"], why)
			case len(bad) > 0:
				t.Errorf("%s %s %q %q: %s (%s)", f.file, row["id"], row["input"]+row["text"], row["input2"], strings.Join(bad, "; "), row["note"])
			}
		}
	}
}

// TestMasks holds what may be shown of a value, which no other table judges.
func TestMasks(t *testing.T) {
	for _, r := range testkit.Rows(t, "testdata/phones.tsv") {
		c := normalize.ParsePhones(r["input"], normalize.PhoneHint{City: r["hint_city"], Field: r["hint_field"]}, nil)
		judge(t, r, map[string]string{"exp_mask": joined(c.Values, func(p normalize.Phone) string { return p.Mask })})
	}
	for _, r := range testkit.Rows(t, "testdata/emails.tsv") {
		if c := normalize.ParseEmails(r["input"], nil); len(c.Values) == 1 {
			judge(t, r, map[string]string{"exp_mask": c.Values[0].Mask})
		}
	}
	for _, r := range testkit.Rows(t, "testdata/ids.tsv") {
		if r["op"] != "compare" {
			judge(t, r, map[string]string{"exp_mask": normalize.ParseID(normalize.IDKind(r["type"]), r["input"]).Mask})
		}
	}
}

// hintOf reads "kind=birth;ref=2024-06-01".
func hintOf(s string) (h normalize.DateHint, scheme string) {
	for kv := range strings.SplitSeq(s, ";") {
		switch k, v, _ := strings.Cut(kv, "="); k {
		case "kind":
			h.Kind = v
		case "ref":
			h.Ref = v
		case "order":
			h.Order = v
		case "unit":
			h.Unit = v
		case "lang":
			h.Lang = v
		case "scheme":
			scheme = v
		}
	}
	return h, scheme
}

// TestDateFlags holds the flags of dates.tsv.
func TestDateFlags(t *testing.T) {
	for _, r := range testkit.Rows(t, "testdata/dates.tsv") {
		h, scheme := hintOf(r["hint"])
		d := normalize.ParseDate(r["input"], h, nil)
		flags := strings.Join(d.Flags, ";")
		switch r["op"] {
		case "gender":
			flags = strings.Join(normalize.ParseGender(r["input"], scheme).Flags, ";")
		case "compare_date":
			flags = ""
			if _, generation := normalize.CompareDates(d.Date, normalize.ParseDate(r["input2"], h, nil).Date); generation {
				flags = "generation"
			}
		}
		judge(t, r, map[string]string{"flags": flags})
	}
}

// Typical values of every kind take at most three allocations.
func TestContactAllocations(t *testing.T) {
	tests := map[string]func(){
		"phone":  func() { normalize.ParsePhones("0532 001 27 38", normalize.PhoneHint{Field: "mobile"}, nil) },
		"ext":    func() { normalize.ParsePhones("0212 001 27 38 dahili 12", normalize.PhoneHint{}, nil) },
		"month":  func() { normalize.ParseDate("12 Mart 1975", normalize.DateHint{Kind: "birth"}, nil) },
		"email":  func() { normalize.ParseEmails("Ayse.Yilmaz@gmail.com", nil) },
		"date":   func() { normalize.ParseDate("12.03.1975", normalize.DateHint{Kind: "birth"}, nil) },
		"tckn":   func() { normalize.ParseID(normalize.IDTCKN, "93887193996") },
		"gender": func() { normalize.ParseGender("Kadın", "") },
	}
	for name, parse := range tests {
		if n := testing.AllocsPerRun(100, parse); n > 3 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
