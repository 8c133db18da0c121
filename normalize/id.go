package normalize

import (
	"strings"
	"unicode"
)

// IDKind names a kind of identifier.
type IDKind string

// The kinds of identifiers.
const (
	IDTCKN         IDKind = "tckn"          // national number of a citizen, or YKN of a foreigner
	IDVKN          IDKind = "vkn"           // tax number of an organisation
	IDTaxNo        IDKind = "tax_no"        // a tax column: VKN, or the TCKN of a person
	IDIBAN         IDKind = "iban"          // bank account
	IDPlate        IDKind = "plate"         // Turkish number plate
	IDPassport     IDKind = "passport"      // passport number
	IDSerial       IDKind = "id_serial"     // serial of an identity card
	IDMERSIS       IDKind = "mersis"        // number in the central trade register
	IDSGKPerson    IDKind = "sgk_person"    // old social-security number of a person
	IDSGKWorkplace IDKind = "sgk_workplace" // social-security number of a workplace
	IDUAVT         IDKind = "uavt"          // number of a door in the national address database
	IDCustomerNo   IDKind = "customer_no"   // number that a source gave its customer
)

// The statuses of identifiers, beside [Empty], [Masked] and [Suspect].
const (
	Valid           Status = "valid"            // shape and check digits hold
	Unverified      Status = "unverified"       // shape holds, no check rule is known
	InvalidChecksum Status = "invalid_checksum" // right shape, wrong check digits: a typing error
	InvalidFormat   Status = "invalid_format"   // not the shape of this kind
	InvalidLength   Status = "invalid_length"   // digits only, but too few or too many
	Placeholder     Status = "placeholder"      // typed to get past a mandatory field; counts as missing
)

// ID is an identifier. Only a Valid or Unverified one (and a Suspect MERSİS)
// identifies anybody. The zero ID is missing.
type ID struct {
	Type   IDKind
	Status Status
	// Canonical is the number without blanks and labels, in ASCII capitals. It
	// is empty where the shape is wrong, and for a masked value.
	Canonical string
	// Class refines the type: citizen, foreigner, vkn, iban_tr, iban_foreign,
	// tckk_serial, nufus_cuzdani_serial, passport_tr, passport_foreign,
	// plate_tr:34, mersis:vkn=..., placeholder, masked and so on.
	Class string
	// Mask is the form for screens and logs.
	Mask string
	// Read is what was read of a value that is not valid, for comparing only:
	// digits of any number, or the pattern of a masked value.
	Read string
	// Suggestion is a repair that is plausible and was not made.
	Suggestion string
}

// Identifies reports whether the value may stand for its bearer.
func (id *ID) Identifies() bool {
	return id != nil && (id.Status == Valid || id.Status == Unverified || id.Status == Suspect)
}

// ParseID reads one identifier (turkish.md section 3). Blanks, dots, dashes and
// labels such as "TC:" are dropped, digits of other scripts become ASCII, and a
// spreadsheet's ".0" goes; a number in scientific notation has lost digits and
// stays invalid.
func ParseID(kind IDKind, s string) ID {
	if kind == IDTCKN && len(s) == 11 {
		if id, ok := fastTCKN(s); ok {
			return id
		}
	}
	s = strings.TrimFunc(plainASCII(s), aroundID)
	if bare := strings.Trim(s, "*# "); bare != s && kind != IDCustomerNo && len(bare) > 8 && !strings.ContainsAny(bare, "*#•●") && isDigits(bare) {
		s = bare // signs around a whole number hide nothing
	}
	if missingValue(s) || s == "0" || missingNumber(s) {
		return ID{Type: kind, Status: Empty}
	}
	switch kind {
	case IDIBAN:
		return parseIBAN(s)
	case IDPlate:
		return parsePlate(s)
	case IDPassport:
		return parsePassport(s)
	case IDSerial:
		return parseSerial(s)
	case IDCustomerNo:
		return parseOpaque(kind, s)
	}
	return parseNumber(kind, s)
}

// aroundID reports blanks and the signs that spreadsheets put around numbers to
// keep them as text (="0123", '0123), in any order.
func aroundID(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("'`\"=", r) }

// missingNumber reports a label with a word for "none" behind it: "TC yok".
func missingNumber(s string) bool {
	if len(s) > 40 || strings.ContainsAny(s, "0123456789*#•●") {
		return false
	}
	missing := false
	for w := range strings.FieldsSeq(Fold(s)) {
		switch {
		case missingWords[w]:
			missing = true
		case !idLabels[w]:
			return false
		}
	}
	return missing
}

