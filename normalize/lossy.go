package normalize

import (
	"unicode/utf8"
)

// LossyMatch reports whether s can be what pattern was before its Turkish
// letters were lost: each `?` or U+FFFD of pattern stands for exactly one of ç ğ
// ı ö ş ü â î û or their capitals (I, too, as the capital of ı), never for an
// ASCII letter; in a pattern in capitals (?AH?N) for the capitals of s. Where
// each byte of a letter was lost by itself two marks stand for one letter, so a
// run of n marks is ⌈n/2⌉ to n letters. The other letters agree in any Turkish
// case. A match is support, not proof: G?l may be Göl. Texts of more than
// maxLossy letters do not match.
func LossyMatch(pattern, s string) bool {
	if len(pattern) > maxLossy*utf8.UTFMax || len(s) > maxLossy*utf8.UTFMax {
		return false
	}
	var pbuf, tbuf [shortLossy]rune
	p, t := lossyRunes(pbuf[:0], pattern), lossyRunes(tbuf[:0], s)
	if capitalsLost(p) && !isUpperWord(s) { // of ŞAHİN the İ is lost, too
		t = upperRunes(t)
	}
	if len(t) == 0 || len(t) > len(p) || len(p) > maxLossy {
		return false
	}
	return readsLossy(p, t, func(a, b rune) bool { return lowerRune(a) == lowerRune(b) }, isLosable)
}

// LossyMatchFolded is [LossyMatch] for words that [Fold] made, of which pattern
// keeps a `?` for each letter that was lost. A mark stands for one of the letters
// that Turkish letters fold to, or for a mark.
func LossyMatchFolded(pattern, s string) bool {
	if len(s) > len(pattern) || len(pattern) > maxLossy {
		return false
	}
	return readsLossy([]rune(pattern), []rune(s), func(a, b rune) bool { return a == b }, isLosableFolded)
}

// readsLossy reports whether p reads t: letters agree by equal, and a run of n
// marks is ⌈n/2⌉ to n losable letters. The work grows with the product of the
// lengths.
func readsLossy(p, t []rune, equal func(a, b rune) bool, losable func(rune) bool) bool {
	// reach[j]: the pattern so far can have read the first j runes of t.
	var rbuf, nbuf [shortLossy]bool
	reach, next := rbuf[:], nbuf[:]
	if len(t) >= shortLossy {
		reach, next = make([]bool, len(t)+1), make([]bool, len(t)+1)
	}
	reach, next = reach[:len(t)+1], next[:len(t)+1]
	reach[0] = true
	for i := 0; i < len(p); {
		clear(next)
		if isLossMark(p[i]) {
			n := 1
			for i+n < len(p) && isLossMark(p[i+n]) {
				n++
			}
			advanceMarks(next, reach, t, n, losable)
			i += n
		} else {
			advanceLetter(next, reach, t, p[i], equal)
			i++
		}
		reach, next = next, reach
	}
	return reach[len(t)]
}

// capitalsLost reports a pattern in capitals, two letters of it at least.
func capitalsLost(p []rune) bool {
	capitals := 0
	for _, r := range p {
		switch {
		case 'a' <= r && r <= 'z':
			return false
		case 'A' <= r && r <= 'Z':
			capitals++
		}
	}
	return capitals > 1
}

// maxLossy bounds the work of LossyMatch, which grows with the product of the
// lengths; a field of a customer record is far shorter.
const maxLossy = 1000

// shortLossy is how many letters are matched without memory of their own.
const shortLossy = 48

// advanceLetter moves every reachable place over the letter r.
func advanceLetter(next, reach []bool, t []rune, r rune, equal func(a, b rune) bool) {
	for j, ok := range reach[:len(t)] {
		next[j+1] = ok && equal(t[j], r)
	}
}

// advanceMarks moves every reachable place over a run of n marks.
func advanceMarks(next, reach []bool, t []rune, n int, losable func(rune) bool) {
	for j, ok := range reach {
		if !ok {
			continue
		}
		for k := 1; k <= n && j+k <= len(t) && losable(t[j+k-1]); k++ {
			if 2*k >= n {
				next[j+k] = true
			}
		}
	}
}

// upperRunes is [Upper] in place, where no letter becomes several.
func upperRunes(t []rune) []rune {
	for _, r := range t {
		if !simpleCase(r) {
			return []rune(Upper(string(t)))
		}
	}
	for i, r := range t {
		t[i] = upperRune(r)
	}
	return t
}

// lossyRunes appends the runes of s, composed, and brings its blanks and apostrophes to one form.
func lossyRunes(dst []rune, s string) []rune {
	for _, r := range Clean(s).Value {
		dst = append(dst, r)
	}
	return dst
}

func isLossMark(r rune) bool { return r == '?' || r == utf8.RuneError }

// isLosable reports the letters that the way through an old code page loses. A
// mark stands for a mark, too: then both sides lost the same letter.
func isLosable(r rune) bool { return isTurkishSpecial(r) || r == 'I' || isLossMark(r) }

// isLosableFolded reports what isLosable's letters fold to, and marks.
func isLosableFolded(r rune) bool {
	switch r {
	case 'c', 'g', 'i', 'o', 's', 'u', 'a':
		return true
	}
	return isLossMark(r)
}
