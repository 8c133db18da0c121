package normalize

import (
	"slices"
	"strings"
	"sync"
)

// phoneToken is a run of digits, a word, or what stands between them.
type phoneToken struct {
	kind phoneTokenKind
	text string
}

type phoneTokenKind uint8

const (
	tokenDigits phoneTokenKind = iota
	tokenWord
	tokenGap
)

// phoneScanner cuts a cell into numbers. Between two runs of digits it asks what
// stands there and whether the digits so far are a number already: a slash
// behind an area code joins, a slash behind a whole number separates.
type phoneScanner struct {
	hint     PhoneHint
	fieldUse string // that the column states
	tokens   []phoneToken
	values   []Phone

	digits []byte // of the number being read
	plus   bool
	ext    string
	use    string   // of the number being read
	flags  []string // of the number being read
	whole  []byte   // the digits of the number before, for "/ 39"

	nextUse   string // said before the next number
	nextFlags []string
	suffixed  bool // labels stand behind their numbers

	tokenBuf [24]phoneToken // room for usual cells
	digitBuf [24]byte
	wholeBuf [24]byte
}

// phoneScanners keeps work space between calls; it is too large for the stack.
var phoneScanners = sync.Pool{New: func() any { return new(phoneScanner) }}

// newPhoneScanner returns work space for a cell; free gives it back.
func newPhoneScanner(h PhoneHint, use string) *phoneScanner {
	ps := phoneScanners.Get().(*phoneScanner)
	ps.hint, ps.fieldUse = h, use
	ps.tokens, ps.digits, ps.whole = ps.tokenBuf[:0], ps.digitBuf[:0], ps.wholeBuf[:0]
	return ps
}

// free forgets the cell.
func (ps *phoneScanner) free() {
	*ps = phoneScanner{}
	phoneScanners.Put(ps)
}

// scan reads the whole cell.
func (ps *phoneScanner) scan(s string) {
	if piece := maskedPieces(s); piece != nil {
		for _, p := range piece {
			if hasMask(p) {
				ps.add(unknownPhone(Masked, "masked"))
			} else if strings.ContainsAny(p, "0123456789") {
				sub := phoneScanner{hint: ps.hint, fieldUse: ps.fieldUse}
				sub.scan(p)
				for _, v := range sub.values {
					ps.add(v)
				}
			}
		}
		return
	}
	ps.tokenize(s)
	ps.suffixed = ps.labelsFollow()
	for i := 0; i < len(ps.tokens); i++ {
		switch t := ps.tokens[i]; t.kind {
		case tokenDigits:
			i = ps.number(i)
		case tokenWord:
			i = ps.word(i)
		}
	}
	ps.flush()
	if len(ps.values) > 0 && len(ps.nextFlags) > 0 {
		last := &ps.values[len(ps.values)-1]
		last.Flags = unionFlags(last.Flags, ps.nextFlags)
	}
	if len(ps.values) == 0 {
		ps.add(unknownPhone(Invalid, "format"))
	}
}

// maskedPieces cuts a cell that hides digits at its separators; nil where
// nothing is hidden.
func maskedPieces(s string) []string {
	if !hasMask(s) {
		return nil
	}
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;\n|/", r) })
}

// hasMask reports signs or words that stand for hidden digits: *, •, XXX, xx yy.
func hasMask(s string) bool {
	if strings.ContainsAny(s, "*•●█") || strings.Contains(s, "##") || dotsHide(s) {
		return true
	}
	start := -1
	for i := 0; i <= len(s); i++ {
		letter := i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z')
		switch {
		case letter && start < 0:
			start = i
		case !letter && start >= 0:
			w := s[start:i]
			if len(w) > 1 && repeated(w) && (i == len(s) || s[i] < 0x80) && (start == 0 || s[start-1] < 0x80) {
				return true
			}
			start = -1
		}
	}
	return false
}

// dotsHide reports dots in place of digits: "0532 ... .. 38".
func dotsHide(s string) bool {
	i := strings.Index(s, "..")
	if i < 0 {
		return false
	}
	digits := 0
	for k := range len(s) {
		if isDigit(s[k]) {
			digits++
		}
	}
	return digits > 1 && digits < 9 && isDigit(s[0]) && isDigit(s[len(s)-1])
}

