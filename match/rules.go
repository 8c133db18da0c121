package match

import "github.com/tekil-id/tekil/record"

// atoms are the facts about a pair that the rules of turkish.md section 7.2
// read, drawn from its pattern and its profiles.
type atoms struct {
	pat *Pattern
	// name is the relation of the whole names: the weaker of given and surname.
	name                         nameAtom
	identifier                   bool // a valid equal identifier: national id, document, customer number
	mobile, mail, landline, door bool
	birthEqual                   bool
	woman                        bool
	sisters                      bool // read in their other order, the names are those of two of one family
	maiden                       bool // a maiden-name field bridges the two surnames
	genderConflict               bool // of a name that both sexes bear
	afterDeath                   bool // one side is active after the other's date of death
	recycled                     bool // the shared line was seen more than ten years apart
	parents                      int  // how many of mother and father agree
	ownGiven                     bool // what the given names agree on is no name that two children are given
	bearers                      float64
	contested                    bool // the file shows two people of this name behind the door
}

func (a *atoms) contact() bool { return a.mobile || a.mail }

// contacts counts the personal contact points that agree.
func (a *atoms) contacts() int { return btoi(a.mobile) + btoi(a.mail) }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// nameAtom is the relation of two people's whole names.
type nameAtom uint8

const (
	nameMissing nameAtom = iota
	nameEqual            // exact or variant
	nameFits             // compatible
	nameInitial
	nameTypo // a slip in the given name or in the surname, the other part fits
	nameSimilar
	surnameConflict
	givenConflict
)

// fits reports whether the rules' plain word "name" holds.
func (n nameAtom) fits() bool { return n == nameEqual || n == nameFits }

func wholeName(given, last Level) nameAtom {
	switch {
	case given == NameConflict:
		return givenConflict
	case given == Missing:
		return nameMissing
	case last == NameConflict:
		return surnameConflict
	case given == NameSimilar || last == NameSimilar, given == NameTypo && last == NameTypo:
		return nameSimilar
	case given == NameInitial || last == NameInitial:
		return nameInitial
	case given == NameTypo || last == NameTypo:
		return nameTypo
	case last == Missing, given == NameCompatible, last == NameCompatible:
		return nameFits
	}
	return nameEqual
}

// veto is a set of contradictions, numbered as in turkish.md section 7.2. A
// contradiction forbids two records to share a person whatever lies between.
type veto uint8

const (
	vetoID     veto = 1 << iota // V1: two different valid national ids
	vetoGiven                   // V2: given names conflict
	vetoBirth                   // V3: birth dates conflict
	vetoKind                    // V4: company against person
	vetoRuling                  // V5: a steward's "different"
	vetoMulti                   // V6: a couple, heirs, household or noise name
)

// guardNames are the names of the vetoes by bit.
var guardNames = [...]string{"V1", "V2", "V3", "V4", "V5", "V6"}

// guardSets are the names of the vetoes in each set.
var guardSets = func() (sets [1 << len(guardNames)][]string) {
	for v := range sets {
		for i, n := range guardNames {
			if v&(1<<i) != 0 {
				sets[v] = append(sets[v], n)
			}
		}
	}
	return sets
}()

// ruled is what the rules make of a pair before the score has spoken.
type ruled struct {
	decision  record.Decision
	assurance record.Assurance
	link      record.Link
	rule      rule
	vetoes    veto
}

// rule numbers a rule of turkish.md section 7.2.
type rule uint8

// The rules, by the name that explanations print. R30 and R31 are not in the
// table: they ask for more than it does and only hold in a file.
const (
	noRule rule = iota
	r01
	r02
	r03
	r04
	r05
	r07
	r10
	r11
	r12
	r13
	r14
	r15
	r16
	r17
	r18
	r19
	r21
	r22
	r23
	r23s
	r24
	r25
	r26
	r27
	r28
	r29
	r30      // tekil's own: in a file, a name and both parents
	r31      // tekil's own: in a file, a strong score where something beside the name speaks
	rGeneric // the single rule of a locale other than Turkish
	rRuling  // a steward's ruling
)

