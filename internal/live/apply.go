package live

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Write is one atomic change to records and rulings.
type Write struct {
	Upsert []record.Record
	Delete []record.Key
	// Rule gives rulings; Undo takes those of these numbers back.
	Rule []record.Ruling
	Undo []uint64
}

// Outcome says what a change did.
type Outcome struct {
	// Change is the number of the change, 0 where nothing changed.
	Change uint64
	// Entities holds the entity that each record of the change belongs to now, in
	// the order in which the records were given; 0 for a deleted record.
	Entities []record.EntityID
	// Created, Altered, Repeated and Deleted count records.
	Created, Altered, Repeated, Deleted int
	// Events are what the change did to entities, in the order of the feed.
	Events []*store.Event
	// Reviews is by how much the review queue grew.
	Reviews int
	// Rulings are the numbers that rulings were given, and Apart says of each whether
	// its two records belong to different entities now.
	Rulings   []uint64
	Apart     []bool
	Judged    int // candidate pairs that were judged
	Inherited int // edges that a record took over from the one whose place it took
	Recalled  int // pieces of components whose people were known from an earlier change
	Crossings Crossings
}

// Crossings count the limits that changes passed.
type Crossings struct {
	Capped, Uncapped       int // keys whose list grew beyond the cap, or back within it
	SubCapped, SubUncapped int
	Steps                  int // degrees that passed a step
	Contested, Settled     int // doors that came to show two people of a name, or ceased to
}

// Add adds up crossings.
func (c *Crossings) Add(o Crossings) {
	c.Capped += o.Capped
	c.Uncapped += o.Uncapped
	c.SubCapped += o.SubCapped
	c.SubUncapped += o.SubUncapped
	c.Steps += o.Steps
	c.Contested += o.Contested
	c.Settled += o.Settled
}

func check(w *Write) error {
	seen := make(map[record.Key]bool, len(w.Upsert)+len(w.Delete))
	one := func(k record.Key) error {
		if k.Source == "" || k.ID == "" {
			return ErrBadRecord
		}
		if seen[k] {
			return fmt.Errorf("%s: %w", k, ErrTwice)
		}
		seen[k] = true
		return nil
	}
	for i := range w.Upsert {
		if err := one(w.Upsert[i].Key); err != nil {
			return err
		}
	}
	for _, k := range w.Delete {
		if err := one(k); err != nil {
			return err
		}
	}
	for i := range w.Rule {
		if !sound(&w.Rule[i]) {
			return ErrBadRuling
		}
	}
	return nil
}

func sound(r *record.Ruling) bool {
	for _, t := range [...]string{r.At, r.Expires, r.Undone} {
		if t == "" {
			continue
		}
		if _, err := time.Parse(time.RFC3339, t); err != nil {
			return false
		}
	}
	return !r.A.IsZero() && !r.B.IsZero() && r.A != r.B
}

// Apply makes a change and waits until it is on disk. Records that stand
// already as they are given cost nothing; keys that are not there are passed
// over.
//
// Where ctx ends while the change waits for its turn, Apply returns at once, with
// the error of ctx. Once its turn has come, what was found to do is written, or,
// where ctx ended before that was found out, is not. So an error of ctx always means that
// nothing was written; and of one Write all is written, or nothing.
func (e *Engine) Apply(ctx context.Context, w *Write) (*Outcome, error) {
	if err := check(w); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	j := newJob(ctx, w)
	if err := e.take(j); err != nil {
		return nil, err
	}
	if j.err != nil || j.wait == nil {
		return j.out, j.err
	}
	return j.out, j.wait()
}

// take prepares a change and has its turn made. From its preparation on the store
// expects it: who still waits for that may have long to go.
func (e *Engine) take(j *job) error {
	if err := e.desks.enter(j.ctx); err != nil {
		return err
	}
	e.st.Expect(1)
	defer e.st.Expect(-1)
	e.getReady(j)
	e.line.stand(j, e.write, e.serve)
	return nil
}

// getReady prepares a change, a few at a time: where all waiting writers do so at
// once, whoever serves them or waits for the disk gets a processor too late, and
// what was looked up is old before its turn comes. For the same reason a change
// begins behind all that can go on already: the scheduler of Go prefers what a
// processor has waked itself, and has whoever comes back from the disk, for whom a
// group of writers waits, stand in a queue that it seldom looks at.
func (e *Engine) getReady(j *job) {
	defer e.desks.leave()
	runtime.Gosched()
	j.ready = e.prepare(j.w)
}

// serve makes the changes of a group in their order. The caller holds write.
func (e *Engine) serve(group []*job) {
	next := 0
	defer func() { // a change that panics leaves nobody behind it waiting
		for at := next; at < len(group); at++ {
			if at == next || group[at].claim() {
				group[at].err = errAbandoned
			}
			if at > 0 {
				group[at].done <- served
			}
		}
	}()
	for ; next < len(group); next++ {
		j := group[next]
		if j.claim() {
			j.out, j.wait, j.err = e.turn(j.ctx, j.w, j.ready)
		}
		j.ready = nil
		if next > 0 {
			j.done <- served
		}
	}
}

// errAbandoned is what a change learns whose group broke off before its turn.
var errAbandoned = errors.New("live: the change was not made: another one of its group panicked")

// turn makes a change whose turn has come. The caller holds write.
func (e *Engine) turn(ctx context.Context, w *Write, ready []prepared) (*Outcome, func() error, error) {
	if err := e.expire(ctx); err != nil {
		return nil, nil, e.cause(err)
	}
	out, wait, err := e.apply(ctx, w, ready)
	if err != nil {
		return nil, nil, e.cause(err)
	}
	if len(w.Rule) > 0 {
		if err := e.watch(); err != nil { // the change is made, only its expiry is not watched
			if wait != nil {
				err = errors.Join(err, wait())
			}
			return nil, nil, err
		}
	}
	return out, wait, nil
}

// cause returns why the store refuses writes, where it does, else err: what went
// wrong after a failed write follows from it.
func (e *Engine) cause(err error) error {
	if failed := e.st.Failure(); failed != nil {
		return failed
	}
	return err
}

func (e *Engine) apply(ctx context.Context, w *Write, ready []prepared) (*Outcome, func() error, error) {
	c := e.beginWrite(w)
	defer c.end()
	if err := c.make(ctx, w, ready); err != nil {
		return nil, nil, err
	}
	if c.out.Change == 0 {
		return &c.out, nil, nil
	}
	wait, err := c.b.CommitNoWait(true)
	if err != nil {
		return nil, nil, err
	}
	e.committed(c)
	for i := range c.deltas {
		if v := c.deltas[i].after; v != nil && c.new.reading.packing == 0 {
			c.new.reading.keep(v)
		}
	}
	c.b = nil
	return &c.out, wait, nil
}

// DryRun says what a change would do, and does not do it.
func (e *Engine) DryRun(ctx context.Context, w *Write) (*Outcome, error) {
	if err := check(w); err != nil {
		return nil, err
	}
	if err := e.write.enter(ctx); err != nil {
		return nil, err
	}
	defer e.write.leave()
	c := e.beginWrite(w)
	defer c.end()
	if err := c.make(ctx, w, nil); err != nil {
		return nil, err
	}
	return &c.out, nil
}
