package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
)

const dedupeLong = `Reads customer files, finds out which records are one person or company, and
writes what came of it to a directory:

  members.csv    every input row with the entity it belongs to
  golden.csv     one row a person: the best values
  review.csv     pairs in doubt, with a column "ruling" to fill in
  links.csv      households and other links between different people
  findings.csv   what is wrong in the values, and what to do about it
  rejected.csv   rows that could not be read
  report.html    the whole run to look at    run.json   the same as numbers
  store/         all of it to query: tekil explain, tekil get, tekil stats

FILE is a CSV, TSV or NDJSON file, plain or gzipped, a glob, or - for standard
input. Encoding, delimiter, header and columns find themselves; --preview shows
how. A run that fails or is interrupted leaves what was there before.`

// dedupeFlags are the flags of a run as they are typed.
type dedupeFlags struct {
	o                       dedupe.Options
	config, mapping, source string
	assurance, memory       string
	preview                 int
	quiet, asJSON           bool
}

func newDedupe() *cobra.Command {
	var f dedupeFlags
	c := &cobra.Command{
		Use:   "dedupe FILE...",
		Short: "Find people in customer files",
		Long:  dedupeLong,
		Example: `  tekil dedupe customers.csv
  tekil dedupe --preview 5 export.csv
  tekil dedupe crm.csv web.csv.gz --out people --config tekil.yaml
  tekil dedupe customers.csv --replace --rulings tekil-out/review.csv`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			f.o.Files, f.o.Stdin = list, c.InOrStdin()
			return f.run(c)
		},
	}
	f.register(c)
	return c
}

func (f *dedupeFlags) register(c *cobra.Command) {
	fs := c.Flags()
	fs.StringVar(&f.o.Out, "out", dedupe.DefaultOut, "directory for the output")
	fs.StringVar(&f.o.Store, "store", "", "directory for the store (default OUT/store)")
	fs.BoolVar(&f.o.NoStore, "no-store", false, "write no store")
	fs.BoolVar(&f.o.Replace, "replace", false, "replace the store that is there; its rulings and entity ids are kept")
	fs.StringVar(&f.config, "config", "", "configuration, see tekil config show")
	fs.StringVar(&f.source, "source", "", "name of the system that the rows come from (default: a column, else the file's name)")
	fs.StringVar(&f.mapping, "map", "", "YAML file that says which column is which field")
	fs.StringVar(&f.o.Model, "model", "", "model FILE, \"shipped\", or the model of a STORE, in place of fitting one")
	fs.StringVar(&f.o.Previous, "previous", "", "members.csv of an earlier run, whose entity ids are carried over")
	fs.StringVar(&f.o.Rulings, "rulings", "", "review.csv with the column ruling filled in")
	fs.StringVar(&f.o.Labels, "labels", "", "review.csv with rulings, or record_id,entity_id: choose the threshold by them")
	fs.StringVar(&f.assurance, "assurance", "", "weakest assurance of an automatic join: A, B, C or D (default D)")
	fs.BoolVar(&f.o.Excel, "excel", false, "write CSV that Excel in Turkey opens well")
	fs.BoolVar(&f.o.Strict, "strict", false, "stop at the first row that cannot be read")
	fs.IntVar(&f.o.Workers, "workers", 0, "workers (default: one for each processor)")
	memoryFlag(c, &f.memory)
	fs.IntVar(&f.preview, "preview", 0, "show how the first N rows would be read, and write nothing")
	fs.Int64Var(&f.o.Population, "population", 0, "people that the customers are drawn from (default: the records)")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "say nothing but errors and warnings")
	fs.BoolVar(&f.asJSON, "json", false, "print the summary (run.json) on standard output")
}

func (f *dedupeFlags) run(c *cobra.Command) error {
	if err := f.prepare(); err != nil {
		return err
	}
	if f.preview > 0 {
		return previewFiles(c, f, f.preview)
	}
	rep := newReporter(c.ErrOrStderr(), f.quiet)
	f.o.Progress = rep.report
	f.o.Mapped = func(list []ingest.Mapping) {
		missingColumns(c, f.rules(), list)
		if f.quiet {
			warnOf(c, list)
			return
		}
		for i := range list {
			fmt.Fprint(c.ErrOrStderr(), list[i].String())
		}
	}
	s, err := dedupe.Run(c.Context(), f.o)
	rep.stop()
	if err != nil {
		return err
	}
	if f.asJSON {
		b, err := s.JSON()
		if err != nil {
			return err
		}
		_, err = c.OutOrStdout().Write(b)
		return err
	}
	if !f.quiet {
		return printSummary(c.OutOrStdout(), s)
	}
	return nil
}

