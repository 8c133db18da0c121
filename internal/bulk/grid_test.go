package bulk_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/tekil-id/tekil/internal/bulk"
)

func TestGrid(t *testing.T) {
	if os.Getenv("GRID") == "" {
		t.Skip()
	}
	for _, s := range publicSets {
		if s.name != os.Getenv("GRID") {
			continue
		}
		set := readPublic(t, s.name, s.id, s.files)
		b, err := bulk.Resolve(context.Background(), set.records, &bulk.Options{Base: set.base})
		if err != nil {
			t.Fatal(err)
		}
		fitted := b.Model
		for _, same := range []int32{0, 1500, 3000, 5000} {
			for _, against := range []int32{0, 3000, 6000, 8000, 10000} {
				for _, margin := range []int32{3000} {
					m := *fitted
					m.Thresholds.Same, m.Limits.Against, m.Limits.Margin = same, against, margin
					b, err := bulk.Resolve(context.Background(), set.records, &bulk.Options{Model: &m})
					if err != nil {
						t.Fatal(err)
					}
					r := evaluatePublic(t, set, b)
					fmt.Printf("same %d against %d margin %d: P %.4f R %.4f F1 %.4f B3 %.4f exact %.2f\n", same, against, margin, r.Pairwise.Precision, r.Pairwise.Recall, r.Pairwise.F1, r.BCubed.F1, 100*r.ExactShare)
				}
			}
		}
	}
}
