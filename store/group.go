package store

import (
	"sync"
	"time"
)

// groupCommit lets commits share syncs of the log. Pebble begins a sync with the
// first commit that asks for one, and those that come meanwhile share the next. But
// each call of the system takes a processor away for a while, so that a crowd of
// writers does better with fewer: here a sync begins once as many commits wait for
// it as writers are on their way to another one. So nobody waits who is alone.
type groupCommit struct {
	sync    func() error // brings to the disk all that is committed
	mu      sync.Mutex
	coming  int          // writers on their way, see Store.Expect
	next    *commitGroup // waits for the next sync; nil: nobody does
	syncing bool         // somebody was told to sync, or does
	timer   *time.Timer  // ends the patience of next
}

// commitGroup are the commits that one sync brings to the disk.
type commitGroup struct {
	size int
	late bool          // its patience has ended
	lead chan struct{} // tells one of them to sync
	done chan struct{} // closed after the sync
	err  error         // of the sync
}

// patience is how long a commit waits for others at most: a writer that is on its
// way may have long to go. As measured, see docs/benchmarks.md.
const patience = 2 * time.Millisecond

// expect adds n to the writers that are on their way.
func (g *groupCommit) expect(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.coming += n
	g.look()
}

// join adds a commit to those that the next sync is for. It must then wait.
func (g *groupCommit) join() *commitGroup {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.next == nil {
		g.next = &commitGroup{lead: make(chan struct{}, 1), done: make(chan struct{})}
		g.hurry()
	}
	joined := g.next
	joined.size++
	g.look()
	return joined
}

// hurry sees to it that the next sync does not wait longer than patience. The caller
// holds mu.
func (g *groupCommit) hurry() {
	if g.timer != nil {
		g.timer.Reset(patience)
		return
	}
	g.timer = time.AfterFunc(patience, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.next != nil {
			g.next.late = true
			g.look()
		}
	})
}

// look lets the next sync begin if it is time. The caller holds mu.
func (g *groupCommit) look() {
	if g.syncing || g.next == nil || g.next.size < g.coming && !g.next.late {
		return
	}
	g.syncing = true
	g.next.lead <- struct{}{}
}

// wait returns when the commits of a group are on disk: one of them sees to that.
func (g *groupCommit) wait(of *commitGroup) error {
	select {
	case <-of.lead:
		g.begin()
		defer g.end()
		defer close(of.done)
		of.err = ErrFailed // what the others learn where sync panics
		of.err = g.sync()
	case <-of.done:
	}
	return of.err
}

// begin closes the group that is synced now to others: what they wrote may come too
// late for it.
func (g *groupCommit) begin() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.next = nil
}

func (g *groupCommit) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.syncing = false
	g.look()
}
