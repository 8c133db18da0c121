package fuzzcorpus_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil/internal/fuzzcorpus"
)

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "FuzzX.txt")
	if err := os.WriteFile(path, []byte("string(\"a\\tb)\")\t[]byte(\"\\xff\")\nstring(\"İ\")\tbool(true)\tint(-3)\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := fuzzcorpus.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]any{{"a\tb)", []byte{0xff}}, {"İ", true, -3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, line := range []string{"", "a", `int("3")`, `uint(3)`, `rune("a")`, `string("a`} {
		if v, err := fuzzcorpus.Parse(line); err == nil {
			t.Errorf("%q is read as %v", line, v)
		}
	}
}
