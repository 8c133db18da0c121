package bulk

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/match"
	"golang.org/x/sync/errgroup"
)

// How much of a file fitting looks at.
const (
	randomPairs    = 200_000
	sampledRecords = 60_000
	sampledJoins   = 2_000 // where fewer were found in Turkish, the sample is mostRecords
	mostRecords    = 300_000
	sampledPairs   = 1_000_000 // of the keys, outside Turkish, where keys are many
	learnedPairs   = 6_000_000 // of the keys, that variants are learned from
	minFitRecords  = 200       // below, the shipped model knows more than the file
)

// fit makes the model, unless one was given: first the term frequencies, then
// all else from samples that depend on the canonical order alone.
func (r *run) fit(ctx context.Context) error {
	if r.o.Model != nil {
		return nil
	}
	n := int64(len(r.b.Records) - r.b.Copies.Len())
	s := &match.Sample{Coverage: r.coverage, Frequencies: r.interner.Frequencies(n, len(r.b.Model.Fields))}
	weighed := r.b.Model.WithFrequencies(s.Frequencies)
	r.interner.Weigh(weighed)
	if n < minFitRecords {
		weighed.Notes = []string{"fewer records than fitting asks for: shipped weights, own term frequencies"}
		r.b.Model = weighed
		return nil
	}
	if err := r.sample(ctx, s, weighed); err != nil {
		return err
	}
	r.b.Model = match.Fit(weighed, s)
	if !weighed.Turkish() {
		if err := r.learnVariants(ctx, s, weighed); err != nil {
			return err
		}
		r.interner.Weigh(r.b.Model)
	}
	r.interner.Pin(r.b.Model) // fitting leaves the term frequencies as they are
	return ctx.Err()
}

// pieces is how many pieces the work of fitting is cut into: a constant, so that
// sums do not depend on the number of workers.
const pieces = 32

// inPieces runs do over n things cut in pieces, side by side.
func (r *run) inPieces(ctx context.Context, n int, do func(worker, piece, from, to int)) error {
	var taken atomic.Int32
	g, ctx := errgroup.WithContext(ctx)
	for w := range r.o.Workers {
		g.Go(func() error {
			for ctx.Err() == nil {
				p := int(taken.Add(1)) - 1
				if p >= pieces {
					break
				}
				do(w, p, n*p/pieces, n*(p+1)/pieces)
			}
			return ctx.Err()
		})
	}
	return g.Wait()
}

// sample observes random pairs and candidates under a model whose term
// frequencies the names bear.
func (r *run) sample(ctx context.Context, s *match.Sample, m *match.Model) (err error) {
	n := len(r.b.Profiles)
	for _, j := range r.judges {
		j.Under(m)
	}
	pairs := int(min(randomPairs, int64(n)*int64(n-1)/2))
	if s.Random, err = r.observed(ctx, pairs, r.sampleRandom); err != nil {
		return err
	}
	every := r.every(m, sampledPairs)
	if err := r.sampleEvery(ctx, s, every); err != nil || !m.Turkish() || every == 1 || s.Joins() >= sampledJoins {
		return err
	}
	every = min(every, uint64(n+mostRecords-1)/mostRecords)
	if err := r.sampleEvery(ctx, s, every); err != nil || every == 1 {
		return err
	}
	s.Namesakes, err = r.observed(ctx, n, r.sampleNamesakes)
	return err
}

// observed returns what take observes of n things, in their order.
func (r *run) observed(ctx context.Context, n int, take func(worker, from, to int) []match.Observation) ([]match.Observation, error) {
	var of [pieces][]match.Observation
	err := r.inPieces(ctx, n, func(worker, piece, from, to int) { of[piece] = take(worker, from, to) })
	return slices.Concat(of[:]...), err
}

// sampleEvery takes the candidates of one in every so many records.
func (r *run) sampleEvery(ctx context.Context, s *match.Sample, every uint64) (err error) {
	s.Rate = 1 / float64(every)
	s.Candidates, err = r.observed(ctx, len(r.b.Profiles), func(worker, from, to int) []match.Observation {
		return r.sampleCandidates(worker, from, to, every)
	})
	return err
}

// sampleRandom draws pairs of records by a fixed sequence of hashes.
func (r *run) sampleRandom(worker, from, to int) []match.Observation {
	judge, n := r.judges[worker], uint64(len(r.b.Profiles))
	out := make([]match.Observation, 0, to-from)
	for i := uint64(from); i < uint64(to); i++ {
		h := match.Mix(i, 0x72616e646f6d)
		a, b := h%n, (h>>32)%n
		if a != b && !r.b.Copies.Has(uint32(a)) && !r.b.Copies.Has(uint32(b)) {
			out = append(out, judge.Observe(&r.b.Profiles[a], &r.b.Profiles[b]))
		}
	}
	return out
}

// every says of how many records one is sampled; outside Turkish so that about
// the given number of pairs are, counted once for each key that they share.
func (r *run) every(m *match.Model, pairs uint64) uint64 {
	every := uint64(len(r.b.Profiles)+sampledRecords-1) / sampledRecords
	if !m.Turkish() {
		every = max(every, uint64(r.b.Blocking.Pairs)/pairs)
	}
	return every
}

