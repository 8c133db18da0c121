package live

import (
	"context"
	"sync"
)

// job is a change that waits for its turn.
type job struct {
	ctx   context.Context
	w     *Write
	ready []prepared
	out   *Outcome
	wait  func() error
	err   error
	done  chan order
}

// order is what a waiting change is told.
type order uint8

const (
	served order = iota // its turn has been: look at out and err
	lead                // serve the next group
)

// line is where changes stand for their turn. The first one serves all who stand
// there when it begins, itself among them, and then hands over to the next: so a
// change waits for one wake-up at most, and the processors do not idle between two
// turns.
type line struct {
	mu   sync.Mutex
	busy bool
	jobs []*job
}

// stand puts a job into the line and returns when it has been served.
func (l *line) stand(j *job, serve func(group []*job)) {
	l.mu.Lock()
	l.jobs = append(l.jobs, j)
	wait := l.busy
	l.busy = true
	l.mu.Unlock()
	if wait && <-j.done == served {
		return
	}
	// This job is the first of the line.
	defer l.handOver()
	serve(l.take())
}

// take takes all who stand in the line.
func (l *line) take() []*job {
	l.mu.Lock()
	defer l.mu.Unlock()
	group := l.jobs
	l.jobs = nil
	return group
}

// handOver makes the first of the line serve the next group.
func (l *line) handOver() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.jobs) == 0 {
		l.busy = false
		return
	}
	l.jobs[0].done <- lead
}
