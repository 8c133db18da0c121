package live

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Options say how an engine runs. The zero Options, like nil, are the defaults.
type Options struct {
	// Model is that of a new store; nil is the shipped Turkish one. A store that
	// has a model keeps it.
	Model *match.Model
	// Rules of survivorship of a new store; nil are the defaults. A store that has
	// rules keeps them.
	Rules *golden.Rules
	// Cache bounds the memory, in bytes, of records kept ready to be judged, or of
	// their profiles where the store holds them. The default is 128 MiB.
	Cache int
	// Now is the clock of stamps and expiries; nil is the system's. Nothing else
	// reads a clock.
	Now func() time.Time
	// Rebuild makes opening rebuild the keys and profiles of a store that another
	// version of the normaliser wrote, in place of failing with [ErrOldNormaliser].
	Rebuild bool
	// Store are the options of the store. Its Normaliser is filled in, and its
	// cache is 96 MiB where nothing else is said.
	Store store.Options
}

// Errors of the engine.
var (
	// ErrNoRecord: no such record.
	ErrNoRecord = errors.New("no such record")
	// ErrBadRecord: a record without source or id, or with another's number.
	ErrBadRecord = errors.New("record has no source or no id")
	// ErrNoEntity: no such entity, or nothing is left of it.
	ErrNoEntity = errors.New("no such entity")
	// ErrBadRuling: a ruling that does not name two records, with bad times, or that
	// has expired when it is given.
	ErrBadRuling = errors.New("ruling does not name two records, its times are not RFC 3339, or it has expired already")
	// ErrTwice: one change names a record twice.
	ErrTwice = errors.New("record stands twice in one change")
	// ErrOldNormaliser: the store's keys or profiles were made by another version of
	// the normaliser; rebuild them.
	ErrOldNormaliser = errors.New("store was written under another version of the normaliser")
)

// Engine is a live store. It is safe for concurrent use: reads run beside each
// other and beside the one writer, and changes take their turns.
type Engine struct {
	st    *store.Store
	o     Options
	rules *golden.Rules // of survivorship; guarded by write once it is open

	// write orders changes: from the first look at the store to the commit. The
	// wait for the disk is outside, so that changes share it.
	write turnstile
	desks turnstile // where changes are prepared, a few at a time
	line  line
	fresh freshness
	seq   atomic.Uint64 // changes committed, see freshness
	// pieces are of components, guarded by write.
	pieces pieces
	// expiry is when the next ruling expires, the zero time for never, and alarm
	// goes off then. Both are guarded by write.
	expiry time.Time
	alarm  *time.Timer
	closed bool
	words  wordSet // words of names that are known to be listed
	// ruled are the records that rulings were ever given on, nil where that is not
	// known; guarded by write.
	ruled map[record.Key]bool

	mu      sync.Mutex // guards what follows
	reading *reading
}

// The defaults of memory: a service under load stays well below 800 MB with them.
const (
	defaultCache = 128 << 20 // of records ready to be judged
	defaultPages = 96 << 20  // of the store's blocks
)

// desksEach is how many changes are prepared at a time for each processor: some of
// them wait for a file.
const desksEach = 4

// wornOut is after how many profiles the names that they were made of are
// forgotten.
const wornOut = 400_000

func newEngine() *Engine {
	return &Engine{write: newTurnstile(1), desks: newTurnstile(desksEach * runtime.GOMAXPROCS(0))}
}

// Open opens the store in dir, or makes one there.
func Open(dir string, o *Options) (*Engine, error) {
	e := newEngine()
	if o != nil {
		e.o = *o
	}
	if e.o.Now == nil {
		e.o.Now = time.Now
	}
	if e.o.Cache <= 0 {
		e.o.Cache = defaultCache
	}
	if e.o.Store.Cache <= 0 {
		e.o.Store.Cache = defaultPages
	}
	if e.o.Store.Profiles <= 0 {
		e.o.Store.Profiles = int64(e.o.Cache)
	}
	e.o.Store.Normaliser = normalize.Version
	st, err := store.Open(dir, &e.o.Store)
	if err != nil {
		return nil, err
	}
	e.st = st
	if err := e.start(); err != nil {
		st.Close()
		return nil, err
	}
	return e, nil
}

