package normalize_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

// addressTemplates are the habits of different sources: %[1]s mahalle with its
// type word, %[2]s street, %[3]s ilçe, %[4]s il.
var addressTemplates = []struct {
	format string
	upper  bool // capitals without Turkish letters
}{
	{"%[1]s %[2]s No:12/A K:3 D:5 %[3]s/%[4]s", false},
	{"%[3]s, %[1]s, %[2]s, No:12/A, Kat:3, Daire:5, %[4]s", false},
	{"%[1]s %[2]s NO 12/A KAT 3 DAIRE 5 %[3]s %[4]s", true},
	{"%[4]s %[3]s %[1]s %[2]s No: 12/A D: 5 Kat 3", false},
	{"%[2]s no.12/A 3.kat d.5 %[1]s %[3]s - %[4]s", false},
	{"%[4]s/%[3]s/%[1]s/%[2]s No:12-A K:3 D:5", false},
}

var addressStreets = []struct{ text, sokak, cadde string }{
	{"Gül Sok.", "Gül", ""}, {"1234. Sk.", "1234", ""}, {"Atatürk Cad.", "", "Atatürk"}, {"19 Mayıs Caddesi", "", "19 Mayıs"}, {"45/2 Sokak", "45/2", ""},
	{"Doğu Sok.", "Doğu", ""}, {"Fatih Sultan Mehmet Cd.", "", "Fatih Sultan Mehmet"}, {"Ordu Cad.", "", "Ordu"}, {"Kara Kaya Sokağı", "Kara Kaya", ""}, {"5. Sok.", "5", ""},
}

// TestAddressesOfEveryDistrict writes addresses in mahalles all over the country
// in the habits of six sources, and expects the parts back.
func TestAddressesOfEveryDistrict(t *testing.T) {
	n, total, wrong := 0, 0, 0
	for p := range normalize.Provinces() {
		for d := range normalize.Districts(p.Plate) {
			for q := range normalize.Neighbourhoods(p.Plate, d) {
				if n++; n%29 != 0 {
					continue
				}
				for i, tpl := range addressTemplates {
					street := addressStreets[(n/29+i)%len(addressStreets)]
					quarter := q.Name + " Mah."
					if q.Village {
						quarter = q.Name + " Köyü"
					}
					s := fmt.Sprintf(tpl.format, quarter, street.text, d, p.Name)
					if tpl.upper {
						s = fmt.Sprintf(tpl.format, strings.ToUpper(normalize.Fold(quarter)), strings.ToUpper(foldStreet(street.text)), strings.ToUpper(normalize.Fold(d)), strings.ToUpper(normalize.Fold(p.Name)))
					}
					total++
					a := normalize.ParseAddress(s, normalize.AddressHint{}, nil)
					mahalle := a.Mahalle + a.Koy
					if a.Il != p.Name || a.Ilce != d || normalize.Fold(mahalle) != normalize.Fold(q.Name) || a.Sokak != street.sokak || a.Cadde != street.cadde ||
						a.No != "12/A" || a.Kat != "3" || a.Daire != "5" || a.Bulvar+a.Site+a.Blok+a.Bina != "" {
						if wrong++; wrong < 60 {
							t.Logf("%q: %s (rest %q, flags %v)", s, a.Canonical, a.Rest, a.Flags)
						}
					}
				}
			}
		}
	}
	t.Logf("%d of %d addresses misread", wrong, total)
	if total == 0 || float64(wrong) > 0.01*float64(total) {
		t.Errorf("%d of %d addresses misread", wrong, total)
	}
}

func foldStreet(s string) string {
	if strings.Contains(s, "/") {
		return s
	}
	return normalize.Fold(s)
}
