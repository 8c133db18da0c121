package normalize

import (
	"encoding/binary"
	"errors"
)

var errPackedForm = errors.New("normalize: broken packed address")

// parts lists the hashes of f in the order in which they are packed.
func (f *AddressForm) parts() [14]*uint32 {
	return [...]*uint32{&f.il, &f.ilce, &f.mahalle, &f.koy, &f.street, &f.streetName, &f.avenue,
		&f.site, &f.blok, &f.bina, &f.no, &f.noBase, &f.kat, &f.daire}
}

const (
	packedUAVT = 1 << (14 + iota)
	packedForeign
	packedNumbered
	packedSplitCentre
	packedCentrePart
	packedStreetText
	packedQuartText
	packedEnd
)

// AppendPacked appends f to b in a compact form, which [UnpackAddressForm] reads
// under the same [Version].
func (f *AddressForm) AppendPacked(b []byte) []byte {
	mask, all := uint64(0), f.parts()
	for i, p := range all {
		if *p != 0 {
			mask |= 1 << i
		}
	}
	set := func(on bool, bit uint64) {
		if on {
			mask |= bit
		}
	}
	set(f.uavt != 0, packedUAVT)
	set(f.foreign != 0, packedForeign)
	set(f.numbered, packedNumbered)
	set(f.splitCentre, packedSplitCentre)
	set(f.centrePart, packedCentrePart)
	set(f.streetText != "", packedStreetText)
	set(f.quartText != "", packedQuartText)
	b = binary.AppendUvarint(b, mask)
	for _, p := range all {
		if *p != 0 {
			b = binary.LittleEndian.AppendUint32(b, *p)
		}
	}
	if f.uavt != 0 {
		b = binary.LittleEndian.AppendUint64(b, f.uavt)
	}
	if f.foreign != 0 {
		b = binary.LittleEndian.AppendUint32(b, f.foreign)
	}
	for _, s := range [...]string{f.streetText, f.quartText} {
		if s != "" {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
	}
	return b
}

// UnpackAddressForm reads the form at the start of s and returns what follows it.
// The form shares the memory of s.
func UnpackAddressForm(s string) (f AddressForm, rest string, err error) {
	mask, s, ok := cutUvarint(s)
	if !ok || mask >= packedEnd {
		return f, "", errPackedForm
	}
	for i, p := range f.parts() {
		if mask&(1<<i) == 0 {
			continue
		}
		if len(s) < 4 {
			return f, "", errPackedForm
		}
		*p, s = uint32At(s), s[4:]
	}
	if mask&packedUAVT != 0 {
		if len(s) < 8 {
			return f, "", errPackedForm
		}
		f.uavt, s = uint64(uint32At(s))|uint64(uint32At(s[4:]))<<32, s[8:]
	}
	if mask&packedForeign != 0 {
		if len(s) < 4 {
			return f, "", errPackedForm
		}
		f.foreign, s = uint32At(s), s[4:]
	}
	f.numbered, f.splitCentre, f.centrePart = mask&packedNumbered != 0, mask&packedSplitCentre != 0, mask&packedCentrePart != 0
	for _, t := range [...]struct {
		bit uint64
		to  *string
	}{{packedStreetText, &f.streetText}, {packedQuartText, &f.quartText}} {
		if mask&t.bit == 0 {
			continue
		}
		n, after, ok := cutUvarint(s)
		if !ok || n == 0 || n > uint64(len(after)) {
			return f, "", errPackedForm
		}
		*t.to, s = after[:n], after[n:]
	}
	return f, s, nil
}

func uint32At(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func cutUvarint(s string) (v uint64, rest string, ok bool) {
	for i := 0; i < len(s) && i < binary.MaxVarintLen64; i++ {
		v |= uint64(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return v, s[i+1:], true
		}
	}
	return 0, "", false
}
