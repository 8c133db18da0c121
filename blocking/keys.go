// Package blocking finds the pairs of records worth comparing: each record has
// keys, and records that share one are candidates. Many strict keys beat a few
// loose ones. A key whose posting list grows beyond the model's cap makes no
// pairs by itself; its records are told apart by subkeys, and what even those
// cannot tell apart is left out and reported.
package blocking

import (
	"slices"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
)

// Class says what a key is made of.
type Class uint8

// The classes of keys.
const (
	NationalID   Class     = iota + 1 // number, and the valid numbers one slip away from an invalid one
	Line                              // telephone number
	Mail                              // mailbox
	MailLocal                         // distinctive local part of a mailbox
	BirthGiven                        // birth date and a given name
	BirthSurname                      // birth date and a surname
	BirthPlace                        // birth date and district
	FullName                          // given name and surname
	SurnameDoor                       // surname and building
	GivenDoor                         // given name and building
	Document                          // passport, identity card serial, IBAN, customer number
	CompanyName                       // core name of a company
	UserField                         // value of a user-defined field
	UserName                          // value of a user-defined field and a name
	sub                               // subkeys of a capped key: by what tells its records apart
	SubYear      = sub                // year of birth
	SubDay       = sub + 1            // day and month of birth
	SubDistrict  = sub + 2            // district
	SubStreet    = sub + 3            // street
	SubName      = sub + 4            // name key
	subs         = 5
)

// The classes of keys outside Turkish.
const (
	BirthUser Class = sub + subs + iota // birth date and the value of a user-defined field
	UserPair                            // values of two user-defined fields
	UserWord                            // words of a user-defined field
	BirthDate                           // birth date
	NameSlip                            // full name, less a letter
	YearName                            // year of birth and beginnings of the name
	SubWord                             // subkey: word of the name
	SubUser                             // subkey: value of a user-defined field
	PlaceName                           // birth place and a name, or its beginning
	UserStart                           // first word of a user-defined field and a name, or its beginning
	classes   = int(iota) + int(sub) + subs
)

var classNames = [classes]string{"copy", "national_id", "line", "mail", "mail_local", "birth+given", "birth+surname",
	"birth+district", "full_name", "surname+door", "given+door", "document", "company_name", "user_field", "user_field+name",
	"sub:year", "sub:day", "sub:district", "sub:street", "sub:name",
	"birth+user_field", "user_fields", "user_words", "birth", "name-letter", "year+name", "sub:word", "sub:user_field", "birth_place+name", "user_word+name"}

// Doors is the class under which a store lists who lives behind a door, to count
// their names. No pairs come from it, and [Keys] makes none of it.
const Doors Class = 31

// DoorKey is the key of class [Doors] of a door ([match.Door].Key).
func DoorKey(door uint64) Key { return NewKey(Doors, match.Mix(uint64(Doors), door)) }

// LineKey and MailKey are the keys of a telephone line and of a mailbox
// ([match.Contact].Value). In a store their postings are tagged with the name
// keys of the records, so that the names on a line can be counted.
func LineKey(value uint64) Key { return keyOf(Line, value) }

// MailKey is described at [LineKey].
func MailKey(value uint64) Key { return keyOf(Mail, value) }

func keyOf(c Class, value uint64) Key { return NewKey(c, match.Mix(uint64(c), value)) }

// String returns the name of the class as reports print it.
func (c Class) String() string {
	switch c {
	case Doors:
		return "doors"
	case Spelling:
		return "spelling"
	}
	return classNames[c]
}

// sameNameCap is how many times longer than others a list may be whose records
// share a line, a mailbox or a number and bear one name: it is one customer with
// many rows (an export of orders), whom the cap would leave in as many pieces.
const sameNameCap = 10

// Cap returns the longest posting list of a class that makes pairs.
func Cap(c Class, m *match.Model) int {
	if c == SubName {
		return sameNameCap * m.Limits.Cap
	}
	return m.Limits.Cap
}

// Key is a blocking key: its class in the high five bits, a hash in the rest.
// Keys are part of the stored format and stable under one normalize.Version.
type Key uint64

// classBits is how many bits of a key name its class.
const classBits = 5

const classShift = 64 - classBits

// NewKey makes a key of a class and a hash.
func NewKey(c Class, hash uint64) Key { return Key(uint64(c)<<classShift | hash>>5) }

// Class returns the class of k.
func (k Key) Class() Class { return Class(k >> classShift) }

// maxWords bounds how many words of a name make keys.
const maxWords = 3

// Keys appends the keys of p to dst, sorted and without repetition.
func Keys(dst []Key, p *match.Profile, m *match.Model) []Key {
	start := len(dst)
	b := builder{dst: dst, p: p}
	if !m.Turkish() {
		b.generic(m)
	}
	b.numbers()
	b.contacts()
	b.births()
	b.fullNames()
	b.doors()
	b.company()
	b.userFields(m)
	keys := b.dst[start:]
	slices.Sort(keys)
	return b.dst[:start+len(slices.Compact(keys))]
}

