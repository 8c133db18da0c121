package distance

import (
	"slices"

	"github.com/adrg/strutil/metrics"
)

// Metric returns the text metric of a name that a configuration may give to a
// user-defined field, and false for an unknown name: see [MetricNames]. A metric
// compares folded texts, is symmetric, and gives 1 for equal texts (two empty
// ones, too) down to 0 for nothing in common, never NaN. It is safe for
// concurrent use.
//
// The core's own scores use this package's kernels only. strutil's metrics are
// here for what the kernels lack: alignment of parts and sets of letter pairs.
// Its Jaro-Winkler (strutil_jaro_winkler) is not Winkler's: the window is one
// letter wider and every prefix counts (adrg/strutil issue 61); it serves those
// who tuned a threshold on it.
func Metric(name string) (func(a, b string) float64, bool) {
	m, ok := registry[name]
	return m, ok
}

// MetricNames returns the names that [Metric] knows, sorted.
func MetricNames() []string {
	names := make([]string, 0, len(registry))
	for n := range registry {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

var registry = map[string]func(a, b string) float64{
	"levenshtein":          LevenshteinSimilarity,
	"osa":                  OSASimilarity,
	"jaro":                 Jaro,
	"jaro_winkler":         JaroWinkler,
	"smith_waterman_gotoh": foreign(metrics.NewSmithWatermanGotoh()),
	"overlap":              foreign(metrics.NewOverlapCoefficient()),
	"sorensen_dice":        foreign(metrics.NewSorensenDice()),
	"jaccard":              foreign(metrics.NewJaccard()),
	"strutil_jaro_winkler": foreign(metrics.NewJaroWinkler()),
}

// foreign keeps a strutil metric to the promises of [Metric].
func foreign(m interface{ Compare(a, b string) float64 }) func(a, b string) float64 {
	return func(a, b string) float64 {
		if a == b {
			return 1
		}
		if a == "" || b == "" {
			return 0
		}
		if a > b {
			a, b = b, a
		}
		if s := m.Compare(a, b); s >= 0 { // not for NaN
			return min(s, 1)
		}
		return 0
	}
}
