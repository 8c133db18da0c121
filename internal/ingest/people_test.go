package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
)

// Values of columns, by the word that stands for them in the tables below.
var kinds = map[string][]string{
	"people":    {"Ayşe Yıldırım", "Mehmet Kaya", "Hatice Demir", "Mustafa Çelik", "Fatma Şahin", "Ali Aydın"},
	"rare":      {"Ayşe Zırhlıgil", "MEHMET KÖTEKOĞLU", "Hatice Nur Demirtaşlı", "Çavdarlı Mustafa", "Fatma Şahin", "Qzw Ğüşrt"},
	"given":     {"Ayşe", "Mehmet", "Hatice", "Mustafa", "Fatma", "Ali"},
	"surnames":  {"Yıldırım", "Kaya", "Demir", "Çelik", "Şahin", "Aydın"},
	"companies": {"Yıldız Gıda Ltd. Şti.", "Kaya Tekstil A.Ş.", "Ay San. ve Tic. Ltd. Şti.", "Su İnş. Ltd.", "Can Ltd.", "Ova A.Ş."},
	"mixed":     {"Ayşe Yıldırım", "Kaya Tekstil A.Ş.", "Hatice Demir", "Mustafa Çelik", "Fatma Şahin", "Ova A.Ş."},
	"titles":    {"Dr.", "Av.", "Dr.", "Prof. Dr.", "Uzm. Dr.", "Av."},
	"mobiles":   {"0532 000 00 01", "+90 533 000 00 02", "5340000003", "0 (535) 000-00-04", "905360000005", "05370000006"},
	"mails":     {"a@x.com", "b@x.com", "c@x.com", "d@x.com", "e@x.com", "f@x.com"},
	"numbers":   {"1001", "1002", "1003", "1004", "1005", "1006"},
	"logins":    {"ayse78", "mkaya", "hdmr", "mustafa_c", "fatos", "ali34"},
	"addresses": {"Gül Mah. Su Sok. No:1", "Çay Mah. Ay Cad. No:2", "Gül Sok. 3", "Su Sk. 4 D:5", "Ay Cad. No 5", "Çay Mahallesi 6"},
	"web":       {"www.a.com", "www.b.com.tr", "http://c.com", "d.com", "e.com", "www.f.com"},
	"days":      {"05081999", "12031980", "01021975", "30111962", "17062001", "09091989"},
	"words":     {"mavi", "kırmızı", "yeşil", "sarı", "ak", "gri"},
	"clerk":     {"Ayşe Yıldırım"},
}

// tableOf builds a file from "header=kind" columns.
func tableOf(columns string) string {
	var head []string
	cells := make([][]string, 60)
	for _, c := range strings.Split(columns, "; ") {
		name, kind, _ := strings.Cut(c, "=")
		head = append(head, name)
		for i := range cells {
			v := kinds[kind]
			cells[i] = append(cells[i], v[i%len(v)])
		}
	}
	lines := []string{strings.Join(head, ";")}
	for _, c := range cells {
		lines = append(lines, strings.Join(c, ";"))
	}
	return strings.Join(lines, "\n") + "\n"
}

