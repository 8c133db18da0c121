package normalize

import (
	"fmt"
	"strings"
)

// IBANCheckDigits returns the two digits that complete a country code and an
// account ("TR", "0009800366754437859340") to a valid IBAN (ISO 13616, mod 97).
// It returns "" where the parts hold anything but ASCII capitals and digits.
func IBANCheckDigits(country, account string) string {
	if len(country) != 2 || !alphanumeric(country) || !alphanumeric(account) {
		return ""
	}
	c := 98 - mod97(account+country+"00")
	return string([]byte{byte('0' + c/10), byte('0' + c%10)})
}

func alphanumeric(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// mod97 is the remainder of s as a number, letters counting 10 to 35.
func mod97(s string) int {
	n := 0
	for i := range len(s) {
		if c := s[i]; c >= 'A' {
			n = (n*100 + int(c-'A') + 10) % 97
		} else {
			n = (n*10 + int(c-'0')) % 97
		}
	}
	return n
}

// ibanLengths are the lengths by country (SWIFT IBAN registry).
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28,
	"CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
	"FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
	"IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20,
	"LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18,
	"NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31,
	"SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29,
	"VA": 22, "VG": 24, "XK": 20, "YE": 30,
}

// codeText joins what is left of a code after its label: capitals and digits,
// and '*' for what another system hid. ok is false where another sign stands.
func codeText(s string) (code string, masked, ok bool) {
	var buf [40]byte
	b := buf[:0]
	for s != "" {
		end := strings.IndexFunc(s, codeSeparator)
		if end < 0 {
			end = len(s)
		}
		w := s[:end]
		s = strings.TrimLeftFunc(s[end:], codeSeparator)
		if s != "" && codeLabel(w) {
			continue
		}
		for _, r := range w {
			switch {
			case r == '*' || r == '•' || r == '●' || r == '#':
				b, masked = append(b, '*'), true
			case r < 0x80 && (isDigit(byte(r)) || r >= 'A' && r <= 'Z'):
				b = append(b, byte(r))
			case r >= 'a' && r <= 'z':
				b = append(b, byte(r)-'a'+'A')
			case r == 'ı':
				b = append(b, 'I')
			default:
				return "", false, false
			}
		}
	}
	return string(b), masked, len(b) > 0
}

func codeSeparator(r rune) bool { return strings.ContainsRune(" .-/,():;'_\"\n|", r) }

// codeLabel reports a word that says what the code behind it is.
func codeLabel(w string) bool {
	var buf [32]byte
	return len(w) > 1 && idLabels[string(AppendFold(buf[:0], w))] && !strings.EqualFold(w, "TR")
}

// parseIBAN checks length by country, shape and the remainder of 97.
func parseIBAN(s string) ID {
	bad := ID{Type: IDIBAN, Status: InvalidFormat}
	if scientific(s) {
		return bad
	}
	code, masked, ok := codeText(s)
	if i := strings.Index(code, "IBAN"); ok && i == 0 {
		code = code[4:]
	}
	switch {
	case ok && len(code) == 4 && code[0] >= 'A' && code[1] >= 'A' && isDigits(code[2:]) && ibanLengths[code[:2]] > 0:
		return ID{Type: IDIBAN, Status: InvalidLength, Read: code}
	case !ok || len(code) < 5:
		return bad
	case masked || strings.Contains(code, "XXXX"):
		return maskedID(IDIBAN, strings.ReplaceAll(code, "X", "*"))
	case len(code) == 24 && number(code) >= 0 || len(code) == 24 && isDigits(code):
		if mod97(code[2:]+"TR"+code[:2]) == 1 { // TR was not typed
			bad.Suggestion = "TR" + code
		}
		return bad
	case code[0] < 'A' || code[1] < 'A' || code[2] > '9' || code[3] > '9':
		return bad
	}
	want, known := ibanLengths[code[:2]]
	switch {
	case !known:
		return bad
	case len(code) != want:
		return ID{Type: IDIBAN, Status: InvalidLength, Read: code}
	case code[:2] == "TR" && !isDigits(code[2:9]):
		return bad
	}
	id := ID{Type: IDIBAN, Canonical: code, Mask: maskMiddle(code, 4, 4)}
	switch {
	case repeated(code[4:]):
		id.Status, id.Class = Placeholder, "placeholder"
	case mod97(code[4:]+code[:4]) != 1:
		id.Status, id.Read = InvalidChecksum, code
	case code[:2] == "TR":
		id.Status, id.Class = Valid, "iban_tr"
	default:
		id.Status, id.Class = Valid, "iban_foreign"
	}
	return id
}

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// plateText drops the words around a plate and joins the rest, whose letters may
// look like a label: 34 NO 123.
func plateText(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool { return r < 0x80 && isDigit(byte(r)) })
	if i < 0 {
		return s
	}
	words := strings.Fields(s[:i])
	for _, w := range words {
		if f := Fold(w); !idLabels[f] && f != "tr" {
			return s
		}
	}
	s = s[i:]
	if cut := strings.LastIndexByte(s, ' '); cut > 0 && !isDigit(s[len(s)-1]) && strings.HasPrefix(Fold(s[cut+1:]), "plaka") {
		s = s[:cut]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-_/", r) {
			return -1
		}
		return r
	}, s)
}

