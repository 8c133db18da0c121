package match

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Packing names everything but the record that a packed profile was made under:
// the version of the normaliser, its options and the sources without duplicates.
// A profile packed under one is read under the same one only; weights and
// frequencies are no part of it.
type Packing uint32

// packVersion is raised whenever the packed form changes: a store whose profiles
// bear another one has to be rebuilt. TestPackedForm fails where the form
// changed and the version did not.
const packVersion = 4

// NewPacking returns the packing of profiles under m, 0 where they are not
// packed: outside Turkish, and with user-defined fields.
func NewPacking(m *Model) Packing {
	if !m.Turkish() || len(m.Fields) > 0 {
		return 0
	}
	o := m.Options()
	text, err := json.Marshal(struct {
		Pack, Normaliser int
		Locale, Today    string
		Dictionary       *normalize.Dictionary
		Unique           any
	}{packVersion, normalize.Version, o.Locale, o.Today, o.Dictionary, m.UniqueSources})
	if err != nil {
		return 0
	}
	h := fnv.New32a()
	h.Write(text)
	return Packing(h.Sum32() | 1)
}

var errPacked = errors.New("match: broken packed profile")

// ErrOtherPacking is returned for a profile that was packed under another
// [Packing].
var ErrOtherPacking = errors.New("match: profile was packed under another normaliser, dictionary or model")

// packedNames are the names of a profile with the tables that they belong to.
func (p *Profile) packedNames() [9]struct {
	name  **Name
	table table
} {
	return [...]struct {
		name  **Name
		table table
	}{
		{&p.Given, givenTable}, {&p.Surname, surnameTable}, {&p.OtherGiven, givenTable}, {&p.OtherSurname, surnameTable},
		{&p.Company, companyTable}, {&p.Mother, givenTable}, {&p.Father, givenTable}, {&p.BirthPlace, placeTable}, {&p.Maiden, surnameTable},
	}
}

// Append appends the packed form of p to b: a tenth of what the record takes,
// and read in a tenth of the time that normalising it takes. Degrees are no part
// of it.
func (k Packing) Append(b []byte, p *Profile) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(k))
	names := p.packedNames()
	mask := uint64(0)
	for i := range names {
		if *names[i].name != nil {
			mask |= 1 << i
		}
	}
	b = append(b, byte(p.Kind), p.Gender, p.NameGender, byte(p.National.State))
	b = binary.AppendUvarint(b, mask)
	for i := range names {
		if n := *names[i].name; n != nil {
			b = packText(b, n.display)
			if names[i].table == surnameTable {
				b = packText(b, n.prev)
			}
		}
	}
	b = binary.AppendUvarint(b, uint64(p.LegalForm))
	b = binary.AppendUvarint(b, uint64(p.Unique))
	b = binary.LittleEndian.AppendUint64(b, p.Words)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(p.Bearers))
	b = binary.AppendUvarint(b, uint64(p.MailYear))
	for _, d := range [...]normalize.Date{p.Birth, p.Death, p.LastSeen} {
		b = packDate(b, d)
	}
	if p.National.State != NoID {
		b = packText(b, p.National.Text)
	}
	return packLists(b, p)
}

// packLists appends what a profile may have several of: contacts, doors,
// identifiers.
func packLists(b []byte, p *Profile) []byte {
	for _, list := range [...][]Contact{p.Lines, p.Mails} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for i := range list {
			b = packContact(b, &list[i])
		}
	}
	b = binary.AppendUvarint(b, uint64(len(p.Doors)))
	for i := range p.Doors {
		b = append(b, packBool(p.Doors[i].Past))
		b = p.Doors[i].Form.AppendPacked(b)
	}
	for _, list := range [...][]uint64{p.Documents, p.IBANs, p.Customers} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, v := range list {
			b = binary.LittleEndian.AppendUint64(b, v)
		}
	}
	return b
}

// Packed reports whether s begins as a profile packed under k.
func (k Packing) Packed(s string) bool {
	u := unpacker{s: s}
	return u.uint32() == uint32(k) && u.err == nil
}

func packBool(b bool) byte { return byte(btoi(b)) }

func packText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func packDate(b []byte, d normalize.Date) []byte {
	b = append(b, byte(d.Precision))
	if d == (normalize.Date{}) {
		return b
	}
	return append(binary.AppendVarint(b, int64(d.Year)), d.Month, d.Day)
}

const (
	contactPast  = 1 << 4
	contactLocal = 1 << 5
	contactYears = 1 << 6
	contactNamed = 1 << 7
)

func packContact(b []byte, c *Contact) []byte {
	flags := byte(c.Reach) | packBool(c.Past)*contactPast | packBool(c.Local != 0)*contactLocal | packBool(c.From != 0 || c.To != 0)*contactYears | packBool(c.Named)*contactNamed
	b = append(b, flags)
	b = binary.LittleEndian.AppendUint64(b, c.Value)
	if c.Local != 0 {
		b = binary.LittleEndian.AppendUint64(b, c.Local)
	}
	if flags&contactYears != 0 {
		b = binary.AppendVarint(binary.AppendVarint(b, int64(c.From)), int64(c.To))
	}
	return b
}