var ruleNames = [...]string{"", "R01", "R02", "R03", "R04", "R05", "R07", "R10", "R11", "R12", "R13", "R14", "R15",
	"R16", "R17", "R18", "R19", "R21", "R22", "R23", "R23s", "R24", "R25", "R26", "R27", "R28", "R29", "R30", "R31", "G", "ruling"}

func (r rule) String() string { return ruleNames[r] }

// rulePeople applies the rules of two persons in their order. alone says that
// nothing surrounds the pair, so that only the nation's figures are known.
func (m *Model) rulePeople(a *atoms, alone bool) ruled {
	if v := m.vetoes(a); v != 0 {
		return m.ruleContradiction(a, v)
	}
	if r, done := ruleIdentifiers(a); done {
		return r
	}
	if a.name == nameMissing {
		return ruleNameless(a)
	}
	if a.name == surnameConflict {
		return ruleSurname(a, alone)
	}
	if a.genderConflict {
		if a.contact() || a.birthEqual && a.door {
			return ruled{decision: record.Review, rule: r21}
		}
		return ruled{rule: r21}
	}
	if a.name == nameSimilar || a.name == nameInitial || a.name == nameTypo {
		return m.ruleDoubtfulName(a, alone)
	}
	return m.ruleName(a, alone)
}

// vetoes collects the contradictions of two persons.
func (m *Model) vetoes(a *atoms) (v veto) {
	if l := a.pat[NationalID]; l == IDDifferent || l == IDTypoValid {
		v |= vetoID
	}
	if a.name == givenConflict {
		v |= vetoGiven
	}
	if l := a.pat[Birth]; l == BirthConflict || l == BirthGeneration {
		v |= vetoBirth
	}
	return v
}

// ruleContradiction decides a pair that holds a veto: different, or review
// where somebody seems to have typed something wrong.
func (m *Model) ruleContradiction(a *atoms, v veto) ruled {
	out := ruled{vetoes: v, link: contradictionLink(a)}
	switch {
	case v&vetoGiven != 0:
		out.rule = r10
	case v&vetoID != 0:
		out.rule = r04
	default:
		out.rule = r17
	}
	if a.identifier {
		out.decision = record.Review
		if v&vetoGiven != 0 {
			out.rule = r02
		}
		return out
	}
	if v&vetoGiven != 0 || a.pat[Birth] == BirthGeneration {
		return out
	}
	if v&vetoBirth != 0 {
		// R19 comes before R17: a woman's other surname beside another birth date
		// is another woman.
		if a.name != surnameConflict && a.contact() && v&vetoID == 0 {
			out.decision = record.Review
		}
		return out
	}
	slip := a.pat[NationalID] == IDTypoValid && a.name.fits() && (a.birthEqual || a.contact())
	if slip || a.name == nameEqual && a.birthEqual && a.contact() {
		out.decision, out.rule = record.Review, r05
	}
	return out
}

// contradictionLink names what ties two different people who share something.
func contradictionLink(a *atoms) record.Link {
	family := a.pat[Surname] != NameConflict && a.pat[Surname] != Missing
	dated := a.pat[Birth] != Missing
	switch {
	case a.door || a.landline:
		return record.Household
	case a.contact() && family && (dated || a.mail):
		return record.Household
	case a.mobile:
		return record.SharedPhone
	}
	return record.NoLink
}

