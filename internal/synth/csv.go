package synth

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// WriteCSV writes the customers of cfg to files of dir, which it makes if it is
// not there: customers.csv (the columns that the sources have), truth.csv
// (record_id, source, entity_id, kind, household_id) and traps.csv (a, b, kind).
// Record ids are unique over all sources. Files that are there are overwritten.
func WriteCSV(dir string, cfg Config) (err error) {
	cfg, err = cfg.resolve()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var files [3]*csvFile
	for i, name := range []string{"customers.csv", "truth.csv", "traps.csv"} {
		f, err := createCSV(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		defer f.Close()
		files[i] = f
	}
	w := newRun(cfg)
	w.writeTo(files[0], files[1], files[2])
	return errors.Join(files[0].finish(), files[1].finish(), files[2].finish())
}

func (w *world) writeTo(customers, truth, traps *csvFile) {
	for i, f := range columns {
		if !w.drop[i] {
			customers.cell(string(f))
		}
	}
	customers.end()
	truth.line("record_id", "source", "entity_id", "kind", "household_id")
	traps.line("a", "b", "kind")
	w.run(func(r *row) bool {
		for i := range r.cells {
			if !w.drop[i] {
				customers.cell(r.cells[i])
			}
		}
		customers.end()
		household := ""
		if r.household > 0 {
			household = "H" + strconv.Itoa(r.household)
		}
		truth.line(r.cells[colID], r.cells[colSource], string(r.entity), r.kind, household)
		return customers.err == nil && truth.err == nil
	}, func(t Trap) bool {
		traps.line(string(t.A.ID), string(t.B.ID), t.Kind)
		return traps.err == nil
	})
}

// csvFile writes RFC 4180 lines that end in LF. It keeps the first error.
type csvFile struct {
	*os.File
	w     *bufio.Writer
	err   error
	first bool
}

func createCSV(path string) (*csvFile, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &csvFile{File: f, w: bufio.NewWriterSize(f, 1<<18), first: true}, nil
}

func (f *csvFile) line(cells ...string) {
	for _, c := range cells {
		f.cell(c)
	}
	f.end()
}

func (f *csvFile) cell(s string) {
	if !f.first {
		f.write(",")
	}
	f.first = false
	if needsQuotes(s) {
		f.write(`"`)
		f.write(strings.ReplaceAll(s, `"`, `""`))
		f.write(`"`)
		return
	}
	f.write(s)
}

func needsQuotes(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case ',', '"', '\n', '\r':
			return true
		}
	}
	return false
}

func (f *csvFile) end() {
	f.write("\n")
	f.first = true
}

func (f *csvFile) write(s string) {
	if _, err := f.w.WriteString(s); err != nil && f.err == nil {
		f.err = err
	}
}

func (f *csvFile) finish() error {
	return errors.Join(f.err, f.w.Flush(), f.File.Sync())
}
