package store

import (
	"context"
	"encoding/binary"

	"github.com/cockroachdb/pebble/v2"
)

// DropHistory drops what was believed only before a time, RFC 3339: states of
// records, entities and memberships that had been replaced by then, and the
// events up to then. What was believed at that time and since stays known.
// Deleted records stay marked as deleted, and lost ids go on to resolve. It works
// in small batches beside other writers, and can be broken off and repeated.
func (s *Store) DropHistory(ctx context.Context, before string) error {
	if s.opts.ReadOnly {
		return ErrReadOnly
	}
	sn := s.Snapshot()
	defer sn.Close()
	cut, err := sn.ChangeAt(before)
	if err != nil || cut == 0 {
		return err
	}
	// First of all readers learn that what follows is no longer whole.
	t := &trimmer{ctx: ctx, r: &sn.Reader, cut: cut}
	if err := t.begin(); err != nil {
		return err
	}
	defer func() { t.b.Close() }()
	for _, sp := range []space{spaceVersion, spaceEntityV, spaceOwnerV} {
		if err := t.states(sp); err != nil {
			return err
		}
	}
	if err := t.times(); err != nil {
		return err
	}
	return t.flush(0)
}

// BeginHistory says that nothing is known here of what was believed before a
// change, and of events up to it: of a store that takes the place of another. Who
// asks for more gets [ErrTrimmed].
func (b *Batch) BeginHistory(change uint64) error {
	return b.setPlain(metaKey(metaTrimmed), putUint(nil, 1, change))
}

// Trimmed returns the number of the last change that history was dropped up to:
// the first one at which states are still known. It is 0 where nothing was
// dropped.
func (r *Reader) Trimmed() (uint64, error) {
	n, err := getPlain(r, metaKey(metaTrimmed), decodeNumber)
	if err == ErrNotFound {
		err = nil
	}
	return n, err
}

func decodeNumber(b []byte) (n uint64, err error) {
	d := decode(b)
	for d.next() {
		if d.num == 1 {
			n = d.uint()
		}
	}
	return n, d.err
}

// known fails with ErrTrimmed where the state after change was dropped.
func (r *Reader) known(change uint64) error {
	trimmed, err := r.Trimmed()
	if err == nil && change < trimmed {
		err = ErrTrimmed
	}
	return err
}

// trimmer gathers the deletions of DropHistory.
type trimmer struct {
	ctx context.Context
	r   *Reader
	cut uint64
	b   *pebble.Batch
}

func (t *trimmer) begin() error {
	if err := t.r.s.gate.enter(); err != nil {
		return err
	}
	t.b = t.r.s.db.NewBatch()
	t.r.s.gate.leave()
	if err := t.b.Set(metaKey(metaTrimmed), putUint(nil, 1, t.cut), nil); err != nil {
		return err
	}
	if err := t.b.DeleteRange(key0(spaceChange), key1(spaceChange, t.cut+1), nil); err != nil {
		return err
	}
	return t.flush(0)
}

// states deletes the former states of one keyspace that ended by the cut. A
// state ends where the next one of its record or entity begins.
func (t *trimmer) states(sp space) error {
	var last []byte // the newest state up to the cut of the group at hand
	later := false  // the group has a state after the cut
	for k, err := range scan(t.r, key0(sp), after(key0(sp)), func(k, _ []byte) ([]byte, error) {
		return append([]byte(nil), k...), nil
	}) {
		if err != nil {
			return err
		}
		if len(k) != 17 {
			return corrupt(k, "bad key", nil)
		}
		same := last != nil && string(last[:9]) == string(k[:9])
		if !same {
			if err := t.endGroup(last, later); err != nil {
				return err
			}
			last, later = nil, false
		}
		if binary.BigEndian.Uint64(k[9:]) > t.cut {
			later = true
			continue
		}
		if last != nil {
			if err := t.delete(last); err != nil {
				return err
			}
		}
		last = k
	}
	return t.endGroup(last, later)
}

// endGroup deletes the newest former state up to the cut where the current one
// had replaced it by then.
func (t *trimmer) endGroup(last []byte, later bool) error {
	if last == nil || later {
		return nil
	}
	since, err := t.currentSince(space(last[0]), binary.BigEndian.Uint64(last[1:]))
	if err == ErrNotFound { // last is the mark of a deletion
		if space(last[0]) == spaceVersion {
			return nil
		}
		return t.delete(last)
	}
	if err != nil || since > t.cut {
		return err
	}
	return t.delete(last)
}

func (t *trimmer) currentSince(sp space, no uint64) (uint64, error) {
	if sp == spaceOwnerV {
		o, err := getPlain(t.r, key1(spaceOwner, no), decodeOwner)
		return o.since, err
	}
	if sp == spaceEntityV {
		sp = spaceEntity
		return getAs(t.r, key1(sp, no), sp, no, func(b []byte) (uint64, error) {
			e, _, err := decodeEntity(0, b)
			return e.Since.Change, err
		})
	}
	rec, err := t.r.Record(no)
	if err != nil {
		return 0, err
	}
	return rec.Since.Change, nil
}

// times deletes the marks of times before the last one up to the cut.
func (t *trimmer) times() error {
	var last []byte
	type mark struct {
		key    []byte
		change uint64
	}
	for m, err := range scan(t.r, key0(spaceTime), after(key0(spaceTime)), func(k, v []byte) (mark, error) {
		n, err := decodeTime(k, v)
		return mark{append([]byte(nil), k...), n}, err
	}) {
		if err != nil {
			return err
		}
		if m.change > t.cut {
			break
		}
		if last != nil {
			if err := t.delete(last); err != nil {
				return err
			}
		}
		last = m.key
	}
	return nil
}

func (t *trimmer) delete(key []byte) error {
	if err := t.b.Delete(key, nil); err != nil {
		return wrap(key, err)
	}
	return t.flush(1 << 20)
}

// flush commits the batch once it holds more than size bytes.
func (t *trimmer) flush(size int) error {
	if t.b.Len() <= size {
		return nil
	}
	s := t.r.s
	if err := firstError(t.ctx.Err(), s.gate.enter()); err != nil {
		return err
	}
	defer s.gate.leave()
	b := t.b
	t.b = s.db.NewBatch()
	if err := s.apply(b, nil); err != nil {
		return err
	}
	return wrap(nil, b.Close())
}
