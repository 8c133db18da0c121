package store

import (
	"math/rand/v2"
	"sync/atomic"
	"syscall"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
)

// FS is the file system under a store. The one that a program uses is the disk,
// which needs no FS; [NewMemFS] makes others that lose power and fill up, for
// tests of this package and of what stands on it.
type FS struct {
	vfs  vfs.FS
	mem  *vfs.MemFS
	full *atomic.Int64 // writes left until the disk is full; negative: no limit
	onOp func()        // called before anything is changed; for tests
}

var diskFS = &FS{vfs: vfs.Default}

// NewMemFS returns an empty file system in memory, which remembers what was
// synced and what was not.
func NewMemFS() *FS { return newMemFS(vfs.NewCrashableMem()) }

func newMemFS(mem *vfs.MemFS) *FS {
	f := &FS{mem: mem, full: new(atomic.Int64)}
	f.full.Store(-1)
	inject := errorfs.InjectorFunc(f.inject)
	f.vfs = reuseFS{errorfs.Wrap(mem, inject), inject}
	return f
}

// reuseFS lets writes to a file that is used again fail as those to any other.
type reuseFS struct {
	vfs.FS
	inject errorfs.Injector
}

func (fs reuseFS) ReuseForWrite(from, to string, cat vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := fs.FS.ReuseForWrite(from, to, cat)
	if err != nil {
		return nil, err
	}
	return errorfs.WrapFile(f, fs.inject), nil
}

// Crash returns what a power loss at this moment leaves on a file system of
// [NewMemFS]: all that was synced, and by chance, drawn from seed, the given
// percentage of what was not. The store that uses f does not notice.
func (f *FS) Crash(unsyncedPercent int, seed uint64) *FS {
	return newMemFS(f.mem.CrashClone(vfs.CrashCloneCfg{
		UnsyncedDataPercent: unsyncedPercent,
		RNG:                 rand.New(rand.NewPCG(seed, seed)),
	}))
}

// FillAfter lets n more writes of a file system of [NewMemFS] through and fails
// the others as a full disk does, until it is called again; negative: no limit.
func (f *FS) FillAfter(n int64) { f.full.Store(n) }

func (f *FS) inject(op errorfs.Op) error {
	if f.onOp != nil {
		f.onOp()
	}
	switch op.Kind {
	case errorfs.OpCreate, errorfs.OpFileWrite, errorfs.OpFileWriteAt, errorfs.OpFilePreallocate, errorfs.OpLink:
	default:
		return nil
	}
	for {
		left := f.full.Load()
		switch {
		case left < 0:
			return nil
		case left == 0:
			return syscall.ENOSPC
		case f.full.CompareAndSwap(left, left-1):
			return nil
		}
	}
}

func exists(fs vfs.FS, path string) bool {
	_, err := fs.Stat(path)
	return err == nil
}

// makeDir makes a directory and those above it, durably.
func makeDir(fs vfs.FS, dir string) error {
	if exists(fs, dir) {
		return nil
	}
	up := fs.PathDir(dir)
	if up != dir {
		if err := makeDir(fs, up); err != nil {
			return err
		}
	}
	if err := fs.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return syncDir(fs, up)
}

// syncDir makes the entries of a directory durable.
func syncDir(fs vfs.FS, dir string) error {
	d, err := fs.OpenDir(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}

// writeFile writes a small file and makes it durable.
func writeFile(fs vfs.FS, dir, name, text string) error {
	f, err := fs.Create(fs.PathJoin(dir, name), vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	_, err = f.Write([]byte(text))
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return syncDir(fs, dir)
}

// readFile reads the first bytes of a small file.
func readFile(fs vfs.FS, path string) (string, error) {
	f, err := fs.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	b := make([]byte, min(info.Size(), 1024))
	if len(b) == 0 {
		return "", nil
	}
	n, err := f.ReadAt(b, 0)
	if n == len(b) {
		err = nil
	}
	return string(b[:n]), err
}
