package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"slices"

	"github.com/cockroachdb/pebble/v2"
)

// Posting is one entry of the list that stands under a posting key: a record
// that has the key, and a tag of the caller's (the hash of the record's name
// key, so that the different names on a phone can be counted without reading
// the records). A list is a set of postings in order of No, then Tag.
type Posting struct {
	No  uint64
	Tag uint32
}

func (p Posting) compare(o Posting) int {
	if c := cmp.Compare(p.No, o.No); c != 0 {
		return c
	}
	return cmp.Compare(p.Tag, o.Tag)
}

// A posting list is written live as patches, small lists of additions and
// removals that the engine folds together when it reads or compacts, so that a
// writer never reads a long list to change it:
//
//	header   uvarint  entries<<2 | 0 | removals?
//	entries  each     uvarint  (No - last No)<<2 | tag? | removed?
//	                  uint32   tag, little endian, where tag? is set
//
// Of two patches the newer wins for each posting, and what neither names stays.
// That fold is associative, so any grouping by compactions gives one list. A
// whole list is a patch without removals. Bit 1 of the header is kept free.
const (
	headerRemovals = 1
	headerReserved = 2
	entryRemoved   = 1
	entryTagged    = 2

	// mergerName is written into the store by Pebble, which refuses to open it
	// with another one.
	mergerName = "tekil.postings.1"
)

var errBadPostings = errors.New("broken posting list")

type postingOp struct {
	Posting
	removed bool
}

func appendPostings(b []byte, ops []postingOp) []byte {
	start := len(b)
	b = appendHeader(b, len(ops))
	if slices.ContainsFunc(ops, func(o postingOp) bool { return o.removed }) {
		b[start] |= headerRemovals
	}
	last := uint64(0)
	for _, o := range ops {
		b = appendPosting(b, o, &last)
	}
	return b
}

func appendHeader(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)<<2) }

func appendPosting(b []byte, o postingOp, last *uint64) []byte {
	flags := uint64(0)
	if o.removed {
		flags |= entryRemoved
	}
	if o.Tag != 0 {
		flags |= entryTagged
	}
	b = binary.AppendUvarint(b, (o.No-*last)<<2|flags)
	if o.Tag != 0 {
		b = binary.LittleEndian.AppendUint32(b, o.Tag)
	}
	*last = o.No
	return b
}

// maxPostingNo is the largest record number that fits beside the flags.
const maxPostingNo = 1<<62 - 1

// postingReader walks an encoded list.
type postingReader struct {
	b        []byte
	left     int
	removals bool
	started  bool
	last     postingOp
}

func readPostings(b []byte) (postingReader, error) {
	header, n := binary.Uvarint(b)
	if n <= 0 || header&headerReserved != 0 || header>>2 > uint64(len(b)) {
		return postingReader{}, errBadPostings
	}
	return postingReader{b: b[n:], left: int(header >> 2), removals: header&headerRemovals != 0}, nil
}

func (r *postingReader) next() (postingOp, bool, error) {
	if r.left == 0 {
		if len(r.b) != 0 {
			return postingOp{}, false, errBadPostings
		}
		return postingOp{}, false, nil
	}
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		return postingOp{}, false, errBadPostings
	}
	r.b = r.b[n:]
	o := postingOp{Posting: Posting{No: r.last.No + v>>2}, removed: v&entryRemoved != 0}
	if v&entryTagged != 0 {
		if len(r.b) < 4 {
			return postingOp{}, false, errBadPostings
		}
		o.Tag = binary.LittleEndian.Uint32(r.b)
		r.b = r.b[4:]
	}
	bad := o.No > maxPostingNo || o.removed && !r.removals || r.started && r.last.compare(o.Posting) >= 0
	if bad {
		return postingOp{}, false, errBadPostings
	}
	r.last, r.started = o, true
	r.left--
	return o, true, nil
}

func decodePostings(b []byte) ([]postingOp, error) {
	r, err := readPostings(b)
	if err != nil {
		return nil, err
	}
	ops := make([]postingOp, 0, r.left)
	for {
		o, ok, err := r.next()
		if !ok {
			return ops, err
		}
		ops = append(ops, o)
	}
}

// foldPostings merges two sorted patches; of equal postings the newer stays.
func foldPostings(older, newer []postingOp) []postingOp {
	out := make([]postingOp, 0, len(older)+len(newer))
	for len(older) > 0 && len(newer) > 0 {
		switch c := older[0].compare(newer[0].Posting); {
		case c < 0:
			out, older = append(out, older[0]), older[1:]
		case c > 0:
			out, newer = append(out, newer[0]), newer[1:]
		default:
			out, older, newer = append(out, newer[0]), older[1:], newer[1:]
		}
	}
	return append(append(out, older...), newer...)
}

// postingFold is the fold that Pebble runs over the patches of one key. Operands
// newer than the first one and older ones are gathered apart: folding from the
// newest back touches the long list, which is the oldest, only once.
type postingFold struct {
	operands [][]postingOp // oldest first
}

