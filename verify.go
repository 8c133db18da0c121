package tekil

import (
	"context"
	"errors"
	"iter"

	"github.com/tekil-id/tekil/internal/live"
)

// VerifyOptions say how a store is verified. The zero VerifyOptions, like nil, are
// the defaults.
type VerifyOptions struct {
	// Progress, where not nil, is called now and then, by one goroutine at a time,
	// with how many of the records were looked at.
	Progress func(done, total int)
}

// Broken is an error about a broken invariant of docs/identity.md. errors.As finds
// a *Broken.
type Broken struct {
	Invariant string // its number, such as S3
	Err       error  // what is wrong
}

// Error names the invariant.
func (b *Broken) Error() string { return b.Invariant + ": " + b.Err.Error() }

// Unwrap returns what is wrong.
func (b *Broken) Unwrap() error { return b.Err }

// Verify checks every invariant of the store that docs/identity.md numbers S1 to
// S9, on the store as it is when Verify begins; changes go on meanwhile. It judges
// every candidate pair anew, record after record, in memory that hardly grows with
// the store. It yields [Broken] errors, and at last the error that kept it from
// going on, if there was one; a sound store yields nothing.
func (e *Engine) Verify(ctx context.Context, o *VerifyOptions) iter.Seq[error] {
	if o == nil {
		o = &VerifyOptions{}
	}
	return func(yield func(error) bool) {
		e.live.Verify(ctx, o.Progress, func(err error) bool {
			var b *live.Broken
			if errors.As(err, &b) {
				err = &Broken{b.Invariant, b.Err}
			}
			return yield(err)
		})
	}
}
