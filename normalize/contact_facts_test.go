package normalize_test

import (
	"strings"
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

func TestTypoDomainFacts(t *testing.T) {
	for _, r := range factRows(t, "email_typo_domains.tsv") {
		e := normalize.ParseEmails("ayse.yilmaz@"+r[0], nil).Values[0]
		if e.Status != normalize.Suspect || e.Suggestion != "ayse.yilmaz@"+r[1] {
			t.Errorf("%s: %+v", r[0], e)
		}
	}
}

func TestEmailClassFacts(t *testing.T) {
	for _, r := range factRows(t, "email_classes.tsv") {
		switch r[0] {
		case "role":
			e := normalize.ParseEmails(r[1]+"@firma.com.tr", nil).Values[0]
			if e.Class != normalize.EmailRole && e.Class != normalize.EmailNoReply || e.Personal() {
				t.Errorf("%s: %+v", r[1], e)
			}
		case "free_provider":
			if e := normalize.ParseEmails("ayse.yilmaz@"+r[1], nil).Values[0]; e.Class != normalize.EmailPersonalFree {
				t.Errorf("%s: %+v", r[1], e)
			}
		}
	}
}

func TestPlaceholderFacts(t *testing.T) {
	for _, r := range factRows(t, "placeholders.tsv") {
		switch r[0] {
		case "tckn", "vkn":
			if id := normalize.ParseID(normalize.IDKind(r[0]), r[1]); id.Status != normalize.Placeholder || id.Identifies() {
				t.Errorf("%v: %+v", r, id)
			}
		case "birth":
			if d := normalize.ParseDate(r[1], normalize.DateHint{}, nil); d.Status != normalize.Default || !d.IsZero() {
				t.Errorf("%v: %+v", r, d)
			}
		}
	}
}

func TestAreaCodeFacts(t *testing.T) {
	for _, r := range factRows(t, "area_codes.tsv") {
		p := normalize.ParsePhones("0"+r[0]+" 245 27 38", normalize.PhoneHint{}, nil).Values[0]
		if p.Region != r[1] || p.Status != normalize.OK {
			t.Errorf("%v: %+v", r, p)
		}
	}
}

func TestProvinceNameFacts(t *testing.T) {
	for _, r := range factRows(t, "provinces.tsv") {
		names := append([]string{r[1], normalize.Upper(r[1]), r[2], strings.ToUpper(r[2])}, strings.Split(strings.Join(r[5:], ","), ",")...)
		for _, name := range names {
			if name == "" {
				continue
			}
			c := normalize.ParsePhones("245 27 38", normalize.PhoneHint{City: name}, nil)
			if got := c.Values[0].Region; got != r[0] {
				t.Errorf("%s: region %q, want %s", name, got, r[0])
			}
		}
	}
}
