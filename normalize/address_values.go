package normalize

import (
	"strings"
)

// takeValues takes the parts that a label announces: numbers of door, flat and
// floor, blocks, boxes, postcodes and the register number.
func (p *addressParser) takeValues() {
	for i := range p.toks {
		if p.toks[i].part != partNone {
			continue
		}
		switch p.labelAt(i) {
		case wordUAVT:
			p.takeUAVT(i)
		case wordPK:
			p.takeBox(i)
		case wordNo:
			p.takeNo(i)
		case wordNolu:
			p.takeNolu(i)
		case wordDaire:
			p.takeDaire(i)
		case wordKat:
			p.takeKat(i)
		case wordFloor:
			p.takeFloorWord(i)
		case wordBlok:
			p.takeBlok(i)
		case wordSite, wordEstate, wordEvler:
			p.takeSiteDoor(i + 1)
		}
	}
}

// takeSiteDoor reads the block and door that stand bare behind an estate: "Güneş
// Sitesi A2/5", "Güneş Sitesi B/12".
func (p *addressParser) takeSiteDoor(i int) {
	if !p.letterAt(i) || p.labelAt(i) != otherWord || p.sepAt(i)&sepHard != 0 {
		return
	}
	j := i + 1
	if p.digitsAt(j) && p.sepAt(j) == 0 {
		j++
	}
	if !p.digitsAt(j) || p.sepAt(j) != sepSlash && p.sepAt(j) != sepDash || p.is(j+1, wordBlok) || p.streetNumber(j) {
		return
	}
	p.setBlok(i, j)
	p.setDaire(trimZeros(p.source(j, j+1)))
	p.take(j, j+1, partTaken)
}

// labelAt returns the label that token i starts, seeing single letters, which
// are labels only before a number or a colon, and labels of several words.
func (p *addressParser) labelAt(i int) addressWord {
	t := &p.toks[i]
	switch {
	case t.word == wordAdres && p.registerNumber(i+1):
		return wordUAVT
	case t.word == wordPosta && (p.is(i+1, wordKutusu) || p.is(i+1, wordKodu)):
		return wordPK
	case (t.word == wordDis || t.word == wordIc) && p.is(i+1, wordKapi):
		if t.word == wordIc {
			return wordDaire
		}
		return wordNo
	case (t.word == wordDis || t.word == wordIc) && p.digitsAt(i+1) && (p.sepAt(i+1)&sepColon != 0 || t.word == wordIc && p.out.No != "" && p.sepAt(i+1) == sepBlank && !p.streetNumber(i+1)):
		if t.word == wordIc { // Dış:12 İç:5
			return wordDaire
		}
		return wordNo
	case t.word == wordKapi && (p.is(i+1, wordNo) || p.digitsAt(i+1)):
		return wordNo
	case (string(p.f(i)) == "bina" || t.word == wordBlok) && p.is(i+1, wordNo) && p.digitsAt(i+2):
		if t.word == wordBlok {
			return wordBlok
		}
		return wordNo
	case string(p.f(i)) == "bina" && p.sepAt(i+1)&sepColon != 0 && p.digitsAt(i+1):
		return wordNo
	case string(p.f(i)) == "dr" && p.sepAt(i+1)&(sepColon|sepDot) != 0 && p.digitsAt(i+1) && !p.streetNumber(i+1):
		return wordDaire
	case string(p.f(i)) == "diskapi" && (p.is(i+1, wordNo) || p.digitsAt(i+1)):
		return wordNo
	case string(p.f(i)) == "ickapi" && (p.is(i+1, wordNo) || p.digitsAt(i+1)):
		return wordDaire
	case p.letterAt(i) && p.is(i+1, wordKapi) && p.f(i)[0] == 'd':
		return wordNo
	case p.letterAt(i) && p.is(i+1, wordKapi) && p.f(i)[0] == 'i':
		return wordDaire
	case p.letterAt(i):
		return p.letterLabel(i)
	case string(p.f(i)) == "bl" && i > 0 && (p.letterAt(i-1) || p.digitsAt(i-1)) && !p.breaks(i):
		return wordBlok // A Bl.; otherwise it is a Bulvar
	}
	return t.word
}

