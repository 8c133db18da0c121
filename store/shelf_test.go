package store_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/tekil-id/tekil/store"
)

// putProfiles writes profiles, and drops those with an empty text, in one batch.
func putProfiles(t testing.TB, s *store.Store, of map[uint64]string) {
	t.Helper()
	b := s.NewBlindBatch()
	for no, text := range of {
		if text == "" {
			b.DropProfile(no)
		} else {
			b.PutProfile(no, []byte(text))
		}
	}
	must(t, b.Commit(true))
}

// sameProfile compares a profile as a reader has it with what it should be.
func sameProfile(t testing.TB, r *store.Reader, no uint64, want string) {
	t.Helper()
	got, err := r.Profile(no)
	if err == store.ErrNotFound && want == "" {
		return
	}
	must(t, err)
	if got != want {
		t.Fatalf("profile %d is %q, want %q", no, got, want)
	}
}

// TestShelves: whatever is written, dropped and evicted, each reader sees the
// profiles of its own state.
func TestShelves(t *testing.T) {
	for _, limit := range []int64{1, 3000, 1 << 20} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			s, err := store.Open("store", &store.Options{FS: store.NewMemFS(), Profiles: limit})
			must(t, err)
			defer s.Close()
			rnd := rand.New(rand.NewPCG(1, uint64(limit)))
			now := map[uint64]string{}
			type old struct {
				sn  *store.Snapshot
				was map[uint64]string
			}
			var olds []old
			defer func() {
				for _, o := range olds {
					o.sn.Close()
				}
			}()
			for i := range 1200 {
				switch rnd.IntN(8) {
				case 0:
					w := map[uint64]string{}
					for range 1 + rnd.IntN(3) {
						w[rnd.Uint64N(400)] = []string{"", fmt.Sprint("p", i)}[min(rnd.IntN(4), 1)]
					}
					putProfiles(t, s, w)
					maps.Copy(now, w)
				case 1:
					if len(olds) == 5 {
						olds[0].sn.Close()
						olds = olds[1:]
					}
					olds = append(olds, old{s.Snapshot(), maps.Clone(now)})
				default:
					no := rnd.Uint64N(400)
					sameProfile(t, &s.Reader, no, now[no])
					for _, o := range olds {
						sameProfile(t, &o.sn.Reader, no, o.was[no])
					}
				}
			}
			if held := s.Shelved(); limit > 3000 && held == 0 || limit < 1<<20 && held > 300 {
				t.Errorf("%d profiles in memory", held)
			}
		})
	}
}

// TestShelvesBeside: beside a writer, a reader sees what was written before it
// began, and a snapshot both profiles of a batch or neither.
func TestShelvesBeside(t *testing.T) {
	s, err := store.Open("store", &store.Options{FS: store.NewMemFS(), Profiles: 1 << 20, NoSync: true})
	must(t, err)
	defer s.Close()
	const pairs = 50 // of numbers no and no + 1000
	var written [pairs]atomic.Int64
	value := func(r *store.Reader, no uint64) int64 {
		text, err := r.Profile(no)
		if err == store.ErrNotFound {
			return 0
		}
		if err != nil {
			t.Error(err)
		}
		v, _ := strconv.ParseInt(text, 10, 64)
		return v
	}
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for seed := range uint64(3) {
		readers.Go(func() {
			rnd := rand.New(rand.NewPCG(2, seed))
			for {
				select {
				case <-stop:
					return
				default:
				}
				no := rnd.Uint64N(pairs)
				least := written[no].Load()
				if v := value(&s.Reader, no); v < least {
					t.Errorf("profile %d reads %d after %d was written", no, v, least)
				}
				sn := s.Snapshot()
				a := value(&sn.Reader, no)
				if b := value(&sn.Reader, no+1000); a != b || a < least {
					t.Errorf("a snapshot after %d reads %d and %d", least, a, b)
				}
				sn.Close()
			}
		})
	}
	rnd := rand.New(rand.NewPCG(3, 3))
	for i := range int64(3000) {
		no := rnd.Uint64N(pairs)
		putProfiles(t, s, map[uint64]string{no: fmt.Sprint(i + 1), no + 1000: fmt.Sprint(i + 1)})
		written[no].Store(i + 1)
	}
	close(stop)
	readers.Wait()
}
