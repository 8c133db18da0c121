package tekil

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// EntityState is one state that an entity was in.
type EntityState struct {
	*Entity
	// Gone says that the entity ended here: its id leads to wherever its records
	// went.
	Gone bool
}

// RecordState is one state that a record was in, and the entity that held it.
type RecordState struct {
	Record
	Deleted bool // the source deleted it here
}

// History returns the states of an entity, oldest first, the current one last,
// as far as history is kept. Of an id that was never given, or dropped from
// history, there is [ErrNoEntity].
func (e *Engine) History(ctx context.Context, id record.EntityID) ([]EntityState, error) {
	return now(e, func(v view) ([]EntityState, error) { return v.history(ctx, id) })
}

func (v view) history(ctx context.Context, id record.EntityID) ([]EntityState, error) {
	var out []EntityState
	for x, err := range v.r.EntityVersions(id) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("history of %s: %w", id, err)
		}
		s := EntityState{Gone: x.Gone}
		if x.Gone {
			s.Entity = &Entity{ID: id, Since: x.Entity.Since.Change, Time: timeOf(x.Entity.Since.Time)}
		} else if s.Entity, err = entityFrom(x.Entity); err != nil {
			return nil, fmt.Errorf("history of %s: %w", id, err)
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: %w", id, ErrNoEntity)
	}
	return out, nil
}

// RecordHistory returns the states of a record, oldest first, the current one
// last, as far as history is kept. A deleted record has one; [ErrNoRecord] where
// there never was a record of that key.
func (e *Engine) RecordHistory(ctx context.Context, k record.Key) ([]RecordState, error) {
	return now(e, func(v view) ([]RecordState, error) { return v.recordHistory(ctx, k) })
}

func (v view) recordHistory(ctx context.Context, k record.Key) ([]RecordState, error) {
	no, _, err := v.r.LastRecordNo(k)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("%s: %w", k, ErrNoRecord)
	}
	if err != nil {
		return nil, err
	}
	var out []RecordState
	for x, err := range v.r.RecordVersions(no) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("history of %s: %w", k, err)
		}
		s := RecordState{Deleted: x.Deleted}
		s.Record = Record{Record: x.Record.Record, Since: x.Record.Since.Change, Time: timeOf(x.Record.Since.Time)}
		if s.Entity, err = v.r.EntityOfAt(no, s.Since); err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, fmt.Errorf("history of %s: %w", k, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// Past is what was believed after a change. It is safe for concurrent use, and
// needs no closing. Where history is dropped up to then meanwhile, it returns
// [ErrTrimmed].
type Past struct {
	Change uint64 // the last one that is seen
	r      *store.Reader
}

// At returns what was believed at a time: "what did we believe on 1 March?". It
// returns [ErrTrimmed] for a time before the history that is kept.
func (e *Engine) At(ctx context.Context, t time.Time) (*Past, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	st := e.live.Store()
	n, err := st.ChangeAt(stored(t))
	if err != nil {
		return nil, err
	}
	return &Past{n, &st.Reader}, nil
}

// Entity returns an entity as it was, or [ErrNoEntity].
func (p *Past) Entity(ctx context.Context, id record.EntityID) (*Entity, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e, err := p.r.EntityAt(id, p.Change)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("%s at change %d: %w", id, p.Change, ErrNoEntity)
	}
	if err != nil {
		return nil, err
	}
	return entityFrom(e)
}

// EntityOf returns the entity that a record belonged to, as it was, or
// [ErrNoRecord].
func (p *Past) EntityOf(ctx context.Context, k record.Key) (*Entity, error) {
	no, _, err := p.r.LastRecordNo(k)
	if err == nil {
		var id record.EntityID
		if id, err = p.r.EntityOfAt(no, p.Change); err == nil {
			return p.Entity(ctx, id)
		}
	}
	return nil, p.noRecord(k, err)
}

// Record returns a record as it was, or [ErrNoRecord].
func (p *Past) Record(ctx context.Context, k record.Key) (*Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	no, _, err := p.r.LastRecordNo(k)
	if err != nil {
		return nil, p.noRecord(k, err)
	}
	rec, err := p.r.RecordAt(no, p.Change)
	if err != nil {
		return nil, p.noRecord(k, err)
	}
	id, err := p.r.EntityOfAt(no, p.Change)
	return &Record{Record: rec.Record, Entity: id, Since: rec.Since.Change, Time: timeOf(rec.Since.Time)}, err
}

func (p *Past) noRecord(k record.Key, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		err = ErrNoRecord
	}
	return fmt.Errorf("%s at change %d: %w", k, p.Change, err)
}

// DropHistory drops what was believed only before a time, and the events up to
// then: the retention of a service that calls it every night.
func (e *Engine) DropHistory(ctx context.Context, before time.Time) error {
	return e.live.Store().DropHistory(ctx, stored(before))
}
