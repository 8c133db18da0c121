package ingest_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
)

// A Windows-1254 export with semicolons, as Turkish Excel writes it, needs no
// configuration.
func TestTurkishExcelExport(t *testing.T) {
	file := filepath.Join(t.TempDir(), "crm.csv")
	text := "M\xfc\xfeteri No;Ad\xfd;Soyad\xfd;Cep Tel;\xddl\xe7e;Not\n1;Ali;Y\xfdld\xfdz;0532 111 22 33;\xde\xdd\xdeL\xdd;\"a;b\"\n2;Ay\xfee;Can;;;\n\n3;x;y;z;q;r;extra\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := ingest.Open(context.Background(), []string{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var recs []record.Record
	for row, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		recs = append(recs, row.Record)
	}
	if len(recs) != 2 || len(r.Rejected()) != 1 {
		t.Fatalf("%d records, %d rejected; want 2 and 1", len(recs), len(r.Rejected()))
	}
	if got := recs[0].First(record.LastName) + " " + recs[0].First(record.District) + " " + recs[0].First("Not"); got != "Yıldız ŞİŞLİ a;b" {
		t.Errorf("values %q", got)
	}
}
