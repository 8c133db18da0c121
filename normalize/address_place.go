package normalize

import "cmp"

// breaks reports whether no name goes from token i-1 to token i.
func (p *addressParser) breaks(i int) bool {
	s := p.sepAt(i)
	if s&sepHard != 0 || s&sepColon != 0 && !p.toks[i].digits && !p.toks[i-1].digits {
		return true
	}
	if s&sepSlash != 0 {
		return !(p.toks[i-1].digits && p.toks[i].digits)
	}
	return s&(sepDash|sepBlank) == sepDash|sepBlank
}

// placeWord reports whether token i may be a word of a place name.
func (p *addressParser) placeWord(i int) bool {
	if !p.unused(i) || p.toks[i].digits {
		return false
	}
	switch p.toks[i].word {
	case otherWord, wordFloor, wordLandmark, wordSanayi:
		return true
	case wordStreet:
		return string(p.f(i)) == "aralik"
	case wordBina:
		return p.innIlce(i)
	}
	return false
}

// innIlce reports whether token i may be the ilçe Han or Hani: no word before it
// makes it a building, as in "Hasanpaşa Hanı" and "Kaya İş Hanı".
func (p *addressParser) innIlce(i int) bool {
	il := ""
	switch string(p.f(i)) {
	case "han":
		il = "eskisehir"
	case "hani":
		il = "diyarbakir"
	default:
		return false
	}
	if i == 0 || p.breaks(i) || !p.unused(i-1) {
		return true
	}
	before := &p.toks[i-1]
	return before.digits || before.word != otherWord && before.word != wordIs || string(p.f(i-1)) == il
}

// closes reports whether the token at i names the kind of what stands before it.
func (p *addressParser) closes(i int) bool {
	if !p.unused(i) {
		return false
	}
	switch p.toks[i].word {
	case wordMahalle, wordCadde, wordSokak, wordBulvar, wordStreet, wordKume, wordSite, wordEstate, wordBlok, wordBina, wordIs, wordMerkezi,
		wordKoy, wordBelde, wordMevki, wordLandmark, wordOSB, wordOrganize, wordSanayi, wordEvler, wordNolu:
		return true
	}
	if p.letterAt(i) && p.sepAt(i+1)&sepDot != 0 {
		return p.letterMarker(i) != otherWord
	}
	return false
}

// freeEnd reports whether a place name may end before token j: nothing that
// follows claims the words. In "Fatih Sultan Mehmet Cad." nothing is free.
func (p *addressParser) freeEnd(j int) bool {
	if !p.placeWord(j - 1) {
		return false
	}
	if j == len(p.toks) || p.breaks(j) || p.sepAt(j)&sepDash != 0 {
		return true
	}
	if p.closes(j) {
		return false
	}
	for k := j; k < len(p.toks) && p.unused(k) && (k == j || !p.breaks(k)); k++ {
		if p.endsRun(k) {
			return false
		}
	}
	return true
}

// takePlaces takes il and ilçe. Both are looked for where nothing claims the
// words, from the end on, then at the start of longer runs of words.
func (p *addressParser) takePlaces() {
	for i := len(p.toks) - 1; i >= 0; i-- {
		label := p.is(i, wordIlce) || p.is(i, wordIl)
		if label && p.sepAt(i+1)&sepColon != 0 || p.is(i, wordTurkey) && p.sepAt(i+1)&sepDash != 0 {
			p.take(i, i+1, partPlace)
		}
		if p.is(i, wordTurkey) && (i == len(p.toks)-1 || p.breaks(i+1) || len(p.f(i)) > 2) && !p.closes(i+1) {
			p.take(i, i+1, partPlace)
		}
	}
	p.takeIl()
	p.takeIlce()
	if p.plate == 0 || p.district < 0 && !p.split {
		p.takeLeading()
	}
}

