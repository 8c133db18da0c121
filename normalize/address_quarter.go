package normalize

import (
	"strings"
	"unicode/utf8"
)

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
		p.setRest(from, i+1, p.made.join("extra_mahalle:", p.display(from, i, expandWords)))
		return
	}
	if string(p.f(i)) == "mahalle" && stop == i && p.district >= 0 {
		_, plain := p.lookupHere(p.span(i-1, i))
		if m, ok := p.lookupHere(p.squeezed(i-1, i+1)); ok && m.whole && !plain { // "Yeni Mahalle" of Yenimahalle
			p.out.Mahalle = m.display
			p.take(i-1, i+1, partTaken)
			p.semtBefore(from, i-1)
			return
		}
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
		if at := p.afterPerson(i, j); at > i {
			p.take(i, at, partSemt)
			p.takeQuarter(at, j)
			return
		}
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
	if len(f) < 6 && !lossy || g.known(f) {
		return "", i // a name of another place is no slip
	}
	a, hit := p.area(), -1
	for _, e := range g.entries[a.lo:a.hi] {
		name := g.names.foldOf(int(e.name))
		if lossy && readsLost(f, name) || len(name) >= 6 && typoEqual(name, string(f)) {
			if hit >= 0 && hit != int(e.name) {
				return "", i
			}
			hit = int(e.name)
		}
	}
	if hit < 0 {
		return "", i
	}
	p.flag(p.made.join("mahalle_fuzzy:", p.source(i, j)))
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
	if len(s) == len(known) && strings.IndexByte(known, '-') >= 0 && s == strings.ReplaceAll(known, "-", " ") {
		return s // Evka 3, as it is written, of the register's Evka-3
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

// afterPerson returns where the name of a mahalle starts behind the name of a
// person: "Ahmet Yılmaz Barbaros Mah.", "c/o Mehmet Yılmaz, ...". A given name
// alone proves nothing: many a mahalle is called after somebody.
func (p *addressParser) afterPerson(i, j int) int {
	if string(p.f(i)) == "o" && i > 0 && p.letterAt(i-1) && p.f(i - 1)[0] == 'c' {
		i++
	}
	g := loadGazetteer()
	if p.district < 0 || j-i < 3 || p.toks[i].digits || g.known(p.span(i, j)) {
		return i
	}
	given := p.users.names().findBytes(p.f(i))
	if given == nil || given.given == "" {
		return i
	}
	for at := i + 2; at < j; at++ {
		last := p.users.names().findBytes(p.f(at - 1))
		if last == nil || last.surname == "" {
			continue
		}
		if m, ok := g.lookup(p.span(at, j), g.country()); ok && m.whole {
			return at
		}
	}
	return i
}

// takeAddressee leaves the person whom the line greets to the rest, up to the
// comma or line end behind the name, else for as long as a name is: "Sayın Ali
// Veli, Gül Sok."
func (p *addressParser) takeAddressee() {
	for i := 1; i < min(8, len(p.toks)) && !p.toks[i].digits && !p.endsRun(i); i++ {
		if p.endsAddressee(i) {
			p.setRest(0, i+1, "addressee")
			return
		}
	}
	if f := string(p.f(0)); f != "sayin" && f != "sn" {
		return
	}
	end := 1
	for end < 5 && p.placeWord(end) && (end == 1 || !p.breaks(end)) {
		end++
	}
	switch {
	case end < 3:
		return
	case p.sepAt(end)&sepHard != 0:
	case end == 3:
		return // the words may be those of a street
	default:
		end = 3
	}
	p.setRest(0, end, "addressee")
}

// endsAddressee reports the last word of who an address is of, in front of it: the
// legal form of a company, or "eliyle" (care of).
func (p *addressParser) endsAddressee(i int) bool {
	switch string(p.f(i)) {
	case "eliyle", "vasitasiyla", "dikkatine", "sti":
		return true
	case "sirketi":
		return string(p.f(i-1)) == "limited" || string(p.f(i-1)) == "anonim"
	case "s":
		return i > 1 && string(p.f(i-1)) == "a" && p.sepAt(i) == sepDot
	}
	return false
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
	if p.letterAt(i) && i+1 < j && p.digitsAt(i-1) && p.sepAt(i) == sepSlash {
		return i + 1 // 12/A Barbaros Mah.
	}
	if !p.toks[i].digits || loadGazetteer().known(p.span(i, j)) {
		return i
	}
	k := i + 1
	if k < j && (p.toks[k].digits && p.sepAt(k)&(sepSlash|sepDash) != 0 || p.letterAt(k) && (p.sepAt(k)&(sepSlash|sepDash) != 0 || p.sepAt(k) == 0)) {
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
	p.flag(p.made.join("semt:", p.display(i, j, keepWords)))
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
	if j-i > 2 && p.toks[i].digits && string(p.f(i+1)) == "levent" {
		p.takeSemt(i, i+2) // "4. Levent Büyükdere Cad."
		return i + 2
	}
	for n := min(4, j-i-1); n > 0; n-- {
		if !p.joined(i, i+n) {
			continue
		}
		if p.district >= 0 && expandName(p.f(i)) == "" && everyTown(p.span(i+n, j)) {
			p.quarterOrSemt(i, i+n)
			return i + n
		}
		if p.district >= 0 && p.out.Mahalle == "" && !p.mahalleAhead(j) {
			if m, ok := p.lookupHere(p.span(i, i+n)); ok && m.whole {
				p.setUnmarkedQuarter(m.display, i, i+n)
				return i + n
			}
		}
		if f := p.span(i, i+n); !p.behindMahalle(i) && p.semtName(f) && (p.semtFits(f) || g.known(p.span(i+n, j))) {
			p.takeSemt(i, i+n)
			return i + n
		}
	}
	return i
}

// behindMahalle reports whether the run at i follows the mahalle at once: a semt
// would stand before it, so the first word is part of the name ("Yeşilköy Halkalı
// Cad." is the road between the two).
func (p *addressParser) behindMahalle(i int) bool {
	return i > 0 && p.toks[i-1].word == wordMahalle && p.toks[i-1].part == partTaken
}

// everyTown reports whether f is a street that every town has, so that words
// before it are no part of its name: "Kordon Atatürk Cad."
func everyTown(f []byte) bool {
	switch string(f) {
	case "ataturk", "bagdat", "cumhuriyet", "istiklal", "hurriyet", "mithatpasa", "talatpasa",
		"fevzi cakmak", "kazim karabekir", "namik kemal", "ziya gokalp", "adnan menderes", "turgut ozal", "yunus emre", "mimar sinan",
		"fatih sultan mehmet", "gazi mustafa kemal", "zubeyde hanim", "mehmet akif ersoy", "necip fazil", "necip fazil kisakurek":
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
	case "eski", "yeni", "sehit", "sht", "gazi", "yukari", "asagi", "buyuk", "kucuk", "orta", "kuzey", "guney", "dogu", "bati", "dr", "prof", "hoca", "haci", "seyh", "imam", "maresal", "pasa", "sair":
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

// takeVillage takes a village; [addressParser.settle] turns it into a mahalle
// where law 6360 did.
func (p *addressParser) takeVillage(i int) {
	if p.followed(i) || p.is(i+1, wordStreet) && p.sepAt(i+1) == sepBlank && strings.HasSuffix(string(p.f(i+1)), "yolu") {
		return // "Yenice Köyü Yolu"
	}
	from := p.runStart(i)
	if from >= i || p.out.Koy != "" {
		return
	}
	if string(p.f(i)) == "mezrasi" && p.villageAhead(i+1) { // a hamlet of the village
		p.setRest(from, i+1, "mezra:"+p.display(from, i, keepWords))
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

// villageAhead reports whether a village is named from token i on.
func (p *addressParser) villageAhead(i int) bool {
	for ; i < len(p.toks); i++ {
		if p.is(i, wordKoy) && string(p.f(i)) != "mezrasi" {
			return true
		}
	}
	return false
}
