package dedupe

import "github.com/tekil-id/tekil/internal/resolve"

// RuleWords says in words what a rule of the matcher is about; "" for a rule
// that it does not know. docs/matching.md has the rules in full.
func RuleWords(rule string) string { return ruleWords[rule] }

var ruleWords = map[string]string{
	"R01":    "an equal valid identity number",
	"R02":    "an equal identifier, but given names that conflict",
	"R03":    "an equal identity number beside another surname",
	"R04":    "two different valid identity numbers",
	"R05":    "two valid identity numbers that are one slip apart, beside an equal name and more",
	"R07":    "an identity number with a slip, beside the name",
	"R10":    "given names that conflict",
	"R11":    "the name, a contact point and the birth date",
	"R12":    "the name and a contact point",
	"R13":    "the name, the birth date and the home",
	"R14":    "the name and the birth date",
	"R15":    "the name and the home",
	"R16":    "the name and nothing personal beside it",
	"R17":    "birth dates that conflict",
	"R18":    "names that are only similar, or initials",
	"R19":    "the same given name with another surname",
	"R21":    "a name of both sexes with genders that conflict",
	"R22":    "a name that names nobody",
	"R23":    "a company and a person",
	"R23s":   "a sole trader: the company's tax number is the person's own",
	"R24":    "two companies",
	"R25":    "activity after the date of death",
	"R26":    "several people in one record",
	"R27":    "one side has no name",
	"R28":    "a contact point seen many years apart, which may have a new owner",
	"R29":    "an equal document, account or customer number",
	"R30":    "the name and both parents",
	"R31":    "a name that nobody else bears there, and a place or a parent",
	"G":      "the name and what stands beside it",
	"ruling": "a steward's ruling",
}

// GuardWords says in words what a guard is about.
func GuardWords(guard string) string { return guardWords[guard] }

// Guards are the names of the contradictions that keep two records apart,
// whatever third record lies between them.
var Guards = []string{"V1", "V2", "V3", "V4", "V5", "V6"}

var guardWords = map[string]string{
	"V1": "two different valid identity numbers",
	"V2": "given names that conflict",
	"V3": "birth dates that conflict",
	"V4": "a company and a person",
	"V5": "a steward's ruling, or two records of a source that holds no duplicates",
	"V6": "a name of several people, or of nobody",
}

// RefusalWords says in words why a permitted join was refused.
func RefusalWords(reason string) string {
	if w, ok := refusalWords[reason]; ok {
		return w
	}
	return reason
}

var refusalWords = map[string]string{
	"contested":           "refused: fits two people who cannot be one",
	"contradiction":       "refused: a contradiction stands between the two people",
	"opposed":             "refused: the other records of the two people speak against it",
	"component_too_large": "refused: too many records hang together, split at the weakest",
	resolve.RuledApart:    "ruled the same, but a contradiction or another ruling keeps them apart",
}

// AssuranceWords says in words what a level of assurance means.
func AssuranceWords(level string) string {
	return map[string]string{
		"A": "a valid equal identifier",
		"B": "the name and two independent personal supports",
		"C": "the name and one personal support",
		"D": "the name and the household, or a rare name",
	}[level]
}
