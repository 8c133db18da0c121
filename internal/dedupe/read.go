package dedupe

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// input is everything that was read.
type input struct {
	// records are in canonical key order; keys are unique.
	records []record.Record
	// rows maps each row, in input order, to its record; superseded says which of
	// them gave way to another row of the same key.
	rows       []uint32
	superseded []bool
	mappings   []ingest.Mapping
	stats      []ingest.Stats
	findings   []record.Finding // of reading, not sorted
	newest     normalize.Date   // the newest date that a record brings
	user       []record.Field   // fields of the user's, which pass through
	fields     []record.Field   // canonical fields that the input has
}

// ErrNoRows is returned where no row of any input could be read.
var ErrNoRows = errors.New("no row could be read; rejected rows say why with --preview 10")

// read takes in all files. Rejected rows go to reject.
func read(ctx context.Context, o *Options, reject func(ingest.Rejected)) (*input, error) {
	r, err := ingest.Open(ctx, o.Files, &ingest.Options{
		Source: o.Source, Rules: o.Rules, Strict: o.Strict, Stdin: o.Stdin, OnReject: reject,
	})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if o.Mapped != nil {
		o.Mapped(r.Mappings())
	}
	in := &input{}
	rows, err := in.take(r, o.Progress)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrNoRows
	}
	in.mappings, in.stats = r.Mappings(), r.Stats()
	in.columns(o.Config)
	in.unify(rows)
	return in, ctx.Err()
}

func (in *input) take(r *ingest.Reader, progress func(string, int, int)) ([]record.Record, error) {
	var rows []record.Record
	newest := newestDate{}
	sources := map[record.Source]record.Source{}
	for row, err := range r.Records() {
		if err != nil {
			return nil, err
		}
		// One text for each source, apart from that of the input.
		source, ok := sources[row.Record.Source]
		if !ok {
			source = record.Source(strings.Clone(string(row.Record.Source)))
			sources[source] = source
		}
		row.Record.Source = source
		rows = append(rows, row.Record)
		in.findings = append(in.findings, row.Findings...)
		newest.look(&row.Record)
		if len(rows)&0x3fff == 0 {
			done, total := r.Progress()
			progress("read", int(done>>10), int(total>>10))
		}
	}
	in.newest = newest.date
	return rows, nil
}

// columns lists the fields of all inputs: canonical ones in file order, the
// user's by name.
func (in *input) columns(c *Config) {
	seen := map[record.Field]bool{}
	for _, m := range in.mappings {
		for _, col := range m.Columns {
			if f := col.Field; f != "" && !f.IsCanonical() && !seen[f] {
				in.user = append(in.user, f)
			}
			seen[col.Field] = true
		}
	}
	slices.Sort(in.user)
	for _, f := range record.Fields() {
		if seen[f] && f != record.RecordID && f != record.SourceName {
			in.fields = append(in.fields, f)
		}
	}
}

// unify settles rows of one key and puts the records in canonical key order.
func (in *input) unify(rows []record.Record) {
	n := len(rows)
	kept, lost := ingest.Unify(rows)
	in.rows, in.superseded = make([]uint32, n), make([]bool, n)
	for _, l := range lost {
		in.superseded[l.Lost] = true
		in.findings = append(in.findings, record.Finding{Key: l.Key, Field: record.RecordID, Rule: "duplicate_record_id",
			Severity: record.Warning, Value: string(l.Key.ID)})
	}
	next := uint32(0)
	for i := range in.rows {
		if !in.superseded[i] {
			in.rows[i] = next
			next++
		}
	}
	order := keyOrder(kept)
	place := make([]uint32, len(kept))
	in.records = make([]record.Record, len(kept))
	for at, from := range order {
		in.records[at] = kept[from]
		place[from] = uint32(at)
	}
	for i := range in.rows {
		if !in.superseded[i] {
			in.rows[i] = place[in.rows[i]]
		}
	}
	for _, l := range lost {
		in.rows[l.Lost] = in.rows[l.Kept]
	}
}

// keyed is a record's place with the head of its id, which decides most
// comparisons without looking at the record.
type keyed struct {
	head  uint64
	place uint32
}

// keyOrder returns the places of records in canonical key order.
func keyOrder(records []record.Record) []uint32 {
	list := make([]keyed, len(records))
	for i := range records {
		var head [8]byte
		copy(head[:], records[i].ID)
		list[i] = keyed{binary.BigEndian.Uint64(head[:]), uint32(i)}
	}
	compare := func(a, b keyed) int {
		x, y := &records[a.place], &records[b.place]
		if c := cmp.Compare(x.Source, y.Source); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.head, b.head), cmp.Compare(x.ID, y.ID))
	}
	half := len(list) / 2
	var g errgroup.Group
	g.Go(func() error { slices.SortFunc(list[:half], compare); return nil })
	g.Go(func() error { slices.SortFunc(list[half:], compare); return nil })
	g.Wait()
	out := make([]uint32, 0, len(list))
	a, b := list[:half], list[half:]
	for len(a) > 0 || len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && compare(a[0], b[0]) < 0 {
			out = append(out, a[0].place)
			a = a[1:]
		} else {
			out = append(out, b[0].place)
			b = b[1:]
		}
	}
	return out
}

// newestDate finds the newest date among those that sources give. Most texts
// are no newer than the newest so far and need not be parsed.
type newestDate struct {
	date normalize.Date
	iso  string
}

func (n *newestDate) look(r *record.Record) {
	for i := range r.Values {
		switch v := &r.Values[i]; v.Field {
		case record.CreatedAt, record.UpdatedAt, record.LastSeen, record.VerifiedAt:
			if isISO(v.Text) && v.Text[:10] <= n.iso {
				continue
			}
			d := normalize.ParseDate(v.Text, normalize.DateHint{}, nil)
			if d.Status == normalize.OK && (n.date.IsZero() || d.Date.Compare(n.date) > 0) {
				n.date = d.Date
				n.iso = d.Date.String()
				if len(n.iso) != 10 {
					n.iso = ""
				}
			}
		}
	}
}

func isISO(s string) bool {
	return len(s) >= 10 && s[4] == '-' && s[7] == '-' && s[0] >= '1' && s[0] <= '2'
}

// keyName is how errors and messages name a record.
func keyName(k record.Key) string { return fmt.Sprintf("%s:%s", k.Source, k.ID) }
