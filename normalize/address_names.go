package normalize

import (
	"strings"
	"unicode/utf8"
)

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
	if string(p.f(i)) == "st" && p.sepAt(i+1)&sepDot != 0 {
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
	for from > 0 && p.unused(from-1) && !p.breaks(from) && !p.closesBare(from-1) {
		from--
	}
	return from
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

// takeMahalle resolves the longest run of words before token i that the
// gazetteer knows in the ilçe, then in the il; else it takes the whole run,
// without the semt that it may begin with.
func (p *addressParser) takeMahalle(i int) {
	if p.followed(i) {
		return
	}
	stop := i
	if i > 0 && p.is(i-1, wordMahalle) && !p.breaks(i) {
		stop-- // Yeni Mahalle Mah.
	}
	from := p.runStart(stop)
	if from == i {
		p.takeMahalleBehind(i)
		return
	}
	if p.out.Mahalle != "" {
		p.setRest(from, i+1, "extra_mahalle:"+p.display(from, i, expandWords))
		return
	}
	p.takeQuarter(from, i)
	p.take(i, i+1, partTaken)
}

// takeMahalleBehind reads "Mahalle: Barbaros".
func (p *addressParser) takeMahalleBehind(i int) {
	if p.sepAt(i+1)&sepColon == 0 || p.out.Mahalle != "" {
		return
	}
	end := i + 1
	for p.placeWord(end) && (end == i+1 || !p.breaks(end)) {
		end++
	}
	if end > i+1 {
		p.takeQuarter(i+1, end)
		p.take(i, i+1, partTaken)
	}
}

// takeQuarter fills Mahalle from the tokens from i up to j.
func (p *addressParser) takeQuarter(i, j int) {
	name, at := p.resolveQuarter(i, j)
	if name == "" {
		at = p.afterDoor(p.afterSemt(i, j), j)
		if at > i {
			name, _ = p.resolveQuarter(at, j)
		}
	}
	if name == "" {
		name = p.display(at, j, expandWords)
		p.odd = p.odd || j-at > 1
	}
	p.take(at, j, partTaken)
	p.out.Mahalle = name
	p.semtBefore(i, at)
}

// resolveQuarter looks up the tokens before j, longest first, and returns the
// gazetteer's spelling and where the name starts; "" if there is none.
func (p *addressParser) resolveQuarter(i, j int) (name string, at int) {
	for at := i; at < j; at++ {
		if own := p.ownQuarter(p.span(at, j)); own != "" && (at == i || p.leads(i, at)) {
			return own, at
		}
	}
	g := loadGazetteer()
	areas := [...]area{p.area(), g.province(p.plate)}
	for k, a := range areas {
		if k > 0 && (a == areas[0] || p.plate == 0) {
			break
		}
		for at := max(i, j-6); at < j; at++ {
			m, ok := g.lookup(p.span(at, j), a)
			if !ok && j-at > 1 {
				m, ok = g.lookup(p.squeezed(at, j), a)
			}
			if ok {
				if at > i && !p.leads(i, at) {
					continue // Fevzi Çakmak is not Çakmak
				}
				if k > 0 && p.district >= 0 {
					continue // another ilçe's mahalle: what was written stands
				}
				return p.spelling(m.display, at, j), at
			}
		}
	}
	if p.district >= 0 {
		return p.quarterNear(i, j)
	}
	return "", i
}

// squeezed returns the fold of the tokens from i up to j without blanks: Cafer
// Ağa is written Caferağa in the register.
func (p *addressParser) squeezed(i, j int) []byte {
	b := p.buf[:0]
	for k := i; k < j; k++ {
		b = append(b, p.f(k)...)
	}
	p.buf = b
	return b
}

// leads reports whether the tokens from i up to j may stand before a mahalle
// without being part of its name: a semt, an ilçe or il, a bare number.
func (p *addressParser) leads(i, j int) bool {
	f := p.span(i, j)
	if p.semtName(f) || p.toks[j-1].digits {
		return true
	}
	if places().findIl(f, exact).plate != 0 {
		return true
	}
	d := places().findIlce(p.plate, f, exact)
	return d.district >= 0 || d.ambiguous
}

// quarterNear finds the only mahalle of the ilçe with lost letters or one wrong
// letter.
func (p *addressParser) quarterNear(i, j int) (string, int) {
	g := loadGazetteer()
	f := p.span(i, j)
	lossy := lossyBytes(f)
	if len(f) < 6 && !lossy {
		return "", i
	}
	a, hit := p.area(), -1
	for _, e := range g.entries[a.lo:a.hi] {
		name := g.names.foldOf(int(e.name))
		if lossy && lossyEqual(name, string(f)) || len(name) >= 6 && typoEqual(name, string(f)) {
			if hit >= 0 && hit != int(e.name) {
				return "", i
			}
			hit = int(e.name)
		}
	}
	if hit < 0 {
		return "", i
	}
	p.flag("mahalle_fuzzy:" + p.source(i, j))
	return g.names.name(uint16(hit)), i
}

// lookupHere finds a mahalle of the area, by the user's dictionary first.
func (p *addressParser) lookupHere(f []byte) (match, bool) {
	if own := p.ownQuarter(f); own != "" {
		return match{display: own, whole: true}, true
	}
	return loadGazetteer().lookup(f, p.area())
}

// ownQuarter returns the mahalle of the user's dictionary whose fold is f and
// whose il and ilçe are not others than those of the address; "" without one.
func (p *addressParser) ownQuarter(f []byte) string {
	if p.users == nil || p.users.Dictionary == nil {
		return ""
	}
	for _, entry := range p.users.Dictionary.Neighbourhoods {
		cut := strings.LastIndexByte(entry, '/')
		if name := entry[cut+1:]; foldsTo(name, f) && (cut < 0 || p.within(entry[:cut])) {
			return name
		}
	}
	return ""
}

// within reports whether "il/ilçe" may be where the address is.
func (p *addressParser) within(place string) bool {
	il, ilce, _ := strings.Cut(place, "/")
	plate := p.plateOfDistrict()
	if plate != 0 && il != "" && places().findIl(appendFoldKey(nil, il), exact).plate != plate {
		return false
	}
	return p.district < 0 || ilce == "" || foldsTo(ilce, []byte(loadGazetteer().districts[p.district].fold))
}

// foldsTo reports whether f is the fold of s.
func foldsTo(s string, f []byte) bool {
	if r, _ := utf8.DecodeRuneInString(s); len(f) == 0 || foldLetter(r) != f[0] {
		return false
	}
	var buf [96]byte
	return string(appendFoldKey(buf[:0], s)) == string(f)
}

// spelling prefers what was written where it has more Turkish letters than the
// gazetteer.
func (p *addressParser) spelling(known string, i, j int) string {
	s := p.source(i, j)
	if s == known {
		return s
	}
	if !isASCII(s) && nonASCII(s) > nonASCII(known) && isTitled(s) && !strings.ContainsAny(s, ".?") {
		return s
	}
	if isASCII(s) && !isASCII(known) || strings.IndexByte(s, '?') >= 0 {
		p.flag("restored")
	}
	return known
}

func isASCII(s string) bool { return nonASCII(s) == 0 }

func nonASCII(s string) (n int) {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			n++
		}
	}
	return n
}

