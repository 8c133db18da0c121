package synth

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func turkishLower(s string) string { return strings.ToLowerSpecial(unicode.TurkishCase, s) }
func turkishUpper(s string) string { return strings.ToUpperSpecial(unicode.TurkishCase, s) }

// joinWords writes two words as one, as in Hacı + Ahmet = Hacıahmet.
func joinWords(head, tail string) string {
	if head == "" {
		return tail
	}
	return head + turkishLower(tail)
}

var asciiLetters = strings.NewReplacer(
	"ç", "c", "ğ", "g", "ı", "i", "ö", "o", "ş", "s", "ü", "u", "â", "a", "î", "i", "û", "u",
	"Ç", "C", "Ğ", "G", "İ", "I", "Ö", "O", "Ş", "S", "Ü", "U", "Â", "A", "Î", "I", "Û", "U")

// ascii drops the dots and hooks of the Turkish letters.
func ascii(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return asciiLetters.Replace(s)
		}
	}
	return s
}

// asciiLower is the form in which people write their names in an e-mail
// address: lower case, ASCII, letters and digits only.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, ascii(s))
}

// misread holds what a wrong decoding makes of the Turkish letters.
var (
	// Windows-1254 bytes shown as Windows-1252: one letter for one.
	latin5AsLatin1 = strings.NewReplacer("ğ", "ð", "ı", "ý", "ş", "þ", "Ğ", "Ð", "İ", "Ý", "Ş", "Þ")
	// UTF-8 bytes shown as Windows-1252: two letters for one.
	utf8AsLatin1 = strings.NewReplacer("ç", "Ã§", "ğ", "ÄŸ", "ı", "Ä±", "ö", "Ã¶", "ş", "ÅŸ", "ü", "Ã¼",
		"Ç", "Ã‡", "Ğ", "Äž", "İ", "Ä°", "Ö", "Ã–", "Ş", "Åž", "Ü", "Ãœ")
	// A system that knows Western letters only and writes ? for the others.
	lostInLatin1 = strings.NewReplacer("ğ", "?", "ı", "?", "ş", "?", "Ğ", "?", "İ", "?", "Ş", "?")
	// A system that knows ASCII only.
	lostInASCII = strings.NewReplacer("ç", "?", "ğ", "?", "ı", "?", "ö", "?", "ş", "?", "ü", "?",
		"Ç", "?", "Ğ", "?", "İ", "?", "Ö", "?", "Ş", "?", "Ü", "?")
)

// neighbours are the keys beside each key of a Turkish Q keyboard.
var neighbours = map[rune]string{
	'a': "sqwz", 'b': "vgnh", 'c': "xdfv", 'd': "sefcx", 'e': "wrds", 'f': "drtgvc", 'g': "ftyhbv", 'h': "gyujnb",
	'ı': "uokj", 'i': "şpğü", 'j': "huıknm", 'k': "jıolm", 'l': "koşp", 'm': "njkö", 'n': "bhjm", 'o': "ıplk",
	'p': "oğlş", 'r': "edft", 's': "awedxz", 't': "rfgy", 'u': "yhjı", 'v': "cfgb", 'y': "tghu", 'z': "asx",
	'ç': "ö.", 'ğ': "püşi", 'ö': "mçl", 'ş': "lpiğ", 'ü': "ği",
}

// mistype makes one slip of the fingers in a word of three letters or more:
// another key, a key too few, a key twice, two keys in the wrong order.
func mistype(r random, s string) string {
	runes := []rune(s)
	if len(runes) < 3 {
		return s
	}
	i := r.between(1, len(runes)-1) // the first letter is seldom wrong
	if r.chance(0.06) {
		i = 0
	}
	if !unicode.IsLetter(runes[i]) {
		return s
	}
	switch x := r.Float64(); {
	case x < 0.34:
		runes[i] = besideKey(r, runes[i])
	case x < 0.62:
		runes = append(runes[:i], runes[i+1:]...)
	case x < 0.76:
		runes = append(runes[:i+1], runes[i:]...)
	case i > 0 && unicode.IsLetter(runes[i-1]):
		a, b := runes[i-1], runes[i]
		runes[i-1], runes[i] = likeCase(b, a), likeCase(a, b)
	}
	return string(runes)
}

func besideKey(r random, c rune) rune {
	keys := []rune(neighbours[unicode.TurkishCase.ToLower(c)])
	if len(keys) == 0 {
		return c
	}
	return likeCase(pick(r, keys), c)
}

// likeCase gives c the case of like.
func likeCase(c, like rune) rune {
	if unicode.IsUpper(like) {
		return unicode.TurkishCase.ToUpper(c)
	}
	return unicode.TurkishCase.ToLower(c)
}

// sounds are what is heard for another over a telephone.
var sounds = []string{"b", "p", "d", "t", "m", "n", "s", "ş", "v", "f", "g", "k", "z", "s", "e", "i", "u", "ü", "o", "u", "ı", "i", "e", "a", "c", "ç"}

// mishear changes one sound of a name, or loses one inside it.
func mishear(r random, s string) string {
	runes := []rune(s)
	if len(runes) < 4 {
		return s
	}
	if r.chance(0.35) {
		i := r.between(2, len(runes)-2)
		return string(append(runes[:i], runes[i+1:]...))
	}
	for range 8 {
		i := r.between(1, len(runes)-1)
		at := 2 * r.IntN(len(sounds)/2)
		from, to := sounds[at], sounds[at+1]
		if r.chance(0.5) {
			from, to = to, from
		}
		if string(unicode.TurkishCase.ToLower(runes[i])) == from {
			c, _ := utf8.DecodeRuneInString(to)
			runes[i] = likeCase(c, runes[i])
			return string(runes)
		}
	}
	return s
}

// misdigit makes one slip in a number: another digit or two in the wrong order.
func misdigit(r random, s string) string {
	b := []byte(s)
	if len(b) < 3 {
		return s
	}
	i := r.IntN(len(b) - 1)
	if b[i] < '0' || b[i] > '9' || b[i+1] < '0' || b[i+1] > '9' {
		return s
	}
	if r.chance(0.45) && b[i] != b[i+1] && (i > 0 || b[1] != '0') {
		b[i], b[i+1] = b[i+1], b[i]
		return string(b)
	}
	i = r.between(1, len(b)-1)
	if b[i] >= '0' && b[i] <= '9' {
		b[i] = '0' + (b[i]-'0'+byte(r.between(1, 9)))%10
	}
	return string(b)
}
