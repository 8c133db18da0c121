package synth

import (
	"strings"
	"unicode/utf8"
)

// Short forms by which people call one another.
var nicknames = map[string][]string{
	"Mehmet": {"Memo", "Memet"}, "Mustafa": {"Mıstık", "Musti"}, "Ahmet": {"Ahmo", "Amet"}, "Hüseyin": {"Hüso"},
	"Hasan": {"Haso"}, "İbrahim": {"İbo"}, "Süleyman": {"Sülo"}, "Ali": {"Alo"}, "Ramazan": {"Ramo"},
	"Osman": {"Oso"}, "Recep": {"Reco"}, "Halil": {"Halo"}, "Yusuf": {"Yuso"}, "Kadir": {"Kado"}, "Cemal": {"Cemo"},
	"Kemal": {"Kemo"}, "Emre": {"Emo"}, "Fatma": {"Fatoş", "Fato"}, "Ayşe": {"Ayşoş", "Eşe"}, "Hatice": {"Hatçe", "Hatoş"},
	"Zeynep": {"Zeyno"}, "Emine": {"Emoş"}, "Elif": {"Eliş", "Elo"}, "Meryem": {"Mero"}, "Merve": {"Meroş"}, "Esma": {"Esmoş"},
	"Özlem": {"Özo"}, "Zeliha": {"Zeliş"},
}

// Spellings of one name that clerks take for another, and short ones.
var shortNames = map[string][]string{
	"Mehmet": {"Mhmt", "Mehmed", "M."}, "Muhammed": {"Muh.", "Muhammet", "M."}, "Ahmet": {"Ahmed", "Ahm."}, "Mustafa": {"Mst."},
	"Hüseyin": {"Hüs.", "Hsyn"}, "Hasan": {"Hsn"}, "İbrahim": {"İbr."}, "Süleyman": {"Sül.", "Slymn"}, "Abdullah": {"Abd."},
	"Fatma": {"Ftm", "Fat."}, "Hatice": {"Hat."}, "Mahmut": {"Mahmud"}, "Murat": {"Murad"}, "Recep": {"Receb"}, "Zeynep": {"Zeyneb"},
}

var noiseWords = []string{"İPTAL", "(mükerrer)", "ESKİ", "***", "2", "VIP", "-KAPALI", "(eski müşteri)"}

// writeName lays the name out as the system does, with its mistakes.
func (c *clerk) writeName(p *person) {
	given, surname := c.spelling(p)
	given = c.shorten(given)
	if len(given) > 1 {
		given = c.second(given)
	} else if c.errs(c.h.initialFirst) {
		given[0] = initial(given[0])
	}
	for i := range given {
		given[i] = c.word(given[i])
	}
	words := strings.Fields(surname)
	for i := range words {
		words[i] = c.word(words[i])
	}
	surname = strings.Join(words, " ")
	if c.errs(c.h.onlyFirst) {
		surname = ""
	}
	c.layOut(p, strings.Join(given, " "), surname)
}

// shorten writes the first name by a nickname or an abbreviation at times.
func (c *clerk) shorten(given []string) []string {
	if short := nicknames[given[0]]; len(short) > 0 && c.errs(c.h.nickname) {
		given[0] = pick(c.r, short)
	}
	if short := shortNames[given[0]]; len(short) > 0 && c.errs(c.h.shorten) {
		if s := pick(c.r, short); len(given) > 1 || utf8.RuneCountInString(s) > 2 {
			given[0] = s
		}
	}
	return given
}

// second deals with a second given name: dropped, an initial, joined to the
// first, before it.
func (c *clerk) second(given []string) []string {
	switch {
	case c.errs(c.h.dropSecond):
		if c.r.chance(0.12) {
			return given[1:] // the call name is the second
		}
		return given[:1]
	case c.errs(c.h.initialSecond):
		if c.r.chance(0.35) {
			return append([]string{initial(given[0])}, given[1:]...)
		}
		return append(given[:1:1], initial(given[1]))
	case c.errs(c.h.joinSplit):
		return append([]string{joinWords(given[0], given[1])}, given[2:]...)
	case c.errs(0.01):
		given[0], given[1] = given[1], given[0]
	}
	return given
}

func initial(name string) string {
	_, n := utf8.DecodeRuneInString(name)
	return name[:n] + "."
}

// layOut writes the columns of the name.
func (c *clerk) layOut(p *person, given, surname string) {
	layout := choose(c.r, c.h.layout)
	title := ""
	if p.title != "" && c.r.chance(c.h.title) {
		title = p.title
	}
	if c.errs(c.h.noiseWord) {
		surname = strings.TrimSpace(surname + " " + pick(c.r, noiseWords))
	}
	given, surname = c.text(given), c.text(surname)
	if layout == inFields {
		if c.errs(c.h.swapFields) {
			given, surname = surname, given
		}
		c.set(colTitle, title)
		c.set(colFirst, given)
		c.set(colLast, surname)
		return
	}
	if title != "" {
		given = title + " " + given
	}
	switch {
	case surname == "":
		c.set(colFullName, given)
	case layout == surnameFirst:
		c.set(colFullName, surname+" "+given)
	case layout == surnameComma:
		c.set(colFullName, surname+", "+given)
	case layout == surnameInCaps:
		c.set(colFullName, given+" "+turkishUpper(surname))
	default:
		c.set(colFullName, given+" "+surname)
	}
}
