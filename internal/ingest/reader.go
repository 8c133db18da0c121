package ingest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/tekil-id/tekil/record"
)

// Row is one record and where it came from.
//
// The texts of neighbouring rows share memory: clone what is kept of a few rows
// only.
type Row struct {
	Record record.Record
	File   string // as in [Mapping.File]
	Line   int    // 1-based physical line at which the row starts
	Seq    int    // 0-based place among all rows of the run
	// Findings tell what was mended to read the row; nil for most. Rules are
	// short_row, broken_quote and undecodable_bytes.
	Findings []record.Finding
}

// Stats count what became of the lines of one input. Lines is the sum of the
// five that follow it and of Continued.
type Stats struct {
	Lines     int // physical lines
	Rows      int // rows given out
	Rejected  int // rows refused
	Blank     int // blank lines
	Header    int // the header, and repetitions of it further down
	Preamble  int // lines above the header
	Continued int // further lines of rows (also refused ones) with line ends in a cell
	Short     int // rows with fewer cells than the header, padded
	Quotes    int // rows with a broken quote, mended
	BadBytes  int // bytes that the encoding does not know, read as U+FFFD
	Reread    int // lines that were in another encoding than their file
}

// Reader streams the rows of all inputs of a run. A Reader serves one
// goroutine; only [Reader.Progress] may be called from others.
type Reader struct {
	ctx      context.Context
	opts     Options
	inputs   []*input
	stats    []Stats
	rejected []Rejected
	total    int64
	read     atomic.Int64
	started  bool
	spent    chan rowMemory // with Options.Reuse, of rows that were given out
}

// rowMemory is what the rows of a batch stand in.
type rowMemory struct {
	rows   []Row
	values []record.Value
}

// Open expands the patterns (files, globs, "-" for standard input), opens every
// input and decides how to read it. It fails at the first input that cannot be
// read at all, so that a run over many files fails before it has done anything.
// Errors are [InputError] values. The caller must Close the Reader.
func Open(ctx context.Context, patterns []string, o *Options) (*Reader, error) {
	r := &Reader{ctx: ctx, opts: o.orDefault()}
	if r.opts.Reuse {
		r.spent = make(chan rowMemory, batchesAhead)
	}
	names, err := expand(patterns)
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		if err := ctx.Err(); err != nil {
			r.Close()
			return nil, err
		}
		in, err := openInput(n, &r.opts, &r.read)
		if err != nil {
			r.Close()
			return nil, err
		}
		r.inputs = append(r.inputs, in)
		if in.size < 0 || r.total < 0 {
			r.total = -1
		} else {
			r.total += in.size
		}
	}
	r.stats = make([]Stats, len(r.inputs))
	return r, nil
}

// Close releases what Open holds. It is safe to call it more than once.
func (r *Reader) Close() error {
	for _, in := range r.inputs {
		in.close()
	}
	return nil
}

// Mappings returns how each input is read, in the order of the inputs. In an
// NDJSON input keys that first appear further down are added while it is read.
func (r *Reader) Mappings() []Mapping {
	ms := make([]Mapping, len(r.inputs))
	for i, in := range r.inputs {
		ms[i] = in.mapping
		ms[i].Columns = slices.Clone(in.mapping.Columns)
	}
	return ms
}

// Rejected returns the rows that could not be read so far, in input order. It
// is empty where [Options.OnReject] takes them.
func (r *Reader) Rejected() []Rejected { return r.rejected }

// Stats returns the counts of each input so far, in the order of Mappings.
func (r *Reader) Stats() []Stats { return slices.Clone(r.stats) }

// Progress returns how many bytes were read and how many there are, both as
// they lie on disk (compressed, if so); total is -1 where it is not known.
func (r *Reader) Progress() (read, total int64) { return r.read.Load(), r.total }

// batchesAhead is how far reading runs ahead.
const batchesAhead = 4

// Records yields the rows of all inputs in order. Rows that cannot be read are
// rejected and left out; an error ends the sequence and comes with a zero Row.
// The sequence can be ranged over once. Reading runs ahead in a goroutine of
// its own, which is gone when the loop ends.
func (r *Reader) Records() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if r.started {
			yield(Row{}, ErrReadTwice)
			return
		}
		r.started = true
		ctx, cancel := context.WithCancel(r.ctx)
		batches := make(chan batch, batchesAhead)
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer close(batches)
			r.produce(ctx, batches)
		}()
		defer func() { cancel(); <-done }()
		seq := 0
		for b := range batches {
			if !r.consume(&b, &seq, yield) {
				cancel()
				return
			}
		}
		if err := r.ctx.Err(); err != nil {
			yield(Row{}, err)
		}
	}
}

