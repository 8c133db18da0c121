package ingest

import (
	"strings"
)

// defaultMaxField is the default of [Options.MaxField].
const defaultMaxField = 1 << 20

// rawRow is one row as the dialect cuts it, before any mapping.
type rawRow struct {
	cells []string // reused by the next call
	raw   string   // the physical lines, without the last line end
	line  int      // 1-based physical line at which it starts
	lines int      // physical lines that it takes
	blank bool     // nothing but blanks
	// repaired says that a quote was broken and the line was read without it.
	repaired bool
}

// parser cuts text into rows. It is fed block by block: next answers false
// when the text holds no further whole row, and the caller appends more text
// after rest or, with final set, is done.
//
// Quotes: a cell in quotes may hold delimiters and line ends. A quote that is
// never closed, or closed in the middle of a cell, must not swallow the rest of
// the file. So a quoted cell has to close before maxField bytes, at a delimiter
// or line end, and a row of several lines must not hide lines that are whole
// rows by themselves. Otherwise the first physical line is read alone, with the
// broken quote as a plain letter, and the next line is a row again.
type parser struct {
	Dialect
	text     string
	pos      int // start of the next row in text
	line     int // physical lines before pos
	final    bool
	maxField int
	width    int // cells of the header; 0 while unknown
}

// rest is the text that no row was cut from yet.
func (p *parser) rest() string { return p.text[p.pos:] }

// next cuts one row.
func (p *parser) next(row *rawRow) bool {
	if p.pos >= len(p.text) {
		return false
	}
	line, size, ok := p.physical(p.pos)
	if !ok {
		return false
	}
	*row = rawRow{cells: row.cells[:0], raw: line, line: p.line + 1, lines: 1}
	if p.Quote == 0 || strings.IndexByte(line, p.Quote) < 0 {
		row.cells = splitPlain(row.cells, line, p.Delimiter)
		row.blank = isBlank(line)
		p.pos, p.line = p.pos+size, p.line+1
		return true
	}
	end, outcome := p.quoted(row)
	if outcome == incomplete && len(p.rest()) > p.maxRow() {
		outcome = malformed
	}
	switch outcome {
	case incomplete:
		return false
	case malformed:
		row.cells = p.lenient(row.cells[:0], line)
		row.repaired, row.raw, row.lines = true, line, 1
		end = p.pos + size
	}
	p.pos, p.line = end, p.line+row.lines
	return true
}

// maxRow is the longest row in bytes.
func (p *parser) maxRow() int { return 4 * p.maxField }

// physical returns the line at pos without its end, and its size with it.
func (p *parser) physical(pos int) (line string, size int, ok bool) {
	s := p.text[pos:]
	i := strings.IndexByte(s, p.Newline)
	if i < 0 {
		if !p.final {
			return "", 0, false
		}
		return strings.TrimSuffix(s, "\r"), len(s), true
	}
	size = i + 1
	if i > 0 && s[i-1] == '\r' {
		i--
	}
	return s[:i], size, true
}

// isBlank reports whether text holds nothing: blanks, or the end mark of DOS.
func isBlank(line string) bool {
	for i := range len(line) {
		switch line[i] {
		case ' ', '\t', '\r', '\n', '\x1a', '\v', '\f':
		default:
			return false
		}
	}
	return true
}

// splitPlain cuts a line without quotes.
func splitPlain(cells []string, line string, delimiter byte) []string {
	if delimiter == 0 {
		return append(cells, line)
	}
	start := 0
	for i := 0; i < len(line); i++ {
		if line[i] == delimiter {
			cells = append(cells, line[start:i])
			start = i + 1
		}
	}
	return append(cells, line[start:])
}

type outcome uint8

const (
	whole      outcome = iota
	incomplete         // more text may complete it
	malformed          // the quotes do not fit
)

// quoted reads the row at p.pos by the rules of quotes. It returns where the
// next row starts.
func (p *parser) quoted(row *rawRow) (end int, o outcome) {
	i := p.pos
	for {
		start := i
		for i < len(p.text) && p.text[i] == ' ' {
			i++
		}
		if i < len(p.text) && p.text[i] == p.Quote {
			cell, next, o := p.quotedCell(i)
			if o != whole {
				return 0, o
			}
			row.cells = append(row.cells, cell)
			i = next
		} else {
			i = p.cellEnd(start)
			row.cells = append(row.cells, p.text[start:i])
		}
		if i < len(p.text) && p.text[i] == p.Delimiter && p.Delimiter != 0 {
			i++
			continue
		}
		return p.finish(row, i)
	}
}

