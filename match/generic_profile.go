package match

import (
	"strings"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// plain reads what only matching outside Turkish uses.
func (b *Builder) plain(r *record.Record, f *normalize.Features) *Plain {
	p := &Plain{Birth: b.intern(birthTable, birthDigits(r, f), "")}
	for i := range f.Emails {
		if m := &f.Emails[i]; m.Status != normalize.Fake && m.Key != "" {
			p.Mails = append(p.Mails, b.intern(mailTable, m.Key, ""))
		}
	}
	return p
}

// birthDigits writes a birth date as yyyymmdd. Where the calendar knows no such
// day, its digits still tell a slip from another date.
func birthDigits(r *record.Record, f *normalize.Features) string {
	if !f.Birth.IsZero() {
		return strings.ReplaceAll(f.Birth.String(), "-", "")
	}
	if f.Birth.Status != normalize.Invalid {
		return ""
	}
	digits := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, r.First(record.BirthDate))
	if len(digits) != 8 {
		return ""
	}
	return digits
}

// beside returns the words of a text that the name does not hold: what the name
// says is evidence once.
func (p *Profile) beside(text string) string {
	var out []string
	for w := range strings.FieldsSeq(normalize.Fold(text)) {
		if !p.Given.holds(w) && !p.Surname.holds(w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

func (n *Name) holds(word string) bool {
	if n == nil {
		return false
	}
	for w := range strings.FieldsSeq(n.Text) {
		if w == word {
			return true
		}
	}
	return false
}

// wordMark stands in front of the terms of a [Frequency] that are words of
// values, and not whole values.
const wordMark = "~"

// plainStrength is how many records of a value that the file holds once stand
// for it: it stands there, and a stranger who has it may come.
const plainStrength = 0.5

// plainLeast is how many records a file counts for at least: in a file of thirty
// rows, two who share a value share something rarer than one in fifteen.
const plainLeast = 1000

// weighPlain sets the shares of a place, birth date, mailbox or user-defined
// value, and of its words, by the file's own counts.
func (m *Model) weighPlain(t table, n *Name) {
	f := m.plainFrequency(t)
	if f == nil {
		return
	}
	total := float64(max(f.Total, plainLeast)) + plainStrength
	share := func(term string) int32 {
		return shareMillibits((float64(max(f.Count(term), 1)) + plainStrength) / total)
	}
	n.Share = share(n.Text)
	if t == birthTable || t == mailTable {
		return
	}
	n.Shares = n.Shares[:0]
	words := strings.Fields(n.Text)
	for _, w := range words {
		if len(words) == 1 {
			n.Shares = append(n.Shares, max(n.Share, shareOfWord(f, w, total)))
			continue
		}
		n.Shares = append(n.Shares, share(wordMark+w))
	}
}

// shareOfWord is the share of a value of one word: alone, or as a part of others.
func shareOfWord(f *Frequency, w string, total float64) int32 {
	return shareMillibits((float64(max(f.Count(w)+f.Count(wordMark+w), 1)) + plainStrength) / total)
}

func (m *Model) plainFrequency(t table) *Frequency {
	switch {
	case t == placeTable:
		return &m.Places
	case t == birthTable:
		return &m.Births
	case t == mailTable:
		return &m.Mails
	case int(t-fieldTable) < len(m.Fields):
		return &m.Fields[t-fieldTable].Frequency
	}
	return nil
}
