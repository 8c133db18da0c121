package synth

import (
	"strings"
	"sync"

	"github.com/tekil-id/tekil/normalize"
)

type sex uint8

const (
	male sex = iota
	female
)

func (s sex) other() sex { return 1 - s }

type nameShare struct {
	name  string
	share float64
}

// era is a time of birth that shares a fashion in given names.
type era int

const (
	before1965 era = iota
	before1990
	sinceThen
	eras
)

func eraOf(year int) era {
	switch {
	case year < 1965:
		return before1965
	case year < 1990:
		return before1990
	}
	return sinceThen
}

// nameTables draws names by their frequency.
type nameTables struct {
	given        [2][eras]*weighted[string]
	rare         [2][]string // the given names of a sex, for those that are rarer than any share
	counted      float64     // share of people whose given name the shares account for
	surname      *weighted[string]
	rareSurnames []string
	surnames     float64 // share of people whose surname the shares account for
}

// unlistedSurnames is the share of people whose surname no list holds.
const unlistedSurnames = 0.31

// names draws from the tables of the normaliser: the names and shares that it
// ships. A name of both sexes is given to both.
var names = sync.OnceValue(func() *nameTables {
	var given [2][]nameShare
	var surnames []nameShare
	for name, share := range normalize.GivenNames() {
		switch g, _ := normalize.GenderOf(name); {
		case g == normalize.Male:
			given[male] = append(given[male], nameShare{name, share})
		case g == normalize.Female:
			given[female] = append(given[female], nameShare{name, share})
		default:
			given[male] = append(given[male], nameShare{name, share / 2})
			given[female] = append(given[female], nameShare{name, share / 2})
		}
	}
	for name, share := range normalize.Surnames() {
		surnames = append(surnames, nameShare{name, share})
	}
	return newNameTables(given, surnames)
})

func newNameTables(given [2][]nameShare, surnames []nameShare) *nameTables {
	t := &nameTables{}
	fashion := [2]map[string]era{wordsByEra(fashionMale), wordsByEra(fashionFemale)}
	for s := range given {
		for e := range eras {
			t.given[s][e] = drawer(given[s], func(n nameShare) float64 {
				return n.share * fashionFactor(fashion[s], n.name, e)
			})
		}
	}
	for i, names := range given {
		for _, n := range names {
			t.rare[i] = append(t.rare[i], n.name)
			t.counted += n.share
		}
	}
	t.surname = drawer(surnames, func(n nameShare) float64 { return n.share })
	for _, n := range surnames {
		t.rareSurnames = append(t.rareSurnames, n.name)
		t.surnames += n.share
	}
	return t
}

func drawer(of []nameShare, weight func(nameShare) float64) *weighted[string] {
	names := make([]string, len(of))
	for i := range of {
		names[i] = of[i].name
	}
	return newWeighted(names, func(i int) float64 { return weight(of[i]) })
}

// fashionFactor says how much commoner a name is among those born in e than
// among all.
func fashionFactor(fashion map[string]era, name string, e era) float64 {
	peak, ok := fashion[name]
	if !ok {
		return 1
	}
	return [eras][eras]float64{
		before1965: {2.4, 0.9, 0.2},
		sinceThen:  {0.03, 0.3, 2.6},
	}[peak][e]
}

func wordsByEra(lists [2]string) map[string]era {
	m := map[string]era{}
	for _, w := range strings.Split(lists[0], ",") {
		m[w] = before1965
	}
	for _, w := range strings.Split(lists[1], ",") {
		m[w] = sinceThen
	}
	return m
}

