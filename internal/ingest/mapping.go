package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// How says why a column became the field that it became.
type How string

// The ways in which a column finds its field.
const (
	ByRule    How = "mapping file" // the user said so
	ByHeader  How = "header"       // the header is a known name of the field
	ByContent How = "content"      // the first rows look like it
	AsIs      How = "as is"        // unknown: passes through under its own name
	Dropped   How = "ignored"      // the user said so
)

// Column is one column of an input, or one key of its JSON objects.
type Column struct {
	Index int    // 0-based place in the row; in JSON: order of appearance
	Name  string // header as written; "column3" where there is none
	Field record.Field
	How   How
	// Joins says that the cell goes on with the cell before it and makes one
	// value with it: the second line of an address, a number behind its area code.
	Joins bool
	// Note says more, such as "98 % of 240 values".
	Note string
}

// Mapping says how the columns of one input become fields, and how the file
// was understood to begin with.
type Mapping struct {
	File     string
	Source   record.Source // the default source of its rows
	Format   Format
	Encoding Encoding
	BOM      bool
	Gzip     bool
	Dialect  Dialect // of CSV
	// Header says whether the first row names the columns; Preamble how many
	// physical lines stand above the header (titles, "sep=;").
	Header   bool
	Preamble int
	Columns  []Column
}

// String returns the mapping as a table for a terminal.
func (m *Mapping) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: source %s, %s, %s", m.File, m.Source, m.Format, m.Encoding)
	if m.Format == CSV {
		fmt.Fprintf(&b, ", %s, ", m.Dialect)
		if m.Header {
			b.WriteString("header in line " + strconv.Itoa(m.Preamble+1))
		} else {
			b.WriteString("no header")
		}
	}
	if m.Gzip {
		b.WriteString(", gzip")
	}
	b.WriteByte('\n')
	rows := m.Table()
	var width [3]int
	for _, r := range rows {
		for i := range width {
			width[i] = max(width[i], len([]rune(r[i])))
		}
	}
	for _, r := range rows {
		line := "  "
		for i := range width {
			line += r[i] + strings.Repeat(" ", width[i]-len([]rune(r[i]))+2)
		}
		b.WriteString(strings.TrimRight(line+r[3], " ") + "\n")
	}
	if w := m.Warning(); w != "" {
		b.WriteString("  warning: " + w + "\n")
	}
	if w := m.Unnamed(); w != "" {
		b.WriteString("  note: " + w + "\n")
	}
	return b.String()
}

// Warning says what keeps the rows from being anybody's: no column for a name,
// or for anything else that tells people apart. It is empty where all is well.
func (m *Mapping) Warning() string {
	named, known := false, false
	for _, c := range m.Columns {
		switch f := c.Field; {
		case f == record.FullName || f == record.FirstName || f == record.LastName || f == record.Company:
			named = true
		case f.IsPhone() || f == record.Email || f == record.NationalID || f == record.TaxID || f == record.PassportNo ||
			f == record.IDSerial || f == record.IBAN || f == record.CustomerNo:
			known = true
		}
	}
	switch {
	case !named && !known:
		return "no column is a name, a phone, an identity number or a mailbox: nobody can be found; say with --map which column is which"
	case !named:
		return "no column is a name; say with --map which column is which, if there is one"
	}
	return ""
}

// Unnamed says how rows are named where no column does it, empty where one does.
// It matters to whoever brings them again: a row that changed is another record.
func (m *Mapping) Unnamed() string {
	has := func(f record.Field) bool {
		return slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Field == f })
	}
	switch {
	case has(record.RecordID):
		return ""
	case has(record.CustomerNo):
		return "rows are named by customer number and content; if the number is unique, map its column to record_id"
	}
	return "rows are named by their content; if a column is unique, map it to record_id"
}

// Table returns one row a column: its header, its field, how that was found,
// and the note.
func (m *Mapping) Table() [][4]string {
	rows := make([][4]string, len(m.Columns))
	for i, c := range m.Columns {
		f := string(c.Field)
		if f == "" {
			f = "-"
		}
		rows[i] = [4]string{c.Name, f, string(c.How), c.Note}
	}
	return rows
}

// maxColumns is how many columns an input may have. More of them are a sign
// that it is no table, or one without line ends.
const maxColumns = 4096

// mapColumns decides the field of each column: the user's rules first, then
// the headers (with their context: a column "Adı" is the whole name where no
// surname stands beside it), then the values of what is left.
func mapColumns(names []string, sample [][]string, rules *Rules, guess func(string) headerGuess) ([]Column, error) {
	if len(names) > maxColumns {
		return nil, fmt.Errorf("%w: %d", ErrTooManyColumns, len(names))
	}
	cols := make([]Column, len(names))
	for i, n := range names {
		cols[i] = Column{Index: i, Name: n}
	}
	if err := applyRules(cols, rules); err != nil {
		return nil, err
	}
	applyHeaders(cols, sample, guess)
	if rules == nil || !rules.NoContent {
		applyContent(cols, sample)
		warnContent(cols, sample)
	}
	for i := range cols {
		if cols[i].How == "" {
			cols[i].Field, cols[i].How = userField(cols[i].Name), AsIs
		}
	}
	return cols, nil
}

