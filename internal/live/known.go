package live

import (
	"errors"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// known is what a state has read of the store beside records and lists. Only
// the state before a change, or a snapshot, holds any: what a change makes of it
// stands in the change.
type known struct {
	numbers  map[record.Key]numbered
	owners   map[uint64]store.Owner // the zero Owner for none
	entities map[record.EntityID]*store.Entity
	edges    map[uint64][]*store.Edge
	reviews  map[[2]uint64]*store.Review
	links    map[record.EntityID][]*store.Link
	allLinks bool // links has all that there are
}

// numbered is the number of a record, 0 for none.
type numbered struct {
	no      uint64
	deleted bool
}

// ask returns what is known under k, or what look finds.
func ask[K comparable, V any](m *map[K]V, k K, look func() (V, error)) (V, error) {
	if v, ok := (*m)[k]; ok {
		return v, nil
	}
	v, err := look()
	if err != nil {
		if !errors.Is(err, store.ErrNotFound) {
			return v, err
		}
		var none V
		v = none
	}
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[k] = v
	return v, nil
}

// number returns the number of a record, also of one that was deleted.
func (s *state) number(k record.Key) (numbered, error) {
	return ask(&s.known.numbers, k, func() (numbered, error) {
		no, deleted, err := s.r.LastRecordNo(k)
		return numbered{no, deleted}, err
	})
}

// find returns the stored record of a key, nil where there is none.
func (s *state) find(k record.Key) (*store.Record, error) {
	n, err := s.number(k)
	if err != nil || n.no == 0 || n.deleted {
		return nil, err
	}
	v, err := s.view(n.no)
	if v == nil || err != nil {
		return nil, err
	}
	return s.record(v)
}

// owner returns where a record belongs, the zero Owner for nowhere.
func (s *state) owner(no uint64) (store.Owner, error) {
	return ask(&s.known.owners, no, func() (store.Owner, error) { return s.r.OwnerOf(no) })
}

// entity returns an entity, nil where there is none.
func (s *state) entity(id record.EntityID) (*store.Entity, error) {
	return ask(&s.known.entities, id, func() (*store.Entity, error) { return s.r.Entity(id) })
}

// edgesOf returns the edges of a record.
func (s *state) edgesOf(no uint64) ([]*store.Edge, error) {
	return ask(&s.known.edges, no, func() ([]*store.Edge, error) { return collect(s.r.Edges(no)) })
}

// readRange reads the edges and owners of the records numbered from from to before
// to: in order they take a fraction of the time of looking each up.
func (s *state) readRange(from, to uint64) error {
	owners, edges := map[uint64]store.Owner{}, map[uint64][]*store.Edge{}
	for no := from; no < to; no++ {
		owners[no], edges[no] = store.Owner{}, nil
	}
	for x, err := range s.r.Owners(from, to) {
		if err != nil {
			return err
		}
		owners[x.No] = x.Owner
	}
	for x, err := range s.r.EdgeEnds(from, to) {
		if err != nil {
			return err
		}
		edges[x.No] = append(edges[x.No], x.Edge)
	}
	s.known.owners, s.known.edges = owners, edges
	return nil
}

// reviewOf returns the entry of a pair in the review queue, nil where there is
// none.
func (s *state) reviewOf(p [2]uint64) (*store.Review, error) {
	return ask(&s.known.reviews, p, func() (*store.Review, error) { return s.r.ReviewOf(p[0], p[1]) })
}

// linksOf returns the links of an entity.
func (s *state) linksOf(id record.EntityID) ([]*store.Link, error) {
	if s.known.allLinks {
		return s.known.links[id], nil
	}
	return ask(&s.known.links, id, func() ([]*store.Link, error) { return collect(s.r.Links(id)) })
}

// kind says what an item is.
type kind uint64

const (
	listItem kind = iota + 1
	recordItem
	numberItem
	ownerItem
	entityItem
	edgesItem
	reviewItem
	linksItem
)

// item names something that a change reads or writes. Two items may share a
// name: then something is read again that need not be.
type item uint64

func (k kind) of(a uint64) item { return item(match.Mix(match.Mix(0, uint64(k)), a)) }

func (k kind) pair(p [2]uint64) item { return item(match.Mix(uint64(k.of(p[0])), p[1])) }

func (k kind) key(r record.Key) item {
	return item(match.Mix(uint64(k.of(match.Hash(string(r.Source)))), match.Hash(string(r.ID))))
}
