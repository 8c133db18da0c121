package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameRole says in which part of a name a word stands.
type nameRole uint8

const (
	asGiven nameRole = iota
	asSurname
	asOther
)

// display returns the display form of a word: the dictionary's where the word is
// the same but for case, or lacks the Turkish letters that one spelling is sure
// to have; Turkish title case otherwise.
func (n *nameText) display(t *nameToken, role nameRole) string {
	if best, sure, forms := spellings(t.lex, role); best != "" {
		if best == t.text {
			return best
		}
		var tmp [64]byte
		cased := appendTitled(tmp[:0], t.text, turkishCasing)
		if string(cased) == best {
			return best
		}
		ascii := isASCII(t.text)
		if ascii && role == asSurname && t.lex.surname == "" && n.transliterated() {
			return n.plainCase(t.text)
		}
		if sure && (ascii || keepsTurkish(t.text, best)) {
			n.flag("restored")
			return best
		}
		if ascii && n.lostLetters(role) {
			n.flag("restored")
			return best
		}
		for _, f := range forms {
			if f == string(cased) {
				return f
			}
		}
		if ascii && t.caps && strings.ContainsRune(t.text, 'I') {
			return n.caps(t)
		}
		if mixedCase(t.text) {
			return t.text
		}
		return n.made.str(cased)
	}
	return n.displayUnknown(t, role)
}

// titled is [Title], made with the rest of the name.
func (n *nameText) titled(s string) string {
	var tmp [64]byte
	if cased := appendTitled(tmp[:0], s, turkishCasing); string(cased) != s {
		return n.made.str(cased)
	}
	return s
}

// plainCase returns a word of ASCII capitals with one capital, its I being i.
func (n *nameText) plainCase(s string) string {
	var tmp [64]byte
	b := append(tmp[:0], s...)
	for i := 1; i < len(b); i++ {
		if 'A' <= b[i] && b[i] <= 'Z' {
			b[i] |= 0x20
		}
	}
	return n.made.str(b)
}

// transliterated reports a name in ASCII of which a word is a Latin spelling of an
// Arabic name that no Turk writes so: in Yousef Ibrahim, Ibrahim is none of İbrahim.
func (n *nameText) transliterated() bool {
	found := false
	for i := range n.tokens {
		t := &n.tokens[i]
		if !isASCII(t.text) || t.caps {
			return false
		}
		found = found || t.lex != nil && t.lex.given == "" && t.lex.surname == "" && t.lex.root != t.lex && foreignSpelling(t.folded)
	}
	return found
}

// lostLetters reports a name without Turkish letters of which a word surely has
// some: its writer had no Turkish keys, and where Kazim Çelik is another spelling
// of Kazım, Kazim Celik is none.
func (n *nameText) lostLetters(role nameRole) bool {
	lost := false
	for i := range n.tokens {
		t := &n.tokens[i]
		if !isASCII(t.text) {
			return false
		}
		best, sure, _ := spellings(t.lex, role)
		lost = lost || sure && !isASCII(best) && strings.ContainsAny(best, "çğışöüÇĞÖŞÜ")
	}
	return lost
}

// spellings returns the listed spellings of a word in a role; a word that is not
// listed in that role is looked up in the other one.
func spellings(x *lexeme, role nameRole) (best string, sure bool, forms []string) {
	switch {
	case x == nil:
		return "", false, nil
	case role == asGiven && x.given != "" && (x.gender != UnknownGender || x.surname == ""):
		return x.given, x.givenSure, x.givenForms
	case x.surname != "":
		return x.surname, x.surnameSure, x.surnameForms
	}
	return x.given, x.givenSure, x.givenForms
}

func (n *nameText) displayUnknown(t *nameToken, role nameRole) string {
	switch {
	case t.is(roleArticle):
		return n.titled(t.text)
	case t.is(roleParticle) && role == asSurname:
		return strings.ToLower(t.text)
	case t.lossy || !isASCII(t.text) && mixedCase(t.text):
		return t.text
	}
	if isASCII(t.text) && (t.lex == nil || t.is(rolePlace) && role == asOther) && len(t.folded) > 2 {
		if d, conf := restoreWord(t.folded); conf >= restoreMin && !strings.EqualFold(d, t.text) {
			if n.titled(t.text) != d {
				n.flag("restored")
			}
			return d
		}
	}
	switch {
	case mixedCase(t.text):
		return t.text
	case t.caps && isASCII(t.text) && strings.ContainsRune(t.text, 'I'):
		return n.caps(t)
	}
	return n.titled(t.text)
}

// caps returns the title case of a word in ASCII capitals, whose I may stand for
// ı or i. Where other words of the name have Turkish capitals it is ı; else vowel
// harmony decides: with e in the word it is i, with a o u alone it is ı, and a
// word with neither, or with letters that Turkish lacks, is not Turkish.
func (n *nameText) caps(t *nameToken) string {
	for i := range n.tokens {
		if o := &n.tokens[i]; o.caps && !isASCII(o.text) {
			return n.titled(t.text)
		}
	}
	if strings.ContainsAny(t.text, "EQWX") || !strings.ContainsAny(t.text, "AOU") {
		return n.plainCase(t.text)
	}
	return n.titled(t.text)
}

// mixedCase reports a word that was typed with care: one capital in front and
// small letters behind, or a capital inside as well (McDonald, O'Neil).
func mixedCase(s string) bool {
	first, size := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(first) || first == 'I' && size == len(s) {
		return false
	}
	for _, r := range s[size:] {
		if unicode.IsLower(r) {
			return true
		}
	}
	return size == len(s)
}

// keepsTurkish reports whether a spelling in wrong case (a dotted capital in an
// ASCII word) is all that keeps a word from its listed form: İZZET is, Buşra
// against Büşra is not, for its writer had Turkish keys and used them.
func keepsTurkish(s, best string) bool {
	return strings.ContainsRune(s, 'İ') && strings.EqualFold(strings.ReplaceAll(s, "İ", "I"), strings.ReplaceAll(Upper(best), "İ", "I"))
}

// displayWords joins the display forms of tokens; a hyphen between two of them
// becomes a blank.
func (n *nameText) displayWords(ts []nameToken, role nameRole) string {
	switch len(ts) {
	case 0:
		return ""
	case 1:
		return n.displayDotted(&ts[0], role)
	}
	var buf [96]byte
	out := buf[:0]
	for i := range ts {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, n.displayDotted(&ts[i], role)...)
	}
	return n.made.str(out)
}

// displayDotted adds the dot of an initial or an abbreviation.
func (n *nameText) displayDotted(t *nameToken, role nameRole) string {
	switch {
	case t.initial():
		return n.made.join(Upper(t.text), ".")
	case t.abbreviated():
		return n.made.join(n.titled(t.text), ".")
	}
	return n.display(t, role)
}

// abbreviated reports a word of two letters or more that a dot cuts off: "Hüs.".
// A dot behind a whole name is only a dot.
func (t *nameToken) abbreviated() bool {
	switch {
	case !t.dot || t.digits || len(t.folded) < 2 || len(t.folded) > 8:
		return false
	case len(t.folded) > 5: // Süleym.; but a name may end a sentence
		return t.lex == nil && shippedNames().cutOff(t.folded) != nil
	}
	return t.lex == nil || t.lex.givenShare < commonShare && t.lex.surname == ""
}