func (ps *phoneScanner) tokenize(s string) {
	class := func(c byte) phoneTokenKind {
		switch {
		case isDigit(c):
			return tokenDigits
		case c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '@' || c == '_' || c == '%':
			return tokenWord
		}
		return tokenGap
	}
	for i := 0; i < len(s); {
		k, j := class(s[i]), i+1
		for j < len(s) && class(s[j]) == k {
			j++
		}
		text := s[i:j]
		if k == tokenWord {
			text = Fold(text)
		}
		ps.tokens = append(ps.tokens, phoneToken{k, text})
		i = j
	}
}

// labelsFollow reports whether the cell starts with a number and ends with a
// word: "0312 001 45 67 iş 0532 001 27 38 cep".
func (ps *phoneScanner) labelsFollow() bool {
	first, last := tokenGap, tokenGap
	for _, t := range ps.tokens {
		if t.kind != tokenGap {
			if first == tokenGap {
				first = t.kind
			}
			last = t.kind
		}
	}
	return first == tokenDigits && last == tokenWord
}

// gap returns what stands directly before token i, "" where nothing does.
func (ps *phoneScanner) gap(i int) string {
	if i > 0 && i <= len(ps.tokens) && ps.tokens[i-1].kind == tokenGap {
		return ps.tokens[i-1].text
	}
	return ""
}

// next returns the next token that is no gap, and the gap before it.
func (ps *phoneScanner) next(i int) (t phoneToken, gap string, ok bool) {
	for i++; i < len(ps.tokens); i++ {
		if ps.tokens[i].kind != tokenGap {
			return ps.tokens[i], gap, true
		}
		gap = ps.tokens[i].text
	}
	return phoneToken{}, gap, false
}

// phoneGap says what a gap between digits means.
type phoneGap uint8

const (
	gapWeak phoneGap = iota // blank, dot, bracket
	gapDash
	gapWideDash // with blanks around
	gapComma
	gapSlash
	gapHash
	gapHard
	gapPlus
)

func classifyGap(g string) phoneGap {
	switch {
	case strings.IndexByte(g, '+') >= 0:
		return gapPlus
	case strings.ContainsAny(g, ";\n|&"):
		return gapHard
	case strings.IndexByte(g, '#') >= 0:
		return gapHash
	case strings.ContainsAny(g, "/\\"):
		return gapSlash
	case strings.IndexByte(g, ',') >= 0:
		return gapComma
	case strings.Contains(g, " -") && strings.Contains(g, "- "):
		return gapWideDash
	case strings.IndexByte(g, '-') >= 0:
		return gapDash
	}
	return gapWeak
}

// skip returns the last token of the digits from token i on that blanks, dots,
// brackets and narrow dashes hold together.
func (ps *phoneScanner) skip(i int) int {
	last := i
	for i++; i < len(ps.tokens); i++ {
		switch t := ps.tokens[i]; t.kind {
		case tokenDigits:
			last = i
		case tokenGap:
			if g := classifyGap(t.text); g != gapWeak && g != gapDash {
				return last
			}
		default:
			return last
		}
	}
	return last
}

// ahead counts the digits up to where skip goes.
func (ps *phoneScanner) ahead(i int) int {
	n := 0
	for end := ps.skip(i); i <= end; i++ {
		if ps.tokens[i].kind == tokenDigits {
			n += len(ps.tokens[i].text)
		}
	}
	return n
}

// number takes the digits of token i and returns the last token it used.
func (ps *phoneScanner) number(i int) int {
	t := ps.tokens[i]
	if t.text == "" || ps.counter(i) {
		return i
	}
	g := classifyGap(ps.gap(i))
	if len(ps.digits) == 0 {
		if g == gapSlash && len(ps.whole) > 0 && ps.ahead(i) <= 4 && !ps.codeBeforeSlash(i) {
			return ps.tail(i)
		}
		ps.start(t.text, g == gapPlus)
		return i
	}
	switch g {
	case gapPlus:
		if string(ps.digits) == "90" || string(ps.digits) == "0090" { // +90+532: typed twice
			ps.digits, ps.plus = append(ps.digits, t.text...), ps.plus || len(ps.digits) == 2
			return i
		}
		ps.flush()
		ps.start(t.text, true)
		return i
	case gapHard:
		ps.flush()
		ps.start(t.text, false)
		return i
	}
	if len(ps.digits) < 7 || g != gapSlash && g != gapComma && ps.joins(i) {
		ps.digits = append(ps.digits, t.text...)
		return i
	}
	return ps.afterWhole(i, g)
}

