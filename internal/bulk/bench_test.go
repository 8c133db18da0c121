package bulk_test

import (
	"context"
	"flag"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/record"
)

var benchRecords = flag.Int("records", 20000, "records that BenchmarkResolve resolves")

// BenchmarkResolve prints the seconds of each stage and the pairs judged.
func BenchmarkResolve(b *testing.B) {
	w, err := synth.Generate(synth.Config{Records: *benchRecords})
	if err != nil {
		b.Fatal(err)
	}
	var records []record.Record
	for r := range w.Records() {
		records = append(records, r)
	}
	debug.SetGCPercent(400)
	for b.Loop() {
		got, err := bulk.Resolve(context.Background(), slices.Clone(records), nil)
		if err != nil {
			b.Fatal(err)
		}
		for _, s := range got.Stages {
			b.ReportMetric(s.Seconds, s.Name+"-s")
		}
		b.ReportMetric(float64(got.Judged), "pairs")
		var mem runtime.MemStats
		runtime.ReadMemStats(&mem)
		b.ReportMetric(float64(mem.Sys)/(1<<20), "MiB")
	}
}
