package normalize

import "strings"

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
	if (odd || !isClean(a.Canonical)) && !settled(&a, o) {
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

// settled reports whether the canonical form is read as the address that it was
// made from.
func settled(a *Address, o *Options) bool {
	p := newAddressParser(Repair(a.Canonical).Value, o)
	defer p.free()
	if !p.parseWhole() {
		p.parse(AddressHint{})
	}
	p.conclude()
	p.buf = appendAddressKey(p.buf[:0], &p.out)
	return string(p.buf) == a.Key
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
	p.takeAddressee()
	p.takeValues()
	p.takePostcode()
	p.takeLabelled()
	p.takePlaces()
	p.applyHint(h)
	p.takePartedPostcode()
	p.takePaddedPostcode()
	p.takePlateCode()
	p.takeNames()
	p.takeBareDoor()
	p.takeLeftWords()
	p.takeForeignIlce()
	p.settle()
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
		code := string(p.f(0))
		if len(code) == 1 {
			code = "0" + code // a spreadsheet takes the zero
		}
		if plate := plateNumber(code); plate != 0 {
			p.plate = plate
			p.flag("il_from_plate")
			p.take(0, 1, partPlace)
			return true
		}
	}
	if n == 2 && p.toks[0].word == wordTurkey && p.toks[1].digits {
		if plate := plateNumber(string(p.f(1))); plate != 0 { // TR-34, as ISO 3166-2 has it
			p.plate = plate
			p.flag("il_from_plate")
			p.take(0, 2, partPlace)
			return true
		}
	}
	for w := min(3, n); w > 0; w-- {
		if c := foreignCountry(p.span(n-w, n)); c != "" && p.sepAt(n-w)&sepColon == 0 && !p.hasMahalle() {
			p.flag(p.made.join("country:", c))
			return true
		}
	}
	if c := p.foreignTown(); c != "" {
		p.flag(p.made.join("country:", c))
		return true
	}
	p.takeCyprus()
	return false
}

// foreignTown returns the country of an address that does not name it: a street
// word of another language, or a postcode, beside a foreign city, and nothing
// Turkish. "ZZ" is a country that only the street's language speaks for.
func (p *addressParser) foreignTown() string {
	country, street, code := "", false, false
	for i := range p.toks {
		t := &p.toks[i]
		switch {
		case t.digits:
			code = code || t.foldEnd-t.foldStart >= 4
		case t.word == wordMahalle, t.word == wordSokak, t.word == wordCadde, t.word == wordBulvar, t.word == wordDaire, t.word == wordKat, t.word == wordNo:
			return ""
		case i > 0 && foreignCity(p.f(i)) != "":
			country = foreignCity(p.f(i))
		default:
			street = street || foreignStreet(p.f(i))
		}
	}
	switch {
	case !(street && code) && (country == "" || !street && !code) || p.endsInPlace():
		return ""
	case country != "":
		return country
	}
	return "ZZ"
}

// endsInPlace reports whether one of the last words is an il or ilçe.
func (p *addressParser) endsInPlace() bool {
	for i := max(0, len(p.toks)-2); i < len(p.toks); i++ {
		if f := p.f(i); places().findIl(f, exact).plate != 0 {
			return true
		} else if d := places().findIlce(0, f, exact); d.district >= 0 || d.ambiguous {
			return true
		}
	}
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
	n, ten := len(p.toks), p.mersinTen()
	switch {
	case p.sepAt(n-1)&sepColon != 0:
		return
	case string(p.f(n-1)) == "kktc":
		n--
	case n >= 2 && string(p.span(n-2, n)) == "kuzey kibris":
		n -= 2
	case ten > 0:
		n = ten
	case string(p.f(n-1)) == "kibris" && n >= 2 && cyprusTown(p.f(n-2)) != "":
		n--
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

// mersinTen returns where "Mersin 10" starts behind a town of North Cyprus, whose
// mail goes through there; 0 elsewhere.
func (p *addressParser) mersinTen() int {
	n := len(p.toks)
	if p.toks[n-1].word == wordTurkey {
		n--
	}
	if n < 3 || string(p.span(n-2, n)) != "mersin 10" {
		return 0
	}
	n -= 2
	for n > 1 && (string(p.f(n-1)) == "via" || string(p.f(n-1)) == "kktc") {
		n--
	}
	if cyprusTown(p.f(n-1)) == "" {
		return 0
	}
	return n
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
