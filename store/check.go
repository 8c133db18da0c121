package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
)

// Check reads everything, by all processors, and yields what is wrong: bytes that
// do not decode, and keyspaces that contradict each other (a record without its key,
// an edge without its other end, a member that leads elsewhere). It yields
// [CorruptError]s, without end where much is broken, and at last the error that
// kept it from going on, if there was one. Check a [Snapshot], unless nobody
// writes. What an edge or a golden record ought to say, it does not know.
func (r *Reader) Check(ctx context.Context) iter.Seq[error] {
	return func(yield func(error) bool) {
		ok, err := r.sound(ctx)
		switch {
		case err != nil:
			yield(err)
		case !ok:
			r.checkEach(ctx, yield)
		}
	}
}

// checkEach looks at one key after the other, and at what it refers to.
func (r *Reader) checkEach(ctx context.Context, yield func(error) bool) {
	it, err := r.iter(nil, nil)
	if err != nil {
		yield(err)
		return
	}
	defer r.s.gate.leave()
	defer it.Close()
	n := 0
	for ok := it.First(); ok; ok = it.Next() {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			break
		}
		v, err := it.ValueAndErr()
		if err == nil {
			err = r.checkPair(it.Key(), v)
		}
		if err != nil && !yield(wrapOnce(it.Key(), err)) {
			return
		}
	}
	if err := firstError(ctx.Err(), wrap(nil, it.Error())); err != nil {
		yield(err)
	}
}

func wrapOnce(key []byte, err error) error {
	if _, ok := err.(*CorruptError); ok {
		return err
	}
	return wrap(key, err)
}

// checkPair decodes a key and value and looks at what they refer to.
func (r *Reader) checkPair(k, v []byte) error {
	what, err := r.decodeAny(k, v)
	if err != nil {
		return err
	}
	switch w := what.(type) {
	case *Record:
		return r.checkRecord(k, w)
	case keyEntry:
		return r.checkKeyEntry(k, w)
	case *Edge, *Link:
		return r.checkMirror(k, mirror(k), v)
	case *Ruling:
		return r.checkMirror(k, r.rulingMirror(k, w), v)
	case owner:
		if space(k[0]) == spaceOwnerV {
			return nil
		}
		return r.checkOwner(k, w)
	case *Entity:
		return r.checkMembers(k, w)
	case *Review:
		return r.checkReview(k, w)
	case profile:
		return r.checkProfile(k)
	}
	return nil
}

func (r *Reader) checkProfile(k []byte) error {
	_, err := r.Record(binary.BigEndian.Uint64(k[1:]))
	if err == ErrNotFound {
		return corrupt(k, "its record is missing", nil)
	}
	return err
}

func (r *Reader) checkRecord(k []byte, rec *Record) error {
	e, err := getPlain(r, r.s.nameKey(spaceKey, rec.Key), decodeKeyEntry)
	if err == ErrNotFound || err == nil && (e.no != rec.No || e.deleted) {
		return corrupt(k, "its key does not lead to it", nil)
	}
	return err
}

func (r *Reader) checkKeyEntry(k []byte, e keyEntry) error {
	if e.deleted {
		return nil
	}
	rec, err := r.Record(e.no)
	if err == ErrNotFound || err == nil && !bytes.Equal(k, r.s.nameKey(spaceKey, rec.Key)) {
		return corrupt(k, fmt.Sprintf("leads to %d, which is another record or none", e.no), nil)
	}
	return err
}

// mirror is the key of the same edge or link from its other end.
func mirror(k []byte) []byte {
	return slices.Concat(k[:1], k[9:17], k[1:9], k[17:])
}

func (r *Reader) rulingMirror(k []byte, x *Ruling) []byte {
	if space(k[0]) == spaceRuling {
		return r.s.rulingKey(spaceRulingOf, x.B, x.A, x.No)
	}
	return r.s.rulingKey(spaceRuling, x.A, x.B, x.No)
}

func (r *Reader) checkMirror(k, other, v []byte) error {
	err := r.get(other, func(o []byte) error {
		if !bytes.Equal(o, v) {
			return corrupt(k, "its two ends differ", nil)
		}
		return nil
	})
	if err == ErrNotFound {
		return corrupt(k, "its other end is missing", nil)
	}
	return err
}

func (r *Reader) checkOwner(k []byte, o owner) error {
	no := binary.BigEndian.Uint64(k[1:])
	e, err := r.Entity(o.id)
	if err == nil {
		if _, member := slices.BinarySearch(e.Members, no); !member {
			err = ErrNotFound
		}
	}
	if err == ErrNotFound {
		return corrupt(k, fmt.Sprintf("leads to entity %s, which does not hold it", o.id), nil)
	}
	return err
}

