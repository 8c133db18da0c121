package ingest

import (
	"fmt"
	"strings"
)

// maxPreamble is how many rows are searched for a header below title lines.
const maxPreamble = 10

// decideCSV settles dialect, header and mapping of a delimited file.
func (in *input) decideCSV() error {
	m := &in.mapping
	sample := in.head
	if !in.headEnd {
		// The last line is cut off.
		if i := strings.LastIndexByte(sample, '\n'); i > 0 {
			sample = sample[:i+1]
		}
	}
	m.Dialect = sniffDialect(sample, in.opts.Dialect)
	if _, ok := sepLine(sample); ok {
		m.Preamble = 1
	}
	names, rows, err := in.findHeader(sample)
	if err != nil {
		return err
	}
	m.Columns, err = mapColumns(names, rows, in.opts.Rules, guessHeader)
	return err
}

// contentRows is how many rows guesses from content look at.
const contentRows = 1000

// findHeader returns the names of the columns and the first rows below.
func (in *input) findHeader(sample string) (names []string, rows [][]string, err error) {
	m := &in.mapping
	p := parser{Dialect: m.Dialect, text: sample, final: true, maxField: in.opts.MaxField}
	var starts []int // physical line of each row
	var row rawRow
	for len(rows) < contentRows+maxPreamble && p.next(&row) {
		if row.blank || row.line <= m.Preamble {
			continue
		}
		rows = append(rows, append([]string(nil), row.cells...))
		starts = append(starts, row.line)
	}
	if len(rows) == 0 {
		return nil, nil, ErrEmpty
	}
	at := headerRow(rows)
	if no, known := in.opts.noHeader(); known && no {
		at = -1
	} else if known && at < 0 {
		at = 0
	}
	if at < 0 {
		return numbered(rows), rows, nil
	}
	m.Header, m.Preamble = true, starts[at]-1
	names = headerNamesOf(rows[at])
	if rows = rows[at+1:]; len(rows) == 0 && in.headEnd {
		return nil, nil, ErrHeaderOnly
	}
	return names, rows, nil
}

// headerRow finds the row that names the columns, or -1 if the first row is
// data already.
func headerRow(rows [][]string) int {
	wide := 0
	for _, r := range rows[:min(len(rows), sniffRows)] {
		wide = max(wide, filled(r))
	}
	for i, r := range rows[:min(len(rows), maxPreamble)] {
		if k := knownHeaders(r); k >= 2 || k == 1 && filled(r) == 1 && wide == 1 {
			return i
		}
		if 2*filled(r) > wide {
			break // a full row: header or data, but no title line
		}
	}
	// Title lines of one cell stand above a wide table whose header is unknown.
	first := 0
	for first < min(len(rows)-1, maxPreamble) && wide > 2 && filled(rows[first]) == 1 && !looksLikeData(rows[first][0]) {
		first++
	}
	if plainHeader(rows[first], rows[first+1:min(len(rows), first+1+sniffRows)]) {
		return first
	}
	return -1
}

// plainHeader judges a row without two recognised names by the rows below. It
// is data if more of its cells look like data than like a header. A person's
// name or a province counts only above others of its kind: "Burç" is a given
// name, and a header above signs of the zodiac.
func plainHeader(row []string, below [][]string) bool {
	odd := 0
	for i, c := range row {
		if looksLikeData(c) || nameLike(c) && percent(columnValues(below, i), nameLike) >= 50 {
			odd++
		}
	}
	return odd <= knownHeaders(row)
}

// filled counts the cells that are not blank.
func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if !isBlank(c) {
			n++
		}
	}
	return n
}

// headerNamesOf cleans a header row: blanks around names go, empty names become
// numbers, and empty cells at the end of the row are kept only as numbers.
func headerNamesOf(cells []string) []string {
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = strings.TrimSpace(unwrap(strings.TrimPrefix(c, "\uFEFF")))
		if names[i] == "" {
			names[i] = fmt.Sprintf("column%d", i+1)
		}
	}
	return names
}

// numbered names the columns of a file without header. The commonest number of
// cells counts, not the first row's.
func numbered(rows [][]string) []string {
	counts := map[int]int{}
	n := 0
	for _, r := range rows {
		counts[len(r)]++
	}
	for width, c := range counts {
		if c > counts[n] || c == counts[n] && width > n {
			n = width
		}
	}
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("column%d", i+1)
	}
	return names
}