func (p *addressParser) letterLabel(i int) addressWord {
	c := p.f(i)[0]
	number := p.digitsAt(i+1) && p.sepAt(i+1)&sepHard == 0 && !p.roadNumber(i) && !p.is(i+2, wordBlok) && !p.is(i+2, wordSokak) && !p.is(i+2, wordCadde)
	colon := p.sepAt(i+1)&sepColon != 0
	switch {
	case c == 'p' && p.letterAt(i+1) && p.f(i + 1)[0] == 'k' && p.sepAt(i+1)&sepDot != 0:
		return wordPK
	case (c == 'z' || c == 'b') && p.letterAt(i+1) && p.f(i + 1)[0] == 'k' && p.sepAt(i+1)&sepDot != 0:
		return wordFloor
	case (c == 'z' || c == 'b') && p.is(i+1, wordKat) && p.sepAt(i+1)&^sepBlank == sepDot && string(p.f(i+1)) == "kat" && !p.digitsAt(i+2):
		return wordFloor
	case c == 'z' && p.is(i+1, wordKat) && p.sepAt(i+1) == sepBlank && !p.digitsAt(i+2):
		return wordFloor
	case c == 'n' && (number || colon):
		return wordNo
	case c == 'd' && (number || colon && p.unused(i+1)):
		return wordDaire
	case c == 'k' && (number || colon || p.is(i+1, wordFloor) || p.floorBefore(i) || p.sepAt(i+1) == sepDot && p.floorLetterAt(i+1)):
		return wordKat
	}
	return otherWord
}

// roadNumber reports whether the letter at i and the number behind it name a
// highway: D-100 Karayolu, D100 Güney Yan Yol.
func (p *addressParser) roadNumber(i int) bool {
	if p.sepAt(i+1)&^sepDash != 0 {
		return false
	}
	if i+2 < len(p.toks) && p.sepAt(i+1) == sepDash && p.toks[i+2].word == wordLandmark {
		return true
	}
	for j := i + 2; j < len(p.toks) && j < i+5 && p.unused(j) && !p.breaks(j) && !p.toks[j].digits; j++ {
		if p.toks[j].word == wordStreet {
			return true
		}
	}
	return false
}

// registerNumber reports whether "No: 1234567890", "Kodu 1234567890" or "Kayıt No
// 1234567890" starts at token i.
func (p *addressParser) registerNumber(i int) bool {
	if p.unused(i) && string(p.f(i)) == "kayit" {
		i++
	}
	return (p.is(i, wordNo) || p.is(i, wordKodu)) && p.digitsAt(i+1)
}

func (p *addressParser) takeUAVT(i int) {
	j := i + 1
	for p.is(j, wordNo) || p.is(j, wordKodu) || p.unused(j) && string(p.f(j)) == "kayit" {
		j++
	}
	if p.digitsAt(j) && p.toks[j].foldEnd-p.toks[j].foldStart == 10 {
		p.out.UAVT = p.source(j, j+1)
		p.take(i, j+1, partTaken)
		p.flag(p.made.join("uavt:", p.out.UAVT))
	}
}

// takeBox reads "P.K. 543" and "Posta Kodu: 34710"; five digits behind PK are a
// postcode.
func (p *addressParser) takeBox(i int) {
	j := i + 1
	code := p.is(j, wordKodu)
	for p.unused(j) && (p.letterAt(j) || p.is(j, wordNo) || p.is(j, wordKutusu) || p.is(j, wordKodu)) {
		j++
	}
	if !p.digitsAt(j) {
		return
	}
	switch n := p.toks[j].foldEnd - p.toks[j].foldStart; {
	case n == 5 && p.out.Posta == "":
		p.out.Posta = p.source(j, j+1)
	case code:
		return
	default:
		p.flag(p.made.join("po_box:", p.source(j, j+1)))
	}
	p.take(i, j+1, partTaken)
}

// doorValue reads a number with what belongs to it: 12, 12/A, 12-A, 12 A, 12-14,
// and the flat behind a slash in 12/5 and 12/A/5.
type doorValue struct {
	no, flat string
	next     int // the token behind it
}

