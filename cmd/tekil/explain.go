package main

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
)

func newExplain() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "explain A B | explain ENTITY",
		Short: "Say why two records are one person, or not, or how a person formed",
		Long: "With two records (source:record_id, or a bare id where it is unique): what was\n" +
			"compared and what it weighs, the guards, the rule, and what would change the answer.\n" +
			"Weights are in bits: each bit doubles the odds that the two are one person.\n\n" +
			"With an entity id, or one record: its records, the joins that made it, the weakest\n" +
			"of them, and the neighbours that were kept out.",
		Example: "  tekil explain crm:1017 web:88231\n  tekil explain T0000Z83",
		Args:    args(cobra.RangeArgs(1, 2)),
		RunE: func(c *cobra.Command, list []string) error {
			return withView(c, func(v *dedupe.View) error {
				if len(list) == 1 {
					return explainEntity(c, v, list[0], asJSON)
				}
				return explainPair(c, v, list[0], list[1], asJSON)
			})
		},
	}
	storeFlag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func explainPair(c *cobra.Command, v *dedupe.View, a, b string, asJSON bool) error {
	ra, err := v.Record(a)
	if err != nil {
		return err
	}
	rb, err := v.Record(b)
	if err != nil {
		return err
	}
	x, err := v.Explain(ra, rb)
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(c, x)
	}
	p := &printer{w: c.OutOrStdout()}
	sides := []dedupe.Side{x.A, x.B}
	for _, s := range sides {
		p.line("%-*s %-10s %s", keyWidth(sides), s.Key, s.Entity, s.Name)
	}
	p.line("")
	waterfall(p, x)
	verdict(p, x)
	return p.err
}

// keyWidth is how wide a column of record keys is.
func keyWidth(list []dedupe.Side) int {
	width := 24
	for _, s := range list {
		width = max(width, utf8.RuneCountInString(s.Key))
	}
	return width
}

// barWidth is the width of the longest bar of a waterfall.
const barWidth = 24

// waterfall prints the weights as bars that start where the one before ended.
func waterfall(p *printer, x *dedupe.Explanation) {
	type step struct {
		name, level string
		bits        float64
		values      string
	}
	steps := []step{{"prior odds", "", x.Prior, ""}}
	for _, e := range x.Evidence {
		values := strings.Trim(e.A+" | "+e.B, " |")
		if e.A == e.B {
			values = e.A
		}
		if e.Frequency > 0 {
			values += fmt.Sprintf("  (1 in %.0f)", 1/e.Frequency)
		}
		steps = append(steps, step{e.Name, e.Level, float64(e.Weight) / 1000, strings.TrimSpace(values)})
	}
	// What remains is the household, which explains the agreement as well.
	steps = append(steps, step{"household", "", x.Weight - x.Strangers, "the other way in which they may agree"})
	low, high, sum := 0.0, 0.0, 0.0
	for _, s := range steps {
		sum += s.bits
		low, high = min(low, sum), max(high, sum)
	}
	scale := barWidth / max(high-low, 1)
	sum = 0
	for _, s := range steps {
		from, to := min(sum, sum+s.bits), max(sum, sum+s.bits)
		sum += s.bits
		lead := int(math.Round((from - low) * scale))
		bar := strings.Repeat(" ", lead) + strings.Repeat("█", max(1, int(math.Round((to-low)*scale))-lead))
		if math.Abs(s.bits) < 0.05 {
			bar = strings.Repeat(" ", lead) + "·"
		}
		p.line("  %-13s %-13s %+7.1f  %s%s  %s", s.name, s.level, s.bits, bar, strings.Repeat(" ", max(0, barWidth+1-len([]rune(bar)))), s.values)
	}
	p.line("  %-13s %-13s %+7.1f  probability %.4f, an automatic join asks for %+.1f", "sum", "", x.Weight, x.Probability, x.Threshold)
	p.line("")
}

func verdict(p *printer, x *dedupe.Explanation) {
	line := "decision: " + x.Decision
	if x.Assurance != "" {
		line += " at assurance " + x.Assurance + " (" + dedupe.AssuranceWords(x.Assurance) + ")"
	}
	p.line("%s", line)
	if x.Rule != "" {
		p.line("rule:     %s, %s", x.Rule, x.RuleWords)
	}
	for _, g := range x.Guards {
		p.line("guard:    %s, %s: no third record leads around it", g.Guard, g.Words)
	}
	if x.Link != "" {
		p.line("link:     %s", x.Link)
	}
	for _, r := range x.Rulings {
		word := "different"
		if r.Same {
			word = "same"
		}
		if r.Undone != "" {
			word += " (taken back)"
		}
		p.line("ruling:   %s, by %s %s", word, r.Author, r.At)
	}
	together := "two people"
	if x.Together {
		together = "one person"
	}
	if x.Note != "" {
		together += ": " + x.Note
	}
	p.line("outcome:  %s", together)
	for i, s := range x.Changes {
		head := "          "
		if i == 0 {
			head = "would change it: "
			p.line("%s%s", head, s)
			continue
		}
		p.line("                 %s", s)
	}
}

func explainEntity(c *cobra.Command, v *dedupe.View, text string, asJSON bool) error {
	list, err := v.Entities(text)
	if err != nil {
		return err
	}
	var all []*dedupe.Formation
	for _, e := range list {
		f, err := v.Formation(e)
		if err != nil {
			return err
		}
		all = append(all, f)
	}
	if asJSON {
		return printJSON(c, all)
	}
	p := &printer{w: c.OutOrStdout()}
	resolved(p, text, list)
	for _, f := range all {
		formation(p, f)
	}
	return p.err
}

func formation(p *printer, f *dedupe.Formation) {
	p.line("%s  %s (%s), %s", f.Entity, f.Name, f.Kind, plural(len(f.Members), "record"))
	for _, m := range f.Members {
		p.line("  %-*s %s", keyWidth(f.Members), m.Key, m.Name)
	}
	if len(f.Joins) > 0 {
		p.line("joined by")
	}
	for _, j := range f.Joins {
		p.line("  %s", jointLine(&j))
	}
	if w := f.Weakest; w != nil && len(f.Joins) > 1 {
		p.line("weakest link\n  %s", jointLine(w))
	}
	if len(f.Neighbours) > 0 {
		p.line("kept out")
	}
	for _, j := range f.Neighbours {
		p.line("  %s\n    %s %s: %s", jointLine(&j), j.Entity, j.Name, j.Decision)
	}
	if len(f.Links) > 0 {
		p.line("linked")
	}
	for _, l := range f.Links {
		p.line("  %s %s (%s, %s)", l.Entity, l.Kind, l.Rule, l.Words)
	}
}

func jointLine(j *dedupe.Joint) string {
	level := ""
	if j.Assurance != "" {
		level = " " + j.Assurance
	}
	return fmt.Sprintf("%s  %s  %+.1f bits%s  %s %s", j.A, j.B, j.Weight, level, j.Rule, j.Words)
}

func plural(n int, word string) string { return plurals(n, word, word+"s") }

// plurals is plural for words that do not simply take an s.
func plurals(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}
