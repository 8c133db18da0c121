package dedupe

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// gathered is what is taken of each record's features while they are there: its
// contribution to a golden record, and its findings. A step of records belongs
// to one goroutine, so nothing is locked and no record costs an allocation.
// Contributions and the records' own values go to the spool.
type gathered struct {
	records  []record.Record
	values   *packed
	steps    []gatheredStep
	left     atomic.Int64 // steps to come
	spool    *spool
	user     []record.Field
	options  *quality.Options
	findings map[record.Key][]record.Finding // of reading
	style    csvStyle
}

type gatheredStep struct {
	at       int64    // in the spool: contributions, values, rows of findings.csv
	ends     []uint32 // of each record's contribution, from at
	values   []uint32 // of each record's values, from at
	findings int      // bytes of the rows of findings.csv
	count    int      // of them
	summary  quality.Summary

	scratch *gatherScratch
}

type gatherScratch struct {
	contributions []byte
	values        []byte
	contribution  golden.Contribution
	findings      []record.Finding
	rows          []byte // of findings.csv
}

func newGathered(in *input, o *Options, sp *spool) *gathered {
	g := &gathered{
		records: in.records, values: &in.values, steps: make([]gatheredStep, (len(in.records)+bulk.Step-1)/bulk.Step),
		spool: sp, user: in.User, options: o.checks(in.newest),
		style: styleOf(o.Excel), findings: map[record.Key][]record.Finding{},
	}
	g.left.Store(int64(len(g.steps)))
	for _, f := range in.findings {
		g.findings[f.Key] = append(g.findings[f.Key], f)
	}
	return g
}

// take is the hook of bulk.Options.Feature. At the end of the last step the
// packed values are given up: nothing but the spool has them then.
func (g *gathered) take(i int, r *record.Record, f *normalize.Features) {
	s := &g.steps[i/bulk.Step]
	if s.scratch == nil {
		s.scratch = scratches.Get().(*gatherScratch)
		s.ends, s.values = make([]uint32, 0, bulk.Step), make([]uint32, 0, bulk.Step)
	}
	x := s.scratch
	x.contribution.Fill(r, f, g.user...)
	x.contributions = golden.AppendContribution(x.contributions, &x.contribution)
	s.ends = append(s.ends, uint32(len(x.contributions)))
	x.values = append(x.values, g.values.text(g.values.at[i])...)
	s.values = append(s.values, uint32(len(x.values)))
	g.find(s, r, f)
	if (i+1)%bulk.Step == 0 || i+1 == len(g.records) {
		g.end(s)
	}
}

var scratches = sync.Pool{New: func() any { return &gatherScratch{} }}

// find takes the findings of a record.
func (g *gathered) find(s *gatheredStep, r *record.Record, f *normalize.Features) {
	x := s.scratch
	x.findings = quality.AppendFindings(x.findings[:0], r, f, g.options)
	if len(g.findings) > 0 {
		x.findings = append(x.findings, sortedFindings(g.findings[r.Key])...)
	}
	s.summary.Add(r, f, x.findings)
	s.count += len(x.findings)
	x.rows = g.style.appendFindings(x.rows, x.findings)
}

// checks are the checks of quality that a run makes, as of a date.
func (o *Options) checks(newest normalize.Date) *quality.Options {
	q := o.Config.Quality
	q.Reference = newest
	if len(q.Mandatory) == 0 {
		q.Mandatory = nil // the default; an empty list would ask for nothing
	}
	return &q
}

// findingsHeader is the header of findings.csv.
var findingsHeader = []string{"record_id", "source", "field", "rule", "severity", "value", "suggestion"}

// appendFindings appends rows of findings.csv.
func (s csvStyle) appendFindings(b []byte, list []record.Finding) []byte {
	for i := range list {
		f := &list[i]
		row := [...]string{string(f.Key.ID), string(f.Key.Source), string(f.Field), f.Rule, string(f.Severity), f.Value, f.Suggestion}
		b = s.appendRow(b, row[:])
	}
	return b
}

// end spools a step.
func (g *gathered) end(s *gatheredStep) {
	x := s.scratch
	first := uint32(len(x.contributions))
	for k := range s.values {
		s.values[k] += first
	}
	x.contributions = append(append(x.contributions, x.values...), x.rows...)
	s.at, s.findings = g.spool.put(x.contributions), len(x.rows)
	*x = gatherScratch{contributions: x.contributions[:0], values: x.values[:0], findings: x.findings[:0], rows: x.rows[:0]}
	scratches.Put(x)
	s.scratch = nil
	if g.left.Add(-1) == 0 {
		g.values.release()
	}
}

