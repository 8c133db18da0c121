package store

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/maphash"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// balance finds out whether a store is sound without looking anything up: all
// processors read it in order, and of two keyspaces that must agree each adds up
// what it says of the other. Where the sums are equal, so are the keyspaces, but for
// one chance in 2^64. Where they are not, [Reader.Check] goes on to find out why.
type balance struct {
	r    *Reader
	seed maphash.Seed

	mu   sync.Mutex
	sums sums
}

// sums are those of what must agree: what stands on one side is added, what stands on
// the other taken away.
type sums [relations]uint64

// The relations between keyspaces.
const (
	recordKeys = iota // a record, and the entry of its key
	edgeEnds
	linkEnds
	rulingEnds
	members    // an owner, and its entity's member
	reviewPair // an entry of the queue, and the place of its pair
	relations
)

// errUnbalanced says that something is wrong, and nothing of what it is.
var errUnbalanced = errors.New("store: unbalanced")

// sound reports whether the whole store can be read and its keyspaces agree.
func (r *Reader) sound(ctx context.Context) (bool, error) {
	b := &balance{r: r, seed: maphash.MakeSeed()}
	counters, err := r.Counters()
	if err != nil {
		return false, nil
	}
	last, err := r.lastRecord()
	if err != nil {
		return false, nil
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, part := range partition(min(last, counters.Record)) {
		g.Go(func() error { return b.weigh(ctx, part) })
	}
	switch err := g.Wait(); {
	case err == nil:
		return b.sums == sums{}, nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, ErrClosed):
		return false, err
	}
	return false, nil
}

// keyRange is the keys from lower to before upper; nil is without end.
type keyRange struct{ lower, upper []byte }

// partStep is how many records one part of a store holds.
const partStep = 1 << 15

// partition cuts a store whose records are numbered up to last into parts for workers. What stands under the numbers of
// records stands together: a profile is compared with its record.
func partition(last uint64) (parts [][]keyRange) {
	for b := range 256 {
		switch sp := space(b); {
		case sp == spacePosting:
			for class := range 256 {
				prefix := []byte{byte(sp), byte(class)}
				parts = append(parts, []keyRange{{prefix, after(prefix)}})
			}
		case !slices.Contains(byNumber, sp):
			parts = append(parts, []keyRange{{[]byte{byte(b)}, after([]byte{byte(b)})}})
		}
	}
	for from := uint64(0); from <= last; from += partStep {
		var part []keyRange
		for _, sp := range byNumber {
			k := keyRange{key1(sp, from), key1(sp, from+partStep)}
			if from == 0 {
				k.lower = key0(sp)
			}
			if from+partStep > last {
				k.upper = after(key0(sp))
			}
			part = append(part, k)
		}
		parts = append(parts, part)
	}
	return parts
}

// byNumber are keyspaces by the number of a record, records before profiles.
var byNumber = []space{spaceRecord, spaceProfile, spaceEdge, spaceOwner}

// lastRecord returns the largest number of a record, 0 where there is none.
func (r *Reader) lastRecord() (uint64, error) {
	no, err := lastBefore(r, key0(spaceRecord), after(key0(spaceRecord)), func(k, _ []byte) (no uint64, err error) {
		if !numbers(k, &no) {
			return 0, corrupt(k, "bad key", nil)
		}
		return no, nil
	})
	if err == ErrNotFound {
		err = nil
	}
	return no, err
}

// weigh adds up a part.
func (b *balance) weigh(ctx context.Context, part []keyRange) error {
	w := weigher{balance: b}
	for _, k := range part {
		for _, err := range scan(b.r, k.lower, k.upper, w.pair) {
			if err == nil && w.n&1023 == 0 {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range w.sums {
		b.sums[i] += w.sums[i]
	}
	return nil
}

// weigher is one worker of a balance.
type weigher struct {
	*balance
	sums sums
	n    int
	nos  []uint64 // records that were met and whose profile may come
	buf  []byte
}

// pair decodes a key and value and puts them on the scales.
func (w *weigher) pair(k, v []byte) (struct{}, error) {
	w.n++
	what, err := w.r.decodeAny(k, v)
	if err != nil {
		return struct{}{}, err
	}
	switch x := what.(type) {
	case *Record:
		w.nos = append(w.nos, x.No)
		w.add(recordKeys, true, w.r.s.nameKey(spaceKey, x.Key), x.No)
	case keyEntry:
		if !x.deleted {
			w.add(recordKeys, false, k, x.no)
		}
	case *Edge:
		w.mirrored(edgeEnds, k, v)
	case *Link:
		w.mirrored(linkEnds, k, v)
	case *Ruling:
		if space(k[0]) == spaceRuling {
			k = w.r.rulingMirror(k, x)
			w.add(rulingEnds, true, append(k, v...))
		} else {
			w.add(rulingEnds, false, w.with(k, v))
		}
	case owner:
		if space(k[0]) == spaceOwner {
			w.add(members, true, k[1:], uint64(x.id))
		}
	case *Entity:
		for _, no := range x.Members {
			w.add(members, false, key1(0, no)[1:], uint64(x.ID))
		}
	case *Review:
		w.add(reviewPair, space(k[0]) == spaceQueue, nil, x.A, x.B, uint64(x.Value), x.Since)
	case profile:
		return struct{}{}, w.expect(binary.BigEndian.Uint64(k[1:]))
	}
	return struct{}{}, nil
}

// mirrored weighs what stands once from either end, with the same value.
func (w *weigher) mirrored(relation int, k, v []byte) {
	other := mirror(k)
	if string(k) < string(other) {
		w.add(relation, true, w.with(k, v))
	} else {
		w.add(relation, false, w.with(other, v))
	}
}

// with puts a key and its value together.
func (w *weigher) with(k, v []byte) []byte {
	w.buf = append(append(w.buf[:0], k...), v...)
	return w.buf
}

// add weighs some bytes and numbers, on one side of a relation or the other.
func (w *weigher) add(relation int, side bool, b []byte, numbers ...uint64) {
	var h maphash.Hash
	h.SetSeed(w.seed)
	h.Write(b)
	var x [8]byte
	for _, n := range numbers {
		binary.LittleEndian.PutUint64(x[:], n)
		h.Write(x[:])
	}
	if side {
		w.sums[relation] += h.Sum64()
	} else {
		w.sums[relation] -= h.Sum64()
	}
}

// expect passes over the records before no, which must be one itself.
func (w *weigher) expect(no uint64) error {
	for len(w.nos) > 0 && w.nos[0] < no {
		w.nos = w.nos[1:]
	}
	if len(w.nos) == 0 || w.nos[0] != no {
		return errUnbalanced
	}
	return nil
}
