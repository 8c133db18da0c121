package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tekil-id/tekil/record"
)

// stdinName is the pattern that means standard input.
const stdinName = "-"

// headSize is how much of an input decisions are made from.
const headSize = 1 << 20

// input is one file, opened far enough to know how to read it.
type input struct {
	name    string // as the user wrote it, or as the glob found it
	opts    *Options
	size    int64 // bytes on disk; -1 if unknown
	mapping Mapping
	head    string // decoded head, for decisions and previews
	headEnd bool   // head is the whole input

	kept io.ReadCloser // stays open: not a regular file, cannot be read twice
	read *atomic.Int64 // compressed bytes read so far, for progress
}

// expand turns patterns into the names of inputs, in the order of patterns and,
// inside a glob, of names. A file named twice is read once.
func expand(patterns []string) ([]string, error) {
	var names []string
	seen := map[string]bool{}
	for _, p := range patterns {
		found := []string{p}
		if _, err := os.Lstat(p); p != stdinName && errors.Is(err, fs.ErrNotExist) {
			if found, err = filepath.Glob(p); err != nil || len(found) == 0 {
				return nil, &InputError{File: p, Err: ErrNoMatch}
			}
			slices.Sort(found)
		}
		for _, f := range found {
			if key := filepath.Clean(f); !seen[key] {
				seen[key] = true
				names = append(names, f)
			}
		}
	}
	if len(names) == 0 {
		return nil, &InputError{File: "(none)", Err: ErrNoMatch}
	}
	return names, nil
}

// sourceName is the base name of a file without its extensions. Keys are
// written source:id, so a colon becomes a low line.
func sourceName(file string) record.Source {
	if file == stdinName {
		return "stdin"
	}
	base := filepath.Base(file)
	if i := strings.IndexByte(base[1:], '.'); i >= 0 {
		base = base[:i+1]
	}
	return record.Source(strings.ReplaceAll(base, ":", "_"))
}

// openInput opens one input and decides how it is to be read.
func openInput(name string, opts *Options, read *atomic.Int64) (*input, error) {
	in := &input{name: name, opts: opts, size: -1, read: read}
	in.mapping.File, in.mapping.Source = name, opts.Source
	if in.mapping.Source == "" {
		in.mapping.Source = sourceName(name)
	}
	if err := in.examine(); err != nil {
		in.close()
		return nil, in.fail(err)
	}
	return in, nil
}

// fail says where err happened.
func (in *input) fail(err error) error {
	var ie *InputError
	if errors.As(err, &ie) {
		return err
	}
	return &InputError{Source: string(in.mapping.Source), File: in.name, Err: err}
}

func (in *input) close() {
	if in.kept != nil {
		in.kept.Close()
		in.kept = nil
	}
}

// open gives the raw bytes of the input.
func (in *input) open() (io.ReadCloser, error) {
	if in.name == stdinName {
		return io.NopCloser(in.opts.Stdin), nil
	}
	st, err := os.Stat(in.name)
	if err != nil {
		return nil, fmt.Errorf("open: %w", errors.Unwrap(err))
	}
	if st.IsDir() {
		return nil, ErrDirectory
	}
	f, err := os.Open(in.name)
	if err != nil {
		return nil, fmt.Errorf("open: %w", errors.Unwrap(err))
	}
	if st.Mode().IsRegular() {
		in.size = st.Size()
	}
	return f, nil
}

// counted counts bytes as they are read.
type counted struct {
	io.ReadCloser
	n *atomic.Int64
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// unpack returns the bytes behind gzip, if there is one.
func unpack(br *bufio.Reader) (r io.Reader, gz bool, err error) {
	magic, _ := br.Peek(2)
	if !bytes.Equal(magic, []byte{0x1F, 0x8B}) {
		return br, false, nil
	}
	z, err := gzip.NewReader(br)
	if err != nil {
		return nil, true, ErrTruncated
	}
	return gunzip{z}, true, nil
}

// gunzip gives damage of the compressed data its own error.
type gunzip struct{ *gzip.Reader }

func (g gunzip) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = ErrTruncated
	}
	return n, err
}