func (e *Engine) start() error {
	m, err := e.pinned()
	if err != nil {
		return err
	}
	e.reading = newReading(m, e.o.Cache)
	if err := e.loadRules(); err != nil {
		return err
	}
	info, err := e.st.Info()
	if err != nil {
		return err
	}
	old, err := e.outdated(info.Normaliser)
	if err != nil {
		return err
	}
	if old != nil {
		if !e.o.Rebuild {
			return old
		}
		if _, err := e.Rematch(context.Background(), &Rematch{Rekey: true}); err != nil {
			return fmt.Errorf("rebuild keys: %w", err)
		}
	}
	if e.o.Store.ReadOnly {
		return nil
	}
	e.write.enterAnyhow()
	defer e.write.leave()
	return e.expire(context.Background())
}

// outdated returns why what the store keeps of its records must be rebuilt, nil
// where it need not. Of profiles it looks at the first: all are written by one
// version.
func (e *Engine) outdated(version uint64) (old, err error) {
	if version != normalize.Version {
		return fmt.Errorf("%w: %d, this is %d", ErrOldNormaliser, version, normalize.Version), nil
	}
	for rec, err := range e.st.Records(0) {
		if err != nil {
			return nil, err
		}
		packed, err := e.st.Profile(rec.No)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if k := e.reading.packing; err == nil && k != 0 && !k.Packed(packed) {
			return fmt.Errorf("%w: its profiles are packed in another way", ErrOldNormaliser), nil
		}
		break
	}
	return nil, nil
}

