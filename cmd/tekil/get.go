package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

func newGet() *cobra.Command {
	var asJSON, records bool
	c := &cobra.Command{
		Use:   "get ENTITY",
		Short: "Print the golden record of a person, with the source of every value",
		Long: "Prints a golden record: each value, the record that it came from, when it was seen\n" +
			"and what it beat. ENTITY is an entity id, or one of its records as source:record_id.\n" +
			"A lost id leads to those who hold its records now.",
		Example: "  tekil get T0000Z83\n  tekil get crm:1017 --records",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			return withView(c, func(v *dedupe.View) error {
				found, err := v.Entities(list[0])
				if err != nil {
					return err
				}
				var all []entityAnswer
				for _, e := range found {
					a, err := answerEntity(v, e, records)
					if err != nil {
						return err
					}
					all = append(all, a)
				}
				if asJSON {
					return printJSON(c, all)
				}
				p := &printer{w: c.OutOrStdout()}
				resolved(p, list[0], found)
				for i := range all {
					all[i].print(p)
				}
				return p.err
			})
		},
	}
	storeFlag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&records, "records", false, "print the records as their sources wrote them as well")
	return c
}

// resolved says where a lost id leads.
func resolved(p *printer, text string, list []*store.Entity) {
	id, err := record.ParseEntityID(text)
	switch {
	case err != nil || len(list) == 1 && list[0].ID == id:
	case len(list) == 0:
		p.line("%s is no more: none of its records is left", id)
	default:
		var to []string
		for _, e := range list {
			to = append(to, e.ID.String())
		}
		p.line("%s is now %s", id, strings.Join(to, " and "))
	}
}

type entityAnswer struct {
	Entity    record.EntityID  `json:"entity_id"`
	Kind      string           `json:"kind"`
	Quality   int              `json:"quality"`
	Fields    []fieldAnswer    `json:"fields"`
	Consent   string           `json:"consent,omitempty"`
	Conflicts []conflictAnswer `json:"conflicts,omitempty"`
	Members   []string         `json:"members"`
	Records   []recordAnswer   `json:"records,omitempty"`
}

type fieldAnswer struct {
	Field  record.Field  `json:"field"`
	Values []valueAnswer `json:"values"`
	Beaten []beatAnswer  `json:"beaten,omitempty"`
}

type valueAnswer struct {
	Value    string `json:"value"`
	From     string `json:"from"`
	Grade    string `json:"grade"`
	Agree    int    `json:"agree"`
	First    string `json:"first_seen,omitempty"`
	Last     string `json:"last_seen,omitempty"`
	Former   bool   `json:"former,omitempty"`
	Inferred bool   `json:"inferred,omitempty"`
	Won      string `json:"won_by,omitempty"`
}

type beatAnswer struct {
	Value string `json:"value"`
	From  string `json:"from"`
	By    string `json:"beaten_by,omitempty"`
}

type conflictAnswer struct {
	Field   record.Field `json:"field"`
	Rule    string       `json:"rule"`
	Serious bool         `json:"serious"`
	Kept    string       `json:"kept"`
	Against string       `json:"against"`
	From    string       `json:"from"`
}

type recordAnswer struct {
	Key    string       `json:"key"`
	Values []valueField `json:"values"`
}

type valueField struct {
	Field record.Field `json:"field"`
	Text  string       `json:"text"`
}

func answerEntity(v *dedupe.View, e *store.Entity, records bool) (entityAnswer, error) {
	g, err := golden.DecodeGolden(e.Golden)
	if err != nil {
		return entityAnswer{}, fmt.Errorf("%s: %w", e.ID, err)
	}
	a := entityAnswer{Entity: e.ID, Kind: e.Kind, Quality: int(e.Quality), Consent: g.Consent.String(), Fields: []fieldAnswer{}}
	for i := range g.Fields {
		a.Fields = append(a.Fields, answerField(&g, &g.Fields[i]))
	}
	for _, c := range g.Conflicts {
		a.Conflicts = append(a.Conflicts, conflictAnswer{c.Field, c.Rule, c.Serious, c.KeptText, c.AgainstText, g.Key(c.Against).String()})
	}
	for _, no := range e.Members {
		r, err := v.Store.Record(no)
		if err != nil {
			return a, fmt.Errorf("%s: record %d: %w", e.ID, no, err)
		}
		a.Members = append(a.Members, r.Key.String())
		if records {
			x := recordAnswer{Key: r.Key.String()}
			for _, val := range r.Values {
				x.Values = append(x.Values, valueField{val.Field, val.Text})
			}
			a.Records = append(a.Records, x)
		}
	}
	return a, nil
}

func answerField(g *golden.Golden, f *golden.Field) fieldAnswer {
	out := fieldAnswer{Field: f.Name, Values: []valueAnswer{}}
	for i := range f.Values {
		v := &f.Values[i]
		out.Values = append(out.Values, valueAnswer{v.Text, g.Key(v.Origin).String(), v.Grade.String(), int(v.Agree),
			day(v.First), day(v.Last), v.Former, v.Inferred, string(v.Won)})
	}
	for i := range f.Beaten {
		b := &f.Beaten[i]
		out.Beaten = append(out.Beaten, beatAnswer{b.Text, g.Key(b.Origin).String(), string(b.By)})
	}
	return out
}

func day(d normalize.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func (a *entityAnswer) print(p *printer) {
	p.line("%s  %s, %s, quality %d", a.Entity, a.Kind, plural(len(a.Members), "record"), a.Quality)
	for _, f := range a.Fields {
		name := string(f.Field)
		for _, v := range f.Values {
			p.line("  %-14s %-40s %s", name, v.Value, origin(&v))
			name = ""
		}
		for _, b := range f.Beaten {
			text := b.Value
			if text == "" {
				text = "(not readable)"
			}
			p.line("  %-14s   not %-36s %s%s", name, text, b.From, beatenBy(b.By))
			name = ""
		}
	}
	if a.Consent != "" {
		p.line("  %-14s %s", "consent", a.Consent)
	}
	for _, c := range a.Conflicts {
		p.line("  conflict in %s (%s): %s against %s of %s", c.Field, c.Rule, c.Kept, c.Against, c.From)
	}
	p.line("  records        %s", strings.Join(a.Members, " "))
	for _, r := range a.Records {
		p.line("%s", r.Key)
		for _, v := range r.Values {
			p.line("  %-14s %s", v.Field, v.Text)
		}
	}
}

func origin(v *valueAnswer) string {
	s := v.From
	if v.Agree > 1 {
		s += fmt.Sprintf(" and %d more", v.Agree-1)
	}
	if v.Last != "" {
		s += ", seen " + v.Last
	}
	if v.Former {
		s += ", former"
	}
	if v.Inferred {
		s += ", inferred"
	}
	return s
}

func beatenBy(by string) string {
	switch by {
	case "":
		return ""
	case "unusable":
		return ", unusable"
	}
	return ", beaten by " + by
}
