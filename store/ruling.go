package store

import (
	"encoding/binary"
	"iter"

	"github.com/tekil-id/tekil/record"
)

// Ruling is a steward's ruling under its number. A pair may have had several:
// all are kept, those taken back or expired with Undone set.
type Ruling struct {
	No uint64 // from the ruling counter; also the order in which they were given
	record.Ruling
}

const (
	rulASource = 1
	rulAID     = 2
	rulBSource = 3
	rulBID     = 4
	rulSame    = 5
	rulAuthor  = 6
	rulReason  = 7
	rulAt      = 8
	rulExpires = 9
	rulUndone  = 10
)

func appendRuling(b []byte, r *record.Ruling) []byte {
	b = putString(b, rulASource, string(r.A.Source))
	b = putString(b, rulAID, string(r.A.ID))
	b = putString(b, rulBSource, string(r.B.Source))
	b = putString(b, rulBID, string(r.B.ID))
	if r.Same {
		b = putUint(b, rulSame, 1)
	}
	b = putString(b, rulAuthor, r.Author)
	b = putString(b, rulReason, r.Reason)
	b = putString(b, rulAt, r.At)
	b = putString(b, rulExpires, r.Expires)
	return putString(b, rulUndone, r.Undone)
}

func decodeRuling(r *record.Ruling, b []byte) error {
	d := decode(b)
	for d.next() {
		switch d.num {
		case rulASource:
			r.A.Source = record.Source(d.string())
		case rulAID:
			r.A.ID = record.ID(d.string())
		case rulBSource:
			r.B.Source = record.Source(d.string())
		case rulBID:
			r.B.ID = record.ID(d.string())
		case rulSame:
			r.Same = d.uint() != 0
		case rulAuthor:
			r.Author = d.string()
		case rulReason:
			r.Reason = d.string()
		case rulAt:
			r.At = d.string()
		case rulExpires:
			r.Expires = d.string()
		case rulUndone:
			r.Undone = d.string()
		}
	}
	return d.err
}

// PutRuling writes a ruling under its number. Writing it again, with Undone
// set, takes it back. The records that it names need not be in the store:
// rulings outlive them. It may turn A and B around.
func (b *Batch) PutRuling(r *Ruling) error {
	if r.A == r.B {
		return b.failOn(errSelf)
	}
	if r.A.Compare(r.B) > 0 {
		r.A, r.B = r.B, r.A
	}
	v, err := b.s.seal(spaceRuling, r.No, appendRuling(nil, &r.Ruling))
	if err != nil {
		return b.failOn(err)
	}
	b.setPlain(b.s.rulingKey(spaceRuling, r.A, r.B, r.No), v)
	return b.setPlain(b.s.rulingKey(spaceRulingOf, r.B, r.A, r.No), v)
}

// EraseRulings removes every ruling that names the record.
func (b *Batch) EraseRulings(k record.Key) error {
	for r, err := range b.RulingsOf(k) {
		if err != nil {
			return b.failOn(err)
		}
		b.delete(b.s.rulingKey(spaceRuling, r.A, r.B, r.No))
		b.delete(b.s.rulingKey(spaceRulingOf, r.B, r.A, r.No))
	}
	return nil
}

// Rulings yields all rulings, in force or not, in order of A, B and number.
func (r *Reader) Rulings() iter.Seq2[*Ruling, error] {
	return scan(r, key0(spaceRuling), after(key0(spaceRuling)), r.decodeRuling)
}

// RulingsOf yields the rulings that name a record, in force or not.
func (r *Reader) RulingsOf(k record.Key) iter.Seq2[*Ruling, error] {
	return func(yield func(*Ruling, error) bool) {
		for _, sp := range []space{spaceRuling, spaceRulingOf} {
			prefix := r.s.nameKey(sp, k)
			for v, err := range scan(r, prefix, after(prefix), r.decodeRuling) {
				if !yield(v, err) || err != nil {
					return
				}
			}
		}
	}
}

// RulingsBetween yields the rulings on one pair in the order of their numbers.
func (r *Reader) RulingsBetween(a, b record.Key) iter.Seq2[*Ruling, error] {
	if a.Compare(b) > 0 {
		a, b = b, a
	}
	key := r.s.rulingKey(spaceRuling, a, b, 0)
	prefix := key[:len(key)-8]
	return scan(r, prefix, after(prefix), r.decodeRuling)
}

func (r *Reader) decodeRuling(k, v []byte) (*Ruling, error) {
	if len(k) < 8 {
		return nil, corrupt(k, "bad key", nil)
	}
	ruling := &Ruling{No: binary.BigEndian.Uint64(k[len(k)-8:])}
	v, err := r.s.open(spaceRuling, ruling.No, v)
	if err != nil {
		return nil, corrupt(k, "cannot be unsealed", err)
	}
	return ruling, bad(k, decodeRuling(&ruling.Ruling, v))
}

func (s *Store) rulingKey(sp space, a, b record.Key, no uint64) []byte {
	k := s.appendName(s.nameKey(sp, a), b)
	return binary.BigEndian.AppendUint64(k, no)
}
