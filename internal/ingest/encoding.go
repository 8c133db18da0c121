package ingest

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encoding names how the bytes of a file stand for letters. The zero Encoding
// asks for sniffing.
type Encoding string

// The encodings that are read. A byte order mark is dropped in each of the
// Unicode ones.
const (
	AutoEncoding Encoding = ""
	UTF8         Encoding = "utf-8"
	UTF16LE      Encoding = "utf-16le"
	UTF16BE      Encoding = "utf-16be"
	// Windows1254 is Turkish Windows. It is a superset of ISO-8859-9 but for
	// the control characters, so sniffing answers Windows1254 for both.
	Windows1254 Encoding = "windows-1254"
	ISO88599    Encoding = "iso-8859-9"
	// CP857 is Turkish DOS.
	CP857 Encoding = "cp857"
)

var encodingNames = map[string]Encoding{
	"": AutoEncoding, "auto": AutoEncoding,
	"utf8": UTF8, "utf8bom": UTF8, "utf8sig": UTF8,
	"utf16": UTF16LE, "utf16le": UTF16LE, "ucs2": UTF16LE, "utf16be": UTF16BE,
	"windows1254": Windows1254, "cp1254": Windows1254, "1254": Windows1254, "ansi": Windows1254,
	"iso88599": ISO88599, "latin5": ISO88599,
	"cp857": CP857, "ibm857": CP857, "dos857": CP857, "857": CP857,
}

// ParseEncoding reads the names that people give the encodings, in any case
// and punctuation: "UTF-8", "cp1254", "latin5", "857". Empty is AutoEncoding.
func ParseEncoding(s string) (Encoding, error) {
	k := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(s))
	if e, ok := encodingNames[k]; ok {
		return e, nil
	}
	return "", fmt.Errorf("encoding %q is not one of utf-8, utf-16le, utf-16be, windows-1254, iso-8859-9, cp857", s)
}

// decoder returns the transformation to UTF-8, or nil for UTF-8 itself.
func (e Encoding) decoder() transform.Transformer {
	switch e {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	case Windows1254:
		return charmap.Windows1254.NewDecoder()
	case ISO88599:
		return charmap.ISO8859_9.NewDecoder()
	case CP857:
		return &encoding.Decoder{Transformer: cp857Decoder{}}
	}
	return nil
}

// bom returns the byte order mark of e.
func (e Encoding) bom() []byte {
	switch e {
	case UTF8:
		return []byte("\xEF\xBB\xBF")
	case UTF16LE:
		return []byte("\xFF\xFE")
	case UTF16BE:
		return []byte("\xFE\xFF")
	}
	return nil
}

// reader decodes r, whose byte order mark is already gone.
func (e Encoding) reader(r io.Reader) io.Reader {
	if t := e.decoder(); t != nil {
		return transform.NewReader(r, t)
	}
	return r
}

// cp857High holds the upper half of IBM code page 857 (Turkish DOS), which
// x/text does not have. U+FFFD stands at the three bytes without a meaning.
// D5 is the euro sign of later versions in some tables; IBM's has dotless i
// only at 8D and leaves D5 empty.
var cp857High = []rune("" +
	"ÇüéâäàåçêëèïîıÄÅ" + // 80
	"ÉæÆôöòûùİÖÜø£ØŞş" + // 90
	"áíóúñÑĞğ¿®¬½¼¡«»" + // A0
	"░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" + // B0
	"└┴┬├─┼ãÃ╚╔╩╦╠═╬¤" + // C0
	"ºªÊËÈ\uFFFDÍÎÏ┘┌█▄¦Ì▀" + // D0
	"ÓßÔÒõÕµ\uFFFD×ÚÛÙìÿ¯´" + // E0
	"\u00AD±\uFFFD¾¶§÷¸°¨·¹³²■\u00A0") // F0

// cp857Decoder is a [transform.Transformer] from code page 857 to UTF-8.
type cp857Decoder struct{ transform.NopResetter }

// Transform implements [transform.Transformer].
func (cp857Decoder) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for _, c := range src {
		if nDst+utf8.UTFMax > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		if c < utf8.RuneSelf {
			dst[nDst] = c
			nDst++
		} else {
			nDst += utf8.EncodeRune(dst[nDst:], cp857High[c-utf8.RuneSelf])
		}
		nSrc++
	}
	return nDst, nSrc, nil
}

