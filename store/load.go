package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
	"golang.org/x/sync/errgroup"

	"github.com/tekil-id/tekil/record"
)

// Loader writes a whole new store from sorted streams. It builds the store's
// files directly, beside the directory, and puts them in place when they are
// complete: a reader sees the old store or the new one, never a part, and so
// does whoever opens it after a crash.
//
// [Loader.AddRecord], [Loader.AddProfile], [Loader.AddPostings], [Loader.AddEdge]
// with [Loader.EndEdges] and [Loader.AddEntity] may be called from a goroutine each at
// the same time; none of them is safe to call from two. Each takes its keys in strictly rising order
// and fails with [ErrOrder] otherwise. What is small, such as rulings, models,
// events, links, the review queue and aliases, goes through [Loader.Update].
//
// A Loader must end with Finish or Abort.
type Loader struct {
	s   *Store
	dir string // of the finished store
	opt sstable.WriterOptions

	records, names, postings, entities, profiles, edgeTable, ownerTable table

	edges  pile[loadEdge]
	values pile[byte] // of the edges, none broken between two chunks
	owners pile[loadOwner]
	buf    [4][]byte // scratch of each Add method
	key    []byte    // scratch of AddPostings
	built  bool
}

type loadEdge struct {
	a, b uint64
	off  uint64 // of its value in the pile of values
	size uint32
}

// pile is a list that grows without copying what it holds: at the size of a
// load, the copies of an ordinary slice are what memory is spent on.
type pile[T any] struct {
	chunks [][]T
	len    int // places, of which the last of a chunk may be unused
}

const chunkLen = 1 << 16

func (p *pile[T]) add(v T) { p.addAll([]T{v}) }

// addAll adds values side by side, at most a chunk of them, and returns the
// place of the first.
func (p *pile[T]) addAll(vs []T) int {
	if p.len%chunkLen+len(vs) > chunkLen {
		p.len += chunkLen - p.len%chunkLen
	}
	at := p.len
	if at/chunkLen == len(p.chunks) {
		p.chunks = append(p.chunks, make([]T, chunkLen))
	}
	copy(p.chunks[at/chunkLen][at%chunkLen:], vs)
	p.len += len(vs)
	return at
}

func (p *pile[T]) at(i int) *T { return &p.chunks[i/chunkLen][i%chunkLen] }

type loadOwner struct {
	no    uint64
	id    record.EntityID
	since uint64
}

// Create starts writing a new store that will stand in dir, in place of the
// store that may be there now. Remains of a Loader that was killed are removed;
// another one that is at work on dir is [ErrInUse].
func Create(dir string, opts *Options) (*Loader, error) {
	s := newStore(dir+buildingExt, opts)
	s.loading = true
	if s.opts.ReadOnly {
		return nil, ErrReadOnly
	}
	l := &Loader{s: s, dir: newStore(dir, opts).dir}
	s.dir = l.dir + buildingExt
	fs := s.opts.FS.vfs
	if err := finishSwap(fs, l.dir); err != nil {
		return nil, err
	}
	found, err := identify(fs, l.dir)
	if err != nil {
		return nil, err
	}
	if found && s.opts.ErrorIfExists {
		return nil, fmt.Errorf("%w: %s", ErrExists, l.dir)
	}
	if err := l.begin(fs); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Loader) begin(fs vfs.FS) error {
	if exists(fs, l.s.dir) {
		lock, err := lockDir(fs, l.s.dir)
		if err != nil {
			return err
		}
		if err := firstError(lock.Close(), fs.RemoveAll(l.s.dir)); err != nil {
			return fmt.Errorf("store: %w", err)
		}
	}
	if err := makeDir(fs, l.s.dir); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := writeFile(fs, l.s.dir, buildingName, ""); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := l.s.start(true); err != nil {
		return firstError(err, fs.RemoveAll(l.s.dir))
	}
	o := l.s.engineOptions(nil)
	o.EnsureDefaults()
	l.opt = o.MakeWriterOptions(len(o.Levels)-1, pebbleFormat.MaxTableFormat())
	for _, t := range l.tables() {
		t.l = l
	}
	l.records.name, l.names.name, l.postings.name, l.entities.name = "records", "names", "postings", "entities"
	l.profiles.name, l.edgeTable.name, l.ownerTable.name = "profiles", "edges", "owners"
	return nil
}

func (l *Loader) tables() []*table {
	return []*table{&l.records, &l.names, &l.postings, &l.entities, &l.profiles, &l.edgeTable, &l.ownerTable}
}

