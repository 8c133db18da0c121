package normalize

import (
	"slices"
	"strconv"
	"strings"
)

// several reads a field that holds more than one person: a couple, a household,
// the heirs of somebody, or one person acting for another.
func (n *nameText) several(hint NameHint) (Name, bool) {
	for i := range n.tokens {
		t := &n.tokens[i]
		switch {
		case i > 0 && t.is(roleHeirs):
			return n.heirs(i, hint), true
		case i > 0 && t.is(roleFamily) && i == len(n.tokens)-1:
			return n.household(i), true
		case i > 1 && n.others(i):
			return n.withOthers(i, hint), true
		case i > 1 && i == len(n.tokens)-1 && (t.is(roleThird) || n.relative(i)):
			return n.actor(i, hint), true
		}
	}
	if n.bothHonors() {
		n.tokens = n.tokens[3:]
		return n.family(), true
	}
	if cuts := n.cuts(); len(cuts) > 0 {
		return n.couple(cuts, hint), true
	}
	return Name{}, false
}

// heirs reads "Ali Kaya mirasçıları": the name is that of the dead.
func (n *nameText) heirs(at int, hint NameHint) Name {
	n.tokens = n.tokens[:at]
	if at > 1 && n.tokens[at-1].is(roleAnd) {
		n.tokens = n.tokens[:at-1]
	}
	for i := range n.tokens {
		n.cutGenitive(&n.tokens[i])
	}
	p := n.person(hint)
	p.Kind = KindHeirs
	return p
}

// cutGenitive takes the suffix off that stands behind an apostrophe: Kaya'nın.
func (n *nameText) cutGenitive(t *nameToken) {
	if i := strings.IndexByte(t.text, '\''); i > 2 && len(t.text)-i > 2 {
		t.text = t.text[:i]
		n.read(t)
	}
}

// household reads "Yılmaz Ailesi" and "Ahmet Yılmaz ve Ailesi".
func (n *nameText) household(at int) Name {
	n.tokens = n.tokens[:at]
	if n.tokens[at-1].is(roleAnd) && at > 1 {
		n.tokens = n.tokens[:at-1]
	}
	if len(n.tokens) == 1 {
		n.cutGenitive(&n.tokens[0])
		return n.family()
	}
	p := n.person(NameHint{})
	p.Kind, p.Display = KindHousehold, p.Display+" Ailesi"
	return p
}

// others reports the words that stand for people who are not named: "ve
// diğerleri", "vd.", "v.d." at the end.
func (n *nameText) others(i int) bool {
	t, last := &n.tokens[i], len(n.tokens)-1
	switch {
	case i == last && t.is(roleOthers):
		return t.folded == "vd" || n.tokens[i-1].is(roleAnd)
	case i == last && t.folded == "ark":
		return n.tokens[i-1].is(roleAnd)
	}
	return i+1 == last && t.folded == "v" && t.dot && n.tokens[last].folded == "d" && n.tokens[last].dot
}

// withOthers reads "Ahmet Yılmaz ve diğerleri": several people, of whom one is
// named. It is a household, as is "Ahmet Yılmaz ve Ailesi".
func (n *nameText) withOthers(at int, hint NameHint) Name {
	if n.tokens[at-1].is(roleAnd) {
		at--
	}
	n.tokens = n.tokens[:at]
	n.flag("others")
	p := n.person(hint)
	p.Kind, p.Display = KindHousehold, p.Display+" ve diğerleri"
	return p
}

// relative reports a word of kinship at i that stands for somebody who is not
// named: "Ali Kaya annesi", and "Ali Kaya (annesi)", as he is nobody's mother.
func (n *nameText) relative(i int) bool {
	t := &n.tokens[i]
	if !t.is(roleRemark) || t.code() != "relation_note" || !t.namesNobody() {
		return false
	}
	if !t.inside && t.sep == ' ' {
		return n.aside(i-1) == i-1
	}
	return t.is(roleFemale) && oneSex(n.tokens[:i], Male) || t.is(roleMale) && oneSex(n.tokens[:i], Female)
}

// actor reads "Ahmet Yılmaz velisi": somebody who is not named acts for the one
// who is.
func (n *nameText) actor(at int, hint NameHint) Name {
	word := Lower(n.tokens[at].text)
	n.tokens = n.tokens[:at]
	n.cutGenitive(&n.tokens[at-1])
	n.flag("third_party")
	p := n.person(hint)
	p.Kind, p.Display = KindHousehold, p.Display+" "+word
	return p
}