// ruleIdentifiers applies the rules about equal or mistyped identifiers.
func ruleIdentifiers(a *atoms) (ruled, bool) {
	equal := a.pat[NationalID] == IDEqual
	switch {
	case equal && a.afterDeath:
		return ruled{decision: record.Review, rule: r25}, true
	case equal && a.name == surnameConflict && !a.woman && !a.birthEqual:
		return ruled{decision: record.Review, rule: r03}, true
	case equal && a.name == surnameConflict:
		return ruled{decision: record.Same, assurance: record.AssuranceA, rule: r03}, true
	case equal:
		return ruled{decision: record.Same, assurance: record.AssuranceA, rule: r01}, true
	case a.pat[Document] == ValueEqual && a.name != surnameConflict:
		return ruled{decision: record.Same, assurance: record.AssuranceA, rule: r29}, true
	case a.pat[CustomerNo] == ValueEqual && a.name != surnameConflict && a.name != nameMissing:
		return ruled{decision: record.Same, assurance: record.AssuranceC, rule: r29}, true
	case a.pat[Document] == ValueEqual || a.pat[CustomerNo] == ValueEqual:
		return ruled{decision: record.Review, rule: r29}, true
	}
	if l := a.pat[NationalID]; (l == IDTypo || l == IDEqualInvalid) && a.name.fits() {
		if a.birthEqual || a.contact() {
			return ruled{decision: record.Same, assurance: record.AssuranceC, rule: r07}, true
		}
		return ruled{decision: record.Review, rule: r07}, true
	}
	return ruled{}, false
}

// ruleNameless decides where one side has no name (R27).
func ruleNameless(a *atoms) ruled {
	switch a.contacts() {
	case 2:
		return ruled{decision: record.Same, assurance: record.AssuranceC, rule: r27}
	case 1:
		return ruled{decision: record.Review, rule: r27}
	}
	return ruled{rule: r27}
}

// ruleSurname decides where only the surnames conflict (R19): a woman's surname
// changes with marriage (turkish.md section 2.3). In a file, where the score knows
// how rare every agreement is, a second contact point, the home or a parent stands
// for the birth date.
func ruleSurname(a *atoms, alone bool) ruled {
	out := ruled{rule: r19}
	switch {
	case a.woman && a.maiden && (a.birthEqual || a.contact()), a.woman && a.birthEqual && a.contact(),
		a.woman && !alone && a.sameGiven() && a.birthEqual && a.parents == 2,
		a.woman && !alone && a.contact() && (a.contacts() == 2 || a.door || a.landline || a.parents > 0):
		out.decision, out.assurance = record.Same, record.AssuranceB
	case a.woman && (a.contact() || a.birthEqual && a.door), a.birthEqual && a.contact():
		out.decision = record.Review
	case a.mobile:
		out.link = record.SharedPhone
	}
	return out
}

// ruleDoubtfulName decides names that are similar or only initials (R18). Alone,
// two personal supports are asked for. In a file, where the score knows how rare
// every agreement is, a second contact point or the home stands for one of them.
func (m *Model) ruleDoubtfulName(a *atoms, alone bool) ruled {
	out := ruled{rule: r18}
	supports := btoi(a.birthEqual) + a.contacts()
	home := a.door || a.landline
	switch {
	case a.birthEqual && a.contact(),
		!alone && supports >= 2, !alone && supports == 1 && home && a.name != nameInitial:
		out.decision, out.assurance = record.Same, record.AssuranceB
	case !alone && a.name == nameTypo && a.contact():
		out.decision, out.assurance = record.Same, record.AssuranceC
	case !alone && a.name == nameTypo && a.sameGiven() && (a.birthEqual || a.parents == 2):
		out.decision, out.assurance = record.Same, record.AssuranceD
	case supports > 0:
		out.decision = record.Review
	}
	return out
}

