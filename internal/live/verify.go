package live

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/store"
)

// Broken is a broken invariant of docs/identity.md.
type Broken struct {
	Invariant string
	Err       error
}

// Error names the invariant.
func (b *Broken) Error() string { return b.Invariant + ": " + b.Err.Error() }

// Unwrap returns what is wrong.
func (b *Broken) Unwrap() error { return b.Err }

// Verify checks the invariants S1 to S9 of docs/identity.md on the store as it is
// when Verify begins; changes go on meanwhile. It reads the posting lists in order, a
// window of records at a time, and looks at one record and one component after the
// other, so that its memory hardly grows with the store. It yields [Broken]s, in an
// order that does not depend on the machine, and at last the error that kept it from
// going on, if any. Progress, where not nil, is told how many records were looked at.
func (e *Engine) Verify(ctx context.Context, progress func(done, total int), yield func(error) bool) {
	e.verify(ctx, windowSteps, progress, yield)
}

// verify is Verify with windows of so many steps.
func (e *Engine) verify(ctx context.Context, steps uint64, progress func(done, total int), yield func(error) bool) {
	v, err := e.verifier(ctx)
	if err != nil {
		yield(err)
		return
	}
	defer v.sn.Close()
	if v.progress = progress; progress == nil {
		v.progress = func(int, int) {}
	}
	v.progress(0, int(v.counters.Record))
	for err := range v.sn.Check(ctx) {
		var corrupt *store.CorruptError
		if !errors.As(err, &corrupt) {
			yield(err)
			return
		}
		if !yield(&Broken{"S1", err}) {
			return
		}
	}
	if err := v.run(ctx, steps, yield); err != nil {
		yield(err)
	}
}

// verifier checks a snapshot. Its workers take ranges of record numbers; what it
// counts is compared at the end with how much of it the store holds.
type verifier struct {
	sn       *store.Snapshot
	model    *match.Model
	rules    *golden.Rules
	rulings  *standing
	counters store.Counters
	progress func(done, total int)
	lists    *allLists // for the window that is being checked

	mu       sync.Mutex
	postings [maxClasses]int
	entities atomic.Int64
	reviews  atomic.Int64
}

func (e *Engine) verifier(ctx context.Context) (*verifier, error) {
	if err := e.write.enter(ctx); err != nil {
		return nil, err
	}
	defer e.write.leave()
	v := &verifier{sn: e.st.Snapshot(), model: e.current().model, rules: e.rules, rulings: &standing{}}
	var err error
	if v.counters, err = v.sn.Counters(); err == nil {
		v.rulings, err = readRulings(&v.sn.Reader)
	}
	if err != nil && !errors.Is(err, store.ErrCorrupt) { // Check says what is corrupt
		v.sn.Close()
		return nil, err
	}
	return v, nil
}

// run checks the store window by window of so many steps, then its totals.
func (v *verifier) run(ctx context.Context, steps uint64, yield func(error) bool) (err error) {
	end := v.counters.Record/walkStep + 1
	for from := uint64(0); from < end; from += steps {
		w := window{from, min(from+steps, end)}
		if v.lists, err = readLists(ctx, &v.sn.Reader, v.model, w, v.counters.Record); v.pass(err) != nil {
			return err
		}
		if more, err := v.window(ctx, w, yield); !more || err != nil {
			return err
		}
	}
	return v.totals(yield)
}

// window lets workers check the records of a window and the components that begin
// with them, and yields what they found in the order of the records. It reports
// whether whoever listens wants to hear more.
func (v *verifier) window(ctx context.Context, in window, yield func(error) bool) (more bool, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	waiting, turn := map[uint64]checked{}, in.from
	more = true
	for p := range v.sideBySide(ctx, in) {
		waiting[p.step] = p
		for p, ok := waiting[turn]; ok; p, ok = waiting[turn] {
			delete(waiting, turn)
			turn++
			for _, found := range p.found {
				more = more && err == nil && yield(found)
			}
			v.progress(int(min(turn*walkStep, v.counters.Record)), int(v.counters.Record))
			if err == nil {
				err = p.err
			}
		}
		if !more || err != nil {
			stop()
		}
	}
	if !more {
		return false, nil
	}
	return true, cmp.Or(err, ctx.Err())
}

// checked is what a worker found in a step.
type checked struct {
	step  uint64
	found []error
	err   error
}

