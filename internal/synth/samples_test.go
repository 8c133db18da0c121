package synth_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/tekil-id/tekil/internal/synth"
)

var samples = filepath.Join("..", "..", "testdata")

// The encodings follow cases.csv to the byte. The customers are a sample that
// was made once: the name and place tables may move on without them.
func TestSamplesAreUpToDate(t *testing.T) {
	dir := t.TempDir()
	cases := mustRead(t, filepath.Join(samples, "cases.csv"))
	if err := os.WriteFile(filepath.Join(dir, "cases.csv"), cases, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := synth.WriteSamples(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"windows-1254.csv", "iso-8859-9.csv", "cp857.csv", "utf-8-bom.csv", "utf-16.txt"} {
		want, got := mustRead(t, filepath.Join(samples, "encodings", name)), mustRead(t, filepath.Join(dir, "encodings", name))
		if !bytes.Equal(want, got) {
			t.Errorf("testdata/encodings/%s is out of date: run go run ./testdata/gen.go -dir testdata", name)
		}
	}
	for _, name := range []string{"customers.csv", "truth.csv", "traps.csv"} {
		want, _, _ := strings.Cut(string(mustRead(t, filepath.Join(dir, name))), "\n")
		got, rows, _ := strings.Cut(string(mustRead(t, filepath.Join(samples, name))), "\n")
		if n := strings.Count(rows, "\n"); want != got || name != "traps.csv" && n != 3000 {
			t.Errorf("testdata/%s has %d rows under the header %q, want %q", name, n, got, want)
		}
	}
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The code pages say "Kayıt No" and "Uğur Hami Özmen" in their own bytes.
func TestSampleEncodings(t *testing.T) {
	for name, want := range map[string]string{
		"windows-1254.csv": "Kay\xfdt No;",
		"iso-8859-9.csv":   "U\xf0ur Hami \xd6zmen",
		"cp857.csv":        "U\xa7ur Hami \x99zmen",
		"utf-8-bom.csv":    "\ufeffKayıt No;",
	} {
		if b := mustRead(t, filepath.Join(samples, "encodings", name)); !bytes.Contains(b, []byte(want)) {
			t.Errorf("%s does not hold %q", name, want)
		}
	}
	b := mustRead(t, filepath.Join(samples, "encodings", "utf-16.txt"))
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	if text := string(utf16.Decode(units)); !strings.HasPrefix(text, "\ufeffKayıt No\tKaynak\t") {
		t.Errorf("utf-16.txt begins with %q", text[:20])
	}
}

// Every case has its truth, and the clean national ids of the cases are valid.
func TestCases(t *testing.T) {
	table := func(name string) [][]string {
		rows, err := csv.NewReader(bytes.NewReader(mustRead(t, filepath.Join(samples, name)))).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Fatalf("%s: %d rows, %v", name, len(rows), err)
		}
		return rows
	}
	entity := map[string]string{}
	for _, r := range table("cases-truth.csv")[1:] {
		entity[r[0]] = r[2]
	}
	holder := map[string]string{}
	rows := table("cases.csv")
	if len(rows)-1 != len(entity) {
		t.Errorf("%d cases, %d truths", len(rows)-1, len(entity))
	}
	for _, r := range rows[1:] {
		id, national := r[0], r[6]
		if entity[id] == "" {
			t.Errorf("case %s has no truth", id)
		}
		if national == "" || national == "11111111111" {
			continue
		}
		if !validTCKN(national) {
			t.Errorf("the national id of case %s is not valid", id)
		}
		if h := holder[national]; h != "" && h != entity[id] {
			t.Errorf("%s and %s hold one national id", h, entity[id])
		}
		holder[national] = entity[id]
	}
}
