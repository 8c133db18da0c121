package normalize

import (
	"bytes"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
)

// ParsePhones reads every number of a cell (turkish.md section 4.2): labels,
// several numbers, ranges and extensions are told apart first, then each number
// is held against the Turkish numbering plan, or, with another country code,
// against libphonenumber's.
func ParsePhones(s string, h PhoneHint, o *Options) PhoneCell {
	if !o.Turkish() {
		return parseForeignCell(s, o)
	}
	use := fieldUse(h.Field)
	if p, ok := onePhone(s, use); ok {
		return PhoneCell{Status: p.Status, Flags: p.Flags, Values: []Phone{p}}
	}
	return otherPhones(s, h, use)
}

// otherPhones reads a cell that [onePhone] does not.
func otherPhones(s string, h PhoneHint, use string) PhoneCell {
	if c, ok := severalPhones(s, use); ok {
		return c
	}
	return scanPhones(s, h, use)
}

// scanPhones reads a cell of any form.
func scanPhones(s string, h PhoneHint, use string) PhoneCell {
	s = strings.Trim(plainASCII(s), " \n'")
	if strings.IndexByte(s, '*') >= 0 {
		if bare := strings.Trim(s, "* "); !hasMask(bare) && len(bare) >= 10 {
			s = bare // a star beside a whole number hides nothing
		}
	}
	if missingPhone(s) || onlyLabels(s) {
		return PhoneCell{Status: Empty}
	}
	if p, ok := notPhones(s); ok {
		return PhoneCell{Status: p.Status, Flags: p.Flags, Values: []Phone{p}}
	}
	ps := newPhoneScanner(h, use)
	defer ps.free()
	s = strings.TrimSuffix(trimFloat(s), " *")
	if fixed := letterZeros(s); fixed != s {
		s = fixed
		ps.nextFlags = []string{"letter_o"}
	}
	ps.scan(s)
	return ps.cell()
}

// letterZeros turns the letter O into 0 where it stands among digits.
func letterZeros(s string) string {
	if !strings.ContainsAny(s, "oO") {
		return s
	}
	b := []byte(s)
	for i := 0; i < len(b); {
		j := i
		for j < len(b) && (b[j] == 'o' || b[j] == 'O') {
			j++
		}
		if j > i {
			before := i > 0 && isDigit(s[i-1])
			after := j < len(s) && isDigit(s[j])
			edge := (i == 0 || !isLetterByte(s[i-1])) && (j == len(s) || !isLetterByte(s[j]))
			for ; edge && (before || after) && i < j; i++ {
				b[i] = '0'
			}
			i = j
			continue
		}
		i++
	}
	return string(b)
}