func (r *Reader) checkMembers(k []byte, e *Entity) error {
	for _, no := range e.Members {
		id, err := r.EntityOf(no)
		if err == ErrNotFound || err == nil && id != e.ID {
			return corrupt(k, fmt.Sprintf("its member %d leads elsewhere", no), nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) checkReview(k []byte, e *Review) error {
	place, err := r.reviewPlace(e.A, e.B)
	if err == ErrNotFound || err == nil && (place.Value != e.Value || place.Since != e.Since) {
		return corrupt(k, "its pair leads to another entry or none", nil)
	}
	if err == nil && space(k[0]) == spaceQueueOf {
		_, err = r.ReviewOf(e.A, e.B)
		if err == ErrNotFound {
			return corrupt(k, "leads to no entry", nil)
		}
	}
	return err
}

// decodeAny decodes whatever stands under a key.
func (r *Reader) decodeAny(k, v []byte) (any, error) {
	switch sp := space(k[0]); sp {
	case spaceRecord:
		return first(r.decodeRecordPair(k, v))
	case spaceVersion:
		return first(r.decodeVersion(k, v))
	case spaceKey:
		e, err := decodeKeyEntry(v)
		return e, bad(k, err)
	case spacePosting:
		return first(decodePostingPair(k, v))
	case spaceEdge:
		return first(r.decodeEdge(k, v))
	case spaceEntity:
		return first(r.decodeEntityPair(k, v))
	case spaceEntityV:
		return first(r.decodeEntityVersion(k, v))
	case spaceOwner, spaceOwnerV:
		return first(decodeOwnerPair(k, v))
	case spaceAlias:
		return first(decodeAliasPair(k, v))
	case spaceQueue:
		return first(r.decodeReview(k, v))
	case spaceQueueOf:
		return first(decodeReviewPlace(k, v))
	case spaceRuling, spaceRulingOf:
		return first(r.decodeRuling(k, v))
	case spaceLink:
		return first(r.decodeLink(k, v))
	case spaceChange:
		return first(r.decodeEvent(k, v))
	case spaceTime:
		return first(decodeTime(k, v))
	case spaceProfile:
		return first(r.decodeProfile(k, v))
	case spaceMeta:
		return r.decodeMeta(k, v)
	}
	return nil, corrupt(k, "belongs to no keyspace", nil)
}

// first makes a typed result an untyped one, nil on error.
func first[T any](v T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}

func decodePostingPair(k, v []byte) ([]Posting, error) {
	if len(k) != 10 {
		return nil, corrupt(k, "bad key", nil)
	}
	ops, err := decodePostings(v)
	if err != nil {
		return nil, bad(k, err)
	}
	list := make([]Posting, 0, len(ops))
	for _, o := range ops {
		if o.removed {
			return nil, corrupt(k, "a removal is left in a whole list", nil)
		}
		list = append(list, o.Posting)
	}
	return list, nil
}

func decodeOwnerPair(k, v []byte) (owner, error) {
	var no, change uint64
	if !numbers(k, &no) && !numbers(k, &no, &change) {
		return owner{}, corrupt(k, "bad key", nil)
	}
	o, err := decodeOwner(v)
	return o, bad(k, err)
}

func (r *Reader) decodeMeta(k, v []byte) (any, error) {
	if len(k) < 2 {
		return nil, corrupt(k, "bad key", nil)
	}
	sealed := func(no uint64) (any, error) {
		v, err := r.s.open(spaceMeta, no, v)
		if err != nil {
			return nil, corrupt(k, "cannot be unsealed", err)
		}
		return string(v), nil
	}
	switch k[1] {
	case metaFormat:
		i, err := decodeInfo(v)
		return i, bad(k, err)
	case metaCounters:
		c, err := decodeCounters(v)
		return c, bad(k, err)
	case metaTrimmed:
		n, err := decodeNumber(v)
		return n, bad(k, err)
	case metaPinned:
		if _, err := r.Model(v); err == ErrNotFound {
			return nil, corrupt(k, "the model in use is missing", nil)
		}
		return hex.EncodeToString(v), nil
	case metaRun:
		if len(k) != 10 {
			return nil, corrupt(k, "bad key", nil)
		}
		return sealed(binary.BigEndian.Uint64(k[2:]))
	case metaModel, metaNamed:
		return sealed(0)
	}
	return nil, corrupt(k, "unknown kind of meta key", nil)
}

// Dump writes every key and value as a line of text: keyspace, key and value in
// hexadecimal, and the value as it reads. It shows personal data; it is for the
// eyes of whoever mends a store.
func (r *Reader) Dump(w io.Writer) error {
	for line, err := range scan(r, nil, nil, r.dumpLine) {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, line); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) dumpLine(k, v []byte) (string, error) {
	what, err := r.decodeAny(k, v)
	text := ""
	if err != nil {
		text = "! " + err.Error()
	} else if o, ok := what.(owner); ok {
		text = o.id.String()
	} else if e, ok := what.(keyEntry); ok {
		text = fmt.Sprint(e.no)
	} else {
		b, err := json.Marshal(what)
		if err != nil {
			return "", err
		}
		text = string(b)
	}
	return fmt.Sprintf("%s\t%x\t%x\t%s\n", space(k[0]), k, v, text), nil
}
