package ingest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tekil-id/tekil/record"
)

// take makes a record of the row that was just cut, or refuses it, and counts
// it either way.
func (f *fileReader) take(b *batch) {
	r, m := &f.row, &f.in.mapping
	f.stats.Lines += r.lines
	f.stats.Continued += r.lines - 1
	switch {
	case r.blank:
		f.stats.Blank++
		return
	case r.line <= m.Preamble:
		f.stats.Preamble++
		return
	case m.Header && (!f.headed || f.isHeader(r.cells)):
		f.headed = true
		f.stats.Header++
		return
	}
	reread := 0
	if m.Encoding == UTF8 && f.p.pos > f.valid && !utf8.ValidString(r.raw) {
		reread = f.reread(r)
	}
	if !f.fits(b, r) {
		return
	}
	if f.json != nil {
		f.takeJSON(b, r)
	} else {
		f.takeCells(b, r)
	}
	if reread > 0 && len(b.rows) > 0 && b.rows[len(b.rows)-1].Line == r.line {
		b.rows[len(b.rows)-1].note("undecodable_bytes", record.Warning, fmt.Sprintf("%d bytes", reread))
	}
}

// isHeader reports whether a row repeats the header, as in files that were glued
// together.
func (f *fileReader) isHeader(cells []string) bool {
	if len(cells) != len(f.cols) || len(cells) < 2 || strings.TrimPrefix(cells[0], "\uFEFF") != f.cols[0].Name {
		return false
	}
	for i, c := range cells[1:] {
		if strings.TrimSpace(c) != f.cols[i+1].Name {
			return false
		}
	}
	return true
}

// reread decodes a row of a UTF-8 file that is not UTF-8, and returns how many
// bytes were lost.
func (f *fileReader) reread(r *rawRow) (bad int) {
	text, bad := decodeLine(r.raw)
	f.stats.BadBytes += bad
	if bad == 0 {
		f.stats.Reread++
	}
	q := f.p
	q.text, q.pos, q.line, q.final = text, 0, r.line-1, true
	line, lines, repaired := r.line, r.lines, r.repaired
	if q.next(r); q.pos < len(text) || r.lines != lines {
		// The row spans lines only with the original quotes; the decoded text
		// has the same ones, but lenient reading may end it earlier.
		r.cells = q.lenient(r.cells[:0], text)
	}
	r.raw, r.line, r.lines, r.repaired = text, line, lines, repaired || r.repaired
	return bad
}

// fits refuses rows with NUL bytes and rows with cells above the limit.
func (f *fileReader) fits(b *batch, r *rawRow) bool {
	if f.nul && strings.IndexByte(r.raw, 0) >= 0 {
		i := max(0, indexCell(r.cells, func(c string) bool { return strings.IndexByte(c, 0) >= 0 }))
		f.reject(b, r.line, f.columnName(i), r.raw, ErrNUL, ErrNUL.Error())
		return false
	}
	if len(r.raw) > f.p.maxField {
		if i := indexCell(r.cells, func(c string) bool { return len(c) > f.p.maxField }); i >= 0 {
			f.reject(b, r.line, f.columnName(i), r.cells[i], ErrTooLong,
				fmt.Sprintf("value of %d bytes is longer than the limit of %d", len(r.cells[i]), f.p.maxField))
			return false
		}
	}
	return true
}

func indexCell(cells []string, bad func(string) bool) int {
	for i, c := range cells {
		if bad(c) {
			return i
		}
	}
	return -1
}

// columnName is the header of column i, for reports.
func (f *fileReader) columnName(i int) string {
	if f.json != nil {
		return ""
	}
	if i < len(f.cols) {
		return f.cols[i].Name
	}
	return fmt.Sprintf("column%d", i+1)
}

// reject refuses a row.
func (f *fileReader) reject(b *batch, line int, column, value string, err error, reason string) {
	f.stats.Rejected++
	b.rejected = append(b.rejected, Rejected{
		File: f.in.name, Row: line, Column: column, Value: shorten(value), Reason: reason, Err: err,
	})
}

// takeCells makes a record of the cells of a delimited row.
func (f *fileReader) takeCells(b *batch, r *rawRow) {
	n := len(r.cells)
	if n > len(f.cols) {
		n = len(f.cols)
		if i := indexCell(r.cells[n:], func(c string) bool { return !isBlank(c) }); i >= 0 {
			f.reject(b, r.line, f.columnName(n+i), r.raw, ErrTooManyCells,
				fmt.Sprintf("%v: %d for %d", ErrTooManyCells, len(r.cells), n))
			return
		}
	}
	if filled(r.cells) == 0 {
		f.stats.Blank++ // nothing but delimiters
		return
	}
	row := f.begin(b, r.line)
	f.room(n)
	start := len(f.arena)
	for k := range n {
		i := k
		if f.order != nil {
			if i = f.order[k]; i >= n {
				continue
			}
		}
		c := r.cells[i]
		if f.cols[i].Joins && !isBlank(r.cells[i-1]) && len(f.arena) > start && !isBlank(c) {
			f.arena[len(f.arena)-1].Text += " " + strings.TrimSpace(unwrap(c))
			continue
		}
		f.putPart(row, start, f.cols[i].Field, f.part(i), c)
	}
	f.end(row, start)
	if len(r.cells) < len(f.cols) {
		f.stats.Short++
		row.note("short_row", record.Warning, fmt.Sprintf("%d cells for %d", len(r.cells), len(f.cols)))
	}
	if r.repaired {
		f.stats.Quotes++
		row.note("broken_quote", record.Warning, "")
	}
}

