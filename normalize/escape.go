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
)

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
		switch {
		case n == 0:
			run, n = s[i:i+1], 1
		case isUTF8Letters(run):
			letters = true
		case !asciiSigns(run) || !betweenLetters(s, i, i+n):
			run = s[i : i+n]
		}
		b.WriteString(run)
		i += n
	}
	if letters && !strings.Contains(s, " ") {
		return formBlanks(b.String())
	}
	return b.String()
}

// formBlanks finishes URL-encoded text: + and %20 are blanks, other escaped
// signs are themselves.
func formBlanks(s string) string {
	return replaceRuns(strings.ReplaceAll(s, "+", " "), "%", asciiSigns)
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
	return replaceRuns(s, prefix, isUTF8Letters)
}

// replaceRuns replaces the runs of escapes whose bytes are wanted.
func replaceRuns(s, prefix string, wanted func(run string) bool) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		run, n := hexRun(s[i:], prefix)
		switch {
		case n == 0:
			run, n = s[i:i+1], 1
		case !wanted(run):
			run = s[i : i+n]
		}
		b.WriteString(run)
		i += n
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