// counter reports digits that number a label ("Tel1:", "2) 0532 ..."), count lines
// ("4 hat") or tell the time, and takes what they say.
func (ps *phoneScanner) counter(i int) bool {
	t := ps.tokens[i]
	next, gap, ok := ps.next(i)
	if !ok || len(t.text) > 2 {
		return false
	}
	if next.kind == tokenWord && (strings.HasPrefix(next.text, "hat") || strings.HasPrefix(next.text, "line")) {
		ps.say("", flagsPBX, false)
		return true
	}
	between := len(ps.digits) == 0 || wholePhone(ps.digits, ps.plus)
	if t.text == "7" && next.text == "24" && gap == "/" || between && gap == ":" && len(next.text) == 2 { // open around the clock, 17:00
		ps.tokens[ps.index(i, 1)].text = ""
		return true
	}
	if !between || len(t.text) > 1 || t.text == "0" || !ps.enumerates(i, next, strings.TrimLeft(gap, " ")) {
		return false
	}
	ps.flush()
	return true
}

// enumerates reports a digit that numbers what follows: "1) ", "2. 0532 ...", and,
// where no number was begun, "Tel1 ..." and "1: 0532 ...".
func (ps *phoneScanner) enumerates(i int, next phoneToken, gap string) bool {
	open := strings.HasSuffix(ps.gap(i), "(")
	switch {
	case strings.HasPrefix(gap, ". "):
		return next.kind == tokenWord || next.text[0] == '0'
	case strings.HasPrefix(gap, ")") && !open && (len(ps.digits) > 0 || next.kind == tokenDigits):
		return true
	case len(ps.digits) > 0:
		return false
	case i > 0 && ps.tokens[i-1].kind == tokenWord:
		return ps.tokens[i-1].text != "x"
	}
	return next.kind == tokenDigits && strings.HasPrefix(gap, ":") && !open
}

// joins reports whether the digits so far are not a number by themselves, while
// with the digits ahead they could be.
func (ps *phoneScanner) joins(i int) bool {
	if wholePhone(ps.digits, ps.plus) {
		return false
	}
	if len(ps.digits) != 7 || ps.plus || string(ps.digits[:4]) == "0090" {
		return true
	}
	n := ps.ahead(i)
	if classifyGap(ps.gap(i)) == gapWideDash && n == 7 || len(ps.tokens[i].text) >= 7 {
		return false
	}
	if classifyGap(ps.gap(i)) == gapDash && n <= 4 {
		return wholePhone(append(slices.Clone(ps.digits), ps.tokens[i].text...), false) || n == 3 || n == 4
	}
	return true
}

// wholePhone reports whether digits are a complete Turkish number.
func wholePhone(d []byte, plus bool) bool {
	national, ok := turkishNational(d, plus)
	if !ok {
		return false
	}
	if !plus && len(d) == 11 && d[0] == '0' && d[1] != '0' {
		return true
	}
	return lookUp(national).kind != ""
}

// afterWhole takes digits that follow a complete number.
func (ps *phoneScanner) afterWhole(i int, g phoneGap) int {
	t, n := ps.tokens[i], ps.ahead(i)
	switch {
	case ps.codeBeforeSlash(i):
		ps.flush()
		ps.start(t.text, false)
		return i
	case ps.ext != "" && n <= 6 && g != gapHard: // dahili 101-102
		return ps.skip(i)
	case g == gapHash && n <= 6, g == gapComma && n >= 2 && n <= 4 && !ps.wordFollows(i):
		ps.ext = ps.take(i)
		return ps.skip(i)
	case g == gapSlash && n <= 4, g == gapComma && n == 1:
		ps.flush()
		return ps.tail(i)
	case n == 7 && g != gapWeak && ps.landline() && !strings.HasPrefix(ps.take(i), "444"):
		ps.flush()
		return ps.tail(i)
	case (g == gapDash || g == gapWideDash) && (n <= 4 || ps.evenPieces(i)):
		ps.lineRange(ps.pieces(i))
		return ps.skip(i)
	case g == gapWeak && n >= 2 && n <= 4 && ps.bracketed(i) && ps.landline(): // 0212 001 27 38 (12)
		ps.ext = ps.take(i)
		return ps.skip(i)
	case g == gapWeak && n <= 2 && strings.IndexByte(ps.gap(i), '(') >= 0:
		ps.flags = unionFlags(ps.flags, []string{"text"})
		return i
	case n >= 7 || len(t.text) >= 7 || g == gapSlash || g == gapComma:
		ps.flush()
		ps.start(t.text, false)
		return i
	}
	ps.digits = append(ps.digits, t.text...)
	return i
}

