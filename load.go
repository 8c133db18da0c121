package tekil

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"

	"github.com/tekil-id/tekil/record"
)

// LoadOptions say how records are loaded. The zero LoadOptions, like nil, upsert
// them.
type LoadOptions struct {
	// Snapshot says that the input is all that its sources have: records of these
	// sources that are not in it are deleted at the end.
	Snapshot bool
	// DeleteLimit is the largest share of a source's records that a snapshot may
	// delete, from 0 to 1; beyond it nothing is deleted and Load returns
	// [ErrTooManyDeleted]. The default is 0.1.
	DeleteLimit float64
	// DryRun does everything on a copy of the store, which is removed afterwards:
	// the report says what would have happened.
	DryRun bool
	// Chunk is how many records make one atomic change. The default is 256. A load
	// that was interrupted is done again from the start: records that stand there
	// already cost little.
	Chunk int
	// Progress, where not nil, is called now and then, by one goroutine at a time,
	// with how many records were read.
	Progress func(read int) `json:"-"`
}

const defaultDeleteLimit = 0.1

func (o *LoadOptions) withDefaults() LoadOptions {
	var d LoadOptions
	if o != nil {
		d = *o
	}
	if d.Chunk <= 0 {
		d.Chunk = 256
	}
	if d.DeleteLimit == 0 {
		d.DeleteLimit = defaultDeleteLimit
	}
	return d
}

// LoadReport says what a load did, or would do.
type LoadReport struct {
	Read, Created, Updated, Unchanged, Deleted int // records
	// Entities that came into being, became one with another, became several, and
	// ended.
	EntitiesCreated, Merged, Split, EntitiesDeleted int
	Queued                                          int    // growth of the review queue
	First, Last                                     uint64 // changes made; 0: none
}

func (r *LoadReport) add(c *Change) {
	r.Created += c.Created
	r.Updated += c.Updated
	r.Unchanged += c.Unchanged
	r.Deleted += c.Deleted
	r.Queued += c.Queued
	if c.Number != 0 {
		if r.First == 0 {
			r.First = c.Number
		}
		r.Last = c.Number
	}
	for _, ev := range c.Events {
		switch ev.Kind {
		case Created:
			r.EntitiesCreated++
		case Merged:
			r.Merged += len(ev.Entities) - 1
		case Split:
			r.Split++
		case Deleted:
			r.EntitiesDeleted++
		}
	}
}

// Load upserts records in chunks, each of them atomic. Loading the same again
// changes nothing. Where a key stands twice in the input the later one counts.
// The report is right up to an error, too.
func (e *Engine) Load(ctx context.Context, records iter.Seq2[record.Record, error], o *LoadOptions) (*LoadReport, error) {
	opts := o.withDefaults()
	if opts.DryRun {
		return e.dryRun(ctx, records, opts)
	}
	l := loader{e: e, o: opts, report: &LoadReport{}, seen: map[record.Key]bool{}, sources: map[record.Source]bool{}}
	err := l.read(ctx, records)
	if err == nil && opts.Snapshot {
		err = l.deleteRest(ctx)
	}
	if err != nil {
		err = fmt.Errorf("load: %w", err)
	}
	return l.report, err
}

// dryRun loads into a copy of the store, one such load at a time.
func (e *Engine) dryRun(ctx context.Context, records iter.Seq2[record.Record, error], o LoadOptions) (report *LoadReport, err error) {
	e.dry.Lock()
	defer e.dry.Unlock()
	dir := e.dir + ".dry-run"
	if e.o.Store.FS == nil {
		if err := os.RemoveAll(dir); err != nil {
			return nil, fmt.Errorf("dry run: %w", err)
		}
		defer os.RemoveAll(dir)
	}
	if err := e.Backup(ctx, dir); err != nil {
		return nil, fmt.Errorf("dry run: %w", err)
	}
	opts := e.o
	opts.Store.NoSync, opts.Admin, opts.KeepHistory = true, false, 0
	twin, err := Open(dir, &opts)
	if err != nil {
		return nil, fmt.Errorf("dry run: %w", err)
	}
	defer func() { err = errors.Join(err, twin.Close()) }()
	o.DryRun = false
	return twin.Load(ctx, records, &o)
}

type loader struct {
	e       *Engine
	o       LoadOptions
	report  *LoadReport
	chunk   []record.Record
	at      map[record.Key]int // in chunk
	seen    map[record.Key]bool
	sources map[record.Source]bool
}

func (l *loader) read(ctx context.Context, records iter.Seq2[record.Record, error]) error {
	l.at = map[record.Key]int{}
	for r, err := range records {
		if err != nil {
			return err
		}
		l.report.Read++
		if l.o.Snapshot {
			l.seen[r.Key], l.sources[r.Source] = true, true
		}
		if i, twice := l.at[r.Key]; twice {
			l.chunk[i] = r
			continue
		}
		l.at[r.Key] = len(l.chunk)
		l.chunk = append(l.chunk, r)
		if len(l.chunk) == l.o.Chunk {
			if err := l.flush(ctx); err != nil {
				return err
			}
		}
	}
	return l.flush(ctx)
}

func (l *loader) flush(ctx context.Context) error {
	if len(l.chunk) == 0 {
		return nil
	}
	c, err := l.e.Upsert(ctx, l.chunk...)
	if err != nil {
		return err
	}
	l.report.add(c)
	l.chunk = l.chunk[:0]
	clear(l.at)
	if l.o.Progress != nil {
		l.o.Progress(l.report.Read)
	}
	return nil
}

// deleteRest deletes what the sources of the input do not have any more.
func (l *loader) deleteRest(ctx context.Context) error {
	gone, err := l.gone(ctx)
	if err != nil {
		return err
	}
	for len(gone) > 0 {
		n := min(len(gone), l.o.Chunk)
		c, err := l.e.Delete(ctx, gone[:n]...)
		if err != nil {
			return err
		}
		l.report.add(c)
		gone = gone[n:]
	}
	return nil
}

func (l *loader) gone(ctx context.Context) (gone []record.Key, err error) {
	sn := l.e.live.Store().Snapshot()
	defer sn.Close()
	total, missing := map[record.Source]int{}, map[record.Source]int{}
	for r, err := range sn.Records(0) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if !l.sources[r.Source] {
			continue
		}
		total[r.Source]++
		if !l.seen[r.Key] {
			missing[r.Source]++
			gone = append(gone, r.Key)
		}
	}
	for _, s := range slices.Sorted(maps.Keys(missing)) {
		if n := missing[s]; float64(n) > l.o.DeleteLimit*float64(total[s]) {
			return nil, fmt.Errorf("%s: %d of %d: %w", s, n, total[s], ErrTooManyDeleted)
		}
	}
	return gone, nil
}
