package golden

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Member is one record of a person.
type Member struct {
	Key record.Key
	Contribution
}

// Merge makes the golden record of one person or company. Nil rules are the
// defaults. It may be called by several goroutines at once, and it does not keep
// members; the texts of the result are those of the members.
func Merge(members []Member, rules *Rules) Golden {
	m := Merger{Rules: rules}
	return *m.Merge(members)
}

// Merger is [Merge] for many people in turn: it uses its memory again. The zero
// Merger has the default rules. It is not safe for concurrent use.
type Merger struct {
	Rules *Rules
	m     merger
}

// Merge makes the golden record of one person or company. It is valid until the
// next call.
func (x *Merger) Merge(members []Member) *Golden {
	m := &x.m
	m.reset(members, x.Rules)
	m.kind()
	m.gather()
	m.name()
	if len(m.all) > 1 {
		slices.SortFunc(m.all, compareCandidates)
	}
	m.survive(0, addressNumber)
	m.addresses()
	m.survive(addressNumber, consentNumber)
	m.consent()
	m.dates()
	m.survive(consentNumber, userField+1)
	m.contradictions()
	m.g.Quality = m.quality()
	return &m.g
}

// reset makes ready for other members, keeping the memory.
func (m *merger) reset(members []Member, rules *Rules) {
	g := Golden{Keys: m.g.Keys[:0], Fields: m.g.Fields[:0], Conflicts: m.g.Conflicts[:0]}
	*m = merger{rules: rules, members: sorted(members), g: g, all: m.all[:0], groups: m.groups[:0], values: m.values[:0],
		forms: m.forms[:0], spots: m.spots[:0], claims: m.claims[:0]}
	for i := range m.members {
		m.g.Keys = append(m.g.Keys, m.members[i].Key)
	}
}

// sorted returns the members in the order of their keys, the argument itself
// where it is in order. Members of one key are versions of one record: their
// content orders them.
func sorted(members []Member) []Member {
	if len(members) < 2 || slices.IsSortedFunc(members, compareMembers) {
		return members
	}
	members = slices.Clone(members)
	slices.SortFunc(members, compareMembers)
	return members
}

func compareMembers(a, b Member) int {
	if c := a.Key.Compare(b.Key); c != 0 {
		return c
	}
	return slices.Compare(AppendContribution(nil, &a.Contribution), AppendContribution(nil, &b.Contribution))
}

// merger holds the state of one [Merge].
type merger struct {
	rules   *Rules
	members []Member
	g       Golden
	all     []candidate
	groups  []group
	values  []Value // backs the values of all fields
	worth   worth
	winner  *form // the name that survived
	changed *form // the newest name of a woman whose surname changed
	forms   []form
	spots   []place
	claims  []candidate // of addresses
}

// candidate is one claim of one member.
type candidate struct {
	field    record.Field
	num      int
	text     string
	key      string
	grade    Grade
	full     int
	member   uint32
	ref      normalize.Ref
	inferred bool
	coarse   bool // says too little to stand for what it is a part of
}

func compareCandidates(a, b candidate) int {
	if a.num != b.num {
		return cmp.Compare(a.num, b.num)
	}
	if a.field != b.field {
		return cmp.Compare(a.field, b.field)
	}
	if a.key != b.key {
		return cmp.Compare(a.key, b.key)
	}
	if a.member != b.member {
		return cmp.Compare(a.member, b.member)
	}
	return cmp.Or(cmp.Compare(uint32(a.ref), uint32(b.ref)), cmp.Compare(a.text, b.text)) // past values last
}

// kind decides what the golden record stands for. A sole trader's records may be
// of a person and of his company: he is a person.
func (m *merger) kind() {
	var seen [record.KindNoise + 1]bool
	for i := range m.members {
		seen[min(m.members[i].Kind, record.KindNoise)] = true
	}
	for _, k := range [...]record.Kind{record.KindPerson, record.KindCompany, record.KindSeveral, record.KindNameless, record.KindNoise} {
		if seen[k] {
			m.g.Kind = k
			return
		}
	}
}

