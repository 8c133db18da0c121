package normalize

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// ParseEmails reads every address of a cell (turkish.md section 6.3). Only ASCII
// casing is changed, for a mailbox is ASCII: I becomes i, never ı. What looks
// like an error is not repaired but suggested.
func ParseEmails(s string, o *Options) EmailCell {
	if at := plainAddress(s); at > 0 {
		e := asciiEmail(s[:at], s[at+1:], o)
		return EmailCell{Status: e.Status, Flags: e.Flags, Values: []Email{e}}
	}
	s = strings.TrimSpace(plainASCII(s))
	var c EmailCell
	if strings.IndexByte(s, '@') < 0 {
		var fold [32]byte
		if missingValue(s) || s == "0" || len(s) < 24 && noMailWords[string(AppendFold(fold[:0], s))] {
			return EmailCell{Status: Empty}
		}
		if decoded := escapedAt.Replace(s); decoded != s {
			c.Flags = []string{RepairEntity}
			if strings.Contains(s, "%40") {
				c.Flags = []string{RepairPercent}
			}
			s = decoded
		}
	}
	if !strings.ContainsAny(s, "<;\n|") && strings.Count(s, "@") < 2 { // most cells hold one address
		e := parseEmail(s, o)
		c.Status, c.Flags, c.Values = e.Status, unionFlags(c.Flags, e.Flags), []Email{e}
		return c
	}
	pieces := splitEmails(s)
	c.Values = make([]Email, 0, len(pieces))
	for _, piece := range pieces {
		c.add(parseEmail(piece, o))
	}
	if len(c.Values) > 1 {
		c.Flags = append(c.Flags, "multiple")
	}
	return c
}

// Replacements of signs that stand for others in addresses.
var (
	escapedAt      = strings.NewReplacer("%40", "@", "&#64;", "@", "&commat;", "@")
	blanksAroundAt = strings.NewReplacer(" @ ", "@", " @", "@", "@ ", "@")
	misreadDots    = strings.NewReplacer(",", ".", ";", ".", ":", ".", "/", ".", " ", "")
	// usOnTurkish undoes US fingers on a Turkish keyboard (turkish.md section 1.5).
	usOnTurkish = strings.NewReplacer("'", "@", "\"", "@", "ı", "i", "ç", ".", "I", "i", "*", "-")
	dotKey      = strings.NewReplacer("ç", ".", "Ç", ".")
	dotKeys     = strings.NewReplacer("ç", ".", "Ç", ".", "ö", ".")
)

// noMailWords say that there is no mailbox.
var noMailWords = map[string]bool{
	"mail yok": true, "e posta yok": true, "eposta yok": true, "email yok": true, "e mail yok": true, "mail adresi yok": true,
	"e posta adresi yok": true, "maili yok": true, "no mail": true, "no email": true, "mail kullanmiyor": true, "istemiyor": true, "vermedi": true,
}

// add keeps each address once, the worst status and all flags.
func (c *EmailCell) add(e Email) {
	for _, v := range c.Values {
		if v.Address == e.Address && v.Suggestion == e.Suggestion && v.Status == e.Status {
			return
		}
	}
	if len(c.Values) == 0 || emailRank(e.Status) > emailRank(c.Status) {
		c.Status = e.Status
	}
	c.Flags = unionFlags(c.Flags, e.Flags)
	c.Values = append(c.Values, e)
}

func emailRank(s Status) int { return slices.Index([]Status{OK, Suspect, Fake, Invalid}, s) }

// Classes of the bytes of an address.
const (
	localByte = 1 << iota
	domainByte
	dotByte
	atByte
)

var emailBytes = func() (t [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-32] = localByte|domainByte, localByte|domainByte
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = localByte | domainByte
	}
	for _, c := range []byte("!#$%&'*+/=?^_`{|}~") {
		t[c] = localByte
	}
	t['-'] = localByte | domainByte
	t['.'] = dotByte
	t['@'] = atByte
	return t
}()