// takeIl takes the last free il name; at its side another name of the same il,
// as in "MERSİN(İÇEL)".
func (p *addressParser) takeIl() {
	at := -1
	for j := len(p.toks); j > 0; j-- {
		if p.is(j-1, wordIl) && p.placeWord(j-2) {
			p.take(j-1, j, partPlace)
			continue
		}
		if !p.freeEnd(j) {
			continue
		}
		how := precision(at < 0 && p.lastWord(j))
		if n, il := p.ilBefore(j, how); n > 0 {
			if at >= 0 && il.plate != p.plate {
				break
			}
			if at < 0 {
				p.setIl(il)
				at = j
			} else if n == 1 && il.kind == ilCurrent && p.sepAt(j)&(sepParen|sepSlash) == 0 {
				break // "Merkez Mah. Kilis Kilis": an ilçe may be named like its il
			} else if il.kind == ilRenamed {
				p.flag(p.made.join("renamed_il:", il.text))
			} else if p.il.kind == ilCurrent && il.kind == ilCurrent && p.sepAt(j)&sepParen == 0 {
				break
			}
			p.noteSpelling(j-n, j, il.kind, provinceTable[il.plate-1].Name)
			p.take(j-n, j, partPlace)
			j -= n - 1
			continue
		}
		if at >= 0 && j < at-2 {
			break
		}
	}
}

// noteSpelling flags a place whose letters had to be restored: KADIKOY, İSPARTA.
func (p *addressParser) noteSpelling(i, j int, kind ilKind, name string) {
	if s := p.source(i, j); kind == ilCurrent && s != name && name != "Hakkâri" && !sameLower(s, name) && sameFoldKey(s, name) {
		p.flag("restored")
	}
}

// lastWord reports whether no free word follows token j-1.
func (p *addressParser) lastWord(j int) bool {
	for ; j < len(p.toks); j++ {
		if p.unused(j) {
			return false
		}
	}
	return true
}

// ilBefore finds the il whose name ends before token j and returns how many
// tokens it has.
func (p *addressParser) ilBefore(j int, how precision) (n int, il ilName) {
	for n = 3; n > 0; n-- {
		if p.joined(j-n, j) {
			if il = places().findIl(p.span(j-n, j), exact); il.plate != 0 {
				return n, il
			}
		}
	}
	if how == fuzzy && p.joined(j-1, j) && len(places().semt[string(p.f(j-1))]) == 0 {
		if d := places().findIlce(0, p.f(j-1), exact); d.district < 0 && !d.ambiguous {
			if il = places().findIl(p.f(j-1), fuzzy); il.plate != 0 {
				p.flag(p.made.join("il_fuzzy:", p.source(j-1, j)))
				return 1, il
			}
		}
	}
	return 0, ilName{}
}

// joined reports whether the tokens from i up to j are free words without a
// break among them.
func (p *addressParser) joined(i, j int) bool {
	if i < 0 {
		return false
	}
	for k := i; k < j; k++ {
		if !p.placeWord(k) || k > i && p.breaks(k) {
			return false
		}
	}
	return true
}

func (p *addressParser) setIl(il ilName) {
	p.il, p.plate = il, il.plate
	switch il.kind {
	case ilAbbreviated:
		p.flag("abbrev_il")
	case ilRenamed:
		p.flag(p.made.join("renamed_il:", il.text))
	}
}

// takeIlce takes the last free ilçe of the il, or without an il the last free
// word that names an ilçe.
func (p *addressParser) takeIlce() {
	for _, how := range [...]precision{exact, fuzzy} {
		for j := len(p.toks); j > 0; j-- {
			if p.is(j-1, wordIlce) && p.placeWord(j-2) {
				p.take(j-1, j, partPlace)
				continue
			}
			if !p.freeEnd(j) || how == fuzzy && !p.besidePlace(j) {
				continue
			}
			if p.ilceBefore(j, how) {
				return
			}
		}
		if p.split {
			return
		}
	}
}

// besidePlace reports whether the word before j stands at the end, or beside a
// place that was taken: only there a guess is allowed.
func (p *addressParser) besidePlace(j int) bool {
	return p.lastWord(j) || j < len(p.toks) && p.toks[j].part == partPlace || j > 1 && p.toks[j-2].part == partPlace
}

