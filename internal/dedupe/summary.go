package dedupe

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/record"
)

// Summary is what run.json holds of a run.
type Summary struct {
	Tekil  string       `json:"tekil"`
	Time   string       `json:"time,omitempty"`
	Out    string       `json:"out"`
	Store  string       `json:"store,omitempty"`
	Inputs []InputCount `json:"inputs"`

	Rows       int `json:"rows"`       // that could be read
	Rejected   int `json:"rejected"`   // that could not
	Superseded int `json:"superseded"` // rows that gave way to another one of their key
	Records    int `json:"records"`    // distinct keys

	Entities  int `json:"entities"`
	Persons   int `json:"persons"`
	Companies int `json:"companies"`
	Nameless  int `json:"nameless"` // entities without a name
	Several   int `json:"several"`  // of one record that holds several people
	Noise     int `json:"noise"`    // records that name nobody; left out of golden.csv
	// Duplicates counts the records beyond the first of their entity;
	// DuplicateShare is their share.
	Duplicates     int            `json:"duplicates"`
	DuplicateShare float64        `json:"duplicate_share"`
	Merged         int            `json:"merged"` // entities of two or more records
	Largest        int            `json:"largest"`
	Assurance      map[string]int `json:"assurance"` // merged entities by their weakest necessary join
	Sizes          []SizeCount    `json:"sizes"`
	Households     int            `json:"households"`
	Links          map[string]int `json:"links"`
	Reviews        int            `json:"reviews"`
	Findings       int            `json:"findings"`
	Rulings        int            `json:"rulings"` // in force on records that are there

	Pairs    int          `json:"pairs"` // judged
	Edges    int          `json:"edges"` // kept
	Blocking BlockingInfo `json:"blocking"`
	Guards   []GuardCount `json:"guards"`
	Weights  []WeightBin  `json:"weights"`

	Model   ModelInfo      `json:"model"`
	Labels  *LabelResult   `json:"labels,omitempty"`
	Quality QualityCount   `json:"quality"`
	Crossed map[string]int `json:"crosswalk,omitempty"`

	Workers       int          `json:"workers"`
	Stages        []bulk.Stage `json:"stages"`
	Seconds       float64      `json:"seconds"`
	RowsPerSecond int          `json:"rows_per_second"`
	PeakMemory    int64        `json:"peak_memory_bytes"`
}

// InputCount is what came of one input file.
type InputCount struct {
	File     string        `json:"file"`
	Source   record.Source `json:"source"`
	Format   string        `json:"format"`
	Encoding string        `json:"encoding"`
	Lines    int           `json:"lines"`
	Rows     int           `json:"rows"`
	Rejected int           `json:"rejected"`
	Blank    int           `json:"blank,omitempty"`
	Short    int           `json:"short,omitempty"`
	BadBytes int           `json:"bad_bytes,omitempty"`
	Columns  []ColumnInfo  `json:"columns"`
}

// ColumnInfo says how a column was read.
type ColumnInfo struct {
	Name  string       `json:"name"`
	Field record.Field `json:"field"`
	How   string       `json:"how"`
	Note  string       `json:"note,omitempty"`
}

// SizeCount is how many entities have a number of records.
type SizeCount struct {
	Size     int `json:"size"`
	Entities int `json:"entities"`
}

// BlockingInfo is what the cap on blocking keys did.
type BlockingInfo struct {
	Keys    int          `json:"keys"`
	Pairs   int          `json:"pairs"`
	Capped  int          `json:"capped"`  // keys
	Dropped int          `json:"dropped"` // postings that made no pairs
	Lost    int          `json:"lost"`    // pairs that they would have made
	Largest []CappedKey  `json:"largest,omitempty"`
	ByClass []ClassCount `json:"by_class,omitempty"`
}

// CappedKey is a key that too many records have.
type CappedKey struct {
	Class   string `json:"class"`
	Records int    `json:"records"`
	Sample  string `json:"sample"` // a record that has it
}

// ClassCount is how many keys of a class were capped.
type ClassCount struct {
	Class  string `json:"class"`
	Capped int    `json:"capped"`
}

