package normalize

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the key form of s: lower-case ASCII letters and digits, words
// separated by one blank (turkish.md section 1.3). All of İ I ı i become i, and
// every other letter its base: ş s, ğ g, â a, é e, ß ss, ə e. Apostrophes and
// invisible characters vanish, every other sign separates words. A Cyrillic or
// Greek look-alike inside a Latin word counts as the Latin letter.
//
// Text whose letters are all of another script has the empty fold. Two texts
// are one word to tekil when their folds are equal and not empty: see
// [FoldEqual]. Folding a fold gives it again.
func Fold(s string) string {
	if isFold(s) {
		return s
	}
	var buf [96]byte
	return string(AppendFold(buf[:0], s))
}

// FoldEqual reports whether a and b have the same fold. An empty fold equals
// nothing, not even another empty one: two unreadable names are not one name.
func FoldEqual(a, b string) bool {
	var abuf, bbuf [96]byte
	fa, fb := AppendFold(abuf[:0], a), AppendFold(bbuf[:0], b)
	return len(fa) > 0 && string(fa) == string(fb)
}

// AppendFold appends the fold of s to dst and returns the extended buffer. It
// allocates only to grow dst, or when s holds a rune outside of Latin-1, Latin
// Extended-A and the usual punctuation.
func AppendFold(dst []byte, s string) []byte {
	start := len(dst)
	for i := 0; i < len(s); {
		c := s[i]
		var r rune
		n := 1
		switch {
		case c < utf8.RuneSelf:
			r = rune(c)
		case c >= 0xC2 && c < 0xC6 && i+1 < len(s) && s[i+1]&0xC0 == 0x80:
			r, n = rune(c&0x1F)<<6|rune(s[i+1]&0x3F), 2
		default:
			r, n = utf8.DecodeRuneInString(s[i:])
			switch {
			case isApostrophe(r):
				r = '\''
			case isDash(r):
				r = '-'
			default:
				return appendFoldSlow(dst[:start], s)
			}
		}
		i += n
		switch f := keyTable[r]; f[0] {
		case keyDrop:
		case keySplit:
			dst = appendBlank(dst, start)
		case keySlow:
			return appendFoldSlow(dst[:start], s)
		default:
			dst = append(dst, f[0])
			if f[1] != 0 {
				dst = append(dst, f[1])
			}
		}
	}
	return trimBlank(dst, start)
}

func appendBlank(dst []byte, start int) []byte {
	if len(dst) > start && dst[len(dst)-1] != ' ' {
		dst = append(dst, ' ')
	}
	return dst
}

func trimBlank(dst []byte, start int) []byte {
	if len(dst) > start && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// isFold reports whether s is its own fold.
func isFold(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case c == ' ' && i > 0 && i+1 < len(s) && s[i-1] != ' ':
		default:
			return false
		}
	}
	return true
}

// What keyTable says of a rune that is no letter or digit.
const (
	keySplit = 0 // separates words
	keyDrop  = 1 // vanishes
	keySlow  = 2 // needs the whole text: see appendFoldSlow
)

// keyTable holds the one or two bytes that a rune below U+0180 folds to.
var keyTable = makeKeyTable()

func makeKeyTable() (t [0x180][2]byte) {
	for r := rune(0); r < 0x180; r++ {
		f, ok := foldRune(r)
		switch {
		case ok && len(f) > 2:
			t[r][0] = keySlow
		case ok:
			copy(t[r][:], f)
		case foldsAway(r):
			t[r][0] = keyDrop
		}
	}
	return t
}

// foldLetters are the letters that Unicode does not decompose.
var foldLetters = map[rune]string{
	'ı': "i", 'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe",
	'ø': "o", 'Ø': "o", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'ł': "l", 'Ł': "l",
	'þ': "th", 'Þ': "th", 'ħ': "h", 'Ħ': "h", 'ŧ': "t", 'Ŧ': "t", 'ŋ': "n", 'Ŋ': "n",
	'ĸ': "k", 'ə': "e", 'Ə': "e", 'ǝ': "e", 'Ǝ': "e", 'ɨ': "i", 'Ɨ': "i", 'ƶ': "z", 'Ƶ': "z",
	'ƒ': "f", 'ɓ': "b", 'Ɓ': "b", 'ɗ': "d", 'Ɗ': "d", 'ƙ': "k", 'Ƙ': "k", 'ɡ': "g", 'ȷ': "j",
	'ɩ': "i", 'ʌ': "v", 'ɔ': "o", 'Ɔ': "o", 'ɛ': "e", 'Ɛ': "e", 'ƴ': "y", 'Ƴ': "y", 'ﬅ': "st",
}

