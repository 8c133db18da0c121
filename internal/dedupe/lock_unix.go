//go:build unix

package dedupe

import (
	"io"
	"os"
	"syscall"
)

// lockDir holds a directory against other runs until it is closed, or the
// process ends in whatever way.
func lockDir(dir string) (io.Closer, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, ErrBusy
	}
	return f, nil
}
