package tekil

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tekil-id/tekil/internal/live"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Entity is a person or company after resolution: its records, and one golden
// record made of them.
type Entity struct {
	ID   record.EntityID
	Kind string // person, company, nameless, several or noise
	// Members are the keys of its records, in canonical order.
	Members []record.Key
	// Fields is the golden record, in the order of the canonical fields.
	Fields []GoldenField
	// Quality of the golden record, 0 to 100.
	Quality int
	// Since is the change that brought this state, Time the time of it.
	Since uint64
	Time  time.Time
}

// GoldenField is one field of a golden record: the value that survived, or, of
// lines, mailboxes and addresses, all of them with the primary first.
type GoldenField struct {
	Field  record.Field
	Values []GoldenValue
}

// GoldenValue is a value of a golden record and where it comes from.
type GoldenValue struct {
	Text  string
	From  record.Key // the record that gave it
	Agree int        // how many records of the entity give it
	// First and Last are the days, YYYY-MM-DD, at which sources first and last
	// vouched for it; empty where none brought a date.
	First, Last string
	Former      bool // no record gives it any more
}

// Text returns the survivor or the primary of a field, "" where there is none.
func (e *Entity) Text(f record.Field) string {
	for i := range e.Fields {
		if e.Fields[i].Field == f && len(e.Fields[i].Values) > 0 {
			return e.Fields[i].Values[0].Text
		}
	}
	return ""
}

// timeOf reads the time of a stored change: the zero Time where it has none.
func timeOf(stored string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, stored)
	return t
}

// stored is a time as the store has it.
func stored(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// view reads one state of the store. A [Snapshot] has one of its own.
type view struct {
	r *store.Reader
}

// newest is the newest state, which goes on while it is read: for one look.
func (e *Engine) newest() view { return view{&e.live.Store().Reader} }

// now runs f on the state of this moment: who takes several looks, from a record
// to its entity, must not meet a change between them.
func now[T any](e *Engine, f func(view) (T, error)) (T, error) {
	sn := e.live.Store().Snapshot()
	defer sn.Close()
	return f(view{&sn.Reader})
}

// Entity returns the entity that an id leads to. A lost id leads to wherever its
// records went: to one entity, which is returned under its own id, or to several,
// which is a [SplitError]; [ErrNoEntity] where there is nothing.
func (e *Engine) Entity(ctx context.Context, id record.EntityID) (*Entity, error) {
	return now(e, func(v view) (*Entity, error) { return v.entity(ctx, id) })
}

// EntityOf returns the entity that a record belongs to, or [ErrNoRecord].
func (e *Engine) EntityOf(ctx context.Context, k record.Key) (*Entity, error) {
	return now(e, func(v view) (*Entity, error) { return v.entityOf(ctx, k) })
}

func (v view) entity(ctx context.Context, id record.EntityID) (*Entity, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ids, err := v.r.ResolveEntity(id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	switch len(ids) {
	case 0:
		return nil, fmt.Errorf("%s: %w", id, ErrNoEntity)
	case 1:
		return v.load(ids[0])
	}
	return nil, &SplitError{ID: id, Now: ids}
}

// number returns the number of the record with key k, or [ErrNoRecord].
func (v view) number(ctx context.Context, k record.Key) (uint64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	no, err := v.r.RecordNo(k)
	if errors.Is(err, store.ErrNotFound) {
		return 0, fmt.Errorf("%s: %w", k, ErrNoRecord)
	}
	return no, err
}

func (v view) entityOf(ctx context.Context, k record.Key) (*Entity, error) {
	no, err := v.number(ctx, k)
	if err != nil {
		return nil, err
	}
	id, err := v.r.EntityOf(no)
	if err != nil {
		return nil, err
	}
	return v.load(id)
}

func (v view) load(id record.EntityID) (*Entity, error) {
	e, err := v.r.Entity(id)
	if err != nil {
		return nil, err
	}
	return entityFrom(e)
}

func entityFrom(e *store.Entity) (*Entity, error) {
	g, err := live.Golden(e)
	if err != nil {
		return nil, err
	}
	out := &Entity{ID: e.ID, Kind: e.Kind, Members: g.Keys, Quality: int(e.Quality), Since: e.Since.Change, Time: timeOf(e.Since.Time)}
	for i := range g.Fields {
		f := &g.Fields[i]
		if len(f.Values) == 0 {
			continue
		}
		field := GoldenField{Field: f.Name}
		for k := range f.Values {
			x := &f.Values[k]
			field.Values = append(field.Values, GoldenValue{Text: x.Text, From: g.Key(x.Origin), Agree: int(x.Agree),
				First: x.First.String(), Last: x.Last.String(), Former: x.Former})
		}
		out.Fields = append(out.Fields, field)
	}
	return out, nil
}

// Record is a stored record and where it belongs.
type Record struct {
	record.Record
	Entity record.EntityID
	// Since is the change that brought its present state, Time the time of it.
	Since uint64
	Time  time.Time
}

// Record returns a record by the key that its source gave it, or [ErrNoRecord].
func (e *Engine) Record(ctx context.Context, k record.Key) (*Record, error) {
	return now(e, func(v view) (*Record, error) { return v.record(ctx, k) })
}

func (v view) record(ctx context.Context, k record.Key) (*Record, error) {
	no, err := v.number(ctx, k)
	if err != nil {
		return nil, err
	}
	rec, err := v.r.Record(no)
	if err != nil {
		return nil, err
	}
	id, err := v.r.EntityOf(no)
	if err != nil {
		return nil, err
	}
	return &Record{Record: rec.Record, Entity: id, Since: rec.Since.Change, Time: timeOf(rec.Since.Time)}, nil
}

// Records returns the records of an entity in canonical order. A lost id stands
// for all entities that it leads to.
func (e *Engine) Records(ctx context.Context, id record.EntityID) ([]Record, error) {
	return now(e, func(v view) ([]Record, error) { return v.records(ctx, id) })
}

func (v view) records(ctx context.Context, id record.EntityID) ([]Record, error) {
	ids, err := v.r.ResolveEntity(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && len(ids) == 0 {
		return nil, fmt.Errorf("%s: %w", id, ErrNoEntity)
	}
	if err != nil {
		return nil, err
	}
	var out []Record
	for _, now := range ids {
		e, err := v.load(now)
		if err != nil {
			return nil, err
		}
		for _, k := range e.Members {
			r, err := v.record(ctx, k)
			if err != nil {
				return nil, err
			}
			out = append(out, *r)
		}
	}
	slices.SortFunc(out, func(a, b Record) int { return a.Key.Compare(b.Key) })
	return out, nil
}

// Find returns the key of a record as a person types it: source:record_id, or the
// bare record id where it is unique, which reads all records. It returns
// [ErrNoRecord] where there is none, and an [AmbiguousError] where there are
// several.
func (e *Engine) Find(ctx context.Context, text string) (record.Key, error) {
	sn := e.live.Store().Snapshot()
	defer sn.Close()
	if k, err := record.ParseKey(text); err == nil {
		if _, err := sn.RecordNo(k); !errors.Is(err, store.ErrNotFound) {
			return k, err
		}
	}
	var found []record.Key
	for r, err := range sn.Records(0) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return record.Key{}, err
		}
		if string(r.ID) == text {
			found = append(found, r.Key)
		}
	}
	switch len(found) {
	case 0:
		return record.Key{}, fmt.Errorf("%s: %w", text, ErrNoRecord)
	case 1:
		return found[0], nil
	}
	slices.SortFunc(found, record.Key.Compare)
	return record.Key{}, &AmbiguousError{ID: record.ID(text), Keys: found}
}