func (p *addressParser) doorAt(i int) (v doorValue) {
	v = doorValue{no: trimZeros(p.source(i, i+1)), next: i + 1}
	j := i + 1
	if p.suffixLetter(j) {
		v.no = p.made.join(v.no, "/", p.letter(j))
		j++
	} else if p.digitsAt(j) && p.sepAt(j)&(sepDash|sepSlash) != 0 && p.sepAt(j)&^(sepDash|sepSlash|sepBlank) == 0 && !p.streetNumber(j) && !(p.is(j+1, wordKat) && p.sepAt(j)&sepBlank != 0) {
		second := trimZeros(p.source(j, j+1))
		if p.sepAt(j)&sepDash != 0 && numberLess(v.no, second) {
			v.no = p.made.join(v.no, "-", second)
			for last := second; p.digitsAt(j+1) && p.sepAt(j+1) == sepDash && numberLess(last, trimZeros(p.source(j+1, j+2))) && !p.streetNumber(j+1); {
				j++ // 12-14-16
				last = trimZeros(p.source(j, j+1))
				v.no = p.made.join(v.no, "-", last)
			}
		} else {
			v.flat = second
		}
		j++
	}
	if v.flat == "" && j > i+1 && p.digitsAt(j) && p.sepAt(j)&(sepDash|sepSlash) != 0 && !p.streetNumber(j) {
		v.flat = trimZeros(p.source(j, j+1))
		j++
	}
	if v.flat != "" && (p.sepAt(j) == 0 && p.letterAt(j) || p.sepAt(j) == sepSlash && p.suffixLetter(j)) {
		v.flat = p.made.join(v.flat, "/", p.letter(j))
		j++
	}
	v.next = j
	return v
}

// suffixLetter reports whether the single letter at j belongs to the number
// before it: 12A, 12/A, 12-A, 12 A, but not 12 A Blok, 12 D 5 nor 12 K:3.
func (p *addressParser) suffixLetter(j int) bool {
	if p.digitsAt(j+1) && p.sepAt(j+1) == 0 && p.sepAt(j) == sepBlank {
		return false // No:6 A101 Market
	}
	if !p.letterAt(j) || p.blockLetter(j) || p.sepAt(j)&^(sepBlank|sepSlash|sepDash) != 0 {
		return false
	}
	if s := p.sepAt(j + 1); j+1 < len(p.toks) && s&(sepColon|sepDot) != 0 {
		return p.sepAt(j) != sepBlank && p.labelAt(j) == otherWord
	}
	return p.sepAt(j) != sepBlank && p.sepAt(j) != 0 || p.labelAt(j) == otherWord
}

// blockLetter reports whether the letter at j starts the name of a block: A Blok,
// A Bl., B2 Blok.
func (p *addressParser) blockLetter(j int) bool {
	if j++; p.digitsAt(j) && p.sepAt(j) == 0 {
		j++
	}
	return p.is(j, wordBlok) || p.unused(j) && string(p.f(j)) == "bl" && !p.breaks(j)
}

// streetNumber reports whether the number at j names a street: 45. Sok.
func (p *addressParser) streetNumber(j int) bool {
	n := j + 1
	if p.digitsAt(n) && p.sepAt(n)&sepSlash != 0 {
		n++
	}
	return p.unused(n) && p.isStreetWord(n)
}

func (p *addressParser) isStreetWord(i int) bool {
	switch p.toks[i].word {
	case wordSokak, wordCadde, wordBulvar, wordNolu:
		return true
	}
	return false
}

func (p *addressParser) takeNo(i int) {
	j := i + 1
	for p.unused(j) && (p.toks[j].word == wordKapi || p.toks[j].word == wordNo || p.toks[j].word == wordNolu) {
		j++
	}
	if !p.digitsAt(j) {
		p.takeOddNo(i, j)
		return
	}
	if p.toks[j].foldEnd-p.toks[j].foldStart > 6 || p.is(j+1, wordNolu) {
		return
	}
	if p.is(j+1, wordDaire) && !p.digitsAt(j+2) && p.digitsAt(i-1) && p.sepAt(i)|p.sepAt(j) == sepBlank { // 12 Numara 5 Daire
		p.takeOddNo(i, j)
		return
	}
	v := p.doorAt(j)
	if p.unused(i-1) && string(p.f(i-1)) == "eski" && !p.breaks(i) { // "No:12 (Eski No:7)"
		p.setRest(i-1, v.next, p.made.join("old_no:", v.no))
		return
	}
	p.take(i, v.next, partTaken)
	switch {
	case v.no == "0":
		p.flag("no_placeholder")
	case p.out.No == "" && (p.out.Kat == "" || !p.noAhead(v.next)):
		p.out.No, p.slashNo = v.no, v.flat
	case p.out.Daire == "":
		p.out.Daire = v.no
		p.flag("double_no")
	default:
		p.flag(p.made.join("extra_no:", v.no))
	}
}

