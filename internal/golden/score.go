package golden

import (
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Quality says how good a golden record is, each figure from 0 to 100 (problem
// statement: Güncel, Bütün, Güvenilir, ... Tekil). Score is their weighted mean:
//
//	Score = (25·Freshness + 25·Completeness + 25·Validity + 15·Consistency + 10·Uniqueness) / 100
//
// rounded to the nearest; without a newest date in the data set Freshness is
// left out and the other weights fill its place.
type Quality struct {
	Score uint8
	// Freshness is 100 where a source saw the party in the year before the newest
	// date of the data set, and one less for every further month; 40 where no
	// member brings a date.
	Freshness uint8
	// Completeness adds up what is there. A person: name 25 (10 where a part of it
	// is missing), birth date 15 (5 for a year only), national, tax or passport
	// number 20, a mobile 15 (10 for another line), e-mail 10, address with a door
	// 15 (7 without). A company: name 30, tax number 30, telephone 15, e-mail 10,
	// address 15.
	Completeness uint8
	// Validity is the share of the members' values that are good; doubtful ones
	// count half, invalid and made-up ones nothing. 100 where there are none.
	Validity uint8
	// Consistency is 100, less 35 for every serious conflict and 10 for every
	// other.
	Consistency uint8
	// Uniqueness is the share of the members that would be left if each source held
	// the party once: 100 times the number of sources over the number of members.
	Uniqueness uint8
}

// worth counts the values of the members by what they are worth.
type worth struct{ good, doubtful, bad int }

func (w *worth) add(g Grade) {
	switch {
	case g >= OK:
		w.good++
	case g == Suspect:
		w.doubtful++
	case g != Missing:
		w.bad++
	}
}

func (w worth) share() uint8 {
	n := w.good + w.doubtful + w.bad
	if n == 0 {
		return 100
	}
	return uint8((200*w.good + 100*w.doubtful + n) / (2 * n))
}

func (m *merger) quality() Quality {
	q := Quality{Completeness: m.completeness(), Validity: m.worth.share(), Consistency: m.consistency(), Uniqueness: m.uniqueness()}
	sum := 25*int(q.Completeness) + 25*int(q.Validity) + 15*int(q.Consistency) + 10*int(q.Uniqueness)
	weight := 75
	if m.rules != nil && !m.rules.Newest.IsZero() {
		q.Freshness = freshness(m.seen(), m.rules.Newest)
		sum += 25 * int(q.Freshness)
		weight += 25
	}
	q.Score = uint8((sum + weight/2) / weight)
	return q
}

func (m *merger) seen() normalize.Date {
	var d normalize.Date
	for i := range m.members {
		if s := m.members[i].Seen; s.Compare(d) > 0 {
			d = s
		}
	}
	return d
}

// unknownAge is the freshness of what no source dated.
const unknownAge = 40

func freshness(seen, newest normalize.Date) uint8 {
	if seen.IsZero() {
		return unknownAge
	}
	months := (int(newest.Year)-int(seen.Year))*12 + int(newest.Month) - int(seen.Month)
	return uint8(100 - min(100, max(0, months-12)))
}

func (m *merger) completeness() uint8 {
	has := func(f record.Field) bool { return m.g.First(f) != nil }
	n := 0
	if m.g.Kind == record.KindCompany {
		n = points(has(record.FullName), 30) + points(has(record.TaxID), 30) + points(has(record.Phone) || has(record.Landline) || has(record.Mobile), 15)
	} else {
		n = m.personal(has)
	}
	n += points(has(record.Email), 10)
	switch {
	case has(record.BuildingNo) || has(record.Address) && m.g.First(record.Address).Grade >= OK:
		n += 15
	case has(record.Address):
		n += 7
	}
	return uint8(n)
}

func (m *merger) personal(has func(record.Field) bool) int {
	n := 0
	switch {
	case has(record.FirstName) && has(record.LastName):
		n += 25
	case has(record.FullName):
		n += 10
	}
	if v := m.g.First(record.BirthDate); v != nil {
		n += 5 + points(len(v.Text) == len("2006-01-02"), 10)
	}
	n += points(has(record.NationalID) || has(record.TaxID) || has(record.PassportNo), 20)
	switch {
	case has(record.Mobile):
		n += 15
	case has(record.Landline) || has(record.Phone):
		n += 10
	}
	return n
}

func points(ok bool, n int) int {
	if ok {
		return n
	}
	return 0
}

func (m *merger) consistency() uint8 {
	n := 100
	for i := range m.g.Conflicts {
		n -= 10 + points(m.g.Conflicts[i].Serious, 25)
	}
	return uint8(max(n, 0))
}

func (m *merger) uniqueness() uint8 {
	sources := 0
	for i, k := range m.g.Keys {
		if i == 0 || k.Source != m.g.Keys[i-1].Source {
			sources++
		}
	}
	if len(m.g.Keys) == 0 {
		return 100
	}
	return uint8((200*sources + len(m.g.Keys)) / (2 * len(m.g.Keys)))
}
