package dedupe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/live"
	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Export writes what a run writes (members, golden, review, links and findings)
// of one state of a store, with its entity ids. members.csv follows the canonical
// order of records. Of the options, Out, Excel, Workers and Progress count.
//
// People, golden records and links are those that the store has; how sure they are,
// what a steward is to look at and what is to be found fault with follow from them,
// and are found out a few records at a time. All that is held of each record is its
// number, and its key until they are in order.
func Export(ctx context.Context, s *store.Reader, opts Options) (err error) {
	o := opts.orDefault()
	x := &export{o: &o, r: s, workers: o.Workers}
	if x.workers <= 0 {
		x.workers = runtime.GOMAXPROCS(0)
	}
	if x.out, err = begin(&o); err != nil {
		return err
	}
	for _, do := range []func(context.Context) error{x.settings, x.look, x.ask, x.writeReviews, x.writeLinks, x.writeGolden, x.writeRecords} {
		if err = do(ctx); err != nil {
			x.out.abandon()
			return err
		}
	}
	return x.out.commit()
}

// export is the state of one Export.
type export struct {
	o       *Options
	r       *store.Reader
	workers int
	out     *output
	model   *match.Model
	columns
	checks *quality.Options
	newest golden.Newest
	order  []uint64 // numbers of the records in canonical order
	survey *live.Survey
	homes  households
}

// settings takes over what the store's people and findings are made by.
func (x *export) settings(context.Context) error {
	_, data, err := x.r.PinnedModel()
	if err != nil {
		return fmt.Errorf("model of the store: %w", err)
	}
	if x.model, err = match.Decode(data); err != nil {
		return err
	}
	if err := x.named(columnsName, func(b []byte) error { return json.Unmarshal(b, &x.columns) }); err != nil {
		return err
	}
	err = x.named(golden.RulesName, func(b []byte) error {
		rules, err := golden.DecodeRules(b)
		if err == nil {
			x.newest.Take(rules.Newest)
		}
		return err
	})
	if err != nil {
		return err
	}
	c := *x.o.Config
	x.o.Config = &c
	return x.named(checksName, func(b []byte) error {
		if err := json.Unmarshal(b, &c.Quality); err != nil {
			return err
		}
		return c.Quality.Validate()
	})
}

// named calls use with what the store keeps under a name, if it keeps anything.
func (x *export) named(name string, use func([]byte) error) error {
	data, err := x.r.Named(name)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = use(data)
	}
	if err != nil {
		return fmt.Errorf("%s of the store: %w", name, err)
	}
	return nil
}

// The names under which a store keeps the columns of its batch and the checks of
// quality that it ran with.
const (
	columnsName = "columns"
	checksName  = "quality"
)

// look goes through all records for their order, their fields and the newest date.
func (x *export) look(ctx context.Context) error {
	counters, err := x.r.Counters()
	if err != nil {
		return err
	}
	total := int(counters.Record)
	var copies keyCopies
	keys, nos := make([]record.Key, 0, total), make([]uint64, 0, total)
	seen := map[record.Field]bool{}
	for rec, err := range x.r.Records(0) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		keys, nos = append(keys, copies.copy(rec.Key)), append(nos, rec.No)
		x.newest.Look(&rec.Record)
		for i := range rec.Values {
			seen[rec.Values[i].Field] = true
		}
		if len(nos)%exportStep == 0 {
			x.o.Progress("read", len(nos), total)
		}
	}
	x.order = make([]uint64, len(nos))
	for i, at := range keyOrder(keys) {
		x.order[i] = nos[at]
	}
	x.columns.add(seen)
	x.checks = x.o.checks(x.newest.Date)
	return nil
}

// ask finds out what the store does not keep of its people.
func (x *export) ask(ctx context.Context) (err error) {
	x.survey, err = live.NewSurvey(ctx, x.r, x.model, x.order, func(done, total int) { x.o.Progress("people", done, total) })
	return err
}

func (x *export) writeReviews(context.Context) error {
	var row reviewRow
	return x.out.table("review.csv", reviewHeader(&x.columns), func(w *csvFile) error {
		for i := range x.survey.Unsettled {
			if err := x.review(&row, &x.survey.Unsettled[i]); err != nil {
				return err
			}
			w.row(row.fill(&x.columns)...)
		}
		return nil
	})
}

func (x *export) review(row *reviewRow, u *live.Unsettled) error {
	verdict, err := x.survey.Verdict(u)
	if err != nil {
		return err
	}
	row.weight, row.guards, row.why = u.Weight, verdict.Guards, reasons(u.Refused, u.Rule, &verdict)
	if row.a, row.idA, err = x.record(u.A); err != nil {
		return err
	}
	row.b, row.idB, err = x.record(u.B)
	return err
}

// record returns a record and its entity.
func (x *export) record(no uint64) (record.Record, record.EntityID, error) {
	rec, err := x.r.Record(no)
	if err != nil {
		return record.Record{}, 0, err
	}
	id, err := x.r.EntityOf(no)
	return rec.Record, id, err
}