// ruleName decides names that are exact, variant or compatible (R11 to R16).
func (m *Model) ruleName(a *atoms, alone bool) ruled {
	rare := a.bearers < m.Limits.Rare
	home := a.door || a.landline
	switch {
	case a.recycled && a.pat[Birth] == Missing && a.contacts() == 1 && (alone || !home && a.bearers >= manyBearers):
		return ruled{decision: record.Review, rule: r28}
	case a.contact() && a.birthEqual:
		return ruled{decision: record.Same, assurance: record.AssuranceB, rule: r11}
	case a.contact():
		return ruled{decision: record.Same, assurance: record.AssuranceC, rule: r12}
	case a.birthEqual && home && a.name == nameEqual:
		return ruled{decision: record.Same, assurance: record.AssuranceB, rule: r13}
	case a.birthEqual && a.name == nameEqual && m.loneBearer(a, rare, alone):
		return ruled{decision: record.Same, assurance: record.AssuranceD, rule: r14}
	case !alone && a.parents == 2 && a.sameGiven():
		return ruled{decision: record.Same, assurance: record.AssuranceC, rule: r30}
	case a.birthEqual:
		return ruled{decision: record.Review, rule: r14}
	case a.pat[IBAN] == ValueEqual:
		return ruled{decision: record.Same, assurance: record.AssuranceC, rule: r29}
	case home && a.loneAtHome(rare, alone):
		return ruled{decision: record.Same, assurance: record.AssuranceD, rule: r15}
	case home:
		return ruled{decision: record.Review, rule: r15}
	case rare && a.name == nameEqual:
		return ruled{decision: record.Review, rule: r16}
	}
	return ruled{rule: r16}
}

// manyBearers is how many bearers in the nation a name needs to have for a line's
// new owner to be likely to bear it, too (rule R28 in a file).
const manyBearers = 2000

// loneBearer reports whether an equal birth date settles who is meant (R14):
// the name is rare, or fewer than 0.02 others of the population at hand are
// expected to bear it with this very date (about 25,000 dates).
func (m *Model) loneBearer(a *atoms, rare, alone bool) bool {
	if rare || alone {
		return rare
	}
	others := a.bearers * float64(m.Population) / nation / birthDates
	return others < 0.02
}

// loneAtHome reports whether a shared home settles who is meant (R15): the name is
// rare. In a file a door does as well, but only one bearer may be known behind it,
// and the given name may not be that of a brother or sister.
func (a *atoms) loneAtHome(rare, alone bool) bool {
	if alone {
		return rare
	}
	return (rare || a.door) && !a.contested && a.ownGiven
}

// sameGiven reports whether the given names are equal but for their spelling:
// twins share parents, birth date and sometimes the first of two names.
func (a *atoms) sameGiven() bool { return sameGiven(a.pat[Given]) }

// rarelyGiven is the term frequency (log2 in millibits) from which on a given name
// is no first name of several children: Mehmet Ali and Mehmet Emin are brothers, and
// a twin sister of Sude Sudenaz, but there is one İltekin in a family.
const rarelyGiven = -11_000

// isOwnGiven reports whether the given names, of which the agreeing part has the given
// term frequency, are not the names of two brothers or sisters.
func (a *atoms) isOwnGiven(share int32) bool {
	return a.sameGiven() || a.pat[Given] == NameCompatible && share <= rarelyGiven
}

// carried reports whether a strong score may join a pair of a file that the
// rules left short of it (R31). What a score cannot see is never carried: a death,
// two bearers behind one door, a name with at most the il and the sex beside it.
// Nor does it carry a given name that only fits (Fatma, Fatma Nur) on what sisters
// share, home, parents, with twins the birth date, unless hardly anybody is called so.
func (m *Model) carried(a *atoms, r *ruled) bool {
	switch r.rule {
	case r07, r28:
		return a.name.fits()
	case r14:
		return a.ownGiven
	case r15:
		return !a.contested || a.ownGiven && a.born()
	case r16:
		return a.ownGiven && (a.born() || a.parents > 0 || m.others(a) < few && a.neighbours() || m.others(a) < nobody && a.beside())
	case r18:
		own := a.sameGiven() || a.pat[Given] == NameTypo
		return own && (a.contact() || a.birthEqual || a.landline || a.beside())
	case r19:
		return !a.sisters && a.pat[Birth] != BirthConflictWeak && a.carriesSurname()
	case r21:
		return agrees(a.pat[Given]) && a.contact() || a.sameGiven() && a.birthEqual && (a.door || a.landline)
	case r24:
		return a.pat[CompanyName] <= ValueNear && (a.contact() || a.landline || a.door)
	}
	return false
}

