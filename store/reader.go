package store

import (
	"errors"
	"iter"

	"github.com/cockroachdb/pebble/v2"
)

// Reader reads one state of a store: of a [Store], the newest state at each
// call; of a [Snapshot], the state when it was taken; of a [Batch], the newest
// state with the batch's own writes on top. What it returns belongs to the
// caller.
//
// Readers of a Store or Snapshot are safe for concurrent use. The sequences that
// they return read one state from start to end; after yielding an error they
// end.
type Reader struct {
	s   *Store
	src pebble.Reader
	// closed is asked before each read of a snapshot or batch.
	closed func() bool
	// view says which shelves of profiles are good for it.
	view uint64
}

// errSkip makes scan pass over a key.
var errSkip = errors.New("skip")

// enter keeps the store open until leave is called.
func (r *Reader) enter() error {
	if err := r.s.gate.enter(); err != nil {
		return err
	}
	if r.closed != nil && r.closed() {
		r.s.gate.leave()
		return ErrClosed
	}
	return nil
}

// get calls use with the value under key, which is only valid until it returns.
func (r *Reader) get(key []byte, use func(v []byte) error) error {
	if err := r.enter(); err != nil {
		return err
	}
	defer r.s.gate.leave()
	v, closer, err := r.src.Get(key)
	if err != nil {
		return wrap(key, err)
	}
	err = use(v)
	closer.Close()
	return bad(key, err)
}

// bad marks a decoding error as the corruption of the value under key.
func bad(key []byte, err error) error {
	var c *CorruptError
	if err == nil || errors.As(err, &c) {
		return err
	}
	return corrupt(key, "value does not decode", err)
}

// getPlain decodes a value that is never sealed.
func getPlain[T any](r *Reader, key []byte, decode func([]byte) (T, error)) (out T, err error) {
	err = r.get(key, func(v []byte) (err error) {
		out, err = decode(v)
		return err
	})
	return out, err
}

// getAs unseals and decodes a value.
func getAs[T any](r *Reader, key []byte, sp space, no uint64, decode func([]byte) (T, error)) (out T, err error) {
	err = r.get(key, func(v []byte) (err error) {
		if v, err = r.s.open(sp, no, v); err != nil {
			return corrupt(key, "cannot be unsealed", err)
		}
		out, err = decode(v)
		return err
	})
	return out, err
}

// scan yields what decode makes of the keys in [lower, upper). Key and value are
// only valid during the call of decode.
func scan[T any](r *Reader, lower, upper []byte, decode func(k, v []byte) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		it, err := r.iter(lower, upper)
		if err != nil {
			yield(zero, err)
			return
		}
		defer r.s.gate.leave()
		defer it.Close()
		for ok := it.First(); ok; ok = it.Next() {
			v, err := it.ValueAndErr()
			if err != nil {
				yield(zero, wrap(it.Key(), err))
				return
			}
			out, err := decode(it.Key(), v)
			if err == errSkip {
				continue
			}
			if !yield(out, err) || err != nil {
				return
			}
		}
		if err := it.Error(); err != nil {
			yield(zero, wrap(lower, err))
		}
	}
}

// iter opens an iterator and enters the gate, which the caller must leave.
func (r *Reader) iter(lower, upper []byte) (*pebble.Iterator, error) {
	if err := r.enter(); err != nil {
		return nil, err
	}
	it, err := r.src.NewIter(&pebble.IterOptions{LowerBound: lower, UpperBound: upper})
	if err != nil {
		r.s.gate.leave()
		return nil, wrap(lower, err)
	}
	return it, nil
}

// lastBefore decodes the last key in [lower, upper), or returns [ErrNotFound].
func lastBefore[T any](r *Reader, lower, upper []byte, decode func(k, v []byte) (T, error)) (out T, err error) {
	it, err := r.iter(lower, upper)
	if err != nil {
		return out, err
	}
	defer r.s.gate.leave()
	defer it.Close()
	if !it.Last() {
		if err := it.Error(); err != nil {
			return out, wrap(lower, err)
		}
		return out, ErrNotFound
	}
	v, err := it.ValueAndErr()
	if err != nil {
		return out, wrap(it.Key(), err)
	}
	return decode(it.Key(), v)
}

// Snapshot is a [Reader] of the store's state at one moment. It must be closed;
// until then old values stay on disk.
type Snapshot struct {
	Reader
	snap *pebble.Snapshot
	done closeOnce
}

// Snapshot takes a snapshot of what is committed, durable or not. On a closed
// store it is closed as well.
func (s *Store) Snapshot() *Snapshot {
	sn := &Snapshot{}
	sn.Reader = Reader{s: s, closed: sn.done.isDone}
	if s.gate.enter() != nil {
		sn.done.do(func() {})
		return sn
	}
	defer s.gate.leave()
	sn.view = s.shelves.mark.Load() // before: what comes between is passed over
	sn.snap = s.db.NewSnapshot()
	sn.src = sn.snap
	s.handles.add(sn)
	return sn
}

// Close releases the snapshot. Sequences over it must have ended.
func (sn *Snapshot) Close() error {
	sn.s.handles.remove(sn)
	return sn.release()
}

func (sn *Snapshot) release() (err error) {
	sn.done.do(func() { err = wrap(nil, sn.snap.Close()) })
	return err
}
