package match

import (
	"fmt"
	"math"
	"sync"

	"github.com/tekil-id/tekil/record"
)

// Observation is one compared pair of a sample that a model is fitted to.
type Observation struct {
	pat    Pattern
	shares shares
	// independent is the set of comparisons (bit i for comparison i) that had no
	// part in finding a candidate: what they say of it is not biased by blocking.
	independent uint32
	join        joining // of a candidate
	sex         byte    // that the two have in common, where they bear one name
}

// joining says which threshold stands between a pair and an automatic join.
type joining uint8

const (
	joinsNever   joining = iota
	joinsSame            // a rule permits it
	joinsCarried         // a high score may carry it (R31)
)

// Sample is what [Fit] learns from. Its order must not depend on the order of
// the input.
type Sample struct {
	// Random pairs of the file: nearly all strangers.
	Random []Observation
	// Candidates are a share Rate of all candidate pairs.
	Candidates []Observation
	Rate       float64
	// Namesakes, where not nil, are all candidates of the file whose names agree on a
	// line or mailbox: of few duplicates a share shows too few of them.
	Namesakes []Observation
	// Start, where not nil, is a model to start from that was fitted to the same
	// file before; outside Turkish only.
	Start    *Model
	Coverage Coverage
	// Given, Surnames, Companies, Places and Fields count terms by record.
	Frequencies Frequencies
}

// Joins returns how many of the candidates rules may join.
func (s *Sample) Joins() int {
	n := 0
	for i := range s.Candidates {
		n += btoi(s.Candidates[i].join == joinsSame)
	}
	return n
}

// Coverage counts records of the file, for prior odds: how many there are, and
// how many could take part in each sure rule.
type Coverage struct {
	Records, National, Mobile, Email, Birth, Door int64
}

// Frequencies are the term frequencies of a file.
type Frequencies struct {
	Given, Surnames, Companies, Places Frequency
	Births, Mails                      Frequency // outside Turkish
	Fields                             []Frequency
}

// Count adds a profile to the coverage.
func (c *Coverage) Count(p *Profile) {
	c.Records++
	c.National += int64(btoi(p.National.valid()))
	c.Birth += int64(btoi(!p.Birth.IsZero()))
	c.Mobile += int64(btoi(counted(p.Lines)))
	c.Email += int64(btoi(counted(p.Mails)))
	for i := range p.Doors {
		if p.Doors[i].Key != 0 {
			c.Door++
			break
		}
	}
}

func counted(list []Contact) bool {
	for i := range list {
		if list[i].Reach == Personal {
			return true
		}
	}
	return false
}

// Observe compares two random records for a [Sample].
func (j *Judge) Observe(a, b *Profile) (o Observation) {
	j.c.compare(a, b, &o.pat, &o.shares)
	return o
}

// ObserveCandidate compares two records that keys brought together for a [Sample].
// independent says which comparisons had no part in that. ok is false where fitting
// learns nothing from the pair.
func (j *Judge) ObserveCandidate(a, b *Profile, independent func(Comparison) bool) (o Observation, ok bool) {
	o = j.Observe(a, b)
	if !j.model.telling(&o) {
		return o, false
	}
	for i := range j.model.Weights {
		if independent(Comparison(i)) {
			o.independent |= 1 << i
		}
	}
	o.join = j.joining(a, b, &o)
	o.sex = commonSex(a, b, &o.pat)
	return o, true
}

// farApart is the weight, without dates and ids or with them, below which fitting
// learns nothing of a pair that has no door or landline in common.
const farApart = -10_000

// telling reports whether fitting learns anything from a candidate pair: it may be
// one person, or shows what a household shares. Of the pairs that keys find, most
// share a frequent name and are strangers; outside Turkish, where keys are many, all
// that rather speak for strangers are left out.
func (m *Model) telling(o *Observation) bool {
	if !m.Turkish() {
		same, household, strangers := m.sums(&o.pat, &o.shares)
		return max(same, household) > strangers
	}
	home := o.pat[Home]
	return home != Missing && home <= HomeLine || m.weigh(&o.pat, &o.shares) >= farApart || m.weighUndated(o) >= farApart
}