// afterSemt returns where the name starts behind a semt or place that leads it.
func (p *addressParser) afterSemt(i, j int) int {
	for n := 3; n > 0; n-- {
		if i+n < j && !p.toks[i+n].digits && p.joined(i, i+n) && p.semtName(p.span(i, i+n)) {
			return i + n
		}
	}
	return i
}

// afterDoor returns where the name starts behind a bare door number: "12 Barbaros
// Mah." A number is part of a name with a dot or a known date.
func (p *addressParser) afterDoor(i, j int) int {
	if !p.toks[i].digits || loadGazetteer().known(p.span(i, j)) {
		return i
	}
	k := i + 1
	if k < j && (p.toks[k].digits || p.letterAt(k)) && p.sepAt(k)&(sepSlash|sepDash) != 0 {
		k++
	}
	if k >= j || p.sepAt(k)&^sepBlank != 0 || p.sepAt(k) == 0 || dateWord(p.f(k)) {
		return i
	}
	return k
}

// semtBefore takes what stands before a resolved name as a semt, if it is one.
func (p *addressParser) semtBefore(i, j int) {
	if i >= j || !p.joined(i, j) {
		return
	}
	if p.semtName(p.span(i, j)) {
		p.takeSemt(i, j)
	}
}

func (p *addressParser) takeSemt(i, j int) {
	p.take(i, j, partSemt)
	p.flag("semt:" + p.display(i, j, keepWords))
}

