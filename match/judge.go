// Package match decides whether two records are one person: a pair of profiles
// becomes a pattern of comparison levels, the pattern a weight, and the weight,
// bounded by rules and vetoes, a decision. Everything is a pure function of the
// two profiles and the [Model].
//
// The score is Fellegi and Sunter's (A Theory for Record Linkage, 1969) with
// three classes in place of two: pairs are one person, two members of one
// household, or strangers. The weight is the log2 odds of the first against the
// sum of the other two. docs/matching.md has the formulas.
package match

import (
	"github.com/tekil-id/tekil/record"
)

// Judge decides about pairs under one model. It caches what it learns of
// interned names, so it is for one goroutine at a time; make one for each.
type Judge struct {
	model *Model
	c     comparer
	alone bool
}

// NewJudge returns a judge for records of a file or store under m.
func NewJudge(m *Model) *Judge { return &Judge{model: m, c: newComparer(m)} }

// NewJudges returns n judges for the records of a file, each for a goroutine of its
// own, that share what they learn of its interned names.
func NewJudges(m *Model, n, records int) []*Judge {
	given, last := newLevelCache(records), newLevelCache(records)
	out := make([]*Judge, n)
	for i := range out {
		out[i] = &Judge{model: m, c: comparer{model: m, given: given, last: last, words: wordForms{most: fileWordForms}}}
	}
	return out
}

// Under makes j judge by another model, and returns it. What it learned of names
// stays: no model has a part in it but by its locale, which must be the same.
func (j *Judge) Under(m *Model) *Judge {
	j.model, j.c.model = m, m
	return j
}

// NewLoneJudge returns a judge for pairs with nothing around them (`tekil
// compare record`): the rules decide by themselves and no threshold applies.
func NewLoneJudge(m *Model) *Judge { return &Judge{model: m, c: newComparer(m), alone: true} }

// Result is what a [Judge] holds of a pair: the bare decision. [Judge.Explain]
// says how it came about.
type Result struct {
	Weight    int32 // log2 odds of one person in millibits
	Decision  record.Decision
	Assurance record.Assurance
	Link      record.Link
	rule      rule
	vetoes    veto
}

// Contradicts reports whether the two may never share a person.
func (r *Result) Contradicts() bool { return r.vetoes != 0 }

// Doubtful reports whether a contradiction is one of names or of kinds alone, which
// a misread name makes of two records of one person more often than two people do
// who are taken for one.
func (r *Result) Doubtful() bool { return r.vetoes != 0 && r.vetoes&^(vetoGiven|vetoKind) == 0 }

// Rule names the rule that decided.
func (r *Result) Rule() string { return r.rule.String() }

// Guards names the contradictions found. The list is not to be changed.
func (r *Result) Guards() []string { return guardSets[r.vetoes] }

// Evidence returns the weight without the prior odds: what the two records say
// by themselves, for the average of [cluster.Partition].
func (r *Result) Evidence(m *Model) int32 { return r.Weight - m.Same }

// Compare returns the levels at which two records agree. It is symmetric.
func (j *Judge) Compare(a, b *Profile) Pattern {
	var pat Pattern
	var sh shares
	j.c.compare(a, b, &pat, &sh)
	return pat
}

// Judge decides about two records. Judge(a, b) equals Judge(b, a).
func (j *Judge) Judge(a, b *Profile) Result {
	var pat Pattern
	var sh shares
	j.c.compare(a, b, &pat, &sh)
	return j.decide(a, b, &pat, &sh)
}

func (j *Judge) decide(a, b *Profile, pat *Pattern, sh *shares) Result {
	weight := j.model.weigh(pat, sh)
	r := j.rules(a, b, pat, sh, weight)
	out := Result{
		Weight: weight, Decision: r.decision, Assurance: r.assurance,
		Link: r.link, rule: r.rule, vetoes: r.vetoes,
	}
	if a.Unique != 0 && a.Unique == b.Unique {
		out.vetoes |= vetoRuling
		if out.Decision == record.Same {
			out.Decision = record.Review
		}
	}
	j.bound(&out)
	return out
}

// firm is the weight that assurance B asks for in a file: one wrong join in a
// thousand. What a rule makes B of in a file of few duplicates can be twins of whom
// one gave but the first of her names.
const firm = 9966