// Names whose bearers are mostly old, and mostly young.
var (
	fashionMale = [2]string{
		"Recep,Bayram,Şaban,Dursun,Mevlüt,Durmuş,Hamdi,Hakkı,Rıza,Cuma,İzzet,Niyazi,Haydar,Kazım,Cafer,Veli,Necati,Nuri,Şükrü,Kemal,Cemal,Celal,İsmet,Muzaffer,Nihat,Sabri,Remzi,Sami,Sadık,Enver,Fahrettin,Hayrettin,Tahsin,Turan,Osman,İsmail,Hüseyin,Hasan,Süleyman,Şevket,Fevzi,Ziya,Fahri,Necdet,Tahir,Satılmış,Rüstem,Ali Rıza",
		"Furkan,Enes,Berat,Arda,Emirhan,Mert,Eren,Emir,Batuhan,Eymen,Kerem,Yiğit,Efe,Alperen,Berkay,Miraç,Kaan,Çınar,Ege,Ayaz,Metehan,Bedirhan,Doğukan,Melih,Rüzgar,Poyraz,Yağız,Taha,Kuzey,Doruk,Mehmet Efe,Aras,Tunahan,Ömer Asaf,Kayra,Ensar,Toprak,Berke,Utku,Mertcan,Yusuf Eymen,Muhammed Ali,Muhammed Emin,Muhammed Enes,Muhammed Emir,Muhammed Yusuf,Muhammed Talha,Ahmet Efe,Mehmet Can,Mehmet Emir,Samet,Yunus Emre,Ömer Faruk,Hamza,Sefa,Oğuzhan,Burak,Talha,Atakan",
	}
	fashionFemale = [2]string{
		"Fadime,Şerife,Havva,Hacer,Hanife,Rukiye,Gülsüm,Halime,Kadriye,Döndü,Zübeyde,Naciye,Saniye,Yeter,Nuriye,Zekiye,Hanım,Nazmiye,Safiye,Saliha,Münevver,Hamide,Makbule,Huriye,Rahime,Meliha,Saadet,Müzeyyen,Feride,Arife,Melahat,Fikriye,Dudu,Sebahat,Nazife,Satı,Döne,Hatun,Pakize,Emine,Hatice,Fatma,Ayşe,Cemile,Şükran,Remziye,Hayriye,Asiye,Aysel,Sevim,Nermin,Neriman,Necla,Gülten,Nurten,Türkan,Perihan,Cennet,Kıymet,Hafize,Raziye,Habibe,Kezban",
		"Ecrin,Nisanur,İrem,Sıla,Azra,Eylül,Beyza,Nehir,Hiranur,Ceren,Aleyna,Cansu,İlayda,Melisa,Şevval,Dilara,Damla,Ela,Yaren,Buse,Sudenaz,Belinay,Nisa,Sude,Elanur,Edanur,Selin,Tuana,Irmak,Miray,Rümeysa,Rumeysa,Ece,Defne,Duru,İpek,Beren,Cemre,Asya,Ceylin,Helin,Zeynep,Elif,Büşra,Merve,Kübra,Esmanur,Semanur,Beyzanur,Hayrunnisa,Buğlem,Asmin,Berra,Hira,Zümra,Mira,Eslem,Ada,Ayşenur,Melike,Yağmur,Azra,Ecrin,Öykü,Ezgi",
	}
)

// drawGiven draws a given name by the frequencies of the year. What these leave
// out goes to rare names, and to joined ones such as Ayşenur.
func (t *nameTables) drawGiven(r random, s sex, year int) string {
	const rare, joined = 0.65, 0.15 // of those left out
	common := t.given[s][eraOf(year)]
	if r.chance(t.counted) {
		return common.draw(r)
	}
	switch x := r.Float64(); {
	case x < rare:
		return pick(r, t.rare[s])
	case x < rare+joined:
		return joinWords(common.draw(r), pick(r, joinedEnds[s]))
	}
	return common.draw(r)
}

// joinedEnds are second names that are written as one with the first.
var joinedEnds = [2][]string{male: strings.Fields("can han alp cem emre"), female: strings.Fields("nur gül su naz can")}

// drawSurname draws a listed surname, or composes one of the tail.
func (t *nameTables) drawSurname(r random) string {
	switch x := r.Float64(); {
	case x < t.surnames:
		return t.surname.draw(r)
	case x < 1-unlistedSurnames:
		return pick(r, t.rareSurnames)
	}
	return t.composeSurname(r)
}

// composeSurname builds a surname the way in which the law of 1934 let people
// choose them: two words, a word with a suffix, a forefather with -oğlu.
func (t *nameTables) composeSurname(r random) string {
	switch x := r.Float64(); {
	case x < 0.30:
		return pick(r, surnameHeads) + pick(r, surnameTails)
	case x < 0.62:
		return pick(r, surnameHeads) + turkishLower(pick(r, surnameHeads)) + pick(r, surnameEnds)
	case x < 0.74:
		father, _, _ := strings.Cut(t.given[male][before1965].draw(r), " ")
		return joinWords(pick(r, []string{"", "", "Hacı", "Molla", "Kara", "Deli", "Topal", "Koca"}), father) + "oğlu"
	case x < 0.87:
		father, _, _ := strings.Cut(t.given[male][before1965].draw(r), " ")
		return father + pick(r, []string{"can", "er", "soy", "türk", "han", "gil"})
	case x < 0.90:
		return pick(r, surnameCrafts)
	}
	return t.surname.draw(r) + " " + t.surname.draw(r)
}