func isLetterByte(c byte) bool { return c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' }

// onlyLabels reports a cell such as "telefonu yok" or "Tel:", which a form filled
// in and nobody else.
func onlyLabels(s string) bool {
	if strings.ContainsAny(s, "0123456789*•●@") {
		return false
	}
	for w := range strings.FieldsSeq(Fold(s)) {
		if !missingWords[w] && !plainLabels[w] {
			return false
		}
	}
	return true
}

// fieldUse is the use that the name of a column states.
func fieldUse(field string) string {
	switch field {
	case "", "phone", "mobile", "landline":
		return ""
	case "fax":
		return "fax"
	}
	f := Fold(field)
	for _, sign := range [...]string{"fax", "faks", "belgegecer"} {
		if strings.Contains(f, sign) {
			return "fax"
		}
	}
	word, _, _ := strings.Cut(f, " ")
	switch {
	case workWords[word]:
		return "work"
	case homeWords[word]:
		return "home"
	}
	return ""
}

// missingPhone also takes zeros for nothing, and the country code that a form
// wrote ahead of the number.
func missingPhone(s string) bool {
	return missingValue(s) || s == "+90" || s == "+90 0" || len(s) < 7 && strings.Trim(s, "0 .-/") == ""
}

// flagExtension: who has an extension is an organisation, and no mobile.
func (p *Phone) flagExtension() {
	if p.Kind != PhoneMobile {
		if len(p.Flags) == 0 {
			p.Flags = flagsOrg
			return
		}
		p.Flags = unionFlags(p.Flags, flagsOrg)
		return
	}
	p.Flags = unionFlags(p.Flags, []string{"ext_on_mobile"})
	if p.Status == OK {
		p.Status = Suspect
	}
}

// turkishPhone builds the value of a national number that the plan knows.
func turkishPhone(n []byte, line linePlan) Phone {
	p := Phone{Kind: line.kind, Region: line.plate, Status: OK}
	p.write("+90", n)
	switch line.kind {
	case PhoneMobile:
		p.Region, p.Mobile = mobileRegion(n), true
	case PhoneFixed:
		if n[3] == '4' && n[4] == '4' && n[5] == '4' {
			p.Flags = []string{"alias:+90" + string(n[3:]), "org"}
		}
	case PhoneUAN, PhoneVoIP, PhoneTollFree:
		p.Flags = []string{"org"}
	case PhonePremium, PhonePager:
		p.Status, p.Flags = Suspect, []string{string(line.kind)}
	}
	p.judge(n)
	return p
}

// write sets E164 and Mask, which share one allocation.
func (p *Phone) write(code string, n []byte) {
	var buf [64]byte
	b := append(append(buf[:0], code...), n...)
	size := len(b)
	b = append(b, b...)
	head := 6 // "+90532"
	if size < 10 {
		head = size / 2
	}
	for i := head; i < size-2; i++ {
		b[size+i] = '*'
	}
	both := string(b)
	p.E164, p.Mask = both[:size], both[size:]
}

// judge marks made-up numbers: libphonenumber calls 5555555555 valid.
func (p *Phone) judge(n []byte) {
	subscriber := n
	if len(n) >= 7 {
		subscriber = n[len(n)-7:]
	}
	switch {
	case sameBytes(subscriber):
		p.Status, p.Flags = Fake, addFlag(p.Flags, flagsRepeat)
	case string(subscriber) == "1234567" || string(subscriber) == "7654321":
		p.Status, p.Flags = Suspect, addFlag(p.Flags, flagsSequence)
	}
}

var (
	flagsRepeat   = []string{"repeat"}
	flagsSequence = []string{"sequence"}
	flagsOrg      = []string{"org"}
	flagsPBX      = []string{"pbx", "org"}
)

func sameBytes(b []byte) bool {
	for _, c := range b {
		if c != b[0] {
			return false
		}
	}
	return true
}

// runOfDigits reports whether each digit follows the one before, upwards or
// downwards, 0 coming after 9.
func runOfDigits(b []byte) bool {
	up, down := true, true
	for i := 1; i < len(b); i++ {
		step := (int(b[i]) - int(b[i-1]) + 10) % 10
		up, down = up && step == 1, down && step == 9
	}
	return len(b) > 5 && (up || down)
}

// unknownPhone is a value that is no number, and why.
func unknownPhone(st Status, flag string) Phone {
	return Phone{Kind: PhoneUnknown, Status: st, Flags: phoneFlags[flag]}
}

// phoneFlags shares the flags of what is no number: a slice a flag.
var phoneFlags = func() map[string][]string {
	m := map[string][]string{}
	for _, f := range []string{"format", "length", "lost_digits", "masked", "prefix", "repeat", "sequence", "wrong_field:date", "wrong_field:email", "wrong_field:iban", "wrong_field:tckn"} {
		m[f] = []string{f}
	}
	return m
}()

// notPhones recognises cells that hold something else.
func notPhones(s string) (Phone, bool) {
	switch {
	case len(s) < 20 && strings.IndexAny(s, "eE") > 0 && scientific(strings.ReplaceAll(s, " ", "")):
		return unknownPhone(Invalid, "lost_digits"), true
	case strings.IndexByte(s, '@') >= 0 && digitsOutsideMail(s) < 7:
		return unknownPhone(Invalid, "wrong_field:email"), true
	case len(s) > 25 && s[0]|0x20 == 't' && turkishIBAN(s):
		return unknownPhone(Invalid, "wrong_field:iban"), true
	case looksLikeDate(s):
		return unknownPhone(Invalid, "wrong_field:date"), true
	case strings.IndexFunc(s, func(r rune) bool { return r < 0x80 && isDigit(byte(r)) }) < 0 && !strings.ContainsAny(s, "*•●"):
		return unknownPhone(Invalid, "format"), true
	}
	return Phone{}, false
}

// turkishIBAN reports TR and 24 digits, in groups or not.
func turkishIBAN(s string) bool {
	compact := strings.ReplaceAll(s, " ", "")
	return len(compact) == 26 && compact[1]|0x20 == 'r' && isDigits(compact[2:])
}

func digitsOutsideMail(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if strings.IndexByte(w, '@') >= 0 {
			continue
		}
		for i := range len(w) {
			if isDigit(w[i]) {
				n++
			}
		}
	}
	return n
}

