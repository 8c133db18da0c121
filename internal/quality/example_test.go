package quality_test

import (
	"fmt"

	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

func ExampleFindings() {
	r := &record.Record{Key: record.Key{Source: "cagri", ID: "17"}, Values: []record.Value{
		{Field: record.FullName, Text: "Hatice Yılmaz"}, {Field: record.Gender, Text: "E"},
		{Field: record.Mobile, Text: "0555 555 55 55"}, {Field: record.Email, Text: "hatice@hotmil.com"},
	}}
	for _, f := range quality.Findings(r, normalize.NewFeatures(r, nil)) {
		fmt.Printf("%s %s %s %q suggests %q\n", f.Severity, f.Field, f.Rule, f.Value, f.Suggestion)
	}
	// Output:
	// warning gender gender_conflict "E" suggests "K"
	// error mobile fake_phone "0555 555 55 55" suggests ""
	// warning email typo_domain "hatice@hotmil.com" suggests "hatice@hotmail.com"
}

func ExampleAlerts() {
	var s quality.Summary
	for i := range 20 {
		r := &record.Record{Key: record.Key{Source: "cagri", ID: record.ID(fmt.Sprint(i))}, Values: []record.Value{
			{Field: record.FullName, Text: "Ali Kaya"}, {Field: record.Phone, Text: "0555 555 55 55"}}}
		f := normalize.NewFeatures(r, nil)
		s.Add(r, f, quality.Findings(r, f))
	}
	for _, a := range quality.Alerts(s.Report().Rules, nil, quality.DefaultThresholds()) {
		fmt.Println(a)
	}
	// Output:
	// cagri: fake_phone in phone: 20 findings, 100.0 % of records
}
