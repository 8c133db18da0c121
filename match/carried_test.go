package match

import (
	"testing"

	"github.com/tekil-id/tekil/record"
)

// TestCarried decides pairs of a file that no rule joins: a strong score joins what
// turkish.md leaves to a steward who sees nothing but the two (R31).
func TestCarried(t *testing.T) {
	line, mail := "0532 006 85 43", "mavikartal77@gmail.com"
	tests := []struct {
		why  string
		a, b []string
		want record.Decision
	}{
		{"a woman of another surname on her line", []string{"full_name", "Nevcihan Özmen", "mobile", line},
			[]string{"full_name", "Nevcihan Tokdemir", "mobile", line}, record.Same},
		{"a common given name", []string{"full_name", "Fatma Özmen", "mobile", line},
			[]string{"full_name", "Fatma Tokdemir", "mobile", line}, record.Review},
		{"the line may be another's by now", []string{"full_name", "Nevcihan Özmen", "mobile", line, "last_seen", "2009-05-01"},
			[]string{"full_name", "Nevcihan Tokdemir", "mobile", line, "last_seen", "2024-05-01"}, record.Review},
		{"a man of another surname", []string{"full_name", "Orçun Özmen", "mobile", line},
			[]string{"full_name", "Orçun Tokdemir", "mobile", line}, record.Different},
		{"the sex mistaken", []string{"full_name", "Deniz Osmancan", "gender", "K", "email", mail},
			[]string{"full_name", "Deniz Osmancan", "gender", "E", "email", mail}, record.Same},
		{"the sex mistaken, and a name that two share at home", []string{"full_name", "Deniz Tokdemir", "gender", "K", "landline", "0216 004 98 36"},
			[]string{"full_name", "Deniz Tokdemir", "gender", "E", "landline", "0216 004 98 36"}, record.Different},
		{"a second name left out, of a rare first one", []string{"full_name", "İltekin Can Özmen", "birth_date", "12.11.1997"},
			[]string{"full_name", "İltekin Özmen", "birth_date", "12.11.1997"}, record.Same},
		{"twins of one first name", []string{"full_name", "Mehmet Ali Özmen", "birth_date", "12.11.1997"},
			[]string{"full_name", "Mehmet Özmen", "birth_date", "12.11.1997"}, record.Review},
		{"a rare name in one street", []string{"full_name", "Nevcihan Özmen", "address", "Karamanlı Mah. Çiçek Sok. Soma/Manisa"},
			[]string{"full_name", "Nevcihan Özmen", "address", "Karamanlı Mah. Çiçek Sok. Soma/Manisa"}, record.Same},
		{"a common name in one street", []string{"full_name", "Fatma Özmen", "address", "Karamanlı Mah. Çiçek Sok. Soma/Manisa"},
			[]string{"full_name", "Fatma Özmen", "address", "Karamanlı Mah. Çiçek Sok. Soma/Manisa"}, record.Different},
	}
	for _, tt := range tests {
		a, b := personOf(t, tt.a...), personOf(t, tt.b...)
		if v := NewJudge(Shipped("tr", 20000)).Explain(a, b); v.Decision != tt.want {
			t.Errorf("%s: %s by %s at %d, want %s", tt.why, v.Decision, v.Rule, v.Weight, tt.want)
		}
	}
}

// Nobody may register a company under the name of another, so that one name at one
// door is one company, however many families live in the file.
func TestCompanyAtOneDoor(t *testing.T) {
	m := Shipped("tr", 20000)
	m.Household = m.Same + 5000 // one duplicate in a hundred
	a := personOf(t, "company", "Çelik Ambalaj Sanayi ve Ticaret Limited Şirketi", "landline", "0286 004 76 00")
	b := personOf(t, "company", "Çelik Ambalaj Ltd. Şti.", "landline", "0286 004 76 00")
	if v := NewJudge(m).Explain(a, b); v.Decision != record.Same {
		t.Errorf("%s by %s at %d", v.Decision, v.Rule, v.Weight)
	}
}