// looksLikeDate reports dd.mm.yyyy and yyyy-mm-dd, whose eight digits are no
// number that anybody dials.
func looksLikeDate(s string) bool {
	if len(s) < 10 || len(s) > 10 && s[10] != ' ' && s[10] != 'T' {
		return false
	}
	if len(s) > 10 && strings.IndexByte(s[10:], ':') < 0 {
		return false
	}
	sign := func(i, j int) bool { return s[i] == s[j] && (s[i] == '.' || s[i] == '/' || s[i] == '-') }
	if !sign(2, 5) && !sign(4, 7) {
		return false
	}
	d := ParseDate(s[:10], DateHint{}, nil)
	return d.Status == OK && d.Precision == DayPrecision && d.Year > 1900
}

// resolve turns the digits of one number into a value.
func (ps *phoneScanner) resolve(d []byte, plus bool) Phone {
	if len(d) > 5 && sameBytes(d) && (!plus || d[0] == '0') {
		if line := lookUp(d); line.kind != "" {
			return turkishPhone(d, line)
		}
		return unknownPhone(Fake, "repeat")
	}
	if national, ok := turkishNational(d, plus); ok {
		if line := lookUp(national); line.kind != "" {
			return turkishPhone(national, line)
		}
		return badNational(national)
	}
	switch {
	case len(d) == 7 && !plus:
		return ps.local(d)
	case plus || len(d) > 4 && d[0] == '0' && d[1] == '0':
		return foreignPhone(bytes.TrimLeft(d, "0"), nil)
	case len(d) <= 5:
		return shortPhone(d)
	case sameBytes(d):
		return unknownPhone(Fake, "repeat")
	case runOfDigits(d):
		return unknownPhone(Fake, "sequence")
	case len(d) == 11 && tcknValid(string(d)):
		return unknownPhone(Invalid, "wrong_field:tckn")
	case len(d) > 10 && d[0] != '0':
		if p := foreignPhone(d, nil); p.Status == OK {
			p.Status, p.Flags = Suspect, addFlag(p.Flags, []string{"plus_missing"})
			return p
		}
	}
	return unknownPhone(Invalid, "length")
}

// badNational says why ten digits are no number.
func badNational(n []byte) Phone {
	switch {
	case sameBytes(n):
		return unknownPhone(Fake, "repeat")
	case runOfDigits(n):
		return unknownPhone(Fake, "sequence")
	case len(n) == 10 && n[0] == '0' && sameBytes(n[1:]):
		return unknownPhone(Fake, "repeat")
	case len(n) != 10 && len(n) != 7 || n[0] == '0':
		return unknownPhone(Invalid, "length")
	}
	return unknownPhone(Invalid, "prefix")
}

