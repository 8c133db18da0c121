package bulk_test

import (
	"context"
	"os"
	"testing"

	"github.com/tekil-id/tekil/internal/bulk"
)

func TestProf(t *testing.T) {
	for _, s := range publicSets {
		if s.name != os.Getenv("PROF") {
			continue
		}
		set := readPublic(t, s.name, s.id, s.files)
		b, err := bulk.Resolve(context.Background(), set.records, &bulk.Options{Base: set.base})
		if err != nil {
			t.Fatal(err)
		}
		t.Log(b.Stages, b.Judged)
	}
}
