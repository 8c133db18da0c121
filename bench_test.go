package tekil_test

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/record"
)

var (
	benchRecords = flag.Int("records", 20000, "records in the store of the benchmarks")
	benchStore   = flag.String("store", "", "directory where the store of the benchmarks is kept between runs")
)

// benchDir returns the directory of a store of -records synthetic records, made
// by a batch.
func benchDir(b *testing.B) string {
	b.Helper()
	dir := *benchStore
	if dir == "" {
		dir = b.TempDir()
	}
	dir = filepath.Join(dir, fmt.Sprint(*benchRecords))
	out := filepath.Join(dir, "out")
	if _, err := os.Stat(out); err == nil {
		return filepath.Join(out, "store")
	}
	if err := synth.WriteCSV(dir, synth.Config{Records: *benchRecords}); err != nil {
		b.Fatal(err)
	}
	_, err := dedupe.Run(context.Background(), dedupe.Options{Files: []string{filepath.Join(dir, "customers.csv")}, Out: out, Model: "shipped", Time: "2026-03-01T09:00:00Z"})
	if err != nil {
		b.Fatal(err)
	}
	return filepath.Join(out, "store")
}

// more returns records like those of the store: many of them of the same people.
func more(b *testing.B, n int) []record.Record {
	b.Helper()
	w, err := synth.Generate(synth.Config{Records: *benchRecords})
	if err != nil {
		b.Fatal(err)
	}
	var out []record.Record
	step := max(1, *benchRecords/n)
	i := 0
	for r := range w.Records() {
		if i++; i%step == 0 {
			r.Source = "again"
			out = append(out, r)
		}
	}
	return out
}

// callers hold the records of a benchmark as those who call an engine have them: as
// text, which the garbage collector need not look into, and of which a call makes a
// record.
type callers struct {
	text []byte
	ends []int
}

func newCallers(records []record.Record) *callers {
	c := new(callers)
	put := func(s string) {
		c.text = append(binary.AppendUvarint(c.text, uint64(len(s))), s...)
	}
	for _, r := range records {
		put(string(r.Source))
		put(string(r.ID))
		for _, v := range r.Values {
			put(string(v.Field))
			put(v.Text)
		}
		c.ends = append(c.ends, len(c.text))
	}
	return c
}

// record makes the i-th record; from the second round on under another id.
func (c *callers) record(i int) record.Record {
	round, i := i/len(c.ends), i%len(c.ends)
	from := 0
	if i > 0 {
		from = c.ends[i-1]
	}
	text := string(c.text[from:c.ends[i]])
	take := func() string {
		n, width := binary.Uvarint([]byte(text[:min(len(text), binary.MaxVarintLen64)]))
		s := text[width : width+int(n)]
		text = text[width+int(n):]
		return s
	}
	r := record.Record{Key: record.Key{Source: record.Source(take()), ID: record.ID(take())}}
	for text != "" {
		r.Values = append(r.Values, record.Value{Field: record.Field(take()), Text: take()})
	}
	r.ID += record.ID(fmt.Sprint("-", round))
	return r
}

// resident returns the bytes of memory that the process holds, 0 where the system
// does not say: what is outside the heap counts, too.
func resident() (n uint64) {
	var all, pages uint64
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	if _, err := fmt.Sscan(string(text), &all, &pages); err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}

// memory reports what a process holds that has come to rest.
func memory(b *testing.B, unit string) {
	debug.FreeOSMemory()
	b.ReportMetric(float64(resident())/(1<<20), unit)
}

// peak watches the memory of the process until the function that it returns is
// called, which reports the most that it held.
func peak(b *testing.B, unit string) (report func()) {
	debug.FreeOSMemory() // of what made the records
	stop, most := make(chan struct{}), make(chan uint64)
	go func() {
		n := resident()
		for {
			select {
			case <-time.After(50 * time.Millisecond):
				n = max(n, resident())
			case <-stop:
				most <- max(n, resident())
				return
			}
		}
	}()
	return func() {
		close(stop)
		b.ReportMetric(float64(<-most)/(1<<20), unit)
	}
}

