package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
)

func newSample() *cobra.Command {
	var size int
	var seed uint64
	var out, judged string
	var excel, asJSON bool
	c := &cobra.Command{
		Use:   "sample",
		Short: "Draw joins and non-joins to judge by hand, and say how right they are",
		Long: "Writes a sample of pairs as CSV, so many of each stratum (joins by assurance and\n" +
			"weight, pairs kept apart by decision and weight). Fill in the column judgement with\n" +
			"same or different and read the file back with --judged: that gives the share that is\n" +
			"right, with its 95 % interval (Wilson), for each stratum and as a whole.",
		Example: "  tekil sample --size 300 --out sample.csv\n  tekil sample --judged sample.csv",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if judged != "" {
				return printJudged(c, judged, asJSON)
			}
			if size < 1 {
				return usage(fmt.Errorf("sample: --size must be positive"))
			}
			return withView(c, func(v *dedupe.View) error {
				return drawSample(c, v, size, seed, out, excel)
			})
		},
	}
	storeFlag(c)
	f := c.Flags()
	f.IntVar(&size, "size", 200, "pairs to draw")
	f.Uint64Var(&seed, "seed", 0, "another number draws other pairs")
	f.StringVar(&out, "out", "", "file to write (default: standard output)")
	f.BoolVar(&excel, "excel", false, "write CSV that Excel in Turkey opens well")
	f.StringVar(&judged, "judged", "", "a sample whose column judgement is filled in")
	f.BoolVar(&asJSON, "json", false, "with --judged: print JSON")
	return c
}

func drawSample(c *cobra.Command, v *dedupe.View, size int, seed uint64, out string, excel bool) error {
	w := bufio.NewWriter(c.OutOrStdout())
	if out != "" {
		f, err := os.Create(out)
		if err != nil {
			return err
		}
		defer f.Close()
		w = bufio.NewWriter(f)
	}
	n, err := v.Sample(c.Context(), w, size, seed, excel)
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.ErrOrStderr(), "tekil: %s to judge; fill in the column judgement and give the file to tekil sample --judged\n", plural(n, "pair"))
	return nil
}

func printJudged(c *cobra.Command, path string, asJSON bool) error {
	list, err := dedupe.Judged(path)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(s dedupe.Stratum) bool { return s.Judged > 0 }) {
		return fmt.Errorf("%s: nothing is judged; fill in the column judgement with same or different", path)
	}
	if asJSON {
		return printJSON(c, list)
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(table.Row{"stratum", "pairs", "judged", "right", "share", "95 % from", "to"})
	for i, s := range list {
		if i == len(list)-2 {
			t.AppendSeparator()
		}
		row := table.Row{s.Name, count(s.Pairs), s.Judged, s.Right, "", "", ""}
		if s.Judged > 0 {
			row = table.Row{s.Name, count(s.Pairs), s.Judged, s.Right, fmt.Sprintf("%.4f", s.Share), fmt.Sprintf("%.4f", s.Low), fmt.Sprintf("%.4f", s.High)}
		}
		t.AppendRow(row)
	}
	_, err = fmt.Fprintln(c.OutOrStdout(), t.Render())
	return err
}