// sampleCandidates takes all candidates of a share of the records. A pair is
// found from the earlier of its two, so every pair has the same chance.
func (r *run) sampleCandidates(worker, from, to int, every uint64) (out []match.Observation) {
	for a := from; a < to; a++ {
		if match.Mix(uint64(a), 0x73616d706c65)%every != 0 {
			continue
		}
		r.walks[worker].Later(uint32(a), func(b uint32, shared blocking.Classes) {
			if o, ok := r.observe(worker, uint32(a), b, shared); ok {
				out = append(out, o)
			}
		})
	}
	return out
}

// sampleNamesakes takes all candidates who bear one name on one line or mailbox.
func (r *run) sampleNamesakes(worker, from, to int) (out []match.Observation) {
	const contact = 1<<blocking.Line | 1<<blocking.Mail
	for a := from; a < to; a++ {
		r.walks[worker].Later(uint32(a), func(b uint32, shared blocking.Classes) {
			if shared&contact == 0 {
				return
			}
			if o, ok := r.observe(worker, uint32(a), b, shared); ok && o.Namesakes() {
				out = append(out, o)
			}
		})
	}
	return out
}

// observe compares two candidates. What only the keys of a comparison found, tells
// nothing of it.
func (r *run) observe(worker int, a, b uint32, shared blocking.Classes) (match.Observation, bool) {
	return r.judges[worker].ObserveCandidate(&r.b.Profiles[a], &r.b.Profiles[b], func(c match.Comparison) bool { return shared&^dependents[c] != 0 })
}

// learnVariants finds the values that the file uses for one another and fits
// the model again, now that it knows them.
func (r *run) learnVariants(ctx context.Context, s *match.Sample, base *match.Model) error {
	r.interner.Weigh(r.b.Model)
	var learners [pieces]*match.VariantLearner
	every := r.every(base, learnedPairs)
	err := r.inPieces(ctx, len(r.b.Profiles), func(worker, piece, from, to int) {
		learners[piece] = r.learn(worker, from, to, every)
	})
	if err != nil {
		return err
	}
	variants := match.Variants(learners[:])
	if len(variants) == 0 {
		return nil
	}
	base = base.WithVariants(variants)
	if err := r.sample(ctx, s, base); err != nil {
		return err
	}
	s.Start = r.b.Model
	r.b.Model = match.Fit(base, s)
	return nil
}

func (r *run) learn(worker, from, to int, every uint64) *match.VariantLearner {
	learner := match.NewVariantLearner(r.b.Model)
	for a := from; a < to; a++ {
		if match.Mix(uint64(a), 0x73616d706c65)%every != 0 {
			continue
		}
		r.walks[worker].Later(uint32(a), func(b uint32, shared blocking.Classes) {
			learner.Add(&r.b.Profiles[a], &r.b.Profiles[b], func(c match.Comparison) bool { return shared&^dependents[c] != 0 })
		})
	}
	return learner
}

// dependents is [dependent] of every comparison.
var dependents = func() (out [32]blocking.Classes) {
	for c := range out {
		out[c] = dependent(match.Comparison(c))
	}
	return out
}()

// dependent returns the key classes that a comparison has a part in: a pair
// that only they found says nothing new about the comparison.
func dependent(c match.Comparison) blocking.Classes {
	set := func(list ...blocking.Class) (s blocking.Classes) {
		for _, k := range list {
			s |= 1 << k
		}
		return s
	}
	switch c {
	case match.Given:
		return set(blocking.BirthGiven, blocking.FullName, blocking.GivenDoor, blocking.UserName, blocking.SubName,
			blocking.NameSlip, blocking.YearName, blocking.UserWord, blocking.SubWord, blocking.PlaceName, blocking.UserStart)
	case match.Surname:
		return set(blocking.BirthSurname, blocking.FullName, blocking.SurnameDoor, blocking.UserName, blocking.SubName,
			blocking.NameSlip, blocking.YearName, blocking.UserWord, blocking.SubWord, blocking.PlaceName, blocking.UserStart)
	case match.Birth:
		return set(blocking.BirthGiven, blocking.BirthSurname, blocking.BirthPlace, blocking.SubYear, blocking.SubDay,
			blocking.BirthUser, blocking.BirthDate, blocking.YearName)
	case match.BirthPlace:
		return set(blocking.PlaceName)
	case match.NationalID:
		return set(blocking.NationalID)
	case match.Mobile:
		return set(blocking.Line)
	case match.Email:
		return set(blocking.Mail, blocking.MailLocal)
	case match.Home:
		return set(blocking.SurnameDoor, blocking.GivenDoor, blocking.BirthPlace, blocking.SubDistrict, blocking.SubStreet, blocking.Line)
	case match.Document, match.IBAN, match.CustomerNo:
		return set(blocking.Document)
	case match.CompanyName:
		return set(blocking.CompanyName)
	}
	if c >= match.UserComparison(0) {
		return set(blocking.UserField, blocking.UserName, blocking.BirthUser, blocking.UserPair, blocking.UserWord, blocking.SubUser, blocking.UserStart)
	}
	return 0
}