// takeStreet takes the street that the type word at i closes.
func (p *addressParser) takeStreet(i int, w addressWord) {
	if p.followed(i) && w != wordSokak {
		if next := p.markerAt(i + 1); next == wordMahalle || p.runStart(i) == i {
			return // "Cadde Sok.", "Bulvar Mah."
		}
	}
	end := i
	if p.is(i-1, wordNolu) && !p.breaks(i) {
		end--
	}
	from := p.runStart(end)
	if from >= end {
		p.takeStreetBehind(i, w)
		return
	}
	from = p.streetStart(from, end)
	name := p.streetName(from, end)
	p.odd = p.odd || i > 0 && p.closesBare(i-1) || p.followed(i)
	p.take(from, i+1, partTaken)
	p.setStreet(w, name, from, i)
}

func (p *addressParser) setStreet(w addressWord, name string, from, to int) {
	slot := &p.out.Sokak
	switch w {
	case wordCadde:
		slot = &p.out.Cadde
	case wordBulvar:
		slot = &p.out.Bulvar
	}
	if *slot == "" {
		*slot = name
		return
	}
	if *slot != name {
		p.setRest(from, to+1, "extra_street:"+name)
	}
}

// takeStreetBehind reads "Sokak: Gül" and "Sokak No:1234".
func (p *addressParser) takeStreetBehind(i int, w addressWord) {
	if p.sepAt(i+1)&sepColon == 0 {
		return
	}
	end := i + 1
	for p.unused(end) && (end == i+1 || !p.breaks(end)) && !p.closes(end) && p.labelAt(end) == otherWord {
		end++
	}
	if end > i+1 {
		name := p.streetName(i+1, end)
		p.take(i, end, partTaken)
		p.setStreet(w, name, i, end-1)
	}
}

// streetStart returns where the street's name starts in the run from i to j: a
// number names a street alone, and a mahalle or semt may lead the run.
func (p *addressParser) streetStart(i, j int) int {
	n := j
	for n > i && (p.toks[n-1].digits || n < j && p.toks[n].sep == 0 && p.letterAt(n-1)) {
		n--
	}
	if n < j-1 && p.letterAt(j-1) {
		n = j
	}
	if n == j && j-i >= 2 && p.letterAt(j-1) && p.toks[j-2].digits && p.sepAt(j-1)&^(sepSlash|sepDash) == 0 {
		n = j - 2 // 45/A Sok.
	}
	if n < j {
		return p.numberStart(i, n, j)
	}
	return p.afterQuarter(p.afterBareDoor(i, j), j)
}

// numberStart: words before the number of a street belong to it ("Lale 3. Sok.")
// unless they are a mahalle, a semt or a place.
func (p *addressParser) numberStart(i, n, j int) int {
	for k := n; k+1 < j; k++ {
		if p.sepAt(k+1)&(sepSlash|sepDash) == 0 && p.sepAt(k+1) != 0 {
			n = k + 1 // "12 45. Sok.": the first is a door
		}
	}
	if n == i {
		return n
	}
	if p.toks[n-1].digits {
		return n
	}
	at := p.afterQuarter(i, n)
	if at < n && at == i && p.quarterOrSemt(i, n) {
		return n
	}
	if at >= n || n-at > 2 {
		return n
	}
	return at
}

// quarterOrSemt takes the run as mahalle or semt where it is one.
func (p *addressParser) quarterOrSemt(i, j int) bool {
	if p.out.Mahalle == "" && p.plate != 0 || p.district >= 0 {
		if m, ok := p.lookupHere(p.span(i, j)); ok && m.whole && p.out.Mahalle == "" {
			p.setUnmarkedQuarter(m.display, i, j)
			return true
		}
	}
	if p.semtName(p.span(i, j)) {
		p.takeSemt(i, j)
		return true
	}
	return false
}

