package live

import (
	"cmp"
	"slices"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/resolve"
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

// Crossings count the limits that changes passed.
type Crossings struct {
	Capped, Uncapped       int // keys whose list grew beyond the cap, or back within it
	SubCapped, SubUncapped int
	Steps                  int // degrees that passed a step
	Contested, Settled     int // doors that came to show two people of a name, or ceased to
}

// Add adds up crossings.
func (c *Crossings) Add(o Crossings) {
	c.Capped += o.Capped
	c.Uncapped += o.Uncapped
	c.SubCapped += o.SubCapped
	c.SubUncapped += o.SubUncapped
	c.Steps += o.Steps
	c.Contested += o.Contested
	c.Settled += o.Settled
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

// repost writes the postings of the records that blocking sees changed, and returns the keys whose lists
// changed, sorted.
func (c *change) repost() ([]blocking.Key, error) {
	var touched []blocking.Key
	for i := range c.blocked {
		d := &c.blocked[i]
		touched = append(touched, c.exchange(d.no, c.postings(d.before), c.postings(d.after))...)
	}
	slices.Sort(touched)
	return slices.Compact(touched), nil
}

// postings returns the postings of a view, none for nil.
func (c *change) postings(v *view) []posting {
	if v == nil {
		return nil
	}
	v.find(c.new.reading.model)
	return v.postings()
}

// exchange replaces the postings of a record and returns the keys of those that
// differ.
func (c *change) exchange(no uint64, before, after []posting) (touched []blocking.Key) {
	for _, p := range before {
		if !slices.Contains(after, p) {
			x := store.Posting{No: no, Tag: p.tag}
			c.b.RemovePosting(byte(p.key.Class()), uint64(p.key), x)
			c.patch(p.key).remove = append(c.patch(p.key).remove, x)
			touched = append(touched, p.key)
		}
	}
	for _, p := range after {
		if !slices.Contains(before, p) {
			x := store.Posting{No: no, Tag: p.tag}
			c.b.AddPosting(byte(p.key.Class()), uint64(p.key), x)
			c.patch(p.key).add = append(c.patch(p.key).add, x)
			touched = append(touched, p.key)
		}
	}
	return touched
}

// patch returns what the change does to the list under a key. The new state must
// not have looked at the list before.
func (c *change) patch(k blocking.Key) *patch {
	p := c.new.patches[k]
	if p == nil {
		p = &patch{}
		c.new.patches[k] = p
	}
	return p
}

// recap finds the keys that pass the cap, gives subkeys to the records of those
// that are capped now and takes them from those that are not any more.
func (c *change) recap(keys []blocking.Key) error {
	crossed := map[uint64][]blocking.Key{} // by record: keys that passed the cap
	for _, k := range keys {
		if k.Class() == blocking.Doors {
			continue
		}
		before, after, err := c.counts(k)
		if err != nil {
			return err
		}
		limit := blocking.Cap(k.Class(), c.new.reading.model)
		if (before > limit) == (after > limit) {
			continue
		}
		s := c.new
		if before > limit {
			s = c.old
			c.out.Crossings.Uncapped++
		} else {
			c.out.Crossings.Capped++
		}
		list, err := s.list(k)
		if err != nil {
			return err
		}
		for _, p := range list {
			crossed[p.No] = append(crossed[p.No], k)
		}
		c.soil(list, after > limit)
	}
	return c.resub(crossed)
}

func (c *change) counts(k blocking.Key) (before, after int, err error) {
	if before, err = c.old.count(k); err != nil {
		return 0, 0, err
	}
	after, err = c.new.count(k)
	return before, after, err
}

// resub exchanges the subkeys of the deltas and of the records under keys that
// passed the cap, and makes dirty what stands under subkeys that pass it in turn.
func (c *change) resub(crossed map[uint64][]blocking.Key) error {
	var touched []blocking.Key
	exchange := func(no uint64, before, after *view, of func(*view) []blocking.Key) error {
		b, err := c.subkeys(c.old, before, of)
		if err != nil {
			return err
		}
		a, err := c.subkeys(c.new, after, of)
		if err != nil {
			return err
		}
		touched = append(touched, c.exchange(no, b, a)...)
		return nil
	}
	for i := range c.blocked {
		d := &c.blocked[i]
		delete(crossed, d.no)
		if err := exchange(d.no, d.before, d.after, func(v *view) []blocking.Key { return v.keys }); err != nil {
			return err
		}
	}
	for no, keys := range crossed {
		v, err := c.new.view(no)
		if err != nil {
			return err
		}
		if err := exchange(no, v, v, func(*view) []blocking.Key { return keys }); err != nil {
			return err
		}
	}
	slices.Sort(touched)
	return c.recapSubs(slices.Compact(touched))
}

// subkeys returns the subkeys of those of a record's keys that are capped.
func (c *change) subkeys(s *state, v *view, of func(*view) []blocking.Key) ([]posting, error) {
	if v == nil {
		return nil, nil
	}
	var subs []blocking.Key
	v.find(s.reading.model)
	for _, k := range of(v) {
		n, err := s.count(k)
		if err != nil {
			return nil, err
		}
		if n > blocking.Cap(k.Class(), s.reading.model) {
			subs = blocking.Subkeys(subs, v.profile, k)
		}
	}
	slices.Sort(subs)
	subs = slices.Compact(subs)
	out := make([]posting, len(subs))
	for i, k := range subs {
		out[i] = posting{key: k}
	}
	return out, nil
}

func (c *change) recapSubs(keys []blocking.Key) error {
	for _, k := range keys {
		before, after, err := c.counts(k)
		if err != nil {
			return err
		}
		limit := blocking.Cap(k.Class(), c.new.reading.model)
		if (before > limit) == (after > limit) {
			continue
		}
		if before > limit {
			c.out.Crossings.SubUncapped++
		} else {
			c.out.Crossings.SubCapped++
		}
		list, err := c.new.list(k)
		if err != nil {
			return err
		}
		c.soil(list, after > limit)
	}
	return nil
}

// soil makes records dirty, or only thinned.
func (c *change) soil(list []store.Posting, thinned bool) {
	to := c.dirty
	if thinned {
		to = c.thinned
	}
	for _, p := range list {
		to[p.No] = true
	}
}

// recount makes dirty what stands on values whose degree passed a step, and
// behind doors that became contested or ceased to be.
func (c *change) recount(keys []blocking.Key) error {
	look := map[uint64]bool{} // records behind whose doors to look
	for i := range c.blocked {
		look[c.blocked[i].no] = true
	}
	for _, k := range keys {
		if !tagged(k.Class()) {
			continue
		}
		before, err := c.old.degree(k)
		if err != nil {
			return err
		}
		after, err := c.new.degree(k)
		if err != nil {
			return err
		}
		if before == after {
			continue
		}
		list, err := c.new.list(k)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			c.out.Crossings.Steps++
		}
		c.soil(list, false)
		if k.Class() == blocking.Line && (before == match.Hub) != (after == match.Hub) {
			for _, p := range list {
				look[p.No] = true
			}
		}
	}
	return c.recontest(look)
}

// recontest compares, for all doors of the given records, whether they show two
// people of a name before and after.
func (c *change) recontest(look map[uint64]bool) error {
	groups := map[behind]bool{}
	for no := range look {
		for _, s := range []*state{c.old, c.new} {
			v, err := s.view(no)
			if err != nil {
				return err
			}
			if v == nil {
				continue
			}
			for i := range v.profile.Doors {
				key := v.profile.Doors[i].Key
				if key == 0 {
					continue
				}
				g, ok, err := s.group(no, blocking.DoorKey(key))
				if err != nil {
					return err
				}
				if ok {
					groups[g] = true
				}
			}
		}
	}
	for g := range groups {
		if err := c.recontestGroup(g); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) recontestGroup(g behind) error {
	before, err := c.old.contested(g)
	if err != nil {
		return err
	}
	after, err := c.new.contested(g)
	if err != nil || before == after {
		return err
	}
	if after {
		c.out.Crossings.Contested++
	} else {
		c.out.Crossings.Settled++
	}
	nos, err := c.new.neighbours(g)
	for _, no := range nos {
		c.dirty[no] = true
	}
	return err
}

// rejudge replaces the edges of dirty records.
func (c *change) rejudge() error {
	for _, no := range sortedKeys(c.dirty) {
		old, err := c.before(no)
		if err != nil {
			return err
		}
		x, err := c.new.profile(no)
		if err != nil {
			return err
		}
		if x == nil {
			for _, e := range old {
				c.drop(e)
			}
			continue
		}
		if err := c.rejudgeOne(x, old); err != nil {
			return err
		}
	}
	return c.thin()
}

// thin takes the edges away of pairs that only a key brought up which passed the
// cap. Such a pair would be judged as it was, so that none is judged; records that
// lose nothing stay clean. What is dirty has been judged by now.
func (c *change) thin() error {
	var changed []uint64
	for _, no := range sortedKeys(c.thinned) {
		if c.dirty[no] {
			continue
		}
		edges, err := c.old.edgesOf(no)
		if err != nil {
			return err
		}
		for _, e := range edges {
			if e.A != no || !c.thinned[e.B] || c.dirty[e.B] {
				continue
			}
			classes, err := c.stillShared(e)
			if err != nil {
				return err
			}
			if classes != blocking.Classes(e.Classes) {
				c.reclass(e, classes)
				changed = append(changed, e.A, e.B)
			}
		}
	}
	for _, no := range changed {
		c.dirty[no] = true
	}
	return nil
}

// stillShared returns the classes of the keys that bring up the pair of an edge.
func (c *change) stillShared(e *store.Edge) (blocking.Classes, error) {
	a, err := c.new.view(e.A)
	if err != nil {
		return 0, err
	}
	b, err := c.new.view(e.B)
	if err != nil {
		return 0, err
	}
	return c.new.shared(a, b)
}

// reclass gives an edge other classes; without any it goes.
func (c *change) reclass(e *store.Edge, classes blocking.Classes) {
	if classes == 0 {
		c.drop(e)
		return
	}
	x := *e
	x.Classes = uint64(classes)
	c.put(&x)
}

// before returns the edges that a record had before the change.
func (c *change) before(no uint64) ([]*store.Edge, error) {
	if list, ok := c.edges[no]; ok {
		return list, nil
	}
	if v, ok := c.old.views[no]; ok && v == nil {
		return nil, nil // it is new
	}
	list, err := c.old.edgesOf(no)
	if err == nil {
		c.edges[no] = list
	}
	return list, err
}

// after returns the edges that a record has after the change.
func (c *change) after(no uint64) ([]*store.Edge, error) {
	before, err := c.before(no)
	if err != nil || !c.touched[no] {
		return before, err
	}
	var out []*store.Edge
	for _, e := range before {
		if _, changed := c.moved[[2]uint64{e.A, e.B}]; !changed {
			out = append(out, e)
		}
	}
	return append(out, c.given[no]...), nil
}

func (c *change) put(e *store.Edge) {
	c.b.PutEdge(e)
	c.touched[e.A], c.touched[e.B] = true, true
	c.moved[[2]uint64{e.A, e.B}] = true
	c.given[e.A], c.given[e.B] = append(c.given[e.A], e), append(c.given[e.B], e)
	if e.Decision == record.Same {
		c.rejoin(e)
	}
}

// rejoin makes the people at both ends of an edge be formed again. An edge that
// does not join and did not join before is no part of them: the end that was judged
// brings the review queue and the links in line.
func (c *change) rejoin(e *store.Edge) { c.rejoined[e.A], c.rejoined[e.B] = true, true }

func (c *change) drop(e *store.Edge) {
	c.moved[[2]uint64{e.A, e.B}] = true
	c.b.DeleteEdge(e.A, e.B)
	c.touched[e.A], c.touched[e.B] = true, true
	if e.Decision == record.Same {
		c.rejoin(e)
	}
}

func (c *change) rejudgeOne(x *seen, old []*store.Edge) error {
	no := x.no
	candidates, err := c.new.candidates(x.view)
	if err != nil {
		return err
	}
	c.out.Judged += len(candidates)
	strangers := c.strangers(x)
	want := make(map[uint64]*store.Edge)
	for _, other := range sortedKeys(candidates) {
		if other < no && c.dirty[other] {
			continue // judged from the other end
		}
		e, err := c.edge(x, other, candidates[other], strangers)
		if err != nil {
			return err
		}
		if e != nil {
			want[other] = e
		}
	}
	for _, e := range old {
		other := e.Other(no)
		if other < no && c.dirty[other] {
			continue
		}
		w := want[other]
		switch {
		case w == nil:
			c.drop(e)
		case sameEdge(w, e):
			delete(want, other)
		case e.Decision == record.Same:
			c.rejoin(e) // it will be another
		}
	}
	for _, other := range sortedKeys(want) {
		c.put(want[other])
	}
	return nil
}

// edge judges a pair and returns its edge, nil where it is not worth one.
func (c *change) edge(x *seen, other uint64, shared blocking.Classes, strangers map[*view]bool) (*store.Edge, error) {
	v, err := c.new.view(other)
	if v == nil || err != nil || strangers[v] || c.judge.Unrelated(&x.p, v.profile) {
		return nil, err
	}
	y, err := c.new.profile(other)
	if err != nil {
		return nil, err
	}
	r, err := c.new.judge(c.judge, x, y)
	if err != nil || !resolve.Worth(&r) {
		return nil, err
	}
	return &store.Edge{
		A: min(x.no, other), B: max(x.no, other), Decision: r.Decision, Assurance: r.Assurance,
		Link: r.Link, Weight: r.Weight, Classes: uint64(shared), Data: []byte(r.Rule()),
	}, nil
}

func sameEdge(a, b *store.Edge) bool {
	return a.Decision == b.Decision && a.Assurance == b.Assurance && a.Link == b.Link && a.Weight == b.Weight &&
		a.Classes == b.Classes && string(a.Data) == string(b.Data)
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

// Outcome says what a change did.
type Outcome struct {
	// Change is the number of the change, 0 where nothing changed.
	Change uint64
	// Entities holds the entity that each record of the change belongs to now, in
	// the order in which the records were given; 0 for a deleted record.
	Entities []record.EntityID
	// Created, Altered, Repeated and Deleted count records.
	Created, Altered, Repeated, Deleted int
	// Events are what the change did to entities, in the order of the feed.
	Events []*store.Event
	// Reviews is by how much the review queue grew.
	Reviews int
	// Rulings are the numbers that rulings were given.
	Rulings   []uint64
	Judged    int // candidate pairs that were judged
	Recalled  int // pieces of components whose people were known from an earlier change
	Crossings Crossings
}