var postingMerger = &pebble.Merger{
	Name: mergerName,
	Merge: func(_, value []byte) (pebble.ValueMerger, error) {
		f := &postingFold{}
		return f, f.MergeNewer(value)
	},
}

func (f *postingFold) MergeNewer(value []byte) error {
	ops, err := decodePostings(value)
	f.operands = append(f.operands, ops)
	return err
}

func (f *postingFold) MergeOlder(value []byte) error {
	ops, err := decodePostings(value)
	f.operands = slices.Insert(f.operands, 0, ops)
	return err
}

// Finish drops the removals once the fold has reached the oldest operand. A key
// that has lost its last posting stays, with an empty list of one byte: Pebble
// would let a merger delete it ([pebble.DeletableValueMerger]), but its
// compactions panic over that (v2.1.7, TestPostingsAgainstMap).
func (f *postingFold) Finish(includesBase bool) ([]byte, io.Closer, error) {
	return appendPostings(nil, f.fold(includesBase)), nil, nil
}

func (f *postingFold) fold(includesBase bool) []postingOp {
	var acc []postingOp
	for _, ops := range slices.Backward(f.operands) {
		if acc == nil {
			acc = ops
			continue
		}
		acc = foldPostings(ops, acc)
	}
	if includesBase {
		acc = slices.DeleteFunc(acc, func(o postingOp) bool { return o.removed })
	}
	return acc
}

// Postings appends the first limit postings under a key to dst, in order of
// number (all of them where limit is negative), and returns how many there are
// in all. A key without postings has 0 and no error. Class is the kind of key
// (a blocking rule, say) and hash its value's hash; the caller gives both their
// meaning. The list length is known without walking the list.
func (r *Reader) Postings(dst []Posting, class byte, hash uint64, limit int) (list []Posting, total int, err error) {
	list = dst
	err = r.get(r.s.postingKey(class, hash), func(v []byte) error {
		p, err := readPostings(v)
		if err != nil {
			return err
		}
		total = p.left
		for limit < 0 || len(list)-len(dst) < limit {
			o, ok, err := p.next()
			if !ok {
				return err
			}
			if o.removed {
				total--
				continue
			}
			list = append(list, o.Posting)
		}
		return nil
	})
	if err == ErrNotFound {
		err = nil
	}
	return list, total, err
}

// CountPostings returns how many postings stand under a key.
func (r *Reader) CountPostings(class byte, hash uint64) (int, error) {
	_, total, err := r.Postings(nil, class, hash, 0)
	return total, err
}

// PostingList is the list under one key. Key and tags are as the store has them,
// see [Reader.StoredPosting].
type PostingList struct {
	Hash uint64
	List []Posting // only valid until the next list
}

// PostingLists yields the lists of a class in order of their keys. Lists that do not
// decode are passed over: [Reader.Check] tells of them.
func (r *Reader) PostingLists(class byte) iter.Seq2[PostingList, error] {
	prefix := []byte{byte(spacePosting), class}
	var out PostingList
	return scan(r, prefix, after(prefix), func(k, v []byte) (PostingList, error) {
		p, err := readPostings(v)
		if len(k) != 10 || err != nil {
			return out, errSkip
		}
		out.Hash, out.List = binary.BigEndian.Uint64(k[2:]), out.List[:0]
		for {
			o, ok, err := p.next()
			if err != nil {
				return out, errSkip
			}
			if !ok {
				return out, nil
			}
			if !o.removed {
				out.List = append(out.List, o.Posting)
			}
		}
	})
}

// StoredPosting returns what stands in the store for the hash of a key and a tag: both
// themselves, unless a [Hasher] replaces them.
func (r *Reader) StoredPosting(class byte, hash uint64, tag uint32) (uint64, uint32) {
	if h := r.s.opts.Hasher; h != nil {
		hash = h.PostingKey(class, hash)
	}
	return hash, r.s.postingTag(class, tag)
}

// AddPosting puts p into the list under a key; it may be there already.
func (b *Batch) AddPosting(class byte, hash uint64, p Posting) error {
	return b.mergePosting(class, hash, postingOp{Posting: p})
}

// RemovePosting takes p out of the list under a key; it need not be there. Both
// No and Tag must be as they were added.
func (b *Batch) RemovePosting(class byte, hash uint64, p Posting) error {
	return b.mergePosting(class, hash, postingOp{Posting: p, removed: true})
}

func (b *Batch) mergePosting(class byte, hash uint64, op postingOp) error {
	if op.No > maxPostingNo {
		return b.failOn(errNumber)
	}
	op.Tag = b.s.postingTag(class, op.Tag)
	var buf [24]byte
	return b.merge(b.s.postingKey(class, hash), appendPostings(buf[:0], []postingOp{op}))
}

// ClearPostings removes all postings of a class, to be rebuilt.
func (b *Batch) ClearPostings(class byte) { b.deleteRange([]byte{byte(spacePosting), class}) }