// joining says by which threshold two records of a file would join.
func (j *Judge) joining(a, b *Profile, o *Observation) joining {
	if !j.model.Turkish() || !joinable(&o.pat) {
		return joinsNever
	}
	at := j.atoms(a, b, &o.pat, &o.shares)
	switch r := j.ruleKinds(a, b, &o.pat, &o.shares, &at); {
	case r.decision == record.Same:
		return joinsSame
	case r.vetoes == 0 && j.model.carried(&at, &r):
		return joinsCarried
	}
	return joinsNever
}

// Frequencies returns the term frequencies of all interned names, over the
// given number of records.
func (in *Interner) Frequencies(records int64, fields int) Frequencies {
	f := Frequencies{Fields: make([]Frequency, fields)}
	var wg sync.WaitGroup
	count := func(dst *Frequency, t table) {
		wg.Go(func() { *dst = NewFrequency(in.counts(t), records) })
	}
	count(&f.Given, givenTable)
	count(&f.Surnames, surnameTable)
	count(&f.Companies, companyTable)
	count(&f.Places, placeTable)
	count(&f.Births, birthTable)
	count(&f.Mails, mailTable)
	for i := range f.Fields {
		count(&f.Fields[i], fieldTable+table(i))
	}
	wg.Wait()
	return f
}

// WithFrequencies returns a copy of m that knows the file's term frequencies.
func (m *Model) WithFrequencies(f Frequencies) *Model {
	out := *m
	out.Given, out.Surnames, out.Companies, out.Places = f.Given, f.Surnames, f.Companies, f.Places
	out.Births, out.Mails = f.Births, f.Mails
	out.Fields = append([]Field(nil), m.Fields...)
	for i := range out.Fields {
		out.Fields[i].Frequency = f.Fields[i]
	}
	return &out
}

// Fit returns base sharpened by a sample of a file, without labels:
//
//   - the strangers' column comes from random pairs;
//   - the prior odds come from sure rules (equal valid ids, else a name with an
//     equal line, mailbox or birth date), divided by the rules' own recall;
//   - the column of the same person comes from EM around base, each comparison
//     learning only from pairs that other comparisons found;
//   - the household's column stays as it is, but for how often two of one
//     household bear one given name (father and son, grandmother and grandchild)
//     or share a line or mailbox, how that hangs together (see [Kin]), which pairs
//     behind one door show that are surely two people, and how badly they write
//     surname and home, as one person does;
//   - the calibration comes from pairs whose names agree, of which birth dates and
//     ids, left out of the weight, tell how many are two people;
//   - the thresholds go to where the joins above them are expected to be wrong as
//     often as Threshold.Error allows: up where few records are duplicates and
//     agreements that a family shares are as often two people as one, down where
//     nothing that can be taken for another is in sight.
//
// A column that comes out in an impossible order falls back on base, and Notes
// say so.
func Fit(base *Model, s *Sample) *Model {
	if !base.Turkish() {
		return fitGeneric(base, s)
	}
	m := base.WithFrequencies(s.Frequencies)
	m.Weights = cloneWeights(base.Weights)
	m.Notes = nil
	f := &fitter{m: m, base: base, s: s}
	f.strangers()
	f.priors()
	f.householdNames()
	f.householdContacts(Mobile)
	f.householdContacts(Email)
	f.kin()
	for range emRounds {
		f.expectMaximise()
	}
	f.checkOrder()
	f.calibrate()
	f.thresholds()
	return m
}

const (
	emRounds = 8
	// emStrength is how many sure pairs the base model's column counts for.
	emStrength = 400
	// minCount is how many random pairs must show a level before its frequency
	// among strangers is believed.
	minCount = 30
)

func cloneWeights(w []Weights) []Weights {
	out := make([]Weights, len(w))
	for i := range w {
		out[i] = Weights{Name: w[i].Name, Levels: append([]LevelWeight(nil), w[i].Levels...)}
	}
	return out
}

type fitter struct {
	m, base *Model
	s       *Sample
}

func (f *fitter) note(format string, args ...any) {
	f.m.Notes = append(f.m.Notes, fmt.Sprintf(format, args...))
}

// strangers sets the strangers' column from random pairs, level by level, where
// enough of them show the level.
func (f *fitter) strangers() {
	for c := range f.m.Weights {
		var count [16]int
		total := 0
		for i := range f.s.Random {
			l := f.s.Random[i].pat[c]
			count[l]++
			total += btoi(l != Missing)
		}
		for l := range f.m.Weights[c].Levels {
			w := &f.m.Weights[c].Levels[l]
			if l != int(Missing) && !w.Frequency && count[l] >= minCount {
				w.Strangers = millibits(float64(count[l]) / float64(total))
			}
		}
	}
}

