package main

import (
	"errors"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

const loadLong = `Adds the records of files to a store, or puts them in place of those with the same
source and record id, under the store's model; a new store starts with the shipped
one. Loading the same file again changes nothing, and a load that was stopped is
done again from the start.

With --snapshot the files are all that their sources have: records that are not in
them any more are deleted, unless that would be more than --delete-limit of a
source's records.`

type loadFlags struct {
	in                      ingest.Options
	o                       tekil.LoadOptions
	config, mapping, source string
	quiet, asJSON           bool
}

func newLoad() *cobra.Command {
	var f loadFlags
	c := &cobra.Command{
		Use:   "load FILE...",
		Short: "Add files to a store, or bring it up to date with them",
		Long:  loadLong,
		Example: `  tekil load changes.csv --source crm --store tekil-out/store
  tekil load crm-full.csv --source crm --snapshot --dry-run`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, list []string) error { return f.run(c, list) },
	}
	storeFlag(c)
	fs := c.Flags()
	fs.StringVar(&f.config, "config", "", "configuration of a new store, see tekil config show")
	fs.StringVar(&f.source, "source", "", "name of the system that the rows come from (default: a column, else the file's name)")
	fs.StringVar(&f.mapping, "map", "", "YAML file that says which column is which field")
	fs.BoolVar(&f.in.Strict, "strict", false, "stop at the first row that cannot be read")
	fs.BoolVar(&f.o.Snapshot, "snapshot", false, "the files are all that their sources have: delete the rest")
	fs.Float64Var(&f.o.DeleteLimit, "delete-limit", 0.1, "largest share of a source's records that --snapshot may delete")
	fs.BoolVar(&f.o.DryRun, "dry-run", false, "say what would happen, and leave the store as it is")
	fs.IntVar(&f.o.Chunk, "chunk", 256, "records in one atomic change")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "say nothing but errors and warnings")
	fs.BoolVar(&f.asJSON, "json", false, "print the summary as JSON")
	return c
}

func (f *loadFlags) run(c *cobra.Command, files []string) error {
	if f.o.DeleteLimit <= 0 || f.o.DeleteLimit > 1 || f.o.Chunk < 1 {
		return usage(errors.New("--delete-limit must be above 0 and at most 1, --chunk at least 1"))
	}
	open, err := f.options()
	if err != nil {
		return err
	}
	records, rejected, err := f.read(c, files)
	if err != nil {
		return err
	}
	rep := newReporter(c.ErrOrStderr(), f.quiet)
	defer rep.stop()
	f.o.Progress = func(n int) { rep.report("load", n, len(records)) }
	return withWriter(c, open, func(w writer) error {
		report, err := w.Load(c.Context(), all(records), &f.o)
		rep.stop()
		if errors.Is(err, tekil.ErrTooManyDeleted) {
			return fmt.Errorf("%w; if they are to go, say so with --delete-limit", err)
		}
		if err != nil {
			return err
		}
		return f.print(c, report, rejected)
	})
}

// options says how the store is opened: a new one under the configuration.
func (f *loadFlags) options() (*tekil.Options, error) {
	o := &tekil.Options{}
	cfg := &dedupe.Config{}
	var err error
	if f.config != "" {
		if cfg, err = dedupe.LoadConfig(f.config); err != nil {
			return nil, err
		}
	}
	f.in.Rules = cfg.Mapping
	if f.mapping != "" {
		if f.in.Rules, err = ingest.LoadRules(f.mapping); err != nil {
			return nil, err
		}
	}
	if f.config != "" {
		o.Survivorship = survivorship(cfg)
	}
	o.Model, err = cfg.Model(match.ShippedRecords)
	return o, err
}

// read takes in all rows: rows of one key settle before they are loaded.
func (f *loadFlags) read(c *cobra.Command, files []string) (records []record.Record, rejected int, err error) {
	f.in.Source, f.in.Stdin = record.Source(f.source), c.InOrStdin()
	f.in.OnReject = func(x ingest.Rejected) {
		rejected++
		fmt.Fprintln(c.ErrOrStderr(), "tekil:", &ingest.InputError{File: x.File, Row: x.Row, Column: x.Column, Err: errors.New(x.Reason)})
	}
	r, err := ingest.Open(c.Context(), files, &f.in)
	if err != nil {
		return nil, 0, err
	}
	defer r.Close()
	for row, err := range r.Records() {
		if err != nil {
			return nil, rejected, err
		}
		records = append(records, row.Record)
	}
	warnOf(c, r.Mappings())
	missingColumns(c, f.in.Rules, r.Mappings())
	if !f.quiet {
		for _, m := range r.Mappings() {
			if w := m.Unnamed(); w != "" {
				fmt.Fprintf(c.ErrOrStderr(), "tekil: %s: %s\n", m.File, w)
			}
		}
	}
	records, _ = ingest.Unify(records)
	return records, rejected, c.Context().Err()
}

func all(list []record.Record) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for i := range list {
			if !yield(list[i], nil) {
				return
			}
		}
	}
}

type loadAnswer struct {
	DryRun    bool   `json:"dry_run,omitempty"`
	Read      int    `json:"read"`
	Rejected  int    `json:"rejected"`
	Created   int    `json:"created"`
	Updated   int    `json:"updated"`
	Unchanged int    `json:"unchanged"`
	Deleted   int    `json:"deleted"`
	NewPeople int    `json:"entities_created"`
	Merged    int    `json:"merged"`
	Split     int    `json:"split"`
	Ended     int    `json:"entities_deleted"`
	Queued    int    `json:"queued"`
	First     uint64 `json:"first_change,omitempty"`
	Last      uint64 `json:"last_change,omitempty"`
}

func (f *loadFlags) print(c *cobra.Command, r *tekil.LoadReport, rejected int) error {
	a := loadAnswer{f.o.DryRun, r.Read, rejected, r.Created, r.Updated, r.Unchanged, r.Deleted, r.EntitiesCreated,
		r.Merged, r.Split, r.EntitiesDeleted, r.Queued, r.First, r.Last}
	if f.asJSON {
		return printJSON(c, a)
	}
	if f.quiet {
		return nil
	}
	p := &printer{w: c.OutOrStdout()}
	if f.o.DryRun {
		p.line("dry run: nothing was changed")
	}
	p.line("records   %s read: %s new, %s changed, %s as they were, %s deleted", count(a.Read), count(a.Created), count(a.Updated), count(a.Unchanged), count(a.Deleted))
	p.line("entities  %s created, %s merged, %s split, %s ended", count(a.NewPeople), count(a.Merged), count(a.Split), count(a.Ended))
	p.line("review    %+d in the queue", a.Queued)
	if rejected > 0 {
		p.line("rejected  %s", plural(rejected, "row"))
	}
	return p.err
}