func (p *addressParser) ilceBefore(j int, how precision) bool {
	if p.plate == 55 && p.digitsAt(j-2) && !p.breaks(j-1) && string(p.span(j-2, j)) == "19 mayis" { // the only ilçe with a number in its name
		p.setIlce(places().findIlce(p.plate, p.span(j-2, j), exact), j-2, j)
		return true
	}
	for n := 4; n > 0; n-- {
		if how == fuzzy && n > 2 || !p.joined(j-n, j) {
			continue
		}
		f := p.span(j-n, j)
		if p.plate == 0 && (string(f) == "merkez" || n == 1 && len(f) < 3 && !p.lastWord(j)) {
			continue
		}
		if string(f) == "merkez" && p.ilceOfCentre(j-1) {
			p.take(j-1, j, partPlace)
			return true
		}
		d := places().findIlce(p.plate, f, how)
		if d.district < 0 && !d.ambiguous {
			if string(f) == "merkez" && p.splitCentre() {
				p.take(j-n, j, partPlace)
				return true
			}
			if n == 1 || n > 3 || how == fuzzy || !p.besidePlace(j) {
				continue
			}
			if d = places().findIlce(p.plate, p.squeezed(j-n, j), exact); d.district < 0 || d.renamed != "" { // Gazi Osman Paşa
				continue
			}
		}
		if how == fuzzy && p.semtName(f) {
			continue
		}
		if p.ilceOfTown(f, d, j-n) {
			p.take(j-n, j, partPlace)
			return true
		}
		p.setIlce(d, j-n, j)
		if how == fuzzy {
			p.flag(p.made.join("ilce_fuzzy:", p.source(j-n, j)))
		}
		return true
	}
	return false
}

// ilceOfCentre takes the ilçe before a Merkez that only says that its centre is
// meant: "Of Merkez Trabzon".
func (p *addressParser) ilceOfCentre(j int) bool {
	if j > 0 && p.sepAt(j)&sepComma != 0 {
		return false
	}
	for n := 3; n > 0; n-- {
		if !p.joined(j-n, j) || string(p.span(j-n, j)) == "merkez" {
			continue
		}
		if d := places().findIlce(p.plate, p.span(j-n, j), exact); d.district >= 0 {
			p.setIlce(d, j-n, j)
			return true
		}
	}
	return false
}

// ilceOfTown takes the ilçe before the town that many call the il by: "Sapanca /
// Adapazarı" is in Sakarya.
func (p *addressParser) ilceOfTown(town []byte, d foundIlce, j int) bool {
	if !places().towns[string(town)] || j <= 0 || d.district < 0 {
		return false
	}
	plate := int(loadGazetteer().districts[d.district].plate)
	for n := 2; n > 0; n-- {
		if !p.joined(j-n, j) {
			continue
		}
		if of := places().findIlce(plate, p.span(j-n, j), exact); of.district >= 0 && of.district != d.district {
			p.setIlce(of, j-n, j)
			return true
		}
	}
	return false
}

func (p *addressParser) splitCentre() bool {
	parts := centreParts(provinceTable[p.plate-1].Plate)
	if parts == nil {
		return false
	}
	p.split, p.ilceText = true, "Merkez"
	p.flag(p.made.join("split_ilce:", joinNonEmpty("|", parts...)))
	return true
}

func (p *addressParser) setIlce(d foundIlce, i, j int) {
	p.take(i, j, partPlace)
	if d.renamed != "" {
		p.flag(p.made.join("renamed_ilce:", d.renamed))
	}
	if d.ambiguous {
		p.ambiguous, p.ilceText = true, string(p.span(i, j))
		return
	}
	p.district = d.district
	p.noteSpelling(i, j, ilCurrent, loadGazetteer().districts[d.district].name)
}

// takeLeading takes il and ilçe from the front of a run that a type word closes:
// "İstanbul Kadıköy Barbaros Mah." What is left must still name something.
func (p *addressParser) takeLeading() {
	for i := 0; i < len(p.toks); i++ {
		if !p.placeWord(i) || i > 0 && p.placeWord(i-1) && !p.breaks(i) {
			continue
		}
		end := i
		for p.unused(end) && (end == i || !p.breaks(end)) && !p.endsRun(end) {
			end++
		}
		if end < len(p.toks) && !p.breaks(end) && p.closes(end) {
			p.leadingPlaces(i, end)
		}
	}
}

