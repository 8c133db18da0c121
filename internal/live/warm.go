package live

import (
	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// warmed is what was looked up for a change before its turn came, side by side
// with other changes: what the store held after the change of number seq, or
// later. What no change since has touched is still right when the turn comes, and
// is not read again by the one who holds up all others.
type warmed struct {
	seq   uint64
	s     *state
	words []uint32 // of names, that are listed
}

// apart are the records that have nothing to do with another, as [match.Judge]
// found of the profiles alone and the degrees of that other one's values.
type apart struct {
	from *seen
	of   map[*view]bool
}

// strangers returns what is known to be apart from a record: what was found ahead,
// unless the degrees of its values are others by now.
func (c *change) strangers(x *seen) map[*view]bool {
	a := c.apart[x.view]
	if a == nil {
		return nil
	}
	p, q := &x.p, &a.from.p
	for i := range p.Lines {
		if p.Lines[i].Degree != q.Lines[i].Degree {
			return nil
		}
	}
	for i := range p.Mails {
		if p.Mails[i].Degree != q.Mails[i].Degree {
			return nil
		}
	}
	for i := range p.Doors {
		if p.Doors[i].Degree != q.Doors[i].Degree {
			return nil
		}
	}
	return a.of
}

// freshness remembers which change touched an item last. It is guarded by
// [Engine.write].
type freshness struct {
	floor uint64 // changes up to this one are forgotten
	// Two generations: when the younger one is full, the older one goes.
	now, before  map[item]uint64
	beforeNewest uint64 // the last change that before knows
}

// maxTouched bounds the memory of a freshness, in items of a generation.
const maxTouched = 100_000

func (f *freshness) touch(i item, seq uint64) {
	if f.now == nil {
		f.now = map[item]uint64{}
	}
	f.now[i] = seq
}

// turnOver begins a new generation where the younger one is full.
func (f *freshness) turnOver(seq uint64) {
	if len(f.now) < maxTouched {
		return
	}
	if f.before != nil {
		f.floor = f.beforeNewest
	}
	f.before, f.beforeNewest, f.now = f.now, seq, nil
}

// since reports whether a change after seq touched an item.
func (f *freshness) since(seq uint64, i item) bool { return f.now[i] > seq || f.before[i] > seq }

// committed notes what a change touched, once everybody can see it. A reader that
// saw the number of the change before it looked saw the change, too.
func (e *Engine) committed(c *change) {
	seq := e.seq.Load() + 1
	f := &e.fresh
	for k := range c.new.patches {
		f.touch(listItem.of(uint64(k)), seq)
	}
	for i := range c.deltas {
		f.touch(recordItem.of(c.deltas[i].no), seq)
	}
	for no := range c.touched {
		f.touch(edgesItem.of(no), seq)
	}
	for _, i := range c.marks {
		f.touch(i, seq)
	}
	f.turnOver(seq)
	e.seq.Store(seq)
	e.words.add(c.words)
	e.pieces.commit(c)
}

// forget makes everything that was looked up ahead worthless. The caller holds
// write.
func (e *Engine) forget() {
	e.fresh = freshness{floor: e.seq.Add(1)}
	e.words.forget()
	e.pieces = pieces{}
}

// warm looks up what a change of a record will need.
func (w *warmed) warm(v, before *view) (*apart, error) {
	near, err := w.pairs(v, before)
	if err != nil {
		return nil, err
	}
	q, err := w.s.show(v)
	if err != nil {
		return nil, err
	}
	out := &apart{from: q, of: map[*view]bool{}}
	region, err := w.joined(q, near, out)
	if err != nil {
		return nil, err
	}
	if before != nil {
		region = append(region, before.no)
	}
	return out, w.gather(region)
}

// pairs looks up the lists that a change of a record will read, and returns whom it
// will be judged with. A new record that is equal to others is judged with those, or
// with the one that stands for them, and its keys are only looked at where it will
// stand for them itself: see [succession].
func (w *warmed) pairs(v, before *view) (map[uint64]blocking.Classes, error) {
	equal, first, err := w.s.equals(v)
	if err != nil {
		return nil, err
	}
	if before != nil || first == 0 {
		if err := w.lists(before); err != nil {
			return nil, err
		}
		return w.s.candidates(v)
	}
	key, err := w.s.key(first)
	if err != nil || v.rec.Key.Compare(key) > 0 {
		return equal, err
	}
	if err := w.s.addCopies(equal, v.print); err != nil {
		return nil, err
	}
	_, err = w.s.held(v)
	return equal, err
}

// lists looks up the lists that a record stands in, none for nil.
func (w *warmed) lists(v *view) error {
	if v == nil {
		return nil
	}
	v.find(w.s.reading.model)
	for _, p := range v.postings() {
		if _, err := w.s.lookUp(p.key); err != nil {
			return err
		}
	}
	return nil
}

// joined judges the candidates of a record and returns those that would join it.
func (w *warmed) joined(q *seen, near map[uint64]blocking.Classes, strangers *apart) (region []uint64, err error) {
	j := w.s.reading.judge()
	defer w.s.reading.release(j)
	for no := range near {
		x, err := w.s.view(no)
		if err != nil {
			return nil, err
		}
		if x == nil {
			continue
		}
		if j.Unrelated(&q.p, x.profile) {
			strangers.of[x] = true
			continue
		}
		c, err := w.s.profile(no)
		if err != nil {
			return nil, err
		}
		res, err := w.s.judge(j, q, c)
		if err != nil {
			return nil, err
		}
		switch {
		case res.Decision == record.Same:
			region = append(region, no)
		case res.Decision == record.Review:
			if err := w.belongs(no); err != nil {
				return nil, err
			}
		case res.Link != record.NoLink: // of whom only the id is needed
			if _, err := w.s.owner(no); err != nil {
				return nil, err
			}
		}
	}
	return region, nil
}

// belongs looks up the entity of a record.
func (w *warmed) belongs(no uint64) error {
	o, err := w.s.owner(no)
	if err == nil && o.ID != 0 {
		_, err = w.s.entity(o.ID)
	}
	return err
}

// gather follows permitted joins, and looks up what forming people of the records
// that they lead to will read.
func (w *warmed) gather(region []uint64) error {
	reached := map[uint64]bool{}
	for len(region) > 0 {
		no := region[len(region)-1]
		region = region[:len(region)-1]
		if reached[no] {
			continue
		}
		reached[no] = true
		v, err := w.s.view(no)
		if v == nil || err != nil {
			return err
		}
		if _, err := w.s.record(v); err != nil {
			return err
		}
		if err := w.belongs(no); err != nil {
			return err
		}
		edges, err := w.s.edgesOf(no)
		if err != nil {
			return err
		}
		for _, e := range edges {
			if e.Link != record.NoLink {
				if err := w.related(no, e.Other(no)); err != nil {
					return err
				}
			}
			switch other := e.Other(no); e.Decision {
			case record.Same:
				region = append(region, other)
			case record.Review:
				if err := w.doubted(no, other); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// related looks up the links of a record's entity, and whose the other record is.
func (w *warmed) related(no, other uint64) error {
	o, err := w.s.owner(no)
	if err != nil || o.ID == 0 {
		return err
	}
	if _, err := w.s.linksOf(o.ID); err != nil {
		return err
	}
	_, err = w.s.owner(other)
	return err
}

// doubted looks up a pair that may stand in the review queue.
func (w *warmed) doubted(a, b uint64) error {
	if _, err := w.s.reviewOf([2]uint64{min(a, b), max(a, b)}); err != nil {
		return err
	}
	return w.belongs(b)
}

// adopt takes over what was looked up ahead and has not been touched since. The
// state before the change must not have looked at anything yet.
func (c *change) adopt(w *warmed) {
	f := &c.e.fresh
	if w == nil || w.s.reading != c.old.reading || w.seq < f.floor {
		return
	}
	c.words = append(c.words, w.words...)
	s, k := c.old, &w.s.known
	for key, p := range w.s.lists {
		if !f.since(w.seq, listItem.of(uint64(key))) {
			s.lists[key] = p
		}
	}
	for no, v := range w.s.views {
		if !f.since(w.seq, recordItem.of(no)) {
			s.views[no] = v
		}
	}
	take(f, w.seq, &s.known.numbers, k.numbers, numberItem.key)
	take(f, w.seq, &s.known.owners, k.owners, ownerItem.of)
	take(f, w.seq, &s.known.entities, k.entities, func(id record.EntityID) item { return entityItem.of(uint64(id)) })
	take(f, w.seq, &s.known.edges, k.edges, edgesItem.of)
	take(f, w.seq, &s.known.reviews, k.reviews, reviewItem.pair)
	take(f, w.seq, &s.known.links, k.links, func(id record.EntityID) item { return linksItem.of(uint64(id)) })
}

// take moves what is fresh from one map into another.
func take[K comparable, V any](f *freshness, seq uint64, to *map[K]V, from map[K]V, name func(K) item) {
	if *to == nil {
		*to = make(map[K]V, len(from))
	}
	for k, v := range from {
		if !f.since(seq, name(k)) {
			(*to)[k] = v
		}
	}
}

// mark notes what a change writes beside lists, records and edges.
func (c *change) mark(i item) { c.marks = append(c.marks, i) }

// The writes of a change that others may have looked up ahead.

func (c *change) putEntity(old, e *store.Entity) {
	c.mark(entityItem.of(uint64(e.ID)))
	c.b.ReplaceEntity(old, e)
}

func (c *change) retire(old *store.Entity) {
	c.mark(entityItem.of(uint64(old.ID)))
	c.b.RetireEntity(old, c.at)
}

// move leads a record to an entity, 0 for none.
func (c *change) move(no uint64, to record.EntityID) error {
	from, err := c.owner(no)
	if err != nil || from.ID == to {
		return err
	}
	c.mark(ownerItem.of(no))
	return c.b.MoveRecord(no, from, to, c.at)
}

func (c *change) putLink(l *store.Link) {
	c.mark(linksItem.of(uint64(l.A)))
	c.mark(linksItem.of(uint64(l.B)))
	c.b.PutLink(l)
}

func (c *change) deleteLink(l *store.Link) {
	c.mark(linksItem.of(uint64(l.A)))
	c.mark(linksItem.of(uint64(l.B)))
	c.b.DeleteLink(l.A, l.B, l.Kind)
}

func (c *change) replaceReview(p [2]uint64, old, x *store.Review) {
	c.mark(reviewItem.pair(p))
	c.b.ReplaceReview(old, x)
}
