package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/cockroachdb/pebble/v2"

	"github.com/tekil-id/tekil/record"
)

// The door for tests of this package.

// OnOp makes the file system call f before each operation.
func (fs *FS) OnOp(f func()) { fs.onOp = f }

// Flush writes what is in memory into a file.
func (s *Store) Flush() error { return wrap(nil, s.db.Flush()) }

// SetRaw writes any bytes under any key.
func (s *Store) SetRaw(k, v []byte) error { return s.db.Set(k, v, pebble.Sync) }

// GetRaw reads the bytes under a key.
func (s *Store) GetRaw(k []byte) ([]byte, error) {
	v, c, err := s.db.Get(k)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return append([]byte(nil), v...), nil
}

// RecordKeyBytes is the key under which a record stands.
func RecordKeyBytes(no uint64) []byte { return key1(spaceRecord, no) }

// Decode decodes a pair as Check and Dump do.
func (r *Reader) Decode(k, v []byte) error {
	_, err := r.decodeAny(k, v)
	return err
}

// RecodeRecord decodes a record and encodes it again.
func RecodeRecord(v []byte) ([]byte, error) {
	r, deleted, err := decodeRecord(1, v)
	if err != nil {
		return nil, err
	}
	return appendRecord(nil, r, deleted), nil
}

// PostingOp is an entry of a patch.
type PostingOp = postingOp

// NewPostingOp returns an addition or a removal.
func NewPostingOp(p Posting, removed bool) PostingOp { return postingOp{p, removed} }

// EncodePatch encodes a sorted patch.
func EncodePatch(ops []PostingOp) []byte { return appendPostings(nil, ops) }

// DecodePatch is the inverse of EncodePatch.
func DecodePatch(b []byte) ([]PostingOp, error) { return decodePostings(b) }

// Fold merges two encoded patches as the engine does, from either side.
func Fold(older, newer []byte, fromNewer, base bool) ([]byte, error) {
	first, second := older, newer
	if fromNewer {
		first, second = newer, older
	}
	m, err := postingMerger.Merge(nil, first)
	if err != nil {
		return nil, err
	}
	if fromNewer {
		err = m.MergeOlder(second)
	} else {
		err = m.MergeNewer(second)
	}
	if err != nil {
		return nil, err
	}
	v, closer, err := m.Finish(base)
	if closer != nil {
		err = errors.Join(err, closer.Close())
	}
	return v, err
}

// AppendName escapes a name as keys do.
func AppendName(dst []byte, s string) []byte { return appendName(dst, s) }

// HasFieldCode reports whether a field is stored as a number.
func HasFieldCode(f record.Field) bool { return fieldCodes[f] != 0 }

// Read returns what a pair of a store without sealer says, as text.
func Read(k, v []byte) string {
	s := newStore("", nil)
	what, err := (&Reader{s: s}).decodeAny(k, v)
	b, _ := json.Marshal(what)
	return fmt.Sprint(string(b), err)
}

// Pairs yields every key and value.
func (r *Reader) Pairs() iter.Seq2[[2][]byte, error] {
	return scan(r, nil, nil, func(k, v []byte) ([2][]byte, error) {
		return [2][]byte{append([]byte(nil), k...), append([]byte(nil), v...)}, nil
	})
}

// Shelved returns how many profiles are kept in memory.
func (s *Store) Shelved() int { return s.shelves.held() }

// DropProfile removes the profile of a record.
func (b *Batch) DropProfile(no uint64) { b.delete(key1(spaceProfile, no)) }
