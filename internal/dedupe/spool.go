package dedupe

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/tekil-id/tekil/record"
)

// spoolName is the file of a spool in the directory under construction.
const spoolName = "spool.tmp"

// spool holds on disk what is needed of the records only later, and then piece
// by piece: half of what a run would otherwise hold in memory. It is safe for
// concurrent use.
type spool struct {
	mu   sync.Mutex
	f    *os.File
	end  int64
	err  error
	name string
}

func newSpool(dir string) (*spool, error) {
	name := filepath.Join(dir, spoolName)
	f, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("write temporary file: %w", err)
	}
	return &spool{f: f, name: name}, nil
}

// put appends b and returns where it stands. An error is kept for [spool.failed].
func (s *spool) put(b []byte) int64 {
	s.mu.Lock()
	at := s.end
	s.end += int64(len(b))
	s.mu.Unlock()
	if _, err := s.f.WriteAt(b, at); err != nil {
		s.mu.Lock()
		s.err = errors.Join(s.err, fmt.Errorf("write temporary file: %w", err))
		s.mu.Unlock()
	}
	return at
}

// failed returns what went wrong in writing.
func (s *spool) failed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// get reads n bytes at a place into dst, which grows if need be.
func (s *spool) get(dst []byte, at int64, n int) ([]byte, error) {
	if cap(dst) < n {
		dst = make([]byte, n, n+n/2)
	}
	dst = dst[:n]
	if _, err := s.f.ReadAt(dst, at); err != nil {
		return nil, fmt.Errorf("read temporary file: %w", err)
	}
	return dst, nil
}

// remove gives the spool up.
func (s *spool) remove() error {
	if s == nil || s.f == nil {
		return nil
	}
	err := s.f.Close()
	s.f = nil
	return errors.Join(err, os.Remove(s.name))
}

// fieldTable numbers the fields of a run.
type fieldTable []record.Field

// appendRecord appends the values of r, current and past.
func (t fieldTable) appendRecord(b []byte, r *record.Record) []byte {
	b = binary.AppendUvarint(b, uint64(len(r.Values)))
	next := 0
	for i := range r.Values {
		b, next = t.appendValue(b, &r.Values[i], next)
	}
	b = binary.AppendUvarint(b, uint64(len(r.Past)))
	for i := range r.Past {
		b, next = t.appendValue(b, &r.Past[i].Value, next)
		b = appendText(appendText(b, r.Past[i].From), r.Past[i].To)
	}
	return b
}

// appendValue appends a value; its field is looked for from next on, where it
// mostly stands.
func (t fieldTable) appendValue(b []byte, v *record.Value, next int) ([]byte, int) {
	for i := range t {
		at := next + i
		if at >= len(t) {
			at -= len(t)
		}
		if t[at] == v.Field {
			return appendText(binary.AppendUvarint(b, uint64(at)+1), v.Text), at + 1
		}
	}
	return appendText(appendText(append(b, 0), string(v.Field)), v.Text), next
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// readRecord puts the values that b holds into r, whose slices it uses again.
func (t fieldTable) readRecord(b []byte, r *record.Record) {
	d := spoolReader{b: b, text: string(b)}
	r.Values, r.Past = r.Values[:0], r.Past[:0]
	for range d.uint() {
		r.Values = append(r.Values, d.value(t))
	}
	for range d.uint() {
		r.Past = append(r.Past, record.Past{Value: d.value(t), From: d.string(), To: d.string()})
	}
}

// spoolReader reads what this process wrote a moment ago.
type spoolReader struct {
	b    []byte
	text string
	at   int
}

func (d *spoolReader) uint() uint64 {
	v, n := binary.Uvarint(d.b[d.at:])
	d.at += n
	return v
}

func (d *spoolReader) string() string {
	n := int(d.uint())
	d.at += n
	return d.text[d.at-n : d.at]
}

func (d *spoolReader) value(t fieldTable) record.Value {
	var v record.Value
	if k := d.uint(); k > 0 {
		v.Field = t[k-1]
	} else {
		v.Field = record.Field(d.string())
	}
	v.Text = d.string()
	return v
}
