package store_test

import (
	"encoding/binary"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// benchRecords is the size of the store under the benchmarks. Of a million
// records there are six million posting keys with twelve million entries, one
// and a half million edges and six hundred thousand entities.
var benchRecords = flag.Int("records", 1_000_000, "records in the store of the benchmarks")

var (
	givenNames = []string{"Ayşe", "Fatma", "Mehmet", "Mustafa", "Uğur", "Zeynep", "Hüseyin", "Elif", "Çağla", "İsmail", "Gülşen", "Ömer", "Şükrü", "Nazlı", "Kerem", "Deniz"}
	surnames   = []string{"Yılmaz", "Kaya", "Demir", "Çelik", "Şahin", "Yıldız", "Öztürk", "Aydın", "Özdemir", "Arslan", "Doğan", "Kılıç", "Aslan", "Çetin", "Kara", "Koç"}
	streets    = []string{"Atatürk Cad.", "Cumhuriyet Cad.", "İnönü Sok.", "Gül Sok.", "Lale Sok.", "Menekşe Sok.", "Bağdat Cad.", "Papatya Sok."}
	districts  = []string{"Kadıköy", "Üsküdar", "Çankaya", "Bornova", "Nilüfer", "Seyhan", "Osmangazi", "Keçiören"}
)

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// benchRecord is about 400 bytes of raw and normalised values.
func benchRecord(r *rand.Rand, no uint64, at store.Stamp) *store.Record {
	given, sur := pick(r, givenNames), pick(r, surnames)
	phone := fmt.Sprintf("0(5%02d) %03d %02d %02d", 30+r.IntN(30), r.IntN(1000), r.IntN(100), r.IntN(100))
	mail := fmt.Sprintf("user%d@example.com", r.IntN(10_000_000))
	addr := fmt.Sprintf("%s Mah. %s No: %d D: %d", pick(r, surnames), pick(r, streets), r.IntN(300), r.IntN(40))
	rec := &store.Record{
		No: no,
		Record: record.Record{
			Key: record.Key{Source: "crm", ID: record.ID(fmt.Sprintf("%010d", no))},
			Values: []record.Value{
				{Field: record.FirstName, Text: given}, {Field: record.LastName, Text: sur},
				{Field: record.Gender, Text: "E"}, {Field: record.BirthDate, Text: fmt.Sprintf("%02d.%02d.%d", 1+r.IntN(28), 1+r.IntN(12), 1940+r.IntN(65))},
				{Field: record.Mobile, Text: phone}, {Field: record.Email, Text: mail},
				{Field: record.Address, Text: addr}, {Field: record.District, Text: pick(r, districts)},
				{Field: record.City, Text: "İstanbul"}, {Field: record.UpdatedAt, Text: "2024-05-17 10:22:31"},
			},
		},
		Arrival: no,
		Hash:    binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, r.Uint64()), r.Uint64()),
		Since:   at,
	}
	rec.Normalised = fmt.Appendf(nil, "\x01%s\x02%s\x03%s\x04+90%s\x05%s\x06%s\x07%s", given, sur, rec.Values[3].Text, phone[2:], mail, addr, "kadikoy istanbul 34710")
	rec.Normalised = append(rec.Normalised, make([]byte, 40)...)
	for i := range 20 {
		rec.Normalised[len(rec.Normalised)-1-i] = byte(r.Uint32())
	}
	return rec
}

