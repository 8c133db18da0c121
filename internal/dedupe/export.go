package dedupe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Export writes what a run writes (members, golden, review, links and findings)
// of the records that a store holds, under its model, rulings and rules and with
// its entity ids. members.csv follows the canonical order of records. Of the options,
// Out, Excel, Workers and Progress count, and Config where the store has no rules.
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
	r.people.take(ids)
	relations := links(r.batch, r.people)
	r.households = r.people.households(relations)
	if err := r.writeReviews(r.reviews()); err != nil {
		return err
	}
	r.batch.Release()
	if err := r.writeAll(ctx, relations, nil); err != nil {
		return err
	}
	if err := r.spool.remove(); err != nil {
		return err
	}
	return r.out.commit()
}

// takeStore reads the records of a store as an input, and returns the entity of
// each, in canonical order.
func (r *run) takeStore(ctx context.Context, s *store.Reader) ([]record.EntityID, error) {
	in := &input{}
	newest, seen := golden.Newest{}, map[record.Field]bool{}
	var list []record.Key
	var copies keyCopies
	var read []record.EntityID
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
		read, list = append(read, id), append(list, copies.copy(rec.Key))
		in.values.at = append(in.values.at, in.values.pack(&rec.Record))
		newest.Look(&rec.Record)
		for i := range rec.Values {
			seen[rec.Values[i].Field] = true
		}
	}
	in.unify(list)
	ids := make([]record.EntityID, len(read))
	for i, at := range in.rows {
		ids[at] = read[i]
	}
	slices.Sort(in.rows) // in canonical order, too
	if err := r.takeRules(s, &newest); err != nil {
		return nil, err
	}
	in.newest = newest.Date
	if err := in.takeColumns(s, seen); err != nil {
		return nil, err
	}
	r.in = in
	return ids, nil
}

// columnsName is the name under which a store keeps the columns of its batch: in
// review.csv those stand that never had a value, too.
const columnsName = "columns"

type writtenColumns struct {
	Fields []record.Field `json:"fields"`
	User   []record.Field `json:"user"`
}

// takeColumns lists the fields of the store's batch, and behind them those that
// came later, in canonical order.
func (in *input) takeColumns(s *store.Reader, seen map[record.Field]bool) error {
	data, err := s.Named(columnsName)
	if err == nil {
		var c writtenColumns
		if err = json.Unmarshal(data, &c); err != nil {
			return fmt.Errorf("columns of the store: %w", err)
		}
		in.fields, in.user = c.Fields, c.User
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	for f := range seen {
		if !f.IsCanonical() && !slices.Contains(in.user, f) {
			in.user = append(in.user, f)
		}
	}
	slices.Sort(in.user)
	for _, f := range record.Fields() {
		if seen[f] && f != record.RecordID && f != record.SourceName && !slices.Contains(in.fields, f) {
			in.fields = append(in.fields, f)
		}
	}
	return nil
}

// takeRules takes the store's rules of survivorship and checks of quality over, and
// its date of reference, unless records are newer by now.
func (r *run) takeRules(s *store.Reader, newest *golden.Newest) error {
	data, err := s.Named(golden.RulesName)
	if err == nil {
		r.rules, err = golden.DecodeRules(data)
	}
	if err == nil {
		newest.Take(r.rules.Newest)
		data, err = s.Named(checksName)
	}
	if err == nil {
		c := *r.o.Config
		if err = json.Unmarshal(data, &c.Quality); err == nil {
			err = c.Quality.Validate()
		}
		r.o.Config = &c
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// checksName is the name under which a store keeps the checks of quality that its
// batch ran with.
const checksName = "quality"

// survival returns the rules of survivorship, with the date that freshness is
// measured from: those of the store that is exported, else the configuration's.
func (r *run) survival() golden.Rules {
	if r.rules != nil && !r.rules.Newest.IsZero() {
		return *r.rules
	}
	rules := r.o.Config.Survival()
	if r.rules != nil {
		rules = *r.rules
	}
	rules.Newest = r.in.newest
	return rules
}

// take gives the people the ids that a store has for their records.
func (p *people) take(ids []record.EntityID) {
	p.ids = make([]record.EntityID, p.len())
	p.order = make([]uint32, p.len())
	for k, f := range p.first {
		p.ids[k] = ids[f]
		p.order[k] = uint32(k)
	}
	slices.SortFunc(p.order, func(a, b uint32) int { return int(int64(p.ids[a]) - int64(p.ids[b])) })
}