// findingRows reads the rows of findings.csv of step n into dst.
func (g *gathered) findingRows(dst []byte, n int) ([]byte, error) {
	s := &g.steps[n]
	return g.spool.get(dst, s.at+int64(s.values[len(s.values)-1]), s.findings)
}

// contributions reads contributions back. People are merged in the order of their
// first records, so that most of what is asked for follows what was asked for before:
// then many are read at once.
type contributions struct {
	*gathered
	last     uint32 // record that was asked for last
	from, to uint32 // records in ahead
	ahead    []byte
	single   []byte
}

// How many contributions are read at once, and how far on a record is that follows
// the one before.
const (
	readAhead = 64
	following = 8
)

// of returns the bytes of record i's contribution, which stand until the next call.
func (c *contributions) of(i uint32) (_ []byte, err error) {
	s, k := &c.steps[i/bulk.Step], i%bulk.Step
	follows := i > c.last && i <= c.last+following
	c.last = i
	if i < c.from || i >= c.to {
		if !follows {
			c.single, err = c.pieces(c.single, s, s.ends, k, k+1, 0)
			return c.single, err
		}
		n := min(readAhead, uint32(len(s.ends))-k)
		if c.ahead, err = c.pieces(c.ahead, s, s.ends, k, k+n, 0); err != nil {
			return nil, err
		}
		c.from, c.to = i, i+n
	}
	first := pieceStart(s.ends, c.from%bulk.Step, 0)
	return c.ahead[pieceStart(s.ends, k, 0)-first : s.ends[k]-first], nil
}

// record fills in the values of record i, in r's memory; scratch is used to read.
func (g *gathered) record(r *record.Record, scratch []byte, i uint32) ([]byte, error) {
	s := &g.steps[i/bulk.Step]
	k := i % bulk.Step
	b, err := g.pieces(scratch, s, s.values, k, k+1, s.ends[len(s.ends)-1])
	if err != nil {
		return scratch, err
	}
	r.Key = g.records[i].Key
	g.values.table.readRecord(string(b), r)
	return b, nil
}

// spooledStep is a step of records read back at once, for those who go through all.
type spooledStep struct {
	*gatheredStep
	bytes []byte
	text  string // of the values
}

// read reads step n into x, whose memory it uses again.
func (g *gathered) read(x *spooledStep, n int) (err error) {
	s := &g.steps[n]
	x.gatheredStep = s
	if x.bytes, err = g.spool.get(x.bytes, s.at, int(s.values[len(s.values)-1])); err == nil {
		x.text = string(x.bytes[s.ends[len(s.ends)-1]:])
	}
	return err
}

// contribution returns the bytes of the k-th record's contribution.
func (x *spooledStep) contribution(k int) []byte {
	return x.bytes[pieceStart(x.ends, uint32(k), 0):x.ends[k]]
}

// record returns the packed values of the k-th record.
func (x *spooledStep) record(k int) string {
	first := x.ends[len(x.ends)-1]
	return x.text[pieceStart(x.values, uint32(k), first)-first : x.values[k]-first]
}

// pieces reads the pieces from to to of a step; the first of all starts at first.
func (g *gathered) pieces(dst []byte, s *gatheredStep, ends []uint32, from, to, first uint32) ([]byte, error) {
	at := pieceStart(ends, from, first)
	return g.spool.get(dst, s.at+int64(at), int(ends[to-1]-at))
}

// pieceStart returns where the k-th piece begins; the first one begins at first.
func pieceStart(ends []uint32, k, first uint32) uint32 {
	if k == 0 {
		return first
	}
	return ends[k-1]
}

// door is one record behind a door, as the store keeps it to count names.
type door struct {
	key  blocking.Key
	name uint32
	no   uint32
}

func compareDoors(a, b door) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.no, b.no), cmp.Compare(a.name, b.name))
}

// doors returns who stands behind each door, copies left out.
func doors(profiles []match.Profile, copies *blocking.Copies, names []uint32) []door {
	var out []door
	for i := range profiles {
		if copies.Has(uint32(i)) {
			continue
		}
		p := &profiles[i]
		for k := range p.Doors {
			if key := p.Doors[k].Key; key != 0 {
				out = append(out, door{blocking.DoorKey(key), names[i], uint32(i)})
			}
		}
	}
	return out
}

// sortedFindings returns findings of one record in an order that does not depend
// on that of the rows, each once.
func sortedFindings(list []record.Finding) []record.Finding {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b record.Finding) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Suggestion, b.Suggestion))
	})
	return slices.Compact(out)
}