// benchLoad writes a store of n records and returns the time and CPU time taken.
func benchLoad(tb testing.TB, dir string, n int) (wall, cpu time.Duration) {
	at := store.Stamp{Change: 1, Time: "2026-11-22T10:00:00Z"}
	r := rand.New(rand.NewPCG(1, 2))
	recs := make([]*store.Record, min(n, 4096)) // the cost of making them is not the store's
	for i := range recs {
		recs[i] = benchRecord(r, uint64(i), at)
	}
	keys := make([]uint64, 6*n)
	for i := range keys {
		keys[i] = r.Uint64()
	}
	slices.Sort(keys)
	golden := make([]byte, 300)
	for i := range golden[:150] {
		golden[i] = byte(r.Uint32())
	}
	runtime.GC()
	start, began := time.Now(), cpuTime()

	l, err := store.Create(dir, nil)
	must(tb, err)
	var g errgroup.Group
	g.Go(func() error {
		for i := range n {
			rec := *recs[i%len(recs)]
			rec.No, rec.Arrival = uint64(i), uint64(i)
			rec.Key.ID = record.ID(fmt.Sprintf("%010d", i))
			if err := l.AddRecord(&rec); err != nil {
				return err
			}
		}
		e := store.Edge{Decision: record.Same, Assurance: record.AssuranceB, Weight: 14023, Classes: 0b10110}
		for i := range uint64(n) {
			for d := uint64(1); d <= 2-i%2 && i+d < uint64(n); d++ {
				e.A, e.B, e.Weight = i, i+d, int32(i*7919%30000)-5000
				if err := l.AddEdge(&e); err != nil {
					return err
				}
			}
		}
		return nil
	})
	g.Go(func() error {
		r := rand.New(rand.NewPCG(3, 4))
		list := make([]store.Posting, 0, 8)
		for i, h := range keys {
			list = list[:0]
			for range 1 + (i&1)*(1+r.IntN(3)) {
				list = append(list, store.Posting{No: uint64(r.IntN(n)), Tag: r.Uint32()})
			}
			slices.SortFunc(list, func(a, b store.Posting) int { return int(a.No) - int(b.No) })
			if err := l.AddPostings('p', h, list); err != nil {
				return err
			}
		}
		e := store.Entity{Kind: "person", Golden: golden, Quality: 870, Since: at}
		no := uint64(0)
		for i := range 6 * n / 10 {
			binary.LittleEndian.PutUint64(golden, uint64(i)*0x9e3779b97f4a7c15)
			e.ID = record.EntityID(i + 1)
			e.Members = e.Members[:0]
			for range 2 - i%3%2 {
				if no < uint64(n) {
					e.Members = append(e.Members, no)
					no++
				}
			}
			if err := l.AddEntity(&e); err != nil {
				return err
			}
		}
		return nil
	})
	must(tb, g.Wait())
	must(tb, l.Update(func(b *store.Batch) error {
		c, err := b.Counters()
		if err == nil {
			*c = store.Counters{Record: uint64(n), Entity: uint64(n), Change: 1}
		}
		return err
	}))
	must(tb, l.Finish())
	return time.Since(start), cpuTime() - began
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func dirBytes(dir string) (n int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, _ error) error {
		if info, err := d.Info(); err == nil && !d.IsDir() {
			n += info.Size()
		}
		return nil
	})
	return n
}

// peakMemory samples what the Go heap holds until stop is called.
func peakMemory() (stop func() uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	base, peak := m.Sys-m.HeapReleased, uint64(0)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				runtime.ReadMemStats(&m)
				peak = max(peak, m.Sys-m.HeapReleased)
			}
		}
	})
	return func() uint64 {
		close(done)
		wg.Wait()
		return peak - min(peak, base)
	}
}

func BenchmarkLoad(b *testing.B) {
	n := *benchRecords
	for b.Loop() {
		dir := filepath.Join(b.TempDir(), "store")
		stop := peakMemory()
		wall, cpu := benchLoad(b, dir, n)
		b.ReportMetric(float64(stop())/(1<<20), "MiB-extra")
		b.ReportMetric(wall.Seconds(), "s")
		b.ReportMetric(cpu.Seconds(), "cpu-s")
		b.ReportMetric(float64(dirBytes(dir))/float64(n), "B/record")
		if s, err := store.Open(dir, nil); err == nil {
			m, _ := s.Metrics()
			for _, sp := range m.Spaces {
				if sp.Bytes > 4096 {
					b.Logf("%-16s %6.1f B/record", sp.Name, float64(sp.Bytes)/float64(n))
				}
			}
			s.Close()
		}
		os.RemoveAll(dir)
	}
}

// loadedStore returns the directory of a store as [benchLoad] writes it. It is
// made once and shared by the benchmarks of one run.
func loadedStore(b *testing.B) string {
	b.Helper()
	loaded.Do(func() {
		dir, err := os.MkdirTemp("", "tekil-store-bench")
		must(b, err)
		loadedDir = filepath.Join(dir, "store")
		benchLoad(b, loadedDir, *benchRecords)
	})
	return loadedDir
}

var (
	loaded    sync.Once
	loadedDir string
)

func TestMain(m *testing.M) {
	flag.Parse()
	current := goleak.IgnoreCurrent() // the search engine's workers, which start with the program
	code := m.Run()
	if loadedDir != "" {
		os.RemoveAll(filepath.Dir(loadedDir))
	}
	// Pebble leaves its compaction scheduler running where opening fails late.
	granter := goleak.IgnoreTopFunction("github.com/cockroachdb/pebble/v2.(*ConcurrencyLimitScheduler).periodicGranter")
	if err := goleak.Find(granter, current); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, "goroutines are left:", err)
		code = 1
	}
	os.Exit(code)
}

// percentiles reports the median and the 99th percentile in microseconds.
func percentiles(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/1e3, "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100])/1e3, "p99-µs")
}

