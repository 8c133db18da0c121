package live

import (
	"context"
	"errors"
	"testing"

	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// TestOtherPacking: a store whose profiles another version packed says so when it
// is opened, and is rebuilt when asked to.
func TestOtherPacking(t *testing.T) {
	fs := store.NewMemFS()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	open := func(rebuild bool) (*Engine, error) {
		return Open("store", &Options{Rebuild: rebuild, Store: store.Options{FS: fs}})
	}
	e, err := open(false)
	ok(err)
	r := testkit.Record("crm:1", "full_name=Ali Veli", "mobile=0532 213 47 68")
	_, err = e.Apply(context.Background(), &Write{Upsert: []record.Record{*r}})
	ok(err)
	packed, err := e.Store().Profile(1)
	ok(err)
	b := e.Store().NewBatch()
	b.PutProfile(1, append([]byte{packed[0] ^ 2}, packed[1:]...))
	ok(b.Commit(true))
	ok(e.Close())

	if _, err := open(false); !errors.Is(err, ErrOldNormaliser) {
		t.Fatalf("opened with %v", err)
	}
	e, err = open(true)
	ok(err)
	defer e.Close()
	if r := e.Rebuilt(); r == nil || r.Records != 1 || r.Entities != 1 {
		t.Errorf("rebuilding says %+v", r)
	}
	if again, err := e.Store().Profile(1); err != nil || again != packed {
		t.Errorf("profile %q (%v), want %q", again, err, packed)
	}
	e.Verify(context.Background(), nil, func(err error) bool { t.Error(err); return true })
}
