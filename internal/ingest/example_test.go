package ingest_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
)

// A file in an old encoding, with a delimiter and headers of its own, needs no
// configuration; what was understood can be shown.
func Example() {
	file := "M\xfc\xfeteri ID;Ad\xfd Soyad\xfd;Cep Tel;Meslek\n1;Ay\xfee Y\xfdld\xfdz;0532 000 00 01;m\xfchendis\n2;Ali Kaya;x;y;z\n"
	r, err := ingest.Open(context.Background(), []string{"-"}, &ingest.Options{Source: "crm", Stdin: strings.NewReader(file)})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	for row, err := range r.Records() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(row.Record.Key, row.Record.First(record.FullName))
	}
	for _, m := range r.Mappings() {
		fmt.Print(m.String())
	}
	for _, rej := range r.Rejected() {
		fmt.Println(rej.Row, rej.Reason)
	}
	// Output:
	// crm:1 Ayşe Yıldız
	// -: source crm, csv, windows-1254, ';', header in line 1
	//   Müşteri ID  record_id  header
	//   Adı Soyadı  full_name  header
	//   Cep Tel     mobile     header
	//   Meslek      Meslek     as is
	// 3 row has more cells than the header: 5 for 4
}

// The same record twice: the later update wins and remembers the other.
func ExampleUnify() {
	row := func(phone, updated string) record.Record {
		return record.Record{Key: record.Key{Source: "crm", ID: "1"},
			Values: []record.Value{{Field: record.Phone, Text: phone}, {Field: record.UpdatedAt, Text: updated}}}
	}
	kept, lost := ingest.Unify([]record.Record{row("0532 000 00 02", "01.03.2024"), row("0532 000 00 01", "2023-05-06")})
	fmt.Println(kept[0].First(record.Phone), "before:", kept[0].Past[0].Text, "until", kept[0].Past[0].To)
	fmt.Println(len(lost), "superseded")
	// Output:
	// 0532 000 00 02 before: 0532 000 00 01 until 2023-05-06
	// 1 superseded
}
