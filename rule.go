package tekil

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/tekil-id/tekil/internal/live"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Ruling is what a steward said of two records, under its number.
type Ruling struct {
	Number uint64
	record.Ruling
}

func rulingOf(r *store.Ruling) Ruling { return Ruling{Number: r.No, Ruling: r.Ruling} }

// Ruled says what giving a ruling did.
type Ruled struct {
	Number uint64 // of the ruling, which [Engine.Unrule] takes
	// Apart says that the two records belong to different entities now. A "same"
	// that leaves them apart is one of [Engine.Contradicted].
	Apart  bool
	Change *Change
}

// Rule gives a ruling. A "different" splits the two at once and no path brings
// them together again; a "same" joins the two records that it names even against a
// contradiction between just these two. Of several rulings on one pair a
// "different" holds. Rulings outlive their records and model changes. Where At is
// empty it is the time of the call.
//
// It returns [ErrBadRuling] where the ruling does not name two records, its times
// are not RFC 3339 or it has expired already, and [ErrNoRecord] where one of the
// records is not there.
func (e *Engine) Rule(ctx context.Context, r record.Ruling) (*Ruled, error) {
	out, err := e.live.Apply(ctx, &live.Write{Rule: []record.Ruling{r}})
	if err != nil {
		return nil, fmt.Errorf("rule: %w", err)
	}
	return &Ruled{Number: out.Rulings[0], Apart: out.Apart[0], Change: changeOf(out)}, nil
}

// Unrule takes a ruling back: it stays on record, marked with the time, and does
// not count any more. One that is not in force is left as it is, and the change
// has number 0; for a number that no ruling has it returns [ErrNoRuling].
func (e *Engine) Unrule(ctx context.Context, number uint64) (*Change, error) {
	out, err := e.live.Apply(ctx, &live.Write{Undo: []uint64{number}})
	if err != nil {
		return nil, fmt.Errorf("unrule: %w", err)
	}
	return changeOf(out), nil
}

// Rulings yields all rulings, those taken back or expired included. After an
// error it ends.
func (e *Engine) Rulings() iter.Seq2[Ruling, error] {
	return func(yield func(Ruling, error) bool) {
		for r, err := range e.live.Store().Rulings() {
			if err != nil {
				yield(Ruling{}, err)
				return
			}
			if !yield(rulingOf(r), nil) {
				return
			}
		}
	}
}

// Contradicted yields the "same" rulings in force that do not hold, because a
// "different" ruling or a contradiction around the two records is stronger. After
// an error it ends.
func (e *Engine) Contradicted() iter.Seq2[Ruling, error] {
	return func(yield func(Ruling, error) bool) {
		sn := e.live.Store().Snapshot()
		defer sn.Close()
		for r, err := range sn.Rulings() {
			if err == nil && (!r.InForce() || !r.Same) {
				continue
			}
			apart := false
			if err == nil {
				apart, err = (view{&sn.Reader}).apart(r.A, r.B)
			}
			if err != nil {
				yield(Ruling{}, err)
				return
			}
			if apart && !yield(rulingOf(r), nil) {
				return
			}
		}
	}
}

// apart reports whether two records that are there belong to two entities.
func (v view) apart(a, b record.Key) (bool, error) {
	var ids [2]record.EntityID
	for i, k := range [2]record.Key{a, b} {
		no, err := v.r.RecordNo(k)
		if errors.Is(err, store.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if ids[i], err = v.r.EntityOf(no); err != nil {
			return false, err
		}
	}
	return ids[0] != ids[1], nil
}
