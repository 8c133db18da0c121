package live

import (
	"iter"
	"math"

	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// doubt is why a pair stands in the review queue.
type doubt struct {
	value int64
	rule  string
}

func worth(a, b int, weight int32) int64 {
	p := match.Probability(weight)
	return int64(float64(a*b) * math.Round(4e6*p*(1-p)))
}

// doubts returns the pairs in doubt and the joins that were refused.
func (r *region) doubts() (map[[2]uint64]doubt, error) {
	want := map[[2]uint64]doubt{}
	return want, r.eachUnsettled(func(u Unsettled) error {
		x, err := r.size(u.A)
		if err != nil {
			return err
		}
		y, err := r.size(u.B)
		want[[2]uint64{min(u.A, u.B), max(u.A, u.B)}] = doubt{worth(x, y, u.Weight), u.Rule}
		return err
	})
}

// eachUnsettled calls f with the pairs in doubt, some of them twice, and with the joins
// that were refused.
func (r *region) eachUnsettled(f func(Unsettled) error) error {
	for i, e := range r.from.edges {
		if e.Decision != record.Review || r.isRuled(e) {
			continue
		}
		other, err := r.entityOf(e.Other(r.nos[i]))
		if err != nil {
			return err
		}
		if other == r.of[i].id {
			continue
		}
		if err := f(Unsettled{e.A, e.B, e.Weight, string(e.Data), ""}); err != nil {
			return err
		}
	}
	for p, why := range r.refused() {
		res, err := r.from.judge(p.A, p.B)
		if err != nil {
			return err
		}
		if err := f(Unsettled{r.nos[p.A], r.nos[p.B], res.Weight, res.Rule(), why}); err != nil {
			return err
		}
	}
	return nil
}

// refused yields the permitted pairs that were kept apart, and the "same" rulings
// that something stronger kept from holding, with the reason.
func (r *region) refused() iter.Seq2[resolve.Pair, string] {
	return func(yield func(resolve.Pair, string) bool) {
		for _, p := range r.res.Contradicted {
			if !yield(p, resolve.RuledApart) {
				return
			}
		}
		for _, x := range r.res.Refused {
			if _, ruled := r.rulings[x.Pair]; !ruled && !yield(x.Pair, x.Reason.String()) {
				return
			}
		}
	}
}

// queue enters the pairs in doubt and the joins that were refused, and takes out
// what is settled.
func (r *region) queue() error {
	want, err := r.doubts()
	if err != nil {
		return err
	}
	old := map[[2]uint64]bool{}
	for _, list := range r.all {
		for _, e := range list {
			if e.Decision == record.Review {
				old[[2]uint64{e.A, e.B}] = true
			}
		}
	}
	for _, list := range r.c.edges {
		for _, e := range list {
			if e.Decision == record.Review {
				old[[2]uint64{e.A, e.B}] = true
			}
		}
	}
	if r.queued != nil {
		old = r.queued
	} else if err := r.formerPairs(old); err != nil {
		return err
	}
	return r.writeQueue(want, old)
}

func (r *region) isRuled(e *store.Edge) bool {
	a, okA := r.at[e.A]
	b, okB := r.at[e.B]
	if !okA || !okB {
		return false
	}
	_, ruled := r.rulings[resolve.MakePair(a, b)]
	return ruled
}

// formerPairs adds the pairs of records of the region that stand in the queue: a
// join that was refused may stand there without an edge of its own. Only pairs of
// two entities do.
func (r *region) formerPairs(pairs map[[2]uint64]bool) error {
	if len(r.before) < 2 {
		return nil
	}
	for _, no := range r.everybody() {
		for other, err := range r.c.old.r.ReviewedWith(no) {
			if err != nil {
				return err
			}
			pairs[[2]uint64{no, other}] = true
		}
	}
	return nil
}

func (r *region) writeQueue(want map[[2]uint64]doubt, old map[[2]uint64]bool) error {
	for p := range want {
		old[p] = true
	}
	for p := range old {
		was, err := r.queuedBefore(p)
		if err != nil {
			return err
		}
		w, ok := want[p]
		switch {
		case !ok && was != nil:
			r.c.replaceReview(p, was, nil)
			r.c.out.Reviews--
		case !ok:
		case was == nil:
			r.c.replaceReview(p, nil, &store.Review{A: p[0], B: p[1], Value: w.value, Since: r.c.at.Change, Data: []byte(w.rule)})
			r.c.out.Reviews++
		case was.Value != w.value || string(was.Data) != w.rule:
			r.c.replaceReview(p, was, &store.Review{A: p[0], B: p[1], Value: w.value, Since: was.Since, Data: []byte(w.rule)})
		}
	}
	return nil
}

// queuedBefore returns the entry that a pair had in the queue, nil for none. Only
// pairs of two entities stand in it, so that most need not be looked up.
func (r *region) queuedBefore(p [2]uint64) (*store.Review, error) {
	if r.c.isNew(p[0]) || r.c.isNew(p[1]) {
		return nil, nil
	}
	a, err := r.c.old.owner(p[0])
	if err != nil {
		return nil, err
	}
	b, err := r.c.old.owner(p[1])
	if err != nil || a.ID == b.ID {
		return nil, err
	}
	return r.c.old.reviewOf(p)
}

// size returns how many records the entity of a record has.
func (r *region) size(no uint64) (int, error) {
	if i, ok := r.at[no]; ok {
		return len(r.of[i].members), nil
	}
	o, err := r.c.old.owner(no)
	if err != nil {
		return 0, err
	}
	e, err := r.c.old.entity(o.ID)
	if err == nil && e == nil {
		err = store.ErrNotFound
	}
	if err != nil {
		return 0, err
	}
	return len(e.Members), nil
}