// priors sets the prior odds over all pairs of the file.
func (f *fitter) priors() {
	c := f.s.Coverage
	pairs := float64(c.Records) * float64(c.Records-1) / 2
	if pairs < 1 || f.s.Rate == 0 {
		return
	}
	rules := []struct {
		name     string
		coverage int64
		recall   float64
		holds    func(*Pattern) bool
	}{
		{"equal national id", c.National, .95, func(p *Pattern) bool { return p[NationalID] == IDEqual }},
		{"name and equal line", c.Mobile, f.likelihood(Mobile, ContactEqual, ContactEqual16) * f.nameRecall(),
			func(p *Pattern) bool { return sameName(p) && equalContact(p[Mobile]) }},
		{"name and birth date", c.Birth, f.likelihood(Birth, BirthEqual, BirthEqual) * f.nameRecall(),
			func(p *Pattern) bool { return sameName(p) && p[Birth] == BirthEqual }},
		{"name and equal mailbox", c.Email, f.likelihood(Email, ContactEqual, ContactEqual16) * f.nameRecall(),
			func(p *Pattern) bool { return sameName(p) && equalContact(p[Email]) }},
	}
	var sum, weight float64
	for _, r := range rules {
		share := float64(r.coverage) / float64(c.Records)
		if share < 0.1 {
			continue
		}
		found := f.count(r.holds) / f.s.Rate
		sum += priorOf(found, share*share*r.recall*pairs, f.base.Same) * share
		weight += share
	}
	if weight == 0 {
		f.note("no sure rule can be asked: prior odds as shipped")
		return
	}
	f.m.Same = min(int32(math.Round(1000*sum/weight)), -1000)
	f.household(pairs)
}

// household sets the prior odds of two of a household from pairs of one surname
// and door whose given names conflict.
func (f *fitter) household(pairs float64) {
	share := float64(f.s.Coverage.Door) / float64(f.s.Coverage.Records)
	found := f.count(func(p *Pattern) bool {
		return p[Given] == NameConflict && p[Surname] == NameExact && (p[Home] == HomeDoor || p[Home] == HomeDoorAndLine)
	}) / f.s.Rate
	if share < 0.1 {
		f.m.Household = min(f.m.Same+f.base.Household-f.base.Same, -1000)
		return
	}
	f.m.Household = min(int32(math.Round(1000*priorOf(found, share*share*.6*pairs, f.base.Household))), -1000)
}

// priorPairs is how many found pairs the base model's prior odds count for: a small
// file of few duplicates shows few pairs, and that is what it has to say.
const priorPairs = 2

// priorOf returns the log2 prior odds where a sure rule found so many of the pairs
// that it could have found, around the base model's odds in millibits.
func priorOf(found, could float64, base int32) float64 {
	return math.Log2((found + priorPairs) / (could + priorPairs/math.Exp2(float64(base)/1000)))
}

// householdStrength is how many pairs the base model's household column of given
// names counts for.
const householdStrength = 100

// householdNames sets how given names agree within households, from pairs that
// are surely two people of one: one surname and door, and ids or birth dates
// that part them.
func (f *fitter) householdNames() {
	levels, base := f.m.Weights[Given].Levels, f.base.Weights[Given].Levels
	var count [16]float64
	total := 0.0
	for i := range f.s.Candidates {
		o := &f.s.Candidates[i]
		if o.twoAtHome() && o.pat[Given] != Missing && o.independent&(1<<Given) != 0 {
			count[o.pat[Given]]++
			total++
		}
	}
	for l := 1; l < len(levels); l++ {
		p := (count[l] + householdStrength*math.Exp2(float64(base[l].Household)/1000)) / (total + householdStrength)
		levels[l].Household = millibits(max(p, 1e-4))
	}
}

