package normalize

import (
	"strings"
	"unicode/utf8"
)

// ParseAddress reads an address from one line, in any order of its parts
// (turkish.md section 5). Type words and labels claim what stands beside them,
// the gazetteer says which words are il, ilçe and mahalle, and what nobody
// claims is kept in Rest. What h says fills in where the line is silent; where
// both speak and differ the line stands and a flag says so.
//
// An il or ilçe that was not written but follows from the rest is filled in and
// flagged "inferred:il" or "inferred:ilce". Outside of the Turkish locale
// (see [Options]) only house number, unit and postcode are split off.
func ParseAddress(s string, h AddressHint, o *Options) Address {
	if !o.Turkish() {
		return parseGenericAddress(Clean(s).Value, h)
	}
	t := Repair(s)
	a, odd := parseAddressOnce(t.Value, h, o)
	if odd || !isClean(a.Canonical) {
		a = settleAddress(a, o)
	}
	if t.Status == Lossy {
		a.Flags = append(a.Flags, "lossy")
	}
	return a
}

// parseAddressOnce parses repaired text; odd says that a name has words in it
// that could be read as something else.
func parseAddressOnce(s string, h AddressHint, o *Options) (a Address, odd bool) {
	p := newAddressParser(s, o)
	defer p.free()
	if !p.parseWhole() {
		p.parse(h)
	}
	return p.finish(), p.odd
}

// settleAddress makes sure that the canonical form is read as the address that it
// was made from. Where it is not, the second reading counts; names on which
// readings do not settle are no names and go to the rest.
func settleAddress(a Address, o *Options) Address {
	for range 3 {
		b, _ := parseAddressOnce(Repair(a.Canonical).Value, AddressHint{}, o)
		if b.Key == a.Key {
			return a
		}
		b.Flags, b.Rest, b.Status = a.Flags, joinNonEmpty(", ", a.Rest, b.Rest), a.Status
		a = b
	}
	bare := Address{Il: a.Il, Ilce: a.Ilce, Plaka: a.Plaka, Posta: a.Posta, Status: Incomplete}
	bare.Flags, bare.Rest = append(a.Flags, "unsettled"), joinNonEmpty(", ", a.Rest, a.Canonical)
	bare.Canonical = string(appendCanonicalPlace(nil, &bare))
	if a.HasFlag("country") {
		bare.Canonical = joinNonEmpty(", ", bare.Canonical, "KKTC")
	}
	bare.Key = string(appendAddressKey(nil, &bare))
	return bare
}

// parse runs the steps in their order: values first, since labels are the
// surest; places next, since the names are looked up in them.
func (p *addressParser) parse(h AddressHint) {
	p.takeValues()
	p.takePostcode()
	p.takePlaces()
	p.applyHint(h)
	p.takePaddedPostcode()
	p.takePlateCode()
	p.takeNames()
	p.takeBareDoor()
	p.takeLeftWords()
	p.takeForeignIlce()
	p.settle()
}

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

// parseWhole reads texts that are no address as a whole: nothing, a plate code,
// a country, a foreign address.
func (p *addressParser) parseWhole() bool {
	n := len(p.toks)
	switch {
	case n == 0:
		p.flag("empty")
		return true
	case n >= maxAddressTokens:
		p.flag("too_long")
		return true
	}
	if n == 1 && p.toks[0].digits {
		if plate := plateNumber(string(p.f(0))); plate != 0 {
			p.plate = plate
			p.flag("il_from_plate")
			p.take(0, 1, partPlace)
			return true
		}
	}
	for w := min(3, n); w > 0; w-- {
		if c := foreignCountry(p.span(n-w, n)); c != "" && p.sepAt(n-w)&sepColon == 0 && !p.hasMahalle() {
			p.flag("country:" + c)
			return true
		}
	}
	p.takeCyprus()
	return false
}

func (p *addressParser) hasMahalle() bool {
	for i := range p.toks {
		if p.toks[i].word == wordMahalle && i > 0 {
			return true
		}
	}
	return false
}

// takeCyprus takes the name of North Cyprus and its town, which is no il.
func (p *addressParser) takeCyprus() {
	n := len(p.toks)
	switch {
	case p.sepAt(n-1)&sepColon != 0:
		return
	case string(p.f(n-1)) == "kktc":
		n--
	case n >= 2 && string(p.span(n-2, n)) == "kuzey kibris":
		n -= 2
	default:
		return
	}
	p.take(n, len(p.toks), partPlace)
	p.flag("country:KKTC")
	for w := min(2, n); w > 0; w-- {
		if town := cyprusTown(p.span(n-w, n)); town != "" {
			p.ilceText = town
			p.take(n-w, n, partPlace)
			return
		}
	}
}

func (p *addressParser) cyprus() bool { return p.flagged("country:KKTC") }

func (p *addressParser) flagged(prefix string) bool {
	for _, f := range p.flags {
		if strings.HasPrefix(f, prefix) {
			return true
		}
	}
	return false
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
			p.out.Posta = "0" + p.source(i, i+1)
			p.take(i, i+1, partTaken)
			p.flag("zip_padded")
			return
		}
	}
}

