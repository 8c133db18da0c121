package dedupe

import (
	"cmp"
	"slices"

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
type gathered struct {
	steps    []gatheredStep
	user     []record.Field
	options  *quality.Options
	findings map[record.Key][]record.Finding // of reading
	style    csvStyle
}

type gatheredStep struct {
	contributions []byte
	ends          []uint32 // of each record's contribution
	findings      []byte   // rows of findings.csv
	count         int      // of them
	summary       quality.Summary

	scratch *gatherScratch
}

type gatherScratch struct {
	contribution golden.Contribution
	findings     []record.Finding
	row          [7]string
}

func newGathered(in *input, o *Options) *gathered {
	q := o.Config.Quality
	q.Reference = in.newest
	if len(q.Mandatory) == 0 {
		q.Mandatory = nil // the default; an empty list would ask for nothing
	}
	g := &gathered{
		steps: make([]gatheredStep, (len(in.records)+bulk.Step-1)/bulk.Step),
		user:  in.user, options: &q, style: csvStyle{delimiter: ','}, findings: map[record.Key][]record.Finding{},
	}
	if o.Excel {
		g.style = csvStyle{delimiter: ';', excel: true}
	}
	for _, f := range in.findings {
		g.findings[f.Key] = append(g.findings[f.Key], f)
	}
	return g
}

// take is the hook of bulk.Options.Feature.
func (g *gathered) take(i int, r *record.Record, f *normalize.Features) {
	s := &g.steps[i/bulk.Step]
	if s.scratch == nil {
		s.scratch = &gatherScratch{}
		s.ends = make([]uint32, 0, bulk.Step)
	}
	x := s.scratch
	x.contribution.Fill(r, f, g.user...)
	s.contributions = golden.AppendContribution(s.contributions, &x.contribution)
	s.ends = append(s.ends, uint32(len(s.contributions)))

	x.findings = quality.AppendFindings(x.findings[:0], r, f, g.options)
	if len(g.findings) > 0 {
		x.findings = append(x.findings, sortedFindings(g.findings[r.Key])...)
	}
	s.summary.Add(r, f, x.findings)
	s.count += len(x.findings)
	for i := range x.findings {
		f := &x.findings[i]
		x.row = [7]string{string(f.Key.ID), string(f.Key.Source), string(f.Field), f.Rule, string(f.Severity), f.Value, f.Suggestion}
		s.findings = g.style.appendRow(s.findings, x.row[:])
	}
	if (i+1)%bulk.Step == 0 {
		s.scratch = nil
		s.contributions = append([]byte(nil), s.contributions...)
	}
}

// contribution returns the bytes of record i's contribution.
func (g *gathered) contribution(i uint32) []byte {
	s := &g.steps[i/bulk.Step]
	k, from := i%bulk.Step, uint32(0)
	if k > 0 {
		from = s.ends[k-1]
	}
	return s.contributions[from:s.ends[k]]
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

// doors returns who stands behind each door.
func doors(profiles []match.Profile, names []uint32) []door {
	var out []door
	for i := range profiles {
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
