package quality

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// class is what a value counts as in a summary, the worst highest.
type class uint8

const (
	good class = iota
	suspect
	invalid
	fake
	empty
	classes
)

func classOf(s normalize.Status) class {
	switch s {
	case normalize.Suspect, normalize.Incomplete, normalize.Masked, normalize.Lossy, normalize.Ambiguous:
		return suspect
	case normalize.Fake, normalize.Placeholder, normalize.Default:
		return fake
	case normalize.Empty:
		return empty
	case normalize.Invalid, normalize.InvalidChecksum, normalize.InvalidFormat, normalize.InvalidLength:
		return invalid
	}
	return good
}

// Summary counts the values and findings of a run by source and field. The zero
// Summary is empty and ready to use. It is not safe for concurrent use: each
// worker fills its own, and [Summary.Merge] adds them up. What it reports does
// not depend on the order of adding.
type Summary struct {
	sources map[record.Source]*sourceCount
	rules   map[ruleKey]int
	last    *sourceCount // of the record before: most come in runs of one source
	lastOf  record.Source
}

type fieldKey struct {
	source record.Source
	field  record.Field
}

type ruleKey struct {
	fieldKey
	rule string
}

type sourceCount struct {
	records, people, undated, faulty int
	years                            map[int16]int // records by the year in which they were last seen
	fields                           []*fieldCount
	worst                            []class // of each value of a record that is being counted
	next                             int     // where the next column is looked for first: records have them in one order
}

// field returns the count of a field, a new one where there is none.
func (c *sourceCount) field(f record.Field) *fieldCount {
	n := len(c.fields)
	for i := range n {
		at := c.next + i
		if at >= n {
			at -= n
		}
		if c.fields[at].field == f {
			c.next = at + 1
			return c.fields[at]
		}
	}
	c.fields, c.next = append(c.fields, &fieldCount{field: f}), n+1
	return c.fields[n]
}

// fieldCount counts values by class, and in the class empty the records that
// have a value which is no value.
type fieldCount struct {
	field   record.Field
	values  [classes]int
	records int // that have the field at all
	last    int // the last record with the field, by its number in the source
}

// Add counts one record with its findings.
func (s *Summary) Add(r *record.Record, f *normalize.Features, findings []record.Finding) {
	src := s.source(r.Source)
	src.records++
	if f.Seen.IsZero() {
		src.undated++
	} else {
		src.years[f.Seen.Year]++
	}
	if slices.ContainsFunc(findings, func(x record.Finding) bool { return x.Severity != record.Info }) {
		src.faulty++
	}
	src.values(r, f)
	for i := range findings {
		s.rules[ruleKey{fieldKey{r.Source, findings[i].Field}, findings[i].Rule}]++
	}
}

func (s *Summary) source(name record.Source) *sourceCount {
	if s.last != nil && s.lastOf == name {
		return s.last
	}
	if s.sources == nil {
		s.sources, s.rules = map[record.Source]*sourceCount{}, map[ruleKey]int{}
	}
	c := s.sources[name]
	if c == nil {
		c = &sourceCount{years: map[int16]int{}}
		s.sources[name] = c
	}
	s.last, s.lastOf = c, name
	return c
}

// values counts every value by what its parser thinks of it.
func (c *sourceCount) values(r *record.Record, f *normalize.Features) {
	c.worst = slices.Grow(c.worst[:0], len(r.Values))[:len(r.Values)]
	clear(c.worst)
	for i := range f.Cells {
		if cell := &f.Cells[i]; !cell.Ref.Past() && int(cell.Ref) < len(c.worst) {
			c.worst[cell.Ref] = max(c.worst[cell.Ref], classOf(cell.Status))
		}
	}
	for i, worst := range c.worst {
		n := c.field(r.Values[i].Field)
		n.values[worst]++
		if worst != empty && n.last != c.records {
			n.records++
		}
		n.last = c.records
	}
}

// AddPerson counts one person with the keys of his records, for the share of
// duplicates in each source.
func (s *Summary) AddPerson(keys []record.Key) {
	for i, k := range keys {
		if !slices.ContainsFunc(keys[:i], func(o record.Key) bool { return o.Source == k.Source }) {
			s.source(k.Source).people++
		}
	}
}

// Merge adds what o counted.
func (s *Summary) Merge(o *Summary) {
	for name, from := range o.sources {
		to := s.source(name)
		to.records += from.records
		to.people += from.people
		to.undated += from.undated
		to.faulty += from.faulty
		for y, n := range from.years {
			to.years[y] += n
		}
		for _, f := range from.fields {
			f.addTo(to.field(f.field))
		}
	}
	for k, n := range o.rules {
		s.rules[k] += n
	}
}

func (c *fieldCount) addTo(to *fieldCount) {
	to.records += c.records
	for i, n := range c.values {
		to.values[i] += n
	}
}

// SourceReport is what a summary says of one source.
type SourceReport struct {
	Source  record.Source `json:"source"`
	Records int           `json:"records"`
	// Faulty counts the records with a finding above info.
	Faulty int `json:"faulty"`
	// People counts the different persons among the records, 0 where nobody told;
	// Duplicates is the share of records that would go if each stood once.
	People     int     `json:"people,omitempty"`
	Duplicates float64 `json:"duplicates,omitempty"`
	// Undated counts the records without any date; Years those last seen in a year.
	Undated int         `json:"undated,omitempty"`
	Years   []YearCount `json:"years,omitempty"`
}

