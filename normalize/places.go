package normalize

import (
	"iter"
	"strings"
	"sync"
)

// Province is one of the 81 provinces (il).
type Province struct {
	Plate        string   // "01" to "81"
	Name         string   // "İstanbul"
	AreaCodes    []string // telephone area codes, "212"
	Metropolitan bool     // has a metropolitan municipality: its villages are mahalles (law 6360)
	aliases      []string // old names and abbreviations
}

// renamedDistrict is an ilçe that has another name now.
type renamedDistrict struct{ plate, old, now string }

func commaList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// Provinces yields the 81 provinces in order of their plate.
func Provinces() iter.Seq[Province] {
	return func(yield func(Province) bool) {
		for i := range provinceTable {
			if !yield(provinceTable[i]) {
				return
			}
		}
	}
}

// placeIndex finds provinces and districts by name.
type placeIndex struct {
	il      map[string]ilName // by fold
	renamed map[placeKey]renamedTo
	semt    map[string][]semt
	towns   map[string]bool // of provincialTowns
}

type ilName struct {
	plate int
	kind  ilKind
	text  string // the old name, as flags show it
}

type ilKind uint8

const (
	ilCurrent ilKind = iota
	ilAbbreviated
	ilRenamed
)

type placeKey struct {
	plate int
	fold  string
}

type renamedTo struct {
	district int
	old      string
}

type semt struct {
	plate int
	ilce  string // folded; empty: anywhere in the province
	name  string
}

var places = sync.OnceValue(newPlaceIndex)

func newPlaceIndex() *placeIndex {
	g := loadGazetteer()
	p := &placeIndex{il: map[string]ilName{}, renamed: map[placeKey]renamedTo{}, semt: map[string][]semt{}, towns: map[string]bool{}}
	for i := range provinceTable {
		pr := &provinceTable[i]
		p.il[foldKey(pr.Name)] = ilName{plate: i + 1}
		for _, a := range pr.aliases {
			f := foldKey(a)
			if _, ok := p.il[f]; !ok {
				p.il[f] = ilName{i + 1, aliasKind(a), a}
			}
		}
	}
	for _, a := range moreProvinceNames {
		p.il[foldKey(a.old)] = ilName{plateNumber(a.plate), aliasKind(a.old), a.old}
	}
	for _, list := range [...][]renamedDistrict{renamedDistricts[:], moreRenamedDistricts[:]} {
		for _, r := range list {
			plate := plateNumber(r.plate)
			if d, _ := g.districtIn(plate, []byte(foldKey(r.now))); d >= 0 {
				p.renamed[placeKey{plate, foldKey(r.old)}] = renamedTo{d, r.old}
			}
		}
	}
	for _, list := range semtTable {
		for _, name := range strings.Split(list.names, ",") {
			f := foldKey(name)
			p.semt[f] = append(p.semt[f], semt{plateNumber(list.plate), foldKey(list.ilce), name})
		}
	}
	for _, name := range provincialTowns {
		p.towns[foldKey(name)] = true
	}
	return p
}

// aliasKind tells İçel, an old name, from K.Maraş, a short one.
func aliasKind(alias string) ilKind {
	switch alias {
	case "Afyon", "Antep", "Maraş", "Urfa", "İçel", "Dersim":
		return ilRenamed
	case "Hakkari", "İSTANBUL":
		return ilCurrent
	}
	return ilAbbreviated
}

func foldKey(s string) string { return string(appendFoldKey(nil, s)) }

// sameFoldKey reports whether a and b have one fold.
func sameFoldKey(a, b string) bool {
	var abuf, bbuf [64]byte
	return string(appendFoldKey(abuf[:0], a)) == string(appendFoldKey(bbuf[:0], b))
}

func plateNumber(plate string) int {
	if len(plate) != 2 || !isDigit(plate[0]) || !isDigit(plate[1]) {
		return 0
	}
	n := int(plate[0]-'0')*10 + int(plate[1]-'0')
	if n > 81 {
		return 0
	}
	return n
}

// LookupIl finds a province by its name, an old name, an abbreviation, its
// plate code, or a spelling with lost or one wrong letter. The name is the
// current one.
func LookupIl(s string) (plate, name string, ok bool) {
	f := appendFoldKey(nil, s)
	n := places().ilOrPlate(f)
	if n.plate == 0 {
		return "", "", false
	}
	p := &provinceTable[n.plate-1]
	return p.Plate, p.Name, true
}

// ilOrPlate finds a province as [LookupIl] does.
func (p *placeIndex) ilOrPlate(f []byte) ilName {
	if n := p.findIl(f, fuzzy); n.plate != 0 {
		return n
	}
	return ilName{plate: plateNumber(string(f))}
}

// LookupIlce finds a district by name, old name, or a spelling with lost or one
// wrong letter, in the province that il names in any way [LookupIl] knows; an
// empty il means the only province that has such a district.
func LookupIlce(il, s string) (plate, name string, ok bool) {
	p := 0
	if il != "" {
		code, _, found := LookupIl(il)
		if !found {
			return "", "", false
		}
		p = plateNumber(code)
	}
	d := places().findIlce(p, appendFoldKey(nil, s), fuzzy)
	if d.district < 0 {
		return "", "", false
	}
	found := &loadGazetteer().districts[d.district]
	return provinceTable[found.plate-1].Plate, found.name, true
}

