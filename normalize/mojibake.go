package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// latin5 is windows-1254 (a superset of ISO-8859-9); bytes that it leaves out
// are the C1 controls of the same number, as browsers have it.
var latin5 = decodeTable(charmap.Windows1254)

// latin1 is windows-1252, with the same rule.
var latin1 = decodeTable(charmap.Windows1252)

func decodeTable(c *charmap.Charmap) (t [256]rune) {
	for b := range t {
		if t[b] = c.DecodeByte(byte(b)); t[b] == utf8.RuneError {
			t[b] = rune(b)
		}
	}
	return t
}

// byteOf returns the byte that windows-1252, windows-1254 or ISO-8859-1 shows
// as r, for bytes above ASCII: all three read UTF-8's bytes alike enough.
func byteOf(r rune) (byte, bool) {
	if r >= 0x80 && r <= 0xFF {
		return byte(r), true
	}
	b, ok := sloppyBytes[r]
	return b, ok
}

// sloppyBytes maps what windows-1252 shows for 0x80 to 0x9F.
var sloppyBytes = makeSloppyBytes()

func makeSloppyBytes() map[rune]byte {
	m := make(map[rune]byte)
	for b := 0x80; b < 0xA0; b++ {
		if r := latin1[b]; r > 0xFF {
			m[r] = byte(b)
		}
	}
	return m
}

// mojibake is step 3 (turkish.md section 1.4).
func (t *Text) mojibake() {
	if strings.Contains(t.Value, "Ãƒ") {
		t.set(undoDeep(t.Value), RepairUTF8)
	}
	for range 3 {
		v := undoUTF8(t.Value, byteOf, plausible)
		if v == t.Value {
			break
		}
		t.set(v, RepairUTF8)
	}
	for _, p := range otherPages {
		if strings.ContainsAny(t.Value, p.leads) {
			t.set(undoUTF8(t.Value, p.encode, isTurkishSpecial), RepairUTF8)
		}
	}
	t.set(undoDOS(t.Value), RepairDOS)
	t.set(undoLatin5(t.Value), RepairLatin5)
}

// undoDeep undoes damage of two or three layers (ÃƒÆ’Ã‚Â¶ for ö), whose inner
// layers hold what windows-1252 shows for a control (ƒ), which is no letter of any
// name. It takes the result only when no such mark is left in it.
func undoDeep(s string) string {
	layer := func(r rune) bool { return plausible(r) || sloppyBytes[r] != 0 || r >= 0x80 && r <= 0xFF }
	deep := s
	for range 3 {
		v := undoUTF8(deep, byteOf, layer)
		if v == deep {
			break
		}
		deep = v
	}
	for _, r := range deep {
		if r >= 0x80 && !isTurkishSpecial(r) {
			return s
		}
	}
	return deep
}

// otherPages are the rarer ways in which UTF-8 is shown wrongly: Excel on a Mac
// (√º for ü), a DOS window (├╝, ─▒), and windows-1252 that was put in small
// letters afterwards (ä± for Ä±). From these only Turkish letters are taken.
var otherPages = [...]struct {
	leads  string // what C3, C4 and C5, the first bytes of Turkish letters, show as
	encode func(rune) (byte, bool)
}{
	{"√ƒ≈", charmap.Macintosh.EncodeRune},
	{"├─┼", dosByte},
	{"ãäå", loweredByte},
}

// dosByte returns the byte that code page 857 shows as r. It is 850, which x/text
// has, but for the Turkish letters.
func dosByte(r rune) (byte, bool) {
	switch r {
	case 'ı':
		return 0x8D, true
	case 'İ':
		return 0x98, true
	case 'Ş':
		return 0x9E, true
	case 'ş':
		return 0x9F, true
	case 'Ğ':
		return 0xA6, true
	case 'ğ':
		return 0xA7, true
	}
	return charmap.CodePage850.EncodeRune(r)
}

// loweredByte is byteOf for text that went through small letters.
func loweredByte(r rune) (byte, bool) {
	switch r {
	case 'ã', 'ä', 'å':
		return byte(r) - 0x20, true
	case 'ÿ':
		return 0x9F, true
	case 'œ':
		return 0x9C, true
	}
	return byteOf(r)
}

