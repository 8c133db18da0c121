package ingest_test

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tekil-id/tekil/internal/ingest"
)

// What encoding/csv writes is read back as it was, whatever stands in the
// cells: quotes, delimiters, line ends.
func TestReadsWhatCSVWriterWrites(t *testing.T) {
	cell := rapid.SliceOfN(rapid.SampledFrom([]string{`"`, ";", ",", "\n", "a", "Ş", " ", "0", "''", `\`}), 0, 6)
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 5).Draw(t, "width")
		delimiter := rapid.SampledFrom([]rune{';', ',', '\t', '|'}).Draw(t, "delimiter")
		var b strings.Builder
		w := csv.NewWriter(&b)
		w.Comma, w.UseCRLF = delimiter, rapid.Bool().Draw(t, "crlf")
		header := make([]string, width)
		for i := range header {
			header[i] = fmt.Sprintf("x%c", 'p'+i)
		}
		w.Write(header)
		var want [][]string
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			row := []string{"k" + strings.Join(cell.Draw(t, "cell"), "")} // never blank
			for len(row) < width {
				row = append(row, strings.Join(cell.Draw(t, "cell"), ""))
			}
			w.Write(row)
			want = append(want, row)
		}
		w.Flush()
		o := &ingest.Options{Dialect: ingest.Dialect{Delimiter: byte(delimiter)}, Stdin: strings.NewReader(b.String())}
		compareCells(t, o, want, b.String())
	})
}

func compareCells(t *rapid.T, o *ingest.Options, want [][]string, text string) {
	r, err := ingest.Open(t.Context(), []string{"-"}, o)
	if err != nil {
		t.Fatalf("%v\n%q", err, text)
	}
	defer r.Close()
	i := 0
	for row, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, c := range want[i] {
			// The writer gives line ends in cells the form of the file's.
			if strings.TrimSpace(c) != "" {
				cells = append(cells, c)
			}
		}
		var got []string
		for _, v := range row.Record.Values {
			got = append(got, strings.ReplaceAll(v.Text, "\r\n", "\n"))
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", cells) {
			t.Fatalf("row %d: %q, want %q\n%q", i, got, cells, text)
		}
		i++
	}
	if i != len(want) {
		t.Fatalf("%d rows of %d; rejected %+v\n%q", i, len(want), r.Rejected(), text)
	}
}
