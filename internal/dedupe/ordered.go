package dedupe

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// inOrder makes n things side by side, each worker in memory of its own, and hands
// them to use one after the other, in order. Few of them wait at any time.
func inOrder[T any](ctx context.Context, workers, n int, worker func() func(i int) (T, error), use func(T) error) error {
	type job struct {
		i    int
		made chan T
	}
	jobs, queue := make(chan job), make(chan job, 2*workers)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(jobs)
		defer close(queue)
		for i := range n {
			j := job{i, make(chan T, 1)}
			for _, to := range [...]chan<- job{queue, jobs} {
				select {
				case to <- j:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		return nil
	})
	for range workers {
		g.Go(func() error {
			do := worker()
			for j := range jobs {
				x, err := do(j.i)
				if err != nil {
					return err
				}
				j.made <- x
			}
			return nil
		})
	}
	g.Go(func() error {
		for j := range queue {
			select {
			case x := <-j.made:
				if err := use(x); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return g.Wait()
}