// AddRecord writes a record; numbers must rise. Where the record keys rise as
// well (numbers given in canonical key order), loading is fastest.
func (l *Loader) AddRecord(r *Record) error {
	buf := appendRecord(l.buf[0][:0], r, false)
	l.buf[0] = buf
	v, err := l.s.seal(spaceRecord, r.No, buf)
	if err != nil {
		return err
	}
	if err := l.records.setNumber(spaceRecord, r.No, v); err != nil {
		return err
	}
	return l.names.setAnywhere(l.s.nameKey(spaceKey, r.Key), appendKeyEntry(nil, keyEntry{no: r.No}))
}

// AddPostings writes all postings under one key; (class, hash) must rise. The
// list need not be sorted; it is not kept.
func (l *Loader) AddPostings(class byte, hash uint64, list []Posting) error {
	if len(list) == 0 {
		return nil
	}
	if h := l.s.opts.Hasher; h != nil {
		return l.addHashed(h, class, hash, list)
	}
	if !slices.IsSortedFunc(list, Posting.compare) {
		list = slices.SortedFunc(slices.Values(list), Posting.compare)
	}
	v, err := appendPostingList(l.buf[1][:0], list)
	l.buf[1] = v
	if err != nil {
		return err
	}
	l.key = appendPostingKey(l.key[:0], class, hash)
	return l.postings.set(l.key, v)
}

// addHashed writes postings whose stored keys come in no order.
func (l *Loader) addHashed(h Hasher, class byte, hash uint64, list []Posting) error {
	list = slices.Clone(list)
	for i := range list {
		list[i].Tag = l.s.postingTag(class, list[i].Tag)
	}
	slices.SortFunc(list, Posting.compare)
	v, err := appendPostingList(nil, list)
	if err != nil {
		return err
	}
	return l.postings.put(func(b *pebble.Batch) error {
		return b.Merge(postingKey(class, h.PostingKey(class, hash)), v, nil)
	})
}

// appendPostingList encodes a sorted list, leaving out what stands in it twice.
func appendPostingList(b []byte, list []Posting) ([]byte, error) {
	n := 1
	for i := 1; i < len(list); i++ {
		if list[i] != list[i-1] {
			n++
		}
	}
	if list[len(list)-1].No > maxPostingNo {
		return b, errNumber
	}
	b = appendHeader(b, n)
	last := uint64(0)
	for i, p := range list {
		if i == 0 || p != list[i-1] {
			b = appendPosting(b, postingOp{Posting: p}, &last)
		}
	}
	return b, nil
}

// AddEdge takes an edge; (A, B) must rise, with A the smaller. Edges are held in
// memory, about 50 bytes each, until [Loader.EndEdges] or Finish, which write them
// from both ends.
func (l *Loader) AddEdge(e *Edge) error {
	if e.A >= e.B {
		return fmt.Errorf("%w: an edge's A must be smaller than its B", ErrOrder)
	}
	if n := l.edges.len; n > 0 {
		if last := l.edges.at(n - 1); cmp.Or(cmp.Compare(last.a, e.A), cmp.Compare(last.b, e.B)) >= 0 {
			return fmt.Errorf("%w: edges", ErrOrder)
		}
	}
	buf := appendEdge(l.buf[2][:0], e)
	l.buf[2] = buf
	v, err := l.s.seal(spaceEdge, e.A, buf)
	if err != nil {
		return err
	}
	if len(v) > chunkLen {
		return fmt.Errorf("store: an edge of %d bytes is too large to load", len(v))
	}
	off := l.values.addAll(v)
	l.edges.add(loadEdge{e.A, e.B, uint64(off), uint32(len(v))})
	return nil
}

// AddEntity writes an entity; ids must rise. A record can be a member of one.
func (l *Loader) AddEntity(e *Entity) error {
	if e.ID == 0 {
		return errNumber
	}
	if !risingNumbers(e.Members) {
		return errMembers
	}
	for _, no := range e.Members {
		l.owners.add(loadOwner{no, e.ID, e.Since.Change})
	}
	buf := appendEntity(l.buf[3][:0], e, false)
	l.buf[3] = buf
	v, err := l.s.seal(spaceEntity, uint64(e.ID), buf)
	if err != nil {
		return err
	}
	return l.entities.setNumber(spaceEntity, uint64(e.ID), v)
}

// Update writes what is small: it runs f on a batch of the new store and commits
// it. The batch does not see what the Add methods wrote.
func (l *Loader) Update(f func(*Batch) error) error {
	b := l.s.NewBatch()
	defer b.Close()
	if err := f(b); err != nil {
		return err
	}
	return b.Commit(false)
}

