package store

import (
	"encoding/binary"
	"time"

	"github.com/tekil-id/tekil/record"
)

// space is the first byte of every key: the keyspace that it belongs to. The
// layout is drawn in docs/storage-format.md; a change to it is a new [Format].
type space byte

const (
	spaceAlias    space = 'a' // a <entity> -> record numbers that a lost entity last held
	spaceChange   space = 'c' // c <change> -> event
	spaceEdge     space = 'e' // e <record> <record> -> edge, once from either end
	spaceEntity   space = 'g' // g <entity> -> entity with its golden record
	spaceEntityV  space = 'h' // h <entity> <change> -> former state of an entity
	spaceKey      space = 'k' // k <source, id> -> record number
	spaceLink     space = 'l' // l <entity> <entity> <kind> -> link, once from either end
	spaceMeta     space = 'm' // m <what> ... -> format, counters, models, runs, named values
	spaceOwner    space = 'o' // o <record> -> entity
	spacePosting  space = 'p' // p <class> <hash> -> postings
	spaceQueue    space = 'q' // q <value, falling> <since> <a> <b> -> review entry
	spaceQueueOf  space = 'Q' // Q <a> <b> -> value and since of the pair's review entry
	spaceRecord   space = 'r' // r <record> -> record
	spaceTime     space = 't' // t <time> -> last change number of that time
	spaceRuling   space = 'u' // u <source, id> <source, id> <number> -> ruling, smaller key first
	spaceRulingOf space = 'U' // U <source, id> <source, id> <number> -> the same, larger key first
	spaceVersion  space = 'v' // v <record> <change> -> former state of a record
	spaceOwnerV   space = 'w' // w <record> <change> -> former entity of a record
	spaceProfile  space = 'x' // x <record> -> what the matcher sees of the record
)

// spaces lists the keyspaces in key order, with the names used in metrics,
// errors and dumps.
var spaces = []struct {
	space space
	name  string
}{
	{spaceQueueOf, "review index"},
	{spaceRulingOf, "ruling index"},
	{spaceAlias, "alias"},
	{spaceChange, "change"},
	{spaceEdge, "edge"},
	{spaceEntity, "entity"},
	{spaceEntityV, "entity version"},
	{spaceKey, "key index"},
	{spaceLink, "link"},
	{spaceMeta, "meta"},
	{spaceOwner, "owner"},
	{spacePosting, "posting"},
	{spaceQueue, "review"},
	{spaceRecord, "record"},
	{spaceTime, "time"},
	{spaceRuling, "ruling"},
	{spaceVersion, "record version"},
	{spaceOwnerV, "owner version"},
	{spaceProfile, "profile"},
}

// String returns the name of the keyspace.
func (s space) String() string {
	for _, n := range spaces {
		if n.space == s {
			return n.name
		}
	}
	return "unknown"
}

// Second bytes in the meta keyspace.
const (
	metaFormat   byte = 'f' // the format record
	metaCounters byte = 'c' // the counters
	metaModel    byte = 'm' // m <hash> -> a model
	metaPinned   byte = 'p' // hash of the model in use
	metaNamed    byte = 'n' // n <name> -> a free value
	metaRun      byte = 'r' // r <number> -> a run
	metaTrimmed  byte = 't' // last change that history was dropped up to
)

func key0(s space) []byte { return []byte{byte(s)} }

func key1(s space, a uint64) []byte {
	return appendKey1(make([]byte, 0, 9), s, a)
}

func appendKey1(dst []byte, s space, a uint64) []byte {
	return binary.BigEndian.AppendUint64(append(dst, byte(s)), a)
}

func key2(s space, a, b uint64) []byte {
	return appendKey2(make([]byte, 0, 17), s, a, b)
}

func appendKey2(dst []byte, s space, a, b uint64) []byte {
	dst = append(dst, byte(s))
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(dst, a), b)
}

func metaKey(what byte, rest ...byte) []byte {
	return append([]byte{byte(spaceMeta), what}, rest...)
}

func runKey(no uint64) []byte {
	return binary.BigEndian.AppendUint64(metaKey(metaRun), no)
}

func postingKey(class byte, hash uint64) []byte {
	return appendPostingKey(make([]byte, 0, 10), class, hash)
}

func appendPostingKey(dst []byte, class byte, hash uint64) []byte {
	return binary.BigEndian.AppendUint64(append(dst, byte(spacePosting), class), hash)
}

// Names of variable length are escaped, so that they order as they do in memory
// and none is the prefix of another: 00 becomes 00 FF, and 00 01 ends a name.
const (
	nameEscape  = 0x00
	nameZero    = 0xFF
	nameEnd     = 0x01
	nameMinimum = 4 // two empty names
)

func appendName(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		dst = append(dst, s[i])
		if s[i] == nameEscape {
			dst = append(dst, nameZero)
		}
	}
	return append(dst, nameEscape, nameEnd)
}

func appendRecordKey(dst []byte, k record.Key) []byte {
	return appendName(appendName(dst, string(k.Source)), string(k.ID))
}

// flip makes larger numbers sort first.
func flip(v int64) uint64 { return ^(uint64(v) ^ 1<<63) }

func unflip(v uint64) int64 { return int64(^v ^ 1<<63) }

// timeKey is t <seconds> <nanoseconds>: an order of its own, whatever zone or
// precision the caller's text has.
func timeKey(s string) ([]byte, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return nil, ErrBadTime
	}
	k := binary.BigEndian.AppendUint64(key0(spaceTime), uint64(t.Unix())^1<<63)
	return binary.BigEndian.AppendUint32(k, uint32(t.Nanosecond())), nil
}

// after is the end of the range of keys that start with prefix.
func after(prefix []byte) []byte {
	end := append([]byte(nil), prefix...)
	for i := len(end) - 1; i >= 0; i-- {
		end[i]++
		if end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

// numbers reads the big-endian numbers behind the first byte of a key, which
// must have exactly that many.
func numbers(k []byte, into ...*uint64) bool {
	if len(k) != 1+8*len(into) {
		return false
	}
	for i, p := range into {
		*p = binary.BigEndian.Uint64(k[1+8*i:])
	}
	return true
}
