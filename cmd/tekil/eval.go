package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/evaluate"
)

func newEval() *cobra.Command {
	var truth, traps string
	var asJSON bool
	var worst int
	c := &cobra.Command{
		Use:   "eval --truth truth.csv members.csv",
		Short: "Compare people found with people known",
		Long: "Compares the entities of members.csv with those of truth.csv (record_id, entity_id,\n" +
			"and source where record ids repeat): pairwise and B-cubed precision, recall and F1,\n" +
			"people exactly right, people wrongly joined, and the worst errors.",
		Example: "  tekil eval --truth world/truth.csv tekil-out/members.csv",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			if truth == "" {
				return usage(fmt.Errorf("eval: --truth is needed"))
			}
			want, err := evaluate.ReadFile(truth, evaluate.ReadAssignments)
			if err != nil {
				return err
			}
			got, err := evaluate.ReadFile(list[0], evaluate.ReadAssignments)
			if err != nil {
				return err
			}
			o := &evaluate.Options{Worst: worst}
			if traps != "" {
				if o.Traps, err = evaluate.ReadFile(traps, evaluate.ReadTraps); err != nil {
					return err
				}
			}
			r, err := evaluate.Evaluate(want, got, o)
			if err != nil {
				return fmt.Errorf("eval: %w", err)
			}
			if !asJSON {
				_, err = fmt.Fprint(c.OutOrStdout(), r)
				return err
			}
			b, err := r.JSON()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), string(b))
			return err
		},
	}
	f := c.Flags()
	f.StringVar(&truth, "truth", "", "CSV of record_id and entity_id: who is who")
	f.StringVar(&traps, "traps", "", "CSV of pairs that are easily taken for one person (of tekil synth)")
	f.IntVar(&worst, "worst", evaluate.DefaultWorst, "how many of the worst errors to list")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// isTerminal reports whether f is a terminal.
func isTerminal(f *os.File) bool {
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}