func (p *addressParser) setUnmarkedQuarter(display string, i, j int) {
	p.out.Mahalle = p.spelling(display, i, j)
	p.take(i, j, partTaken)
	p.flag("mahalle_unmarked")
}

// afterQuarter takes a mahalle of the ilçe or a semt that leads the run and
// returns where the rest starts. A run that is as a whole the name of some place
// (Fatih Sultan Mehmet, Barbaros Hayrettin Paşa) is one name.
func (p *addressParser) afterQuarter(i, j int) int {
	g := loadGazetteer()
	if j-i < 2 || g.known(p.span(i, j)) || p.compound(i, j) {
		return i
	}
	for n := min(4, j-i-1); n > 0; n-- {
		if !p.joined(i, i+n) {
			continue
		}
		if p.district >= 0 && everyTown(p.span(i+n, j)) {
			p.quarterOrSemt(i, i+n)
			return i + n
		}
		if p.district >= 0 && p.out.Mahalle == "" && !p.mahalleAhead(j) {
			if m, ok := p.lookupHere(p.span(i, i+n)); ok && m.whole {
				p.setUnmarkedQuarter(m.display, i, i+n)
				return i + n
			}
		}
		if f := p.span(i, i+n); p.semtName(f) && (p.semtFits(f) || g.known(p.span(i+n, j))) {
			p.takeSemt(i, i+n)
			return i + n
		}
	}
	return i
}

// everyTown reports whether f is a street that every town has, so that words
// before it are no part of its name: "Kordon Atatürk Cad."
func everyTown(f []byte) bool {
	switch string(f) {
	case "ataturk", "bagdat", "cumhuriyet", "istiklal", "hurriyet", "mithatpasa", "talatpasa":
		return true
	}
	return false
}

// mahalleAhead reports whether a mahalle is announced from token i on.
func (p *addressParser) mahalleAhead(i int) bool {
	for ; i < len(p.toks); i++ {
		if p.unused(i) && p.toks[i].word == wordMahalle {
			return true
		}
	}
	return false
}

// semtFits reports whether the semt lies in the ilçe, where one is known.
func (p *addressParser) semtFits(f []byte) bool {
	if p.district < 0 {
		return p.plate != 0
	}
	for _, s := range places().semt[string(f)] {
		if s.plate == p.plateOfDistrict() && s.ilce == loadGazetteer().districts[p.district].fold {
			return true
		}
	}
	return false
}

func (p *addressParser) plateOfDistrict() int {
	if p.district < 0 {
		return p.plate
	}
	return int(loadGazetteer().districts[p.district].plate)
}

// compound reports whether the run starts with words that belong to the name
// behind them, as in Fatih Sultan Mehmet or Eski Büyükdere.
func (p *addressParser) compound(i, j int) bool {
	switch string(p.f(i)) {
	case "eski", "yeni", "sehit", "sht", "gazi", "yukari", "asagi", "buyuk", "kucuk", "orta", "kuzey", "guney", "dogu", "bati", "dr", "prof", "hoca", "haci", "seyh", "imam":
		return true
	case "fatih":
		return string(p.f(i+1)) == "sultan"
	case "yavuz":
		return string(p.f(i+1)) == "sultan" || string(p.f(i+1)) == "selim"
	case "barbaros":
		return strings.HasPrefix(string(p.f(i+1)), "hayret")
	case "mustafa":
		return string(p.f(i+1)) == "kemal"
	case "ulu", "ismet", "kemal", "gazi osman", "turgut", "adnan", "bulent", "suleyman":
		return true
	case "cumhuriyet":
		return j-i == 2 && string(p.f(i+1)) == "bayrami"
	}
	return false
}

// afterBareDoor leaves a number alone that stands before the words of a street
// without a dot and without belonging to a known name: "12 Gül Sok."
func (p *addressParser) afterBareDoor(i, j int) int {
	if j-i < 2 {
		return i
	}
	return p.afterDoor(i, j)
}

