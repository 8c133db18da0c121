package live

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// region is the records of all components that a change touches, in canonical
// key order, with everything that is needed to form their people again.
type region struct {
	c       *change
	nos     []uint64
	at      map[uint64]uint32 // number -> place in nos
	seen    []*seen
	all     [][]*store.Edge // by place: every edge of the record
	rulings resolve.Rulings
	res     *resolve.Resolution
	groups  []*group // by first record
	of      []*group // by place
	before  map[record.EntityID]*store.Entity
	// queued are the entries of the review queue that may not hold any more; nil
	// stands for every pair of the region.
	queued map[[2]uint64]bool
	rules  *golden.Rules // of survivorship; nil are the defaults
	// remade says that all golden records are to be made again.
	remade bool
	// memory, where not nil, knows the people of pieces of components.
	memory resolve.Memory
	// decide, where not nil, judges pairs in place of the change's own state.
	decide func(a, b uint32) match.Result
}

// group is a person as formed now.
type group struct {
	members  []uint32 // places
	id       record.EntityID
	kept     *store.Entity     // the entity whose id it keeps, nil for a new one
	absorbed []record.EntityID // other entities that records came from
	changed  bool
}

// reform forms the people of the touched components again.
func (c *change) reform() error {
	r := &region{c: c, at: map[uint64]uint32{}, before: map[record.EntityID]*store.Entity{}, rules: c.e.rules}
	r.memory = recollection{r}
	if err := r.gather(); err != nil {
		return err
	}
	if err := r.form(); err != nil {
		return err
	}
	return r.finish()
}

