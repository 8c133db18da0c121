package normalize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Upper returns s in Turkish capitals: i becomes İ and ı becomes I. A decomposed
// i̇ is composed first, or the dot would be written twice.
func Upper(s string) string {
	return caseFast(s, upperRune, func(s string) string { return cases.Upper(language.Turkish).String(s) })
}

// Lower returns s in Turkish small letters: I becomes ı and İ becomes i. It does
// not know which ASCII I was meant as İ: that is the work of [Restore].
func Lower(s string) string {
	return caseFast(s, lowerRune, func(s string) string { return cases.Lower(language.Turkish).String(s) })
}

// caseFast maps s rune by rune while it holds nothing above Latin Extended-A;
// else slow, which knows the conditional rules of Unicode, does all of it.
func caseFast(s string, one func(rune) rune, slow func(string) string) string {
	same := true
	for _, r := range s {
		if !simpleCase(r) {
			return norm.NFC.String(slow(composeDots(s))) // i of İ takes a macron that follows
		}
		same = same && one(r) == r
	}
	if same {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 4)
	for _, r := range s {
		b.WriteRune(one(r))
	}
	return b.String()
}

// isUpper reports whether s is its own [Upper].
func isUpper(s string) bool {
	for _, r := range s {
		switch {
		case !simpleCase(r):
			return Upper(s) == s
		case upperRune(r) != r:
			return false
		}
	}
	return true
}

// simpleCase reports runes whose case is one rune for one, whatever stands
// around them.
func simpleCase(r rune) bool {
	switch r {
	case 'ß', 'µ', 'ŉ', 'ſ':
		return false
	}
	return r < 0x180
}

func upperRune(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z' && r != 'i':
		return r - 'a' + 'A'
	case r < 0x80 && r != 'i':
		return r
	}
	return unicode.TurkishCase.ToUpper(r)
}

func lowerRune(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z' && r != 'I':
		return r - 'A' + 'a'
	case r < 0x80 && r != 'I':
		return r
	}
	return unicode.TurkishCase.ToLower(r)
}

// composeDots composes s (NFC) and takes away the combining dot that lower
// casing outside of Turkish leaves behind: i + U+0307 is i.
func composeDots(s string) string {
	s = norm.NFC.String(s)
	if !strings.Contains(s, "\u0307") {
		return s
	}
	return strings.NewReplacer("i\u0307", "i", "ı\u0307", "i", "İ\u0307", "İ", "I\u0307", "İ").Replace(s)
}

// Title returns s as names and addresses are displayed: each word with one
// Turkish capital. A word starts after anything that is not a letter, but not
// after the apostrophe of a suffix (Mes'ut, Ankara'nın; yet O'Brien). Roman
// numerals and common initialisms keep their capitals, "ve" and "ile" inside of
// a text are small, and a letter behind a house number is a capital (12A).
func Title(s string) string { return title(s, turkishCasing) }

// Title is the function [Title] in the locale of o: outside of Turkish, I and i
// are one letter, and no word is special.
func (o *Options) Title(s string) string {
	if o.Turkish() {
		return Title(s)
	}
	return title(s, plainCasing)
}

// casing is how a language writes one letter large or small.
type casing struct {
	upper, lower func(rune) rune
	lowerAll     func(string) string // for words that are not simpleCase
	turkish      bool                // whether its words and numerals are Turkish
}

var (
	turkishCasing = &casing{upperRune, lowerRune, Lower, true}
	plainCasing   = &casing{unicode.ToUpper, unicode.ToLower, strings.ToLower, false}
)

// wordPlace says where a word stands: at the start of the text, before a full
// stop, and behind which rune.
type wordPlace struct {
	first, dotted bool
	prev          rune
}

// suffixed is the prev of letters that go on behind an apostrophe.
const suffixed = utf8.MaxRune

func title(s string, c *casing) string {
	var buf [128]byte
	out := appendTitled(buf[:0], s, c)
	if string(out) == s {
		return s
	}
	return string(out)
}

