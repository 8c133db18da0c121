// Package testkit holds what the tests of several packages need: records out of
// short texts, tables of cases, and comparison with a file that is kept in the
// repository.
package testkit

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tekil-id/tekil/record"
)

// Update says whether the tests rewrite the files that they compare with
// (go test -update), for tests that keep more than [Kept] writes.
var Update = flag.Bool("update", false, "rewrite the kept files that tests compare with")

// Record makes a record from its key ("crm:1") and values ("field=text").
// A key that is none panics.
func Record(key string, values ...string) *record.Record {
	k, err := record.ParseKey(key)
	if err != nil {
		panic(err)
	}
	r := &record.Record{Key: k}
	for _, v := range values {
		f, text, _ := strings.Cut(v, "=")
		r.Values = append(r.Values, record.Value{Field: record.Field(f), Text: text})
	}
	return r
}

// Kept compares got with a kept file, line by line, and fails the test where they
// differ; under -update it rewrites the file first, so that git shows the change.
func Kept(t testing.TB, file, got string) {
	t.Helper()
	if *Update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.SplitAfter(string(want), "\n"), strings.SplitAfter(got, "\n")); d != "" {
		t.Errorf("%s moved; look why, then run this test with -update and read the diff (-kept +got):\n%s", file, d)
	}
}

// Rows reads a table of cases by column name: a header, then a case a line, cells
// separated by tabs, or by | where the file is a .psv. Of escapes it knows \\ \t
// \n \r and \uXXXX. A table without cases fails the test.
func Rows(t testing.TB, file string) []map[string]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sep := "\t"
	if strings.HasSuffix(file, ".psv") {
		sep = "|"
	}
	lines := strings.Split(strings.TrimRight(string(b), "\n"), "\n")
	head := strings.Split(lines[0], sep)
	rows := make([]map[string]string, 0, len(lines))
	for _, line := range lines[1:] {
		row := make(map[string]string, len(head))
		for i, cell := range strings.Split(line, sep) {
			row[head[i]] = cellEscape.ReplaceAllStringFunc(cell, unescape)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		t.Fatalf("%s has no cases", file)
	}
	return rows
}

var cellEscape = regexp.MustCompile(`\\(\\|t|n|r|u[0-9A-Fa-f]{4})`)

func unescape(e string) string {
	switch e[1] {
	case '\\':
		return `\`
	case 't':
		return "\t"
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	}
	v, _ := strconv.ParseUint(e[2:], 16, 32)
	return string(rune(v))
}
