package match

import (
	"cmp"
	"slices"
)

// Variant says that the file uses two values of one comparison for one another,
// like Edward and Ted, or Camden and London: records that are one person by all
// else hold both far more often than chance has it.
type Variant struct {
	Comparison string `json:"comparison"`
	A          string `json:"a"`
	B          string `json:"b"`
	// Share is minus the log2 of how much more often, in millibits.
	Share int32 `json:"share"`
}

// VariantLearner finds the variants of a file outside Turkish. Pairs must be
// added in an order that depends on the canonical order alone; see [Variants].
type VariantLearner struct {
	judge *Judge
	seen  map[variantKey]*variantCount
	total [maxComparisons]float64
}

// variantCount is what was seen of two values.
type variantCount struct {
	what Comparison
	a, b *Name
	sum  float64 // expected pairs of one person
	// contexts are hashes of different names of the records, up to the bound: the
	// aliases of one person are no custom of the file.
	contexts [variantContexts]uint64
	n        int
}

const (
	variantContexts = 4   // people of different names who must show a variant
	variantSure     = .8  // probability by all else from which on a pair counts
	variantPrior    = 5.0 // pairs that are held back from the count
	variantLeast    = 2000
	variantMost     = 9000 // bounds of what a variant can weigh, in millibits
)

// NewVariantLearner returns a learner under a model that was fitted once.
func NewVariantLearner(m *Model) *VariantLearner {
	return &VariantLearner{judge: NewJudge(m), seen: map[variantKey]*variantCount{}}
}

// Add looks at one candidate pair. independent is as in [Judge.ObserveCandidate].
func (l *VariantLearner) Add(a, b *Profile, independent func(Comparison) bool) {
	var pat Pattern
	var sh shares
	l.judge.c.compare(a, b, &pat, &sh)
	m := l.judge.model
	weight := m.weigh(&pat, &sh)
	if weight < -4000 {
		return
	}
	for c := range m.Weights {
		what := Comparison(c)
		if pat[c] == Missing || !m.learns(what) || !settled(what, &pat) || !independent(what) {
			continue
		}
		p := Probability(weight - m.Weights[c].Levels[pat[c]].against(sh[c]))
		if p < variantSure {
			continue
		}
		l.total[c] += p
		if x, y := a.value(what), b.value(what); x != nil && y != nil && pat[c] > TextSlip {
			l.count(what, x, y).add(p, context(what, a))
		}
	}
}

// learns reports whether the values of a comparison may have variants.
func (m *Model) learns(c Comparison) bool {
	switch c {
	case Given, Surname, BirthPlace:
		return true
	}
	if c < builtins {
		return false
	}
	k := m.Fields[c-builtins].Comparator
	return k == "text" || k == "exact"
}

// settled reports whether the other part of a name agrees: a given name has
// variants beside one surname, and the other way round.
func settled(c Comparison, pat *Pattern) bool {
	switch c {
	case Given:
		return pat[Surname] != Missing && pat[Surname] <= PlainTypo
	case Surname:
		return pat[Given] != Missing && pat[Given] <= PlainTypo
	}
	return true
}

// against is the weight of a level against strangers.
func (w *LevelWeight) against(share int32) int32 {
	if w.Frequency {
		return w.Same - w.Strangers - share
	}
	return w.Same - w.Strangers
}

func (p *Profile) value(c Comparison) *Name {
	switch c {
	case Given:
		return p.Given
	case Surname:
		return p.Surname
	case BirthPlace:
		return p.BirthPlace
	}
	return p.User[c-builtins].Name
}

// context is the name under which a variant was seen.
func context(c Comparison, p *Profile) uint64 {
	n := p.Surname
	if c == Surname {
		n = p.Given
	}
	if n == nil {
		return 0
	}
	return n.Whole
}

func (l *VariantLearner) count(c Comparison, x, y *Name) *variantCount {
	if x.Whole > y.Whole {
		x, y = y, x
	}
	k := variantKey{c, x.Whole, y.Whole}
	v := l.seen[k]
	if v == nil {
		v = &variantCount{what: c, a: x, b: y}
		l.seen[k] = v
	}
	return v
}

func (v *variantCount) add(p float64, context uint64) {
	v.sum += p
	if context != 0 && v.n < variantContexts && !slices.Contains(v.contexts[:v.n], context) {
		v.contexts[v.n] = context
		v.n++
	}
}

// merge adds what another learner saw of later pairs.
func (l *VariantLearner) merge(o *VariantLearner) {
	for k, v := range o.seen {
		mine := l.seen[k]
		if mine == nil {
			l.seen[k] = v
			continue
		}
		mine.sum += v.sum
		for _, c := range v.contexts[:v.n] {
			mine.add(0, c)
		}
	}
	for c := range l.total {
		l.total[c] += o.total[c]
	}
}

// Variants returns what learners saw together, sorted. The learners, in the order
// of their pairs, are used up.
func Variants(learners []*VariantLearner) []Variant {
	l := learners[0]
	for _, o := range learners[1:] {
		l.merge(o)
	}
	var out []Variant
	for k, v := range l.seen {
		if v.n < variantContexts || v.sum <= variantPrior {
			continue
		}
		chance := exp2Millibits(v.a.Share+v.b.Share) * 2 * l.total[k.what]
		gain := min(millibits((v.sum-variantPrior)/chance), variantMost)
		if gain < variantLeast {
			continue
		}
		out = append(out, Variant{l.judge.model.Weights[k.what].Name, v.a.Text, v.b.Text, -gain})
	}
	slices.SortFunc(out, func(x, y Variant) int {
		return cmp.Or(cmp.Compare(x.Comparison, y.Comparison), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return out
}

// WithVariants returns a copy of m that knows variants.
func (m *Model) WithVariants(v []Variant) *Model {
	out := *m
	out.Variants = v
	out.indexVariants()
	return &out
}

// variantLevel returns the level of learned variants of a comparison, 0 for none.
func (m *Model) variantLevel(c Comparison) Level {
	if m.learns(c) {
		return TextVariant
	}
	return Missing
}