// writeLinks writes the links, and puts households together.
func (x *export) writeLinks(ctx context.Context) error {
	x.homes = households{}
	return x.out.table("links.csv", linksHeader, func(w *csvFile) error {
		for l, err := range x.r.AllLinks() {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
			if l.Kind == record.Household {
				x.homes.join(l.A, l.B)
			}
			w.row(linkRow(l.A, l.B, l.Kind, l.Reason)...)
		}
		return nil
	})
}

// exportStep is how many records, or ids of entities, are written at a time.
const exportStep = 2048

// exported are the rows of a step, in memory that others use again.
type exported struct {
	step           int
	rows, findings []byte
}

var exportedSteps = sync.Pool{New: func() any { return new(exported) }}

func newExported(step int) *exported {
	out := exportedSteps.Get().(*exported)
	*out = exported{step, out.rows[:0], out.findings[:0]}
	return out
}

// writeGolden writes the golden records as the store has them, by rising id.
func (x *export) writeGolden(ctx context.Context) error {
	counters, err := x.r.Counters()
	if err != nil {
		return err
	}
	last := int(counters.Entity)
	worker := func() func(int) (*exported, error) {
		var cells []string
		return func(step int) (_ *exported, err error) {
			out := newExported(step)
			from := record.EntityID(step * exportStep)
			for e, err := range x.r.Entities(from) {
				if err != nil {
					return nil, err
				}
				if e.ID >= from+exportStep {
					break
				}
				if out.rows, cells, err = x.golden(out.rows, cells, e); err != nil {
					return nil, err
				}
			}
			return out, ctx.Err()
		}
	}
	return x.out.table("golden.csv", goldenHeader(&x.columns), func(w *csvFile) error {
		return inOrder(ctx, x.workers, last/exportStep+1, worker, func(e *exported) error {
			defer exportedSteps.Put(e)
			x.o.Progress("golden", min((e.step+1)*exportStep, last), last)
			_, err := w.f.Write(e.rows)
			return err
		})
	})
}

// golden appends the row of an entity, unless it is noise.
func (x *export) golden(rows []byte, cells []string, e *store.Entity) ([]byte, []string, error) {
	g, err := live.Golden(e)
	if err != nil || g.Kind == record.KindNoise {
		return rows, cells, err
	}
	row := goldenRow{e.ID, x.homes.of(e.ID), len(e.Members), x.survey.Assurance(e.ID)}
	cells = row.fill(cells[:0], &g, &x.columns)
	return x.out.style().appendRow(rows, cells), cells, nil
}

// writeRecords writes members.csv and findings.csv.
func (x *export) writeRecords(ctx context.Context) error {
	worker := func() func(int) (*exported, error) {
		e := recordExporter{export: x, options: x.model.Options()}
		return func(step int) (*exported, error) { return e.step(ctx, step) }
	}
	return x.out.table("members.csv", membersHeader, func(members *csvFile) error {
		return x.out.table("findings.csv", findingsHeader, func(findings *csvFile) error {
			return inOrder(ctx, x.workers, (len(x.order)+exportStep-1)/exportStep, worker, func(e *exported) error {
				defer exportedSteps.Put(e)
				x.o.Progress("findings", min((e.step+1)*exportStep, len(x.order)), len(x.order))
				if _, err := members.f.Write(e.rows); err != nil {
					return err
				}
				_, err := findings.f.Write(e.findings)
				return err
			})
		})
	})
}

// recordExporter is one worker of writeRecords.
type recordExporter struct {
	*export
	options  *normalize.Options
	features normalize.Features
	findings []record.Finding
}

func (x *recordExporter) step(ctx context.Context, step int) (*exported, error) {
	out, style := newExported(step), x.out.style()
	list := x.order[step*exportStep : min((step+1)*exportStep, len(x.order))]
	for len(list) > 0 {
		n := successive(list)
		err := x.each(list[0], list[n-1], func(rec *record.Record, id record.EntityID) {
			x.features.Fill(rec, x.options)
			x.findings = quality.AppendFindings(x.findings[:0], rec, &x.features, x.checks)
			out.findings = style.appendFindings(out.findings, x.findings)
			row := [...]string{string(rec.ID), string(rec.Source), id.String(), ""}
			out.rows = style.appendRow(out.rows, row[:])
		})
		if err != nil {
			return nil, err
		}
		list = list[n:]
	}
	return out, ctx.Err()
}

// successive returns how many numbers at the start of a list follow one another.
func successive(nos []uint64) int {
	n := 1
	for n < len(nos) && nos[n] == nos[n-1]+1 {
		n++
	}
	return n
}

// each calls f with the records of successive numbers and their entities. Read in
// order, as a batch wrote them, they take a fraction of the time of looking each up.
func (x *export) each(first, last uint64, f func(*record.Record, record.EntityID)) error {
	if first == last {
		rec, id, err := x.record(first)
		if err == nil {
			f(&rec, id)
		}
		return err
	}
	owners := map[uint64]record.EntityID{}
	for o, err := range x.r.Owners(first, last+1) {
		if err != nil {
			return err
		}
		owners[o.No] = o.Owner.ID
	}
	for rec, err := range x.r.Records(first) {
		if err != nil {
			return err
		}
		if rec.No > last {
			break
		}
		f(&rec.Record, owners[rec.No])
	}
	return nil
}
