package oracle_test

import (
	"strconv"
	"testing"

	"github.com/tekil-id/tekil/internal/oracle"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// One customer with many rows of one name and line stays whole, though the list
// of the line is longer than the cap.
func TestManyRowsOfOneCustomer(t *testing.T) {
	m := match.Shipped("", 0)
	var records []record.Record
	for i := range m.Limits.Cap + 30 {
		records = append(records, record.Record{Key: record.Key{Source: "shop", ID: record.ID(strconv.Itoa(i))}, Values: []record.Value{
			{Field: record.FullName, Text: "Uğur Özmen"}, {Field: record.Mobile, Text: "0533 417 62 91"}}})
	}
	res, _ := oracle.Resolve(records, nil, m)
	for i, first := range res.Person {
		if first != 0 {
			t.Fatalf("row %d of one customer is of another person than row 0", i)
		}
	}
}
