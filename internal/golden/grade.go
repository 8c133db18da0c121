package golden

import "github.com/tekil-id/tekil/normalize"

// Grade says how much a value is worth, the best highest. Only values of grade
// Suspect and above may survive.
type Grade uint8

// The grades. The zero Grade is that of a missing value.
const (
	Missing   Grade = iota
	Invalid         // not a value of its kind
	Fake            // typed to get past a mandatory field
	Suspect         // readable, to be checked; also incomplete and masked values
	OK              // readable, nothing against it
	Validated       // its check digits hold
	Verified        // a contact point of a record that its source verified
)

var gradeNames = [...]string{"missing", "invalid", "fake", "suspect", "ok", "validated", "verified"}

// String returns the grade in lower case.
func (g Grade) String() string {
	if int(g) < len(gradeNames) {
		return gradeNames[g]
	}
	return "unknown"
}

// usable reports whether a value of this grade may stand in a golden record.
func (g Grade) usable() bool { return g >= Suspect }

// gradeOf grades a value by the status that its parser gave it.
func gradeOf(s normalize.Status) Grade {
	switch s {
	case normalize.OK, normalize.Unverified, normalize.Unchanged, normalize.Restored, normalize.Repaired:
		return OK
	case normalize.Valid:
		return Validated
	case normalize.Suspect, normalize.Incomplete, normalize.Masked:
		return Suspect
	case normalize.Fake, normalize.Placeholder, normalize.Default:
		return Fake
	case normalize.Empty:
		return Missing
	}
	return Invalid
}
