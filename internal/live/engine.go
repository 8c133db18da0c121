package live

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tekil-id/tekil/internal/golden"
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
	// ErrNoRuling: no ruling was ever given that number.
	ErrNoRuling = errors.New("no such ruling")
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
	ruled   map[record.Key]bool
	rebuilt *Rematched // what rebuilding did at opening

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

// mostNames is how many names a reading knows before the engine begins another: they
// take some 400 bytes each, and frequent ones are met again at once. Views that are
// kept hold names, too, and are worth more: of records whose profiles are not
// stored, four times as many are known.
const (
	mostNames     = 1 << 17
	mostViewNames = 4 * mostNames
)

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
		if e.rebuilt, err = e.Rematch(context.Background(), &Rematch{Rekey: true}); err != nil {
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

// Rebuilt returns what rebuilding did when the engine was opened, nil where nothing had
// to be rebuilt. It is not to be changed.
func (e *Engine) Rebuilt() *Rematched { return e.rebuilt }

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

// current returns the reading in use. One that knows many names is replaced, so that they
// do not become more for as long as the engine runs.
func (e *Engine) current() *reading {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.reading.full() {
		e.reading = newReading(e.reading.model, e.o.Cache)
	}
	return e.reading
}
