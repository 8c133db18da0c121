package tekil

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/tekil-id/tekil/store"
)

// retention drops history that is older than [Options.KeepHistory], when the
// engine is opened and from time to time.
type retention struct {
	stop context.CancelFunc
	done sync.WaitGroup
}

// maxRetentionPause is how long history may be kept longer than asked, at most;
// a tenth of the time that it is kept, where that is less.
const maxRetentionPause = 24 * time.Hour

func (e *Engine) retain() {
	if e.o.KeepHistory <= 0 || e.o.Store.ReadOnly {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	e.retention = &retention{stop: cancel}
	pause := min(max(e.o.KeepHistory/10, time.Second), maxRetentionPause)
	e.retention.done.Go(func() {
		for ctx.Err() == nil {
			e.dropOld(ctx)
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
		}
	})
}

func (e *Engine) dropOld(ctx context.Context) {
	err := e.DropHistory(ctx, e.now().Add(-e.o.KeepHistory))
	if err == nil || errors.Is(err, store.ErrTrimmed) || ctx.Err() != nil {
		return
	}
	if log := e.o.Store.Logger; log != nil {
		log.Error("drop history", slog.Any("error", err))
	}
}

func (e *Engine) now() time.Time {
	if e.o.Now == nil {
		return time.Now()
	}
	return e.o.Now()
}

func (r *retention) close() {
	if r != nil {
		r.stop()
		r.done.Wait()
	}
}
