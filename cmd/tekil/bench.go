package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
)

// benchFlags are the flags of a measurement as they are typed.
type benchFlags struct {
	records, workers      int
	memory                string
	hard, noStore, asJSON bool
}

func newBench() *cobra.Command {
	var b benchFlags
	c := &cobra.Command{
		Use:   "bench",
		Short: "Measure a run from CSV to store on this machine",
		Long: "Invents customers, runs tekil dedupe on them in a process of its own, and prints the\n" +
			"seconds of each stage, rows a second and the most memory held. Everything happens in\n" +
			"a temporary directory.",
		Example: "  tekil bench --records 1000000",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			out, processor, err := b.measure(c)
			if err != nil {
				return err
			}
			var s dedupe.Summary
			if err := json.Unmarshal(out, &s); err != nil {
				return fmt.Errorf("bench: %w", err)
			}
			if b.asJSON {
				_, err := c.OutOrStdout().Write(out)
				return err
			}
			p := &printer{w: c.OutOrStdout()}
			printBench(p, &s, processor)
			return p.err
		},
	}
	f := c.Flags()
	f.IntVar(&b.records, "records", 100_000, "rows to invent")
	f.IntVar(&b.workers, "workers", 0, "workers (default: one for each processor)")
	f.StringVar(&b.memory, "memory", "2GiB", "memory to stay under")
	f.BoolVar(&b.hard, "hard", false, "invent the hard customers")
	f.BoolVar(&b.noStore, "no-store", false, "write no store")
	f.BoolVar(&b.asJSON, "json", false, "print run.json of the run")
	return c
}

// measure invents the customers and runs on them. It returns the summary of the run
// and the time that it took of all processors.
func (b *benchFlags) measure(c *cobra.Command) (summary []byte, processor time.Duration, err error) {
	dir, err := os.MkdirTemp("", "tekil-bench-")
	if err != nil {
		return nil, 0, err
	}
	defer os.RemoveAll(dir)
	synth := []string{"synth", "--records", strconv.Itoa(b.records), "--out", dir}
	if b.hard {
		synth = append(synth, "--hard")
	}
	if _, _, err := runSelf(c, synth...); err != nil {
		return nil, 0, err
	}
	run := []string{"dedupe", filepath.Join(dir, "customers.csv"), "--out", filepath.Join(dir, "out"), "--json", "--quiet",
		"--memory", b.memory, "--workers", strconv.Itoa(b.workers)}
	if b.noStore {
		run = append(run, "--no-store")
	}
	return runSelf(c, run...)
}

// runSelf runs this program with other arguments, so that the memory measured is
// that of the run alone. It returns what the run printed and the time that it took
// of all processors.
func runSelf(c *cobra.Command, list ...string) ([]byte, time.Duration, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, 0, err
	}
	cmd := exec.CommandContext(c.Context(), exe, list...)
	cmd.Args[0] = os.Args[0]
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, c.ErrOrStderr()
	if err := cmd.Run(); err != nil {
		return nil, 0, fmt.Errorf("bench: tekil %s: %w", list[0], err)
	}
	return out.Bytes(), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

func printBench(p *printer, s *dedupe.Summary, processor time.Duration) {
	p.line("%s, %d processors, %s, tekil %s", runtime.GOOS+"/"+runtime.GOARCH, runtime.NumCPU(), runtime.Version(), programVersion())
	for _, st := range s.Stages {
		p.line("  %-10s %8.2f s", st.Name, st.Seconds)
	}
	p.line("  %-10s %8.2f s, %s rows a second, %d MiB at most", "total", s.Seconds, count(s.RowsPerSecond), s.PeakMemory>>20)
	p.line("  %-10s %8.2f s, of all processors", "processor", processor.Seconds())
	p.line("%s records, %s entities, %s pairs judged", count(s.Records), count(s.Entities), count(s.Pairs))
}
