// Package bulk resolves a whole file at once, columnar and in parallel: the
// batch path. It must equal the oracle on every input; it only gets there
// faster, by interning names, sorting keys in place of comparing all pairs, and
// judging side by side.
package bulk

import (
	"context"
	"iter"
	"runtime"
	"slices"
	"time"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"golang.org/x/sync/errgroup"
)

// Options say how a batch is resolved. The zero Options, like nil, fit a Turkish
// model and use all processors.
type Options struct {
	// Model resolves the batch as it is; nil fits one around Base.
	Model *match.Model
	// Base is what fitting starts from; nil is the shipped Turkish model. Its
	// limits, thresholds and fields are kept.
	Base    *match.Model
	Rulings []record.Ruling
	Workers int // 0: one for each processor
	// Values, where not nil, gives the values of record i, in memory of r that may
	// be used again; the records then are in canonical order and hold keys only.
	// Several goroutines call it at once.
	Values func(i int, r *record.Record)
	// Feature, where not nil, is called for every record while it is being
	// normalised, by several goroutines at once, with its place in canonical
	// order. The features are gone when it returns.
	Feature func(i int, r *record.Record, f *normalize.Features)
	// Counted, where not nil, is given the profiles of all records, in canonical
	// order and with their degrees, before blocking begins. They are to be read
	// only.
	Counted func(m *match.Model, profiles []match.Profile, copies *blocking.Copies)
	// Posting, where not nil, is given every blocking key with its records, in
	// key order.
	Posting func(key blocking.Key, records []uint32) error
	// Progress, where not nil, is told of each stage: its name, and how many of
	// how many steps are done. It is called from several goroutines.
	Progress func(stage string, done, total int)
}

// Batch is a resolved file.
type Batch struct {
	Records  []record.Record // in canonical key order
	Profiles []match.Profile // of the records
	Copies   *blocking.Copies
	Model    *match.Model
	Blocking blocking.Report
	Judged   int // candidate pairs
	Rulings  resolve.Rulings
	Guarded  []Guarded // what each guard did, by name
	*resolve.Resolution
	Stages []Stage
	index  *blocking.Index
}

// Candidates yields every pair of records that blocking proposed, by number,
// once each: those of records that others are copies of stand for theirs.
func (b *Batch) Candidates() iter.Seq2[uint32, uint32] {
	return func(yield func(x, y uint32) bool) {
		walk, more := b.index.Walk(), true
		pair := func(x, y uint32) { more = more && yield(min(x, y), max(x, y)) }
		for x := uint32(0); more && int(x) < len(b.Records); x++ {
			if b.Copies.Has(x) {
				continue
			}
			mine := append([]uint32{x}, b.Copies.Of(x)...)
			for i, a := range mine {
				for _, c := range mine[i+1:] {
					pair(a, c)
				}
			}
			walk.Later(x, func(y uint32, _ blocking.Classes) {
				for _, a := range mine {
					pair(a, y)
					for _, c := range b.Copies.Of(y) {
						pair(a, c)
					}
				}
			})
		}
	}
}

// Release gives up the profiles and the candidate pairs, half of what a batch
// holds, once nobody asks for them any more.
func (b *Batch) Release() { b.Profiles, b.index = nil, nil }

// Stage is how long a part of the work took.
type Stage struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
}

// Resolve says who is who among records, which it sorts by key in place. Keys
// must be unique. It stops with the context's error when ctx is done.
func Resolve(ctx context.Context, records []record.Record, o *Options) (*Batch, error) {
	r := newRun(records, o)
	for _, s := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"sort", r.sort}, {"normalise", r.normalise}, {"count", r.count}, {"block", r.block},
		{"fit", r.fit}, {"score", r.score}, {"cluster", r.cluster},
	} {
		start := time.Now()
		r.progress(s.name, 0, len(records))
		if err := s.do(ctx); err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.b.Stages = append(r.b.Stages, Stage{s.name, time.Since(start).Seconds()})
		r.progress(s.name, len(records), len(records))
	}
	return r.b, nil
}

// run is the state of one Resolve.
type run struct {
	o        Options
	b        *Batch
	interner *match.Interner
	index    *blocking.Index
	judges   []*match.Judge     // one for each worker
	walks    []*blocking.Walker // over index, one for each worker
	prints   []uint64           // of the records, by which equal ones are found
	coverage match.Coverage
	edges    []resolve.Edge
}