// GuardCount is what one guard did.
type GuardCount struct {
	Guard string `json:"guard"`
	Words string `json:"words"`
	Fired int    `json:"fired"` // judged pairs that held it
	// Stopped counts the pairs whose weight alone would have joined them;
	// Examples are those of the greatest weight.
	Stopped  int      `json:"stopped"`
	Examples []string `json:"examples,omitempty"`
}

// WeightBin counts edges by weight, in bits, and decision.
type WeightBin struct {
	From      int `json:"from"`
	Same      int `json:"same"`
	Review    int `json:"review"`
	Different int `json:"different"`
}

// ModelInfo names the model of a run.
type ModelInfo struct {
	Hash       string   `json:"hash"`
	Origin     string   `json:"origin"`
	Locale     string   `json:"locale"`
	Same       float64  `json:"threshold_same"`
	Review     float64  `json:"threshold_review"`
	Assurance  string   `json:"assurance"`
	Population int64    `json:"population"`
	Notes      []string `json:"notes,omitempty"`
}

// QualityCount sums up the golden records and the findings.
type QualityCount struct {
	Mean   float64                `json:"mean"`
	Bins   [10]int                `json:"bins"` // of entities, by score: 0 to 9, 10 to 19 ... 90 to 100
	Rules  []quality.RuleReport   `json:"rules,omitempty"`
	Alerts []quality.Alert        `json:"alerts,omitempty"`
	Source []quality.SourceReport `json:"sources,omitempty"`
	Fields []quality.FieldReport  `json:"fields,omitempty"`
}

func (r *run) summarize(links []link, reviews []review) *Summary {
	b, p := r.batch, r.people
	s := &Summary{
		Tekil: r.o.Version, Time: r.o.Time, Out: r.o.Out, Rows: len(r.in.rows), Records: len(b.Records),
		Entities: p.len(), Persons: r.counts.Persons, Companies: r.counts.Companies, Nameless: r.counts.Nameless,
		Several: r.counts.Several, Noise: r.counts.Noise, Reviews: len(reviews), Households: r.households,
		Assurance: map[string]int{}, Links: map[string]int{}, Rulings: len(b.Rulings),
		Pairs: b.Judged, Edges: len(b.Edges), Workers: r.workers, Rejected: r.rejected, Labels: r.labels,
	}
	if !r.o.NoStore {
		s.Store = r.o.Store
	}
	for _, lost := range r.in.superseded {
		if lost {
			s.Superseded++
		}
	}
	for _, l := range links {
		s.Links[string(l.kind)]++
	}
	s.inputs(r)
	s.sizes(r)
	s.blocking(r)
	s.guards(r)
	s.weights(b)
	s.model(r)
	s.quality(r)
	if len(r.carried.rows) > 0 {
		s.Crossed = map[string]int{}
		for _, x := range r.carried.rows {
			s.Crossed[x.what]++
		}
	}
	return s
}

func (s *Summary) inputs(r *run) {
	for i, m := range r.in.mappings {
		st := r.in.stats[i]
		in := InputCount{File: m.File, Source: m.Source, Format: string(m.Format), Encoding: string(m.Encoding),
			Lines: st.Lines, Rows: st.Rows, Rejected: st.Rejected, Blank: st.Blank, Short: st.Short, BadBytes: st.BadBytes}
		for _, c := range m.Columns {
			in.Columns = append(in.Columns, ColumnInfo{c.Name, c.Field, string(c.How), c.Note})
		}
		s.Inputs = append(s.Inputs, in)
	}
}

func (s *Summary) sizes(r *run) {
	p := r.people
	count := map[int]int{}
	for k := range p.first {
		n := len(p.membersOf(uint32(k)))
		count[n]++
		s.Largest = max(s.Largest, n)
		if n > 1 {
			s.Merged++
			s.Assurance[r.batch.Assurance[p.first[k]].String()]++
		}
	}
	for n, c := range count {
		s.Sizes = append(s.Sizes, SizeCount{n, c})
	}
	slices.SortFunc(s.Sizes, func(a, b SizeCount) int { return a.Size - b.Size })
	s.Duplicates = s.Records - s.Entities
	s.DuplicateShare = share(s.Duplicates, s.Records)
}

