package synth

import (
	"iter"
	"strconv"

	"github.com/tekil-id/tekil/record"
)

// EntityID is the true name of a person or company. Nothing in a record hints
// at it.
type EntityID string

// Trap is a pair of records of two different people who are easily taken for
// one. Kinds: spouses, siblings, twins, father_son (of one name), guardian (a
// child and the parent whose phone it has), namesake, recycled_line.
type Trap struct {
	A, B record.Key
	Kind string
}

// World is a set of invented customers. It holds no records: they are made
// again, the same, each time they are asked for. A World is immutable and safe
// for concurrent use.
type World struct{ cfg Config }

// Generate returns the world that cfg describes.
func Generate(cfg Config) (*World, error) {
	cfg, err := cfg.resolve()
	if err != nil {
		return nil, err
	}
	return &World{cfg}, nil
}

// Records yields every record with the person or company whose it is, in the
// order of customers.csv.
func (w *World) Records() iter.Seq2[record.Record, EntityID] {
	return func(yield func(record.Record, EntityID) bool) {
		newRun(w.cfg).run(func(r *row) bool { return yield(r.record(), r.entity) }, nil)
	}
}

// Traps yields the pairs of interest among the records.
func (w *World) Traps() iter.Seq[Trap] {
	return func(yield func(Trap) bool) {
		newRun(w.cfg).run(func(*row) bool { return true }, yield)
	}
}

// row is a record as a line of columns.
type row struct {
	entity    EntityID
	household int
	kind      string // person, company, couple or noise
	cells     [columnCount]string
}

func (r *row) record() record.Record {
	rec := record.Record{Key: record.Key{Source: record.Source(r.cells[colSource]), ID: record.ID(r.cells[colID])}}
	n := 0
	for _, c := range r.cells[colFullName:] {
		if c != "" {
			n++
		}
	}
	rec.Values = make([]record.Value, 0, n)
	for i := colFullName; i < columnCount; i++ {
		if r.cells[i] != "" {
			rec.Values = append(rec.Values, record.Value{Field: columns[i], Text: r.cells[i]})
		}
	}
	return rec
}

// world is the state of one run: the chances that depend on the Config, and
// what one family leaves behind for the next (lines, employers, names).
type world struct {
	cfg     Config
	seed    uint64
	setting *setting
	names   *nameTables
	places  *placeTables
	numbers *numbers
	drop    [columnCount]bool

	level    float64 // of mistakes: 1, or more where hard
	presence float64 // of ids and birth dates: 1, or less where hard

	households int
	pages      uint64 // of the register that wives take
	released   []line
	firms      []*firm
	mails      map[uint64]struct{}
	known      []*person // names for namesakes
	dealer     string
	pending    []personTrap
	seen       map[string]seen // full name -> the last who bore it

	shuffle *shuffle
	rows    int // made
	people  int // that have a row
	traps   func(Trap) bool
	trapped int
}

type personTrap struct {
	kind string
	a, b *person
}

type seen struct {
	entity EntityID
	key    record.Key
}

func newRun(cfg Config) *world {
	set := *settings[cfg.Setting]
	w := &world{cfg: cfg, seed: mix(cfg.Seed ^ uint64(len(cfg.Setting))<<56), names: names(), numbers: newNumbers(cfg.Seed),
		places: newPlaceTables(set.province), drop: cfg.dropped(), level: 1, presence: 1,
		mails: map[uint64]struct{}{}, seen: map[string]seen{}}
	if cfg.Hard {
		w.level, w.presence = 1.75, 0.6
		set.customer = min(1, set.customer*1.4)
		set.minor *= 2
		set.namesake *= 4
		set.sameName *= 2.5
		set.twins *= 2
	}
	w.setting = &set
	return w
}

// run makes all rows and hands them out in shuffled order, so that the records
// of one person do not stand side by side.
func (w *world) run(yield func(*row) bool, traps func(Trap) bool) {
	w.traps = traps
	w.shuffle = newShuffle(newRandom(w.seed, 1<<63), yield)
	for n := 0; w.rows < w.cfg.Records && !w.shuffle.stopped; n++ {
		people := w.newFamily(n)
		w.customers(newRandom(w.seed, uint64(n)|1<<62), people)
		w.flushTraps()
	}
	w.shuffle.flush()
}

// trap notes two people who are easily confused, until their records are made.
func (w *world) trap(kind string, a, b *person) {
	w.pending = append(w.pending, personTrap{kind, a, b})
}

