package normalize

// takePlateCode takes a plate code that stands beside its il: "İstanbul (34)".
func (p *addressParser) takePlateCode() {
	for i := range p.toks {
		if !p.digitsAt(i) || p.plate == 0 || plateNumber(string(p.f(i))) != p.plate {
			continue
		}
		last := i > 0 && p.toks[i-1].part == partPlace && i+1 == len(p.toks)
		first := i == 0 && len(p.toks) > 1 && p.toks[1].part == partPlace
		if first || last || p.sepAt(i)&sepParen != 0 && p.sepAt(i+1)&sepParen != 0 {
			p.take(i, i+1, partPlace)
		}
	}
}

// takeForeignIlce takes the word before the il as the ilçe where only another il
// has such an ilçe: the two contradict each other, and both are kept.
func (p *addressParser) takeForeignIlce() {
	if p.district >= 0 || p.plate == 0 || p.split || p.ilceText != "" || p.cyprus() {
		return
	}
	for i := len(p.toks) - 1; i > 0; i-- {
		if p.toks[i].part != partPlace || !p.placeWord(i-1) || i > 1 && p.placeWord(i-2) && !p.breaks(i-1) {
			continue
		}
		f := p.f(i - 1)
		d := places().findIlce(0, f, exact)
		if d.district < 0 && !d.ambiguous || p.semtName(f) {
			return
		}
		if d.ambiguous {
			d.district = int(loadGazetteer().byName[string(f)][0])
		}
		p.ilceText = loadGazetteer().districts[d.district].name
		p.take(i-1, i, partPlace)
		p.flag("ilce_il_mismatch")
		return
	}
}

// takePostcode takes the last free number of five digits that starts with a
// plate code.
func (p *addressParser) takePostcode() {
	if p.out.Posta != "" {
		return
	}
	for i := len(p.toks) - 1; i >= 0; i-- {
		if p.digitsAt(i) && p.toks[i].foldEnd-p.toks[i].foldStart == 5 && !p.streetNumber(i) && p.sepAt(i)&sepSlash == 0 && p.sepAt(i+1) != 0 {
			if s := string(p.f(i)); plateNumber(s[:2]) != 0 {
				p.out.Posta = p.source(i, i+1)
				p.take(i, i+1, partTaken)
				return
			}
		}
	}
}

// takePartedPostcode takes a postcode that is parted behind its plate code, where
// the il agrees: "34 710 Kadıköy/İstanbul".
func (p *addressParser) takePartedPostcode() {
	plate := p.plateOfDistrict()
	if p.out.Posta != "" || plate == 0 {
		return
	}
	for i := len(p.toks) - 2; i >= 0; i-- {
		if !p.digitsAt(i) || !p.digitsAt(i+1) || p.sepAt(i+1)&^(sepBlank|sepDash) != 0 || p.toks[i+1].foldEnd-p.toks[i+1].foldStart != 3 || plateNumber(string(p.f(i))) != plate {
			continue
		}
		if (i+2 >= len(p.toks) || p.toks[i+2].part == partPlace) && (i == 0 || !p.unused(i-1) || p.sepAt(i)&sepHard != 0) {
			p.out.Posta = string(p.f(i)) + string(p.f(i+1))
			p.take(i, i+2, partTaken)
			return
		}
	}
}

// takePaddedPostcode gives a postcode its leading zero back where a spreadsheet
// took it and the il agrees: 6420 in Ankara.
func (p *addressParser) takePaddedPostcode() {
	plate := p.plateOfDistrict()
	if p.out.Posta != "" || plate == 0 || plate > 9 {
		return
	}
	for i := len(p.toks) - 1; i > 0; i-- {
		if !p.digitsAt(i) || p.toks[i].foldEnd-p.toks[i].foldStart != 4 || int(p.f(i)[0]-'0') != plate || p.streetNumber(i) {
			continue
		}
		beside := i+1 >= len(p.toks) || p.toks[i+1].part == partPlace || p.toks[i-1].part == partPlace
		if beside && (p.out.No != "" || i > 0 && p.digitsAt(i-1)) {
			p.out.Posta = p.made.join("0", p.source(i, i+1))
			p.take(i, i+1, partTaken)
			p.flag("zip_padded")
			return
		}
	}
}

// takeBareDoor reads the number that no label announces: "Gül Sok. 12/5".
func (p *addressParser) takeBareDoor() {
	named := p.out.Sokak != "" || p.out.Cadde != "" || p.out.Bulvar != "" || p.out.Site != "" || p.out.Koy != "" || p.out.Bina != "" || p.kumeNamed()
	if p.out.No != "" || !named && p.out.Mahalle == "" {
		return
	}
	for i := range p.toks {
		if !p.digitsAt(i) || p.toks[i].foldEnd-p.toks[i].foldStart > 4 || p.is(i+1, wordLandmark) || p.distance(i+1) || p.parcel(i+1) {
			continue
		}
		if i > 0 && p.unused(i-1) && !p.breaks(i) && !p.toks[i-1].digits {
			continue // "Evka 3": part of an unclaimed name
		}
		if p.placeWord(i+1) && p.sepAt(i+1)&sepDot != 0 && !p.breaks(i+1) {
			continue // "4. Levent"
		}
		v := p.doorAt(i)
		p.take(i, v.next, partTaken)
		switch {
		case v.no == "0":
		case v.flat == "" && p.behindBlock(i):
			p.setDaire(v.no)
		default:
			p.out.No, p.slashNo = v.no, v.flat
		}
		return
	}
}

