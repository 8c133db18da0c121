package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
)

// csvColumn is one column to normalise: its header and the kind of its values.
type csvColumn struct {
	name, kind string
	index      int
	parts      []string
}

// parseColumns reads the flags --column NAME=kind.
func parseColumns(list []string) ([]csvColumn, error) {
	var out []csvColumn
	for _, s := range list {
		i := strings.LastIndexByte(s, '=')
		if i < 1 {
			return nil, usage(fmt.Errorf("--column %q is not of the form NAME=kind", s))
		}
		c := csvColumn{name: s[:i], kind: s[i+1:]}
		f, ok := normalizers[c.kind]
		if !ok {
			return nil, usage(fmt.Errorf("--column %q: no kind %q; there are %s", s, c.kind, kinds))
		}
		c.parts, _ = flatten(f(&request{}))
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, usage(fmt.Errorf("--csv needs at least one --column NAME=kind"))
	}
	return out, nil
}

// normalizeCSV writes the table of a file with the parts of some columns added
// at the end of each row.
func normalizeCSV(ctx context.Context, path string, columns []csvColumn, out io.Writer) (err error) {
	head, err := ingest.Open(ctx, []string{path}, &ingest.Options{Rules: &ingest.Rules{NoContent: true}})
	if err != nil {
		return err
	}
	maps := head.Mappings()
	head.Close()
	if len(maps) != 1 {
		return usage(fmt.Errorf("--csv takes one file, %s names %d", path, len(maps)))
	}
	table := maps[0].Columns
	header, rules := make([]string, len(table)), &ingest.Rules{NoContent: true, Columns: map[string]string{}}
	for i, c := range table {
		header[i] = c.Name
		rules.Columns[strconv.Itoa(i+1)] = cellField(i)
	}
	for i := range columns {
		c := &columns[i]
		if c.index = findColumn(header, c.name); c.index < 0 {
			return usage(fmt.Errorf("%s has no column %q; there are %s", path, c.name, strings.Join(header, ", ")))
		}
		for _, part := range c.parts {
			header = append(header, c.name+"_"+part)
		}
	}
	r, err := ingest.Open(ctx, []string{path}, &ingest.Options{Rules: rules})
	if err != nil {
		return err
	}
	defer r.Close()
	w := csv.NewWriter(out)
	w.Write(header)
	width := len(table)
	for row, err := range r.Records() {
		if err != nil {
			return err
		}
		w.Write(extend(&row.Record, width, columns))
	}
	for _, x := range r.Rejected() {
		return fmt.Errorf("%s: line %d: %s", x.File, x.Row, x.Reason)
	}
	w.Flush()
	return w.Error()
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

func extend(r *record.Record, width int, columns []csvColumn) []string {
	cells := make([]string, width)
	for i := range r.Values {
		if n, err := strconv.Atoi(strings.TrimPrefix(string(r.Values[i].Field), "cell ")); err == nil && n >= 1 && n <= width {
			cells[n-1] = r.Values[i].Text
		}
	}
	for i := range columns {
		c := &columns[i]
		_, values := flatten(normalizers[c.kind](&request{Input: scalar(cells[c.index])}))
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
