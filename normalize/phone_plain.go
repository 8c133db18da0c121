package normalize

import "strings"

// The forms in which nearly all numbers are written are read here, without
// cutting the cell into tokens; whatever is odd about a cell is left to
// [phoneScanner], which reads these forms alike.

// onePhone reads a cell that holds one complete Turkish number, with or without a
// label or an extension.
func onePhone(s, use string) (p Phone, ok bool) {
	if p, ok = plainPhone(s); !ok {
		p, ok = labelledPhone(s)
	}
	if !ok {
		p, ok = extendedPhone(s)
	}
	if p.Use == "" {
		p.Use = use
	}
	return p, ok
}

// plainPhone reads one complete Turkish number.
func plainPhone(s string) (Phone, bool) {
	var buf [12]byte
	d, ok := plainDigits(buf[:0], s)
	if !ok {
		return Phone{}, false
	}
	switch n := len(d); {
	case n == 11 && d[0] == '0':
		d = d[1:]
	case n == 12 && d[0] == '9' && d[1] == '0':
		d = d[2:]
	case n != 10:
		return Phone{}, false
	}
	line := lookUp(d)
	if line.kind == "" {
		return Phone{}, false
	}
	return turkishPhone(d, line), true
}

// plainDigits gathers the digits of a number with blanks, brackets, and dots or
// narrow dashes between them.
func plainDigits(d []byte, s string) ([]byte, bool) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			if len(d) == cap(d) {
				return nil, false
			}
			d = append(d, c)
		case '-', '.':
			if i == 0 || i+1 == len(s) || s[i-1] == ' ' || s[i+1] == ' ' || s[i+1] == '.' {
				return nil, false
			}
		case '+':
			if len(d) > 0 || i+2 >= len(s) || s[i+1] != '9' || s[i+2] != '0' {
				return nil, false
			}
		case ' ', '(', ')':
		default:
			return nil, false
		}
	}
	return d, true
}

// labelledPhone reads one number behind its labels: "Tel: 0212 001 27 38", "Cep
// Tel. 0532 001 27 38".
func labelledPhone(s string) (p Phone, ok bool) {
	use, i := "", 0
	for i < len(s) && isLetterByte(s[i]) {
		j := i
		for j < len(s) && isLetterByte(s[j]) {
			j++
		}
		if j-i > 16 {
			return p, false
		}
		var buf [24]byte
		switch word := AppendFold(buf[:0], s[i:j]); {
		case plainLabels[string(word)]:
		case workWords[string(word)]:
			use = "work"
		case homeWords[string(word)]:
			use = "home"
		case faxWords[string(word)]:
			use = "fax"
		default:
			return p, false
		}
		for i = j; i < len(s) && (s[i] == ' ' || s[i] == ':' || s[i] == '.'); {
			i++
		}
	}
	if i == 0 {
		return p, false
	}
	p, ok = plainPhone(s[i:])
	p.Use = use
	return p, ok
}

// extendedPhone reads one number and its extension ("0212 001 27 38 dahili 12",
// "(0212) 001 27 38 x12", "... (dah: 12)"), or the word that a switchboard
// answers.
func extendedPhone(s string) (p Phone, ok bool) {
	i := 0
	for i < len(s) && !isLetterByte(s[i]) && s[i] != '#' {
		i++
	}
	if i < 10 || i == len(s) {
		return p, false
	}
	j := i
	for j < len(s) && isLetterByte(s[j]) {
		j++
	}
	var buf [12]byte
	word := buf[:0]
	for k := i; k < j && j-i <= len(buf); k++ {
		word = append(word, s[k]|0x20)
	}
	rest := strings.Trim(s[j:], " :.)")
	switch string(word) {
	case "dahili", "dah", "dhl", "ext", "x":
	case "pbx", "santral":
		if rest != "" {
			return p, false
		}
		if p, ok = plainPhone(strings.TrimRight(s[:i], " (,-")); ok {
			p.Flags = unionFlags(p.Flags, flagsPBX)
		}
		return p, ok
	case "":
		if s[i] != '#' {
			return p, false
		}
		rest = strings.Trim(s[i+1:], " :.)")
	default:
		return p, false
	}
	if len(rest) == 0 || len(rest) > 6 || number(rest) < 0 {
		return p, false
	}
	if p, ok = plainPhone(strings.TrimRight(s[:i], " (,-")); ok {
		p.Ext = rest
		p.flagExtension()
	}
	return p, ok
}

