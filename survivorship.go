package tekil

import (
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/record"
)

// Survivorship says which values survive in golden records. The zero Survivorship,
// like nil, are the defaults (docs/golden-records.md). A mistake in it is an error
// of [Open] or [Engine.Rematch] that names the field.
type Survivorship struct {
	// Trust lists sources, the most trusted first. Sources that are not listed come
	// last, all alike.
	Trust []record.Source
	// Fields changes single fields. A name is ruled as full_name and an address as
	// address, since their parts survive together.
	Fields map[record.Field]FieldRule
}

// FieldRule changes how the values of one field survive.
type FieldRule struct {
	// Strategy is tried first, in order; the defaults of the field follow behind it.
	Strategy []Strategy
	// Trust stands in place of the sources that are trusted elsewhere.
	Trust []record.Source
}

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

// rules returns what the engine takes, nil for nil.
func (s *Survivorship) rules() *golden.Rules {
	if s == nil {
		return nil
	}
	r := &golden.Rules{Trust: s.Trust}
	if len(s.Fields) > 0 {
		r.Fields = make(map[record.Field]golden.FieldRule, len(s.Fields))
	}
	for f, rule := range s.Fields {
		r.Fields[f] = golden.FieldRule(rule)
	}
	return r
}