func (p *addressParser) endsRun(i int) bool {
	switch p.toks[i].word {
	case wordMahalle, wordCadde, wordSokak, wordBulvar, wordSite, wordKoy, wordBina, wordBlok:
		return true
	}
	return false
}

func (p *addressParser) leadingPlaces(i, end int) {
	if p.plate == 0 && p.leadingPair(i, end) {
		return
	}
	il, at := p.leadingIl(i, end)
	plate := cmp.Or(il.plate, p.plate)
	if il.plate != 0 && p.leadingCentre(il, i, at, end) {
		return
	}
	d, next := p.leadingIlce(plate, at, end)
	g := loadGazetteer()
	if plate == 0 && d.district >= 0 && g.known(p.span(at, end)) {
		return // Yıldırım Beyazıt is a mahalle of several places, Yıldırım an ilçe of Bursa
	}
	takeIl := func() {
		if il.plate != 0 {
			p.setIl(il)
			p.take(i, at, partPlace)
		}
	}
	switch {
	case d.district >= 0 && p.standsAlone(d.district, il, at, next, end):
		takeIl()
		p.setIlce(d, at, next)
	case d.district >= 0 && i == 0 && at == 0 && plate != 0 && p.leadsStreet(next, end):
		p.setIlce(d, at, next)
	case il.plate != 0 && p.is(end, wordMahalle):
		if _, ok := g.lookup(p.span(at, end), g.province(il.plate)); ok {
			takeIl()
		}
	}
}

// leadingIl returns the il that opens the run from token i, where none is known yet,
// and the token behind it; plate 0 and i where there is none.
func (p *addressParser) leadingIl(i, end int) (ilName, int) {
	for n := 2; n > 0 && p.plate == 0; n-- {
		if i+n >= end || !p.joined(i, i+n) {
			continue
		}
		il := places().findIl(p.span(i, i+n), exact)
		if il.plate != 0 && (il.kind != ilAbbreviated || n > 1 || p.ilceFollows(il.plate, i+n, end)) {
			return il, i + n
		}
	}
	return ilName{}, i
}

// leadingCentre takes "Bursa Merkez", of which several ilçe were made, from the front
// of the name of a mahalle.
func (p *addressParser) leadingCentre(il ilName, i, at, end int) bool {
	if at+1 >= end || string(p.f(at)) != "merkez" || !p.is(end, wordMahalle) || centreParts(provinceTable[il.plate-1].Plate) == nil {
		return false
	}
	p.setIl(il)
	p.splitCentre()
	p.take(i, at+1, partPlace)
	return true
}

// leadingIlce returns the ilçe that opens the run from token at, where none is known
// yet, and the token behind it; district -1 and at where there is none.
func (p *addressParser) leadingIlce(plate, at, end int) (foundIlce, int) {
	for n := 3; n > 0 && p.district < 0; n-- {
		if at+n >= end || !p.joined(at, at+n) {
			continue
		}
		if d := places().findIlce(plate, p.span(at, at+n), exact); d.district >= 0 {
			return d, at + n
		}
	}
	return foundIlce{district: -1}, at
}

// standsAlone reports whether the ilçe from token at to next is no part of the name
// that ends at end: il is what stands before it.
func (p *addressParser) standsAlone(district int, il ilName, at, next, end int) bool {
	g := loadGazetteer()
	if _, inside := g.lookup(p.span(next, end), g.districtArea(district)); inside {
		return true
	}
	plate := cmp.Or(il.plate, p.plate)
	if _, whole := g.lookup(p.span(at, end), g.province(plate)); whole {
		return false
	}
	return il.plate != 0 || plate != 0 && p.is(end, wordMahalle) || p.quarterFollows(district, at, next, end)
}

