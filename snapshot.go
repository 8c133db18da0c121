package tekil

import (
	"context"
	"iter"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Snapshot reads the engine's state of one moment, however much is changed
// meanwhile. It is safe for concurrent use, and must be closed: until then old
// values stay on disk.
type Snapshot struct {
	view
	e  *Engine
	sn *store.Snapshot
}

// Snapshot takes a snapshot of everything that was acknowledged. The caller must
// Close it.
func (e *Engine) Snapshot() *Snapshot {
	sn := e.live.Store().Snapshot()
	return &Snapshot{view: view{&sn.Reader}, e: e, sn: sn}
}

// Close releases the snapshot.
func (s *Snapshot) Close() error { return s.sn.Close() }

// Entity is [Engine.Entity] at the time of the snapshot.
func (s *Snapshot) Entity(ctx context.Context, id record.EntityID) (*Entity, error) {
	return s.entity(ctx, id)
}

// EntityOf is [Engine.EntityOf] at the time of the snapshot.
func (s *Snapshot) EntityOf(ctx context.Context, k record.Key) (*Entity, error) {
	return s.entityOf(ctx, k)
}

// Record is [Engine.Record] at the time of the snapshot.
func (s *Snapshot) Record(ctx context.Context, k record.Key) (*Record, error) {
	return s.record(ctx, k)
}

// Records is [Engine.Records] at the time of the snapshot.
func (s *Snapshot) Records(ctx context.Context, id record.EntityID) ([]Record, error) {
	return s.records(ctx, id)
}

// Change is the number of the last change that the snapshot sees. Who has read its
// [Snapshot.Entities] follows what comes after it with [Engine.Changes].
func (s *Snapshot) Change() (uint64, error) {
	c, err := s.r.Counters()
	return c.Change, err
}

// Entities yields all entities, rising by id. After an error it ends.
func (s *Snapshot) Entities() iter.Seq2[*Entity, error] {
	return func(yield func(*Entity, error) bool) {
		for e, err := range s.r.Entities(0) {
			if err != nil {
				yield(nil, err)
				return
			}
			out, err := entityFrom(e)
			if !yield(out, err) || err != nil {
				return
			}
		}
	}
}

// Resolve is [Engine.Resolve] at the time of the snapshot, under the engine's
// model.
func (s *Snapshot) Resolve(ctx context.Context, q Query) ([]Match, error) {
	return s.e.resolve(ctx, s.view, q)
}

// Explain is [Engine.Explain] at the time of the snapshot, under the engine's
// model.
func (s *Snapshot) Explain(ctx context.Context, a, b record.Key) (*Explanation, error) {
	return s.e.explain(ctx, s.view, a, b)
}

// Changes is [Engine.Changes] up to the time of the snapshot.
func (s *Snapshot) Changes(since uint64) iter.Seq2[Event, error] { return s.changes(since) }

// Review is [Engine.Review] at the time of the snapshot.
func (s *Snapshot) Review() iter.Seq2[ReviewItem, error] { return s.review() }
