package store

import (
	"github.com/cockroachdb/pebble/v2"
)

// Batch gathers writes that become visible and durable together or not at all.
// It reads its own writes through its [Reader]. A Batch is for one goroutine;
// one batch at a time should be open on a store whose counters it moves. It must
// be closed, committed or not.
//
// Every method that writes returns the first error of the batch; Commit returns
// it as well, so that errors of single writes may be left unread. Only
// [ErrNotFound], from deleting what is not there, does no harm to the batch.
type Batch struct {
	Reader
	b        *pebble.Batch
	done     closeOnce
	err      error
	counters *Counters // as moved by this batch; nil until asked for
	profiles []uint64  // numbers of those that it writes
}

// NewBatch starts a batch.
func (s *Store) NewBatch() *Batch { return s.newBatch(true) }

// NewBlindBatch starts a batch that does not see its own writes: its [Reader] reads
// what the store holds. It costs less; methods that read what they replace must
// not be called twice for the same thing.
func (s *Store) NewBlindBatch() *Batch { return s.newBatch(false) }

func (s *Store) newBatch(indexed bool) *Batch {
	b := &Batch{}
	b.Reader = Reader{s: s, closed: b.done.isDone}
	if b.err = s.gate.enter(); b.err != nil {
		b.done.do(func() {})
		return b
	}
	defer s.gate.leave()
	if s.opts.ReadOnly {
		b.err = ErrReadOnly
	}
	if indexed {
		b.b = s.db.NewIndexedBatch()
		b.src = b.b
	} else {
		b.b = s.db.NewBatch()
		b.src, b.view = s.db, liveView
	}
	s.handles.add(b)
	return b
}

// Close gives the batch up, unless it was committed.
func (b *Batch) Close() error {
	b.s.handles.remove(b)
	return b.release()
}

func (b *Batch) release() (err error) {
	b.done.do(func() { err = wrap(nil, b.b.Close()) })
	return err
}

// Commit makes the batch visible and, where sync is true, waits until it is on
// disk. Commits that wait at the same time share one write to the disk, see
// [Store.Expect]. After it the batch is closed.
func (b *Batch) Commit(sync bool) error {
	wait, err := b.CommitNoWait(sync)
	if err != nil {
		return err
	}
	return wait()
}

// CommitNoWait makes the batch visible, and returns a function that waits until
// it is on disk (at once where sync is false). So one ordered writer can go on
// to the next batch while the disk works, and acknowledges each batch when its
// wait returns nil. Wait must be called exactly once. The batch is closed.
func (b *Batch) CommitNoWait(sync bool) (wait func() error, err error) {
	if b.err == nil && b.counters != nil {
		b.setPlain(metaKey(metaCounters), appendCounters(nil, *b.counters))
	}
	if b.err != nil {
		b.Close()
		return nil, b.err
	}
	if err := b.enter(); err != nil {
		return nil, err
	}
	if err := b.s.apply(b.b, b.profiles); err != nil {
		b.s.gate.leave()
		b.abandon()
		return nil, err
	}
	b.Close()
	if !sync || b.s.opts.NoSync {
		b.s.gate.leave()
		return func() error { return nil }, nil
	}
	group := b.s.group.join()
	return func() error {
		defer b.s.gate.leave()
		return b.s.group.wait(group)
	}, nil
}

// abandon leaves a batch that failed to the garbage collector: the engine's log
// may still be busy with it.
func (b *Batch) abandon() {
	b.s.handles.remove(b)
	b.done.do(func() {})
}

// Len returns the size of the batch in bytes.
func (b *Batch) Len() int {
	if b.b == nil {
		return 0
	}
	return b.b.Len()
}

// usable reports whether the batch still takes writes.
func (b *Batch) usable() bool {
	if b.err == nil && b.done.isDone() {
		b.err = ErrClosed
	}
	return b.err == nil
}

// failRead remembers an error of reading, unless it is that nothing was found.
func (b *Batch) failRead(err error) error {
	if err == ErrNotFound {
		return err
	}
	return b.failOn(err)
}

// failOn remembers the first error.
func (b *Batch) failOn(err error) error {
	if b.err == nil {
		b.err = err
	}
	return b.err
}

func (b *Batch) setPlain(key, value []byte) error {
	if !b.usable() {
		return b.err
	}
	b.noteProfile(key)
	return b.failOn(b.b.Set(key, value, nil))
}

// noteProfile remembers that the batch writes a profile, if the key is one's.
func (b *Batch) noteProfile(key []byte) {
	var no uint64
	if space(key[0]) != spaceProfile || !numbers(key, &no) {
		return
	}
	if n := len(b.profiles); n == 0 || b.profiles[n-1] != no {
		b.profiles = append(b.profiles, no)
	}
}

func (b *Batch) setSealed(key []byte, sp space, no uint64, plain []byte) error {
	v, err := b.s.seal(sp, no, plain)
	if err != nil {
		return b.failOn(err)
	}
	return b.setPlain(key, v)
}

func (b *Batch) merge(key, value []byte) error {
	if !b.usable() {
		return b.err
	}
	return b.failOn(b.b.Merge(key, value, nil))
}

func (b *Batch) delete(key []byte) error {
	if !b.usable() {
		return b.err
	}
	b.noteProfile(key)
	return b.failOn(b.b.Delete(key, nil))
}

// deleteRange removes every key that starts with prefix.
func (b *Batch) deleteRange(prefix []byte) error {
	if !b.usable() {
		return b.err
	}
	return b.failOn(b.b.DeleteRange(prefix, after(prefix), nil))
}
