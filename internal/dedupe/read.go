package dedupe

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// input is everything that was read.
type input struct {
	// records are in canonical key order; keys are unique. They hold no values:
	// those are packed, until they have been normalised.
	records []record.Record
	values  packed
	// rows maps each row, in input order, to its record; superseded says which of
	// them gave way to another row of the same key.
	rows       []uint32
	superseded []bool
	mappings   []ingest.Mapping
	stats      []ingest.Stats
	findings   []record.Finding // of reading, not sorted
	newest     normalize.Date   // the newest date that a record brings
	columns
}

// columns are the fields of the records, as the files of a run have them. A store
// keeps those of its batch: in review.csv those stand that never had a value, too.
type columns struct {
	Fields []record.Field `json:"fields"` // canonical ones
	User   []record.Field `json:"user"`   // the user's, which pass through
}

// add puts the fields that are seen behind those that are there, in their own
// order; the user's stand by name.
func (c *columns) add(seen map[record.Field]bool) {
	for f := range seen {
		if !f.IsCanonical() && !slices.Contains(c.User, f) {
			c.User = append(c.User, f)
		}
	}
	slices.Sort(c.User)
	for _, f := range record.Fields() {
		if seen[f] && f != record.RecordID && f != record.SourceName && !slices.Contains(c.Fields, f) {
			c.Fields = append(c.Fields, f)
		}
	}
}

// both yields all of them.
func (c *columns) both(yield func(record.Field) bool) {
	for _, list := range [...][]record.Field{c.Fields, c.User} {
		for _, f := range list {
			if !yield(f) {
				return
			}
		}
	}
}

// ErrNoRows is returned where no row of any input could be read.
var ErrNoRows = errors.New("no row could be read; rejected rows say why with --preview 10")

// read takes in all files. Rejected rows go to reject.
func read(ctx context.Context, o *Options, reject func(ingest.Rejected)) (*input, error) {
	r, err := ingest.Open(ctx, o.Files, &ingest.Options{
		Source: o.Source, Rules: o.Rules, Strict: o.Strict, Stdin: o.Stdin, OnReject: reject, Reuse: true,
	})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if o.Mapped != nil {
		o.Mapped(r.Mappings())
	}
	in := &input{}
	keys, err := in.take(r, o.Progress)
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, ErrNoRows
	}
	in.mappings, in.stats = r.Mappings(), r.Stats()
	in.nameColumns()
	in.unify(keys)
	return in, ctx.Err()
}

// take packs all rows and returns their keys.
func (in *input) take(r *ingest.Reader, progress func(string, int, int)) ([]record.Key, error) {
	var list []record.Key
	var copies keyCopies
	newest := golden.Newest{}
	for row, err := range r.Records() {
		if err != nil {
			return nil, err
		}
		list = append(list, copies.copy(row.Record.Key))
		in.values.at = append(in.values.at, in.values.pack(&row.Record))
		in.findings = append(in.findings, row.Findings...)
		newest.Look(&row.Record)
		if len(list)&0x3fff == 0 {
			done, total := r.Progress()
			if len(list) == 0x4000 && done > 0 && total > done {
				// As many rows as the input seems to have, and some more.
				rest := int(int64(len(list)) * (total - done) / done)
				list, in.values.at = slices.Grow(list, rest+rest/16), slices.Grow(in.values.at, rest+rest/16)
			}
			progress("read", int(done>>10), int(total>>10))
		}
	}
	in.newest = newest.Date
	return list, nil
}

// nameColumns lists the fields of all inputs.
func (in *input) nameColumns() {
	seen := map[record.Field]bool{}
	for _, m := range in.mappings {
		for _, col := range m.Columns {
			if col.Field != "" {
				seen[col.Field] = true
			}
		}
	}
	in.columns.add(seen)
}

// unify settles rows of one key and puts the records in canonical key order.
func (in *input) unify(keys []record.Key) {
	in.values.seal()
	at, order := in.values.at, keyOrder(keys)
	in.rows, in.superseded = make([]uint32, len(keys)), make([]bool, len(keys))
	in.records, in.values.at = make([]record.Record, 0, len(keys)), make([]packedAt, 0, len(keys))
	for i, j := 0, 0; i < len(order); i = j {
		for j = i; j < len(order) && keys[order[j]] == keys[order[i]]; j++ {
			in.rows[order[j]] = uint32(len(in.records))
		}
		kept := at[order[i]]
		if j-i > 1 {
			kept = in.settle(keys[order[i]], order[i:j], at)
		}
		in.records = append(in.records, record.Record{Key: keys[order[i]]})
		in.values.at = append(in.values.at, kept)
	}
	in.values.seal()
}

// settle makes one record of several rows of a key.
func (in *input) settle(key record.Key, rows []uint32, at []packedAt) packedAt {
	list := make([]record.Record, len(rows))
	for i, row := range rows {
		list[i].Key = key
		in.values.table.readRecord(in.values.text(at[row]), &list[i])
	}
	kept, lost := ingest.Unify(list)
	for _, l := range lost {
		in.superseded[rows[l.Lost]] = true
		in.findings = append(in.findings, record.Finding{Key: key, Field: record.RecordID, Rule: "duplicate_record_id",
			Severity: record.Warning, Value: string(key.ID)})
	}
	return in.values.pack(&kept[0])
}

// keyed is a row with what decides most comparisons of keys without looking at
// them: the rank of its source and the head of its id.
type keyed struct {
	head   uint64
	source uint32
	row    uint32
}

// keyOrder returns the rows in the order of their keys, those of one key in the
// order of the input.
func keyOrder(keys []record.Key) []uint32 {
	list := keyHeads(keys)
	compare := func(a, b keyed) int {
		switch {
		case a.source != b.source:
			return cmp.Compare(a.source, b.source)
		case a.head != b.head:
			return cmp.Compare(a.head, b.head)
		}
		return cmp.Or(cmp.Compare(keys[a.row].ID, keys[b.row].ID), cmp.Compare(a.row, b.row))
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
			out = append(out, a[0].row)
			a = a[1:]
		} else {
			out = append(out, b[0].row)
			b = b[1:]
		}
	}
	return out
}

// keyHeads prepares the keys for sorting. The head of an id begins behind what
// all ids of its source have in common, such as "CRM-000".
func keyHeads(keys []record.Key) []keyed {
	common := map[record.Source]record.ID{}
	for i := range keys {
		k := &keys[i]
		c, ok := common[k.Source]
		if !ok {
			common[k.Source] = k.ID
		} else if !strings.HasPrefix(string(k.ID), string(c)) {
			common[k.Source] = c[:commonPrefix(c, k.ID)]
		}
	}
	rank := map[record.Source]uint32{}
	for i, s := range slices.Sorted(maps.Keys(common)) {
		rank[s] = uint32(i)
	}
	list := make([]keyed, len(keys))
	for i := range keys {
		var head [8]byte
		copy(head[:], keys[i].ID[len(common[keys[i].Source]):])
		list[i] = keyed{binary.BigEndian.Uint64(head[:]), rank[keys[i].Source], uint32(i)}
	}
	return list
}

func commonPrefix(a, b record.ID) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// keyName is how errors and messages name a record.
func keyName(k record.Key) string { return fmt.Sprintf("%s:%s", k.Source, k.ID) }
