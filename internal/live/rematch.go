package live

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Rematch is a change of the model under a whole store.
type Rematch struct {
	Model *match.Model // nil keeps the one in use
	// Rules replace the store's rules of survivorship; nil keeps them.
	Rules   *golden.Rules
	Preview bool // say what would happen, write nothing
	// Rekey rebuilds all keys, as another version of the normaliser asks for. It
	// is done by itself where the new model makes other keys.
	Rekey bool
	// Progress, where not nil, is told of each stage.
	Progress func(stage string, done, total int)
}

// Rematched says what a change of the model did, or would do.
type Rematched struct {
	Outcome
	Records      int
	Entities     int            // afterwards
	Merged       int            // entities that became one with another
	Split        int            // entities that became several
	Lost         int            // ids that lead elsewhere now
	Moved        int            // records whose entity has another id now
	Contradicted []resolve.Pair // of places in Keys: "same" rulings that do not hold
	Keys         []record.Key
}

// Rematch resolves the whole store again and brings it in line, in one atomic
// change.
func (e *Engine) Rematch(ctx context.Context, o *Rematch) (*Rematched, error) {
	if err := e.write.enter(ctx); err != nil {
		return nil, err
	}
	defer e.write.leave()
	c := e.begin()
	defer c.end()
	w, err := c.whole(ctx, o)
	if err != nil {
		return nil, err
	}
	out := w.report()
	if o.Preview {
		return out, nil
	}
	if err := c.b.SetNormaliser(normalize.Version); err != nil {
		return nil, err
	}
	if err := pin(c.b, w.model); err != nil {
		return nil, err
	}
	if w.rules != nil {
		if err := pinRules(c.b, w.rules); err != nil {
			return nil, err
		}
	}
	b := c.b
	c.b = nil
	if err := b.Commit(true); err != nil {
		return nil, err
	}
	e.rules = w.rules
	e.forget()
	e.mu.Lock()
	e.reading = newReading(w.model, e.o.Cache)
	e.mu.Unlock()
	return out, nil
}

// whole is a region that is the whole store, resolved as a batch.
type whole struct {
	region
	model *match.Model
	batch *bulk.Batch
	recs  []*store.Record // by place
}

// whole resolves all records as a batch and writes every difference into the
// change's batch.
func (c *change) whole(ctx context.Context, o *Rematch) (*whole, error) {
	w := &whole{model: o.Model}
	if err := o.Rules.Validate(); err != nil {
		return nil, fmt.Errorf("survivorship: %w", err)
	}
	if w.model == nil {
		w.model = c.new.reading.model
	}
	rekey := o.Rekey || !sameKeys(w.model, c.new.reading.model)
	c.new.reading = newReading(w.model, c.e.o.Cache)
	counters, err := c.b.Counters()
	if err != nil {
		return nil, err
	}
	counters.Change++
	c.at = store.Stamp{Change: counters.Change, Time: c.e.o.Now().UTC().Format(time.RFC3339Nano)}
	c.out.Change = c.at.Change

	w.region = region{c: c, at: map[uint64]uint32{}, before: map[record.EntityID]*store.Entity{},
		queued: map[[2]uint64]bool{}, remade: rekey, rules: c.e.rules}
	if err := w.load(ctx, o, rekey); err != nil {
		return nil, err
	}
	w.renew(o.Rules)
	if err := w.replaceEdges(); err != nil {
		return nil, err
	}
	for x, err := range c.old.r.Reviews() {
		if err != nil {
			return nil, err
		}
		w.queued[[2]uint64{x.A, x.B}] = true
	}
	return w, w.finish()
}

// renew takes the rules of survivorship that are given, and measures freshness
// from the newest date that the records have by now, where it is measured.
func (w *whole) renew(rules *golden.Rules) {
	if rules == nil && (w.rules == nil || w.rules.Newest.IsZero()) {
		return
	}
	before := w.rules
	if rules == nil {
		rules = before
	}
	next, newest := *rules, golden.Newest{}
	for _, rec := range w.recs {
		newest.Look(&rec.Record)
	}
	next.Newest = newest.Date
	if before == nil || !reflect.DeepEqual(*before, next) {
		w.rules, w.remade = &next, true
	}
}

// sameKeys reports whether two models make the same postings.
func sameKeys(a, b *match.Model) bool {
	x, y := *a, *b
	return x.Limits.Cap == y.Limits.Cap && x.Locale == y.Locale && x.Normalizer == y.Normalizer &&
		slices.Equal(x.UniqueSources, y.UniqueSources) && fmt.Sprint(x.Dictionary) == fmt.Sprint(y.Dictionary) && slices.EqualFunc(x.Fields, y.Fields, func(f, g match.Field) bool {
		return f.Name == g.Name && f.Block == g.Block
	})
}

