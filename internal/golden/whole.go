package golden

import (
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// consent keeps the strictest state of all members (turkish.md section 8):
// nothing ever turns a refusal, or silence, into a grant. A record that is
// silent counts as one that was never asked as soon as another speaks.
func (m *merger) consent() {
	var spoken Consent
	for i := range m.members {
		spoken = spoken.Strictest(m.members[i].Consent)
	}
	if spoken == 0 {
		return
	}
	var c Consent
	from := -1
	for i := range m.members {
		mem := &m.members[i]
		own := mem.Consent.unspoken(spoken & partyMask(mem.Kind))
		if next := c.Strictest(own); next != c {
			c, from = next, i
		}
	}
	m.g.Consent = c
	if text := c.String(); text != "" {
		m.put(Field{Name: record.Consent}, m.whole(text, from))
	}
}

// partyMask selects the channels in which a record of that kind might have
// spoken: companies as merchants, all others as persons.
func partyMask(k record.Kind) Consent {
	if k == record.KindCompany {
		return 0x3f << (2 * uint(channels))
	}
	return 0x3f
}

// dates adds the days of the whole: verified and updated last, created first,
// seen last.
func (m *merger) dates() {
	later := func(a, b normalize.Date) bool { return a.Compare(b) > 0 }
	earlier := func(a, b normalize.Date) bool { return b.IsZero() || a.Compare(b) < 0 }
	m.date(record.VerifiedAt, func(c *Contribution) normalize.Date { return c.Verified }, later)
	m.date(record.CreatedAt, func(c *Contribution) normalize.Date { return c.Created }, earlier)
	m.date(record.UpdatedAt, func(c *Contribution) normalize.Date { return c.Updated }, later)
	m.date(record.LastSeen, func(c *Contribution) normalize.Date { return c.Seen }, later)
}

func (m *merger) date(f record.Field, of func(*Contribution) normalize.Date, better func(a, b normalize.Date) bool) {
	var best normalize.Date
	from := -1
	for i := range m.members {
		if d := of(&m.members[i].Contribution); !d.IsZero() && better(d, best) {
			best, from = d, i
		}
	}
	if from >= 0 {
		m.put(Field{Name: f}, m.whole(best.String(), from))
	}
}

// whole is a value that no single raw value stands behind.
func (m *merger) whole(text string, member int) Value {
	mem := &m.members[member]
	return Value{Text: text, Grade: OK, Origin: Origin{uint32(member), normalize.NoRef}, Agree: 1, First: mem.Since, Last: mem.Seen}
}