// severalPhones reads two numbers and more: "0532 001 27 38 / 0533 001 27 39".
func severalPhones(s, use string) (c PhoneCell, ok bool) {
	n := 1
	for rest := s; ; n++ {
		at, size := phoneSign(rest)
		if at < 0 {
			break
		}
		if at < 10 || n > 4 {
			return c, false
		}
		rest = rest[at+size:]
	}
	if n == 1 {
		return c, false
	}
	ps := phoneScanner{values: make([]Phone, 0, n)}
	for range n {
		at, size := phoneSign(s)
		if at < 0 {
			at, size = len(s), 0
		}
		p, ok := plainPhone(strings.Trim(s[:at], " "))
		if !ok {
			return c, false
		}
		p.Use = use
		ps.add(p)
		s = s[at+size:]
	}
	return ps.cell(), true
}

// phoneSign returns where the next sign between two numbers stands and how long
// it is, -1 where there is none.
func phoneSign(s string) (at, size int) {
	for i := range len(s) {
		switch s[i] {
		case ',', ';', '/', '\n', '|':
			return i, 1
		case '-':
			if i > 0 && i+1 < len(s) && s[i-1] == ' ' && s[i+1] == ' ' {
				return i, 1
			}
		}
	}
	return -1, 0
}

// foreignMobiles are the mobile prefixes, as far as they are given out whole, of
// the countries that the numbers of Turkish customers come from otherwise. A
// test holds them against libphonenumber, which reads all others.
var foreignMobiles = [...]struct {
	code, region string
	digits       int // of the national number
	prefixes     string
}{
	{"49", "DE", 10, "17 160 162 163"},
	{"49", "DE", 11, "17 150 151 152 155 156 157 158 159 160 162 163"},
	{"31", "NL", 9, "61 62 63 64 65 68"},
	{"33", "FR", 9, "60 61 62 64 65 66 67 68 73 74 75 76 77 78 79"},
	{"32", "BE", 9, "45 46 47 48 49"},
	{"41", "CH", 9, "76 77 78 79"},
	{"43", "AT", 10, "67 68 69 650 660 661 663 664 665 666"},
	{"43", "AT", 11, "67 68 69 650 660 661 663 664 665 666"},
	{"46", "SE", 9, "70 72 73 76 79"},
	{"44", "GB", 10, "71 72 73 74 771 772 773 774 775 776 777 780 785 786 787 788 789 794 795 796 798 799"},
	{"994", "AZ", 9, "10 50 51 55 70 77 99"},
	{"963", "SY", 9, "93 94 95 96 98 99"},
	{"964", "IQ", 10, "75 77 78 79"},
	{"357", "CY", 8, "94 95 96 97 99"},
	{"359", "BG", 9, "87 88 89"},
	{"30", "GR", 10, "690 693 694 695 697 698 699"},
	{"995", "GE", 9, "551 555 557 558 568 571 577 591 593 595 596 597 598 599"},
	{"966", "SA", 9, "50 53 54 55 56 59"},
	{"971", "AE", 9, "50 52 54 55 56 58"},
	{"7", "RU", 10, "90 91 92 93 95 96 98"},
	{"98", "IR", 10, "91 93 901 902 903 920 921 922 990 991 992"},
}

// foreignMobile reads digits with a country code that are a mobile of the table.
func foreignMobile(d []byte) (p Phone, ok bool) {
	for i := range foreignMobiles {
		m := &foreignMobiles[i]
		if len(d) != len(m.code)+m.digits || string(d[:len(m.code)]) != m.code {
			continue
		}
		national := d[len(m.code):]
		for prefix := range strings.SplitSeq(m.prefixes, " ") {
			if string(national[:len(prefix)]) == prefix {
				p = Phone{Kind: PhoneForeign, Region: m.region, Status: OK, Mobile: true}
				p.write("+", d)
				p.judgeForeign(d)
				return p, true
			}
		}
	}
	return p, false
}