// parseNumber reads the identifiers that are digits only.
func parseNumber(kind IDKind, s string) ID {
	if scientific(s) {
		return ID{Type: kind, Status: InvalidFormat}
	}
	if kind == IDVKN || kind == IDTaxNo {
		s = afterTaxOffice(s)
		if len(s) == 12 && (s[:2] == "TR" || s[:2] == "tr") { // as in VAT numbers of the Union
			s = s[2:]
		}
	}
	digits, masked, ok := idDigits(trimFloat(s))
	switch {
	case !ok || digits == "":
		return ID{Type: kind, Status: InvalidFormat}
	case masked:
		return maskedID(kind, digits)
	}
	switch kind {
	case IDTCKN, "ykn":
		return parseTCKN(digits)
	case IDVKN:
		return parseVKN(digits)
	case IDTaxNo:
		if len(digits) == 11 {
			return parseTCKN(digits)
		}
		id := parseVKN(digits)
		if id.Status == InvalidLength {
			id.Type = IDTaxNo
		}
		return id
	case IDMERSIS:
		return parseMERSIS(digits)
	case IDSGKPerson:
		return parseSGKPerson(digits)
	case IDSGKWorkplace:
		return sized(kind, digits, 26, "sgk_workplace")
	case IDUAVT:
		return sized(kind, digits, 10, "uavt")
	}
	return ID{Type: kind, Status: Unverified, Canonical: digits, Mask: maskMiddle(digits, 2, 2)}
}

// afterTaxOffice drops the name of the tax office that is written before its
// number: "Kadıköy V.D. 7139021761", "VD: Kadıköy 7139021761".
func afterTaxOffice(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool { return r < 0x80 && isDigit(byte(r)) })
	if i <= 0 {
		return s
	}
	before := " " + Fold(s[:i]) + " "
	for _, sign := range [...]string{" v d ", " vd ", " vergi dairesi ", " v dairesi ", " vergi d "} {
		if strings.Contains(before, sign) {
			return s[i:]
		}
	}
	return s
}

// idLabels are the folded words that stand before (or after) a number.
var idLabels = map[string]bool{
	"tc": true, "t": true, "c": true, "tckn": true, "tck": true, "tckimlik": true, "tckimlikno": true, "kimlik": true, "kimlikno": true,
	"no": true, "nr": true, "numara": true, "numarasi": true, "num": true, "number": true, "ykn": true, "yabanci": true,
	"nufus": true, "cumhuriyeti": true, "turkiye": true, "vatandaslik": true, "tcno": true, "id": true,
	"vkn": true, "vn": true, "vergi": true, "vd": true, "v": true, "d": true, "dairesi": true, "hesap": true, "vergino": true, "verginumarasi": true, "tax": true,
	"mersis": true, "mersisno": true, "sgk": true, "ssk": true, "bagkur": true, "sicil": true, "sicilno": true, "isyeri": true, "sigorta": true,
	"uavt": true, "adres": true, "kodu": true, "kod": true, "adresno": true, "seri": true, "serino": true, "serial": true,
	"n": true, "k": true, "office": true,
	"pasaport": true, "pasaportno": true, "passport": true, "iban": true, "ibanno": true, "plaka": true, "plakano": true, "arac": true,
}

// idDigits takes the digits of s. Masked digits come as '*'. ok is false where
// letters stand that are no label.
func idDigits(s string) (digits string, masked, ok bool) {
	b := make([]byte, 0, 32)
	word := 0 // start of the current word plus one
	endWord := func(i int) bool {
		if word == 0 {
			return true
		}
		w := s[word-1 : i]
		word = 0
		if hidden := maskRun(w); hidden > 0 {
			for range hidden {
				b = append(b, '*')
			}
			masked = true
			return true
		}
		return idLabels[Fold(w)]
	}
	for i, r := range s {
		switch {
		case r < 0x80 && isDigit(byte(r)):
			if !endWord(i) {
				return "", false, false
			}
			b = append(b, byte(r))
		case r == '*' || r == '#' || r == '•' || r == '●' || r == '█':
			if !endWord(i) {
				return "", false, false
			}
			b, masked = append(b, '*'), true
		case r < 0x80 && strings.ContainsRune(" .-/,():;'_\"\n|", r):
			if !endWord(i) {
				return "", false, false
			}
		default:
			if word == 0 {
				word = i + 1
			}
		}
	}
	if !endWord(len(s)) {
		return "", false, false
	}
	if masked && strings.Trim(string(b), "*") == string(b) && !strings.ContainsRune(string(b), '*') {
		masked = false
	}
	return string(b), masked, true
}

// maskRun returns the length of a word that hides digits, such as XXXXXXX.
func maskRun(w string) int {
	if len(w) < 2 {
		return 0
	}
	for i := range len(w) {
		if w[i] != 'x' && w[i] != 'X' {
			return 0
		}
	}
	return len(w)
}

