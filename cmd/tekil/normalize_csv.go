package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// csvColumn is one column to normalise: its header and the kind of its values.
type csvColumn struct {
	name  string
	kind  valueKind
	index int
	parts []string
}

// parseColumns reads the flags --column NAME=kind.
func parseColumns(list []string) ([]csvColumn, error) {
	var out []csvColumn
	for _, s := range list {
		i := strings.LastIndexByte(s, '=')
		if i < 1 {
			return nil, usage(fmt.Errorf("--column %q is not of the form NAME=kind", s))
		}
		c := csvColumn{name: s[:i]}
		var err error
		if c.kind, err = parseKind(s[i+1:]); err != nil {
			return nil, usage(fmt.Errorf("--column %q: %w", s, err))
		}
		c.parts, _ = flatten(c.kind.of(&request{}, nil))
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, usage(fmt.Errorf("--csv needs at least one --column NAME=kind"))
	}
	return out, nil
}

// table writes the table of a file with the parts of some columns added at the
// end of each row.
func (f *normalizeFlags) table(c *cobra.Command, o *normalize.Options) (err error) {
	columns, err := parseColumns(f.columns)
	if err != nil {
		return err
	}
	path := f.csv
	if path == "-" { // it is read twice: once for its header
		if path, err = spool(c.InOrStdin()); err != nil {
			return fmt.Errorf("read standard input: %w", err)
		}
		defer os.Remove(path)
	}
	t, err := openTable(c.Context(), path, f.csv, columns)
	if err != nil {
		return err
	}
	defer t.Close()
	out, err := f.create(c.OutOrStdout())
	if err != nil {
		return err
	}
	rep := newReporter(c.ErrOrStderr(), f.quiet)
	rows, err := t.write(out, columns, f.excel, o, rep)
	rep.stop()
	if err = out.close(err); err != nil {
		if out.path == "" && errors.Is(err, context.Canceled) {
			return &exitError{exitInterrupted, fmt.Errorf("interrupted after %s; the output ends there", plural(rows, "row"))}
		}
		return err
	}
	if f.out != "" {
		rep.say("%s in %s", plural(rows, "row"), f.out)
	}
	return t.refused(rep, f.csv)
}

// spool keeps standard input in a file of its own.
func spool(in io.Reader) (path string, err error) {
	f, err := os.CreateTemp("", "tekil-*.csv")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, in)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return f.Name(), err
}

// tableOut is where a table is written: standard output, or a file that has its
// name only when it is whole.
type tableOut struct {
	*bufio.Writer
	path string
	file *os.File
}

func (f *normalizeFlags) create(stdout io.Writer) (*tableOut, error) {
	if f.out == "" {
		return &tableOut{Writer: bufio.NewWriterSize(stdout, 64<<10)}, nil
	}
	file, err := os.Create(f.out + ".partial")
	if err != nil {
		return nil, err
	}
	return &tableOut{bufio.NewWriterSize(file, 256<<10), f.out, file}, nil
}

// close ends the output; err is what stopped its making, if anything did.
func (o *tableOut) close(err error) error {
	if e := o.Flush(); err == nil {
		err = e
	}
	if o.file == nil {
		return err
	}
	if e := o.file.Close(); err == nil {
		err = e
	}
	if err == nil {
		return os.Rename(o.file.Name(), o.path)
	}
	os.Remove(o.file.Name())
	return err
}

// csvTable is an open table, of which every cell is kept as it is.
type csvTable struct {
	*ingest.Reader
	header []string
	only   bool // the file has a header and nothing else
}

// openTable opens the file at path, which the user calls name, and finds the
// columns in its header.
func openTable(ctx context.Context, path, name string, columns []csvColumn) (*csvTable, error) {
	header, only, err := readHeader(ctx, path, name)
	if err != nil {
		return nil, err
	}
	rules := &ingest.Rules{NoContent: true, Columns: map[string]string{}}
	for i := range header {
		rules.Columns[strconv.Itoa(i+1)] = cellField(i)
	}
	for i := range columns {
		c := &columns[i]
		if c.index = findColumn(header, c.name); c.index < 0 {
			return nil, usage(fmt.Errorf("%s has no column %q; there are %s", name, c.name, strings.Join(header, ", ")))
		}
	}
	r, err := ingest.Open(ctx, []string{path}, &ingest.Options{Rules: rules, NoHeader: only})
	if err != nil {
		return nil, err
	}
	return &csvTable{r, header, only}, nil
}

// readHeader returns the header of a file, and whether it is all of the file.
func readHeader(ctx context.Context, path, name string) (header []string, only bool, err error) {
	o := &ingest.Options{Rules: &ingest.Rules{NoContent: true}}
	r, err := ingest.Open(ctx, []string{path}, o)
	if only = errors.Is(err, ingest.ErrHeaderOnly); only {
		o.NoHeader = true
		r, err = ingest.Open(ctx, []string{path}, o)
	}
	if err != nil {
		return nil, false, err
	}
	maps := r.Mappings()
	r.Close()
	if len(maps) != 1 {
		return nil, false, usage(fmt.Errorf("--csv takes one file, %s names %d", name, len(maps)))
	}
	for _, c := range maps[0].Columns {
		header = append(header, c.Name)
	}
	if !only {
		return header, false, nil
	}
	return headerCells(ctx, path, len(header))
}

