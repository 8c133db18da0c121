package dedupe

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// View looks at a store: it finds records and people by what a user types, and
// judges pairs again under the store's model, with the counts of its records. It
// is for one goroutine.
type View struct {
	Store *store.Store
	Model *match.Model
	build *match.Builder
	judge *match.Judge
}

// Errors of looking into a store.
var (
	ErrNoStore  = errors.New("there is no store here; tekil dedupe makes one, --store names another")
	ErrNoRecord = errors.New("no such record")
	ErrNoEntity = errors.New("no such entity")
)

// OpenView opens a store for looking. The caller must Close it.
func OpenView(dir string) (*View, error) {
	s, err := store.Open(dir, &store.Options{ReadOnly: true, MustExist: true})
	if errors.Is(err, store.ErrNotStore) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoStore)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	v := &View{Store: s}
	_, b, err := s.PinnedModel()
	if err == nil {
		v.Model, err = match.Decode(b)
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("%s: pinned model: %w", dir, err)
	}
	v.build = match.NewBuilder(match.NewInterner(v.Model.Options(), v.Model), v.Model)
	v.judge = match.NewJudge(v.Model)
	return v, nil
}

// Close closes the store.
func (v *View) Close() error { return v.Store.Close() }

// LastRun returns the summary of the last batch run, nil where there was none.
func (v *View) LastRun() (*Summary, error) {
	var last *Summary
	for r, err := range v.Store.Runs() {
		if err != nil {
			return nil, err
		}
		if s := summaryOf(&r); s != nil {
			last = s
		}
	}
	return last, nil
}

// Record finds a record by "source:record_id", or by its bare id where that is
// unique.
func (v *View) Record(text string) (*store.Record, error) {
	if k, err := record.ParseKey(text); err == nil {
		no, err := v.Store.RecordNo(k)
		if err == nil {
			return v.Store.Record(no)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
	}
	sources, err := v.sources()
	if err != nil {
		return nil, err
	}
	var found []uint64
	var names []string
	for _, s := range sources {
		no, err := v.Store.RecordNo(record.Key{Source: s, ID: record.ID(text)})
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found, names = append(found, no), append(names, string(s)+":"+text)
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("%s: %w", text, ErrNoRecord)
	case 1:
		return v.Store.Record(found[0])
	}
	return nil, fmt.Errorf("%s stands in several sources: %s", text, strings.Join(names, ", "))
}

// sources lists the sources of all records: from the last run where there was
// one, else by looking at every record.
func (v *View) sources() ([]record.Source, error) {
	var out []record.Source
	run, err := v.LastRun()
	if err != nil {
		return nil, err
	}
	if run != nil {
		for _, s := range run.Quality.Source {
			out = append(out, s.Source)
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	for r, err := range v.Store.Records(0) {
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, r.Source) {
			out = append(out, r.Source)
		}
	}
	slices.Sort(out)
	return out, nil
}

// Entities finds people by id (a lost id leads to those who hold its records
// now), or by one of their records.
func (v *View) Entities(text string) ([]*store.Entity, error) {
	ids, err := v.entityIDs(text)
	if err != nil {
		return nil, err
	}
	var out []*store.Entity
	for _, id := range ids {
		e, err := v.Store.Entity(id)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		out = append(out, e)
	}
	return out, nil
}

func (v *View) entityIDs(text string) ([]record.EntityID, error) {
	if id, err := record.ParseEntityID(text); err == nil {
		ids, err := v.Store.ResolveEntity(id)
		if err == nil {
			return ids, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
	}
	r, err := v.Record(text)
	if errors.Is(err, ErrNoRecord) {
		return nil, fmt.Errorf("%s: %w, and no record of that id", text, ErrNoEntity)
	}
	if err != nil {
		return nil, err
	}
	id, err := v.Store.EntityOf(r.No)
	return []record.EntityID{id}, err
}

// profile returns what the matcher sees of a record among those of the store;
// also says which names stand on its values besides those that the store knows.
func (v *View) profile(r *record.Record, also ...uint32) (*match.Profile, *normalize.Features, error) {
	f := normalize.NewFeatures(r, v.Model.Options())
	p := v.build.Profile(r, f)
	if err := v.degrees(p, also); err != nil {
		return nil, nil, err
	}
	for i := range p.Doors {
		if p.Doors[i].Key == 0 {
			continue
		}
		contested, err := v.contested(p.Doors[i].Key, p)
		if err != nil {
			return nil, nil, err
		}
		p.Doors[i].Contested = contested
	}
	return p, f, nil
}

func (v *View) degrees(p *match.Profile, also []uint32) error {
	l := &v.Model.Limits
	also = append(slices.Clone(also), p.NameKey())
	for _, set := range []struct {
		list []match.Contact
		key  func(uint64) blocking.Key
	}{{p.Lines, blocking.LineKey}, {p.Mails, blocking.MailKey}} {
		for i := range set.list {
			n, err := v.names(set.key(set.list[i].Value), also)
			if err != nil {
				return err
			}
			set.list[i].Degree = match.DegreeStep(n, l.HubContact)
		}
	}
	for i := range p.Doors {
		if p.Doors[i].Key == 0 {
			continue
		}
		n, err := v.names(blocking.DoorKey(p.Doors[i].Key), also)
		if err != nil {
			return err
		}
		p.Doors[i].Degree = match.DegreeStep(n, l.HubDoor)
	}
	return nil
}

// names counts the different names on a value.
func (v *View) names(k blocking.Key, also []uint32) (int, error) {
	list, _, err := v.Store.Postings(nil, byte(k.Class()), uint64(k), -1)
	if err != nil {
		return 0, err
	}
	tags := slices.Clone(also)
	for _, p := range list {
		tags = append(tags, p.Tag)
	}
	slices.Sort(tags)
	tags = slices.Compact(tags)
	n := len(tags)
	if n > 0 && tags[0] == 0 {
		n--
	}
	return n, nil
}

// contested reports whether two people of p's name stand behind a door.
func (v *View) contested(key uint64, p *match.Profile) (bool, error) {
	k := blocking.DoorKey(key)
	list, _, err := v.Store.Postings(nil, byte(k.Class()), uint64(k), -1)
	if err != nil {
		return false, err
	}
	list = slices.DeleteFunc(list, func(x store.Posting) bool { return x.Tag != p.NameKey() })
	slices.SortFunc(list, func(a, b store.Posting) int { return cmp.Compare(a.No, b.No) })
	list = slices.CompactFunc(list, func(a, b store.Posting) bool { return a.No == b.No })
	if len(list) > match.DoorWitnesses {
		return true, nil
	}
	var behind []*match.Profile
	for _, x := range list {
		r, err := v.Store.Record(x.No)
		if err != nil {
			return false, err
		}
		q := v.build.Profile(&r.Record, normalize.NewFeatures(&r.Record, v.Model.Options()))
		if err := v.degrees(q, nil); err != nil {
			return false, err
		}
		behind = append(behind, q)
	}
	return match.Contested(behind), nil
}
