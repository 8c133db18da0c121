package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/normalize"
)

// given is one display form of a given name.
type given struct {
	display string
	gender  string // M F U or "" (unknown)
	sure    int    // share in percent of the bearers that are of that sex
	m, f    float64
	curated bool // stands in the reviewed dictionary of sexes
	counted float64
}

type pair struct{ a, b string }

// ordered puts the smaller word first: relations have no direction.
func ordered(a, b string) pair {
	if b < a {
		a, b = b, a
	}
	return pair{a, b}
}

type table struct {
	given    map[string]*given   // by lower-case display
	byFold   map[string][]*given // the displays that share a fold
	surnames map[string]float64  // bearers by lower-case display

	variants  map[string]string // folded form -> folded name it is a spelling of
	nicknames map[pair]bool     // folded nickname, folded name
	relations map[pair]string
	surRel    map[pair]string
	compounds map[string]pair
	places    map[string]bool
}

func newTable() *table {
	return &table{
		given: map[string]*given{}, byFold: map[string][]*given{}, surnames: map[string]float64{},
		variants: map[string]string{}, nicknames: map[pair]bool{}, relations: map[pair]string{},
		surRel: map[pair]string{}, compounds: map[string]pair{}, places: map[string]bool{},
	}
}

// name returns the entry of a given name, new where there is none.
func (t *table) name(display string) *given {
	low := normalize.Lower(display)
	g := t.given[low]
	if g == nil {
		g = &given{display: normalize.Title(display)}
		t.given[low] = g
		t.byFold[normalize.Fold(low)] = append(t.byFold[normalize.Fold(low)], g)
	}
	return g
}

// sex returns the sex of all displays of a fold, "" where they differ or none
// has one.
func (t *table) sex(fold string) string {
	sex := ""
	for _, g := range t.byFold[fold] {
		switch {
		case g.gender == "" || g.gender == sex:
		case sex != "":
			return "U"
		default:
			sex = g.gender
		}
	}
	return sex
}

func (t *table) oppositeSex(a, b string) bool {
	x, y := t.sex(a), t.sex(b)
	return x == "M" && y == "F" || x == "F" && y == "M"
}

// weight is the number of bearers of all displays of a fold.
func (t *table) weight(fold string) float64 {
	var sum float64
	for _, g := range t.byFold[fold] {
		sum += g.bearers()
	}
	return sum
}

// root follows the spellings of a name to the one that stands for all.
func (t *table) root(fold string) string {
	for i := 0; i < 8; i++ {
		next, ok := t.variants[fold]
		if !ok {
			break
		}
		fold = next
	}
	return fold
}

// same records that two folded words are one name in two spellings. The
// commoner one comes to stand for both. Names of opposite sexes, and pairs that
// are known to be different, stay apart.
func (t *table) same(a, b string) {
	a, b = t.root(a), t.root(b)
	if a == b || a == "" || b == "" || t.oppositeSex(a, b) || t.relations[ordered(a, b)] != "" {
		return
	}
	wa, wb := t.weight(a), t.weight(b)
	if wb < wa || wb == wa && a < b {
		a, b = b, a
	}
	t.variants[a] = b
}

// finish resolves chains of spellings and checks that no pair of different
// names became one.
func (t *table) finish() error {
	for _, form := range slices.Sorted(maps.Keys(t.variants)) {
		t.variants[form] = t.root(form)
	}
	for p, rel := range maps.Clone(t.relations) {
		a, b := t.root(p.a), t.root(p.b)
		if a == b && rel != "variant" {
			return fmt.Errorf("%s and %s are %s and spellings of one name", p.a, p.b, rel)
		}
		if q := ordered(a, b); a != b && t.relations[q] == "" {
			t.relations[q] = rel // what holds for a spelling holds for the name
		}
	}
	for form, name := range t.variants {
		if t.oppositeSex(form, name) {
			return fmt.Errorf("%s and %s are of opposite sexes and spellings of one", form, name)
		}
	}
	return nil
}

func (t *table) lines() []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, g := range t.given {
		sex := g.gender
		if sex == "" {
			sex = "?"
		}
		add("G\t%s\t%s\t%d\t%.0f", g.display, sex, g.sure, g.bearers())
	}
	for low, n := range t.surnames {
		add("S\t%s\t%.0f", normalize.Title(low), n)
	}
	for form, name := range t.variants {
		add("V\t%s\t%s", form, name)
	}
	for p := range t.nicknames {
		add("N\t%s\t%s", p.a, p.b)
	}
	for p, rel := range t.relations {
		add("R\t%s\t%s\t%s", rel, p.a, p.b)
	}
	for p, rel := range t.surRel {
		add("T\t%s\t%s\t%s", rel, p.a, p.b)
	}
	for p := range t.places {
		add("P\t%s", p)
	}
	for joined, p := range t.compounds {
		add("C\t%s\t%s\t%s", joined, p.a, p.b)
	}
	slices.SortFunc(out, strings.Compare)
	return out
}