// dateWord reports whether f follows a number in the name of a street.
func dateWord(f []byte) bool {
	switch string(f) {
	case "ocak", "subat", "mart", "nisan", "mayis", "haziran", "temmuz", "agustos", "eylul", "ekim", "kasim", "aralik",
		"yil", "evler", "kisim", "etap", "filo", "levent", "inci", "nci", "uncu", "cad", "murat", "selim", "mehmet", "ahmet", "mustafa", "osman", "bolge":
		return true
	}
	return false
}

// streetName returns the name of the street in tokens i to j: numbers without
// their dot, joined by what joined them.
func (p *addressParser) streetName(i, j int) string {
	if !p.toks[j-1].digits && !(p.letterAt(j-1) && j-i > 1 && p.toks[j-2].digits) {
		return p.display(i, j, expandWords)
	}
	n := j - 1
	for n > i && p.sepAt(n)&^(sepSlash|sepDash) == 0 && (p.toks[n-1].digits || p.letterAt(n-1)) {
		n--
	}
	b := p.buf[:0]
	if n > i {
		p.odd = true
		b = append(b, p.display(i, n, expandWords)...)
		b = append(b, ' ')
	}
	for k := n; k < j; k++ {
		s := p.source(k, k+1)
		if p.toks[k].digits {
			s = trimZeros(s)
		}
		switch {
		case k == n:
		case p.sepAt(k)&sepDash != 0:
			b = append(b, '-')
		case p.toks[k].sep == 0 && p.toks[k].digits: // B1234
		case p.sepAt(k)&sepSlash != 0 || p.toks[k].sep == 0:
			b = append(b, '/')
		}
		if p.toks[k].digits {
			b = append(b, s...)
		} else {
			b = append(b, upperLetter(p.f(k)[0])...)
			p.odd = true
		}
	}
	return string(b)
}

// takeSquare takes a square, dead end or road, where no street was named.
func (p *addressParser) takeSquare(i int) {
	from := p.runStart(i)
	if from >= i || p.out.Sokak != "" {
		return
	}
	from = p.streetStart(from, i)
	if from >= i {
		return
	}
	end := i + 1
	p.out.Sokak = p.display(from, i, expandWords) + " " + streetKind(p.f(i), p.shown(i, end, keepWords))
	p.take(from, end, partTaken)
}

// streetKind spells out an abbreviated kind of street.
func streetKind(f []byte, written string) string {
	switch string(f) {
	case "meydani", "meydan", "myd", "meyd":
		return "Meydanı"
	case "cikmazi", "cikmaz", "ckm", "ckmz", "ck", "cik":
		return "Çıkmazı"
	}
	return written
}

// takeKume takes "Köyiçi Küme Evleri"; without a name it is only noted.
func (p *addressParser) takeKume(i int) {
	end := i + 1
	if p.is(end, wordEvler) || p.unused(end) && !p.toks[end].digits && (string(p.f(end)) == "ev" || string(p.f(end)) == "evl") {
		end++
	} else if len(p.f(i)) == len("kume") {
		return
	}
	if p.closesBare(min(end, len(p.toks)-1)) && end < len(p.toks) && p.unused(end) && !p.breaks(end) {
		return // "Küme Evler Sok."
	}
	from := p.runStart(i)
	for k := from; k < i; k++ {
		if p.is(k, wordKoy) {
			from = k + 1
		}
	}
	if from < i {
		from = p.streetStart(from, i)
	}
	if from < i && p.out.Sokak == "" {
		p.out.Sokak = p.display(from, i, expandWords) + " Küme Evleri"
		p.take(from, end, partTaken)
		return
	}
	p.take(i, end, partTaken)
	p.flag("kume_evler")
}

// takeVillage takes a village; [addressParser.settle] turns it into a mahalle
// where law 6360 did.
func (p *addressParser) takeVillage(i int) {
	if p.followed(i) {
		return
	}
	from := p.runStart(i)
	if from >= i || p.out.Koy != "" {
		return
	}
	name, at := p.resolveQuarter(from, i)
	if name == "" {
		at = from
		name = p.display(from, i, expandWords)
		p.odd = p.odd || i-from > 1
	}
	p.out.Koy = name
	p.take(at, i+1, partTaken)
	p.semtBefore(from, at)
}

