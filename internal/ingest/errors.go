package ingest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Errors about a whole input. They reach the caller inside an [InputError],
// so check with errors.Is.
var (
	// ErrNoMatch: a pattern names no file.
	ErrNoMatch = errors.New("no such file")
	// ErrDirectory: a folder was named where a file is needed.
	ErrDirectory = errors.New("is a directory; name its files, for example dir/*.csv")
	// ErrEmpty: the input holds no bytes, or nothing but blank lines.
	ErrEmpty = errors.New("file is empty")
	// ErrHeaderOnly: the input has a header and no row below it.
	ErrHeaderOnly = errors.New("file has a header and no rows")
	// ErrBinary: the bytes are no text in any encoding that is known here.
	ErrBinary = errors.New("not a text file")
	// ErrNoLineEnd: the input begins with a line of megabytes.
	ErrNoLineEnd = errors.New("not a table: no line ends")
	// ErrUnsupported: the file is of a known kind that is not read, such as a
	// spreadsheet.
	ErrUnsupported = errors.New("file format is not supported")
	// ErrTruncated: compressed data ends too early or is damaged. The rows
	// before the break were given out.
	ErrTruncated = errors.New("compressed data is cut off or damaged")
	// ErrTooManyColumns: the first row has thousands of cells.
	ErrTooManyColumns = errors.New("table has too many columns")
	// ErrMapping: the mapping file is wrong, or does not fit the input.
	ErrMapping = errors.New("mapping does not fit")
	// ErrReadTwice: Records was called twice on one Reader.
	ErrReadTwice = errors.New("records were already read")
)

// Errors about one row. They are the Err of an [InputError] that
// [Options.Strict] stops with, and the reason of a [Rejected].
var (
	// ErrTooManyCells: the row has more cells than the header, and they are
	// not empty.
	ErrTooManyCells = errors.New("row has more cells than the header")
	// ErrNUL: the row holds NUL bytes.
	ErrNUL = errors.New("row holds NUL bytes")
	// ErrTooLong: a cell or the row passes the size limit.
	ErrTooLong = errors.New("value is longer than the limit")
	// ErrJSON: the line is not one JSON object.
	ErrJSON = errors.New("line is not a JSON object")
)

// InputError says where an input could not be read. Row and Column are 0 and
// empty where the whole file is meant.
type InputError struct {
	Source string // name of the source, where it was known
	File   string // as the user wrote it; "-" is standard input
	Row    int    // 1-based physical line
	Column string // header of the column
	// Value is the text in question, shortened. Error never prints it: it may
	// be personal data, and errors end in logs.
	Value string
	Err   error
	// Hint is advice for the user, or empty.
	Hint string
}

// Error names the place and the cause.
func (e *InputError) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Row > 0 {
		b.WriteString(":" + strconv.Itoa(e.Row))
	}
	if e.Column != "" {
		fmt.Fprintf(&b, ": column %q", e.Column)
	}
	b.WriteString(": " + e.Err.Error())
	return b.String()
}

// Unwrap returns the cause.
func (e *InputError) Unwrap() error { return e.Err }

// Rejected is a row that could not be read. The run goes on without it.
type Rejected struct {
	File   string
	Row    int    // 1-based physical line at which the row starts
	Column string // header of the column at fault; empty: the whole row
	Value  string // what stands there, shortened to some 200 bytes
	Reason string // in words, such as "row has more cells than the header: 14 for 12"
	Err    error  // one of the row errors of this package
}

// rowError is the reason of a refused row in words, around its cause.
type rowError struct {
	reason string
	cause  error
}

func (e *rowError) Error() string { return e.reason }
func (e *rowError) Unwrap() error { return e.cause }

// maxShown is how much of a bad value is kept, in bytes.
const maxShown = 200

// shorten cuts s for a report, at a letter's end, and replaces control bytes.
func shorten(s string) string {
	cut := s
	if len(cut) > maxShown {
		cut = cut[:maxShown]
		for len(cut) > 0 && !utf8.RuneStart(s[len(cut)]) {
			cut = cut[:len(cut)-1]
		}
	}
	cut = strings.Map(func(r rune) rune {
		if r == 0 {
			return '␀'
		}
		return r
	}, strings.ToValidUTF8(cut, "\uFFFD"))
	if len(s) > maxShown {
		cut += "…"
	}
	return strings.Clone(cut)
}