// takeNolu takes the door of "12 nolu apartman", a building without a name.
func (p *addressParser) takeNolu(i int) {
	if !p.digitsAt(i-1) || !p.is(i+1, wordBina) || p.breaks(i+1) || p.out.No != "" {
		return
	}
	switch string(p.f(i + 1)) {
	case "apt", "ap", "apartman", "apartmani", "binasi":
		p.out.No = trimZeros(p.source(i-1, i))
		p.take(i-1, i+2, partTaken)
	}
}

// noAhead reports whether another door number, and not that of a flat, is
// announced behind token i.
func (p *addressParser) noAhead(i int) bool {
	for ; i < len(p.toks); i++ {
		if p.is(i, wordNo) && p.digitsAt(i+1) && !p.is(i-1, wordDaire) && !(p.is(i-1, wordKapi) && p.is(i-2, wordIc)) {
			return true
		}
	}
	return false
}

// takeOddNo takes a label without a number: "No:A", "No:-", "No:yok".
func (p *addressParser) takeOddNo(i, j int) {
	switch {
	case p.digitsAt(i-1) && p.sepAt(i) == sepBlank && p.out.No == "" && len(p.f(i-1)) < 5:
		if p.out.No = trimZeros(p.source(i-1, i)); p.out.No == "0" { // "12 Numara"
			p.out.No = ""
			p.flag("no_placeholder")
		}
		p.take(i-1, i+1, partTaken)
	case p.letterAt(j) && p.sepAt(j)&(sepColon|sepDot) != 0 && p.labelAt(j) == otherWord && p.out.No == "":
		p.out.No = upperLetter(p.f(j)[0])
		p.take(i, j+1, partTaken)
	case p.unused(j) && string(p.f(j)) == "yok":
		p.take(i, j+1, partTaken)
		p.flag("no_placeholder")
	case j >= len(p.toks) || p.toks[i].word == wordNo && p.sepAt(j)&(sepDash|sepColon) != 0:
		p.take(i, j, partTaken)
		p.flag("no_placeholder")
	}
}

func (p *addressParser) takeDaire(i int) {
	j := i + 1
	for p.unused(j) && (p.toks[j].word == wordKapi || p.toks[j].word == wordNo) {
		j++
	}
	switch {
	case p.toks[i].word == wordDaire && p.is(i-1, wordNolu) && p.digitsAt(i-2) && !p.breaks(i): // 5 nolu daire
		p.setDaire(trimZeros(p.source(i-2, i-1)))
		p.take(i-2, i+1, partTaken)
		return
	case p.toks[i].word == wordDaire && p.digitsAt(i-1) && p.sepAt(i)&sepDot != 0 && p.sepAt(i)&sepHard == 0: // 5. daire
		p.setDaire(trimZeros(p.source(i-1, i)))
		p.take(i-1, i+1, partTaken)
		return
	case p.countsFlat(i, j): // 5 Daire
		p.setDaire(trimZeros(p.source(i-1, i)))
		p.take(i-1, i+1, partTaken)
		return
	case p.digitsAt(j):
	case p.letterAt(j) && p.sepAt(j)&sepColon != 0:
		if p.f(j)[0] != 'x' { // D:x is left open
			p.setDaire(upperLetter(p.f(j)[0]))
		}
		p.take(i, j+1, partTaken)
		return
	default:
		return
	}
	v := p.doorAt(j)
	d := v.no
	switch next := v.next; {
	case v.flat != "":
		d = p.made.join(d, "-", v.flat)
	case p.digitsAt(next) && p.sepAt(next) == sepComma && len(p.f(next)) < 4 && !p.streetNumber(next): // 5,6
		d = p.made.join(d, "-", trimZeros(p.source(next, next+1)))
		v.next++
	}
	if strings.Trim(d, "0") != "" {
		p.setDaire(d)
	}
	p.take(i, v.next, partTaken)
}

// countsFlat reports whether the bare number before the word Daire at i is the
// flat: "12 Numara 5 Daire", "3 Kat 5 Daire".
func (p *addressParser) countsFlat(i, j int) bool {
	return string(p.f(i)) == "daire" && p.digitsAt(i-1) && p.sepAt(i) == sepBlank && !p.digitsAt(j) && !(p.letterAt(j) && p.sepAt(j)&sepColon != 0) &&
		p.toks[i-1].foldEnd-p.toks[i-1].foldStart < 4 && (i == 1 || p.toks[i-2].part == partTaken)
}

