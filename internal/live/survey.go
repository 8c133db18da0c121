package live

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Survey is what the people of a store are besides their records: how sure they
// are, and what a steward is to look at. The store does not keep it: it follows from
// forming the people again, component by component, which takes a byte for each
// entity id and what is unsettled.
type Survey struct {
	// Unsettled are the pairs for a steward, the greatest weight first.
	Unsettled []Unsettled
	assured   []record.Assurance // by entity id
	w         walker
}

// Unsettled is a pair of records of two entities, in doubt or refused.
type Unsettled struct {
	A, B   uint64 // numbers; in a survey that of the smaller key first
	Weight int32  // of one person, in millibits
	Rule   string
	// Refused is why a permitted join was refused, empty for a pair in doubt:
	// [resolve.RuledApart], or a cluster.Reason.
	Refused string
}

// NewSurvey surveys a state of a store that is sound, under its model. Order lists
// the numbers of all records in the order of their keys. Progress is told how many
// numbers were looked at.
func NewSurvey(ctx context.Context, r *store.Reader, m *match.Model, order []uint64, progress func(done, total int)) (*Survey, error) {
	counters, err := r.Counters()
	if err != nil {
		return nil, err
	}
	out := &Survey{assured: make([]record.Assurance, counters.Entity+1), w: walker{r: r, model: m, ranks: make([]uint32, counters.Record+1)}}
	for i, no := range order {
		out.w.ranks[no] = uint32(i) + 1
	}
	if out.w.rulings, err = readRulings(r); err != nil {
		return nil, err
	}
	if out.w.lists, err = readLists(ctx, r, m, window{}, counters.Record); err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var next atomic.Uint64
	g, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			s := &surveyor{walker: out.w, assured: out.assured}
			for from := next.Add(walkStep) - walkStep; from <= counters.Record; from = next.Add(walkStep) - walkStep {
				if err := s.step(ctx, from); err != nil {
					return err
				}
				mu.Lock()
				progress(int(min(next.Load(), counters.Record)), int(counters.Record))
				mu.Unlock()
			}
			mu.Lock()
			defer mu.Unlock()
			out.Unsettled = append(out.Unsettled, s.unsettled...)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	rank := out.w.ranks
	slices.SortFunc(out.Unsettled, func(x, y Unsettled) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(rank[x.A], rank[y.A]), cmp.Compare(rank[x.B], rank[y.B]))
	})
	return out, nil
}

// Assurance returns how strong the evidence is that holds an entity together, none
// for a single record.
func (x *Survey) Assurance(id record.EntityID) record.Assurance {
	if uint64(id) >= uint64(len(x.assured)) {
		return record.NoAssurance
	}
	return x.assured[id]
}

// Verdict explains an unsettled pair. It is for one goroutine.
func (x *Survey) Verdict(u *Unsettled) (record.Verdict, error) {
	if x.w.s == nil || len(x.w.s.views) > walkStep {
		if err := x.w.begin(0, 0); err != nil {
			return record.Verdict{}, err
		}
	}
	a, err := x.w.s.profile(u.A)
	if err != nil {
		return record.Verdict{}, err
	}
	b, err := x.w.s.profile(u.B)
	if err != nil {
		return record.Verdict{}, err
	}
	if err := x.w.s.showDoors(a, b); err != nil {
		return record.Verdict{}, err
	}
	return x.w.judge.Explain(&a.p, &b.p), nil
}

// surveyor is one worker of a survey.
type surveyor struct {
	walker
	assured   []record.Assurance
	unsettled []Unsettled
}

// step looks at the components that begin with one of a range of records.
func (s *surveyor) step(ctx context.Context, from uint64) error {
	if err := s.begin(from, from+walkStep); err != nil {
		return err
	}
	for no := from; no < from+walkStep; no++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(s.s.known.edges[no]) == 0 && s.rulings.of[no] == nil {
			continue // alone, and nobody asks about it
		}
		r, err := s.gather(no)
		if err == nil && r != nil {
			err = s.component(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// component forms the people of a component.
func (s *surveyor) component(r *region) error {
	if err := r.form(); err != nil {
		return err
	}
	r.group()
	for _, g := range r.groups {
		o, err := s.s.owner(r.nos[g.members[0]])
		if err != nil {
			return err
		}
		if g.id = o.ID; uint64(g.id) >= uint64(len(s.assured)) {
			return &store.CorruptError{Space: "owner", Reason: fmt.Sprintf("entity %s was never given out", g.id)}
		}
		s.assured[g.id] = r.res.Assurance[g.members[0]]
	}
	seen := map[[2]uint64]bool{}
	return r.eachUnsettled(func(u Unsettled) error {
		p := [2]uint64{min(u.A, u.B), max(u.A, u.B)}
		if _, mine := r.at[p[0]]; !mine || seen[p] {
			return nil // of the component of its smaller number
		}
		seen[p] = true
		a, err := s.rank(u.A)
		if err != nil {
			return err
		}
		b, err := s.rank(u.B)
		if err != nil {
			return err
		}
		if a > b {
			u.A, u.B = u.B, u.A
		}
		s.unsettled = append(s.unsettled, u)
		return nil
	})
}
