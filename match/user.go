package match

import (
	"math"
	"slices"

	"github.com/tekil-id/tekil/internal/distance"
	"github.com/tekil-id/tekil/normalize"
)

// user compares the values of one user-defined field.
func (c *comparer) user(f *Field, a, b *Profile, i int) (Level, int32) {
	if i >= len(a.User) || i >= len(b.User) || a.User[i].Name == nil || b.User[i].Name == nil {
		return Missing, 0
	}
	x, y := &a.User[i], &b.User[i]
	if x.Name.Text == y.Name.Text {
		return ValueEqual, x.Name.Share
	}
	switch f.Comparator {
	case "text":
		metric, _ := distance.Metric(f.Metric)
		return closeness(metric(x.Name.Text, y.Name.Text)), 0
	case "number":
		return closeness(1 - math.Abs(x.Number-y.Number)/max(math.Abs(x.Number), math.Abs(y.Number), 1)), 0
	case "date":
		return dateCloseness(x.Date, y.Date), 0
	case "set":
		return closeness(overlap(x.Name.Words, y.Name.Words)), 0
	}
	return ValueDifferent, 0
}

// closeness turns a similarity between 0 and 1 into a level.
func closeness(s float64) Level {
	switch {
	case s >= 0.92:
		return ValueClose
	case s >= 0.8:
		return ValueNear
	}
	return ValueDifferent
}

func dateCloseness(a, b normalize.Date) Level {
	switch birth(a, b) {
	case Missing:
		return Missing
	case BirthEqual, BirthSwap:
		return ValueClose
	case BirthTypo, BirthYear:
		return ValueNear
	}
	return ValueDifferent
}

// overlap is the share of the smaller set of words that the other one holds. A
// word that stands twice counts once.
func overlap(a, b []uint32) float64 {
	common, inA := 0, 0
	for i, x := range a {
		if slices.Contains(a[:i], x) {
			continue
		}
		inA++
		common += btoi(slices.Contains(b, x))
	}
	inB := 0
	for i, y := range b {
		inB += btoi(!slices.Contains(b[:i], y))
	}
	return float64(common) / float64(max(min(inA, inB), 1))
}
