package match

import (
	"fmt"
	"math"
)

// Comparison names one thing that is compared between two records. User-defined
// fields follow the built-in comparisons, in the order of the configuration.
type Comparison uint8

// The built-in comparisons.
const (
	Given Comparison = iota
	Surname
	Birth
	NationalID
	Mobile
	Email
	Home // address, landline and door: one piece of evidence
	Gender
	BirthPlace
	Mother
	Father
	Document // passport number, identity card serial
	IBAN
	CustomerNo
	CompanyName
	builtins // number of built-in comparisons
)

// UserComparison returns the comparison of the i-th user-defined field.
func UserComparison(i int) Comparison { return builtins + Comparison(i) }

// MaxUserFields is how many user-defined fields may take part in matching.
const MaxUserFields = 9

// maxComparisons bounds a [Pattern].
const maxComparisons = int(builtins) + MaxUserFields

// Level is a comparison level: how far two values agree. Level 0 of every
// comparison is [Missing], which says nothing.
type Level uint8

// Missing is the level of a comparison where one side has no value.
const Missing Level = 0

// Levels of the names of persons (relations of turkish.md section 2.2).
const (
	NameExact Level = iota + 1
	NameVariant
	NameCompatible
	NameTypo // a slip of the hand: a word that no table lists beside one near it
	NameInitial
	NameSimilar // two listed names that are often taken for each other
	NameConflict
)

// Levels of birth dates (turkish.md section 6.1).
const (
	BirthEqual Level = iota + 1
	BirthYear        // the year agrees: default days, or a date known by its year
	BirthSwap
	BirthTypo
	BirthConflictWeak
	BirthConflict
	BirthGeneration
)

// Levels of national ids (turkish.md section 3.1).
const (
	IDEqual Level = iota + 1
	IDTypo
	IDTypoValid
	IDEqualInvalid
	IDMaskFits
	IDMaskConflict
	IDDifferent
)

// Levels of personal lines and mailboxes. A shared value weighs less the more
// different names stand on it, in steps of powers of two.
const (
	ContactEqual   Level = iota + 1 // one name on it
	ContactEqual2                   // two
	ContactEqual4                   // three or four
	ContactEqual8                   // five to eight
	ContactEqual16                  // more, below the hub limit
	ContactSimilar                  // an equal local part at another provider
	ContactDifferent
)

// Levels of the home: the best of all pairs of addresses and landlines.
const (
	HomeDoorAndLine Level = iota + 1
	HomeDoor
	HomeLine
	HomeBuilding
	HomeStreet
	HomeQuarter  // same mahalle
	HomeDistrict // same ilçe
	HomeCity     // same il
	HomeDifferent
)

// Levels of values that are equal, close or not.
const (
	ValueEqual Level = iota + 1
	ValueClose
	ValueNear
	ValueDifferent
)

// LevelWeight holds the log2 probabilities of one level in millibits: among
// pairs of one person, among two members of a household, among strangers.
type LevelWeight struct {
	Name      string `json:"name"`
	Same      int32  `json:"same"`
	Household int32  `json:"household"`
	Strangers int32  `json:"strangers"`
	// Frequency says that the strangers' probability is the term frequency of
	// the agreed value, plus Strangers millibits.
	Frequency bool `json:"frequency,omitempty"`
}

// Weights holds the levels of one comparison; index 0 is [Missing].
type Weights struct {
	Name   string        `json:"name"`
	Levels []LevelWeight `json:"levels"`
}

// millibits converts a probability to log2 in millibits.
func millibits(p float64) int32 { return int32(math.Round(1000 * math.Log2(p))) }

// row makes a level out of three probabilities.
func row(name string, same, household, strangers float64) LevelWeight {
	return LevelWeight{Name: name, Same: millibits(same), Household: millibits(household), Strangers: millibits(strangers)}
}

// byFrequency makes a level whose strangers agree as often as the value's term
// frequency times the given factor.
func byFrequency(name string, same, household, factor float64) LevelWeight {
	l := row(name, same, household, factor)
	l.Frequency = true
	return l
}

func weights(name string, levels ...LevelWeight) Weights {
	return Weights{Name: name, Levels: append([]LevelWeight{{Name: "missing"}}, levels...)}
}

// shippedWeights are the probabilities that tekil ships: what is known of
// Turkish customer files before one is read. The column of one person is refitted
// to synthetic files of known truth around the [Conventions]; docs/matching.md has
// the command. [Fit] sharpens it by EM, and the strangers by random pairs.
func shippedWeights() []Weights {
	w := Conventions()
	for c, column := range refitted {
		for i, p := range column {
			l := &w[c].Levels[i+1]
			same := millibits(p)
			if follows(Comparison(c), Level(i+1)) {
				l.Household = min(l.Household+same-l.Same, 0)
			}
			l.Same = same
		}
	}
	return w
}