// shownCapped is how many capped keys a summary lists.
const shownCapped = 20

func (s *Summary) blocking(r *run) {
	rep := &r.batch.Blocking
	s.Blocking = BlockingInfo{Keys: rep.Keys, Pairs: rep.Pairs, Capped: len(rep.Capped), Dropped: rep.Dropped, Lost: rep.Lost}
	by := map[string]int{}
	capped := slices.Clone(rep.Capped)
	slices.SortStableFunc(capped, func(a, b cappedKey) int { return b.Records - a.Records })
	for i, c := range capped {
		by[c.Class.String()]++
		if i < shownCapped {
			s.Blocking.Largest = append(s.Blocking.Largest, CappedKey{c.Class.String(), c.Records, r.batch.Records[c.Sample].Key.String()})
		}
	}
	for c, n := range by {
		s.Blocking.ByClass = append(s.Blocking.ByClass, ClassCount{c, n})
	}
	slices.SortFunc(s.Blocking.ByClass, func(a, b ClassCount) int { return strings.Compare(a.Class, b.Class) })
}

func (s *Summary) guards(r *run) {
	for _, g := range r.batch.Guarded {
		c := GuardCount{Guard: g.Guard, Words: GuardWords(g.Guard), Fired: g.Fired, Stopped: g.Stopped}
		for _, e := range g.Examples {
			c.Examples = append(c.Examples, fmt.Sprintf("%s %s (%s bits)", keyName(r.batch.Records[e.A].Key), keyName(r.batch.Records[e.B].Key), SignedBits(e.Weight)))
		}
		s.Guards = append(s.Guards, c)
	}
}

// The range of the histogram of weights, in bits; what lies beyond counts to the
// outermost bins.
const (
	lowestBin  = -20
	highestBin = 60
	binWidth   = 2
)

func (s *Summary) weights(b *bulk.Batch) {
	s.Weights = make([]WeightBin, (highestBin-lowestBin)/binWidth)
	for i := range s.Weights {
		s.Weights[i].From = lowestBin + i*binWidth
	}
	for i := range b.Edges {
		res := &b.Edges[i].Result
		bits := int(math.Floor(float64(res.Weight) / 1000))
		bin := &s.Weights[min(max((bits-lowestBin)/binWidth, 0), len(s.Weights)-1)]
		switch res.Decision {
		case record.Same:
			bin.Same++
		case record.Review:
			bin.Review++
		default:
			bin.Different++
		}
	}
}

func (s *Summary) model(r *run) {
	m := r.batch.Model
	s.Model = ModelInfo{Hash: m.Hash(), Origin: r.o.modelOrigin(), Locale: m.Locale, Notes: m.Notes, Population: m.Population,
		Same: float64(m.Thresholds.Same) / 1000, Review: float64(m.Thresholds.Review) / 1000, Assurance: m.Thresholds.Assurance.String()}
}

func (s *Summary) quality(r *run) {
	var total, n int
	for score, c := range r.counts.quality {
		s.Quality.Bins[min(score/10, 9)] += c
		total += score * c
		n += c
	}
	if n > 0 {
		s.Quality.Mean = math.Round(10*float64(total)/float64(n)) / 10
	}
	var all quality.Summary
	for i := range r.gathered.steps {
		all.Merge(&r.gathered.steps[i].summary)
		s.Findings += r.gathered.steps[i].count
	}
	var keys []record.Key
	for k := range r.people.first {
		keys = keys[:0]
		for _, i := range r.people.membersOf(uint32(k)) {
			keys = append(keys, r.batch.Records[i].Key)
		}
		all.AddPerson(keys)
	}
	rep := all.Report()
	s.Quality.Rules, s.Quality.Source, s.Quality.Fields = rep.Rules, rep.Sources, rep.Fields
	thresholds := r.o.Config.Alerts
	if thresholds == nil {
		thresholds = quality.DefaultThresholds()
	}
	s.Quality.Alerts = quality.Alerts(rep.Rules, r.before.findings(), thresholds)
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return math.Round(1e6*float64(n)/float64(of)) / 1e6
}

// JSON returns the summary as run.json holds it.
func (s *Summary) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}