// headerCells reads the one row of a file, which is its header.
func headerCells(ctx context.Context, path string, width int) (header []string, only bool, err error) {
	rules := &ingest.Rules{NoContent: true, Columns: map[string]string{}}
	for i := range width {
		rules.Columns[strconv.Itoa(i+1)] = cellField(i)
	}
	r, err := ingest.Open(ctx, []string{path}, &ingest.Options{Rules: rules, NoHeader: true})
	if err != nil {
		return nil, true, err
	}
	defer r.Close()
	for row, err := range r.Records() {
		if err != nil {
			return nil, true, err
		}
		header = cellsOf(&row.Record, width)
	}
	return header, true, nil
}

// write writes all rows and returns their number.
func (t *csvTable) write(w *tableOut, columns []csvColumn, excel bool, o *normalize.Options, rep *reporter) (rows int, err error) {
	header := slices.Clone(t.header)
	for i := range columns {
		for _, part := range columns[i].parts {
			header = append(header, columns[i].name+"_"+part)
		}
	}
	if excel {
		w.WriteString("\ufeff")
	}
	var line []byte
	write := func(cells []string) error {
		line = dedupe.AppendRow(line[:0], cells, excel)
		_, err := w.Write(line)
		return err
	}
	if err := write(header); err != nil || t.only {
		return 0, err
	}
	for row, err := range t.Records() {
		if err != nil {
			return rows, err
		}
		if err := write(extend(cellsOf(&row.Record, len(t.header)), columns, o)); err != nil {
			return rows, err
		}
		if rows++; rows%1024 == 0 {
			read, total := t.Progress()
			rep.report("read", int(read), int(total))
		}
	}
	return rows, nil
}

// refused names the rows that could not be read, of which the table lacks.
func (t *csvTable) refused(rep *reporter, name string) error {
	list := t.Rejected()
	const named = 5
	for i, x := range list {
		if i == named {
			rep.say("... and %s more", plural(len(list)-named, "row"))
			break
		}
		rep.say("%s: line %d: %s", name, x.Row, x.Reason)
	}
	if len(list) > 0 {
		return &exitError{exitRejected, fmt.Errorf("%s of %s could not be read and %s left out", plural(len(list), "row"), name, wereLeft(len(list)))}
	}
	return nil
}

func wereLeft(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// cellField is the field that the i-th column goes by, so that every cell is
// kept as it is.
func cellField(i int) string { return fmt.Sprintf("cell %d", i+1) }

func findColumn(header []string, name string) int {
	for i, h := range header {
		if h == name {
			return i
		}
	}
	for i, h := range header {
		if strings.EqualFold(strings.TrimSpace(h), strings.TrimSpace(name)) {
			return i
		}
	}
	return -1
}

// cellsOf returns the cells of a row as they stand in the file.
func cellsOf(r *record.Record, width int) []string {
	cells := make([]string, width)
	for i := range r.Values {
		if n, err := strconv.Atoi(strings.TrimPrefix(string(r.Values[i].Field), "cell ")); err == nil && n >= 1 && n <= width {
			cells[n-1] = r.Values[i].Text
		}
	}
	return cells
}

// extend adds the parts of the columns.
func extend(cells []string, columns []csvColumn, o *normalize.Options) []string {
	for i := range columns {
		c := &columns[i]
		_, values := flatten(c.kind.of(&request{Input: scalar(cells[c.index])}, o))
		cells = append(cells, values...)
	}
	return cells
}

// flatten lists the parts of an answer and their values as cells: the items of
// a list stand in one cell, separated by semicolons, and a list of values gives
// a cell for each of their parts.
func flatten(answer any) (names, values []string) {
	v := reflect.ValueOf(answer)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		f := v.Field(i)
		switch {
		case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
			inner := f.Type().Elem()
			for k := range inner.NumField() {
				part, _, _ := strings.Cut(inner.Field(k).Tag.Get("json"), ",")
				names, values = append(names, part), append(values, joinCells(f, func(x reflect.Value) string { return fmt.Sprint(x.Field(k).Interface()) }))
			}
		case f.Kind() == reflect.Slice:
			names, values = append(names, name), append(values, joinCells(f, func(x reflect.Value) string { return fmt.Sprint(x.Interface()) }))
		default:
			names, values = append(names, name), append(values, fmt.Sprint(f.Interface()))
		}
	}
	return names, values
}

// joinCells joins the texts of a list, none where all are empty.
func joinCells(list reflect.Value, text func(reflect.Value) string) string {
	var parts []string
	empty := true
	for i := range list.Len() {
		parts = append(parts, text(list.Index(i)))
		empty = empty && parts[i] == ""
	}
	if empty {
		return ""
	}
	return strings.Join(parts, ";")
}
