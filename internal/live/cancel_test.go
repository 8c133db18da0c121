package live

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// A change whose context ends has written all or nothing: nothing where Apply
// returns the error of the context, all where it returns none.
func TestCancelled(t *testing.T) {
	e, err := Open("store", &Options{Model: tinyModel(), Store: store.Options{FS: store.NewMemFS()}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	const writers, rounds = 8, 20
	var mu sync.Mutex
	made := map[record.Key]bool{}
	count := [2]int{}
	var done sync.WaitGroup
	for i := range writers {
		done.Go(func() {
			rnd := newCustomers(rand.New(rand.NewPCG(7, uint64(i))), 12)
			for n := range rounds {
				keys := []record.Key{{Source: crewSource(i), ID: record.ID(fmt.Sprint("a", n))}, {Source: crewSource(i), ID: record.ID(fmt.Sprint("b", n))}}
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rnd.IntN(40_000))*time.Microsecond)
				_, err := e.Apply(ctx, &Write{Upsert: []record.Record{rnd.record(keys[0]), rnd.record(keys[1])}})
				cancel()
				if err != nil && !errors.Is(err, context.DeadlineExceeded) {
					t.Error(err)
				}
				mu.Lock()
				for _, k := range keys {
					made[k] = err == nil
				}
				if err == nil {
					count[0]++
				} else {
					count[1]++
				}
				mu.Unlock()
			}
		})
	}
	done.Wait()
	for k, want := range made {
		_, err := e.st.RecordNo(k)
		if got := err == nil; got != want {
			t.Errorf("%s: there is %t, acknowledged %t: %v", k, got, want, err)
		}
	}
	t.Logf("%d made, %d cancelled", count[0], count[1])
	e.Verify(t.Context(), nil, func(err error) bool { t.Error(err); return true })
}

// Whoever waits behind something long comes back when its context ends, while the
// long thing goes on.
func TestCancelledBehind(t *testing.T) {
	e, err := Open("store", &Options{Model: tinyModel(), Store: store.Options{FS: store.NewMemFS()}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	e.write.enterAnyhow()
	calls := map[string]func(context.Context) error{
		"Apply": func(ctx context.Context) error {
			_, err := e.Apply(ctx, &Write{Delete: []record.Key{{Source: "a", ID: "1"}}})
			return err
		},
		"DryRun":  func(ctx context.Context) error { _, err := e.DryRun(ctx, &Write{}); return err },
		"Rematch": func(ctx context.Context) error { _, err := e.Rematch(ctx, &Rematch{}); return err },
		"Verify": func(ctx context.Context) (err error) {
			e.Verify(ctx, nil, func(x error) bool { err = x; return true })
			return err
		},
	}
	for name, call := range calls {
		for range 2 { // the second stands behind the first, or where it stood
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			done := make(chan error, 1)
			go func() { done <- call(ctx) }()
			select {
			case err := <-done:
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s: %v", name, err)
				}
			case <-time.After(20 * time.Second):
				t.Fatalf("%s does not come back", name)
			}
			cancel()
		}
	}
	e.write.leave()
	if _, err := e.Apply(t.Context(), &Write{Delete: []record.Key{{Source: "a", ID: "1"}}}); err != nil {
		t.Error(err)
	}
}
