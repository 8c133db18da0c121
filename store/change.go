package store

import (
	"encoding/binary"
	"errors"
	"iter"

	"github.com/tekil-id/tekil/record"
)

// EventKind says what a change did.
type EventKind uint8

// The kinds of events. The zero EventKind is invalid.
const (
	Created EventKind = iota + 1 // an entity came into being
	Merged                       // entities became one: the first one named stays
	Split                        // an entity became several: the first one named is the old one
	Changed                      // an entity's members or golden values changed
	Deleted                      // an entity ended with its last record
)

var eventNames = [...]string{"invalid", "created", "merged", "split", "changed", "deleted"}

// String returns "created", "merged", "split", "changed" or "deleted".
func (k EventKind) String() string {
	if int(k) < len(eventNames) {
		return eventNames[k]
	}
	return eventNames[0]
}

// Event is one entry of the changes feed.
type Event struct {
	Change   uint64 // number of the change, rising without end
	Kind     EventKind
	Time     string // the caller's, RFC 3339; may be empty
	Entities []record.EntityID
	Records  []record.Key
	Data     []byte // the caller's
}

const (
	evKind     = 1
	evTime     = 2
	evEntity   = 3
	evRecord   = 4 // nested: source, id
	evData     = 5
	evRecordID = 2
)

var errEvent = errors.New("store: event without a kind or number")

func appendEvent(b []byte, e *Event) []byte {
	b = putUint(b, evKind, uint64(e.Kind))
	b = putString(b, evTime, e.Time)
	for _, id := range e.Entities {
		b = putUint(b, evEntity, uint64(id))
	}
	for _, k := range e.Records {
		b = putMessage(b, evRecord, sizeString(string(k.Source))+sizeString(string(k.ID)))
		b = putString(putString(b, 1, string(k.Source)), evRecordID, string(k.ID))
	}
	return putBytes(b, evData, e.Data)
}

func decodeEvent(e *Event, b []byte) error {
	d := decode(b)
	for d.next() {
		switch d.num {
		case evKind:
			e.Kind = EventKind(d.small(255))
		case evTime:
			e.Time = d.string()
		case evEntity:
			e.Entities = append(e.Entities, record.EntityID(d.uint()))
		case evRecord:
			k, err := decodeKey(d.message())
			if d.err == nil {
				d.err = err
			}
			e.Records = append(e.Records, k)
		case evData:
			e.Data = d.bytes()
		}
	}
	return d.err
}

func decodeKey(d decoder) (k record.Key, err error) {
	for d.next() {
		switch d.num {
		case 1:
			k.Source = record.Source(d.string())
		case evRecordID:
			k.ID = record.ID(d.string())
		}
	}
	return k, d.err
}

// PutEvent adds an event to the feed under its change number, and marks its time
// for [Reader.ChangeAt].
func (b *Batch) PutEvent(e *Event) error {
	if e.Kind == 0 || e.Change == 0 {
		return b.failOn(errEvent)
	}
	if e.Time != "" {
		if err := b.MarkTime(Stamp{e.Change, e.Time}); err != nil {
			return err
		}
	}
	return b.setSealed(key1(spaceChange, e.Change), spaceChange, e.Change, appendEvent(nil, e))
}

// MarkTime records the time of a change that has no event of its own.
func (b *Batch) MarkTime(at Stamp) error {
	k, err := timeKey(at.Time)
	if err != nil {
		return b.failOn(err)
	}
	return b.setPlain(k, putUint(nil, 1, at.Change))
}

// Changes yields the events after the given change number in order: start with
// 0, go on with the number of the last event seen. Where events after it were
// dropped from history, it yields [ErrTrimmed].
func (r *Reader) Changes(since uint64) iter.Seq2[*Event, error] {
	events := scan(r, key1(spaceChange, since+1), after(key0(spaceChange)), r.decodeEvent)
	return func(yield func(*Event, error) bool) {
		if err := r.known(since); err != nil {
			yield(nil, err)
			return
		}
		events(yield)
	}
}

func (r *Reader) decodeEvent(k, v []byte) (*Event, error) {
	e := &Event{}
	if !numbers(k, &e.Change) {
		return nil, corrupt(k, "bad key", nil)
	}
	v, err := r.s.open(spaceChange, e.Change, v)
	if err != nil {
		return nil, corrupt(k, "cannot be unsealed", err)
	}
	return e, bad(k, decodeEvent(e, v))
}

// ChangeAt returns the number of the last change at or before a time, RFC 3339:
// what [Reader.EntityAt], [Reader.EntityOfAt] and [Reader.RecordAt] take. It is
// 0 before the first one, and [ErrTrimmed] where history was dropped. Where the caller's times went back, the later change
// of the nearest time counts.
func (r *Reader) ChangeAt(t string) (uint64, error) {
	k, err := timeKey(t)
	if err != nil {
		return 0, err
	}
	n, err := lastBefore(r, key0(spaceTime), append(k, 0), decodeTime)
	if err == ErrNotFound {
		return 0, r.known(0)
	}
	return n, err
}

func decodeTime(k, v []byte) (n uint64, err error) {
	if len(k) != 13 || binary.BigEndian.Uint32(k[9:]) >= 1e9 {
		return 0, corrupt(k, "bad key", nil)
	}
	d := decode(v)
	for d.next() {
		if d.num == 1 {
			n = d.uint()
		}
	}
	return n, bad(k, d.err)
}
