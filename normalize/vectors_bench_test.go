package normalize_test

import (
	"slices"
	"testing"
	"time"

	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

// BenchmarkVectors reads every row of the vectors in turn, damaged, foreign and
// empty ones as well: ns/op is the mean row, p50-ns and p99-ns are the middle and
// the slowest in a hundred, each row at the best of five.
func BenchmarkVectors(b *testing.B) {
	normalize.LookupIl("İzmir") // load the gazetteer
	for _, k := range []struct {
		file, column string
		read         func(string)
	}{
		{"names.tsv", "input", func(s string) { normalize.ParseName(s, normalize.NameHint{}, nil) }},
		{"phones.tsv", "input", func(s string) { normalize.ParsePhones(s, normalize.PhoneHint{}, nil) }},
		{"addresses.tsv", "input", func(s string) { normalize.ParseAddress(s, normalize.AddressHint{}, nil) }},
		{"addresses_challenge.psv", "text", func(s string) { normalize.ParseAddress(s, normalize.AddressHint{}, nil) }},
		{"dates.tsv", "input", func(s string) { normalize.ParseDate(s, normalize.DateHint{Kind: "birth"}, nil) }},
		{"emails.tsv", "input", func(s string) { normalize.ParseEmails(s, nil) }},
		{"ids.tsv", "input", func(s string) { normalize.ParseID(normalize.IDTCKN, s) }},
		{"text.tsv", "input", func(s string) { normalize.Repair(s) }},
	} {
		b.Run(k.file, func(b *testing.B) {
			var values []string
			for _, r := range testkit.Rows(b, "testdata/"+k.file) {
				if r["op"] != "gender" { // a few of the dates
					values = append(values, r[k.column])
				}
			}
			rows := rowTimes(values, k.read)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				k.read(values[i%len(values)])
			}
			b.ReportMetric(rows[len(rows)/2], "p50-ns")
			b.ReportMetric(rows[len(rows)*99/100], "p99-ns")
		})
	}
}

// rowTimes returns the nanoseconds that each value takes, in order.
func rowTimes(values []string, read func(string)) []float64 {
	const runs, calls = 5, 20
	times := make([]float64, len(values))
	for i, v := range values {
		best := time.Hour
		for range runs {
			start := time.Now()
			for range calls {
				read(v)
			}
			best = min(best, time.Since(start))
		}
		times[i] = float64(best.Nanoseconds()) / calls
	}
	slices.Sort(times)
	return times
}
