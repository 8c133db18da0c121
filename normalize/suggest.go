package normalize

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// suggestLossy reads the lost letters of s by the dictionary, word by word. It
// proposes only where each damaged word has one reading; with several it
// reports [Ambiguous], with none [Lossy], and keeps s.
func suggestLossy(s string) (string, Status) {
	clean := Repair(s).Value
	if !isLossy(clean) {
		return clean, Unchanged
	}
	v, status := readLossy(clean, negligibleReading)
	if status != Suggested {
		return s, status
	}
	return v, Suggested
}

// readLossy is suggestLossy for text that is repaired and has lost letters. A
// spelling that has less than one part in ratio of another's weight does not count.
func readLossy(clean string, ratio int32) (string, Status) {
	var buf [64]byte
	out := buf[:0]
	status := Suggested
	for i, w := range strings.Split(clean, " ") {
		if i > 0 {
			out = append(out, ' ')
		}
		if strings.ContainsAny(w, "?"+replacement) {
			word, several := reading(w, ratio)
			switch {
			case word == "":
				return clean, Lossy
			case several:
				status = Ambiguous
			}
			w = caseLike(w, word)
		}
		out = append(out, w...)
	}
	if status == Ambiguous {
		return clean, Ambiguous
	}
	return string(out), Suggested
}

// reading returns the spelling that the damaged word can be, and whether there are
// several.
func reading(w string, ratio int32) (word string, several bool) {
	var bones [64]byte
	var buf [8]spelling
	fits, best := buf[:0], int32(0)
	for _, i := range wordsByBones()[string(appendSkeleton(bones[:0], w))] {
		if s := words().spellings[i]; readsAs(w, s) {
			fits = append(fits, s)
			best = max(best, s.weight)
		}
	}
	for _, s := range fits {
		if s.weight*ratio > best {
			several = word != ""
			word = s.word
		}
	}
	return word, several
}

// negligibleReading is [negligible] for a suggestion that a person looks at: what
// the list holds once is no reading beside a common name (G?ne? is Güneş, not
// Güneç). Weights grow with the root of the bearers, so a tenth is one in a hundred.
const negligibleReading = 10

// wordsByBones indexes the spellings by skeleton: places in words().spellings.
var wordsByBones = sync.OnceValue(func() map[string][]int32 {
	m := make(map[string][]int32)
	for i, s := range words().spellings {
		bones := string(appendSkeleton(nil, s.word))
		m[bones] = append(m[bones], int32(i))
	}
	return m
})

// readsAs matches a damaged word with a spelling in small letters, in the case
// in which the word was written: only capital İ can be lost, not small i.
func readsAs(w string, s spelling) bool {
	return LossyMatch(w, s.word) || LossyMatch(w, s.display) || isUpperWord(w) && LossyMatch(w, Upper(s.word))
}

// isUpperWord reports a word without ASCII small letters.
func isUpperWord(w string) bool {
	return !strings.ContainsFunc(w, func(r rune) bool { return 'a' <= r && r <= 'z' })
}

// caseLike returns word in capitals if w has at least two and no small letter,
// else in title case.
func caseLike(w, word string) string {
	capitals := 0
	for _, r := range w {
		if 'A' <= r && r <= 'Z' {
			capitals++
		}
	}
	if capitals > 1 && isUpperWord(w) {
		return Upper(word)
	}
	return Title(word)
}

// appendSkeleton appends what surely survives of a word: its letters without
// those that can be lost in one case or the other, folded. Equal skeletons are
// needed for a lossy match.
func appendSkeleton(dst []byte, w string) []byte {
	for _, r := range w {
		r = lowerRune(r)
		if r != 'i' && !isTurkishSpecial(r) && !isLossMark(r) {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
