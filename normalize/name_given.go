package normalize

import "strings"

// CompareGiven says how two given names relate. It is symmetric and allocates
// nothing. The tests go from exact over the list of different names and the
// variants to the typo distance; a known difference wins over every distance.
func CompareGiven(a, b *GivenForm) NameRelation {
	rel, _ := compareGiven(a, b)
	return rel
}

// compareGiven is CompareGiven; nick says that a nickname was resolved.
func compareGiven(a, b *GivenForm) (rel NameRelation, nick bool) {
	switch {
	case a.other || b.other:
		return RelUnknown, false
	case a.Folded == "" || b.Folded == "":
		return RelMissing, false
	case a.inits || b.inits:
		if a.initialsFit(b) {
			return RelInitial, false
		}
		return RelConflict, false
	case a.Folded == b.Folded && a.Canonical == b.Canonical:
		return RelExact, false
	case equalUnspaced(a.joined(), b.joined()), a.Folded != b.Folded && equalUnspaced(a.Folded, b.Folded):
		return RelVariant, false
	}
	if len(a.words) > len(b.words) || len(a.words) == len(b.words) && (a.Folded > b.Folded || a.Folded == b.Folded && a.Canonical > b.Canonical) {
		a, b = b, a
	}
	if rel, nick = a.align(b); rel == RelConflict && a.slipOfJoined(b) {
		return RelSimilar, false
	}
	return rel, nick
}

// slipOfJoined reports that a, which no table lists, is a slip of the joined name b,
// whose parts stand by themselves: Swmanur, Semanur.
func (a *GivenForm) slipOfJoined(b *GivenForm) bool {
	return len(a.words) == 1 && len(b.words) == 2 && b.words[0].part == 1 && a.words[0].lex == nil && typo(a.Folded, b.Folded)
}

// equalUnspaced reports words that are equal but for the blanks between them.
func equalUnspaced(a, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && a[i] == ' ' {
			i++
		}
		for j < len(b) && b[j] == ' ' {
			j++
		}
		if i == len(a) || j == len(b) || a[i] != b[j] {
			return i == len(a) && j == len(b)
		}
		i, j = i+1, j+1
	}
}

