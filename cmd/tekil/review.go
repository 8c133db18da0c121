package main

import (
	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/record"
)

func newReview() *cobra.Command {
	var limit int
	var asJSON bool
	c := &cobra.Command{
		Use:   "review",
		Short: "List the pairs that wait for a ruling, the most valuable first",
		Long: "Lists the review queue. tekil export writes all of it as a table to fill in, which\n" +
			"tekil rule import takes back.",
		Example: "  tekil review --limit 20\n  tekil review --json --limit 0",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return withEngine(c, reading(), func(e *tekil.Engine) error {
				return listReview(c, e, limit, asJSON)
			})
		},
	}
	storeFlag(c)
	c.Flags().IntVar(&limit, "limit", 20, "pairs to list at most; 0: all")
	c.Flags().BoolVar(&asJSON, "json", false, "print a line of JSON for each pair")
	return c
}

type reviewLine struct {
	A       string          `json:"a"`
	B       string          `json:"b"`
	EntityA record.EntityID `json:"a_entity_id"`
	EntityB record.EntityID `json:"b_entity_id"`
	NameA   string          `json:"a_name"`
	NameB   string          `json:"b_name"`
	Rule    string          `json:"rule"`
	Reason  string          `json:"reason"`
	Value   int64           `json:"value"`
	Since   uint64          `json:"since"`
}

func listReview(c *cobra.Command, e *tekil.Engine, limit int, asJSON bool) error {
	sn := e.Snapshot()
	defer sn.Close()
	p := &printer{w: c.OutOrStdout()}
	n := 0
	for x, err := range sn.Review() {
		if err != nil {
			return err
		}
		if limit > 0 && n == limit {
			break
		}
		n++
		l := reviewLine{x.A.String(), x.B.String(), x.EntityA, x.EntityB, "", "", x.Rule, dedupe.RuleWords(x.Rule), x.Value, x.Since}
		for _, side := range []struct {
			id   record.EntityID
			name *string
		}{{x.EntityA, &l.NameA}, {x.EntityB, &l.NameB}} {
			ent, err := sn.Entity(c.Context(), side.id)
			if err != nil {
				return err
			}
			*side.name = entityName(ent)
		}
		if asJSON {
			if err := jsonLine(c.OutOrStdout(), l); err != nil {
				return err
			}
			continue
		}
		p.line("%-24s %-24s %s | %s  (%s %s)", l.A, l.B, l.NameA, l.NameB, l.Rule, l.Reason)
	}
	if n == 0 && !asJSON {
		p.line("nothing waits for a ruling")
	}
	return p.err
}
