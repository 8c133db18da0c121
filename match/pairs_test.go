package match_test

import (
	"os"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// pairFields maps the columns of pairs.tsv to canonical fields.
var pairFields = map[string]record.Field{
	"name": record.FullName, "gender": record.Gender, "birth": record.BirthDate, "tckn": record.NationalID,
	"phone": record.Phone, "email": record.Email, "address": record.Address,
}

// pairOthers maps the keys of its columns a_other and b_other.
var pairOthers = map[string]record.Field{
	"death": record.DeathDate, "vkn": record.TaxID, "maiden": record.MaidenName, "passport": record.PassportNo,
	"customer_no": record.CustomerNo, "iban": record.IBAN, "id_serial": record.IDSerial, "fax": record.Fax,
	"line": record.Phone, "given": record.FirstName, "surname": record.LastName, "tax_no": record.TaxID,
	"plate": record.Plate, "asof": record.LastSeen,
}

// knownPairs are rows that tekil decides otherwise, with the reason.
var knownPairs = map[string]string{}

// TestPairs decides the labelled pairs of turkish.md section 7.7 with nothing
// around them. No pair labelled different may come out as same.
func TestPairs(t *testing.T) { testPairs(t, "testdata/pairs.tsv") }

// TestSiblingPairs does so for pairs beside those, of our own invention.
func TestSiblingPairs(t *testing.T) { testPairs(t, "testdata/siblings.tsv") }

func testPairs(t *testing.T, file string) {
	t.Helper()
	rows := readTSV(t, file)
	wrong := 0
	m := match.Nation()
	for _, r := range rows {
		a, b := pairRecord(r, "a"), pairRecord(r, "b")
		c, err := match.ParseContext(keyValues(r["context"]))
		if err != nil {
			t.Fatalf("%s: %v", r["id"], err)
		}
		v := match.Alone(m, &a, &b, c)
		back := match.Alone(m, &b, &a, c)
		if v.Decision != back.Decision || v.Weight != back.Weight {
			t.Errorf("%s: %v one way, %v the other", r["id"], v, back)
		}
		if got := v.Decision.String(); got != r["expected"] {
			if v.Decision == record.Same {
				t.Errorf("%s: decided same where it must not", r["id"])
			}
			if _, known := knownPairs[r["id"]]; !known {
				wrong++
				t.Errorf("%s %s: %s by %s %v, want %s by %s: %s\n  %s | %s", r["id"], r["group"], got, v.Rule, v.Guards, r["expected"], r["rule"], r["reason"], show(a), show(b))
			}
		}
	}
	t.Logf("%d of %d pairs decided as labelled", len(rows)-wrong-len(knownPairs), len(rows))
}

func show(r record.Record) string {
	var s []string
	for _, v := range r.Values {
		s = append(s, string(v.Field)+"="+v.Text)
	}
	return strings.Join(s, " ")
}

func keyValues(s string) map[string]string {
	out := map[string]string{}
	for kv := range strings.SplitSeq(s, ";") {
		if k, v, ok := strings.Cut(kv, "="); ok {
			out[k] = v
		}
	}
	return out
}

// pairRecord builds one side of a row. Like acceptance, a field that stands
// both in its own column and in the others is one cell with both values.
func pairRecord(r map[string]string, side string) record.Record {
	values := map[record.Field]string{}
	var order []record.Field
	add := func(f record.Field, s string) {
		if s == "" {
			return
		}
		if old, ok := values[f]; ok {
			s = old + " ; " + s
		} else {
			order = append(order, f)
		}
		values[f] = s
	}
	for _, col := range []string{"name", "gender", "birth", "tckn", "phone", "email", "address"} {
		add(pairFields[col], r[side+"_"+col])
	}
	for kv := range strings.SplitSeq(r[side+"_other"], ";") {
		if k, v, ok := strings.Cut(kv, "="); ok {
			add(pairOthers[k], v)
		}
	}
	out := record.Record{Key: record.Key{Source: "pairs", ID: record.ID(side)}}
	for _, f := range order {
		out.Values = append(out.Values, record.Value{Field: f, Text: values[f]})
	}
	return out
}

// readTSV reads a vector file (turkish.md section 0.3).
func readTSV(t *testing.T, path string) []map[string]string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(b), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, l := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(l, "\t") {
			row[head[i]] = cell
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		t.Fatalf("%s holds no rows", path)
	}
	return rows
}