// gather collects the claims of all members.
func (m *merger) gather() {
	n := 0
	for i := range m.members {
		n += len(m.members[i].Claims) + 2
	}
	m.all = slices.Grow(m.all, n)
	m.values = slices.Grow(m.values, n+12)
	m.g.Fields = slices.Grow(m.g.Fields, 24)
	for i := range m.members {
		c := &m.members[i].Contribution
		for j := range c.Claims {
			cl := &c.Claims[j]
			m.worth.add(cl.Grade)
			m.claim(cl, uint32(i))
		}
		for j := range c.Addresses {
			m.worth.add(c.Addresses[j].Grade)
		}
		if c.Kind == record.KindCompany && m.g.Kind != record.KindCompany && c.Name.Full != "" {
			m.all = append(m.all, candidate{field: record.Company, num: int(number(record.Company)),
				text: c.Name.Full, key: c.Name.Key, grade: c.Name.Grade, member: uint32(i), ref: c.Name.Ref})
		}
	}
}

func (m *merger) claim(cl *Claim, member uint32) {
	full := int(cl.Full)
	if m.g.Kind == record.KindCompany && (cl.Field == record.Email || cl.Field.IsPhone()) {
		full = 0 // an organisation is reached by any of its lines
	}
	m.all = append(m.all, candidate{field: cl.Field, num: int(number(cl.Field)), text: cl.Text, key: cl.key(),
		grade: cl.Grade, full: full, member: member, ref: cl.Ref})
}

// group is the claims of one value: they agree on what it is, if not on how it
// is written.
type group struct {
	standing
	best    *candidate
	claims  []candidate
	former  bool
	consent Consent
}

// Where the fields stand that are not merged claim by claim.
var addressNumber, consentNumber = int(number(record.Address)), int(number(record.Consent))

// survive lets the fields with numbers above from and below to survive.
func (m *merger) survive(from, to int) {
	for i := 0; i < len(m.all); {
		j := i + 1
		for j < len(m.all) && m.all[j].field == m.all[i].field {
			j++
		}
		if n := m.all[i].num; n > from && n < to {
			m.field(m.all[i:j])
		}
		i = j
	}
}

// field lets the values of one field survive; claims are ordered by key.
func (m *merger) field(claims []candidate) {
	f := Field{Name: claims[0].field}
	m.groups = m.groups[:0]
	for i := 0; i < len(claims); {
		j := i + 1
		for j < len(claims) && claims[j].key == claims[i].key {
			j++
		}
		if g := m.group(claims[i:j], &f); g.best != nil {
			m.groups = append(m.groups, g)
		}
		i = j
	}
	m.settle(&f)
	m.g.Fields = append(m.g.Fields, f)
}

// group sums up the claims of one value; those that may not survive are beaten
// at once.
func (m *merger) group(claims []candidate, f *Field) group {
	g := group{claims: claims, former: true}
	last := uint32(math.MaxUint32)
	for i := range claims {
		c := &claims[i]
		if !c.grade.usable() || c.text == "" {
			f.Beaten = append(f.Beaten, Beaten{Text: c.text, Grade: c.grade, Origin: Origin{c.member, c.ref}, By: byGrade})
			continue
		}
		g.count(c, m, c.member != last)
		last = c.member
	}
	if g.best != nil {
		g.trust = m.trustOf(&g)
		g.letters = letters(g.best.text)
	}
	return g
}

// count takes one claim into a group. again is false for a second claim of the
// same member.
func (g *group) count(c *candidate, m *merger, fresh bool) {
	member := &m.members[c.member]
	g.grade, g.full = max(g.grade, c.grade), max(g.full, c.full)
	if !c.ref.Past() {
		g.former = false
	}
	if !c.inferred && !c.coarse {
		if fresh {
			g.agree++
		}
		seen := member.Seen
		if c.ref.Past() {
			seen = member.Since // a record no longer vouches for its past values, which it dates itself
		}
		g.span(member.Since, seen)
		g.consent = g.consent.Strictest(member.Consent)
	}
	if g.best == nil || m.betterForm(c, g.best) {
		g.best = c
	}
}

