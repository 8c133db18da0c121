package normalize

// letterMarker returns the type word that a dotted single letter behind a name
// stands for: "Moda C.", "Gül S.", "Barbaros M.".
func (p *addressParser) letterMarker(i int) addressWord {
	if i == 0 || p.breaks(i) || !p.unused(i-1) || p.letterAt(i-1) || p.closesBare(i-1) {
		return otherWord
	}
	if next := p.sepAt(i + 1); next&(sepBlank|sepComma|sepSlash|sepDash) == 0 && i+1 < len(p.toks) && !p.toks[i+1].digits && p.sepAt(i) == sepBlank && !p.marked(i+1) {
		return otherWord // "Ali M.Kaya Sok.": an initial
	}
	switch p.f(i)[0] {
	case 'm':
		return wordMahalle
	case 'c':
		return wordCadde
	case 's':
		return wordSokak
	}
	return otherWord
}

// marked reports whether token i is a label of a value.
func (p *addressParser) marked(i int) bool {
	return p.unused(i) && p.toks[i].word != otherWord || i < len(p.toks) && p.toks[i].part != partNone
}

func (p *addressParser) closesBare(i int) bool {
	switch p.toks[i].word {
	case wordMahalle, wordCadde, wordSokak, wordBulvar:
		return true
	}
	return false
}

// markerAt returns the type word at token i.
func (p *addressParser) markerAt(i int) addressWord {
	t := &p.toks[i]
	if t.part != partNone {
		return otherWord
	}
	if p.letterAt(i) && p.sepAt(i+1)&sepDot != 0 {
		return p.letterMarker(i)
	}
	if string(p.f(i)) == "bl" {
		return wordBulvar
	}
	if string(p.f(i)) == "st" && (p.sepAt(i+1)&sepDot != 0 || !p.unused(i+1) || p.breaks(i+1)) {
		return wordSite
	}
	return t.word
}

// takeNames takes the parts that a type word closes, from left to right: first
// those without doubt, then those whose word may also be part of a name.
func (p *addressParser) takeNames() {
	for i := range p.toks {
		w := p.markerAt(i)
		switch w {
		case wordMahalle:
			p.takeMahalle(i)
		case wordCadde, wordSokak, wordBulvar:
			p.takeStreet(i, w)
		case wordKoy:
			p.takeVillage(i)
		case wordKume:
			p.takeKume(i)
		case wordLandmark:
			p.takeLandmark(i)
		case wordSite, wordEstate, wordEvler, wordOSB, wordOrganize:
			p.takeSite(i, w)
		case wordBina, wordMerkezi:
			p.takeBuilding(i, w)
		case wordBelde, wordMevki:
			p.takeRemark(i, w)
		}
	}
	for i := range p.toks {
		if p.markerAt(i) == wordStreet {
			p.takeSquare(i)
		}
	}
}

// runStart returns where the words before token i begin that can be its name.
func (p *addressParser) runStart(i int) int {
	from := i
	for from > 0 && p.unused(from-1) && !p.breaks(from) && !p.closesBare(from-1) && !(p.toks[from-1].word == wordStreet && p.doorBefore(from, i)) {
		from--
	}
	return from
}

// doorBefore reports whether the run from i to j starts with a door number that
// belongs to a street before it: "Dere Çıkmazı 4/2 Yeni Mah.", but "Okul Yolu 3. Sok."
func (p *addressParser) doorBefore(i, j int) bool {
	if i >= j || !p.toks[i].digits {
		return false
	}
	for ; i < j; i++ {
		if !p.toks[i].digits {
			return true
		}
	}
	return false
}

// followed reports whether a stronger type word follows token i, so that i is
// part of its name: "Çıkmaz Sokak", "Okulu Caddesi", "Yeni Mahalle Mah."
func (p *addressParser) followed(i int) bool {
	if i+1 >= len(p.toks) || !p.unused(i+1) || p.breaks(i+1) {
		return false
	}
	switch p.markerAt(i + 1) {
	case wordMahalle, wordCadde, wordSokak, wordBulvar:
		return true
	}
	return false
}
