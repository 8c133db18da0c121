package match

import (
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
	given  map[string]*normalize.GivenForm
	listed map[string]bool   // as a surname
	sounds map[string]string // sound keys
}

// maxWordForms bounds the memory of a wordForms, in words.
const maxWordForms = 1 << 17

// givenForm returns a folded word as a given name.
func (k *wordForms) givenForm(word string) *normalize.GivenForm {
	f, ok := k.given[word]
	if !ok {
		if k.given == nil || len(k.given) >= maxWordForms {
			k.given = map[string]*normalize.GivenForm{}
		}
		f = normalize.NewGivenForm(word, nil)
		k.given[word] = f
	}
	return f
}

// surname reports whether a folded word is listed as a surname.
func (k *wordForms) surname(word string) bool {
	listed, ok := k.listed[word]
	if !ok {
		if k.listed == nil || len(k.listed) >= maxWordForms {
			k.listed = map[string]bool{}
		}
		listed = normalize.NewSurnameForm(word, "", nil).Listed()
		k.listed[word] = listed
	}
	return listed
}

// sound returns the sound key of a folded word.
func (k *wordForms) sound(word string) string {
	key, ok := k.sounds[word]
	if !ok {
		if k.sounds == nil || len(k.sounds) >= maxWordForms {
			k.sounds = map[string]string{}
		}
		key = soundKey(word)
		k.sounds[word] = key
	}
	return key
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
	switch {
	case lossyFits(a, b):
		return NameVariant
	case a.given.Listed() && b.given.Listed():
		return l
	case l == NameSimilar, slipped(a.parts, b.parts, k.slippedGiven):
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
	switch {
	case lossyFits(a, b):
		return NameVariant
	case a.last.Listed() && b.last.Listed():
		return l
	case l == NameSimilar, slipped(a.parts, b.parts, k.slippedSurname):
		return NameTypo
	}
	return l
}

// slippedGiven reports a slip in a word of a given name. Of words of four letters
// and more the tables know better (Gülcan and Gürcan, Suna and Sunay are two
// names); two slips in a long word are left to look for.
func (k *wordForms) slippedGiven(a, b string) bool {
	x, y := k.givenForm(a), k.givenForm(b)
	if x.Listed() && y.Listed() { // two names, however near
		return false
	}
	switch normalize.CompareGiven(x, y) {
	case normalize.RelSimilar:
		return true
	case normalize.RelConflict:
		short := min(len(a), len(b)) < 4
		long := min(len(a), len(b)) >= longWord && !distance.OSAAtMost(a, b, 1) && (x.Gender == y.Gender || x.Gender == normalize.UnknownGender || y.Gender == normalize.UnknownGender)
		return (short || long) && k.slippedWord(a, b, func(w string) bool { return k.givenForm(w).Listed() })
	}
	return false
}

// slippedSurname reports a slip in a word of a surname.
func (k *wordForms) slippedSurname(a, b string) bool { return k.slippedWord(a, b, k.surname) }

// slippedName reports a slip in a word of which it is not sure whose part it is.
func (k *wordForms) slippedName(a, b string) bool {
	return k.slippedGiven(a, b) || !k.givenForm(a).Listed() && !k.givenForm(b).Listed() && k.slippedSurname(a, b)
}

// slipped reports whether two names of equally many words differ by a slip in one
// of them, or by the blanks between them.
func slipped(a, b []string, word func(a, b string) bool) bool {
	if len(a) != len(b) {
		return word(strings.Join(a, ""), strings.Join(b, ""))
	}
	at := -1
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		if at >= 0 {
			return false
		}
		at = i
	}
	return at >= 0 && word(a[at], b[at])
}

// slippedWord reports whether one of two words is the other with a slip: a letter
// too many, too few or wrong, two exchanged, in long words two of these, or
// another spelling of foreign sounds (Sheikho, Şeyho). One of the two at most is
// a listed word, and not the masculine one of a pair (Rukneddin, Rukneddine).
func (k *wordForms) slippedWord(a, b string, listed func(string) bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case len(a) < 3:
		if len(a) < 2 || len(b) != 3 || a[0] != b[0] || !distance.OSAAtMost(a, b, 1) {
			return false
		}
	case len(a) == 3:
		if !distance.OSAAtMost(a, b, 1) || a[0] != b[0] && (a[0] != b[1] || a[1] != b[0]) {
			return false
		}
	case !distance.OSAAtMost(a, b, 1+btoi(len(a) >= longWord)) && k.sound(a) != k.sound(b):
		return false
	}
	listedA, listedB := listed(a), listed(b)
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
func lossyWords(display string) []string {
	words := strings.Fields(display)
	for i, w := range words {
		pieces := strings.Split(strings.ReplaceAll(w, "\uFFFD", "?"), "?")
		for k := range pieces {
			pieces[k] = normalize.Fold(pieces[k])
		}
		words[i] = strings.Join(pieces, "?")
	}
	return words
}

// lossyFits reports whether two names are equal but for lost letters.
func lossyFits(a, b *Name) bool {
	if !a.lossy && !b.lossy || len(a.parts) != len(b.parts) {
		return false
	}
	for i := range a.parts {
		if !lossyWord(a.parts[i], b.parts[i]) {
			return false
		}
	}
	return true
}

// lossyWord reports whether two folded words are equal but for lost letters,
// whichever of the two lost them.
func lossyWord(a, b string) bool {
	return a == b || lost(a) && normalize.LossyMatchFolded(a, b) || lost(b) && normalize.LossyMatchFolded(b, a)
}

func lost(word string) bool { return strings.IndexByte(word, '?') >= 0 }
