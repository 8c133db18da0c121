package store

import (
	"syscall"
	"testing"
)

// Where the disk has failed the engine, which begins another log in the place of
// an old one, is given a file that it can ask for its size. Otherwise it ends the
// process, in the middle of a commit and beyond recovering: "unlock of unlocked
// mutex".
func TestLogAfterFailure(t *testing.T) {
	s := newStore("store", &Options{FS: NewMemFS()})
	g := &guardFS{s.opts.FS.vfs, s}
	s.fail(syscall.ENOSPC)
	f, err := g.ReuseForWrite("000002.log", "000005.log", logCategory)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := f.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("Stat = %v, %v", info, err)
	}
	if n, err := f.Write([]byte("abc")); n != 3 || err != nil {
		t.Errorf("Write = %d, %v", n, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
