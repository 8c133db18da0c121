package dedupe

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Explanation says how the engine decides about two records, and what would
// change its mind.
type Explanation struct {
	A       Side           `json:"a"`
	B       Side           `json:"b"`
	Verdict record.Verdict `json:"-"`

	Decision    string            `json:"decision"`
	Assurance   string            `json:"assurance,omitempty"`
	Link        record.Link       `json:"link,omitempty"`
	Rule        string            `json:"rule"`
	RuleWords   string            `json:"rule_words,omitempty"`
	Guards      []GuardNote       `json:"guards"`
	Prior       float64           `json:"prior"`     // bits
	Strangers   float64           `json:"strangers"` // bits against strangers, prior included
	Household   float64           `json:"household"` // bits against a household, prior included
	Weight      float64           `json:"weight"`    // bits against both
	Probability float64           `json:"probability"`
	Threshold   float64           `json:"threshold"`
	Evidence    []record.Evidence `json:"evidence"`
	Rulings     []RulingNote      `json:"rulings,omitempty"`
	// Together says whether the two share an entity; Note why, where the pair by
	// itself says otherwise.
	Together bool     `json:"together"`
	Note     string   `json:"note,omitempty"`
	Changes  []string `json:"what_would_change_it"`
}

// Side is one of the two records.
type Side struct {
	Key    string          `json:"key"`
	Entity record.EntityID `json:"entity_id"`
	Name   string          `json:"name"`
}

// GuardNote is a guard in words.
type GuardNote struct {
	Guard string `json:"guard"`
	Words string `json:"words"`
}

// RulingNote is a ruling on the pair.
type RulingNote struct {
	Same   bool   `json:"same"`
	Author string `json:"author,omitempty"`
	Reason string `json:"reason,omitempty"`
	At     string `json:"at,omitempty"`
	Undone string `json:"undone,omitempty"`
}

// Explain judges two records of the store again and tells how it goes.
func (v *View) Explain(a, b *store.Record) (*Explanation, error) {
	if a.No == b.No {
		return nil, fmt.Errorf("%s: two different records are needed", a.Key)
	}
	pa, fa, err := v.profile(&a.Record)
	if err != nil {
		return nil, err
	}
	pb, fb, err := v.profile(&b.Record)
	if err != nil {
		return nil, err
	}
	x := &Explanation{Verdict: v.judge.Explain(pa, pb), Guards: []GuardNote{}}
	if x.A, err = v.side(a, fa); err != nil {
		return nil, err
	}
	if x.B, err = v.side(b, fb); err != nil {
		return nil, err
	}
	x.fill(v, pa, pb)
	for i := range x.Evidence {
		showHashed(&x.Evidence[i], fa, fb)
	}
	if err := x.rulings(v, a, b); err != nil {
		return nil, err
	}
	x.Together = x.A.Entity == x.B.Entity
	x.note()
	x.Changes, err = v.changes(&a.Record, &b.Record, &x.Verdict)
	return x, err
}

func (v *View) side(r *store.Record, f *normalize.Features) (Side, error) {
	id, err := v.Store.EntityOf(r.No)
	return Side{r.Key.String(), id, f.Name.Display}, err
}

func (x *Explanation) fill(v *View, pa, pb *match.Profile) {
	d := &x.Verdict
	x.Decision, x.Assurance, x.Link, x.Rule = d.Decision.String(), d.Assurance.String(), d.Link, d.Rule
	x.RuleWords, x.Evidence = RuleWords(d.Rule), d.Evidence
	for _, g := range d.Guards {
		x.Guards = append(x.Guards, GuardNote{g, GuardWords(g)})
	}
	prior, strangers, household := v.judge.Alternatives(pa, pb)
	x.Prior, x.Strangers, x.Household = bits(prior), bits(strangers), bits(household)
	x.Weight, x.Probability, x.Threshold = bits(d.Weight), match.Probability(d.Weight), bits(v.Model.Thresholds.Same)
}

