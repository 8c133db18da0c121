package normalize

import (
	"fmt"
	"html"
	"io"
	"mime"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
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
	t.mojibake()
	t.looseAccents()
	t.clean()
	t.homoglyphs()
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

// unescape is step 2.
func (t *Text) unescape() {
	if strings.Contains(t.Value, "&") {
		t.set(unescapeEntities(t.Value), RepairEntity)
	}
	if strings.ContainsAny(t.Value, `\%`) {
		t.set(unescapeUnicode(t.Value), RepairEscape)
		t.set(unescapeBytes(t.Value, `\x`), RepairEscape)
	}
	if strings.Contains(t.Value, "%") {
		t.set(unescapePercent(t.Value), RepairPercent)
	}
	if strings.Contains(t.Value, "=") {
		t.set(unescapeMIME(t.Value), RepairMIME)
	}
}

// unescapeEntities replaces each HTML entity that ends in a semicolon, and
// decimal ones also without it (Y&#305ld&#305z). It takes one pass also where
// unescaping makes an entity (&amp;Ouml;): at every semicolon it looks back for
// the ampersand in what it wrote.
func unescapeEntities(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != ';' {
			out = append(out, s[i])
			if i+1 == len(s) || !isDigit(s[i+1]) && s[i+1] != ';' {
				out = unescapeLast(out, decimalStart(out))
			}
			continue
		}
		out = append(out, ';')
		out = unescapeLast(out, entityStart(out))
	}
	return string(out)
}

// unescapeLast replaces the entity at the end of out, if that is one.
func unescapeLast(out []byte, from int) []byte {
	if from < 0 {
		return out
	}
	entity := strings.TrimSuffix(string(out[from:]), ";") + ";"
	if u := html.UnescapeString(entity); u != entity && !strings.HasSuffix(u, ";") {
		return append(out[:from], u...)
	}
	return out
}

// decimalStart returns where the decimal entity without a semicolon at the end of
// out starts, or -1. Two to five digits: as many as letters have.
func decimalStart(out []byte) int {
	i := len(out)
	for i > 0 && len(out)-i < 6 && isDigit(out[i-1]) {
		i--
	}
	if n := len(out) - i; n < 2 || n > 5 || i < 2 || out[i-1] != '#' || out[i-2] != '&' {
		return -1
	}
	return i - 2
}

// entityStart returns where the entity that ends out may start, or -1.
func entityStart(out []byte) int {
	const longest = 33 // "&CounterClockwiseContourIntegral;"
	for i := len(out) - 2; i >= 0 && len(out)-i <= longest; i-- {
		switch c := out[i]; {
		case c == '&':
			return i
		case c == ';' || c == ' ' || c >= utf8.RuneSelf:
			return -1
		}
	}
	return -1
}

