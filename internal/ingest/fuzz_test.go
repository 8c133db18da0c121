package ingest_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/ingest"
)

// FuzzRead feeds any bytes: reading never panics, every line is accounted for,
// and reading twice gives the same.
func FuzzRead(f *testing.F) {
	fuzzcorpus.Add(f)
	files, _ := filepath.Glob("testdata/read/*")
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && !strings.HasSuffix(name, ".golden") {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o := &ingest.Options{MaxField: 256, Encoding: ingest.UTF8}
		a, okA := fuzzRun(t, data, o)
		b, okB := fuzzRun(t, data, o)
		if okA != okB || strings.Join(a, "\n") != strings.Join(b, "\n") {
			t.Fatal("reading twice differs")
		}
		fuzzRun(t, data, &ingest.Options{MaxField: 256})
	})
}

// fuzzRun returns what was read; ok is false where the input was refused.
func fuzzRun(t *testing.T, data []byte, o *ingest.Options) (got []string, ok bool) {
	with := *o
	with.Stdin = strings.NewReader(string(data))
	r, err := ingest.Open(context.Background(), []string{"-"}, &with)
	if err != nil {
		var ie *ingest.InputError
		if !errors.As(err, &ie) {
			t.Fatalf("error without a place: %v", err)
		}
		return nil, false
	}
	defer r.Close()
	for row, err := range r.Records() {
		if err != nil {
			return got, false
		}
		got = append(got, row.Record.Key.String()+string(ingest.AppendContent(nil, row.Record.Values)))
	}
	s, m := r.Stats()[0], r.Mappings()[0]
	if sum := s.Rows + s.Rejected + s.Blank + s.Header + s.Preamble + s.Continued; sum != s.Lines {
		t.Fatalf("%d lines are accounted for of %d: %+v", sum, s.Lines, s)
	}
	if s.Rows != len(got) {
		t.Fatalf("%d rows counted, %d given", s.Rows, len(got))
	}
	if o.Encoding == ingest.UTF8 && !m.Gzip {
		if n := lineCount(string(data), m); n != s.Lines {
			t.Fatalf("%d lines were read of %d", s.Lines, n)
		}
	}
	return got, true
}

// lineCount counts physical lines as an editor does.
func lineCount(text string, m ingest.Mapping) int {
	end := "\n"
	if m.Dialect.Newline == '\r' {
		end = "\r"
	}
	if m.BOM {
		text = strings.TrimPrefix(text, "\xEF\xBB\xBF")
	}
	n := strings.Count(text, end)
	if text != "" && !strings.HasSuffix(text, end) {
		n++
	}
	return n
}