// betterForm reports whether a writes the value of the group better than b.
func (m *merger) betterForm(a, b *candidate) bool {
	switch {
	case a.inferred != b.inferred:
		return b.inferred
	case a.ref.Past() != b.ref.Past():
		return b.ref.Past()
	case a.grade != b.grade:
		return a.grade > b.grade
	case a.full != b.full:
		return a.full > b.full
	}
	if a.text != b.text {
		if x, y := letters(a.text), letters(b.text); x != y {
			return x > y
		}
	}
	if c := m.members[a.member].Seen.Compare(m.members[b.member].Seen); c != 0 {
		return c > 0
	}
	return false // claims come in the order of record keys
}

// letters counts what a good spelling has: Turkish letters, and lower case
// behind capitals. A letter lost to an old code page counts against it.
func letters(s string) int {
	n := 0
	lower := false
	for _, r := range s {
		switch {
		case r == '?' || r == 0xFFFD:
			n -= 4
		case r >= 0x80:
			n += 2
		case r >= 'a' && r <= 'z':
			lower = true
		}
	}
	if lower {
		n++
	}
	return n
}

func (m *merger) trustOf(g *group) int {
	if m.rules == nil || len(m.members) == 1 {
		return 0
	}
	best := math.MaxInt
	for i := range g.claims {
		if c := &g.claims[i]; c.grade.usable() {
			best = min(best, m.rules.trust(c.field, m.members[c.member].Key.Source))
		}
	}
	return best
}

// settle orders the groups of a field and lets the first, or all of a list,
// survive.
func (m *merger) settle(f *Field) {
	o := m.rules.order(f.Name)
	if len(m.groups) > 1 {
		slices.SortFunc(m.groups, func(a, b group) int {
			c, _ := compareGroups(&a, &b, o)
			return c
		})
	}
	start := len(m.values)
	list := f.Name.IsList()
	for i := range m.groups {
		g := &m.groups[i]
		if i > 0 && !list {
			_, by := compareGroups(&m.groups[0], g, o)
			f.Beaten = append(f.Beaten, Beaten{Text: g.best.text, Grade: g.grade, Origin: Origin{g.best.member, g.best.ref}, By: by})
			continue
		}
		v := g.value()
		if i+1 < len(m.groups) {
			_, v.Won = compareGroups(g, &m.groups[i+1], o)
		}
		if f.Name.IsPhone() || f.Name == record.Email {
			v.Consent = g.consent
		}
		m.values = append(m.values, v)
		f.beatSpellings(g)
	}
	f.Values = m.values[start:len(m.values):len(m.values)]
	if len(f.Beaten) > 1 {
		slices.SortStableFunc(f.Beaten, func(a, b Beaten) int { return cmp.Compare(b.Grade, a.Grade) })
	}
}

func (g *group) value() Value {
	text := g.best.text
	switch g.best.field {
	case record.BirthPlace, record.MaidenName, record.Country:
		text = display(text)
	}
	return Value{Text: text, Grade: g.grade, Origin: Origin{g.best.member, g.best.ref}, Agree: uint16(min(g.agree, math.MaxUint16)),
		Former: g.former, Inferred: g.best.inferred, First: g.first, Last: g.last}
}

// display writes a word or two that stand as the source typed them: capitals
// alone, or none, become Turkish title case.
func display(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if strings.ContainsFunc(s, unicode.IsLower) && strings.ContainsFunc(s, unicode.IsUpper) {
		return s
	}
	return normalize.Title(s)
}

// beatSpellings lists the other spellings of a value that survived.
func (f *Field) beatSpellings(g *group) {
	for i := range g.claims {
		c := &g.claims[i]
		if c.text != g.best.text && c.grade.usable() && c.text != "" {
			f.Beaten = append(f.Beaten, Beaten{Text: c.text, Grade: c.grade, Origin: Origin{c.member, c.ref}, By: BestSpelled})
		}
	}
}

// compareGroups orders two values, the better first, and names the strategy that
// told them apart.
func compareGroups(a, b *group, o order) (int, Strategy) {
	if a.former != b.former {
		if b.former {
			return -1, MostRecent
		}
		return 1, MostRecent
	}
	for s := range o.all {
		if c := a.compare(&b.standing, s); c != 0 {
			return c, s
		}
	}
	x, y := a.best, b.best
	return cmp.Or(cmp.Compare(x.member, y.member), cmp.Compare(uint32(x.ref), uint32(y.ref)), cmp.Compare(x.text, y.text)), byKey
}

// boolCompare puts the side first whose argument is true.
func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
