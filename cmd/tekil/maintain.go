package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// errBroken is what verify ends with when it found something.
var errBroken = errors.New("the store is not sound")

func newVerify() *cobra.Command {
	var quiet bool
	var memory string
	c := &cobra.Command{
		Use:     "verify",
		Short:   "Check every invariant of a store",
		Example: "  tekil verify --store tekil-out/store",
		Long: "Reads everything, resolves all records anew and compares: bytes that do not decode,\n" +
			"keys that are missing, people, edges, reviews and golden records that a batch of the\n" +
			"same records would not have. docs/identity.md names the invariants.",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := setMemory(memory); err != nil {
				return err
			}
			rep := newReporter(c.ErrOrStderr(), quiet)
			defer rep.stop()
			o := &tekil.VerifyOptions{Progress: func(done, total int) { rep.report("verify", done, total) }}
			return withEngineOrCopy(c, &tekil.Options{MustExist: true}, func(e *tekil.Engine) error {
				n := 0
				for err := range e.Verify(c.Context(), o) {
					var b *tekil.Broken
					if !errors.As(err, &b) {
						return err
					}
					n++
					fmt.Fprintln(c.OutOrStdout(), err)
				}
				if n > 0 {
					return errBroken
				}
				fmt.Fprintln(c.OutOrStdout(), "sound")
				return nil
			})
		},
	}
	storeFlag(c)
	memoryFlag(c, &memory)
	c.Flags().BoolVarP(&quiet, "quiet", "q", false, "say nothing but what is wrong")
	return c
}

func newBackup() *cobra.Command {
	c := &cobra.Command{
		Use:     "backup DIR",
		Short:   "Write a copy of a store",
		Example: "  tekil backup /backup/tekil-2026-03-01",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			return withWriter(c, nil, func(w writer) error { return w.Backup(c.Context(), list[0]) })
		},
	}
	storeFlag(c)
	return c
}

func newRestore() *cobra.Command {
	c := &cobra.Command{
		Use:     "restore BACKUP",
		Short:   "Copy a backup to where a store is to be",
		Example: "  tekil restore /backup/tekil-2026-03-01 --store tekil-out/store",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			return tekil.Restore(c.Context(), list[0], storeDir(c))
		},
	}
	storeFlag(c)
	return c
}

func newExport() *cobra.Command {
	var out string
	var o tekil.ExportOptions
	var quiet bool
	var memory string
	c := &cobra.Command{
		Use:     "export",
		Short:   "Write the files of tekil dedupe from a store",
		Long:    "Writes members.csv, golden.csv, review.csv, links.csv and findings.csv of everything\nin the store, under its entity ids.",
		Example: "  tekil export --out people --excel",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := setMemory(memory); err != nil {
				return err
			}
			rep := newReporter(c.ErrOrStderr(), quiet)
			defer rep.stop()
			o.Progress = rep.report
			return withEngine(c, reading(), func(e *tekil.Engine) error {
				if err := e.Export(c.Context(), out, &o); err != nil {
					return err
				}
				rep.stop()
				rep.say("wrote members.csv, golden.csv, review.csv, links.csv and findings.csv to %s", out)
				return nil
			})
		},
	}
	storeFlag(c)
	c.Flags().StringVar(&out, "out", "tekil-export", "directory for the files")
	c.Flags().BoolVar(&o.Excel, "excel", false, "write CSV that Excel in Turkey opens well")
	memoryFlag(c, &memory)
	c.Flags().BoolVarP(&quiet, "quiet", "q", false, "say nothing but errors")
	return c
}

const rematchLong = `Resolves a whole store again under another model and puts the result in place, in
one atomic change. --preview says what would happen: who would merge, who would
split, how many ids would move, which rulings would be contradicted.

Without --model and --config the model stays, and keys and profiles that another
version of tekil made are rebuilt.`

