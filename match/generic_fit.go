package match

import (
	"math"
	"sync"
)

// generic sets what differs outside Turkish from the shipped model.
func (m *Model) generic() {
	m.Weights, m.Kin = genericWeights(), Kin{}
	m.Limits.HubContact = 20
	m.Limits.Cap = 100
	m.Limits.Margin = 3000
	m.Thresholds.Same = 3000
}

func (m *Model) indexVariants() {
	m.variants = nil
	if len(m.Variants) == 0 {
		return
	}
	m.variants = make(map[variantKey]int32, len(m.Variants))
	for _, v := range m.Variants {
		a, b := Hash(v.A), Hash(v.B)
		for c := range m.Weights {
			if m.Weights[c].Name == v.Comparison {
				m.variants[variantKey{Comparison(c), min(a, b), max(a, b)}] = v.Share
			}
		}
	}
}

const (
	plainRounds   = 20
	plainStill    = 20 // millibits that no weight moved by more than: fitting has ended
	plainBase     = 60 // sure pairs that the base model's same column counts for
	plainStranger = 5  // random pairs that its strangers' column counts for
)

// fitGeneric is [Fit] outside Turkish. There are no sure rules there: prior
// odds, the column of one person and that of strangers are fitted together by
// EM. Strangers are the random pairs less those that look like one person,
// which in a small file of many duplicates are not few.
func fitGeneric(base *Model, s *Sample) *Model {
	m := base.WithFrequencies(s.Frequencies)
	m.Weights = cloneWeights(base.Weights)
	m.Notes = nil
	if s.Start != nil {
		m.Weights, m.Same, m.Household = cloneWeights(s.Start.Weights), s.Start.Same, s.Start.Household
	}
	f := &genericFitter{m: m, base: base, s: s}
	for range plainRounds {
		before := cloneWeights(m.Weights)
		f.strangers()
		f.expectMaximise()
		if still(before, m.Weights) {
			break
		}
	}
	if base.Limits.Against == 0 {
		m.Limits.Against = -m.Same / 3 * 2
	}
	return m
}

// still reports whether no weight moved.
func still(a, b []Weights) bool {
	for c := range a {
		for l := range a[c].Levels {
			x, y := &a[c].Levels[l], &b[c].Levels[l]
			if max(x.Same-y.Same, y.Same-x.Same, x.Strangers-y.Strangers, y.Strangers-x.Strangers) > plainStill {
				return false
			}
		}
	}
	return true
}

type genericFitter struct {
	m, base *Model
	s       *Sample
}

// tally is what one piece of a sample adds up to.
type tally struct {
	count    [maxComparisons][16]float64
	total    [maxComparisons]float64
	expected [maxComparisons]float64
	found    float64
}

func (t *tally) add(o *tally) {
	for c := range t.count {
		for l := range t.count[c] {
			t.count[c][l] += o.count[c][l]
		}
		t.total[c] += o.total[c]
		t.expected[c] += o.expected[c]
	}
	t.found += o.found
}

// tallyPieces is how many pieces a sample is added up in, side by side: a
// constant, so that sums are the same on every machine.
const tallyPieces = 16

func tallyOf(list []Observation, add func(*tally, *Observation)) *tally {
	var parts [tallyPieces]tally
	var wg sync.WaitGroup
	for p := range parts {
		wg.Go(func() {
			for i := len(list) * p / tallyPieces; i < len(list)*(p+1)/tallyPieces; i++ {
				add(&parts[p], &list[i])
			}
		})
	}
	wg.Wait()
	for p := 1; p < tallyPieces; p++ {
		parts[0].add(&parts[p])
	}
	return &parts[0]
}

// strangers sets the strangers' column from random pairs, each counted by how
// likely it is one of strangers. The column of a level that is weighed by term
// frequency is how much more often strangers agree than the terms alone say.
func (f *genericFitter) strangers() {
	n := len(f.m.Weights)
	t := tallyOf(f.s.Random, func(t *tally, o *Observation) {
		p := 1 - Probability(f.m.weigh(&o.pat, &o.shares))
		for c := range n {
			l := o.pat[c]
			if l == Missing {
				continue
			}
			t.count[c][l] += p
			t.total[c] += p
			if o.shares[c] != 0 {
				t.expected[c] += p * exp2Millibits(o.shares[c])
			}
		}
	})
	for c := range n {
		if t.total[c] > 0 {
			f.strangersOf(Comparison(c), t)
		}
	}
}