// consume gives out one batch; false ends the sequence.
func (r *Reader) consume(b *batch, seq *int, yield func(Row, error) bool) bool {
	r.stats[b.input] = b.stats
	if b.columns != nil {
		r.inputs[b.input].mapping.Columns = b.columns
	}
	rejected := b.rejected
	for i := range b.rows {
		for len(rejected) > 0 && rejected[0].Row < b.rows[i].Line {
			r.refuse(rejected[0])
			rejected = rejected[1:]
		}
		b.rows[i].Seq = *seq
		*seq++
		if !yield(b.rows[i], nil) {
			return false
		}
	}
	for _, rej := range rejected {
		r.refuse(rej)
	}
	if b.err != nil {
		yield(Row{}, b.err)
		return false
	}
	select {
	case r.spent <- b.rowMemory:
	default:
	}
	return true
}

// refuse hands on a rejected row in its place among the rows.
func (r *Reader) refuse(rej Rejected) {
	if r.opts.OnReject != nil {
		r.opts.OnReject(rej)
	} else {
		r.rejected = append(r.rejected, rej)
	}
}

// batch is what was read from one block of one input.
type batch struct {
	rowMemory
	input    int
	rejected []Rejected
	stats    Stats    // of the input so far
	columns  []Column // not nil if columns were added
	err      error    // fatal, after the rows
}

// produce reads all inputs and sends their batches.
func (r *Reader) produce(ctx context.Context, out chan<- batch) {
	names := newNamer()
	for i, in := range r.inputs {
		f := newFileReader(in, names, r.spent)
		for more := true; more; {
			var b batch
			b, more = f.batch()
			b.input = i
			if b.err != nil {
				b.err = in.fail(b.err)
				more = false
			}
			select {
			case out <- b:
			case <-ctx.Done():
				f.close()
				return
			}
			if b.err != nil {
				f.close()
				return
			}
		}
		f.close()
	}
}

// blockSize is how much decoded text one batch is cut from, in bytes.
const blockSize = 64 << 10

// fileReader turns one input into batches.
type fileReader struct {
	in     *input
	names  *namer
	raw    io.Closer
	src    io.Reader // decoded text
	srcErr error
	p      parser
	buf    []byte
	valid  int  // text of p up to here is known to be UTF-8
	skip   bool // inside a line that was refused for its length
	stats  Stats
	row    rawRow
	arena  []record.Value
	spent  <-chan rowMemory // see Options.Reuse
	cols   []Column
	parts  []part // of each column; nil: none holds one
	order  []int  // in which the cells are taken; nil: as they stand
	json   *jsonReader
	paths  map[string]int // column of each JSON path
	grown  bool           // columns were added
	headed bool           // the header was passed
	nul    bool           // the text holds NUL bytes
	guess  int            // rows of the next batch
}

func newFileReader(in *input, names *namer, spent <-chan rowMemory) *fileReader {
	m := &in.mapping
	f := &fileReader{in: in, names: names, spent: spent, cols: m.Columns}
	f.p = parser{Dialect: m.Dialect, maxField: in.opts.MaxField, width: len(m.Columns)}
	if m.Format == NDJSON {
		f.p.Dialect = Dialect{Newline: '\n'}
		f.json = newJSONReader()
		f.cols = slices.Clone(m.Columns)
		f.paths = make(map[string]int, len(f.cols))
		for i, c := range f.cols {
			f.paths[c.Name] = i
		}
	}
	f.parts, f.order = columnParts(f.cols)
	f.srcErr = f.openSource()
	return f
}

