package normalize

import "strings"

// takeLandmark leaves directions ("Migros karşısı") to the rest.
func (p *addressParser) takeLandmark(i int) {
	if p.followed(i) || p.is(i+1, wordLandmark) {
		return
	}
	if onRoad := string(p.f(i)); i > 0 && p.is(i-1, wordStreet) && !p.breaks(i) && (onRoad == "uzeri" || onRoad == "uzerinde") {
		return // "İzmir Yolu Üzeri": the road is the street
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
	if at := p.afterQuarter(from, i); at > from && at == i-1 && p.is(at, wordSanayi) && p.semtName(p.span(from, at)) {
		p.take(from, at, partNone) // "Haramidere Sanayi Sitesi": Sanayi alone is no name
		p.unflag("semt:" + p.display(from, at, keepWords))
	} else {
		from = at
	}
	from = p.afterBareDoor(from, i)
	var name string
	p.odd = p.odd || i-from > 1
	if from < i {
		name = p.display(from, i, keepWords)
		if i-from > 1 && string(p.f(i-1)) == "san" && w == wordSite {
			name = strings.TrimRight(name[:len(name)-len("San")], " ") + " Sanayi"
		}
	}
	switch w {
	case wordOSB, wordOrganize:
		if from < i && p.toks[i-1].digits {
			name += "." // 4. OSB
		}
		name = joinNonEmpty(" ", name, "OSB")
	case wordEstate, wordEvler:
		name = p.kinded(name, p.shown(i, end, keepWords), from, end)
	}
	if p.out.Site != "" {
		p.setRest(from, end, p.made.join("extra_site:", name))
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
	if string(p.f(i-1)) == "ptt" && (w == wordMerkezi || string(p.f(i)) == "mudurlugu") { // the office that keeps the box
		p.semtBefore(from, i-1)
		p.setRest(from, i+1, "")
		return
	}
	if i-from > 2 || !p.toks[i-1].digits { // "Yıldız 2 Apt." is one name
		from = p.afterQuarter(from, i)
	}
	from = p.afterBareDoor(from, i)
	p.odd = p.odd || i-from > 1
	name := p.kinded(p.display(from, i, keepWords), p.buildingKind(i), from, i+1)
	if p.out.Bina != "" {
		p.setRest(from, i+1, p.made.join("extra_building:", name))
		return
	}
	p.out.Bina = name
	p.take(from, i+1, partTaken)
}

// kinded returns a name and its type word, which are the tokens from i up to j.
func (p *addressParser) kinded(name, kind string, i, j int) string {
	var tmp [96]byte
	return p.written(append(append(append(tmp[:0], name...), ' '), kind...), i, j)
}

func (p *addressParser) buildingKind(i int) string {
	switch f := string(p.f(i)); f {
	case "apartmani", "apartman", "apt", "ap", "aprt", "apartimani", "aptmani":
		return "Apartmanı"
	case "merkezi", "mrk", "mrkz", "mer":
		return "Merkezi"
	case "ishani":
		return "İş Hanı"
	case "ismerkezi":
		return "İş Merkezi"
	case "avm":
		return "AVM"
	case "plz":
		return "Plaza"
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
