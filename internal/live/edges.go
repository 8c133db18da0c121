package live

import (
	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

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

func (c *change) rejudgeOne(x *seen, old []*store.Edge) error {
	no := x.no
	candidates, want, err := c.pairs(x.view)
	if err != nil {
		return err
	}
	c.out.Judged += len(candidates)
	strangers := c.strangers(x)
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

// pairs returns the candidates of a dirty record, and those of its edges that need
// not be judged.
func (c *change) pairs(v *view) (map[uint64]blocking.Classes, map[uint64]*store.Edge, error) {
	if c.heir == nil || c.heir.to != v.no {
		candidates, err := c.new.candidates(v)
		return candidates, map[uint64]*store.Edge{}, err
	}
	edges, err := c.inherited()
	if err != nil {
		return nil, nil, err
	}
	c.out.Inherited += len(edges)
	equal, _, err := c.new.equals(v)
	return equal, edges, err
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

func (c *change) drop(e *store.Edge) {
	c.moved[[2]uint64{e.A, e.B}] = true
	c.b.DeleteEdge(e.A, e.B)
	c.touched[e.A], c.touched[e.B] = true, true
	if e.Decision == record.Same {
		c.rejoin(e)
	}
}

// rejoin makes the people at both ends of an edge be formed again. An edge that
// does not join and did not join before is no part of them: the end that was judged
// brings the review queue and the links in line.
func (c *change) rejoin(e *store.Edge) { c.rejoined[e.A], c.rejoined[e.B] = true, true }
