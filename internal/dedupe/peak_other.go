//go:build !unix

package dedupe

import "runtime"

// PeakMemory returns the memory in bytes that the process took from the system.
func PeakMemory() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