func newRun(records []record.Record, o *Options) *run {
	r := &run{b: &Batch{Records: records}}
	if o != nil {
		r.o = *o
	}
	if r.o.Workers <= 0 {
		r.o.Workers = runtime.GOMAXPROCS(0)
	}
	r.b.Model = r.o.Model
	if r.b.Model == nil {
		if r.o.Base == nil {
			r.o.Base = match.Shipped("tr", int64(len(records)))
		}
		r.b.Model = r.o.Base
	}
	r.judges = match.NewJudges(r.b.Model, r.o.Workers, len(records))
	return r
}

func (r *run) progress(stage string, done, total int) {
	if r.o.Progress != nil {
		r.o.Progress(stage, done, total)
	}
}

func (r *run) sort(context.Context) error {
	slices.SortFunc(r.b.Records, func(a, b record.Record) int { return a.Compare(b.Key) })
	return nil
}

// Step is how many records a worker takes at a time. [Options.Feature] is called
// for records n·Step to n·Step+Step-1 by one goroutine, in their order.
const Step = 2048

// parallel runs do over the records in small steps, so that all workers end at
// about the same time.
func (r *run) parallel(ctx context.Context, stage string, do func(worker, from, to int)) error {
	n := len(r.b.Records)
	next := make(chan int)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(next)
		for from := 0; from < n; from += Step {
			select {
			case next <- from:
				r.progress(stage, from, n)
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for w := range r.o.Workers {
		g.Go(func() error {
			for from := range next {
				do(w, from, min(from+Step, n))
			}
			return nil
		})
	}
	return g.Wait()
}

// normalise makes the profiles. Where the model is given, names are weighed as
// they are interned; where it is fitted, afterwards.
func (r *run) normalise(ctx context.Context) error {
	m := r.b.Model
	r.interner = match.NewInterner(m.Options(), r.o.Model)
	builders := make([]*match.Builder, r.o.Workers)
	features := make([]normalize.Features, r.o.Workers)
	given := make([]record.Record, r.o.Workers)
	for w := range builders {
		builders[w] = match.NewBuilder(r.interner, m)
	}
	r.b.Profiles = newProfiles(len(r.b.Records))
	prints, printers := make([]uint64, len(r.b.Records)), make([]match.Printer, r.o.Workers)
	opts := m.Options()
	err := r.parallel(ctx, "normalise", func(w, from, to int) {
		for i := from; i < to; i++ {
			rec, f := &r.b.Records[i], &features[w]
			if r.o.Values != nil {
				given[w].Key = rec.Key
				r.o.Values(i, &given[w])
				rec = &given[w]
			}
			f.Fill(rec, opts)
			builders[w].Fill(&r.b.Profiles[i], rec, f)
			prints[i] = printers[w].Print(&r.b.Profiles[i])
			if r.o.Feature != nil {
				r.o.Feature(i, rec, f)
			}
		}
	})
	r.prints = prints
	return err
}

// newProfiles returns n empty profiles whose memory has been written to. The
// garbage collector reads what is not filled in yet, and a page that is read first is
// mapped twice, the second time with an interrupt to every other processor.
func newProfiles(n int) []match.Profile {
	list := make([]match.Profile, n)
	for i := range list {
		list[i].Kind = record.KindNameless
	}
	return list
}

func (r *run) block(ctx context.Context) (err error) {
	if r.o.Counted != nil {
		r.o.Counted(r.b.Model, r.b.Profiles, r.b.Copies)
	}
	r.index, err = blocking.Build(ctx, r.b.Profiles, r.b.Copies, r.b.Model, r.o.Workers, r.o.Posting)
	if err != nil {
		return err
	}
	r.b.Blocking, r.b.index = r.index.Report(), r.index
	for range r.o.Workers {
		r.walks = append(r.walks, r.index.Walk())
	}
	return nil
}

func (r *run) cluster(context.Context) error {
	judge := r.judges[0].Under(r.b.Model)
	r.b.Rulings = resolve.InForce(r.b.Records, r.o.Rulings)
	r.b.Resolution = resolve.People(len(r.b.Records), r.edges, r.b.Rulings, func(a, b uint32) match.Result {
		return judge.Judge(&r.b.Profiles[a], &r.b.Profiles[b])
	}, nil, r.b.Model)
	return nil
}
