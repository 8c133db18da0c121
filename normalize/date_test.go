package normalize_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

func dateLine(d normalize.ParsedDate) string {
	s := d.String()
	if d.Status != normalize.OK {
		s = string(d.Status)
	}
	if len(d.Flags) > 0 {
		s += " " + strings.Join(d.Flags, " ")
	}
	return s
}

func TestParseDate(t *testing.T) {
	const birth = "kind=birth;ref=2024-06-01"
	tests := []struct{ in, hint, want string }{
		{"12.3.1975", "", "1975-03-12"}, {"19750312", "", "1975-03-12"}, {"1975-03-12T00:00:00.000+03:00", "", "1975-03-12"},
		{"12.03.1975 00:00", "", "1975-03-12"}, {"Wed Mar 12 1975 00:00:00 GMT+0200", "", "1975-03-12"}, {"Çarşamba, 12 Mart 1975", "", "1975-03-12"},
		{"12.III.1975", "", "1975-03-12"}, {"12th March 1975", "", "1975-03-12"}, {"D.T. 12.03.1975", "", "1975-03-12"},
		{"doğum tarihi: 12.03.1975", "", "1975-03-12"}, {"'12.03.1975", "", "1975-03-12"}, {"12,03,1975", "", "1975-03-12"},
		{"19750312120000", "", "1975-03-12"}, {"20122012", "", "2012-12-20"}, {"1990 Mayıs 15", "", "1990-05-15"},
		{"15 ?ubat 1990", "", "1990-02-15"}, {"15 KasÄ±m 1990", "", "1990-11-15"}, {"15 Agustoz 1990", "", "1990-08-15 fuzzy_month"},
		{"03/13/1975", "", "1975-03-13 us_order"}, {"12.13.1975", "", "invalid no_such_day"}, {"13/03/1975", "", "1975-03-13"},
		{"03/12/1975", "order=mdy", "1975-03-12"}, {"03.12.1975", "order=mdy", "1975-12-03"}, {"03/12/75", "order=mdy", "1975-03-12 two_digit_year"},
		{"12-Mar-75", birth, "1975-03-12 two_digit_year"}, {"01.06.24", birth, "2024-06-01 two_digit_year"}, {"02.06.24", birth, "1924-06-02 two_digit_year"},
		{"120375", birth, "1975-03-12 two_digit_year"}, {"Mart 75", birth, "1975-03 two_digit_year"}, {"03/1975", "", "1975-03"}, {"1975/12", "", "1975-12"},
		{"??.??.1975", "", "1975"}, {"xx.03.1975", "", "1975-03"}, {"1975-00-00", "", "1975 zeros"}, {"1975'li", "", "1975"},
		{"27465.5", "", "1975-03-12 excel_serial"}, {"-164332800", "unit=s", "1964-10-17 unix"}, {"164332800000", "unit=ms", "1975-03-18 unix"},
		{"1718000000", "kind=timestamp", "2024-06-10 unix"}, {"1718000000", "", "invalid format"},
		{"0000-00-00", "", "default system_default"}, {"1970-01-01T02:00:00", "", "default system_default"}, {"9999", "", "default system_default"},
		{"12.12.1212", "", "invalid placeholder"}, {"12.03.1850", birth, "invalid too_old"}, {"2050", birth, "invalid future"}, {"2050", "", "2050"},
		{"30 Şubat 1980", "", "invalid no_such_day"}, {"12 Mart", "", "invalid format"}, {"12 Foo 1975", "", "invalid format"},
		{"93887193996", "", "invalid format"}, {"12.03.1975-13.04.1980", "", "invalid format"}, {"yok", "", "empty"}, {"0", "", "empty"}, {"", "", "empty"},
	}
	for _, tt := range tests {
		h, _ := hintOf(tt.hint)
		if got := dateLine(normalize.ParseDate(tt.in, h, nil)); got != tt.want {
			t.Errorf("%q %s: got %s, want %s", tt.in, tt.hint, got, tt.want)
		}
	}
}

// Every spelling of every month is read.
func TestMonthNames(t *testing.T) {
	months := []string{"Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"}
	lost := strings.NewReplacer("ş", "?", "Ş", "?", "ı", "?", "ğ", "?", "ü", "?")
	latin := strings.NewReplacer("ş", "þ", "Ş", "Þ", "ı", "ý", "ğ", "ð")
	for i, m := range months {
		spellings := []string{m, normalize.Upper(m), normalize.Lower(m), strings.ToUpper(m), normalize.Fold(m), strings.ToUpper(normalize.Fold(m)),
			lost.Replace(m), latin.Replace(m), string([]rune(m)[:3]), string([]rune(m)[:3]) + "."}
		for _, s := range spellings {
			want := fmt.Sprintf("1990-%02d-15", i+1)
			if d := normalize.ParseDate("15 "+s+" 1990", normalize.DateHint{}, nil); d.String() != want {
				t.Errorf("%q: got %s, want %s", s, dateLine(d), want)
			}
		}
	}
}

// Spreadsheet serials and Unix days agree with the standard library's calendar.
func TestSerialDays(t *testing.T) {
	for serial := 10000; serial < 60000; serial += 97 {
		want := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, serial).Format(time.DateOnly)
		if d := normalize.ParseDate(fmt.Sprint(serial), normalize.DateHint{}, nil); d.String() != want && d.Status == normalize.OK {
			t.Errorf("%d: got %s, want %s", serial, d, want)
		}
	}
}