// plainAddress returns the place of the @ in a well-formed ASCII address that is
// all of s, else 0.
func plainAddress(s string) int {
	at, last := 0, byte(dotByte)
	for i := 0; i < len(s); i++ {
		c := emailBytes[s[i]]
		switch {
		case c == 0:
			return 0
		case c == atByte:
			if at > 0 || last == dotByte || i == 0 {
				return 0
			}
			at, c = i, dotByte
		case c == dotByte:
			if last == dotByte {
				return 0
			}
		case at > 0 && c&domainByte == 0:
			return 0
		}
		last = c
	}
	if at == 0 || last == dotByte || !validDomain(s[at+1:]) || at > 64 || s[0] == '\'' {
		return 0
	}
	return at
}

// validDomain checks labels and top-level domain of ASCII text.
func validDomain(d string) bool {
	dot, start := -1, 0
	for i := 0; i <= len(d); i++ {
		if i < len(d) && d[i] != '.' {
			if emailBytes[d[i]]&domainByte == 0 {
				return false
			}
			continue
		}
		if i == start || i-start > 63 || d[start] == '-' || d[i-1] == '-' {
			return false
		}
		if i < len(d) {
			dot = i
		}
		start = i + 1
	}
	if dot < 0 || len(d)-dot < 3 || len(d) > 253 {
		return false
	}
	tld := d[dot+1:]
	if len(tld) > 4 && strings.EqualFold(tld[:4], "xn--") {
		return true
	}
	for i := range len(tld) {
		if c := tld[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

func validLocal(l string) bool {
	if l == "" || len(l) > 64 {
		return false
	}
	if len(l) > 2 && l[0] == '"' && l[len(l)-1] == '"' {
		return strings.IndexByte(l[1:len(l)-1], '"') < 0
	}
	last := byte(dotByte)
	for i := range len(l) {
		c := emailBytes[l[i]]
		if c&localByte == 0 && (c != dotByte || last == dotByte) {
			return false
		}
		last = c
	}
	return last != dotByte
}

// lowerASCII returns s itself when there is nothing to lower.
func lowerASCII(s string) string {
	for i := range len(s) {
		if s[i]-'A' <= 'Z'-'A' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i]-'A' <= 'Z'-'A' {
					b[i] |= 0x20
				}
			}
			return string(b)
		}
	}
	return s
}

// splitEmails cuts a cell into addresses. Blanks and commas separate only where
// there are several @: else they are errors within one address.
func splitEmails(s string) []string {
	if inner := angled(s); inner != nil {
		return inner
	}
	seps := ";\n|"
	if at := strings.IndexByte(s, '@'); strings.Count(s, "@") == 1 && at < strings.LastIndexByte(s, ';') {
		if tail := strings.TrimSpace(s[strings.LastIndexByte(s, ';')+1:]); topLevel[lowerASCII(tail)] {
			seps = "\n|"
		}
	}
	if strings.Count(s, "@") > 1 {
		seps = ";\n|, /"
		s = blanksAroundAt.Replace(s)
	}
	pieces := strings.FieldsFunc(s, func(r rune) bool { return r < 0x80 && strings.IndexByte(seps, byte(r)) >= 0 })
	out := pieces[:0]
	for _, p := range pieces {
		if len(pieces) == 1 || strings.IndexByte(p, '@') >= 0 {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return []string{s}
	}
	return out
}

// topLevel are endings that show that the sign before them was meant as a dot.
var topLevel = wordSet("com net org edu gov tr com.tr net.tr org.tr edu.tr gov.tr de info biz")

// angled returns the addresses of "Uğur Özmen <ugur@example.com>".
func angled(s string) []string {
	var out []string
	for rest := s; ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			return out
		}
		j := strings.IndexByte(rest[i:], '>')
		if j < 0 {
			return out
		}
		if inner := rest[i+1 : i+j]; strings.IndexByte(inner, '@') >= 0 {
			out = append(out, inner)
		}
		rest = rest[i+j+1:]
	}
}

// emailLabels announce an address. Behind a blank they need no colon if they have
// a dash of their own.
var emailLabels = []string{"mailto", "e-posta adresi", "mail adresi", "e-posta", "e-mail", "eposta", "email", "mail", "e posta", "e mail"}

