package normalize

import "strings"

// settle draws the conclusions: il and ilçe that follow from the rest, villages
// that are mahalles now, postcodes that contradict the place.
func (p *addressParser) settle() {
	if p.cyprus() {
		return
	}
	g := loadGazetteer()
	if p.district >= 0 && p.plate == 0 {
		p.plate = int(g.districts[p.district].plate)
		p.flag("inferred:il")
		p.flag("il_from_district")
	}
	if p.ambiguous {
		p.resolveAmbiguous()
	}
	p.inferIl()
	p.inferIlce()
	p.settleVillage()
	p.checkQuarter()
	p.checkPostcode()
}

// quarter returns the folded name that is looked up in the gazetteer.
func (p *addressParser) quarter() []byte {
	name := p.out.Mahalle
	if p.out.Koy != "" {
		name = p.out.Koy
	}
	if name == "" {
		return nil
	}
	p.buf = appendFoldKey(p.buf[:0], name)
	return p.buf
}

func (p *addressParser) postPlate() int {
	if len(p.out.Posta) != 5 {
		return 0
	}
	return plateNumber(p.out.Posta[:2])
}

// resolveAmbiguous decides between the provinces that have the ilçe by postcode
// or mahalle; else the ilçe stays as it was written, without an il.
func (p *addressParser) resolveAmbiguous() {
	g := loadGazetteer()
	ids := g.byName[p.ilceText]
	plate, q := p.plate, p.quarter()
	if plate == 0 {
		plate = p.postPlate()
	}
	hit, several := -1, false
	for _, d := range ids {
		if plate != 0 && int(g.districts[d].plate) != plate {
			continue
		}
		if plate == 0 {
			if _, ok := g.lookup(q, g.districtArea(int(d))); !ok || q == nil {
				continue
			}
		}
		several = hit >= 0
		hit = int(d)
	}
	if hit >= 0 && !several {
		p.district, p.ambiguous = hit, false
		if p.plate == 0 {
			p.plate = int(g.districts[hit].plate)
			p.flag("inferred:il")
		}
		return
	}
	var names []string
	for _, d := range ids {
		names = append(names, provinceTable[g.districts[d].plate-1].Name)
	}
	p.ilceText = g.districts[ids[0]].name
	p.flag(p.made.join("ilce_ambiguous:", strings.Join(names, "|")))
}

// inferIl reads the il from the postcode, or from a mahalle that only one il has.
func (p *addressParser) inferIl() {
	if p.plate != 0 || p.ambiguous {
		return
	}
	if p.postPlate() != 0 {
		p.dropStrangePostcode()
	}
	if plate := p.postPlate(); plate != 0 {
		p.plate = plate
		p.flag("inferred:il")
		p.flag("il_from_zip")
		return
	}
	if q := p.quarter(); q != nil {
		g := loadGazetteer()
		if m, ok := g.lookup(q, g.country()); ok && m.plate != 0 && m.whole {
			p.plate, p.odd = m.plate, true // the names are read again, in this il
			p.flag("inferred:il")
		}
	}
}

// dropStrangePostcode gives the postcode back where nothing else speaks for
// Türkiye and words that no gazetteer knows stand behind it, where the town does:
// "Am Ring 7, 50667 Irgendwo".
func (p *addressParser) dropStrangePostcode() {
	a := &p.out
	if a.Mahalle != "" || a.Koy != "" || a.Sokak != "" || a.Cadde != "" || a.Bulvar != "" || a.Site != "" || a.Bina != "" || a.Daire != "" || a.Kat != "" || a.No != "" || p.flagged("po_box") || p.flagged("semt") {
		return
	}
	for i := range p.toks {
		if p.toks[i].part == partPlace {
			return
		}
	}
	for i := 0; i+1 < len(p.toks); i++ {
		if p.toks[i].digits && p.toks[i].part == partTaken && p.toks[i].foldEnd-p.toks[i].foldStart == 5 && p.placeWord(i+1) && p.sepAt(i+1)&sepHard == 0 && i > 0 {
			p.toks[i].part, a.Posta = partNone, ""
			p.flag("zip_unknown")
			return
		}
	}
}

// inferIlce reads the ilçe from a mahalle that the il has once, or once under
// the postcode. The postcode of a box is that of a post office, not of a home.
func (p *addressParser) inferIlce() {
	q := p.quarter()
	if p.district >= 0 || p.plate == 0 || q == nil || p.ambiguous || p.ilceText != "" && !p.split {
		return
	}
	g := loadGazetteer()
	d := -1
	if p.split {
		for _, part := range centreParts(provinceTable[p.plate-1].Plate) {
			id, _ := g.districtIn(p.plate, []byte(foldKey(part)))
			if id < 0 {
				continue
			}
			if _, ok := g.lookup(q, g.districtArea(id)); ok {
				if d >= 0 {
					return
				}
				d = id
			}
		}
	} else if m, ok := g.lookup(q, g.province(p.plate)); ok && m.district >= 0 {
		d = m.district
	} else if ok && p.postPlate() == p.plate && !p.flagged("po_box") {
		d = g.districtByPostcode(q, p.plate, p.out.Posta)
	}
	if d < 0 {
		return
	}
	p.district, p.split, p.odd = d, false, true
	p.flag("inferred:ilce")
}