func (p *addressParser) setDaire(d string) {
	if d == "0" {
		return
	}
	if p.out.Daire != "" && p.out.Daire != d {
		p.flag(p.made.join("extra_flat:", d))
		return
	}
	p.out.Daire = d
}

// takeKat reads "Kat:3", "3. Kat", "Kat:Zemin", "Kat:-1".
func (p *addressParser) takeKat(i int) {
	switch {
	case p.letterAt(i) && p.floorBefore(i):
		p.takeOrdinalFloor(i)
	case p.toks[i].word == wordKat && p.unused(i-1) && p.sepAt(i)&sepHard == 0 && ordinal(p.f(i-1)) != "":
		p.setKat(ordinal(p.f(i - 1)))
		p.take(i-1, i+1, partTaken)
	case p.toks[i].word == wordKat && p.digitsAt(i-1) && p.sepAt(i)&sepHard == 0 && (p.sepAt(i)&sepDot != 0 || p.countsFloor(i)): // "3. Kat 5"
		p.takeOrdinalFloor(i)
	case p.is(i+1, wordNo) && p.digitsAt(i+2) && !p.digitsAt(i-1) && p.toks[i].word == wordKat && p.sepAt(i+1)&(sepHard|sepColon) == 0: // Kat No:3
		p.setKat(floorNumber(p.source(i+2, i+3), p.sepAt(i+2)&sepDash != 0))
		p.take(i, i+3, partTaken)
	case p.is(i+1, wordFloor) && p.sepAt(i+1)&sepHard == 0:
		p.setKat(floorOf(p.f(i + 1)))
		p.take(i, i+2, partTaken)
		if p.is(i+2, wordKat) {
			p.take(i+2, i+3, partTaken)
		}
	case p.digitsAt(i+1) && !p.streetNumber(i+1):
		k, end := floorNumber(p.source(i+1, i+2), p.sepAt(i+1)&sepDash != 0), i+2
		switch s := p.sepAt(end); {
		case !p.digitsAt(end):
		case s == sepDash:
			k = p.made.join(k, "-", p.source(end, end+1))
			end++
		case s == sepSlash && p.out.Daire == "":
			p.setDaire(trimZeros(p.source(end, end+1)))
			end++
		}
		p.setKat(k)
		p.take(i, end, partTaken)
	case p.letterAt(i+1) && p.sepAt(i+1)&sepColon != 0 && strings.IndexByte("zbacg", p.f(i + 1)[0]) >= 0, p.floorLetterAt(i + 1):
		k, end := floorLetter(p.f(i + 1)[0]), i+2
		if k == "B" && p.digitsAt(end) && p.sepAt(end) == 0 {
			k = p.made.join(k, trimZeros(p.source(end, end+1)))
			end++
		}
		p.setKat(k)
		p.take(i, end, partTaken)
	case p.digitsAt(i-1) && p.sepAt(i)&sepHard == 0 && p.toks[i].word == wordKat:
		p.setKat(floorNumber(p.source(i-1, i), false))
		p.take(i-1, i+1, partTaken)
	}
}

// countsFloor reports whether the bare number before the word Kat at i is the
// floor and the one behind it the flat: "No:12 3 Kat 5 Daire". In "Gül Sok. 12
// Kat 3" the first is the door.
func (p *addressParser) countsFloor(i int) bool {
	if p.sepAt(i)&^sepBlank != 0 || p.sepAt(i) == 0 || !p.digitsAt(i+1) || p.sepAt(i+1) != sepBlank {
		return false
	}
	return p.is(i+2, wordDaire) && !p.digitsAt(i+3) && !p.is(i+3, wordNo) && p.sepAt(i+2) == sepBlank || p.out.No != "" && p.toks[i+1].foldEnd-p.toks[i+1].foldStart < 4 && !p.streetNumber(i+1)
}

// floorBefore reports whether the letter K at i is the floor of the number before
// it, "3.K", and not the initial of a name, "3. K. Karabekir".
func (p *addressParser) floorBefore(i int) bool {
	if !p.digitsAt(i-1) || p.sepAt(i)&^sepBlank != sepDot {
		return false
	}
	return p.sepAt(i) == sepDot || i+1 == len(p.toks) || p.breaks(i+1) || p.labelAt(i+1) != otherWord
}

