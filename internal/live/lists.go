package live

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/store"
)

// allLists is what a verifier needs to know of all posting lists, read once, in order
// and by all processors: looked up for each record, they would be most of its work.
// What grows with the store is a few bytes for each record; the pairs are those of a
// window of records at a time.
type allLists struct {
	r      *store.Reader
	model  *match.Model
	window window
	of     [maxClasses]listed
	pairs  [][]bucket // by worker, then step of the window
	sums   []uint64   // of the postings, by step of all records
}

// maxClasses is how many classes of posting lists there can be.
const maxClasses = 32

// listed is what is known of the lists of one class. Keys are as the store has them,
// and rise.
type listed struct {
	postings int
	capped   []uint64       // keys of lists longer than the cap
	counted  []uint64       // keys with several names; of class Copy, all keys
	degrees  []match.Degree // of the counted
}

// window is a range of records, in steps.
type window struct{ from, to uint64 }

// windowSteps is how many steps of records a window has: a million records.
const windowSteps = 1 << 20 / walkStep

// bucket holds the pairs of which the first record is in one step: its place in the
// step, the number of the other and the class of the key that they share.
type bucket []uint64

const (
	pairClassBits = 5
	pairPlaceBits = 9
	pairPlace     = 64 - pairPlaceBits
	pairOther     = 1<<(pairPlace-pairClassBits) - 1
)

// readLists reads the lists for the given window. Numbers of records go up to last.
func readLists(ctx context.Context, r *store.Reader, m *match.Model, w window, last uint64) (*allLists, error) {
	l := &allLists{r: r, model: m, window: w, sums: make([]uint64, last/walkStep+1)}
	classes := make(chan byte, maxClasses)
	for c := range byte(maxClasses) {
		classes <- c
	}
	close(classes)
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			lr := &listReader{allLists: l, sums: make([]uint64, len(l.sums)), pairs: make([]bucket, w.to-w.from)}
			for c := range classes {
				if err := lr.read(ctx, blocking.Class(c)); err != nil {
					return err
				}
			}
			mu.Lock()
			defer mu.Unlock()
			for i, s := range lr.sums {
				l.sums[i] += s
			}
			l.pairs = append(l.pairs, lr.pairs)
			return nil
		})
	}
	return l, g.Wait()
}

// listReader is one worker of readLists.
type listReader struct {
	*allLists
	sums  []uint64
	pairs []bucket
}

// read reads the lists of one class.
func (l *listReader) read(ctx context.Context, c blocking.Class) error {
	out, limit, n := &l.of[c], blocking.Cap(c, l.model), 0
	for p, err := range l.r.PostingLists(byte(c)) {
		if n++; err == nil && n&1023 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if c == blocking.Spelling || len(p.List) == 0 {
			continue
		}
		out.postings += len(p.List)
		for _, x := range p.List {
			l.sums[l.bucketOf(x.No)] += weigh(c, p.Hash, x)
		}
		l.count(out, c, &p)
		switch {
		case c == blocking.Doors || c == blocking.Copy:
		case len(p.List) > limit:
			out.capped = append(out.capped, p.Hash)
		default:
			l.pair(c, p.List)
		}
	}
	return nil
}

func (l *allLists) bucketOf(no uint64) int { return int(min(no/walkStep, uint64(len(l.sums)-1))) }

// weigh makes a number of a posting. The sum of those of several is as good as a list
// of them to tell whether they are the same as others.
func weigh(c blocking.Class, hash uint64, p store.Posting) uint64 {
	return match.Mix(match.Mix(match.Mix(uint64(c), hash), p.No), uint64(p.Tag))
}

// count notes how many names stand under a key, and which prints there are.
func (l *listReader) count(out *listed, c blocking.Class, p *store.PostingList) {
	if c == blocking.Copy {
		out.counted = append(out.counted, p.Hash)
		return
	}
	if !tagged(c) {
		return
	}
	hub := hubOf(c, l.model)
	if d := match.DegreeStep(countNames(p.List, hub), hub); d != 0 {
		out.counted, out.degrees = append(out.counted, p.Hash), append(out.degrees, d)
	}
}

// pair notes the pairs of a list that begin in the window.
func (l *listReader) pair(c blocking.Class, list []store.Posting) {
	for i, a := range list {
		step := a.No/walkStep - l.window.from
		if step >= l.window.to-l.window.from { // also of those before it
			continue
		}
		for _, b := range list[i+1:] {
			if b.No != a.No && b.No <= pairOther {
				l.pairs[step] = append(l.pairs[step], a.No%walkStep<<pairPlace|b.No<<pairClassBits|uint64(c))
			}
		}
	}
}

// take returns the pairs of a step, in order of both records, and forgets them.
func (l *allLists) take(step uint64) (out bucket) {
	at := step - l.window.from
	for _, pairs := range l.pairs {
		out = append(out, pairs[at]...)
		pairs[at] = nil
	}
	slices.Sort(out)
	return out
}

// next takes the pairs of the record at a place of the step off a bucket. Records that
// are not there any more are passed over.
func (b *bucket) next(place uint64) map[uint64]blocking.Classes {
	var out map[uint64]blocking.Classes
	for len(*b) > 0 && (*b)[0]>>pairPlace <= place {
		x := (*b)[0]
		*b = (*b)[1:]
		if x>>pairPlace < place {
			continue
		}
		if out == nil {
			out = map[uint64]blocking.Classes{}
		}
		out[x>>pairClassBits&pairOther] |= 1 << (x & (1<<pairClassBits - 1))
	}
	return out
}

// stored returns the key of a list as the store has it.
func (l *allLists) stored(k blocking.Key) uint64 {
	hash, _ := l.r.StoredPosting(byte(k.Class()), uint64(k), 0)
	return hash
}

// capped reports whether the list under a key is longer than the cap.
func (l *allLists) capped(k blocking.Key) bool {
	_, ok := slices.BinarySearch(l.of[k.Class()].capped, l.stored(k))
	return ok
}

// copied reports whether records of a print stand for others.
func (l *allLists) copied(print uint64) bool {
	if print == 0 {
		return false
	}
	_, ok := slices.BinarySearch(l.of[blocking.Copy].counted, l.stored(blocking.CopiesKey(print)))
	return ok
}

// degree returns the step of how many names stand under a key.
func (l *allLists) degree(k blocking.Key) match.Degree {
	of := &l.of[k.Class()]
	if i, ok := slices.BinarySearch(of.counted, l.stored(k)); ok {
		return of.degrees[i]
	}
	return 0
}
