package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Match is an entity that a query may be.
type Match struct {
	ID      record.EntityID
	Record  record.Key // of the entity's records, the one that fits best
	Verdict record.Verdict
}

// Resolve looks up who a record, or a fragment of one, is, as the given state of
// the store has it; nothing is written. Matches are ranked by decision and
// weight; at most limit are returned.
func (e *Engine) Resolve(ctx context.Context, r *store.Reader, query *record.Record, limit int) ([]Match, error) {
	rd := e.current()
	s := newState(r, rd)
	j := rd.judge()
	defer rd.release(j)
	v := rd.read(&store.Record{Record: *query}, false)
	q, err := s.show(v)
	if err != nil {
		return nil, err
	}
	candidates, err := s.candidates(v)
	if err != nil {
		return nil, err
	}
	best, err := e.judgeAll(ctx, s, j, q, candidates)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(best, func(f found) bool { return f.result.Decision == record.Same }) {
		before := len(candidates)
		if err := s.misspelt(v, candidates); err != nil {
			return nil, err
		}
		if len(candidates) > before {
			if best, err = e.judgeAll(ctx, s, j, q, candidates); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(best, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.result.Decision, a.result.Decision), cmp.Compare(b.result.Weight, a.result.Weight), cmp.Compare(a.id, b.id))
	})
	if limit > 0 && len(best) > limit {
		best = best[:limit]
	}
	out := make([]Match, len(best))
	for i, f := range best {
		rec, err := s.record(f.seen.view)
		if err != nil {
			return nil, err
		}
		out[i] = Match{ID: f.id, Record: rec.Key, Verdict: j.Explain(&q.p, &f.seen.p)}
	}
	return out, nil
}

// found is the best record of an entity.
type found struct {
	id     record.EntityID
	seen   *seen
	result match.Result
}

func (e *Engine) judgeAll(ctx context.Context, s *state, j *match.Judge, q *seen, candidates map[uint64]blocking.Classes) ([]found, error) {
	at := map[record.EntityID]int{}
	var out []found
	for _, no := range nearest(candidates) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c, err := s.profile(no)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		res, err := s.judge(j, q, c)
		if err != nil {
			return nil, err
		}
		id, err := s.r.EntityOf(no)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		f := found{id, c, res}
		i, ok := at[id]
		if !ok {
			at[id] = len(out)
			out = append(out, f)
			continue
		}
		f, err = s.better(out[i], f)
		if err != nil {
			return nil, err
		}
		out[i] = f
	}
	return out, nil
}

// maxLooked bounds how many candidates of a query are looked at.
const maxLooked = 64

// personal are the classes of keys that point at one person by themselves.
const personal = 1<<blocking.NationalID | 1<<blocking.Line | 1<<blocking.Mail | 1<<blocking.Document

// nearest returns the candidates that are worth a look, in order of number: where
// there are many, those that share a personal key, then those that share most.
func nearest(candidates map[uint64]blocking.Classes) []uint64 {
	nos := sortedKeys(candidates)
	if len(nos) <= maxLooked {
		return nos
	}
	weigh := func(no uint64) int {
		c := candidates[no]
		return bits.OnesCount32(uint32(c)) + 8*bits.OnesCount32(uint32(c&personal))
	}
	slices.SortStableFunc(nos, func(a, b uint64) int { return cmp.Compare(weigh(b), weigh(a)) })
	nos = nos[:maxLooked]
	slices.Sort(nos)
	return nos
}

// better returns the record of an entity that fits a query better; of equals, the
// first by key.
func (s *state) better(a, b found) (found, error) {
	c := cmp.Or(cmp.Compare(b.result.Decision, a.result.Decision), cmp.Compare(b.result.Weight, a.result.Weight))
	if c == 0 {
		x, err := s.record(a.seen.view)
		if err != nil {
			return a, err
		}
		y, err := s.record(b.seen.view)
		if err != nil {
			return a, err
		}
		c = x.Key.Compare(y.Key)
	}
	if c > 0 {
		return b, nil
	}
	return a, nil
}

// Explanation is why two records are, or are not, one person.
type Explanation struct {
	A, B record.Key
	// EntityA and EntityB are the entities that hold them.
	EntityA, EntityB record.EntityID
	Verdict          record.Verdict
	// Prior is the log2 odds of one person before any evidence; Strangers and
	// Households are those after it against each alternative alone. All in
	// millibits.
	Prior, Strangers, Households int32
	// Blocked says that no active key brings the two together, so that they are
	// not looked at as a pair.
	Blocked bool
	// Rulings are the stewards' rulings on the pair, in the order given, in force
	// or not.
	Rulings []store.Ruling
	// Path leads from A to B over permitted joins where one entity holds both.
	Path []Step
}

// Step is one join of a path.
type Step struct {
	A, B   record.Key
	Weight int32
	Rule   string // "ruling" for a steward's
}

// Explain says why two records are, or are not, one person.
func (e *Engine) Explain(r *store.Reader, a, b record.Key) (*Explanation, error) {
	rd := e.current()
	s := newState(r, rd)
	j := rd.judge()
	defer rd.release(j)
	out := &Explanation{A: a, B: b}
	x, err := s.named(a)
	if err != nil {
		return nil, err
	}
	y, err := s.named(b)
	if err != nil {
		return nil, err
	}
	if err := s.showDoors(x, y); err != nil {
		return nil, err
	}
	out.Verdict = j.Explain(&x.p, &y.p)
	out.Prior, out.Strangers, out.Households = j.Alternatives(&x.p, &y.p)
	if out.Blocked, err = s.blocked(x, y); err != nil {
		return nil, err
	}
	if out.EntityA, err = r.EntityOf(x.no); err != nil {
		return nil, err
	}
	if out.EntityB, err = r.EntityOf(y.no); err != nil {
		return nil, err
	}
	for ruling, err := range r.RulingsBetween(a, b) {
		if err != nil {
			return nil, err
		}
		out.Rulings = append(out.Rulings, *ruling)
	}
	if out.EntityA == out.EntityB && a != b {
		out.Path, err = s.path(x.no, y.no, out.EntityA)
	}
	return out, err
}

