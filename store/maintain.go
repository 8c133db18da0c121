package store

import (
	"context"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// Checkpoint writes a copy of the store as it is into dir, which must not exist,
// while the store goes on. On one file system it takes moments and shares files
// with the store. The copy is a store: open it where it is, or copy it
// elsewhere.
func (s *Store) Checkpoint(dir string) error {
	if err := s.gate.enter(); err != nil {
		return err
	}
	defer s.gate.leave()
	if err := s.written(nil); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	fs := s.opts.FS.vfs
	if exists(fs, dir) {
		return fmt.Errorf("%w: %s", ErrExists, dir)
	}
	tmp := dir + buildingExt
	if err := fs.RemoveAll(tmp); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	err := s.checkpoint(tmp)
	if err == nil {
		err = writeFile(fs, tmp, markerName, fmt.Sprintf(markerText, Format))
	}
	if err == nil {
		err = rename(fs, tmp, dir)
	}
	if err != nil {
		fs.RemoveAll(tmp)
		return fmt.Errorf("checkpoint: %w", err)
	}
	return nil
}

// checkpoint lets the engine write its files. Where writing failed meanwhile, the
// engine was told about its log that all is well, and the copy may lack something.
func (s *Store) checkpoint(dir string) (err error) {
	defer func() {
		if p := recovered(recover()); p != nil {
			err = s.fail(p)
		}
	}()
	err = wrap(nil, s.db.Checkpoint(dir, pebble.WithFlushedWAL()))
	return firstError(s.written(nil), err)
}

// Compact rewrites the whole store, so that what was deleted or replaced leaves
// the disk. It may take minutes; the store goes on meanwhile. What a [Snapshot]
// can still see stays.
func (s *Store) Compact(ctx context.Context) error {
	if err := s.gate.enter(); err != nil {
		return err
	}
	defer s.gate.leave()
	if s.opts.ReadOnly {
		return ErrReadOnly
	}
	if err := s.written(nil); err != nil {
		return err
	}
	ctx, cancel := s.untilFailure(ctx)
	defer cancel()
	err := wrap(nil, s.db.Compact(ctx, []byte{0}, []byte{0xff}, false))
	return firstError(s.written(nil), err)
}

// Metrics are figures of a store's state.
type Metrics struct {
	DiskBytes   uint64 // all files, with those that wait to be removed
	LogBytes    uint64 // of it, the write-ahead log
	MemBytes    uint64 // of tables in memory
	CacheBytes  int64  // of the block cache in use
	CacheHits   int64
	CacheMisses int64
	Debt        uint64 // estimated bytes that compactions have still to rewrite
	Compactions int64  // since the store was opened
	Flushes     int64  // since the store was opened
	Spaces      []SpaceMetrics
}

// SpaceMetrics are figures of one keyspace.
type SpaceMetrics struct {
	Name  string
	Bytes uint64 // estimate of the bytes on disk, without what is still in memory
}

// Metrics returns the figures of this moment.
func (s *Store) Metrics() (Metrics, error) {
	if err := s.gate.enter(); err != nil {
		return Metrics{}, err
	}
	defer s.gate.leave()
	p := s.db.Metrics()
	m := Metrics{
		DiskBytes:   p.DiskSpaceUsage(),
		LogBytes:    p.WAL.Size,
		MemBytes:    p.MemTable.Size,
		CacheBytes:  p.BlockCache.Size,
		CacheHits:   p.BlockCache.Hits,
		CacheMisses: p.BlockCache.Misses,
		Debt:        p.Compact.EstimatedDebt,
		Compactions: p.Compact.Count,
		Flushes:     p.Flush.Count,
	}
	for _, sp := range spaces {
		n, err := s.db.EstimateDiskUsage(key0(sp.space), after(key0(sp.space)))
		if err != nil {
			return m, wrap(nil, err)
		}
		m.Spaces = append(m.Spaces, SpaceMetrics{sp.name, n})
	}
	return m, nil
}
