package synth

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// WriteSamples writes the files of the repository's testdata that are made, not
// written by hand: customers.csv with truth.csv and traps.csv, and
// encodings/, which holds cases.csv of dir as systems of other times would have
// exported it.
func WriteSamples(dir string) error {
	if err := WriteCSV(dir, Config{Records: 3000, Seed: 1923}); err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, "cases.csv"))
	if err != nil {
		return err
	}
	return writeEncodings(filepath.Join(dir, "encodings"), text)
}

// sampleHeaders are the headers of cases.csv as a Turkish system writes them.
var sampleHeaders = map[string]string{
	"record_id": "Kayıt No", "source": "Kaynak", "case": "Konu", "full_name": "Adı Soyadı", "gender": "Cinsiyet",
	"birth_date": "Doğum Tarihi", "national_id": "T.C. Kimlik No", "tax_id": "Vergi No", "mobile": "Cep Tel",
	"landline": "Ev Telefonu", "fax": "Faks", "email": "E-posta", "address": "Adres", "company": "Firma Ünvanı",
	"updated_at": "Güncelleme Tarihi",
}

func writeEncodings(dir string, cases []byte) error {
	rows, err := csv.NewReader(bytes.NewReader(cases)).ReadAll()
	if err != nil {
		return fmt.Errorf("cases.csv: %w", err)
	}
	for i, name := range rows[0] {
		rows[0][i] = sampleHeaders[name]
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name  string
		comma rune
		crlf  bool
		bytes func(string) []byte
	}{
		{"windows-1254.csv", ';', true, func(s string) []byte { return singleBytes(s, latin5) }}, // Excel in Turkey
		{"iso-8859-9.csv", ';', false, func(s string) []byte { return singleBytes(s, latin5) }},  // Unix of its time
		{"cp857.csv", ';', true, func(s string) []byte { return singleBytes(s, dos857) }},        // DOS
		{"utf-8-bom.csv", ';', true, func(s string) []byte { return []byte("\ufeff" + s) }},      // Excel, "CSV UTF-8"
		{"utf-16.txt", '\t', true, utf16LE},                                                      // Excel, "Unicode text"
	} {
		if err := os.WriteFile(filepath.Join(dir, f.name), f.bytes(writeRows(rows, f.comma, f.crlf)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func writeRows(rows [][]string, comma rune, crlf bool) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = comma, crlf
	w.WriteAll(rows) // a strings.Builder does not fail
	return b.String()
}

// The Turkish letters in ISO-8859-9, which Windows-1254 shares, and in the code
// page 857 of DOS.
var (
	latin5 = map[rune]byte{'Ç': 0xc7, 'Ğ': 0xd0, 'İ': 0xdd, 'Ö': 0xd6, 'Ş': 0xde, 'Ü': 0xdc, 'ç': 0xe7, 'ğ': 0xf0, 'ı': 0xfd, 'ö': 0xf6, 'ş': 0xfe, 'ü': 0xfc}
	dos857 = map[rune]byte{'Ç': 0x80, 'Ğ': 0xa6, 'İ': 0x98, 'Ö': 0x99, 'Ş': 0x9e, 'Ü': 0x9a, 'ç': 0x87, 'ğ': 0xa7, 'ı': 0x8d, 'ö': 0x94, 'ş': 0x9f, 'ü': 0x81}
)

func singleBytes(s string, table map[rune]byte) []byte {
	out := make([]byte, 0, len(s))
	for _, c := range s {
		b, ok := table[c]
		switch {
		case ok:
			out = append(out, b)
		case c < 0x80:
			out = append(out, byte(c))
		default:
			panic(fmt.Sprintf("synth: internal error: %q is not in the code page", c))
		}
	}
	return out
}

func utf16LE(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}
