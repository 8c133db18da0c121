package evaluate

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// ErrColumn is returned for a file without a column that it must have.
var ErrColumn = errors.New("column is missing")

// ReadAssignments reads a members.csv or truth.csv: UTF-8, with a header that
// has record_id and entity_id, and source where record ids repeat across
// sources. Other columns are passed over.
func ReadAssignments(r io.Reader) ([]Assignment, error) {
	var out []Assignment
	err := readRows(r, []string{"record_id", "entity_id"}, []string{"source"}, func(c []string) {
		out = append(out, Assignment{record.Key{Source: record.Source(c[2]), ID: record.ID(c[0])}, c[1]})
	})
	return out, err
}

// ReadTraps reads a traps.csv: record ids a and b, the kind of trap, and the
// sources a_source and b_source where record ids repeat.
func ReadTraps(r io.Reader) ([]Trap, error) {
	var out []Trap
	err := readRows(r, []string{"a", "b", "kind"}, []string{"a_source", "b_source"}, func(c []string) {
		out = append(out, Trap{
			A:    record.Key{Source: record.Source(c[3]), ID: record.ID(c[0])},
			B:    record.Key{Source: record.Source(c[4]), ID: record.ID(c[1])},
			Kind: c[2],
		})
	})
	return out, err
}

// ReadFile opens a file and reads it with [ReadAssignments] or [ReadTraps];
// errors name the file.
func ReadFile[T any](path string, read func(io.Reader) ([]T, error)) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out, err := read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

// readRows calls row with the cells of the required, then of the optional
// columns of each line. An optional column that is missing gives "".
func readRows(r io.Reader, required, optional []string, row func(cells []string)) error {
	cr := csv.NewReader(r)
	cr.ReuseRecord = true
	header, err := cr.Read()
	if err == io.EOF {
		return fmt.Errorf("empty file: %w: %s", ErrColumn, required[0])
	}
	if err != nil {
		return err
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	var at []int
	for _, name := range required {
		i := slices.Index(header, name)
		if i < 0 {
			return fmt.Errorf("%w: %s", ErrColumn, name)
		}
		at = append(at, i)
	}
	for _, name := range optional {
		at = append(at, slices.Index(header, name))
	}
	cells := make([]string, len(at))
	for {
		line, err := cr.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for i, col := range at {
			cells[i] = ""
			if col >= 0 {
				// The reader's cells share one string a line; a copy lets the
				// rest of the line go.
				cells[i] = strings.Clone(line[col])
			}
		}
		row(cells)
	}
}
