package dedupe

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/record"
)

// mergeStep is how many people are merged at a time.
const mergeStep = 1024

// merged is a step of people after merging, in the order of their ids.
type merged struct {
	step     int
	csv      []byte
	golden   []byte // of all entities
	entities []entity
	counts   mergeCounts
}

// mergedSteps keeps the memory of steps that have been written.
var mergedSteps = sync.Pool{New: func() any { return new(merged) }}

type entity struct {
	person   uint32
	kind     string
	from, to int // in merged.golden
	quality  int32
}

// mergeCounts sum up golden records.
type mergeCounts struct {
	Persons, Companies, Nameless, Several, Noise int
	quality                                      [101]int
}

func (c *mergeCounts) add(o *mergeCounts) {
	c.Persons += o.Persons
	c.Companies += o.Companies
	c.Nameless += o.Nameless
	c.Several += o.Several
	c.Noise += o.Noise
	for i, n := range o.quality {
		c.quality[i] += n
	}
}

// goldenHeader is the header of golden.csv.
func goldenHeader(c *columns) []string {
	h := append([]string{"entity_id"}, golden.Columns(c.User...)...)
	return append(h, "kind", "household_id", "member_count", "sources", "assurance", "quality")
}

// survival returns the rules of survivorship, with the date that freshness is
// measured from.
func (r *run) survival() golden.Rules {
	rules := r.o.Config.Survival()
	rules.Newest = r.in.newest
	return rules
}

// mergeAll merges all people side by side and hands the steps to write, in
// order.
func (r *run) mergeAll(ctx context.Context, write func(*merged) error) error {
	rules := r.survival()
	n := r.people.len()
	steps := (n + mergeStep - 1) / mergeStep
	worker := func() func(int) (*merged, error) {
		m := merger{r: r, merger: golden.Merger{Rules: &rules}, spooled: contributions{gathered: r.gathered}}
		return m.step
	}
	return inOrder(ctx, r.workers, steps, worker, func(m *merged) error {
		if err := write(m); err != nil {
			return err
		}
		r.o.Progress("golden", min((m.step+1)*mergeStep, n), n)
		mergedSteps.Put(m)
		return nil
	})
}

// merger merges people, one after the other, in memory of its own.
type merger struct {
	r       *run
	merger  golden.Merger
	spooled contributions
	members []golden.Member
	cells   []string
}

func (m *merger) step(s int) (*merged, error) {
	p, style := m.r.people, m.r.out.style()
	out := mergedSteps.Get().(*merged)
	*out = merged{step: s, csv: out.csv[:0], golden: out.golden[:0], entities: out.entities[:0]}
	for _, k := range p.order[s*mergeStep : min((s+1)*mergeStep, p.len())] {
		g, err := m.merge(k)
		if err != nil {
			return nil, err
		}
		out.counts.count(g)
		if !m.r.o.NoStore {
			from := len(out.golden)
			out.golden = golden.AppendGolden(out.golden, g)
			out.entities = append(out.entities, entity{person: k, kind: g.Kind.String(), from: from, to: len(out.golden), quality: int32(g.Quality.Score)})
		}
		if g.Kind != record.KindNoise {
			row := goldenRow{p.ids[k], p.house[k], len(p.membersOf(k)), m.r.batch.Assurance[p.first[k]]}
			m.cells = row.fill(m.cells[:0], g, &m.r.in.columns)
			out.csv = style.appendRow(out.csv, m.cells)
		}
	}
	return out, nil
}

func (m *merger) merge(k uint32) (*golden.Golden, error) {
	list := m.r.people.membersOf(k)
	for len(m.members) < len(list) {
		m.members = append(m.members, golden.Member{})
	}
	for at, i := range list {
		x := &m.members[at]
		x.Key = m.r.batch.Records[i].Key
		b, err := m.spooled.of(i)
		if err != nil {
			return nil, err
		}
		if err := x.Decode(b); err != nil {
			return nil, fmt.Errorf("read temporary file: %w", err)
		}
	}
	return m.merger.Merge(m.members[:len(list)]), nil
}

// goldenRow is what a row of golden.csv says beside the golden record.
type goldenRow struct {
	id, house record.EntityID
	members   int
	assurance record.Assurance
}

// fill appends the cells of the row to dst.
func (w goldenRow) fill(dst []string, g *golden.Golden, c *columns) []string {
	dst = g.AppendRow(append(dst, w.id.String()), c.User...)
	return append(dst, g.Kind.String(), w.house.String(), strconv.Itoa(w.members), sourceList(g.Sources()),
		w.assurance.String(), strconv.Itoa(int(g.Quality.Score)))
}

func sourceList(list []record.Source) string {
	if len(list) == 1 {
		return string(list[0])
	}
	var b strings.Builder
	for i, s := range list {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(string(s))
	}
	return b.String()
}

func (c *mergeCounts) count(g *golden.Golden) {
	switch g.Kind {
	case record.KindPerson:
		c.Persons++
	case record.KindCompany:
		c.Companies++
	case record.KindSeveral:
		c.Several++
	case record.KindNoise:
		c.Noise++
	default:
		c.Nameless++
	}
	c.quality[min(g.Quality.Score, 100)]++
}
