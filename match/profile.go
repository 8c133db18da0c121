package match

import (
	"strings"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Name is a given name or a surname as the matcher knows it. Names are shared
// between the profiles that bear them and never change.
type Name struct {
	// ID is the name's number in its [Interner], 0 outside one. Two names of one
	// interner are equal if and only if their numbers are.
	ID uint32
	// Share is the term frequency of the whole name under the model, log2 in
	// millibits.
	Share int32
	// Key is a hash of the canonical first word (given name) or last word
	// (surname): the name key that hub degrees count.
	Key   uint32
	table table
	// Whole is a hash of Text.
	Whole uint64
	// Text is the folded name, words separated by one blank.
	Text string
	// Words are hashes of the canonical words, for blocking keys.
	Words []uint32
	// Shares are the term frequencies of the words of a text outside Turkish.
	Shares []int32
	given  *normalize.GivenForm
	// typed is the given name as it was written, where given has a joined name in
	// its two parts.
	typed *normalize.GivenForm
	last  *normalize.SurnameForm
	// lossy are the folded words with a ? for each letter that an old code page lost,
	// "" where none did.
	lossy string
	// display and prev are what the name was interned by.
	display, prev string
}

// IDState says what a national or tax id is worth.
type IDState uint8

// The states of an identity number. Only valid ones join or separate.
const (
	NoID IDState = iota
	ValidCitizen
	ValidForeigner
	ValidCompany
	InvalidID
	MaskedID
)

// Number is an identity number in canonical digits.
type Number struct {
	Text  string
	State IDState
}

func (n Number) valid() bool { return n.State >= ValidCitizen && n.State <= ValidCompany }

// Reach says whom a line or mailbox reaches.
type Reach uint8

// The reaches of a contact point.
const (
	Personal     Reach = iota + 1 // a mobile line, a personal mailbox
	Household                     // a landline
	Organisation                  // a switchboard, a role mailbox: never evidence
	Family                        // a family mailbox
)

// Contact is a line or a mailbox of a record.
type Contact struct {
	// Value is the E.164 number, or a hash of the mailbox key.
	Value uint64
	// Local is a hash of a distinctive local part of a mailbox, 0 for none.
	Local uint64
	Reach Reach
	// Degree is how many different names stand on the value among the current
	// records, as a step: see [DegreeStep]. Drivers fill it in before judging.
	Degree Degree
	// Named says that a mailbox is called by nothing but its owner's name
	// (ayse.yilmaz@): whoever bears the name may have it, or be thought to.
	Named bool
	// From and To are the years in which the source gave the value, 0: unknown.
	From, To int16
	// Past says that the record no longer holds the value.
	Past bool
}

// Degree is the number of different names on a value, in steps of powers of
// two, so that a weight changes only when a step is crossed.
type Degree uint8

// Hub is the degree of a value that too many names stand on: it counts as
// missing, it neither joins nor separates.
const Hub Degree = 255

// DegreeStep returns the step of n different names under a hub limit: 0 for
// one, 1 for two, 2 for three or four, and so on; [Hub] from the limit on.
func DegreeStep(n, hub int) Degree {
	if n >= hub {
		return Hub
	}
	step := Degree(0)
	for limit := 1; n > limit && step < 4; limit *= 2 {
		step++
	}
	return step
}

// Door is an address of a record.
type Door struct {
	Form   normalize.AddressForm
	Key    uint64 // door key, 0 where the address names no building
	Degree Degree // of names behind the door, see [Contact]
	// Contested says that the current records show two people of one name behind
	// the door (another birth date, id or line in use). Drivers fill it in.
	Contested bool
	Past      bool
}

// Profile is what the matcher sees of one record: normalised, interned, small.
// Drivers fill in the degrees, which are counts over the current records;
// everything else is a pure function of the record and the model.
type Profile struct {
	Kind       record.Kind
	Gender     byte // 'M', 'F' or 0, after a code that contradicts a one-sex name was ignored
	NameGender byte // what the given name says: 'M', 'F' or 0
	LegalForm  uint32
	Given      *Name
	Surname    *Name
	// OtherGiven and OtherSurname are the two in exchanged roles, where it is not
	// sure which of them is which (a full name with the surname in front); else nil.
	OtherGiven, OtherSurname *Name
	// Words is a hash of all words of the name in any order.
	Words      uint64
	Company    *Name
	Mother     *Name
	Father     *Name
	BirthPlace *Name
	Maiden     *Name
	// MailYear is the year of birth that a mailbox of the name gives (ayse.yilmaz1975@), 0 for none.
	MailYear int16
	// Bearers is how many people of the nation are expected to bear the name.
	Bearers  float32
	Birth    normalize.Date
	Death    normalize.Date
	LastSeen normalize.Date
	// National is the national number of a person, the tax number of a company
	// (for a sole trader's shop, which has none, the person's own).
	National Number
	Lines    []Contact
	Mails    []Contact
	Doors    []Door
	// Documents, IBANs and Customers are hashes of the canonical values;
	// a customer number's hash includes its source.
	Documents []uint64
	IBANs     []uint64
	Customers []uint64
	User      []UserValue
	// Plain holds what only matching outside Turkish reads; nil in Turkish.
	Plain *Plain
	// Source is a hash of the record's source where the configuration says that
	// it holds no duplicates, else 0.
	Unique uint32
}

// UserValue is the value of one user-defined field; a nil Name is a missing one.
type UserValue struct {
	Name   *Name
	Number float64        // of a field compared as a number
	Date   normalize.Date // of a field compared as a date
}

// NameKey is the hash that counts as one name on a shared value: the first
// given name and the last word of the surname, through the variant tables
// (turkish.md section 7.5). Company names count by their core.
func (p *Profile) NameKey() uint32 {
	switch {
	case p.Company != nil && p.Kind == record.KindCompany:
		return p.Company.Key
	case p.Given == nil && p.Surname == nil:
		return 0
	}
	var h uint64 = 1
	if p.Given != nil {
		h = Mix(h, uint64(p.Given.Key))
	}
	if p.Surname != nil {
		h = Mix(h, uint64(p.Surname.Key)<<1)
	}
	return uint32(h ^ h>>32)
}

// Mix joins v to a running 64-bit hash. It is part of the stored format: its
// values never change under one [normalize.Version].
func Mix(h, v uint64) uint64 {
	h = (h ^ v) + 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// Hash returns a stable 64-bit hash of s (FNV-1a, finished with [Mix]); 0 only
// for the empty string.
func Hash(s string) uint64 { return hashWithout(s, "") }

// hashWithout is [Hash] of s less the bytes in without.
func hashWithout(s, without string) uint64 {
	h, empty := uint64(14695981039346656037), true
	for i := range len(s) {
		if without != "" && strings.IndexByte(without, s[i]) >= 0 {
			continue
		}
		h, empty = (h^uint64(s[i]))*1099511628211, false
	}
	if empty {
		return 0
	}
	if h = Mix(h, 0); h == 0 {
		return 1
	}
	return h
}
