package dedupe

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/ingest"
)

type cappedKey = blocking.CappedKey

// run is the state of one Run.
type run struct {
	o          *Options
	workers    int
	out        *output
	before     *before
	in         *input
	arrival    []uint64
	spool      *spool
	gathered   *gathered
	store      *warehouse
	batch      *bulk.Batch
	people     *people
	carried    *carried
	labels     *LabelResult
	counts     mergeCounts
	households int
	shown      []reportPair
	rejected   int
	stages     []bulk.Stage
	start      time.Time
}

// Run finds out who is who in customer files and writes what came of it. When it
// returns an error, or is killed, the output that was there before stands.
func Run(ctx context.Context, opts Options) (_ *Summary, err error) {
	o := opts.orDefault()
	r := &run{o: &o, workers: o.Workers, start: time.Now()}
	if r.workers <= 0 {
		r.workers = runtime.GOMAXPROCS(0)
	}
	if r.before, err = lookBack(&o); err != nil {
		return nil, err
	}
	if r.out, err = begin(&o); err != nil {
		return nil, err
	}
	s, err := r.all(ctx)
	if err != nil {
		r.store.abandon()
		r.spool.remove()
		r.out.abandon()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, err
	}
	return s, nil
}

// stage runs a part of the work and notes how long it took.
func (r *run) stage(name string, do func() error) error {
	start := time.Now()
	err := do()
	r.stages = append(r.stages, bulk.Stage{Name: name, Seconds: time.Since(start).Seconds()})
	return err
}

func (r *run) all(ctx context.Context) (*Summary, error) {
	if err := r.stage("read", func() error { return r.read(ctx) }); err != nil {
		return nil, err
	}
	if err := r.resolve(ctx); err != nil {
		return nil, err
	}
	var relations []link
	var doubts []review
	err := r.stage("people", func() error {
		r.people = group(r.batch)
		r.carried = r.people.number(r.before.previous, r.batch.Records, r.arrival)
		var g errgroup.Group
		g.Go(func() error {
			doubts = r.reviews()
			return r.writeReviews(doubts)
		})
		relations = links(r.batch, r.people)
		r.households = r.people.households(relations)
		err := g.Wait()
		r.batch.Release()
		return err
	})
	if err == nil {
		err = r.stage("golden", func() error { return r.writeAll(ctx, relations, doubts) })
	}
	if err != nil {
		return nil, err
	}
	return r.finish(ctx, relations, doubts)
}

// read takes the input in and writes what could not be read.
func (r *run) read(ctx context.Context) error {
	return r.out.table("rejected.csv", []string{"file", "row", "column", "value", "reason"}, func(w *csvFile) (err error) {
		r.in, err = read(ctx, r.o, func(x ingest.Rejected) {
			r.rejected++
			w.row(x.File, strconv.Itoa(x.Row), x.Column, strings.ToValidUTF8(x.Value, "\ufffd"), x.Reason)
		})
		return err
	})
}

// resolve finds the people, while the store's larger parts are being written.
func (r *run) resolve(ctx context.Context) (err error) {
	r.arrival = r.before.previous.arrivals(r.in.records)
	if r.spool, err = newSpool(r.out.temp); err != nil {
		return err
	}
	r.gathered = newGathered(r.in, r.o, r.spool)
	opts, err := r.bulkOptions(ctx)
	if err != nil {
		return err
	}
	if !r.o.NoStore {
		if r.store, err = openWarehouse(ctx, r); err != nil {
			return err
		}
		opts.Counted, opts.Posting = r.store.counted, r.store.posting
	}
	r.batch, err = bulk.Resolve(ctx, r.in.records, opts)
	if err == nil {
		err = r.spool.failed()
	}
	if r.store != nil {
		if err == nil {
			err = r.store.send()
		}
		close(r.store.postings)
		if err != nil {
			return errors.Join(r.store.stop(err))
		}
	}
	if err != nil {
		return err
	}
	r.stages = append(r.stages, r.batch.Stages...)
	r.score()
	return nil
}