// districtByPostcode returns the only district of the province that has the name
// under the postcode, -1 if there is none.
func (g *gazetteer) districtByPostcode(f []byte, plate int, posta string) int {
	code := uint16(0)
	for i := 2; i < len(posta); i++ {
		code = code*10 + uint16(posta[i]-'0')
	}
	a, hit := g.province(plate), -1
	lo, hi := g.names.find(f)
	for n := lo; n < hi; n++ {
		list := g.postings[g.starts[n]:g.starts[n+1]]
		for i := bisect(list, a.lo); i < len(list) && list[i] < a.hi; i++ {
			if e := &g.entries[list[i]]; e.postcode == code {
				if hit >= 0 && hit != int(e.district) {
					return -1
				}
				hit = int(e.district)
			}
		}
	}
	return hit
}

// settleVillage: in the 30 metropolitan provinces a village is a mahalle (law
// 6360, article 1/4), and so is a town (belde) as a whole.
func (p *addressParser) settleVillage() {
	if p.belde != "" && p.out.Mahalle == "" && p.plate != 0 && provinceTable[p.plate-1].Metropolitan {
		p.out.Mahalle = p.belde
		p.take(p.beldeFrom, p.beldeTo, partTaken)
		p.odd = true
		p.flag("belde_as_mahalle")
	}
	if p.out.Koy == "" || p.plate == 0 || !provinceTable[p.plate-1].Metropolitan {
		return
	}
	if p.out.Mahalle == "" || p.out.Mahalle == p.out.Koy {
		p.out.Mahalle, p.out.Koy = p.out.Koy, ""
		p.flag("village_as_mahalle")
	}
}

// checkQuarter notes a mahalle that only another ilçe of the il has.
func (p *addressParser) checkQuarter() {
	q := p.quarter()
	if p.district < 0 || q == nil {
		return
	}
	g := loadGazetteer()
	if _, ok := g.lookup(q, p.area()); ok {
		return
	}
	if string(q) == g.districts[p.district].fold {
		return // the quarter around the centre of the ilçe
	}
	if m, ok := g.lookup(q, g.province(p.plate)); ok && m.district >= 0 {
		p.flag(p.made.join("mahalle_ilce_mismatch:", g.districts[m.district].name))
	}
}

// checkPostcode compares the postcode with the il: its first two digits are the
// plate. Codes of the old Istanbul (80, 81) are a mismatch by rule.
func (p *addressParser) checkPostcode() {
	if p.out.Posta == "" {
		return
	}
	if p.plate != 0 && p.postPlate() != p.plate {
		p.flag("zip_il_mismatch")
	}
	if strings.HasSuffix(p.out.Posta, "000") {
		p.flag("zip_generic")
	}
}

// finish builds rest, status, canonical form and key.
func (p *addressParser) finish() Address {
	p.conclude()
	p.setRestText()
	a := &p.out
	a.Status = p.status()
	p.setCanonical()
	if len(p.flags) > 0 {
		a.Flags = append([]string(nil), p.flags...)
	}
	return *a
}

// conclude fills in the place names and the door.
func (p *addressParser) conclude() {
	a := &p.out
	if p.plate != 0 {
		a.Il, a.Plaka = provinceTable[p.plate-1].Name, provinceTable[p.plate-1].Plate
	}
	switch {
	case p.district >= 0:
		a.Ilce = loadGazetteer().districts[p.district].name
	case p.ilceText != "":
		a.Ilce = p.ilceText
	}
	p.settleDoor()
}

// settleDoor decides what the number behind the slash is: a flat, or part of the
// building's number where the flat is named apart.
func (p *addressParser) settleDoor() {
	a := &p.out
	switch {
	case strings.Trim(p.slashNo, "0") == "": // 12/0 is a placeholder
	case a.Daire == "":
		a.Daire = p.slashNo
		p.flag("slash_door")
	case a.Daire != p.slashNo:
		a.No = p.made.join(a.No, "/", p.slashNo)
	}
	p.odd = p.odd || strings.Count(a.No, "/") > 1 || strings.ContainsAny(a.Daire, "/-") || len(a.Kat) > 2
}

