package ingest

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// contentRule proposes a field for a column whose values mostly pass a check.
type contentRule struct {
	field record.Field
	valid func(string) bool
	share int // percent of the values that must pass
}

// contentRules are tried in order; the first that fits wins. Identity numbers
// need nine in ten, for a wrong guess would join strangers.
var contentRules = []contentRule{
	{record.Email, isEmail, 60},
	{record.IBAN, isIBAN, 80},
	{record.NationalID, isTCKN, 90},
	{record.Mobile, isMobile, 70},
	{record.Phone, isPhone, 70},
}

// minContent is how many values a guess from content needs.
const minContent = 5

// applyContent proposes fields for the columns that nothing else decided.
func applyContent(cols []Column, sample [][]string) {
	for i := range cols {
		if cols[i].How != "" || cols[i].Note != "" {
			continue
		}
		values := columnValues(sample, i)
		if len(values) < minContent {
			continue
		}
		for _, r := range contentRules {
			if share := percent(values, r.valid); share >= r.share {
				if taken(cols, r.field) >= 0 && !r.field.IsList() {
					continue
				}
				cols[i].Field, cols[i].How = r.field, ByContent
				cols[i].Note = fmt.Sprintf("%d %% of %d values", share, len(values))
				break
			}
		}
	}
}

// percent is the share of values that pass, rounded down.
func percent(values []string, valid func(string) bool) int {
	n := 0
	for _, v := range values {
		if valid(v) {
			n++
		}
	}
	return n * 100 / len(values)
}

// digits returns the digits of s if it holds nothing else but the marks that
// people put between the digits of a number.
func digits(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case strings.ContainsRune(" -./()+", r):
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

// isTCKN checks the two check digits of a Turkish identity number: the tenth
// is 7 times the odd places less the even ones, the eleventh the sum of the
// first ten, both modulo 10.
func isTCKN(s string) bool {
	d, ok := digits(s)
	if !ok || len(d) != 11 || d[0] == '0' {
		return false
	}
	odd, even := 0, 0
	for i := range 9 {
		if i%2 == 0 {
			odd += int(d[i] - '0')
		} else {
			even += int(d[i] - '0')
		}
	}
	tenth := ((7*odd-even)%10 + 10) % 10
	return int(d[9]-'0') == tenth && int(d[10]-'0') == (odd+even+tenth)%10
}

// isMobile reports whether s is a Turkish mobile number: 5 and nine digits, with
// or without trunk prefix or country code.
func isMobile(s string) bool {
	d, ok := nationalNumber(s)
	return ok && d[0] == '5'
}

// isPhone reports whether s is a Turkish number of ten digits. Dates and plain
// numbers of ten digits would pass as well, so it has to begin with a trunk
// prefix, a country code or a bracket.
func isPhone(s string) bool {
	d, ok := nationalNumber(s)
	if !ok || d[0] < '2' || d[0] > '5' && d[0] != '8' {
		return false
	}
	return strings.HasPrefix(s, "0") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "(") || strings.HasPrefix(s, "90")
}

// nationalNumber returns the ten digits of a Turkish number.
func nationalNumber(s string) (string, bool) {
	d, ok := digits(s)
	if !ok {
		return "", false
	}
	for _, p := range []string{"0090", "90", "0"} {
		if len(d) == 10+len(p) && strings.HasPrefix(d, p) {
			d = d[len(p):]
		}
	}
	return d, len(d) == 10 && d[0] != '0'
}

func isEmail(s string) bool {
	at := strings.IndexByte(s, '@')
	return at > 0 && strings.IndexByte(s[at:], '.') > 1 && !strings.ContainsAny(s, " ")
}

func isIBAN(s string) bool {
	t := strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if len(t) != 26 || t[:2] != "TR" {
		return false
	}
	return isNumber(t[2:])
}

// isDate reports whether s looks like a day in digits.
func isDate(s string) bool {
	s, _, _ = strings.Cut(s, " ")
	s, _, _ = strings.Cut(s, "T")
	d, ok := digits(s)
	if !ok || len(d) < 6 || len(d) > 8 {
		return false
	}
	return strings.Count(s, ".") == 2 || strings.Count(s, "/") == 2 || strings.Count(s, "-") == 2
}

// looksLikeData reports whether a cell can hardly be a header: a number, a
// date, an e-mail address.
func looksLikeData(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" {
		return false
	}
	if isEmail(s) || isDate(s) || isIBAN(s) {
		return true
	}
	d, ok := digits(s)
	return ok && len(d) > 2
}

// legalForms and titleWords decide what a column "Unvan" holds.
var (
	legalForms = wordSet(`ltd sti limited anonim sirketi as san tic sanayi ticaret holding koop kooperatifi ins gida tekstil vakfi dernegi mudurlugu belediyesi sirket paz pazarlama`)
	titleWords = wordSet(`dr prof doc docent av avukat muh muhendis sayin sn bay bayan bey hanim uzm op opr dt ecz hoca haci mr mrs ms miss yrd ogr gor uye uyesi`)
)

// titleOrCompany decides by the values, and by the company that the column
// keeps where they do not tell.
func titleOrCompany(values []string, company bool) record.Field {
	forms, titles := 0, 0
	for _, v := range values {
		words := strings.FieldsFunc(normalize.Fold(v), unicode.IsSpace)
		form, title := strings.Contains(v, "A.Ş") || strings.Contains(v, "A.S"), len(words) > 0 && len(words) < 4
		for _, w := range words {
			form = form || legalForms[w]
			title = title && titleWords[w]
		}
		if form {
			forms++
		} else if title {
			titles++
		}
	}
	switch {
	case forms > titles:
		return record.Company
	case titles > forms:
		return record.Title
	case company:
		return record.Company
	}
	return record.Title
}