// flushTraps turns the noted people into pairs of records.
func (w *world) flushTraps() {
	for _, t := range w.pending {
		if len(t.a.records) > 0 && len(t.b.records) > 0 {
			w.giveTrap(t.kind, t.a.records[0], t.b.records[len(t.b.records)-1])
		}
	}
	w.pending = w.pending[:0]
}

func (w *world) giveTrap(kind string, a, b record.Key) {
	if w.traps != nil && !w.traps(Trap{a, b, kind}) {
		w.traps = nil
	}
}

// release puts a line that its owner gave up among those to be handed out again.
func (w *world) release(l line) {
	const kept = 500
	if len(w.released) < kept {
		w.released = append(w.released, l)
		return
	}
	w.released[mix(uint64(w.rows))%kept] = l
}

// customers decides who of a family is a customer, and makes their records.
func (w *world) customers(r random, people []*person) {
	for i, p := range people {
		if w.rows >= w.cfg.Records {
			return
		}
		chance := w.setting.customer
		if p.age() < 18 {
			chance = w.setting.minor
		}
		if !r.chance(chance) && (i > 0 || len(people) > 1) {
			continue
		}
		p.id = w.newEntity()
		w.copies(r, p)
		w.meet(r, p)
	}
	if len(people) > 1 && people[1].maiden != "" && r.chance(w.setting.couple) {
		w.coupleRow(r, people[0], people[1])
	}
	if r.chance(w.setting.noise) {
		w.noiseRow(r)
	}
	if r.chance(w.setting.firm) {
		w.firmRecords(r)
	}
}

// newEntity counts one more person, company or other holder of records.
func (w *world) newEntity() EntityID {
	w.people++
	return EntityID("P" + strconv.Itoa(10_000_000+w.people))
}

// copies makes the records of one person. Their number is geometric, which
// makes the share of duplicates what was asked for; a correction keeps it there.
func (w *world) copies(r random, p *person) {
	w.personRow(r, p)
	for n := 1; n < 12 && w.rows < w.cfg.Records && r.chance(w.again()); n++ {
		w.personRow(r, p)
	}
}

func (w *world) again() float64 {
	asked := w.cfg.Duplicates
	now := 1 - float64(w.people)/float64(max(1, w.rows))
	return min(0.9, max(0.2*asked, asked+4*(asked-now)))
}

// meet notes p as the bearer of a name: a pair of namesakes is a trap, and a
// later single person may be given the name.
func (w *world) meet(r random, p *person) {
	if len(p.records) == 0 {
		return
	}
	name := p.fullName()
	if before, ok := w.seen[name]; ok && before.entity != p.id && w.trapped < 20_000 {
		w.trapped++
		w.giveTrap("namesake", before.key, p.records[0])
	}
	if len(w.seen) < 50_000 {
		w.seen[name] = seen{p.id, p.records[0]}
	}
	for _, l := range p.lines {
		if l.former != nil && l.former != p.gaveUp && !l.former.first.IsZero() {
			w.giveTrap("recycled_line", l.former.first, p.records[0])
		}
	}
	if p.gaveUp != nil {
		p.gaveUp.first = p.records[0]
	}
	const kept = 300
	if len(w.known) < kept {
		w.known = append(w.known, p)
	} else {
		w.known[r.IntN(kept)] = p
	}
}

// shuffle hands rows on from a random place of a bounded buffer.
type shuffle struct {
	r       random
	yield   func(*row) bool
	buffer  []*row
	stopped bool
}

const shuffleRows = 1 << 16

func newShuffle(r random, yield func(*row) bool) *shuffle { return &shuffle{r: r, yield: yield} }

func (s *shuffle) add(x *row) {
	if len(s.buffer) < shuffleRows {
		s.buffer = append(s.buffer, x)
		return
	}
	i := s.r.IntN(len(s.buffer))
	s.give(s.buffer[i])
	s.buffer[i] = x
}

func (s *shuffle) flush() {
	s.r.Shuffle(len(s.buffer), func(i, j int) { s.buffer[i], s.buffer[j] = s.buffer[j], s.buffer[i] })
	for _, x := range s.buffer {
		s.give(x)
	}
	s.buffer = nil
}

func (s *shuffle) give(x *row) {
	if !s.stopped && !s.yield(x) {
		s.stopped = true
	}
}
