package dedupe

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
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