// turkishNational strips the international and trunk prefixes in all the ways in
// which they are typed. ok is false where d is not the shape of a Turkish
// number; the plan is not consulted but to tell Turkish from foreign.
func turkishNational(d []byte, plus bool) (national []byte, ok bool) {
	if !plus && len(d) > 9 && d[0] == '0' && d[1] == '0' && !sameBytes(d) {
		if rest := d[2:]; len(rest) == 10 && lookUp(rest).kind == PhoneMobile {
			return rest, true // the trunk 0 typed twice
		}
		d, plus = d[2:], true
	}
	if plus {
		d = bytes.TrimPrefix(d, []byte("00"))
		if len(d) > 12 && d[0] == '0' { // 000 90 ...
			d = d[1:]
		}
		switch {
		case len(d) == 11 && d[0] == '0':
			return d[1:], true
		case len(d) == 10 && lookUp(d).kind == PhoneMobile:
			return d, true // +532 ...
		case len(d) < 2 || d[0] != '9' || d[1] != '0':
			return nil, false
		}
		return trimTrunk(d[2:]), true
	}
	switch {
	case len(d) == 11 && d[0] == '0', len(d) == 8 && string(d[:4]) == "0444":
		return d[1:], true
	case len(d) == 10:
		return d, true
	case len(d) == 7 && string(d[:3]) == "444":
		return d, true
	case len(d) == 9 && string(d[:5]) == "90444":
		return d[2:], true
	case (len(d) == 13 || len(d) == 14) && string(d[:4]) == "0800":
		return d[1:], true
	case len(d) >= 13 && string(d[:3]) == "090": // the trunk 0 in front of the country code
		if n := trimTrunk(d[3:]); len(n) == 10 {
			return n, true
		}
	case len(d) >= 12 && d[0] == '9' && d[1] == '0':
		if n := trimTrunk(d[2:]); len(n) == 10 {
			return n, true
		}
	}
	return nil, false
}

// trimTrunk drops what is typed by mistake behind the country code: the trunk 0
// and a second 90.
func trimTrunk(n []byte) []byte {
	if len(n) > 10 && n[0] == '0' {
		n = n[1:]
	}
	if len(n) == 12 && n[0] == '9' && n[1] == '0' {
		n = n[2:]
	}
	if len(n) == 8 && string(n[:4]) == "0444" || len(n) == 11 && n[0] == '0' {
		n = n[1:]
	}
	return n
}

// shortPhone reads the service numbers: 112, 155, 182, 1818, 118xx.
func shortPhone(d []byte) Phone {
	if d[0] == '1' && (len(d) == 3 || len(d) == 4 && d[1] == '8' || len(d) == 5 && d[1] == '1' && d[2] == '8') && !sameBytes(d) {
		return Phone{Kind: PhoneSpecial, Status: OK, Flags: []string{"not_personal"}}
	}
	return unknownPhone(Invalid, "length")
}

// local reads seven digits without an area code. They are never a mobile, and
// never completed by a guess.
func (ps *phoneScanner) local(d []byte) Phone {
	switch {
	case sameBytes(d):
		return unknownPhone(Fake, "repeat")
	case runOfDigits(d):
		return unknownPhone(Fake, "sequence")
	case d[0] == '0' && lineOf(d[1:]).kind != "": // 0532 001: the rest is lost
		return unknownPhone(Invalid, "length")
	}
	plate, code := areaOf(ps.hint.City)
	switch {
	case plate == "":
		return Phone{Kind: PhoneFixed, Status: Incomplete, Flags: []string{"area_unknown"}}
	case code == "":
		return Phone{Kind: PhoneFixed, Region: plate, Status: Incomplete, Flags: []string{"area_ambiguous:" + strings.Join(areaCodesOf[plate], "|")}}
	}
	n := append([]byte(code), d...)
	phone := turkishPhone(n, lookUp(n))
	phone.Flags = addFlag(phone.Flags, []string{"area_from_city"})
	return phone
}

