package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/record"
)

func newHistory() *cobra.Command {
	var at, before string
	var asJSON bool
	c := &cobra.Command{
		Use:   "history ENTITY",
		Short: "Say what was believed of a person, and when",
		Long: "Prints every state that an entity was in, as far as history is kept. ENTITY is an\n" +
			"entity id, lost ones too, or a record. With --at: what was believed at that time.\n" +
			"With --drop-before, which needs no ENTITY: drop what was believed only before a time.",
		Example: "  tekil history T0000Z83\n  tekil history crm:1017 --at 2026-03-01\n  tekil history --drop-before 2025-01-01",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			then, err := typedTime("at", at)
			if err != nil {
				return err
			}
			cut, err := typedTime("drop-before", before)
			switch {
			case err != nil:
				return err
			case before != "" && len(list) == 0:
				return withEngine(c, nil, func(e *tekil.Engine) error { return e.DropHistory(c.Context(), cut) })
			case before != "" || len(list) == 0:
				return usage(errors.New("give an ENTITY, or --drop-before alone"))
			}
			return withEngine(c, reading(), func(e *tekil.Engine) error {
				states, err := historyOf(c, e, list[0], then)
				if err != nil {
					return err
				}
				return printHistory(c, states, asJSON)
			})
		},
	}
	storeFlag(c)
	c.Flags().StringVar(&at, "at", "", "day or time, as 2026-03-01 or 2026-03-01T09:30:00+03:00")
	c.Flags().StringVar(&before, "drop-before", "", "drop what was believed only before this day or time")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// typedTime reads the time of a flag: RFC 3339, or a day, which begins at midnight
// UTC. No text is the zero Time.
func typedTime(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, usage(fmt.Errorf("--%s: %q is no day or time, as 2026-03-01 or 2026-03-01T09:30:00+03:00", flag, text))
	}
	return t, nil
}

// historyOf returns the states of what text names, or the one at a time, unless that
// is zero.
func historyOf(c *cobra.Command, e *tekil.Engine, text string, at time.Time) ([]tekil.EntityState, error) {
	if at.IsZero() {
		id, err := findEntity(c, e, text)
		if err != nil {
			return nil, err
		}
		return e.History(c.Context(), id)
	}
	past, err := e.At(c.Context(), at)
	if err != nil {
		return nil, err
	}
	id, err := record.ParseEntityID(text)
	if err != nil {
		k, err := e.Find(c.Context(), text)
		if err != nil {
			return nil, err
		}
		x, err := past.EntityOf(c.Context(), k)
		return []tekil.EntityState{{Entity: x}}, err
	}
	x, err := past.Entity(c.Context(), id)
	return []tekil.EntityState{{Entity: x}}, err
}

type stateAnswer struct {
	Entity  record.EntityID `json:"entity_id"`
	Change  uint64          `json:"change"`
	Time    time.Time       `json:"time"`
	Gone    bool            `json:"gone,omitempty"`
	Kind    string          `json:"kind,omitempty"`
	Members []string        `json:"members,omitempty"`
	Fields  []fieldAnswer   `json:"fields,omitempty"`
}

func printHistory(c *cobra.Command, states []tekil.EntityState, asJSON bool) error {
	var out []stateAnswer
	for _, s := range states {
		a := stateAnswer{Entity: s.ID, Change: s.Since, Time: s.Time, Gone: s.Gone, Kind: s.Kind}
		for _, k := range s.Members {
			a.Members = append(a.Members, k.String())
		}
		for _, f := range s.Fields {
			x := fieldAnswer{Field: f.Field}
			for _, v := range f.Values {
				x.Values = append(x.Values, valueAnswer{Value: v.Text, From: v.From.String(), Agree: v.Agree, First: v.First, Last: v.Last, Former: v.Former})
			}
			a.Fields = append(a.Fields, x)
		}
		out = append(out, a)
	}
	if asJSON {
		return printJSON(c, out)
	}
	p := &printer{w: c.OutOrStdout()}
	for _, a := range out {
		if a.Gone {
			p.line("%s  change %d  %s  ended", a.Entity, a.Change, a.Time.Format(time.RFC3339Nano))
			continue
		}
		p.line("%s  change %d  %s  %s of %s: %s", a.Entity, a.Change, a.Time.Format(time.RFC3339Nano), a.Kind, plural(len(a.Members), "record"), strings.Join(a.Members, " "))
		for _, f := range a.Fields {
			for _, v := range f.Values {
				p.line("  %-14s %-40s %s", f.Field, v.Value, v.From)
			}
		}
	}
	return p.err
}

func newChanges() *cobra.Command {
	var since uint64
	var limit int
	c := &cobra.Command{
		Use:   "changes",
		Short: "Print what became of entities, a line of JSON for each event",
		Long: "Prints the feed of changes in order, one JSON object a line: created, merged, split,\n" +
			"changed, deleted. Resume with --since and the number of the last event seen. A batch\n" +
			"(tekil dedupe) makes no events: golden.csv is where the feed begins, and begins\n" +
			"anew with --replace.",
		Example: "  tekil changes --since 1200",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return withEngine(c, reading(), func(e *tekil.Engine) error {
				n := 0
				for ev, err := range e.Changes(since) {
					if err != nil {
						return feedError(e, since, err)
					}
					if limit > 0 && n == limit {
						break
					}
					n++
					if err := jsonLine(c.OutOrStdout(), newEventLine(ev)); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	storeFlag(c)
	c.Flags().Uint64Var(&since, "since", 0, "number of the last event seen")
	c.Flags().IntVar(&limit, "limit", 0, "events to print at most; 0: all")
	return c
}

// feedError says where to begin again when what was asked for is no longer kept.
func feedError(e *tekil.Engine, since uint64, err error) error {
	sn := e.Snapshot()
	defer sn.Close()
	if last, bad := sn.Change(); bad == nil && errors.Is(err, tekil.ErrTrimmed) {
		return fmt.Errorf("changes after %d: %w; tekil export has the people of now, --since %d what follows", since, err, last)
	}
	return fmt.Errorf("changes after %d: %w", since, err)
}