// warnOf tells of files in which nobody can be found, or by no name.
func warnOf(c *cobra.Command, list []ingest.Mapping) {
	for i := range list {
		if w := list[i].Warning(); w != "" {
			fmt.Fprintf(c.ErrOrStderr(), "tekil: %s: warning: %s\n", list[i].File, w)
		}
	}
}

// missingColumns tells of columns that a mapping names and no file has.
func missingColumns(c *cobra.Command, rules *ingest.Rules, list []ingest.Mapping) {
	for _, name := range rules.Missing(list) {
		fmt.Fprintf(c.ErrOrStderr(), "tekil: warning: no file has the column %q that the mapping names\n", name)
	}
}

// rules are what the user says about columns: by --map, else by the configuration.
func (f *dedupeFlags) rules() *ingest.Rules {
	if f.o.Rules == nil && f.o.Config != nil {
		return f.o.Config.Mapping
	}
	return f.o.Rules
}

// prepare turns what was typed into options.
func (f *dedupeFlags) prepare() (err error) {
	if err := setMemory(f.memory); err != nil {
		return err
	}
	if f.o.Assurance, err = record.ParseAssurance(f.assurance); err != nil {
		return usage(fmt.Errorf("--assurance: %w", err))
	}
	if f.o.Workers < 0 || f.o.Population < 0 || f.preview < 0 {
		return usage(errors.New("--workers, --population and --preview must not be negative"))
	}
	f.o.Source = record.Source(f.source)
	if f.config != "" {
		if f.o.Config, err = dedupe.LoadConfig(f.config); err != nil {
			return err
		}
	}
	if f.mapping != "" {
		if f.o.Rules, err = ingest.LoadRules(f.mapping); err != nil {
			return err
		}
	}
	f.o.Version, f.o.Time = programVersion(), time.Now().UTC().Format(time.RFC3339)
	return nil
}

// printSummary says in a few lines what a run found.
func printSummary(w io.Writer, s *dedupe.Summary) error {
	p := &printer{w: w}
	p.line("%s, %s: %s people, %s", plural(s.Rows, "row"), plural(s.Records, "record"), count(s.Persons), plurals(s.Companies, "company", "companies"))
	if s.Rejected > 0 {
		p.line("  %s could not be read, see %s/rejected.csv", plural(s.Rejected, "row"), s.Out)
	}
	if s.Superseded > 0 {
		p.line("  %s gave way to another row with the same id", plural(s.Superseded, "row"))
	}
	p.line("  %s (%.1f %%), %s of several records, the largest of %d", plural(s.Duplicates, "duplicate"), 100*s.DuplicateShare, plurals(s.Merged, "entity", "entities"), s.Largest)
	if other := s.Nameless + s.Several + s.Noise; other > 0 {
		p.line("  %s without a name, %s of several people in one record, %s", count(s.Nameless), count(s.Several), plurals(s.Noise, "that names nobody", "that name nobody"))
	}
	p.line("  %s, %s for review, %s", plural(s.Households, "household"), plural(s.Reviews, "pair"), plural(s.Findings, "finding"))
	if n := len(s.Quality.Alerts); n > 0 {
		p.line("  %s on the values, see the report", plural(n, "alert"))
	}
	if l := s.Labels; l != nil {
		p.line("  threshold %.1f bits by %s labelled pairs: precision %.4f, recall %.4f on them", l.Threshold, count(l.Pairs), l.Precision, l.Recall)
	}
	p.line("  %.1f s, %s rows a second, %d MiB", s.Seconds, count(s.RowsPerSecond), s.PeakMemory>>20)
	p.line("see %s/report.html", s.Out)
	return p.err
}

// printer prints lines until one fails.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, a ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", a...)
	}
}

// count writes a number with commas between thousands.
func count(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
