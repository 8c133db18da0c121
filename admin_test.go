package tekil_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/record"
)

// A store that one process holds is read and changed by another.
func TestAdminSocket(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "store")
	if _, err := tekil.Dial(dir); !errors.Is(err, tekil.ErrNoSocket) {
		t.Fatalf("no socket: %v", err)
	}
	e := mustOpen(t, dir, &tekil.Options{Admin: true})
	if _, err := tekil.Open(dir, nil); !errors.Is(err, tekil.ErrInUse) {
		t.Fatalf("opened twice: %v", err)
	}
	r, err := tekil.Dial(dir)
	if err != nil {
		t.Fatal(err)
	}
	report, err := r.Load(ctx, sequence(synthetic(t, 200)), nil)
	if err != nil || report.Created != 200 {
		t.Fatalf("load: %+v, %v", report, err)
	}
	if err := r.Checkpoint(ctx, dir+".copy"); err != nil {
		t.Fatal(err)
	}
	twin := mustOpen(t, dir+".copy", &tekil.Options{MustExist: true})
	if d := cmp.Diff(partition(t, e), partition(t, twin)); d != "" {
		t.Errorf("(-store +checkpoint)\n%s", d)
	}

	if _, err := r.Find(ctx, "nobody"); !errors.Is(err, tekil.ErrNoRecord) {
		t.Errorf("finding nobody: %v", err)
	}
	a := customer("crm", "a", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	b := customer("web", "a", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68")
	if _, err := r.Load(ctx, sequence([]record.Record{a, b}), nil); err != nil {
		t.Fatal(err)
	}
	k, err := r.Find(ctx, "crm:a")
	if err != nil || k != a.Key {
		t.Errorf("found %v, %v", k, err)
	}
	ruled, err := r.Rule(ctx, record.Ruling{A: a.Key, B: b.Key, Author: "ayse"})
	if err != nil || !ruled.Apart || ruled.Change.Events[0].Kind != tekil.Split {
		t.Errorf("ruled %+v, %v", ruled, err)
	}
	change, err := r.Unrule(ctx, ruled.Number)
	if err != nil || change.Events[0].Kind != tekil.Merged {
		t.Errorf("unruled %+v, %v", change, err)
	}
	if _, err := r.Rule(ctx, record.Ruling{A: a.Key, B: a.Key}); !errors.Is(err, tekil.ErrBadRuling) {
		t.Errorf("a bad ruling: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(tekil.AdminSocket(dir)); err == nil {
		t.Error("the socket stays behind")
	}
}