// blocked reports whether no active key brings two records together, or those
// that stand for them.
func (s *state) blocked(x, y *seen) (bool, error) {
	no, err := s.stands(x.view)
	if err != nil {
		return false, err
	}
	a, err := s.view(no)
	if a == nil || err != nil {
		return false, err
	}
	b, err := s.stands(y.view)
	if err != nil || a.no == b {
		return false, err
	}
	shared, err := s.candidates(a)
	return shared[b] == 0, err
}

func (s *state) named(k record.Key) (*seen, error) {
	no, err := s.r.RecordNo(k)
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrNoRecord
	}
	if err != nil {
		return nil, err
	}
	x, err := s.profile(no)
	if err == nil && x == nil {
		err = fmt.Errorf("%s: %w: its number %d is that of no record", k, store.ErrCorrupt, no)
	}
	return x, err
}

// path returns the shortest way between two records of an entity over permitted
// edges and rulings; among equals, over the records that come first.
func (s *state) path(from, to uint64, id record.EntityID) ([]Step, error) {
	e, err := s.r.Entity(id)
	if err != nil {
		return nil, err
	}
	type arrived struct {
		from uint64
		step Step
	}
	by := map[uint64]arrived{from: {}}
	queue := []uint64{from}
	for len(queue) > 0 && by[to] == (arrived{}) {
		no := queue[0]
		queue = queue[1:]
		steps, err := s.joins(no, e.Members)
		if err != nil {
			return nil, err
		}
		for _, other := range sortedKeys(steps) {
			if _, ok := by[other]; !ok {
				by[other] = arrived{no, steps[other]}
				queue = append(queue, other)
			}
		}
	}
	var out []Step
	for no := to; no != from; no = by[no].from {
		if by[no].from == 0 {
			return nil, nil
		}
		out = append(out, by[no].step)
	}
	slices.Reverse(out)
	return out, nil
}

// key returns the key of a record, the zero key where it is not there.
func (s *state) key(no uint64) (record.Key, error) {
	v, err := s.view(no)
	if v == nil || err != nil {
		return record.Key{}, err
	}
	rec, err := s.record(v)
	if err != nil {
		return record.Key{}, err
	}
	return rec.Key, nil
}

// joins returns the permitted joins of a record to others of its entity.
func (s *state) joins(no uint64, members []uint64) (map[uint64]Step, error) {
	out := map[uint64]Step{}
	key, err := s.key(no)
	if err != nil {
		return nil, err
	}
	add := func(other uint64, weight int32, rule string) error {
		if _, ok := slices.BinarySearch(members, other); !ok {
			return nil
		}
		to, err := s.key(other)
		if !to.IsZero() {
			out[other] = Step{key, to, weight, rule}
		}
		return err
	}
	for e, err := range s.r.Edges(no) {
		if err != nil {
			return nil, err
		}
		if e.Decision == record.Same {
			if err := add(e.Other(no), e.Weight, string(e.Data)); err != nil {
				return nil, err
			}
		}
	}
	err = s.rulingsOn(key, func(other uint64, same bool) error {
		if same {
			return add(other, 0, "ruling")
		}
		delete(out, other)
		return nil
	})
	return out, err
}

// rulingsOn calls do for each ruling in force on a record, with the number of the other
// record, where that is there.
func (s *state) rulingsOn(key record.Key, do func(other uint64, same bool) error) error {
	for x, err := range s.r.RulingsOf(key) {
		if err != nil {
			return err
		}
		other := x.A
		if other == key {
			other = x.B
		}
		n, err := s.r.RecordNo(other)
		if errors.Is(err, store.ErrNotFound) || !x.InForce() {
			continue
		}
		if err == nil {
			err = do(n, x.Same)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Tree returns the strongest permitted joins and rulings that connect all
// records of an entity, strongest first; rulings come before all others.
func (e *Engine) Tree(r *store.Reader, id record.EntityID) ([]Step, error) {
	s := newState(r, e.current())
	ent, err := r.Entity(id)
	if err != nil {
		return nil, err
	}
	var all []Step
	for _, no := range ent.Members {
		steps, err := s.joins(no, ent.Members)
		if err != nil {
			return nil, err
		}
		for _, other := range sortedKeys(steps) {
			if other > no {
				all = append(all, steps[other])
			}
		}
	}
	slices.SortFunc(all, func(a, b Step) int {
		return cmp.Or(-cmp.Compare(ruledFirst(a), ruledFirst(b)), cmp.Compare(b.Weight, a.Weight), a.A.Compare(b.A), a.B.Compare(b.B))
	})
	group := map[record.Key]record.Key{}
	var find func(k record.Key) record.Key
	find = func(k record.Key) record.Key {
		if up, ok := group[k]; ok {
			return find(up)
		}
		return k
	}
	return slices.DeleteFunc(all, func(x Step) bool {
		a, b := find(x.A), find(x.B)
		if a == b {
			return true
		}
		group[a] = b
		return false
	}), nil
}

func ruledFirst(s Step) int {
	if s.Rule == "ruling" {
		return 1
	}
	return 0
}
