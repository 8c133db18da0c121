package normalize

import "strings"

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
	if from == end-1 && p.letterAt(from) && p.sepAt(from)&sepSlash != 0 && p.digitsAt(from-1) {
		from-- // 1234/A Sok.
	}
	if from >= end {
		p.takeStreetBehind(i, w)
		return
	}
	from = p.streetStart(from, end)
	name := p.streetName(from, end)
	p.odd = p.odd || p.district < 0 && end-from > 1 // its first word may lead the canonical form as an ilçe
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
		p.setRest(from, to+1, p.made.join("extra_street:", name))
	}
}

// takeStreetBehind reads "Sokak: Gül" and, where the door is known, "Sokak 1234".
func (p *addressParser) takeStreetBehind(i int, w addressWord) {
	if p.digitsAt(i+1) && p.sepAt(i+1) == sepBlank && p.out.No != "" && (!p.unused(i+2) || p.breaks(i+2)) {
		p.setStreet(w, p.streetName(i+1, i+2), i, i+1)
		p.take(i, i+2, partTaken)
		return
	}
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
	at := p.afterBareDoor(i, j)
	for {
		next := p.afterQuarter(at, j)
		if next == at {
			return at
		}
		if at = next; p.out.Mahalle != "" && p.flagged("mahalle_unmarked") {
			return at // the words behind a mahalle are the street's
		}
		// a mahalle may follow its semt
	}
}

// numberStart: words before the number of a street belong to it ("Lale 3. Sok.")
// unless they are a mahalle, a semt or a place.
func (p *addressParser) numberStart(i, n, j int) int {
	for k := n; k+1 < j; k++ {
		if p.sepAt(k+1)&(sepSlash|sepDash) == 0 && p.sepAt(k+1) != 0 {
			n = k + 1 // "12 45. Sok.": the first is a door
		}
	}
	if n == i || p.sepAt(n) == sepDash && !p.toks[n-1].digits || n == i+1 && p.letterAt(i) && p.sepAt(n) == 0 {
		return i // Fevzi Çakmak-1 Sok., D-100 Karayolu
	}
	if p.toks[n-1].digits || n-i > 1 && p.toks[n-2].digits && dateWord(p.f(n-1)) {
		return n // "1. Etap 2. Sok."
	}
	if p.toks[n].foldEnd-p.toks[n].foldStart > 2 && n+1 == j { // "Büsan Sanayi 10653 Sok."
		p.quarterOrSemt(i, n)
		return n
	}
	at := p.afterQuarter(i, n)
	if at < n && at == i && p.quarterOrSemt(i, n) {
		return n
	}
	if at >= n || n-at > 2 && p.out.Mahalle == "" {
		return n
	}
	return at
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
		"yil", "evler", "konut", "konutlar", "kisim", "etap", "filo", "levent", "inci", "nci", "uncu", "cad", "murat", "selim", "mehmet", "ahmet", "mustafa", "osman", "bolge":
		return true
	}
	return false
}

// streetName returns the name of the street in tokens i to j: numbers without
// their dot, joined by what joined them.
func (p *addressParser) streetName(i, j int) string {
	if full := p.spelledOut(i, j); full != "" {
		return full
	}
	if !p.toks[j-1].digits && !(p.letterAt(j-1) && j-i > 1 && p.toks[j-2].digits) {
		return p.display(i, j, expandWords)
	}
	n := j - 1
	for n > i && (p.sepAt(n)&^(sepSlash|sepDash) == 0 || p.sepAt(n) == sepSlash|sepBlank) && (p.toks[n-1].digits || p.letterAt(n-1)) {
		n--
	}
	var tmp [96]byte
	b := tmp[:0]
	if n > i {
		p.odd = true
		b = append(b, p.display(i, n, expandWords)...)
		if p.sepAt(n) == sepDash {
			b = append(b, '-')
		} else {
			b = append(b, ' ')
		}
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
	return p.written(b, i, j)
}

// initialled are the people whom every town calls a street after, and so often
// that clerks write their given names as initials.
var initialled = strings.Split("Gazi Mustafa Kemal,Mustafa Kemal,Mustafa Kemal Paşa,Fatih Sultan Mehmet,Mehmet Akif,Mehmet Akif Ersoy,Adnan Menderes,Kazım Karabekir,Fevzi Çakmak,"+
	"Namık Kemal,Ziya Gökalp,Turgut Özal,Necip Fazıl,Necip Fazıl Kısakürek,Süleyman Demirel,Alparslan Türkeş,Cemal Gürsel,Cengiz Topel,İsmet İnönü", ",")

// spelledOut returns the full name of the person in tokens i to j where given
// names are initials: A. Menderes, G.M.K., FSM. It is empty for any other name.
func (p *addressParser) spelledOut(i, j int) string {
	if j == i+1 {
		switch string(p.f(i)) {
		case "gmk":
			return initialled[0]
		case "fsm":
			return initialled[3]
		}
		return ""
	}
	dotted := false
	for k := i; k+1 < j; k++ {
		dotted = dotted || p.toks[k].foldEnd-p.toks[k].foldStart == 1 && p.sepAt(k+1)&sepDot != 0
	}
	if !dotted {
		return ""
	}
	for n, name := range initialled {
		if p.abbreviates(i, j, name) && (p.toks[j-1].foldEnd-p.toks[j-1].foldStart > 1 || n == 0 || n == 3) {
			return name
		}
	}
	return ""
}

// abbreviates reports whether the tokens from i up to j are the words of name,
// some of them as initials.
func (p *addressParser) abbreviates(i, j int, name string) bool {
	for ; i < j; i++ {
		word, rest, _ := strings.Cut(name, " ")
		if f := p.f(i); word == "" || !foldsTo(word, f) && !(len(f) == 1 && foldKey(word)[0] == f[0]) {
			return false
		}
		name = rest
	}
	return name == ""
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
	p.out.Sokak = p.kinded(p.display(from, i, expandWords), streetKind(p.f(i), p.shown(i, end, keepWords)), from, end)
	p.take(from, end, partTaken)
}

// streetKind spells out an abbreviated kind of street.
func streetKind(f []byte, written string) string {
	switch string(f) {
	case "meydani", "meydan", "myd", "meyd":
		return "Meydanı"
	case "cikmazi", "cikmaz", "ckm", "cikm", "ckmz", "ck", "cik":
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
		p.out.Sokak = p.kinded(p.display(from, i, expandWords), "Küme Evleri", from, end)
		p.take(from, end, partTaken)
		return
	}
	p.take(i, end, partTaken)
	p.flag("kume_evler")
}
