package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// previewFiles shows how the first n rows of each file would be mapped and
// normalised.
func previewFiles(c *cobra.Command, f *dedupeFlags, n int) error {
	o, opts := &f.o, &normalize.Options{}
	if o.Config != nil {
		m, err := o.Config.Model(1)
		if err != nil {
			return err
		}
		opts = m.Options()
	}
	s, err := ingest.Preview(c.Context(), o.Files, &ingest.Options{Source: o.Source, Rules: f.rules(), Strict: o.Strict, Stdin: o.Stdin}, n)
	if err != nil {
		return err
	}
	missingColumns(c, f.rules(), s.Mappings)
	p := &printer{w: c.OutOrStdout()}
	for i := range s.Mappings {
		p.line("%s", s.Mappings[i].String())
	}
	for i := range s.Rows {
		previewRow(p, &s.Rows[i], opts)
	}
	for _, r := range s.Rejected {
		p.line("%s, line %d: rejected: %s", r.File, r.Row, r.Reason)
	}
	return p.err
}

func previewRow(p *printer, row *ingest.Row, o *normalize.Options) {
	f := normalize.NewFeatures(&row.Record, o)
	p.line("%s, line %d: %s", row.File, row.Line, row.Record.Key)
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(table.Row{"field", "value", "read as"})
	for i := range row.Record.Values {
		v := &row.Record.Values[i]
		t.AppendRow(table.Row{v.Field, v.Text, readAs(f, normalize.Ref(i), v.Field)})
	}
	p.line("%s", t.Render())
	for _, x := range quality.Findings(&row.Record, f) {
		p.line("  %s %s: %s%s", x.Severity, x.Field, x.Rule, suggestion(x.Suggestion))
	}
	p.line("")
}

func suggestion(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf(" (suggestion: %s)", s)
}

// readAs says what one raw value became.
func readAs(f *normalize.Features, ref normalize.Ref, field record.Field) string {
	switch {
	case f.NameRef == ref:
		return f.Name.Display
	case field == record.BirthDate:
		return f.Birth.Date.String()
	case field == record.Gender:
		return string(f.Gender.Value)
	}
	out := ""
	add := func(s string) {
		if out != "" && s != "" {
			out += "; "
		}
		out += s
	}
	for i := range f.Phones {
		if f.Phones[i].Ref == ref {
			add(f.Phones[i].E164)
		}
	}
	for i := range f.Emails {
		if f.Emails[i].Ref == ref {
			add(f.Emails[i].Address)
		}
	}
	for i := range f.Addresses {
		if f.Addresses[i].Ref == ref {
			add(f.Addresses[i].Canonical)
		}
	}
	for i := range f.IDs {
		if f.IDs[i].Ref == ref {
			add(f.IDs[i].Canonical + " (" + string(f.IDs[i].Status) + ")")
		}
	}
	return out
}