// load reads the records and resolves them.
func (w *whole) load(ctx context.Context, o *Rematch, rekey bool) error {
	c := w.c
	for rec, err := range c.old.r.Records(0) {
		if err != nil {
			return err
		}
		w.recs = append(w.recs, rec)
	}
	slices.SortFunc(w.recs, func(a, b *store.Record) int { return a.Compare(b.Key) })
	records := make([]record.Record, len(w.recs))
	for i, rec := range w.recs {
		records[i] = rec.Record
		w.nos = append(w.nos, rec.No)
		w.at[rec.No] = uint32(i)
		v := &view{no: rec.No, rec: rec}
		c.new.views[rec.No], c.old.views[rec.No] = v, v
	}
	rulings, err := collect(c.b.Rulings())
	if err != nil {
		return err
	}
	list := make([]record.Ruling, len(rulings))
	for i, x := range rulings {
		list[i] = x.Ruling
	}
	opts := &bulk.Options{Model: w.model, Rulings: list, Progress: o.Progress}
	if rekey {
		w.clear()
		opts.Posting = w.posting
		opts.Feature = func(i int, r *record.Record, f *normalize.Features) {
			x := golden.Contribute(r, f, userFields(r)...)
			w.recs[i].Normalised = golden.AppendContribution(nil, &x)
		}
	}
	if w.batch, err = bulk.Resolve(ctx, records, opts); err != nil {
		return err
	}
	w.rulings, w.res = w.batch.Rulings, w.batch.Resolution
	judge := match.NewJudge(w.model)
	w.decide = func(a, b uint32) match.Result { return judge.Judge(&w.batch.Profiles[a], &w.batch.Profiles[b]) }
	if rekey {
		return w.rekey()
	}
	if c.old.reading.packing != c.new.reading.packing {
		return w.repack()
	}
	return nil
}

// repack writes the profiles of all records.
func (w *whole) repack() error {
	for i, no := range w.nos {
		if err := w.c.putProfile(&view{no: no, profile: &w.batch.Profiles[i]}); err != nil {
			return err
		}
	}
	return nil
}

// clear removes all postings.
func (w *whole) clear() {
	for class := range byte(32) {
		w.c.b.ClearPostings(class)
	}
}

// posting adds the list of one key.
func (w *whole) posting(k blocking.Key, list []uint32) error {
	if tagged(k.Class()) {
		return nil // with their names, below
	}
	for _, i := range list {
		w.c.b.AddPosting(byte(k.Class()), uint64(k), store.Posting{No: w.nos[i]})
	}
	return nil
}

// rekey adds the postings that carry names, and writes the records whose
// normalised form changed.
func (w *whole) rekey() error {
	for _, x := range blocking.Dictionary(w.batch.Profiles) {
		w.c.b.AddPosting(byte(x.Key.Class()), uint64(x.Key), store.Posting{No: uint64(x.Word)})
	}
	var keys []blocking.Key
	for i := range w.recs {
		rec := w.recs[i]
		p := &w.batch.Profiles[i]
		keys = blocking.Keys(keys[:0], p, w.model)
		v := &view{no: rec.No, rec: rec, profile: p, keys: keys, keyed: true, name: p.NameKey()}
		for _, x := range v.postings() {
			if tagged(x.key.Class()) && !w.batch.Copies.Has(uint32(i)) {
				w.c.b.AddPosting(byte(x.key.Class()), uint64(x.key), store.Posting{No: rec.No, Tag: x.tag})
			}
		}
		was, err := w.c.old.r.Record(rec.No)
		if err != nil {
			return err
		}
		if !bytes.Equal(was.Normalised, rec.Normalised) {
			if err := w.c.b.PutRecord(rec); err != nil { // the same state, said anew
				return err
			}
		}
	}
	return w.repack()
}

// replaceEdges brings the stored edges in line with those of the batch.
func (w *whole) replaceEdges() error {
	want := make([]*store.Edge, 0, len(w.batch.Edges))
	w.all = make([][]*store.Edge, len(w.recs))
	for i := range w.batch.Edges {
		x := &w.batch.Edges[i]
		a, b := w.nos[x.A], w.nos[x.B]
		e := &store.Edge{A: min(a, b), B: max(a, b), Decision: x.Result.Decision, Assurance: x.Result.Assurance,
			Link: x.Result.Link, Weight: x.Result.Weight, Classes: uint64(x.Keys), Data: []byte(x.Result.Rule())}
		want = append(want, e)
		w.all[x.A], w.all[x.B] = append(w.all[x.A], e), append(w.all[x.B], e)
	}
	byEnds := func(a, b *store.Edge) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) }
	slices.SortFunc(want, byEnds)
	at := 0
	for e, err := range w.c.old.r.AllEdges() {
		if err != nil {
			return err
		}
		for at < len(want) && byEnds(want[at], e) < 0 {
			w.c.b.PutEdge(want[at])
			at++
		}
		switch {
		case at < len(want) && byEnds(want[at], e) == 0:
			if !sameEdge(want[at], e) {
				w.c.b.PutEdge(want[at])
			}
			at++
		default:
			w.c.b.DeleteEdge(e.A, e.B)
		}
	}
	for ; at < len(want); at++ {
		w.c.b.PutEdge(want[at])
	}
	return nil
}

func (w *whole) report() *Rematched {
	out := &Rematched{Outcome: w.c.out, Records: len(w.recs), Entities: len(w.groups), Contradicted: w.res.Contradicted}
	for _, rec := range w.recs {
		out.Keys = append(out.Keys, rec.Key)
	}
	taken := map[record.EntityID]bool{}
	for _, g := range w.groups {
		taken[g.id] = true
	}
	for id, e := range w.before {
		if !taken[id] {
			out.Lost++
		}
		for _, no := range e.Members {
			if i, ok := w.at[no]; ok && w.of[i].id != id {
				out.Moved++
			}
		}
	}
	for _, ev := range w.c.out.Events {
		switch ev.Kind {
		case store.Merged:
			out.Merged += len(ev.Entities) - 1
		case store.Split:
			out.Split++
		}
	}
	return out
}
