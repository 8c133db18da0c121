// Package store keeps what tekil knows on disk: records with their former
// states, the postings that find them, edges, entities with their golden records
// and their history, rulings, the review queue, the model, and the feed of
// changes. It decides nothing; it is bytes, atomic batches and snapshots.
//
// [Open] opens a store to read and write single records: read through the
// [Store] itself or a [Snapshot], write through a [Batch]. [Create] writes a new
// store as a whole from sorted streams, in seconds for a million records, and
// puts it in place of the old one when it is complete.
//
// A store is a Pebble database (https://github.com/cockroachdb/pebble, v2) with
// the key layout of docs/storage-format.md, and this package is the only one
// that imports Pebble. One process at a time may have it open.
//
// # History
//
// Records, entities and memberships carry the [Stamp] since which they stand.
// Writing over one keeps the former state, so that [Reader.RecordAt],
// [Reader.EntityAt] and [Reader.EntityOfAt] can tell what was believed after any
// change; [Reader.ChangeAt] finds the change by time. [Store.DropHistory] limits
// how far back they reach. All times are given by the caller: the store reads no
// clock.
//
// # Personal data
//
// Neither errors nor logs of this package hold any. With a [Sealer] values are
// encrypted, and with a [Hasher] no key shows what it was made of; see there.
package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// Store is an open store. It is safe for concurrent use.
type Store struct {
	Reader
	opts    Options
	dir     string
	db      *pebble.DB
	gate    gate
	handles handles
	lock    *pebble.Lock

	// applyMu lets one batch at a time enter the engine: a failing one must not
	// take others down with it.
	applyMu sync.Mutex
	shelves shelves
	group   groupCommit
	stall   stall
	failed  atomic.Pointer[error]
	failure chan struct{} // closed once failed is set
	opening atomic.Bool   // until it is open, see guardFS
	loading bool          // by a Loader
}

// pebbleFormat is the format of the files beneath. Raising it is a change of the
// store format: older versions of tekil could not open the store any more.
const pebbleFormat = pebble.FormatTableFormatV6

const (
	// markerName is a file that tells a store from anything else without
	// opening it.
	markerName   = "TEKIL"
	markerText   = "tekil store\nformat %d\n"
	buildingName = "BUILDING" // in a directory that a Loader has not finished
	buildingExt  = ".building"
	oldExt       = ".old"
)

// Open opens the store in dir, or makes a new one there. The caller must close
// it.
func Open(dir string, opts *Options) (*Store, error) {
	s := newStore(dir, opts)
	fs := s.opts.FS.vfs
	if err := finishSwap(fs, dir); err != nil {
		return nil, err
	}
	found, err := identify(fs, dir)
	if err != nil {
		return nil, err
	}
	switch {
	case found && s.opts.ErrorIfExists:
		return nil, fmt.Errorf("%w: %s", ErrExists, dir)
	case !found && (s.opts.MustExist || s.opts.ReadOnly):
		return nil, fmt.Errorf("%w: nothing in %s", ErrNotStore, dir)
	case !found:
		if err := makeDir(fs, dir); err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
	}
	if err := s.start(!found); err != nil {
		return nil, err
	}
	return s, nil
}

func newStore(dir string, opts *Options) *Store {
	s := &Store{opts: opts.withDefaults(), dir: strings.TrimRight(dir, "/"), failure: make(chan struct{}), stall: newStall()}
	s.group.sync = s.sync
	s.Reader.s, s.view = s, liveView
	if s.opts.Sealer == nil { // what is sealed on disk is not kept in the open
		s.shelves.init(s.opts.Profiles)
	}
	return s
}

// start locks the directory and opens the engine in it.
func (s *Store) start(fresh bool) error {
	fs := s.opts.FS.vfs
	var err error
	if s.lock, err = lockDir(fs, s.dir); err != nil {
		return err
	}
	if fresh {
		err = writeFile(fs, s.dir, markerName, fmt.Sprintf(markerText, Format))
	}
	s.opening.Store(true)
	if err == nil {
		err = s.openEngine()
	}
	if err == nil {
		err = s.checkInfo()
	}
	s.opening.Store(false)
	// What Pebble was told to be well until now must not count.
	if err = firstError(s.written(nil), err); err != nil {
		s.opening.Store(true)
		s.stop()
	}
	return err
}

func (s *Store) openEngine() (err error) {
	defer func() { err = firstError(recovered(recover()), err) }()
	cache := pebble.NewCache(s.opts.Cache)
	defer cache.Unref()
	db, err := pebble.Open(s.dir, s.engineOptions(cache))
	if err != nil {
		if errors.Is(err, pebble.ErrDBDoesNotExist) {
			return fmt.Errorf("%w: %s was never completed", ErrNotStore, s.dir)
		}
		return wrap(nil, err)
	}
	s.db, s.src = db, db
	return s.written(nil)
}

