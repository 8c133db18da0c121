package normalize

import "strings"

// applyHint fills in il and ilçe from the columns of the record.
func (p *addressParser) applyHint(h AddressHint) {
	if h == (AddressHint{}) || p.cyprus() {
		return
	}
	if h.City != "" {
		p.buf = appendFoldKey(p.buf[:0], h.City)
		if il := places().ilOrPlate(p.buf); il.plate != 0 {
			switch written := p.plateOfDistrict(); {
			case written == 0:
				p.setIl(il)
			case written != il.plate && p.plate == 0:
				p.setIl(il)
				p.district = -1
				p.flag("ilce_conflict")
			case written != il.plate:
				p.flag(p.made.join("il_conflict:", provinceTable[il.plate-1].Name))
			}
		} else {
			p.flag(p.made.join("il_unknown:", h.City))
		}
	}
	p.applyDistrict(h.District)
	if h.PostalCode != "" {
		p.applyPostcode(h.PostalCode)
	}
}

func (p *addressParser) applyDistrict(s string) {
	var buf [64]byte
	f := appendFoldKey(buf[:0], s)
	if len(f) == 0 {
		return
	}
	plate := p.plateOfDistrict()
	d := places().findIlce(plate, f, fuzzy)
	g := loadGazetteer()
	switch {
	case p.district >= 0 && d.district >= 0 && d.district != p.district:
		p.flag(p.made.join("ilce_conflict:", g.districts[d.district].name))
	case p.district >= 0 || p.split:
	case d.district >= 0:
		p.district = d.district
		p.ambiguous = false
		if d.renamed != "" {
			p.flag(p.made.join("renamed_ilce:", d.renamed))
		}
	case string(f) == "merkez" && plate != 0 && p.plate != 0 && p.splitCentre():
	case d.ambiguous:
		p.ambiguous, p.ilceText = true, string(f)
	default:
		p.flag(p.made.join("ilce_unknown:", s))
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
		p.flag(p.made.join("zip_conflict:", code))
	}
}

// ParseAddressFields reads an address that a source keeps in columns. The
// columns fill in what the line leaves open; where they contradict it the line
// stands and a flag says so.
func ParseAddressFields(f AddressFields, o *Options) Address {
	if len(f.City) == 1 && isDigit(f.City[0]) {
		f.City = "0" + f.City // a plate code that went through a spreadsheet
	}
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
	return ParseAddress(joinNonEmpty(" ", line, doorOf(f.BuildingNo, &base, o)), h, o)
}

// doorOf writes what a column of doors adds to a line: all of it where the line
// names no door, else the block, floor and flat that it leaves open, unless the
// column speaks of another building.
func doorOf(column string, base *Address, o *Options) string {
	column = strings.TrimSpace(column)
	if startsWithDigit(column) {
		column = "No:" + column
	}
	if base.No == "" && base.Daire == "" || column == "" {
		return column
	}
	door := ParseAddress(column, AddressHint{}, o)
	if base.No != "" && door.No != "" && door.No != base.No {
		return ""
	}
	part := func(have, got, word string) string {
		if have != "" || got == "" {
			return ""
		}
		return word + got
	}
	return joinNonEmpty(" ", part(base.Blok, door.Blok, "Blok:"), part(base.No, door.No, "No:"),
		part(base.Kat, door.Kat, "Kat:"), part(base.Daire, door.Daire, "D:"))
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