// unescapeUnicode replaces \u0131 (JSON, Java) and %u0131 (JavaScript's escape).
func unescapeUnicode(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := unicodeEscape(s[i:])
		if n == 0 {
			b.WriteByte(s[i])
			i++
			continue
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// unicodeEscape reads the escape that s starts with; n is 0 where there is none.
func unicodeEscape(s string) (r rune, n int) {
	for n < len(s) && n < 2 && s[n] == '\\' {
		n++
	}
	if n == 0 && strings.HasPrefix(s, "%") {
		n = 1
	}
	if n == 0 || len(s) < n+5 || s[n]|0x20 != 'u' {
		return 0, 0
	}
	v, err := strconv.ParseUint(s[n+1:n+5], 16, 32)
	if err != nil || v < ' ' {
		return 0, 0
	}
	if v >= 0xD800 && v < 0xDC00 {
		return surrogatePair(rune(v), s[n+5:], n+5)
	}
	return rune(v), n + 5
}

func surrogatePair(hi rune, rest string, n int) (rune, int) {
	m := len(rest) - len(strings.TrimLeft(rest, `\%`))
	if m == 0 || len(rest) < m+5 || rest[m]|0x20 != 'u' {
		return utf8.RuneError, n
	}
	lo, err := strconv.ParseUint(rest[m+1:m+5], 16, 32)
	if err != nil || lo < 0xDC00 || lo > 0xDFFF {
		return utf8.RuneError, n
	}
	return 0x10000 + (hi-0xD800)<<10 + rune(lo) - 0xDC00, n + m + 5
}

// unescapePercent undoes URL encoding. A per cent sign is common in Turkish text
// (%50), so runs above ASCII must be UTF-8 with a letter in it, and escapes of
// ASCII signs count only beside such a run or between two letters.
func unescapePercent(s string) string {
	var b strings.Builder
	letters := false
	for i := 0; i < len(s); {
		run, n := hexRun(s[i:], "%")
		if isUTF8Letters(run) {
			b.WriteString(run)
			letters = true
			i += n
			continue
		}
		if asciiSigns(run) && betweenLetters(s, i, i+n) {
			b.WriteString(run)
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	if letters && !strings.Contains(s, " ") {
		return formBlanks(b.String())
	}
	return b.String()
}

// formBlanks finishes URL-encoded text: + and %20 are blanks, other escaped
// signs are themselves.
func formBlanks(s string) string {
	s = strings.ReplaceAll(s, "+", " ")
	var b strings.Builder
	for i := 0; i < len(s); {
		if run, n := hexRun(s[i:], "%"); asciiSigns(run) {
			b.WriteString(run)
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

func isHighLetter(r rune) bool { return r >= 0x80 && r != utf8.RuneError && unicode.IsLetter(r) }

// asciiSigns reports a run of signs that URL encoding escapes.
func asciiSigns(run string) bool {
	for i := 0; i < len(run); i++ {
		if c := run[i]; c < ' ' || c >= 0x7F || letterByte(c) || '0' <= c && c <= '9' {
			return false
		}
	}
	return run != ""
}

func betweenLetters(s string, from, to int) bool {
	return from > 0 && to < len(s) && letterByte(s[from-1]) && letterByte(s[to])
}

// isUTF8Letters reports bytes above ASCII that are UTF-8 with a letter in it.
func isUTF8Letters(run string) bool {
	return run != "" && utf8.ValidString(run) && strings.ContainsFunc(run, isHighLetter)
}

// hexRun reads the escapes that s starts with, each a prefix and two hexadecimal
// digits: their bytes, and how much of s they take. A run is either above ASCII
// throughout or ASCII throughout.
func hexRun(s, prefix string) (run string, n int) {
	var b []byte
	size := len(prefix) + 2
	for len(s) >= n+size && s[n:n+len(prefix)] == prefix {
		v, err := strconv.ParseUint(s[n+len(prefix):n+size], 16, 8)
		if err != nil || len(b) > 0 && (b[0] < 0x80) != (v < 0x80) {
			break
		}
		b = append(b, byte(v))
		n += size
	}
	return string(b), n
}

// unescapeBytes replaces runs of UTF-8 bytes that are written as escapes.
func unescapeBytes(s, prefix string) string {
	if !strings.Contains(s, prefix) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if run, n := hexRun(s[i:], prefix); isUTF8Letters(run) {
			b.WriteString(run)
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// unescapeMIME reads what mail headers leave in lists of contacts: encoded words
// (=?UTF-8?Q?=C3=96zmen?=) and bare quoted-printable letters (=C3=96zmen).
func unescapeMIME(s string) string {
	if strings.Contains(s, "=?") {
		if v, err := mailWords.DecodeHeader(s); err == nil {
			s = v
		}
	}
	return unescapeBytes(s, "=")
}

// mailWords reads encoded words in UTF-8 and in the Turkish code pages.
var mailWords = mime.WordDecoder{CharsetReader: func(charset string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "windows-1254", "iso-8859-9", "iso-8859-1", "windows-1252":
		return charmap.Windows1254.NewDecoder().Reader(input), nil
	}
	return nil, fmt.Errorf("unknown charset %q", charset)
}}

// clean is steps 4 to 6.
func (t *Text) clean() {
	if !norm.NFC.IsNormalString(t.Value) || strings.Contains(t.Value, "\u0307") {
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
	t.Value = composeDots(b.String())
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

// looseAccents joins a letter and the free-standing accent beside it where the
// two make a Turkish letter: Gu¨l, S¸ahin, Dog˘an.
func (t *Text) looseAccents() {
	if !strings.ContainsAny(t.Value, "¨¸˘˙") {
		return
	}
	s := t.Value
	for _, a := range [...][2]string{{"¨", "\u0308"}, {"¸", "\u0327"}, {"˘", "\u0306"}, {"˙", "\u0307"}} {
		for _, base := range "CcGgIiOoSsUu" {
			letter := composeDots(string(base) + a[1])
			if base != 'i' && (utf8.RuneCountInString(letter) != 1 || !isTurkishSpecial(peek(letter))) {
				continue
			}
			s = strings.ReplaceAll(s, string(base)+a[0], letter)
		}
	}
	t.set(s, RepairAccent)
}

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