// finish turns the groups into entities and brings everything in line that
// follows from them.
func (r *region) finish() error {
	for _, do := range []func() error{r.load, r.name, r.write, r.tell, r.relate, r.queue} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// gather follows permitted edges and rulings from everything that was touched.
func (r *region) gather() error {
	c := r.c
	edges := map[uint64][]*store.Edge{}
	keys := map[record.Key]uint64{}
	rulings := map[uint64]*store.Ruling{}
	stack := make([]uint64, 0, len(c.dirty)+len(c.rejoined))
	reached := map[uint64]bool{}
	push := func(no uint64) {
		if !reached[no] {
			reached[no] = true
			stack = append(stack, no)
		}
	}
	for no := range c.dirty {
		push(no)
	}
	for no := range c.rejoined {
		push(no)
	}
	for len(stack) > 0 {
		no := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		v, err := c.new.view(no)
		if err != nil {
			return err
		}
		var key record.Key
		if v == nil {
			before := c.old.views[no]
			if before == nil {
				return fmt.Errorf("record number %d is named and not there: %w", no, store.ErrCorrupt)
			}
			key = before.rec.Key // deleted: what it held together is looked at
		} else {
			rec, err := c.new.record(v)
			if err != nil {
				return err
			}
			key = rec.Key
			keys[key] = no
			if edges[no], err = c.after(no); err != nil {
				return err
			}
			for _, e := range edges[no] {
				if e.Decision == record.Same {
					push(e.Other(no))
				}
			}
		}
		if err := c.follow(key, rulings, push); err != nil {
			return err
		}
	}
	return r.settle(keys, edges, rulings)
}

// follow notes the rulings on a record and goes on to the records that they
// name.
func (c *change) follow(key record.Key, rulings map[uint64]*store.Ruling, push func(uint64)) error {
	if c.e.ruled != nil && !c.e.ruled[key] && !c.named[key] {
		return nil
	}
	for x, err := range c.b.RulingsOf(key) {
		if err != nil {
			return err
		}
		if !x.InForce() {
			continue
		}
		rulings[x.No] = x
		other := x.A
		if other == key {
			other = x.B
		}
		no, err := c.b.RecordNo(other)
		if err == store.ErrNotFound {
			continue
		}
		if err != nil {
			return err
		}
		push(no)
	}
	return nil
}

// settle numbers the region in canonical key order.
func (r *region) settle(keys map[record.Key]uint64, edges map[uint64][]*store.Edge, rulings map[uint64]*store.Ruling) error {
	order := make([]record.Key, 0, len(keys))
	for k := range keys {
		order = append(order, k)
	}
	slices.SortFunc(order, record.Key.Compare)
	sorted := make([]record.Record, len(order))
	for i, k := range order {
		no := keys[k]
		r.nos = append(r.nos, no)
		r.at[no] = uint32(i)
		r.all = append(r.all, edges[no])
		sorted[i].Key = k
	}
	list := make([]record.Ruling, 0, len(rulings))
	for _, no := range sortedKeys(rulings) {
		list = append(list, rulings[no].Ruling)
	}
	r.rulings = resolve.InForce(sorted, list)
	r.seen = make([]*seen, len(r.nos))
	return nil
}

// form makes people of the region, exactly as a batch of these records would.
func (r *region) form() error {
	var edges []resolve.Edge
	for i, list := range r.all {
		for _, e := range list {
			o, ok := r.at[e.Other(r.nos[i])]
			if !ok || o < uint32(i) {
				continue
			}
			edges = append(edges, resolve.Edge{A: uint32(i), B: o, Keys: uint32(e.Classes),
				Result: match.Result{Weight: e.Weight, Decision: e.Decision, Assurance: e.Assurance, Link: e.Link}})
		}
	}
	slices.SortFunc(edges, resolve.CompareEdges)
	var failed error
	r.res = resolve.People(len(r.nos), edges, r.rulings, func(a, b uint32) match.Result {
		res, err := r.judge(a, b)
		if err != nil {
			failed = err
		}
		return res
	}, r.memory, r.c.new.reading.model)
	return failed
}

func (r *region) judge(a, b uint32) (match.Result, error) {
	if r.decide != nil {
		return r.decide(a, b), nil
	}
	for _, i := range [2]uint32{a, b} {
		if r.seen[i] != nil {
			continue
		}
		p, err := r.c.new.profile(r.nos[i])
		if err != nil {
			return match.Result{}, err
		}
		r.seen[i] = p
	}
	return r.c.new.judge(r.c.judge, r.seen[a], r.seen[b])
}

// load collects the new groups and the entities that their records, and the
// removed records, belonged to.
func (r *region) load() error {
	r.of = make([]*group, len(r.nos))
	for i, first := range r.res.Person {
		if r.of[first] == nil {
			r.of[first] = &group{}
			r.groups = append(r.groups, r.of[first])
		}
		r.of[i] = r.of[first]
		r.of[i].members = append(r.of[i].members, uint32(i))
	}
	for _, no := range r.everybody() {
		if err := r.loadOf(no); err != nil {
			return err
		}
	}
	return nil
}

// everybody returns the records of the region and those that the change removed.
func (r *region) everybody() []uint64 {
	out := slices.Clone(r.nos)
	for i := range r.c.deltas {
		if r.c.deltas[i].after == nil {
			out = append(out, r.c.deltas[i].no)
		}
	}
	return out
}

func (r *region) loadOf(no uint64) error {
	o, err := r.c.owner(no)
	if err != nil || o.ID == 0 || r.before[o.ID] != nil {
		return err
	}
	e, err := r.c.old.entity(o.ID)
	if err == nil && e == nil {
		err = store.ErrNotFound
	}
	r.before[o.ID] = e
	return err
}

func (r *region) arrival(i uint32) uint64 { return r.c.new.views[r.nos[i]].rec.Arrival }

// earliest returns the place of the record that arrived first.
func (r *region) earliest(places []uint32) uint32 {
	return slices.MinFunc(places, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(r.arrival(a), r.arrival(b)), cmp.Compare(a, b))
	})
}

// name gives ids to the groups (docs/identity.md, I2 to I4): an id stays with
// the group that holds its earliest record, a group with several keeps the
// earliest id, and one without takes a new one, in the order of first arrival.
func (r *region) name() error {
	for _, id := range sortedKeys(r.before) {
		left := r.left(id)
		if len(left) == 0 {
			continue
		}
		if g := r.of[r.earliest(left)]; g.id == 0 {
			g.id, g.kept = id, r.before[id]
		}
		for _, i := range left {
			if g := r.of[i]; g.id != id && !slices.Contains(g.absorbed, id) {
				g.absorbed = append(g.absorbed, id)
			}
		}
	}
	counters, err := r.c.b.Counters()
	if err != nil {
		return err
	}
	fresh := slices.DeleteFunc(slices.Clone(r.groups), func(g *group) bool { return g.id != 0 })
	slices.SortFunc(fresh, func(a, b *group) int {
		return cmp.Compare(r.arrival(r.earliest(a.members)), r.arrival(r.earliest(b.members)))
	})
	for _, g := range fresh {
		counters.Entity++
		g.id = record.EntityID(counters.Entity)
	}
	for i, no := range r.nos {
		r.c.placed[no] = r.of[i].id
	}
	return nil
}

