package dedupe

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// partialExt is what the directory under construction has behind its name, and
// completeName the file in it that says that every file of it is whole.
const (
	partialExt   = ".partial"
	completeName = "complete"
)

const crosswalkName = "crosswalk.csv"

// output is the directory under construction. Files are written beside the final
// directory and moved when all of them are whole: a run that ends early, in
// whatever way, leaves what was there.
type output struct {
	dir   string // final
	temp  string
	fresh bool // there is no final directory yet
	lock  io.Closer
	excel bool
	wrap  func(io.WriteCloser) io.WriteCloser
}

// ErrBusy is returned where another run writes to the same directory.
var ErrBusy = errors.New("another run of tekil is writing there; wait for it to end, or give another --out")

// begin makes the directory under construction, after it finished a move that a
// killed run left half done, or removed what it left else.
func begin(o *Options) (_ *output, err error) {
	out := &output{dir: o.Out, temp: o.Out + partialExt, excel: o.Excel, wrap: o.wrap}
	if st, err := os.Stat(out.dir); err == nil && !st.IsDir() {
		return nil, fmt.Errorf("%s is a file, not a directory for output", out.dir)
	}
	if err := os.MkdirAll(out.temp, 0o755); err != nil {
		return nil, fmt.Errorf("make output directory: %w", err)
	}
	if out.lock, err = lockDir(out.temp); err != nil {
		return nil, fmt.Errorf("%s: %w", o.Out, err)
	}
	if _, err = os.Stat(filepath.Join(out.temp, completeName)); err == nil {
		err = out.move()
	} else {
		err = nil
	}
	if err == nil {
		err = out.clear()
	}
	if err != nil {
		out.lock.Close()
		return nil, err
	}
	_, err = os.Stat(out.dir)
	out.fresh = errors.Is(err, fs.ErrNotExist)
	return out, nil
}

// clear removes what an interrupted run left in the directory under
// construction.
func (o *output) clear() error {
	list, err := os.ReadDir(o.temp)
	for _, e := range list {
		if err == nil {
			err = os.RemoveAll(filepath.Join(o.temp, e.Name()))
		}
	}
	if err != nil {
		return fmt.Errorf("remove remains of an interrupted run: %w", err)
	}
	return nil
}

// commit moves everything to the final directory.
func (o *output) commit() error {
	defer o.lock.Close()
	if o.fresh {
		if err := os.Rename(o.temp, o.dir); err != nil {
			return fmt.Errorf("move output into place: %w", err)
		}
		return nil
	}
	// Not every run writes a crosswalk; that of an earlier one would not fit.
	if _, err := os.Stat(filepath.Join(o.temp, crosswalkName)); errors.Is(err, fs.ErrNotExist) {
		os.Remove(filepath.Join(o.dir, crosswalkName))
	}
	if err := os.WriteFile(filepath.Join(o.temp, completeName), nil, 0o644); err != nil {
		return fmt.Errorf("complete output: %w", err)
	}
	if err := o.move(); err != nil {
		return err
	}
	return os.RemoveAll(o.temp)
}

// move puts complete files in place one by one; doing it again goes on where it
// stopped. The mark that they are complete goes last.
func (o *output) move() error {
	list, err := os.ReadDir(o.temp)
	if err != nil {
		return fmt.Errorf("move output into place: %w", err)
	}
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return fmt.Errorf("move output into place: %w", err)
	}
	for _, e := range list {
		if e.Name() == completeName {
			continue
		}
		if err := os.Rename(filepath.Join(o.temp, e.Name()), filepath.Join(o.dir, e.Name())); err != nil {
			return fmt.Errorf("move output into place: %w", err)
		}
	}
	return nil
}

// abandon removes what was written.
func (o *output) abandon() {
	os.RemoveAll(o.temp)
	o.lock.Close()
}

// file is an output file.
type file struct {
	*bufio.Writer
	name string
	c    io.Closer
}