// Conventions are the weights set by hand from turkish.md and from the error habits
// that it reports. Each column of a comparison sums to about one where no term
// frequency stands.
func Conventions() []Weights {
	w := make([]Weights, builtins)
	nameLevels := func(name string, exact, variant, compatible, typo, initial, similar, conflict [3]float64) Weights {
		return weights(name,
			byFrequency("exact", exact[0], exact[1], exact[2]),
			byFrequency("variant", variant[0], variant[1], variant[2]),
			byFrequency("compatible", compatible[0], compatible[1], compatible[2]),
			row("typo", typo[0], typo[1], typo[2]),
			row("initial", initial[0], initial[1], initial[2]),
			row("similar", similar[0], similar[1], similar[2]),
			row("conflict", conflict[0], conflict[1], conflict[2]))
	}
	w[Given] = nameLevels("given_name",
		[3]float64{.70, .006, 1}, [3]float64{.10, .003, 1.5}, [3]float64{.12, .008, 2},
		[3]float64{.035, .003, .0006}, [3]float64{.02, .05, .05}, [3]float64{.01, .02, .005}, [3]float64{.015, .91, .94})
	w[Surname] = nameLevels("surname",
		[3]float64{.86, .74, 1}, [3]float64{.03, .02, 1.5}, [3]float64{.035, .05, 2},
		[3]float64{.03, .02, .0008}, [3]float64{.005, .005, .04}, [3]float64{.01, .01, .003}, [3]float64{.03, .155, .95})
	w[Birth] = weights("birth_date",
		row("equal", .86, .012, 1.0/22000), row("year", .05, .02, 1.0/58), row("swap", .015, .0003, 1.0/22000),
		row("typo", .055, .012, 1.0/260), row("conflict_weak", .004, .02, 1.0/40),
		row("conflict", .012, .5, .51), row("generation", .004, .43, .45))
	w[NationalID] = weights("national_id",
		row("equal", .95, .002, 1.0/(1<<24)), row("typo", .025, .001, 1.0/(1<<18)), row("typo_valid", .002, .0005, 1.0/(1<<19)),
		row("equal_invalid", .01, .002, 1.0/(1<<20)), row("mask_fits", .9, .01, 1.0/5000), row("mask_conflict", .02, .98, .99),
		row("different", .008, .995, .999))
	contact := func(name string, same, household float64) Weights {
		equal := func(name string, l Level, strangers float64) LevelWeight {
			return row(name, same, household*familyShare[l], strangers)
		}
		return weights(name,
			equal("equal", ContactEqual, 1.0/(1<<20)), equal("equal_2_names", ContactEqual2, 1.0/(1<<19)),
			equal("equal_4_names", ContactEqual4, 1.0/(1<<17)), equal("equal_8_names", ContactEqual8, 1.0/(1<<15)),
			equal("equal_16_names", ContactEqual16, 1.0/(1<<13)), row("similar", .04, .004, 1.0/(1<<15)),
			row("different", 1-same-.04, 1-household-.004, .999))
	}
	w[Mobile] = contact("mobile", .62, .10)
	w[Email] = contact("email", .60, .05)
	w[Home] = weights("home",
		row("door_and_landline", .30, .45, 1.0/(1<<21)), row("door", .36, .45, 1.0/(1<<18)), row("landline", .10, .12, 1.0/(1<<19)),
		row("building", .06, .05, 1.0/(1<<14)), row("street", .04, .03, 1.0/(1<<12)), row("quarter", .05, .04, 1.0/1200),
		row("district", .07, .06, 1.0/150), row("city", .12, .18, 1.0/14), row("different", .14, .30, .91))
	w[Gender] = weights("gender", row("equal", .985, .45, .5), row("close", .9, .5, .5), row("near", .9, .5, .5), row("different", .015, .55, .5))
	text := func(name string, same, household float64) Weights {
		return weights(name, byFrequency("equal", same, household, 1), row("close", (1-same)*.5, household*.05, .004),
			row("near", (1-same)*.25, household*.03, .01), row("different", (1-same)*.25, 1-household*1.08, .95))
	}
	w[BirthPlace] = text("birth_place", .88, .5)
	w[Mother] = text("mother_name", .90, .5)
	w[Father] = text("father_name", .90, .5)
	key := func(name string, same, household float64) Weights {
		return weights(name, row("equal", same, household, 1.0/(1<<22)), row("close", .01, .001, 1.0/(1<<18)),
			row("near", .01, .01, 1.0/(1<<12)), row("different", 1-same, 1-household, .999))
	}
	w[Document] = key("document", .75, .002)
	w[IBAN] = key("iban", .6, .1)
	w[CustomerNo] = key("customer_no", .9, .002)
	// No two companies may bear one name in full (Turkish Commercial Code, article 45),
	// not even two of one owner.
	w[CompanyName] = weights("company_name", byFrequency("equal", .85, .0001, 1), row("close", .08, .004, 1.0/3000),
		row("near", .04, .05, 1.0/300), row("different", .03, .94, .99))
	return w
}

// familyShare is how much oftener than on the average two of one household share
// a value by how many names stand on it: where others stand, it is likelier the
// family's. (A mailbox called by its owner's name is at the last level.)
var familyShare = [...]float64{ContactEqual: .5, ContactEqual2: 1.6, ContactEqual4: 3, ContactEqual8: 4, ContactEqual16: 1}

// userWeights are the shipped weights of a user-defined field.
func userWeights(name string) Weights {
	return weights(name, byFrequency("equal", .75, .3, 1), row("close", .12, .05, .01), row("near", .05, .05, .04), row("different", .08, .6, .93))
}

// check reports weights that no model may hold.
func (w *Weights) check() error {
	for i, l := range w.Levels {
		if l.Same > 0 || l.Household > 0 || l.Strangers > 0 && !l.Frequency {
			return fmt.Errorf("match: weights of %s: level %s (%d) is no log probability", w.Name, l.Name, i)
		}
	}
	return nil
}
