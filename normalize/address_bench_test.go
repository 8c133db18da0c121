package normalize_test

import (
	"regexp"
	"runtime"
	"testing"
	"time"

	"github.com/tekil-id/tekil/normalize"
)

// benchAddresses are typical: a form, a call centre, a spreadsheet in capitals,
// an estate, a numbered street, a place alone.
var benchAddresses = []string{
	"Barbaros Mah. Gül Sok. No:12 D:5 Kadıköy/İstanbul",
	"Caferağa Mahallesi Moda Caddesi No:10 Daire:3 34710 Kadıköy/İstanbul",
	"KIZILAY MAH. ATATÜRK BULVARI NO:10/4 ÇANKAYA ANKARA",
	"Barbaros Mah. Gül Sok. Güneş Sitesi A Blok No:12 Kat:3 D:5 Kadıköy/İstanbul",
	"Bostanlı Mah. 1234. Sokak No:5 Karşıyaka/İzmir",
	"Merkez/Bolu",
}

var sinkAddress normalize.Address

func BenchmarkParseAddress(b *testing.B) {
	normalize.LookupIl("İzmir") // load the gazetteer
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkAddress = normalize.ParseAddress(benchAddresses[i%len(benchAddresses)], normalize.AddressHint{}, nil)
	}
}

// naiveAddress is what a program without this package does: one regular
// expression for a well-written line.
var naiveAddress = regexp.MustCompile(`(?i)^\s*(?:(.+?)\s+mah(?:allesi|\.)?)?[\s,]*(?:(.+?)\s+(?:bulvarı|bulv\.|bulv))?[\s,]*(?:(.+?)\s+(?:caddesi|cad\.|cad))?[\s,]*` +
	`(?:(.+?)\s+(?:sokağı|sokak|sok\.|sok|sk\.))?[\s,]*(?:(.+?)\s+sit(?:esi|\.))?[\s,]*(?:(\w+)\s+blok)?[\s,]*(?:no\s*[:.]?\s*(\d+(?:/\w+)?))?[\s,]*(?:kat\s*[:.]?\s*(\d+))?[\s,]*` +
	`(?:d(?:aire)?\s*[:.]?\s*(\d+))?[\s,]*(\d{5})?\s*(?:([^/\s]+)\s*/\s*)?(\S+)\s*$`)

var sinkMatch []string

func BenchmarkNaiveRegexpAddress(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkMatch = naiveAddress.FindStringSubmatch(benchAddresses[i%len(benchAddresses)])
	}
}

func BenchmarkNewAddressForm(b *testing.B) {
	a := normalize.ParseAddress(benchAddresses[0], normalize.AddressHint{}, nil)
	b.ReportAllocs()
	for b.Loop() {
		f := normalize.NewAddressForm(&a)
		sinkKey = f.DoorKey()
	}
}

var (
	sinkKey      uint64
	sinkRelation normalize.AddressRelation
)

func BenchmarkCompareAddressForms(b *testing.B) {
	var forms []normalize.AddressForm
	for _, s := range benchAddresses {
		a := normalize.ParseAddress(s, normalize.AddressHint{}, nil)
		forms = append(forms, normalize.NewAddressForm(&a))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sinkRelation = normalize.CompareAddressForms(&forms[i%len(forms)], &forms[(i/2)%len(forms)])
	}
}

func TestCompareAddressFormsAllocatesNothing(t *testing.T) {
	a := normalize.ParseAddress(benchAddresses[0], normalize.AddressHint{}, nil)
	b := normalize.ParseAddress(benchAddresses[3], normalize.AddressHint{}, nil)
	fa, fb := normalize.NewAddressForm(&a), normalize.NewAddressForm(&b)
	if n := testing.AllocsPerRun(100, func() { sinkRelation = normalize.CompareAddressForms(&fa, &fb) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkLoadGazetteer measures what the first address of a process pays, and
// what stays in memory for it.
func BenchmarkLoadGazetteer(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	kept := normalize.UnpackPlaces()
	first := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	for b.Loop() {
		normalize.UnpackPlaces()
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
	b.ReportMetric(float64(first.Microseconds())/1000, "first-ms")
	runtime.KeepAlive(kept)
}

// TestGazetteerIsSmall holds the gazetteer to its promise: less than 12 MB.
func TestGazetteerIsSmall(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := normalize.UnpackPlaces()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if mib := float64(after.HeapAlloc-before.HeapAlloc) / (1 << 20); mib > 12 {
		t.Errorf("the gazetteer takes %.1f MiB", mib)
	}
	runtime.KeepAlive(kept)
}
