package blocking

import (
	"strings"

	"github.com/tekil-id/tekil/match"
)

// generic adds the keys that only records outside Turkish have. No table knows
// the variants of their names, and any value of theirs may be misspelt, so a
// pair is looked for from many sides: each key holds two things that a slip in a
// third does not touch.
func (b *builder) generic(m *match.Model) {
	b.plainBirth(m)
	b.plainMails()
	b.nameSlips()
	b.userPairs(m)
	b.places(m)
}

// places pairs the birth place, and the first word of user-defined values (the
// district of a postcode, the name of a street), with every word of the name and
// with the beginnings of its parts, whichever part they stand in. The words of
// sets make keys by themselves.
func (b *builder) places(m *match.Model) {
	if p := b.p.BirthPlace; p != nil {
		b.withNames(PlaceName, p.Whole)
	}
	for i := range b.p.User {
		n := b.p.User[i].Name
		if n == nil || !m.Fields[i].Block {
			continue
		}
		if m.Fields[i].Comparator == "set" {
			for _, w := range words(n) {
				b.add(UserWord, uint64(i), uint64(w))
			}
			continue
		}
		if start, _, ok := strings.Cut(n.Text, " "); ok {
			b.withNames(UserStart, match.Mix(uint64(i), match.Hash(start)))
		}
	}
}

func (b *builder) withNames(c Class, v uint64) {
	for _, n := range [2]*match.Name{b.p.Given, b.p.Surname} {
		if n == nil {
			continue
		}
		b.add(c, v, match.Hash(n.Text[:min(len(n.Text), 3)]))
		for _, w := range words(n) {
			b.add(c, v, uint64(w))
		}
	}
}

func (b *builder) plainBirth(m *match.Model) {
	d := b.p.Plain.Birth
	if d == nil {
		return
	}
	b.add(BirthDate, d.Whole)
	for i := range b.p.User {
		if n := b.p.User[i].Name; n != nil && m.Fields[i].Block && m.Fields[i].Comparator != "set" {
			b.add(BirthUser, d.Whole, uint64(i), n.Whole)
		}
	}
	if len(d.Text) < 4 {
		return
	}
	year := match.Hash(d.Text[:4])
	for _, n := range [2]*match.Name{b.p.Given, b.p.Surname} {
		if n != nil {
			b.add(YearName, year, match.Hash(n.Text[:min(len(n.Text), 3)]))
		}
	}
}

func (b *builder) plainMails() {
	for _, n := range b.p.Plain.Mails {
		if local, _, ok := strings.Cut(n.Text, "@"); ok && len(local) > 4 {
			b.add(MailLocal, match.Hash(local))
		}
	}
}

// nameSlips pairs the beginning of each part of the name with the other part
// less any one letter, so that two names one slip apart share a key.
func (b *builder) nameSlips() {
	g, s := b.p.Given, b.p.Surname
	if g == nil || s == nil {
		return
	}
	b.slips(g.Text[:min(len(g.Text), 2)], s.Text, 1)
	b.slips(s.Text[:min(len(s.Text), 2)], g.Text, 2)
}

func (b *builder) slips(start, whole string, side uint64) {
	if len(whole) < 4 || len(whole) > 24 {
		return
	}
	h := match.Hash(start)
	b.add(NameSlip, side, h, match.Hash(whole))
	for i := range whole {
		b.add(NameSlip, side, h, match.Hash(whole[:i]+whole[i+1:]))
	}
}

// userPairs pairs the values of user-defined fields.
func (b *builder) userPairs(m *match.Model) {
	for i := range b.p.User {
		n := b.p.User[i].Name
		if n == nil || !m.Fields[i].Block {
			continue
		}
		for j := i + 1; j < len(b.p.User); j++ {
			if o := b.p.User[j].Name; o != nil && m.Fields[j].Block {
				b.add(UserPair, uint64(i)<<8|uint64(j), n.Whole, o.Whole)
			}
		}
	}
}

// genericSubkeys tells the records of a capped key apart by every value that
// makes keys elsewhere.
func genericSubkeys(p *match.Profile, add func(Class, uint64)) {
	for _, n := range [2]*match.Name{p.Given, p.Surname} {
		for _, w := range words(n) {
			add(SubWord, uint64(w))
		}
	}
	for i := range p.User {
		if n := p.User[i].Name; n != nil {
			add(SubUser, match.Mix(uint64(i), n.Whole))
		}
	}
}
