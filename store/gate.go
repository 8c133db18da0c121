package store

import (
	"sync"
	"sync/atomic"
)

// gate counts the calls inside a store, so that Close can wait for them: Pebble
// panics where it is used after it was closed. A call that is inside may enter
// again.
type gate struct {
	mu     sync.Mutex
	inside int
	closed bool
	empty  chan struct{} // closed when the gate is closed and nobody is inside
}

func (g *gate) enter() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return ErrClosed
	}
	g.inside++
	return nil
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	if g.closed && g.inside == 0 {
		close(g.empty)
	}
}

// shut lets nobody in any more and waits until everybody has left. It reports
// whether this call was the one that closed the gate.
func (g *gate) shut() bool {
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return false
	}
	g.closed = true
	g.empty = make(chan struct{})
	if g.inside == 0 {
		close(g.empty)
	}
	g.mu.Unlock()
	<-g.empty
	return true
}

// closeOnce is a sync.Once that can be asked.
type closeOnce struct {
	once sync.Once
	set  atomic.Bool
}

func (c *closeOnce) do(f func()) {
	c.once.Do(func() {
		c.set.Store(true)
		f()
	})
}

func (c *closeOnce) isDone() bool { return c.set.Load() }

// handle is something of the engine that must be released before it is closed.
type handle interface{ release() error }

// handles are the snapshots and batches that are open.
type handles struct {
	mu   sync.Mutex
	open map[handle]struct{}
}

func (h *handles) add(x handle) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.open == nil {
		h.open = make(map[handle]struct{})
	}
	h.open[x] = struct{}{}
}

func (h *handles) remove(x handle) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.open, x)
}

func (h *handles) releaseAll() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	var first error
	for x := range h.open {
		if err := x.release(); first == nil {
			first = err
		}
	}
	h.open = nil
	return first
}
