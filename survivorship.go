package tekil

import "github.com/tekil-id/tekil/internal/golden"

// Survivorship says which values survive in golden records: Trust lists sources,
// the most trusted first, and Fields has a [FieldRule] for single fields, where a
// name is ruled as full_name and an address as address. The zero Survivorship are
// the defaults (docs/golden-records.md).
type Survivorship = golden.Rules

// FieldRule says how the values of one field survive: Strategy is tried in its
// order before the defaults of the field, and Trust stands in place of the sources
// that are trusted elsewhere.
type FieldRule = golden.FieldRule

// Strategy is one way to prefer a value over another.
type Strategy = golden.Strategy

// The strategies of survivorship.
const (
	ValidatedFirst = golden.ValidatedFirst // what a parser finds better
	MostTrusted    = golden.MostTrusted    // the source that stands earlier in the list of trust
	MostFrequent   = golden.MostFrequent   // given by more records; of names: borne out by more
	MostRecent     = golden.MostRecent     // the later last-seen date; a value without one loses
	LeastRecent    = golden.LeastRecent    // the earlier first-seen date: the original value
	MostComplete   = golden.MostComplete   // the fuller form; a line that reaches the person better
	BestSpelled    = golden.BestSpelled    // the spelling with its Turkish letters
)