type builder struct {
	dst []Key
	p   *match.Profile
}

func (b *builder) add(c Class, parts ...uint64) {
	h := uint64(c)
	for _, x := range parts {
		h = match.Mix(h, x)
	}
	b.dst = append(b.dst, NewKey(c, h))
}

func (b *builder) numbers() {
	n := &b.p.National
	switch n.State {
	case match.ValidCitizen, match.ValidForeigner, match.ValidCompany:
		b.add(NationalID, match.Hash(n.Text))
	case match.InvalidID:
		b.add(NationalID, match.Hash(n.Text))
		for _, v := range normalize.NationalIDNeighbours(n.Text) {
			b.add(NationalID, match.Hash(v))
		}
	}
	for _, set := range [...][]uint64{b.p.Documents, b.p.IBANs, b.p.Customers} {
		for _, v := range set {
			b.add(Document, v)
		}
	}
}

func (b *builder) contacts() {
	for i := range b.p.Lines {
		b.add(Line, b.p.Lines[i].Value)
	}
	for i := range b.p.Mails {
		c := &b.p.Mails[i]
		b.add(Mail, c.Value)
		if c.Local != 0 {
			b.add(MailLocal, c.Local)
		}
	}
}

// given and surnames return the words that make keys of either part of the name;
// where the split is not sure, each part may be the other.
func (b *builder) given() []uint32 {
	return append(words(b.p.Given), words(b.p.OtherGiven)...)
}

func (b *builder) surnames() []uint32 {
	return append(words(b.p.Surname), words(b.p.OtherSurname)...)
}

// words returns the words of a name that make keys.
func words(n *match.Name) []uint32 {
	if n == nil {
		return nil
	}
	return slices.Clip(n.Words[:min(len(n.Words), maxWords)])
}

func (b *builder) births() {
	d := b.p.Birth
	if d.Precision != normalize.DayPrecision || d.DefaultDay() {
		return
	}
	day := uint64(d.Year)<<16 | uint64(d.Month)<<8 | uint64(d.Day)
	for _, w := range b.given() {
		b.add(BirthGiven, day, uint64(w))
	}
	for _, w := range b.surnames() {
		b.add(BirthSurname, day, uint64(w))
	}
	for i := range b.p.Doors {
		if k := b.p.Doors[i].Form.DistrictKey(); k != 0 {
			b.add(BirthPlace, day, k)
		}
	}
}

// fullNames pairs each given name with each surname, the smaller hash first, so
// that a swapped order shares the key.
func (b *builder) fullNames() {
	for _, g := range b.given() {
		for _, s := range b.surnames() {
			b.add(FullName, uint64(min(g, s)), uint64(max(g, s)))
		}
	}
}

func (b *builder) doors() {
	for i := range b.p.Doors {
		k := b.p.Doors[i].Form.BuildingKey()
		if k == 0 {
			continue
		}
		for _, w := range b.surnames() {
			b.add(SurnameDoor, k, uint64(w))
		}
		for _, w := range b.given() {
			b.add(GivenDoor, k, uint64(w))
		}
	}
}

func (b *builder) company() {
	if b.p.Company != nil {
		b.add(CompanyName, match.Hash(b.p.Company.Text))
	}
}

func (b *builder) userFields(m *match.Model) {
	for i := range b.p.User {
		n := b.p.User[i].Name
		if n == nil || !m.Fields[i].Block {
			continue
		}
		v := match.Mix(uint64(i), match.Hash(n.Text))
		b.add(UserField, v)
		for _, w := range b.given() {
			b.add(UserName, v, uint64(w))
		}
		for _, w := range b.surnames() {
			b.add(UserName, v, uint64(w))
		}
	}
}

// Subkeys appends the subkeys of p under the capped key k: what tells the
// records of a long posting list apart. They count only while k is capped.
func Subkeys(dst []Key, p *match.Profile, k Key) []Key {
	add := func(c Class, v uint64) {
		dst = append(dst, NewKey(c, match.Mix(match.Mix(uint64(k), uint64(c)), v)))
	}
	switch k.Class() {
	case Line, Mail, MailLocal, Document, NationalID, CompanyName, UserField:
		if n := p.NameKey(); n != 0 {
			add(SubName, uint64(n))
		}
	}
	if p.Plain != nil {
		genericSubkeys(p, add)
	}
	if d := p.Birth; d.Precision != normalize.NoDate {
		add(SubYear, uint64(d.Year))
		if d.Precision == normalize.DayPrecision && !d.DefaultDay() {
			add(SubDay, uint64(d.Month)<<8|uint64(d.Day))
		}
	}
	for i := range p.Doors {
		f := &p.Doors[i].Form
		if v := f.StreetKey(); v != 0 {
			add(SubStreet, v)
		}
		if v := f.DistrictKey(); v != 0 {
			add(SubDistrict, v)
		}
	}
	return dst
}
