package golden_test

import (
	"fmt"
	"testing"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// typical are records of one woman as five systems keep her.
var typical = []*record.Record{
	testkit.Record("crm:100417", "first_name=Ayşe", "last_name=Yılmaz", "gender=K", "birth_date=1984-05-17", "national_id="+tckn("801234567"), "mobile=0532 001 27 38",
		"email=ayse.yilmaz@gmail.com", "address=Barbaros Mah. Gül Sok. No:12 D:5", "district=Kadıköy", "city=İstanbul", "created_at=2012-03-04", "updated_at=2023-08-09"),
	testkit.Record("eticaret:55012", "full_name=AYSE YILMAZ", "phone=05320012738", "email=ayse.yilmaz@gmail.com", "address=Barbaros Mh. Gül Sk. 12/5 Kadıköy İstanbul", "last_seen=2024-02-01"),
	testkit.Record("cagri:9", "full_name=Yılmaz Ayşe", "phone=532 001 27 38 / 0216 001 45 67", "last_seen=2024-05-20"),
	testkit.Record("magaza:771", "first_name=AYŞE", "last_name=YILMAZ", "gender=K", "mobile=5320012738", "birth_date=17.05.1984", "city=İSTANBUL", "last_seen=2021-11-02"),
	testkit.Record("sigorta:3A", "first_name=Ayşe Nur", "last_name=Yılmaz", "national_id="+tckn("801234567"), "birth_date=17/05/1984", "address=Barbaros Mahallesi Gül Sokak No:12 Daire:5 Kadıköy/İstanbul"),
}

func BenchmarkContribute(b *testing.B) {
	r := typical[0]
	f := normalize.NewFeatures(r, nil)
	var c golden.Contribution
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		c.Fill(r, f)
		buf = golden.AppendContribution(buf[:0], &c)
	}
	b.ReportMetric(float64(len(buf)), "bytes/record")
}

func BenchmarkDecodeContribution(b *testing.B) {
	c := member(typical[0]).Contribution
	buf := golden.AppendContribution(nil, &c)
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Decode(buf); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	for _, n := range []int{1, 3, 10} {
		var m []golden.Member
		for i := range n {
			x := member(typical[i%len(typical)])
			x.Key.ID = record.ID(fmt.Sprintf("%s-%d", x.Key.ID, i))
			m = append(m, x)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var buf []byte
			var merger golden.Merger
			b.ReportAllocs()
			for b.Loop() {
				buf = golden.AppendGolden(buf[:0], merger.Merge(m))
			}
			b.ReportMetric(float64(len(buf)), "bytes/person")
		})
	}
}
