package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
)

func newFit() *cobra.Command {
	var f dedupeFlags
	var out string
	c := &cobra.Command{
		Use:   "fit FILE... --model OUT",
		Short: "Fit a model on customer files",
		Long: "Reads customer files and writes the model that tekil dedupe would fit on them: term\n" +
			"frequencies, weights, prior odds, limits and thresholds, as JSON. Under one model the\n" +
			"same records and rulings give the same people.",
		Example: "  tekil fit customers.csv --model model.json\n  tekil dedupe tomorrow.csv --model model.json",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			if out == "" {
				return usage(fmt.Errorf("fit: --model is needed: the file to write"))
			}
			if err := f.prepare(); err != nil {
				return err
			}
			f.o.Files, f.o.Stdin = list, c.InOrStdin()
			rep := newReporter(c.ErrOrStderr(), f.quiet)
			f.o.Progress = rep.report
			m, err := dedupe.Fit(c.Context(), f.o)
			rep.stop()
			if err != nil {
				return err
			}
			b, err := m.Encode()
			if err != nil {
				return err
			}
			if err := writeWhole(out, b); err != nil {
				return err
			}
			for _, n := range m.Notes {
				rep.say("%s", n)
			}
			rep.say("wrote %s, model %s", out, m.Hash())
			return nil
		},
	}
	fs := c.Flags()
	fs.StringVar(&out, "model", "", "file to write the model to")
	fs.StringVar(&f.config, "config", "", "configuration, see tekil config show")
	fs.StringVar(&f.source, "source", "", "name of the system that the rows come from")
	fs.StringVar(&f.mapping, "map", "", "YAML file that says which column is which field")
	fs.StringVar(&f.assurance, "assurance", "", "weakest assurance of an automatic join: A, B, C or D (default D)")
	fs.StringVar(&f.memory, "memory", "2GiB", "memory to stay under")
	fs.IntVar(&f.o.Workers, "workers", 0, "workers (default: one for each processor)")
	fs.Int64Var(&f.o.Population, "population", 0, "people that the customers are drawn from (default: the records)")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "say nothing but errors")
	return c
}

// writeWhole writes a file beside its name and moves it there, so that it is
// whole or not there.
func writeWhole(path string, b []byte) error {
	temp := path + ".partial"
	if err := os.WriteFile(temp, b, 0o644); err != nil {
		os.Remove(temp)
		return err
	}
	return os.Rename(temp, path)
}
