package live

import (
	"container/list"
	"slices"
	"strings"
	"sync"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// view is what the matcher sees of one stored record, as far as it depends on
// the record alone. One that was normalised may be shared and is never changed;
// one that was unpacked belongs to the state that asked for it, which fills in
// the record and the keys where they are needed.
type view struct {
	no      uint64
	rec     *store.Record // see [state.record]
	profile *match.Profile
	keys    []blocking.Key // sorted, see [view.find]
	print   uint64         // see [view.find]
	keyed   bool
	name    uint32 // profile.NameKey()
	bytes   int
}

// reading is all that stands under one model between a record and its profile.
// Names are interned for as long as a reading lasts; to bound their memory, the
// engine begins a new one after a while.
type reading struct {
	model   *match.Model
	options *normalize.Options
	packing match.Packing // of stored profiles, 0 where there are none
	names   *match.Interner
	most    int       // names that it may know
	build   sync.Pool // of *maker over names
	mu      sync.Mutex
	views   map[uint64]*list.Element // by record number
	used    *list.List               // of *view, the latest used first
	bytes   int                      // of the views kept
	limit   int
	idle    []*match.Judge
}

func newReading(m *match.Model, limit int) *reading {
	o := m.Options()
	r := &reading{
		model: m, options: o, packing: match.NewPacking(m),
		views: map[uint64]*list.Element{}, used: list.New(), limit: limit, names: match.NewInterner(o, m), most: mostNames,
	}
	if r.packing == 0 {
		r.most = mostViewNames
	}
	r.build.New = func() any { return &maker{Builder: match.NewBuilder(r.names, m)} }
	return r
}

// maker makes one view after the other in the same memory.
type maker struct {
	*match.Builder
	features normalize.Features
}

// read normalises a record. The contribution is made for records that are to be
// stored only.
func (r *reading) read(rec *store.Record, contribute bool) *view {
	b := r.build.Get().(*maker)
	defer r.build.Put(b)
	f := &b.features
	f.Fill(&rec.Record, r.options)
	v := &view{no: rec.No, rec: rec, profile: b.profile(&rec.Record)}
	v.find(r.model)
	v.name = v.profile.NameKey()
	if contribute {
		c := golden.Contribute(&rec.Record, f, userFields(&rec.Record)...)
		rec.Normalised = golden.AppendContribution(nil, &c)
	}
	v.bytes = sizeOf(v)
	return v
}

// find makes the keys and the print of a view, unless it has them.
func (v *view) find(m *match.Model) {
	if !v.keyed {
		var printer match.Printer
		v.keys, v.print, v.keyed = blocking.Keys(nil, v.profile, m), printer.Print(v.profile), true
	}
}

// unpack makes a view of a stored profile.
func (r *reading) unpack(no uint64, packed string) (*view, error) {
	b := r.build.Get().(*maker)
	defer r.build.Put(b)
	v := &view{no: no, profile: new(match.Profile)}
	if err := b.Unpack(r.packing, v.profile, packed); err != nil {
		return nil, err
	}
	v.name = v.profile.NameKey()
	return v, nil
}

// profile makes the profile of a record of its features. Its lists and texts are copied, for a builder cuts
// them from large pieces of memory, which one profile in the cache would hold.
func (b *maker) profile(rec *record.Record) *match.Profile {
	p := b.Profile(rec, &b.features)
	p.Lines, p.Mails, p.Doors = slices.Clone(p.Lines), slices.Clone(p.Mails), slices.Clone(p.Doors)
	p.Documents, p.IBANs, p.Customers = slices.Clone(p.Documents), slices.Clone(p.IBANs), slices.Clone(p.Customers)
	p.National.Text = strings.Clone(p.National.Text)
	for i := range p.Doors {
		p.Doors[i].Form.Move(strings.Clone)
	}
	return p
}

// sizeOf estimates the memory of a view.
func sizeOf(v *view) int {
	n := 1200 + 8*len(v.keys) + len(v.rec.Normalised)
	for i := range v.rec.Values {
		n += 40 + len(v.rec.Values[i].Text)
	}
	p := v.profile
	return n + 80*(len(v.rec.Past)+len(p.Lines)+len(p.Mails)) + 400*len(p.Doors)
}

// userFields returns the fields of r that are not tekil's own, sorted.
func userFields(r *record.Record) []record.Field {
	var out []record.Field
	for i := range r.Values {
		if f := r.Values[i].Field; !f.IsCanonical() && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}

// view returns what the matcher sees of a stored record, which the cache may
// know.
func (r *reading) view(rec *store.Record) *view {
	r.mu.Lock()
	if e, ok := r.views[rec.No]; ok {
		if v := e.Value.(*view); v.rec.Since.Change == rec.Since.Change {
			r.used.MoveToFront(e)
			r.mu.Unlock()
			return v
		}
	}
	r.mu.Unlock()
	v := r.read(rec, false)
	r.keep(v)
	return v
}

// keep puts v into the cache, in place of an older view of the record, and lets
// go of those that were not used for longest.
func (r *reading) keep(v *view) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e, ok := r.views[v.no]; ok {
		old := e.Value.(*view)
		if old.rec.Since.Change > v.rec.Since.Change {
			return // a reader of an older snapshot
		}
		r.bytes += v.bytes - old.bytes
		e.Value = v
		r.used.MoveToFront(e)
	} else {
		r.views[v.no] = r.used.PushFront(v)
		r.bytes += v.bytes
	}
	for r.bytes > r.limit && r.used.Len() > 1 {
		e := r.used.Back()
		old := r.used.Remove(e).(*view)
		delete(r.views, old.rec.No)
		r.bytes -= old.bytes
	}
}

// full reports whether a reading knows as many names as it may.
func (r *reading) full() bool { return r.names.Len() > r.most }

// maxIdle is how many judges are kept. One remembers how alike two names are, in a
// megabyte, and soon knows the frequent ones: the garbage collector, which empties a
// sync.Pool, would have them learn again all the time.
const maxIdle = 8

func (r *reading) judge() *match.Judge {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.idle) - 1
	if n < 0 {
		return match.NewJudge(r.model)
	}
	j := r.idle[n]
	r.idle = r.idle[:n]
	return j
}

func (r *reading) release(j *match.Judge) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.idle) < maxIdle {
		r.idle = append(r.idle, j)
	}
}

func tagged(c blocking.Class) bool {
	return c == blocking.Line || c == blocking.Mail || c == blocking.Doors
}

// posting is one entry that a record has in the store's posting lists.
type posting struct {
	key blocking.Key
	tag uint32
}

// postings returns what finds the record: its blocking keys, and the doors that
// it stands behind. Entries of lines, mailboxes and doors carry the name, so that
// the names on them can be counted.
func (v *view) postings() []posting {
	var out []posting
	for _, k := range v.keys {
		p := posting{key: k}
		if tagged(k.Class()) {
			p.tag = v.name
		}
		out = append(out, p)
	}
	for i := range v.profile.Doors {
		if key := v.profile.Doors[i].Key; key != 0 {
			p := posting{blocking.DoorKey(key), v.name}
			if !slices.Contains(out[len(v.keys):], p) {
				out = append(out, p)
			}
		}
	}
	return out
}
