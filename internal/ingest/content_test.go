package ingest_test

import (
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// fieldsOf returns the field of each column, separated by blanks.
func fieldsOf(r *ingest.Reader) string {
	var fs []string
	for _, c := range r.Mappings()[0].Columns {
		fs = append(fs, string(c.Field))
	}
	return strings.Join(fs, " ")
}

// table of one column, repeated.
func column(header string, values ...string) string {
	return header + ";x1\n" + strings.Join(values, ";1\n") + ";1\n"
}

// A header that says nothing is judged by its values; one that says something
// only where the values leave no doubt, and never one about somebody else.
func TestFieldsByContent(t *testing.T) {
	dates := []string{"05.03.1961", "1.12.1984", "14.07.1979", "30.06.1990", "22.02.2001"}
	recent := []string{"05.03.2023", "1.12.2024", "14.07.2022", "30.06.2021", "22.02.2023"}
	mobiles := []string{"0532 000 00 01", "+90 533 000 00 02", "5340000003", "0 (535) 000-00-04", "905360000005"}
	cities := []string{"İstanbul", "ANKARA", "Izmir", "K.Maraş", "Bolu"}
	tests := []struct {
		header string
		values []string
		want   record.Field
	}{
		{"Kolon1", dates, record.BirthDate},
		{"F5", dates, record.BirthDate},
		{"Sözleşme", dates, "Sözleşme"},
		{"Kolon1", recent, "Kolon1"},
		{"Kolon1", cities, record.City},
		{"no", mobiles, record.Mobile},
		{"Ulaşım", mobiles, record.Mobile},
		{"Yakınının numarası", mobiles, "Yakınının numarası"},
		{"Satış temsilcisi GSM'i", mobiles, "Satış temsilcisi GSM'i"},
		{"Kolon1", mobiles[:3], record.Mobile},
		{"Kolon1", mobiles[:2], "Kolon1"}, // too few to tell
		{"Kolon1", append(mobiles[:3:3], "7"), "Kolon1"},
		{"Kolon1", []string{"1234567890", "2345678901", "3456789012", "4567890123", "5678901234"}, "Kolon1"},
		{"Kolon1", []string{"12345678901", "23456789012", "34567890123", "45678901234", "56789012345"}, "Kolon1"},
		{"Kolon1", []string{"Yıldız Gıda Ltd. Şti.", "Kaya Tekstil A.Ş.", "Ay San. ve Tic.", "Su İnş.", "Can Ltd."}, record.Company},
		{"Kolon1", []string{"Barbaros Mah. Gül Sok. No:3", "Çay Mah. 5", "Gül Cad. No 4", "Su Sk. 3", "merkez"}, record.Address},
		{"Kolon1", []string{"E", "K", "E", "E", "K"}, record.Gender},
		{"Kolon1", []string{"mavi", "kırmızı", "yeşil", "sarı", "ak"}, "Kolon1"},
	}
	for _, tt := range tests {
		r := open(t, column(tt.header, tt.values...), nil)
		if got := r.Mappings()[0].Columns[0].Field; got != tt.want {
			t.Errorf("%s above %v: %s, want %s", tt.header, tt.values, got, tt.want)
		}
	}
}

// Names tell a header row from a first row of data, and name their columns.
func TestNamesByContent(t *testing.T) {
	n := 0
	for range normalize.GivenNames() {
		n++
	}
	if n < 1000 {
		t.Skipf("the shipped tables have %d given names", n)
	}
	people := "Ayşe;Yıldırım;Bolu\nMehmet;Kaya;Ankara\nHatice;Demir;Van\nMustafa;Çelik;Muş\nFatma;Şahin;Ordu\n"
	if got := fieldsOf(open(t, people, nil)); got != "first_name last_name city" {
		t.Errorf("without header: %s", got)
	}
	if got := fieldsOf(open(t, column("Kolon1", "Ayşe Yıldırım", "Mehmet Kaya", "Hatice Demir", "Mustafa Çelik", "Fatma Şahin"), nil)); got != "full_name x1" {
		t.Errorf("full names: %s", got)
	}
	if r := open(t, "burç;uğur\nkoç;7\nboğa;8\nkova;3\n", nil); !r.Mappings()[0].Header {
		t.Error("a header of words that are also names was taken for data")
	}
}

// A header that its values contradict keeps its field, and the mapping says so.
func TestContradictedHeader(t *testing.T) {
	r := open(t, column("TC Kimlik No", strings.Split("a b c d e f g h i j", " ")...), nil)
	c := r.Mappings()[0].Columns[0]
	if c.Field != record.NationalID || !strings.HasPrefix(c.Note, "only 0 %") {
		t.Errorf("%+v", c)
	}
}
