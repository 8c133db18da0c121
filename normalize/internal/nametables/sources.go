package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/normalize"
)

// addGiven reads the long list of given names with the yearly lists' scores.
func addGiven(t *table, facts string) error {
	all, err := rows(facts, "given_names.tsv")
	if err != nil {
		return err
	}
	for _, r := range all {
		g := t.name(r[0])
		g.m, _ = strconv.ParseFloat(r[2], 64)
		g.f, _ = strconv.ParseFloat(r[3], 64)
		switch {
		case g.m > 0 && g.f > 0:
			g.gender, g.sure = "U", int(100*max(g.m, g.f)/(g.m+g.f))
		case g.m > 0:
			g.gender, g.sure = "M", 98
		case g.f > 0:
			g.gender, g.sure = "F", 98
		case r[1] == "m" || r[1] == "f": // a "u" without a score means unknown
			g.gender, g.sure = strings.ToUpper(r[1]), 90
		}
	}
	return nil
}

// addGenders reads the reviewed dictionary of sexes, which wins over the lists.
func addGenders(t *table, facts string) error {
	all, err := rows(facts, "name_gender.tsv")
	if err != nil {
		return err
	}
	for _, r := range all {
		g := t.name(r[1])
		g.curated = true
		g.gender, g.sure = r[2], 99
		if r[2] == "U" {
			g.sure = 60
		}
	}
	return nil
}

// addVariants reads the pairs of spellings, nicknames and related names. What
// has the relation exact needs no line: the folds are equal.
func addVariants(t *table, facts string) error {
	all, err := rows(facts, "name_variants.tsv")
	if err != nil {
		return err
	}
	for _, r := range all { // related names first: they must not become one
		if a, b := normalize.Fold(r[0]), normalize.Fold(r[1]); r[2] == "similar" {
			t.relations[ordered(a, b)] = r[2]
		}
	}
	for _, r := range all {
		a, b := normalize.Fold(r[0]), normalize.Fold(r[1])
		switch {
		case r[2] == "variant":
			t.same(a, b)
		case r[2] == "compatible":
			t.nicknames[pair{a, b}] = true
		}
	}
	return nil
}

// addDistinct reads the pairs of different people's names that look alike.
func addDistinct(t *table, facts string) error {
	all, err := rows(facts, "name_distinct.tsv")
	if err != nil {
		return err
	}
	for _, r := range all {
		t.relations[ordered(normalize.Fold(r[0]), normalize.Fold(r[1]))] = "conflict"
	}
	return nil
}

// addNicknames reads short and dialect forms. A form that is nearly the name is
// a spelling of it, any other a nickname; a form with a star is a name of its
// own. A form that several names share is a nickname of each.
func addNicknames(t *table, facts string) error {
	all, err := rows(facts, "nicknames.tsv")
	if err != nil {
		return err
	}
	owners := map[string]int{}
	for _, r := range all {
		for _, form := range split(r[1]) {
			owners[normalize.Fold(form)]++
		}
	}
	for _, r := range all {
		name := normalize.Fold(r[0])
		for _, form := range split(r[1]) {
			fold := normalize.Fold(form)
			switch {
			case t.root(fold) == t.root(name): // known as a spelling
			case strings.HasSuffix(form, "*") || strings.Contains(form, ".") || fold == name:
			case strings.ReplaceAll(fold, " ", "") == strings.ReplaceAll(name, " ", ""):
			case owners[fold] == 1 && (r[2] == "spelling" || spelling(fold, name)):
				t.addSpelling(fold, name, r[2] == "spelling")
			default:
				t.nicknames[pair{fold, name}] = true
			}
		}
	}
	return nil
}

// addSpelling makes form a spelling of name. A form that is itself a name of
// the yearly lists is only related, unless the source says that it is one name
// in two spellings.
func (t *table) addSpelling(form, name string, sure bool) {
	listed := false
	for _, g := range t.byFold[form] {
		listed = listed || g.m+g.f > 0 || g.curated
	}
	switch {
	case t.variants[form] != "":
	case listed && !sure:
		if p := ordered(form, name); t.relations[p] == "" && t.root(form) != t.root(name) {
			t.relations[p] = "similar"
		}
	default:
		t.same(form, name)
	}
}

// spelling reports whether a form is a dialect spelling of a name rather than a
// short form: it keeps most consonants and does not end as pet names do.
func spelling(form, name string) bool {
	for _, end := range []string{"o", "os", "is", "us", "ti"} {
		if strings.HasSuffix(form, end) && !strings.HasSuffix(name, end) {
			return false
		}
	}
	f, n := consonants(form), consonants(name)
	if f == n {
		return true
	}
	return len(f) >= 2 && abs(len(f)-len(n)) <= 1 && distance(f, n) <= 1 && distance(form, name) <= 2
}

