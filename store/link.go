package store

import (
	"encoding/binary"
	"iter"

	"github.com/tekil-id/tekil/record"
)

// Link is a relation that is not identity between two entities, such as a
// household. Two entities may have several, each of another kind.
type Link struct {
	A, B   record.EntityID // writing puts the smaller one first
	Kind   record.Link
	Reason string
	Data   []byte // the caller's
}

func linkKey(a, b record.EntityID, kind record.Link) []byte {
	return append(key2(spaceLink, uint64(a), uint64(b)), kind...)
}

// PutLink writes a link, in place of one of its kind between the two entities.
// It may turn A and B around.
func (b *Batch) PutLink(l *Link) error {
	if l.A == l.B {
		return b.failOn(errSelf)
	}
	l.A, l.B = min(l.A, l.B), max(l.A, l.B)
	v, err := b.s.seal(spaceLink, uint64(l.A), appendLink(nil, l))
	if err != nil {
		return b.failOn(err)
	}
	b.setPlain(linkKey(l.A, l.B, l.Kind), v)
	return b.setPlain(linkKey(l.B, l.A, l.Kind), v)
}

// DeleteLink removes the link of that kind between two entities, if there is one.
func (b *Batch) DeleteLink(x, y record.EntityID, kind record.Link) error {
	b.delete(linkKey(x, y, kind))
	return b.delete(linkKey(y, x, kind))
}

// DeleteLinks removes all links of an entity.
func (b *Batch) DeleteLinks(id record.EntityID) error {
	for l, err := range b.Links(id) {
		if err != nil {
			return b.failOn(err)
		}
		if err := b.DeleteLink(l.A, l.B, l.Kind); err != nil {
			return err
		}
	}
	return nil
}

// Links yields the links of an entity in order of the other one's id.
func (r *Reader) Links(id record.EntityID) iter.Seq2[*Link, error] {
	prefix := key1(spaceLink, uint64(id))
	return scan(r, prefix, after(prefix), r.decodeLink)
}

// AllLinks yields every link once, in order of A, B and kind.
func (r *Reader) AllLinks() iter.Seq2[*Link, error] {
	return scan(r, key0(spaceLink), after(key0(spaceLink)), func(k, v []byte) (*Link, error) {
		if len(k) >= 17 && binary.BigEndian.Uint64(k[1:]) > binary.BigEndian.Uint64(k[9:]) {
			return nil, errSkip
		}
		return r.decodeLink(k, v)
	})
}

func appendLink(b []byte, l *Link) []byte {
	return putBytes(putString(b, 1, l.Reason), 2, l.Data)
}

func (r *Reader) decodeLink(k, v []byte) (*Link, error) {
	if len(k) < 17 {
		return nil, corrupt(k, "bad key", nil)
	}
	a, b := binary.BigEndian.Uint64(k[1:]), binary.BigEndian.Uint64(k[9:])
	l := &Link{A: record.EntityID(min(a, b)), B: record.EntityID(max(a, b)), Kind: record.Link(k[17:])}
	v, err := r.s.open(spaceLink, uint64(l.A), v)
	if err != nil {
		return nil, corrupt(k, "cannot be unsealed", err)
	}
	d := decode(v)
	for d.next() {
		switch d.num {
		case 1:
			l.Reason = d.string()
		case 2:
			l.Data = d.bytes()
		}
	}
	return l, bad(k, d.err)
}
