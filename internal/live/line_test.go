package live

import (
	"testing"
	"time"
)

// Where the one who serves panics, the next in the line serves: nobody waits for
// ever.
func TestLineAfterPanic(t *testing.T) {
	var l line
	func() {
		defer func() { recover() }()
		l.stand(&job{done: make(chan order, 1)}, func([]*job) { panic("a change that breaks") })
	}()
	served := make(chan int, 1)
	go l.stand(&job{done: make(chan order, 1)}, func(group []*job) { served <- len(group) })
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
	e := &Engine{} // without a store every change panics
	behind := &job{done: make(chan order, 1), w: &Write{}}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		e.serve([]*job{{done: make(chan order, 1), w: &Write{}}, behind})
	}()
	select {
	case <-behind.done:
		if behind.err != errAbandoned {
			t.Errorf("error %v, want %v", behind.err, errAbandoned)
		}
	default:
		t.Error("the change behind is still waiting")
	}
}