func (o *output) create(name string) (*file, error) {
	f, err := os.Create(filepath.Join(o.temp, name))
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	var w io.WriteCloser = f
	if o.wrap != nil {
		w = o.wrap(f)
	}
	return &file{bufio.NewWriterSize(w, 256<<10), name, w}, nil
}

// close ends the file and returns err, which stopped its making, if there was
// one. Errors of buffered writes show here at last, a full disk among them.
func (f *file) close(err error) error {
	wrote := f.Flush()
	if e := f.c.Close(); wrote == nil {
		wrote = e
	}
	if wrote != nil && (err == nil || errors.Is(err, wrote)) {
		return fmt.Errorf("write %s: %w", f.name, wrote)
	}
	return err
}

// table writes a CSV file row by row.
func (o *output) table(name string, header []string, write func(w *csvFile) error) error {
	f, err := o.create(name)
	if err != nil {
		return err
	}
	w := &csvFile{f: f, csvStyle: o.style()}
	if w.excel {
		f.WriteString("\ufeff")
	}
	w.row(header...)
	return f.close(write(w))
}

func (o *output) style() csvStyle { return styleOf(o.excel) }

// csvFile is an open CSV file. Errors of writing show when it is closed.
type csvFile struct {
	csvStyle
	f   *file
	buf []byte
}

func (w *csvFile) row(cells ...string) {
	w.buf = w.appendRow(w.buf[:0], cells)
	w.f.Write(w.buf)
}

// AppendRow appends a row of cells as the CSV files of a run have it: separated by
// commas, or with excel as Excel in Turkey opens it well, and with cells that a
// spreadsheet would run as formulas made safe.
func AppendRow(b []byte, cells []string, excel bool) []byte {
	return styleOf(excel).appendRow(b, cells)
}

func styleOf(excel bool) csvStyle {
	if excel {
		return csvStyle{delimiter: ';', excel: true}
	}
	return csvStyle{delimiter: ','}
}

// csvStyle is how cells are written.
type csvStyle struct {
	delimiter byte
	// excel writes what Excel in Turkey opens well: semicolons, a byte order
	// mark, and numbers that are names as text.
	excel bool
}

func (s csvStyle) appendRow(b []byte, cells []string) []byte {
	for i, c := range cells {
		if i > 0 {
			b = append(b, s.delimiter)
		}
		b = s.appendCell(b, c)
	}
	return append(b, '\n')
}

// appendCell writes one cell. A cell that a spreadsheet would run as a formula
// gets an apostrophe in front, which makes it a text.
func (s csvStyle) appendCell(b []byte, c string) []byte {
	if c == "" {
		return b
	}
	if s.excel && numberAsName(c) {
		b = append(b, `"=""`...)
		b = append(b, c...)
		return append(b, `"""`...)
	}
	formula := runs(c)
	if !formula && !s.quotes(c) {
		return append(b, c...)
	}
	b = append(b, '"')
	if formula {
		b = append(b, '\'')
	}
	for i := range len(c) {
		if c[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, c[i])
	}
	return append(b, '"')
}

func (s csvStyle) quotes(c string) bool {
	for i := range len(c) {
		switch c[i] {
		case s.delimiter, '"', '\n', '\r':
			return true
		}
	}
	return c[0] == ' '
}

// runs reports whether a spreadsheet would take c for a formula. A telephone
// number starts with a sign as well, and does no harm.
func runs(c string) bool {
	switch c[0] {
	case '=', '@', '\t', '\r':
		return true
	case '+', '-':
		return strings.Trim(c, "0123456789 ().,;/+-") != "" || len(c) == 1
	}
	return false
}

// numberAsName reports whether c is digits that Excel would change: leading
// zeros and signs go, and long numbers are rounded.
func numberAsName(c string) bool {
	if strings.Trim(c, "0123456789") != "" && (c[0] != '+' || len(c) == 1 || strings.Trim(c[1:], "0123456789") != "") {
		return false
	}
	return len(c) >= 10 || c[0] == '+' || c[0] == '0' && len(c) > 1
}