// leadsStreet reports whether the ilçe that opens the text and ends at token i is
// no part of the street that ends at end: "Balçova Ata Cad. No:12 İzmir", but
// "Yıldırım Beyazıt Cad.", "Seyhan Barajı Cad."
func (p *addressParser) leadsStreet(i, end int) bool {
	switch string(p.f(end - 1)) {
	case "yolu", "baraji", "camii", "cami", "koprusu", "gari", "sahil", "iskelesi", "caddesi":
		return false
	}
	if !p.is(end, wordCadde) && !p.is(end, wordSokak) && !p.is(end, wordBulvar) || string(p.f(0)) == "merkez" {
		return false
	}
	return !p.compound(0, end) && !loadGazetteer().known(p.span(0, end))
}

// ilceFollows reports whether an ilçe of the il stands at token i, so that even a
// short name before it is that of an il: "İst. Kadıköy Barbaros Mah."
func (p *addressParser) ilceFollows(plate, i, end int) bool {
	for n := 3; n > 0; n-- {
		if i+n < end && p.joined(i, i+n) && places().findIlce(plate, p.span(i, i+n), exact).district >= 0 {
			return true
		}
	}
	return false
}

// quarterFollows reports whether the words behind an ilçe that leads the name of
// a street are no part of a name with it: a mahalle of the ilçe and more words
// ("Karşıyaka Bostanlı Cemal Gürsel Cad."), or a street that every town has.
func (p *addressParser) quarterFollows(district, at, next, end int) bool {
	g := loadGazetteer()
	if p.compound(at, end) || g.known(p.span(at, end)) {
		return false
	}
	if everyTown(p.span(next, end)) || semtOfDistrict(district, p.span(next, end)) {
		return true
	}
	for n := 3; n > 0; n-- {
		if next+n < end && p.joined(next, next+n) {
			if m, ok := g.lookup(p.span(next, next+n), g.districtArea(district)); ok && m.whole {
				return true
			}
		}
	}
	return false
}

// semtOfDistrict reports whether f is a semt of the ilçe: "Kadıköy Moda Cad."
func semtOfDistrict(district int, f []byte) bool {
	d := &loadGazetteer().districts[district]
	for _, s := range places().semt[string(f)] {
		if s.plate == int(d.plate) && s.ilce == d.fold {
			return true
		}
	}
	return false
}

// leadingPair takes "Kadıköy İstanbul" and "Kadıköy/İstanbul" from the front of a
// run: ilçe before il is a place, whatever follows.
func (p *addressParser) leadingPair(i, end int) bool {
	if s := p.sepAt(i); i > 0 && (s&sepSlash != 0 || s&(sepComma|sepDash) != 0 && p.is(end, wordMahalle)) && !p.toks[i-1].digits {
		for n := 2; n > 0; n-- {
			if i+n >= end || !p.joined(i, i+n) {
				continue
			}
			il := places().findIl(p.span(i, i+n), exact)
			d := places().findIlce(il.plate, p.f(i-1), exact)
			if il.plate != 0 && d.district >= 0 && (p.district < 0 || p.district == d.district) {
				p.setIl(il)
				p.take(i, i+n, partPlace)
				if p.district < 0 && p.unused(i-1) {
					p.setIlce(d, i-1, i)
				}
				return true
			}
		}
	}
	for n := 3; n > 0; n-- {
		for m := 2; m > 0; m-- {
			if i+n+m >= end || !p.joined(i, i+n+m) {
				continue
			}
			il := places().findIl(p.span(i+n, i+n+m), exact)
			if il.plate == 0 {
				continue
			}
			if d := places().findIlce(il.plate, p.span(i, i+n), exact); d.district >= 0 && p.district < 0 {
				p.setIl(il)
				p.take(i+n, i+n+m, partPlace)
				p.setIlce(d, i, i+n)
				return true
			}
		}
	}
	return false
}

// semtName reports whether f is a semt of the il, or of any il where none is
// known.
func (p *addressParser) semtName(f []byte) bool {
	for _, s := range places().semt[string(f)] {
		if p.plate == 0 || s.plate == p.plate {
			return true
		}
	}
	return false
}

// area returns where the names of this address are looked up.
func (p *addressParser) area() area {
	g := loadGazetteer()
	if p.district >= 0 {
		return g.districtArea(p.district)
	}
	return g.province(p.plate)
}
