package tekil

import (
	"errors"
	"iter"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// ReviewItem is a pair of records for a steward to rule on.
type ReviewItem struct {
	A, B             record.Key
	EntityA, EntityB record.EntityID
	// Value is what a ruling is worth: the more records it may move and the less
	// sure the engine is, the more.
	Value int64
	// Rule is the rule that asks, or that would have joined the two.
	Rule string
	// Since is the change that brought the pair up.
	Since uint64
}

// Review yields the review queue: the most valuable pair first, of equals the
// oldest. After an error it ends.
func (e *Engine) Review() iter.Seq2[ReviewItem, error] { return e.newest().review() }

func (v view) review() iter.Seq2[ReviewItem, error] {
	return func(yield func(ReviewItem, error) bool) {
		for x, err := range v.r.Reviews() {
			if err != nil {
				yield(ReviewItem{}, err)
				return
			}
			item, err := v.reviewItem(x)
			if errors.Is(err, store.ErrNotFound) {
				continue // settled since the queue was opened
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

func (v view) reviewItem(x *store.Review) (ReviewItem, error) {
	item := ReviewItem{Value: x.Value, Rule: string(x.Data), Since: x.Since}
	a, err := v.r.Record(x.A)
	if err != nil {
		return item, err
	}
	b, err := v.r.Record(x.B)
	if err != nil {
		return item, err
	}
	if item.EntityA, err = v.r.EntityOf(x.A); err != nil {
		return item, err
	}
	if item.EntityB, err = v.r.EntityOf(x.B); err != nil {
		return item, err
	}
	item.A, item.B = a.Key, b.Key
	if item.A.Compare(item.B) > 0 {
		item.A, item.B, item.EntityA, item.EntityB = item.B, item.A, item.EntityB, item.EntityA
	}
	return item, nil
}

// Contradicted yields the "same" rulings in force that do not hold, because a
// "different" ruling or a contradiction around the two records is stronger. After
// an error it ends.
func (e *Engine) Contradicted() iter.Seq2[Ruling, error] {
	return func(yield func(Ruling, error) bool) {
		sn := e.live.Store().Snapshot()
		defer sn.Close()
		for r, err := range sn.Rulings() {
			if err == nil && (!r.InForce() || !r.Same) {
				continue
			}
			apart := false
			if err == nil {
				apart, err = (view{&sn.Reader}).apart(r.A, r.B)
			}
			if err != nil {
				yield(Ruling{}, err)
				return
			}
			if apart && !yield(rulingOf(r), nil) {
				return
			}
		}
	}
}

// apart reports whether two records that are there belong to two entities.
func (v view) apart(a, b record.Key) (bool, error) {
	var ids [2]record.EntityID
	for i, k := range [2]record.Key{a, b} {
		no, err := v.r.RecordNo(k)
		if errors.Is(err, store.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if ids[i], err = v.r.EntityOf(no); err != nil {
			return false, err
		}
	}
	return ids[0] != ids[1], nil
}
