package normalize

import "github.com/tekil-id/tekil/record"

// NameKind says what stands in a name field.
type NameKind string

// The kinds of names.
const (
	KindPerson    NameKind = "person"
	KindCompany   NameKind = "company"
	KindCouple    NameKind = "couple"    // several people in one field, see [Name.Parts]
	KindHousehold NameKind = "household" // "Yılmaz Ailesi"
	KindHeirs     NameKind = "heirs"     // "Ali Kaya mirasçıları": the name is that of the dead
	KindNoise     NameKind = "noise"     // names nobody: TEST, MÜŞTERİ, asdasd
	KindEmpty     NameKind = "empty"
)

// Bearer returns what a record of such a name stands for.
func (k NameKind) Bearer() record.Kind {
	switch k {
	case KindPerson:
		return record.KindPerson
	case KindCompany:
		return record.KindCompany
	case KindCouple, KindHousehold, KindHeirs:
		return record.KindSeveral
	case KindNoise:
		return record.KindNoise
	}
	return record.KindNameless
}

// Gender is what a given name says about the sex of its bearer.
type Gender string

// The genders of a name. Unisex names contradict nothing.
const (
	Male          Gender = "M"
	Female        Gender = "F"
	Unisex        Gender = "U"
	UnknownGender Gender = "?"
)

// Name is a parsed name. The zero Name is not a result of [ParseName]; the name
// of nobody has the kind [KindEmpty] or [KindNoise].
//
// Parsing Display again gives the same Given, Surname, Prev and Key.
type Name struct {
	Kind NameKind
	// Titles are canonical ("Prof.", "Dr."), in the order written. Honorifics
	// (Sayın, Bey) are dropped.
	Titles []string
	// Given, Surname and Prev are display forms: Turkish casing, letters restored
	// where the dictionary is sure, words separated by one blank. Prev holds the
	// former surnames; a married woman carries hers in front of the surname
	// (Turkish Civil Code 187).
	Given, Surname, Prev string
	// Gender is empty where the field names no one person. Of a single word that
	// was read as a surname and is a usual given name, too (Yılmaz), it is the sex
	// of those who are called so.
	Gender Gender
	// Display is Given Prev Surname; of several people, their displays separated
	// by "; "; of a company, its capitals with the legal form abbreviated.
	Display string
	// Key is fold(Given)|fold(Surname); of several people, their keys separated
	// by ";"; of a company, core|legal form. Noise and names in another script
	// have none. An empty key equals nothing.
	Key string
	// Flags name what was repaired, guessed or noticed, such as "order_guess",
	// "restored" or "gender_conflict:F", sorted.
	Flags []string
	// Confidence is the probability that the split into given name and surname
	// is right, between 0 and 1; 1 for what needs no split.
	Confidence float64
	// Parts are the people of a couple, in the order written.
	Parts []Name
	// Core is a company's folded name without legal form and generic words such
	// as "sanayi ve ticaret"; LegalForm its canonical form ("as", "ltd", ...),
	// empty where none was written.
	Core, LegalForm string
}

// HasFlag reports whether the name carries the flag f; a flag with a value, such
// as "split:2", is also found by the part in front of its colon.
func (n *Name) HasFlag(f string) bool { return hasFlag(n.Flags, f) }

func hasFlag(flags []string, f string) bool {
	for _, x := range flags {
		if len(x) >= len(f) && x[:len(f)] == f && (len(x) == len(f) || x[len(f)] == ':') {
			return true
		}
	}
	return false
}

// NameHint is what stands beside a name. The zero NameHint says nothing.
type NameHint struct {
	// Gender is the recorded gender, as a code or word of any source (E, K,
	// Erkek, Bayan, F ...). It is checked against the given name and never
	// replaces what the name says.
	Gender string
	// Maiden is a former surname kept in a field of its own.
	Maiden string
	// GivenFirst says that the order is known to be given name, then surname, so
	// that it is not guessed.
	GivenFirst bool
}

// NameFields are the name columns of a record; empty fields are missing ones.
type NameFields struct {
	Title, Full, First, Middle, Last, Maiden, Gender, Company string
}

// NameRelation says how two names relate (turkish.md section 2.2).
type NameRelation string

// The relations of two names, or of two given names, or of two surnames.
const (
	RelExact      NameRelation = "exact"      // keys are equal
	RelVariant    NameRelation = "variant"    // one name in two spellings: Ahmed, Ahmet
	RelCompatible NameRelation = "compatible" // one is contained in the other: second name dropped, nickname
	RelInitial    NameRelation = "initial"    // one given name is only initials, and they fit
	RelSimilar    NameRelation = "similar"    // a small typo, or related but separately registered names
	RelConflict   NameRelation = "conflict"   // names of different people
	RelUnknown    NameRelation = "unknown"    // not comparable, such as another script
	RelMissing    NameRelation = "missing"    // one side has none
)

// NameComparison is the result of [CompareNames].
type NameComparison struct {
	Relation NameRelation
	// Flags say why: given_conflict, surname_conflict, both_conflict,
	// company_conflict, nickname, title_diff, display_diff, swapped. Sorted.
	Flags []string
	// Given and Surname are the relations of the parts, where people are compared.
	Given, Surname NameRelation
}