// sniffEncoding decides the encoding of a file from its first bytes: byte
// order mark, then the parity of NUL bytes (UTF-16 text is half zeros), then
// whether it is UTF-8, then whether its high bytes are Turkish letters of
// Windows-1254 or of cp857. A sample without any high byte is UTF-8; a line
// further down that turns out not to be is decoded by itself (see decodeLine).
func sniffEncoding(sample []byte) (enc Encoding, bom bool) {
	for _, e := range []Encoding{UTF8, UTF16LE, UTF16BE} {
		if bytes.HasPrefix(sample, e.bom()) {
			return e, true
		}
	}
	if e := sniffUTF16(sample); e != "" {
		return e, false
	}
	if looksUTF8(sample) {
		return UTF8, false
	}
	return sniffTurkish8(sample), false
}

// sniffUTF16 recognises UTF-16 without a mark: most ASCII letters leave a zero
// in every other byte, and hardly any zero in between.
func sniffUTF16(sample []byte) Encoding {
	n := min(len(sample), 8<<10) &^ 1
	if n < 4 {
		return ""
	}
	var zeros [2]int
	for i, c := range sample[:n] {
		if c == 0 {
			zeros[i&1]++
		}
	}
	half := n / 2
	switch {
	case zeros[1] > half/2 && zeros[0] < half/20+1:
		return UTF16LE
	case zeros[0] > half/2 && zeros[1] < half/20+1:
		return UTF16BE
	}
	return ""
}

// looksUTF8 reports whether more high bytes of the sample belong to whole
// UTF-8 sequences than not. Text in an 8-bit encoding almost never forms one by
// chance, so a UTF-8 file with some foreign lines stays UTF-8.
func looksUTF8(sample []byte) bool {
	if utf8.Valid(sample) {
		return true
	}
	good, bad := 0, 0
	for i := 0; i < len(sample); {
		if sample[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(sample[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case !utf8.FullRune(sample[i:]): // the sample ends inside a letter
		default:
			bad++
		}
		i += n
	}
	return good >= bad
}

// turkish1254 and turkish857 mark the bytes of Turkish letters. The circumflex
// letters are left out: in the other encoding they are dashes and quotes.
var (
	turkish1254 = byteSet("\xE7\xC7\xF0\xD0\xFD\xDD\xF6\xD6\xFE\xDE\xFC\xDC")
	turkish857  = byteSet("\x87\x80\xA7\xA6\x8D\x98\x94\x99\x9F\x9E\x81\x9A")
)

func byteSet(s string) (set [256]bool) {
	for i := range len(s) {
		set[s[i]] = true
	}
	return set
}

// sniffTurkish8 tells Windows-1254 from cp857 by their Turkish letters. A
// letter stands beside letters; between two of them it counts double, because
// a closing quote of Windows-1254 (94) is the ö of cp857 and follows a word.
func sniffTurkish8(sample []byte) Encoding {
	win, dos := 0, 0
	for i, c := range sample {
		if c < utf8.RuneSelf {
			continue
		}
		n := 0
		if i > 0 && letterByte(sample[i-1]) {
			n++
		}
		if i+1 < len(sample) && letterByte(sample[i+1]) {
			n++
		}
		if turkish1254[c] {
			win += n
		}
		if turkish857[c] {
			dos += n
		}
	}
	if dos > win {
		return CP857
	}
	return Windows1254
}

func letterByte(c byte) bool {
	return c >= utf8.RuneSelf || (c|0x20 >= 'a' && c|0x20 <= 'z')
}

// decodeLine reads a line of a UTF-8 file that is not UTF-8 itself, as they
// stand in files that were glued together. The line's own bytes decide, so
// that the order of lines changes nothing: it is Windows-1254 or cp857 if that
// makes every foreign byte a Turkish letter, else each bad byte becomes U+FFFD
// and is counted.
func decodeLine(line string) (text string, bad int) {
	for _, e := range [...]Encoding{Windows1254, CP857} {
		if onlyTurkish(line, e) {
			if out, _, err := transform.String(e.decoder(), line); err == nil {
				return out, 0
			}
		}
	}
	var b strings.Builder
	b.Grow(len(line) + 8)
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		}
		b.WriteRune(r)
		i += n
	}
	return b.String(), bad
}

// onlyTurkish reports whether each high byte of line is a Turkish letter of e.
func onlyTurkish(line string, e Encoding) bool {
	set := &turkish1254
	if e == CP857 {
		set = &turkish857
	}
	for i := range len(line) {
		if line[i] >= utf8.RuneSelf && !set[line[i]] {
			return false
		}
	}
	return true
}
