package bulk

import (
	"context"
	"slices"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/resolve"
)

// score judges every candidate pair once and keeps what is worth keeping.
func (r *run) score(ctx context.Context) error {
	guards, judged := make([]guardCount, r.o.Workers), make([]int, r.o.Workers)
	found := make([]edgeLists, r.o.Workers)
	for w, j := range r.judges {
		j.Under(r.b.Model)
		guards[w].same = r.b.Model.Thresholds.Same
	}
	order := r.bySurname()
	err := r.parallel(ctx, "score", func(w, from, to int) {
		pairs := 0
		for _, x := range order[from:to] {
			a := uint32(x)
			judge := func(b uint32, shared blocking.Classes) {
				pairs++
				res := r.judges[w].Judge(&r.b.Profiles[a], &r.b.Profiles[b])
				guards[w].count(a, b, &res)
				if resolve.Worth(&res) {
					found[w].add(resolve.Edge{A: a, B: b, Result: res, Keys: uint32(shared)})
				}
			}
			r.walks[w].Later(a, judge)
			for _, b := range r.b.Copies.Of(a) {
				judge(b, 1<<blocking.Copy)
			}
		}
		judged[w] += pairs
	})
	for _, pairs := range judged {
		r.b.Judged += pairs
	}
	r.b.Guarded = mergeGuards(guards)
	r.edges = inOrder(slices.Concat(found...), len(r.b.Records))
	return err
}

// edgeLists are lists of edges that grow without copying what they hold.
type edgeLists [][]resolve.Edge

func (l *edgeLists) add(e resolve.Edge) {
	n := len(*l) - 1
	if n < 0 || len((*l)[n]) == cap((*l)[n]) {
		*l = append(*l, make([]resolve.Edge, 0, 1<<10))
		n++
	}
	(*l)[n] = append((*l)[n], e)
}

// bySurname returns all records, in the low half of each number, in the order in which
// they are judged. Most pairs are of one surname: judged one after the other, they find
// one another's profiles and names in the processor's cache.
func (r *run) bySurname() []uint64 {
	order := make([]uint64, len(r.b.Profiles))
	for i := range order {
		if n := r.b.Profiles[i].Surname; n != nil {
			order[i] = uint64(n.Key) << 32
		}
		order[i] |= uint64(i)
	}
	slices.Sort(order)
	return order
}

// inOrder puts edges between records in the order of [resolve.CompareEdges].
func inOrder(lists [][]resolve.Edge, records int) []resolve.Edge {
	at := make([]int, records+1) // where the next edge of each record goes
	for _, list := range lists {
		for i := range list {
			at[list[i].A+1]++
		}
	}
	for i := range records {
		at[i+1] += at[i]
	}
	out := slices.Grow[[]resolve.Edge](nil, at[records])[:at[records]] // nil for none
	for _, list := range lists {
		for i := range list {
			next := &at[list[i].A]
			out[*next] = list[i]
			*next++
		}
	}
	from := 0
	for _, end := range at[:records] {
		slices.SortFunc(out[from:end], resolve.CompareEdges)
		from = end
	}
	return out
}
