package blocking

import (
	"cmp"
	"context"
	"slices"

	"github.com/tekil-id/tekil/match"
	"golang.org/x/sync/errgroup"
)

// Index holds the postings of a batch: which records share which active key.
// It is immutable and safe for concurrent use.
type Index struct {
	groups  []group
	records []uint32 // of all groups, ascending within each
	// first and member list the groups of each record: record r is in the groups
	// member[first[r]:first[r+1]].
	first  []uint32
	member []uint32
	report Report
}

type group struct {
	key        Key
	start, end uint32
}

// Report says what the cap did.
type Report struct {
	Keys   int // distinct keys, subkeys of capped ones included
	Pairs  int // pairs that active keys make, with repetition
	Capped []CappedKey
	// Dropped counts postings that no subkey could tell apart and that make no
	// pairs; Lost the pairs that they would have made.
	Dropped int
	Lost    int
}

// CappedKey is a key whose posting list passed the cap.
type CappedKey struct {
	Class   Class
	Records int
	// Sample is a record of the list, so that a person can see what the key is.
	Sample uint32
}

// entry is one key of one record.
type entry struct {
	key    Key
	record uint32
}

func compareEntries(a, b entry) int {
	switch {
	case a.key < b.key:
		return -1
	case a.key > b.key:
		return 1
	}
	return cmp.Compare(a.record, b.record)
}

// partitionBits cuts the key space in order-preserving partitions, so that they
// can be sorted side by side.
const partitionBits = 9

// Postings are sorted runs of (key, record) entries, one for each partition of
// the key space, in key order.
type postings [1 << partitionBits][]entry

// All calls yield for each key with its records, in key order.
func (p *postings) all(yield func(key Key, list []entry)) {
	for _, run := range p {
		for i := 0; i < len(run); {
			j := i + 1
			for j < len(run) && run[j].key == run[i].key {
				j++
			}
			yield(run[i].key, run[i:j])
			i = j
		}
	}
}

// chunkLen is how many entries a chunk of a [heap] holds.
const chunkLen = 256

// heap holds the unsorted entries of a partition in chunks of one size: lists
// that grow by doubling would hold, and have copied, twice as much.
type heap struct {
	chunks []*[chunkLen]entry
	len    int
}

func (h *heap) add(e entry) {
	if h.len%chunkLen == 0 {
		h.chunks = append(h.chunks, new([chunkLen]entry))
	}
	h.chunks[h.len/chunkLen][h.len%chunkLen] = e
	h.len++
}

// all yields the entries in the order in which they came.
func (h *heap) all(yield func(entry)) {
	for i, c := range h.chunks {
		for _, e := range c[:min(chunkLen, h.len-i*chunkLen)] {
			yield(e)
		}
	}
}

// bucketBits are how many bits of a key, behind those of its partition, part the
// entries of a partition before they are sorted.
const bucketBits = 10

func bucket(k Key) int {
	return int(k >> (64 - partitionBits - bucketBits) & (1<<bucketBits - 1))
}

// sorted returns the entries of one partition in order and gives the heaps up. Keys
// are hashes: those that agree in the bits of a bucket are few.
func sorted(heaps []*heap) []entry {
	var ends [1 << bucketBits]int
	for _, h := range heaps {
		h.all(func(e entry) { ends[bucket(e.key)]++ })
	}
	n := 0
	for i, size := range ends {
		ends[i] = n
		n += size
	}
	out := make([]entry, n)
	for _, h := range heaps {
		h.all(func(e entry) {
			at := &ends[bucket(e.key)]
			out[*at] = e
			*at++
		})
		*h = heap{}
	}
	from := 0
	for _, end := range ends {
		slices.SortFunc(out[from:end], compareEntries)
		from = end
	}
	return out
}

