package match

import (
	"strings"
	"testing"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// personOf is the profile of a record with the given fields and values in turn.
func personOf(t *testing.T, pairs ...string) *Profile {
	t.Helper()
	m := Nation()
	r := record.Record{Key: record.Key{Source: "t", ID: "1"}}
	for i := 0; i < len(pairs); i += 2 {
		r.Values = append(r.Values, record.Value{Field: record.Field(pairs[i]), Text: pairs[i+1]})
	}
	return NewBuilder(NewInterner(m.Options(), m), m).Profile(&r, normalize.NewFeatures(&r, m.Options()))
}

// TestNamesOfOnePerson compares names as records bring them: a slip, a lost
// letter, another order or split is no other person; another name is.
func TestNamesOfOnePerson(t *testing.T) {
	full := func(s string) []string { return []string{"full_name", s} }
	columns := func(given, last string) []string { return []string{"first_name", given, "last_name", last} }
	tests := []struct {
		a, b           []string
		given, surname bool // conflict
	}{
		{columns("Sibelnur", "Demir"), columns("Sibelnud", "Demir"), false, false},
		{columns("Emrahemre Ahmet", "Kaya"), columns("Emrahemre", "Kaya"), false, false},
		{columns("Serkan Cem", "Seçir"), columns("Serkan Csm", "Seçir"), false, false},
		{columns("Ali", "Uzun"), columns("Lai", "Uzun"), false, false},
		{columns("Raşit", "Salihtürk"), full("RA??T SAL?HTÜRK"), false, false},
		{columns("Furkan", "Oğuz"), columns("Furkan", "Ğouz"), false, false},
		{columns("Sergey", "Sheikho"), full("Sergey Şeyho"), false, false},
		{full("Durunaz Bozkurt"), full("BOZKURT DURUNAZ DEFNE"), false, false},
		{columns("Osman Sami", "Özel Gündüz"), full("osman özel gündüz"), false, false},
		{full("BUSE BAZ"), full("KUMDAG BUSE"), false, true},
		{columns("Haan", "Katran"), columns("Hakan", "Katran"), false, false},
		{columns("Swmanur", "Aslan"), columns("Semanur", "Aslan"), false, false},
		{columns("Alihami", "Kaya"), columns("Ali", "Kaya"), false, false},
		{columns("Kaya Işık", "Hacer"), columns("Hacer", "Kaya Işık"), false, false},
		{columns("Yenikan", "Zeyneb"), columns("Zeynep", "Yenikan"), false, false},
		{columns("Eminekübra", "Turgut"), columns("Turgut", "Emine Kübra"), false, false},
		{full("Beyza Aydın Badıllıoğlu"), columns("Aydın Badıllıoğlu", "Beyza"), false, false},
		// Other people.
		{columns("Cemal", "Kaya"), columns("Kemal", "Kaya"), true, false},
		{columns("Emin", "Kaya"), columns("Emine", "Kaya"), true, false},
		{columns("Ahmet Can", "Kaya"), columns("Ahmet Cem", "Kaya"), true, false},
		{columns("Umut", "Kaya"), columns("Umur", "Kaya"), true, false},
		{columns("Hasan", "Demir"), columns("Hasan", "Demirel"), false, true},
		{full("Mehmet Yılmaz"), full("Ali Mehmet"), false, true},
		{columns("Can", "Ali"), columns("Ali Can", "Demir"), false, true},
		{columns("Khalil", "Omar"), columns("Halit", "Ömer"), true, false},
		{columns("Emir", "Kaya"), columns("Emirhan", "Kaya"), true, false},
	}
	for _, tt := range tests {
		a, b := personOf(t, tt.a...), personOf(t, tt.b...)
		c := newComparer(Nation())
		got, back := c.names(a, b), c.names(b, a)
		if got != back {
			t.Errorf("%v and %v: %+v one way, %+v the other", tt.a, tt.b, got, back)
		}
		if (got.given == NameConflict) != tt.given || (got.surname == NameConflict) != tt.surname {
			t.Errorf("%v and %v: given name %s, surname %s", tt.a, tt.b, shippedWeights()[Given].Levels[got.given].Name, shippedWeights()[Surname].Levels[got.surname].Name)
		}
	}
}

func TestLossyWord(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"ra?it", "rasit", true}, {"ra??t", "rasit", true}, {"?zdemir", "ozdemir", true}, {"y?ld?r?m", "yildirim", true},
		{"ra?it", "ra?it", true}, {"ra?it", "ramit", false}, {"ra?it", "rait", false}, {"g?l", "gol", true}, {"", "?", false}, {"a??", "as", true},
		{"a??", "asabb", false}, {"ra??t", "ra?t", true},
		{strings.Repeat("?a", 40), strings.Repeat("a", 80) + "b", false}, // in a time that grows with the square
	} {
		if got := lossyWord(tt.a, tt.b); got != tt.want || lossyWord(tt.b, tt.a) != got {
			t.Errorf("lossyWord(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}

func TestSpelledBy(t *testing.T) {
	words := []string{"ayse", "nur", "yilmaz"}
	for s, want := range map[string]bool{
		"ayseyilmaz": true, "yilmazayse": true, "ayilmaz": true, "ayse": true, "aysenuryilmaz": true, "anyilmaz": true,
		"": false, "any": false, "ayseyilmaz34": false, "kralicaayse": false, "fatma": false,
	} {
		if got := spelledBy(s, words); got != want {
			t.Errorf("spelledBy(%q) = %v", s, got)
		}
	}
}

// A mailbox that is called by nothing but its owner's name says less than one of
// his own, and its local part at another provider nothing.
func TestNamedMailbox(t *testing.T) {
	j := NewJudge(Shipped("tr", 20000))
	weight := func(mailA, mailB string) int32 {
		return j.Judge(personOf(t, "full_name", "Ayşe Yılmaz", "email", mailA), personOf(t, "full_name", "Ayşe Yılmaz", "email", mailB)).Weight
	}
	named, own := weight("ayse.yilmaz@gmail.com", "ayseyilmaz@gmail.com"), weight("ayse.yilmaz1971@gmail.com", "ayse.yilmaz1971@gmail.com")
	if named > own-2000 {
		t.Errorf("%d for a mailbox of the name, %d for one of her own", named, own)
	}
	if similar, none := weight("ayse.yilmaz@gmail.com", "ayse.yilmaz@hotmail.com"), weight("ayse.yilmaz@gmail.com", ""); similar != none {
		t.Errorf("%d for the name at another provider, %d for no mailbox", similar, none)
	}
}

// The year in the name of a mailbox is a birth year to a record that gives none.
func TestMailboxYear(t *testing.T) {
	dated := []string{"full_name", "Ayşe Yılmaz", "birth_date", "12.03.1971", "mobile", "0532 006 85 43"}
	for _, tt := range []struct {
		why  string
		with []string
		want Level
	}{
		{"her year", []string{"email", "ayse.yilmaz1971@gmail.com"}, BirthYear},
		{"another year", []string{"email", "ayse.yilmaz1972@gmail.com"}, Missing},
		{"another's mailbox", []string{"email", "hasan.demir1971@gmail.com"}, Missing},
		{"a word", []string{"email", "mavikartal1971@gmail.com"}, Missing},
		{"two digits", []string{"email", "ayse.yilmaz71@gmail.com"}, Missing},
		{"no year", []string{"email", "ayse.yilmaz91971@gmail.com"}, Missing},
		{"a shared line", []string{"email", "ayse.yilmaz1971@gmail.com", "mobile", "0532 006 85 43"}, Missing},
		{"a date of her own", []string{"email", "ayse.yilmaz1971@gmail.com", "birth_date", "1.5.1988"}, BirthGeneration},
	} {
		a, b := personOf(t, dated...), personOf(t, append(tt.with, "full_name", "Ayşe Yılmaz")...)
		j := NewJudge(Shipped("tr", 20000))
		pat, back := j.Compare(a, b), j.Compare(b, a)
		if pat[Birth] != tt.want || back != pat {
			t.Errorf("%s: %d and %d, want %d", tt.why, pat[Birth], back[Birth], tt.want)
		}
	}
}

// A man who bears his father's name may be the father in a record that does not
// say whose son he is.
func TestFathersName(t *testing.T) {
	m := Shipped("tr", 20000)
	door := []string{"address", "Gül Sok. No:12 D:5 Barbaros Mah.", "district", "Kadıköy", "city", "İstanbul"}
	other := personOf(t, append(door, "full_name", "Faris Kılınç")...)
	own := personOf(t, append(door, "full_name", "Faris Kılınç", "father_name", "Hasan")...)
	son := personOf(t, append(door, "full_name", "Faris Kılınç", "father_name", "Faris")...)
	j := NewJudge(m)
	if a, b := j.Judge(own, other), j.Judge(son, other); b.Weight > a.Weight-1000 {
		t.Errorf("his father's name weighs nothing: %d beside %d", b.Weight, a.Weight)
	}
}
