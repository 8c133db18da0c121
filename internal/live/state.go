package live

import (
	"cmp"
	"errors"
	"slices"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/store"
)

// state is one state of the store as the matcher sees it: before a change, after
// it, or a snapshot. What was looked up once is remembered. It is for one
// goroutine.
type state struct {
	r       *store.Reader
	reading *reading
	views   map[uint64]*view // nil for a record that is not there
	seen    map[uint64]*seen
	degrees map[blocking.Key]match.Degree
	lists   map[blocking.Key]*postings
	doors   map[behind]bool
	// base, where not nil, is the state before a change, and patches what the
	// change does to its lists: they are read once for both.
	base    *state
	patches map[blocking.Key]*patch
	// all, where not nil, knows all degrees.
	all   *allLists
	known known
}

// seen is a record's profile with the counts filled in.
type seen struct {
	*view
	p match.Profile
	// shown says which doors know whether they are contested.
	shown []bool
}

// behind names the records of one name behind one door. The name is the tag as
// the store has it.
type behind struct {
	door blocking.Key
	name uint32
}

func newState(r *store.Reader, rd *reading) *state {
	return &state{
		r: r, reading: rd, views: map[uint64]*view{}, seen: map[uint64]*seen{},
		degrees: map[blocking.Key]match.Degree{}, lists: map[blocking.Key]*postings{}, doors: map[behind]bool{},
	}
}

// after returns the state that a change makes of s.
func (s *state) after() *state {
	out := newState(s.r, s.reading)
	out.base, out.patches = s, map[blocking.Key]*patch{}
	return out
}

// view returns a record, nil where it is not there.
func (s *state) view(no uint64) (*view, error) {
	if v, ok := s.views[no]; ok {
		return v, nil
	}
	if s.base != nil { // what the change does not name is as it was
		v, err := s.base.view(no)
		if err == nil {
			s.views[no] = v
		}
		return v, err
	}
	v, err := s.load(no)
	if errors.Is(err, store.ErrNotFound) {
		s.views[no] = nil
		return nil, nil
	}
	if err == nil {
		s.views[no] = v
	}
	return v, err
}