// applyHint fills in il and ilçe from the columns of the record.
func (p *addressParser) applyHint(h AddressHint) {
	if h == (AddressHint{}) || p.cyprus() {
		return
	}
	if h.City != "" {
		if il := places().ilOrPlate(appendFoldKey(nil, h.City)); il.plate != 0 {
			switch written := p.plateOfDistrict(); {
			case written == 0:
				p.setIl(il)
			case written != il.plate && p.plate == 0:
				p.setIl(il)
				p.district = -1
				p.flag("ilce_conflict")
			case written != il.plate:
				p.flag("il_conflict:" + provinceTable[il.plate-1].Name)
			}
		} else {
			p.flag("il_unknown:" + h.City)
		}
	}
	p.applyDistrict(h.District)
	if h.PostalCode != "" {
		p.applyPostcode(h.PostalCode)
	}
}

func (p *addressParser) applyDistrict(s string) {
	f := appendFoldKey(nil, s)
	if len(f) == 0 {
		return
	}
	plate := p.plateOfDistrict()
	d := places().findIlce(plate, f, fuzzy)
	g := loadGazetteer()
	switch {
	case p.district >= 0 && d.district >= 0 && d.district != p.district:
		p.flag("ilce_conflict:" + g.districts[d.district].name)
	case p.district >= 0 || p.split:
	case d.district >= 0:
		p.district = d.district
		p.ambiguous = false
		if d.renamed != "" {
			p.flag("renamed_ilce:" + d.renamed)
		}
	case string(f) == "merkez" && plate != 0 && p.plate != 0 && p.splitCentre():
	case d.ambiguous:
		p.ambiguous, p.ilceText = true, string(f)
	default:
		p.flag("ilce_unknown:" + s)
	}
}

func (p *addressParser) applyPostcode(s string) {
	var digits [5]byte
	n := 0
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			if n == 5 {
				return
			}
			digits[n] = s[i]
			n++
		}
	}
	code := string(digits[:n])
	if n == 4 && p.plateOfDistrict() > 0 && p.plateOfDistrict() < 10 && int(code[0]-'0') == p.plateOfDistrict() {
		code = "0" + code
		p.flag("zip_padded")
	}
	switch {
	case len(code) != 5 || plateNumber(code[:2]) == 0:
	case p.out.Posta == "":
		p.out.Posta = code
	case p.out.Posta != code:
		p.flag("zip_conflict:" + code)
	}
}