// codeBeforeSlash reports whether the digits of token i are an area or mobile code
// that a slash parts from its number: the second of "0532/001 27 38 -
// 0533/001 27 39".
func (ps *phoneScanner) codeBeforeSlash(i int) bool {
	code := strings.TrimPrefix(ps.tokens[i].text, "0")
	next, gap, ok := ps.next(i)
	if len(code) != 3 || !ok || next.kind != tokenDigits || classifyGap(gap) != gapSlash {
		return false
	}
	rest := ps.take(ps.index(i, 1))
	return len(rest) >= 7 && lookUp(append([]byte(code), rest[:7]...)).kind != ""
}

// bracketed reports whether the digits of token i stand in brackets.
func (ps *phoneScanner) bracketed(i int) bool {
	return strings.HasSuffix(ps.gap(i), "(") && i+1 < len(ps.tokens) && ps.tokens[i+1].kind == tokenGap && ps.tokens[i+1].text[0] == ')'
}

// evenPieces reports whether the digits from token i on are the ends of several
// lines, joined by dashes: -39-40-41.
func (ps *phoneScanner) evenPieces(i int) bool {
	size := len(ps.tokens[i].text)
	for k, end := i, ps.skip(i); k <= end; k++ {
		switch t := ps.tokens[k]; t.kind {
		case tokenDigits:
			if len(t.text) != size {
				return false
			}
		case tokenGap:
			if classifyGap(t.text) == gapWeak {
				return false
			}
		}
	}
	return size <= 4
}

// pieces is take with the dashes that stand between the digits.
func (ps *phoneScanner) pieces(i int) string {
	s := ps.tokens[i].text
	for k, end := i+1, ps.skip(i); k <= end; k++ {
		switch t := ps.tokens[k]; {
		case t.kind == tokenDigits:
			s += t.text
		case classifyGap(t.text) != gapWeak:
			s += "-"
		}
	}
	return s
}

// landline reports whether the number being read has an area code that a local
// number behind it shares. Seven digits are never turned into a mobile.
func (ps *phoneScanner) landline() bool {
	n, ok := turkishNational(ps.digits, ps.plus)
	if !ok || len(ps.digits) == 7 {
		return false
	}
	k := lookUp(n).kind
	return k == PhoneFixed || k == PhoneKKTCFixed
}

// wordFollows reports whether a word stands behind the digits of token i.
func (ps *phoneScanner) wordFollows(i int) bool {
	t, _, ok := ps.next(ps.skip(i))
	return ok && t.kind == tokenWord && strings.HasPrefix(t.text, "hat")
}

// take returns the digits that ahead counts.
func (ps *phoneScanner) take(i int) string {
	var b []byte
	for end := ps.skip(i); i <= end; i++ {
		if ps.tokens[i].kind == tokenDigits {
			b = append(b, ps.tokens[i].text...)
		}
	}
	return string(b)
}

// tail starts a number from the one before, whose last digits are replaced.
func (ps *phoneScanner) tail(i int) int {
	end := ps.take(i)
	if len(end) > len(ps.whole) {
		ps.start(end, false)
		return ps.skip(i)
	}
	ps.digits = append(append(ps.digits[:0], ps.whole[:len(ps.whole)-len(end)]...), end...)
	ps.plus = strings.HasPrefix(end, "+")
	ps.takeNext()
	return ps.skip(i)
}

