package match

import (
	"slices"
	"strings"

	"github.com/tekil-id/tekil/internal/distance"
	"github.com/tekil-id/tekil/normalize"
)

// A pair of names that the tables call similar or conflicting may still be one
// name that a hand, an ear or an old code page spoilt. What separates a slip from
// another name is that a slip makes a word that no table lists: two listed names,
// however near (Cemal and Kemal), are two names.

// wordForms remembers what the tables know of words as given names and as
// surnames: few words make most names. The zero wordForms is empty; it is for one
// goroutine.
type wordForms struct {
	most   int // words that are remembered, 0 for ownWordForms
	known  map[string]*wordForm
	recent [1 << recentWordBits]*wordForm // of names of one word, by number
	pieces []wordForm                     // of memory, which hold what known leads to
	forms  *normalize.Forms
}

const recentWordBits = 10

// wordForm is what the tables know of a folded word. What it takes most time to
// find is found when it is asked for.
type wordForm struct {
	text    string
	forms   *normalize.Forms // makes asGiven
	asGiven *normalize.GivenForm
	surname state // whether it is listed as one
	sounds  string
}

// state is a truth that may not be known yet.
type state uint8

const (
	unknown state = iota
	no
	yes
)

// How many words a judge remembers, one of many in a live store, or one of a file.
const (
	ownWordForms  = 1 << 12
	fileWordForms = 1 << 17
)

// wordPiece is how many words make a piece of memory.
const wordPiece = 32

// of returns what is known of a folded word.
func (k *wordForms) of(word string) *wordForm {
	w, ok := k.known[word]
	if !ok {
		if k.known == nil || len(k.known) >= max(k.most, ownWordForms) {
			*k = wordForms{most: k.most, known: map[string]*wordForm{}, forms: new(normalize.Forms)}
		}
		w = &cutOf(&k.pieces, []wordForm{{text: word, forms: k.forms}}, wordPiece)[0]
		k.known[word] = w
	}
	return w
}

// ofName returns what is known of the word of a name.
func (k *wordForms) ofName(n *Name) *wordForm {
	recent := &k.recent[n.ID%uint32(len(k.recent))]
	if *recent == nil || (*recent).text != n.Text {
		*recent = k.of(n.Text)
	}
	return *recent
}

// given returns the word as a given name.
func (w *wordForm) given() *normalize.GivenForm {
	if w.asGiven == nil {
		w.asGiven = w.forms.Given(w.text, nil)
	}
	return w.asGiven
}

// listedGiven reports whether the word is listed as a given name.
func (w *wordForm) listedGiven() bool { return w.given().Listed() }

// listedSurname reports whether the word is listed as a surname.
func (w *wordForm) listedSurname() bool {
	if w.surname == unknown {
		w.surname = no
		if normalize.NewSurnameForm(w.text, "", nil).Listed() {
			w.surname = yes
		}
	}
	return w.surname == yes
}

// sound returns the sound key of the word.
func (w *wordForm) sound() string {
	if w.sounds == "" {
		w.sounds = soundKey(w.text)
	}
	return w.sounds
}

// givenLevel compares two given names.
func (k *wordForms) givenLevel(a, b *Name) Level {
	l := relationLevel(normalize.CompareGiven(a.given, b.given))
	if l >= NameTypo && (a.typed != nil || b.typed != nil) { // Sibelnur, Sibelnud: only one is two names
		l = min(l, relationLevel(normalize.CompareGiven(a.asTyped(), b.asTyped())))
	}
	if l != NameSimilar && l != NameConflict {
		return l
	}
	return k.unlikeLevel(a, b, l, a.given.Listed() && b.given.Listed(), slippedGiven)
}

// unlikeLevel is the level of two names that the tables hold to be different: l, unless
// one is the other with letters lost, or mistyped. Listed names are what they say.
func (k *wordForms) unlikeLevel(a, b *Name, l Level, listed bool, slipped func(a, b *wordForm) bool) Level {
	switch {
	case lossyFits(a, b):
		return NameVariant
	case listed:
		return l
	case l == NameSimilar, k.slipped(a, b, slipped):
		return NameTypo
	}
	return l
}

func (n *Name) asTyped() *normalize.GivenForm {
	if n.typed != nil {
		return n.typed
	}
	return n.given
}

// surnameLevel compares two surnames.
func (k *wordForms) surnameLevel(a, b *Name) Level {
	l := relationLevel(normalize.CompareSurname(a.last, b.last))
	if l != NameSimilar && l != NameConflict {
		return l
	}
	return k.unlikeLevel(a, b, l, a.last.Listed() && b.last.Listed(), slippedSurname)
}

// slippedGiven reports a slip in a word of a given name. Of words of four letters
// and more the tables know better (Gülcan and Gürcan, Suna and Sunay are two
// names); two slips in a long word are left to look for.
func slippedGiven(a, b *wordForm) bool {
	if a.listedGiven() && b.listedGiven() { // two names, however near
		return false
	}
	x, y := a.given(), b.given()
	switch normalize.CompareGiven(x, y) {
	case normalize.RelSimilar:
		return true
	case normalize.RelConflict:
		length := min(len(a.text), len(b.text))
		long := length >= longWord && !distance.OSAAtMost(a.text, b.text, 1) && (x.Gender == y.Gender || x.Gender == normalize.UnknownGender || y.Gender == normalize.UnknownGender)
		return (length < 4 || long) && slippedWord(a, b, (*wordForm).listedGiven)
	}
	return false
}

