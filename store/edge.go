package store

import (
	"encoding/binary"
	"iter"

	"github.com/tekil-id/tekil/record"
)

// Edge is what was decided of two records. Evidence is not stored: it can be
// computed again from the records and the model.
type Edge struct {
	// A and B are record numbers. Writing puts the smaller one first; reading
	// the edges of a record keeps that order.
	A, B      uint64
	Decision  record.Decision
	Assurance record.Assurance
	Link      record.Link
	Weight    int32  // millibits
	Classes   uint64 // a bit for each class of keys that brought the pair up
	Data      []byte // the caller's
}

// Other returns the end of e that is not no.
func (e *Edge) Other(no uint64) uint64 {
	if e.A == no {
		return e.B
	}
	return e.A
}

// linkCodes are the numbers that stand for the shipped links on disk; another
// link is stored by name.
var linkCodes = map[record.Link]uint64{
	record.Household: 1, record.SharedPhone: 2, record.Employer: 3, record.Guardian: 4, record.Group: 5,
	record.Heirs: 6, record.PossibleSoleTrader: 7, record.Branch: 8, record.SoleTrader: 9,
}

var linkNames = func() []record.Link {
	names := make([]record.Link, len(linkCodes)+1)
	for l, c := range linkCodes {
		names[c] = l
	}
	return names
}()

const (
	edgeDecision  = 1
	edgeAssurance = 2
	edgeLinkCode  = 3
	edgeLinkName  = 4
	edgeWeight    = 5
	edgeClasses   = 6
	edgeData      = 7
)

func appendEdge(b []byte, e *Edge) []byte {
	b = putUint(b, edgeDecision, uint64(e.Decision))
	b = putUint(b, edgeAssurance, uint64(e.Assurance))
	if code := linkCodes[e.Link]; code != 0 {
		b = putUint(b, edgeLinkCode, code)
	} else {
		b = putString(b, edgeLinkName, string(e.Link))
	}
	b = putInt(b, edgeWeight, int64(e.Weight))
	b = putUint(b, edgeClasses, e.Classes)
	return putBytes(b, edgeData, e.Data)
}

func decodeEdge(e *Edge, b []byte) error {
	d := decode(b)
	for d.next() {
		switch d.num {
		case edgeDecision:
			e.Decision = record.Decision(d.small(uint64(record.Same)))
		case edgeAssurance:
			e.Assurance = record.Assurance(d.small(uint64(record.AssuranceD)))
		case edgeLinkCode:
			e.Link = linkNames[d.small(uint64(len(linkNames)-1))]
		case edgeLinkName:
			e.Link = record.Link(d.string())
		case edgeWeight:
			e.Weight = d.int32()
		case edgeClasses:
			e.Classes = d.uint()
		case edgeData:
			e.Data = d.bytes()
		}
	}
	return d.err
}

// Edges yields the edges of a record, from either end, in order of the other
// record's number.
func (r *Reader) Edges(no uint64) iter.Seq2[*Edge, error] {
	prefix := key1(spaceEdge, no)
	return scan(r, prefix, after(prefix), r.decodeEdge)
}

// EdgeEnd is an edge as one of its records has it.
type EdgeEnd struct {
	No uint64
	*Edge
}

// EdgeEnds yields the edges of the records numbered from from to before to, in order of
// their numbers, then of the other's.
func (r *Reader) EdgeEnds(from, to uint64) iter.Seq2[EdgeEnd, error] {
	return scan(r, key1(spaceEdge, from), key1(spaceEdge, to), func(k, v []byte) (EdgeEnd, error) {
		e, err := r.decodeEdge(k, v)
		if err != nil {
			return EdgeEnd{}, err
		}
		return EdgeEnd{binary.BigEndian.Uint64(k[1:]), e}, nil
	})
}

// AllEdges yields every edge once, in order of A, then B.
func (r *Reader) AllEdges() iter.Seq2[*Edge, error] {
	return scan(r, key0(spaceEdge), after(key0(spaceEdge)), func(k, v []byte) (*Edge, error) {
		var a, b uint64
		if numbers(k, &a, &b) && a > b {
			return nil, errSkip
		}
		return r.decodeEdge(k, v)
	})
}

// Edge returns the edge between two records, or [ErrNotFound].
func (r *Reader) Edge(a, b uint64) (*Edge, error) {
	key := key2(spaceEdge, min(a, b), max(a, b))
	var e *Edge
	err := r.get(key, func(v []byte) (err error) {
		e, err = r.decodeEdge(key, v)
		return err
	})
	return e, err
}

func (r *Reader) decodeEdge(k, v []byte) (*Edge, error) {
	e := &Edge{}
	if !numbers(k, &e.A, &e.B) {
		return nil, corrupt(k, "bad key", nil)
	}
	e.A, e.B = min(e.A, e.B), max(e.A, e.B)
	v, err := r.s.open(spaceEdge, e.A, v)
	if err != nil {
		return nil, corrupt(k, "cannot be unsealed", err)
	}
	return e, bad(k, decodeEdge(e, v))
}

// PutEdge writes e, in place of what stood between the two records. It may turn
// A and B around. A record has no edge to itself.
func (b *Batch) PutEdge(e *Edge) error {
	if e.A == e.B {
		return b.failOn(errSelf)
	}
	e.A, e.B = min(e.A, e.B), max(e.A, e.B)
	v, err := b.s.seal(spaceEdge, e.A, appendEdge(nil, e))
	if err != nil {
		return b.failOn(err)
	}
	b.setPlain(key2(spaceEdge, e.A, e.B), v)
	return b.setPlain(key2(spaceEdge, e.B, e.A), v)
}

// DeleteEdge removes the edge between two records, if there is one.
func (b *Batch) DeleteEdge(x, y uint64) error {
	b.delete(key2(spaceEdge, x, y))
	return b.delete(key2(spaceEdge, y, x))
}
