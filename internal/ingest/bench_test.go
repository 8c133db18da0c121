package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/tekil-id/tekil/internal/ingest"
)

// table writes n rows of twelve columns as a Turkish CRM exports them; with
// quoted, one cell of each row stands in quotes.
func table(n int, quoted, withID bool) []byte {
	var b bytes.Buffer
	b.WriteString("Kayıt No;Adı;Soyadı;TC Kimlik No;Doğum Tarihi;Cinsiyet;Cep Tel;E-posta;Adres;İlçe;İl;Güncelleme Tarihi\n")
	given := []string{"Ayşe", "Mehmet", "Uğur Hami", "Zümrüt", "Hatice Nur"}
	family := []string{"Yıldırım", "Özmen", "Kaya", "Çağlayan"}
	for i := range n {
		address := fmt.Sprintf("Barbaros Mah. Gül Sok. No:%d D:%d", i%200, i%17)
		if quoted {
			address = `"` + address + `"`
		}
		id := ""
		if withID {
			id = fmt.Sprintf("K%07d", i)
		}
		fmt.Fprintf(&b, "%s;%s;%s;;%02d.%02d.19%02d;%s;0532 %03d %02d %02d;user%d@example.com;%s;Şişli;İstanbul;2024-01-%02d\n",
			id, given[i%5], family[i%4], i%28+1, i%12+1, i%90+10, "EK"[i%2:i%2+1], i%1000, i%100, i%97, i, address, i%28+1)
	}
	return b.Bytes()
}

// BenchmarkRecords reads rows of twelve columns; ns/row is the figure to watch.
func BenchmarkRecords(b *testing.B) {
	const rows = 50_000
	for _, c := range []struct {
		name           string
		quoted, withID bool
	}{{"plain", false, true}, {"quoted", true, true}, {"hashed_ids", false, false}} {
		data := table(rows, c.quoted, c.withID)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				r, err := ingest.Open(context.Background(), []string{"-"}, &ingest.Options{Stdin: bytes.NewReader(data)})
				if err != nil {
					b.Fatal(err)
				}
				n := 0
				for _, err := range r.Records() {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != rows {
					b.Fatalf("%d rows", n)
				}
				r.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
		})
	}
}

// BenchmarkNDJSON reads the same rows as JSON objects.
func BenchmarkNDJSON(b *testing.B) {
	const n = 20_000
	var data bytes.Buffer
	for i := range n {
		fmt.Fprintf(&data, `{"id":"K%07d","name":"Uğur Özmen","birth":{"date":"1961-03-05"},"phones":["0532 %03d 00 01","0212 000 00 02"],"address":{"district":"Şişli","city":"İstanbul"},"note":"a \"b\""}`+"\n", i, i%1000)
	}
	b.SetBytes(int64(data.Len()))
	b.ReportAllocs()
	for b.Loop() {
		r, err := ingest.Open(context.Background(), []string{"-"}, &ingest.Options{Stdin: bytes.NewReader(data.Bytes())})
		if err != nil {
			b.Fatal(err)
		}
		for range r.Records() {
		}
		r.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}

// BenchmarkOpen reads a file of two rows: what each further input costs.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	data := table(2, false, true)
	for b.Loop() {
		r, err := ingest.Open(context.Background(), []string{"-"}, &ingest.Options{Stdin: bytes.NewReader(data)})
		if err != nil {
			b.Fatal(err)
		}
		for range r.Records() {
		}
		r.Close()
	}
}
