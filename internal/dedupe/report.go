package dedupe

import (
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

//go:embed report.html.tmpl
var reportText string

var reportTemplate = template.Must(template.New("report").Funcs(template.FuncMap{
	"n":       thousands,
	"percent": percent,
	"bits":    func(x float64) string { return fmt.Sprintf("%+.1f", x) },
	"seconds": func(x float64) string { return fmt.Sprintf("%.2f", x) },
	"mib":     func(b int64) string { return thousands(int(b >> 20)) },
	"words":   AssuranceWords,
	"join":    strings.Join,
}).Parse(reportText))

// reportData is what the report shows.
type reportData struct {
	*Summary
	Before, After  int // records and entities
	SizesChart     template.HTML
	WeightsChart   template.HTML
	QualityChart   template.HTML
	StagesChart    template.HTML
	DuplicateChart template.HTML
	AssuranceRows  []assuranceRow
	LinkRows       []countRow
	Columns        *sourceColumns
	RuleRows       []ruleRow
	FieldRows      []fieldRow
	Pairs          []reportPair
}

type assuranceRow struct {
	Level, Words string
	Entities     int
}

type countRow struct {
	Name  string
	Count int
}

// reportPair is a pair of the review list, as the report shows it.
type reportPair struct {
	A, B        string
	Weight      float64
	Probability float64
	Reasons     string
	Fields      []reportField
}

type reportField struct {
	Name, A, B string
	Equal      bool
}

// shownPairs is how many pairs of the review list the report shows.
const shownPairs = 15

// writeReport writes report.html: one file that needs nothing else.
func (r *run) writeReport(s *Summary) error {
	f, err := r.out.create("report.html")
	if err != nil {
		return err
	}
	return f.close(reportTemplate.Execute(f, r.reportData(s)))
}

func (r *run) reportData(s *Summary) *reportData {
	d := &reportData{Summary: s, Before: s.Records, After: s.Entities, Pairs: r.shown}
	d.SizesChart = sizesChart(s.Sizes)
	d.WeightsChart = weightsChart(s.Weights, s.Model.Same)
	d.QualityChart = qualityChart(s.Quality.Bins)
	d.DuplicateChart = duplicateChart(s.Records, s.Entities)
	var bars []bar
	for _, st := range s.Stages {
		bars = append(bars, bar{st.Name, st.Seconds, fmt.Sprintf("%.2f s", st.Seconds)})
	}
	d.StagesChart = barChart(bars, "seconds by stage")
	for _, level := range []string{"A", "B", "C", "D"} {
		d.AssuranceRows = append(d.AssuranceRows, assuranceRow{level, AssuranceWords(level), s.Assurance[level]})
	}
	for k, n := range s.Links {
		d.LinkRows = append(d.LinkRows, countRow{strings.ReplaceAll(k, "_", " "), n})
	}
	slices.SortFunc(d.LinkRows, func(a, b countRow) int { return strings.Compare(a.Name, b.Name) })
	d.Columns = columnsOf(s.Quality.Source)
	d.RuleRows = ruleRows(s.Quality.Rules, d.Columns)
	d.FieldRows = fieldRows(s.Quality.Fields, d.Columns)
	return d
}

// show keeps a pair of the review list for the report.
func (r *run) show(v *review, a, b *record.Record, why string) {
	p := reportPair{A: a.Key.String(), B: b.Key.String(), Weight: bits(v.weight), Probability: match.Probability(v.weight), Reasons: why}
	for f := range r.in.both {
		x, y := strings.Join(a.All(nil, f), "; "), strings.Join(b.All(nil, f), "; ")
		if x == "" && y == "" {
			continue
		}
		if f == record.NationalID || f == record.TaxID {
			x, y = match.MaskNumber(x), match.MaskNumber(y)
		}
		p.Fields = append(p.Fields, reportField{string(f), x, y, x == y})
	}
	r.shown = append(r.shown, p)
}

// bar is one bar of a chart.
type bar struct {
	label string
	value float64
	text  string
}

// Measures of charts, in pixels.
const (
	labelWidth = 110
	chartWidth = 270
	rowHeight  = 24
)

// barChart draws bars from left to right, one a row.
func barChart(bars []bar, title string) template.HTML {
	most := 0.0
	for _, b := range bars {
		most = max(most, b.value)
	}
	var s strings.Builder
	for i, b := range bars {
		y := i * rowHeight
		w := 0.0
		if most > 0 {
			w = b.value / most * chartWidth
		}
		fmt.Fprintf(&s, `<text x="%d" y="%d" class="l">%s</text><rect x="%d" y="%d" width="%.1f" height="%d" class="bar"/><text x="%.1f" y="%d">%s</text>`,
			labelWidth-8, y+15, Escape(b.label), labelWidth, y+3, max(w, 1), rowHeight-6, labelWidth+max(w, 1)+6, y+15, Escape(b.text))
	}
	return svg(labelWidth+chartWidth+90, len(bars)*rowHeight+4, title, s.String())
}

func svg(width, height int, title, body string) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">%s</svg>`,
		width, height, width, height, Escape(title), body))
}

