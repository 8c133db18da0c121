package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// stuckFS makes whoever begins a sorted file wait until release is closed, and
// then, where it is set, fail with err.
type stuckFS struct {
	vfs.FS
	stuck   atomic.Bool
	waiting chan struct{} // hears of each who waits
	release chan struct{}
	err     error
}

func (fs *stuckFS) Create(name string, cat vfs.DiskWriteCategory) (vfs.File, error) {
	if fs.stuck.Load() && strings.HasSuffix(name, ".sst") {
		select {
		case fs.waiting <- struct{}{}:
		default:
		}
		<-fs.release
		if fs.err != nil {
			return nil, fs.err
		}
	}
	return fs.FS.Create(name, cat)
}

func newStuckFS(err error) *stuckFS {
	return &stuckFS{FS: vfs.NewCrashableMem(), waiting: make(chan struct{}, 1), release: make(chan struct{}), err: err}
}

// within runs f, and fails the test where it does not come back.
func within(t *testing.T, what string, f func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-time.After(20 * time.Second):
		t.Fatalf("%s does not come back", what)
		return nil
	}
}

// fill writes until a write waits for room in memory, and returns how many were
// acknowledged and where the outcome of the one that waits will be told.
func fill(t *testing.T, s *Store, size int) (acked uint64, waits <-chan error) {
	t.Helper()
	for acked < 1000 {
		done := make(chan error, 1)
		go func(no uint64) { done <- putBig(s, no, size) }(acked + 1)
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			acked++
		case <-time.After(300 * time.Millisecond):
			return acked, done
		}
	}
	t.Fatal("no write ever waits")
	return 0, nil
}

func putBig(s *Store, no uint64, size int) error {
	b := s.NewBatch()
	b.setPlain(key1(spaceProfile, no), make([]byte, size))
	return b.Commit(true)
}

func count(t *testing.T, s *Store) (n uint64) {
	t.Helper()
	for _, err := range scan(&s.Reader, key0(spaceProfile), after(key0(spaceProfile)), func(k, _ []byte) (bool, error) { return true, nil }) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// A write that waits until memory is sorted onto disk comes back with the reason
// when that fails, and so do all that follow, Close too. Opened again with room the
// store has all that was acknowledged.
func TestFullDiskWhileWaiting(t *testing.T) {
	for _, size := range []int{4 << 10, 100 << 10} { // into tables in memory; beside them
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			fs := newStuckFS(syscall.ENOSPC)
			opts := &Options{FS: &FS{vfs: fs}, MemTable: 64 << 10}
			s, err := Open("store", opts)
			if err != nil {
				t.Fatal(err)
			}
			fs.stuck.Store(true)
			acked, waits := fill(t, s, size)
			compacted := make(chan error, 1)
			go func() { compacted <- s.Compact(context.Background()) }()
			close(fs.release)
			full := func(what string, err error) {
				t.Helper()
				if !errors.Is(err, ErrFailed) || !errors.Is(err, syscall.ENOSPC) {
					t.Errorf("%s: %v", what, err)
				}
			}
			full("the write that waited", within(t, "the write that waited", func() error { return <-waits }))
			full("Compact under way", within(t, "Compact under way", func() error { return <-compacted }))
			full("the next write", within(t, "the next write", func() error { return putBig(s, acked+1, size) }))
			full("Compact", within(t, "Compact", func() error { return s.Compact(context.Background()) }))
			full("Checkpoint", within(t, "Checkpoint", func() error { return s.Checkpoint("copy") }))
			if n := count(t, s); n < acked {
				t.Errorf("%d writes acknowledged, %d can be read after the failure", acked, n)
			}
			within(t, "Close", s.Close)
			fs.stuck.Store(false)
			if s, err = Open("store", opts); err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if n := count(t, s); n != acked {
				t.Errorf("%d writes acknowledged, %d there", acked, n)
			}
		})
	}
}

// A write that waits goes on once there is room.
func TestWaitForRoom(t *testing.T) {
	fs := newStuckFS(nil)
	s, err := Open("store", &Options{FS: &FS{vfs: fs}, MemTable: 64 << 10})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	fs.stuck.Store(true)
	acked, waits := fill(t, s, 4<<10)
	if m, err := s.Metrics(); err != nil || m.MemBytes > 6*64<<10 {
		t.Errorf("%d bytes wait in memory, %v", m.MemBytes, err)
	}
	close(fs.release)
	if err := within(t, "the write that waited", func() error { return <-waits }); err != nil {
		t.Error(err)
	}
	if n := count(t, s); n != acked+1 {
		t.Errorf("%d writes acknowledged, %d there", acked+1, n)
	}
}

// Where the engine goes on failing to sort for another reason than a write, who
// waits for it is told.
func TestWaitForTrouble(t *testing.T) {
	fs := newStuckFS(nil)
	s, err := Open("store", &Options{FS: &FS{vfs: fs}, MemTable: 64 << 10})
	if err != nil {
		t.Fatal(err)
	}
	s.stall.listener().BackgroundError(errors.New("long ago"))
	fs.stuck.Store(true)
	_, waits := fill(t, s, 4<<10)
	trouble := errors.New("cannot be sorted")
	for range stallTroubles {
		s.stall.listener().BackgroundError(trouble)
	}
	if err := within(t, "the write that waited", func() error { return <-waits }); !errors.Is(err, ErrFailed) || !errors.Is(err, trouble) {
		t.Error(err)
	}
	close(fs.release)
	within(t, "Close", s.Close)
}
