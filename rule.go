package tekil

import (
	"context"
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

// Rule gives a ruling and returns its number. A "different" splits the two at
// once and no path brings them together again; a "same" joins the two records
// that it names even against a contradiction between just these two. Of several
// rulings on one pair a "different" holds. Rulings outlive their records and
// model changes. Where At is empty it is the time of the call.
//
// It returns [ErrBadRuling] where the ruling does not name two records, its times
// are not RFC 3339 or it has expired already, and [ErrNoRecord] where one of them is not there.
func (e *Engine) Rule(ctx context.Context, r record.Ruling) (uint64, *Change, error) {
	out, err := e.live.Apply(ctx, &live.Write{Rule: []record.Ruling{r}})
	if err != nil {
		return 0, nil, fmt.Errorf("rule: %w", err)
	}
	return out.Rulings[0], changeOf(out), nil
}

// Unrule takes a ruling back: it stays on record, marked with the time, and does
// not count any more.
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
