package golden

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Strategy is one way to prefer a value over another. A field tries its
// strategies in order until one tells two values apart.
type Strategy string

// The strategies.
const (
	ValidatedFirst Strategy = "validated_first" // the better [Grade]
	MostTrusted    Strategy = "most_trusted"    // the source that stands earlier in the list of trust
	MostFrequent   Strategy = "most_frequent"   // given by more records; of names: borne out by more
	MostRecent     Strategy = "most_recent"     // the later last-seen date; a value without one loses
	LeastRecent    Strategy = "least_recent"    // the earlier first-seen date: the original value
	MostComplete   Strategy = "most_complete"   // the fuller form; a line that reaches the person better; the gender of the name
	BestSpelled    Strategy = "best_spelled"    // the spelling with its Turkish letters
	byKey          Strategy = "record_key"      // the last resort: the smaller record key
	byGrade        Strategy = "unusable"        // reason why an invalid or fake value never survives
)

var strategies = []Strategy{ValidatedFirst, MostTrusted, MostFrequent, MostRecent, LeastRecent, MostComplete, BestSpelled}

// The orders that hold without configuration (design.md section 8, turkish.md
// section 7.6): validity, source trust, agreement, recency, completeness; for a
// name the fullest form, for a birth date a full day before a register's
// default day before a year, for contact points the newer.
var (
	scalarOrder  = []Strategy{ValidatedFirst, MostTrusted, MostFrequent, MostRecent, MostComplete, BestSpelled}
	nameOrder    = []Strategy{ValidatedFirst, MostTrusted, MostFrequent, MostComplete, BestSpelled, MostRecent}
	dateOrder    = []Strategy{ValidatedFirst, MostComplete, MostTrusted, MostFrequent, MostRecent}
	genderOrder  = []Strategy{ValidatedFirst, MostComplete, MostTrusted, MostFrequent, MostRecent}
	contactOrder = []Strategy{ValidatedFirst, MostComplete, MostTrusted, MostRecent, MostFrequent, BestSpelled}
	addressOrder = []Strategy{ValidatedFirst, MostTrusted, MostRecent, MostComplete, MostFrequent, BestSpelled}
)

func defaultOrder(f record.Field) []Strategy {
	switch f {
	case record.FullName:
		return nameOrder
	case record.BirthDate, record.DeathDate:
		return dateOrder
	case record.Gender:
		return genderOrder
	case record.Address:
		return addressOrder
	case record.Email, record.Phone, record.Mobile, record.Landline, record.Fax:
		return contactOrder
	}
	return scalarOrder
}

// Rules say which value survives. The zero Rules, like nil, are the defaults.
// Rules are read only and may be shared.
type Rules struct {
	// Trust lists sources, the most trusted first. Sources that are not listed
	// come last, all alike.
	Trust []record.Source `yaml:"trust,omitempty"`
	// Fields changes single fields. A name is ruled as full_name and an address
	// as address, since their parts survive together.
	Fields map[record.Field]FieldRule `yaml:"fields,omitempty"`
	// Newest is the newest date in the data set: freshness is measured from it.
	// The zero Date leaves freshness out of the quality score.
	Newest normalize.Date `yaml:"-"`
}

// FieldRule changes how one field survives. In YAML it is the name of a
// strategy, a list of them, or a mapping with the keys strategy and trust.
type FieldRule struct {
	// Strategy is tried first, in order; the field's defaults follow behind it.
	Strategy []Strategy `yaml:"strategy,omitempty"`
	// Trust replaces the list of trusted sources for this field.
	Trust []record.Source `yaml:"trust,omitempty"`
}

// UnmarshalYAML reads the three forms of a rule. Errors name the bad key.
func (f *FieldRule) UnmarshalYAML(unmarshal func(any) error) error {
	var v any
	if err := unmarshal(&v); err != nil {
		return err
	}
	*f = FieldRule{}
	m, ok := v.(map[string]any)
	if !ok {
		names, err := texts("strategy", v)
		f.setStrategies(names)
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		names, err := texts(key, m[key])
		if err != nil {
			return err
		}
		switch key {
		case "strategy":
			f.setStrategies(names)
		case "trust":
			for _, s := range names {
				f.Trust = append(f.Trust, record.Source(s))
			}
		default:
			return fmt.Errorf("unknown key %q in a field's rule (known: strategy, trust)", key)
		}
	}
	return nil
}

