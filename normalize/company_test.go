package normalize_test

import (
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

// A company is known by its line of business also without a legal form and with
// the line abbreviated, while a surname that is such a word stays a surname.
func TestCompaniesByTheirBusiness(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"UZAY GIDA", "company uzay gida|"},
		{"beyaz makine", "company beyaz makine|"},
		{"MODERN MAK.", "company modern makine|"},
		{"YILMAZ MOB.", "company yilmaz mobilya|"},
		{"LALE LOJ. LTD. ŞTİ.", "company lale lojistik|ltd"},
		{"ASYA BİL. SAN.TİC.", "company asya bilisim|"},
		{"Yılmaz Ticaret", "company yilmaz ticaret|sahis"},
		{"Hasan Metal", "person hasan|metal"},
		{"Ahmet Sağ.", "person ahmet|sag"},
		{"Mehmet Yapı", "person mehmet|yapi"},
		{"Org. Ali Kaya", "person ali|kaya"},
	} {
		n := normalize.ParseName(c.in, normalize.NameHint{}, nil)
		if got := string(n.Kind) + " " + n.Key; got != c.want {
			t.Errorf("%q: got %s, want %s", c.in, got, c.want)
		}
	}
}

func TestAbbreviatedCompany(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"buluc elk", "buluc elektrik", true},
		{"yildiz pls", "yildiz plastik", true},
		{"yildiz elek end", "yildiz elektrik endustri", true},
		{"yildiz", "yildiz", false},
		{"elk kaya", "elektrik kaya", false}, // the first word is the name itself
		{"kaya insaat", "kaya ithalat", false},
		{"kaya gida", "kaya", false},
		{"kaya oto", "kaya otel", false},
	} {
		if got := normalize.AbbreviatedCompany(c.a, c.b); got != c.want {
			t.Errorf("%s, %s: got %v", c.a, c.b, got)
		}
		if normalize.AbbreviatedCompany(c.b, c.a) != c.want {
			t.Errorf("%s, %s: another answer the other way round", c.a, c.b)
		}
	}
}