// appendTitled appends s in title case.
func appendTitled(out []byte, s string, c *casing) []byte {
	at := wordPlace{first: true, prev: ' '}
	for rest := s; len(rest) > 0; {
		n := letterRun(rest)
		if n == 0 {
			r, size := utf8.DecodeRuneInString(rest)
			out = append(out, rest[:size]...)
			rest, at.prev = rest[size:], r
			continue
		}
		word := rest[:n]
		rest = rest[n:]
		at.dotted = strings.HasPrefix(rest, ".")
		out = c.appendTitleWord(out, word, at)
		at.first, at.prev = false, 'a'
		if r, size := utf8.DecodeRuneInString(rest); isApostrophe(r) && severalRunes(word) {
			out = append(out, rest[:size]...)
			rest, at.prev = rest[size:], suffixed
		}
	}
	return out
}

// letterRun returns the length of the letters (and marks) that s starts with.
func letterRun(s string) int {
	for i, r := range s {
		if r < utf8.RuneSelf {
			if !isASCIILetter(r) {
				return i
			}
		} else if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			return i
		}
	}
	return len(s)
}

func severalRunes(s string) bool {
	_, n := utf8.DecodeRuneInString(s)
	return n < len(s)
}

// appendTitleWord appends one run of letters.
func (c *casing) appendTitleWord(dst []byte, w string, at wordPlace) []byte {
	start := len(dst)
	dst = c.appendLower(dst, w)
	low := dst[start:]
	switch {
	case at.prev == suffixed:
		return dst
	case !c.turkish || len(low) > longestSpecial:
	case isRoman(low):
		return appendASCIIUpper(dst[:start], low)
	case specialWord(low) == smallWord && !at.first && !at.dotted,
		specialWord(low) == ordinalSuffix && unicode.IsDigit(at.prev):
		return dst
	case specialWord(low) == initialism && !at.dotted:
		return append(dst[:start], Upper(string(low))...)
	}
	r, n := utf8.DecodeRune(low)
	if u := c.upper(r); u != r {
		var head [utf8.UTFMax]byte
		m := utf8.EncodeRune(head[:], u)
		dst = slices.Replace(dst, start, start+n, head[:m]...)
	}
	return dst
}

func (c *casing) appendLower(dst []byte, w string) []byte {
	start := len(dst)
	for _, r := range w {
		if !simpleCase(r) {
			return append(dst[:start], c.lowerAll(w)...)
		}
		dst = utf8.AppendRune(dst, c.lower(r))
	}
	return dst
}

// appendASCIIUpper appends a Roman numeral in capitals: I has no dot.
func appendASCIIUpper(dst, low []byte) []byte {
	var buf [2 * longestSpecial]byte
	for _, r := range string(append(buf[:0], low...)) { // low may lie in dst
		if r == 'ı' {
			r = 'i'
		}
		dst = append(dst, byte(r)-'a'+'A')
	}
	return dst
}

// The classes of words that are not simply written with one capital.
const (
	smallWord     = iota + 1 // small inside of a text
	ordinalSuffix            // small behind a digit: 5inci
	initialism               // all capitals
)

// longestSpecial is the length in bytes of the longest word that specialWord or
// isRoman knows: xxxvııı.
const longestSpecial = 10

// specialWord returns the class of a word in Turkish small letters, or 0. The
// initialisms are those that occur in addresses and company names of customers.
func specialWord(low []byte) int {
	switch string(low) {
	case "ve", "ile", "veya":
		return smallWord
	case "inci", "ıncı", "uncu", "üncü", "nci", "ncı", "ncu", "ncü":
		return ordinalSuffix
	case "tc", "ptt", "tcdd", "toki", "osb", "avm", "tbmm", "odtü", "itü", "thy", "trt", "dsi", "sgk", "ssk", "kktc", "abd", "gsm":
		return initialism
	}
	return 0
}

// isRoman reports a Roman numeral from II to XXXIX in Turkish small letters,
// where I may have become ı or i. One letter alone is a capital anyway.
func isRoman(low []byte) bool {
	if c := low[0]; c != 'i' && c != 'v' && c != 'x' && c != 0xC4 {
		return false
	}
	var buf [longestSpecial]byte
	s := buf[:0]
	for _, r := range string(low) {
		if r == 'ı' {
			r = 'i'
		}
		if r >= utf8.RuneSelf {
			return false
		}
		s = append(s, byte(r))
	}
	tens := 0
	for tens < len(s) && s[tens] == 'x' {
		tens++
	}
	if len(s) < 2 || tens > 3 {
		return false
	}
	switch string(s[tens:]) {
	case "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix":
		return true
	}
	return false
}
