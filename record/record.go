// Package record holds the words that every other package of tekil shares: a
// customer [Record] as its source gave it, the canonical [Field] names, the
// [Evidence] found between two records, the [Decision] drawn from it, the
// [Ruling] of a steward, and the [Finding] that a rule made about a value.
//
// It imports nothing of the module, so that any package may import it.
package record

import (
	"cmp"
	"errors"
	"strings"
)

// Source names the system that a record came from, such as "crm" or
// "callcentre". The empty Source is invalid in a Record.
type Source string

// ID is the name that a source gives one of its records. It is unique inside
// its source only.
type ID string

// Key names one record among all sources. The zero Key is invalid.
type Key struct {
	Source Source
	ID     ID
}

// ErrBadKey is returned by [ParseKey] for text that names no record.
var ErrBadKey = errors.New("record: key is not of the form source:id")

// ParseKey reads the form that [Key.String] writes, "source:record_id". The
// source ends at the first colon; ids may hold further ones.
func ParseKey(s string) (Key, error) {
	src, id, ok := strings.Cut(s, ":")
	if !ok || src == "" || id == "" {
		return Key{}, ErrBadKey
	}
	return Key{Source(src), ID(id)}, nil
}

// String returns "source:id", the form used on the command line.
func (k Key) String() string { return string(k.Source) + ":" + string(k.ID) }

// IsZero reports whether k names no record.
func (k Key) IsZero() bool { return k.Source == "" && k.ID == "" }

// Compare orders keys by source, then by id, both as bytes. It is the
// canonical key order: every tie in tekil falls back on it.
func (k Key) Compare(o Key) int {
	if c := cmp.Compare(k.Source, o.Source); c != 0 {
		return c
	}
	return cmp.Compare(k.ID, o.ID)
}

// Value is one raw value of a record: what a source wrote in one column. It is
// never changed; normalising makes new values beside it.
type Value struct {
	Field Field
	Text  string
}

// Past is a value that a record held before its source changed it. It can
// still tie the record to its person, as older evidence.
type Past struct {
	Value
	// From and To are the dates (YYYY-MM-DD) at which the source first and
	// last gave the value; empty where the source brought no date.
	From, To string
}

// Record is a customer as one source knows him. A Record is data: copying it
// shares its slices, and nobody changes them after the record was read.
type Record struct {
	Key
	// Values holds the raw values in column order. A field may stand more than
	// once (two phone columns), and one value may hold several (two numbers in
	// one cell). Empty values are left out.
	Values []Value
	// Past holds former values, oldest first. Most records have none.
	Past []Past
}

// First returns the first value of field f, or "" where the record has none.
func (r *Record) First(f Field) string {
	for i := range r.Values {
		if r.Values[i].Field == f {
			return r.Values[i].Text
		}
	}
	return ""
}

// All appends every value of field f to dst, in column order.
func (r *Record) All(dst []string, f Field) []string {
	for i := range r.Values {
		if r.Values[i].Field == f {
			dst = append(dst, r.Values[i].Text)
		}
	}
	return dst
}
