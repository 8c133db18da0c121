package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// missingWords are the folded texts that people type for "there is none".
var missingWords = map[string]bool{
	"yok": true, "yoktur": true, "yok yok": true, "n a": true, "na": true, "null": true, "nil": true,
	"none": true, "nan": true, "undefined": true, "unknown": true, "bilinmiyor": true, "bilinmeyen": true,
	"bilgi yok": true, "belirsiz": true, "belirtilmemis": true, "belirtilmedi": true, "tanimsiz": true,
	"bos": true, "mevcut degil": true, "girilmemis": true, "girilmedi": true, "not available": true,
	"not applicable": true, "missing": true, "empty": true, "veri yok": true, "kayit yok": true,
}

// missingValue reports whether s says nothing: empty, punctuation only, or a
// word for "none". A mask character is not punctuation: it hides something.
func missingValue(s string) bool {
	letters, bytes := false, 0
	for _, r := range s {
		if r == '*' || r == '•' || r == '●' || unicode.IsDigit(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters = true
		}
		bytes++
	}
	if !letters {
		return true
	}
	return bytes <= 24 && missingWords[Fold(s)]
}

// digitOf returns the value of a decimal digit of any script: Turkish forms
// meet ASCII, fullwidth and Arabic-Indic ones. -1 means that r is no digit.
func digitOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r < utf8.RuneSelf || !unicode.IsDigit(r):
		return -1
	}
	return int(digitValue(r))
}

// plainASCII rewrites s for the parsers of numbers: digits of every script
// become ASCII, invisible characters go, every blank becomes ' ', typographic
// dashes, apostrophes and fullwidth signs their ASCII forms. Letters stay. It
// returns s itself, unallocated, when there is nothing to do.
func plainASCII(s string) string {
	clean := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c < ' ' && c != '\n' || c == 0x7f {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if d := digitOf(r); d >= 0 {
			b.WriteByte(byte('0' + d))
			continue
		}
		switch {
		case r == '\n' || r == '\r' || r == 0x2028 || r == 0x2029 || r == 0x85:
			b.WriteByte('\n')
		case isBlank(r) || r == '\t' || r == '\v' || r == '\f':
			b.WriteByte(' ')
		case isInvisible(r) || unicode.IsControl(r):
		case isDash(r) || r == '﹣':
			b.WriteByte('-')
		case isApostrophe(r), r == '｀': // ｀ is a fullwidth `
			b.WriteByte('\'')
		case r >= '！' && r <= '～': // fullwidth ASCII
			b.WriteByte(byte(r-'！') + '!')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// trimFloat drops the ".0" that a spreadsheet adds to a long number.
func trimFloat(s string) string {
	t := strings.TrimRight(s, "0")
	if t == s || len(t) < 6 {
		return s
	}
	if last := t[len(t)-1]; (last == '.' || last == ',') && isDigit(t[len(t)-2]) && isDigit(t[len(t)-3]) &&
		isDigit(t[len(t)-4]) && isDigit(t[len(t)-5]) {
		return t[:len(t)-1]
	}
	return s
}

// scientific reports whether s is a number in scientific notation, as
// spreadsheets show long numbers: its digits are lost and never expanded.
func scientific(s string) bool {
	s = strings.TrimSpace(s)
	i, digits, exponent, point := 0, 0, false, false
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			digits++
		case c == '.' || c == ',':
			if digits != 1 || point {
				return false
			}
			point = true
		case c == 'e' || c == 'E':
			exponent = digits == 1 || point && digits > 1
			i++
			goto tail
		default:
			return false
		}
	}
tail:
	if !exponent {
		return false
	}
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	if i == len(s) || len(s)-i > 3 {
		return false
	}
	for ; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// upperASCII upper-cases a code: ASCII casing only, and the dotless ı of a
// Turkish keyboard is the Latin I (turkish.md section 1.2).
func upperASCII(s string) string {
	return strings.ReplaceAll(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s), "ı", "I")
}
