package normalize

import (
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
			return slow(composeDots(s))
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
func Title(s string) string {
	lower := Lower(s)
	var b strings.Builder
	b.Grow(len(lower) + 4)
	prev := rune(' ') // the rune before the word
	first := true
	for len(lower) > 0 {
		n := letterRun(lower)
		if n == 0 {
			r, size := utf8.DecodeRuneInString(lower)
			b.WriteString(lower[:size])
			lower, prev = lower[size:], r
			continue
		}
		writeTitleWord(&b, lower[:n], prev, wordPlace{first: first, dotted: strings.HasPrefix(lower[n:], ".")})
		prev, _ = utf8.DecodeLastRuneInString(lower[:n])
		if isApostrophe(peek(lower[n:])) && utf8.RuneCountInString(lower[:n]) > 1 {
			prev = suffixed
		}
		if prev != suffixed {
			lower, first = lower[n:], false
			continue
		}
		_, size := utf8.DecodeRuneInString(lower[n:])
		b.WriteString(lower[n : n+size])
		lower, first = lower[n+size:], false
	}
	if b.String() == s {
		return s
	}
	return b.String()
}

// suffixed stands for an apostrophe behind which the word goes on.
const suffixed = utf8.MaxRune

// wordPlace says where a word stands.
type wordPlace struct{ first, dotted bool }

func peek(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// letterRun returns the length of the letters (and marks) that s starts with.
func letterRun(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			return i
		}
	}
	return len(s)
}

func writeTitleWord(b *strings.Builder, w string, prev rune, at wordPlace) {
	switch {
	case prev == suffixed, unicode.IsDigit(prev) && ordinalSuffix[w]:
		b.WriteString(w)
	case smallWord[w] && !at.first && !at.dotted:
		b.WriteString(w)
	case isRoman(w) || initialism[w] && !at.dotted:
		b.WriteString(strings.ReplaceAll(Upper(w), romanDotted(w), "I"))
	default:
		r, size := utf8.DecodeRuneInString(w)
		b.WriteRune(upperRune(r))
		b.WriteString(w[size:])
	}
}

// romanDotted returns the letter that has to lose its dot in capitals.
func romanDotted(w string) string {
	if isRoman(w) {
		return "İ"
	}
	return "\x00"
}

var smallWord = map[string]bool{"ve": true, "ile": true, "veya": true}

var ordinalSuffix = map[string]bool{
	"inci": true, "ıncı": true, "uncu": true, "üncü": true, "nci": true, "ncı": true, "ncu": true, "ncü": true,
}

// initialism lists letter words that Turkish writes in capitals and that occur
// in the addresses and company names of customers.
var initialism = map[string]bool{
	"tc": true, "ptt": true, "tcdd": true, "toki": true, "osb": true, "avm": true, "tbmm": true, "odtü": true,
	"itü": true, "thy": true, "trt": true, "dsi": true, "sgk": true, "ssk": true, "kktc": true, "abd": true, "gsm": true,
}

// isRoman reports a Roman numeral from II to XXXIX in Turkish small letters,
// where I may have become ı or i. One letter alone is a capital anyway.
func isRoman(w string) bool {
	s := strings.ReplaceAll(w, "ı", "i")
	if len(s) < 2 || len(s) > 7 {
		return false
	}
	units := strings.TrimLeft(s, "x")
	if len(s)-len(units) > 3 {
		return false
	}
	switch units {
	case "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix":
		return true
	}
	return false
}
