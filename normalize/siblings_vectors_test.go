package normalize_test

import (
	"strings"
	"testing"
)

// TestSiblingVectors judges cases beside those of the vectors, in their form and
// of our own invention: the same faults in other values, in other order and case,
// and several at once.
func TestSiblingVectors(t *testing.T) {
	for file, answer := range map[string]func(row map[string]string) (want, got map[string]string){
		"siblings/text.tsv": textAnswer, "siblings/names.tsv": nameAnswer, "siblings/emails.tsv": emailAnswer,
	} {
		for _, row := range contactRows(t, file) {
			if bad := misses(answer(row)); len(bad) > 0 {
				t.Errorf("%s %s %s %q %q: %s", file, row["id"], row["group"], row["input"], row["input2"], strings.Join(bad, "; "))
			}
		}
	}
}
