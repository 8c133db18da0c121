package live

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"sync"
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
	Entities     int             // afterwards
	Merged       int             // entities that became one with another
	Split        int             // entities that became several
	Lost         int             // ids that lead elsewhere now
	Moved        int             // records whose entity has another id now
	Contradicted [][2]record.Key // "same" rulings that do not hold
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

// whole is a region that is the whole store, resolved as a batch. The records
// themselves stay in the store: they are read where they are needed.
type whole struct {
	region
	preview  bool
	model    *match.Model
	batch    *bulk.Batch
	arrivals []uint64 // by place
	newest   golden.Newest
	// judged are the pairs that the review queue asks about.
	judged map[resolve.Pair]match.Result

	mu      sync.Mutex
	renewed map[uint32][]byte // normalised forms that are others than those in the store, by place
	failed  error             // of reading records while they are normalised
}

// whole resolves all records as a batch and writes every difference into the
// change's batch.
func (c *change) whole(ctx context.Context, o *Rematch) (*whole, error) {
	w := &whole{model: o.Model, preview: o.Preview, renewed: map[uint32][]byte{}}
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

	w.region = *newRegion(c, c.e.rules)
	w.from, w.queued, w.remade = w, map[[2]uint64]bool{}, rekey
	for _, do := range []func() error{
		w.list,
		func() error { return w.resolve(ctx, o, rekey) },
		func() error { return w.rewrite(rekey) },
		w.know,
	} {
		if err := do(); err != nil {
			return nil, err
		}
	}
	w.renew(o.Rules)
	return w, w.finish()
}

// list lists the records in canonical order.
func (w *whole) list() error {
	type heading struct {
		record.Key
		no, arrival uint64
	}
	var all []heading
	sources := map[record.Source]record.Source{}
	for rec, err := range w.c.old.r.Records(0) {
		if err != nil {
			return err
		}
		source, ok := sources[rec.Source]
		if !ok {
			source = rec.Source
			sources[source] = source
		}
		all = append(all, heading{record.Key{Source: source, ID: rec.ID}, rec.No, rec.Arrival})
		w.newest.Look(&rec.Record)
	}
	slices.SortFunc(all, func(a, b heading) int { return a.Compare(b.Key) })
	w.batch = &bulk.Batch{Records: make([]record.Record, len(all))}
	w.nos, w.arrivals = make([]uint64, len(all)), make([]uint64, len(all))
	for i, x := range all {
		w.batch.Records[i].Key, w.nos[i], w.arrivals[i] = x.Key, x.no, x.arrival
		w.at[x.no] = uint32(i)
	}
	return nil
}

// know reads what is known of entities, links and the queue, all of which will be asked
// for. Of entities it leaves out what [whole.former] reads again.
func (w *whole) know() error {
	r, k := w.c.old.r, &w.c.old.known
	k.owners, k.entities = map[uint64]store.Owner{}, map[record.EntityID]*store.Entity{}
	for x, err := range r.Owners(0, math.MaxUint64) {
		if err != nil {
			return err
		}
		k.owners[x.No] = x.Owner
	}
	for x, err := range r.Entities(0) {
		if err != nil {
			return err
		}
		k.entities[x.ID] = &store.Entity{ID: x.ID, Members: x.Members}
	}
	k.links, k.allLinks = map[record.EntityID][]*store.Link{}, true
	for l, err := range r.AllLinks() {
		if err != nil {
			return err
		}
		k.links[l.A], k.links[l.B] = append(k.links[l.A], l), append(k.links[l.B], l)
	}
	for x, err := range r.Reviews() {
		if err != nil {
			return err
		}
		w.queued[[2]uint64{x.A, x.B}] = true
	}
	return nil
}

// arrival implements [source].
func (w *whole) arrival(i uint32) uint64 { return w.arrivals[i] }

// member implements [source].
func (w *whole) member(i uint32) (golden.Member, error) {
	rec, err := w.c.old.r.Record(w.nos[i])
	if err != nil {
		return golden.Member{}, err
	}
	if form, ok := w.renewed[i]; ok {
		rec.Normalised = form
	}
	return memberOf(rec)
}

// edges implements [source].
func (w *whole) edges(yield func(i uint32, e *store.Edge) bool) {
	for k := range w.batch.Edges {
		if !yield(w.batch.Edges[k].A, w.edge(k)) {
			return
		}
	}
}

// edge returns an edge of the batch as the store has it.
func (w *whole) edge(k int) *store.Edge {
	x := &w.batch.Edges[k]
	a, b := w.nos[x.A], w.nos[x.B]
	return &store.Edge{A: min(a, b), B: max(a, b), Decision: x.Result.Decision, Assurance: x.Result.Assurance,
		Link: x.Result.Link, Weight: x.Result.Weight, Classes: uint64(x.Keys), Data: []byte(x.Result.Rule())}
}

// judge implements [source] for the pairs that the review queue asks about.
func (w *whole) judge(a, b uint32) (match.Result, error) {
	return w.judged[resolve.MakePair(a, b)], nil
}

// former implements [source].
func (w *whole) former(e *store.Entity) (*store.Entity, error) { return w.c.old.r.Entity(e.ID) }

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
	next := *rules
	next.Newest = w.newest.Date
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

