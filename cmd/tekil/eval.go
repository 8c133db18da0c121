package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/evaluate"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// evalFlags are the flags of an evaluation as they are typed.
type evalFlags struct {
	truth, traps string
	asJSON       bool
	worst        int
}

func newEval() *cobra.Command {
	var e evalFlags
	c := &cobra.Command{
		Use:   "eval --truth truth.csv members.csv",
		Short: "Compare people found with people known",
		Long: "Compares the entities of members.csv with those of truth.csv (record_id, entity_id,\n" +
			"and source where record ids repeat): pairwise and B-cubed precision, recall and F1,\n" +
			"people exactly right, people wrongly joined, and the worst errors. With --store also\n" +
			"the engine's own decisions: wrong joins by assurance, review pairs per 1,000 records,\n" +
			"and whether the probability can be believed.",
		Example: "  tekil eval --truth world/truth.csv tekil-out/members.csv",
		Args:    args(cobra.ExactArgs(1)),
		RunE:    func(c *cobra.Command, list []string) error { return e.run(c, list[0]) },
	}
	f := c.Flags()
	f.String("store", "", "the store of the run, to judge its decisions on pairs as well")
	f.StringVar(&e.truth, "truth", "", "CSV of record_id and entity_id: who is who")
	f.StringVar(&e.traps, "traps", "", "CSV of pairs that are easily taken for one person (of tekil synth)")
	f.IntVar(&e.worst, "worst", evaluate.DefaultWorst, "how many of the worst errors to list")
	f.BoolVar(&e.asJSON, "json", false, "print JSON")
	return c
}

func (e *evalFlags) run(c *cobra.Command, members string) error {
	if e.truth == "" {
		return usage(fmt.Errorf("eval: --truth is needed"))
	}
	want, err := evaluate.ReadFile(e.truth, evaluate.ReadAssignments)
	if err != nil {
		return err
	}
	got, err := evaluate.ReadFile(members, evaluate.ReadAssignments)
	if err != nil {
		return err
	}
	o, err := e.options(c)
	if err != nil {
		return err
	}
	r, err := evaluate.Evaluate(want, got, o)
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	if !e.asJSON {
		_, err = fmt.Fprint(c.OutOrStdout(), r)
		return err
	}
	b, err := r.JSON()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.OutOrStdout(), string(b))
	return err
}

// options reads what else there is to judge by: pairs that look alike, and the
// engine's own decisions.
func (e *evalFlags) options(c *cobra.Command) (o *evaluate.Options, err error) {
	o = &evaluate.Options{Worst: e.worst}
	if e.traps != "" {
		if o.Traps, err = evaluate.ReadFile(e.traps, evaluate.ReadTraps); err != nil {
			return nil, err
		}
	}
	if c.Flags().Changed("store") {
		err = withView(c, func(v *dedupe.View) error {
			edges, err := storeEdges(v)
			o.Edges = slices.Values(edges)
			return err
		})
	}
	return o, err
}

// storeEdges reads the decisions of a store.
func storeEdges(v *dedupe.View) ([]evaluate.Edge, error) {
	keys := map[uint64]record.Key{}
	for r, err := range v.Store.Records(0) {
		if err != nil {
			return nil, err
		}
		keys[r.No] = record.Key{Source: record.Source(strings.Clone(string(r.Source))), ID: record.ID(strings.Clone(string(r.ID)))}
	}
	var out []evaluate.Edge
	for e, err := range v.Store.AllEdges() {
		if err != nil {
			return nil, err
		}
		out = append(out, evaluate.Edge{A: keys[e.A], B: keys[e.B], Weight: e.Weight, Probability: match.Probability(e.Weight),
			Decision: e.Decision, Assurance: e.Assurance})
	}
	return out, nil
}

// isTerminal reports whether f is a terminal.
func isTerminal(f *os.File) bool {
	return term.IsTerminal(int(f.Fd()))
}