// childOf takes the father's name out of "Ali oğlu Mehmet Kaya" and "Mehmet Kaya
// Ali oğlu". "Ali Mehmet Oğlu" is a surname in two words and stays.
func (n *nameText) childOf() {
	last := len(n.tokens) - 1
	switch {
	case last >= 2 && n.tokens[1].is(roleChild) && n.tokens[0].knownGiven() && n.tokens[2].knownGiven():
		n.drop(0, 2)
	case last >= 3 && n.tokens[last].is(roleChild) && onlyGiven(&n.tokens[last-1]) && mostlySurname(&n.tokens[last-2]):
		n.tokens = n.tokens[:last-1]
	default:
		return
	}
	n.flag("relation_note")
}

// family is a household of which the surname alone is known.
func (n *nameText) family() Name {
	surname := n.displayWords(n.tokens, asSurname)
	return Name{Kind: KindHousehold, Surname: surname, Display: surname + " Ailesi", Key: "|" + Fold(surname),
		Gender: UnknownGender, Confidence: 1}
}

// bothHonors reports "Bay ve Bayan Yılmaz".
func (n *nameText) bothHonors() bool {
	return len(n.tokens) == 4 && n.tokens[0].is(roleHonor) && n.tokens[1].is(roleAnd) && n.tokens[2].is(roleHonor)
}

// cut is a place between two people: the tokens from and to (excluded) joined
// them.
type cut struct{ from, to int }

// cuts finds what separates people: "ve", "&", "+", a slash, a dash with blanks,
// or a comma between whole names. A sign separates people only if both sides are
// people's names; a hyphen joins the halves of one.
func (n *nameText) cuts() []cut {
	var cuts []cut
	start := 0
	for i := 1; i < len(n.tokens); i++ {
		t := &n.tokens[i]
		last := i == len(n.tokens)-1
		switch {
		case t.is(roleAnd) && !last && !n.tokens[i+1].is(roleAnd):
			cuts = append(cuts, cut{i, i + 1})
		case t.is(roleThird) && i > start && !last:
			n.flag("third_party")
			cuts = append(cuts, cut{i, i + 1})
		case t.is(roleSpouse) && i > start && !last:
			cuts = append(cuts, cut{i, i + 1})
		case t.sep == ';' && last && i == 1 && onlyGiven(&n.tokens[0]) && mostlySurname(t): // two columns
			continue
		case t.sep == '&', t.sep == '+', t.sep == ';':
			cuts = append(cuts, cut{i, i})
		case t.sep == '-' && !t.spaced && !n.oppositeGiven(i) && !n.wholeNames(start, i):
			continue
		case t.sep == '/', t.sep == '-', t.sep == ',':
			if !n.peopleAround(start, i) {
				continue
			}
			cuts = append(cuts, cut{i, i})
		default:
			continue
		}
		start = cuts[len(cuts)-1].to
	}
	if n.tokens[0].is(roleAnd) {
		return nil
	}
	return cuts
}

// oppositeGiven reports a man's and a woman's name around a hyphen, however rare:
// Ahmet-Ayşe Yılmaz. Nobody bears a name of either sex in one.
func (n *nameText) oppositeGiven(i int) bool {
	a, b := &n.tokens[i-1], &n.tokens[i]
	if !onlyGiven(a) || !onlyGiven(b) {
		return false
	}
	x, y := a.lex.root.gender, b.lex.root.gender
	return x == Male && y == Female || x == Female && y == Male
}

// wholeNames reports given name and surname on both sides of a hyphen without
// blanks: Ali Kaya-Fatma Kaya.
func (n *nameText) wholeNames(start, at int) bool {
	last := len(n.tokens) - 1
	return at-start > 1 && last > at && onlyGiven(&n.tokens[start]) && mostlySurname(&n.tokens[at-1]) &&
		onlyGiven(&n.tokens[at]) && n.tokens[at].givenShare() >= commonShare && mostlySurname(&n.tokens[last])
}

// peopleAround reports whether the tokens from start to at, and those behind it
// up to the next separator, are names of two people: both begin with a given
// name, and a comma needs whole names on both sides.
func (n *nameText) peopleAround(start, at int) bool {
	end := at + 1
	for end < len(n.tokens) && n.tokens[end].sep == ' ' && !n.tokens[end].is(roleAnd) {
		end++
	}
	left, right := n.tokens[start:at], n.tokens[at:end]
	if len(left) == 0 || n.tokens[at].inside || !left[0].knownGiven() || !right[0].knownGiven() || mostlySurname(&right[0]) && len(right) == 1 {
		return false
	}
	if n.tokens[at].sep != ',' {
		return len(right) > 1 || onlyGiven(&right[0]) && (len(left) > 1 || onlyGiven(&left[0]))
	}
	more := end < len(n.tokens) // Ahmet, Ayşe ve Ali Yılmaz
	if len(left) == 1 {         // Ahmet, Ayşe Yılmaz; Ahmet, Ayşe ve Ali Yılmaz
		return onlyGiven(&left[0]) && (more || mostlySurname(&right[len(right)-1]))
	}
	return len(right) > 1 && !onlyGiven(&left[len(left)-1])
}

