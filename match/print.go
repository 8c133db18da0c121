package match

import (
	"encoding/binary"
	"math"

	"github.com/tekil-id/tekil/normalize"
)

// Printer makes prints of profiles. The zero Printer is ready to use; it holds
// scratch memory, so each goroutine needs its own.
type Printer struct{ buf []byte }

// Print returns a hash of all that blocking and scoring read of p, degrees left
// out: records of one print have the same keys, and are judged alike beside any
// other. Of the day on which the source last saw a living person only the year
// counts, so that a customer's orders of one year have one print. It is 0 for
// records of a source without duplicates, which stand for nobody but themselves.
// Prints are part of the stored format and stable under one normalize.Version.
func (k *Printer) Print(p *Profile) uint64 {
	if p.Unique != 0 {
		return 0
	}
	b := append(k.buf[:0], byte(p.Kind), p.Gender, p.NameGender, byte(p.National.State))
	for _, x := range p.packedNames() {
		b = printName(b, *x.name)
	}
	b = binary.AppendUvarint(b, uint64(p.LegalForm))
	b = packDate(packDate(b, p.Birth), p.Death)
	seen := p.LastSeen
	if p.Death.IsZero() {
		seen = normalize.Date{Year: seen.Year}
	}
	b = packDate(b, seen)
	b = packText(b, p.National.Text)
	b = packLists(b, p)
	for i := range p.User {
		u := &p.User[i]
		b = printName(b, u.Name)
		b = packDate(binary.LittleEndian.AppendUint64(b, math.Float64bits(u.Number)), u.Date)
	}
	if p.Plain != nil {
		b = printName(b, p.Plain.Birth)
		for _, n := range p.Plain.Mails {
			b = printName(b, n)
		}
	}
	k.buf = b
	return hashBytes(b)
}

func printName(b []byte, n *Name) []byte {
	if n == nil {
		return append(b, 0xff)
	}
	return packText(packText(b, n.display), n.prev)
}

// hashBytes is a 64-bit hash of b, never 0.
func hashBytes(b []byte) uint64 {
	h := uint64(len(b))
	for ; len(b) >= 8; b = b[8:] {
		h = Mix(h, binary.LittleEndian.Uint64(b))
	}
	var rest [8]byte
	copy(rest[:], b)
	if h = Mix(h, binary.LittleEndian.Uint64(rest[:])); h == 0 {
		return 1
	}
	return h
}
