package bulk

import (
	"context"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/match"
)

// How much of a file fitting looks at.
const (
	randomPairs    = 200_000
	sampledRecords = 60_000
	minFitRecords  = 200 // below, the shipped model knows more than the file
)

// fit makes the model, unless one was given: first the term frequencies, then
// all else from samples that depend on the canonical order alone.
func (r *run) fit(ctx context.Context) error {
	if r.o.Model != nil {
		return nil
	}
	n := int64(len(r.b.Records))
	s := &match.Sample{Coverage: r.coverage, Frequencies: r.interner.Frequencies(n, len(r.b.Model.Fields))}
	weighed := r.b.Model.WithFrequencies(s.Frequencies)
	r.interner.Weigh(weighed)
	if n < minFitRecords {
		weighed.Notes = []string{"fewer records than fitting asks for: shipped weights, own term frequencies"}
		r.b.Model = weighed
		return nil
	}
	judge := match.NewJudge(weighed)
	r.sampleRandom(s, judge)
	r.sampleCandidates(s, judge)
	r.b.Model = match.Fit(weighed, s)
	if !weighed.Turkish() {
		r.learnVariants(s, weighed)
	}
	r.interner.Weigh(r.b.Model)
	return ctx.Err()
}

// sampleRandom draws pairs of records by a fixed sequence of hashes.
func (r *run) sampleRandom(s *match.Sample, judge *match.Judge) {
	n := uint64(len(r.b.Profiles))
	for i := range uint64(min(randomPairs, n*(n-1)/2)) {
		h := match.Mix(i, 0x72616e646f6d)
		a, b := h%n, (h>>32)%n
		if a != b {
			s.Random = append(s.Random, judge.Observe(&r.b.Profiles[a], &r.b.Profiles[b], func(match.Comparison) bool { return true }))
		}
	}
}

// sampleCandidates takes all candidates of a share of the records. A pair is
// found from the earlier of its two, so every pair has the same chance.
func (r *run) sampleCandidates(s *match.Sample, judge *match.Judge) {
	every := uint64(len(r.b.Profiles)+sampledRecords-1) / sampledRecords
	s.Rate = 1 / float64(every)
	walk := r.index.Walk()
	for a := range r.b.Profiles {
		if match.Mix(uint64(a), 0x73616d706c65)%every != 0 {
			continue
		}
		walk.Later(uint32(a), func(b uint32, shared blocking.Classes) {
			s.Candidates = append(s.Candidates, judge.Observe(&r.b.Profiles[a], &r.b.Profiles[b], func(c match.Comparison) bool {
				return shared&^dependent(c) != 0
			}))
		})
	}
}

// learnVariants finds the values that the file uses for one another and fits
// the model again, now that it knows them.
func (r *run) learnVariants(s *match.Sample, base *match.Model) {
	r.interner.Weigh(r.b.Model)
	learner := match.NewVariantLearner(r.b.Model)
	walk := r.index.Walk()
	for a := range r.b.Profiles {
		walk.Later(uint32(a), func(b uint32, shared blocking.Classes) {
			learner.Add(&r.b.Profiles[a], &r.b.Profiles[b], func(c match.Comparison) bool { return shared&^dependent(c) != 0 })
		})
	}
	variants := learner.Variants()
	if len(variants) == 0 {
		return
	}
	base = base.WithVariants(variants)
	judge := match.NewJudge(base)
	s.Random, s.Candidates = s.Random[:0], s.Candidates[:0]
	r.sampleRandom(s, judge)
	r.sampleCandidates(s, judge)
	r.b.Model = match.Fit(base, s)
}

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