// initialsFit reports whether the name that is only initials abbreviates the
// other: each of its letters begins another word, the fewer words in any order.
func (a *GivenForm) initialsFit(b *GivenForm) bool {
	if len(a.words) > len(b.words) {
		a, b = b, a
	}
	var used [maxAligned]bool
	for i := range a.words {
		found := false
		for j := range b.words {
			if j < maxAligned && !used[j] && beginsAlike(&a.words[i], &b.words[j]) {
				used[j], found = true, true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

func beginsAlike(a, b *givenWord) bool {
	if a.fold == 0 || b.fold == 0 || !a.initial && !b.initial {
		return false
	}
	x, y := a.text[0], b.text[0]
	return x == y || a.root()[0] == b.root()[0] || x == b.root()[0] || a.root()[0] == y
}

// maxAligned bounds the words of a given name that are aligned.
const maxAligned = 8

// alignment counts how the words of the shorter name found their likes.
type alignment struct {
	full, short, nick, initial, similar int
}

// align compares names of several words: every word of a, which has no more
// words than b, must find its like among those of b. Words of honour may be
// missing on either side.
func (a *GivenForm) align(b *GivenForm) (NameRelation, bool) {
	if len(b.words) > maxAligned {
		return RelConflict, false
	}
	var m alignment
	var used [maxAligned]bool
	left, dropped := 0, false
	for i := range a.words {
		if a.words[i].optional && len(a.words) > 1 && !b.holds(a.words[i].root()) {
			dropped = true
			continue
		}
		if !m.place(a, b, i, &used) {
			return RelConflict, false
		}
		left++
	}
	if left == 0 || a.secondPartOnly(b, &used) {
		return RelConflict, false
	}
	rest := len(b.words) - left
	switch {
	case m.similar > 0:
		return RelSimilar, false
	case m.short+m.initial > 0, rest > 0, dropped:
		return RelCompatible, m.nick > 0
	}
	return RelVariant, false
}

func (f *GivenForm) holds(root string) bool {
	for i := range f.words {
		if f.words[i].root() == root {
			return true
		}
	}
	return false
}

// place finds the closest unused word of b for word i of a.
func (m *alignment) place(a, b *GivenForm, i int, used *[maxAligned]bool) bool {
	best, at := matchNone, -1
	for j := range b.words {
		if used[j] {
			continue
		}
		k := matchWords(&a.words[i], &b.words[j], a.plain)
		if k == matchInitial && a.usualShort(b, i, j) {
			k = matchFull
		}
		if k > best || k == best && k != matchNone && j == i {
			best, at = k, j
		}
	}
	if at < 0 {
		return false
	}
	used[at] = true
	switch best {
	case matchFull:
		m.full++
	case matchNick:
		m.short++
		if x, y := &a.words[i], &b.words[at]; !x.partOf(y) && !y.partOf(x) {
			m.nick++
		}
	case matchInitial:
		m.initial++
	case matchSimilar:
		m.similar++
	}
	return true
}

// partOf reports a word that is no nickname of another, but its beginning or end:
// Kadir of Abdulkadir, Mus. of Mustafa.
func (w *givenWord) partOf(long *givenWord) bool {
	x, y := w.folded(), long.folded()
	return w.dotted || len(x) > 2 && (strings.HasSuffix(y, x) || strings.HasPrefix(y, x) && len(y) > len(x)+1)
}

// usualShort reports the initials that everybody writes for one name in front of
// another: M. Ali is Mehmet Ali, H. İbrahim is Halil İbrahim. Any other initial
// (A. Rıza) may stand for several names.
func (a *GivenForm) usualShort(b *GivenForm, i, j int) bool {
	if i != 0 || j != 0 || len(a.words) < 2 || len(b.words) < 2 {
		return false
	}
	x, y := a, b
	if !x.words[0].initial {
		x, y = b, a
	}
	switch x.words[0].folded() {
	case "m":
		return y.words[0].root() == "mehmet"
	case "h":
		return y.words[0].root() == "halil" && x.words[1].root() == "ibrahim" || y.words[0].root() == "hasan" && x.words[1].root() == "huseyin"
	}
	return false
}

// secondPartOnly reports that a single word found nothing but the second part of
// a joined name, and that it is one that only completes others: Nur is not
// Ayşenur.
func (a *GivenForm) secondPartOnly(b *GivenForm, used *[maxAligned]bool) bool {
	if len(a.words) != 1 {
		return false
	}
	for j := range b.words {
		if used[j] && b.words[j].part == 2 {
			switch b.words[j].root() {
			case "nur", "gul", "su", "naz":
				return true
			}
		}
	}
	return false
}

// wordMatch is how closely two words agree; greater is closer.
type wordMatch uint8

const (
	matchNone wordMatch = iota
	matchSimilar
	matchInitial
	matchNick
	matchFull
)

// matchWords compares two words of given names.
func matchWords(a, b *givenWord, plain bool) wordMatch {
	switch {
	case a.initial || b.initial:
		if beginsAlike(a, b) {
			return matchInitial
		}
		return matchNone
	case a.root() == b.root():
		return matchFull
	case plain:
		return matchPlain(a.folded(), b.folded())
	}
	if rel := related(a, b); rel != "" {
		switch rel {
		case RelVariant:
			return matchFull
		case RelSimilar:
			return matchSimilar
		case RelCompatible:
			return matchNick
		}
		return matchNone
	}
	if nicknameOf(a, b) || nicknameOf(b, a) || servantCalled(a, b) || servantCalled(b, a) || firstOf(a, b) || firstOf(b, a) {
		return matchNick
	}
	k, ok := shortened(a, b)
	if l, also := shortened(b, a); ok || also {
		return max(k, l)
	}
	return matchTypo(a, b)
}

// related returns the fixed relation of two words: of the very forms, else of
// what they are spellings of. Where the two sides disagree, different wins.
func related(a, b *givenWord) NameRelation {
	if rel := a.lex.relationTo(b.folded()); rel != "" {
		return rel
	}
	x, y := a.lex.relationTo(b.root()), b.lex.relationTo(a.root())
	switch {
	case x == RelConflict || y == RelConflict:
		return RelConflict
	case x != "" || y != "":
		return NameRelation(max(string(x), string(y)))
	}
	return a.rootLex().relationTo(b.root())
}

func (x *lexeme) relationTo(folded string) NameRelation {
	if x != nil {
		for i := range x.related {
			if x.related[i].to.folded == folded {
				return x.related[i].rel
			}
		}
	}
	return ""
}

// nicknameOf reports whether a is a nickname, or the usual call name, of b.
func nicknameOf(a, b *givenWord) bool {
	if a.lex == nil {
		return false
	}
	for _, x := range a.lex.nameOf {
		if x.folded == b.folded() || x.root.folded == b.root() {
			return true
		}
	}
	if a.lex.root == a.lex {
		return false
	}
	for _, x := range a.lex.root.nameOf {
		if x.folded == b.folded() || x.root.folded == b.root() {
			return true
		}
	}
	return false
}

// servantCalled reports that a is what a man is called whose name is servant of a:
// Latif is Abdüllatif.
func servantCalled(a, b *givenWord) bool {
	front, ok := strings.CutSuffix(b.folded(), a.folded())
	return ok && a.known && !a.woman && a.fold > 3 && strings.HasPrefix(front, "abdu") && len(front) <= 5
}

// firstOf reports that b, which no table lists, is a and another name written as one
// word: Alihami, which SplitJoined leaves whole, may be called Ali.
func firstOf(a, b *givenWord) bool {
	rest, ok := strings.CutPrefix(b.folded(), a.folded())
	if !ok || !a.known || a.respelt || b.lex != nil || a.fold < 3 || len(rest) < 2 {
		return false
	}
	second := shippedNames().find(rest)
	return second != nil && second.gender != UnknownGender && second.givenShare >= commonShare
}

// shortened compares a word that is cut off by a dot or written without its
// vowels with a whole one. false means that a is no such word, or does not fit.
func shortened(a, b *givenWord) (wordMatch, bool) {
	x, y := a.folded(), b.folded()
	switch {
	case a.skeleton() && a.known && a.bones() == b.bones(): // Hsn is listed for Hasan, and may be Hüsnü
		return matchSimilar, true
	case a.known && a.dotted && strings.HasPrefix(y, x): // nor need Hüs. be Hüseyin
		return matchSimilar, true
	case a.known || len(x) < 2:
		return 0, false
	case a.dotted:
		if !strings.HasPrefix(y, x) && !(x[0] == y[0] && strings.HasPrefix(b.bones(), a.bones()) && a.letters > 1) {
			return matchNone, true
		}
		if a.shortFor(b) {
			return matchFull, true
		}
		return matchNick, true
	case a.skeleton():
		switch {
		case a.bones() != b.bones():
			return 0, false
		case a.shortFor(b):
			return matchFull, true
		}
		return matchSimilar, true
	case b.known && a.bones() == b.bones() && len(y)-len(x) >= 2 && subsequence(x, y):
		return matchFull, true // Abdrhman
	case b.known && a.lex == nil && len(x) >= 3 && len(y)-len(x) >= 3 && strings.HasPrefix(y, x):
		return matchNick, true // Abd for Abdullah, without the dot
	}
	return 0, false
}

// shortFor reports that a short form most likely stands for b.
func (w *givenWord) shortFor(b *givenWord) bool { return w.short != nil && w.short.folded == b.root() }

// skeleton reports a word that is written without its vowels.
func (w *givenWord) skeleton() bool { return w.letters == w.fold && w.fold >= 3 }

// subsequence reports whether the letters of a stand in b in their order.
func subsequence(a, b string) bool {
	i := 0
	for j := 0; j < len(b) && i < len(a); j++ {
		if a[i] == b[j] {
			i++
		}
	}
	return i == len(a)
}

// matchTypo compares words that no table relates. Two listed names are two
// names, however near; so are names of opposite sexes, and a name with the feminine
// ending of Arabic names (Cemil, Cemile). What one of two words may be by a rule of
// spelling (Haan, Han) does not keep it from being a slip of the other (Hakan).
func matchTypo(a, b *givenWord) wordMatch {
	if a.respelt == b.respelt && (a.listed && b.listed || a.man && b.woman || a.woman && b.man) {
		return matchNone
	}
	x, y := a.folded(), b.folded()
	if !b.man && feminine(x, y) || !a.man && feminine(y, x) {
		return matchNone
	}
	if equalUndoubled(x, y) { // Nurulah
		return matchFull
	}
	if typo(x, y) || a.lex == nil && typo(x, b.root()) || b.lex == nil && typo(a.root(), y) || a.loose() != "" && a.loose() == b.loose() { // Bashar, Beşar
		return matchSimilar
	}
	return matchNone
}

// feminine reports whether b is a with -e, -ye or -a.
func feminine(a, b string) bool {
	if len(b) <= len(a) || b[:len(a)] != a {
		return false
	}
	switch b[len(a):] {
	case "e", "a", "ye":
		return true
	}
	return false
}

// equalUndoubled reports words that are equal when doubled letters are written once.
func equalUndoubled(a, b string) bool {
	i, j := 0, 0
	for i < len(a) && j < len(b) && a[i] == b[j] {
		c := a[i]
		for i < len(a) && a[i] == c {
			i++
		}
		for j < len(b) && b[j] == c {
			j++
		}
	}
	return i == len(a) && j == len(b)
}

// typo reports a distance that a slip of the hand explains: one letter, or two
// in words of nine and more.
func typo(a, b string) bool {
	shorter := min(len(a), len(b))
	switch {
	case shorter < 4:
		return false
	case shorter >= 9:
		return withinEdits(a, b, 2)
	}
	return withinEdits(a, b, 1)
}

// matchPlain compares words without tables: a beginning of three letters may be
// a short form (Rob, Robert), a small distance a slip.
func matchPlain(a, b string) wordMatch {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) >= 3 && b[:len(a)] == a {
		return matchNick
	}
	if typo(a, b) {
		return matchSimilar
	}
	return matchNone
}