// load reads a record's profile; where there is none, or none that this version
// and model read, the record itself is normalised. [Engine.Verify] tells of profiles
// that are not what their records give.
func (s *state) load(no uint64) (*view, error) {
	if s.reading.packing != 0 {
		packed, err := s.r.Profile(no)
		if err == nil {
			if v, err := s.reading.unpack(no, packed); err == nil {
				return v, nil
			}
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
	}
	rec, err := s.r.Record(no)
	if err != nil {
		return nil, err
	}
	return s.reading.view(rec), nil
}

// record returns the stored record behind a view of this state.
func (s *state) record(v *view) (rec *store.Record, err error) {
	if v.rec == nil {
		if rec, err = s.r.Record(v.no); err != nil {
			return nil, err
		}
		v.rec = rec
	}
	return v.rec, nil
}

// standing returns the view of a record that was read.
func (s *state) standing(rec *store.Record) (*view, error) {
	v, err := s.view(rec.No)
	if v == nil || err != nil {
		return s.reading.view(rec), err
	}
	if v.rec == nil {
		v.rec = rec
	}
	return v, nil
}

// fewPostings is how much of a list is read before all of it.
const fewPostings = 64

// lookUp returns what is known of the list under a key, reading its start where
// nothing is.
func (s *state) lookUp(k blocking.Key) (*postings, error) {
	if p, ok := s.lists[k]; ok {
		return p, nil
	}
	var p *postings
	if s.base == nil {
		l, total, err := s.r.Postings(nil, byte(k.Class()), uint64(k), max(fewPostings, blocking.Cap(k.Class(), s.reading.model)))
		if err != nil {
			return nil, err
		}
		p = &postings{l, total}
	} else {
		before, err := s.base.lookUp(k)
		if err != nil {
			return nil, err
		}
		p = before.patched(s.patches[k])
	}
	s.lists[k] = p
	return p, nil
}

// list returns all postings under a key.
func (s *state) list(k blocking.Key) ([]store.Posting, error) {
	p, err := s.lookUp(k)
	if err != nil || len(p.list) == p.total {
		return p.all(), err
	}
	if s.base == nil {
		l, total, err := s.r.Postings(nil, byte(k.Class()), uint64(k), -1)
		if err != nil {
			return nil, err
		}
		p = &postings{l, total}
	} else {
		l, err := s.base.list(k)
		if err != nil {
			return nil, err
		}
		p = (&postings{l, len(l)}).patched(s.patches[k])
	}
	s.lists[k] = p
	return p.list, nil
}

// postings is a list as far as it was read.
type postings struct {
	list  []store.Posting // the first ones, or all
	total int
}

func (p *postings) all() []store.Posting {
	if p == nil {
		return nil
	}
	return p.list
}

// patch is what a change does to a list.
type patch struct {
	add, remove []store.Posting
}

// patched returns the list with a patch on it. Of a list that was not read to its
// end, any part remains.
func (p *postings) patched(x *patch) *postings {
	if x == nil {
		return p
	}
	out := &postings{total: p.total + len(x.add) - len(x.remove)}
	for _, e := range p.list {
		if !slices.Contains(x.remove, e) {
			out.list = append(out.list, e)
		}
	}
	out.list = append(out.list, x.add...)
	slices.SortFunc(out.list, func(a, b store.Posting) int { return cmp.Or(cmp.Compare(a.No, b.No), cmp.Compare(a.Tag, b.Tag)) })
	return out
}

// count returns the length of the list under a key.
func (s *state) count(k blocking.Key) (int, error) {
	p, err := s.lookUp(k)
	if err != nil {
		return 0, err
	}
	return p.total, nil
}

// within returns the list under a key, or that it is longer than the cap.
func (s *state) within(k blocking.Key) (list []store.Posting, capped bool, err error) {
	p, err := s.lookUp(k)
	if err != nil {
		return nil, false, err
	}
	if p.total > blocking.Cap(k.Class(), s.reading.model) {
		return nil, true, nil
	}
	list, err = s.list(k)
	return list, false, err
}

// degree returns the step of how many names stand under the key of a line, a
// mailbox or a door.
func (s *state) degree(k blocking.Key) (match.Degree, error) {
	if d, ok := s.degrees[k]; ok {
		return d, nil
	}
	if s.all != nil {
		return s.all.degree(k), nil
	}
	hub := hubOf(k.Class(), s.reading.model)
	p, err := s.lookUp(k)
	if err != nil {
		return 0, err
	}
	list := p.list
	if len(list) < p.total && countNames(list, hub) < hub {
		if list, err = s.list(k); err != nil {
			return 0, err
		}
	}
	d := match.DegreeStep(countNames(list, hub), hub)
	s.degrees[k] = d
	return d, nil
}

// hubOf returns how many names make a hub of a value of a class.
func hubOf(c blocking.Class, m *match.Model) int {
	if c == blocking.Doors {
		return m.Limits.HubDoor
	}
	return m.Limits.HubContact
}

// countNames counts the different tags of a list; it stops at hub.
func countNames(list []store.Posting, hub int) int {
	var few [32]uint32
	names := few[:0]
next:
	for _, p := range list {
		if p.Tag == 0 {
			continue
		}
		for _, n := range names {
			if n == p.Tag {
				continue next
			}
		}
		if names = append(names, p.Tag); len(names) >= hub {
			break
		}
	}
	return len(names)
}

// profile returns a record's profile with its degrees, nil where the record is
// not there.
func (s *state) profile(no uint64) (*seen, error) {
	if p, ok := s.seen[no]; ok {
		return p, nil
	}
	v, err := s.view(no)
	if v == nil || err != nil {
		return nil, err
	}
	p, err := s.show(v)
	if err == nil {
		s.seen[no] = p
	}
	return p, err
}

// show fills the degrees into a copy of a profile.
func (s *state) show(v *view) (*seen, error) {
	out := &seen{view: v, p: *v.profile, shown: make([]bool, len(v.profile.Doors))}
	p := &out.p
	p.Lines = append([]match.Contact(nil), p.Lines...)
	p.Mails = append([]match.Contact(nil), p.Mails...)
	p.Doors = append([]match.Door(nil), p.Doors...)
	var err error
	fill := func(d *match.Degree, k blocking.Key) {
		if err == nil {
			*d, err = s.degree(k)
		}
	}
	for i := range p.Lines {
		fill(&p.Lines[i].Degree, blocking.LineKey(p.Lines[i].Value))
	}
	for i := range p.Mails {
		fill(&p.Mails[i].Degree, blocking.MailKey(p.Mails[i].Value))
	}
	for i := range p.Doors {
		if p.Doors[i].Key != 0 {
			fill(&p.Doors[i].Degree, blocking.DoorKey(p.Doors[i].Key))
		}
	}
	return out, err
}

// judge decides about two records.
func (s *state) judge(j *match.Judge, a, b *seen) (match.Result, error) {
	if err := s.showDoors(a, b); err != nil {
		return match.Result{}, err
	}
	return j.Judge(&a.p, &b.p), nil
}

// showDoors finds out whether the doors that two records share are contested.
// For others it does not matter.
func (s *state) showDoors(a, b *seen) error {
	for i := range a.p.Doors {
		for k := range b.p.Doors {
			if key := a.p.Doors[i].Key; key == 0 || key != b.p.Doors[k].Key {
				continue
			}
			if err := s.showDoor(a, i); err != nil {
				return err
			}
			if err := s.showDoor(b, k); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *state) showDoor(a *seen, i int) error {
	if a.shown[i] {
		return nil
	}
	door := blocking.DoorKey(a.p.Doors[i].Key)
	g, ok, err := s.group(a.no, door)
	if err == nil && !ok { // a copy, which the lists have by the one that stands for it
		g, ok, err = s.groupOfFirst(a.view, door)
	}
	if err != nil {
		return err
	}
	if !ok { // a query, which the lists do not have
		g = behind{door, a.name}
	}
	if a.p.Doors[i].Contested, err = s.contested(g); err != nil {
		return err
	}
	a.shown[i] = true
	return nil
}

// group returns the name group that a record is in behind a door.
func (s *state) group(no uint64, door blocking.Key) (behind, bool, error) {
	list, err := s.list(door)
	for _, p := range list {
		if p.No == no {
			return behind{door, p.Tag}, true, err
		}
	}
	return behind{}, false, err
}

// groupOfFirst returns the name group behind a door of the record that stands for
// v.
func (s *state) groupOfFirst(v *view, door blocking.Key) (behind, bool, error) {
	no, err := s.stands(v)
	if err != nil || no == v.no {
		return behind{}, false, err
	}
	return s.group(no, door)
}

// neighbours returns the records of a name group.
func (s *state) neighbours(g behind) (out []uint64, err error) {
	list, err := s.list(g.door)
	for _, p := range list {
		if p.Tag == g.name {
			out = append(out, p.No)
		}
	}
	return out, err
}

// contested reports whether a name group shows two people.
func (s *state) contested(g behind) (bool, error) {
	if c, ok := s.doors[g]; ok {
		return c, nil
	}
	nos, err := s.neighbours(g)
	if err != nil {
		return false, err
	}
	c := len(nos) > match.DoorWitnesses
	if !c && len(nos) > 1 {
		profiles := make([]*match.Profile, 0, len(nos))
		for _, no := range nos {
			p, err := s.profile(no)
			if err != nil {
				return false, err
			}
			if p != nil {
				profiles = append(profiles, &p.p)
			}
		}
		c = match.Contested(profiles)
	}
	s.doors[g] = c
	return c, nil
}

// equals returns the candidates of a record that are equal to it: of a copy, the one
// that stands for it; of that one, all copies. First is the one that stands for all,
// 0 for none.
func (s *state) equals(v *view) (out map[uint64]blocking.Classes, first uint64, err error) {
	out = map[uint64]blocking.Classes{}
	if first, err = s.stands(v); first == 0 || err != nil {
		return out, first, err
	}
	if first != v.no {
		out[first] = 1 << blocking.Copy
		return out, first, nil
	}
	return out, first, s.addCopies(out, v.print)
}

// addCopies makes all copies of a print candidates.
func (s *state) addCopies(to map[uint64]blocking.Classes, print uint64) error {
	copies, err := s.copies(print)
	for _, no := range copies {
		to[no] = 1 << blocking.Copy
	}
	return err
}

// candidates returns the records that share an active key with v, and the
// classes of the keys that they share. A copy has the one that stands for it.
func (s *state) candidates(v *view) (map[uint64]blocking.Classes, error) {
	out, first, err := s.equals(v)
	if err != nil || first != v.no && v.no != 0 { // a query may be like others, too
		return out, err
	}
	take := func(k blocking.Key, list []store.Posting) {
		for _, p := range list {
			if p.No != v.no {
				out[p.No] |= 1 << k.Class()
			}
		}
	}
	var subs []blocking.Key
	v.find(s.reading.model)
	for _, k := range v.keys {
		list, capped, err := s.within(k)
		if err != nil {
			return nil, err
		}
		take(k, list)
		if capped {
			subs = blocking.Subkeys(subs, v.profile, k)
		}
	}
	for _, k := range subs {
		list, _, err := s.within(k)
		if err != nil {
			return nil, err
		}
		take(k, list)
	}
	return out, nil
}

// shared returns the classes of the active keys that two records share, as
// candidates does for all others of a record. Neither may be a copy.
func (s *state) shared(a, b *view) (out blocking.Classes, err error) {
	take := func(k blocking.Key) (capped bool, err error) {
		n, err := s.count(k)
		if capped = n > blocking.Cap(k.Class(), s.reading.model); !capped {
			out |= 1 << k.Class()
		}
		return capped, err
	}
	a.find(s.reading.model)
	b.find(s.reading.model)
	var of, with []blocking.Key // subkeys
	for _, k := range a.keys {
		if _, both := slices.BinarySearch(b.keys, k); !both {
			continue
		}
		capped, err := take(k)
		if err != nil {
			return 0, err
		}
		if capped {
			of, with = blocking.Subkeys(of, a.profile, k), blocking.Subkeys(with, b.profile, k)
		}
	}
	for _, k := range of {
		if !slices.Contains(with, k) {
			continue
		}
		if _, err := take(k); err != nil {
			return 0, err
		}
	}
	return out, nil
}
