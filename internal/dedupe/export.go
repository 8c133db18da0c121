package dedupe

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Export writes what a run writes (members, golden, review, links and findings)
// of the records that a store holds, under its model and rulings and with its
// entity ids. members.csv follows the canonical order of records. Of the options,
// Out, Excel, Workers, Config and Progress count.
func Export(ctx context.Context, s *store.Reader, opts Options) (err error) {
	o := opts.orDefault()
	o.NoStore = true
	r := &run{o: &o, workers: o.Workers, start: time.Now(), before: &before{}}
	if r.workers <= 0 {
		r.workers = runtime.GOMAXPROCS(0)
	}
	if r.out, err = begin(&o); err != nil {
		return err
	}
	if err = r.export(ctx, s); err != nil {
		r.out.abandon()
	}
	return err
}

func (r *run) export(ctx context.Context, s *store.Reader) error {
	ids, err := r.takeStore(ctx, s)
	if err != nil {
		return err
	}
	_, data, err := s.PinnedModel()
	if err != nil {
		return fmt.Errorf("model of the store: %w", err)
	}
	m, err := match.Decode(data)
	if err != nil {
		return err
	}
	r.arrival = make([]uint64, len(r.in.records))
	if r.spool, err = newSpool(r.out.temp); err != nil {
		return err
	}
	r.gathered = newGathered(r.in, r.o, r.spool)
	opts := &bulk.Options{Model: m, Workers: r.workers, Progress: r.o.Progress, Values: r.in.values.fill, Feature: r.gathered.take}
	for x, err := range s.Rulings() {
		if err != nil {
			return err
		}
		opts.Rulings = append(opts.Rulings, x.Ruling)
	}
	if r.batch, err = bulk.Resolve(ctx, r.in.records, opts); err != nil {
		return err
	}
	if err := r.spool.failed(); err != nil {
		return err
	}
	r.people = group(r.batch)
	r.people.take(r.batch.Records, ids)
	relations := links(r.batch, r.people)
	r.households = r.people.households(relations)
	if err := r.writeReviews(r.reviews()); err != nil {
		return err
	}
	if err := r.writeAll(ctx, relations, nil); err != nil {
		return err
	}
	if err := r.spool.remove(); err != nil {
		return err
	}
	return r.out.commit()
}

// takeStore reads the records of a store as an input, and the entity of each.
func (r *run) takeStore(ctx context.Context, s *store.Reader) (map[record.Key]record.EntityID, error) {
	in := &input{}
	ids := map[record.Key]record.EntityID{}
	newest, seen := newestDate{}, map[record.Field]bool{}
	var keys []record.Key
	for rec, err := range s.Records(0) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		id, err := s.EntityOf(rec.No)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		ids[rec.Key] = id
		keys = append(keys, rec.Key)
		in.values.at = append(in.values.at, in.values.pack(&rec.Record))
		newest.look(&rec.Record)
		for i := range rec.Values {
			seen[rec.Values[i].Field] = true
		}
	}
	in.unify(keys)
	slices.Sort(in.rows) // in canonical order, too
	in.newest = newest.date
	for f := range seen {
		if !f.IsCanonical() {
			in.user = append(in.user, f)
		}
	}
	slices.Sort(in.user)
	for _, f := range record.Fields() {
		if seen[f] && f != record.RecordID && f != record.SourceName {
			in.fields = append(in.fields, f)
		}
	}
	r.in = in
	return ids, nil
}

// take gives the people the ids that a store has for their records.
func (p *people) take(records []record.Record, ids map[record.Key]record.EntityID) {
	p.ids = make([]record.EntityID, p.len())
	p.order = make([]uint32, p.len())
	for k, f := range p.first {
		p.ids[k] = ids[records[f].Key]
		p.order[k] = uint32(k)
	}
	slices.SortFunc(p.order, func(a, b uint32) int { return int(int64(p.ids[a]) - int64(p.ids[b])) })
}
