package store

import (
	"io"
	"os"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// guardFS stands between Pebble and the file system and sees to what happens
// when a write fails: a full disk, mostly. Left alone, Pebble ends the process
// over its write-ahead log. With the guard, the store is marked as failed, and
//
//   - nothing is acknowledged any more, see [Store.written];
//   - nothing further reaches the log, which so ends with the last whole write
//     and is read again when the store is opened; Pebble is told that all is well;
//   - every other write fails, so that no file list is made durable which names
//     files that are not, and no file is removed.
//
// Reading goes on.
//
// While the store is being opened Pebble flushes what it read from the log, and
// tries again for ever where that fails; where anything later fails it leaves
// goroutines behind that panic. So there nothing more is changed either, but Pebble
// is told that all of it went well, until it has come to an end and is closed: the
// files are as if power had been lost at the failing write.
type guardFS struct {
	vfs.FS
	s *Store
}

// logCategory is how Pebble marks the files of the write-ahead log.
const logCategory vfs.DiskWriteCategory = "pebble-wal"

// retryPause keeps Pebble, which repeats a failed flush at once, from spinning.
const retryPause = 20 * time.Millisecond

func (g *guardFS) Unwrap() vfs.FS { return g.FS }

func (g *guardFS) failed() error {
	if p := g.s.failed.Load(); p != nil {
		return *p
	}
	return nil
}

// note marks the store as failed over an error.
func (g *guardFS) note(err error) error {
	if err == nil {
		return nil
	}
	g.s.fail(err)
	if g.s.opening.Load() {
		return nil
	}
	time.Sleep(retryPause)
	return err
}

func (g *guardFS) Create(name string, cat vfs.DiskWriteCategory) (vfs.File, error) {
	return g.create(cat, func() (vfs.File, error) { return g.FS.Create(name, cat) })
}

func (g *guardFS) ReuseForWrite(from, to string, cat vfs.DiskWriteCategory) (vfs.File, error) {
	return g.create(cat, func() (vfs.File, error) { return g.FS.ReuseForWrite(from, to, cat) })
}

func (g *guardFS) create(cat vfs.DiskWriteCategory, open func() (vfs.File, error)) (vfs.File, error) {
	err := g.failed()
	var f vfs.File
	if err == nil {
		if f, err = open(); err != nil {
			g.s.fail(err)
		}
	}
	switch {
	case err != nil && (cat == logCategory || g.s.opening.Load()):
		return &logFile{File: noFile{}, g: g}, nil
	case err != nil:
		time.Sleep(retryPause)
		return nil, err
	case cat == logCategory:
		return &logFile{File: f, g: g}, nil
	}
	return &dataFile{File: f, g: g}, nil
}

// Remove removes nothing any more once the store has failed: of a file list that
// could not be made durable Pebble holds that it does not count, and removes the
// new files in it, but it may be there when the store is opened again.
func (g *guardFS) Remove(name string) error    { return g.remove(name, g.FS.Remove) }
func (g *guardFS) RemoveAll(name string) error { return g.remove(name, g.FS.RemoveAll) }

func (g *guardFS) remove(name string, do func(string) error) error {
	if g.failed() != nil {
		return nil
	}
	return do(name)
}

func (g *guardFS) Rename(from, to string) error {
	return g.change(func() error { return g.FS.Rename(from, to) })
}

func (g *guardFS) Link(from, to string) error {
	return g.change(func() error { return g.FS.Link(from, to) })
}

// change makes a change of names, unless the store failed while it was opened.
func (g *guardFS) change(do func() error) error {
	if g.s.opening.Load() && g.failed() != nil {
		return nil
	}
	return g.note(do())
}

// OpenDir opens a directory, the syncing of which is part of making a log.
func (g *guardFS) OpenDir(name string) (vfs.File, error) {
	f, err := g.FS.OpenDir(name)
	if err != nil {
		return nil, err
	}
	return &logFile{File: f, g: g}, nil
}

// dataFile is any file but the log.
type dataFile struct {
	vfs.File
	g *guardFS
}

func (f *dataFile) try(write func() error) error {
	if err := f.g.failed(); err != nil {
		if f.g.s.opening.Load() {
			return nil
		}
		time.Sleep(retryPause)
		return err
	}
	return f.g.note(write())
}

func (f *dataFile) Write(p []byte) (n int, err error) {
	n = len(p) // where it is passed over; the file may change what p points to
	err = f.try(func() error { _, err := f.File.Write(p); return err })
	if err != nil {
		n = 0
	}
	return n, err
}

func (f *dataFile) Sync() error     { return f.try(f.File.Sync) }
func (f *dataFile) SyncData() error { return f.try(f.File.SyncData) }

func (f *dataFile) SyncTo(n int64) (full bool, err error) {
	full = true
	err = f.try(func() (err error) { full, err = f.File.SyncTo(n); return err })
	return full, err
}

// logFile is a file of the log, or the directory.
type logFile struct {
	vfs.File
	g *guardFS
}

// try writes unless the store has failed, and always succeeds.
func (f *logFile) try(write func() error) {
	if f.g.failed() == nil {
		if err := write(); err != nil {
			f.g.s.fail(err)
		}
	}
}

func (f *logFile) Write(p []byte) (int, error) {
	n := len(p) // the file may change what p points to, not how long it is
	f.try(func() error { _, err := f.File.Write(p); return err })
	return n, nil
}

func (f *logFile) Sync() error {
	f.try(f.File.Sync)
	return nil
}

func (f *logFile) SyncData() error {
	f.try(f.File.SyncData)
	return nil
}

func (f *logFile) SyncTo(n int64) (full bool, err error) {
	f.try(func() error { full, err = f.File.SyncTo(n); return err })
	return full, nil
}

// Preallocate only makes writing faster, so its failure is none.
func (f *logFile) Preallocate(off, n int64) error {
	if f.g.failed() == nil {
		f.File.Preallocate(off, n)
	}
	return nil
}

// Stat never fails: Pebble asks a log file that it uses again for its size, which
// it only counts with, and ends the process where it gets no answer.
func (f *logFile) Stat() (vfs.FileInfo, error) {
	if f.g.failed() == nil {
		info, err := f.File.Stat()
		if err == nil {
			return info, nil
		}
		f.g.s.fail(err)
	}
	return noInfo{}, nil
}

func (f *logFile) Close() error {
	if err := f.File.Close(); err != nil {
		f.g.s.fail(err)
	}
	return nil
}

// noFile stands for a log file that could not be made.
type noFile struct{}

func (noFile) Close() error                            { return nil }
func (noFile) Read([]byte) (int, error)                { return 0, io.EOF }
func (noFile) ReadAt([]byte, int64) (int, error)       { return 0, io.EOF }
func (noFile) Write(p []byte) (int, error)             { return len(p), nil }
func (noFile) WriteAt(p []byte, _ int64) (int, error)  { return len(p), nil }
func (noFile) Preallocate(int64, int64) error          { return nil }
func (noFile) Stat() (vfs.FileInfo, error)             { return noInfo{}, nil }
func (noFile) Sync() error                             { return nil }
func (noFile) SyncTo(int64) (fullSync bool, err error) { return true, nil }
func (noFile) SyncData() error                         { return nil }
func (noFile) Prefetch(int64, int64) error             { return nil }
func (noFile) Fd() uintptr                             { return vfs.InvalidFd }

// noInfo describes a noFile.
type noInfo struct{}

func (noInfo) Name() string           { return "" }
func (noInfo) Size() int64            { return 0 }
func (noInfo) Mode() os.FileMode      { return 0 }
func (noInfo) ModTime() time.Time     { return time.Time{} }
func (noInfo) IsDir() bool            { return false }
func (noInfo) Sys() any               { return nil }
func (noInfo) DeviceID() vfs.DeviceID { return vfs.DeviceID{} }
