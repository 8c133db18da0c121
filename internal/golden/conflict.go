package golden

import (
	"cmp"
	"slices"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// contradictions lists what the members say against one another: other values
// of fields of which a person has one, of a grade that is to be believed.
func (m *merger) contradictions() {
	if len(m.members) > 1 {
		m.nameConflicts()
		for _, f := range [...]record.Field{record.Gender, record.BirthDate, record.DeathDate, record.MotherName, record.FatherName, record.NationalID, record.TaxID} {
			if x := m.g.Field(f); x != nil {
				m.fieldConflicts(x)
			}
		}
	}
	m.genderOfName()
	m.aliveAfterDeath()
	slices.SortStableFunc(m.g.Conflicts, compareConflicts)
}

func (m *merger) nameConflicts() {
	if m.winner == nil || m.g.Kind != record.KindPerson {
		return
	}
	for i := 1; i < len(m.forms); i++ {
		f := &m.forms[i]
		if sameWords(f.name, m.winner.name) {
			continue
		}
		o := Origin{f.member, f.name.Ref}
		if relateGiven(f, m.winner) == normalize.RelConflict {
			m.conflict(record.FullName, "given_name", f.grade >= OK, m.winner.name.Given, o, f.name.Given)
		}
		if relateSurname(f, m.winner) == normalize.RelConflict {
			married := f.name.Gender != normalize.Male && m.winner.name.Gender != normalize.Male
			m.conflict(record.FullName, "surname", f.grade >= OK && !married, m.winner.name.Surname, o, f.name.Surname)
		}
	}
}

// conflict adds one, with the survivor of the field on the other side.
func (m *merger) conflict(f record.Field, rule string, serious bool, kept string, against Origin, text string) {
	c := Conflict{Field: f, Rule: rule, Serious: serious, KeptText: kept, Against: against, AgainstText: text}
	if v := m.g.First(f); v != nil {
		c.Kept = v.Origin
	}
	m.g.Conflicts = append(m.g.Conflicts, c)
}

func (m *merger) fieldConflicts(f *Field) {
	if len(f.Values) == 0 {
		return
	}
	kept := &f.Values[0]
	for i := range f.Beaten {
		b := &f.Beaten[i]
		if b.Text == "" || !b.Grade.usable() || b.By == BestSpelled {
			continue
		}
		serious, is := contradicts(f.Name, kept, b)
		if is {
			m.conflict(f.Name, string(f.Name), serious, kept.Text, b.Origin, b.Text)
		}
	}
}

// contradicts reports whether a beaten value cannot be true beside the survivor.
func contradicts(f record.Field, kept *Value, b *Beaten) (serious, is bool) {
	switch f {
	case record.BirthDate, record.DeathDate:
		relation, generation := normalize.CompareDates(parseDay(kept.Text), parseDay(b.Text))
		switch relation {
		case normalize.DateConflict:
			return f == record.BirthDate || generation, true
		case normalize.DateTypo, normalize.DateSwap, normalize.DateConflictWeak:
			return false, true
		}
		return false, false
	case record.NationalID, record.TaxID:
		return kept.Grade >= Validated && b.Grade >= Validated, true
	case record.Gender:
		return kept.Grade >= OK && b.Grade >= OK, true
	}
	// Parents: a shorter form of the name is none.
	relation := normalize.CompareGiven(normalize.NewGivenForm(kept.Text, nil), normalize.NewGivenForm(b.Text, nil))
	return false, relation == normalize.RelConflict
}

// parseDay reads a date as this package writes it.
func parseDay(s string) normalize.Date {
	return normalize.ParseDate(s, normalize.DateHint{}, nil).Date
}

// genderOfName tells that every stated gender speaks against the given name: a
// man called Hatice (S13).
func (m *merger) genderOfName() {
	f := m.g.Field(record.Gender)
	if f == nil || len(f.Values) == 0 || !f.Values[0].Inferred {
		return
	}
	for i := range f.Beaten {
		if b := &f.Beaten[i]; b.Text != "" && b.Text != f.Values[0].Text && !m.told(record.Gender, b.Origin) {
			m.conflict(record.Gender, "gender_of_name", false, f.Values[0].Text, b.Origin, b.Text)
		}
	}
}

func (m *merger) told(f record.Field, o Origin) bool {
	return slices.ContainsFunc(m.g.Conflicts, func(c Conflict) bool { return c.Field == f && c.Against == o })
}

// aliveAfterDeath tells that a source vouches for the person long after the day
// of death that another gives.
func (m *merger) aliveAfterDeath() {
	dead := m.g.First(record.DeathDate)
	if dead == nil {
		return
	}
	died := parseDay(dead.Text)
	if died.IsZero() {
		return
	}
	for i := range m.members {
		if mem := &m.members[i]; mem.Seen.Year > died.Year+1 {
			m.conflict(record.DeathDate, "seen_after_death", false, dead.Text, Origin{uint32(i), normalize.NoRef}, mem.Seen.String())
		}
	}
}

// compareConflicts orders the serious first, then by field and origin.
func compareConflicts(a, b Conflict) int {
	return cmp.Or(boolCompare(a.Serious, b.Serious), compareFields(a.Field, b.Field), cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Against.Member, b.Against.Member), cmp.Compare(uint32(a.Against.Ref), uint32(b.Against.Ref)))
}