// precision says how far from a known name a text may be.
type precision bool

const (
	exact precision = false
	fuzzy precision = true
)

// findIl finds a province by folded name; plate 0 means none.
func (p *placeIndex) findIl(f []byte, how precision) ilName {
	lossy := lossyBytes(f)
	if n, ok := p.il[string(f)]; ok || how == exact || len(f) < 4 && !lossy {
		return n
	}
	var hit ilName
	for i := range provinceTable {
		if provinceClose(provinceFolds[i], f, lossy) {
			if hit.plate != 0 {
				return ilName{}
			}
			hit = ilName{plate: i + 1}
		}
	}
	return hit
}

var provinceFolds = func() (folds [81]string) {
	for i := range provinceTable {
		folds[i] = foldKey(provinceTable[i].Name)
	}
	return folds
}()

// provinceClose asks for six letters where one may be wrong: Muş and Kars are
// too short to be guessed. Lost letters are allowed for in any name.
func provinceClose(name string, f []byte, lossy bool) bool {
	if lossy {
		return readsLost(f, name)
	}
	return len(f) >= 6 && len(name) >= 6 && name[0] == f[0] && withinOneEdit(name, string(f))
}

// lossyBytes reports whether letters of f were lost, and two are left to know it by.
func lossyBytes(f []byte) bool {
	letters := 0
	lost := false
	for _, c := range f {
		if c == '?' {
			lost = true
		} else if c != ' ' {
			letters++
		}
	}
	return lost && letters >= 2
}

// readsLost reports whether f can be name with its Turkish letters lost: each "?"
// stands for one of them, or two for one where each byte was lost by itself.
func readsLost(f []byte, name string) bool {
	for ; len(f) > 0 && f[0] != '?'; f, name = f[1:], name[1:] {
		if name == "" || name[0] != f[0] {
			return false
		}
	}
	switch {
	case len(f) == 0:
		return name == ""
	case name == "" || !isLosableFolded(rune(name[0])):
		return false
	}
	return readsLost(f[1:], name[1:]) || len(f) > 1 && f[1] == '?' && readsLost(f[2:], name[1:])
}

// foundIlce is a district by any of its names; district -1 means none.
type foundIlce struct {
	district  int
	renamed   string // the old name that was written
	ambiguous bool   // several provinces have it
}

// findIlce finds a district by folded name, in a province or (plate 0) anywhere.
func (p *placeIndex) findIlce(plate int, f []byte, how precision) foundIlce {
	g := loadGazetteer()
	d, several := g.districtIn(plate, f)
	if d >= 0 || several {
		return foundIlce{district: d, ambiguous: several}
	}
	if plate != 0 {
		if r, ok := p.renamed[placeKey{plate, string(f)}]; ok {
			return foundIlce{district: r.district, renamed: r.old}
		}
	} else if r, ok := p.renamedAnywhere(f); ok {
		return r
	}
	if how == exact || len(f) < 4 && !lossyBytes(f) {
		return foundIlce{district: -1}
	}
	return foundIlce{district: g.districtNear(plate, f)}
}

// renamedAnywhere finds an old district name without its province, where one
// province alone had it. "Merkez" is no such name, nor "K. Ereğli", which is
// Karadeniz or Konya.
func (p *placeIndex) renamedAnywhere(f []byte) (foundIlce, bool) {
	for _, plate := range [...]int{34, 6, 3, 25, 56, 67} {
		if r, ok := p.renamed[placeKey{plate, string(f)}]; ok && string(f) != "merkez" && string(f) != "k eregli" {
			return foundIlce{district: r.district, renamed: r.old}, true
		}
	}
	return foundIlce{}, false
}

// districtNear finds the only district with lost or one wrong letter.
func (g *gazetteer) districtNear(plate int, f []byte) int {
	lo, hi := 0, len(g.districts)-1
	if plate != 0 {
		lo, hi = int(g.plates[plate]), int(g.plates[plate+1])
	}
	lossy, hit := lossyBytes(f), -1
	for i := lo; i < hi; i++ {
		name := g.districts[i].fold
		if lossy && readsLost(f, name) ||
			plate != 0 && len(f) >= 5 && len(name) >= 5 && name[0] == f[0] && withinOneEdit(name, string(f)) {
			if hit >= 0 {
				return -1
			}
			hit = i
		}
	}
	return hit
}

// isCentrePart reports whether ilce is one of the districts that the split
// centre of the province became.
func isCentrePart(plate, ilce string) bool {
	for _, part := range centreParts(plate) {
		if part == ilce {
			return true
		}
	}
	return false
}

func centreParts(plate string) []string {
	if parts := splitCentres[plate]; parts != nil {
		return parts
	}
	return moreSplitCentres[plate]
}