// householdContacts sets how often two of one household share a line or a
// mailbox, from pairs of one surname and door that are surely two people. Those
// whose given names agree (father and son) count by themselves, around what all
// of them show: only they are ever taken for one person. The levels that tell how
// many names stand on a value keep their proportions, for two of one name are one.
func (f *fitter) householdContacts(c Comparison) {
	var all, agree sharing
	for i := range f.s.Candidates {
		o := &f.s.Candidates[i]
		if !o.behindOneDoor() || o.pat[c] == Missing || o.independent&(1<<c) == 0 {
			continue
		}
		two := o.twoAtHome()
		if two || o.pat[Given] == NameConflict {
			all.add(o.pat[c])
		}
		if two && o.pat[Given] != Missing && o.pat[Given] <= NameCompatible {
			agree.add(o.pat[c])
		}
	}
	levels, base := f.m.Weights[c].Levels, f.base.Weights[c].Levels
	fitted := func(of func(*sharing) float64, base float64) float64 {
		p := (of(&all) + householdStrength*base) / (all.total + householdStrength)
		return (of(&agree) + agreeStrength*p) / (agree.total + agreeStrength)
	}
	share := math.Exp2(float64(base[ContactEqual16].Household) / 1000)
	rise := millibits(fitted(func(s *sharing) float64 { return s.equal }, share) / share)
	for l := ContactEqual; l <= ContactEqual16; l++ {
		levels[l].Household = min(base[l].Household+rise, 0)
	}
	different := math.Exp2(float64(base[ContactDifferent].Household) / 1000)
	levels[ContactDifferent].Household = millibits(fitted(func(s *sharing) float64 { return s.different }, different))
}

// agreeStrength is how many pairs of two people of one name all pairs of a
// household count for.
const agreeStrength = 100

// sharing counts pairs by whether they share a line or mailbox.
type sharing struct{ equal, different, total float64 }

func (s *sharing) add(l Level) {
	s.total++
	s.equal += float64(btoi(l <= ContactEqual16))
	s.different += float64(btoi(l == ContactDifferent))
}

func (f *fitter) count(holds func(*Pattern) bool) float64 {
	n := 0
	for i := range f.s.Candidates {
		n += btoi(holds(&f.s.Candidates[i].pat))
	}
	return float64(n)
}

func sameName(p *Pattern) bool {
	return sameGiven(p[Given]) && (p[Surname] == NameExact || p[Surname] == NameVariant)
}

// likelihood is the base probability of levels from through to for one person.
func (f *fitter) likelihood(c Comparison, from, to Level) float64 {
	levels := f.base.Weights[c].Levels
	if c == Mobile || c == Email {
		return math.Exp2(float64(levels[from].Same) / 1000) // its levels by degree are one
	}
	p := 0.0
	for l := from; l <= to; l++ {
		p += math.Exp2(float64(levels[l].Same) / 1000)
	}
	return p
}

func (f *fitter) nameRecall() float64 {
	return f.likelihood(Given, NameExact, NameVariant) * f.likelihood(Surname, NameExact, NameVariant)
}

// expectMaximise is one round of EM for the same-person column.
func (f *fitter) expectMaximise() {
	var sums [maxComparisons][16]float64
	for i := range f.s.Candidates {
		o := &f.s.Candidates[i]
		f.learnIdentity(o, Birth, &sums)
		f.learnIdentity(o, NationalID, &sums)
		p := Probability(f.m.weigh(&o.pat, &o.shares))
		if p < 0.01 {
			continue
		}
		for c := range f.m.Weights {
			if o.independent&(1<<c) != 0 && c != int(Birth) && c != int(NationalID) {
				sums[c][o.pat[c]] += p
			}
		}
	}
	for c := range f.m.Weights {
		f.maximise(c, &sums[c])
	}
	f.follow(Surname)
	f.follow(Home)
}

// surely is the probability from which on a pair shows how often one person has two
// birth dates or ids.
const surely = .998

// learnIdentity counts the birth dates or ids of a pair that is one person without
// them. They tell a father from his son: were less sure pairs counted, every son
// who passes for his father would teach that one person has two birth dates.
func (f *fitter) learnIdentity(o *Observation, c Comparison, sums *[maxComparisons][16]float64) {
	if o.independent&(1<<c) == 0 || o.pat[c] == Missing {
		return
	}
	rest, shares := o.pat, o.shares
	rest[c], shares[c] = Missing, 0
	if p := Probability(f.m.weigh(&rest, &shares)); p >= surely {
		sums[c][o.pat[c]] += p
	}
}

// follow lets the household's column keep its proportion to the fitted one.
func (f *fitter) follow(c Comparison) {
	levels, base := f.m.Weights[c].Levels, f.base.Weights[c].Levels
	for l := range levels {
		if follows(c, Level(l)) {
			levels[l].Household = min(base[l].Household+levels[l].Same-base[l].Same, 0)
		}
	}
}