// checkInfo reads the format record, and writes it into an empty store.
func (s *Store) checkInfo() error {
	info, err := s.Info()
	if err == ErrNotFound {
		if info, err = s.writeInfo(); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	if info.Format > Format {
		return newerFormat(info.Format)
	}
	return s.checkKeys(&info)
}

func (s *Store) writeInfo() (Info, error) {
	for _, err := range scan(&s.Reader, nil, nil, func(k, _ []byte) (struct{}, error) { return struct{}{}, nil }) {
		if err == nil {
			err = corrupt(metaKey(metaFormat), "format record is missing", nil)
		}
		return Info{}, err
	}
	info, err := s.newInfo()
	if err != nil {
		return Info{}, err
	}
	b := s.NewBatch()
	b.setPlain(metaKey(metaFormat), appendInfo(nil, info))
	return *info, b.Commit(true)
}

func newerFormat(f uint64) error {
	return fmt.Errorf("%w: format %d, this one reads up to %d", ErrNewerFormat, f, Format)
}

// engineOptions sets what differs from Pebble's defaults.
func (s *Store) engineOptions(cache *pebble.Cache) *pebble.Options {
	o := &pebble.Options{
		Cache:              cache,
		Comparer:           quietComparer,
		FS:                 &guardFS{s.opts.FS.vfs, s},
		FormatMajorVersion: pebbleFormat,
		Lock:               s.lock,
		Logger:             engineLogger{s},
		EventListener:      s.stall.listener(),
		MemTableSize:       uint64(s.opts.MemTable),
		Merger:             postingMerger,
		ReadOnly:           s.opts.ReadOnly,
		// A file that is taken in while files are sorted into its place stays on top
		// of all others: half a store would have to be sorted again.
		DisableAutomaticCompactions: s.loading,
		// Two files are sorted at a time at most: the machine has other work.
		CompactionConcurrencyRange: func() (int, int) { return 1, 2 },
		// Writers wait in front of the engine, not in it, see stall.
		MemTableStopWritesThreshold: noThreshold,
		L0StopWritesThreshold:       noThreshold,
	}
	for i := range o.Levels {
		l := &o.Levels[i]
		l.BlockSize = blockSize
		l.IndexBlockSize = indexBlockSize
		if i == len(o.Levels)-1 {
			l.FilterPolicy = pebble.NoFilterPolicy // Pebble would not ask one there
			l.Compression = func() *sstable.CompressionProfile { return compression }
		} else {
			l.FilterPolicy = bloom.FilterPolicy(bloomBits)
			l.Compression = func() *sstable.CompressionProfile { return sstable.NoCompression }
		}
	}
	return o
}

// Sizes as measured, see docs/storage-format.md.
const (
	blockSize      = 4 << 10
	indexBlockSize = 256 << 10
	bloomBits      = 10 // a key that is not there costs a read once in a hundred times
)

var compression = sstable.MinLZCompression

// quietComparer orders keys as bytes, like Pebble's default, whose name it
// bears, but prints no more of a key than its keyspace.
var quietComparer = func() *pebble.Comparer {
	c := *pebble.DefaultComparer
	c.FormatKey = func(k []byte) fmt.Formatter { return quietKey(k) }
	return &c
}()

type quietKey []byte

func (k quietKey) Format(f fmt.State, _ rune) {
	if len(k) > 0 {
		fmt.Fprintf(f, "<%s>", space(k[0]))
	}
}

// engineLogger passes what Pebble says on. Fatalf, which ends the process by
// default, makes the store refuse all further writes instead.
type engineLogger struct{ s *Store }

func (l engineLogger) Infof(format string, args ...any) {
	if l.s.opts.Logger.Enabled(context.Background(), slog.LevelDebug) {
		l.s.opts.Logger.Debug("store: engine: " + fmt.Sprintf(format, args...))
	}
}

func (l engineLogger) Errorf(format string, args ...any) {
	l.s.opts.Logger.Error("store: engine: " + fmt.Sprintf(format, args...))
}

func (l engineLogger) Fatalf(format string, args ...any) {
	l.s.fail(fmt.Errorf(format, args...))
}

// fail makes the store refuse writes from now on, and returns why.
func (s *Store) fail(cause error) error {
	err := fmt.Errorf("%w: %w", ErrFailed, cause)
	if s.failed.CompareAndSwap(nil, &err) {
		close(s.failure)
		s.opts.Logger.Error("store: writing failed", "error", cause)
	}
	return *s.failed.Load()
}

// Failure returns why the store refuses writes ([ErrFailed] and its cause), nil
// while it takes them.
func (s *Store) Failure() error { return s.written(nil) }

// written turns the outcome of a write into an error of this package.
func (s *Store) written(err error) error {
	if err != nil {
		return s.fail(err)
	}
	if p := s.failed.Load(); p != nil {
		return *p
	}
	return nil
}

// apply makes a batch visible; sync brings it to the disk. Where it fails the batch
// must be left to the garbage collector, not closed: the engine may be busy with it.
func (s *Store) apply(b *pebble.Batch, profiles []uint64) error {
	if err := s.makeRoom(); err != nil {
		return err
	}
	return s.admit(func() error {
		if len(profiles) > 0 && s.shelves.limit > 0 {
			s.shelves.enter(profiles)
			defer s.shelves.leave()
		}
		return s.db.Apply(b, pebble.NoSync)
	})
}

// admit calls what has a batch enter the engine, one at a time.
func (s *Store) admit(apply func() error) (err error) {
	s.applyMu.Lock()
	defer s.applyMu.Unlock()
	defer func() {
		if p := recovered(recover()); p != nil {
			err = s.fail(p)
		}
	}()
	if err := s.written(nil); err != nil {
		return err
	}
	return s.written(apply())
}

// Expect says that n more writers are on their way to a commit that waits for the
// disk, or fewer, where n is negative. Commits wait for some of them, 2 ms at most, so
// that all share one write to the disk. Where nobody is expected, commits wait only for
// the writes that are under way already. It is safe for concurrent use.
func (s *Store) Expect(n int) { s.group.expect(n) }

// sync brings to the disk all that was committed until now: the log is written in
// order, so that a last entry, which says nothing, takes along what is before it.
func (s *Store) sync() error {
	b := s.db.NewBatch()
	b.LogData(nil, nil)
	if err := s.admit(func() error { return s.db.ApplyNoSyncWait(b, pebble.Sync) }); err != nil {
		return err
	}
	if err := s.written(b.SyncWait()); err != nil {
		return err
	}
	return wrap(nil, b.Close())
}

// recovered turns what Pebble panicked with over a failing disk into an error.
// Mistakes in a program go on panicking.
func recovered(p any) error {
	switch p := p.(type) {
	case nil:
		return nil
	case runtime.Error:
		panic(p)
	case error:
		return p
	default:
		return fmt.Errorf("%v", p)
	}
}

// Close waits for calls that are under way and closes the store, with the
// snapshots and batches that are still open. Closing again does nothing.
func (s *Store) Close() error {
	if !s.gate.shut() {
		return nil
	}
	err := s.handles.releaseAll()
	s.shelves.close()
	return firstError(err, s.stop())
}

// stop closes the engine and gives the directory free.
func (s *Store) stop() (err error) {
	defer func() { err = firstError(recovered(recover()), err) }()
	if s.lock != nil {
		defer func() { err = firstError(err, wrap(nil, s.lock.Close())) }()
	}
	if s.db == nil {
		return nil
	}
	return wrap(nil, s.db.Close())
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// lockDir takes the lock that all processes ask for before they touch a store.
func lockDir(fs vfs.FS, dir string) (*pebble.Lock, error) {
	lock, err := pebble.LockDirectory(dir, fs)
	switch {
	case err == nil:
		return lock, nil
	case errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.EACCES) && !isPathError(err), strings.Contains(err.Error(), "lock held by current process"):
		return nil, fmt.Errorf("%w: %s", ErrInUse, dir)
	}
	return nil, fmt.Errorf("store: %w", err)
}

// identify reports whether dir holds a store; it is false where dir is not there
// or empty.
func identify(fs vfs.FS, dir string) (bool, error) {
	text, err := readFile(fs, fs.PathJoin(dir, markerName))
	if err == nil {
		return true, checkMarker(text, dir)
	}
	if errors.Is(err, syscall.ENOTDIR) {
		return false, fmt.Errorf("%w: %s is not a directory", ErrNotStore, dir)
	}
	if !errors.Is(err, errNotExist) {
		return false, fmt.Errorf("store: %w", err)
	}
	names, err := fs.List(dir)
	if err != nil && !errors.Is(err, errNotExist) {
		return false, fmt.Errorf("%w: %w", ErrNotStore, err)
	}
	for _, n := range names {
		if !strings.HasPrefix(n, ".") && n != "lost+found" && n != "LOCK" {
			return false, fmt.Errorf("%w: %s holds other files", ErrNotStore, dir)
		}
	}
	return false, nil
}

func checkMarker(text, dir string) error {
	var f uint64
	if _, err := fmt.Sscanf(text, markerText, &f); err != nil {
		if text == "" { // power was lost while the store was made
			return nil
		}
		return fmt.Errorf("%w: %s", ErrNotStore, dir)
	}
	if f > Format {
		return newerFormat(f)
	}
	return nil
}
