package golden

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// form is one way in which members write the name.
type form struct {
	standing
	name   *Name
	member uint32 // the first that writes it so, of the best grade, rather itself than by repair
	// support is how many members write a name that this one contains, or that
	// contains it; lead how many start with the same given name.
	support, lead int
	given         *normalize.GivenForm
	surname       *normalize.SurnameForm
}

// name lets one name form survive, whole: given name, former surname and
// surname are those of one record.
func (m *merger) name() {
	if len(m.members) == 1 {
		m.onlyName()
	} else {
		m.chooseName()
	}
	if m.winner == nil {
		return
	}
	n := m.winner.name
	v := Value{Text: n.Full, Grade: m.winner.grade, Origin: Origin{m.winner.member, n.Ref}, Agree: uint16(m.winner.agree),
		First: m.winner.first, Last: m.winner.last}
	f := Field{Name: record.FullName}
	m.beatNames(&f, &v)
	m.put(f, v)
	m.nameParts(n, v)
}

// onlyName is the fast path: most people are one record.
func (m *merger) onlyName() {
	c := &m.members[0].Contribution
	m.worth.add(c.Name.Grade)
	if c.Name.Full == "" || !c.Name.Grade.usable() {
		return
	}
	m.forms = append(m.forms, form{
		standing: standing{grade: c.Name.Grade, agree: 1, first: c.Since, last: c.Seen}, name: &c.Name, support: 1,
	})
	m.winner = &m.forms[0]
}

// chooseName finds the forms, relates them and takes the best.
func (m *merger) chooseName() {
	for i := range m.members {
		c := &m.members[i].Contribution
		m.worth.add(c.Name.Grade)
		if c.Kind == m.g.Kind && c.Name.Full != "" && c.Name.Grade.usable() {
			m.addForm(&c.Name, uint32(i))
		}
	}
	if len(m.forms) == 0 {
		return
	}
	if len(m.forms) > 1 {
		m.relateForms()
		o := m.rules.order(record.FullName)
		m.changed = m.surnameChanged()
		slices.SortFunc(m.forms, func(a, b form) int {
			c, _ := compareForms(&a, &b, m.changed, o)
			return c
		})
	}
	m.winner = &m.forms[0]
}

// addForm counts one member's name.
func (m *merger) addForm(n *Name, member uint32) {
	mem := &m.members[member]
	trust := m.rules.trust(record.FullName, mem.Key.Source)
	for i := range m.forms {
		f := &m.forms[i]
		if f.name.Full != n.Full || f.name.Given != n.Given || f.name.Surname != n.Surname || f.name.Prev != n.Prev {
			continue
		}
		f.agree++
		if n.Grade > f.grade || n.Grade == f.grade && f.name.Restored && !n.Restored {
			f.grade, f.name, f.member = n.Grade, n, member
		}
		f.trust = min(f.trust, trust)
		f.span(mem.Since, mem.Seen)
		return
	}
	f := form{name: n, member: member}
	f.standing = standing{grade: n.Grade, agree: 1, trust: trust, full: fullness(n), letters: letters(n.Full)}
	f.span(mem.Since, mem.Seen)
	m.forms = append(m.forms, f)
}

// fullness counts the parts of a name: whole words far more than initials, and
// an initial in front least (A. Hami says less than Ahmet).
func fullness(n *Name) int {
	if n.Given == "" && n.Surname == "" {
		return len(strings.Fields(n.Full))
	}
	full := 0
	first := true
	for w := range strings.FieldsSeq(n.Given) {
		switch {
		case !initial(w):
			full += 8
		case first:
			full -= 8
		default:
			full += 2
		}
		first = false
	}
	for range strings.FieldsSeq(n.Prev) {
		full += 2
	}
	for w := range strings.FieldsSeq(n.Surname) {
		if !initial(w) {
			full += 4
		}
	}
	return full
}

// initial reports "M.", "M" and "Ş.".
func initial(w string) bool {
	w = strings.TrimSuffix(w, ".")
	n := 0
	for range w {
		n++
	}
	return n <= 1
}

// relateForms counts for every form the members that bear it out.
func (m *merger) relateForms() {
	for i := range m.forms {
		f := &m.forms[i]
		f.support, f.lead = f.agree, f.agree
	}
	for i := range m.forms {
		for j := i + 1; j < len(m.forms); j++ {
			a, b := &m.forms[i], &m.forms[j]
			if m.compatible(a, b) {
				a.borneOutBy(b)
				b.borneOutBy(a)
			}
			if leads(a.name, b.name) {
				a.lead += b.agree
			}
			if leads(b.name, a.name) {
				b.lead += a.agree
			}
		}
	}
}