// Unpack makes p the profile packed in s, which it may share memory with.
func (b *Builder) Unpack(k Packing, p *Profile, s string) error {
	u := unpacker{s: s}
	if stamp := u.uint32(); u.err == nil && (k == 0 || stamp != uint32(k)) {
		return ErrOtherPacking
	}
	*p = Profile{Kind: record.Kind(u.byte()), Gender: u.byte(), NameGender: u.byte(), National: Number{State: IDState(u.byte())}}
	if p.Kind > record.KindNoise || p.National.State > MaskedID {
		return errPacked
	}
	names := p.packedNames()
	mask := u.uvarint()
	for i := range names {
		if mask&(1<<i) == 0 {
			continue
		}
		display, prev := u.text(), ""
		if names[i].table == surnameTable {
			prev = u.text()
		}
		if u.err != nil {
			return u.err
		}
		n := b.lookUp(names[i].table, display, prev)
		if n == nil {
			return fmt.Errorf("%w: empty name", errPacked)
		}
		*names[i].name = &n.Name
	}
	p.LegalForm, p.Unique = uint32(u.uvarint()), uint32(u.uvarint())
	p.Words, p.Bearers, p.MailYear = u.uint64(), math.Float32frombits(u.uint32()), int16(u.uvarint())
	p.Birth, p.Death, p.LastSeen = u.date(), u.date(), u.date()
	if p.National.State != NoID {
		p.National.Text = u.text()
	}
	p.Lines, p.Mails, p.Doors = u.contacts(), u.contacts(), u.doors()
	for _, list := range [...]*[]uint64{&p.Documents, &p.IBANs, &p.Customers} {
		*list = u.hashes()
	}
	if u.err == nil && u.s != "" {
		u.err = errPacked
	}
	return u.err
}

// unpacker reads the pieces of a packed profile; after an error it gives zeros.
type unpacker struct {
	s   string
	err error
}

func (u *unpacker) cut(n int) string {
	if u.err != nil || n < 0 || n > len(u.s) {
		u.err, u.s = errPacked, ""
		return ""
	}
	out := u.s[:n]
	u.s = u.s[n:]
	return out
}

func (u *unpacker) byte() byte {
	if s := u.cut(1); s != "" {
		return s[0]
	}
	return 0
}

func (u *unpacker) uint32() uint32 {
	s := u.cut(4)
	if s == "" {
		return 0
	}
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func (u *unpacker) uint64() uint64 {
	low := u.uint32()
	return uint64(low) | uint64(u.uint32())<<32
}

func (u *unpacker) uvarint() (v uint64) {
	for shift := 0; shift < 64; shift += 7 {
		c := u.byte()
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v
		}
	}
	u.err = errPacked
	return 0
}

func (u *unpacker) varint() int64 {
	v := u.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

func (u *unpacker) text() string {
	n := u.uvarint()
	if n > uint64(len(u.s)) {
		u.err = errPacked
		return ""
	}
	return u.cut(int(n))
}

func (u *unpacker) date() normalize.Date {
	d := normalize.Date{Precision: normalize.DatePrecision(u.byte())}
	if d.Precision != normalize.NoDate {
		d.Year, d.Month, d.Day = int16(u.varint()), u.byte(), u.byte()
	}
	return d
}

// len reads the length of a list whose elements take at least size bytes.
func (u *unpacker) len(size int) int {
	n := u.uvarint()
	if n > uint64(len(u.s)/size) {
		u.err = errPacked
		return 0
	}
	return int(n)
}

func (u *unpacker) contacts() []Contact {
	n := u.len(9)
	if n == 0 {
		return nil
	}
	out := make([]Contact, n)
	for i := range out {
		c, flags := &out[i], u.byte()
		c.Reach, c.Past, c.Value = Reach(flags&(contactPast-1)), flags&contactPast != 0, u.uint64()
		c.Named = flags&contactNamed != 0
		if flags&contactLocal != 0 {
			c.Local = u.uint64()
		}
		if flags&contactYears != 0 {
			c.From, c.To = int16(u.varint()), int16(u.varint())
		}
	}
	return out
}

func (u *unpacker) doors() []Door {
	n := u.len(2)
	if n == 0 {
		return nil
	}
	out := make([]Door, n)
	for i := range out {
		d := &out[i]
		d.Past = u.byte() != 0
		if u.err != nil {
			return nil
		}
		if d.Form, u.s, u.err = normalize.UnpackAddressForm(u.s); u.err != nil {
			return nil
		}
		d.Key = d.Form.DoorKey()
	}
	return out
}

func (u *unpacker) hashes() []uint64 {
	n := u.len(8)
	if n == 0 {
		return nil
	}
	out := make([]uint64, n)
	for i := range out {
		out[i] = u.uint64()
	}
	return out
}