// YearCount is the number of records last seen in a year.
type YearCount struct {
	Year    int `json:"year"`
	Records int `json:"records"`
}

// FieldReport is what a summary says of one field of a source: how many values
// are of which worth, and in how many records there is none.
type FieldReport struct {
	Source  record.Source `json:"source"`
	Field   record.Field  `json:"field"`
	OK      int           `json:"ok"`
	Suspect int           `json:"suspect,omitempty"`
	Invalid int           `json:"invalid,omitempty"`
	Fake    int           `json:"fake,omitempty"`
	Empty   int           `json:"empty,omitempty"`
	// Blank is how many of Empty hold a text that says nothing, such as "yok".
	Blank int `json:"blank,omitempty"`
	// Records counts the records with a value.
	Records int `json:"records"`
}

// Total is the number of values and of empty fields: shares are of it.
func (f *FieldReport) Total() int { return f.OK + f.Suspect + f.Invalid + f.Fake + f.Empty }

// Share returns n as a share of [FieldReport.Total], 0 where that is 0.
func (f *FieldReport) Share(n int) float64 { return share(n, f.Total()) }

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// RuleReport is how often a rule found something in a field of a source.
type RuleReport struct {
	Source   record.Source   `json:"source"`
	Field    record.Field    `json:"field"`
	Rule     string          `json:"rule"`
	Severity record.Severity `json:"severity"`
	Count    int             `json:"count"`
	// Share is Count over the records of the source.
	Share float64 `json:"share"`
}

// Report is a summary as tables, each sorted: sources by name, fields in file
// order, rules by name.
type Report struct {
	Sources []SourceReport `json:"sources"`
	Fields  []FieldReport  `json:"fields"`
	Rules   []RuleReport   `json:"rules"`
}

// Report returns the tables of s.
func (s *Summary) Report() Report {
	var r Report
	for _, name := range slices.Sorted(maps.Keys(s.sources)) {
		c := s.sources[name]
		r.Sources = append(r.Sources, c.report(name))
		for _, f := range c.fields {
			r.Fields = append(r.Fields, f.report(name, c.records))
		}
	}
	slices.SortFunc(r.Fields, func(a, b FieldReport) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), compareFields(a.Field, b.Field))
	})
	for k, n := range s.rules {
		r.Rules = append(r.Rules, RuleReport{Source: k.source, Field: k.field, Rule: k.rule, Severity: severity(k.rule), Count: n,
			Share: share(n, s.sources[k.source].records)})
	}
	slices.SortFunc(r.Rules, func(a, b RuleReport) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), compareFields(a.Field, b.Field), cmp.Compare(a.Rule, b.Rule))
	})
	return r
}

func severity(rule string) record.Severity {
	if r := byName[rule]; r != nil {
		return r.Severity
	}
	return record.Info
}

func (c *sourceCount) report(name record.Source) SourceReport {
	r := SourceReport{Source: name, Records: c.records, Faulty: c.faulty, People: c.people, Undated: c.undated}
	if c.people > 0 && c.records > 0 {
		r.Duplicates = 1 - float64(c.people)/float64(c.records)
	}
	for _, y := range slices.Sorted(maps.Keys(c.years)) {
		r.Years = append(r.Years, YearCount{int(y), c.years[y]})
	}
	return r
}

func (c *fieldCount) report(source record.Source, records int) FieldReport {
	return FieldReport{Source: source, Field: c.field, OK: c.values[good], Suspect: c.values[suspect], Invalid: c.values[invalid],
		Fake: c.values[fake], Empty: max(0, records-c.records), Blank: c.values[empty], Records: c.records}
}

// place is the position of each canonical field in files.
var place = func() map[record.Field]int {
	m := map[record.Field]int{}
	for i, f := range record.Fields() {
		m[f] = i + 1
	}
	return m
}()

// compareFields orders the canonical fields as files do, the user's behind them.
func compareFields(a, b record.Field) int {
	x, y := place[a], place[b]
	if x == 0 || y == 0 {
		if x != y {
			return y - x
		}
		return cmp.Compare(a, b)
	}
	return x - y
}

// MarshalJSON writes the [Report].
func (s *Summary) MarshalJSON() ([]byte, error) { return json.Marshal(s.Report()) }

// UnmarshalJSON reads a summary back, so that a later run can be held against
// it.
func (s *Summary) UnmarshalJSON(b []byte) error {
	var r Report
	if err := json.Unmarshal(b, &r); err != nil {
		return err
	}
	*s = Summary{}
	for _, x := range r.Sources {
		c := s.source(x.Source)
		c.records, c.people, c.undated, c.faulty = x.Records, x.People, x.Undated, x.Faulty
		for _, y := range x.Years {
			c.years[int16(y.Year)] = y.Records
		}
	}
	for _, x := range r.Fields {
		*s.source(x.Source).field(x.Field) = fieldCount{field: x.Field, values: [classes]int{x.OK, x.Suspect, x.Invalid, x.Fake, x.Blank}, records: x.Records}
	}
	for _, x := range r.Rules {
		s.source(x.Source)
		s.rules[ruleKey{fieldKey{x.Source, x.Field}, x.Rule}] = x.Count
	}
	return nil
}