// trimEmail drops what stands around an address.
func trimEmail(s string) string {
	s = strings.Trim(s, " \t<>[](){},;:'`\n")
	low := lowerASCII(s)
	for _, l := range emailLabels {
		if !strings.HasPrefix(low, l) || strings.IndexByte(s, '@') <= len(l) {
			continue
		}
		if rest := strings.TrimLeft(s[len(l):], " "); rest[0] == ':' || rest[0] == '=' || l[1] == '-' && len(rest)+len(l) < len(s) {
			s = strings.Trim(rest, " <:=-")
			break
		}
	}
	if i := strings.IndexByte(s, '('); i > strings.IndexByte(s, '@') && strings.IndexByte(s, '@') > 0 { // a note: "(iş)"
		s = s[:i]
	}
	s = strings.TrimRight(s, " .,;:>)'\"")
	if strings.HasPrefix(s, "\"") && !strings.Contains(s, "\"@") {
		s = s[1:]
	}
	return s
}

func invalidEmail(suggestion, flag string) Email {
	return Email{Status: Invalid, Suggestion: suggestion, Flags: emailFlags[flag]}.secondary()
}

func suspectEmail(suggestion, flag string) Email {
	return Email{Status: Suspect, Suggestion: suggestion, Flags: emailFlags[flag]}.secondary()
}

// emailFlags shares the flags of what is no address: a slice a flag.
var emailFlags = map[string][]string{
	"typo_domain": {"typo_domain"}, "typo": {"typo"}, "keyboard": {"keyboard"}, "turkish_char": {"turkish_char"}, "wrong_field:phone": {"wrong_field:phone"}, "wrong_field:tckn": {"wrong_field:tckn"},
}

// secondary derives the key of the suggestion.
func (e Email) secondary() Email {
	if at := strings.LastIndexByte(e.Suggestion, '@'); at > 0 {
		var buf [224]byte
		b := append(buf[:0], e.Suggestion...)
		n := len(b)
		if e.Secondary = string(appendEmailKey(b, b[:at], b[at+1:])[n:]); e.Secondary == "" {
			e.Secondary = e.Suggestion
		}
	}
	return e
}

func parseEmail(s string, o *Options) Email {
	s = trimEmail(s)
	at := strings.IndexByte(s, '@')
	if at < 0 {
		return withoutAt(s)
	}
	local, domain := strings.TrimRight(s[:at], " "), strings.TrimLeft(s[at+1:], " ")
	if blank := strings.IndexByte(domain, ' '); blank > 0 && validLocal(local) && validDomain(domain[:blank]) {
		e := asciiEmail(local, domain[:blank], o) // "ugur@example.com - iş"
		e.Flags = unionFlags(e.Flags, []string{"text"})
		return e
	}
	if i := strings.LastIndexByte(local, ' '); i > 0 && announces(local[:i], local[i+1]) {
		e := parseEmail(s[i+1:], o) // "Uğur Özmen ugur@example.com"
		e.Flags = unionFlags(e.Flags, []string{"text"})
		return e
	}
	switch {
	case local == "" || domain == "" || strings.IndexByte(domain, '@') >= 0:
		return invalidEmail("", "")
	case !ascii(s):
		if len(local)+1+len(domain) != len(s) {
			s = local + "@" + domain
		}
		return turkishEmail(s)
	case !validLocal(local):
		return invalidEmail("", "")
	case !validDomain(domain):
		return badDomain(lowerASCII(local), lowerASCII(domain))
	}
	return asciiEmail(local, domain, o)
}