// foldRune returns what one rune folds to, and whether it is a Latin letter or
// a digit at all.
func foldRune(r rune) (string, bool) {
	if f, ok := foldLetters[r]; ok {
		return f, true
	}
	if isApostrophe(r) || isSpacingMark(r) {
		return "", false
	}
	var out []byte
	if '¼' <= r && r <= '¾' || '⅐' <= r && r <= '⅟' {
		return "", false // a fraction is no digits in a row
	}
	for _, d := range norm.NFKD.String(string(r)) {
		f, ok := foldLetters[d]
		if !ok {
			d = unicode.ToLower(d) // Ƒ is capital ƒ
			f, ok = foldLetters[d]
		}
		switch {
		case ok:
			out = append(out, f...)
		case 'a' <= d && d <= 'z', '0' <= d && d <= '9':
			out = append(out, byte(d))
		case unicode.IsDigit(d):
			out = append(out, '0'+digitValue(d))
		}
	}
	return string(out), len(out) > 0
}

// digitValue returns the value of a decimal digit of any script. Unicode keeps
// the ten digits of a script in a row that starts with zero.
func digitValue(r rune) byte {
	n := byte(0)
	for n < 9 && unicode.IsDigit(r-1) {
		r--
		n++
	}
	return n
}

// foldsAway reports runes that neither stand in a fold nor separate words.
func foldsAway(r rune) bool {
	return isApostrophe(r) || isSpacingMark(r) || isInvisible(r) || unicode.Is(unicode.M, r)
}

// isSpacingMark reports the free-standing accents that old PDF files leave
// beside their letter: "Gu¨l", "S¸ahin".
func isSpacingMark(r rune) bool {
	switch r {
	case '¨', '¸', '¯', '˘', '˙', '˚', '˛', '˜', '˝', 'ˆ', 'ˇ':
		return true
	}
	return false
}

// appendFoldSlow folds text that holds runes outside of keyTable.
func appendFoldSlow(dst []byte, s string) []byte {
	start := len(dst)
	latin, foreign := false, false
	for len(s) > 0 {
		n := wordLen(s)
		if n == 0 {
			dst = appendBlank(dst, start)
			_, n = utf8.DecodeRuneInString(s)
			s = s[n:]
			continue
		}
		var l, f bool
		dst, l, f = appendFoldWord(dst, start, s[:n])
		latin, foreign = latin || l, foreign || f
		s = s[n:]
	}
	if foreign && !latin {
		return dst[:start]
	}
	return trimBlank(dst, start)
}

// wordLen returns how many bytes of s belong to the word that s starts with: a
// word ends at the first rune that separates.
func wordLen(s string) int {
	for i, r := range s {
		if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !foldsAway(r) {
			if _, ok := foldRune(r); !ok || r == utf8.RuneError {
				return i
			}
		}
	}
	return len(s)
}

// appendFoldWord folds one word and reports whether it has Latin letters and
// whether it has letters of another script that stayed unread.
func appendFoldWord(dst []byte, start int, w string) (_ []byte, latin, foreign bool) {
	latin = hasLatin(w)
	for _, r := range w {
		if l := homoglyph(r); l != 0 && latin {
			r = l
		}
		f, ok := foldRune(r)
		switch {
		case ok:
			dst = append(dst, f...)
		case unicode.IsLetter(r):
			foreign = true
			dst = appendBlank(dst, start)
		}
	}
	return dst, latin, foreign
}

func hasLatin(w string) bool {
	for _, r := range norm.NFKC.String(w) {
		if unicode.Is(unicode.Latin, r) {
			return true
		}
	}
	return false
}

// homoglyph returns the Latin letter that a Cyrillic or Greek one looks like, or
// zero.
func homoglyph(r rune) rune {
	const foreign = "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα"
	const latin = "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXoa"
	if r < 0x370 || r > 0x52F {
		return 0
	}
	i := 0
	for _, f := range foreign {
		if f == r {
			return rune(latin[i])
		}
		i++
	}
	return 0
}