// Finish completes the new store and puts it in place. The old store must not
// be open: [ErrInUse] leaves everything as it was, and Finish can be called
// again. After any other error only Abort makes sense.
func (l *Loader) Finish() error {
	fs := l.s.opts.FS.vfs
	if !l.built {
		if err := l.build(); err != nil {
			return err
		}
		if err := fs.Remove(fs.PathJoin(l.s.dir, buildingName)); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		if err := syncDir(fs, l.s.dir); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		l.built = true
	}
	return swap(fs, l.dir)
}

// build writes what is left, hands the files to the engine and closes it.
func (l *Loader) build() error {
	for _, t := range l.tables() {
		t.closeFile()
	}
	var g errgroup.Group
	g.Go(l.EndEdges)
	g.Go(l.writeOwners)
	err := g.Wait()
	var paths []string
	for _, t := range l.tables() {
		err = firstError(err, t.close())
		paths = append(paths, t.files...)
	}
	if err == nil && l.s.db != nil {
		err = l.s.takeIn(paths)
	}
	return firstError(err, l.s.Close())
}

// takeIn adds files to the store. What is in memory is sorted first: a file that
// overlaps it would wait for that inside the engine, for ever where the disk is full.
func (s *Store) takeIn(paths []string) error {
	if err := s.flush(); err != nil {
		return err
	}
	if len(paths) > 0 {
		err := wrap(nil, s.db.Ingest(context.Background(), paths))
		if err = firstError(s.written(nil), err); err != nil {
			return err
		}
	}
	return s.flush()
}

// Abort gives the new store up and removes what was written of it. After Finish
// it does nothing.
func (l *Loader) Abort() error {
	for _, t := range l.tables() {
		t.close()
	}
	l.s.Close()
	if err := l.s.opts.FS.vfs.RemoveAll(l.s.dir); err != nil && !errors.Is(err, errNotExist) {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// EndEdges writes the edges that were added, from both ends in key order, and lets
// go of them: none may follow. Those that lead from a record to a smaller one come
// first, and there is an order of the edges by B, then A, that gives them.
func (l *Loader) EndEdges() error {
	back := sortByKey(l.edges.len, func(i uint32) uint64 { return l.edges.at(int(i)).b })
	var key [17]byte
	for i, j := 0, 0; i < l.edges.len || j < len(back); {
		var e *loadEdge
		from, to := uint64(0), uint64(0)
		if j < len(back) && (i == l.edges.len || l.edges.at(int(back[j])).b <= l.edges.at(i).a) {
			e = l.edges.at(int(back[j]))
			from, to = e.b, e.a
			j++
		} else {
			e = l.edges.at(i)
			from, to = e.a, e.b
			i++
		}
		if err := l.edgeTable.set(appendKey2(key[:0], spaceEdge, from, to), l.edgeValue(e)); err != nil {
			return err
		}
	}
	l.edges, l.values = pile[loadEdge]{}, pile[byte]{}
	l.edgeTable.closeFile()
	return nil
}

func (l *Loader) edgeValue(e *loadEdge) []byte {
	if e.size == 0 {
		return nil
	}
	at := int(e.off % chunkLen)
	return l.values.chunks[e.off/chunkLen][at : at+int(e.size)]
}

// sortByKey returns the places 0 to n-1 in order of their keys: a radix sort,
// byte by byte, which keeps the order of equal keys.
func sortByKey(n int, key func(uint32) uint64) []uint32 {
	order, next := make([]uint32, n), make([]uint32, n)
	largest := uint64(0)
	for i := range order {
		order[i] = uint32(i)
		largest = max(largest, key(uint32(i)))
	}
	for shift := 0; shift < 64 && largest>>shift != 0; shift += 8 {
		var start [257]int
		for _, i := range order {
			start[int(byte(key(i)>>shift))+1]++
		}
		for b := range 256 {
			start[b+1] += start[b]
		}
		for _, i := range order {
			b := byte(key(i) >> shift)
			next[start[b]] = i
			start[b]++
		}
		order, next = next, order
	}
	return order
}

// writeOwners writes the way from each record to its entity.
func (l *Loader) writeOwners() error {
	var buf []byte
	for _, i := range sortByKey(l.owners.len, func(i uint32) uint64 { return l.owners.at(int(i)).no }) {
		o := l.owners.at(int(i))
		buf = appendOwner(buf[:0], owner{o.id, o.since})
		if err := l.ownerTable.setNumber(spaceOwner, o.no, buf); err != nil {
			return fmt.Errorf("record %d is a member of two entities: %w", o.no, err)
		}
	}
	return nil
}
