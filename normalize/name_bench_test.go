package normalize_test

import (
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

var benchNames = []string{"Uğur Özmen", "AYŞE YILMAZ", "Mehmet Ali Kaya", "Dr. Elif Demir", "Fatma Nur Çelik", "Yıldırım Mehmet"}

func BenchmarkParseName(b *testing.B) {
	normalize.ParseName("Uğur Özmen", normalize.NameHint{}, nil)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		n := normalize.ParseName(benchNames[i%len(benchNames)], normalize.NameHint{}, nil)
		if n.Key == "" {
			b.Fatal("no key")
		}
		i++
	}
}

func BenchmarkParseNameCompany(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		normalize.ParseName("Yıldırım Gıda San. ve Tic. A.Ş.", normalize.NameHint{}, nil)
	}
}

func BenchmarkCompareGiven(b *testing.B) {
	var forms []*normalize.GivenForm
	for _, n := range []string{"Mehmet", "Mehmet Ali", "Muhammed", "Ayşe Nur", "Ayşenur", "Fatma", "Abdulkadir", "Uğur Hami"} {
		forms = append(forms, normalize.NewGivenForm(n, nil))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		normalize.CompareGiven(forms[i&7], forms[i>>3&7])
		i++
	}
}

func BenchmarkCompareSurname(b *testing.B) {
	var forms []*normalize.SurnameForm
	for _, n := range []string{"Yılmaz", "Yıldırım", "Öztürk", "Kaya", "Demir", "Demirci", "Gökçen", "Karaosmanoğlu"} {
		forms = append(forms, normalize.NewSurnameForm(n, "", nil))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		normalize.CompareSurname(forms[i&7], forms[i>>3&7])
		i++
	}
}

func BenchmarkNewGivenForm(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		normalize.NewGivenForm("Mehmet Ali", nil)
	}
}

func BenchmarkNewSurnameForm(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		normalize.NewSurnameForm("Karaosmanoğlu", "", nil)
	}
}
