package normalize

import (
	"bytes"
	"strings"
)

// Address is a postal address in the components of the Turkish regulation on
// addresses and numbering (R.G. 31.07.2006; turkish.md section 5.1). Parts stand
// without their type word ("Barbaros", not "Barbaros Mahallesi") in Turkish
// casing; the field says the type. Exceptions, whose type word tells them apart,
// are squares and dead ends in Sokak ("Cumhuriyet Meydanı") and buildings in
// Bina ("Çınar Apartmanı").
type Address struct {
	Mahalle string // neighbourhood
	Koy     string // village, in the 51 provinces that still have villages
	Bulvar  string // boulevard
	Cadde   string // avenue
	Sokak   string // street, also square, dead end, named cluster of houses, road
	Site    string // housing or industrial estate
	Blok    string // block of an estate
	Bina    string // named building with its kind
	No      string // outer door: "12", "12/A", "12-14"
	Kat     string // floor: "3", "Z" ground, "B" basement, "A" mezzanine, "Ç" attic
	Daire   string // inner door: "5", "5-6"
	Posta   string // postcode of five digits, as written or padded; never inferred
	Ilce    string // district
	Il      string // province
	Plaka   string // the province's plate code, "01" to "81"
	UAVT    string // ten-digit address number of the national register

	Rest      string   // what no part took (landmarks, directions, remarks), in input order
	Flags     []string // what was noticed, repaired or inferred, in order of discovery
	Canonical string   // one-line form; parsing it gives the same Key
	Key       string   // folded parts: il|ilçe|mahalle|bulvar|cadde|sokak|site|blok|bina|no|daire; empty without parts
	Status    Status   // OK, Empty, Incomplete (no more than a place), Suspect (a contradiction), Invalid (noise)
}

// AddressHint says what is known of an address beside its text. The zero
// AddressHint knows nothing.
type AddressHint struct {
	City       string // il, by any name
	District   string // ilçe
	PostalCode string
}

// AddressFields is an address that a source keeps in columns; any of them may
// be empty, and Address may hold a whole line.
type AddressFields struct {
	Address       string // the line
	Neighbourhood string // mahalle, with or without its type word
	Street        string
	BuildingNo    string // "12", "12/5", "No:12 D:5"
	District      string // ilçe
	City          string // il
	PostalCode    string
	Country       string
}

// HasFlag reports whether the address carries the flag name, with or without a
// value ("semt" matches "semt:Ulus").
func (a *Address) HasFlag(name string) bool {
	_, ok := a.flag(name)
	return ok
}

// flag returns the value behind name in "name:value", and whether name is set.
func (a *Address) flag(name string) (value string, ok bool) {
	for _, f := range a.Flags {
		if rest, found := strings.CutPrefix(f, name); found {
			if rest == "" {
				return "", true
			}
			if rest[0] == ':' {
				return rest[1:], true
			}
		}
	}
	return "", false
}

// addressKeyParts is the number of parts of an [Address.Key].
const addressKeyParts = 11

// appendAddressKey appends the door key of a (turkish.md section 5.1): folded
// parts, the village standing in for the neighbourhood it will one day be.
func appendAddressKey(dst []byte, a *Address) []byte {
	start := len(dst)
	quarter, village := a.Mahalle, a.Koy
	if quarter == "" {
		quarter, village = village, ""
	}
	dst = appendFoldKey(dst, a.Il)
	dst = append(dst, '|')
	dst = appendFoldKey(dst, a.Ilce)
	dst = append(dst, '|')
	dst = appendFoldKey(dst, quarter)
	if village != "" {
		dst = append(dst, ' ')
		dst = appendFoldKey(dst, village)
	}
	for _, part := range [...]string{a.Bulvar, a.Cadde, a.Sokak, a.Site, a.Blok, a.Bina} {
		dst = append(dst, '|')
		dst = appendFoldKey(dst, part)
	}
	for _, part := range [...]string{a.No, a.Daire} {
		dst = append(dst, '|')
		dst = appendFoldDoor(dst, part)
	}
	if len(bytes.Trim(dst[start:], "|")) == 0 {
		return dst[:start] // an address without parts has no key
	}
	return dst
}

// appendFoldKey appends the fold of s as [Fold] makes it, but keeps "/" between
// digits, since 2810/1 and 28101 are two streets, and "?" for a lost letter.
func appendFoldKey(dst []byte, s string) []byte {
	start, blank := len(dst), false
	for i, r := range s {
		c := foldLetter(r)
		switch {
		case c == foldDrop:
			continue
		case c == foldBlank:
			if r == '/' && len(dst) > start && isDigit(dst[len(dst)-1]) && i+1 < len(s) && isDigit(s[i+1]) {
				dst = append(dst, '/')
				continue
			}
			blank = true
			continue
		}
		if blank && len(dst) > start {
			dst = append(dst, ' ')
		}
		blank = false
		dst = append(dst, c)
	}
	return dst
}

// appendFoldDoor appends a door number: lower-case ASCII, separators kept.
func appendFoldDoor(dst []byte, s string) []byte {
	for _, r := range s {
		switch c := foldLetter(r); {
		case r == '/' || r == '-':
			dst = append(dst, byte(r))
		case c != foldDrop && c != foldBlank:
			dst = append(dst, c)
		}
	}
	return dst
}

const (
	foldDrop  = 0
	foldBlank = ' '
)

// foldLetter returns the folded byte of r (turkish.md section 1.3), foldDrop
// for what vanishes inside a word and foldBlank for what separates words.
func foldLetter(r rune) byte {
	if r < 0x80 {
		c := byte(r)
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '?':
			return c
		case 'A' <= c && c <= 'Z':
			return c | 0x20
		case c == '\'' || c == '`':
			return foldDrop
		}
		return foldBlank
	}
	switch r {
	case 'ý', 'Ý': // ı, İ, ğ, Ğ, ş, Ş of the Turkish code page, read as Latin-1
		return 'i'
	case 'ð', 'Ð':
		return 'g'
	case 'þ', 'Þ':
		return 's'
	case 0xFFFD:
		return '?'
	}
	if int(r) < len(keyTable) {
		switch c := keyTable[r][0]; c {
		case keySplit, keySlow:
			return foldBlank
		case keyDrop:
			return foldDrop
		default:
			return c
		}
	}
	if f, ok := foldRune(r); ok && f != "" {
		return f[0]
	}
	if foldsAway(r) || isApostrophe(r) {
		return foldDrop
	}
	return foldBlank
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