// Whether a column is the customer's name depends on the columns beside it.
func TestPeople(t *testing.T) {
	tests := []struct{ columns, want string }{
		// Ledgers: persons and companies in one column.
		{"Cari Kod=numbers; Cari Unvan=mixed; Cep=mobiles", "customer_no full_name mobile"},
		{"Cari Adı=people; Cep=mobiles", "full_name mobile"},
		{"Ünvan=mixed; Cep=mobiles", "full_name mobile"},
		{"Unvan=titles; Cep=mobiles", "title mobile"},
		{"Unvan=companies; Cep=mobiles", "company mobile"},
		{"Ad=given; Soyad=surnames; Cari Unvan=companies", "first_name last_name company"},
		{"Cari Unvan=companies; Ad Soyad=people", "company full_name"},
		{"Ad Soyad=people; Unvan=titles", "full_name title"},
		{"Cari Unvan=companies; Yetkili=people", "company full_name"},
		{"Cari Unvan=people; Yetkili=clerk", "full_name Yetkili"},
		{"Firma Adı=companies; Cep=mobiles", "company mobile"},
		{"Firma Adı=people; Cep=mobiles", "full_name mobile"},
		{"Firma Adı=companies; İlgili Kişi=people", "company full_name"},
		// Callers and other contacts.
		{"Çağrı No=numbers; Arayan=people; Arayan Numara=mobiles", "Çağrı No full_name phone"},
		{"Arayan=mobiles; Görüşülen=people", "phone full_name"},
		{"Ad Soyad=people; Arayan=clerk; Cep=mobiles", "full_name Arayan mobile"},
		{"Müşteri=people; Yetkili=clerk; Yetkili Adresi=addresses", "full_name Yetkili Yetkili Adresi"},
		{"Yetkili=people; Yetkili E-posta=mails; Yetkili Tel=mobiles", "full_name email phone"},
		{"Yetkili Adı=given; Yetkili Soyadı=surnames; Yetkili Tel=mobiles", "first_name last_name phone"},
		{"Ad Soyad=people; Yetkili Adı=given; Yetkili Soyadı=surnames", "full_name Yetkili Adı Yetkili Soyadı"},
		// Customers by their role.
		{"Abone=people; Abone No=numbers", "full_name customer_no"},
		{"Abone=numbers; Ad Soyad=people", "Abone full_name"},
		{"Hasta=people; Doktor=clerk; Hasta Tel=mobiles", "full_name Doktor phone"},
		{"Öğrenci=people; Veli=people", "full_name Veli"},
		{"Sigorta Ettiren=people; Plaka=words", "full_name plate"},
		{"Alıcı=people; Alıcı Tel=mobiles; Alıcı Adresi=addresses", "full_name phone address"},
		{"Kullanıcı Adı=logins; Mail=mails", "Kullanıcı Adı email"},
		{"Kullanıcı Adı=people; Mail=mails", "full_name email"},
		{"Kullanıcı=clerk; Mail=mails", "Kullanıcı email"},
		{"Personel Adı Soyadı=people; Müşteri=people; Müşteri Tel=mobiles", "Personel Adı Soyadı full_name phone"},
		{"Personel Adı=given; Personel Soyadı=surnames; Personel Tel=mobiles", "first_name last_name phone"},
		{"Kart Adı=words; Müşteri=people", "Kart Adı full_name"},
		{"Müşteri=people; Müşteri Adresi=addresses; Kurye=clerk", "full_name address Kurye"},
		{"M??teri=people; M??teri Tel=mobiles", "full_name phone"},
		// Nobody knows the header.
		{"Kimin=people; Ulaşım=mobiles", "full_name mobile"},
		{"Kimin=rare; Ulaşım=mobiles", "full_name mobile"},
		{"Kayıt Yapan=people; Ulaşım=mobiles", "Kayıt Yapan mobile"},
		{"Nereye=companies; Ulaşım=mobiles", "Nereye mobile"},
		{"Kimin=given; Soy=surnames; Ulaşım=mobiles", "first_name last_name mobile"},
		{"Temsilci=people; Ulaşım=mobiles", "Temsilci mobile"},
		{"Mağazadaki=clerk; Ulaşım=mobiles", "Mağazadaki mobile"},
		{"Ad Soyad=people; Nereye=addresses; Renk=words", "full_name address Renk"},
		{"Ad Soyad=people; D.Tarihi=days", "full_name birth_date"},
		{"Ad Soyad=people; Kimin=people", "full_name Kimin"},
		// Parts of addresses need an address.
		{"Ad Soyad=people; Site=web; Kat=numbers", "full_name Site Kat"},
		{"Ad Soyad=people; Adres=addresses; Site=web; Kat=numbers", "full_name address Site building_no"},
		{"Ad Soyad=people; Cadde=words; Sokak=words; Blok=words; Daire=numbers", "full_name street street building_no building_no"},
		{"Ad Soyad=people; Sokak=words; Sokak Adı=words", "full_name street Sokak Adı"},
	}
	for _, tt := range tests {
		if got := fieldsOf(open(t, tableOf(tt.columns), nil)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.columns, got, tt.want)
		}
	}
}

// Days in digits alone look like days, whichever end the year stands at.
func TestCompactDays(t *testing.T) {
	for _, c := range open(t, tableOf("Ad Soyad=people; D.Tarihi=days"), nil).Mappings()[0].Columns {
		if c.Note != "" {
			t.Errorf("%s: %s", c.Name, c.Note)
		}
	}
}

// What the user says about columns stands above every guess.
func TestPeopleByRule(t *testing.T) {
	rules := &ingest.Rules{Columns: map[string]string{"Cari Unvan": "company", "Kimin": "note"}}
	r := open(t, tableOf("Cari Unvan=people; Kimin=people; Ulaşım=mobiles"), &ingest.Options{Rules: rules})
	if got := fieldsOf(r); got != "company note mobile" {
		t.Error(got)
	}
}