func newRematch() *cobra.Command {
	var model, config, memory string
	var o tekil.RematchOptions
	var quiet, asJSON bool
	c := &cobra.Command{
		Use:   "rematch",
		Short: "Apply another model to a store",
		Long:  rematchLong,
		Example: `  tekil rematch --model new.json --preview
  tekil rematch --config tekil.yaml`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := setMemory(memory); err != nil {
				return err
			}
			m, rules, err := rematchModel(model, config)
			if err != nil {
				return err
			}
			o.Survivorship = rules
			rep := newReporter(c.ErrOrStderr(), quiet)
			defer rep.stop()
			o.Progress = rep.report
			with, open := withEngine, &tekil.Options{MustExist: true, Rebuild: true}
			if o.Preview {
				with, open.Rebuild = withEngineOrCopy, false
			}
			return with(c, open, func(e *tekil.Engine) error {
				r := e.Rebuilt(o.Examples)
				if r == nil || m != nil || rules != nil {
					if r, err = e.Rematch(c.Context(), m, &o); err != nil {
						return err
					}
				}
				rep.stop()
				return printRematch(c, r, o.Preview, asJSON)
			})
		},
	}
	storeFlag(c)
	c.Flags().StringVar(&model, "model", "", "model FILE, \"shipped\", or the model of a STORE")
	c.Flags().StringVar(&config, "config", "", "configuration to make the shipped model of, and to take the survivorship from")
	memoryFlag(c, &memory)
	c.Flags().BoolVar(&o.Preview, "preview", false, "say what would happen, and leave the store as it is")
	c.Flags().IntVar(&o.Examples, "examples", 20, "events to show at most; 0: all")
	c.Flags().BoolVarP(&quiet, "quiet", "q", false, "say nothing but errors")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// rematchModel returns the model that was asked for, nil for the store's own, and
// the rules of survivorship that a configuration brings.
func rematchModel(model, config string) (*match.Model, *tekil.Survivorship, error) {
	var m *match.Model
	var err error
	switch {
	case model != "" && config != "":
		return nil, nil, usage(errors.New("--model and --config exclude each other"))
	case model == "shipped":
		m, err = (&dedupe.Config{}).Model(match.ShippedRecords)
	case model != "":
		m, err = dedupe.LoadModel(model)
	case config != "":
		cfg, err := dedupe.LoadConfig(config)
		if err != nil {
			return nil, nil, err
		}
		m, err = cfg.Model(match.ShippedRecords)
		return m, survivorship(cfg), err
	}
	return m, nil, err
}

// survivorship returns the rules of a configuration.
func survivorship(c *dedupe.Config) *tekil.Survivorship {
	rules := c.Survival()
	out := &tekil.Survivorship{Trust: rules.Trust, Fields: make(map[record.Field]tekil.FieldRule, len(rules.Fields))}
	for f, rule := range rules.Fields {
		out.Fields[f] = tekil.FieldRule(rule)
	}
	return out
}

type rematchAnswer struct {
	Preview      bool        `json:"preview,omitempty"`
	Model        string      `json:"model"`
	Records      int         `json:"records"`
	Entities     int         `json:"entities"`
	Merged       int         `json:"merged"`
	Split        int         `json:"split"`
	LostIDs      int         `json:"lost_ids"`
	Moved        int         `json:"records_moved"`
	Contradicted [][2]string `json:"contradicted_rulings"`
	Events       []eventLine `json:"examples"`
}

func printRematch(c *cobra.Command, r *tekil.RematchReport, preview, asJSON bool) error {
	a := rematchAnswer{preview, r.Model, r.Records, r.Entities, r.Merged, r.Split, r.Lost, r.Moved, [][2]string{}, []eventLine{}}
	for _, k := range r.Contradicted {
		a.Contradicted = append(a.Contradicted, [2]string{k[0].String(), k[1].String()})
	}
	for _, ev := range r.Events {
		a.Events = append(a.Events, newEventLine(ev))
	}
	if asJSON {
		return printJSON(c, a)
	}
	p := &printer{w: c.OutOrStdout()}
	if preview {
		p.line("preview: nothing was changed")
	}
	p.line("model     %s", a.Model)
	p.line("entities  %s of %s: %s merged, %s split, %s", count(a.Entities), plural(a.Records, "record"), count(a.Merged), count(a.Split), plural(a.LostIDs, "lost id"))
	p.line("moved     %s", plural(a.Moved, "record"))
	for _, k := range a.Contradicted {
		p.line("ruled the same and kept apart: %s %s", k[0], k[1])
	}
	for _, ev := range a.Events {
		p.line("  %-8s %s", ev.Kind, join(ev.Entities))
	}
	return p.err
}
