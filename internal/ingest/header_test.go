package ingest_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
)

// TestHeaders maps each header of testdata/headers.tsv in a file of its own,
// beside a surname and a column that nobody knows. An empty field means that it
// passes through under its own name.
func TestHeaders(t *testing.T) {
	data, err := os.ReadFile("testdata/headers.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")[1:]
	if len(lines) == 0 {
		t.Fatal("no headers in testdata/headers.tsv")
	}
	for _, line := range lines {
		cell := strings.Split(line, "\t")
		header, want, why := cell[0], record.Field(cell[1]), cell[2]
		if want == "" {
			want = record.Field(header)
		}
		second := "Soyad"
		if want == record.LastName {
			second = "Ad"
		}
		if got := mapOne(t, header, second); got != want {
			t.Errorf("%s: %s, want %s (%s)", header, got, want, why)
		}
	}
}

// mapOne returns the field of the first column of a file with three.
func mapOne(t *testing.T, header, second string) record.Field {
	t.Helper()
	text := fmt.Sprintf("%s;%s;zzz\nx;y;z\n", header, second)
	r := open(t, text, nil)
	return r.Mappings()[0].Columns[0].Field
}

// open reads text as standard input.
func open(t testing.TB, text string, o *ingest.Options) *ingest.Reader {
	t.Helper()
	var with ingest.Options
	if o != nil {
		with = *o
	}
	with.Stdin = strings.NewReader(text)
	r, err := ingest.Open(context.Background(), []string{"-"}, &with)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// rows reads everything.
func rows(t testing.TB, r *ingest.Reader) []ingest.Row {
	t.Helper()
	var out []ingest.Row
	for row, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	return out
}