// foreignPhone asks libphonenumber. d has the country code.
func foreignPhone(d []byte, extra []string) Phone {
	if len(d) < 5 || len(d) > 15 {
		return unknownPhone(Invalid, "length")
	}
	if sameBytes(d) {
		return unknownPhone(Fake, "repeat")
	}
	if p, ok := foreignMobile(d); ok {
		p.Flags = addFlag(p.Flags, extra)
		return p
	}
	num, err := phonenumbers.Parse("+"+string(d), "ZZ")
	if err != nil {
		return unknownPhone(Invalid, "prefix")
	}
	p := libraryPhone(num, extra)
	if p.E164 != "" {
		if _, turkish := turkishNational([]byte(p.E164[1:]), true); turkish {
			return unknownPhone(Invalid, "prefix") // +55 40000100 would be read back as +90 554 ...
		}
	}
	return p
}

// libraryPhone builds the value of a number that libphonenumber has parsed.
func libraryPhone(num *phonenumbers.PhoneNumber, flags []string) Phone {
	line := phonenumbers.GetNumberType(num) // is known of a valid number only
	if line == phonenumbers.UNKNOWN {
		switch phonenumbers.IsPossibleNumberWithReason(num) {
		case phonenumbers.TOO_SHORT, phonenumbers.TOO_LONG, phonenumbers.INVALID_LENGTH:
			return unknownPhone(Invalid, "length")
		}
		return unknownPhone(Invalid, "prefix")
	}
	p := Phone{Kind: PhoneForeign, Region: phonenumbers.GetRegionCodeForNumber(num), Status: OK, Flags: flags}
	e164 := []byte(phonenumbers.Format(num, phonenumbers.E164))
	p.write("", e164)
	switch line {
	case phonenumbers.MOBILE, phonenumbers.FIXED_LINE_OR_MOBILE:
		p.Mobile = true
	case phonenumbers.PREMIUM_RATE:
		p.Status, p.Flags = Suspect, addFlag(p.Flags, []string{"premium"})
	case phonenumbers.TOLL_FREE, phonenumbers.UAN, phonenumbers.SHARED_COST:
		p.Flags = addFlag(p.Flags, flagsOrg)
	}
	p.judgeForeign(e164)
	return p
}

// judgeForeign marks made-up numbers.
func (p *Phone) judgeForeign(e164 []byte) {
	if len(e164) > 8 && sameBytes(e164[len(e164)-7:]) {
		p.Status, p.Flags = Fake, addFlag(p.Flags, flagsRepeat)
	}
}

// parseForeignCell reads a cell under another locale: the whole cell is one
// number of the locale's region.
func parseForeignCell(s string, o *Options) PhoneCell {
	s = strings.TrimSpace(plainASCII(s))
	if missingPhone(s) {
		return PhoneCell{Status: Empty}
	}
	region := "ZZ"
	if tag, err := language.Parse(o.Locale); err == nil {
		r, _ := tag.Region()
		region = r.String()
	}
	p := unknownPhone(Invalid, "format")
	if num, err := phonenumbers.Parse(s, region); err == nil {
		p = libraryPhone(num, nil)
		p.Ext = num.GetExtension()
	}
	return PhoneCell{Status: p.Status, Flags: p.Flags, Values: []Phone{p}}
}

// cell gathers the values: each number once, the worst status, all flags.
func (ps *phoneScanner) cell() PhoneCell {
	c := PhoneCell{Status: Empty, Values: ps.values}
	for i := range ps.values {
		p := &ps.values[i]
		if p.Status == OK && slices.Contains(p.Flags, "wrong") { // the clerk says so
			p.Status = Suspect
		}
		if phoneRank(p.Status) > phoneRank(c.Status) {
			c.Status = p.Status
		}
		c.Flags = unionFlags(c.Flags, p.Flags)
	}
	return c
}

// phoneRank orders statuses from good to bad.
func phoneRank(s Status) int {
	return slices.Index([]Status{Empty, OK, Suspect, Incomplete, Masked, Fake, Invalid}, s)
}