// setRestText gathers what no part took, in the order of the text.
func (p *addressParser) setRestText() {
	if p.flagged("country:") && !p.cyprus() || p.flagged("too_long") {
		p.out.Rest = p.text
		return
	}
	for i := 0; i < len(p.toks); i++ {
		part := p.toks[i].part
		if part != partNone && part != partSemt {
			continue
		}
		end := i + 1
		for end < len(p.toks) && p.toks[end].part == part && p.sepAt(end)&sepHard == 0 {
			end++
		}
		s := p.source(i, end)
		if p.out.Rest == "" {
			p.out.Rest = s
		} else {
			p.out.Rest = p.made.join(p.out.Rest, ", ", s)
		}
		i = end - 1
	}
}

// detailed reports whether the address names more than a place.
func (a *Address) detailed() bool {
	return a.Bulvar != "" || a.Cadde != "" || a.Sokak != "" || a.Site != "" || a.Bina != "" || a.UAVT != "" ||
		(a.Koy != "" || a.Mahalle != "") && a.No != ""
}

func (p *addressParser) status() Status {
	a := &p.out
	switch {
	case len(p.toks) == 0:
		return Empty
	case p.flagged("country:") && !p.cyprus():
		return OK
	case a.Il == "" && a.Ilce == "" && a.Mahalle == "" && a.Koy == "" && a.Posta == "" && !a.detailed():
		switch {
		case a.Rest == "":
			p.flag("too_coarse")
			return Incomplete
		case p.flagged("po_box"), p.flagged("semt"):
			return Incomplete
		}
		p.flag("noise")
		return Invalid
	}
	for _, f := range [...]string{"zip_il_mismatch", "il_conflict", "ilce_conflict", "ilce_il_mismatch", "mahalle_ilce_mismatch"} {
		if p.flagged(f) {
			return Suspect
		}
	}
	if !a.detailed() && !p.flagged("po_box") {
		return Incomplete
	}
	return OK
}

// setCanonical builds the one-line form and the key in one allocation.
func (p *addressParser) setCanonical() {
	b := p.appendCanonical(p.buf[:0])
	n := len(b)
	b = appendAddressKey(b, &p.out)
	p.buf = b
	text := string(b)
	p.out.Canonical, p.out.Key = text[:n], text[n:]
	if p.flagged("country:") && !p.cyprus() {
		p.out.Canonical = p.text
	}
}

func (p *addressParser) appendCanonical(b []byte) []byte {
	a := &p.out
	part := func(before, s, after string) {
		if s == "" {
			return
		}
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, before...)
		b = append(b, s...)
		b = append(b, after...)
	}
	part("", a.Koy, " Köyü")
	part("", a.Mahalle, " Mahallesi")
	part("", a.Bulvar, " Bulvarı")
	part("", a.Cadde, " Caddesi")
	if streetKeepsKind(a.Sokak) {
		part("", a.Sokak, "")
	} else {
		part("", a.Sokak, " Sokak")
	}
	if siteKeepsKind(a.Site) {
		part("", a.Site, "")
	} else {
		part("", a.Site, " Sitesi")
	}
	if a.Blok != "" {
		part("Blok:", a.Blok, "")
	}
	part("", a.Bina, "")
	part("No:", a.No, "")
	part("Kat:", a.Kat, "")
	part("Daire:", a.Daire, "")
	part("UAVT:", a.UAVT, "")
	for _, f := range p.flags {
		if box, ok := strings.CutPrefix(f, "po_box:"); ok {
			part("P.K. ", box, "")
		}
	}
	b = appendCanonicalPlace(b, a)
	if p.cyprus() {
		part("", "KKTC", "")
	}
	return b
}

// appendCanonicalPlace appends "34710 Kadıköy/İstanbul", or what is known of it.
func appendCanonicalPlace(b []byte, a *Address) []byte {
	sep := ", "
	if len(b) == 0 {
		sep = ""
	}
	for _, s := range [...]struct{ text, next string }{{a.Posta, " "}, {a.Ilce, "/"}, {a.Il, ""}} {
		if s.text != "" {
			b = append(b, sep...)
			b = append(b, s.text...)
			sep = s.next
		}
	}
	return b
}

// streetKeepsKind reports whether the name ends in its own type word.
func streetKeepsKind(s string) bool {
	return endsInWord(s, wordStreet) || strings.HasSuffix(s, " Yol") || strings.HasSuffix(s, "Küme Evleri")
}

func siteKeepsKind(s string) bool {
	return endsInWord(s, wordEstate) || endsInWord(s, wordEvler) || endsInWord(s, wordOSB)
}

func endsInWord(s string, w addressWord) bool {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 && w != wordOSB {
		return false
	}
	var buf [64]byte
	return wordOf(appendFoldKey(buf[:0], s[i+1:])) == w
}