// A file in which nobody can be found is told of.
func TestWarning(t *testing.T) {
	for columns, want := range map[string]string{
		"Ad Soyad=people; Renk=words": "",
		"Renk=words; Cep=mobiles":     "no column is a name;",
		"Renk=words; Kod1=words":      "no column is a name, a phone",
	} {
		m := open(t, tableOf(columns), nil).Mappings()[0]
		if got := m.Warning(); !strings.HasPrefix(got, want) || (got == "") != (want == "") {
			t.Errorf("%s: %q, want %q", columns, got, want)
		}
		if w := m.Warning(); !strings.Contains(m.String(), w) {
			t.Errorf("%s: the table does not show %q", columns, w)
		}
	}
}

// How rows are named is said where no column does it.
func TestUnnamed(t *testing.T) {
	for columns, want := range map[string]string{
		"Kayıt No=words; Ad Soyad=people":   "",
		"Müşteri No=words; Ad Soyad=people": "rows are named by customer number and content;",
		"Ad Soyad=people; Renk=words":       "rows are named by their content;",
	} {
		m := open(t, tableOf(columns), nil).Mappings()[0]
		if got := m.Unnamed(); !strings.HasPrefix(got, want) || (got == "") != (want == "") {
			t.Errorf("%s: %q, want %q", columns, got, want)
		}
	}
}

// The parts of an address that stand in columns of their own come together, in
// the order of an address and with their words.
func TestAddressParts(t *testing.T) {
	tests := []struct{ header, row, street, door string }{
		{"Mahalle;Cadde;Sokak;Bina No;Daire No", "Çay;Moda;Gül;12;5", "Moda Cad. Gül Sok.", "12 D:5"},
		{"Mahalle;Cadde;Sokak;Bina No;Daire No", "Çay;;Gül Sokak;12;", "Gül Sokak", "12"},
		{"Mahalle;Sokak;Cadde;Bina No", "Çay;1463;Moda Caddesi;12", "Moda Caddesi 1463 Sok.", "12"},
		{"Mahalle;Cadde;Sokak;Bina No", "Çay;-;Gül;YOK", "Gül Sok.", ""},
		{"Mahalle;Sokak;Bina No", "Çay;Gül;12/5", "Gül", "12/5"},
		{"Mahalle;Cadde;Bina No", "Çay;Moda;12", "Moda Cad.", "12"},
		{"Mahalle;Cadde/Sokak;Dış Kapı No;İç Kapı No", "Çay;Gül Sk.;12;5", "Gül Sk.", "12 D:5"},
		{"İl;Daire;Kat;Dış Kapı No;Blok;Site", "Bolu;5;3;12;B;Yeşil", "", "Yeşil Sitesi B Blok No:12 Kat:3 D:5"},
		{"İl;Site Adı;Blok Adı;Kapı No;Kat;Daire No", "Bolu;Gül Konutları;A Blok;No:7;Zemin;D:2", "", "Gül Konutları A Blok No:7 Zemin Kat D:2"},
		{"İl;Apartman Adı;Bina No;Kapı No", "Bolu;Yıldız;7;3", "", "Yıldız Apt. No:7 D:3"},
		{"İl;Bina No;Daire No", "Bolu;7;0", "", "7"},
	}
	for _, tt := range tests {
		got := rows(t, open(t, fmt.Sprintf("Ad Soyad;%s\nAyşe Kaya;%s\n", tt.header, tt.row), nil))[0].Record
		if s := got.First(record.Street); s != tt.street {
			t.Errorf("%s: %s: street %q, want %q", tt.header, tt.row, s, tt.street)
		}
		if d := got.First(record.BuildingNo); d != tt.door {
			t.Errorf("%s: %s: door %q, want %q", tt.header, tt.row, d, tt.door)
		}
	}
	json := `{"ad":"Ayşe Kaya","adres":{"cadde":"Moda","sokak":"Gül","bina_no":"12","daire_no":"5"}}` + "\n"
	got := rows(t, open(t, json, nil))[0].Record
	if s, d := got.First(record.Street), got.First(record.BuildingNo); s != "Moda Cad. Gül Sok." || d != "12 D:5" {
		t.Errorf("JSON: %q %q", s, d)
	}
}