// lineRange reads "-40" behind a whole number: the end of a range where it is
// greater than the digits that it stands for, else an extension.
func (ps *phoneScanner) lineRange(end string) {
	first, _, _ := strings.Cut(end, "-")
	if tail := string(ps.digits[len(ps.digits)-len(first):]); first > tail {
		ps.flags = unionFlags(ps.flags, []string{"range:" + end, "org"})
		return
	}
	if first != end && first == string(ps.digits[len(ps.digits)-len(first):]) { // 0212 001 27 38 -38-39-40
		ps.lineRange(strings.TrimPrefix(end, first+"-"))
		return
	}
	ps.ext = first
}

func (ps *phoneScanner) start(digits string, plus bool) {
	ps.digits = append(ps.digits[:0], digits...)
	ps.plus = plus
	ps.takeNext()
}

func (ps *phoneScanner) takeNext() {
	ps.use, ps.flags, ps.ext = ps.nextUse, ps.nextFlags, ""
	ps.nextUse, ps.nextFlags = "", nil
}

// flush ends the number being read.
func (ps *phoneScanner) flush() {
	if len(ps.digits) == 0 {
		return
	}
	p := ps.resolve(ps.digits, ps.plus)
	p.Use = ps.use
	if p.Use == "" {
		p.Use = ps.fieldUse
	}
	if ps.ext != "" && p.E164 != "" {
		p.Ext = ps.ext
		p.flagExtension()
	}
	p.Flags = unionFlags(p.Flags, ps.flags)
	ps.add(p)
	ps.whole = ps.whole[:0]
	if ps.plus { // the replaced form is read without its +
		ps.whole = append(ps.whole, "00"...)
	}
	ps.whole = append(ps.whole, ps.digits...)
	ps.digits, ps.plus, ps.use, ps.flags, ps.ext = ps.digits[:0], false, "", nil, ""
}

// add keeps each number once.
func (ps *phoneScanner) add(p Phone) {
	for i := range ps.values {
		v := &ps.values[i]
		if v.E164 != p.E164 || v.Ext != p.Ext || p.E164 == "" && (v.Status != p.Status || p.Status != Masked && p.Status != Fake) {
			continue
		}
		if v.Use == "" {
			v.Use = p.Use
		}
		v.Flags = unionFlags(v.Flags, p.Flags)
		return
	}
	ps.values = append(ps.values, p)
}

// unionFlags adds the flags of more that are not there; it never changes either.
func unionFlags(flags, more []string) []string {
	if len(flags) == 0 {
		return slices.Clip(more)
	}
	for _, f := range more {
		if !slices.Contains(flags, f) {
			flags = append(flags[:len(flags):len(flags)], f)
		}
	}
	return flags
}

