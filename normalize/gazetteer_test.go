package normalize_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

func TestGazetteerIsComplete(t *testing.T) {
	provinces, districts, neighbourhoods := 0, 0, 0
	for p := range normalize.Provinces() {
		provinces++
		for d := range normalize.Districts(p.Plate) {
			districts++
			for n := range normalize.Neighbourhoods(p.Plate, d) {
				neighbourhoods++
				if n.Name == "" || len(n.Postcode) != 5 || n.Postcode[:2] != p.Plate {
					t.Fatalf("%s %s: %+v", p.Name, d, n)
				}
			}
		}
	}
	if provinces != 81 || districts != 973 || neighbourhoods != 73305 {
		t.Errorf("%d provinces, %d districts, %d neighbourhoods", provinces, districts, neighbourhoods)
	}
	for range normalize.Districts("99") {
		t.Error("a province that is none has districts")
	}
}

func TestLookupIl(t *testing.T) {
	for in, want := range map[string]string{
		"İstanbul": "34 İstanbul", "ISTANBUL": "34 İstanbul", "ist.": "34 İstanbul", "?stanbul": "34 İstanbul", "İçel": "33 Mersin", "K.Maraş": "46 Kahramanmaraş",
		"S. Urfa": "63 Şanlıurfa", "Afyon": "03 Afyonkarahisar", "06": "06 Ankara", "hakkari": "30 Hakkâri", "Eskişehr": "26 Eskişehir",
		"": " ", "Berlin": " ", "82": " ", "Mus": "49 Muş",
	} {
		plate, name, ok := normalize.LookupIl(in)
		if got := plate + " " + name; got != want || ok != (plate != "") {
			t.Errorf("LookupIl(%q) = %q, %t, want %q", in, got, ok, want)
		}
	}
}

func TestLookupIlce(t *testing.T) {
	for _, c := range []struct{ il, in, want string }{
		{"İstanbul", "KADIKOY", "34 Kadıköy"}, {"", "Kadıköy", "34 Kadıköy"}, {"34", "Eyüp", "34 Eyüpsultan"}, {"", "Eyüp", "34 Eyüpsultan"},
		{"Aydın", "Merkez", "09 Efeler"}, {"Bolu", "Merkez", "14 Merkez"}, {"Denizli", "Merkez", " "}, {"", "Bozkurt", " "}, {"Denizli", "Bozkurt", "20 Bozkurt"},
		{"İstanbul", "Kad?köy", "34 Kadıköy"}, {"İstanbul", "Ümranye", "34 Ümraniye"}, {"Berlin", "Kadıköy", " "}, {"Ankara", "Kadıköy", " "},
		{"Erzurum", "Ilıca", "25 Aziziye"},
	} {
		plate, name, _ := normalize.LookupIlce(c.il, c.in)
		if got := plate + " " + name; got != c.want {
			t.Errorf("LookupIlce(%q, %q) = %q, want %q", c.il, c.in, got, c.want)
		}
	}
}

// Every ilçe is read where addresses have it, also those that are words of
// another meaning: Hani (its building), Of, Pazar, Han, 19 Mayıs.
func TestEveryIlce(t *testing.T) {
	forms := []string{"%s/%s", "%s %s", "Atatürk Cad. No:5 %s/%s", "Atatürk Cad. No:5 D:3 %s %s", "Cumhuriyet Mah. Atatürk Cad. No:5 %s / %s", "Deniz Apt. Kat 2 %s, %s"}
	for il := range normalize.Provinces() {
		for ilce := range normalize.Districts(il.Plate) {
			for _, form := range forms {
				text := fmt.Sprintf(form, ilce, il.Name)
				for _, s := range []string{text, normalize.Upper(text), strings.ToUpper(normalize.Fold(text))} {
					if a := normalize.ParseAddress(s, normalize.AddressHint{}, nil); a.Ilce != ilce || a.Il != il.Name {
						t.Errorf("%q: %s/%s, left over %q", s, a.Ilce, a.Il, a.Rest)
					}
				}
			}
		}
	}
}
