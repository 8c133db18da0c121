package normalize_test

import (
	"sync"
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

func TestNameDictionary(t *testing.T) {
	o := &normalize.Options{Dictionary: &normalize.Dictionary{
		GivenNames:   map[string]string{"Zorbaq": "F", "Rüzgâr": "U"},
		Surnames:     []string{"Vuqar"},
		NameVariants: map[string]string{"Zorbak": "Zorbaq", "Miko": "Mehmet"},
		NoiseWords:   []string{"Banko"},
	}}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { normalize.ParseName("Zorbaq Vuqar", normalize.NameHint{}, o) })
	}
	wg.Wait()
	n := normalize.ParseName("VUQAR Zorbaq", normalize.NameHint{Gender: "E"}, o)
	if n.Display != "Zorbaq Vuqar" || n.Gender != normalize.Female || !n.HasFlag("gender_conflict") {
		t.Errorf("%+v", n)
	}
	if n := normalize.ParseName("Vuqar Zorbaq", normalize.NameHint{}, o); n.Given != "Zorbaq" {
		t.Errorf("order: %+v", n)
	}
	if n := normalize.ParseName("BANKO", normalize.NameHint{}, o); n.Kind != normalize.KindNoise {
		t.Errorf("noise: %+v", n)
	}
	for _, p := range [][2]string{{"Zorbak", "Zorbaq"}, {"Miko", "Mehmet"}, {"Miko", "Mehmed"}} {
		if rel := normalize.CompareGiven(normalize.NewGivenForm(p[0], o), normalize.NewGivenForm(p[1], o)); rel != normalize.RelVariant {
			t.Errorf("%v are %s", p, rel)
		}
	}
	if n := normalize.ParseName("BANKO Yılmaz", normalize.NameHint{}, nil); n.Kind != normalize.KindPerson {
		t.Errorf("the dictionary of one caller changed another's: %+v", n)
	}
}

func TestNamesOutsideTurkish(t *testing.T) {
	o := &normalize.Options{Locale: "en"}
	for raw, key := range map[string]string{"John  Smith": "john|smith", "Smith, John": "john|smith", "Kaya Mehmet": "kaya|mehmet", "Cher": "cher|"} {
		if n := normalize.ParseName(raw, normalize.NameHint{}, o); n.Key != key || n.Gender != normalize.UnknownGender {
			t.Errorf("%q: %+v", raw, n)
		}
	}
	for _, c := range []struct {
		a, b string
		want normalize.NameRelation
	}{
		{"John", "Jon", normalize.RelConflict}, {"Robert", "Rob", normalize.RelCompatible}, {"J.", "John", normalize.RelInitial},
		{"Ahmed", "Ahmet", normalize.RelSimilar}, {"Cemil", "Cemile", normalize.RelCompatible}, {"Anna Maria", "Anna", normalize.RelCompatible},
		{"Elizabeth", "Elisabeth", normalize.RelSimilar}, {"John", "Mary", normalize.RelConflict},
	} {
		if got := normalize.CompareGiven(normalize.NewGivenForm(c.a, o), normalize.NewGivenForm(c.b, o)); got != c.want {
			t.Errorf("%s and %s are %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestExpectedBearers(t *testing.T) {
	for _, c := range []struct {
		name      string
		low, high float64
	}{
		{"Mehmet Yıldırım", 9_000, 11_000}, {"Uğur Hami Özmen", 0, 5}, {"Tülin Gökçen", 0, 5}, {"Ayşe Kaya", 5_000, 20_000},
		{"Mehmet Ali Yılmaz", 500, 5_000}, {"Selin Polat", 5, 5_000}, {"Murat Aydın", 500, 10_000}, {"Mehmet Zzgfoo", 5, 1_000},
		{"Halit Hüseyin", 500, 5_000}, {"TEST", 0, 0}, {"Xqqa Zzgfoo", 0, 5},
	} {
		n := normalize.ParseName(c.name, normalize.NameHint{}, nil)
		if got := normalize.ExpectedBearers(&n); got < c.low || got > c.high {
			t.Errorf("%s: %.1f bearers, want %v to %v", c.name, got, c.low, c.high)
		}
	}
}

func TestNameTables(t *testing.T) {
	var given, surnames float64
	last := 1.0
	for name, share := range normalize.GivenNames() {
		if share > last || name == "" {
			t.Fatalf("%q with %v after %v", name, share, last)
		}
		last = share
		given += share
	}
	for _, share := range normalize.Surnames() {
		surnames += share
	}
	if given < 0.4 || given > 1.1 || surnames < 0.3 || surnames > 1 {
		t.Errorf("shares sum to %.2f and %.2f", given, surnames)
	}
	if f := normalize.GivenFrequency("zzz"); f <= 0 || f > 1e-5 {
		t.Errorf("unknown given name: %v", f)
	}
}

func TestCompareFormsAllocNothing(t *testing.T) {
	a, b := normalize.NewGivenForm("Mehmet Ali", nil), normalize.NewGivenForm("Muhammed", nil)
	s, u := normalize.NewSurnameForm("Yılmaz", "Kaya", nil), normalize.NewSurnameForm("Yılmz", "", nil)
	if n := testing.AllocsPerRun(100, func() { normalize.CompareGiven(a, b); normalize.CompareSurname(s, u) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