// takeJSON makes a record of one JSON object.
func (f *fileReader) takeJSON(b *batch, r *rawRow) {
	pairs, ok := f.json.read(strings.TrimSpace(r.raw))
	if !ok {
		f.reject(b, r.line, "", r.raw, ErrJSON, ErrJSON.Error())
		return
	}
	if len(pairs) == 0 {
		f.stats.Blank++
		return
	}
	for _, p := range pairs {
		if len(p.text) > f.p.maxField {
			f.reject(b, r.line, p.path, p.text, ErrTooLong, ErrTooLong.Error())
			return
		}
	}
	row := f.begin(b, r.line)
	f.room(len(pairs))
	start := len(f.arena)
	for _, p := range pairs {
		i := f.pathColumn(p.path)
		if i < 0 {
			f.put(row, userField(strings.Clone(p.path)), p.text)
			continue
		}
		f.putPart(row, start, f.cols[i].Field, f.part(i), p.text)
	}
	f.end(row, start)
}

// pathColumn is the column of a JSON path; a path seen for the first time
// becomes one, or -1 where there are too many.
func (f *fileReader) pathColumn(path string) int {
	i, ok := f.paths[path]
	if !ok && len(f.cols) >= maxColumns {
		return -1
	}
	if !ok {
		i = len(f.cols)
		path = strings.Clone(path)
		f.paths[path] = i
		f.cols = append(f.cols, columnFor(path, f.cols, f.in.opts.Rules))
		f.parts, f.order = columnParts(f.cols)
		f.grown = true
	}
	return i
}

// part is the part of an address that column i holds.
func (f *fileReader) part(i int) part {
	if f.parts == nil {
		return noPart
	}
	return f.parts[i]
}

// putPart is put for a part of an address, which goes on with the parts of its
// field that the row, whose values begin at start, has already.
func (f *fileReader) putPart(row *Row, start int, field record.Field, p part, text string) {
	if p == noPart || isBlank(text) {
		f.put(row, field, text)
		return
	}
	at := slices.IndexFunc(f.arena[start:], func(v record.Value) bool { return v.Field == field })
	text = worded(p, unwrap(text), at >= 0)
	if at < 0 || text == "" {
		f.put(row, field, text)
	} else if have := &f.arena[start+at].Text; !strings.Contains(*have, text) {
		*have += " " + text
	}
}

// begin appends an empty row to the batch.
func (f *fileReader) begin(b *batch, line int) *Row {
	b.rows = append(b.rows, Row{File: f.in.name, Line: line})
	row := &b.rows[len(b.rows)-1]
	row.Record.Source = f.in.mapping.Source
	return row
}

// room makes sure that the arena takes n more values without moving: the values
// of many rows share one allocation, those of a whole batch where it is used again.
func (f *fileReader) room(n int) {
	if cap(f.arena)-len(f.arena) >= n {
		return
	}
	size := 2048
	if f.spent != nil {
		size = max(size, 2*cap(f.arena))
	}
	f.arena = make([]record.Value, 0, max(n, size))
}

// put adds one value to the row. Blank cells are no values.
func (f *fileReader) put(row *Row, field record.Field, text string) {
	if text == "" || field == "" || isBlank(text) {
		return
	}
	text = unwrap(text)
	switch field {
	case record.RecordID:
		if row.Record.ID == "" {
			row.Record.ID = record.ID(strings.TrimSpace(text))
			return
		}
	case record.SourceName:
		if f.in.opts.Source == "" {
			row.Record.Source = cleanSource(text)
			return
		}
	}
	f.arena = append(f.arena, record.Value{Field: field, Text: text})
}

// unwrap takes off ="...", by which a file tells Excel that digits are text.
func unwrap(cell string) string {
	if n := len(cell); n > 3 && cell[0] == '=' && cell[1] == '"' && cell[n-1] == '"' {
		return cell[2 : n-1]
	}
	return cell
}

// end gives the row its values and, if the input brought none, its id.
func (f *fileReader) end(row *Row, start int) {
	n := len(f.arena)
	row.Record.Values = f.arena[start:n:n]
	if row.Record.ID == "" {
		row.Record.ID = f.names.name(row.Record.Source, row.Record.Values)
	}
	f.stats.Rows++
}

// note adds a finding about how the row was read.
func (r *Row) note(rule string, s record.Severity, value string) {
	r.Findings = append(r.Findings, record.Finding{Key: r.Record.Key, Rule: rule, Severity: s, Value: value})
}