// sideBySide lets workers check the steps of a window and sends what each brought, as
// they come. All is to be received; after an error not every step comes.
func (v *verifier) sideBySide(ctx context.Context, in window) <-chan checked {
	out := make(chan checked)
	var next atomic.Uint64
	next.Store(in.from)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			w := &checker{v: v, walker: walker{r: &v.sn.Reader, model: v.model, rules: v.rules, rulings: v.rulings, lists: v.lists}}
			for step := next.Add(1) - 1; step < in.to; step = next.Add(1) - 1 {
				found, err := w.check(ctx, step)
				out <- checked{step, found, err}
				if err != nil {
					return
				}
			}
		})
	}
	go func() {
		workers.Wait()
		close(out)
	}()
	return out
}

// totals compares how much there is of what can stand where nobody looks for it.
func (v *verifier) totals(yield func(error) bool) error {
	for class, want := range v.postings {
		// Words stay listed when their last bearer goes.
		if n := v.lists.of[class].postings; class != int(blocking.Spelling) && n != want {
			if !yield(&Broken{"S2", fmt.Errorf("%d postings of class %s, the records have %d", n, blocking.Class(class), want)}) {
				return nil
			}
		}
	}
	entities, reviews := int64(0), int64(0)
	for x, err := range v.sn.Entities(0) {
		if err != nil {
			return v.pass(err)
		}
		if entities++; uint64(x.ID) > v.counters.Entity && !yield(&Broken{"S9", fmt.Errorf("entity %s: its id was never given out", x.ID)}) {
			return nil
		}
	}
	if n := v.entities.Load(); n != entities && !yield(&Broken{"S3", fmt.Errorf("%d entities, a batch has %d", entities, n)}) {
		return nil
	}
	for _, err := range v.sn.Reviews() {
		if err != nil {
			return v.pass(err)
		}
		reviews++
	}
	if n := v.reviews.Load(); n != reviews {
		yield(&Broken{"S5", fmt.Errorf("the review queue has %d entries, that of a batch %d", reviews, n)})
	}
	return nil
}

// pass passes over what is corrupt: Check has told of it.
func (v *verifier) pass(err error) error {
	if errors.Is(err, store.ErrCorrupt) {
		return nil
	}
	return err
}

// checker is one worker of a verifier.
type checker struct {
	walker
	v     *verifier
	found []error

	// Of the step under way:
	pairs    bucket
	views    []*view // of its records
	postings [maxClasses]int
	sum      uint64 // of the postings that its records have
}

func (w *checker) say(invariant, format string, args ...any) {
	w.found = append(w.found, &Broken{invariant, fmt.Errorf(format, args...)})
}

// check looks at the records of one step.
func (w *checker) check(ctx context.Context, step uint64) ([]error, error) {
	w.found, w.views, w.postings, w.sum = nil, w.views[:0], [maxClasses]int{}, 0
	w.pairs = w.v.lists.take(step)
	if err := w.v.pass(w.begin(step*walkStep, (step+1)*walkStep)); err != nil {
		return nil, err
	}
	for rec, err := range w.v.sn.Records(step * walkStep) {
		if err == nil && rec.No/walkStep > step {
			break
		}
		if err = cmp.Or(err, ctx.Err()); err == nil {
			err = w.record(rec)
		}
		if err == nil {
			err = w.component(rec.No)
		}
		if err = w.v.pass(err); err != nil {
			return w.found, err
		}
	}
	if w.sum != w.v.lists.sums[step] {
		if err := w.v.pass(w.search()); err != nil {
			return w.found, err
		}
	}
	w.v.mu.Lock()
	defer w.v.mu.Unlock()
	for class, n := range w.postings {
		w.v.postings[class] += n
	}
	return w.found, nil
}

// record checks what a record alone decides, and its edges.
func (w *checker) record(rec *store.Record) error {
	c := &w.v.counters
	if rec.No > c.Record || rec.Since.Change > c.Change {
		w.say("S9", "record %d: its number or that of its change was never given out", rec.No)
	}
	hash := sha256.Sum256(ingest.AppendContent(nil, rec.Values))
	if string(rec.Hash) != string(hash[:16]) {
		w.say("S8", "record %d: its content hash is not that of its values", rec.No)
	}
	again := *rec
	v := w.rd.read(&again, true)
	if string(again.Normalised) != string(rec.Normalised) {
		w.say("S8", "record %d: its normalised form is not what its values give", rec.No)
	}
	v.rec = rec
	w.s.views[v.no] = v
	if err := w.profile(v); err != nil {
		return err
	}
	first, err := w.first(v)
	if err != nil {
		return err
	}
	w.keys(v, first)
	return w.edges(v, first)
}

