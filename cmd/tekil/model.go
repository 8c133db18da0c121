package main

import (
	"fmt"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/match"
)

func newModel() *cobra.Command {
	c := &cobra.Command{Use: "model", Short: "Show what decides who is who"}
	var chart string
	var asJSON bool
	show := &cobra.Command{
		Use:   "show [MODEL]",
		Short: "Print a model as numbers, and draw it",
		Long: "Prints the weights of a model. MODEL is a file, the directory of a store, or shipped;\n" +
			"without it, the model of the store. same is log2 of how often the level stands between\n" +
			"two records of one person, household and strangers likewise; against says what the\n" +
			"level weighs: same less strangers, same less household. A level marked * weighs by the\n" +
			"frequency of the agreed term on top.",
		Example: "  tekil model show\n  tekil model show model.json --chart model.html",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			m, err := loadModel(c, list)
			if err != nil {
				return err
			}
			if chart != "" {
				draw := modelHTML
				if strings.HasSuffix(chart, ".svg") {
					draw = modelSVG
				}
				if err := os.WriteFile(chart, []byte(draw(m)), 0o644); err != nil {
					return err
				}
				fmt.Fprintf(c.ErrOrStderr(), "tekil: wrote %s\n", chart)
			}
			if asJSON {
				b, err := m.Encode()
				if err != nil {
					return err
				}
				_, err = c.OutOrStdout().Write(b)
				return err
			}
			p := &printer{w: c.OutOrStdout()}
			printModel(p, m)
			return p.err
		},
	}
	storeFlag(show)
	show.Flags().StringVar(&chart, "chart", "", "file for a chart: .svg, or .html with the numbers beside it")
	show.Flags().BoolVar(&asJSON, "json", false, "print the model file")
	gather(c, show)
	return c
}

func loadModel(c *cobra.Command, list []string) (*match.Model, error) {
	switch {
	case len(list) == 0:
		m, err := dedupe.LoadModel(storeDir(c))
		return m, storeError(err)
	case list[0] == "shipped":
		return match.Shipped("tr", match.ShippedRecords), nil
	}
	m, err := dedupe.LoadModel(list[0])
	return m, storeError(err)
}

func printModel(p *printer, m *match.Model) {
	p.line("model %s", m.Hash())
	p.line("locale %s, format %d, normaliser %d, population %s", m.Locale, m.Format, m.Normalizer, count(int(m.Population)))
	p.line("prior odds: %s bits one person, %s bits one household", dedupe.SignedBits(m.Same), dedupe.SignedBits(m.Household))
	t := &m.Thresholds
	p.line("thresholds: join %s bits, review %s bits, assurance %s", dedupe.SignedBits(t.Same), dedupe.SignedBits(t.Review), t.Assurance)
	l := &m.Limits
	p.line("limits: hub %d on a contact, %d behind a door; rare below %g bearers; recycled after %d years; cap %d; component %d",
		l.HubContact, l.HubDoor, l.Rare, l.RecycledYears, l.Cap, l.Component)
	p.line("terms: %s given names, %s surnames, %s companies, %s places", count(len(m.Given.Terms)), count(len(m.Surnames.Terms)), count(len(m.Companies.Terms)), count(len(m.Places.Terms)))
	for _, n := range m.Notes {
		p.line("note: %s", n)
	}
	p.line("")
	p.line("%-14s %-18s %8s %10s %10s   %s", "comparison", "level", "same", "household", "strangers", "against strangers / household")
	for i := range m.Weights {
		name := m.Weights[i].Name
		for k := range m.Weights[i].Levels {
			w := &m.Weights[i].Levels[k]
			if k == 0 {
				continue
			}
			star := " "
			if w.Frequency {
				star = "*"
			}
			p.line("%-14s %-18s %8s %10s %10s   %s%s / %s", name, w.Name, dedupe.SignedBits(w.Same), dedupe.SignedBits(w.Household),
				dedupe.SignedBits(w.Strangers), dedupe.SignedBits(w.Same-w.Strangers), star, dedupe.SignedBits(w.Same-w.Household))
			name = ""
		}
	}
}

// Measures of the chart, in pixels.
const (
	chartLabel = 250
	chartBit   = 9 // of one bit
	chartRow   = 16
	chartBits  = 24 // bits on either side
)

// modelSVG draws the weights of all levels: bars against strangers and against
// a household, to the right where the level speaks for one person.
func modelSVG(m *match.Model) string {
	var body strings.Builder
	y := 40
	zero := chartLabel + chartBits*chartBit
	for i := range m.Weights {
		fmt.Fprintf(&body, `<text x="8" y="%d" class="h">%s</text>`, y+12, dedupe.Escape(m.Weights[i].Name))
		for k := range m.Weights[i].Levels {
			if k == 0 {
				continue
			}
			w := &m.Weights[i].Levels[k]
			fmt.Fprintf(&body, `<text x="%d" y="%d" text-anchor="end">%s</text>`, chartLabel-6, y+12, dedupe.Escape(w.Name))
			chartBar(&body, zero, y+2, w.Same-w.Strangers, "s", w.Frequency)
			chartBar(&body, zero, y+8, w.Same-w.Household, "f", false)
			y += chartRow
		}
		y += 8
	}
	width, height := chartLabel+2*chartBits*chartBit+60, y+20
	var axis strings.Builder
	for b := -chartBits + 4; b < chartBits; b += 4 {
		x := zero + b*chartBit
		fmt.Fprintf(&axis, `<line x1="%d" x2="%d" y1="32" y2="%d" class="g"/><text x="%d" y="28" text-anchor="middle">%+d</text>`, x, x, y, x, b)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="weights of the model in bits">`+
		`<style>text{font:11px system-ui,sans-serif;fill:#334}.h{font-weight:600;fill:#112}.g{stroke:#dde}.s{fill:#2a6f97}.f{fill:#e09f3e}.t{fill:#9ec5d8}</style>`+
		`<rect width="100%%" height="100%%" fill="#fff"/><text x="8" y="14">bits for one person: <tspan fill="#2a6f97">against strangers</tspan> (lighter: before the term frequency), <tspan fill="#b87a1e">against a household</tspan></text>%s%s</svg>`,
		width, height, width, height, axis.String(), body.String())
}

func chartBar(b *strings.Builder, zero, y int, millibits int32, class string, frequency bool) {
	v := math.Max(-chartBits, math.Min(chartBits, float64(millibits)/1000))
	w := int(math.Round(math.Abs(v) * chartBit))
	x := zero
	if v < 0 {
		x -= w
	}
	if frequency {
		class = "t"
	}
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="5" class="%s"><title>%s bits</title></rect>`, x, y, max(w, 1), class, dedupe.SignedBits(millibits))
}

// modelHTML is the chart with the numbers below it, in one file.
func modelHTML(m *match.Model) string {
	var numbers strings.Builder
	printModel(&printer{w: &numbers}, m)
	return "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>tekil model</title>" +
		"<style>body{font:14px system-ui,sans-serif;margin:2em;color:#112}pre{font-size:12px}</style>\n<h1>Model " + m.Hash()[:12] + "</h1>\n" +
		modelSVG(m) + "\n<pre>" + dedupe.Escape(numbers.String()) + "</pre>\n</html>\n"
}
