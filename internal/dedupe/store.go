package dedupe

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// warehouse writes the store of a run: records, postings, edges and entities
// each from a goroutine of its own, as soon as they are known.
type warehouse struct {
	l        *store.Loader
	r        *run
	g        *errgroup.Group
	ctx      context.Context
	cancel   context.CancelCauseFunc
	since    store.Stamp
	postings chan *postingBatch
	batch    *postingBatch
	done     bool
}

// postingBatch is a piece of the stream of postings.
type postingBatch struct {
	keys    []blocking.Key
	ends    []uint32
	records []uint32
}

const postingBatchLen = 1 << 16

// postingBatches keeps the memory of batches that have been written.
var postingBatches = sync.Pool{New: func() any { return &postingBatch{records: make([]uint32, 0, postingBatchLen)} }}

func openWarehouse(ctx context.Context, r *run) (*warehouse, error) {
	dir := r.o.Store
	if rel, err := filepath.Rel(r.o.Out, dir); err == nil && r.out.fresh && filepath.IsLocal(rel) {
		dir = filepath.Join(r.out.temp, rel)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, fmt.Errorf("make store: %w", err)
	}
	l, err := store.Create(dir, &store.Options{Tekil: r.o.Version, Normaliser: normalize.Version, NoSync: true})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.o.Store, err)
	}
	w := &warehouse{l: l, r: r, postings: make(chan *postingBatch, 4),
		since: store.Stamp{Change: r.before.counters.Change + 1, Time: r.o.Time}}
	ctx, w.cancel = context.WithCancelCause(ctx)
	w.g, w.ctx = errgroup.WithContext(ctx)
	return w, nil
}

// posting is the hook of bulk.Options.Posting: it hands keys on in batches.
func (w *warehouse) posting(key blocking.Key, records []uint32) error {
	if w.batch == nil {
		w.batch = postingBatches.Get().(*postingBatch)
	}
	b := w.batch
	b.keys = append(b.keys, key)
	b.records = append(b.records, records...)
	b.ends = append(b.ends, uint32(len(b.records)))
	if len(b.records) >= postingBatchLen-1<<10 {
		return w.send()
	}
	return nil
}

func (w *warehouse) send() error {
	if w.batch == nil {
		return nil
	}
	b := w.batch
	w.batch = nil
	select {
	case w.postings <- b:
		return nil
	case <-w.ctx.Done():
		return context.Cause(w.ctx)
	}
}

// writePostings takes the batches, and after them the words of names and who
// lives behind each door.
func (w *warehouse) writePostings(profiles []match.Profile, copies *blocking.Copies) error {
	var list []store.Posting
	names := make([]uint32, len(profiles))
	for i := range profiles {
		names[i] = profiles[i].NameKey()
	}
	for b := range w.postings {
		from := uint32(0)
		for k, key := range b.keys {
			list = list[:0]
			tagged := key.Class() == blocking.Line || key.Class() == blocking.Mail
			for _, i := range b.records[from:b.ends[k]] {
				p := store.Posting{No: uint64(i) + 1}
				if tagged {
					p.Tag = names[i]
				}
				list = append(list, p)
			}
			from = b.ends[k]
			if err := w.l.AddPostings(byte(key.Class()), uint64(key), list); err != nil {
				return err
			}
		}
		*b = postingBatch{b.keys[:0], b.ends[:0], b.records[:0]}
		postingBatches.Put(b)
	}
	if w.ctx.Err() != nil {
		return context.Cause(w.ctx)
	}
	if err := w.writeWords(blocking.Dictionary(profiles)); err != nil {
		return err
	}
	return w.writeDoors(doors(profiles, copies, names))
}

// writeWords writes the dictionary of names, which finds misspelt ones.
func (w *warehouse) writeWords(all []blocking.SpellingEntry) error {
	var list []store.Posting
	for i := 0; i < len(all); {
		key := all[i].Key
		list = list[:0]
		for ; i < len(all) && all[i].Key == key; i++ {
			list = append(list, store.Posting{No: uint64(all[i].Word)})
		}
		if err := w.l.AddPostings(byte(key.Class()), uint64(key), list); err != nil {
			return err
		}
	}
	return nil
}