// pinned returns the store's model; a new store is given one.
func (e *Engine) pinned() (*match.Model, error) {
	hash, data, err := e.st.PinnedModel()
	if err == nil {
		return decodeModel(hash, data)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	m := e.o.Model
	if m == nil {
		m = match.Shipped("tr", match.ShippedRecords)
	}
	if e.o.Store.ReadOnly {
		return m, nil
	}
	b := e.st.NewBatch()
	defer b.Close()
	if err := pin(b, m); err != nil {
		return nil, err
	}
	return m, b.Commit(true)
}

func pin(b *store.Batch, m *match.Model) error {
	data, err := m.Encode()
	if err != nil {
		return err
	}
	hash := sha256.Sum256(data)
	b.PutModel(hash[:], data)
	return b.PinModel(hash[:])
}

// Store returns the store underneath, to read.
func (e *Engine) Store() *store.Store { return e.st }

// Model returns the model in use.
func (e *Engine) Model() *match.Model { return e.current().model }

// Close waits for what is under way and closes the store.
func (e *Engine) Close() error {
	e.write.enterAnyhow()
	defer e.write.leave()
	e.closed = true
	if e.alarm != nil {
		e.alarm.Stop()
	}
	return e.st.Close()
}

// current returns the reading in use; a worn one is replaced.
func (e *Engine) current() *reading {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.reading.worn(wornOut) {
		e.reading = newReading(e.reading.model, e.o.Cache)
	}
	return e.reading
}

// Write is one atomic change to records and rulings.
type Write struct {
	Upsert []record.Record
	Delete []record.Key
	// Rule gives rulings; Undo takes those of these numbers back.
	Rule []record.Ruling
	Undo []uint64
}

// Apply makes a change and waits until it is on disk. Records that stand
// already as they are given cost nothing; keys that are not there are passed
// over.
//
// Where ctx ends while the change waits for its turn, Apply returns at once, with
// the error of ctx. Once its turn has come, what was found to do is written, or,
// where ctx ended before that was found out, is not. So an error of ctx always means that
// nothing was written; and of one Write all is written, or nothing.
func (e *Engine) Apply(ctx context.Context, w *Write) (*Outcome, error) {
	if err := check(w); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	j := newJob(ctx, w)
	if err := e.getReady(j); err != nil {
		return nil, err
	}
	e.line.stand(j, e.write, e.serve)
	if j.err != nil || j.wait == nil {
		return j.out, j.err
	}
	return j.out, j.wait()
}

// getReady prepares a change, a few at a time: where all waiting writers do so at
// once, whoever serves them or waits for the disk gets a processor too late, and
// what was looked up is old before its turn comes.
func (e *Engine) getReady(j *job) error {
	if err := e.desks.enter(j.ctx); err != nil {
		return err
	}
	defer e.desks.leave()
	j.ready = e.prepare(j.w)
	return nil
}

// serve makes the changes of a group in their order. The caller holds write.
func (e *Engine) serve(group []*job) {
	next := 0
	defer func() { // a change that panics leaves nobody behind it waiting
		for at := next; at < len(group); at++ {
			if at == next || group[at].claim() {
				group[at].err = errAbandoned
			}
			if at > 0 {
				group[at].done <- served
			}
		}
	}()
	for ; next < len(group); next++ {
		j := group[next]
		if j.claim() {
			j.out, j.wait, j.err = e.turn(j.ctx, j.w, j.ready)
		}
		j.ready = nil
		if next > 0 {
			j.done <- served
		}
	}
}

// errAbandoned is what a change learns whose group broke off before its turn.
var errAbandoned = errors.New("live: the change was not made: another one of its group panicked")

// turn makes a change whose turn has come. The caller holds write.
func (e *Engine) turn(ctx context.Context, w *Write, ready []prepared) (*Outcome, func() error, error) {
	if err := e.expire(ctx); err != nil {
		return nil, nil, e.cause(err)
	}
	out, wait, err := e.apply(ctx, w, ready)
	if err != nil {
		return nil, nil, e.cause(err)
	}
	if len(w.Rule) > 0 {
		if err := e.watch(); err != nil { // the change is made, only its expiry is not watched
			if wait != nil {
				err = errors.Join(err, wait())
			}
			return nil, nil, err
		}
	}
	return out, wait, nil
}

// cause returns why the store refuses writes, where it does, else err: what went
// wrong after a failed write follows from it.
func (e *Engine) cause(err error) error {
	if failed := e.st.Failure(); failed != nil {
		return failed
	}
	return err
}

// DryRun says what a change would do, and does not do it.
func (e *Engine) DryRun(ctx context.Context, w *Write) (*Outcome, error) {
	if err := check(w); err != nil {
		return nil, err
	}
	if err := e.write.enter(ctx); err != nil {
		return nil, err
	}
	defer e.write.leave()
	c := e.beginWrite(w)
	defer c.end()
	if err := c.make(ctx, w, nil); err != nil {
		return nil, err
	}
	return &c.out, nil
}

func check(w *Write) error {
	seen := make(map[record.Key]bool, len(w.Upsert)+len(w.Delete))
	one := func(k record.Key) error {
		if k.Source == "" || k.ID == "" {
			return ErrBadRecord
		}
		if seen[k] {
			return fmt.Errorf("%s: %w", k, ErrTwice)
		}
		seen[k] = true
		return nil
	}
	for i := range w.Upsert {
		if err := one(w.Upsert[i].Key); err != nil {
			return err
		}
	}
	for _, k := range w.Delete {
		if err := one(k); err != nil {
			return err
		}
	}
	for i := range w.Rule {
		if !sound(&w.Rule[i]) {
			return ErrBadRuling
		}
	}
	return nil
}

func sound(r *record.Ruling) bool {
	for _, t := range [...]string{r.At, r.Expires, r.Undone} {
		if t == "" {
			continue
		}
		if _, err := time.Parse(time.RFC3339, t); err != nil {
			return false
		}
	}
	return !r.A.IsZero() && !r.B.IsZero() && r.A != r.B
}

// prepared is a record normalised before its turn came, from what stood in the
// store at that time.
type prepared struct {
	since   uint64 // change of the record that stood there, 0 for none
	view    *view
	reading *reading
	warm    *warmed // shared by some of the records of a change
	apart   *apart
}

// prepare normalises the records of a change outside the writer's turn, and looks
// up what the turn will need. What goes wrong here goes wrong in the turn, too, or
// another change came between two looks.
func (e *Engine) prepare(w *Write) []prepared {
	rd := e.current()
	out := make([]prepared, len(w.Upsert))
	workers := runtime.GOMAXPROCS(0)
	if len(out) < 8 {
		workers = 1
	}
	var wg sync.WaitGroup
	for k := range workers {
		one := func() {
			warm := &warmed{seq: e.seq.Load(), s: newState(&e.st.Reader, rd)}
			for i := k; i < len(out); i += workers {
				out[i].warm = warm
				e.prepareOne(rd, &w.Upsert[i], &out[i])
			}
		}
		if workers == 1 {
			one()
			return out
		}
		wg.Go(one)
	}
	wg.Wait()
	return out
}

func (e *Engine) prepareOne(rd *reading, r *record.Record, out *prepared) {
	old, err := out.warm.s.find(r.Key)
	if err != nil {
		return
	}
	rec := &store.Record{Record: *r}
	var before *view
	if old != nil {
		if Repeats(&old.Record, r) {
			return
		}
		rec.Record = Overwrite(&old.Record, r)
		rec.No, out.since = old.No, old.Since.Change
		before, _ = out.warm.s.standing(old)
	}
	rec.Record = clone(&rec.Record)
	out.view, out.reading = rd.read(rec, true), rd
	if out.apart, err = out.warm.warm(out.view, before); err == nil {
		out.warm.spell(&e.words, out.view)
	}
}

func (e *Engine) apply(ctx context.Context, w *Write, ready []prepared) (*Outcome, func() error, error) {
	c := e.beginWrite(w)
	defer c.end()
	if err := c.make(ctx, w, ready); err != nil {
		return nil, nil, err
	}
	if c.out.Change == 0 {
		return &c.out, nil, nil
	}
	wait, err := c.b.CommitNoWait(true)
	if err != nil {
		return nil, nil, err
	}
	e.committed(c)
	for i := range c.deltas {
		if v := c.deltas[i].after; v != nil && c.new.reading.packing == 0 {
			c.new.reading.keep(v)
		}
	}
	c.b = nil
	return &c.out, wait, nil
}

func (e *Engine) begin() *change { return e.beginOn(e.st.NewBatch()) }

// beginWrite begins a change of records and rulings. Only rulings are read again
// after they were written.
func (e *Engine) beginWrite(w *Write) *change {
	if len(w.Rule) > 0 || len(w.Undo) > 0 {
		return e.begin()
	}
	return e.beginOn(e.st.NewBlindBatch())
}

func (e *Engine) beginOn(b *store.Batch) *change {
	rd := e.current()
	old := newState(&e.st.Reader, rd)
	return &change{
		e: e, b: b, old: old, new: old.after(), judge: rd.judge(), dirty: map[uint64]bool{}, thinned: map[uint64]bool{}, touched: map[uint64]bool{}, rejoined: map[uint64]bool{},
		edges: map[uint64][]*store.Edge{}, moved: map[[2]uint64]bool{}, given: map[uint64][]*store.Edge{}, placed: map[uint64]record.EntityID{},
	}
}

func (c *change) end() {
	c.new.reading.release(c.judge)
	if c.b != nil {
		c.b.Close()
	}
}

// make carries a write through to people.
func (c *change) make(ctx context.Context, w *Write, ready []prepared) error {
	counters, err := c.b.Counters()
	if err != nil {
		return err
	}
	counters.Change++
	c.at = store.Stamp{Change: counters.Change, Time: c.e.o.Now().UTC().Format(time.RFC3339Nano)}
	var adopted []*warmed
	for i := range ready {
		if w := ready[i].warm; !slices.Contains(adopted, w) {
			adopted = append(adopted, w)
			c.adopt(w)
		}
	}
	for i := range w.Upsert {
		var p prepared
		if ready != nil {
			p = ready[i]
		}
		if err := c.upsert(&w.Upsert[i], p); err != nil {
			return err
		}
	}
	for _, k := range w.Delete {
		if err := c.delete(k); err != nil {
			return err
		}
	}
	ruled, err := c.rule(w)
	if err != nil {
		return err
	}
	if len(c.deltas) == 0 && !ruled {
		return c.place(w)
	}
	c.out.Change = c.at.Change
	if err := c.run(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return c.place(w)
}

// place fills in where the records of the write belong now.
func (c *change) place(w *Write) error {
	for _, no := range c.nos {
		id, ok := c.placed[no]
		if !ok {
			o, err := c.old.owner(no)
			if err != nil {
				return err
			}
			id = o.ID
		}
		c.out.Entities = append(c.out.Entities, id)
	}
	for range w.Delete {
		c.out.Entities = append(c.out.Entities, 0)
	}
	return nil
}

// upsert puts one record, unless it stands there already.
func (c *change) upsert(r *record.Record, p prepared) error {
	old, err := c.old.find(r.Key)
	if err != nil {
		return err
	}
	if old != nil && Repeats(&old.Record, r) {
		c.out.Repeated++
		c.nos = append(c.nos, old.No)
		return nil
	}
	v := p.view
	if v != nil && p.apart != nil {
		if c.apart == nil {
			c.apart = map[*view]*apart{}
		}
		c.apart[v] = p.apart
	}
	if v == nil || p.since != sinceOf(old) || p.reading != c.new.reading {
		rec := &store.Record{Record: *r}
		if old != nil {
			rec.Record = Overwrite(&old.Record, r)
		}
		rec.Record = clone(&rec.Record)
		v = c.new.reading.read(rec, true)
	}
	d := delta{after: v}
	if err := c.number(v.rec, old); err != nil {
		return err
	}
	v.no = v.rec.No
	d.no = v.no
	c.nos = append(c.nos, d.no)
	if old != nil {
		if d.before, err = c.old.standing(old); err != nil {
			return err
		}
		c.out.Altered++
	} else {
		c.out.Created++
	}
	v.rec.Since = c.at
	hash := sha256.Sum256(ingest.AppendContent(nil, v.rec.Values))
	v.rec.Hash = hash[:16]
	c.deltas = append(c.deltas, d)
	c.mark(numberItem.key(v.rec.Key))
	if err := c.b.ReplaceRecord(old, v.rec); err != nil {
		return err
	}
	return c.putProfile(v)
}

// putProfile stores what the matcher sees of a record, to be read in place of the
// record by whoever compares with it.
func (c *change) putProfile(v *view) error {
	k := c.new.reading.packing
	if k == 0 {
		return nil
	}
	return c.b.PutProfile(v.no, k.Append(nil, v.profile))
}

// sinceOf returns the change of a stored record, 0 for none.
func sinceOf(r *store.Record) uint64 {
	if r == nil {
		return 0
	}
	return r.Since.Change
}

// number gives a record its number and the stamp of its first arrival, those of
// its earlier life where it had one.
func (c *change) number(rec, old *store.Record) error {
	if old != nil {
		rec.No, rec.Arrival = old.No, old.Arrival
		return nil
	}
	last, err := c.old.number(rec.Key)
	if err != nil {
		return err
	}
	if last.deleted {
		rec.No = last.no
		rec.Arrival, err = c.arrivalOf(last.no)
		return err
	}
	counters, err := c.b.Counters()
	if err != nil {
		return err
	}
	counters.Record++
	rec.No = counters.Record
	rec.Arrival = c.arrive()
	return nil
}

// arrive returns the stamp of a record that comes now: by change, then by place
// in it. A batch gives small numbers on top of all earlier ones, so that stamps
// rise whatever wrote them.
func (c *change) arrive() uint64 {
	c.arrived++
	return c.at.Change<<32 | uint64(c.arrived)
}

// arrivalOf returns the first arrival of a record that was deleted.
func (c *change) arrivalOf(no uint64) (uint64, error) {
	for v, err := range c.old.r.RecordVersions(no) {
		if err != nil {
			return 0, err
		}
		if !v.Deleted {
			return v.Record.Arrival, nil
		}
	}
	return c.arrive(), nil // its versions were dropped from history
}

func (c *change) delete(k record.Key) error {
	old, err := c.old.find(k)
	if old == nil || err != nil {
		return err
	}
	c.out.Deleted++
	before, err := c.old.standing(old)
	if err != nil {
		return err
	}
	c.mark(numberItem.key(k))
	c.deltas = append(c.deltas, delta{no: old.No, before: before})
	return c.b.DeleteRecord(old.No, c.at)
}

// rule gives rulings and takes them back.
func (c *change) rule(w *Write) (bool, error) {
	counters, err := c.b.Counters()
	if err != nil {
		return false, err
	}
	for i := range w.Rule {
		counters.Ruling++
		x := &store.Ruling{No: counters.Ruling, Ruling: w.Rule[i]}
		if x.At == "" {
			x.At = c.at.Time
		}
		if until, ok := expiry(x.Expires); ok && !until.After(c.e.o.Now()) {
			return false, ErrBadRuling
		}
		for _, k := range [2]record.Key{x.A, x.B} {
			if _, err := c.b.RecordNo(k); err != nil {
				if errors.Is(err, store.ErrNotFound) {
					err = fmt.Errorf("%s: %w", k, ErrNoRecord)
				}
				return false, err
			}
		}
		c.out.Rulings = append(c.out.Rulings, x.No)
		if err := c.touchRuled(&x.Ruling); err != nil {
			return false, err
		}
		c.b.PutRuling(x)
	}
	undone := 0
	if len(w.Undo) > 0 {
		all, err := collect(c.b.Rulings())
		if err != nil {
			return false, err
		}
		for _, x := range all {
			if !slices.Contains(w.Undo, x.No) || !x.InForce() {
				continue
			}
			undone++
			x.Undone = c.at.Time
			if err := c.touchRuled(&x.Ruling); err != nil {
				return false, err
			}
			c.b.PutRuling(x)
		}
	}
	return len(w.Rule)+undone > 0, nil
}

func (c *change) touchRuled(x *record.Ruling) error {
	for _, k := range [2]record.Key{x.A, x.B} {
		no, err := c.b.RecordNo(k)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		c.rejoined[no] = true
		if c.named == nil {
			c.named = map[record.Key]bool{}
		}
		c.named[k] = true
	}
	return nil
}
