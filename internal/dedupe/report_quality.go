package dedupe

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/record"
)

// shownSources is how many sources have a column of their own in the tables of
// the report; the smaller ones share the last.
const shownSources = 8

// sourceColumns are the columns of the report's tables by source.
type sourceColumns struct {
	Names   []string
	records []int
	at      map[record.Source]int
}

func columnsOf(list []quality.SourceReport) *sourceColumns {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b quality.SourceReport) int { return cmp.Compare(b.Records, a.Records) })
	c := &sourceColumns{at: map[record.Source]int{}}
	for i, s := range list {
		if i < shownSources || len(list) == shownSources+1 {
			c.Names, c.records = append(c.Names, string(s.Source)), append(c.records, 0)
		} else if i == shownSources {
			c.Names, c.records = append(c.Names, "others"), append(c.records, 0)
		}
		k := len(c.Names) - 1
		c.at[s.Source] = k
		c.records[k] += s.Records
	}
	return c
}

// heatCell is a number in a table by source, the warmer the worse it is.
type heatCell struct {
	Text  string
	Title string
	Style template.CSS
}

// heat colours a cell, from 0 (not at all) to 1.
func heat(x float64) template.CSS {
	if x <= 0 {
		return ""
	}
	return template.CSS(fmt.Sprintf("background: rgba(224, 159, 62, %.2f)", 0.6*min(x, 1)))
}

func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }

// ruleRow is one rule of findings with the sources that bring them in.
type ruleRow struct {
	Rule, Meaning string
	Severity      record.Severity
	Count         int
	Cells         []heatCell
	counts        []int
}

// ruleRows sums findings up by rule, errors first. A cell is as warm as its
// source's share of records with the finding, beside the highest of the row.
func ruleRows(list []quality.RuleReport, c *sourceColumns) []ruleRow {
	meaning := map[string]string{"duplicate_record_id": "Two rows of one source have the same id; the later one counts."}
	for _, r := range quality.Rules() {
		meaning[r.Name] = r.Meaning
	}
	at := map[string]int{}
	var out []ruleRow
	for _, x := range list {
		i, ok := at[x.Rule]
		if !ok {
			i = len(out)
			at[x.Rule] = i
			out = append(out, ruleRow{Rule: x.Rule, Meaning: meaning[x.Rule], Severity: x.Severity, counts: make([]int, len(c.Names))})
		}
		out[i].Count += x.Count
		out[i].counts[c.at[x.Source]] += x.Count
	}
	for i := range out {
		out[i].Cells = c.shares(out[i].counts)
	}
	slices.SortStableFunc(out, func(a, b ruleRow) int {
		return cmp.Or(grade(a.Severity)-grade(b.Severity), cmp.Compare(b.Count, a.Count))
	})
	return out
}

// grade orders severities, the worst first.
func grade(s record.Severity) int {
	return slices.Index([]record.Severity{record.Error, record.Warning, record.Info}, s)
}

// shares makes the cells of counts, with their shares of the sources' records.
func (c *sourceColumns) shares(counts []int) []heatCell {
	most := 0.0
	for i, n := range counts {
		most = max(most, share(n, c.records[i]))
	}
	cells := make([]heatCell, len(counts))
	for i, n := range counts {
		if n == 0 {
			continue
		}
		s := share(n, c.records[i])
		cells[i] = heatCell{thousands(n), fmt.Sprintf("%s of the records of %s", percent(s), c.Names[i]), heat(s / most)}
	}
	return cells
}

// fieldRow is how well one field is filled.
type fieldRow struct {
	Field                                 string
	Filled, Good, Doubtful, Wrong, MadeUp string
	Cells                                 []heatCell
}

// fieldSum is a field's counts over all sources, and by column the records that
// have a value.
type fieldSum struct {
	quality.FieldReport
	records []int
}

// fieldRows sums up how well each field is filled, in all and by source.
func fieldRows(list []quality.FieldReport, c *sourceColumns) []fieldRow {
	order := record.Fields()
	sums := map[record.Field]*fieldSum{}
	for _, x := range list {
		s := sums[x.Field]
		if s == nil {
			s = &fieldSum{records: make([]int, len(c.Names))}
			sums[x.Field] = s
			if !x.Field.IsCanonical() {
				order = append(order, x.Field)
			}
		}
		s.OK, s.Suspect, s.Invalid, s.Fake, s.Records = s.OK+x.OK, s.Suspect+x.Suspect, s.Invalid+x.Invalid, s.Fake+x.Fake, s.Records+x.Records
		s.records[c.at[x.Source]] += x.Records
	}
	var out []fieldRow
	for _, f := range order {
		if s := sums[f]; s != nil {
			out = append(out, s.row(f, c))
		}
	}
	return out
}

// row shows the shares of good and bad values among those that are there. A cell
// is as warm as its source fills the field worse than the best.
func (s *fieldSum) row(f record.Field, c *sourceColumns) fieldRow {
	part := func(n int) string {
		if n == 0 {
			return ""
		}
		return percent(share(n, s.OK+s.Suspect+s.Invalid+s.Fake))
	}
	all, best := 0, 0.0
	for i, n := range s.records {
		all += c.records[i]
		best = max(best, share(n, c.records[i]))
	}
	row := fieldRow{string(f), percent(share(s.Records, all)), part(s.OK), part(s.Suspect), part(s.Invalid), part(s.Fake), nil}
	for i, n := range s.records {
		var cell heatCell // empty where the source has no such field
		if filled := share(n, c.records[i]); n > 0 {
			cell = heatCell{fmt.Sprintf("%.0f %%", 100*filled), fmt.Sprintf("%s of %s", thousands(n), thousands(c.records[i])), heat((best - filled) / best)}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}