// first returns the record that stands for v, which must be the first of them.
func (w *checker) first(v *view) (uint64, error) {
	if !w.lists.copied(v.print) {
		return v.no, nil
	}
	first, err := w.s.stands(v)
	if err == nil && first != v.no {
		if k, err := w.s.key(first); err != nil || k.Compare(v.rec.Key) > 0 {
			w.say("S2", "record %d is not the first of those that are equal to it", first)
		}
	}
	return first, err
}

// profile compares the stored profile of a record with one made anew.
func (w *checker) profile(v *view) error {
	k := w.rd.packing
	if k == 0 {
		return nil
	}
	stored, err := w.s.r.Profile(v.no)
	if errors.Is(err, store.ErrNotFound) {
		return nil // it is read from the record
	}
	if err == nil && stored != string(k.Append(nil, v.profile)) && k.Packed(stored) {
		w.say("S2", "record %d: its profile is not what the record gives", v.no)
	}
	return err
}

// keys adds up the postings that a record has, where first stands for it.
func (w *checker) keys(v *view, first uint64) {
	w.views = append(w.views, v)
	for _, p := range w.listed(v, first) {
		c := p.key.Class()
		w.postings[c]++
		hash, tag := w.s.r.StoredPosting(byte(c), uint64(p.key), p.tag)
		w.sum += weigh(c, hash, store.Posting{No: v.no, Tag: tag})
	}
}

// listed returns all postings of a record, where first stands for it.
func (w *checker) listed(v *view, first uint64) []posting {
	if first != v.no {
		return []posting{{key: blocking.CopiesKey(v.print)}}
	}
	out := v.postings()
	if v.print != 0 {
		out = append(out, posting{key: blocking.FirstKey(v.print)})
	}
	var subs []blocking.Key
	for _, k := range v.keys {
		if w.lists.capped(k) {
			subs = blocking.Subkeys(subs, v.profile, k)
		}
	}
	slices.Sort(subs)
	for _, k := range slices.Compact(subs) {
		out = append(out, posting{key: k})
	}
	return out
}

// search looks for the records of a step under each of their keys: some stand
// elsewhere, or others with them. What stands where no record does, the totals tell.
func (w *checker) search() error {
	for _, v := range w.views {
		first, err := w.s.stands(v)
		if err != nil {
			return err
		}
		for _, p := range w.listed(v, first) {
			list, err := w.s.list(p.key)
			if err != nil {
				return err
			}
			_, tag := w.s.r.StoredPosting(byte(p.key.Class()), uint64(p.key), p.tag)
			if !slices.Contains(list, store.Posting{No: v.no, Tag: tag}) {
				w.say("S2", "record %d does not stand under its key of class %s", v.no, p.key.Class())
			}
		}
	}
	return nil
}

// edges judges a record's candidates anew. Each pair is looked at from its
// smaller number.
func (w *checker) edges(v *view, first uint64) error {
	near, err := w.near(v, first)
	if err != nil {
		return err
	}
	x, err := w.s.show(v)
	if err != nil {
		return err
	}
	c := w.still()
	want := map[uint64]*store.Edge{}
	for _, other := range sortedKeys(near) {
		if other < v.no {
			continue
		}
		e, err := c.edge(x, other, near[other], nil)
		if err != nil {
			return err
		}
		if e != nil {
			want[other] = e
		}
	}
	stored, err := w.s.edgesOf(v.no)
	if err != nil {
		return err
	}
	for _, e := range stored {
		other := e.Other(v.no)
		if other < v.no {
			continue
		}
		if x := want[other]; x == nil || !sameEdge(e, x) {
			w.say("S4", "edge of records %d and %d is not that of a batch", e.A, e.B)
		}
		delete(want, other)
	}
	for _, other := range sortedKeys(want) {
		w.say("S4", "records %d and %d have no edge, in a batch they have", v.no, other)
	}
	return nil
}

