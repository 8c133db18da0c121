package match

import (
	"cmp"
	"math"
	"slices"
)

// Frequency is a table of term frequencies: how many of Total records of the
// file hold a term. Terms seen once are left out: a lone term says no more of
// its frequency than the prior does. The zero Frequency knows nothing.
type Frequency struct {
	Total int64           `json:"total"`
	Terms []TermFrequency `json:"terms,omitempty"` // sorted by Term
}

// TermFrequency is one line of a [Frequency].
type TermFrequency struct {
	Term  string `json:"t"`
	Count int64  `json:"n"`
}

// priorStrength is how many records a prior share counts for beside the file's
// own counts: a file of 300 rows knows that Mehmet is frequent, a file of a
// million goes by itself.
const priorStrength = 3000

// NewFrequency builds a table from counts over total records.
func NewFrequency(counts map[string]int64, total int64) Frequency {
	f := Frequency{Total: total}
	for t, n := range counts {
		if n > 1 {
			f.Terms = append(f.Terms, TermFrequency{t, n})
		}
	}
	slices.SortFunc(f.Terms, func(a, b TermFrequency) int { return cmp.Compare(a.Term, b.Term) })
	return f
}

// Count returns how many records hold term; 0 also for a term seen once.
func (f *Frequency) Count(term string) int64 {
	i, ok := slices.BinarySearchFunc(f.Terms, term, func(t TermFrequency, s string) int { return cmp.Compare(t.Term, s) })
	if !ok {
		return 0
	}
	return f.Terms[i].Count
}

// Share returns the share of people who hold term: the file's count, softened
// by the prior share.
func (f *Frequency) Share(term string, prior float64) float64 {
	return (float64(f.Count(term)) + priorStrength*prior) / (float64(f.Total) + priorStrength)
}

// shareMillibits is log2 of a share, kept above two in a million: rarer terms
// are mostly misspelt ones, whose agreement proves no more.
func shareMillibits(share float64) int32 {
	return int32(math.Round(1000 * math.Log2(math.Max(share, 2e-6))))
}