func (f *FieldRule) setStrategies(names []string) {
	for _, s := range names {
		f.Strategy = append(f.Strategy, Strategy(s))
	}
}

// texts reads one text or a list of texts.
func texts(key string, v any) ([]string, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return []string{v}, nil
	case []any:
		var out []string
		for _, e := range v {
			s, ok := e.(string)
			if !ok {
				return nil, fmt.Errorf("%s: %v is not a name", key, e)
			}
			out = append(out, s)
		}
		return out, nil
	}
	return nil, fmt.Errorf("%s: neither a name nor a list of names", key)
}

// Validate reports every mistake in r, each with the key that holds it, such as
// "fields.email.strategy: unknown strategy ...".
func (r *Rules) Validate() error {
	if r == nil {
		return nil
	}
	errs := []error{checkTrust("trust", r.Trust)}
	for _, f := range slices.Sorted(maps.Keys(r.Fields)) {
		key := "fields." + string(f)
		rule := r.Fields[f]
		errs = append(errs, checkField(key, f), checkTrust(key+".trust", rule.Trust), checkStrategies(key+".strategy", rule.Strategy))
	}
	return errors.Join(errs...)
}

func checkTrust(key string, sources []record.Source) error {
	for i, s := range sources {
		if s == "" {
			return fmt.Errorf("%s[%d]: empty source", key, i)
		}
		if slices.Contains(sources[:i], s) {
			return fmt.Errorf("%s[%d]: source %q stands twice", key, i, s)
		}
	}
	return nil
}

func checkField(key string, f record.Field) error {
	switch f {
	case record.RecordID, record.SourceName, record.Consent, record.VerifiedAt, record.CreatedAt, record.UpdatedAt, record.LastSeen:
		return fmt.Errorf("%s: is not chosen by a rule", key)
	case "":
		return fmt.Errorf("%s: empty field", key)
	}
	meant, slip := record.MeantField(string(f))
	switch {
	case slip && !f.IsCanonical():
		return fmt.Errorf("%s: unknown field, did you mean %s?", key, meant)
	case ofName(f) || f == record.Title:
		return fmt.Errorf("%s: survives together with full_name: set fields.full_name", key)
	case f.IsAddressPart():
		return fmt.Errorf("%s: survives together with address: set fields.address", key)
	}
	return nil
}

func checkStrategies(key string, list []Strategy) error {
	for i, s := range list {
		if !slices.Contains(strategies, s) {
			return fmt.Errorf("%s: unknown strategy %q (known: %v)", key, s, strategies)
		}
		if slices.Contains(list[:i], s) {
			return fmt.Errorf("%s: strategy %q stands twice", key, s)
		}
	}
	return nil
}

// order is the strategies of a field: those that the user put in front, and its
// defaults. What stands a second time can no longer tell anything apart.
type order struct{ user, defaults []Strategy }

// all yields the strategies.
func (o order) all(yield func(Strategy) bool) {
	for _, list := range [...][]Strategy{o.user, o.defaults} {
		for _, s := range list {
			if !yield(s) {
				return
			}
		}
	}
}

func (r *Rules) order(f record.Field) order {
	o := order{defaults: defaultOrder(f)}
	if r != nil && len(r.Fields) > 0 {
		o.user = r.Fields[f].Strategy
	}
	return o
}

// trust ranks a source for a field, the most trusted 0.
func (r *Rules) trust(f record.Field, s record.Source) int {
	if r == nil {
		return 0
	}
	list := r.Trust
	if len(r.Fields) > 0 {
		if own := r.Fields[f].Trust; own != nil {
			list = own
		}
	}
	if i := slices.Index(list, s); i >= 0 {
		return i
	}
	return len(list)
}
