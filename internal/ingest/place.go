package ingest

import (
	"slices"
	"strings"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// part is what a column of a street or a door holds. Sources that split
// addresses have a column for each, the record has one field for all of a kind;
// they are joined in the order of these constants, each with its word.
type part uint8

const (
	noPart part = iota
	boulevardPart
	avenuePart
	streetPart // sokak
	roadPart   // a street of any type
	estatePart
	buildingPart
	blockPart
	numberPart
	doorPart // kapı no: the building's, or the flat's beside a bina no
	floorPart
	flatPart
)

// partOf is the part that a column of field f holds by its header.
func partOf(f record.Field, header string) part {
	if f != record.Street && f != record.BuildingNo {
		return noPart
	}
	words := headerWords(lastName(header))
	list := doorParts
	if f == record.Street {
		list = streetParts
	}
	found := noPart
	for _, w := range words {
		switch p := list[w]; {
		case p == noPart || p == found:
		case found == noPart, f == record.BuildingNo && p > found:
			found = p
		case f == record.Street:
			return roadPart
		}
	}
	if found == noPart && f == record.Street {
		return roadPart
	}
	if found == buildingPart && (slices.Contains(words, "no") || slices.Contains(words, "numarasi") || slices.Contains(words, "number")) ||
		found == noPart || found == doorPart && (slices.Contains(words, "dis") || slices.Contains(words, "diskapi") || slices.Contains(words, "house")) {
		return numberPart
	}
	return found
}

// streetParts and doorParts are the words of headers that tell parts.
var (
	streetParts = map[string]part{
		"bulvar": boulevardPart, "bulvari": boulevardPart, "boulevard": boulevardPart,
		"cadde": avenuePart, "caddesi": avenuePart, "cad": avenuePart, "cd": avenuePart, "avenue": avenuePart,
		"sokak": streetPart, "sokagi": streetPart, "sok": streetPart, "sk": streetPart,
	}
	doorParts = map[string]part{
		"site": estatePart, "sitesi": estatePart,
		"bina": buildingPart, "apartman": buildingPart, "apartmani": buildingPart, "apt": buildingPart, "building": buildingPart,
		"blok": blockPart, "block": blockPart, "kapi": doorPart, "door": doorPart, "house": doorPart, "diskapi": doorPart, "kapino": doorPart,
		"kat": floorPart, "floor": floorPart,
		"daire": flatPart, "daireno": flatPart, "ic": flatPart, "ickapi": flatPart, "ickapino": flatPart, "flat": flatPart, "apartment": flatPart,
	}
)

// settleDetails decides the headers that are parts of an address only where the
// file has an address: a Site is a web page elsewhere.
func settleDetails(cols []Column, guesses []headerGuess, sample [][]string) {
	place := false
	for i := range cols {
		f := guesses[i].field
		if cols[i].How != "" {
			f = cols[i].Field
		}
		place = place || f == record.Address || f.IsAddressPart()
	}
	for i := range guesses {
		if guesses[i].field != addressDetail {
			continue
		}
		guesses[i].field = ""
		if place && percent(columnValues(sample, i), isWeb) < 50 {
			guesses[i].field = record.BuildingNo
		}
	}
}

// isWeb reports whether s looks like the address of a web page.
func isWeb(s string) bool {
	l := strings.ToLower(s)
	return strings.Contains(l, "www.") || strings.Contains(l, "://") || strings.Contains(l, ".com") || strings.Contains(l, ".tr")
}

// columnParts returns the part of each column, and the order in which the cells
// of a row are taken: parts of one field in the order of an address. Both are
// nil where no column holds a part.
func columnParts(cols []Column) (parts []part, order []int) {
	any, number := false, false
	parts = make([]part, len(cols))
	for i, c := range cols {
		parts[i] = partOf(c.Field, c.Name)
		any, number = any || parts[i] != noPart, number || parts[i] == numberPart
	}
	if !any {
		return nil, nil
	}
	order = make([]int, len(cols))
	var at, sorted []int
	for i := range cols {
		order[i] = i
		if parts[i] == doorPart {
			if parts[i] = numberPart; number {
				parts[i] = flatPart
			}
		}
		if parts[i] != noPart {
			at, sorted = append(at, i), append(sorted, i)
		}
	}
	slices.SortStableFunc(sorted, func(a, b int) int { return int(parts[a]) - int(parts[b]) })
	for k, i := range at {
		order[i] = sorted[k]
	}
	streets := 0
	for _, i := range sorted {
		if parts[i] <= roadPart {
			streets++
		}
	}
	if streets == 1 && parts[sorted[0]] == streetPart {
		parts[sorted[0]] = noPart // alone it needs no word
	}
	return parts, order
}

// worded gives a part of an address its word, unless it brings one; later says
// that other parts stand before it. It is empty where the cell says nothing.
func worded(p part, text string, later bool) string {
	text = strings.TrimSpace(text)
	if folded := normalize.Fold(text); folded == "" || folded == "yok" || folded == "0" && p != floorPart {
		return ""
	}
	switch p {
	case boulevardPart:
		return suffixed(text, streetWords, " Bulv.")
	case avenuePart:
		return suffixed(text, streetWords, " Cad.")
	case streetPart:
		return suffixed(text, streetWords, " Sok.")
	case estatePart:
		return suffixed(text, estateWords, " Sitesi")
	case buildingPart:
		if !isNumber(text[:1]) {
			return suffixed(text, estateWords, " Apt.")
		}
		p = numberPart
	case blockPart:
		return suffixed(text, blockWords, " Blok")
	case floorPart:
		if isNumber(strings.TrimPrefix(text, "-")) || len(text) == 1 {
			return "Kat:" + text
		}
		return suffixed(text, floorWords, " Kat")
	case flatPart:
		if isNumber(text[:1]) || len([]rune(text)) <= 2 {
			return "D:" + text
		}
	}
	if p == numberPart && later && isNumber(text[:1]) {
		return "No:" + text
	}
	return text
}

// estateWords are the words that buildings and estates bear in their names.
var estateWords = wordSet("site sitesi sit st apt ap apartman apartmani ev evi evler evleri konut konutlari residence rezidans plaza han hani is merkezi kule kulesi blok tower park lojman lojmanlari koop kooperatifi villa villalari")

var (
	blockWords = wordSet("blok blk bl block")
	floorWords = wordSet("kat kati k")
)

// suffixed appends a word unless one of words stands in text already.
func suffixed(text string, words map[string]bool, word string) string {
	for _, w := range strings.Fields(normalize.Fold(text)) {
		if words[w] {
			return text
		}
	}
	return text + word
}