// carriesSurname reports whether enough speaks for one person whose surnames
// conflict: the birth date with a contact, the home or the parents; for a woman
// also a contact, with one more thing where the line may have a new owner.
func (a *atoms) carriesSurname() bool {
	home := a.door || a.landline || a.near()
	if a.birthEqual && (a.contact() || a.sameGiven() && (home || a.parents > 0)) {
		return true
	}
	return a.woman && a.sameGiven() && (a.contact() && (!a.recycled || home || a.born()) || a.parents == 2 && home)
}

// others returns how many others of the population at hand are expected to bear
// the name at all. The customers of a small file are no draw from the nation: they
// come from a few places, where families bear the same names.
func (m *Model) others(a *atoms) float64 {
	return a.bearers * float64(max(m.Population, town)) / nation
}

// Others that are expected to bear a name: so few that there is nobody, or that
// nobody lives in the same mahalle.
const nobody, few = 0.02, 0.1

// beside reports whether anything but names, sex and il agrees.
func (a *atoms) beside() bool {
	return a.near() || a.born() || a.parents > 0 || a.pat[Email] == ContactSimilar || a.pat[BirthPlace] == ValueEqual
}

// near reports whether the two live in one ilçe at least.
func (a *atoms) near() bool { return a.pat[Home] != Missing && a.pat[Home] <= HomeDistrict }

// neighbours reports whether the two live in one mahalle at least.
func (a *atoms) neighbours() bool { return a.near() && a.pat[Home] <= HomeQuarter }

// born reports whether the birth dates agree as far as they are known, or but for
// a slip.
func (a *atoms) born() bool { return a.pat[Birth] != Missing && a.pat[Birth] <= BirthTypo }

const (
	nation     = 85_000_000 // people in Turkey (ADNKS 2024, rounded)
	birthDates = 25_000     // birth dates among the living, about 70 years of days
	town       = 20_000     // people of the place that a small file's customers come from
)

// ruleCompanies applies R24 to two companies.
func ruleCompanies(a *atoms, city, sameForm, mail bool) ruled {
	core := a.pat[CompanyName] == ValueEqual || a.pat[CompanyName] == ValueClose
	support := a.contact() || a.landline || a.door || mail
	switch {
	case a.pat[NationalID] == IDEqual:
		return ruled{decision: record.Same, assurance: record.AssuranceA, rule: r24, link: branch(a)}
	case a.pat[NationalID] == IDDifferent:
		return ruled{rule: r24, vetoes: vetoID}
	case a.pat[CompanyName] == ValueDifferent && support:
		return ruled{rule: r24, link: record.Group, vetoes: vetoGiven}
	case a.pat[CompanyName] == ValueDifferent:
		return ruled{rule: r24, vetoes: vetoGiven}
	case !core && support:
		return ruled{decision: record.Review, rule: r24}
	case !core:
		return ruled{rule: r24}
	case !sameForm && support, sameForm && city && !support:
		return ruled{decision: record.Review, rule: r24}
	case support:
		return ruled{decision: record.Same, assurance: record.AssuranceC, rule: r24}
	}
	return ruled{rule: r24}
}

// sharedMailbox reports a mailbox of an office (info@) on both sides, which is
// evidence of a company though of no person.
func sharedMailbox(a, b *Profile) bool {
	for i := range a.Mails {
		for j := range b.Mails {
			if x, y := &a.Mails[i], &b.Mails[j]; x.Value == y.Value && x.Reach == Organisation && x.Degree != Hub && y.Degree != Hub {
				return true
			}
		}
	}
	return false
}

// branch says whether two records of one company are two of its places.
func branch(a *atoms) record.Link {
	if l := a.pat[Home]; l >= HomeBuilding {
		return record.Branch
	}
	return record.NoLink
}
