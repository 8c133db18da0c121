package normalize

// takeLabelled reads an address that a system has printed from its columns, each
// behind its label: "İl: İstanbul İlçe: Kadıköy Mah: Caferağa Cad: Moda". Such a
// text starts with a label; in "Barbaros Mah: Gül Sok: 12" the colon is a slip.
// Places come first, since the mahalle is looked up in them.
func (p *addressParser) takeLabelled() {
	if p.is(0, wordIl) && p.is(1, wordIlce) && p.sepAt(1)&sepSlash != 0 && p.sepAt(2)&sepColon != 0 {
		p.take(0, 2, partPlace) // "İl/İlçe: İstanbul/Kadıköy"
	} else if !p.partLabel(0) {
		return
	}
	for _, places := range [...]bool{true, false} {
		for i := range p.toks {
			if w := p.toks[i].word; p.partLabel(i) && places == (w == wordIl || w == wordIlce) {
				p.takeLabelledPart(i, p.labelledEnd(i))
			}
		}
	}
}

// partLabel reports whether token i announces the part that stands behind it.
func (p *addressParser) partLabel(i int) bool {
	if !p.unused(i) || !p.unused(i+1) || p.sepAt(i+1)&sepColon == 0 {
		return false
	}
	switch p.toks[i].word {
	case wordIl, wordIlce, wordMahalle, wordCadde, wordSokak, wordBulvar, wordKoy:
		return true
	}
	return false
}

// labelledEnd returns the end of the value behind the label at i.
func (p *addressParser) labelledEnd(i int) int {
	end := i + 1
	for p.unused(end) && (end == i+1 || p.sepAt(end)&(sepHard|sepColon) == 0 && !p.partLabel(end) && !p.closesBare(end) && p.labelAt(end) == otherWord) {
		end++
	}
	return end
}

func (p *addressParser) takeLabelledPart(i, end int) {
	switch w := p.toks[i].word; w {
	case wordIl:
		il := places().findIl(p.span(i+1, end), exact)
		if il.plate == 0 || p.plate != 0 {
			return
		}
		p.setIl(il)
		p.take(i, end, partPlace)
		return
	case wordIlce:
		d := places().findIlce(p.plate, p.span(i+1, end), exact)
		if d.district < 0 || p.district >= 0 {
			return
		}
		p.setIlce(d, i+1, end)
		p.take(i, i+1, partPlace)
		return
	case wordMahalle:
		if p.out.Mahalle != "" {
			return
		}
		p.takeQuarter(i+1, end)
	case wordKoy:
		if p.out.Koy != "" {
			return
		}
		p.out.Koy = p.display(i+1, end, expandWords)
		p.take(i+1, end, partTaken)
	default:
		name := p.streetName(i+1, end)
		p.take(i+1, end, partTaken)
		p.setStreet(w, name, i, end-1)
	}
	p.take(i, i+1, partTaken)
	if end < len(p.toks) && p.is(end, p.toks[i].word) && !p.breaks(end) {
		p.take(end, end+1, partTaken) // "Cad: Moda Cad."
	}
}