// finish ends a quoted row at i, which stands at a line end or at the end of
// the text, and checks that it hides no rows.
func (p *parser) finish(row *rawRow, i int) (end int, o outcome) {
	end = i
	if i < len(p.text) && p.text[i] == '\r' && p.Newline == '\n' {
		end++
	}
	if end < len(p.text) {
		end++ // the newline
	} else if !p.final {
		return 0, incomplete
	}
	row.raw = p.text[p.pos:i]
	inner := strings.Count(row.raw, string(p.Newline))
	row.lines = 1 + inner
	if inner > 0 && p.width > 0 && len(row.cells) != p.width && p.hidesRow(row.raw) {
		return 0, malformed
	}
	if len(row.cells) == 1 && isBlank(row.cells[0]) {
		row.blank = isBlank(row.raw)
	}
	return end, whole
}

// hidesRow reports whether a line after the first is a whole row by itself.
func (p *parser) hidesRow(raw string) bool {
	lines := strings.Split(raw, string(p.Newline))
	for _, l := range lines[1:] {
		if len(p.lenient(nil, strings.TrimSuffix(l, "\r"))) == p.width {
			return true
		}
	}
	return false
}

// cellEnd returns where the unquoted cell at i ends.
func (p *parser) cellEnd(i int) int {
	for ; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == p.Delimiter && c != 0, c == p.Newline:
			return i
		case c == '\r' && i+1 < len(p.text) && p.text[i+1] == p.Newline:
			return i
		case c == '\r' && i+1 == len(p.text):
			return i
		}
	}
	return i
}

// quotedCell reads the cell whose opening quote stands at i; next stands at
// the delimiter or line end behind it.
func (p *parser) quotedCell(i int) (cell string, next int, o outcome) {
	limit := min(len(p.text), i+1+p.maxField)
	start, doubled := i+1, false
	for j := start; j < limit; j++ {
		switch c := p.text[j]; {
		case c == p.Escape && c != 0 && j+1 < limit:
			doubled = true
			j++
		case c != p.Quote:
		case j+1 < len(p.text) && p.text[j+1] == p.Quote && p.Escape == 0:
			doubled = true
			j++
		case j+1 == len(p.text) && !p.final:
			return "", 0, incomplete
		default:
			next, ok := p.border(j + 1)
			if !ok {
				return "", 0, malformed
			}
			cell = p.text[start:j]
			if doubled {
				cell = p.unescape(cell)
			}
			return cell, next, whole
		}
	}
	if limit == len(p.text) && !p.final {
		return "", 0, incomplete
	}
	return "", 0, malformed
}

// border steps over blanks behind a closing quote to the delimiter or line end
// that must follow.
func (p *parser) border(i int) (int, bool) {
	for i < len(p.text) && p.text[i] == ' ' {
		i++
	}
	if i == len(p.text) {
		return i, true
	}
	c := p.text[i]
	if c == '\r' && p.Newline == '\n' {
		return i, i+1 == len(p.text) || p.text[i+1] == '\n'
	}
	return i, c == p.Newline || c == p.Delimiter && c != 0
}

// unescape takes the escapes out of a quoted cell.
func (p *parser) unescape(s string) string {
	esc := p.Escape
	if esc == 0 {
		esc = p.Quote
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == esc && i+1 < len(s) && (s[i+1] == p.Quote || s[i+1] == esc) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// lenient reads one physical line whose quotes do not fit. A quoted cell ends
// at the first quote that a delimiter follows; a quote that never closes is
// dropped and its cell ends at the next delimiter. Where that does not give the
// columns of the header, but taking quotes as letters does, it takes them so.
func (p *parser) lenient(cells []string, line string) []string {
	base := len(cells)
	for i := 0; ; {
		cell, next := p.lenientCell(line, i)
		cells = append(cells, cell)
		if next >= len(line) {
			break
		}
		i = next + 1
	}
	if p.width > 0 && len(cells)-base != p.width {
		if plain := splitPlain(nil, line, p.Delimiter); len(plain) == p.width {
			for i, c := range plain {
				plain[i] = strings.Trim(c, string(p.Quote))
			}
			return append(cells[:base], plain...)
		}
	}
	return cells
}

func (p *parser) lenientCell(line string, i int) (cell string, next int) {
	end := func(j int) int {
		if p.Delimiter == 0 {
			return len(line)
		}
		if k := strings.IndexByte(line[j:], p.Delimiter); k >= 0 {
			return j + k
		}
		return len(line)
	}
	j := i
	for j < len(line) && line[j] == ' ' {
		j++
	}
	if j == len(line) || line[j] != p.Quote {
		e := end(i)
		return line[i:e], e
	}
	for k := j + 1; k < len(line); k++ {
		if line[k] == p.Quote && (k+1 == len(line) || line[k+1] == p.Delimiter && p.Delimiter != 0) {
			return p.unescape(line[j+1 : k]), k + 1
		}
	}
	e := end(j)
	return line[j+1 : e], e
}
