package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/record"
)

func sortedFields[V any](m map[record.Field]V) []record.Field { return slices.Sorted(maps.Keys(m)) }

func newRule() *cobra.Command {
	c := &cobra.Command{
		Use:   "rule",
		Short: "Say that two records are the same person, or different ones",
		Long: "Gives a steward's rulings and takes them back. A \"different\" splits the two at once\n" +
			"and for good; a \"same\" joins them even against a contradiction between just the two.\n" +
			"Rulings outlive their records, new models and new imports.",
		Example: `  tekil rule same crm:1017 web:88231 --author ayse --reason "seen the passport"
  tekil rule different crm:1017 web:7 --expires 2027-01-01
  tekil rule import tekil-out/review.csv
  tekil rule undo 12`,
	}
	gather(c, newRuleOn("same", true), newRuleOn("different", false), newRuleImport(), newRuleUndo(), newRuleList())
	return c
}

func newRuleOn(word string, same bool) *cobra.Command {
	r := record.Ruling{Same: same}
	var expires string
	c := &cobra.Command{
		Use:   word + " A B",
		Short: "Rule that two records are " + map[bool]string{true: "one person", false: "different people"}[same],
		Args:  args(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, list []string) error {
			until, err := typedTime("expires", expires)
			if err != nil {
				return err
			}
			if !until.IsZero() {
				r.Expires = until.Format(time.RFC3339)
			}
			return withWriter(c, nil, func(w writer) (err error) {
				if r.A, err = w.Find(c.Context(), list[0]); err != nil {
					return err
				}
				if r.B, err = w.Find(c.Context(), list[1]); err != nil {
					return err
				}
				done, err := w.Rule(c.Context(), r)
				if err != nil {
					return err
				}
				p := &printer{w: c.OutOrStdout()}
				p.line("ruling %d", done.Number)
				printEvents(p, done.Change.Events)
				if r.Same && done.Apart {
					p.line("the two stay apart: another ruling, or a contradiction around them, is stronger")
				}
				return p.err
			})
		},
	}
	storeFlag(c)
	c.Flags().StringVar(&r.Author, "author", "", "who rules")
	c.Flags().StringVar(&r.Reason, "reason", "", "why")
	c.Flags().StringVar(&expires, "expires", "", "day or time at which it stops to hold, as 2027-01-01")
	return c
}

func printEvents(p *printer, list []tekil.Event) {
	for _, ev := range list {
		p.line("%-8s %s", ev.Kind, join(ev.Entities))
	}
}

func join(ids []record.EntityID) (out string) {
	for i, id := range ids {
		if i > 0 {
			out += " "
		}
		out += id.String()
	}
	return out
}

func newRuleImport() *cobra.Command {
	c := &cobra.Command{
		Use:   "import review.csv",
		Short: "Take the rulings of a review list that was filled in",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			rulings, err := dedupe.ReadRulings(list[0], time.Now().UTC().Format(time.RFC3339))
			if err != nil {
				return err
			}
			given, err := importRulings(c, rulings)
			p := &printer{w: c.OutOrStdout()}
			p.line("%s given, %s stood already", plural(given, "ruling"), count(len(rulings)-given))
			return errors.Join(err, p.err)
		},
	}
	storeFlag(c)
	return c
}

// said is what a ruling says, whichever record it names first.
type said struct {
	a, b record.Key
	same bool
}

func saidBy(r *record.Ruling) said {
	if r.A.Compare(r.B) > 0 {
		return said{r.B, r.A, r.Same}
	}
	return said{r.A, r.B, r.Same}
}

// importRulings gives the rulings that do not stand already.
func importRulings(c *cobra.Command, rulings []record.Ruling) (given int, err error) {
	standing := map[said]bool{}
	err = withEngine(c, reading(), func(e *tekil.Engine) error {
		for r, err := range e.Rulings() {
			if err != nil {
				return err
			}
			if r.InForce() {
				standing[saidBy(&r.Ruling)] = true
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = withWriter(c, nil, func(w writer) error {
		for i := range rulings {
			if s := saidBy(&rulings[i]); !standing[s] {
				standing[s] = true
				if _, err := w.Rule(c.Context(), rulings[i]); err != nil {
					return err
				}
				given++
			}
		}
		return nil
	})
	return given, err
}

func newRuleUndo() *cobra.Command {
	c := &cobra.Command{
		Use:   "undo NUMBER",
		Short: "Take a ruling back",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			no, err := strconv.ParseUint(list[0], 10, 64)
			if err != nil {
				return usage(fmt.Errorf("%q is no number of a ruling; tekil rule list shows them", list[0]))
			}
			return withWriter(c, nil, func(w writer) error {
				change, err := w.Unrule(c.Context(), no)
				if errors.Is(err, tekil.ErrNoRuling) {
					return fmt.Errorf("%w; tekil rule list shows them", err)
				}
				if err != nil {
					return err
				}
				if change.Number == 0 {
					return fmt.Errorf("ruling %d is not in force any more", no)
				}
				p := &printer{w: c.OutOrStdout()}
				printEvents(p, change.Events)
				return p.err
			})
		},
	}
	storeFlag(c)
	return c
}

func newRuleList() *cobra.Command {
	var contradicted bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List all rulings",
		Args:  args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return withEngine(c, reading(), func(e *tekil.Engine) error {
				seq := e.Rulings()
				if contradicted {
					seq = e.Contradicted()
				}
				p := &printer{w: c.OutOrStdout()}
				for r, err := range seq {
					if err != nil {
						return err
					}
					p.line("%5d  %s", r.Number, describeRuling(&r.Ruling))
				}
				return p.err
			})
		},
	}
	storeFlag(c)
	c.Flags().BoolVar(&contradicted, "contradicted", false, "only those that say \"same\" and do not hold")
	return c
}

func describeRuling(r *record.Ruling) string {
	word := "different"
	if r.Same {
		word = "same"
	}
	out := fmt.Sprintf("%-9s %s %s  %s", word, r.A, r.B, r.At)
	for _, x := range [...][2]string{{"by", r.Author}, {"because", r.Reason}, {"until", r.Expires}, {"taken back", r.Undone}} {
		if x[1] != "" {
			out += "  " + x[0] + " " + x[1]
		}
	}
	return out
}