// openSource opens the input a second time, or goes on with the stream that
// cannot be opened twice, and decodes it.
func (f *fileReader) openSource() error {
	in := f.in
	var r io.Reader
	if in.kept != nil {
		r = in.kept
	} else {
		raw, err := in.open()
		if err != nil {
			return err
		}
		f.raw = raw
		r, _, err = unpack(bufio.NewReaderSize(counted{raw, in.read}, 128<<10))
		if err != nil {
			return err
		}
	}
	br := bufio.NewReaderSize(r, blockSize)
	if in.mapping.BOM {
		br.Discard(len(in.mapping.Encoding.bom()))
	}
	f.src = in.mapping.Encoding.reader(br)
	return nil
}

func (f *fileReader) close() {
	if f.raw != nil {
		f.raw.Close()
	}
	f.in.close()
}

// fill appends a block of text behind what is left. Where the source breaks,
// the line that it breaks in is dropped: half a row is no row.
func (f *fileReader) fill() {
	rest := f.p.rest()
	need := len(rest) + max(blockSize, len(rest))
	if cap(f.buf) < need {
		f.buf = make([]byte, need)
	}
	f.buf = f.buf[:need]
	n := copy(f.buf, rest)
	m, err := io.ReadFull(f.src, f.buf[n:])
	text := string(f.buf[:n+m])
	if err != nil {
		f.p.final = true
		if err != io.EOF && err != io.ErrUnexpectedEOF {
			f.srcErr = err
			text = text[:strings.LastIndexByte(text, f.p.Newline)+1]
		}
	}
	if f.in.mapping.Encoding != UTF8 {
		f.stats.BadBytes += strings.Count(text, "\uFFFD") - strings.Count(rest, "\uFFFD")
	}
	f.p.text, f.p.pos = text, 0
	f.nul = strings.IndexByte(text, 0) >= 0
	f.markValid()
}

// markValid finds out how far the text is valid UTF-8, up to a line end.
func (f *fileReader) markValid() {
	f.valid = 0
	end := len(f.p.text)
	if !f.p.final {
		end = strings.LastIndexByte(f.p.text, f.p.Newline) + 1
	}
	if utf8.ValidString(f.p.text[:end]) {
		f.valid = end
	}
}

// batch reads the next block; more is false at the end of the input.
func (f *fileReader) batch() (b batch, more bool) {
	if f.src == nil {
		return batch{err: f.srcErr}, false
	}
	f.fill()
	if f.skip {
		f.skipLine()
	}
	f.begun(&b)
	for f.p.next(&f.row) {
		if f.take(&b); f.stop(&b) {
			break
		}
	}
	f.guess = len(b.rows) + len(b.rows)/16 + 1
	if rest := f.p.rest(); b.err == nil && !f.p.final && len(rest) > f.p.maxRow() {
		f.reject(&b, f.p.line+1, "", rest, ErrTooLong, fmt.Sprintf("row is longer than %d bytes", f.p.maxRow()))
		f.p.pos, f.skip = len(f.p.text), true
		f.stop(&b)
	}
	b.stats, b.values = f.stats, f.arena
	if f.grown {
		b.columns, f.grown = slices.Clone(f.cols), false
	}
	if b.err == nil && f.p.final {
		b.err = f.srcErr
	}
	return b, !f.p.final
}

// begun gives a batch the memory of rows that nobody holds any more, where there
// is some.
func (f *fileReader) begun(b *batch) {
	select {
	case m := <-f.spent:
		b.rows, f.arena = m.rows[:0], m.values[:0]
	default:
		b.rows = make([]Row, 0, f.guess)
		if f.spent != nil {
			f.arena = nil
		}
	}
}

// stop makes the first refused row an error in a strict run.
func (f *fileReader) stop(b *batch) bool {
	if f.in.opts.Strict && len(b.rejected) > 0 && b.err == nil {
		b.err = strictError(string(f.in.mapping.Source), b.rejected[0])
	}
	return b.err != nil
}

// skipLine drops the rest of a line that was refused for its length.
func (f *fileReader) skipLine() {
	i := strings.IndexByte(f.p.text, f.p.Newline)
	if i < 0 && !f.p.final {
		f.p.pos = len(f.p.text)
		return
	}
	if f.p.pos = i + 1; i < 0 {
		f.p.pos = len(f.p.text)
	}
	f.p.line++
	f.stats.Lines++
	f.skip = false
}

func strictError(source string, r Rejected) error {
	return &InputError{Source: source, File: r.File, Row: r.Row, Column: r.Column, Value: r.Value,
		Err: &rowError{r.Reason, r.Err}}
}