// behindBlock reports whether the number at i is a flat, since it follows a block
// that is the building: "Güneş Sitesi A Blok 5", "A Blok/5".
func (p *addressParser) behindBlock(i int) bool {
	if i == 0 || p.toks[i-1].word != wordBlok || p.sepAt(i)&sepHard != 0 || p.out.Site == "" {
		return false
	}
	return p.sepAt(i) == sepSlash || p.out.Sokak == "" && p.out.Cadde == "" && p.out.Bulvar == ""
}

func (p *addressParser) kumeNamed() bool { return p.flagged("kume_evler") }

// distance reports whether token i is a unit of length: "5. km".
func (p *addressParser) distance(i int) bool {
	if !p.unused(i) {
		return false
	}
	switch string(p.f(i)) {
	case "km", "kilometre", "m", "mt", "metre":
		return true
	}
	return false
}

// parcel reports whether token i names what the land register counts: "48 Ada".
func (p *addressParser) parcel(i int) bool {
	if !p.unused(i) || p.breaks(i) {
		return false
	}
	switch string(p.f(i)) {
	case "ada", "adasi", "parsel", "pafta":
		return true
	}
	return false
}

// takeLeftWords looks at the words that nothing claimed: a mahalle without its
// type word, a semt, or a place that was named twice.
func (p *addressParser) takeLeftWords() {
	for i := 0; i < len(p.toks); i++ {
		if !p.unused(i) || p.toks[i].word != otherWord && !p.placeWord(i) {
			continue
		}
		end := i + 1
		for p.unused(end) && !p.breaks(end) && (p.toks[end].digits || p.placeWord(end)) {
			end++
		}
		p.takeLeftRun(i, end)
		i = end - 1
	}
}

func (p *addressParser) takeLeftRun(i, j int) {
	for at := i; at < j; at++ {
		for end := min(j, at+4); end > at; end-- {
			if p.takeLeftPhrase(at, end) {
				at = end - 1
				break
			}
		}
	}
}

// alone reports whether nothing unclaimed stands beside the tokens from i up to
// j, and a place does: a village may be named without its type word there.
func (p *addressParser) alone(i, j int) bool {
	before := i == 0 || !p.unused(i-1) || p.breaks(i)
	after := j == len(p.toks) || !p.unused(j) || p.breaks(j)
	return before && after && p.joined(i, j)
}

// beforePlace reports whether the tokens from i up to j stand where an ilçe
// does, alone and before the il.
func (p *addressParser) beforePlace(i, j int) bool {
	return p.alone(i, j) && j < len(p.toks) && p.toks[j].part == partPlace
}

func (p *addressParser) takeLeftPhrase(i, j int) bool {
	if p.toks[j-1].digits && j-i == 1 {
		return false
	}
	f := p.span(i, j)
	if len(f) < 3 {
		return false
	}
	if p.out.Mahalle == "" && p.out.Koy == "" && p.district >= 0 && p.toks[i].part == partNone {
		if m, ok := p.lookupHere(f); ok && m.whole {
			if !m.village {
				p.setUnmarkedQuarter(m.display, i, j)
				return true
			}
			if p.alone(i, j) && !p.semtName(f) {
				p.out.Koy = p.spelling(m.display, i, j)
				p.take(i, j, partTaken)
				p.flag("koy_unmarked")
				return true
			}
		}
	}
	if p.out.Mahalle == "" && p.out.Koy == "" && p.district < 0 && p.plate != 0 && p.beforePlace(i, j) && !p.semtName(f) && !p.split && !p.cyprus() {
		d := places().findIlce(0, f, exact) // Kadıköy/Bolu contradicts itself: it is no mahalle of Bolu
		if m, ok := loadGazetteer().lookup(f, p.area()); ok && m.whole && !m.village && m.district >= 0 && d.district < 0 && !d.ambiguous && string(f) != "merkez" {
			p.setUnmarkedQuarter(m.display, i, j)
			return true
		}
	}
	if p.semtName(f) {
		p.takeSemt(i, j)
		return true
	}
	if p.plate != 0 {
		if il := places().findIl(f, exact); il.plate == p.plate {
			p.take(i, j, partPlace)
			return true
		}
		if d := places().findIlce(p.plate, f, exact); d.district >= 0 && d.district == p.district {
			p.take(i, j, partPlace)
			return true
		}
	}
	return false
}
