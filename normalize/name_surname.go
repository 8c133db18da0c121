package normalize

import "strings"

// CompareSurname says how two surnames relate: exact, variant, compatible (a
// former surname is on one side only, or one is cut short), similar, conflict. It
// is symmetric and allocates nothing.
//
// A woman's surnames are a set: her surname of one record may be the former one
// of the other (turkish.md section 2.3).
func CompareSurname(a, b *SurnameForm) NameRelation {
	switch {
	case a.other || b.other:
		return RelUnknown
	case a.Folded == "" || b.Folded == "":
		return RelMissing
	}
	rel := compareSurnameWords(&a.main, &b.main, a.plain)
	if a.prev == nil && b.prev == nil {
		return rel
	}
	if rel.rank() <= RelCompatible.rank() {
		switch {
		case a.prev == nil || b.prev == nil:
			return RelCompatible
		case compareSurnameWords(a.prev, b.prev, a.plain).rank() <= RelCompatible.rank():
			return rel
		}
		return RelSimilar
	}
	return farther(bridge(a, b), RelCompatible)
}

// bridge compares surnames that differ through the former ones.
func bridge(a, b *SurnameForm) NameRelation {
	ab := b.prev != nil && compareSurnameWords(&a.main, b.prev, a.plain).near()
	ba := a.prev != nil && compareSurnameWords(&b.main, a.prev, a.plain).near()
	switch {
	case a.prev != nil && b.prev != nil:
		if ab || ba || compareSurnameWords(a.prev, b.prev, a.plain).near() {
			return RelSimilar // remarried, or the two in another order
		}
	case ab || ba:
		return RelCompatible
	}
	rel := compareSurnameWords(&a.main, &b.main, a.plain)
	return rel
}

func compareSurnameWords(a, b *surnameWord, plain bool) NameRelation {
	switch {
	case a.folded() == b.folded():
		return RelExact
	case a.canonical() == b.canonical() && a.article == b.article:
		return RelVariant
	case a.initial || b.initial:
		if a.folded()[0] == b.folded()[0] {
			return RelSimilar
		}
		return RelConflict
	case a.canonical() == b.canonical(), a.bare() != "" && a.bare() == b.folded(), b.bare() != "" && b.bare() == a.folded():
		return RelCompatible
	case plain:
		if typo(a.folded(), b.folded()) {
			return RelSimilar
		}
		return RelConflict
	}
	if a.lex != nil {
		for i := range a.lex.relatedSur {
			if a.lex.relatedSur[i].to.folded == b.folded() {
				return a.lex.relatedSur[i].rel
			}
		}
	}
	if rel := shortSurname(a, b); rel != "" {
		return rel
	}
	if rel := shortSurname(b, a); rel != "" {
		return rel
	}
	if !((a.listed || a.given) && (b.listed || b.given)) && min(len(a.folded()), len(b.folded())) >= 5 && typo(a.folded(), b.folded()) {
		return RelSimilar
	}
	return RelConflict
}

// shortSurname compares a surname that is cut off by a dot (Yld.) or written
// without vowels (Yldrm) with a whole one; "" means that a is no such surname.
func shortSurname(a, b *surnameWord) NameRelation {
	switch {
	case a.dotted:
		if a.folded()[0] == b.folded()[0] && (strings.HasPrefix(b.folded(), a.folded()) || strings.HasPrefix(b.bones(), a.bones())) {
			return RelCompatible
		}
		return RelConflict
	case a.listed || len(a.bones()) != len(a.folded()) || len(a.folded()) < 3 || a.bones() != b.bones():
		return ""
	case a.short != nil && a.short.folded == b.folded():
		return RelVariant
	}
	return RelSimilar
}

// withinEdits reports whether a becomes b by at most max (2 at most) insertions,
// deletions, substitutions or swaps of neighbouring letters. Words above 64
// letters are not compared.
func withinEdits(a, b string, max int) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > max || len(b) > 64 {
		return false
	}
	for len(a) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 {
		return len(b) <= max
	}
	return osa(a, b) <= max
}

// osa is the optimal string alignment distance.
func osa(a, b string) int {
	var rows [3][65]int
	before, prev, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
