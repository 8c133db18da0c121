package evaluate_test

import (
	"fmt"

	"github.com/tekil-id/tekil/internal/evaluate"
	"github.com/tekil-id/tekil/record"
)

func ExampleEvaluate() {
	assign := func(id, entity string) evaluate.Assignment {
		return evaluate.Assignment{Key: record.Key{ID: record.ID(id)}, Entity: entity}
	}
	truth := []evaluate.Assignment{assign("1", "uğur"), assign("2", "uğur"), assign("3", "ozan")}
	joined := []evaluate.Assignment{assign("1", "x"), assign("2", "x"), assign("3", "x")}
	r, err := evaluate.Evaluate(truth, joined, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("precision %.2f recall %.2f, %d people wrongly joined\n", r.Pairwise.Precision, r.Pairwise.Recall, r.PeopleOvermerged)
	// Output: precision 0.33 recall 1.00, 2 people wrongly joined
}
