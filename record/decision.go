package record

import "fmt"

// Decision says what the engine holds of two records. The zero Decision is
// Different: without evidence, records are kept apart.
type Decision uint8

const (
	Different Decision = iota // kept apart: proved different, or not enough evidence
	Review                    // contradictory or just short: a steward looks
	Same                      // one person (or one legal entity): joined automatically
)

var decisionNames = [...]string{"different", "review", "same"}

// String returns "different", "review" or "same".
func (d Decision) String() string {
	if int(d) < len(decisionNames) {
		return decisionNames[d]
	}
	return fmt.Sprintf("Decision(%d)", d)
}

// Assurance says how strong the evidence behind a join is. A is the strongest;
// the zero Assurance means that nothing was joined. (turkish.md section 0.1)
type Assurance uint8

const (
	NoAssurance Assurance = iota
	AssuranceA            // a valid equal identifier
	AssuranceB            // name and two independent personal supports
	AssuranceC            // name and one personal support
	AssuranceD            // rare name and household support
)

// String returns "A" to "D", or "" for no assurance.
func (a Assurance) String() string {
	if a == NoAssurance || a > AssuranceD {
		return ""
	}
	return string(rune('A' + a - 1))
}

// ParseAssurance reads "A" to "D" in either case; "" is [NoAssurance].
func ParseAssurance(s string) (Assurance, error) {
	if s == "" {
		return NoAssurance, nil
	}
	if len(s) == 1 {
		if c := s[0] &^ 0x20; c >= 'A' && c <= 'D' {
			return Assurance(c-'A') + AssuranceA, nil
		}
	}
	return NoAssurance, fmt.Errorf("assurance %q is not one of A, B, C, D", s)
}

// AtLeast reports whether a is as strong as min or stronger.
func (a Assurance) AtLeast(min Assurance) bool {
	return a != NoAssurance && (min == NoAssurance || a <= min)
}

// Link is the kind of a relation that is not identity. A link never joins.
type Link string

// Links between two different parties, and (Branch, SoleTrader) inside one.
const (
	NoLink             Link = ""
	Household          Link = "household"
	SharedPhone        Link = "shared_phone"
	Employer           Link = "employer"
	Guardian           Link = "guardian"
	Group              Link = "group"
	Heirs              Link = "heirs"
	PossibleSoleTrader Link = "possible_sole_trader"
	Branch             Link = "branch"
	SoleTrader         Link = "sole_trader"
)

// Evidence is what one comparison found between two records. A score never
// travels alone: a decision carries the evidence that it was drawn from.
type Evidence struct {
	// Name of the comparison, such as "given_name", "birth_date", "mobile".
	Name string `json:"name"`
	// Level is the comparison level that fits, such as "exact" or "typo".
	Level string `json:"level"`
	// A and B are the two values compared, in canonical form.
	A string `json:"a,omitempty"`
	B string `json:"b,omitempty"`
	// Weight is log2(m/u) against strangers in millibits.
	Weight int32 `json:"weight"`
	// Household is log2(m/h) against members of one household in millibits.
	Household int32 `json:"household"`
	// Frequency is the term frequency behind the weight: the share of people
	// who hold the agreed value, 0 where none was used.
	Frequency float64 `json:"frequency,omitempty"`
}

// Verdict is a decision about two records with all that led to it.
type Verdict struct {
	Decision  Decision
	Assurance Assurance // of a Same; NoAssurance otherwise
	Link      Link
	// Weight is log2 of the posterior odds of "same" against the sum of both
	// alternatives, household and strangers, in millibits.
	Weight int32
	// Rule is the rule that decided, such as "R12" (docs/matching.md).
	Rule string
	// Guards are the vetoes and bounds that held the decision down, such as
	// "V1". A guard whose name starts with "V" is a contradiction: it forbids
	// the two records to share a person, whatever third record lies between.
	Guards   []string
	Evidence []Evidence
}

// Ruling is what a steward said of two records. It outlives every run.
type Ruling struct {
	A, B    Key
	Same    bool   // same person; false: different persons
	Author  string // who ruled
	Reason  string
	At      string // RFC 3339 time of the ruling
	Expires string // RFC 3339 time at which it stops to hold; empty: never
	Undone  string // RFC 3339 time at which it was taken back; empty: in force
}

// InForce reports whether the ruling counts. An expiry is an event that sets
// Undone, so that resolving needs no clock.
func (r Ruling) InForce() bool { return r.Undone == "" }

// Severity grades a finding.
type Severity string

// The severities of findings, mildest first.
const (
	Info    Severity = "info"    // repaired without doubt, told so that the source can be mended
	Warning Severity = "warning" // doubtful: the value counts for less or not at all
	Error   Severity = "error"   // wrong: the value is ignored
)

// Finding is what a rule noticed in one value of one record.
type Finding struct {
	Key        Key
	Field      Field
	Rule       string // such as "gender_conflict" or "invalid_checksum"
	Severity   Severity
	Value      string // as the source wrote it; identity numbers masked
	Suggestion string // empty where there is none
}
