package match

import "testing"

// TestKinship asks what the agreements of two people add to the household, each beside
// the pair whose agreements are independent of each other.
func TestKinship(t *testing.T) {
	line, mail := "0532 006 85 43", "mavikartal77@gmail.com"
	tests := []struct {
		why  string
		a, b []string
		want int32
	}{
		{"a line", []string{"full_name", "Orçun Özmen", "mobile", line}, []string{"full_name", "Orçun Özmen", "mobile", line}, 0},
		{"a line and a mailbox", []string{"full_name", "Orçun Özmen", "mobile", line, "email", mail},
			[]string{"full_name", "Orçun Özmen", "mobile", line, "email", mail}, shippedKin.Mailbox},
		{"namesakes of one father", []string{"full_name", "Orçun Özmen", "father_name", "Deniz"},
			[]string{"full_name", "Orçun Özmen", "father_name", "Deniz"}, shippedKin.Siblings},
		{"brothers of one father", []string{"full_name", "Orçun Özmen", "father_name", "Deniz"},
			[]string{"full_name", "Mehmet Özmen", "father_name", "Deniz"}, 0},
		{"namesakes of one day", []string{"full_name", "Orçun Özmen", "birth_date", "12.11.1997"},
			[]string{"full_name", "Orçun Özmen", "birth_date", "12.11.1997"}, shippedKin.Siblings},
		{"twins", []string{"full_name", "Sude Özmen", "birth_date", "12.11.1997"},
			[]string{"full_name", "Sudenaz Özmen", "birth_date", "12.11.1997"}, shippedKin.Twins},
		{"father and son", []string{"full_name", "Orçun Özmen", "birth_date", "12.11.1997"},
			[]string{"full_name", "Orçun Özmen", "birth_date", "3.2.1969"}, shippedKin.Generation},
		{"father and daughter", []string{"full_name", "Esra Özmen", "birth_date", "12.11.1997"},
			[]string{"full_name", "Orçun Özmen", "birth_date", "3.2.1969"}, 0},
		{"namesakes of one age", []string{"full_name", "Orçun Özmen", "birth_date", "12.11.1997"},
			[]string{"full_name", "Orçun Özmen", "birth_date", "3.2.1992"}, -2 * shippedKin.Generation},
		{"a line, far apart", []string{"full_name", "Orçun Özmen", "mobile", line, "city", "İzmir"},
			[]string{"full_name", "Orçun Özmen", "mobile", line, "city", "Konya"}, shippedKin.Elsewhere},
		{"far apart", []string{"full_name", "Orçun Özmen", "city", "İzmir"}, []string{"full_name", "Orçun Özmen", "city", "Konya"}, 0},
	}
	m := Shipped("tr", 20000)
	for _, tt := range tests {
		a, b := personOf(t, tt.a...), personOf(t, tt.b...)
		pat := NewJudge(m).Compare(a, b)
		if got := m.kinships(&pat, 0); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.why, got, tt.want)
		}
	}
}

// A name that a family gives to its sons alone says of two women that they are one,
// unless they may be sisters.
func TestKinOfOneSex(t *testing.T) {
	m := Shipped("tr", 20000)
	m.Household = m.Same + 5000
	m.Kin.Women, m.Kin.Men = -3000, 900
	line := "0532 006 85 43"
	weigh := func(m *Model, name string, more ...string) int32 {
		p := personOf(t, append([]string{"full_name", name, "mobile", line}, more...)...)
		return NewJudge(m).Judge(p, p).Weight
	}
	neutral := *m
	neutral.Kin.Women, neutral.Kin.Men = 0, 0
	for _, tt := range []struct {
		name string
		more []string
		sign int
	}{
		{"Zeynep Özmen", nil, 1},
		{"Mehmet Özmen", nil, -1},
		{"Zeynep Özmen", []string{"mother_name", "Fatma"}, 0},
	} {
		with, without := weigh(m, tt.name, tt.more...), weigh(&neutral, tt.name, tt.more...)
		if with > without != (tt.sign > 0) || with < without != (tt.sign < 0) {
			t.Errorf("%s %v: %d with the sexes, %d without", tt.name, tt.more, with, without)
		}
	}
}

// A father's name that is not the child's own tells that the child is nobody's junior.
func TestFather(t *testing.T) {
	for _, tt := range []struct {
		why  string
		a, b []string
		want int32
	}{
		{"called after his father", []string{"full_name", "Mehmet Özmen", "father_name", "Mehmet"}, []string{"full_name", "Mehmet Özmen"}, namesake},
		{"not called after him", []string{"full_name", "Mehmet Özmen", "father_name", "Deniz"}, []string{"full_name", "Mehmet Özmen"}, noNamesake},
		{"no father", []string{"full_name", "Mehmet Özmen"}, []string{"full_name", "Mehmet Özmen"}, 0},
		{"two names", []string{"full_name", "Mehmet Özmen", "father_name", "Deniz"}, []string{"full_name", "Orçun Özmen"}, 0},
	} {
		a, b := personOf(t, tt.a...), personOf(t, tt.b...)
		pat := NewJudge(Shipped("tr", 20000)).Compare(a, b)
		if got, back := father(a, b, pat[Given]), father(b, a, pat[Given]); got != tt.want || back != got {
			t.Errorf("%s: %d and %d, want %d", tt.why, got, back, tt.want)
		}
	}
}

// Surnames that conflict are no woman's two surnames where the other order makes
// sisters of the two.
func TestSisters(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Güler Nisa", "Güler Nur", true},
		{"Temel Betül", "TEMEL ÖZGE", true},
		{"Güler Yılmaz", "Güler Demir", false},
		{"Güler Nisa", "Güler Nisa", false},
	} {
		c := newComparer(Shipped("tr", 20000))
		a, b := personOf(t, "full_name", tt.a), personOf(t, "full_name", tt.b)
		if got, back := c.sisters(a, b), c.sisters(b, a); got != tt.want || back != got {
			t.Errorf("%s, %s: %v and %v, want %v", tt.a, tt.b, got, back, tt.want)
		}
	}
}