// bound holds the rules' decision to what the score carries.
func (j *Judge) bound(r *Result) {
	t := &j.model.Thresholds
	if r.Decision == record.Same && !j.alone && r.Weight < t.Same {
		r.Decision = record.Review
	}
	if r.Assurance == record.AssuranceB && !j.alone && j.model.Turkish() && r.Weight < firm {
		r.Assurance = record.AssuranceC
	}
	if r.Decision == record.Same && !r.Assurance.AtLeast(t.Assurance) {
		r.Decision = record.Review
	}
	if r.Decision == record.Review && !j.alone && r.Weight < t.Review {
		r.Decision = record.Different
	}
	if r.Decision != record.Same {
		r.Assurance = record.NoAssurance
	}
}

// weigh returns the log2 odds of one person against household and strangers.
func (m *Model) weigh(pat *Pattern, sh *shares) int32 {
	same, household, strangers := m.sums(pat, sh)
	if m.Ablation.NoHousehold {
		return m.Same + same - strangers + m.calibration(pat)
	}
	return m.Same + same - logSum(m.Household+household, strangers) + m.calibration(pat)
}

// sums adds up the log2 likelihoods of a pattern under the three classes.
func (m *Model) sums(pat *Pattern, sh *shares) (same, household, strangers int32) {
	for i := range m.Weights {
		l := pat[i]
		if l == Missing {
			household += sh[i]
			continue
		}
		w := &m.Weights[i].Levels[l]
		same += w.Same
		household += w.Household
		strangers += w.Strangers
		if w.Frequency {
			strangers += sh[i]
		}
	}
	household += m.kinships(pat, sh[Gender])
	return same, household, strangers
}

// rules applies the rules that fit the kinds of the two records.
func (j *Judge) rules(a, b *Profile, pat *Pattern, sh *shares, weight int32) ruled {
	at := j.atoms(a, b, pat, sh)
	r := j.ruleKinds(a, b, pat, sh, &at)
	strong := !j.alone && weight >= j.model.Thresholds.Carry && j.model.Turkish()
	if strong && r.decision != record.Same && r.vetoes == 0 && j.model.carried(&at, &r) {
		return ruled{decision: record.Same, assurance: record.AssuranceD, rule: r31, link: r.link}
	}
	return r
}

func (j *Judge) ruleKinds(a, b *Profile, pat *Pattern, sh *shares, at *atoms) ruled {
	switch {
	case a.Kind == record.KindNoise || b.Kind == record.KindNoise:
		out := ruled{rule: r22, vetoes: vetoMulti}
		if pat[NationalID] == IDEqual {
			out.decision = record.Review
		}
		return out
	case a.Kind == record.KindSeveral || b.Kind == record.KindSeveral:
		return j.ruleSeveral(a, b, at)
	case a.Kind == record.KindCompany && b.Kind == record.KindCompany:
		city := pat[Home] != Missing && pat[Home] <= HomeCity
		return ruleCompanies(at, city, !otherForm(a, b), sharedMailbox(a, b))
	case a.Kind == record.KindCompany || b.Kind == record.KindCompany:
		return ruleMixed(a, b, at)
	case !j.model.Turkish():
		return j.model.ruleGeneric(pat, j.supports(pat, sh))
	}
	return j.model.rulePeople(at, j.alone)
}

// ruleSeveral sends a couple's record to review beside whoever shares something
// with it (R26).
func (j *Judge) ruleSeveral(a, b *Profile, at *atoms) ruled {
	out := ruled{rule: r26, vetoes: vetoMulti}
	if j.alone || at.contact() || at.door || at.landline || at.identifier {
		out.decision, out.link = record.Review, record.Household
	}
	return out
}

// ruleMixed keeps a company and a person apart (R23), unless the company's tax
// number is the person's own number: a sole trader.
func ruleMixed(a, b *Profile, at *atoms) ruled {
	switch {
	case at.pat[NationalID] == IDEqual:
		return ruled{decision: record.Same, assurance: record.AssuranceA, link: record.SoleTrader, rule: r23s}
	case at.contact() || at.landline:
		return ruled{rule: r23, vetoes: vetoKind, link: tradeLink(a, b)}
	}
	return ruled{rule: r23, vetoes: vetoKind}
}

