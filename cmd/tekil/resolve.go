package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/record"
)

const resolveLong = `Says who somebody is: entities ranked by decision and weight, with the evidence.
Nothing is changed. A query is a record or a fragment of one, as FIELD=VALUE with
the canonical field names; - reads one JSON object a line from standard input and
answers each with a line of JSON.`

func newResolve() *cobra.Command {
	var limit int
	var asJSON bool
	c := &cobra.Command{
		Use:   "resolve FIELD=VALUE... | -",
		Short: "Ask who somebody is",
		Long:  resolveLong,
		Example: `  tekil resolve full_name="Uğur Özmen" mobile="0532 213 47 68"
  tekil resolve full_name="Ayşe Kaya" district=Kadıköy
  tekil resolve - < queries.ndjson`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			if len(list) == 1 && list[0] == "-" {
				return withEngine(c, reading(), func(e *tekil.Engine) error { return resolveLines(c, e, limit) })
			}
			q, err := typedQuery(list)
			if err != nil {
				return err
			}
			q.Limit = limit
			return withEngine(c, reading(), func(e *tekil.Engine) error {
				list, err := e.Resolve(c.Context(), q)
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(c, matchAnswers(list))
				}
				return printMatches(c, list)
			})
		},
	}
	storeFlag(c)
	c.Flags().IntVar(&limit, "limit", tekil.DefaultLimit, "matches to print at most")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// typedQuery reads arguments of the form FIELD=VALUE. A field that is none of
// tekil's may be the user's own, unless it is a slip of the hand.
func typedQuery(list []string) (q tekil.Query, err error) {
	for _, a := range list {
		f, v, ok := strings.Cut(a, "=")
		if !ok || f == "" {
			return q, usage(fmt.Errorf("%q is not FIELD=VALUE", a))
		}
		if meant, slip := record.MeantField(f); slip && !record.Field(f).IsCanonical() {
			return q, usage(fmt.Errorf("there is no field %q; did you mean %s?", f, meant))
		}
		q.Values = append(q.Values, record.Value{Field: record.Field(f), Text: v})
	}
	return q, nil
}

type matchAnswer struct {
	Entity      record.EntityID   `json:"entity_id"`
	Name        string            `json:"name"`
	Record      string            `json:"record"`
	Decision    string            `json:"decision"`
	Assurance   string            `json:"assurance,omitempty"`
	Link        record.Link       `json:"link,omitempty"`
	Rule        string            `json:"rule,omitempty"`
	Weight      float64           `json:"weight"`
	Probability float64           `json:"probability"`
	Guards      []string          `json:"guards,omitempty"`
	Evidence    []record.Evidence `json:"evidence"`
}

func matchAnswers(list []tekil.Match) []matchAnswer {
	out := []matchAnswer{}
	for _, m := range list {
		v := &m.Verdict
		out = append(out, matchAnswer{m.Entity.ID, entityName(m.Entity), m.Record.String(), v.Decision.String(), v.Assurance.String(),
			v.Link, v.Rule, float64(v.Weight) / 1000, m.Probability, v.Guards, v.Evidence})
	}
	return out
}

func entityName(e *tekil.Entity) string {
	if name := e.Text(record.FullName); name != "" {
		return name
	}
	return e.Text(record.Company)
}

func printMatches(c *cobra.Command, list []tekil.Match) error {
	p := &printer{w: c.OutOrStdout()}
	if len(list) == 0 {
		p.line("nobody: no record shares a key with the query")
	}
	for _, m := range matchAnswers(list) {
		p.line("%s  %-9s %+6.1f bits  %.4f  %-2s %s  (%s)", m.Entity, m.Decision, m.Weight, m.Probability, m.Assurance, m.Name, m.Record)
		for _, e := range m.Evidence {
			p.line("    %-14s %-14s %+6.1f", e.Name, e.Level, float64(e.Weight)/1000)
		}
		if len(m.Guards) > 0 {
			p.line("    guards: %s", strings.Join(m.Guards, ", "))
		}
	}
	return p.err
}

// resolveLines answers a line of JSON for each line of JSON, at once: whoever asks
// may wait for the answer before the next line.
func resolveLines(c *cobra.Command, e *tekil.Engine, limit int) error {
	in := bufio.NewReader(c.InOrStdin())
	for n := 1; ; n++ {
		line, err := readLine(in)
		if err == io.EOF {
			return nil
		}
		var q tekil.Query
		if err == nil {
			q, err = parseQuery([]byte(line))
		}
		if err != nil {
			return fmt.Errorf("standard input, line %d: %w", n, err)
		}
		q.Limit = limit
		list, err := e.Resolve(c.Context(), q)
		if err != nil {
			return err
		}
		if err := jsonLine(c.OutOrStdout(), matchAnswers(list)); err != nil {
			return err
		}
	}
}

// parseQuery reads a JSON object of fields; a list is several values.
func parseQuery(line []byte) (q tekil.Query, err error) {
	var fields map[record.Field]cell
	if err := json.Unmarshal(line, &fields); err != nil {
		return q, err
	}
	take := func(f record.Field) {
		for _, v := range fields[f] {
			if v != "" {
				q.Values = append(q.Values, record.Value{Field: f, Text: string(v)})
			}
		}
		delete(fields, f)
	}
	if s := fields[record.SourceName]; len(s) > 0 {
		q.Source = record.Source(s[0])
	}
	delete(fields, record.SourceName)
	delete(fields, record.RecordID)
	for _, f := range record.Fields() {
		take(f)
	}
	for _, f := range sortedFields(fields) {
		take(f)
	}
	return q, nil
}
