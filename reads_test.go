package tekil_test

import (
	"context"
	"sync"
	"testing"

	"github.com/tekil-id/tekil/record"
)

// Who looks from a record to its entity meets no change in between: the record is
// there all the time, and so is an entity that holds it, while ids come and go.
func TestReadsDuringChanges(t *testing.T) {
	e := open()
	defer e.Close()
	ctx := context.Background()
	web := record.Key{Source: "web", ID: "7"}
	crm, with, _ := zumrut()
	without := customer("web", "7", "full_name", "Ayşe Kaya", "mobile", "0533 415 61 72")
	upsert := func(list ...record.Record) {
		if _, err := e.Upsert(ctx, list...); err != nil {
			t.Error(err)
		}
	}
	upsert(crm, with)

	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				x, err := e.EntityOf(ctx, web)
				if err != nil {
					t.Error(err)
					return
				}
				if states, err := e.History(ctx, x.ID); err != nil || len(states) == 0 {
					t.Error(len(states), err)
					return
				}
				if r, err := e.Record(ctx, web); err != nil || r.Entity == 0 {
					t.Error(r, err)
					return
				}
			}
		})
	}
	for range 200 { // they part, and come together again under one of two ids
		upsert(without)
		upsert(with)
	}
	close(stop)
	wg.Wait()
}
