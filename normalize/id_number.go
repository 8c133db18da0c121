package normalize

import "strings"

// TCKNCheckDigits returns the tenth and eleventh digit that complete nine
// digits to a national number (turkish.md section 3.1). nine must be nine ASCII
// digits; anything else gives "".
func TCKNCheckDigits(nine string) string {
	if len(nine) != 9 || number(nine) < 0 {
		return ""
	}
	d10, d11 := tcknCheck(nine)
	return string([]byte{'0' + d10, '0' + d11})
}

// tcknCheck computes the check digits of the first nine digits of s.
func tcknCheck(s string) (d10, d11 byte) {
	odd := int(s[0]) + int(s[2]) + int(s[4]) + int(s[6]) + int(s[8]) - 5*'0'
	even := int(s[1]) + int(s[3]) + int(s[5]) + int(s[7]) - 4*'0'
	t := ((7*odd-even)%10 + 10) % 10
	return byte(t), byte((odd + even + t) % 10)
}

// tcknValid judges eleven digits: the first is not 0 and both check digits hold.
func tcknValid(s string) bool {
	if len(s) != 11 || s[0] == '0' {
		return false
	}
	d10, d11 := tcknCheck(s)
	return s[9] == '0'+d10 && s[10] == '0'+d11
}

// placeholderTCKN are numbers that are typed where none is known; many pass the
// check digits.
func placeholderTCKN(s string) bool {
	switch s {
	case "12345678950", "98765432150", "12345678901", "12345678910", "10000000146", "98765432109", "98765432110", "01234567890", "12345678900":
		return true
	}
	return repeated(s[:10]) && (s[10] == s[0] || s[10] == '0')
}

// fastTCKN reads eleven plain ASCII digits.
func fastTCKN(s string) (ID, bool) {
	for i := range 11 {
		if !isDigit(s[i]) {
			return ID{}, false
		}
	}
	return parseTCKN(s), true
}

func parseTCKN(digits string) ID {
	id := ID{Type: IDTCKN, Canonical: digits}
	switch {
	case len(digits) != 11:
		id = ID{Type: IDTCKN, Status: InvalidLength, Read: digits}
		if n := len(digits) - 11; n > 0 && n < 10 && strings.Trim(digits[:n], "0") == "" && tcknValid(digits[n:]) {
			id.Suggestion = digits[n:] // padded by an export
		}
		return id
	case placeholderTCKN(digits):
		id.Status, id.Class = Placeholder, "placeholder"
	case digits[0] == '0':
		return ID{Type: IDTCKN, Status: InvalidFormat, Read: digits}
	case !tcknValid(digits):
		id.Status, id.Read = InvalidChecksum, digits
	case digits[:2] == "99":
		id.Status, id.Class = Valid, "foreigner"
	default:
		id.Status, id.Class = Valid, "citizen"
	}
	m := [11]byte{digits[0], digits[1], '*', '*', '*', '*', '*', '*', '*', digits[9], digits[10]}
	id.Mask = string(m[:])
	return id
}

// VKNCheckDigit returns the tenth digit that completes nine digits to a tax
// number (turkish.md section 3.2). nine must be nine ASCII digits; anything else
// gives "".
func VKNCheckDigit(nine string) string {
	if len(nine) != 9 || number(nine) < 0 {
		return ""
	}
	return string([]byte{'0' + vknCheck(nine)})
}

func vknCheck(s string) byte {
	sum := 0
	for i := 1; i <= 9; i++ {
		t := (int(s[i-1]-'0') + 10 - i) % 10
		v := t << (10 - i) % 9
		if t != 0 && v == 0 {
			v = 9
		}
		sum += v
	}
	return byte((10 - sum%10) % 10)
}

func vknValid(s string) bool { return len(s) == 10 && s[9] == '0'+vknCheck(s) }

// placeholderVKN are repeated digits, runs, and 2222222222, by convention a
// foreign buyer.
func placeholderVKN(s string) bool {
	switch s {
	case "1234567890", "0123456789", "9876543210", "0987654321":
		return true
	}
	return repeated(s)
}

func parseVKN(digits string) ID {
	if len(digits) != 10 {
		id := ID{Type: IDVKN, Status: InvalidLength, Read: digits}
		if len(digits) == 9 && vknValid("0"+digits) { // a spreadsheet dropped the leading zero
			id.Suggestion = "0" + digits
		}
		return id
	}
	id := ID{Type: IDVKN, Canonical: digits, Mask: maskMiddle(digits, 2, 2)}
	switch {
	case placeholderVKN(digits):
		id.Status, id.Class = Placeholder, "placeholder"
	case !vknValid(digits):
		id.Status, id.Read = InvalidChecksum, digits
	default:
		id.Status, id.Class = Valid, "vkn"
	}
	return id
}
