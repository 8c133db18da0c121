package golden

import (
	"encoding/binary"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// The tags of a contribution. A claim of a canonical field has the tag
// tagClaim plus the number of its field.
const (
	tagHead    = 1
	tagName    = 2
	tagAddress = 3
	tagUser    = 4
	tagClaim   = 16
)

// AppendContribution appends the compact form of c, which [DecodeContribution]
// reads: 150 to 250 bytes for a usual record.
func AppendContribution(dst []byte, c *Contribution) []byte {
	dst = appendHead(dst, c)
	if c.Name != (Name{Ref: normalize.NoRef}) {
		dst = appendName(dst, &c.Name)
	}
	for i := range c.Claims {
		dst = appendClaim(dst, &c.Claims[i])
	}
	for i := range c.Addresses {
		dst = appendAddress(dst, &c.Addresses[i])
	}
	return dst
}

func appendHead(dst []byte, c *Contribution) []byte {
	dst, m := open(dst, tagHead)
	dst = append(dst, byte(c.Kind))
	dst = putDate(dst, c.Seen)
	dst = putDate(dst, c.Since)
	dst = putDate(dst, c.Verified)
	dst = putDate(dst, c.Updated)
	dst = binary.AppendUvarint(dst, uint64(c.Consent))
	dst = putDate(dst, c.Created)
	return m.close(dst)
}

// restoredBit stands above the number of middle names.
const restoredBit = 0x80

func appendName(dst []byte, n *Name) []byte {
	dst, m := open(dst, tagName)
	middle := n.Middle &^ restoredBit
	if n.Restored {
		middle |= restoredBit
	}
	dst = putRef(append(dst, byte(n.Grade), middle, genderByte(n.Gender)), n.Ref)
	dst = putText(dst, n.Full, "")
	dst = putText(dst, n.Given, n.Full)
	dst = putText(dst, n.Prev, n.Full)
	dst = putText(dst, n.Surname, n.Full)
	dst = putText(dst, n.Titles, "")
	dst = putText(dst, n.Key, "")
	return m.close(dst)
}

func genderByte(g normalize.Gender) byte {
	if len(g) == 1 {
		return g[0]
	}
	return 0
}

func genderOf(c byte) normalize.Gender {
	switch c {
	case 'M':
		return normalize.Male
	case 'F':
		return normalize.Female
	case 'U':
		return normalize.Unisex
	case '?':
		return normalize.UnknownGender
	}
	return ""
}

func appendClaim(dst []byte, cl *Claim) []byte {
	n := number(cl.Field)
	tag := tagClaim + uint64(n)
	if n == userField {
		tag = tagUser
	}
	dst, m := open(dst, tag)
	if n == userField {
		dst = putText(dst, string(cl.Field), "")
	}
	dst = append(dst, byte(cl.Grade), cl.Full)
	dst = putRef(dst, cl.Ref)
	dst = putText(dst, cl.Text, "")
	if cl.Key != "" {
		dst = putText(dst, cl.Key, cl.Text)
	}
	return m.close(dst)
}

func appendAddress(dst []byte, a *Address) []byte {
	dst, m := open(dst, tagAddress)
	dst = putRef(append(dst, byte(a.Grade), statusByte(a.Status)), a.Ref)
	dst = putText(dst, a.Canonical, "")
	// A bit for each part that is there: most addresses use half of them.
	parts := a.parts()
	var set uint64
	for i, p := range parts {
		if *p != "" {
			set |= 1 << i
		}
	}
	dst = binary.AppendUvarint(dst, set)
	for _, p := range parts {
		if *p != "" {
			dst = putText(dst, *p, a.Canonical)
		}
	}
	return m.close(dst)
}

// addressParts is how many parts the bytes hold; new ones are appended.
const addressParts = 16

// parts returns the parts of a in the order of the codec.
func (a *Address) parts() [addressParts]*string {
	return [addressParts]*string{&a.Mahalle, &a.Koy, &a.Bulvar, &a.Cadde, &a.Sokak, &a.Site, &a.Blok, &a.Bina,
		&a.No, &a.Kat, &a.Daire, &a.Posta, &a.Ilce, &a.Il, &a.Plaka, &a.UAVT}
}

// statuses are those that an address can have, numbered for the codec.
var statuses = [...]normalize.Status{"", normalize.OK, normalize.Empty, normalize.Suspect, normalize.Incomplete, normalize.Invalid, normalize.Fake}

func statusByte(s normalize.Status) byte {
	for i, t := range statuses {
		if s == t {
			return byte(i)
		}
	}
	return 0
}

// DecodeContribution reads what [AppendContribution] wrote. It copies b once;
// the texts of the result share the copy. Bad bytes give [ErrCorrupt].
func DecodeContribution(b []byte) (Contribution, error) {
	var c Contribution
	err := c.Decode(b)
	return c, err
}

// Decode is [DecodeContribution] into c, reusing its slices.
func (c *Contribution) Decode(b []byte) error {
	*c = Contribution{Name: Name{Ref: normalize.NoRef}, Claims: c.Claims[:0], Addresses: c.Addresses[:0]}
	r := reader{s: string(b)}
	for {
		tag, p, ok := r.next()
		if !ok {
			break
		}
		switch {
		case tag == tagHead:
			c.readHead(&p)
		case tag == tagName:
			c.readName(&p)
		case tag == tagAddress:
			c.readAddress(&p)
		case tag == tagUser:
			c.readClaim(record.Field(p.text()), &p)
		case tag > tagClaim && tag < tagClaim+uint64(len(fields)):
			c.readClaim(fields[tag-tagClaim], &p)
		}
		if p.bad {
			return ErrCorrupt
		}
	}
	if r.bad {
		return ErrCorrupt
	}
	return nil
}

func (c *Contribution) readHead(p *reader) {
	c.Kind = record.Kind(p.byte())
	c.Seen, c.Since, c.Verified, c.Updated = p.date(), p.date(), p.date(), p.date()
	c.Consent = Consent(p.uint() & 0xfff)
	c.Created = unpackDate(p.optional())
	if c.Kind > record.KindNoise {
		p.fail()
	}
}

func (c *Contribution) readName(p *reader) {
	n := &c.Name
	n.Grade, n.Middle, n.Gender, n.Ref = p.grade(), p.byte(), genderOf(p.byte()), p.ref()
	n.Middle, n.Restored = n.Middle&^restoredBit, n.Middle&restoredBit != 0
	n.Full = p.text()
	p.base = n.Full
	n.Given, n.Prev, n.Surname, n.Titles, n.Key = p.text(), p.text(), p.text(), p.text(), p.text()
}

func (r *reader) grade() Grade {
	g := Grade(r.byte())
	if g > Verified {
		r.fail()
	}
	return g
}

func (c *Contribution) readClaim(f record.Field, p *reader) {
	cl := Claim{Field: f, Grade: p.grade(), Full: p.byte(), Ref: p.ref(), Text: p.text()}
	if p.s != "" {
		p.base = cl.Text
		cl.Key = p.text()
	}
	if f == "" {
		p.fail()
	}
	c.Claims = append(c.Claims, cl)
}

func (c *Contribution) readAddress(p *reader) {
	c.Addresses = append(c.Addresses, Address{})
	a := &c.Addresses[len(c.Addresses)-1]
	a.Grade = p.grade()
	if s := p.byte(); int(s) < len(statuses) {
		a.Status = statuses[s]
	}
	a.Ref, a.Canonical = p.ref(), p.text()
	p.base = a.Canonical
	set := p.uint()
	for i, part := range a.parts() {
		if set&(1<<i) != 0 {
			*part = p.text()
		}
	}
}
