package normalize

import (
	"strings"
	"sync"
)

// ParseName reads a name as it was typed: a person in either order, with titles
// before or after, a couple, a company, a household, heirs, or nobody at all.
// The order of its steps is that of turkish.md section 2.1.
//
// Outside of Turkish ([Options.Turkish]) the name is only cleaned, folded and
// split: the last word, or what stands in front of a comma, is the surname.
func ParseName(s string, hint NameHint, o *Options) Name {
	if !o.Turkish() {
		return parsePlainName(s)
	}
	n := newNameText(o.names())
	n.scan(n.repair(s))
	p := n.parse(s, hint)
	p.Flags = n.taken()
	n.free()
	return p
}

// nameTexts keeps work space between calls; a field's tokens are too large for
// the stack.
var nameTexts = sync.Pool{New: func() any { return new(nameText) }}

// newNameText returns work space for a field; free gives it back.
func newNameText(l *lexicon) *nameText {
	n := nameTexts.Get().(*nameText)
	n.lex = l
	return n
}

// free forgets the field.
func (n *nameText) free() {
	clear(n.store[:min(n.used, len(n.store))])
	clear(n.flags)
	n.tokens, n.flags, n.made, n.lex = nil, n.flags[:0], arena{}, nil
	if n.firm.forms != nil {
		n.firm = companyShape{}
	}
	n.stars, n.other, n.used = false, false, 0
	nameTexts.Put(n)
}

