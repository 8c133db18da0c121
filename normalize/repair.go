package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Repair undoes what old code pages, web forms and clipboards do to text, in
// the order of turkish.md section 1.1: wrong encoding, escapes, mojibake,
// composition, invisible characters, punctuation, blanks. Text that needs
// nothing comes back as it is, without allocation. Lost letters (`?`, U+FFFD)
// are reported as [Lossy] and never guessed: see [LossyMatch].
//
// Repairing repaired text changes nothing. Damage that is nested deeper than
// maxRounds is nobody's accident and is only cleaned.
func Repair(s string) Text {
	if isClean(s) {
		return Text{Value: s, Status: textStatus(s, Unchanged)}
	}
	t := Text{Value: s}
	for range maxRounds {
		before := t.Value
		t.round()
		if t.Value == before || isClean(t.Value) {
			t.Status = t.status(s)
			return t
		}
	}
	return Clean(s)
}

// maxRounds is how many layers of damage Repair takes off.
const maxRounds = 6

// Clean is the part of [Repair] that needs no guess: composition, invisible and
// control characters, blanks, apostrophes and dashes.
func Clean(s string) Text {
	if isClean(s) {
		return Text{Value: s, Status: textStatus(s, Unchanged)}
	}
	t := Text{Value: s}
	t.decode()
	t.clean()
	t.Status = t.status(s)
	return t
}

func (t *Text) round() {
	t.decode()
	t.unescape()
	if plainLetters(t.Value) {
		t.clean()
		return
	}
	t.mojibake()
	t.looseAccents()
	if isClean(t.Value) {
		return
	}
	t.clean()
	t.homoglyphs()
}

// plainLetters reports text of ASCII and Turkish letters only, which has neither
// mojibake nor anything to compose. Most text that needs cleaning is such text
// with a blank too many.
func plainLetters(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < utf8.RuneSelf {
			continue
		}
		if i+1 == len(s) || !turkishPair(s[i], s[i+1]) {
			return false
		}
		i++
	}
	return true
}

// status says what became of raw.
func (t *Text) status(raw string) Status {
	for _, r := range t.Repairs {
		if r == RepairDOS {
			return textStatus(t.Value, RepairedDOS)
		}
	}
	if t.Value == raw {
		return textStatus(t.Value, Unchanged)
	}
	return textStatus(t.Value, Repaired)
}

func textStatus(s string, otherwise Status) Status {
	switch {
	case s == "":
		return Empty
	case isLossy(s):
		return Lossy
	}
	return otherwise
}

// isClean reports text that no step of Repair could change: ASCII and Turkish
// letters, single blanks, none of the signs that start an escape.
func isClean(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < utf8.RuneSelf {
			switch cleanTable[c] {
			case cleanNever:
				return false
			case cleanBlank:
				if i == 0 || i+1 == len(s) || s[i-1] == ' ' {
					return false
				}
			}
			continue
		}
		if i+1 == len(s) || !turkishPair(c, s[i+1]) && !latinPair(s[i:]) {
			return false
		}
		i++
	}
	return true
}

// turkishPair reports the two UTF-8 bytes of one of çğıöşü and its capital: none
// of them is damage, whatever follows.
func turkishPair(a, b byte) bool {
	switch a {
	case 0xC3:
		switch b {
		case 0x87, 0x96, 0x9C, 0xA7, 0xB6, 0xBC: // Ç Ö Ü ç ö ü
			return true
		}
	case 0xC4:
		return b == 0x9E || b == 0x9F || b == 0xB0 || b == 0xB1 // Ğ ğ İ ı
	case 0xC5:
		return b == 0x9E || b == 0x9F // Ş ş
	}
	return false
}

// latinPair reports another letter of Latin-1 (â, é) that ASCII or the end
// follows, and so cannot start mojibake; ÐÝÞðýþ are suspicious wherever they stand.
func latinPair(s string) bool {
	if s[0] != 0xC3 || s[1]&0xC0 != 0x80 || len(s) > 2 && s[2] >= utf8.RuneSelf {
		return false
	}
	switch s[1] {
	case 0x90, 0x9D, 0x9E, 0xB0, 0xBD, 0xBE:
		return false
	}
	return true
}

const (
	cleanAlways = iota
	cleanBlank
	cleanNever
)

var cleanTable = makeCleanTable()

func makeCleanTable() (t [utf8.RuneSelf]byte) {
	for c := range t {
		if c < ' ' || c == 0x7F {
			t[c] = cleanNever
		}
	}
	for _, c := range "&\\%=`" {
		t[c] = cleanNever
	}
	t[' '] = cleanBlank
	return t
}

