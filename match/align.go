package match

import (
	"slices"
	"strings"

	"github.com/tekil-id/tekil/normalize"
)

// maxAligned bounds the words of a name that are aligned.
const maxAligned = 8

// nameWords appends the words of the given name and the surname to dst.
func (p *Profile) nameWords(dst []string) []string {
	return p.Surname.appendParts(p.Given.appendParts(dst))
}

// wordList is a name as its words, the first so many of them the given name's.
type wordList struct {
	words []string
	first int
	sure  bool // which words these are
}

// wordList returns the words of a name, former surnames among them.
func (p *Profile) wordList(dst []string) wordList {
	dst = p.Given.appendParts(dst)
	first := len(dst)
	if p.Surname.prev != "" {
		dst = append(dst, strings.Fields(normalize.Fold(p.Surname.prev))...)
	}
	return wordList{p.Surname.appendParts(dst), first, p.OtherGiven == nil}
}

// joinLike writes two neighbouring words of l as one where y does (Onur Eren,
// Onureren).
func (l *wordList) joinLike(y *wordList) {
	for i := 0; i+1 < len(l.words); i++ {
		for _, w := range y.words {
			if len(w) == len(l.words[i])+len(l.words[i+1]) && strings.HasPrefix(w, l.words[i]) && strings.HasSuffix(w, l.words[i+1]) && (!l.sure || i+1 != l.first) {
				l.words[i] = w
				l.words = slices.Delete(l.words, i+1, i+2)
				l.first -= btoi(i < l.first)
				break
			}
		}
	}
}

// alignWords compares two names word by word, whatever their split: all words of
// the shorter have to stand in the longer, one of them with a slip at most. Where
// both splits seem sure, they have to stand there in their order, the first and
// the last at its ends, or the two names in each other's roles.
func (c *comparer) alignWords(a, b *Profile) nameLevels {
	none := nameLevels{given: NameConflict, surname: NameConflict}
	var abuf, bbuf [maxAligned]string
	x, y := a.wordList(abuf[:0]), b.wordList(bbuf[:0])
	if max(len(x.words), len(y.words)) > maxAligned {
		return none
	}
	x.joinLike(&y)
	y.joinLike(&x)
	if len(x.words) > len(y.words) {
		x, y = y, x
	}
	var at [maxAligned]int
	slips := c.place(x.words, y.words, &at)
	found := at[:len(x.words)]
	if len(x.words) < 2 || slips > 1 || !x.coversBoth(upTo[:len(x.words)]) || !y.coversBoth(found) {
		return none
	}
	n := nameLevels{given: NameCompatible, surname: NameCompatible,
		givenShare: max(a.Given.Share, b.Given.Share), surnameShare: max(a.Surname.Share, b.Surname.Share)}
	if slips == 1 {
		n.given, n.givenShare = NameTypo, 0
	}
	switch ordered := slices.IsSorted(found) && found[0] == 0 && found[len(found)-1] == len(y.words)-1; {
	case !sureSplits(a, b) || ordered:
		return n
	case !inRolesOf(&x, &y, found):
		return none
	case a.Given.given.Listed() != b.Given.given.Listed(): // one of the two is the right order
		return n
	}
	return nameLevels{given: NameSimilar, surname: NameSimilar}
}

// upTo are the places of the words of a name.
var upTo = [maxAligned]int{0, 1, 2, 3, 4, 5, 6, 7}

// coversBoth reports whether words of the given name and of the surname are among
// those at some places, where the split is sure; else it does not matter.
func (l *wordList) coversBoth(at []int) bool {
	given := slices.ContainsFunc(at, func(i int) bool { return i < l.first })
	surname := slices.ContainsFunc(at, func(i int) bool { return i >= l.first })
	return !l.sure || given && surname
}

// inRolesOf reports whether the given name's words of x stand in the surname of y,
// and the others in the given name.
func inRolesOf(x, y *wordList, at []int) bool {
	for i, j := range at {
		if (i < x.first) == (j < y.first) {
			return false
		}
	}
	return true
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
			if used[j] {
				continue
			}
			if k := c.words.apart(w, y[j]); k < 2 {
				at[i], used[j] = j, true
				slips += k - 2
				break
			}
		}
	}
	return slips
}

// apart counts two spellings of one name as 0, a slip as 1 and other words as 2.
func (k *wordForms) apart(a, b string) int {
	x, y := k.of(a), k.of(b)
	switch {
	case normalize.CompareGiven(x.given(), y.given()) == normalize.RelVariant:
		return 0
	case slippedName(x, y):
		return 1
	}
	return 2
}
