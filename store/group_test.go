package store

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// syncs is a log whose syncs take some time, a millisecond at first, and are counted.
type syncs struct {
	group groupCommit
	takes time.Duration
	n     int
	err   error
	wg    sync.WaitGroup
}

func newSyncs() *syncs {
	s := &syncs{takes: time.Millisecond}
	s.group.sync = func() error {
		s.n++
		time.Sleep(s.takes)
		return s.err
	}
	return s
}

// write has a writer come, who needs some time to write: not none, or he may write
// before the next one has come.
func (s *syncs) write(takes time.Duration) {
	s.group.expect(1)
	s.wg.Go(func() {
		time.Sleep(takes)
		group := s.group.join()
		s.group.expect(-1)
		s.group.wait(group)
	})
}

// Writers share syncs as they come, nobody waits who is alone, and none for one that
// takes long.
func TestGroupCommit(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct {
		name  string
		takes []time.Duration
		syncs int
		all   time.Duration // until the last one is done
	}{
		{"alone", []time.Duration{ms}, 1, 2 * ms},
		{"half of them, then the others", []time.Duration{4 * ms, 17 * ms / 4, 9 * ms / 2, 5 * ms}, 2, 25 * ms / 4},
		{"one comes during a sync", []time.Duration{4 * ms, 9 * ms / 2, 5 * ms, 6 * ms}, 3, 15 * ms / 2},
		{"two that take long", []time.Duration{ms, 50 * ms, 60 * ms}, 3, 61 * ms},
		{"one after another", []time.Duration{4 * ms, 8 * ms, 12 * ms, 16 * ms}, 4, 17 * ms},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, start := newSyncs(), time.Now()
				for _, d := range c.takes {
					s.write(d)
				}
				s.wg.Wait()
				if took := time.Since(start); s.n != c.syncs || took != c.all {
					t.Errorf("%d syncs in %v, want %d in %v", s.n, took, c.syncs, c.all)
				}
			})
		})
	}
}

// A commit waits for writers that take long, and no longer than patience.
func TestGroupCommitPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, start := newSyncs(), time.Now()
		s.group.expect(5)
		if err := s.group.wait(s.group.join()); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != patience+time.Millisecond {
			t.Errorf("it waited %v", took)
		}
	})
}

// Patience that ends during a sync has ended after it.
func TestGroupCommitPatienceInSync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, start := newSyncs(), time.Now()
		s.takes = 5 * time.Millisecond
		s.write(time.Microsecond)
		time.Sleep(time.Millisecond)
		s.group.expect(5)
		if err := s.group.wait(s.group.join()); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != 2*s.takes+time.Microsecond {
			t.Errorf("it waited %v", took)
		}
	})
}

// Writers who will not write are not waited for.
func TestGroupCommitLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, start := newSyncs(), time.Now()
		s.group.expect(5)
		group := s.group.join()
		s.group.expect(-4)
		s.group.wait(group)
		if took := time.Since(start); took != time.Millisecond {
			t.Errorf("it waited %v", took)
		}
	})
}

// A sync that fails is the failure of all whom it was for.
func TestGroupCommitFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSyncs()
		s.err = errors.New("disk is gone")
		s.group.expect(2)
		a, b := s.group.join(), s.group.join()
		s.wg.Go(func() {
			if err := s.group.wait(a); err != s.err {
				t.Error(err)
			}
		})
		if err := s.group.wait(b); err != s.err {
			t.Error(err)
		}
		s.wg.Wait()
		if s.n != 1 {
			t.Errorf("%d syncs", s.n)
		}
	})
}
