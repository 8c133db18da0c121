package resolve

import (
	"github.com/tekil-id/tekil/internal/cluster"
	"github.com/tekil-id/tekil/record"
)

// nodes gathers records that are equal in all that scoring reads and may join by
// themselves: whatever holds of one holds of all, so people are formed out of the
// first of them, which counts for all. A record that a steward ruled about is a
// node of its own. The nil nodes are the records.
type nodes struct {
	of      []uint32 // by record: the first of its node
	next    []uint32 // by record: the next of its node, 0 for none
	size    map[uint32]int64
	assured map[uint32]record.Assurance // of nodes of several records
	// apart are the joins of records that a steward ruled about with what they are
	// equal to: a "different" between a record and the first of its equals must not
	// keep it from the others.
	apart []cluster.Edge
}

// equals are the records of one print, as their edges show them.
type equals struct {
	first  uint32
	anchor uint32   // the first of those that nobody ruled about
	ruled  []uint32 // the others
	joined bool     // there is an anchor
	weight int32
}

// newNodes reads who is a copy of whom off the edges.
func newNodes(n int, edges []Edge, rulings Rulings) *nodes {
	var s *nodes
	var ruled map[uint32]bool
	var class equals
	for i := range edges {
		e := &edges[i]
		if e.Keys != Copy || e.Result.Decision != record.Same {
			continue
		}
		if s == nil {
			s, ruled = emptyNodes(n), named(rulings)
		}
		if class.weight == 0 || class.first != e.A {
			s.connect(&class, rulings)
			class = equals{first: e.A, weight: max(e.Result.Weight, 1)}
			s.take(&class, e.A, ruled, e.Result.Assurance)
		}
		s.take(&class, e.B, ruled, e.Result.Assurance)
	}
	if s != nil {
		s.connect(&class, rulings)
	}
	return s
}

// take notes a record of a class, the records rising.
func (s *nodes) take(c *equals, r uint32, ruled map[uint32]bool, a record.Assurance) {
	switch {
	case ruled[r]:
		c.ruled = append(c.ruled, r)
	case !c.joined:
		c.anchor, c.joined = r, true
	default:
		s.add(c.anchor, r, a)
	}
}

// connect joins the records of a class that were ruled about with the others.
func (s *nodes) connect(c *equals, rulings Rulings) {
	for i, r := range c.ruled {
		if c.joined {
			p := MakePair(c.anchor, r)
			s.apart = append(s.apart, cluster.Edge{A: p.A, B: p.B, Weight: c.weight})
		}
		for _, q := range c.ruled[:i] {
			if p := MakePair(q, r); !c.joined && !isRuled(rulings, p) {
				s.apart = append(s.apart, cluster.Edge{A: p.A, B: p.B, Weight: c.weight})
			}
		}
	}
}

func isRuled(rulings Rulings, p Pair) bool {
	_, ok := rulings[p]
	return ok
}

func emptyNodes(n int) *nodes {
	s := &nodes{of: make([]uint32, n), next: make([]uint32, n), size: map[uint32]int64{}, assured: map[uint32]record.Assurance{}}
	for i := range s.of {
		s.of[i] = uint32(i)
	}
	return s
}

// named returns the records that rulings name.
func named(rulings Rulings) map[uint32]bool {
	out := map[uint32]bool{}
	for p := range rulings {
		out[p.A], out[p.B] = true, true
	}
	return out
}

// add puts record r, which is higher than all that are there, into the node of first.
func (s *nodes) add(first, r uint32, a record.Assurance) {
	s.of[r] = first
	s.next[r], s.next[first] = s.next[first], r
	s.size[first] = max(s.size[first], 1) + 1
	s.assured[first] = a
}

// between returns edges between nodes in place of records.
func (s *nodes) between(edges []cluster.Edge) []cluster.Edge {
	if s == nil {
		return edges
	}
	out := s.apart
	for _, e := range edges {
		a, b := s.of[e.A], s.of[e.B]
		if a != b {
			e.A, e.B = min(a, b), max(a, b)
			out = append(out, e)
		}
	}
	return out
}

// sizes returns how many records each node of g holds.
func (s *nodes) sizes(g []uint32) []int64 {
	out := make([]int64, len(g))
	for i, x := range g {
		out[i] = 1
		if s != nil {
			out[i] = max(1, s.size[x])
		}
	}
	return out
}

// assurance returns that of the joins inside a node.
func (s *nodes) assurance(first uint32) record.Assurance {
	if s == nil {
		return record.NoAssurance
	}
	return s.assured[first]
}

// place leads the records of each node to its person.
func (s *nodes) place(r *Resolution) {
	if s == nil {
		return
	}
	for i, first := range s.of {
		p := r.Person[first]
		r.Person[i] = p
		if r.Assurance[p] == record.NoAssurance {
			r.Assurance[p] = s.assured[p]
		}
	}
}
