package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/record"
)

func newSearch() *cobra.Command {
	var limit int
	var asJSON bool
	c := &cobra.Command{
		Use:   "search WORDS...",
		Short: "Find people by free text, misspelt and unfinished words too",
		Long: "Finds entities by the words of their golden records: names, places, numbers,\n" +
			"mailboxes. The index stands beside the store in STORE.search; the first search of a\n" +
			"large store makes it, which takes a while.",
		Example: `  tekil search mehmet yildrm kadıköy
  tekil search 0532 213`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			return withEngine(c, reading(), func(e *tekil.Engine) error {
				hits, err := e.Search(c.Context(), strings.Join(list, " "), limit)
				if err != nil {
					return err
				}
				return printHits(c, hits, asJSON)
			})
		},
	}
	storeFlag(c)
	c.Flags().IntVar(&limit, "limit", tekil.DefaultLimit, "people to print at most")
	c.Flags().BoolVar(&asJSON, "json", false, "print a line of JSON for each")
	return c
}

type hitLine struct {
	Entity  record.EntityID `json:"entity_id"`
	Score   float64         `json:"score"`
	Name    string          `json:"name"`
	Phone   string          `json:"phone,omitempty"`
	Email   string          `json:"email,omitempty"`
	Address string          `json:"address,omitempty"`
	Records []string        `json:"records"`
}

func printHits(c *cobra.Command, hits []tekil.Hit, asJSON bool) error {
	p := &printer{w: c.OutOrStdout()}
	for _, h := range hits {
		l := hitLine{Entity: h.Entity.ID, Score: h.Score, Name: entityName(h.Entity), Phone: h.Entity.Text(record.Mobile),
			Email: h.Entity.Text(record.Email), Address: h.Entity.Text(record.Address)}
		if l.Phone == "" {
			l.Phone = h.Entity.Text(record.Phone)
		}
		for _, k := range h.Entity.Members {
			l.Records = append(l.Records, k.String())
		}
		if asJSON {
			if err := jsonLine(c.OutOrStdout(), l); err != nil {
				return err
			}
			continue
		}
		p.line("%s  %-32s %-16s %-32s %s", l.Entity, l.Name, l.Phone, l.Email, l.Address)
	}
	if len(hits) == 0 && !asJSON {
		p.line("nobody")
	}
	return p.err
}