func consonants(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if !strings.ContainsRune("aeiou ", rune(s[i])) && (i == 0 || s[i] != s[i-1]) {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		left := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			left, row[j] = row[j], min(row[j]+1, row[j-1]+1, left+cost)
		}
	}
	return row[len(b)]
}

func abs(n int) int { return max(n, -n) }

// addTransliterations reads how Syrian papers write Turkish names. A Latin form
// of several Turkish names ("amina": Emine, Amine) relates to each and stands for
// none.
func addTransliterations(t *table, facts string) error {
	all, err := rows(facts, "arabic_turkish.tsv")
	if err != nil {
		return err
	}
	owners := map[string][]string{}
	for _, r := range all {
		name, _, several := strings.Cut(r[0], "/")
		if several && name == "muhammed" {
			name = "muhammet"
		}
		for _, form := range split(r[1]) {
			form = strings.ReplaceAll(normalize.Fold(form), " ", "")
			owners[form] = append(owners[form], normalize.Fold(name))
		}
	}
	for _, form := range slices.Sorted(maps.Keys(owners)) {
		names := owners[form]
		slices.Sort(names)
		if names = slices.Compact(names); len(names) > 1 {
			for _, n := range names {
				t.relations[ordered(form, n)] = "variant"
			}
			continue
		}
		t.addSpelling(form, names[0], !t.common(form))
	}
	return nil
}

// common reports whether a fold is a name of the yearly lists.
func (t *table) common(fold string) bool {
	for _, g := range t.byFold[fold] {
		if g.m+g.f > 0 {
			return true
		}
	}
	return false
}

// addNeighbours makes one name of pairs that differ only by the hardness of the
// last consonant (Murad, Murat), -ettin and -eddin, or a doubled letter (Rukiye,
// Rukiyye). The other rules of the file mostly give different names.
func addNeighbours(t *table, facts string) error {
	all, err := rows(facts, "spelling_neighbour_pairs.tsv")
	if err != nil {
		return err
	}
	for _, r := range all {
		a, b := normalize.Fold(r[0]), normalize.Fold(r[1])
		if r[3] != r[4] && strings.Trim(r[3]+r[4], "mf") == "" && len(r[3]+r[4]) == 2 && a != b {
			t.relations[ordered(a, b)] = "conflict"
			continue
		}
		if a == b || min(len(a), len(b)) < 4 {
			continue
		}
		switch r[2] {
		case "t/d", "p/b":
			if len(a) == len(b) && a[:len(a)-1] == b[:len(b)-1] {
				t.same(a, b)
			}
		case "ttin/ddin":
			t.same(a, b)
		case "double letter":
			if min(len(a), len(b)) >= 5 && !strings.Contains(a+b, "ll") {
				t.same(a, b)
			}
		}
	}
	return nil
}

// addCompounds reads the names that are written joined and apart. Only where the
// second part is a usual second name does the joined name contain the first:
// Ayşenur may be called Ayşe, but Emirhan and Emir are two names.
func addCompounds(t *table, facts string) error {
	all, err := rows(facts, "compound_names.tsv")
	if err != nil {
		return err
	}
	for _, r := range all {
		parts := strings.Fields(normalize.Fold(r[1]))
		if len(parts) == 2 && !suffixes[parts[1]] {
			t.compounds[normalize.Fold(r[0])] = pair{parts[0], parts[1]}
		}
	}
	return nil
}

// suffixes make a new name of the one in front of them.
var suffixes = map[string]bool{"er": true, "han": true, "can": true, "ay": true, "alp": true, "sah": true,
	"bike": true, "kiz": true, "hatun": true, "hanim": true, "ana": true, "giray": true, "sad": true, "bey": true}

// addPlaces reads the provinces.
func addPlaces(t *table, facts string) error {
	all, err := rows(facts, "provinces.tsv")
	if err != nil {
		return err
	}
	for _, r := range all {
		t.places[normalize.Fold(r[1])] = true
	}
	return nil
}

// addWords reads the lines of some kinds from the project's own list.
func addWords(t *table, folder string, kinds ...string) error {
	all, err := rows(folder, "words.tsv")
	if err != nil {
		return err
	}
	for _, r := range all {
		if slices.Contains(kinds, r[0]) {
			for _, w := range split(r[2]) {
				t.addWord(r[0], r[1], w)
			}
		}
	}
	return nil
}

func (t *table) addWord(kind, first, second string) {
	a, b := normalize.Fold(first), normalize.Fold(second)
	switch kind {
	case "sex": // first is the sex; foreign names are among them
		g := t.name(second)
		g.gender, g.sure = first, 97
	case "variant":
		t.same(b, a)
	case "nickname":
		t.nicknames[pair{b, a}] = true
	case "conflict", "similar":
		t.relations[ordered(a, b)] = kind
	case "compound":
		t.compounds[a+b] = pair{a, b}
	case "place":
		t.places[b] = true
	case "surname_similar":
		t.surRel[ordered(a, b)] = "similar"
	}
}