func bits(millibits int32) float64 { return float64(millibits) / 1000 }

// showHashed fills in the values that the matcher only knows as hashes.
func showHashed(e *record.Evidence, a, b *normalize.Features) {
	if e.A != "" || e.B != "" {
		return
	}
	switch e.Name {
	case "email":
		e.A, e.B = mails(a), mails(b)
	case "home":
		e.A, e.B = homes(a), homes(b)
	}
}

func mails(f *normalize.Features) string {
	var out []string
	for i := range f.Emails {
		out = append(out, f.Emails[i].Address)
	}
	return strings.Join(out, ";")
}

func homes(f *normalize.Features) string {
	var out []string
	for i := range f.Addresses {
		out = append(out, f.Addresses[i].Canonical)
	}
	for i := range f.Phones {
		if f.Phones[i].Kind == normalize.PhoneFixed {
			out = append(out, f.Phones[i].E164)
		}
	}
	return strings.Join(out, ";")
}

func (x *Explanation) rulings(v *View, a, b *store.Record) error {
	for r, err := range v.Store.RulingsBetween(a.Key, b.Key) {
		if err != nil {
			return err
		}
		x.Rulings = append(x.Rulings, RulingNote{r.Same, r.Author, r.Reason, r.At, r.Undone})
	}
	return nil
}

// note says why two records are together, or apart, where the pair alone says
// otherwise.
func (x *Explanation) note() {
	ruled := slices.IndexFunc(x.Rulings, func(r RulingNote) bool { return r.Undone == "" })
	same := x.Verdict.Decision == record.Same
	switch {
	case ruled >= 0 && x.Rulings[ruled].Same == x.Together:
		x.Note = "a steward ruled so"
	case ruled >= 0:
		x.Note = "a steward ruled otherwise, but a contradiction or another ruling stands against it"
	case x.Together && !same:
		x.Note = "other records of the person join them"
	case !x.Together && same:
		x.Note = "the join was refused: something stands between the two people, see tekil explain " + x.A.Entity.String()
	}
}

// hypothesis is evidence that the two records might bring.
type hypothesis struct {
	field record.Field
	words string
	value string // where neither record has one
}

var hypotheses = []hypothesis{
	{record.NationalID, "identity number", "934018562" + normalize.TCKNCheckDigits("934018562")},
	{record.BirthDate, "birth date", "1980-06-15"},
	{record.Mobile, "mobile line", "+905550003417"},
	{record.Email, "mailbox", "deniz.ornekoglu.7351@example.com"},
	{record.Address, "address", "Moda Mah. Ferit Tek Sok. No:7 D:3 Kadıköy/İstanbul"},
}

// changes judges the pair again as it would be with other evidence, and tells
// what would change the decision.
func (v *View) changes(a, b *record.Record, now *record.Verdict) ([]string, error) {
	out := []string{}
	for _, h := range hypotheses {
		var x, y *record.Record
		words := ""
		switch value := common(a, b, h.field); {
		case now.Decision == record.Same && value != "":
			x, y = with(a, h.field, ""), with(b, h.field, "")
			words = "without the " + h.words + " it"
		case now.Decision != record.Same:
			if value = first(a, b, h.field); value == "" {
				value = h.value
			}
			x, y = with(a, h.field, value), with(b, h.field, value)
			words = "an equal " + h.words
		default:
			continue
		}
		got, err := v.suppose(x, y)
		if err != nil {
			return nil, err
		}
		if got.Decision != now.Decision || got.Assurance != now.Assurance && now.Decision == record.Same {
			out = append(out, words+" "+consequence(&got))
		}
	}
	return out, nil
}

