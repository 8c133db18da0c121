package resolve

import (
	"slices"

	"github.com/tekil-id/tekil/record"
)

// Pair names two records, A < B.
type Pair struct{ A, B uint32 }

// MakePair returns the pair of two different records in either order.
func MakePair(a, b uint32) Pair { return Pair{min(a, b), max(a, b)} }

// Rulings are the stewards' rulings in force, by pair: true for "same".
type Rulings map[Pair]bool

// InForce returns the rulings in force about records, by their numbers. Of
// several rulings about a pair, a "different" holds.
func InForce(sorted []record.Record, rulings []record.Ruling) Rulings {
	return InForceAt(func(k record.Key) (uint32, bool) {
		i, ok := slices.BinarySearchFunc(sorted, k, func(r record.Record, k record.Key) int { return r.Compare(k) })
		return uint32(i), ok
	}, rulings)
}

// InForceAt is [InForce] for whoever knows the place of each record, or that it is
// not there.
func InForceAt(at func(record.Key) (uint32, bool), rulings []record.Ruling) Rulings {
	out := Rulings{}
	for _, r := range rulings {
		a, okA := at(r.A)
		b, okB := at(r.B)
		if !r.InForce() || !okA || !okB || a == b {
			continue
		}
		p := MakePair(a, b)
		if same, ruled := out[p]; !ruled || same {
			out[p] = r.Same
		}
	}
	return out
}
