package tekil

import (
	"context"
	"fmt"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// DefaultLimit is how many matches [Engine.Resolve] returns at most where the
// query does not say.
const DefaultLimit = 10

// Query asks who somebody is. Values may be a whole record or a fragment of one:
// a telephone number, a name and a district.
type Query struct {
	Values []record.Value
	// Source tells whose customer number a bare one is; usually empty.
	Source record.Source
	// Limit is how many matches are returned at most; 0 is [DefaultLimit].
	Limit int
}

// Match is an entity that the query may be.
type Match struct {
	// Entity is read in the same state of the store.
	Entity *Entity
	// Record is the one of the entity's records that fits best: the verdict is
	// about it.
	Record      record.Key
	Verdict     record.Verdict
	Probability float64 // of one person, from the verdict's weight
}

// Resolve says who a query is: entities ranked by decision, then weight, each
// with the evidence. It only reads. Of the records that share a key with the
// query some sixty are looked at, those that share most; a query that shares
// none, not even a name with one slip, has no matches. The first match is who a
// record of these values would join if its decision is [record.Same] and no
// contradiction stands between it and the rest of the entity.
func (e *Engine) Resolve(ctx context.Context, q Query) ([]Match, error) {
	sn := e.live.Store().Snapshot()
	defer sn.Close()
	return e.resolve(ctx, view{&sn.Reader}, q)
}

func (e *Engine) resolve(ctx context.Context, v view, q Query) ([]Match, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	found, err := e.live.Resolve(ctx, v.r, &record.Record{Key: record.Key{Source: q.Source}, Values: q.Values}, limit)
	if err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	out := make([]Match, len(found))
	for i, m := range found {
		out[i] = Match{Record: m.Record, Verdict: m.Verdict, Probability: match.Probability(m.Verdict.Weight)}
		if out[i].Entity, err = v.load(m.ID); err != nil {
			return nil, fmt.Errorf("resolve: %w", err)
		}
	}
	return out, nil
}
