package live

import (
	"fmt"
	"maps"
	"slices"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// region is the records of all components that a change touches, in canonical
// key order, with everything that is needed to form their people again.
type region struct {
	c       *change
	nos     []uint64
	at      map[uint64]uint32 // number -> place in nos
	seen    []*seen
	all     [][]*store.Edge // by place: every edge of the record
	rulings resolve.Rulings
	res     *resolve.Resolution
	groups  []*group // by first record
	of      []*group // by place
	before  map[record.EntityID]*store.Entity
	// queued are the entries of the review queue that may not hold any more; nil
	// stands for every pair of the region.
	queued map[[2]uint64]bool
	rules  *golden.Rules // of survivorship; nil are the defaults
	// remade says that all golden records are to be made again.
	remade bool
	// memory, where not nil, knows the people of pieces of components.
	memory resolve.Memory
	from   source
}

// source is where a region has from what it needs of its records.
type source interface {
	// arrival returns the stamp of a record's first arrival.
	arrival(i uint32) uint64
	// member returns what a record gives to its golden record.
	member(i uint32) (golden.Member, error)
	// edges yields the edges of the records, each from one end at least.
	edges(yield func(i uint32, e *store.Edge) bool)
	// judge decides about two records.
	judge(a, b uint32) (match.Result, error)
	// former returns an entity of before as it stands in the store.
	former(e *store.Entity) (*store.Entity, error)
}

// newRegion returns an empty region of a change, which is its own source.
func newRegion(c *change, rules *golden.Rules) *region {
	r := &region{c: c, at: map[uint64]uint32{}, before: map[record.EntityID]*store.Entity{}, rules: rules}
	r.from = r
	return r
}

// group is a person as formed now.
type group struct {
	members  []uint32 // places
	id       record.EntityID
	kept     *store.Entity     // the entity whose id it keeps, nil for a new one
	absorbed []record.EntityID // other entities that records came from
	changed  bool
}

// reform forms the people of the touched components again.
func (c *change) reform() error {
	r := newRegion(c, c.e.rules)
	r.memory = recollection{r}
	if err := r.gather(); err != nil {
		return err
	}
	if err := r.form(); err != nil {
		return err
	}
	if err := r.finish(); err != nil {
		return err
	}
	for i, no := range r.nos {
		c.placed[no] = r.of[i].id
	}
	return nil
}

// finish turns the groups into entities and brings everything in line that
// follows from them.
func (r *region) finish() error {
	for _, do := range []func() error{r.load, r.name, r.write, r.tell, r.relate, r.queue} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// gather follows permitted edges and rulings from everything that was touched.
func (r *region) gather() error {
	c := r.c
	edges := map[uint64][]*store.Edge{}
	keys := map[record.Key]uint64{}
	rulings := map[uint64]*store.Ruling{}
	stack := make([]uint64, 0, len(c.dirty)+len(c.rejoined))
	reached := map[uint64]bool{}
	push := func(no uint64) {
		if !reached[no] {
			reached[no] = true
			stack = append(stack, no)
		}
	}
	for no := range c.dirty {
		push(no)
	}
	for no := range c.rejoined {
		push(no)
	}
	for len(stack) > 0 {
		no := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		key, there, err := c.keyOf(no)
		if err != nil {
			return err
		}
		if there {
			keys[key] = no
			if edges[no], err = c.after(no); err != nil {
				return err
			}
			for _, e := range edges[no] {
				if e.Decision == record.Same {
					push(e.Other(no))
				}
			}
		}
		if err := c.follow(key, rulings, push); err != nil {
			return err
		}
	}
	order := slices.SortedFunc(maps.Keys(keys), record.Key.Compare)
	nos := make([]uint64, len(order))
	for i, k := range order {
		nos[i] = keys[k]
	}
	r.settle(nos, edges, func(k record.Key) uint64 { return keys[k] }, rulings)
	return nil
}

// keyOf returns the key of a record and whether the record is there after the change:
// what a deleted one held together is looked at, too.
func (c *change) keyOf(no uint64) (k record.Key, there bool, err error) {
	if k, err = c.new.key(no); err != nil || !k.IsZero() {
		return k, true, err
	}
	before := c.old.views[no]
	if before == nil {
		return k, false, fmt.Errorf("record number %d is named and not there: %w", no, store.ErrCorrupt)
	}
	return before.rec.Key, false, nil
}

// follow notes the rulings on a record and goes on to the records that they
// name.
func (c *change) follow(key record.Key, rulings map[uint64]*store.Ruling, push func(uint64)) error {
	if c.e.ruled != nil && !c.e.ruled[key] && !c.named[key] {
		return nil
	}
	for x, err := range c.b.RulingsOf(key) {
		if err != nil {
			return err
		}
		if !x.InForce() {
			continue
		}
		rulings[x.No] = x
		other := x.A
		if other == key {
			other = x.B
		}
		no, err := c.b.RecordNo(other)
		if err == store.ErrNotFound {
			continue
		}
		if err != nil {
			return err
		}
		push(no)
	}
	return nil
}

// settle gives the region its records, in canonical key order, with their edges and
// the rulings on them, by number. Number returns that of a record, 0 for none.
func (r *region) settle(nos []uint64, edges map[uint64][]*store.Edge, number func(record.Key) uint64, rulings map[uint64]*store.Ruling) {
	r.nos, r.seen = nos, make([]*seen, len(nos))
	for i, no := range nos {
		r.at[no] = uint32(i)
		r.all = append(r.all, edges[no])
	}
	list := make([]record.Ruling, 0, len(rulings))
	for _, no := range sortedKeys(rulings) {
		list = append(list, rulings[no].Ruling)
	}
	r.rulings = resolve.InForceAt(func(k record.Key) (uint32, bool) {
		i, ok := r.at[number(k)]
		return i, ok
	}, list)
}

// form makes people of the region, exactly as a batch of these records would.
func (r *region) form() error {
	var edges []resolve.Edge
	for i, list := range r.all {
		for _, e := range list {
			o, ok := r.at[e.Other(r.nos[i])]
			if !ok || o < uint32(i) {
				continue
			}
			edges = append(edges, resolve.Edge{A: uint32(i), B: o, Keys: uint32(e.Classes),
				Result: match.Result{Weight: e.Weight, Decision: e.Decision, Assurance: e.Assurance, Link: e.Link}})
		}
	}
	slices.SortFunc(edges, resolve.CompareEdges)
	var failed error
	r.res = resolve.People(len(r.nos), edges, r.rulings, func(a, b uint32) match.Result {
		res, err := r.judge(a, b)
		if err != nil {
			failed = err
		}
		return res
	}, r.memory, r.c.new.reading.model)
	return failed
}

func (r *region) judge(a, b uint32) (match.Result, error) {
	for _, i := range [2]uint32{a, b} {
		if r.seen[i] != nil {
			continue
		}
		p, err := r.c.new.profile(r.nos[i])
		if err != nil {
			return match.Result{}, err
		}
		r.seen[i] = p
	}
	return r.c.new.judge(r.c.judge, r.seen[a], r.seen[b])
}

func (r *region) arrival(i uint32) uint64 { return r.c.new.views[r.nos[i]].rec.Arrival }

func (r *region) member(i uint32) (golden.Member, error) {
	return memberOf(r.c.new.views[r.nos[i]].rec)
}

// memberOf returns what a record gives to its golden record.
func memberOf(rec *store.Record) (golden.Member, error) {
	c, err := contribution(rec)
	return golden.Member{Key: rec.Key, Contribution: c}, err
}

func (r *region) edges(yield func(i uint32, e *store.Edge) bool) {
	for i, list := range r.all {
		for _, e := range list {
			if !yield(uint32(i), e) {
				return
			}
		}
	}
}

func (r *region) former(e *store.Entity) (*store.Entity, error) { return e, nil }
