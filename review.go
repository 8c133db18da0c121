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
