package dedupe

import (
	"context"
	"runtime"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/match"
)

// Fit reads customer files and returns the model that a run would fit on them.
// It writes nothing.
func Fit(ctx context.Context, opts Options) (*match.Model, error) {
	o := opts.orDefault()
	in, err := read(ctx, &o, func(ingest.Rejected) {})
	if err != nil {
		return nil, err
	}
	_, base, err := o.model(int64(len(in.records)))
	if err != nil {
		return nil, err
	}
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	b, err := bulk.Resolve(ctx, in.records, &bulk.Options{Base: base, Workers: workers, Progress: o.Progress, Values: in.values.fill})
	if err != nil {
		return nil, err
	}
	return b.Model, nil
}
