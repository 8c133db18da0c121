package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/tekil-id/tekil/internal/ingest"
)

// encodings write text as the systems do from which files come.
var encodings = []struct {
	name  string
	want  ingest.Encoding
	write func(string) string
}{
	{"utf-8", ingest.UTF8, func(s string) string { return s }},
	{"utf-8 with mark", ingest.UTF8, func(s string) string { return "\xEF\xBB\xBF" + s }},
	{"utf-16le", ingest.UTF16LE, must(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String)},
	{"utf-16be", ingest.UTF16BE, must(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String)},
	{"utf-16le with mark", ingest.UTF16LE, must(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String)},
	{"utf-16be with mark", ingest.UTF16BE, must(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String)},
	{"windows-1254", ingest.Windows1254, must(charmap.Windows1254.NewEncoder().String)},
	{"iso-8859-9", ingest.Windows1254, must(charmap.ISO8859_9.NewEncoder().String)},
	{"cp857", ingest.CP857, dos},
}

func must(f func(string) (string, error)) func(string) string {
	return func(s string) string {
		out, err := f(s)
		if err != nil {
			panic(err)
		}
		return out
	}
}

// dos writes the Turkish letters of code page 857.
func dos(s string) string {
	return strings.NewReplacer("ç", "\x87", "Ç", "\x80", "ğ", "\xA7", "Ğ", "\xA6", "ı", "\x8D", "İ", "\x98",
		"ö", "\x94", "Ö", "\x99", "ş", "\x9F", "Ş", "\x9E", "ü", "\x81", "Ü", "\x9A", "â", "\x83").Replace(s)
}

// Every encoding is recognised from few rows, and gives the same text.
func TestSniffEncoding(t *testing.T) {
	people := []string{"Uğur;Şahin;Beşiktaş", "IŞIL;ÇAĞLAYAN;ÜSKÜDAR", "Kâzım;Öztürk;Iğdır", "Ali;Yılmaz;Bolu", "Ece;Gül;İzmir"}
	for _, e := range encodings {
		for _, n := range []int{1, 2, 5} {
			for first := range people {
				var lines []string
				for i := range n {
					lines = append(lines, people[(first+i)%len(people)])
				}
				for _, header := range []string{"Adı;Soyadı;İlçe", "ad;soyad;ilce"} {
					text := header + "\n" + strings.Join(lines, "\n") + "\n"
					t.Run(fmt.Sprintf("%s/%d/%d", e.name, n, first), func(t *testing.T) {
						r := open(t, e.write(text), nil)
						if got := r.Mappings()[0].Encoding; got != e.want {
							t.Fatalf("sniffed %s, want %s", got, e.want)
						}
						for i, row := range rows(t, r) {
							v := row.Record.Values
							if got := v[0].Text + ";" + v[1].Text + ";" + v[2].Text; got != lines[i] {
								t.Errorf("%s, want %s", got, lines[i])
							}
						}
					})
				}
			}
		}
	}
}

// The first letter outside ASCII may stand behind everything that sniffing saw.
func TestLateNonASCII(t *testing.T) {
	var b strings.Builder
	b.WriteString("id;ad\n")
	for i := range 150_000 {
		fmt.Fprintf(&b, "%d;Ali Kaya\n", i)
	}
	b.WriteString("x;Y\xfdld\xfdz \xd6z\ny;Y\xc4\xb1ld\xc4\xb1z\n")
	got := rows(t, open(t, b.String(), nil))
	last := got[len(got)-2:]
	if a, b := last[0].Record.Values[0].Text, last[1].Record.Values[0].Text; a != "Yıldız Öz" || b != "Yıldız" {
		t.Errorf("%q, %q", a, b)
	}
}

func TestParseEncoding(t *testing.T) {
	for in, want := range map[string]ingest.Encoding{
		"": ingest.AutoEncoding, "UTF-8": ingest.UTF8, "utf8": ingest.UTF8, "UTF-16": ingest.UTF16LE, "cp1254": ingest.Windows1254,
		"Windows-1254": ingest.Windows1254, "ISO_8859-9": ingest.ISO88599, "latin5": ingest.ISO88599, "IBM857": ingest.CP857,
	} {
		if got, err := ingest.ParseEncoding(in); err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", in, got, err, want)
		}
	}
	if _, err := ingest.ParseEncoding("ebcdic"); err == nil {
		t.Error("ebcdic was accepted")
	}
}