// bulkOptions says how to resolve: under the model that was asked for, or one
// whose threshold labels have set.
func (r *run) bulkOptions(ctx context.Context) (*bulk.Options, error) {
	given, base, err := r.o.model(int64(len(r.in.records)))
	if err != nil {
		return nil, err
	}
	opts := &bulk.Options{Model: given, Base: base, Workers: r.workers, Progress: r.o.Progress, Values: r.in.values.fill}
	for i := range r.before.rulings {
		opts.Rulings = append(opts.Rulings, r.before.rulings[i].Ruling)
	}
	if r.o.Labels != "" {
		if err := r.calibrate(ctx, opts); err != nil {
			return nil, err
		}
	}
	opts.Feature = r.gathered.take
	return opts, nil
}

// writeAll writes the store's entities and what output files are left, side by
// side.
func (r *run) writeAll(ctx context.Context, relations []link, doubts []review) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return r.writeGolden(ctx) })
	g.Go(func() error {
		for _, write := range []func() error{
			r.writeMembers, r.writeFindings, r.writeCrosswalk,
			func() error { return r.writeLinks(relations) },
		} {
			if err := write(); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	if r.store != nil {
		r.store.g.Go(r.store.writeEdges)
		g.Go(func() error { return r.store.writeSmall(relations, doubts) })
	}
	err := g.Wait()
	if r.store != nil {
		err = r.store.stop(err)
	}
	return err
}

func (r *run) writeGolden(ctx context.Context) error {
	return r.out.table("golden.csv", goldenHeader(&r.in.columns), func(w *csvFile) error {
		return r.mergeAll(ctx, func(m *merged) error {
			r.counts.add(&m.counts)
			if _, err := w.f.Write(m.csv); err != nil {
				return err
			}
			if r.store != nil {
				return r.store.addEntities(m)
			}
			return nil
		})
	})
}

// membersHeader is the header of members.csv.
var membersHeader = []string{"record_id", "source", "entity_id", "superseded"}

func (r *run) writeMembers() error {
	return r.out.table("members.csv", membersHeader, func(w *csvFile) error {
		for i, at := range r.in.rows {
			k := &r.batch.Records[at].Key
			note := ""
			if r.in.superseded[i] {
				note = "superseded"
			}
			w.row(string(k.ID), string(k.Source), r.people.id(at).String(), note)
		}
		return nil
	})
}

func (r *run) writeFindings() error {
	return r.out.table("findings.csv", findingsHeader, func(w *csvFile) (err error) {
		var rows []byte
		for i := range r.gathered.steps {
			if rows, err = r.gathered.findingRows(rows, i); err != nil {
				return err
			}
			w.f.Write(rows)
		}
		return nil
	})
}

func (r *run) writeLinks(list []link) error {
	return r.out.table("links.csv", linksHeader, func(w *csvFile) error {
		for _, l := range list {
			w.row(linkRow(l.a, l.b, l.kind, l.rule)...)
		}
		return nil
	})
}

func (r *run) writeCrosswalk() error {
	if r.before.previous == nil {
		return nil
	}
	return r.out.table(crosswalkName, []string{"old_id", "new_id", "what"}, func(w *csvFile) error {
		for _, x := range r.carried.rows {
			w.row(x.old.String(), x.new.String(), x.what)
		}
		return nil
	})
}

// finish writes the summary and puts everything in place.
func (r *run) finish(ctx context.Context, relations []link, doubts []review) (*Summary, error) {
	s := r.summarize(relations, doubts)
	r.timed(s)
	if err := r.writeReport(s); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var js []byte
	err := r.stage("store", func() (err error) {
		r.timed(s)
		if js, err = s.JSON(); err == nil && r.store != nil {
			err = r.store.finish(js)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	r.timed(s)
	if js, err = s.JSON(); err != nil {
		return nil, err
	}
	f, err := r.out.create("run.json")
	if err != nil {
		return nil, err
	}
	_, err = f.Write(js)
	if err := f.close(err); err != nil {
		return nil, err
	}
	if err := r.spool.remove(); err != nil {
		return nil, err
	}
	return s, r.out.commit()
}

// timed fills in what the run took so far.
func (r *run) timed(s *Summary) {
	s.Stages = r.stages
	s.Seconds = time.Since(r.start).Seconds()
	s.RowsPerSecond = int(float64(s.Rows) / s.Seconds)
	s.PeakMemory = PeakMemory()
}
