package match

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// TestPackedForm: profiles that stores hold are read by their version, so that a
// form that differs has another one.
func TestPackedForm(t *testing.T) {
	m := Shipped("tr", 1000)
	m.UniqueSources = []record.Source{"crm"}
	b := NewBuilder(NewInterner(m.Options(), m), m)
	full := testkit.Record("crm:1", "full_name=Dr. Ayşe Nur Yılmaz Öz", "maiden_name=Kaya", "gender=K", "birth_date=12.03.1975", "birth_place=Sivas",
		"mother_name=Fatma", "father_name=Ali", "mobile=0532 213 47 68", "landline=0212 293 11 22", "email=ayse.yilmaz@example.com",
		"address=Caferağa Mah. Moda Cad. No:12 D:3 Kadıköy/İstanbul", "customer_no=77", "passport_no=U12345678", "iban=TR330006100519786457841326",
		"updated_at=2021-05-06")
	full.Past = []record.Past{{Value: record.Value{Field: record.Mobile, Text: "0533 111 22 33"}, From: "2010-01-01", To: "2015-02-03"}}
	var body strings.Builder
	for _, r := range []*record.Record{
		full,
		testkit.Record("web:2", "company=Öz Yıldız Gıda San. ve Tic. A.Ş.", "landline=0312 417 00 00", "address=Bağdat Cad. 7 Maltepe İstanbul"),
		testkit.Record("web:3", "full_name=Ali Veli", "birth_date=1980", "city=Ankara"),
		testkit.Record("web:4", "email=yok@yok.com"),
	} {
		text := NewPacking(m).Append(nil, b.Profile(r, normalize.NewFeatures(r, m.Options())))
		fmt.Fprintf(&body, "%s %x\n", r.Key, text[4:])
	}
	file := filepath.Join("testdata", "packed.txt")
	head := fmt.Sprintf("packing %d under normaliser %d\n", packVersion, normalize.Version)
	kept, err := os.ReadFile(file)
	if was, rest, _ := strings.Cut(string(kept), "\n"); err == nil && was+"\n" == head && rest != body.String() {
		t.Errorf("the packed form changed: raise packVersion, or normalize.Version where it was the normaliser")
	}
	testkit.Kept(t, file, head+body.String())
}
