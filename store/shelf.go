package store

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

// shelves keep profiles in memory, those of neighbouring numbers together. A
// look-up in the engine costs some microseconds even where the block is cached,
// and whoever resolves a record looks at ten others; one miss brings a whole shelf,
// so that the shelves fill while they are used. The texts stand in one piece of
// memory outside the heap: there the garbage collector would let as much again
// lie idle. The oldest shelf goes first.
//
// Every batch that writes profiles has two marks in the life of the store: an odd
// one when it enters the engine and the following even one when it has. A shelf
// is good for a reader whose view began at a mark if no batch has touched it since.
type shelves struct {
	limit int
	mark  atomic.Uint64

	mu      sync.Mutex
	arena   []byte            // nil until the first shelf comes
	head    int               // where the next text goes
	known   map[uint64]*shelf // by number of the shelf
	queue   []*shelf          // in the order of their texts, from head on around; batches may have touched some
	used    int               // bytes of the arena before head or in the queue
	touched map[uint64]uint64 // by shelf: the even mark of the batch that touched it last
	floor   uint64            // the mark of whatever touched has forgotten
	misses  int               // since the last one that was let in where there is no room
}

const (
	noView    = 0 // of readers that see what no shelf has
	liveView  = 1 // of readers that see the newest state
	firstMark = 2

	shelfSize = 32 // profiles
	// maxForgotten bounds the memory of touched.
	maxForgotten = 1 << 16
	// fullAdmits is one in how many misses is let in where there is no room: a
	// store of which little fits gains nothing from reading whole shelves.
	fullAdmits = 16
)

// shelf holds the profiles of shelfSize numbers.
type shelf struct {
	no    uint64
	there uint64 // bits: which numbers have a profile
	ends  [shelfSize]uint32
	at    int // of the text in the arena
}

// get returns a copy of a profile, from the text of the shelf.
func (s *shelf) get(no uint64, text []byte) (string, error) {
	i := no % shelfSize
	if s.there>>i&1 == 0 {
		return "", ErrNotFound
	}
	start := uint32(0)
	if i > 0 {
		start = s.ends[i-1]
	}
	return string(text[start:s.ends[i]]), nil
}

func (s *shelves) init(limit int64) {
	s.limit = int(max(limit, 0))
	s.mark.Store(firstMark)
	s.known, s.touched = map[uint64]*shelf{}, map[uint64]uint64{}
}

// look returns a profile as a view has it; ok is false where no shelf is good for
// it, and wanted says whether it should be read.
func (s *shelves) look(no, view uint64) (text string, ok, wanted bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sh := s.known[no/shelfSize]
	if sh == nil || s.touchedAt(sh.no) > view {
		return "", false, sh == nil && s.admits(), nil
	}
	text, err = sh.get(no, s.arena[sh.at:])
	return text, true, false, err
}

func (s *shelves) touchedAt(shelf uint64) uint64 {
	if m, ok := s.touched[shelf]; ok {
		return m
	}
	return s.floor
}

func (s *shelves) admits() bool {
	if s.used < s.limit {
		return true
	}
	s.misses = (s.misses + 1) % fullAdmits
	return s.misses == 0
}

// put takes a shelf in that was read by a reader with the given view, unless a
// batch has touched it meanwhile.
func (s *shelves) put(sh *shelf, text []byte, view uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.touchedAt(sh.no) > view || s.known[sh.no] != nil || len(text) > s.limit {
		return
	}
	if s.arena == nil {
		s.arena = offHeap(s.limit)
	}
	if s.head+len(text) > len(s.arena) { // go around
		s.clear(len(s.arena))
		s.head = 0
	}
	s.clear(s.head + len(text))
	sh.at = s.head
	copy(s.arena[sh.at:], text)
	s.head += len(text)
	s.used = max(s.used, s.head)
	s.known[sh.no] = sh
	s.queue = append(s.queue, sh)
}

// clear drops the shelves whose texts stand between the head and end: they are the
// first of the queue.
func (s *shelves) clear(end int) {
	for len(s.queue) > 0 {
		sh := s.queue[0]
		if sh.at < s.head || sh.at >= end {
			return
		}
		s.queue[0] = nil
		s.queue = s.queue[1:]
		if s.known[sh.no] == sh {
			delete(s.known, sh.no)
		}
	}
}

// enter is called when a batch that writes the given profiles enters the engine,
// and leave when it has. One batch enters at a time.
func (s *shelves) enter(nos []uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	mark := s.mark.Add(1) + 1
	if len(s.touched) > maxForgotten {
		clear(s.touched)
		s.floor = mark
	}
	for _, no := range nos {
		s.touched[no/shelfSize] = mark
		delete(s.known, no/shelfSize)
	}
}

func (s *shelves) leave() { s.mark.Add(1) }

// close gives the memory back. Nobody may look any more.
func (s *shelves) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.arena != nil {
		freeOffHeap(s.arena)
	}
	s.limit, s.arena, s.known, s.queue = 0, nil, nil, nil
}

// viewOf returns the mark at which a reader's view begins.
func (r *Reader) viewOf() uint64 {
	if r.view == liveView {
		return r.s.shelves.mark.Load()
	}
	return r.view
}

// shelved returns a profile from its shelf, which it may read; done is false where
// there is no shelf for this reader.
func (r *Reader) shelved(no uint64) (text string, done bool, err error) {
	s := &r.s.shelves
	if s.limit == 0 || r.view == noView {
		return "", false, nil
	}
	view := r.viewOf()
	text, done, wanted, err := s.look(no, view)
	if done || !wanted {
		return text, done, err
	}
	sh, all, err := r.readShelf(no / shelfSize)
	if err != nil {
		return "", true, err
	}
	s.put(sh, all, view)
	text, err = sh.get(no, all)
	return text, true, err
}

// readShelf reads the profiles of a shelf with their text.
func (r *Reader) readShelf(n uint64) (sh *shelf, text []byte, err error) {
	sh, text = &shelf{no: n}, make([]byte, 0, shelfSize*160)
	at := 0
	fill := func(to int) {
		for ; at < to; at++ {
			sh.ends[at] = uint32(len(text))
		}
	}
	for _, err := range scan(r, key1(spaceProfile, n*shelfSize), key1(spaceProfile, (n+1)*shelfSize), func(k, v []byte) (struct{}, error) {
		var no uint64
		if !numbers(k, &no) {
			return struct{}{}, corrupt(k, "bad key", nil)
		}
		fill(int(no % shelfSize))
		text = append(text, v...)
		sh.there |= 1 << at
		return struct{}{}, nil
	}) {
		if err != nil {
			return nil, nil, err
		}
	}
	fill(shelfSize)
	return sh, text, nil
}

// held returns how many profiles are kept, for tests.
func (s *shelves) held() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sh := range s.known {
		n += bits.OnesCount64(sh.there)
	}
	return n
}