// suppose judges two records that may not be in the store.
func (v *View) suppose(a, b *record.Record) (record.Verdict, error) {
	na := v.build.Profile(a, normalize.NewFeatures(a, v.Model.Options())).NameKey()
	nb := v.build.Profile(b, normalize.NewFeatures(b, v.Model.Options())).NameKey()
	pa, _, err := v.profile(a, na, nb)
	if err != nil {
		return record.Verdict{}, err
	}
	pb, _, err := v.profile(b, na, nb)
	if err != nil {
		return record.Verdict{}, err
	}
	return v.judge.Explain(pa, pb), nil
}

func consequence(v *record.Verdict) string {
	switch v.Decision {
	case record.Same:
		return fmt.Sprintf("would join them at level %s (%s)", v.Assurance, v.Rule)
	case record.Review:
		return fmt.Sprintf("would send them to review (%s)", v.Rule)
	}
	return fmt.Sprintf("would keep them apart (%s)", v.Rule)
}

// like lists the fields that a hypothesis about f takes along.
func like(f record.Field) func(record.Field) bool {
	switch {
	case f.IsPhone():
		return func(g record.Field) bool { return g == record.Phone || g == record.Mobile }
	case f == record.Address:
		return func(g record.Field) bool { return g == record.Address || g.IsAddressPart() }
	case f == record.NationalID:
		return func(g record.Field) bool { return g == record.NationalID }
	}
	return func(g record.Field) bool { return g == f }
}

// common returns a value of a that b may share; both must have the field.
func common(a, b *record.Record, f record.Field) string {
	x, y := firstLike(a, f), firstLike(b, f)
	if x == "" || y == "" {
		return ""
	}
	return x
}

func first(a, b *record.Record, f record.Field) string {
	if f == record.Address {
		return cmp.Or(a.First(f), b.First(f))
	}
	return cmp.Or(firstLike(a, f), firstLike(b, f))
}

func firstLike(r *record.Record, f record.Field) string {
	is := like(f)
	for i := range r.Values {
		if is(r.Values[i].Field) {
			return r.Values[i].Text
		}
	}
	return ""
}

// with returns a copy of r whose only value of field f, and of what goes with
// it, is value; none where value is empty.
func with(r *record.Record, f record.Field, value string) *record.Record {
	out := &record.Record{Key: r.Key}
	is := like(f)
	for _, v := range r.Values {
		if !is(v.Field) {
			out.Values = append(out.Values, v)
		}
	}
	for _, p := range r.Past {
		if !is(p.Field) {
			out.Past = append(out.Past, p)
		}
	}
	if value != "" {
		out.Values = append(out.Values, record.Value{Field: f, Text: value})
	}
	return out
}

// Formation says how a person came about.
type Formation struct {
	Entity  record.EntityID `json:"entity_id"`
	Kind    string          `json:"kind"`
	Name    string          `json:"name"`
	Members []Side          `json:"members"`
	Joins   []Joint         `json:"joins"`
	// Weakest is the edge without which the person would fall apart first.
	Weakest    *Joint     `json:"weakest,omitempty"`
	Neighbours []Joint    `json:"neighbours,omitempty"`
	Links      []LinkNote `json:"links,omitempty"`
}

// Joint is an edge between two records, as the store has it.
type Joint struct {
	A         string          `json:"a"`
	B         string          `json:"b"`
	Entity    record.EntityID `json:"entity_id,omitempty"` // of B, where that is another one
	Name      string          `json:"name,omitempty"`      // of B, likewise
	Decision  string          `json:"decision"`
	Assurance string          `json:"assurance,omitempty"`
	Rule      string          `json:"rule"`
	Words     string          `json:"rule_words,omitempty"`
	Weight    float64         `json:"weight"`
}

// LinkNote is a relation to another person.
type LinkNote struct {
	Entity record.EntityID `json:"entity_id"`
	Kind   record.Link     `json:"kind"`
	Rule   string          `json:"rule"`
	Words  string          `json:"rule_words,omitempty"`
}

