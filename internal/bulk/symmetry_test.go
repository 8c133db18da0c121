package bulk_test

import (
	"context"
	"slices"
	"testing"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// It does not matter which of two records is asked about first: a batch and a
// live store ask in different orders.
func TestJudgingIsSymmetric(t *testing.T) {
	n := 20000
	if testing.Short() {
		n = 4000
	}
	w, err := synth.Generate(synth.Config{Records: n, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	var records []record.Record
	for r := range w.Records() {
		records = append(records, r)
	}
	b, err := bulk.Resolve(context.Background(), records, &bulk.Options{Model: match.Shipped("tr", match.ShippedRecords)})
	if err != nil {
		t.Fatal(err)
	}
	j, bad := match.NewJudge(b.Model), 0
	for i := range b.Edges {
		x, y := &b.Profiles[b.Edges[i].A], &b.Profiles[b.Edges[i].B]
		there, back := j.Judge(x, y), j.Judge(y, x)
		if there.Weight != back.Weight || there.Decision != back.Decision || there.Assurance != back.Assurance || there.Link != back.Link || there.Rule() != back.Rule() {
			p, q := &b.Records[b.Edges[i].A], &b.Records[b.Edges[i].B]
			t.Errorf("%v\n%v\n%+v one way, %+v the other", p.Values, q.Values, there, back)
			if bad++; bad == 5 {
				return
			}
		}
	}
	t.Logf("%d edges", len(b.Edges))
	if !slices.ContainsFunc(b.Edges, func(e resolve.Edge) bool { return e.Result.Decision == record.Same }) {
		t.Error("no edge joins: the test tests nothing")
	}
}