// couple parses each person. A person without a surname takes that of the next
// one who has one, else of the one before.
func (n *nameText) couple(cuts []cut, hint NameHint) Name {
	all := n.tokens
	parts := make([]Name, 0, len(cuts)+1)
	start := 0
	for i := range len(cuts) + 1 {
		end, next := len(all), 0
		if i < len(cuts) {
			end, next = cuts[i].from, cuts[i].to
		}
		piece := all[start:end]
		if len(piece) > 0 && piece[0].is(roleSpouse) { // ve eşi (Ayşe)
			piece = piece[1:]
		}
		if len(piece) > 0 {
			parts = append(parts, n.one(piece))
		}
		start = next
	}
	if len(parts) == 1 {
		p := parts[0]
		n.flag("spouse")
		for _, f := range p.Flags {
			n.flag(f)
		}
		p.Flags = nil
		return p
	}
	return n.join(parts, hint)
}

// one parses the tokens of one person, with flags of their own.
func (n *nameText) one(piece []nameToken) Name {
	m := newNameText(n.lex)
	defer m.free()
	m.tokens = append(m.store[:0], piece...)
	m.used = len(piece)
	m.tokens[0].sep = ' '
	p := m.person(NameHint{})
	p.Flags = m.taken()
	return p
}

func (n *nameText) join(parts []Name, hint NameHint) Name {
	n.freeGiven(parts)
	shareSurnames(parts)
	p := Name{Kind: KindCouple, Parts: parts, Confidence: 1}
	var buf [256]byte
	out := buf[:0]
	for i := range parts {
		if i > 0 {
			out = append(out, "; "...)
		}
		out = append(out, parts[i].Display...)
		p.Confidence = min(p.Confidence, parts[i].Confidence)
		for _, f := range parts[i].Flags {
			n.flag(f)
		}
	}
	shown := len(out)
	for i := range parts {
		if i > 0 {
			out = append(out, ';')
		}
		out = append(out, parts[i].Key...)
	}
	text := string(out)
	p.Display, p.Key = text[:shown], text[shown:]
	n.flag(splitFlag(len(parts)))
	return p
}

// splitFlag tells how many people stand in a field.
func splitFlag(people int) string {
	if people == 2 { // nearly always
		return "split:2"
	}
	return "split:" + strconv.Itoa(people)
}

// freeGiven reads two given names as such where a surname follows with the next
// person: of "Mehmet Ali ve Ayşe Kaya" nobody is called Ali by surname.
func (n *nameText) freeGiven(parts []Name) {
	next := &parts[len(parts)-1]
	if next.Surname == "" || next.HasFlag("order_guess") {
		return
	}
	if t := (nameToken{lex: n.lex.find(Fold(next.Surname))}); !mostlySurname(&t) {
		return
	}
	for i := range parts[:len(parts)-1] {
		p := &parts[i]
		t := nameToken{lex: n.lex.find(Fold(p.Surname))}
		if p.Surname == "" || p.Prev != "" || p.Key == "" || !onlyGiven(&t) || t.givenShare() < commonShare {
			continue
		}
		p.Given, p.Surname = p.Given+" "+p.Surname, ""
		p.Key = Fold(p.Given) + "|"
	}
}

// shareSurnames gives people without a surname that of their neighbour.
func shareSurnames(parts []Name) {
	give := func(p, from *Name) {
		if p.Surname != "" || from.Surname == "" {
			return
		}
		var buf [128]byte
		out := appendWord(append(buf[:0], p.Given...), from.Surname)
		shown := len(out)
		text := string(appendNameKey(out, p.Given, from.Surname))
		p.Surname, p.Display, p.Key = from.Surname, text[:shown], text[shown:]
		p.Flags = slices.DeleteFunc(p.Flags, func(f string) bool { return f == "surname_missing" })
	}
	for i := len(parts) - 2; i >= 0; i-- {
		give(&parts[i], &parts[i+1])
	}
	for i := 1; i < len(parts); i++ {
		give(&parts[i], &parts[i-1])
	}
}