func maskedID(kind IDKind, pattern string) ID {
	return ID{Type: kind, Status: Masked, Class: "masked", Mask: pattern, Read: pattern}
}

// maskMiddle keeps the first head and the last tail characters of s.
func maskMiddle(s string, head, tail int) string {
	if len(s) <= head+tail {
		return strings.Repeat("*", len(s))
	}
	b := []byte(s)
	for i := head; i < len(b)-tail; i++ {
		b[i] = '*'
	}
	return string(b)
}

// sized reads a number of fixed length without a check rule.
func sized(kind IDKind, digits string, n int, class string) ID {
	if len(digits) != n {
		return ID{Type: kind, Status: InvalidLength, Read: digits}
	}
	if repeated(digits) {
		return ID{Type: kind, Status: Placeholder, Canonical: digits, Class: "placeholder", Mask: maskMiddle(digits, 2, 2)}
	}
	return ID{Type: kind, Status: Unverified, Canonical: digits, Class: class, Mask: maskMiddle(digits, 2, 2)}
}

// repeated reports whether all bytes of s are equal.
func repeated(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] != s[0] {
			return false
		}
	}
	return s != ""
}

// parseSGKPerson keeps the old registry numbers: they have no public check
// rule, several lengths, and count by exact equality only.
func parseSGKPerson(digits string) ID {
	switch {
	case len(digits) == 11 && tcknValid(digits): // since 2008 the national number is the insurance number
		id := parseTCKN(digits)
		id.Type = IDSGKPerson
		return id
	case len(digits) < 5 || len(digits) > 20:
		return ID{Type: IDSGKPerson, Status: InvalidLength, Read: digits}
	case repeated(digits):
		return ID{Type: IDSGKPerson, Status: Placeholder, Canonical: digits, Class: "placeholder", Mask: maskMiddle(digits, 2, 2)}
	}
	return ID{Type: IDSGKPerson, Status: Unverified, Canonical: digits, Class: "sgk_old", Mask: maskMiddle(digits, 2, 2)}
}

// parseMERSIS reads the 16 digits of the trade register: usually 0, the VKN and
// five digits. Numbers of another shape exist, so a failing VKN is a doubt, not
// an error.
func parseMERSIS(digits string) ID {
	if len(digits) != 16 {
		id := ID{Type: IDMERSIS, Status: InvalidLength, Read: digits}
		if len(digits) == 15 && vknValid(digits[:10]) { // the leading zero was lost in a spreadsheet
			id.Suggestion = "0" + digits
		}
		return id
	}
	if repeated(digits) {
		return ID{Type: IDMERSIS, Status: Placeholder, Canonical: digits, Class: "placeholder", Mask: maskMiddle(digits, 3, 4)}
	}
	id := ID{Type: IDMERSIS, Status: Suspect, Canonical: digits, Class: "mersis", Mask: maskMiddle(digits, 3, 4)}
	if vkn := digits[1:11]; digits[0] == '0' && vknValid(vkn) && !placeholderVKN(vkn) {
		id.Status, id.Class = Valid, "mersis:vkn="+vkn
	}
	return id
}

// parseOpaque keeps a source's own number as it is, without its blanks.
func parseOpaque(kind IDKind, s string) ID {
	if strings.ContainsFunc(s, unicode.IsSpace) {
		s = strings.Join(strings.Fields(s), "")
	}
	s = upperASCII(s)
	for last := ""; s != last; { // what is left may again be quoted or end in .0
		last = s
		s = strings.Trim(trimFloat(s), "'`\"")
	}
	if scientific(s) {
		return ID{Type: kind, Status: InvalidFormat}
	}
	if strings.ContainsRune(s, '*') {
		return maskedID(kind, s)
	}
	if strings.Trim(s, "0") == "" || missingValue(s) || missingNumber(s) {
		return ID{Type: kind, Status: Empty}
	}
	return ID{Type: kind, Status: Unverified, Canonical: s, Class: string(kind), Mask: maskText(s)}
}

// maskText is maskMiddle for text that may hold letters beyond ASCII.
func maskText(s string) string {
	if len(s) > 4 && len(s) < 32 && ascii(s) {
		var buf [32]byte
		b := append(buf[:0], s...)
		for i := 2; i < len(b)-2; i++ {
			b[i] = '*'
		}
		return string(b)
	}
	r := []rune(s)
	if len(r) <= 4 {
		return strings.Repeat("*", len(r))
	}
	return string(r[:2]) + strings.Repeat("*", len(r)-4) + string(r[len(r)-2:])
}