// floorLetterAt reports whether the letter at i is a floor behind its label: "Kat
// Z", but "3. Kat B Blok".
func (p *addressParser) floorLetterAt(i int) bool {
	return p.letterAt(i) && (p.f(i)[0] == 'z' || p.f(i)[0] == 'b') && !p.blockLetter(i) && p.sepAt(i)&sepHard == 0 && p.sepAt(i+1)&(sepColon|sepDot) == 0
}

// takeOrdinalFloor takes "3. Kat", "-1. Kat" and the flat that stands bare behind
// it.
func (p *addressParser) takeOrdinalFloor(i int) {
	p.setKat(floorNumber(p.source(i-1, i), p.sepAt(i-1)&sepDash != 0))
	end := i + 1
	if p.digitsAt(end) && p.sepAt(end) == sepBlank && p.out.Daire == "" && !p.streetNumber(end) && p.sepAt(end+1)&sepDot == 0 && !p.datedName(end) &&
		!p.is(end+1, wordBlok) && !p.is(end+1, wordDaire) && p.toks[end].foldEnd-p.toks[end].foldStart < 4 {
		p.setDaire(trimZeros(p.source(end, end+1)))
		end++
	}
	p.take(i-1, end, partTaken)
}

// datedName reports whether the number at i starts a name: 19 Mayıs Mah.
func (p *addressParser) datedName(i int) bool {
	return p.unused(i+1) && !p.toks[i+1].digits && dateWord(p.f(i+1))
}

// takeFloorWord reads "Bodrum Kat", "2. Bodrum Kat", "Zemin", "Z.K.", "ZK".
// Bodrum, Giriş, Asma and Çatı are floors only before the word Kat, or Bodrum
// between a door and a flat: Bodrum is a town as well.
func (p *addressParser) takeFloorWord(i int) {
	if p.letterAt(i) {
		p.setKat(floorLetter(p.f(i)[0]))
		p.take(i, i+2, partTaken)
		return
	}
	floor, j := floorOf(p.f(i)), i+1
	switch {
	case p.is(i+1, wordKat):
		j++
	case string(p.f(i)) == "zemin" && !p.nameGoesOn(i+1), string(p.f(i)) == "zk":
	case floor == "B" && p.digitsAt(i-1) && p.sepAt(i)&sepDot != 0 && len(p.f(i-1)) == 1 && i > 1 && p.toks[i-2].part == partTaken && !p.lastWord(i+1): // 1. Bodrum
	case floor == "B" && i > 0 && p.toks[i-1].part == partTaken && p.unused(i+1) && p.labelAt(i+1) == wordDaire && (p.digitsAt(i+2) || p.sepAt(i+2)&sepColon != 0):
	case string(p.f(i)) == "bodrum" && i > 0 && p.toks[i-1].part == partTaken && p.placeWord(i+1) && !p.breaks(i+1) && string(p.f(i+1)) != "mugla": // No:12 Bodrum Kadıköy
	default:
		return
	}
	if floor == "B" && p.digitsAt(i-1) && p.sepAt(i)&sepDot != 0 {
		if i--; string(p.f(i)) != "1" { // the first is the one of buildings with one
			floor = p.made.join(floor, trimZeros(p.source(i, i+1)))
		}
	}
	p.setKat(floor)
	p.take(i, j, partTaken)
}

// nameGoesOn reports whether token i continues a name, so that the word before
// it is part of a name as well.
func (p *addressParser) nameGoesOn(i int) bool {
	if !p.unused(i) || p.sepAt(i)&sepHard != 0 {
		return false
	}
	switch p.toks[i].word {
	case wordMahalle, wordCadde, wordSokak, wordBulvar, wordSite, wordBina:
		return true
	}
	return false
}

func (p *addressParser) setKat(k string) {
	if p.out.Kat == "" {
		p.out.Kat = k
	}
}

func floorNumber(s string, negative bool) string {
	s = trimZeros(s)
	switch {
	case s == "0":
		return "Z"
	case negative && s == "1":
		return "B"
	case negative:
		return "B" + s
	}
	return s
}

func floorLetter(c byte) string {
	switch c {
	case 'b':
		return "B"
	case 'a':
		return "A"
	case 'c':
		return "Ç"
	}
	return "Z"
}