// takeLandmark leaves directions ("Migros karşısı") to the rest.
func (p *addressParser) takeLandmark(i int) {
	if p.followed(i) || p.is(i+1, wordLandmark) {
		return
	}
	from := p.runStart(i)
	if from < i && !(i+1 < len(p.toks) && p.closes(i+1) && !p.breaks(i+1)) {
		p.setRest(from, i+1, "landmark")
	}
}

func (p *addressParser) setRest(i, j int, flag string) {
	p.take(i, j, partSemt)
	if flag != "" {
		p.flag(flag)
	}
}

// takeSite takes an estate. "Sitesi" goes, other words say what it is and stay.
func (p *addressParser) takeSite(i int, w addressWord) {
	end := p.siteEnd(i, w)
	if end == i || p.followed(end-1) || p.landmarkNext(end-1) {
		return
	}
	from := p.runStart(i)
	if from >= i && w != wordOrganize && w != wordOSB || w == wordEvler && (from >= i || p.toks[i-1].digits) {
		return
	}
	from = p.afterQuarter(from, i)
	from = p.afterBareDoor(from, i)
	var name string
	p.odd = p.odd || i-from > 1
	if from < i {
		name = p.display(from, i, keepWords)
	}
	switch w {
	case wordOSB, wordOrganize:
		name = joinNonEmpty(" ", name, "OSB")
	case wordEstate, wordEvler:
		name += " " + p.shown(i, end, keepWords)
	}
	if p.out.Site != "" {
		p.setRest(from, end, "extra_site:"+name)
		return
	}
	p.out.Site = name
	p.take(from, end, partTaken)
}

// siteEnd returns the token behind the type words at i; i if they are none.
func (p *addressParser) siteEnd(i int, w addressWord) int {
	if w != wordOrganize {
		return i + 1
	}
	if !p.is(i+1, wordSanayi) {
		return i
	}
	end := i + 2
	if p.is(end, wordBolge) {
		end++
	}
	if p.is(end, wordOSB) {
		end++
	}
	return end
}

func (p *addressParser) landmarkNext(i int) bool {
	return p.is(i+1, wordLandmark) && !p.breaks(i+1)
}

// takeBuilding takes a named building with its kind.
func (p *addressParser) takeBuilding(i int, w addressWord) {
	if p.followed(i) || p.landmarkNext(i) {
		return
	}
	if next := i + 1; !p.breaks(next) && (p.is(next, wordBina) || p.is(next, wordMerkezi) || p.is(next, wordSite)) {
		return
	}
	from := p.runStart(i)
	if from >= i {
		return
	}
	from = p.afterQuarter(from, i)
	from = p.afterBareDoor(from, i)
	if w == wordMerkezi && string(p.f(i-1)) == "ptt" {
		p.setRest(from, i+1, "")
		return
	}
	p.odd = p.odd || i-from > 1
	name := p.display(from, i, keepWords)
	name += " " + p.buildingKind(i)
	if p.out.Bina != "" {
		p.setRest(from, i+1, "extra_building:"+name)
		return
	}
	p.out.Bina = name
	p.take(from, i+1, partTaken)
}

func (p *addressParser) buildingKind(i int) string {
	switch f := string(p.f(i)); f {
	case "apartmani", "apartman", "apt", "ap", "aprt", "apartimani", "aptmani":
		return "Apartmanı"
	case "merkezi", "mrk", "mrkz", "mer":
		return "Merkezi"
	case "ishani":
		return "İş Hanı"
	case "avm":
		return "AVM"
	}
	return p.shown(i, i+1, keepWords)
}

// takeRemark leaves belde and mevki to the rest, named in the flags.
func (p *addressParser) takeRemark(i int, w addressWord) {
	if p.followed(i) {
		return
	}
	from := p.runStart(i)
	if from >= i {
		return
	}
	name := p.display(from, i, keepWords)
	if w == wordBelde {
		p.belde, p.beldeFrom, p.beldeTo = name, from, i+1
		p.setRest(from, i+1, "belde:"+name)
		return
	}
	p.setRest(from, i+1, "mevki:"+name)
}