// foreign are the first bytes of files that people take for text.
var foreign = []struct{ magic, what, advice string }{
	{"PK\x03\x04", "a spreadsheet or zip archive", "save it as CSV, or unpack it"},
	{"\xD0\xCF\x11\xE0", "an old Excel file", "save it as CSV"},
	{"%PDF", "a PDF", ""},
	{"PAR1", "a Parquet file", "export it as CSV or NDJSON"},
	{"BZh", "a bzip2 archive", "unpack it first"},
	{"\x28\xB5\x2F\xFD", "a zstd archive", "unpack it first"},
	{"\xFD7zXZ", "an xz archive", "unpack it first"},
	{"7z\xBC\xAF", "a 7z archive", "unpack it first"},
	{"SQLite format 3", "an SQLite database", "export its table as CSV"},
}

// examine reads the head and makes every decision about the input.
func (in *input) examine() error {
	raw, err := in.open()
	if err != nil {
		return err
	}
	regular := in.size >= 0
	br := bufio.NewReaderSize(raw, 64<<10)
	if !regular {
		br = bufio.NewReaderSize(counted{raw, in.read}, 64<<10)
		in.kept = raw
	} else {
		defer raw.Close()
	}
	plain, gz, err := unpack(br)
	if err != nil {
		return err
	}
	in.mapping.Gzip = gz
	limit := int64(max(headSize, in.opts.MaxField))
	head, err := io.ReadAll(io.LimitReader(plain, limit))
	in.headEnd = err == nil && int64(len(head)) < limit
	if err != nil && len(head) == 0 {
		return err
	}
	if !regular {
		in.kept = struct {
			io.Reader
			io.Closer
		}{&resumed{head, err, plain}, raw}
	}
	return in.decide(head)
}

// resumed is a stream whose head was read already.
type resumed struct {
	head []byte
	err  error // with which the reading of the head ended, if it failed
	rest io.Reader
}

func (r *resumed) Read(p []byte) (int, error) {
	if len(r.head) > 0 {
		n := copy(p, r.head)
		r.head = r.head[n:]
		return n, nil
	}
	if r.err != nil {
		return 0, r.err
	}
	return r.rest.Read(p)
}

// decide settles encoding, format, dialect, header and mapping from the head.
func (in *input) decide(head []byte) error {
	if len(head) == 0 {
		return ErrEmpty
	}
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return &InputError{Source: string(in.mapping.Source), File: in.name,
				Err: fmt.Errorf("%w: it is %s", ErrUnsupported, f.what), Hint: f.advice}
		}
	}
	m := &in.mapping
	m.Encoding, m.BOM = sniffEncoding(head)
	if e := cmp.Or(in.opts.Encoding, in.opts.Rules.encoding()); e != AutoEncoding {
		if e != m.Encoding {
			m.BOM = bytes.HasPrefix(head, e.bom()) && len(e.bom()) > 0
		}
		m.Encoding = e
	}
	if m.BOM {
		head = head[len(m.Encoding.bom()):]
	}
	text, err := io.ReadAll(m.Encoding.reader(bytes.NewReader(head)))
	if err != nil {
		return err
	}
	in.head = string(text)
	if isBinary(in.head) {
		return ErrBinary
	}
	if isBlank(strings.ReplaceAll(in.head, "\n", "")) && in.headEnd {
		return ErrEmpty
	}
	if !in.headEnd && !strings.ContainsAny(in.head, "\r\n") {
		return &InputError{Source: string(m.Source), File: in.name, Row: 1, Value: shorten(in.head),
			Err: fmt.Errorf("%w within the first %d bytes", ErrNoLineEnd, len(head))}
	}
	if isJSONArray(in.head) && in.opts.Format != CSV {
		return &InputError{Source: string(m.Source), File: in.name, Row: 1, Err: fmt.Errorf("%w: it is a JSON array", ErrUnsupported),
			Hint: "write one object a line, for example with jq -c '.[]'"}
	}
	if m.Format = in.opts.Format; m.Format == AutoFormat {
		m.Format = sniffFormat(in.head)
	}
	if m.Format == NDJSON {
		return in.decideJSON()
	}
	return in.decideCSV()
}

// isJSONArray recognises a list of objects, which cannot be read line by line.
func isJSONArray(head string) bool {
	t := strings.TrimSpace(head)
	return strings.HasPrefix(t, "[") && strings.HasPrefix(strings.TrimSpace(t[1:]), "{")
}

// isBinary reports whether text holds so many control characters and decoding
// errors that it can be no table.
func isBinary(text string) bool {
	sample := text[:min(len(text), 64<<10)]
	odd, n := 0, 0
	for _, r := range sample {
		n++
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != '\v' && r != 0x1a && r != 0 ||
			r == 0x7f || r == '\uFFFD' {
			odd++
		}
		if r == 0 {
			odd += 2
		}
	}
	return odd*10 > n
}
