package golden_test

import (
	"fmt"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

func ExampleMerge() {
	var m []golden.Member
	for id, name := range []string{"Ugur Ozmen", "Uğur Hami Özmen", "Dr. Uğur Özmen"} {
		r := &record.Record{Key: record.Key{Source: "crm", ID: record.ID(fmt.Sprint(id))}, Values: []record.Value{{Field: record.FullName, Text: name}}}
		m = append(m, golden.Member{Key: r.Key, Contribution: golden.Contribute(r, normalize.NewFeatures(r, nil))})
	}
	g := golden.Merge(m, nil)
	name := g.First(record.FullName)
	fmt.Println(g.Text(record.Title), name.Text, "from", g.Key(name.Origin), "by", name.Won)
	for _, b := range g.Field(record.FullName).Beaten {
		fmt.Println("beat", b.Text, "from", g.Key(b.Origin))
	}
	// Output:
	// Dr. Uğur Hami Özmen from crm:1 by most_complete
	// beat Uğur Özmen from crm:2
}

func ExampleGolden_AppendRow() {
	r := &record.Record{Key: record.Key{Source: "crm", ID: "1"}, Values: []record.Value{
		{Field: record.FullName, Text: "Ali Kaya"}, {Field: record.CustomerNo, Text: "7"}, {Field: record.CustomerNo, Text: "9"}}}
	g := golden.Merge([]golden.Member{{Key: r.Key, Contribution: golden.Contribute(r, normalize.NewFeatures(r, nil))}}, nil)
	row := g.AppendRow(nil)
	for i, column := range golden.Columns() {
		if row[i] != "" {
			fmt.Println(column, row[i])
		}
	}
	// Output:
	// full_name Ali Kaya
	// first_name Ali
	// last_name Kaya
	// gender M
	// customer_no 7; 9
}
