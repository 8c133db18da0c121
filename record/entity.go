package record

import (
	"errors"
	"strings"
)

// EntityID names a person or company after resolution. It is a number that a
// store gives out once and never again; it says nothing about who it names. The
// zero EntityID names nobody.
//
// Its text form is "T", the number in Crockford's base 32 with at least six
// digits, and a check character: 1,000 is T0000Z83. It survives being read out on
// the telephone. Of equal length, ids sort as their numbers.
type EntityID uint64

// ErrBadEntityID is returned by [ParseEntityID] for text that is no entity id,
// or one with a slip: the check character finds every single wrong character and
// every swap of two neighbours.
var ErrBadEntityID = errors.New("record: not an entity id (T, base 32 digits, check character)")

// crockford leaves out I, L, O and U, which are misread or misheard.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	minEntityDigits = 6
	maxEntityDigits = 13 // 64 bits in groups of five
)

// String returns the text form, or "" for the zero EntityID.
func (id EntityID) String() string {
	if id == 0 {
		return ""
	}
	var buf [maxEntityDigits + 2]byte
	return string(id.append(buf[:0]))
}

func (id EntityID) append(b []byte) []byte {
	digits := minEntityDigits
	for digits < maxEntityDigits && id>>(5*digits) != 0 {
		digits++
	}
	b = append(b, 'T')
	check := byte(0)
	for i := digits - 1; i >= 0; i-- {
		d := byte(id>>(5*i)) & 31
		b = append(b, crockford[d])
		check = damm(check, d)
	}
	return append(b, crockford[check])
}

// damm takes one digit into a check digit: Damm's scheme over the field of 32
// elements (x^5 + x^2 + 1), where one step is x·(check + digit). All single
// slips and all swaps of neighbours change the result, and the check digit is
// the one digit that brings it back to zero. (H. M. Damm, Total
// anti-symmetrische Quasigruppen, Marburg 2004)
func damm(check, digit byte) byte {
	c := (check ^ digit) << 1
	if c&32 != 0 {
		c ^= 0b100101
	}
	return c
}

// ParseEntityID reads the text form of an id, in either case; I and L count as
// 1 and O as 0, as Crockford has it.
func ParseEntityID(s string) (EntityID, error) {
	if len(s) < 3 || len(s) > maxEntityDigits+2 || s[0]|0x20 != 't' {
		return 0, ErrBadEntityID
	}
	var id EntityID
	check := byte(0)
	for i := 1; i < len(s); i++ {
		d := strings.IndexByte(crockford, canonicalDigit(s[i]))
		if d < 0 {
			return 0, ErrBadEntityID
		}
		check = damm(check, byte(d))
		if i == len(s)-1 {
			break
		}
		if id>>59 != 0 {
			return 0, ErrBadEntityID
		}
		id = id<<5 | EntityID(d)
	}
	if check != 0 || id == 0 {
		return 0, ErrBadEntityID
	}
	return id, nil
}

func canonicalDigit(c byte) byte {
	if c >= 'a' && c <= 'z' {
		c -= 'a' - 'A'
	}
	switch c {
	case 'I', 'L':
		return '1'
	case 'O':
		return '0'
	}
	return c
}

// MarshalText writes the text form; the zero EntityID is empty text.
func (id EntityID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what [EntityID.MarshalText] wrote.
func (id *EntityID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = 0
		return nil
	}
	v, err := ParseEntityID(string(b))
	if err != nil {
		return err
	}
	*id = v
	return nil
}