// resolve resolves the records.
func (w *whole) resolve(ctx context.Context, o *Rematch, rekey bool) error {
	rulings, err := collect(w.c.b.Rulings())
	if err != nil {
		return err
	}
	list := make([]record.Ruling, len(rulings))
	for i, x := range rulings {
		list[i] = x.Ruling
	}
	opts := &bulk.Options{Model: w.model, Rulings: list, Progress: o.Progress, Values: w.values}
	if rekey {
		opts.Feature = w.normalised
	}
	if rekey && !o.Preview {
		w.clear()
		opts.Posting = w.posting
	}
	if w.batch, err = bulk.Resolve(ctx, w.batch.Records, opts); err != nil {
		return err
	}
	w.rulings, w.res = w.batch.Rulings, w.batch.Resolution
	judge := match.NewJudge(w.model)
	w.judged = map[resolve.Pair]match.Result{}
	for p := range w.refused() {
		w.judged[p] = judge.Judge(&w.batch.Profiles[p.A], &w.batch.Profiles[p.B])
	}
	return w.failed
}

// values is the hook of [bulk.Options.Values].
func (w *whole) values(i int, r *record.Record) {
	rec, err := w.c.old.r.Record(w.nos[i])
	if err != nil {
		w.fail(err)
		rec = &store.Record{}
	}
	r.Values, r.Past = rec.Values, rec.Past
}

func (w *whole) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed = cmp.Or(w.failed, err)
}

// normalised is the hook of [bulk.Options.Feature]: it notes the normalised form of a
// record, where it is another than the stored one.
func (w *whole) normalised(i int, r *record.Record, f *normalize.Features) {
	x := golden.Contribute(r, f, userFields(r)...)
	form := golden.AppendContribution(nil, &x)
	was, err := w.c.old.r.Record(w.nos[i])
	if err != nil {
		w.fail(err)
		return
	}
	if !bytes.Equal(was.Normalised, form) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.renewed[uint32(i)] = form
	}
}

// rewrite writes what the batch says of single records and pairs, unless only its people
// are asked for, and gives up what is not needed for them.
func (w *whole) rewrite(rekey bool) error {
	defer w.batch.Release()
	if w.preview {
		return nil
	}
	if rekey {
		if err := w.rekey(); err != nil {
			return err
		}
	}
	if rekey || w.c.old.reading.packing != w.c.new.reading.packing {
		if err := w.repack(); err != nil {
			return err
		}
	}
	return w.replaceEdges()
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
	for i, no := range w.nos {
		p := &w.batch.Profiles[i]
		keys = blocking.Keys(keys[:0], p, w.model)
		v := &view{no: no, profile: p, keys: keys, keyed: true, name: p.NameKey()}
		for _, x := range v.postings() {
			if tagged(x.key.Class()) && !w.batch.Copies.Has(uint32(i)) {
				w.c.b.AddPosting(byte(x.key.Class()), uint64(x.key), store.Posting{No: no, Tag: x.tag})
			}
		}
	}
	for _, i := range sortedKeys(w.renewed) {
		rec, err := w.c.old.r.Record(w.nos[i])
		if err != nil {
			return err
		}
		was := *rec
		rec.Normalised = w.renewed[i]
		if err := w.c.b.ReplaceRecord(&was, rec); err != nil { // the same state, said anew
			return err
		}
	}
	return nil
}

// replaceEdges brings the stored edges in line with those of the batch.
func (w *whole) replaceEdges() error {
	want := make([]uint32, len(w.batch.Edges)) // in the order of the store
	ends := func(k uint32) (a, b uint64) {
		x, y := w.nos[w.batch.Edges[k].A], w.nos[w.batch.Edges[k].B]
		return min(x, y), max(x, y)
	}
	for k := range want {
		want[k] = uint32(k)
	}
	slices.SortFunc(want, func(k, l uint32) int {
		a, b := ends(k)
		x, y := ends(l)
		return cmp.Or(cmp.Compare(a, x), cmp.Compare(b, y))
	})
	for e, err := range w.c.old.r.AllEdges() {
		if err != nil {
			return err
		}
		order := -1
		for ; len(want) > 0; want = want[1:] {
			a, b := ends(want[0])
			if order = cmp.Or(cmp.Compare(a, e.A), cmp.Compare(b, e.B)); order >= 0 {
				break
			}
			w.c.b.PutEdge(w.edge(int(want[0])))
		}
		if len(want) == 0 || order > 0 {
			w.c.b.DeleteEdge(e.A, e.B)
			continue
		}
		if x := w.edge(int(want[0])); !sameEdge(x, e) {
			w.c.b.PutEdge(x)
		}
		want = want[1:]
	}
	for _, k := range want {
		w.c.b.PutEdge(w.edge(int(k)))
	}
	return nil
}

func (w *whole) report() *Rematched {
	out := &Rematched{Outcome: w.c.out, Records: len(w.nos), Entities: len(w.groups)}
	for _, p := range w.res.Contradicted {
		out.Contradicted = append(out.Contradicted, [2]record.Key{w.batch.Records[p.A].Key, w.batch.Records[p.B].Key})
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
