package dedupe

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// sheet reads a CSV file that tekil wrote and a person may have saved from a
// spreadsheet since: with semicolons, a byte order mark, quoted numbers.
type sheet struct {
	path    string
	r       *csv.Reader
	c       io.Closer
	columns map[string]int
	row     []string
}

// openSheet opens path and checks that it has the columns.
func openSheet(path string, columns ...string) (*sheet, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	br := bufio.NewReaderSize(f, 64<<10)
	if head, _ := br.Peek(3); bytes.Equal(head, []byte("\ufeff")) {
		br.Discard(3)
	}
	s := &sheet{path: path, c: f, r: csv.NewReader(br), columns: map[string]int{}}
	head, _ := br.Peek(16 << 10)
	if line, _, _ := bytes.Cut(head, []byte("\n")); bytes.Count(line, []byte(";")) > bytes.Count(line, []byte(",")) {
		s.r.Comma = ';'
	}
	s.r.FieldsPerRecord, s.r.ReuseRecord = -1, true
	header, err := s.r.Read()
	if err != nil {
		f.Close()
		if errors.Is(err, io.EOF) {
			err = errors.New("file is empty")
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i, h := range header {
		s.columns[strings.TrimSpace(h)] = i
	}
	for _, c := range columns {
		if _, ok := s.columns[c]; !ok {
			f.Close()
			return nil, fmt.Errorf("%s: column %s is missing", path, c)
		}
	}
	return s, nil
}

// has reports whether there is a column of that name.
func (s *sheet) has(column string) bool { _, ok := s.columns[column]; return ok }

// rows goes through the rows, with nil for each; an error that says where the file
// broke is the last.
func (s *sheet) rows(yield func(error) bool) {
	for {
		var err error
		if s.row, err = s.r.Read(); errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", s.path, err)
		}
		if !yield(err) || err != nil {
			return
		}
	}
}

// get returns a cell of the row, without what made it safe for a spreadsheet.
func (s *sheet) get(column string) string {
	i, ok := s.columns[column]
	if !ok || i >= len(s.row) {
		return ""
	}
	c := s.row[i]
	if strings.HasPrefix(c, `="`) && strings.HasSuffix(c, `"`) && len(c) > 2 {
		return strings.Clone(c[2 : len(c)-1])
	}
	if len(c) > 1 && c[0] == '\'' && runs(c[1:]) {
		c = c[1:]
	}
	return strings.Clone(c)
}

// fail says what is wrong with a cell of the row.
func (s *sheet) fail(column, what string) error {
	line, _ := s.r.FieldPos(0)
	return fmt.Errorf("%s: line %d, column %s: %s", s.path, line, column, what)
}

func (s *sheet) close() { s.c.Close() }

// key reads the columns of a record key, prefixed "a_" or "b_" in a review list.
func (s *sheet) key(prefix string) (record.Key, error) {
	k := record.Key{Source: record.Source(s.get(prefix + "source")), ID: record.ID(s.get(prefix + "record_id"))}
	if k.ID == "" {
		return k, s.fail(prefix+"record_id", "is empty")
	}
	if k.Source == "" {
		return k, s.fail(prefix+"source", "is empty")
	}
	return k, nil
}
