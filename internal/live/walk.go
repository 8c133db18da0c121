package live

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// walker forms the people of a state of the store, one component after the other.
// It holds what it needs of a range of records at a time, and is for one goroutine.
type walker struct {
	r       *store.Reader
	model   *match.Model
	rules   *golden.Rules
	rulings *standing
	lists   *allLists
	// ranks, where not nil, are the places of the records in the order of their keys,
	// from 1 on, by number: then no record need be read for it. 0 is none.
	ranks []uint32
	rd    *reading
	judge *match.Judge
	s     *state // as far as the range under way needs it
}

// walkStep is how many record numbers a walker takes at a time.
const walkStep = 512

// walkCache bounds, in bytes, what a walker keeps of records without a profile.
const walkCache = 16 << 20

// walkNames is how many names a walker knows before it forgets them.
const walkNames = 50_000

// standing are the rulings in force on records that are there.
type standing struct {
	of  map[uint64][]*store.Ruling // by the number of either record
	nos map[record.Key]uint64      // of the records that they name
}

// readRulings returns what it could read with an error, too.
func readRulings(r *store.Reader) (*standing, error) {
	out := &standing{of: map[uint64][]*store.Ruling{}, nos: map[record.Key]uint64{}}
	for x, err := range r.Rulings() {
		if err != nil {
			return out, err
		}
		if !x.InForce() {
			continue
		}
		for _, k := range [2]record.Key{x.A, x.B} {
			no, err := r.RecordNo(k)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return out, err
			}
			out.nos[k] = no
			out.of[no] = append(out.of[no], x)
		}
	}
	return out, nil
}

// begin makes the walker ready for the records numbered from from to before to.
func (w *walker) begin(from, to uint64) error {
	if w.rd == nil || w.rd.names.Len() > walkNames {
		w.rd = newReading(w.model, walkCache)
		w.judge = w.rd.judge()
	}
	w.s = newState(w.r, w.rd)
	w.s.all = w.lists
	return w.s.readRange(from, to)
}

// still is a change that changes nothing: what is formed of it is what stands.
func (w *walker) still() *change { return &change{old: w.s, new: w.s, judge: w.judge} }

// gather follows permitted edges and rulings from a record, nil where they lead
// to one with a smaller number.
func (w *walker) gather(first uint64) (*region, error) {
	edges, rulings := map[uint64][]*store.Edge{}, map[uint64]*store.Ruling{}
	reached, nos := map[uint64]bool{first: true}, []uint64{first}
	for i := 0; i < len(nos); i++ {
		list, err := w.s.edgesOf(nos[i])
		if err != nil {
			return nil, err
		}
		edges[nos[i]] = list
		next := w.follow(nos[i], rulings)
		for _, e := range list {
			if e.Decision == record.Same {
				next = append(next, e.Other(nos[i]))
			}
		}
		for _, no := range next {
			if no < first {
				return nil, nil
			}
			if !reached[no] {
				reached[no] = true
				nos = append(nos, no)
			}
		}
	}
	if err := w.sort(nos); err != nil {
		return nil, err
	}
	r := newRegion(w.still(), w.rules)
	r.settle(nos, edges, func(k record.Key) uint64 { return w.rulings.nos[k] }, rulings)
	return r, nil
}

// follow notes the rulings on a record and returns the records that they name.
func (w *walker) follow(no uint64, rulings map[uint64]*store.Ruling) (next []uint64) {
	for _, x := range w.rulings.of[no] {
		rulings[x.No] = x
		for _, k := range [2]record.Key{x.A, x.B} {
			if other, ok := w.rulings.nos[k]; ok && other != no {
				next = append(next, other)
			}
		}
	}
	return next
}

// sort puts records in the order of their keys.
func (w *walker) sort(nos []uint64) error {
	if w.ranks == nil {
		return w.sortByKey(nos)
	}
	for _, no := range nos {
		if _, err := w.rank(no); err != nil {
			return err
		}
	}
	slices.SortFunc(nos, func(a, b uint64) int { return cmp.Compare(w.ranks[a], w.ranks[b]) })
	return nil
}

func (w *walker) sortByKey(nos []uint64) error {
	keys := make(map[uint64]record.Key, len(nos))
	for _, no := range nos {
		rec, err := w.rec(no)
		if err != nil {
			return err
		}
		keys[no] = rec.Key
	}
	slices.SortFunc(nos, func(a, b uint64) int { return keys[a].Compare(keys[b]) })
	return nil
}

// rank returns the place of a record in the order of keys.
func (w *walker) rank(no uint64) (uint32, error) {
	if no >= uint64(len(w.ranks)) || w.ranks[no] == 0 {
		return 0, astray(no)
	}
	return w.ranks[no], nil
}

// rec returns a stored record by way of the state, which keeps it.
func (w *walker) rec(no uint64) (*store.Record, error) {
	v, err := w.s.view(no)
	if err == nil && v == nil {
		err = astray(no)
	}
	if err != nil {
		return nil, err
	}
	return w.s.record(v)
}

// astray is the error of an edge that leads to no record.
func astray(no uint64) error {
	return &store.CorruptError{Space: "edge", Reason: fmt.Sprintf("leads to record %d, which is not there", no)}
}
