package live

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// turnstile lets a few in at a time, most of them one, and those who wait give up.
type turnstile chan struct{}

func newTurnstile(n int) turnstile { return make(turnstile, n) }

// enter waits until there is room inside. It fails only with the error of ctx.
func (t turnstile) enter(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	default:
	}
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// enterAnyhow is enter for those who do not give up.
func (t turnstile) enterAnyhow() { t <- struct{}{} }

func (t turnstile) leave() { <-t }

// job is a change that waits for its turn.
type job struct {
	ctx   context.Context
	w     *Write
	ready []prepared
	out   *Outcome
	wait  func() error
	err   error
	done  chan order
	lead  bool        // it was told to serve; guarded by line.mu
	fixed atomic.Bool // its turn has begun, or it has left
}

func newJob(ctx context.Context, w *Write) *job {
	return &job{ctx: ctx, w: w, done: make(chan order, 1)}
}

// claim decides, for whoever asks first, between the turn of a job and its leaving.
func (j *job) claim() bool { return j.fixed.CompareAndSwap(false, true) }

// order is what a waiting change is told.
type order uint8

const (
	served order = iota // its turn has been: look at out and err
	lead                // serve the next group
)

// line is where changes stand for their turn. The first one serves all who stand
// there when it begins, itself among them, and then hands over to the next: so a
// change waits for one wake-up at most, and the processors do not idle between two
// turns. Whose context ends before its turn has begun leaves the line.
type line struct {
	mu   sync.Mutex
	busy bool
	jobs []*job
}

// stand puts a job into the line and returns when it has been served, or has left
// with the error of its context. Whoever serves a group holds write.
func (l *line) stand(j *job, write turnstile, serve func(group []*job)) {
	if l.join(j) {
		select {
		case o := <-j.done:
			if o == served {
				return
			}
		case <-j.ctx.Done():
			if l.quit(j) || <-j.done == served {
				return
			}
		}
	}
	// This job is the first of the line.
	if write.enter(j.ctx) != nil {
		l.quit(j)
		return
	}
	defer l.handOver()
	defer write.leave()
	serve(l.take())
}

// join puts a job at the end of the line and reports whether it has to wait there.
func (l *line) join(j *job) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs = append(l.jobs, j)
	wait := l.busy
	l.busy, j.lead = true, !wait
	return wait
}

// quit takes a job whose context has ended out of the line, unless its turn has
// begun. Where it was to serve, the next one does.
func (l *line) quit(j *job) bool {
	if !j.claim() {
		return false
	}
	j.err = j.ctx.Err()
	l.mu.Lock()
	defer l.mu.Unlock()
	if at := slices.Index(l.jobs, j); at >= 0 {
		l.jobs = slices.Delete(l.jobs, at, at+1)
	}
	if j.lead {
		l.next()
	}
	return true
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
	l.next()
}

// next is handOver for those who hold mu.
func (l *line) next() {
	if len(l.jobs) == 0 {
		l.busy = false
		return
	}
	l.jobs[0].lead = true
	l.jobs[0].done <- lead
}
