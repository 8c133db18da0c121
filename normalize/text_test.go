package normalize

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var vectorEscape = regexp.MustCompile(`\\(\\|t|n|r|u[0-9A-Fa-f]{4})`)

// unescapeCell reads one cell of a vector file.
func unescapeCell(s string) string {
	return vectorEscape.ReplaceAllStringFunc(s, func(e string) string {
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
	})
}

// readTextVectors returns the rows of testdata/text.tsv, by column name.
func readTextVectors(t testing.TB) []map[string]string {
	t.Helper()
	raw, err := os.ReadFile("testdata/text.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, cell := range strings.Split(line, "\t") {
			row[head[i]] = unescapeCell(cell)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		t.Fatal("no vectors")
	}
	return rows
}

func TestTextVectors(t *testing.T) {
	for _, r := range readTextVectors(t) {
		got, status := TextOp(r["op"], r["input"], r["input2"])
		if got != r["expected"] || string(status) != r["status"] {
			t.Errorf("%s %s(%q) = %q %s, want %q %s (%s)", r["id"], r["op"], r["input"], got, status, r["expected"], r["status"], r["note"])
		}
	}
}

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	var buf []byte
	for b.Loop() {
		buf = AppendFold(buf[:0], "Çiğdem Işıklar")
	}
}
func BenchmarkRepairClean(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Repair("Çiğdem Işıklar")
	}
}