// announces reports words in front of an address that are none of it: a label with
// a colon, digits, or the names of somebody in capitals in front of small letters.
func announces(words string, first byte) bool {
	last, names := words[len(words)-1], 0
	for w := range strings.FieldsSeq(words) {
		if r, _ := utf8.DecodeRuneInString(w); lowerRune(r) != r {
			names++
		}
	}
	return last == ':' || isDigit(last) || names > 1 && 'a' <= first && first <= 'z'
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// badDomain suggests what a malformed domain was to be.
func badDomain(local, domain string) Email {
	fixed := misreadDots.Replace(domain)
	if fixed != domain && validDomain(fixed) && (strings.ContainsAny(domain, ",;:/") || freeProvider(fixed)) {
		if better := suggestDomain(fixed); better != "" {
			fixed = better
		}
		return suspectEmail(local+"@"+fixed, "typo")
	}
	if fixed := providerWithoutDot(domain); fixed != "" {
		return suspectEmail(local+"@"+fixed, "typo_domain")
	}
	if fixed := suggestDomain(domain); validDomain(fixed) {
		return suspectEmail(local+"@"+fixed, "typo_domain")
	}
	return invalidEmail("", "")
}

// withoutAt looks for the @ that was lost.
func withoutAt(s string) Email {
	low := lowerASCII(s)
	if strings.ContainsAny(low, "'\"") {
		decoded := usOnTurkish.Replace(low)
		if at := plainAddress(decoded); at > 0 {
			return invalidEmail(correctDomain(decoded, at), "keyboard")
		}
	}
	for _, sign := range [...]string{"(at)", "[at]", "{at}", " at ", "<at>", "(et)"} {
		if i := strings.Index(low, sign); i > 0 {
			fixed := strings.ReplaceAll(strings.TrimSpace(low[:i])+"@"+strings.TrimSpace(low[i+len(sign):]), " dot ", ".")
			if at := plainAddress(fixed); at > 0 {
				return invalidEmail(correctDomain(fixed, at), "typo")
			}
		}
	}
	if fixed := beforeProvider(low); fixed != "" {
		return invalidEmail(fixed, "typo")
	}
	switch c := ParsePhones(s, PhoneHint{}, nil); {
	case len(c.Values) > 0 && c.Values[0].E164 != "":
		return invalidEmail("", "wrong_field:phone")
	case slices.Contains(c.Flags, "wrong_field:tckn"):
		return invalidEmail("", "wrong_field:tckn")
	}
	return invalidEmail("", "")
}

func correctDomain(address string, at int) string {
	if better := suggestDomain(address[at+1:]); better != "" {
		return address[:at+1] + better
	}
	return address
}

// beforeProvider finds a known provider at the end of an address without @:
// ugurozmen.gmail.com, ugurozmengmail.com, and with the key that was hit for @,
// ugurozmenqgmail.com (AltGr+Q) or ugurozmen2gmail.com (shift+2).
func beforeProvider(s string) string {
	if strings.HasPrefix(s, "www.") || strings.Contains(s, "//") {
		return ""
	}
	for _, p := range bigProviders {
		local, ok := strings.CutSuffix(s, p)
		if !ok || len(local) < 2 {
			continue
		}
		if last, size := utf8.DecodeLastRuneInString(local); strings.ContainsRune(".q2-_#&!£€", last) { // £ is AltGr+2
			local = local[:len(local)-size]
		}
		if validLocal(local) && ascii(local) {
			return local + "@" + p
		}
	}
	return ""
}

// bigProviders are the domains that Turkish customers write most, longer ones
// before their endings.
var bigProviders = []string{"hotmail.com.tr", "outlook.com.tr", "yahoo.com.tr", "yandex.com.tr", "googlemail.com", "windowslive.com", "protonmail.com",
	"superonline.com", "hotmail.com", "outlook.com", "icloud.com", "yandex.com", "gmail.com", "yahoo.com", "mynet.com"}

// turkishEmail proposes the ASCII form of an address with Turkish letters. They
// may be right (internationalised mail exists), so nothing is changed.
func turkishEmail(s string) Email {
	text := Repair(s).Value
	at := strings.IndexByte(text, '@')
	if at < 0 {
		return invalidEmail("", "")
	}
	plain, foreign := asciiLetters(text)
	if foreign {
		if strings.ContainsAny(text, " ,;") || strings.IndexByte(text[at:], '.') < 0 {
			return invalidEmail("", "")
		}
		return Email{Status: Suspect, Flags: []string{"idn"}}
	}
	if i := plainAddress(plain); i > 0 {
		// ç is what the dot key gives on a Turkish keyboard.
		if strings.ContainsAny(text, "çÇ") {
			dotted, _ := asciiLetters(dotKey.Replace(text))
			if j := plainAddress(dotted); j > 0 && freeProvider(dotted[j+1:]) {
				return suspectEmail(dotted, "keyboard")
			}
		}
		return suspectEmail(correctDomain(plain, i), "turkish_char")
	}
	dotted, _ := asciiLetters(text[:at] + dotKeys.Replace(text[at:]))
	if i := plainAddress(dotted); i > 0 {
		return suspectEmail(correctDomain(dotted, i), "keyboard")
	}
	if i := strings.IndexByte(plain, '@'); i > 0 && validLocal(plain[:i]) {
		if e := badDomain(plain[:i], plain[i+1:]); e.Status == Suspect {
			e.Flags = emailFlags["turkish_char"]
			return e
		}
	}
	return invalidEmail("", "")
}

// asciiLetters folds Turkish letters one by one, in lower case; foreign reports
// letters that are neither ASCII nor Turkish.
func asciiLetters(s string) (plain string, foreign bool) {
	var buf [96]byte
	out := buf[:0]
	for _, r := range s {
		switch {
		case 'A' <= r && r <= 'Z':
			out = append(out, byte(r)|0x20)
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case isTurkishSpecial(r):
			out = append(out, keyTable[r][0])
		default:
			return "", true
		}
	}
	return string(out), false
}

// Shared flags, one slice a class.
var emailClassFlags = map[string][]string{
	EmailRole:      {"shared"},
	EmailNoReply:   {"unusable"},
	EmailHousehold: {"household_hint"},
	EmailHub:       {"hub_hint"},
	EmailKEP:       {"kep"},
	EmailFake:      {"placeholder"},
}

// asciiEmail finishes a well-formed ASCII address.
func asciiEmail(local, domain string, o *Options) Email {
	e := Email{Status: OK}
	if hasCapital(local) || hasCapital(domain) {
		e.write(local, domain)
		local, domain = e.Address[:len(local)], e.Domain
	}
	var fixed string
	if e.Class, fixed = mailbox(local, domain, o); fixed != "" {
		return suspectEmail(local+"@"+fixed, "typo_domain")
	}
	if e.Address == "" {
		e.write(local, domain)
	}
	e.Flags = emailClassFlags[e.Class]
	if e.Class == EmailFake {
		e.Status, e.Key = Fake, ""
	}
	return e
}

func hasCapital(s string) bool {
	for i := range len(s) {
		if s[i]-'A' <= 'Z'-'A' {
			return true
		}
	}
	return false
}

// write fills in address, domain, mask and key, which are parts of one string.
func (e *Email) write(local, domain string) {
	var buf [224]byte
	b := append(append(append(buf[:0], local...), '@'), domain...)
	size, n := len(b), len(local)
	for i := range b {
		if b[i]-'A' <= 'Z'-'A' && (b[0] != '"' || i > n) { // a quoted mailbox keeps its case
			b[i] |= 0x20
		}
	}
	b = appendEmailMask(b, n)
	masked := len(b)
	b = appendEmailKey(b, b[:n], b[n+1:size])
	whole := string(b)
	e.Address, e.Domain, e.Mask, e.Key = whole[:size], whole[n+1:size], whole[size:masked], whole[masked:]
	if e.Key == "" {
		e.Key = e.Address
	}
}

// appendEmailMask appends to an address, whose mailbox has n bytes, what may be
// shown of it: the ends of the mailbox and the top of the domain.
func appendEmailMask(b []byte, n int) []byte {
	size := len(b)
	b = append(append(b, b[0]), "***"...)
	if n > 1 {
		b = append(b, b[n-1])
	}
	b = append(append(b, '@', b[n+1]), "***"...)
	return append(b, b[n+1+bytes.IndexByte(b[n+1:size], '.'):size]...)
}

// appendEmailKey appends what makes addresses of one mailbox equal, nothing where
// that is the address itself. Gmail ignores dots; what stands behind a + is a tag
// at known providers, and perhaps a part of the name elsewhere.
func appendEmailKey(dst, local, domain []byte) []byte {
	start, plus := len(dst), bytes.IndexByte(local, '+')
	if string(domain) == "gmail.com" || string(domain) == "googlemail.com" {
		for _, c := range local {
			if c == '+' {
				break
			}
			if c != '.' {
				dst = append(dst, c)
			}
		}
		if n := len(dst) - start; n == 0 || n == len(local) && string(domain) == "gmail.com" {
			return dst[:start]
		}
		return append(dst, "@gmail.com"...)
	}
	if plus > 0 && freeDomains[string(domain)] {
		dst = append(append(dst, local[:plus]...), '@')
		return append(dst, domain...)
	}
	return dst
}