func BenchmarkRead(b *testing.B) {
	s := mustOpen(b, loadedStore(b), nil)
	n := uint64(*benchRecords)
	r := rand.New(rand.NewPCG(1, 2))
	recs := make([]*store.Record, min(n, 4096))
	for i := range recs {
		recs[i] = benchRecord(r, uint64(i), store.Stamp{})
	}
	keys := make([]uint64, 6*n)
	for i := range keys {
		keys[i] = r.Uint64()
	}
	var list []store.Posting
	for _, c := range []struct {
		name string
		read func() error
	}{
		{"record", func() error { _, err := s.Record(r.Uint64N(n)); return err }},
		{"record-no", func() error {
			_, err := s.RecordNo(record.Key{Source: "crm", ID: record.ID(fmt.Sprintf("%010d", r.Uint64N(n)))})
			return err
		}},
		{"postings", func() (err error) {
			list, _, err = s.Postings(list[:0], 'p', keys[r.IntN(len(keys))], 100)
			if len(list) == 0 {
				return store.ErrNotFound
			}
			return err
		}},
		{"postings-absent", func() (err error) { _, err = s.CountPostings('p', r.Uint64()); return err }},
		{"edges", func() error {
			for _, err := range s.Edges(r.Uint64N(n)) {
				if err != nil {
					return err
				}
			}
			return nil
		}},
		{"entity-of", func() error { _, err := s.EntityOf(r.Uint64N(n)); return err }},
		{"entity", func() error { _, err := s.Entity(record.EntityID(1 + r.Uint64N(n/2))); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for range 200_000 { // warm
				must(b, c.read())
			}
			took := make([]time.Duration, 0, 1<<20)
			b.ReportAllocs()
			for b.Loop() {
				start := time.Now()
				must(b, c.read())
				took = append(took, time.Since(start))
			}
			percentiles(b, took)
		})
	}
	m, err := s.Metrics()
	must(b, err)
	b.Logf("cache %d MiB, hits %d, misses %d", m.CacheBytes>>20, m.CacheHits, m.CacheMisses)
}

// upsert writes what one arriving record changes: a record, twelve postings,
// five edges, an entity and an event.
func upsert(b *store.Batch, r *rand.Rand, n uint64) error {
	c, err := b.Counters()
	if err != nil {
		return err
	}
	c.Record++
	c.Entity++
	c.Change++
	no := c.Record
	at := store.Stamp{Change: c.Change, Time: "2026-11-22T10:00:00Z"}
	rec := benchRecord(r, no, at)
	b.PutRecord(rec)
	for range 12 {
		b.AddPosting('p', r.Uint64(), store.Posting{No: no, Tag: 7})
	}
	for range 5 {
		b.PutEdge(&store.Edge{A: r.Uint64N(n), B: no, Decision: record.Review, Weight: 1200, Classes: 3})
	}
	b.PutEntity(&store.Entity{ID: record.EntityID(c.Entity), Kind: "person", Members: []uint64{no}, Golden: rec.Normalised, Since: at})
	return b.PutEvent(&store.Event{Change: c.Change, Kind: store.Created, Time: at.Time, Entities: []record.EntityID{record.EntityID(c.Entity)}, Records: []record.Key{rec.Key}})
}

func BenchmarkUpsert(b *testing.B) {
	n := uint64(*benchRecords)
	b.Run("one-writer", func(b *testing.B) {
		s := mustOpen(b, loadedStore(b), nil)
		r := rand.New(rand.NewPCG(5, uint64(time.Now().UnixNano())))
		var took []time.Duration
		for b.Loop() {
			start := time.Now()
			batch := s.NewBatch()
			must(b, upsert(batch, r, n))
			must(b, batch.Commit(true))
			took = append(took, time.Since(start))
		}
		percentiles(b, took)
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "upserts/s")
	})
	b.Run("group-commit", func(b *testing.B) { benchGroupCommit(b, n) })
}

// benchGroupCommit has one ordered writer, which goes on while the disk works,
// and measures the time until each write is acknowledged as durable.
func benchGroupCommit(b *testing.B, n uint64) {
	s := mustOpen(b, loadedStore(b), nil)
	r := rand.New(rand.NewPCG(6, uint64(time.Now().UnixNano())))
	type pending struct {
		start time.Time
		wait  func() error
	}
	acks := make(chan pending, 64)
	var took []time.Duration
	var wg sync.WaitGroup
	wg.Go(func() {
		for p := range acks {
			must(b, p.wait())
			took = append(took, time.Since(p.start))
		}
	})
	for b.Loop() {
		start := time.Now()
		batch := s.NewBatch()
		must(b, upsert(batch, r, n))
		wait, err := batch.CommitNoWait(true)
		must(b, err)
		acks <- pending{start, wait}
	}
	close(acks)
	wg.Wait()
	percentiles(b, took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "upserts/s")
}

func BenchmarkOpen(b *testing.B) {
	dir := loadedStore(b)
	for b.Loop() {
		s, err := store.Open(dir, nil)
		must(b, err)
		_, err = s.Record(0)
		must(b, err)
		must(b, s.Close())
	}
}