func TestCompareDates(t *testing.T) {
	tests := []struct {
		a, b, want string
	}{
		{"1975-03-12", "1975-03-12", "equal"}, {"1975-03-12", "1975-12-03", "swap"}, {"1975-03-12", "1975-02-12", "typo"},
		{"1975-03-12", "1978-08-22", "conflict"}, {"1975-03-12", "1957-03-12", "conflict generation"}, {"1975-03-12", "1990-03-12", "conflict generation"},
		{"1975-03-12", "1990-03-11", "conflict"}, {"1975", "1975", "equal_weak"}, {"1975", "1976", "conflict_weak"}, {"1975", "1995", "conflict generation"},
		{"1975-01-01", "1975-03-12", "compatible"}, {"1975-01-01", "1975-07-01", "equal_weak"}, {"1975-03", "1975-03-12", "compatible"},
		{"1975-03", "1975", "compatible"}, {"1900-01-01", "1975-03-12", "missing"}, {"", "", "missing"},
	}
	for _, tt := range tests {
		a, b := normalize.ParseDate(tt.a, normalize.DateHint{}, nil), normalize.ParseDate(tt.b, normalize.DateHint{}, nil)
		rel, generation := normalize.CompareDates(a.Date, b.Date)
		got := string(rel)
		if generation {
			got += " generation"
		}
		if got != tt.want {
			t.Errorf("%s %s: got %s, want %s", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestParseGender(t *testing.T) {
	for in, want := range map[string]string{
		"KADIN": "F", "Kad?n": "F", "Kadýn": "F", "Bay": "M", "B": "?", "E/K": "?", "Erkek/Male": "M", "Kadın (F)": "F", "K.": "F", "Tüzel": "?", "1": "?", "": "?", "KIZ": "F",
		"oðlan": "M", "HANİM": "F", "Frau": "F",
	} {
		if got := normalize.ParseGender(in, ""); string(got.Value) != want {
			t.Errorf("%q: got %+v, want %s", in, got, want)
		}
	}
	for _, tt := range [][3]string{{"0", "0F1M", "F"}, {"0", "0M1F", "M"}, {"1.0", "iso5218", "M"}, {"0", "iso5218", "?"}, {"B", "BM", "M"}, {"2", "0F1M", "?"}} {
		if got := normalize.ParseGender(tt[0], tt[1]); string(got.Value) != tt[2] {
			t.Errorf("%v: got %+v", tt, got)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, r := range testkit.Rows(f, "testdata/dates.tsv") {
		f.Add(r["input"], r["hint"], r["input2"])
	}
	f.Fuzz(func(t *testing.T, s, hint, other string) {
		h, scheme := hintOf(hint)
		normalize.ParseGender(s, scheme)
		d := normalize.ParseDate(s, h, nil)
		if d.IsZero() != (d.Status != normalize.OK) {
			t.Errorf("%q: %s with %q", s, d.Status, d.Date)
		}
		if again := normalize.ParseDate(d.String(), normalize.DateHint{}, nil); d.Status == normalize.OK && again.Date != d.Date {
			t.Errorf("%q gives %s, which gives %s", s, d.Date, again.Date)
		}
		e := normalize.ParseDate(other, h, nil)
		r1, g1 := normalize.CompareDates(d.Date, e.Date)
		if r2, g2 := normalize.CompareDates(e.Date, d.Date); r1 != r2 || g1 != g2 {
			t.Errorf("%s and %s: %s, %s", d.Date, e.Date, r1, r2)
		}
		if d.Compare(e.Date) != -e.Compare(d.Date) {
			t.Error("order is not antisymmetric")
		}
	})
}

func TestCompareDatesAllocatesNothing(t *testing.T) {
	a, b := normalize.Date{Year: 1975, Month: 3, Day: 12, Precision: normalize.DayPrecision}, normalize.Date{Year: 1985, Month: 3, Day: 12, Precision: normalize.DayPrecision}
	if n := testing.AllocsPerRun(100, func() { normalize.CompareDates(a, b) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkParseDate(b *testing.B) {
	for _, in := range []string{"12.03.1975", "1975-03-12", "12/03/1975", "12 Mart 1975", "12.03.75"} {
		b.Run(strings.ReplaceAll(in, "/", "|"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				normalize.ParseDate(in, normalize.DateHint{Kind: "birth"}, nil)
			}
		})
	}
}

func BenchmarkCompareDates(b *testing.B) {
	x, y := normalize.Date{Year: 1975, Month: 3, Day: 12, Precision: normalize.DayPrecision}, normalize.Date{Year: 1975, Month: 3, Day: 21, Precision: normalize.DayPrecision}
	for b.Loop() {
		normalize.CompareDates(x, y)
	}
}

func ExampleParseDate() {
	d := normalize.ParseDate("15 AĞUSTOS 1990", normalize.DateHint{Kind: "birth"}, nil)
	fmt.Println(d, d.Precision, d.Status)
	// Output: 1990-08-15 day ok
}

func ExampleCompareDates() {
	father := normalize.ParseDate("12.03.1950", normalize.DateHint{}, nil)
	son := normalize.ParseDate("12.03.1980", normalize.DateHint{}, nil)
	fmt.Println(normalize.CompareDates(father.Date, son.Date))
	// Output: conflict true
}

func ExampleParseGender() {
	fmt.Println(normalize.ParseGender("KADİN", "").Value, normalize.ParseGender("1", "iso5218").Value, normalize.ParseGender("1", "").Value)
	// Output: F M ?
}
