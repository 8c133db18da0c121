package main

import (
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// setMemory bounds the heap: the garbage collector works harder when it comes
// close. The rest of the process (code, stacks, the store's cache) gets an eighth.
// Far below the limit the heap grows to three times what is in use between two
// collections: it comes near the limit in the end, where a file is large enough for
// that, and to collect before saves nothing.
func setMemory(text string) error {
	n, err := parseBytes(text)
	if err != nil {
		return usage(fmt.Errorf("--memory: %w", err))
	}
	debug.SetMemoryLimit(n - n/8)
	debug.SetGCPercent(200)
	return nil
}

// memoryFlag adds --memory to a command that holds many records.
func memoryFlag(c *cobra.Command, memory *string) {
	c.Flags().StringVar(memory, "memory", "2GiB", "memory to stay under")
}

// parseBytes reads a size such as 2GiB, 500MB or 1.5g.
func parseBytes(s string) (int64, error) {
	t := strings.ToLower(strings.TrimSpace(s))
	unit := int64(1)
	for _, u := range []struct {
		suffix string
		bytes  int64
	}{{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9},
		{"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30}, {"b", 1}} {
		if rest, ok := strings.CutSuffix(t, u.suffix); ok {
			t, unit = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	v, err := strconv.ParseFloat(t, 64)
	if err != nil || v*float64(unit) < 64<<20 || v*float64(unit) > 1<<60 {
		return 0, fmt.Errorf("%q is not a size of 64 MiB or more, such as 2GiB", s)
	}
	return int64(v * float64(unit)), nil
}
