package store

import (
	"encoding/binary"
	"errors"

	"google.golang.org/protobuf/encoding/protowire"
)

// Values are in the wire format of protocol buffers: tagged fields, zero values
// left out, unknown fields skipped. So a later version may add fields without a
// new format, and `protoc --decode_raw` shows what a value holds.

var errWire = errors.New("broken wire format")

func putUint(b []byte, num protowire.Number, v uint64) []byte {
	if v == 0 {
		return b
	}
	return protowire.AppendVarint(protowire.AppendTag(b, num, protowire.VarintType), v)
}

func putInt(b []byte, num protowire.Number, v int64) []byte {
	return putUint(b, num, protowire.EncodeZigZag(v))
}

func putBytes(b []byte, num protowire.Number, v []byte) []byte {
	if len(v) == 0 {
		return b
	}
	return protowire.AppendBytes(protowire.AppendTag(b, num, protowire.BytesType), v)
}

func putString(b []byte, num protowire.Number, v string) []byte {
	if v == "" {
		return b
	}
	return protowire.AppendString(protowire.AppendTag(b, num, protowire.BytesType), v)
}

// putMessage writes a nested message of the given size, even an empty one; the
// caller appends its fields.
func putMessage(b []byte, num protowire.Number, size int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, num, protowire.BytesType), uint64(size))
}

// sizeUint and sizeString are the lengths of what putUint and putString write
// for field numbers below 16.
func sizeUint(v uint64) int {
	if v == 0 {
		return 0
	}
	return 1 + protowire.SizeVarint(v)
}

func sizeString(s string) int {
	if s == "" {
		return 0
	}
	return 1 + protowire.SizeBytes(len(s))
}

// decoder walks the fields of one message. Strings are cut out of text, one copy
// of the whole message.
type decoder struct {
	text       string
	pos, end   int
	num        protowire.Number
	typ        protowire.Type
	value      uint64 // of a varint
	start, lim int    // of bytes
	err        error
}

func decode(b []byte) decoder { return decoder{text: string(b), end: len(b)} }

// next moves to the following field that this package knows how to read.
func (d *decoder) next() bool {
	for d.err == nil && d.pos < d.end {
		tag, ok := d.uvarint()
		d.num, d.typ = protowire.Number(tag>>3), protowire.Type(tag&7)
		if !ok || d.num < 1 || tag>>3 > uint64(protowire.MaxValidNumber) {
			d.err = errWire
			return false
		}
		switch d.typ {
		case protowire.VarintType:
			if d.value, ok = d.uvarint(); !ok {
				d.err = errWire
				return false
			}
			return true
		case protowire.BytesType:
			n, ok := d.uvarint()
			if !ok || n > uint64(d.end-d.pos) {
				d.err = errWire
				return false
			}
			d.start, d.lim = d.pos, d.pos+int(n)
			d.pos = d.lim
			return true
		case protowire.Fixed32Type:
			d.skip(4)
		case protowire.Fixed64Type:
			d.skip(8)
		default:
			d.err = errWire
		}
	}
	return false
}

func (d *decoder) skip(n int) {
	if d.pos += n; d.pos > d.end {
		d.err = errWire
	}
}

func (d *decoder) uvarint() (uint64, bool) {
	var v uint64
	for shift := 0; d.pos < d.end && shift < 64; shift += 7 {
		c := d.text[d.pos]
		d.pos++
		if shift == 63 && c > 1 {
			return 0, false
		}
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v, true
		}
	}
	return 0, false
}

// The accessors below read the current field and fail on the wrong wire type.

func (d *decoder) uint() uint64 {
	if d.typ != protowire.VarintType {
		d.err = errWire
		return 0
	}
	return d.value
}

func (d *decoder) int() int64 { return protowire.DecodeZigZag(d.uint()) }

func (d *decoder) string() string {
	if d.typ != protowire.BytesType {
		d.err = errWire
		return ""
	}
	return d.text[d.start:d.lim]
}

func (d *decoder) bytes() []byte { return []byte(d.string()) }

// message returns a decoder of the nested message.
func (d *decoder) message() decoder {
	if d.typ != protowire.BytesType {
		d.err = errWire
	}
	if d.err != nil {
		return decoder{}
	}
	return decoder{text: d.text, pos: d.start, end: d.lim}
}

// appendNumbers writes rising numbers as differences.
func appendNumbers(b []byte, nos []uint64) []byte {
	last := uint64(0)
	for _, n := range nos {
		b = binary.AppendUvarint(b, n-last)
		last = n
	}
	return b
}

func sizeNumbers(nos []uint64) int {
	n, last := 0, uint64(0)
	for _, v := range nos {
		n += protowire.SizeVarint(v - last)
		last = v
	}
	return n
}

// numberList reads what appendNumbers wrote: strictly rising numbers.
func (d *decoder) numberList() []uint64 {
	sub := d.message()
	if sub.pos == sub.end {
		return nil
	}
	nos := make([]uint64, 0, min(sub.end-sub.pos, 64))
	last := uint64(0)
	for sub.pos < sub.end {
		delta, ok := sub.uvarint()
		if !ok || (delta == 0 && len(nos) > 0) || last+delta < last {
			d.err = errWire
			return nil
		}
		last += delta
		nos = append(nos, last)
	}
	return nos
}

// small reads a number that is at most limit.
func (d *decoder) small(limit uint64) uint64 {
	v := d.uint()
	if v > limit {
		d.err = errWire
		return 0
	}
	return v
}

func (d *decoder) int32() int32 {
	v := d.int()
	if int64(int32(v)) != v {
		d.err = errWire
		return 0
	}
	return int32(v)
}

func protoNumber(n int32) protowire.Number { return protowire.Number(n) }
