package live

import (
	"context"
	"errors"
	"testing"
	"time"
)

// Where the one who serves panics, the next in the line serves: nobody waits for
// ever.
func TestLineAfterPanic(t *testing.T) {
	var l line
	write := newTurnstile(1)
	func() {
		defer func() { recover() }()
		l.stand(newJob(t.Context(), nil), write, func([]*job) { panic("a change that breaks") })
	}()
	served := make(chan int, 1)
	go l.stand(newJob(t.Context(), nil), write, func(group []*job) { served <- len(group) })
	select {
	case n := <-served:
		if n != 1 {
			t.Errorf("%d changes were served, want 1", n)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the line stands still")
	}
}

// Those behind a change that panics learn that theirs was not made.
func TestGroupAfterPanic(t *testing.T) {
	e := newEngine() // without a store every change panics
	behind, left := newJob(t.Context(), &Write{}), newJob(t.Context(), &Write{})
	left.claim()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		e.serve([]*job{newJob(t.Context(), &Write{}), behind, left})
	}()
	select {
	case <-behind.done:
		if behind.err != errAbandoned {
			t.Errorf("error %v, want %v", behind.err, errAbandoned)
		}
	default:
		t.Error("the change behind is still waiting")
	}
	if left.err != nil {
		t.Errorf("one that left: %v", left.err)
	}
}

// Changes that wait, the first one and those behind it, go when their context
// ends: nothing of them is written, and those that stay have their turn.
func TestLineCancelled(t *testing.T) {
	l, write := &line{}, newTurnstile(1)
	write.enterAnyhow() // something long is under way
	var mine []*job
	serve := func(group []*job) {
		for _, j := range group {
			if j.claim() {
				mine = append(mine, j)
			}
			if j != group[0] {
				j.done <- served
			}
		}
	}
	var jobs []*job
	var back []chan struct{}
	var cancel []context.CancelFunc
	for i := range 6 {
		ctx, stop := context.WithCancel(t.Context())
		j := newJob(ctx, nil)
		done := make(chan struct{})
		go func() {
			l.stand(j, write, serve)
			close(done)
		}()
		for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline) && l.len() != i+1; {
			time.Sleep(time.Millisecond)
		}
		jobs, back, cancel = append(jobs, j), append(back, done), append(cancel, stop)
	}
	for _, i := range []int{0, 1, 4} { // the one that leads, the one that then leads, one behind
		cancel[i]()
		select {
		case <-back[i]:
		case <-time.After(10 * time.Second):
			t.Fatalf("change %d does not come back", i)
		}
		if !errors.Is(jobs[i].err, context.Canceled) {
			t.Errorf("change %d: %v", i, jobs[i].err)
		}
	}
	write.leave()
	for _, i := range []int{2, 3, 5} {
		select {
		case <-back[i]:
		case <-time.After(10 * time.Second):
			t.Fatalf("change %d never has its turn", i)
		}
	}
	if len(mine) != 3 || mine[0] != jobs[2] || mine[1] != jobs[3] || mine[2] != jobs[5] {
		t.Errorf("%d changes were made, not those that stayed", len(mine))
	}
	for _, stop := range cancel {
		stop()
	}
}

func (l *line) len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.jobs)
}
