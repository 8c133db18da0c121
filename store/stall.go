package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cockroachdb/pebble/v2"
)

// stall holds writers back while the engine is behind with sorting onto disk what
// they wrote. Pebble can do so itself, but then a writer waits inside of it, under
// the lock that all commits and Close take, until a flush succeeds; where the disk
// is full that is never. Here a writer waits before it enters the engine, and goes
// away with the reason when writing fails. Syncs of what was written go on meanwhile.
type stall struct {
	mu       sync.Mutex    // one writer looks at a time, and the others wait for it
	look     atomic.Bool   // the engine's tables changed since somebody looked
	wake     chan struct{} // something was sorted, or could not be
	troubles atomic.Int64  // times that the engine could not sort
	trouble  atomic.Pointer[error]
}

const (
	// noThreshold keeps the engine from holding writers back itself.
	noThreshold = 1 << 20
	// stallTables is how many tables in memory may stand, in sizes of a full one,
	// and stallRuns how many overlapping runs of flushed files, before writers wait.
	stallTables = 4
	stallRuns   = 12
	// stallPause is how often a waiting writer looks without being told to.
	stallPause = 100 * time.Millisecond
	// stallTroubles is how often what a writer waits for may fail. Pebble repeats
	// it for ever.
	stallTroubles = 3
)

func newStall() stall { return stall{wake: make(chan struct{}, 1)} }

// listener hears of what lets writers wait and go on. Pebble calls it under its
// own lock, so nothing here may wait.
func (s *stall) listener() *pebble.EventListener {
	return &pebble.EventListener{
		BackgroundError: func(err error) {
			s.trouble.Store(&err)
			s.troubles.Add(1)
			s.changed()
		},
		CompactionEnd:  func(pebble.CompactionInfo) { s.changed() },
		DataCorruption: func(pebble.DataCorruptionInfo) {},
		FlushEnd:       func(pebble.FlushInfo) { s.changed() },
		WALCreated:     func(pebble.WALCreateInfo) { s.changed() }, // with each table in memory
	}
}

func (s *stall) changed() {
	s.look.Store(true)
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// behind reports whether the engine is so far behind that writers should wait.
func (s *Store) behind() bool {
	m := s.db.Metrics()
	return m.MemTable.Size >= stallTables*uint64(s.opts.MemTable) || !s.loading && m.Levels[0].Sublevels >= stallRuns
}

// makeRoom waits until the engine takes another batch.
func (s *Store) makeRoom() error {
	s.stall.mu.Lock()
	defer s.stall.mu.Unlock()
	before := s.stall.troubles.Load()
	for {
		if err := s.written(nil); err != nil {
			return err
		}
		if !s.stall.look.Swap(false) || !s.behind() {
			return nil
		}
		if s.stall.troubles.Load()-before >= stallTroubles {
			return s.fail(*s.stall.trouble.Load())
		}
		s.stall.look.Store(true) // whoever comes next looks again, too
		select {
		case <-s.stall.wake:
		case <-s.failure:
		case <-time.After(stallPause):
		}
	}
}

// untilFailure returns a context that ends when writing fails: for what the engine
// would otherwise repeat for ever.
func (s *Store) untilFailure(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-s.failure:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// flush sorts what is in memory onto disk, and waits for it.
func (s *Store) flush() error {
	if err := s.written(nil); err != nil {
		return err
	}
	done, err := s.db.AsyncFlush()
	if err != nil {
		return wrap(nil, err)
	}
	select {
	case <-done:
	case <-s.failure:
	}
	return s.written(nil)
}
