package golden

import (
	"cmp"

	"github.com/tekil-id/tekil/normalize"
)

// standing is what strategies weigh of a value, or of a form of a name.
type standing struct {
	grade Grade
	trust int // the place of the best source in the list of trust
	agree int // members that give it
	// full and letters count what is written of it, and its Turkish letters.
	full, letters int
	first, last   normalize.Date
}

// span widens the days at which it was vouched for.
func (x *standing) span(since, seen normalize.Date) {
	if x.first.IsZero() || !since.IsZero() && since.Compare(x.first) < 0 {
		x.first = since
	}
	if seen.Compare(x.last) > 0 {
		x.last = seen
	}
}

// compare orders two by one strategy, the better first.
func (x *standing) compare(y *standing, s Strategy) int {
	switch s {
	case ValidatedFirst:
		return cmp.Compare(y.grade, x.grade)
	case MostTrusted:
		return cmp.Compare(x.trust, y.trust)
	case MostFrequent:
		return cmp.Compare(y.agree, x.agree)
	case MostRecent:
		return y.last.Compare(x.last)
	case LeastRecent:
		if x.first.IsZero() != y.first.IsZero() {
			return boolCompare(y.first.IsZero(), x.first.IsZero())
		}
		return x.first.Compare(y.first)
	case MostComplete:
		return cmp.Compare(y.full, x.full)
	case BestSpelled:
		return cmp.Compare(y.letters, x.letters)
	}
	return 0
}