func (f *genericFitter) strangersOf(c Comparison, t *tally) {
	for l := 1; l < len(f.m.Weights[c].Levels); l++ {
		w, b := &f.m.Weights[c].Levels[l], &f.base.Weights[c].Levels[l]
		if f.fixed(c, Level(l)) {
			continue
		}
		shown := t.count[c][l] + plainStranger*exp2Millibits(b.Strangers)
		if w.Frequency {
			w.Strangers = millibits(shown / (t.expected[c] + plainStranger))
		} else {
			w.Strangers = min(millibits(shown/(t.total[c]+plainStranger)), -1)
		}
	}
}

func exp2Millibits(x int32) float64 { return math.Exp2(float64(x) / 1000) }

// fixed reports levels whose strangers' column random pairs cannot tell.
func (f *genericFitter) fixed(c Comparison, l Level) bool {
	switch c {
	case Given, Surname:
		return l == PlainVariant || l == PlainSwapped
	case BirthPlace, Mother, Father:
		return l == TextVariant || l == TextPart
	}
	if c >= builtins {
		set := f.m.Fields[c-builtins].Comparator == "set"
		return l == TextVariant || l == TextPart || set && l != TextDiffers
	}
	return false
}

// expectMaximise is one round of EM for the prior odds and the column of one person.
func (f *genericFitter) expectMaximise() {
	t := tallyOf(f.s.Candidates, func(t *tally, o *Observation) {
		p := Probability(f.m.weigh(&o.pat, &o.shares))
		t.found += p
		if p < 0.01 {
			return
		}
		for c := range f.m.Weights {
			if o.independent&(1<<c) != 0 {
				t.count[c][o.pat[c]] += p
			}
		}
	})
	f.prior(t.found)
	for c := range f.m.Weights {
		f.maximise(c, &t.count[c])
	}
}

// prior sets the prior odds from the expected number of pairs of one person.
func (f *genericFitter) prior(found float64) {
	n := float64(f.s.Coverage.Records)
	if pairs := n * (n - 1) / 2; pairs > 0 && f.s.Rate > 0 {
		f.m.Same = min(max(millibits((found/f.s.Rate+1)/pairs), millibits(.01/n)), -1000)
		f.household(pairs)
	}
}

// noHousehold is how much rarer than pairs of one person, in millibits, pairs of
// one household count in a file without addresses, which cannot show them.
const noHousehold = 20000

// household sets the prior odds of two of a household from pairs of one surname
// and door whose given names conflict.
func (f *genericFitter) household(pairs float64) {
	f.m.Household = f.m.Same - noHousehold
	share := float64(f.s.Coverage.Door) / float64(f.s.Coverage.Records)
	if share < 0.1 {
		return
	}
	found := 0
	for i := range f.s.Candidates {
		p := &f.s.Candidates[i].pat
		found += btoi(p[Given] == PlainConflict && p[Surname] == PlainExact && (p[Home] == HomeDoor || p[Home] == HomeDoorAndLine))
	}
	if found >= 20 {
		f.m.Household = min(millibits(float64(found)/f.s.Rate/(share*share*pairs)), -1000)
	}
}

func (f *genericFitter) maximise(c int, sum *[16]float64) {
	levels := f.m.Weights[c].Levels
	total := 0.0
	for l := 1; l < len(levels); l++ {
		total += sum[l]
	}
	for l := 1; l < len(levels); l++ {
		base := exp2Millibits(f.base.Weights[c].Levels[l].Same)
		levels[l].Same = millibits(min(max((sum[l]+plainBase*base)/(total+plainBase), 1e-4), 0.999))
	}
	// A variant brings its own weight: the level itself says nothing.
	if l := f.m.variantLevel(Comparison(c)); l != Missing {
		levels[l].Strangers = levels[l].Same
	}
}
