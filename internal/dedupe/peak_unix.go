//go:build unix

package dedupe

import (
	"runtime"
	"syscall"
)

// PeakMemory returns the most memory in bytes that the process has held.
func PeakMemory() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return u.Maxrss
	}
	return int64(u.Maxrss) << 10
}