// Formation tells how an entity formed: its records, the edges that join them,
// the weakest link, and neighbours that were kept out.
func (v *View) Formation(e *store.Entity) (*Formation, error) {
	f := &Formation{Entity: e.ID, Name: goldenName(e.Golden), Kind: e.Kind, Joins: []Joint{}}
	members := map[uint64]Side{}
	for _, no := range e.Members {
		s, err := v.sideOf(no)
		if err != nil {
			return nil, err
		}
		members[no] = s
		f.Members = append(f.Members, s)
	}
	inside, err := f.look(v, e, members)
	if err != nil {
		return nil, err
	}
	f.join(inside, members)
	for l, err := range v.Store.Links(e.ID) {
		if err != nil {
			return nil, err
		}
		other := l.A
		if other == e.ID {
			other = l.B
		}
		f.Links = append(f.Links, LinkNote{other, l.Kind, l.Reason, RuleWords(l.Reason)})
	}
	return f, nil
}

// look notes the neighbours that were kept out and returns the edges that join members.
func (f *Formation) look(v *View, e *store.Entity, members map[uint64]Side) (inside []*store.Edge, err error) {
	for _, no := range e.Members {
		for edge, err := range v.Store.Edges(no) {
			if err != nil {
				return nil, err
			}
			other := edge.Other(no)
			_, in := members[other]
			switch {
			case in && edge.A == no && edge.Decision == record.Same:
				inside = append(inside, edge)
			case !in && edge.Decision != record.Different:
				if err := f.neighbour(v, members[no], other, edge); err != nil {
					return nil, err
				}
			}
		}
	}
	slices.SortStableFunc(f.Neighbours, func(a, b Joint) int { return int(1000*b.Weight) - int(1000*a.Weight) })
	return inside, nil
}

// join notes the edges between members, the strongest first; the last one that was
// needed to connect them is the weakest link.
func (f *Formation) join(inside []*store.Edge, members map[uint64]Side) {
	slices.SortStableFunc(inside, func(a, b *store.Edge) int { return int(b.Weight) - int(a.Weight) })
	forest := map[uint64]uint64{}
	for _, edge := range inside {
		j := joint(edge, members[edge.A].Key, members[edge.B].Key)
		f.Joins = append(f.Joins, j)
		if union(forest, edge.A, edge.B) {
			f.Weakest = &j
		}
	}
}

func (f *Formation) neighbour(v *View, mine Side, other uint64, edge *store.Edge) error {
	s, err := v.sideOf(other)
	if err != nil {
		return err
	}
	j := joint(edge, mine.Key, s.Key)
	j.Entity, j.Name = s.Entity, s.Name
	if edge.Decision == record.Same {
		j.Decision = "refused"
	}
	f.Neighbours = append(f.Neighbours, j)
	return nil
}

func (v *View) sideOf(no uint64) (Side, error) {
	r, err := v.Store.Record(no)
	if err != nil {
		return Side{}, fmt.Errorf("record %d: %w", no, err)
	}
	return v.side(r, normalize.NewFeatures(&r.Record, v.Model.Options()))
}

func joint(e *store.Edge, a, b string) Joint {
	return Joint{A: a, B: b, Decision: e.Decision.String(), Assurance: e.Assurance.String(), Rule: string(e.Data),
		Words: RuleWords(string(e.Data)), Weight: bits(e.Weight)}
}

// goldenName is the name of a golden record, company or person.
func goldenName(b []byte) string {
	g, err := golden.DecodeGolden(b)
	if err != nil {
		return ""
	}
	if g.Kind == record.KindCompany {
		return cmp.Or(g.Text(record.Company), g.Text(record.FullName))
	}
	return g.Text(record.FullName)
}

// union joins two trees of a forest and reports whether they were apart.
func union(forest map[uint64]uint64, a, b uint64) bool {
	find := func(x uint64) uint64 {
		for forest[x] != 0 && forest[x] != x {
			x = forest[x]
		}
		return x
	}
	a, b = find(a), find(b)
	if a == b {
		return false
	}
	forest[b] = a
	return true
}