// slippedSurname reports a slip in a word of a surname.
func slippedSurname(a, b *wordForm) bool { return slippedWord(a, b, (*wordForm).listedSurname) }

// slippedName reports a slip in a word of which it is not sure whose part it is.
func slippedName(a, b *wordForm) bool {
	return slippedGiven(a, b) || !a.listedGiven() && !b.listedGiven() && slippedSurname(a, b)
}

// slipped reports whether two names of equally many words differ by a slip in one
// of them, or by the blanks between them.
func (k *wordForms) slipped(a, b *Name, word func(a, b *wordForm) bool) bool {
	if a.single() && b.single() {
		return a.Text != b.Text && word(k.ofName(a), k.ofName(b))
	}
	var abuf, bbuf [maxAligned]string
	x, y := a.appendParts(abuf[:0]), b.appendParts(bbuf[:0])
	if len(x) != len(y) {
		return word(k.of(strings.Join(x, "")), k.of(strings.Join(y, "")))
	}
	at := -1
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if at >= 0 {
			return false
		}
		at = i
	}
	return at >= 0 && word(k.of(x[at]), k.of(y[at]))
}

// slippedWord reports whether one of two words is the other with a slip: a letter
// too many, too few or wrong, two exchanged, in long words two of these, or
// another spelling of foreign sounds (Sheikho, Şeyho). One of the two at most is
// a listed word, and not the masculine one of a pair (Rukneddin, Rukneddine).
func slippedWord(x, y *wordForm, listed func(*wordForm) bool) bool {
	if len(x.text) > len(y.text) {
		x, y = y, x
	}
	a, b := x.text, y.text
	switch {
	case len(a) < 3:
		if len(a) < 2 || len(b) != 3 || a[0] != b[0] || !distance.OSAAtMost(a, b, 1) {
			return false
		}
	case len(a) == 3:
		if !distance.OSAAtMost(a, b, 1) || a[0] != b[0] && (a[0] != b[1] || a[1] != b[0]) {
			return false
		}
	case !distance.OSAAtMost(a, b, 1+btoi(len(a) >= longWord)) && x.sound() != y.sound():
		return false
	}
	listedA, listedB := listed(x), listed(y)
	return !listedA && !listedB || listedA != listedB && !(listedA && feminine(a, b))
}

// longWord is the length from which on two slips in a word are likelier than
// another word.
const longWord = 8

// feminine reports whether long is the word with the ending that makes women's
// names out of men's.
func feminine(word, long string) bool {
	if !strings.HasPrefix(long, word) {
		return false
	}
	switch long[len(word):] {
	case "e", "a", "ye":
		return true
	}
	return false
}

// soundKey is what spellings of a foreign name have in common, without the
// article.
func soundKey(word string) string {
	for _, article := range [...]string{"al", "el"} {
		if rest, ok := strings.CutPrefix(word, article); ok && len(rest) >= 4 {
			word = rest
		}
	}
	return normalize.SoundKey(word)
}

// lossMarks are what stands for a letter that an old code page lost.
const lossMarks = "?\uFFFD"

// lossyWords folds the words of a name and keeps a ? for each lost letter.
func lossyWords(display string) string {
	words := strings.Fields(display)
	for i, w := range words {
		pieces := strings.Split(strings.ReplaceAll(w, "\uFFFD", "?"), "?")
		for k := range pieces {
			pieces[k] = normalize.Fold(pieces[k])
		}
		words[i] = strings.Join(pieces, "?")
	}
	return strings.Join(words, betweenLossy)
}

// betweenLossy stands between words that may hold blanks.
const betweenLossy = "\n"

// written returns the folded words of the name as one text, with a ? for each lost
// letter, and what stands between them.
func (n *Name) written() (text, between string) {
	if n.lossy != "" {
		return n.lossy, betweenLossy
	}
	return n.Text, " "
}

// appendParts appends the words of [Name.written].
func (n *Name) appendParts(dst []string) []string {
	text, between := n.written()
	for {
		word, rest, more := strings.Cut(text, between)
		dst = append(dst, word)
		if !more {
			return dst
		}
		text = rest
	}
}

// single reports a name of one word, as most are.
func (n *Name) single() bool { return len(n.Words) == 1 && n.lossy == "" }

// size is the number of words that appendParts appends.
func (n *Name) size() int {
	text, between := n.written()
	return 1 + strings.Count(text, between)
}

// lossyFits reports whether two names are equal but for lost letters.
func lossyFits(a, b *Name) bool {
	if a.lossy == "" && b.lossy == "" {
		return false
	}
	var abuf, bbuf [maxAligned]string
	x, y := a.appendParts(abuf[:0]), b.appendParts(bbuf[:0])
	return slices.EqualFunc(x, y, lossyWord)
}

// lossyWord reports whether two folded words are equal but for lost letters,
// whichever of the two lost them.
func lossyWord(a, b string) bool {
	return a == b || lost(a) && normalize.LossyMatchFolded(a, b) || lost(b) && normalize.LossyMatchFolded(b, a)
}

func lost(word string) bool { return strings.IndexByte(word, '?') >= 0 }
