package normalize_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"github.com/tekil-id/tekil/normalize"
)

// The benchmarks of this file stand beside those of the parsers: the same values
// through what a program without this package would use. docs/benchmarks.md has
// the table. BenchmarkNaiveRegexpAddress is the one for addresses.

var benchPhones = []string{"0532 001 27 38", "+90 (212) 995 0 444", "05320012738", "0312 001 45 67", "5330012738"}

func BenchmarkPhonesTypical(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkPhones = normalize.ParsePhones(benchPhones[i%len(benchPhones)], normalize.PhoneHint{}, nil)
	}
}

// BenchmarkPhonesPlain is the port of libphonenumber alone. It reads one number
// and knows no extension in Turkish, no fake and no second number in a cell.
func BenchmarkPhonesPlain(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		n, err := phonenumbers.Parse(benchPhones[i%len(benchPhones)], "TR")
		if err != nil {
			b.Fatal(err)
		}
		sinkText = phonenumbers.Format(n, phonenumbers.E164)
	}
}

var benchTexts = []string{"AYŞE NUR YILMAZ", "Uğur Özmen", "BARBAROS MAH. GÜL SOK. NO:12 KADIKÖY/İSTANBUL", "İPEK ILGAZ"}

func BenchmarkTextRepair(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkText = normalize.Repair(benchTexts[i%len(benchTexts)]).Value
	}
}

func BenchmarkTextUpper(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkText = normalize.Upper(benchTexts[i%len(benchTexts)])
	}
}

func BenchmarkTextTitle(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkText = normalize.Title(benchTexts[i%len(benchTexts)])
	}
}

func BenchmarkTextFold(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkText = normalize.Fold(benchTexts[i%len(benchTexts)])
	}
}

// BenchmarkTextPlainToUpper is the standard library, which makes İ of no i unless
// it is told of Turkish.
func BenchmarkTextPlainToUpper(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkText = strings.ToUpperSpecial(unicode.TurkishCase, benchTexts[i%len(benchTexts)])
	}
}

// BenchmarkTextPlainTitle is golang.org/x/text for Turkish.
func BenchmarkTextPlainTitle(b *testing.B) {
	title := cases.Title(language.Turkish)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkText = title.String(benchTexts[i%len(benchTexts)])
	}
}

var (
	sinkPhones normalize.PhoneCell
	sinkText   string
)