// takeBareDoor reads the number that no label announces: "Gül Sok. 12/5".
func (p *addressParser) takeBareDoor() {
	named := p.out.Sokak != "" || p.out.Cadde != "" || p.out.Bulvar != "" || p.out.Site != "" || p.out.Koy != "" || p.out.Bina != "" || p.kumeNamed()
	if p.out.No != "" || !named && p.out.Mahalle == "" {
		return
	}
	for i := range p.toks {
		if !p.digitsAt(i) || p.toks[i].foldEnd-p.toks[i].foldStart > 4 || p.is(i+1, wordLandmark) || p.distance(i+1) {
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
		if v.no != "0" {
			p.out.No, p.slashNo = v.no, v.flat
		}
		return
	}
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

// displayMode says what display makes of abbreviations.
type displayMode bool

const (
	keepWords   displayMode = false
	expandWords displayMode = true // Şht. is Şehit
)

// display returns the tokens from i up to j as they are shown: as written where
// that is well written, else in Turkish title case with letters restored.
func (p *addressParser) display(i, j int, mode displayMode) string {
	for k := i; k < j && !p.odd; k++ {
		p.odd = p.toks[k].digits || p.toks[k].word != otherWord || p.toks[k].foldEnd-p.toks[k].foldStart < 3
	}
	return p.shown(i, j, mode)
}

// shown is display for words that cannot be misread.
func (p *addressParser) shown(i, j int, mode displayMode) string {
	if i >= j {
		return ""
	}
	if p.wellWritten(i, j, mode) {
		return p.source(i, j)
	}
	var b []byte
	ascii := isASCII(p.text)
	for k := i; k < j; k++ {
		if k > i {
			switch s := p.sepAt(k); {
			case s == 0:
			case s&sepSlash != 0 && p.toks[k].digits:
				b = append(b, '/')
			case s&sepDash != 0 && s&sepBlank == 0:
				b = append(b, '-')
			default:
				if s&sepDot != 0 && (p.toks[k-1].digits || p.toks[k-1].end-p.toks[k-1].start <= 2 && (mode == keepWords || p.expansion(k-1) == "")) {
					b = append(b, '.')
				}
				b = append(b, ' ')
			}
		}
		b = p.appendWord(b, k, mode, ascii)
	}
	return string(b)
}

func (p *addressParser) appendWord(b []byte, k int, mode displayMode, ascii bool) []byte {
	s := p.source(k, k+1)
	if p.toks[k].digits {
		return append(b, s...)
	}
	if mode == expandWords {
		if full := p.expansion(k); full != "" {
			p.odd = true
			return append(b, full...)
		}
	}
	if isASCII(s) && ascii && len(s) > 1 {
		g := loadGazetteer()
		if lo, hi := g.words.find(p.f(k)); hi == lo+1 {
			if w := g.words.name(lo); w != s {
				p.flag("restored")
				return append(b, w...)
			}
		}
	}
	if f := string(p.f(k)); mode == keepWords && k > 0 && (f == "ve" || f == "ile") {
		return append(b, f...)
	}
	if isTitled(s) || len(s) <= 5 && Upper(s) == s && p.mixedCase() {
		return append(b, s...)
	}
	return append(b, Title(s)...)
}

// expansion returns the full form of the abbreviation at token k, "" if it is
// none. A single letter is one only with a dot, and Dr, Gen, Org alike.
func (p *addressParser) expansion(k int) string {
	full := expandName(p.f(k))
	if full == "" || foldKey(full) == string(p.f(k)) {
		return ""
	}
	dotted := k+1 < len(p.toks) && p.sepAt(k+1)&sepDot != 0
	if !dotted && len(p.f(k)) < 3 {
		return ""
	}
	return full
}

// mixedCase reports whether the text has small letters, so that a word in
// capitals is an abbreviation.
func (p *addressParser) mixedCase() bool {
	n := 0
	for i := 0; i < len(p.text); i++ {
		if c := p.text[i]; 'a' <= c && c <= 'z' {
			n++
		}
	}
	return n > len(p.text)/4
}

func (p *addressParser) wellWritten(i, j int, mode displayMode) bool {
	ascii := false
	for k := i; k < j; k++ {
		t := &p.toks[k]
		if k > i {
			gap := p.text[p.toks[k-1].end:t.start]
			if gap != " " && gap != "-" && !(p.toks[k-1].digits && gap == ". ") && (gap != "" || !t.digits && !p.toks[k-1].digits) {
				return false
			}
		}
		if t.digits {
			continue
		}
		s := p.source(k, k+1)
		if !isTitled(s) || mode == expandWords && p.expansion(k) != "" {
			return false
		}
		ascii = ascii || isASCII(s)
	}
	return !ascii || !isASCII(p.text)
}

// sameLower reports whether a and b are one text but for Turkish casing.
func sameLower(a, b string) bool {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y && lowerRune(x) != lowerRune(y) {
			return false
		}
		a, b = a[n:], b[m:]
	}
	return a == b
}

// isTitled reports whether s is one word with one capital, its first letter.
func isTitled(s string) bool {
	first := true
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if upper := 'A' <= c && c <= 'Z'; upper != first && c != '\'' && c != ' ' && c != '?' {
				return false
			}
			i++
			first = c == ' '
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if (lowerRune(r) != r) != first && r != '’' {
			return false
		}
		i += n
		first = false
	}
	return true
}

// ParseAddressFields reads an address that a source keeps in columns. The
// columns fill in what the line leaves open; where they contradict it the line
// stands and a flag says so.
func ParseAddressFields(f AddressFields, o *Options) Address {
	h := AddressHint{City: f.City, District: f.District, PostalCode: f.PostalCode}
	line := f.Address
	if !o.Turkish() {
		return ParseAddress(joinNonEmpty(", ", line, joinNonEmpty(" ", f.BuildingNo, f.Street), f.Neighbourhood), h, o)
	}
	if country := foreignCountry(appendFoldKey(nil, f.Country)); country != "" {
		line = joinNonEmpty(", ", line, f.Street, f.BuildingNo, f.Neighbourhood, f.PostalCode, f.District, f.City, f.Country)
		return ParseAddress(line, AddressHint{}, o)
	}
	base := ParseAddress(line, h, o)
	if f.Neighbourhood == "" && f.Street == "" && f.BuildingNo == "" {
		return base
	}
	if base.Mahalle == "" && base.Koy == "" {
		line = joinNonEmpty(", ", typed(f.Neighbourhood, wordMahalle, " Mah."), line)
	}
	if base.Sokak == "" && base.Cadde == "" && base.Bulvar == "" {
		line = joinNonEmpty(", ", line, typed(f.Street, wordSokak, " Sok."))
	}
	if base.No == "" && f.BuildingNo != "" {
		no := f.BuildingNo
		if startsWithDigit(strings.TrimSpace(no)) {
			no = "No:" + no
		}
		line = joinNonEmpty(" ", line, no)
	}
	return ParseAddress(line, h, o)
}

// typed gives a column's value its type word, unless it brings one.
func typed(s string, w addressWord, suffix string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	p := newAddressParser(s, nil)
	defer p.free()
	for i := range p.toks {
		switch p.markerAt(i) {
		case wordMahalle, wordSokak, wordCadde, wordBulvar, wordKoy, wordStreet, wordKume, wordBelde:
			if i > 0 {
				return s
			}
		}
	}
	return s + suffix
}
