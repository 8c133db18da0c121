package tekil_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
)

// The same outside Turkish, whose keys are of other classes.
func TestOpenPlainBatchStore(t *testing.T) {
	dir := t.TempDir()
	rnd := rand.New(rand.NewPCG(1, 1))
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	var b strings.Builder
	b.WriteString("id,first_name,last_name,birth_date,city,email,job\n")
	for i := range 300 {
		first, last := pick("John", "Mary", "Robert", "Rob", "Anne"), pick("Smith", "Allen", "Allan", "Jones", "Brown")
		fmt.Fprintf(&b, "%d,%s,%s,19%02d-0%d-1%d,%s,%s%d@example.com,%s\n", i, first, last, 60+rnd.IntN(4), 1+rnd.IntN(2), rnd.IntN(3),
			pick("London", "Leeds"), strings.ToLower(last), rnd.IntN(40), pick("cook", "clerk"))
	}
	csv := filepath.Join(dir, "people.csv")
	if err := os.WriteFile(csv, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	cfg, err := dedupe.ParseConfig([]byte("locale: en\nlimits:\n  cap: 6\nfields:\n  - name: job\n    comparator: exact\n    block: true\n"))
	if err != nil {
		t.Fatal(err)
	}
	o := dedupe.Options{Files: []string{csv}, Out: filepath.Join(dir, "out"), Config: cfg, Time: "2026-03-01T09:00:00Z"}
	if _, err := dedupe.Run(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	e := mustOpen(t, filepath.Join(dir, "out", "store"), &tekil.Options{MustExist: true})
	verify(t, e)
	before := partition(t, e)
	ctx := context.Background()
	for i := range 100 {
		k, err := e.Find(ctx, fmt.Sprint(i*3))
		if err != nil {
			t.Fatal(err)
		}
		again(t, e, k)
	}
	if d := cmp.Diff(before, partition(t, e)); d != "" {
		t.Errorf("(-batch +live)\n%s", d)
	}
	verify(t, e)
}