// parsePlate reads 01 to 81, one to three letters and the digits that go with
// their number.
func parsePlate(s string) ID {
	bad := ID{Type: IDPlate, Status: InvalidFormat}
	code, masked, ok := codeText(plateText(s))
	if masked {
		return maskedID(IDPlate, code)
	}
	code = strings.TrimPrefix(code, "TR")
	if !ok || len(code) < 6 || !isDigits(code[:2]) || code[:2] < "01" || code[:2] > "81" {
		return bad
	}
	letters := 0
	for letters < 4 && 2+letters < len(code) && code[2+letters] >= 'A' {
		if c := code[2+letters]; c == 'Q' || c == 'W' || c == 'X' {
			return bad
		}
		letters++
	}
	digits := code[2+letters:]
	if !isDigits(digits) {
		return bad
	}
	switch n := len(digits); {
	case letters == 1 && (n == 4 || n == 5), letters == 2 && (n == 3 || n == 4), letters == 3 && (n == 2 || n == 3):
	default:
		return bad
	}
	return ID{Type: IDPlate, Status: Valid, Canonical: code, Class: plateClasses[number(code[:2])], Mask: maskMiddle(code, 2, 2)}
}

// plateClasses are the classes of plates by the number of the province.
var plateClasses = func() (t [82]string) {
	for i := range t {
		t[i] = fmt.Sprintf("plate_tr:%02d", i)
	}
	return t
}()

// parsePassport reads a Turkish passport (a letter and eight digits) or six to
// nine letters and digits of any country.
func parsePassport(s string) ID {
	bad := ID{Type: IDPassport, Status: InvalidFormat}
	if scientific(s) {
		return bad
	}
	code, masked, ok := codeText(s)
	switch {
	case masked:
		return maskedID(IDPassport, code)
	case !ok || !strings.ContainsAny(code, "0123456789"):
		return bad
	}
	if t := strings.TrimPrefix(code, "TR"); len(t) < len(code) && turkishPassport(t) {
		code = t
	}
	if len(code) < 6 || len(code) > 9 {
		return bad
	}
	id := ID{Type: IDPassport, Status: Valid, Canonical: code, Class: "passport_foreign", Mask: maskMiddle(code, 2, 2)}
	switch {
	case repeated(code) || repeated(code[1:]) && len(code) > 6:
		id.Status, id.Class = Placeholder, "placeholder"
	case turkishPassport(code):
		id.Class = "passport_tr"
	}
	return id
}

// turkishPassport: U ordinary, S special, H and Z service, D diplomatic, G temporary, each with
// eight digits.
func turkishPassport(code string) bool {
	return len(code) == 9 && strings.IndexByte("USHZDG", code[0]) >= 0 && isDigits(code[1:])
}

// parseSerial reads the serial of the chip card (A12B34567) or of the old paper
// card (U21 123456).
func parseSerial(s string) ID {
	code, masked, ok := codeText(s)
	switch {
	case masked:
		return maskedID(IDSerial, code)
	case !ok || len(code) != 9 || code[0] < 'A' || !isDigits(code[1:3]):
		return ID{Type: IDSerial, Status: InvalidFormat}
	}
	id := ID{Type: IDSerial, Status: Valid, Canonical: code, Mask: maskMiddle(code, 2, 2)}
	switch {
	case isDigits(code[3:]):
		id.Class = "nufus_cuzdani_serial"
	case code[3] >= 'A' && isDigits(code[4:]):
		id.Class = "tckk_serial"
	default:
		return ID{Type: IDSerial, Status: InvalidFormat}
	}
	return id
}
