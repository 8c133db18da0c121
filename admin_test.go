package tekil_test

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/record"
)

// writing is what the embedded engine and the one behind a socket have in common: a
// program may hold either.
type writing interface {
	Backup(ctx context.Context, dir string) error
	Find(ctx context.Context, text string) (record.Key, error)
	Load(ctx context.Context, records iter.Seq2[record.Record, error], o *tekil.LoadOptions) (*tekil.LoadReport, error)
	Rule(ctx context.Context, r record.Ruling) (*tekil.Ruled, error)
	Unrule(ctx context.Context, number uint64) (*tekil.Change, error)
}

var _, _ writing = (*tekil.Engine)(nil), (*tekil.Remote)(nil)

// A store that one process holds is read and changed by another.
func TestAdminSocket(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "store")
	if _, err := tekil.Dial(ctx, dir); !errors.Is(err, tekil.ErrNoSocket) {
		t.Fatalf("no socket: %v", err)
	}
	e := mustOpen(t, dir, &tekil.Options{Admin: true})
	if _, err := tekil.Open(dir, nil); !errors.Is(err, tekil.ErrInUse) {
		t.Fatalf("opened twice: %v", err)
	}
	r, err := tekil.Dial(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	report, err := r.Load(ctx, sequence(synthetic(t, 200)), nil)
	if err != nil || report.Created != 200 {
		t.Fatalf("load: %+v, %v", report, err)
	}
	if err := r.Backup(ctx, dir+".copy"); err != nil {
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
	if ruled, err := r.Rule(ctx, record.Ruling{A: a.Key, B: a.Key}); ruled != nil || !errors.Is(err, tekil.ErrBadRuling) {
		t.Errorf("a bad ruling: %+v, %v", ruled, err)
	}
	if change, err := r.Unrule(ctx, 99); change != nil || !errors.Is(err, tekil.ErrNoRuling) {
		t.Errorf("a ruling that was never given is taken back: %+v, %v", change, err)
	}
	if err := r.Backup(ctx, dir+".copy"); !errors.Is(err, tekil.ErrExists) {
		t.Errorf("a backup over another: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(tekil.AdminSocket(dir)); err == nil {
		t.Error("the socket stays behind")
	}
}
