package tekil

import (
	"context"
	"fmt"

	"github.com/tekil-id/tekil/internal/dedupe"
)

// ExportOptions say how a store is exported. The zero ExportOptions, like nil,
// are the defaults.
type ExportOptions struct {
	Excel bool // CSV that Excel in Turkey opens well
	// Progress, where not nil, is called now and then, by one goroutine at a time,
	// with how much of a stage is done.
	Progress func(stage string, done, total int)
}

// Export writes the files of `tekil dedupe` into dir: members.csv, golden.csv,
// review.csv, links.csv and findings.csv, of everything in the store and under
// its ids. Files that are there are replaced when all of them are complete. It
// reads one state of the store, a few records at a time, while changes go on: of each
// record it holds the key, until they are in order, and a dozen bytes.
func (e *Engine) Export(ctx context.Context, dir string, o *ExportOptions) error {
	if o == nil {
		o = &ExportOptions{}
	}
	sn := e.live.Store().Snapshot()
	defer sn.Close()
	err := dedupe.Export(ctx, &sn.Reader, dedupe.Options{Out: dir, Excel: o.Excel, Progress: o.Progress})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}
