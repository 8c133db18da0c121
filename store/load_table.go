package store

import (
	"bufio"
	"bytes"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
	"golang.org/x/sync/errgroup"
)

// table writes keys in order into files of the engine's format.
type table struct {
	l     *Loader
	name  string
	w     *sstable.Writer
	files []string
	last  []byte
	key   []byte // scratch of setNumber
	keys  int
	loose *pebble.Batch  // keys that came out of order
	full  errgroup.Group // files on their way to the disk, while the next is written
}

const (
	tableBytes = 64 << 20
	looseBytes = 4 << 20
	writeBytes = 256 << 10
)

func (t *table) set(key, value []byte) error {
	if bytes.Compare(key, t.last) <= 0 {
		return fmt.Errorf("%w: %s", ErrOrder, t.name)
	}
	t.last = append(t.last[:0], key...)
	// The answer costs as much as writing a key.
	if t.keys++; t.keys%128 == 0 && t.w != nil && t.w.Raw().EstimatedSize() > tableBytes {
		t.closeFile()
	}
	if t.w == nil {
		if err := t.openFile(); err != nil {
			return err
		}
	}
	return wrap(key, t.w.Set(key, value))
}

// setNumber is set for the key of a number.
func (t *table) setNumber(s space, no uint64, value []byte) error {
	t.key = appendKey1(t.key[:0], s, no)
	return t.set(t.key, value)
}

// setAnywhere is set for keys that are mostly in order.
func (t *table) setAnywhere(key, value []byte) error {
	if bytes.Compare(key, t.last) > 0 {
		return t.set(key, value)
	}
	return t.put(func(b *pebble.Batch) error { return b.Set(key, value, nil) })
}

// put writes the slow way, through the engine's memory.
func (t *table) put(write func(*pebble.Batch) error) error {
	if t.loose == nil {
		t.loose = t.l.s.db.NewBatch()
	}
	if err := write(t.loose); err != nil {
		return wrap(nil, err)
	}
	if t.loose.Len() < looseBytes {
		return nil
	}
	return t.flushLoose()
}

func (t *table) flushLoose() error {
	if t.loose == nil {
		return nil
	}
	b := t.loose
	t.loose = nil
	if err := t.l.s.apply(b, nil); err != nil {
		return err
	}
	return wrap(nil, b.Close())
}

func (t *table) openFile() error {
	fs := t.l.s.opts.FS.vfs
	path := fs.PathJoin(t.l.s.dir, fmt.Sprintf("load-%s-%d", t.name, len(t.files)))
	f, err := fs.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	t.files = append(t.files, path)
	t.w = sstable.NewWriter(&tableFile{f, bufio.NewWriterSize(f, writeBytes)}, t.l.opt)
	return nil
}

// closeFile completes a file without waiting for the disk: close does.
func (t *table) closeFile() {
	if w := t.w; w != nil {
		t.w = nil
		t.full.Go(func() error { return wrap(nil, w.Close()) })
	}
}

func (t *table) close() error {
	t.closeFile()
	return firstError(t.full.Wait(), t.flushLoose())
}

// tableFile is a file that a table is written into, in large pieces: Pebble's own
// writable asks the system for each block of 4 KiB.
type tableFile struct {
	f vfs.File
	w *bufio.Writer
}

func (t *tableFile) Write(p []byte) error {
	_, err := t.w.Write(p)
	return err
}

func (t *tableFile) Finish() error {
	err := t.w.Flush()
	if err == nil {
		err = t.f.Sync()
	}
	return firstError(err, t.f.Close())
}

func (t *tableFile) Abort() { t.f.Close() }