// near returns the candidates of a record with larger numbers, where first stands
// for it, and the classes of the keys that they share. What a copy has, and whoever
// has copies, is as [state.candidates] says.
func (w *checker) near(v *view, first uint64) (map[uint64]blocking.Classes, error) {
	near := w.pairs.next(v.no % walkStep)
	if !w.lists.copied(v.print) {
		return near, nil
	}
	if first != v.no {
		return map[uint64]blocking.Classes{first: 1 << blocking.Copy}, nil
	}
	if near == nil {
		near = map[uint64]blocking.Classes{}
	}
	return near, w.s.addCopies(near, v.print)
}

// component forms the people of the component that begins with a record, and
// compares all that follows from them. One that begins with another is left to it.
func (w *checker) component(first uint64) error {
	r, err := w.gather(first)
	if r == nil || err != nil {
		return err
	}
	for _, do := range []func() error{r.form, r.load} {
		if err := do(); err != nil {
			return err
		}
	}
	w.v.entities.Add(int64(len(r.groups)))
	for _, g := range r.groups {
		if ok, err := w.people(r, g); !ok || err != nil {
			return err
		}
	}
	for _, g := range r.groups {
		if err := w.golden(r, g); err != nil {
			return err
		}
	}
	if err := w.links(r); err != nil {
		return err
	}
	return w.queue(r)
}

// people compares a group with the entity of its records.
func (w *checker) people(r *region, g *group) (bool, error) {
	members := make([]uint64, len(g.members))
	for k, i := range g.members {
		members[k] = r.nos[i]
	}
	slices.Sort(members)
	o, err := w.s.owner(members[0])
	if err != nil {
		return false, err
	}
	if g.id, g.kept = o.ID, r.before[o.ID]; g.kept == nil {
		w.say("S3", "record %d belongs to no entity", members[0])
		return false, nil
	}
	if !slices.Equal(members, g.kept.Members) {
		w.say("S3", "entity %s holds %s, in a batch it is %s", g.id, few(g.kept.Members), few(members))
		return false, nil
	}
	return true, nil
}

// few writes some records.
func few(nos []uint64) string {
	const most = 8
	if len(nos) <= most {
		return fmt.Sprintf("records %v", nos)
	}
	return fmt.Sprintf("%d records, %v and others", len(nos), nos[:most])
}

// golden makes the golden record of a group again.
func (w *checker) golden(r *region, g *group) error {
	want, err := r.golden(g)
	if err == nil {
		_, err = Golden(g.kept)
	}
	if err != nil {
		w.say("S6", "entity %s: %w", g.id, err)
		return nil
	}
	if string(golden.AppendGolden(nil, want)) != string(g.kept.Golden) || int32(want.Quality.Score) != g.kept.Quality || want.Kind.String() != g.kept.Kind {
		w.say("S6", "entity %s: golden record is not that of its records", g.id)
	}
	return nil
}

// links compares the links of each group with those that its edges give.
func (w *checker) links(r *region) error {
	want, err := r.relations()
	if err != nil {
		return err
	}
	for _, g := range r.groups {
		stored, err := w.s.linksOf(g.id)
		if err != nil {
			return err
		}
		seen := 0
		for _, l := range stored {
			if why, ok := want[relation{l.A, l.B, l.Kind}]; !ok || why.rule != l.Reason {
				w.say("S7", "link %s of entities %s and %s is not that of a batch", l.Kind, l.A, l.B)
				continue
			}
			seen++
		}
		for l := range want {
			if l.a == g.id || l.b == g.id {
				seen--
			}
		}
		if seen < 0 {
			w.say("S7", "entity %s lacks %d links", g.id, -seen)
		}
	}
	return nil
}

// queue compares the entries of the review queue. A pair belongs to the component
// of its smaller number.
func (w *checker) queue(r *region) error {
	want, err := r.doubts()
	if err != nil {
		return err
	}
	pairs := make([][2]uint64, 0, len(want))
	for p := range want {
		if _, mine := r.at[p[0]]; mine {
			pairs = append(pairs, p)
		}
	}
	slices.SortFunc(pairs, func(a, b [2]uint64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	w.v.reviews.Add(int64(len(pairs)))
	for _, p := range pairs {
		x, err := w.s.reviewOf(p)
		if err != nil {
			return err
		}
		if d := want[p]; x == nil || x.Value != d.value || string(x.Data) != d.rule {
			w.say("S5", "review of records %d and %d is not that of a batch", p[0], p[1])
		}
	}
	return nil
}
