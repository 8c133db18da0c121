package match

import (
	"math/bits"
	"sync/atomic"
)

// levelCache is a direct-mapped cache of the levels of pairs of interned names.
// A lost entry costs time and changes nothing. The zero levelCache is small and
// for one goroutine; judges of one file share one of [newLevelCache].
//
// A slot holds the numbers of both names and the level in one word, so that it is
// read and written at once. Names whose numbers are too large are not kept.
type levelCache struct {
	slots []atomic.Uint64
	shift uint8 // of a hash, to get a slot
}

const (
	levelBits  = 8
	nameIDBits = 28
	// How many slots a cache of one judge has, and a shared one at most: the more,
	// the longer it takes to fetch one, and most pairs of names never come again.
	ownCacheBits, sharedCacheBits = 16, 20
)

// newLevelCache returns an empty cache for judging so many records, which several
// goroutines may use at once.
func newLevelCache(records int) *levelCache {
	c := new(levelCache)
	c.reserve(uint8(min(bits.Len(uint(4*records)), sharedCacheBits)))
	return c
}

func (c *levelCache) reserve(n uint8) {
	c.slots, c.shift = make([]atomic.Uint64, 1<<n), 64-n
}

// level returns the cached level of a and b, or asks compare.
func (c *levelCache) level(a, b *Name, compare func() Level) Level {
	low, high := min(a.ID, b.ID), max(a.ID, b.ID)
	if low == 0 || high >= 1<<nameIDBits {
		return compare()
	}
	if c.slots == nil {
		c.reserve(ownCacheBits)
	}
	pair := (uint64(low)<<nameIDBits | uint64(high)) << levelBits
	s := &c.slots[Mix(pair, 0)>>c.shift]
	if known := s.Load(); known&^(1<<levelBits-1) == pair {
		return Level(known)
	}
	l := compare()
	s.Store(pair | uint64(l))
	return l
}
