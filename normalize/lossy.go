package normalize

import (
	"strings"
	"unicode/utf8"
)

// LossyMatch reports whether s can be what pattern was before its Turkish
// letters were lost: each `?` or U+FFFD of pattern stands for exactly one of ç ğ
// ı ö ş ü â î û or their capitals (I, too, as the capital of ı), never for an
// ASCII letter. Where each byte of a letter was lost by itself two marks stand
// for one letter, so a run of n marks is ⌈n/2⌉ to n letters. The other letters
// agree in any Turkish case. A match is support, not proof: G?l may be Göl.
func LossyMatch(pattern, s string) bool {
	p, t := lossyRunes(pattern), lossyRunes(s)
	if len(t) == 0 {
		return false
	}
	// reach[j]: the pattern so far can have read the first j runes of t.
	reach, next := make([]bool, len(t)+1), make([]bool, len(t)+1)
	reach[0] = true
	for i := 0; i < len(p); {
		clear(next)
		if isLossMark(p[i]) {
			n := 1
			for i+n < len(p) && isLossMark(p[i+n]) {
				n++
			}
			advanceMarks(next, reach, t, n)
			i += n
		} else {
			advanceLetter(next, reach, t, p[i])
			i++
		}
		reach, next = next, reach
	}
	return reach[len(t)]
}

// advanceLetter moves every reachable place over the letter r.
func advanceLetter(next, reach []bool, t []rune, r rune) {
	for j, ok := range reach[:len(t)] {
		next[j+1] = ok && lowerRune(t[j]) == lowerRune(r)
	}
}

// advanceMarks moves every reachable place over a run of n marks.
func advanceMarks(next, reach []bool, t []rune, n int) {
	for j, ok := range reach {
		if !ok {
			continue
		}
		for k := 1; k <= n && j+k <= len(t) && isLosable(t[j+k-1]); k++ {
			if 2*k >= n {
				next[j+k] = true
			}
		}
	}
}

// lossyRunes composes s and brings its blanks and apostrophes to one form.
func lossyRunes(s string) []rune { return []rune(Clean(s).Value) }

func isLossMark(r rune) bool { return r == '?' || r == utf8.RuneError }

// isLosable reports the letters that the way through an old code page loses. A
// mark stands for a mark, too: then both sides lost the same letter.
func isLosable(r rune) bool { return isTurkishSpecial(r) || r == 'I' || isLossMark(r) }

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
		switch found := words().readings(w); len(found) {
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
// barely attested does not count beside a common one.
func (x *wordIndex) readings(w string) (found []string) {
	var best int32
	at := x.byBones[skeleton(w)]
	for _, i := range at {
		if s := x.spellings[i]; readsAs(w, s.word) {
			best = max(best, s.weight)
		}
	}
	for _, i := range at {
		if s := x.spellings[i]; readsAs(w, s.word) && s.weight*negligible > best {
			found = append(found, s.word)
		}
	}
	return found
}

// readsAs matches a damaged word with a spelling in small letters, in the case
// in which the word was written: only capital İ can be lost, not small i.
func readsAs(w, spelling string) bool {
	return LossyMatch(w, spelling) || LossyMatch(w, Title(spelling)) || isUpperWord(w) && LossyMatch(w, Upper(spelling))
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