// decode makes UTF-8 of t (step 1). Bytes that are no UTF-8 are windows-1254, but
// a cut-off rune at the end of UTF-8 text is lost.
func (t *Text) decode() {
	if utf8.ValidString(t.Value) {
		return
	}
	var b strings.Builder
	s, multi := t.Value, false
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r != utf8.RuneError || n > 1:
			multi = multi || n > 1
		case multi && !utf8.FullRuneInString(s):
			n = len(s)
			r = utf8.RuneError
		default:
			r = latin5[s[0]]
		}
		b.WriteRune(r)
		s = s[n:]
	}
	t.set(b.String(), RepairEncoding)
}

// clean is steps 4 to 6.
func (t *Text) clean() {
	plain := plainLetters(t.Value)
	if !plain {
		t.set(composeDots(t.Value), RepairCompose)
	}
	var b strings.Builder
	b.Grow(len(t.Value))
	blank := false
	for i, r := range t.Value {
		c, name := cleanRune(r)
		if name != "" {
			t.did(name)
		}
		if c == dropped {
			continue
		}
		if c == ' ' {
			if blank || i == 0 {
				t.did(RepairBlank)
			}
			blank = true
			continue
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(c)
	}
	if blank {
		t.did(RepairBlank)
	}
	if t.Value = b.String(); !plain {
		t.Value = composeDots(t.Value) // what stood between letter and accent is gone
	}
}

// dropped is what cleanRune returns for a rune that goes.
const dropped = -1

// cleanRune returns what a rune becomes, and the name of the repair.
func cleanRune(r rune) (rune, string) {
	switch {
	case r == ' ' || r > ' ' && r < 0x7F && r != '`' || r == utf8.RuneError:
		return r, ""
	case isBlank(r):
		return ' ', RepairBlank
	case unicode.IsControl(r):
		return dropped, RepairControl
	case isInvisible(r):
		return dropped, RepairInvisible
	case isApostrophe(r):
		return '\'', RepairApostrophe
	case isDash(r):
		return '-', RepairDash
	}
	return r, ""
}

// isBlank reports what separates words: Unicode's space separators, line breaks
// and tabs, and two signs without ink.
func isBlank(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029, 0x2800, 0x3164:
		return true
	}
	return r == ' ' || r >= 0x80 && unicode.Is(unicode.Zs, r)
}

// isInvisible reports controls and format characters, which neither show nor
// separate.
func isInvisible(r rune) bool {
	switch {
	case isBlank(r):
		return false
	case r == 0x34F, r == 0x115F, r == 0x1160, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return unicode.IsControl(r) || r >= 0x80 && unicode.Is(unicode.Cf, r)
}

// isApostrophe reports the signs that are typed for an apostrophe.
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '‛', '`', '´', 'ʼ', 'ʻ', 'ʹ', 'ʽ', 'ʾ', 'ʿ', '′', '＇':
		return true
	}
	return false
}

// isDash reports the signs that are typed for a hyphen.
func isDash(r rune) bool {
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '−', '﹘', '﹣', '－':
		return true
	}
	return false
}

// looseAccents joins a letter and the free-standing accent behind it where the
// two make a Turkish letter: Gu¨l, S¸ahin, Dog˘an.
func (t *Text) looseAccents() {
	if strings.ContainsAny(t.Value, "¨¸˘˙") {
		t.set(accentJoiner.Replace(t.Value), RepairAccent)
	}
}

var accentJoiner = strings.NewReplacer(
	"o¨", "ö", "O¨", "Ö", "u¨", "ü", "U¨", "Ü", "c¸", "ç", "C¸", "Ç", "s¸", "ş", "S¸", "Ş",
	"g˘", "ğ", "G˘", "Ğ", "I˙", "İ", "i˙", "i", "ı˙", "i",
)

// homoglyphs puts Latin letters for the Cyrillic and Greek look-alikes in words
// that are Latin otherwise.
func (t *Text) homoglyphs() {
	if !strings.ContainsFunc(t.Value, func(r rune) bool { return homoglyph(r) != 0 }) {
		return
	}
	words := strings.Split(t.Value, " ")
	for i, w := range words {
		if hasLatin(w) {
			words[i] = strings.Map(func(r rune) rune {
				if l := homoglyph(r); l != 0 {
					return l
				}
				return r
			}, w)
		}
	}
	t.set(strings.Join(words, " "), RepairHomoglyph)
}

// isTurkishSpecial reports the letters of Turkish names that are not ASCII.
func isTurkishSpecial(r rune) bool {
	switch r {
	case 'ç', 'ğ', 'ı', 'ö', 'ş', 'ü', 'â', 'î', 'û', 'Ç', 'Ğ', 'İ', 'Ö', 'Ş', 'Ü', 'Â', 'Î', 'Û':
		return true
	}
	return false
}
