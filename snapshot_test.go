package tekil_test

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/record"
)

// asked is what an engine and its snapshots answer alike.
type asked interface {
	Entity(context.Context, record.EntityID) (*tekil.Entity, error)
	EntityOf(context.Context, record.Key) (*tekil.Entity, error)
	Record(context.Context, record.Key) (*tekil.Record, error)
	Records(context.Context, record.EntityID) ([]tekil.Record, error)
	Resolve(context.Context, tekil.Query) ([]tekil.Match, error)
	Explain(ctx context.Context, a, b record.Key) (*tekil.Explanation, error)
	Review() iter.Seq2[tekil.ReviewItem, error]
	Changes(since uint64) iter.Seq2[tekil.Event, error]
}

// answers asks everything about everyone, as JSON, a question a line.
func answers(t *testing.T, q asked, records []record.Record) string {
	t.Helper()
	ctx := context.Background()
	var out strings.Builder
	say := func(answer any, err error) {
		b, bad := json.Marshal(answer)
		if bad != nil {
			t.Fatal(bad)
		}
		out.Write(b)
		if err != nil {
			out.WriteString(err.Error())
		}
		out.WriteByte('\n')
	}
	for i, r := range records {
		x, err := q.EntityOf(ctx, r.Key)
		say(x, err)
		if err == nil {
			say(q.Entity(ctx, x.ID))
			say(q.Records(ctx, x.ID))
		}
		say(q.Record(ctx, r.Key))
		say(q.Resolve(ctx, tekil.Query{Values: r.Values}))
		say(q.Explain(ctx, r.Key, records[(i+1)%len(records)].Key))
	}
	for item, err := range q.Review() {
		say(item, err)
	}
	for ev, err := range q.Changes(0) {
		say(ev, err)
	}
	return out.String()
}

// A snapshot answers every question as the engine did when it was taken, however
// much comes, goes and is ruled on meanwhile.
func TestSnapshotStands(t *testing.T) {
	ctx := context.Background()
	e := mustOpen(t, "snapshot", inMemory())
	all := synthetic(t, 60)
	first, later := all[:40], all[40:]
	if _, err := e.Upsert(ctx, first...); err != nil {
		t.Fatal(err)
	}
	before := answers(t, e, all)
	sn := e.Snapshot()
	t.Cleanup(func() { sn.Close() })

	if _, err := e.Upsert(ctx, later...); err != nil {
		t.Fatal(err)
	}
	for _, r := range first[:10] {
		if _, err := e.Delete(ctx, r.Key); err != nil {
			t.Fatal(err)
		}
	}
	same := record.Ruling{A: first[20].Key, B: first[30].Key, Same: true, Author: "ayse", At: "2026-03-01T09:00:00Z"}
	if _, err := e.Rule(ctx, same); err != nil {
		t.Fatal(err)
	}

	if after := answers(t, e, all); after == before {
		t.Error("the changes changed nothing that was asked")
	}
	old, now := strings.Split(before, "\n"), strings.Split(answers(t, sn, all), "\n")
	if !slices.Equal(old, now) {
		for i := range min(len(old), len(now)) {
			if old[i] != now[i] {
				t.Fatalf("answer %d was\n%s\nand the snapshot says\n%s", i, old[i], now[i])
			}
		}
		t.Fatalf("%d answers before, %d of the snapshot", len(old), len(now))
	}
}
