package live

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// delta is one record that a change makes, alters or removes.
type delta struct {
	no            uint64
	before, after *view // nil: not there
}

// change is one atomic change under way: from the state before it, through a
// batch, to the state after it.
type change struct {
	e      *Engine
	b      *store.Batch
	old    *state
	new    *state
	at     store.Stamp
	judge  *match.Judge
	deltas []delta // by number
	// blocked are the deltas and others as far as blocking sees them: a record that
	// is a copy is not there. See [change.regroup].
	blocked []delta
	dirty   map[uint64]bool
	// thinned are records under keys that passed the cap, of which pairs may have
	// been lost and none has been gained: see [change.thin].
	thinned map[uint64]bool
	// touched are the ends of edges that changed, and the records of rulings that
	// were given or taken back.
	touched map[uint64]bool
	// rejoined are those of the touched whose permitted joins may differ now.
	rejoined map[uint64]bool
	edges    map[uint64][]*store.Edge   // as they were, of records looked at
	moved    map[[2]uint64]bool         // pairs whose edge was put or dropped
	given    map[uint64][]*store.Edge   // edges put, by either end
	heir     *succession                // where it is no more than one
	words    []uint32                   // of names, which are listed or which the change lists
	apart    map[*view]*apart           // what was found ahead, by view of the record given
	nos      []uint64                   // of the records given, in their order
	placed   map[uint64]record.EntityID // where records of the region belong now
	formed   []*piece                   // pieces of components of which people were formed
	arrived  int                        // records that were given a stamp
	marks    []item                     // what it writes, beside lists, records and edges
	named    map[record.Key]bool        // records of the rulings that it gives or takes back
	out      Outcome
}

func (e *Engine) begin() *change { return e.beginOn(e.st.NewBatch()) }

// beginWrite begins a change of records and rulings. Only rulings are read again
// after they were written.
func (e *Engine) beginWrite(w *Write) *change {
	if len(w.Rule) > 0 || len(w.Undo) > 0 {
		return e.begin()
	}
	return e.beginOn(e.st.NewBlindBatch())
}

func (e *Engine) beginOn(b *store.Batch) *change {
	rd := e.current()
	old := newState(&e.st.Reader, rd)
	return &change{
		e: e, b: b, old: old, new: old.after(), judge: rd.judge(), dirty: map[uint64]bool{}, thinned: map[uint64]bool{}, touched: map[uint64]bool{}, rejoined: map[uint64]bool{},
		edges: map[uint64][]*store.Edge{}, moved: map[[2]uint64]bool{}, given: map[uint64][]*store.Edge{}, placed: map[uint64]record.EntityID{},
	}
}

func (c *change) end() {
	c.new.reading.release(c.judge)
	if c.b != nil {
		c.b.Close()
	}
}

// make carries a write through to people.
func (c *change) make(ctx context.Context, w *Write, ready []prepared) error {
	counters, err := c.b.Counters()
	if err != nil {
		return err
	}
	counters.Change++
	c.at = store.Stamp{Change: counters.Change, Time: c.e.o.Now().UTC().Format(time.RFC3339Nano)}
	var adopted []*warmed
	for i := range ready {
		if w := ready[i].warm; !slices.Contains(adopted, w) {
			adopted = append(adopted, w)
			c.adopt(w)
		}
	}
	for i := range w.Upsert {
		var p prepared
		if ready != nil {
			p = ready[i]
		}
		if err := c.upsert(&w.Upsert[i], p); err != nil {
			return err
		}
	}
	for _, k := range w.Delete {
		if err := c.delete(k); err != nil {
			return err
		}
	}
	ruled, err := c.rule(w)
	if err != nil {
		return err
	}
	if len(c.deltas) == 0 && !ruled {
		return c.answer(w)
	}
	c.out.Change = c.at.Change
	if err := c.run(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return c.answer(w)
}

// answer fills in where the records of the write, and of its rulings, belong now.
func (c *change) answer(w *Write) error {
	for _, no := range c.nos {
		id, err := c.homeOf(no)
		if err != nil {
			return err
		}
		c.out.Entities = append(c.out.Entities, id)
	}
	for range w.Delete {
		c.out.Entities = append(c.out.Entities, 0)
	}
	for i := range w.Rule {
		apart, err := c.apartNow(&w.Rule[i])
		if err != nil {
			return err
		}
		c.out.Apart = append(c.out.Apart, apart)
	}
	return nil
}

// homeOf returns where a record belongs now.
func (c *change) homeOf(no uint64) (record.EntityID, error) {
	if id, ok := c.placed[no]; ok {
		return id, nil
	}
	o, err := c.old.owner(no)
	return o.ID, err
}

// apartNow reports whether the records of a ruling belong to different entities now.
func (c *change) apartNow(r *record.Ruling) (bool, error) {
	var ids [2]record.EntityID
	for i, k := range [2]record.Key{r.A, r.B} {
		no, err := c.b.RecordNo(k)
		if err != nil {
			return false, err
		}
		if ids[i], err = c.homeOf(no); err != nil {
			return false, err
		}
	}
	return ids[0] != ids[1], nil
}

// run carries the deltas through to people. The records themselves have been put
// into the batch.
func (c *change) run() error {
	slices.SortFunc(c.deltas, func(a, b delta) int { return cmp.Compare(a.no, b.no) })
	for i := range c.deltas {
		d := &c.deltas[i]
		c.old.views[d.no], c.new.views[d.no] = d.before, d.after
		c.dirty[d.no] = true
	}
	if err := c.regroup(); err != nil {
		return err
	}
	keys, err := c.repost()
	if err != nil {
		return err
	}
	if err := c.spell(); err != nil {
		return err
	}
	if err := c.recap(keys); err != nil {
		return err
	}
	if err := c.recount(keys); err != nil {
		return err
	}
	if err := c.rejudge(); err != nil {
		return err
	}
	return c.reform()
}

// owner returns where a record belonged before the change, the zero Owner for
// nowhere.
func (c *change) owner(no uint64) (store.Owner, error) {
	if c.isNew(no) {
		return store.Owner{}, nil
	}
	return c.old.owner(no)
}

// isNew reports whether a record was not there before.
func (c *change) isNew(no uint64) bool {
	v, ok := c.old.views[no]
	return ok && v == nil
}

func (c *change) isDelta(no uint64) bool {
	_, ok := slices.BinarySearchFunc(c.deltas, no, func(d delta, no uint64) int { return cmp.Compare(d.no, no) })
	return ok
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func collect[T any](seq func(func(T, error) bool)) (out []T, err error) {
	for v, e := range seq {
		if e != nil {
			return nil, e
		}
		out = append(out, v)
	}
	return out, nil
}
