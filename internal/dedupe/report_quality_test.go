package dedupe

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/record"
)

// Small sources share a column, unless it is only one.
func TestReportColumns(t *testing.T) {
	var list []quality.SourceReport
	for i := range shownSources + 2 {
		list = append(list, quality.SourceReport{Source: record.Source(fmt.Sprint("s", i)), Records: 10 * (i + 1)})
	}
	c := columnsOf(list)
	if d := cmp.Diff([]string{"s9", "s8", "s7", "s6", "s5", "s4", "s3", "s2", "others"}, c.Names); d != "" {
		t.Error(d)
	}
	if c.records[8] != 30 || c.at["s0"] != 8 || c.at["s9"] != 0 {
		t.Errorf("records %v, places %v", c.records, c.at)
	}
	if c := columnsOf(list[1:]); len(c.Names) != shownSources+1 || c.Names[8] != "s1" {
		t.Errorf("one source more than fits: %v", c.Names)
	}
}

// Findings stand by severity; the source with the largest share is the warmest,
// not the one with the most.
func TestReportRules(t *testing.T) {
	c := columnsOf([]quality.SourceReport{{Source: "crm", Records: 1000}, {Source: "web", Records: 10}})
	rows := ruleRows([]quality.RuleReport{
		{Source: "crm", Field: record.BirthDate, Rule: "stale", Severity: record.Info, Count: 900},
		{Source: "crm", Field: record.Mobile, Rule: "fake_phone", Severity: record.Error, Count: 4},
		{Source: "web", Field: record.Mobile, Rule: "fake_phone", Severity: record.Error, Count: 1},
		{Source: "web", Field: record.Phone, Rule: "fake_phone", Severity: record.Error, Count: 1},
	}, c)
	if len(rows) != 2 || rows[0].Rule != "fake_phone" || rows[0].Count != 6 || rows[1].Cells[1].Text != "" {
		t.Fatalf("rows %+v", rows)
	}
	crm, web := rows[0].Cells[0], rows[0].Cells[1]
	if crm.Text != "4" || web.Text != "2" || web.Title != "20.0 % of the records of web" || web.Style != heat(1) || crm.Style != heat(0.02) {
		t.Errorf("cells %+v %+v", crm, web)
	}
}

func TestReportFields(t *testing.T) {
	c := columnsOf([]quality.SourceReport{{Source: "crm", Records: 100}, {Source: "web", Records: 100}})
	rows := fieldRows([]quality.FieldReport{
		{Source: "crm", Field: "card", OK: 10, Records: 10},
		{Source: "crm", Field: record.Mobile, OK: 80, Invalid: 10, Fake: 10, Records: 100},
		{Source: "web", Field: record.Mobile, Suspect: 25, Records: 25},
	}, c)
	want := []fieldRow{
		{"mobile", "62.5 %", "64.0 %", "20.0 %", "8.0 %", "8.0 %", []heatCell{{"100 %", "100 of 100", ""}, {"25 %", "25 of 100", heat(0.75)}}},
		{"card", "5.0 %", "100.0 %", "", "", "", []heatCell{{"10 %", "10 of 100", ""}, {}}},
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
}