// userField is the name under which an unknown column passes through: its
// header, trimmed, and set apart where it would pass for a canonical field.
func userField(name string) record.Field {
	f := record.Field(strings.TrimSpace(name))
	if f.IsCanonical() {
		f += "_2"
	}
	return f
}

// applyRules gives columns what the mapping file says. A header that is named as
// it is written goes before one that only folds alike or is named by its number.
func applyRules(cols []Column, rules *Rules) error {
	if rules == nil {
		return nil
	}
	list := rules.list()
	used := make([]bool, len(list))
	for _, match := range []func(rule, *Column) bool{rule.exactly, rule.loosely} {
		for k, r := range list {
			for i := range cols {
				if cols[i].How == "" && match(r, &cols[i]) {
					used[k] = true
					cols[i].Field, cols[i].How = r.field, ByRule
					if r.field == "" {
						cols[i].How = Dropped
					}
				}
			}
		}
	}
	if i := slices.Index(used, false); i >= 0 && rules.Exact {
		return fmt.Errorf("%w: there is no column %q", ErrMapping, list[i].column)
	}
	return nil
}

// taken reports whether a column of cols holds field f.
func taken(cols []Column, f record.Field) int {
	for i := range cols {
		if cols[i].How != "" && cols[i].Field == f {
			return i
		}
	}
	return -1
}

// applyHeaders maps the columns that have a known name. A field that can hold
// one value goes to the column whose header says it most plainly.
func applyHeaders(cols []Column, sample [][]string, guess func(string) headerGuess) {
	guesses := make([]headerGuess, len(cols))
	for i := range cols {
		if cols[i].How == "" {
			guesses[i] = guess(cols[i].Name)
		}
	}
	settlePeople(cols, guesses, sample)
	settle(cols, guesses, sample)
	settleDetails(cols, guesses, sample)
	for plain := range 3 {
		for i := range cols {
			g := guesses[i]
			if cols[i].How != "" || g.field == "" || g.noise != plain {
				continue
			}
			if at := occupied(cols, g.field, cols[i].Name); at >= 0 {
				cols[i].Note = fmt.Sprintf("%s is column %d already", g.field, at+1)
				continue
			}
			cols[i].Field, cols[i].How = g.field, ByHeader
		}
	}
	for i := range cols {
		if i > 0 && guesses[i].joins && cols[i].How == ByHeader && cols[i-1].Field == cols[i].Field {
			cols[i].Joins = true
			cols[i].Note = fmt.Sprintf("goes on with column %d", i)
		}
	}
}

// occupied returns the column that keeps another one, named name, from holding
// field f, or -1. The parts of a street or a door may stand in several.
func occupied(cols []Column, f record.Field, name string) int {
	if f.IsList() {
		return -1
	}
	part := partOf(f, name)
	for i := range cols {
		if cols[i].How != "" && cols[i].Field == f && (part == noPart || part == partOf(f, cols[i].Name)) {
			return i
		}
	}
	return -1
}

// settle decides the headers that mean different things in different company.
func settle(cols []Column, guesses []headerGuess, sample [][]string) {
	has := func(f record.Field) bool {
		for i := range guesses {
			if guesses[i].field == f {
				return true
			}
		}
		return taken(cols, f) >= 0
	}
	for i := range guesses {
		g := &guesses[i]
		switch g.field {
		case ambiguousName:
			// Beside a column of first names it is the whole name.
			if !has(record.FirstName) && (has(record.LastName) || has(record.FullName)) {
				g.field = record.FirstName
			} else {
				g.field = record.FullName
			}
		case areaCode:
			g.field = ""
			if i+1 < len(guesses) && guesses[i+1].field.IsPhone() {
				g.field = guesses[i+1].field
				guesses[i+1].joins = true
			}
		case plateCode:
			if g.field = record.City; has(record.City) || percent(columnValues(sample, i), isPlateCode) < 80 {
				g.field = ""
			}
		case ambiguousPK:
			if g.field = record.RecordID; has(record.RecordID) || postcodes(columnValues(sample, i)) {
				g.field = record.PostalCode
			}
		case ambiguousTitle:
			g.field = titleOrCompany(columnValues(sample, i), has(record.TaxID) && !has(record.FirstName))
		case record.RecordID, ambiguousID:
			// A column "ID" of identity numbers names persons, not records.
			if vs := columnValues(sample, i); len(vs) >= minContent && percent(vs, isNationalID) >= 90 && !has(record.NationalID) {
				g.field = record.NationalID
				continue
			}
			if g.field == record.RecordID {
				continue
			}
			if has(record.RecordID) {
				g.field = record.CustomerNo
			} else {
				g.field = record.RecordID
			}
		}
	}
}

// columnValues returns the values of column i that are not blank.
func columnValues(sample [][]string, i int) []string {
	var vs []string
	for _, row := range sample {
		if i < len(row) {
			if v := strings.TrimSpace(row[i]); v != "" {
				vs = append(vs, v)
			}
		}
	}
	return vs
}
