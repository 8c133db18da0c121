package dedupe

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// ErrStoreExists is returned where there is a store already and Replace is not set.
var ErrStoreExists = errors.New("there is a store already; --replace replaces it and keeps its rulings and ids, --out or --store write elsewhere")

// before is what an earlier run left to be carried over.
type before struct {
	rulings  []store.Ruling
	previous *previous
	counters store.Counters
	runs     []store.Run
}

// findings are those of the last run whose store is replaced.
func (b *before) findings() []quality.RuleReport {
	for i := len(b.runs) - 1; i >= 0; i-- {
		if s := summaryOf(&b.runs[i]); s != nil {
			return s.Quality.Rules
		}
	}
	return nil
}

// summaryOf is the summary of a batch run, nil where another kind of run left none.
func summaryOf(r *store.Run) *Summary {
	s := &Summary{}
	if json.Unmarshal(r.JSON, s) != nil || s.Rows == 0 {
		return nil
	}
	return s
}

// lookBack reads what the options tell to carry over, before anything is read or
// written.
func lookBack(o *Options) (*before, error) {
	b := &before{}
	if !o.NoStore {
		if err := b.readStore(o); err != nil {
			return nil, err
		}
	}
	if err := o.lookAhead(); err != nil {
		return nil, err
	}
	if o.Previous != "" {
		p, err := readPrevious(o.Previous)
		if err != nil {
			return nil, err
		}
		b.previous = p
	}
	if o.Rulings != "" {
		added, err := ReadRulings(o.Rulings, o.Time)
		if err != nil {
			return nil, err
		}
		b.rulings = addRulings(b.rulings, added, o.Time)
	}
	return b, nil
}

// lookAhead reads what is needed only after the input, so that a wrong name
// shows at once and not after a million rows.
func (o *Options) lookAhead() error {
	if o.Model != "" && o.Model != shippedModel {
		if _, err := LoadModel(o.Model); err != nil {
			return err
		}
	}
	if o.Labels != "" {
		s, err := openSheet(o.Labels)
		if err != nil {
			return fmt.Errorf("read labels: %w", err)
		}
		s.close()
	}
	return nil
}

func (b *before) readStore(o *Options) error {
	if _, err := os.Stat(o.Store); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	s, err := store.Open(o.Store, &store.Options{ReadOnly: true, MustExist: true})
	if errors.Is(err, store.ErrNotStore) {
		if list, e := os.ReadDir(o.Store); e == nil && len(list) == 0 {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.Store, err)
	}
	defer s.Close()
	if !o.Replace {
		return fmt.Errorf("%s: %w", o.Store, ErrStoreExists)
	}
	return b.carry(s)
}

func (b *before) carry(s *store.Store) (err error) {
	if b.counters, err = s.Counters(); err != nil {
		return err
	}
	for r, err := range s.Rulings() {
		if err != nil {
			return err
		}
		b.rulings = append(b.rulings, *r)
	}
	for r, err := range s.Runs() {
		if err != nil {
			return err
		}
		b.runs = append(b.runs, r)
	}
	b.previous = &previous{last: record.EntityID(b.counters.Entity)}
	held, err := b.previous.carryLost(s)
	if err != nil {
		return err
	}
	return b.previous.carryRecords(s, held)
}

// carryLost reads the ids that were lost, and returns which of them held a record
// last. Their keys come with the records.
func (p *previous) carryLost(s *store.Store) (held map[uint64][]record.EntityID, err error) {
	p.lost, held = map[record.EntityID][]record.Key{}, map[uint64][]record.EntityID{}
	for a, err := range s.Aliases() {
		if err != nil {
			return nil, err
		}
		p.last = max(p.last, a.ID)
		p.lost[a.ID] = nil
		for _, no := range a.Members {
			held[no] = append(held[no], a.ID)
		}
	}
	return held, nil
}

func (p *previous) carryRecords(s *store.Store, held map[uint64][]record.EntityID) error {
	var copies keyCopies
	for r, err := range s.Records(0) {
		if err != nil {
			return err
		}
		id, err := s.EntityOf(r.No)
		if err != nil {
			return fmt.Errorf("record %d: %w", r.No, err)
		}
		k := copies.copy(r.Key)
		p.add(k, id, r.Arrival)
		for _, lost := range held[r.No] {
			p.lost[lost] = append(p.lost[lost], k)
		}
	}
	return nil
}

// readPrevious reads the members.csv of an earlier run. Its records arrived in
// canonical key order.
func readPrevious(path string) (*previous, error) {
	s, err := openSheet(path, "record_id", "source", "entity_id")
	if err != nil {
		return nil, fmt.Errorf("read previous run: %w", err)
	}
	defer s.close()
	p := &previous{}
	for err := range s.rows {
		if err != nil {
			return nil, err
		}
		k, err := s.key("")
		if err != nil {
			return nil, err
		}
		id, err := record.ParseEntityID(s.get("entity_id"))
		if err != nil {
			return nil, s.fail("entity_id", err.Error())
		}
		p.add(k, id, 0)
	}
	return p, nil
}

// model returns the model that the options name, or nil with the model that
// fitting starts from.
func (o *Options) model(n int64) (given, base *match.Model, err error) {
	if base, err = o.Config.Model(n); err != nil {
		return nil, nil, err
	}
	switch {
	case o.Model == shippedModel:
		given, err = o.Config.Model(match.ShippedRecords)
	case o.Model != "":
		given, err = LoadModel(o.Model)
	}
	for _, m := range []*match.Model{given, base} {
		if m == nil {
			continue
		}
		if o.Assurance != record.NoAssurance {
			m.Thresholds.Assurance = o.Assurance
		}
		if o.Population > 0 {
			m.Population = o.Population
		}
	}
	return given, base, err
}

// shippedModel names the model that tekil brings along.
const shippedModel = "shipped"

// LoadModel reads a model from its file, or the pinned one from the directory of
// a store.
func LoadModel(path string) (*match.Model, error) {
	if st, err := os.Stat(path); err != nil || !st.IsDir() {
		return match.Load(path)
	}
	if _, err := os.Stat(filepath.Join(path, "store")); err == nil {
		path = filepath.Join(path, "store")
	}
	s, err := store.Open(path, &store.Options{ReadOnly: true, MustExist: true})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer s.Close()
	_, b, err := s.PinnedModel()
	if err != nil {
		return nil, fmt.Errorf("%s: pinned model: %w", path, err)
	}
	return match.Decode(b)
}

// modelOrigin is how the origin of a run's model is told.
func (o *Options) modelOrigin() string {
	if o.Model == "" {
		return "fitted on the input"
	}
	return strings.TrimSpace(o.Model)
}