// follows reports the levels of which the household's column follows that of one
// person: a surname, a door are written as badly of two people as they are of one.
func follows(c Comparison, l Level) bool {
	return c == Surname && l != Missing && l <= NameSimilar || c == Home && l != Missing
}

// maximise sets the same-person column of one comparison to the weighted mean
// of what the sample shows and of the base model. Levels of a contact point
// that differ only in how many names stand on it share one probability.
func (f *fitter) maximise(c int, sum *[16]float64) {
	if c == int(Mobile) || c == int(Email) {
		for l := ContactEqual2; l <= ContactEqual16; l++ {
			sum[ContactEqual] += sum[l]
		}
	}
	total := 0.0
	for l := 1; l < len(f.m.Weights[c].Levels); l++ {
		if !degreeLevel(c, l) {
			total += sum[l]
		}
	}
	for l := 1; l < len(f.m.Weights[c].Levels); l++ {
		from := l
		if degreeLevel(c, l) {
			from = int(ContactEqual)
		}
		base := math.Exp2(float64(f.base.Weights[c].Levels[l].Same) / 1000)
		p := (sum[from] + emStrength*base) / (total + emStrength)
		f.m.Weights[c].Levels[l].Same = millibits(min(max(p, 1e-4), 0.999))
	}
}

func degreeLevel(c, l int) bool {
	return (c == int(Mobile) || c == int(Email)) && l >= int(ContactEqual2) && l <= int(ContactEqual16)
}

// checkOrder falls back on the base column where fitting made both of the
// strongest agreements of a comparison less likely for one person than its plain
// contradiction. (The strongest alone may be rare: a door and a landline.)
func (f *fitter) checkOrder() {
	for c := range f.m.Weights {
		levels, base := f.m.Weights[c].Levels, f.base.Weights[c].Levels
		last := len(levels) - 1
		if max(levels[1].Same, levels[2].Same) >= levels[last].Same || base[1].Same < base[last].Same {
			continue
		}
		for l := range levels {
			levels[l].Same = base[l].Same
		}
		f.note("%s: fitted column speaks against agreement, shipped one kept", f.m.Weights[c].Name)
	}
}

// Thresholds move in steps, and rise to thresholdMost, in millibits.
const (
	thresholdStep = 100
	thresholdMost = 12_000
)

// thresholds moves the thresholds of automatic joins to where the mean of 1 less
// the probability, over the candidates that join, is what the model allows.
func (f *fitter) thresholds() {
	t := &f.m.Thresholds
	var joins, wrong [thresholdMost/thresholdStep + 1]float64
	for i := range f.s.Candidates {
		o := &f.s.Candidates[i]
		w := f.m.weigh(&o.pat, &o.shares)
		above := w
		if o.join == joinsCarried {
			above -= t.Carry - t.Same
		}
		if o.join != joinsNever && above >= 0 {
			step := min(int(above/thresholdStep), len(joins)-1)
			joins[step]++
			wrong[step] += 1 - Probability(w)
		}
	}
	least := max(min(t.Least, t.Same), t.Review)
	best, all, bad := len(joins)-1, 0.0, 0.0
	for s := len(joins) - 1; s >= 0 && int32(s*thresholdStep) >= least; s-- {
		all += joins[s]
		bad += wrong[s]
		if bad <= t.Error*all {
			best = s
		}
	}
	if rise := int32(best*thresholdStep) - t.Same; t.Error > 0 && all > 0 && (rise > thresholdStep || rise < 0) {
		t.Same += rise
		t.Carry += rise
		f.note("thresholds moved by %.1f bits: above, at most %g of the joins are expected to be wrong", float64(rise)/1000, t.Error)
	}
}

// joinable reports whether nothing in the pattern contradicts one person, and
// something beside the name speaks for one.
func joinable(p *Pattern) bool {
	if p[Given] == NameConflict || p[NationalID] == IDDifferent || p[Birth] == BirthConflict || p[Birth] == BirthGeneration {
		return false
	}
	return p.sharesContact() || p[Birth] == BirthEqual || p[Home] != Missing && p[Home] <= HomeLine ||
		p[NationalID] != Missing && p[NationalID] <= IDTypo || p[Document] == ValueEqual || p[CompanyName] == ValueEqual
}
