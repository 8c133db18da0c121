package normalize

import (
	"slices"
	"strings"
)

// ParseNameFields reads the name columns of one record: given name and surname
// apart, in each other's field, a full name in one of them or in both, titles in
// any. A company column counts where no person is named.
func ParseNameFields(f NameFields, o *Options) Name {
	hint := NameHint{Gender: f.Gender, Maiden: f.Maiden}
	first := joinFields(f.First, f.Middle)
	last := strings.TrimSpace(f.Last)
	switch {
	case first == "" && last == "" && strings.TrimSpace(f.Full) == "":
		if strings.TrimSpace(f.Company) != "" {
			return parseCompanyField(f.Company, o)
		}
		return ParseName(f.Title, hint, o)
	case first == "" && last == "":
		return ParseName(joinFields(f.Title, f.Full), hint, o)
	case !o.Turkish():
		return parsePlainFields(joinFields(f.Title, first), last)
	case last == "":
		return flagFull(ParseName(joinFields(f.Title, first), hint, o), "full_name_in_given")
	case first == "":
		p := flagFull(ParseName(joinFields(f.Title, last), hint, o), "full_name_in_surname")
		if p.Kind == KindPerson && p.Given == "" {
			p.Gender = UnknownGender
		}
		return p
	case FoldEqual(first, last) && len(strings.Fields(first)) > 1:
		return flagFull(ParseName(joinFields(f.Title, first), hint, o), "full_name_in_both")
	}
	return parseSplit(joinFields(f.Title, first), last, hint, o)
}

func joinFields(a, b string) string {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// flagFull adds a flag where a field held a whole name.
func flagFull(p Name, flag string) Name {
	if p.Kind == KindPerson && p.Given != "" && p.Surname != "" {
		p.Flags = append(p.Flags, flag)
		slices.Sort(p.Flags)
	}
	return p
}

// parseCompanyField reads a name that its column declares to be a company's.
func parseCompanyField(s string, o *Options) Name {
	p := ParseName(s, NameHint{}, o)
	if p.Kind != KindPerson || !o.Turkish() {
		return p
	}
	n := newNameText(o.names())
	defer n.free()
	n.scan(n.repair(s))
	n.contacts()
	if len(n.tokens) == 0 {
		return p
	}
	p = n.writeCompany(&companyShape{})
	p.Flags = n.taken()
	return p
}

// parseSplit reads given name and surname from two fields.
func parseSplit(first, last string, hint NameHint, o *Options) Name {
	n, m := newNameText(o.names()), newNameText(o.names())
	defer n.free()
	defer m.free()
	n.scan(n.repair(first))
	m.scan(m.repair(last))
	var whole Name
	if !n.plainWords() || !m.plainWords() {
		if whole = ParseName(first+" "+last, hint, o); whole.Kind != KindPerson {
			return whole
		}
	}
	n.contacts()
	n.notes()
	titles, honor, maiden := n.titles()
	for _, f := range n.flags {
		m.flag(f)
	}
	m.contacts()
	m.notes()
	behind, honor2, maiden2 := m.titles()
	if maiden == "" {
		maiden = maiden2
	}
	if honor2 != "" {
		honor = honor2
	}
	if len(n.tokens) == 0 || len(m.tokens) == 0 {
		return whole
	}
	n.flags = append(n.flags[:0], m.flags...)
	p := Name{Kind: KindPerson, Titles: append(titles, behind...)}
	if maiden == "" && hint.Maiden != "" {
		maiden = Title(Clean(hint.Maiden).Value)
	}
	sp := n.splitFields(m.tokens, splitHint{honor: honor, gender: hint.Gender})
	if len(behind) > 0 && len(titles) == 0 {
		p.Titles = behind
	}
	n.write(&p, sp, maiden)
	n.judgeGender(&p, sp.given, honor, hint.Gender)
	p.Confidence = sp.sure
	p.Flags = n.taken()
	return p
}

// plainWords reports words that are listed as parts of names and have no other
// role, so that two such fields name one person.
func (n *nameText) plainWords() bool {
	for i := range n.tokens {
		t := &n.tokens[i]
		if t.lex == nil || t.lex.role != 0 || !t.knownGiven() && t.surnameShare() == 0 || t.digits || t.lossy || t.dot || t.inside || t.sep != ' ' || len(t.folded) < 2 {
			return false
		}
	}
	return len(n.tokens) > 0 && !n.stars && !n.other
}

// splitFields divides the words of a given-name field (n) and a surname field.
func (n *nameText) splitFields(last []nameToken, h splitHint) nameSplit {
	first := n.tokens
	lead, tail := &last[0], &last[len(last)-1]
	switch {
	case len(last) > len(first) && sameWords(first, last[:len(first)]): // Uğur | Uğur Özmen
		n.flag("full_name_in_surname")
		return nameSplit{given: first, surname: last[len(first):], sure: 0.95}
	case len(first) > 1 && len(last) == 1 && first[len(first)-1].folded == tail.folded: // Uğur Özmen | Özmen
		n.flag("full_name_in_given")
		return nameSplit{given: first[:len(first)-1], surname: last, sure: 0.95}
	case len(first) == 1 && mostlySurname(&first[0]) && onlyGiven(lead) && onlyGiven(tail):
		n.flag("swapped_fields")
		return nameSplit{given: last, surname: first, sure: 0.95}
	}
	sp := nameSplit{given: first, surname: last, sure: 0.995}
	if len(last) == 2 && !n.halfSurname(lead, tail) && !lead.is(roleParticle) && n.woman(first, h) && (mostlySurname(lead) || tail.sep == '-') {
		n.flag("double_surname")
		sp.prev, sp.surname = last[:1], last[1:]
	}
	return sp
}

func sameWords(a, b []nameToken) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].folded != b[i].folded {
			return false
		}
	}
	return true
}