// cpu returns the processor time that the process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func percentiles(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	for _, p := range []int{50, 99} {
		b.ReportMetric(float64(took[len(took)*p/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", p))
	}
}

// wait waits in the system.
func wait(d time.Duration) {
	if d <= 0 {
		return
	}
	t := syscall.NsecToTimeval(d.Nanoseconds())
	syscall.Select(0, nil, nil, nil, &t)
}

// BenchmarkOpen opens a store and resolves once.
func BenchmarkOpen(b *testing.B) {
	dir := benchDir(b)
	q := tekil.Query{Values: more(b, 1000)[0].Values}
	for b.Loop() {
		e, err := tekil.Open(dir, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := e.Resolve(context.Background(), q); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		memory(b, "idle-MiB")
		e.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(sizeOf(b, dir))/float64(*benchRecords), "disk-B/record")
}

// sizeOf returns the bytes of the files below a directory.
func sizeOf(b *testing.B, dir string) (n int64) {
	err := filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			info, e := d.Info()
			if err = e; err == nil {
				n += info.Size()
			}
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkResolve looks people up by whole records, cold and then warm.
func BenchmarkResolve(b *testing.B) {
	e, err := tekil.Open(benchDir(b), nil)
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	records := more(b, 5000)
	var took []time.Duration
	i := 0
	for b.Loop() {
		start := time.Now()
		if _, err := e.Resolve(context.Background(), tekil.Query{Values: records[i%len(records)].Values}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
		i++
	}
	percentiles(b, took)
	memory(b, "MiB")
}

// BenchmarkUpsert adds records of people that the store knows, one a call, from
// many writers at once; each call waits until its record is on disk. With a rate,
// records come at fixed times, and a call is late from the time on at which its
// record came, not from when a writer was free to take it.
func BenchmarkUpsert(b *testing.B) {
	for _, load := range []struct{ writers, rate int }{{1, 0}, {4, 0}, {8, 0}, {16, 0}, {32, 0}, {8, 500}, {16, 1000}} {
		name := fmt.Sprintf("writers=%d", load.writers)
		if load.rate > 0 {
			name += fmt.Sprintf("/rate=%d", load.rate)
		}
		b.Run(name, func(b *testing.B) { upsert(b, load.writers, load.rate) })
	}
}

// call is the no-th call of a benchmark, which came at a time.
type call struct {
	no int
	at time.Time
}

// arrive sends n calls, so many a second, or all at once. It waits in the system, not
// for a timer of the runtime, which goes off late while garbage is collected: calls
// come from outside.
func arrive(n, rate int) <-chan call {
	calls := make(chan call, n)
	go func() {
		runtime.LockOSThread()
		defer close(calls)
		start := time.Now()
		for i := range n {
			at := start
			if rate > 0 {
				at = start.Add(time.Duration(i) * time.Second / time.Duration(rate))
				wait(time.Until(at))
			}
			calls <- call{i, at}
		}
	}()
	return calls
}

func upsert(b *testing.B, writers, rate int) {
	dir := filepath.Join(b.TempDir(), "store")
	if err := tekil.Restore(context.Background(), benchDir(b), dir); err != nil {
		b.Fatal(err)
	}
	e, err := tekil.Open(dir, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	all := newCallers(more(b, max(20000, b.N)))
	syscall.Sync() // of what the copy left to be written
	took := make([]time.Duration, b.N)
	report := peak(b, "peak-MiB")
	var wg sync.WaitGroup
	b.ResetTimer()
	start, used := time.Now(), cpu()
	calls := arrive(b.N, rate)
	for range writers {
		wg.Go(func() {
			for c := range calls {
				r := all.record(c.no)
				if rate == 0 {
					c.at = time.Now()
				}
				if _, err := e.Upsert(context.Background(), r); err != nil {
					b.Error(err)
					return
				}
				took[c.no] = time.Since(c.at)
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "records/s")
	b.ReportMetric(float64((cpu()-used).Microseconds())/1000/float64(b.N), "cpu-ms/op")
	b.StopTimer()
	report()
	percentiles(b, took)
}
