package match

import "math"

// generic sets what differs outside Turkish from the shipped model.
func (m *Model) generic() {
	m.Weights = genericWeights()
	m.Limits.HubContact = 20
	m.Limits.Cap = 100
	m.Household = m.Same - 20000
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
	plainRounds   = 12
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
	f := &genericFitter{m: m, base: base, s: s}
	for range plainRounds {
		f.strangers()
		f.expectMaximise()
	}
	if base.Limits.Against == 0 {
		m.Limits.Against = -m.Same / 3 * 2
	}
	return m
}

type genericFitter struct {
	m, base *Model
	s       *Sample
}

// strangers sets the strangers' column from random pairs, each counted by how
// likely it is one of strangers. The column of a level that is weighed by term
// frequency is how much more often strangers agree than the terms alone say.
func (f *genericFitter) strangers() {
	n := len(f.m.Weights)
	count := make([][16]float64, n)
	total := make([]float64, n)
	expected := make([]float64, n)
	sure := 0.0
	for i := range f.s.Random {
		o := &f.s.Random[i]
		p := 1 - Probability(f.m.weigh(&o.pat, &o.shares))
		sure += p
		for c := range n {
			l := o.pat[c]
			if l == Missing {
				continue
			}
			count[c][l] += p
			total[c] += p
			if o.shares[c] != 0 {
				expected[c] += p * math.Exp2(float64(o.shares[c])/1000)
			}
		}
	}
	for c := range n {
		if total[c] == 0 {
			continue
		}
		for l := 1; l < len(f.m.Weights[c].Levels); l++ {
			w, b := &f.m.Weights[c].Levels[l], &f.base.Weights[c].Levels[l]
			if f.fixed(Comparison(c), Level(l)) {
				continue
			}
			prior := math.Exp2(float64(b.Strangers) / 1000)
			if w.Frequency {
				w.Strangers = millibits((count[c][l] + plainStranger*prior) / (expected[c] + plainStranger))
			} else {
				w.Strangers = min(millibits((count[c][l]+plainStranger*prior)/(total[c]+plainStranger)), -1)
			}
		}
	}
}

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
	var sums [maxComparisons][16]float64
	found := 0.0
	for i := range f.s.Candidates {
		o := &f.s.Candidates[i]
		p := Probability(f.m.weigh(&o.pat, &o.shares))
		found += p
		if p < 0.01 {
			continue
		}
		for c := range f.m.Weights {
			if o.independent&(1<<c) != 0 {
				sums[c][o.pat[c]] += p
			}
		}
	}
	f.prior(found)
	for c := range f.m.Weights {
		f.maximise(c, &sums[c])
	}
}

// prior sets the prior odds from the expected number of pairs of one person.
func (f *genericFitter) prior(found float64) {
	n := float64(f.s.Coverage.Records)
	if pairs := n * (n - 1) / 2; pairs > 0 && f.s.Rate > 0 {
		f.m.Same = min(max(millibits((found/f.s.Rate+1)/pairs), millibits(.01/n)), -1000)
		f.m.Household = f.m.Same - 20000
	}
}

func (f *genericFitter) maximise(c int, sum *[16]float64) {
	levels := f.m.Weights[c].Levels
	total := 0.0
	for l := 1; l < len(levels); l++ {
		total += sum[l]
	}
	for l := 1; l < len(levels); l++ {
		base := math.Exp2(float64(f.base.Weights[c].Levels[l].Same) / 1000)
		levels[l].Same = millibits(min(max((sum[l]+plainBase*base)/(total+plainBase), 1e-4), 0.999))
	}
	// A variant brings its own weight: the level itself says nothing.
	if l := f.m.variantLevel(Comparison(c)); l != Missing {
		levels[l].Strangers = levels[l].Same
	}
}
