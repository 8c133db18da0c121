package ingest

import (
	"fmt"
	"strings"
)

// Dialect is how a delimited file writes rows.
type Dialect struct {
	// Delimiter stands between cells: ',', ';', tab or '|'. 0 means one column.
	Delimiter byte
	// Quote surrounds cells that hold a delimiter or a line end: '"', in some
	// files '\''. In [Options], 0 asks for sniffing.
	Quote byte
	// Escape is '\\' in files that write \" for a quote inside quotes; 0 in
	// the usual ones, which double it.
	Escape byte
	// Newline is '\n' (with or without a carriage return before it), or '\r'
	// in files of the old Macintosh.
	Newline byte
}

// String describes the dialect in a few words.
func (d Dialect) String() string {
	name := "single column"
	switch d.Delimiter {
	case 0:
	case '\t':
		name = "tab"
	default:
		name = fmt.Sprintf("%q", d.Delimiter)
	}
	switch {
	case d.Quote == 0:
		name += ", no quotes"
	case d.Quote != '"':
		name += fmt.Sprintf(", quote %q", d.Quote)
	}
	if d.Escape != 0 {
		name += `, escape \`
	}
	return name
}

// delimiters are tried in this order, which breaks ties.
var delimiters = [...]byte{';', ',', '\t', '|'}

// sniffRows is how many rows of a sample the dialect is judged by.
const sniffRows = 200

// sniffDialect finds the dialect in which the sample has the most recognised
// headers, then the most even rows, then the most columns. Any fields already
// set in want are kept.
func sniffDialect(sample string, want Dialect) Dialect {
	d := want
	if d.Newline == 0 {
		d.Newline = '\n'
		if !strings.Contains(sample, "\n") && strings.Contains(sample, "\r") {
			d.Newline = '\r'
		}
	}
	if d.Delimiter == 0 {
		if sep, ok := sepLine(sample); ok {
			d.Delimiter = sep
		}
	}
	if d.Delimiter != 0 {
		if d.Quote == 0 {
			d.Quote, d.Escape = sniffQuote(sample, d)
		}
		return d
	}
	best, bestScore := d, dialectScore{}
	if best.Quote == 0 {
		best.Quote = '"'
	}
	for _, c := range delimiters {
		t := d
		t.Delimiter = c
		if want.Quote == 0 {
			t.Quote, t.Escape = sniffQuote(sample, t)
		}
		if s := scoreDialect(sample, t); bestScore.less(s) {
			best, bestScore = t, s
		}
	}
	return best
}

// sepLine reads the line "sep=;" by which Excel is told the delimiter.
func sepLine(sample string) (byte, bool) {
	if len(sample) > 4 && strings.EqualFold(sample[:4], "sep=") &&
		(len(sample) == 5 || sample[5] == '\r' || sample[5] == '\n') {
		return sample[4], true
	}
	return 0, false
}

// sniffQuote finds the quote that stands at cell borders, and whether a
// backslash escapes it.
func sniffQuote(sample string, d Dialect) (quote, escape byte) {
	del := string(d.Delimiter)
	single := strings.Count(sample, del+"'") + strings.Count(sample, "'"+del)
	double := strings.Count(sample, del+`"`) + strings.Count(sample, `"`+del) +
		strings.Count(sample, "\n\"") + strings.Count(sample, "\"\n")
	quote = '"'
	// An apostrophe may start a cell by chance ('94 model), so a single quote
	// has to border at least half of the cells.
	if double == 0 && single > 3 && 2*single >= 2*strings.Count(sample, del) {
		quote = '\''
	}
	if strings.Contains(sample, `\`+string(quote)) {
		d.Quote = quote
		doubled := brokenQuotes(sample, d)
		if d.Escape = '\\'; brokenQuotes(sample, d) < doubled {
			escape = '\\'
		}
	}
	return quote, escape
}

// brokenQuotes counts the first rows whose quotes do not fit.
func brokenQuotes(sample string, d Dialect) (n int) {
	p := parser{Dialect: d, final: true, text: sample, maxField: defaultMaxField}
	var row rawRow
	for range sniffRows {
		if !p.next(&row) {
			break
		}
		if row.repaired {
			n++
		}
	}
	return n
}

// dialectScore orders candidate dialects, most significant part first.
type dialectScore struct {
	known   int // recognised headers among the first rows, when two or more
	even    int // percent of rows with the commonest number of cells
	columns int
}

func (s dialectScore) less(o dialectScore) bool {
	if s.known != o.known {
		return s.known < o.known
	}
	// A wider table with slightly uneven rows beats a narrow even one only
	// when the rows agree about as well.
	if a, b := s.even/10, o.even/10; a != b {
		return a < b
	}
	return s.columns < o.columns
}

func scoreDialect(sample string, d Dialect) dialectScore {
	rows := splitSample(sample, d, sniffRows)
	counts := map[int]int{}
	var s dialectScore
	for i, r := range rows {
		counts[len(r)]++
		if i < maxPreamble {
			if k := knownHeaders(r); k >= 2 {
				s.known = max(s.known, k)
			}
		}
	}
	most := 0
	for n, c := range counts {
		if c > most || c == most && n > s.columns {
			most, s.columns = c, n
		}
	}
	if s.columns < 2 && s.known == 0 {
		return dialectScore{}
	}
	s.even = most * 100 / max(1, len(rows))
	return s
}

// splitSample parses the first rows of a sample, blank lines left out.
func splitSample(sample string, d Dialect, n int) [][]string {
	p := parser{Dialect: d, final: true, text: sample, maxField: defaultMaxField}
	var rows [][]string
	var row rawRow
	for len(rows) < n && p.next(&row) {
		if !row.blank {
			rows = append(rows, append([]string(nil), row.cells...))
		}
	}
	return rows
}