// borneOutBy counts the members of a compatible form. A whole given name says
// nothing for an initial, under which many names fit.
func (f *form) borneOutBy(o *form) {
	if !startsInitial(f.name) || startsInitial(o.name) {
		f.support += o.agree
	}
}

func startsInitial(n *Name) bool {
	first, _, _ := strings.Cut(n.Given, " ")
	return first != "" && initial(first)
}

// leads reports whether b starts with the given name of a or its initial.
func leads(a, b *Name) bool {
	x, _, _ := strings.Cut(a.Given, " ")
	y, _, _ := strings.Cut(b.Given, " ")
	if x == y {
		return true
	}
	fx, fy := normalize.Fold(x), normalize.Fold(y)
	return fx == fy || fy != "" && initial(y) && strings.HasPrefix(fx, fy)
}

// compatible reports whether two forms may be one name, the shorter contained in
// the fuller.
func (m *merger) compatible(a, b *form) bool {
	if m.g.Kind != record.KindPerson {
		return a.name.Key != "" && a.name.Key == b.name.Key || normalize.FoldEqual(a.name.Full, b.name.Full)
	}
	return contained(relateGiven(a, b)) && contained(relateSurname(a, b)) || sameWords(a.name, b.name)
}

// sameWords reports whether two names differ in nothing but where the given name
// ends and the surname begins, or in which comes first.
func sameWords(a, b *Name) bool {
	return normalize.FoldEqual(a.Full, b.Full) ||
		a.Surname != "" && b.Surname != "" && normalize.FoldEqual(a.Given, b.Surname) && normalize.FoldEqual(a.Surname, b.Given)
}

func contained(r normalize.NameRelation) bool {
	switch r {
	case normalize.RelConflict, normalize.RelSimilar, normalize.RelUnknown:
		return false
	}
	return true
}

func relateGiven(a, b *form) normalize.NameRelation {
	if a.name.Given == b.name.Given && a.name.Given != "" {
		return normalize.RelExact
	}
	return normalize.CompareGiven(a.givenForm(), b.givenForm())
}

func relateSurname(a, b *form) normalize.NameRelation {
	if a.name.Surname == b.name.Surname && a.name.Prev == b.name.Prev && a.name.Surname != "" {
		return normalize.RelExact
	}
	return normalize.CompareSurname(a.surnameForm(), b.surnameForm())
}

func (f *form) givenForm() *normalize.GivenForm {
	if f.given == nil {
		f.given = normalize.NewGivenForm(f.name.Given, nil)
	}
	return f.given
}

func (f *form) surnameForm() *normalize.SurnameForm {
	if f.surname == nil {
		f.surname = normalize.NewSurnameForm(f.name.Surname, f.name.Prev, nil)
	}
	return f.surname
}

// surnameChanged returns the newest name of a woman whose surname is another one
// than before, so that the current name is kept even where more records still
// have the former (turkish.md section 2.3); nil where nothing shows that.
func (m *merger) surnameChanged() *form {
	if m.g.Kind != record.KindPerson {
		return nil
	}
	var newest *form
	for i := range m.forms {
		f := &m.forms[i]
		if f.grade < OK || f.name.Gender == normalize.Male || f.last.IsZero() {
			continue
		}
		if newest == nil || f.last.Compare(newest.last) > 0 {
			newest = f
		}
	}
	if newest == nil || newest.name.Gender != normalize.Female {
		return nil
	}
	for i := range m.forms {
		f := &m.forms[i]
		if f != newest && relateSurname(f, newest) == normalize.RelConflict && contained(relateGiven(f, newest)) &&
			!f.last.IsZero() && f.last.Compare(newest.last) < 0 {
			kept := *newest // the forms are about to be moved
			return &kept
		}
	}
	return nil
}

// compareForms orders two name forms, the better first. With a changed surname,
// forms that bear it come first.
func compareForms(a, b, changed *form, o order) (int, Strategy) {
	if changed != nil {
		x, y := contained(relateSurname(a, changed)), contained(relateSurname(b, changed))
		if x != y {
			return boolCompare(x, y), MostRecent
		}
	}
	for s := range o.all {
		if c := a.compare(b, s); c != 0 {
			return c, s
		}
	}
	return cmp.Or(cmp.Compare(a.member, b.member), cmp.Compare(a.name.Full, b.name.Full)), byKey
}