// collect gathers and sorts the keys that keysOf gives n records.
func collect(ctx context.Context, n, workers int, keysOf func(dst []Key, record int) []Key) (*postings, error) {
	shares := make([][1 << partitionBits]heap, workers)
	g, ctx := errgroup.WithContext(ctx)
	for w := range workers {
		g.Go(func() error {
			var keys []Key
			for r := n * w / workers; r < n*(w+1)/workers; r++ {
				if r&0xfff == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				keys = keysOf(keys[:0], r)
				for _, k := range keys {
					shares[w][k>>(64-partitionBits)].add(entry{k, uint32(r)})
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out := new(postings)
	g, _ = errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for p := range out {
		g.Go(func() error {
			heaps := make([]*heap, workers)
			for w := range shares {
				heaps[w] = &shares[w][p]
			}
			out[p] = sorted(heaps)
			return nil
		})
	}
	return out, g.Wait()
}

// Build indexes the keys of all profiles but those of copies under the model's
// cap. Numbers of records are their places in profiles. yield, where not nil, is
// given every key with its records in key order, those of copies and subkeys of
// capped keys among them, for the store.
func Build(ctx context.Context, profiles []match.Profile, copies *Copies, m *match.Model, workers int, yield func(Key, []uint32) error) (*Index, error) {
	base, err := collect(ctx, len(profiles), workers, func(dst []Key, r int) []Key {
		if copies.Has(uint32(r)) {
			return dst
		}
		return Keys(dst, &profiles[r], m)
	})
	if err != nil {
		return nil, err
	}
	if err := copies.yield(yield); err != nil {
		return nil, err
	}
	ix := &Index{}
	capped := ix.addBase(base, m)
	// Subkeys come into the key order after the classes before sub, which can go.
	const split = int(sub) << (partitionBits - classBits)
	if err := yieldAll(base[:split], yield); err != nil {
		return nil, err
	}
	clear(base[:split])
	if yield == nil {
		base = nil
	}
	subs, err := ix.addSubkeys(ctx, profiles, capped, m, workers)
	if err != nil {
		return nil, err
	}
	for p := split; yield != nil && p < len(base); p++ { // a partition is of one class
		for _, runs := range [2]*postings{base, subs} {
			if err := yieldAll(runs[p:p+1], yield); err != nil {
				return nil, err
			}
		}
	}
	ix.link(len(profiles))
	return ix, nil
}

// yieldAll gives each key with its records to yield, unless that is nil.
func yieldAll(runs [][]entry, yield func(Key, []uint32) error) error {
	if yield == nil {
		return nil
	}
	var list []uint32
	for _, run := range runs {
		for i := 0; i < len(run); {
			list = list[:0]
			j := i
			for ; j < len(run) && run[j].key == run[i].key; j++ {
				list = append(list, run[j].record)
			}
			if err := yield(run[i].key, list); err != nil {
				return err
			}
			i = j
		}
	}
	return nil
}

// addBase keeps the keys within the cap and returns, for each record, the
// capped ones among its keys.
func (ix *Index) addBase(p *postings, m *match.Model) map[uint32][]Key {
	capped := map[uint32][]Key{}
	ix.reserve(p, m)
	p.all(func(k Key, run []entry) {
		ix.report.Keys++
		switch {
		case len(run) > Cap(k.Class(), m):
			ix.report.Capped = append(ix.report.Capped, CappedKey{k.Class(), len(run), run[0].record})
			for _, e := range run {
				capped[e.record] = append(capped[e.record], k)
			}
		case len(run) > 1:
			ix.add(k, run)
		}
	})
	return capped
}

// reserve makes room for the groups of p.
func (ix *Index) reserve(p *postings, m *match.Model) {
	groups, records := 0, 0
	p.all(func(k Key, run []entry) {
		if len(run) > 1 && len(run) <= Cap(k.Class(), m) {
			groups, records = groups+1, records+len(run)
		}
	})
	ix.groups, ix.records = slices.Grow(ix.groups, groups), slices.Grow(ix.records, records)
}

// addSubkeys tells the records of capped keys apart, and returns the postings of
// the subkeys.
func (ix *Index) addSubkeys(ctx context.Context, profiles []match.Profile, capped map[uint32][]Key, m *match.Model, workers int) (*postings, error) {
	if len(capped) == 0 {
		return new(postings), nil
	}
	subs, err := collect(ctx, len(profiles), workers, func(dst []Key, r int) []Key {
		for _, k := range capped[uint32(r)] {
			dst = Subkeys(dst, &profiles[r], k)
		}
		slices.Sort(dst)
		return slices.Compact(dst)
	})
	if err != nil {
		return nil, err
	}
	ix.reserve(subs, m)
	subs.all(func(k Key, run []entry) {
		switch {
		case len(run) > Cap(k.Class(), m):
			ix.report.Dropped++
			ix.report.Lost += len(run) * (len(run) - 1) / 2
		case len(run) > 1:
			ix.report.Keys++
			ix.add(k, run)
		}
	})
	return subs, nil
}

func (ix *Index) add(k Key, run []entry) {
	start := uint32(len(ix.records))
	for _, e := range run {
		ix.records = append(ix.records, e.record)
	}
	ix.groups = append(ix.groups, group{k, start, uint32(len(ix.records))})
	ix.report.Pairs += len(run) * (len(run) - 1) / 2
}

// link builds the lists of groups by record.
func (ix *Index) link(n int) {
	ix.first = make([]uint32, n+2)
	for _, r := range ix.records {
		ix.first[r+2]++
	}
	for i := 2; i < len(ix.first); i++ {
		ix.first[i] += ix.first[i-1]
	}
	ix.member = make([]uint32, len(ix.records))
	for g := range ix.groups {
		for _, r := range ix.records[ix.groups[g].start:ix.groups[g].end] {
			ix.member[ix.first[r+1]] = uint32(g)
			ix.first[r+1]++
		}
	}
	ix.first = ix.first[:n+1]
}

// Report says what the index holds and what the cap did.
func (ix *Index) Report() Report { return ix.report }

// Classes is a set of key classes: bit c stands for class c.
type Classes uint32

// Walker lists the candidates of records. It holds scratch memory, so each
// goroutine needs its own.
type Walker struct {
	ix   *Index
	seen []Classes // by record: classes shared with the current one
	list []uint32
}

// Walk returns a new walker over ix.
func (ix *Index) Walk() *Walker {
	return &Walker{ix: ix, seen: make([]Classes, len(ix.first)-1)}
}

// after returns what follows r in a sorted list that holds it. Most lists are short.
func after(list []uint32, r uint32) []uint32 {
	at := 0
	if len(list) > 16 {
		at, _ = slices.BinarySearch(list, r)
	}
	for list[at] != r {
		at++
	}
	return list[at+1:]
}

// Later calls yield for each record with a higher number that shares an active
// key with r, once each, with the classes of the keys that they share.
func (w *Walker) Later(r uint32, yield func(other uint32, shared Classes)) {
	ix := w.ix
	w.list = w.list[:0]
	for _, g := range ix.member[ix.first[r]:ix.first[r+1]] {
		gr := &ix.groups[g]
		list := ix.records[gr.start:gr.end]
		for _, o := range after(list, r) {
			if w.seen[o] == 0 {
				w.list = append(w.list, o)
			}
			w.seen[o] |= 1 << gr.key.Class()
		}
	}
	for _, o := range w.list {
		shared := w.seen[o]
		w.seen[o] = 0
		yield(o, shared)
	}
}