// shownSizes is the largest size of an entity that has a bar of its own.
const shownSizes = 10

func sizesChart(sizes []SizeCount) template.HTML {
	var bars []bar
	more := 0
	for _, s := range sizes {
		if s.Size > shownSizes {
			more += s.Entities
			continue
		}
		label := fmt.Sprintf("%d records", s.Size)
		if s.Size == 1 {
			label = "1 record"
		}
		bars = append(bars, bar{label, math.Log2(float64(s.Entities) + 1), thousands(s.Entities)})
	}
	if more > 0 {
		bars = append(bars, bar{fmt.Sprintf("more than %d", shownSizes), math.Log2(float64(more) + 1), thousands(more)})
	}
	return barChart(bars, "entities by number of records, bars on a logarithmic scale")
}

func qualityChart(bins [10]int) template.HTML {
	var bars []bar
	for i, n := range bins {
		to := 10*i + 9
		if i == 9 {
			to = 100
		}
		bars = append(bars, bar{fmt.Sprintf("%d to %d", 10*i, to), float64(n), thousands(n)})
	}
	return barChart(bars, "golden records by quality")
}

func duplicateChart(before, after int) template.HTML {
	return barChart([]bar{
		{"records in", float64(before), thousands(before)},
		{"entities out", float64(after), thousands(after)},
	}, "records before and entities after")
}

// Measures of the histogram of weights.
const (
	binPixels  = 24
	histHeight = 200
)

// weightsChart draws the histogram of pairs by weight: joined, in review, apart.
func weightsChart(bins []WeightBin, threshold float64) template.HTML {
	most := 1.0
	for _, b := range bins {
		most = max(most, math.Log2(float64(b.Same+b.Review+b.Different)+1))
	}
	var s strings.Builder
	for i, b := range bins {
		x, y := 10+i*binPixels, histHeight
		total := b.Same + b.Review + b.Different
		height := math.Log2(float64(total)+1) / most * (histHeight - 20)
		for _, part := range []struct {
			n     int
			class string
		}{{b.Different, "apart"}, {b.Review, "doubt"}, {b.Same, "bar"}} {
			if part.n == 0 {
				continue
			}
			h := max(1, int(math.Round(height*float64(part.n)/float64(total))))
			y -= h
			fmt.Fprintf(&s, `<rect x="%d" y="%d" width="%d" height="%d" class="%s"><title>%d to %d bits: %d joined, %d in review, %d linked</title></rect>`,
				x, y, binPixels-2, h, part.class, b.From, b.From+binWidth, b.Same, b.Review, b.Different)
		}
		if b.From%10 == 0 {
			fmt.Fprintf(&s, `<text x="%d" y="%d" class="m">%d</text>`, x, histHeight+16, b.From)
		}
	}
	at := 10 + (threshold-lowestBin)/binWidth*binPixels
	fmt.Fprintf(&s, `<line x1="%.1f" x2="%.1f" y1="4" y2="%d" class="rule"/><text x="%.1f" y="12">an automatic join from %+.1f bits</text>`, at, at, histHeight, at+5, threshold)
	return svg(20+len(bins)*binPixels, histHeight+24, "pairs by weight in bits, logarithmic", s.String())
}

// thousands writes a number with commas between thousands.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