// compare is [standing.compare] with what is only known of names: forms that bear
// one another out, and given names of the dictionary.
func (f *form) compare(h *form, s Strategy) int {
	switch s {
	case MostFrequent:
		return cmp.Or(cmp.Compare(h.support, f.support), cmp.Compare(h.lead, f.lead))
	case BestSpelled:
		return cmp.Or(boolCompare(f.known(), h.known()), cmp.Compare(h.letters, f.letters), cmp.Compare(h.agree, f.agree))
	}
	return f.standing.compare(&h.standing, s)
}

// known reports whether the dictionary has the given name: Uğur and not Uğru.
func (f *form) known() bool {
	return f.name.Gender != "" && f.name.Gender != normalize.UnknownGender
}

// beatNames lists the other forms.
func (m *merger) beatNames(f *Field, v *Value) {
	if len(m.forms) < 2 {
		return
	}
	o := m.rules.order(record.FullName)
	for i := 1; i < len(m.forms); i++ {
		lost := &m.forms[i]
		_, by := compareForms(m.winner, lost, m.changed, o)
		if i == 1 {
			v.Won = by
		}
		f.Beaten = append(f.Beaten, Beaten{Text: lost.name.Full, Grade: lost.grade, Origin: Origin{lost.member, lost.name.Ref}, By: by})
	}
}

// put adds a field with one value.
func (m *merger) put(f Field, v Value) {
	start := len(m.values)
	m.values = append(m.values, v)
	f.Values = m.values[start:len(m.values):len(m.values)]
	m.g.Fields = append(m.g.Fields, f)
}

// nameParts adds what follows from the name that survived.
func (m *merger) nameParts(n *Name, v Value) {
	v.Won = ""
	if m.g.Kind == record.KindCompany {
		v.Text = n.Full
		m.infer(record.Company, n.Key, v)
		return
	}
	if m.g.Kind != record.KindPerson {
		return
	}
	m.title(v)
	first, middle := splitMiddle(n)
	for _, p := range [...]struct {
		field record.Field
		text  string
	}{{record.FirstName, first}, {record.MiddleName, middle}, {record.LastName, n.Surname}} {
		if p.text != "" {
			v.Text = p.text
			m.put(Field{Name: p.field}, v)
		}
	}
	v.Grade = OK
	if n.Prev != "" {
		v.Text = n.Prev
		m.infer(record.MaidenName, normalize.Fold(n.Prev), v)
	}
	if n.Gender == normalize.Male || n.Gender == normalize.Female {
		v.Text = string(n.Gender)
		m.infer(record.Gender, v.Text, v)
	}
}

// infer adds a candidate that the surviving name shows. Of stated genders the
// one that it agrees with is preferred.
func (m *merger) infer(f record.Field, key string, v Value) {
	m.all = append(m.all, candidate{field: f, num: int(number(f)), text: v.Text, key: key, grade: v.Grade, full: 1,
		member: v.Member, ref: v.Ref, inferred: f != record.Company})
}

// splitMiddle splits the given name where the winning record's source does.
func splitMiddle(n *Name) (first, middle string) {
	if n.Middle == 0 {
		return n.Given, ""
	}
	if middle = lastWords(n.Given, int(n.Middle)); len(middle) == len(n.Given) {
		return n.Given, ""
	}
	return strings.TrimSuffix(n.Given[:len(n.Given)-len(middle)], " "), middle
}

// title lets the fullest title survive that a member with a compatible name has.
func (m *merger) title(v Value) {
	best := -1
	for i := range m.members {
		n := &m.members[i].Name
		if n.Titles == "" || m.members[i].Kind != record.KindPerson || !m.bears(n) {
			continue
		}
		if best < 0 || m.betterTitle(i, best) {
			best = i
		}
	}
	if best < 0 {
		return
	}
	n := &m.members[best].Name
	m.put(Field{Name: record.Title}, Value{Text: n.Titles, Grade: OK, Origin: Origin{uint32(best), n.Ref}, Agree: 1,
		First: m.members[best].Since, Last: m.members[best].Seen})
}

// bears reports whether a member's name is compatible with the one that survived.
func (m *merger) bears(n *Name) bool {
	if len(m.forms) == 1 {
		return true
	}
	f := form{name: n}
	return m.compatible(&f, m.winner)
}

func (m *merger) betterTitle(i, j int) bool {
	a, b := &m.members[i], &m.members[j]
	if x, y := m.rules.trust(record.FullName, a.Key.Source), m.rules.trust(record.FullName, b.Key.Source); x != y {
		return x < y
	}
	if x, y := len(a.Name.Titles), len(b.Name.Titles); x != y {
		return x > y
	}
	return a.Seen.Compare(b.Seen) > 0
}
