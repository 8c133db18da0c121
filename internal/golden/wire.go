package golden

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"

	"github.com/tekil-id/tekil/normalize"
)

// The bytes of a contribution and of a golden record are messages one after the
// other: a tag, the length of the payload, the payload; tag and length are
// varints. A reader skips tags that it does not know and ignores what stands
// behind the part of a payload that it knows, so that fields can be added.
//
// A text is a varint and bytes: an even number is twice the length of the bytes
// that follow; an odd one says that the text is a part of the base text, the
// last full name or address in front of it, from an offset that follows as a
// varint. Parts of names and addresses cost two or three bytes so.

// ErrCorrupt is returned for bytes that no encoder of this package wrote.
var ErrCorrupt = errors.New("golden: corrupt record")

// message is one open message of an encoder.
type message struct{ at int }

// open starts a message; its length is set by close.
func open(dst []byte, tag uint64) ([]byte, message) {
	dst = binary.AppendUvarint(dst, tag)
	return append(dst, 0), message{len(dst)}
}

// close sets the length, moving the payload where it needs more than one byte.
func (m message) close(dst []byte) []byte {
	n := len(dst) - m.at - 1
	if n < 0x80 {
		dst[m.at] = byte(n)
		return dst
	}
	var head [binary.MaxVarintLen64]byte
	k := binary.PutUvarint(head[:], uint64(n))
	dst = append(dst, head[1:k]...)
	copy(dst[m.at+k:], dst[m.at+1:m.at+1+n])
	copy(dst[m.at:], head[:k])
	return dst
}

func putText(dst []byte, s, base string) []byte {
	if len(s) > 1 && len(base) >= len(s) {
		if i := strings.Index(base, s); i >= 0 {
			dst = binary.AppendUvarint(dst, uint64(len(s))<<1|1)
			return binary.AppendUvarint(dst, uint64(i))
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(s))<<1)
	return append(dst, s...)
}

// putRef writes NoRef as 0 and any other reference as a varint above it.
func putRef(dst []byte, r normalize.Ref) []byte {
	if r == normalize.NoRef {
		return append(dst, 0)
	}
	return binary.AppendUvarint(dst, uint64(uint32(r<<1)^uint32(r>>31))+1)
}

// putDate packs a date into one varint.
func putDate(dst []byte, d normalize.Date) []byte {
	return binary.AppendUvarint(dst, packDate(d))
}

func packDate(d normalize.Date) uint64 {
	return uint64(uint16(d.Year))<<11 | uint64(d.Month&15)<<7 | uint64(d.Day&31)<<2 | uint64(d.Precision&3)
}

func unpackDate(v uint64) normalize.Date {
	return normalize.Date{Year: int16(v >> 11), Month: uint8(v >> 7 & 15), Day: uint8(v >> 2 & 31), Precision: normalize.DatePrecision(v & 3)}
}

// reader reads what the functions above wrote. Texts that it returns share s.
// After the first error it returns zero values, and bad stays set.
type reader struct {
	s    string
	base string
	bad  bool
}

func (r *reader) fail() { r.s, r.bad = "", true }

func (r *reader) uint() uint64 {
	var v uint64
	for i := 0; i < len(r.s); i++ {
		c := r.s[i]
		if i == binary.MaxVarintLen64-1 && c > 1 || i >= binary.MaxVarintLen64 {
			break
		}
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.s = r.s[i+1:]
			return v
		}
	}
	r.fail()
	return 0
}

// optional reads a number that an older encoder may not have written.
func (r *reader) optional() uint64 {
	if r.s == "" {
		return 0
	}
	return r.uint()
}

func (r *reader) ref() normalize.Ref {
	v := r.uint()
	if v == 0 {
		return normalize.NoRef
	}
	if v--; v > math.MaxUint32 {
		r.fail()
		return normalize.NoRef
	}
	return normalize.Ref(int32(uint32(v)>>1) ^ -int32(v&1))
}

func (r *reader) byte() byte {
	if r.s == "" {
		r.fail()
		return 0
	}
	c := r.s[0]
	r.s = r.s[1:]
	return c
}

func (r *reader) date() normalize.Date { return unpackDate(r.uint()) }

func (r *reader) take(n uint64) string {
	if n > uint64(len(r.s)) {
		r.fail()
		return ""
	}
	t := r.s[:n]
	r.s = r.s[n:]
	return t
}

func (r *reader) text() string {
	n := r.uint()
	if n&1 == 0 {
		return r.take(n >> 1)
	}
	n >>= 1
	at := r.uint()
	if at > uint64(len(r.base)) || n > uint64(len(r.base))-at {
		r.fail()
		return ""
	}
	return r.base[at : at+n]
}

// next opens the next message; ok is false at the end and after an error.
func (r *reader) next() (tag uint64, payload reader, ok bool) {
	if r.s == "" {
		return 0, reader{}, false
	}
	tag = r.uint()
	s := r.take(r.uint())
	return tag, reader{s: s, base: r.base}, !r.bad
}