// The words of phone cells, folded.
var (
	extensionWords = wordSet("dahili dahil dah dhl dahilisi dh d ext extension x int internal ichat dht durchwahl")
	pbxWords       = wordSet("pbx santral switchboard hatli")
	orgWords       = wordSet("cagri merkezi musteri hizmetleri danisma resepsiyon sekreterlik sekreterya rezervasyon muhasebe")
	orWords        = wordSet("veya ya da ve yada or and yahut ile und ou vb")
	faxWords       = wordSet("fax faks f belgegecer belgegec belgec fks faksi telefax telefaks")
	workWords      = wordSet("is isyeri ofis office work isi buro sirket dukkan magaza istel")
	homeWords      = wordSet("ev home evi evtel konut")
	plainLabels    = wordSet("tel telefon telefonu telefonlari tlf tl telno t cep ceptel cepno ceptelefonu c gsm gsmno g m mobil mobile mob phone " +
		"whatsapp whatsap wp wapp watsap wsp wa telegram viber no nolu numara numarasi nr num iletisim irtibat sabit hat numaralari " +
		"telefonno sms yeni eski aktif tr turkiye turkey yurtdisi cell cellphone call ara arayin 0n 1n bip imo line e hatti kisisel sahsi ulasim")
	wrongWords    = wordSet("yanlis hatali gecersiz kullanilmiyor kullanilmamaktadir kapali iptal ait degil wrong")
	relativeWords = wordSet("esi es annesi anne babasi baba oglu ogul kizi kardesi kardes abisi abi agabeyi ablasi abla komsu komsusu yakini yakin akraba akrabasi " +
		"dayisi amcasi teyzesi halasi gelini damadi torunu yengesi kayinvalidesi kayinpederi velisi veli vasisi refakatcisi sekreteri kefili wife husband mother father son daughter")
)

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// word takes a word and returns the last token it used.
func (ps *phoneScanner) word(i int) int {
	w := ps.tokens[i].text
	next, gap, ok := ps.next(i)
	switch {
	case w == "":
	case orgWords[w]:
		ps.say("", flagsOrg, ps.labelsNext(ok, next, gap))
	case w == "p" && ok && next.text == "b" && gap == "." && ps.index(i, 2) > i && ps.tokens[ps.index(i, 2)].text == "x":
		end := ps.index(i, 2)
		next, gap, ok = ps.next(end)
		ps.say("", flagsPBX, ps.labelsNext(ok, next, gap))
		return end
	case (w == "ic" || w == "dahili") && ok && next.kind == tokenWord && next.text == "hat":
		return ps.extension(ps.index(i, 2))
	case extensionWords[w] && len(ps.digits) > 0 && ok && next.kind == tokenDigits:
		return ps.extension(ps.index(i, 1))
	case extensionWords[w] && len(ps.digits) > 0 && ok && next.kind == tokenWord && plainLabels[next.text]: // dahili no: 12
		return ps.extension(ps.index(i, 2))
	case orWords[w]:
		ps.flush()
	case strings.HasPrefix(w, "hat") && i > 0:
	case pbxWords[w]:
		ps.say("", flagsPBX, ps.labelsNext(ok, next, gap))
	case faxWords[w]:
		ps.say("fax", nil, ps.labelsNext(ok, next, gap))
	case workWords[w]:
		ps.say("work", nil, ps.labelsNext(ok, next, gap))
	case homeWords[w]:
		ps.say("home", nil, ps.labelsNext(ok, next, gap))
	case wrongWords[w]:
		ps.say("", []string{"wrong"}, ps.labelsNext(ok, next, gap))
	case relativeWords[w]:
		ps.say("", []string{"relative"}, ps.labelsNext(ok, next, gap))
	case plainLabels[w] || missingWords[w]:
		ps.say("", nil, ps.labelsNext(ok, next, gap))
	default:
		ps.say("", []string{"text"}, ps.labelsNext(ok, next, gap))
	}
	return i
}

// index returns the place of the n-th token after i that is no gap.
func (ps *phoneScanner) index(i, n int) int {
	for i++; i < len(ps.tokens); i++ {
		if ps.tokens[i].kind != tokenGap {
			if n--; n == 0 {
				return i
			}
		}
	}
	return len(ps.tokens) - 1
}

// extension takes the digits behind the word at token i-1 or i.
func (ps *phoneScanner) extension(i int) int {
	if ps.tokens[i].kind != tokenDigits {
		if t, _, ok := ps.next(i); !ok || t.kind != tokenDigits {
			return i
		}
		i = ps.index(i, 1)
	}
	if len(ps.tokens[i].text) > 6 || len(ps.digits) == 0 { // a whole number follows: the word was no extension
		return i - 1
	}
	ps.ext = ps.tokens[i].text
	return i
}

// labelsNext decides whether a word belongs to the number after it.
func (ps *phoneScanner) labelsNext(ok bool, next phoneToken, gap string) bool {
	switch {
	case len(ps.digits) == 0:
		return true
	case next.kind == tokenWord && extensionWords[next.text]: // pbx dahili 12
		return false
	case !ok || strings.ContainsAny(gap, "),;/\n|") || ps.suffixed:
		return false
	}
	return true
}

// say gives a use and flags to the number being read or, with next, to the one
// that comes; a label for the next number ends this one.
func (ps *phoneScanner) say(use string, flags []string, next bool) {
	if !next && len(ps.digits) == 0 && len(ps.values) > 0 && use == "" {
		last := &ps.values[len(ps.values)-1]
		last.Flags = unionFlags(last.Flags, flags)
		return
	}
	if next || len(ps.digits) == 0 {
		ps.flush()
		if use != "" {
			ps.nextUse = use
		}
		ps.nextFlags = unionFlags(ps.nextFlags, flags)
		return
	}
	if use != "" {
		ps.use = use
	}
	ps.flags = unionFlags(ps.flags, flags)
}
