// Package normalize turns what people type about Turkish customers into
// canonical, typed values: names, phones, addresses, identity numbers, dates,
// e-mails, gender codes and text.
//
// Every function is pure and safe for concurrent use. Nothing is lost: a result
// keeps what it could not read, every repair that was made is named in the
// result's flags, and the raw value stays with the caller. Normalising a
// canonical value gives that value again.
//
// A nil *[Options] means the shipped tables and the Turkish locale.
package normalize

import "sync"

// Version names the rules and tables of this package. A model pins it: stored
// keys of another version are rebuilt.
const Version = 1

// Status says what a value is worth.
type Status string

// The statuses. Which of them a kind of value uses, its parser says.
const (
	OK         Status = "ok"
	Empty      Status = "empty"
	Suspect    Status = "suspect"    // readable, but to be checked
	Fake       Status = "fake"       // typed to get past a mandatory field
	Invalid    Status = "invalid"    // not a value of this kind
	Incomplete Status = "incomplete" // a part is missing and is not guessed
	Masked     Status = "masked"     // digits hidden by another system
)

// Options change how values are read. The zero Options, like nil, are the
// defaults. Options are shared between goroutines and must not change while in
// use.
type Options struct {
	// Locale is "tr" (also the default, "") or another BCP 47 language. Outside
	// Turkish the rules that only hold for Turkish (name tables, gazetteer,
	// numbering plan) are off, and text is only cleaned and folded.
	Locale string
	// Dictionary adds the user's own words to the shipped tables; nil adds none.
	Dictionary *Dictionary
	// Today is the reference day (YYYY-MM-DD) for "not in the future" and
	// two-digit years. Empty means [DefaultToday]: normalising reads no clock.
	Today string
}

// DefaultToday is the reference day where [Options.Today] names none.
const DefaultToday = "2026-12-31"

// Dictionary holds a user's own words, see [Options].
type Dictionary struct {
	// GivenNames maps a name to its gender, "M", "F" or "U".
	GivenNames map[string]string
	// Surnames are further surnames.
	Surnames []string
	// NameVariants maps a spelling to the name that it stands for.
	NameVariants map[string]string
	// NoiseWords are words that stand in a name field and name nobody.
	NoiseWords []string
	// Neighbourhoods are further mahalle names as "il/ilçe/mahalle".
	Neighbourhoods []string
	// RoleMailboxes are further local parts of shared mailboxes, such as "info".
	RoleMailboxes []string

	// The names of the dictionary over the shipped ones, compiled at first use.
	namesOnce sync.Once
	names     *lexicon
}

// Turkish reports whether o asks for the Turkish rules.
func (o *Options) Turkish() bool { return o == nil || o.Locale == "" || o.Locale == "tr" }

func (o *Options) today() string {
	if o == nil || o.Today == "" {
		return DefaultToday
	}
	return o.Today
}
