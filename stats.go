package tekil

import (
	"context"

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
	for x, err := range sn.Entities(0) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		out.Entities[x.Kind]++
		out.Records += len(x.Members)
	}
	for _, err := range sn.AllEdges() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		out.Edges++
	}
	for l, err := range sn.AllLinks() {
		if err != nil {
			return nil, err
		}
		out.Links[string(l.Kind)]++
	}
	for _, err := range sn.Reviews() {
		if err != nil {
			return nil, err
		}
		out.Review++
	}
	for r, err := range sn.Rulings() {
		if err != nil {
			return nil, err
		}
		if r.InForce() {
			out.Rulings++
		}
	}
	out.Store, err = e.live.Store().Metrics()
	return out, err
}
