package match

import (
	"cmp"
	"slices"
)

// nameLevels is what comparing two names of persons found.
type nameLevels struct {
	given, surname           Level
	givenShare, surnameShare int32
}

// doubt orders name levels: the more, the less the two names agree.
func (n nameLevels) doubt() int { return int(n.given)*int(n.given) + int(n.surname)*int(n.surname) }

func (n nameLevels) conflicts() int {
	return btoi(n.given == NameConflict) + btoi(n.surname == NameConflict)
}

// names compares the names of two persons. Where the split of one into given
// name and surname is not sure, its other order is tried, and names of the same
// words split at different places are one name.
func (c *comparer) names(a, b *Profile) nameLevels {
	n := c.split(a.Given, a.Surname, b.Given, b.Surname)
	if n.given <= NameCompatible && n.surname <= NameCompatible || a.Given == nil || b.Given == nil {
		return n
	}
	if a.Words != 0 && a.Words == b.Words && !exchanged(a, b) {
		return nameLevels{NameExact, NameExact, max(a.Given.Share, b.Given.Share), max(a.Surname.Share, b.Surname.Share)}
	}
	best := n
	if a.OtherGiven != nil {
		best = firmer(best, c.split(a.OtherGiven, a.OtherSurname, b.Given, b.Surname))
	}
	if b.OtherGiven != nil {
		best = firmer(best, c.split(a.Given, a.Surname, b.OtherGiven, b.OtherSurname))
	}
	if best == n && exchanged(a, b) {
		return nameLevels{given: NameSimilar, surname: NameSimilar}
	}
	if best.conflicts() > 0 && crossed(a, b) {
		best = firmer(best, c.alignWords(a, b))
	}
	return best
}

func (c *comparer) split(givenA, surnameA, givenB, surnameB *Name) (n nameLevels) {
	n.given, n.givenShare = c.givenName(givenA, givenB)
	n.surname, n.surnameShare = c.surname(surnameA, surnameB)
	return n
}

// firmer returns that of two readings which holds fewer conflicts, or as many and
// agrees better; ties fall by what they agree on, never by their order.
func firmer(n, other nameLevels) nameLevels {
	if cmp.Or(cmp.Compare(n.conflicts(), other.conflicts()), cmp.Compare(n.doubt(), other.doubt()), cmp.Compare(n.given, other.given),
		cmp.Compare(other.givenShare, n.givenShare), cmp.Compare(other.surnameShare, n.surnameShare)) > 0 {
		return other
	}
	return n
}

// inOtherRoles reports whether each side's given name is the other's surname. With
// nothing around them, neither order is known to be wrong, however unsure both are.
func inOtherRoles(a, b *Profile) bool {
	return a.Given != nil && b.Given != nil && a.Surname != nil && b.Surname != nil &&
		a.Given.Text != b.Given.Text && a.Given.Text == b.Surname.Text && a.Surname.Text == b.Given.Text
}

// exchanged reports whether one record's given name is the other's surname and
// the other way round, although both splits seem sure: a slip in the fields, or
// two people (Hasan Hussein and Hussein Hasan).
func exchanged(a, b *Profile) bool {
	return a.OtherGiven == nil && b.OtherGiven == nil && inOtherRoles(a, b)
}

// crossed reports whether the two names may have been split at different places:
// the order of one is not sure, or a word is part of the given name here and of
// the surname there.
func crossed(a, b *Profile) bool {
	if a.Surname == nil || b.Surname == nil {
		return false
	}
	if a.OtherGiven != nil || b.OtherGiven != nil {
		return true
	}
	return share(a.Given.Words, b.Surname.Words) || share(a.Surname.Words, b.Given.Words)
}

func share(a, b []uint32) bool {
	for _, w := range a {
		if slices.Contains(b, w) {
			return true
		}
	}
	return false
}

// maxAligned bounds the words of a name that are aligned.
const maxAligned = 8

// alignWords compares two names word by word, whatever their split: all words of
// the shorter have to stand in the longer, one of them with a slip at most. Where
// both splits seem sure, they have to stand there in their order, the first and
// the last at its ends.
func (c *comparer) alignWords(a, b *Profile) nameLevels {
	none := nameLevels{given: NameConflict, surname: NameConflict}
	if a.Given.size()+a.Surname.size() > b.Given.size()+b.Surname.size() {
		a, b = b, a
	}
	var abuf, bbuf [maxAligned]string
	x, y := a.nameWords(abuf[:0]), b.nameWords(bbuf[:0])
	if len(x) < 2 || len(y) > maxAligned {
		return none
	}
	var at [maxAligned]int
	slips := c.place(x, y, &at)
	if slips > 1 || !coversBoth(a, len(x), func(i int) bool { return true }) ||
		!coversBoth(b, len(y), func(i int) bool { return slices.Contains(at[:len(x)], i) }) {
		return none
	}
	if a.OtherGiven == nil && b.OtherGiven == nil && (!slices.IsSorted(at[:len(x)]) || at[0] != 0 || at[len(x)-1] != len(y)-1) {
		return none
	}
	n := nameLevels{given: NameCompatible, surname: NameCompatible,
		givenShare: max(a.Given.Share, b.Given.Share), surnameShare: max(a.Surname.Share, b.Surname.Share)}
	if slips == 1 {
		n.given, n.givenShare = NameTypo, 0
	}
	return n
}

// nameWords appends the words of the given name and the surname to dst.
func (p *Profile) nameWords(dst []string) []string {
	return p.Surname.appendParts(p.Given.appendParts(dst))
}

// coversBoth reports whether words of the given name and of the surname were
// found, where the split is sure; else it does not matter.
func coversBoth(p *Profile, n int, found func(i int) bool) bool {
	if p.OtherGiven != nil {
		return true
	}
	given, surname, first := false, false, p.Given.size()
	for i := range n {
		if found(i) {
			given, surname = given || i < first, surname || i >= first
		}
	}
	return given && surname
}

// place finds each word of x among those of y, equal ones first, and returns how
// many it found only with a slip; a word that is not there counts as two. Where
// two words are not there as they are it does not look for slips any more.
func (c *comparer) place(x, y []string, at *[maxAligned]int) (slips int) {
	var used [maxAligned]bool
	absent := 0
	for i, w := range x {
		at[i] = -1
		for j := range y {
			if !used[j] && (w == y[j] || lossyWord(w, y[j])) {
				at[i], used[j] = j, true
				break
			}
		}
		absent += btoi(at[i] < 0)
	}
	if absent > 1 {
		return absent
	}
	for i, w := range x {
		if at[i] >= 0 {
			continue
		}
		slips += 2
		for j := range y {
			if !used[j] && slippedName(c.words.of(w), c.words.of(y[j])) {
				at[i], used[j] = j, true
				slips--
				break
			}
		}
	}
	return slips
}
