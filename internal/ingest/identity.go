package ingest

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tekil-id/tekil/record"
)

// AppendContent appends the canonical encoding of a record's values: each field
// and text with its length before it, fields in byte order, the values of one
// field in the order in which they stand. Equal content means equal bytes, in
// whatever order a file has its columns.
func AppendContent(dst []byte, values []record.Value) []byte {
	var order [64]int
	idx := order[:0]
	for i := range values {
		idx = append(idx, i)
	}
	// Insertion sort: stable, and the columns of a file are few and often sorted.
	for i := 1; i < len(idx); i++ {
		for k := i; k > 0 && values[idx[k]].Field < values[idx[k-1]].Field; k-- {
			idx[k], idx[k-1] = idx[k-1], idx[k]
		}
	}
	for _, i := range idx {
		dst = binary.AppendUvarint(dst, uint64(len(values[i].Field)))
		dst = append(dst, values[i].Field...)
		dst = binary.AppendUvarint(dst, uint64(len(values[i].Text)))
		dst = append(dst, values[i].Text...)
	}
	return dst
}

// idBytes is how much of the hash an id shows: 80 bits, 16 letters. Among a
// hundred million rows two different ones share it with a chance of 4 in a
// billion, and are then told apart by the ordinal.
const idBytes = 10

var idLetters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// namer gives ids to rows without one: the customer number, so that people find
// the row again, or "h", and the hash of the content. The second and later equal
// rows of a source bear an ordinal behind it. A customer number alone is no id:
// it may stand in several rows.
type namer struct {
	seen map[record.Source]*hashSet
	buf  []byte
}

func newNamer() *namer { return &namer{seen: map[record.Source]*hashSet{}} }

func (n *namer) name(src record.Source, values []record.Value) record.ID {
	n.buf = AppendContent(n.buf[:0], values)
	sum := sha256.Sum256(n.buf)
	set := n.seen[src]
	if set == nil {
		set = &hashSet{}
		n.seen[record.Source(strings.Clone(string(src)))] = set
	}
	id := make([]byte, 0, maxNumber+1+idBytes*8/5+4)
	if no := customerNumber(values); no != "" {
		id = append(append(id, no...), '-')
	} else {
		id = append(id, 'h')
	}
	id = idLetters.AppendEncode(id, sum[:idBytes])
	if k := set.count([idBytes]byte(sum[:idBytes])); k > 1 {
		id = strconv.AppendInt(append(id, '-'), int64(k), 10)
	}
	return record.ID(id)
}

// maxNumber is the longest customer number that an id begins with, in bytes.
const maxNumber = 32

// customerNumber returns the customer number of a row, if it is a short one
// without blanks.
func customerNumber(values []record.Value) string {
	for i := range values {
		if v := &values[i]; v.Field == record.CustomerNo {
			no := strings.TrimSpace(v.Text)
			if len(no) > maxNumber || strings.ContainsFunc(no, func(r rune) bool { return r <= ' ' || r == ':' || r == utf8.RuneError }) {
				return ""
			}
			return no
		}
	}
	return ""
}

// hashSet counts hashes, compactly: an open table of the hashes themselves, and
// a map for the few that come more than once.
type hashSet struct {
	table [][idBytes]byte // the zero hash means free
	n     int
	more  map[[idBytes]byte]int
}

// count adds h and returns how often it was added.
func (s *hashSet) count(h [idBytes]byte) int {
	if h == ([idBytes]byte{}) {
		h[0] = 1
	}
	if 4*s.n >= 3*len(s.table) {
		s.grow()
	}
	slot := s.slot(h)
	if s.table[slot] != h {
		s.table[slot] = h
		s.n++
		return 1
	}
	if s.more == nil {
		s.more = map[[idBytes]byte]int{}
	}
	s.more[h]++
	return s.more[h] + 1
}

func (s *hashSet) slot(h [idBytes]byte) int {
	mask := len(s.table) - 1
	i := int(binary.LittleEndian.Uint64(h[:])) & mask
	for s.table[i] != h && s.table[i] != ([idBytes]byte{}) {
		i = (i + 1) & mask
	}
	return i
}

func (s *hashSet) grow() {
	old := s.table
	s.table = make([][idBytes]byte, max(1024, 2*len(old)))
	for _, h := range old {
		if h != ([idBytes]byte{}) {
			s.table[s.slot(h)] = h
		}
	}
}

// cleanSource makes a source of a cell. A colon would break source:id apart.
func cleanSource(s string) record.Source {
	s = strings.TrimSpace(s)
	if strings.IndexByte(s, ':') >= 0 {
		s = strings.ReplaceAll(s, ":", "_")
	}
	return record.Source(s)
}
