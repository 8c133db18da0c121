package live

import (
	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/record"
)

// warmed is what was looked up for a change before its turn came, side by side
// with other changes: lists and records as they were after the change of number
// seq, or later. What no change since has touched is still right when the turn
// comes, and need not be read again by the one who holds up all others.
type warmed struct {
	seq uint64
	s   *state
}

// freshness remembers which lists and records changes touched last. It is
// guarded by [Engine.write], but for seq, which may be read at any time.
type freshness struct {
	floor   uint64 // changes up to this one are forgotten
	keys    map[blocking.Key]uint64
	records map[uint64]uint64
}

// maxTouched bounds the memory of a freshness.
const maxTouched = 200_000

// committed notes what a change touched, once everybody can see it. A reader that
// saw the number of the change before it looked saw the change, too.
func (e *Engine) committed(c *change) {
	seq := e.seq.Load() + 1
	f := &e.fresh
	if f.keys == nil || len(f.keys)+len(f.records) > maxTouched {
		f.keys, f.records, f.floor = map[blocking.Key]uint64{}, map[uint64]uint64{}, seq-1
	}
	for k := range c.new.patches {
		f.keys[k] = seq
	}
	for i := range c.deltas {
		f.records[c.deltas[i].no] = seq
	}
	e.seq.Store(seq)
	if e.words == nil || len(e.words) > maxTouched {
		e.words = map[uint32]bool{}
	}
	for _, w := range c.words {
		e.words[w] = true
	}
}

// forget makes everything that was looked up ahead worthless. The caller holds
// write.
func (e *Engine) forget() {
	e.fresh, e.words = freshness{floor: e.seq.Add(1)}, nil
}

// warm looks up what a change of a record will need.
func (w *warmed) warm(v, before *view) error {
	for _, x := range []*view{v, before} {
		if x == nil {
			continue
		}
		x.find(w.s.reading.model)
		for i := range x.profile.Doors {
			if key := x.profile.Doors[i].Key; key != 0 {
				if _, err := w.s.lookUp(blocking.DoorKey(key)); err != nil {
					return err
				}
			}
		}
		for _, k := range x.keys {
			if _, err := w.s.lookUp(k); err != nil {
				return err
			}
		}
	}
	q, err := w.s.show(v)
	if err != nil {
		return err
	}
	near, err := w.s.candidates(v)
	if err != nil {
		return err
	}
	j := w.s.reading.judge()
	defer w.s.reading.release(j)
	for no := range near {
		c, err := w.s.profile(no)
		if err != nil {
			return err
		}
		if c == nil {
			continue
		}
		res, err := w.s.judge(j, q, c)
		if err != nil {
			return err
		}
		if res.Decision == record.Same {
			w.touch(no)
		}
	}
	return nil
}

// touch reads what forming the people around a record will read, so that it is
// in memory then. What it finds may change before that, and is not kept.
func (w *warmed) touch(no uint64) {
	for range w.s.r.Edges(no) {
	}
	if id, err := w.s.r.EntityOf(no); err == nil {
		w.s.r.Entity(id)
	}
}

// adopt takes over what was looked up ahead and has not been touched since.
func (c *change) adopt(w *warmed) {
	f := &c.e.fresh
	if w == nil || w.s.reading != c.old.reading || w.seq < f.floor {
		return
	}
	for k, p := range w.s.lists {
		if f.keys[k] <= w.seq {
			c.old.lists[k] = p
		}
	}
	for no, v := range w.s.views {
		if f.records[no] <= w.seq {
			c.old.views[no] = v
		}
	}
}
