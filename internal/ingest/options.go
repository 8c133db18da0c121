package ingest

import (
	"io"
	"os"

	"github.com/tekil-id/tekil/record"
)

// Format is the shape of an input. The zero Format asks for sniffing.
type Format string

// The formats that are read.
const (
	AutoFormat Format = ""
	CSV        Format = "csv"    // delimited text of any dialect
	NDJSON     Format = "ndjson" // one JSON object a line
)

// Options say how inputs are read. The zero Options, like nil, sniff everything.
type Options struct {
	// Source names the system that the rows come from. Empty: a mapped column,
	// else the base name of the file without its extensions.
	Source record.Source
	// Rules map columns; nil leaves it to headers and values.
	Rules *Rules
	// Format, Encoding and Dialect override sniffing where they are not zero.
	Format   Format
	Encoding Encoding
	Dialect  Dialect
	// NoHeader says that the first row is data; columns are then named column1,
	// column2 ... and mapped by number or by their values.
	NoHeader bool
	// MaxField is the longest cell in bytes; 0 means 1 MiB. A row may take four
	// times as much.
	MaxField int
	// Strict stops at the first row that cannot be read, with an [InputError]
	// that names it, instead of rejecting the row.
	Strict bool
	// Stdin is read for the pattern "-"; nil means os.Stdin.
	Stdin io.Reader
	// OnReject receives each rejected row, in the goroutine that ranges over
	// Records. If it is nil, [Reader.Rejected] keeps them all.
	OnReject func(Rejected)
	// Reuse says that a row and its list of values are not looked at any more once
	// the next row is asked for, so that their memory serves further rows. Texts
	// stand as they always do.
	Reuse bool
}

func (o *Options) orDefault() Options {
	var d Options
	if o != nil {
		d = *o
	}
	if d.MaxField <= 0 {
		d.MaxField = defaultMaxField
	}
	if d.Stdin == nil {
		d.Stdin = os.Stdin
	}
	return d
}

// noHeader says whether the user declared a file without header; known is false
// when it is to be sniffed.
func (o *Options) noHeader() (no, known bool) {
	if o.NoHeader {
		return true, true
	}
	if o.Rules != nil && o.Rules.Header != nil {
		return !*o.Rules.Header, true
	}
	return false, false
}