func (w *warehouse) writeDoors(all []door) error {
	slices.SortFunc(all, compareDoors)
	var list []store.Posting
	for i := 0; i < len(all); {
		key := all[i].key
		list = list[:0]
		for ; i < len(all) && all[i].key == key; i++ {
			list = append(list, store.Posting{No: uint64(all[i].no) + 1, Tag: all[i].name})
		}
		if err := w.l.AddPostings(byte(key.Class()), uint64(key), list); err != nil {
			return err
		}
	}
	return nil
}

// counted is the hook of bulk.Options.Counted: it starts what can be written
// while pairs are still being judged.
func (w *warehouse) counted(m *match.Model, profiles []match.Profile, copies *blocking.Copies) {
	w.g.Go(func() error { return w.writeRecords(w.r.in.records) })
	w.g.Go(func() error { return w.writePostings(profiles, copies) })
	w.g.Go(func() error { return w.writeProfiles(match.NewPacking(m), profiles) })
}

// writeProfiles writes what the matcher sees of each record, so that the live
// engine need not normalise it again.
func (w *warehouse) writeProfiles(packing match.Packing, profiles []match.Profile) error {
	if packing == 0 {
		return nil
	}
	var buf []byte
	for i := range profiles {
		if i&0xfff == 0 && w.ctx.Err() != nil {
			return context.Cause(w.ctx)
		}
		buf = packing.Append(buf[:0], &profiles[i])
		if err := w.l.AddProfile(uint64(i)+1, buf); err != nil {
			return err
		}
	}
	return nil
}

func (w *warehouse) writeRecords(records []record.Record) error {
	var step spooledStep
	var content []byte
	rec := store.Record{Since: w.since}
	for i := range records {
		k := i % bulk.Step
		if k == 0 {
			if w.ctx.Err() != nil {
				return context.Cause(w.ctx)
			}
			if err := w.r.gathered.read(&step, i/bulk.Step); err != nil {
				return err
			}
		}
		rec.Key, rec.No, rec.Arrival = records[i].Key, uint64(i)+1, w.r.arrival[i]
		w.r.gathered.values.table.readRecord(step.record(k), &rec.Record)
		rec.Normalised = step.contribution(k)
		content = ingest.AppendContent(content[:0], rec.Values)
		hash := sha256.Sum256(content)
		rec.Hash = hash[:16]
		if err := w.l.AddRecord(&rec); err != nil {
			return err
		}
	}
	return nil
}

func (w *warehouse) writeEdges() error {
	b := w.r.batch
	for i := range b.Edges {
		e := &b.Edges[i]
		err := w.l.AddEdge(&store.Edge{
			A: uint64(e.A) + 1, B: uint64(e.B) + 1, Decision: e.Result.Decision, Assurance: e.Result.Assurance,
			Link: e.Result.Link, Weight: e.Result.Weight, Classes: uint64(e.Keys), Data: []byte(e.Result.Rule()),
		})
		if err != nil {
			return err
		}
	}
	return w.l.EndEdges()
}

// addEntities writes a step of entities.
func (w *warehouse) addEntities(m *merged) error {
	p := w.r.people
	var members []uint64
	for i := range m.entities {
		e := &m.entities[i]
		members = members[:0]
		for _, no := range p.membersOf(e.person) {
			members = append(members, uint64(no)+1)
		}
		err := w.l.AddEntity(&store.Entity{ID: p.ids[e.person], Kind: e.kind, Members: members, Golden: m.golden[e.from:e.to], Quality: e.quality, Since: w.since})
		if err != nil {
			return err
		}
	}
	return nil
}

// updateStep is how many small things are written at once.
const updateStep = 20_000

