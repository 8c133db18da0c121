package tekil

import (
	"context"
	"iter"

	"github.com/tekil-id/tekil/store"
)

// Stats are figures of a store.
type Stats struct {
	Records  int
	Entities map[string]int // by kind
	Edges    int
	Review   int            // pairs in the queue
	Rulings  int            // in force
	Links    map[string]int // by kind
	// Change is the number of the last change.
	Change uint64
	Model  string // hash of the model in use
	Store  store.Metrics
}

// Stats counts what is in the store. It reads everything: seconds for a million
// records.
func (e *Engine) Stats(ctx context.Context) (*Stats, error) {
	sn := e.live.Store().Snapshot()
	defer sn.Close()
	out := &Stats{Entities: map[string]int{}, Links: map[string]int{}, Model: e.Model().Hash()}
	c, err := sn.Counters()
	if err != nil {
		return nil, err
	}
	out.Change = c.Change
	for _, count := range []func() error{
		func() error { return each(ctx, sn.Entities(0), out.entity) },
		func() error { return each(ctx, sn.AllEdges(), func(*store.Edge) { out.Edges++ }) },
		func() error { return each(ctx, sn.AllLinks(), func(l *store.Link) { out.Links[string(l.Kind)]++ }) },
		func() error { return each(ctx, sn.Reviews(), func(*store.Review) { out.Review++ }) },
		func() error { return each(ctx, sn.Rulings(), out.ruling) },
	} {
		if err := count(); err != nil {
			return nil, err
		}
	}
	out.Store, err = e.live.Store().Metrics()
	return out, err
}

func (s *Stats) entity(e *store.Entity) {
	s.Entities[e.Kind]++
	s.Records += len(e.Members)
}

func (s *Stats) ruling(r *store.Ruling) {
	if r.InForce() {
		s.Rulings++
	}
}

// each calls f with all that seq yields, until that fails or ctx ends.
func each[T any](ctx context.Context, seq iter.Seq2[T, error], f func(T)) error {
	for x, err := range seq {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		f(x)
	}
	return nil
}
