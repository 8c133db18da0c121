package synth_test

import (
	"fmt"

	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/record"
)

func ExampleGenerate() {
	w, err := synth.Generate(synth.Config{Records: 500, Seed: 1, Duplicates: 0.4, Without: []record.Field{record.NationalID}})
	if err != nil {
		fmt.Println(err)
		return
	}
	records, people, ids := 0, map[synth.EntityID]int{}, 0
	for r, e := range w.Records() {
		records++
		people[e]++
		if r.First(record.NationalID) != "" {
			ids++
		}
	}
	fmt.Println(records, "records,", ids, "national ids, fewer people than records:", len(people) < records)
	// Output: 500 records, 0 national ids, fewer people than records: true
}