// writeSmall writes everything that does not come in great numbers.
func (w *warehouse) writeSmall(links []link, reviews []review) error {
	for part := range slices.Chunk(links, updateStep) {
		if err := w.l.Update(func(b *store.Batch) error {
			for _, l := range part {
				b.PutLink(&store.Link{A: l.a, B: l.b, Kind: l.kind, Reason: l.rule})
			}
			return nil
		}); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(reviews, updateStep) {
		if err := w.l.Update(func(b *store.Batch) error {
			for i := range part {
				v := &part[i]
				b.PutReview(&store.Review{A: uint64(v.a) + 1, B: uint64(v.b) + 1, Value: v.value(), Since: w.since.Change, Data: []byte(v.rule)})
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return w.l.Update(w.writeMeta)
}

func (w *warehouse) writeMeta(b *store.Batch) error {
	for i := range w.r.before.rulings {
		b.PutRuling(&w.r.before.rulings[i])
	}
	if w.r.carried != nil {
		for _, a := range w.r.carried.aliases {
			x := store.Alias{ID: a.id}
			for _, i := range a.members {
				x.Members = append(x.Members, uint64(i)+1)
			}
			b.PutAlias(x)
		}
	}
	model, err := w.r.batch.Model.Encode()
	if err != nil {
		return err
	}
	hash := modelHash(model)
	b.PutModel(hash, model)
	b.PinModel(hash)
	if err := w.writeRules(b); err != nil {
		return err
	}
	for _, r := range w.r.before.runs {
		b.PutRun(r)
	}
	c, err := b.Counters()
	if err != nil {
		return err
	}
	w.setCounters(c)
	// Who followed the store that this one replaces must not take silence for
	// "nothing changed".
	if w.r.before.counters.Change > 0 {
		b.BeginHistory(w.since.Change)
	}
	if w.since.Time == "" {
		return nil
	}
	return b.MarkTime(w.since)
}

// setCounters sets the counters to the last numbers that were given.
func (w *warehouse) setCounters(c *store.Counters) {
	n := uint64(len(w.r.batch.Records))
	c.Record, c.Entity, c.Change = n, max(n, uint64(slices.Max(w.r.people.ids))), w.since.Change
	if p := w.r.before.previous; p != nil {
		c.Entity = max(c.Entity, uint64(p.last)+n)
	}
	for _, r := range w.r.before.rulings {
		c.Ruling = max(c.Ruling, r.No)
	}
	for _, r := range w.r.before.runs {
		c.Run = max(c.Run, r.No)
	}
	c.Run++
}

// writeRules keeps what golden records and findings were made by, for the live
// store and for exports.
func (w *warehouse) writeRules(b *store.Batch) error {
	rules := w.r.survival()
	data, err := rules.Encode()
	if err != nil {
		return err
	}
	if err := b.SetNamed(golden.RulesName, data); err != nil {
		return err
	}
	if data, err = json.Marshal(w.r.o.Config.Quality); err != nil {
		return err
	}
	if err := b.SetNamed(checksName, data); err != nil {
		return err
	}
	if data, err = json.Marshal(w.r.in.columns); err != nil {
		return err
	}
	return b.SetNamed(columnsName, data)
}

func modelHash(encoded []byte) []byte {
	sum := sha256.Sum256(encoded)
	return sum[:]
}

// finish writes the summary of the run and puts the store in place.
func (w *warehouse) finish(run []byte) error {
	no := uint64(1)
	for _, r := range w.r.before.runs {
		no = max(no, r.No+1)
	}
	if err := w.l.Update(func(b *store.Batch) error { return b.PutRun(store.Run{No: no, JSON: run}) }); err != nil {
		return err
	}
	w.done = true
	if err := w.l.Finish(); err != nil {
		w.l.Abort()
		return fmt.Errorf("%s: %w", w.r.o.Store, err)
	}
	return nil
}

// stop waits for the writers and returns what went wrong first, cause included.
func (w *warehouse) stop(cause error) error {
	if cause != nil {
		w.cancel(cause)
	}
	if err := w.g.Wait(); err != nil && (cause == nil || errors.Is(cause, context.Canceled)) {
		return err
	}
	return cause
}

// errAbandoned stops writers of a store that nobody wants any more.
var errAbandoned = errors.New("the run failed")

// abandon stops all writers and removes the unfinished store. It waits for them:
// no table may be closed while one is still adding to it.
func (w *warehouse) abandon() error {
	if w == nil || w.done {
		return nil
	}
	w.done = true
	w.stop(errAbandoned)
	return w.l.Abort()
}
