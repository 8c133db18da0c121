package tekil

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/tekil-id/tekil/internal/live"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// RematchOptions say how a changed model is applied. The zero RematchOptions, like
// nil, are the defaults.
type RematchOptions struct {
	// Survivorship replaces the rules of survivorship; nil keeps those in use.
	Survivorship *Survivorship
	Preview      bool // say what would happen, write nothing
	// Examples is how many events are returned at most, merges and splits first; 0
	// means all, in the order of the feed.
	Examples int
	// Progress, where not nil, is called now and then, by one goroutine at a time,
	// with how much of a stage is done.
	Progress func(stage string, done, total int)
}

// RematchReport says what a model change did, or would do.
type RematchReport struct {
	Records, Entities int // Entities: afterwards
	// Merged counts entities that became one with another, Split those that became
	// several, Lost ids that lead elsewhere now, Moved the records whose entity has
	// another id now.
	Merged, Split, Lost, Moved int
	// Contradicted are pairs that a steward ruled the same and that are kept apart.
	Contradicted [][2]record.Key
	Events       []Event
	Model        string // hash of the model
}

// Rematch resolves the whole store under another model and, unless it is a
// preview, puts the result and the model in place in one atomic change: whoever
// reads sees all of it or nothing, and a run that was killed is done again. Nil
// keeps the model in use. It holds of the records what a batch holds, and what is to
// be written until it is; changes wait until it is done; reads go on.
func (e *Engine) Rematch(ctx context.Context, m *match.Model, o *RematchOptions) (*RematchReport, error) {
	if o == nil {
		o = &RematchOptions{}
	}
	x, err := e.live.Rematch(ctx, &live.Rematch{Model: m, Rules: o.Survivorship.rules(), Preview: o.Preview, Progress: o.Progress})
	if err != nil {
		return nil, fmt.Errorf("rematch: %w", err)
	}
	if m == nil {
		m = e.Model()
	}
	return rematchReport(x, m, o.Examples), nil
}

// Rebuilt returns what rebuilding the store did when it was opened (Options.Rebuild),
// with so many events at most, 0: all; nil where it need not be rebuilt.
func (e *Engine) Rebuilt(examples int) *RematchReport {
	x := e.live.Rebuilt()
	if x == nil {
		return nil
	}
	return rematchReport(x, e.Model(), examples)
}

func rematchReport(x *live.Rematched, m *match.Model, examples int) *RematchReport {
	out := &RematchReport{Records: x.Records, Entities: x.Entities, Merged: x.Merged, Split: x.Split, Lost: x.Lost, Moved: x.Moved,
		Contradicted: x.Contradicted, Model: m.Hash()}
	for _, ev := range x.Events {
		out.Events = append(out.Events, eventOf(ev))
	}
	if examples > 0 && len(out.Events) > examples {
		slices.SortStableFunc(out.Events, func(a, b Event) int { return cmp.Compare(telling(a.Kind), telling(b.Kind)) })
		out.Events = out.Events[:examples:examples]
	}
	return out
}

// telling orders events by how much they tell of a changed model.
func telling(k EventKind) int {
	switch k {
	case Merged, Split:
		return 0
	case Changed:
		return 2
	}
	return 1
}
