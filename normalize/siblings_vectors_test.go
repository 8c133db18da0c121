package normalize_test

import (
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/testkit"
)

// TestSiblingVectors judges cases beside those of the vectors, in their form and
// of our own invention: the same faults in other values, in other order and case,
// and several at once. testdata/siblings has a table for each judged file.
func TestSiblingVectors(t *testing.T) {
	for _, f := range judged {
		for _, row := range testkit.Rows(t, "testdata/siblings/"+f.file) {
			if bad := f.misses(row); len(bad) > 0 {
				t.Errorf("%s %s %s %q %q: %s", f.file, row["id"], row["group"], row["input"]+row["text"], row["input2"], strings.Join(bad, "; "))
			}
		}
	}
}
