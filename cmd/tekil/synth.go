package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/record"
)

func newSynth() *cobra.Command {
	var cfg synth.Config
	var out, without string
	c := &cobra.Command{
		Use:   "synth",
		Short: "Invent Turkish customers whose truth is known",
		Long: "Writes customers.csv, truth.csv and traps.csv to a directory. No row is a real\n" +
			"person's. The same flags give the same bytes on every machine.",
		Example: "  tekil synth --records 20000 --seed 7 --hard --out world\n" +
			"  tekil dedupe world/customers.csv && tekil eval --truth world/truth.csv tekil-out/members.csv",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			for f := range strings.SplitSeq(without, ",") {
				if f = strings.TrimSpace(f); f != "" {
					cfg.Without = append(cfg.Without, record.Field(f))
				}
			}
			if err := synth.WriteCSV(out, cfg); err != nil {
				return err
			}
			fmt.Fprintf(c.ErrOrStderr(), "tekil: wrote customers.csv, truth.csv and traps.csv to %s\n", out)
			return nil
		},
	}
	f := c.Flags()
	f.IntVar(&cfg.Records, "records", synth.DefaultRecords, "rows to write")
	f.Uint64Var(&cfg.Seed, "seed", 0, "another number makes another world")
	f.Float64Var(&cfg.Duplicates, "duplicates", synth.DefaultDuplicates, "share of records beyond the first of their person, 0.01 to 0.6")
	f.BoolVar(&cfg.Hard, "hard", false, "fewer ids and dates, more mistakes, more namesakes and family")
	f.StringVar(&without, "without", "", "fields that no source has, such as national_id,address")
	f.StringVar(&cfg.Setting, "setting", "", "default, or heldout: other systems and habits")
	f.StringVar(&out, "out", "tekil-synth", "directory to write to")
	return c
}
