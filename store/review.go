package store

import (
	"encoding/binary"
	"iter"
)

// Review is an entry of the review queue: two records that a steward should
// look at. A pair has one entry at most.
type Review struct {
	A, B  uint64 // record numbers; writing puts the smaller one first
	Value int64  // what a ruling is worth: the queue starts with the highest
	Since uint64 // change at which the entry came up: among equals the oldest is first
	Data  []byte // the caller's
}

func reviewKey(e *Review) []byte {
	k := binary.BigEndian.AppendUint64(key0(spaceQueue), flip(e.Value))
	k = binary.BigEndian.AppendUint64(k, e.Since)
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(k, e.A), e.B)
}

// PutReview enters a pair, in place of its former entry. It may turn A and B
// around.
func (b *Batch) PutReview(e *Review) error {
	if e.A == e.B {
		return b.failOn(errSelf)
	}
	e.A, e.B = min(e.A, e.B), max(e.A, e.B)
	if err := b.DeleteReview(e.A, e.B); err != nil {
		return err
	}
	return b.ReplaceReview(nil, e)
}

// ReplaceReview is [Batch.PutReview] and [Batch.DeleteReview] for whoever knows the
// entry of a pair, nil for none: it reads nothing. A nil e takes old out.
func (b *Batch) ReplaceReview(old, e *Review) error {
	if old != nil {
		b.delete(reviewKey(old))
	}
	if e == nil {
		return b.delete(key2(spaceQueueOf, old.A, old.B))
	}
	if e.A >= e.B {
		return b.failOn(errSelf)
	}
	place := putUint(putInt(nil, 1, e.Value), 2, e.Since)
	b.setPlain(key2(spaceQueueOf, e.A, e.B), place)
	return b.setSealed(reviewKey(e), spaceQueue, e.A, putBytes(nil, 1, e.Data))
}

// DeleteReview takes a pair out of the queue, if it is there.
func (b *Batch) DeleteReview(x, y uint64) error {
	e, err := b.reviewPlace(min(x, y), max(x, y))
	if err == ErrNotFound {
		return nil
	}
	if err != nil {
		return b.failOn(err)
	}
	b.delete(reviewKey(e))
	return b.delete(key2(spaceQueueOf, e.A, e.B))
}

func (r *Reader) reviewPlace(x, y uint64) (*Review, error) {
	key := key2(spaceQueueOf, x, y)
	return getPlain(r, key, func(v []byte) (*Review, error) { return decodeReviewPlace(key, v) })
}

func decodeReviewPlace(k, v []byte) (*Review, error) {
	e := &Review{}
	if !numbers(k, &e.A, &e.B) {
		return nil, corrupt(k, "bad key", nil)
	}
	d := decode(v)
	for d.next() {
		switch d.num {
		case 1:
			e.Value = d.int()
		case 2:
			e.Since = d.uint()
		}
	}
	return e, bad(k, d.err)
}

// ReviewOf returns the entry of a pair, or [ErrNotFound].
func (r *Reader) ReviewOf(x, y uint64) (*Review, error) {
	e, err := r.reviewPlace(min(x, y), max(x, y))
	if err != nil {
		return nil, err
	}
	key := reviewKey(e)
	err = r.get(key, func(v []byte) (err error) {
		e, err = r.decodeReview(key, v)
		return err
	})
	return e, err
}

// ReviewedWith yields the records that stand in the queue together with a record
// of a smaller number than theirs, rising.
func (r *Reader) ReviewedWith(no uint64) iter.Seq2[uint64, error] {
	prefix := key1(spaceQueueOf, no)
	return scan(r, prefix, after(prefix), func(k, v []byte) (uint64, error) {
		e, err := decodeReviewPlace(k, v)
		if err != nil {
			return 0, err
		}
		return e.B, nil
	})
}

// Reviews yields the queue: by falling value, then rising Since, then pair.
func (r *Reader) Reviews() iter.Seq2[*Review, error] {
	return scan(r, key0(spaceQueue), after(key0(spaceQueue)), r.decodeReview)
}

func (r *Reader) decodeReview(k, v []byte) (*Review, error) {
	e := &Review{}
	var value uint64
	if !numbers(k, &value, &e.Since, &e.A, &e.B) {
		return nil, corrupt(k, "bad key", nil)
	}
	e.Value = unflip(value)
	v, err := r.s.open(spaceQueue, e.A, v)
	if err != nil {
		return nil, corrupt(k, "cannot be unsealed", err)
	}
	d := decode(v)
	for d.next() {
		if d.num == 1 {
			e.Data = d.bytes()
		}
	}
	return e, bad(k, d.err)
}