// undoUTF8 finds, in text whose UTF-8 bytes were shown in a one-byte code page,
// the sequences that decode again, and decodes those that accept likes. It goes
// sequence by sequence, so text of which only a part is damaged is repaired too.
func undoUTF8(s string, encode func(rune) (byte, bool), accept func(rune) bool) string {
	var b strings.Builder
	from := 0 // what was not written yet
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		if d, m := sequence(s[i:], encode); m > 0 && accept(d) {
			if b.Cap() == 0 {
				b.Grow(len(s))
			}
			b.WriteString(s[from:i])
			b.WriteRune(d)
			i += m
			from = i
			continue
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	}
	if b.Cap() == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

// sequence reads one UTF-8 sequence of two to four bytes from as many runes of s.
// It returns the rune and how much of s it takes, or 0.
func sequence(s string, encode func(rune) (byte, bool)) (rune, int) {
	var buf [utf8.UTFMax]byte
	at, k := 0, 0
	for at < len(s) && k < len(buf) {
		r, n := utf8.DecodeRuneInString(s[at:])
		c, ok := encode(r)
		if !ok {
			break
		}
		buf[k] = c
		k, at = k+1, at+n
		if utf8.FullRune(buf[:k]) {
			d, size := utf8.DecodeRune(buf[:k])
			if size != k || k < 2 {
				return 0, 0
			}
			return d, at
		}
	}
	return 0, 0
}

// plausible reports what damaged text of Turkish customers may decode to. Other
// scripts are out, or a correct Ü before a quotation mark would become Syriac.
func plausible(r rune) bool {
	switch {
	case r >= 0x80 && r < 0x180, r == 'Ə', r == 'ə':
		return true
	case r >= 0x2010 && r <= 0x203A, r >= 0x20A0 && r <= 0x20BF, r == '™', r == '№':
		return true
	case r >= 0x200B && r <= 0x200F, r == 0xFEFF, r == utf8.RuneError, r == 0x0307:
		return true
	}
	return r >= 0x1E00 && r < 0x1F00
}

// undoLatin5 undoes bytes of windows-1254 that were shown as windows-1252: the
// six letters where the two differ. It holds back where a letter would be left
// that is not Turkish, which keeps Icelandic names.
func undoLatin5(s string) string {
	if !strings.ContainsAny(s, "ÐÝÞðýþ") {
		return s
	}
	v := strings.Map(func(r rune) rune {
		switch r {
		case 'Ð':
			return 'Ğ'
		case 'Ý':
			return 'İ'
		case 'Þ':
			return 'Ş'
		case 'ð':
			return 'ğ'
		case 'ý':
			return 'ı'
		case 'þ':
			return 'ş'
		}
		return r
	}, s)
	for _, r := range norm.NFC.String(v) {
		if r >= 0x80 && unicode.IsLetter(r) && !isTurkishSpecial(r) {
			return s
		}
	}
	return v
}

// dosLetters maps what windows-1252 shows for the Turkish letters of code page
// 857 (DOS, and the bank and tax programs that outlived it).
var dosLetters = map[rune]rune{
	0x87: 'ç', '‡': 'ç', '§': 'ğ', 0x8D: 'ı', 0x98: 'İ', '˜': 'İ', 0x94: 'ö', '”': 'ö', 0x9F: 'ş', 'Ÿ': 'ş',
	0x9E: 'Ş', 'ž': 'Ş', 0x81: 'ü', '¦': 'Ğ', 0x80: 'Ç', '€': 'Ç', 0x99: 'Ö', '™': 'Ö', 0x9A: 'Ü', 'š': 'Ü',
	'ƒ': 'â', 0x83: 'â', 'Œ': 'î', 0x8C: 'î', '–': 'û', 0x96: 'û', '¶': 'Â',
}

// UndoDOS maps text of code page 857 that was shown as windows-1252 back to
// Turkish. Its signs are legitimate elsewhere, so it is for whole files that show
// the damage; [Repair] uses it on a text of which a word is in the dictionary
// afterwards, and was not before.
func UndoDOS(s string) string {
	return strings.Map(func(r rune) rune {
		if d, ok := dosLetters[r]; ok {
			return d
		}
		return r
	}, s)
}

// undoDOS is UndoDOS where the dictionary bears it out.
func undoDOS(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 && dosLetters[r] != 0 }) {
		return s
	}
	fields := strings.Split(s, " ")
	proof := false
	for i, f := range fields {
		d := UndoDOS(f)
		if d == f || f == "–" {
			continue
		}
		fields[i] = d
		w := strings.TrimFunc(d, func(r rune) bool { return !unicode.IsLetter(r) })
		proof = proof || strings.ContainsFunc(w, isTurkishSpecial) && strings.ContainsFunc(w, isASCIILetter) && dosProof(w, f)
	}
	if !proof {
		return s
	}
	return strings.Join(fields, " ")
}

// dosProof reports a word that bears out that the signs of field were letters: one
// of the dictionary, in which a circumflex is often left out, or of forms and
// invoices. Of two signs or more a misspelt word (İĞDIR) is proof as well.
func dosProof(w, field string) bool {
	if words().has(w) || formWords[Fold(w)] {
		return true
	}
	signs := 0
	for _, r := range field {
		if dosLetters[r] != 0 {
			signs++
		}
	}
	return (signs > 1 || strings.ContainsAny(w, "âîûÂÎÛ")) && words().hasFold(w)
}

// formWords are words that fields of customers are full of, by fold.
var formWords = wordSet("sirketi mudurlugu mudur mahallesi sokagi caddesi bulvari koyu subesi ticaret insaat urunleri muhendislik universitesi ogrenci musteri dukkan buyuk kucuk sehir bolge " +
	"yonetimi apartmani kooperatifi odasi dernegi vakfi bankasi isletmesi hizmetleri turkiye")

func isASCIILetter(r rune) bool { return r < 0x80 && letterByte(byte(r)) }