// tradeLink names what ties a company and a person who share a line: a shop
// without legal form that bears a person's surname may be his own.
func tradeLink(a, b *Profile) record.Link {
	if a.Kind == record.KindCompany {
		a, b = b, a
	}
	if b.LegalForm == 0 {
		return record.PossibleSoleTrader
	}
	return record.Employer
}

// supports counts the comparisons beside the name that speak for one person by
// at least three bits.
func (j *Judge) supports(pat *Pattern, sh *shares) int {
	n := 0
	for i := range j.model.Weights {
		if i == int(Given) || i == int(Surname) || i == int(Gender) || pat[i] == Missing {
			continue
		}
		w := &j.model.Weights[i].Levels[pat[i]]
		weight := w.Same - w.Strangers
		if w.Frequency {
			weight -= sh[i]
		}
		n += btoi(weight >= 3000)
	}
	return n
}

func (j *Judge) atoms(a, b *Profile, pat *Pattern, sh *shares) atoms {
	at := atoms{
		pat:            pat,
		name:           wholeName(pat[Given], pat[Surname]),
		mobile:         equalContact(pat[Mobile]),
		mail:           equalContact(pat[Email]),
		landline:       pat[Home] == HomeDoorAndLine || pat[Home] == HomeLine,
		door:           pat[Home] == HomeDoorAndLine || pat[Home] == HomeDoor,
		birthEqual:     pat[Birth] == BirthEqual,
		genderConflict: pat[Gender] == ValueDifferent,
		bearers:        max(j.model.expected(a), j.model.expected(b)),
	}
	if j.alone && at.name.fits() && inOtherRoles(a, b) {
		at.name = nameSimilar
	}
	at.ownGiven = at.isOwnGiven(sh[Given])
	at.parents = btoi(pat[Mother] == ValueEqual) + btoi(pat[Father] == ValueEqual)
	at.identifier = pat[NationalID] == IDEqual || pat[Document] == ValueEqual || pat[CustomerNo] == ValueEqual
	if at.name == surnameConflict {
		woman := sex(a) != 'M' && sex(b) != 'M' && (sex(a) == 'F' || sex(b) == 'F')
		at.sisters = j.c.sisters(a, b)
		at.woman = woman && !at.sisters && (at.birthEqual || pat[NationalID] == IDEqual || j.c.asWritten(a, b))
		at.maiden = maidenBridge(a, b)
	}
	at.afterDeath = died(a, b) || died(b, a)
	if at.mobile {
		at.recycled = recycled(a.Lines, b.Lines, j.model.Limits.RecycledYears)
	}
	if at.door {
		at.contested = contested(a.Doors, b.Doors) || Apart(a, b)
	}
	return at
}

func sex(p *Profile) byte {
	if p.Gender != 0 {
		return p.Gender
	}
	return p.NameGender
}

// maidenBridge reports whether a maiden-name field of one side is the surname,
// or the maiden name, of the other.
func maidenBridge(a, b *Profile) bool {
	is := func(x, y *Name) bool { return x != nil && y != nil && x.Text == y.Text }
	return is(a.Maiden, b.Surname) || is(b.Maiden, a.Surname) || is(a.Maiden, b.Maiden)
}

// died reports whether b is active after a's date of death.
func died(a, b *Profile) bool {
	return !a.Death.IsZero() && !b.LastSeen.IsZero() && b.LastSeen.Compare(a.Death) > 0
}

// recycled reports whether every shared line was seen years apart on the two
// sides, so that it may have passed to a new owner.
func recycled(a, b []Contact, years int) bool {
	for i := range a {
		for k := range b {
			x, y := &a[i], &b[k]
			if x.Value != y.Value || !x.counts() || !y.counts() {
				continue
			}
			if x.From == 0 || y.From == 0 || int(max(x.From, y.From)-min(x.To, y.To)) <= years {
				return false
			}
		}
	}
	return true
}

func contested(a, b []Door) bool {
	for i := range a {
		for k := range b {
			if a[i].Key != 0 && a[i].Key == b[k].Key && (a[i].Contested || b[k].Contested) {
				return true
			}
		}
	}
	return false
}