// left returns the places of those records of an old entity that are still there.
func (r *region) left(id record.EntityID) (out []uint32) {
	for _, no := range r.before[id].Members {
		if i, ok := r.at[no]; ok {
			out = append(out, i)
		}
	}
	return out
}

// write puts the entities that changed and ends those that lost their id.
func (r *region) write() error {
	taken := map[record.EntityID]bool{}
	for _, g := range r.groups {
		taken[g.id] = true
		if err := r.writeGroup(g); err != nil {
			return err
		}
	}
	for _, id := range sortedKeys(r.before) {
		if taken[id] {
			continue
		}
		r.c.retire(r.before[id])
		links, err := r.c.old.linksOf(id)
		if err != nil {
			return err
		}
		for _, l := range links {
			r.c.deleteLink(l)
		}
	}
	return r.move()
}

// move leads the records to their entities, and those that were removed to none.
func (r *region) move() error {
	for i, no := range r.nos {
		if err := r.c.move(no, r.of[i].id); err != nil {
			return err
		}
	}
	for i := range r.c.deltas {
		if r.c.deltas[i].after == nil {
			if err := r.c.move(r.c.deltas[i].no, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *region) writeGroup(g *group) error {
	members := make([]uint64, len(g.members))
	altered := r.remade
	for k, i := range g.members {
		members[k] = r.nos[i]
		altered = altered || r.c.isDelta(r.nos[i])
	}
	slices.Sort(members)
	if g.kept != nil && !altered && slices.Equal(members, g.kept.Members) {
		return nil
	}
	gold, err := r.golden(g)
	if err != nil {
		return err
	}
	e := &store.Entity{ID: g.id, Kind: gold.Kind.String(), Members: members, Golden: golden.AppendGolden(nil, gold),
		Quality: int32(gold.Quality.Score), Since: r.c.at}
	g.changed = g.kept == nil || !slices.Equal(members, g.kept.Members) || e.Kind != g.kept.Kind || string(e.Golden) != string(g.kept.Golden)
	if g.changed {
		r.c.putEntity(g.kept, e)
	}
	return nil
}

// owner returns where a record belonged before the change, the zero Owner for
// nowhere.
func (c *change) owner(no uint64) (store.Owner, error) {
	if c.isNew(no) {
		return store.Owner{}, nil
	}
	return c.old.owner(no)
}

// isNew reports whether a record was not there before.
func (c *change) isNew(no uint64) bool {
	v, ok := c.old.views[no]
	return ok && v == nil
}

func (c *change) isDelta(no uint64) bool {
	_, ok := slices.BinarySearchFunc(c.deltas, no, func(d delta, no uint64) int { return cmp.Compare(d.no, no) })
	return ok
}

func (r *region) golden(g *group) (*golden.Golden, error) {
	members := make([]golden.Member, len(g.members))
	for k, i := range g.members {
		rec := r.c.new.views[r.nos[i]].rec
		c, err := contribution(rec)
		if err != nil {
			return nil, err
		}
		members[k] = golden.Member{Key: rec.Key, Contribution: c}
	}
	out := golden.Merge(members, r.rules)
	return &out, nil
}

// tell writes the events of the change.
func (r *region) tell() error {
	split := map[record.EntityID][]record.EntityID{}
	for _, id := range sortedKeys(r.before) {
		left := r.left(id)
		if len(left) == 0 {
			r.event(store.Deleted, []record.EntityID{id}, nil)
			continue
		}
		ids := r.ids(left)
		if len(ids) > 1 {
			ids = slices.DeleteFunc(ids, func(x record.EntityID) bool { return x == id })
			split[id] = append([]record.EntityID{id}, ids...)
			r.event(store.Split, split[id], nil)
		}
	}
	for _, g := range r.groups {
		merged := slices.DeleteFunc(slices.Clone(g.absorbed), func(id record.EntityID) bool { return split[id] != nil })
		switch {
		case len(merged) > 0:
			r.event(store.Merged, append([]record.EntityID{g.id}, merged...), g)
		case g.kept == nil && len(g.absorbed) == 0:
			r.event(store.Created, []record.EntityID{g.id}, g)
		case g.kept != nil && g.changed && split[g.id] == nil:
			r.event(store.Changed, []record.EntityID{g.id}, g)
		}
	}
	if len(r.c.out.Events) == 0 {
		return r.c.b.MarkTime(r.c.at)
	}
	return nil
}

// ids returns the ids of the groups of some records, rising.
func (r *region) ids(places []uint32) (out []record.EntityID) {
	for _, i := range places {
		if id := r.of[i].id; !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// event adds an event to the feed. The first one bears the number of the change.
func (r *region) event(kind store.EventKind, ids []record.EntityID, g *group) {
	counters, err := r.c.b.Counters()
	if err != nil {
		return // the batch keeps it
	}
	if len(r.c.out.Events) > 0 {
		counters.Change++
	}
	ev := &store.Event{Change: counters.Change, Kind: kind, Time: r.c.at.Time, Entities: ids}
	if g != nil {
		for _, i := range g.members {
			if r.c.isDelta(r.nos[i]) {
				ev.Records = append(ev.Records, r.c.new.views[r.nos[i]].rec.Key)
			}
		}
	}
	r.c.b.PutEvent(ev)
	r.c.out.Events = append(r.c.out.Events, ev)
}

// relation names one link; reason is that of its strongest edge.
type relation struct {
	a, b record.EntityID
	kind record.Link
}

type reason struct {
	weight int32
	rule   string
}

func (x reason) stronger(y reason) bool {
	return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.rule, y.rule)) < 0
}

// relations returns the links between the region's entities and others, with the
// strongest reason for each.
func (r *region) relations() (map[relation]reason, error) {
	want := map[relation]reason{}
	for i, list := range r.all {
		for _, e := range list {
			if e.Link == record.NoLink {
				continue
			}
			mine := r.of[i].id
			other, err := r.entityOf(e.Other(r.nos[i]))
			if err != nil {
				return nil, err
			}
			if other == mine || other == 0 {
				continue
			}
			l, why := relation{min(mine, other), max(mine, other), e.Link}, reason{e.Weight, string(e.Data)}
			if was, ok := want[l]; !ok || why.stronger(was) {
				want[l] = why
			}
		}
	}
	return want, nil
}

// relate writes the links of the region's entities to others.
func (r *region) relate() error {
	want, err := r.relations()
	if err != nil {
		return err
	}
	stands := map[relation]bool{}
	if r.queued != nil || r.wereRelated() {
		for _, g := range r.groups {
			if err := r.unrelate(g, want, stands); err != nil {
				return err
			}
		}
	}
	for l, why := range want {
		if !stands[l] {
			r.c.putLink(&store.Link{A: l.a, B: l.b, Kind: l.kind, Reason: why.rule})
		}
	}
	return nil
}

// wereRelated reports whether any record of the region, or one that was removed,
// had an edge with a link: only then were there links.
func (r *region) wereRelated() bool {
	for _, list := range r.c.edges {
		for _, e := range list {
			if e.Link != record.NoLink {
				return true
			}
		}
	}
	return false
}

// unrelate removes the links of a group that do not hold any more, and notes
// those that stand as they should. A link between two groups is met from either.
func (r *region) unrelate(g *group, want map[relation]reason, stands map[relation]bool) error {
	if g.kept == nil {
		return nil
	}
	links, err := r.c.old.linksOf(g.id)
	for _, l := range links {
		x := relation{l.A, l.B, l.Kind}
		why, ok := want[x]
		switch {
		case !ok:
			r.c.deleteLink(l)
		case why.rule == l.Reason:
			stands[x] = true
		}
	}
	return err
}

func (r *region) entityOf(no uint64) (record.EntityID, error) {
	if i, ok := r.at[no]; ok {
		return r.of[i].id, nil
	}
	o, err := r.c.old.owner(no)
	return o.ID, err
}

func worth(a, b int, weight int32) int64 {
	p := match.Probability(weight)
	return int64(float64(a*b) * math.Round(4e6*p*(1-p)))
}

// doubt is why a pair stands in the review queue.
type doubt struct {
	value int64
	rule  string
}

// doubts returns the pairs in doubt and the joins that were refused.
func (r *region) doubts() (map[[2]uint64]doubt, error) {
	want := map[[2]uint64]doubt{}
	enter := func(a, b uint64, weight int32, rule string) error {
		x, err := r.size(a)
		if err != nil {
			return err
		}
		y, err := r.size(b)
		want[[2]uint64{min(a, b), max(a, b)}] = doubt{worth(x, y, weight), rule}
		return err
	}
	for i, list := range r.all {
		for _, e := range list {
			other, err := r.entityOf(e.Other(r.nos[i]))
			if err != nil {
				return nil, err
			}
			if e.Decision != record.Review || other == r.of[i].id || r.isRuled(e) {
				continue
			}
			if err := enter(e.A, e.B, e.Weight, string(e.Data)); err != nil {
				return nil, err
			}
		}
	}
	return want, r.queueRefused(enter)
}

// queue enters the pairs in doubt and the joins that were refused, and takes out
// what is settled.
func (r *region) queue() error {
	want, err := r.doubts()
	if err != nil {
		return err
	}
	old := map[[2]uint64]bool{}
	for _, list := range r.all {
		for _, e := range list {
			if e.Decision == record.Review {
				old[[2]uint64{e.A, e.B}] = true
			}
		}
	}
	for _, list := range r.c.edges {
		for _, e := range list {
			if e.Decision == record.Review {
				old[[2]uint64{e.A, e.B}] = true
			}
		}
	}
	if r.queued != nil {
		old = r.queued
	} else if err := r.formerPairs(old); err != nil {
		return err
	}
	return r.writeQueue(want, old)
}

func (r *region) isRuled(e *store.Edge) bool {
	a, okA := r.at[e.A]
	b, okB := r.at[e.B]
	if !okA || !okB {
		return false
	}
	_, ruled := r.rulings[resolve.MakePair(a, b)]
	return ruled
}

// queueRefused enters permitted pairs that were kept apart, and "same" rulings
// that something stronger kept from holding.
func (r *region) queueRefused(enter func(a, b uint64, weight int32, rule string) error) error {
	list := slices.Clone(r.res.Contradicted)
	for _, x := range r.res.Refused {
		if _, ruled := r.rulings[x.Pair]; !ruled {
			list = append(list, x.Pair)
		}
	}
	for _, p := range list {
		res, err := r.judge(p.A, p.B)
		if err != nil {
			return err
		}
		if err := enter(r.nos[p.A], r.nos[p.B], res.Weight, res.Rule()); err != nil {
			return err
		}
	}
	return nil
}

// formerPairs adds the pairs of records of the region that stand in the queue: a
// join that was refused may stand there without an edge of its own. Only pairs of
// two entities do.
func (r *region) formerPairs(pairs map[[2]uint64]bool) error {
	if len(r.before) < 2 {
		return nil
	}
	for _, no := range r.everybody() {
		for other, err := range r.c.old.r.ReviewedWith(no) {
			if err != nil {
				return err
			}
			pairs[[2]uint64{no, other}] = true
		}
	}
	return nil
}

func (r *region) writeQueue(want map[[2]uint64]doubt, old map[[2]uint64]bool) error {
	for p := range want {
		old[p] = true
	}
	for p := range old {
		was, err := r.queuedBefore(p)
		if err != nil {
			return err
		}
		w, ok := want[p]
		switch {
		case !ok && was != nil:
			r.c.replaceReview(p, was, nil)
			r.c.out.Reviews--
		case !ok:
		case was == nil:
			r.c.replaceReview(p, nil, &store.Review{A: p[0], B: p[1], Value: w.value, Since: r.c.at.Change, Data: []byte(w.rule)})
			r.c.out.Reviews++
		case was.Value != w.value || string(was.Data) != w.rule:
			r.c.replaceReview(p, was, &store.Review{A: p[0], B: p[1], Value: w.value, Since: was.Since, Data: []byte(w.rule)})
		}
	}
	return nil
}

// queuedBefore returns the entry that a pair had in the queue, nil for none. Only
// pairs of two entities stand in it, so that most need not be looked up.
func (r *region) queuedBefore(p [2]uint64) (*store.Review, error) {
	if r.c.isNew(p[0]) || r.c.isNew(p[1]) {
		return nil, nil
	}
	a, err := r.c.old.owner(p[0])
	if err != nil {
		return nil, err
	}
	b, err := r.c.old.owner(p[1])
	if err != nil || a.ID == b.ID {
		return nil, err
	}
	return r.c.old.reviewOf(p)
}

// size returns how many records the entity of a record has.
func (r *region) size(no uint64) (int, error) {
	if i, ok := r.at[no]; ok {
		return len(r.of[i].members), nil
	}
	o, err := r.c.old.owner(no)
	if err != nil {
		return 0, err
	}
	e, err := r.c.old.entity(o.ID)
	if err == nil && e == nil {
		err = store.ErrNotFound
	}
	if err != nil {
		return 0, err
	}
	return len(e.Members), nil
}