// repair undoes damage to the text (turkish.md section 1.1) and notes it.
func (n *nameText) repair(s string) string {
	t := Repair(s)
	for _, r := range t.Repairs {
		switch r {
		case RepairBlank, RepairApostrophe, RepairDash, RepairInvisible, RepairControl, RepairCompose:
		default:
			n.flag("repaired")
		}
	}
	if t.Status == Lossy {
		if v, status := readLossy(t.Value, negligible); status == Suggested {
			n.flag("lossy")
			return v
		}
	}
	if strings.ContainsAny(t.Value, `[]{};":<>|\`) {
		if v, ok := KeyboardTRQOnUS(t.Value); ok {
			n.flag("keyboard")
			return v
		}
	}
	return t.Value
}

// parse decides what the field holds.
func (n *nameText) parse(raw string, hint NameHint) Name {
	switch {
	case len(n.tokens) == 0 && strings.Trim(Clean(raw).Value, " -–—_") == "":
		return Name{Kind: KindEmpty, Confidence: 1}
	case len(n.tokens) == 0:
		return n.nobody()
	case n.other && !n.latin():
		return n.otherScript()
	case n.noise():
		return n.nobody()
	}
	n.contacts()
	if len(n.tokens) == 0 || n.noise() { // test123
		return n.nobody()
	}
	n.labels()
	n.seeRoles()
	if p, ok := n.company(); ok {
		return p
	}
	n.notes()
	if p, ok := n.several(hint); ok {
		return p
	}
	if len(n.tokens) == 0 {
		return n.nobody()
	}
	p := n.person(hint)
	if len(n.tokens) > 0 && n.noise() { // Xyz Bey
		return n.nobody()
	}
	return p
}

// seeRoles notes what the words can be, which spares most names a closer look.
func (n *nameText) seeRoles() {
	n.roles = 0
	for i := range n.tokens {
		if x := n.tokens[i].lex; x != nil {
			n.roles |= x.role
		}
	}
}

func (n *nameText) nobody() Name {
	n.flags = append(n.flags[:0], "quarantine")
	return Name{Kind: KindNoise, Confidence: 1}
}

// latin reports whether a token has a fold.
func (n *nameText) latin() bool {
	for i := range n.tokens {
		if n.tokens[i].folded != "" {
			return true
		}
	}
	return false
}

// otherScript keeps a name in letters without a fold as it is: it has no key and
// is not compared.
func (n *nameText) otherScript() Name {
	n.flag("non_latin")
	p := Name{Kind: KindPerson, Gender: UnknownGender, Confidence: 0.5}
	last := len(n.tokens) - 1
	if last == 0 {
		last = 1
	}
	p.Given = joinTokens(n.tokens[:last])
	if last < len(n.tokens) {
		p.Surname = n.tokens[last].text
	}
	p.Display = joinTokens(n.tokens)
	return p
}

// person parses the name of one person.
func (n *nameText) person(hint NameHint) Name {
	p := Name{Kind: KindPerson}
	var honor Gender
	var maiden string
	alone := len(n.tokens) == 1
	p.Titles, honor, maiden = n.titles()
	n.childOf()
	comma := n.comma()
	if maiden == "" && hint.Maiden != "" {
		maiden = Title(Clean(hint.Maiden).Value)
	}
	if len(n.tokens) == 0 {
		return n.nameless(p)
	}
	sp := n.split(splitHint{comma: comma, known: hint.GivenFirst, honor: honor, gender: hint.Gender})
	n.write(&p, sp, maiden)
	n.judgeGender(&p, sp.given, honor, hint.Gender)
	if alone && len(sp.given) == 0 && hint.Gender == "" {
		p.Gender = loneGender(sp.surname)
	}
	p.Confidence = sp.sure
	return p
}

// nameless is a person of whom only a title is known.
func (n *nameText) nameless(p Name) Name {
	n.flag("given_missing")
	n.flag("surname_missing")
	p.Gender, p.Confidence = UnknownGender, 1
	return p
}

// write fills in the display forms and the key. All but Prev share their memory.
func (n *nameText) write(p *Name, sp nameSplit, maiden string) {
	given := n.displayWords(sp.given, asGiven)
	prev := n.displayWords(sp.prev, asSurname)
	surname := n.displayWords(sp.surname, asSurname)
	if maiden != "" && prev == "" && !FoldEqual(maiden, surname) {
		prev = maiden
	}
	var buf [128]byte
	out := append(buf[:0], given...)
	out = appendWord(out, prev)
	if prev != "" && surname != "" && !n.rereads(sp, prev) {
		out = append(append(out, '-'), surname...)
	} else {
		out = appendWord(out, surname)
	}
	shown := len(out)
	text := string(appendNameKey(out, given, surname))
	p.Display, p.Key = text[:shown], text[shown:]
	p.Given, p.Surname, p.Prev = p.Display[:len(given)], p.Display[shown-len(surname):], prev
	n.missing(sp)
}

// rereads reports a former surname that is found again between given name and
// surname. Any other is displayed with a hyphen.
func (n *nameText) rereads(sp nameSplit, prev string) bool {
	if g, _ := genderOfWords(sp.given); g != Female || strings.IndexByte(prev, ' ') >= 0 || len(sp.surname) != 1 {
		return false
	}
	m := newNameText(n.lex)
	defer m.free()
	m.scan(prev)
	return len(m.tokens) == 1 && former(&m.tokens[0]) && !n.halfSurname(&m.tokens[0], &sp.surname[0])
}

func appendWord(out []byte, word string) []byte {
	if word != "" && len(out) > 0 {
		out = append(out, ' ')
	}
	return append(out, word...)
}

// appendNameKey joins the folds of given name and surname. A key without letters
// is none.
func appendNameKey(out []byte, given, surname string) []byte {
	start := len(out)
	out = append(AppendFold(out, given), '|')
	if out = AppendFold(out, surname); len(out) == start+1 {
		return out[:start]
	}
	return out
}

// missing flags what the name lacks or leaves open.
func (n *nameText) missing(sp nameSplit) {
	if len(sp.surname) == 0 {
		n.flag("surname_missing")
	}
	if len(sp.given) == 0 {
		n.flag("given_missing")
	}
	known := false
	for _, ts := range [3][]nameToken{sp.given, sp.prev, sp.surname} {
		for i := range ts {
			t := &ts[i]
			if t.initial() {
				n.flag("initial")
			} else if t.abbreviated() {
				n.flag("abbreviated")
			}
			known = known || t.initial() || t.abbreviated() || t.knownGiven() || t.surnameShare() > 0 || t.knownSurname()
		}
	}
	if !known {
		n.flag("not_in_dictionary")
	}
}

// knownSurname reports a word that is a surname by its making: in -oğlu, or of
// a given name with the Arabic article.
func (t *nameToken) knownSurname() bool {
	return len(t.folded) > 6 && strings.HasSuffix(t.folded, "oglu")
}
