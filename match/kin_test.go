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