// takeBlok reads "A Blok", "B2 Blok", "A-1 Blok", "Blok:A", "Lale Blok".
func (p *addressParser) takeBlok(i int) {
	after := p.blockLen(i + 1)
	colon := p.sepAt(i+1)&sepColon != 0
	if colon && after == 0 && p.placeWord(i+1) {
		after++
	}
	if colon && after > 0 {
		p.setBlok(i+1, i+1+after)
		p.take(i, i+1, partTaken)
		return
	}
	if from := p.blockBefore(i); from < i {
		p.setBlok(from, i)
		p.take(i, i+1, partTaken)
		return
	}
	if after > 0 && !p.streetNumber(i+1) {
		p.setBlok(i+1, i+1+after)
		p.take(i, i+1, partTaken)
	}
}

// blockLen returns how many tokens from i on name a block: a letter, a number,
// or both.
func (p *addressParser) blockLen(i int) int {
	n := 0
	for n < 3 && (p.letterAt(i+n) && (n > 0 || p.labelAt(i) == otherWord || p.gluedBlock(i)) || p.digitsAt(i+n)) && (n == 0 || p.sepAt(i+n)&^(sepDash|sepSlash) == 0) {
		n++
	}
	return n
}

// gluedBlock reports a block behind a colon that looks like a label of its own:
// "Blok:D2" is no flat.
func (p *addressParser) gluedBlock(i int) bool {
	return p.sepAt(i)&sepColon != 0 && p.digitsAt(i+1) && p.sepAt(i+1) == 0
}

// blockBefore returns where the block name that ends at i starts; i if nowhere.
func (p *addressParser) blockBefore(i int) int {
	if p.sepAt(i)&sepHard != 0 || i == 0 {
		return i
	}
	from := i
	for from > 0 && i-from < 3 && (p.letterAt(from-1) || p.digitsAt(from-1)) && (from == i || p.sepAt(from)&^(sepDash|sepSlash) == 0) {
		from--
	}
	if from == i-1 && p.digitsAt(from) && p.letterAt(from-1) && p.sepAt(from) == sepBlank && p.sepAt(from-1)&sepSlash == 0 && p.toks[from].foldEnd-p.toks[from].foldStart < 3 {
		from-- // B 2 Blok
	}
	if from == i && p.unused(i-1) && p.toks[i-1].word == otherWord {
		from-- // Lale Blok
	}
	return from
}

func (p *addressParser) setBlok(i, j int) {
	p.take(i, j, partTaken)
	p.odd = p.odd || j-i > 1
	if p.out.Blok != "" {
		p.flag(p.made.join("extra_block:", p.display(i, j, keepWords)))
		return
	}
	if p.toks[i].foldEnd-p.toks[i].foldStart > 1 && !p.toks[i].digits {
		p.out.Blok = p.display(i, j, keepWords)
		return
	}
	var tmp [16]byte
	b := tmp[:0]
	for k := i; k < j; k++ { // B2, B-2, B/2 and B 2 are one block, 1-2 is none of these
		if k > i && p.toks[k].digits == p.toks[k-1].digits {
			b = append(b, '-')
		}
		b = append(b, p.f(k)...)
		upperASCIIFrom(b, len(b)-len(p.f(k)))
	}
	p.out.Blok = p.written(b, i, j)
}

// upperASCIIFrom makes capitals of the small letters of b from i on.
func upperASCIIFrom(b []byte, i int) {
	for ; i < len(b); i++ {
		if 'a' <= b[i] && b[i] <= 'z' {
			b[i] -= 'a' - 'A'
		}
	}
}

func trimZeros(s string) string {
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	return s
}

// letter returns the single letter at token i as a capital. Doors are lettered A,
// B, C, Ç, D; a dot or none on the i says nothing.
func (p *addressParser) letter(i int) string {
	switch p.source(i, i+1) {
	case "ç", "Ç":
		return "Ç"
	case "ş", "Ş":
		return "Ş"
	case "ğ", "Ğ":
		return "Ğ"
	case "ö", "Ö":
		return "Ö"
	case "ü", "Ü":
		return "Ü"
	}
	return upperLetter(p.f(i)[0])
}

func upperLetter(c byte) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if 'a' <= c && c <= 'z' {
		return letters[c-'a' : c-'a'+1]
	}
	return string(rune(c))
}

// numberLess compares numbers without leading zeros.
func numberLess(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}
