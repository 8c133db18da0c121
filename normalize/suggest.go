package normalize

import (
	"strings"
	"sync"
)

// suggestLossy reads the lost letters of s by the dictionary, word by word. It
// proposes only where each damaged word has one reading; with several it
// reports [Ambiguous], with none [Lossy], and keeps s.
func suggestLossy(s string) (string, Status) {
	clean := Repair(s).Value
	if !isLossy(clean) {
		return clean, Unchanged
	}
	ws := strings.Split(clean, " ")
	status := Suggested
	for i, w := range ws {
		if !strings.ContainsAny(w, "?"+replacement) {
			continue
		}
		switch found := readings(w); len(found) {
		case 0:
			return s, Lossy
		case 1:
			ws[i] = caseLike(w, found[0])
		default:
			status = Ambiguous
		}
	}
	if status == Ambiguous {
		return s, Ambiguous
	}
	return strings.Join(ws, " "), status
}

// readings returns the spellings that the damaged word can be. A spelling that is
// negligible beside another does not count.
func readings(w string) (found []string) {
	var fits []spelling
	var best int32
	for _, i := range wordsByBones()[skeleton(w)] {
		if s := words().spellings[i]; readsAs(w, s) {
			fits = append(fits, s)
			best = max(best, s.weight)
		}
	}
	for _, s := range fits {
		if s.weight*negligibleReading > best {
			found = append(found, s.word)
		}
	}
	return found
}

// negligibleReading is [negligible] where letters are lost: what the list holds
// once is no reading beside a common name (G?ne? is Güneş, not Güneç). Weights grow
// with the root of the bearers, so a tenth is one in a hundred.
const negligibleReading = 10

// wordsByBones indexes the spellings by skeleton: places in words().spellings.
var wordsByBones = sync.OnceValue(func() map[string][]int32 {
	m := make(map[string][]int32)
	for i, s := range words().spellings {
		bones := skeleton(s.word)
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

// skeleton returns what surely survives of a word: its letters without those
// that can be lost in one case or the other, folded. Equal skeletons are needed
// for a lossy match.
func skeleton(w string) string {
	var b strings.Builder
	for _, r := range w {
		r = lowerRune(r)
		if r != 'i' && !isTurkishSpecial(r) && !isLossMark(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
