package normalize

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the key form of s: lower-case ASCII letters and digits, words
// separated by one blank (turkish.md section 1.3). All of İ I ı i become i. Two
// texts are one word to tekil when their folds are equal and not empty: an
// empty fold never equals anything.
func Fold(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFKC.String(s) {
		switch r {
		case 'İ', 'I', 'ı', 'i', 'î', 'Î':
			r = 'i'
		case 'ç', 'Ç':
			r = 'c'
		case 'ğ', 'Ğ':
			r = 'g'
		case 'ö', 'Ö', 'ø', 'Ø':
			r = 'o'
		case 'ş', 'Ş':
			r = 's'
		case 'ü', 'Ü', 'û', 'Û':
			r = 'u'
		case 'â', 'Â':
			r = 'a'
		case '\'', '’', 0x307:
			continue
		default:
			r = unicode.ToLower(r)
		}
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
			blank = false
		} else {
			blank = true
		}
	}
	return b.String()
}
