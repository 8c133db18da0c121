package live

import (
	"runtime"
	"sync"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// prepared is a record normalised before its turn came, from what stood in the
// store at that time.
type prepared struct {
	since   uint64 // change of the record that stood there, 0 for none
	view    *view
	reading *reading
	warm    *warmed // shared by some of the records of a change
	apart   *apart
}

// prepare normalises the records of a change outside the writer's turn, and looks
// up what the turn will need. What goes wrong here goes wrong in the turn, too, or
// another change came between two looks.
func (e *Engine) prepare(w *Write) []prepared {
	rd := e.current()
	out := make([]prepared, len(w.Upsert))
	workers := runtime.GOMAXPROCS(0)
	if len(out) < 8 {
		workers = 1
	}
	var wg sync.WaitGroup
	for k := range workers {
		one := func() {
			warm := &warmed{seq: e.seq.Load(), s: newState(&e.st.Reader, rd)}
			for i := k; i < len(out); i += workers {
				out[i].warm = warm
				e.prepareOne(rd, &w.Upsert[i], &out[i])
			}
		}
		if workers == 1 {
			one()
			return out
		}
		wg.Go(one)
	}
	wg.Wait()
	return out
}

func (e *Engine) prepareOne(rd *reading, r *record.Record, out *prepared) {
	old, err := out.warm.s.find(r.Key)
	if err != nil {
		return
	}
	rec := &store.Record{Record: *r}
	var before *view
	if old != nil {
		if Repeats(&old.Record, r) {
			return
		}
		rec.Record = Overwrite(&old.Record, r)
		rec.No, out.since = old.No, old.Since.Change
		before, _ = out.warm.s.standing(old)
	}
	rec.Record = clone(&rec.Record)
	out.view, out.reading = rd.read(rec, true), rd
	if out.apart, err = out.warm.warm(out.view, before); err == nil {
		out.warm.spell(&e.words, out.view)
	}
}
