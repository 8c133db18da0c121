package quality

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/tekil-id/tekil/record"
)

// Threshold says when a rule's findings are worth an alert (S29). All of Share,
// Count and Rise that are set must be crossed.
type Threshold struct {
	// Rule is the rule's name; empty stands for every rule of severity error.
	Rule string `yaml:"rule,omitempty" json:"rule,omitempty"`
	// Source and Field narrow it down; empty stands for all.
	Source record.Source `yaml:"source,omitempty" json:"source,omitempty"`
	Field  record.Field  `yaml:"field,omitempty" json:"field,omitempty"`
	// Share is the share of the source's records, 0 to 1, from which to alert.
	Share float64 `yaml:"share,omitempty" json:"share,omitempty"`
	// Count is the number of findings from which to alert.
	Count int `yaml:"count,omitempty" json:"count,omitempty"`
	// Rise is the growth of the share against the run before from which to alert:
	// 0.5 means half as much again. Without a run before it is never crossed.
	Rise float64 `yaml:"rise,omitempty" json:"rise,omitempty"`
}

// DefaultThresholds alert where an error stands in a twentieth of a source's
// records, where the given name contradicts the gender in one of a hundred, and
// where a source's errors grew by half.
func DefaultThresholds() []Threshold {
	return []Threshold{
		{Share: 0.05, Count: 10},
		{Rule: ruleGender, Share: 0.01, Count: 10},
		{Share: 0.005, Count: 10, Rise: 0.5},
	}
}

// CheckThresholds reports every mistake, naming its place in the list.
func CheckThresholds(list []Threshold) error {
	var errs []error
	for i, t := range list {
		switch {
		case t.Rule != "" && byName[t.Rule] == nil:
			errs = append(errs, fmt.Errorf("alerts[%d].rule: unknown rule %q", i, t.Rule))
		case t.Share < 0 || t.Share > 1:
			errs = append(errs, fmt.Errorf("alerts[%d].share: %v is not between 0 and 1", i, t.Share))
		case t.Count < 0:
			errs = append(errs, fmt.Errorf("alerts[%d].count: %d is negative", i, t.Count))
		case t.Rise < 0:
			errs = append(errs, fmt.Errorf("alerts[%d].rise: %v is negative", i, t.Rise))
		case t.Share == 0 && t.Count == 0 && t.Rise == 0:
			errs = append(errs, fmt.Errorf("alerts[%d]: none of share, count, rise is set", i))
		}
	}
	return errors.Join(errs...)
}

// Alert is a threshold that was crossed.
type Alert struct {
	RuleReport
	// Before is the share in the run before, 0 where there was none.
	Before float64 `json:"before,omitempty"`
	// Threshold is what was crossed.
	Threshold Threshold `json:"threshold"`
}

// String says what happened in a line.
func (a Alert) String() string {
	text := fmt.Sprintf("%s: %s in %s: %d findings, %.1f %% of records", a.Source, a.Rule, a.Field, a.Count, 100*a.Share)
	if a.Threshold.Rise > 0 {
		text += fmt.Sprintf(", before %.1f %%", 100*a.Before)
	}
	return text
}

// Alerts returns the thresholds that the findings of a run cross, the severest and
// most frequent first, each rule of a source and field once, by the first threshold
// that it crosses. before are the findings of an earlier run, if there was one.
func Alerts(now, before []RuleReport, thresholds []Threshold) []Alert {
	var out []Alert
	for _, r := range now {
		was := shareBefore(before, &r)
		for _, t := range thresholds {
			if t.crossed(&r, was) {
				out = append(out, Alert{RuleReport: r, Before: was, Threshold: t})
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Alert) int {
		return cmp.Or(cmp.Compare(rank(a.Severity), rank(b.Severity)), cmp.Compare(b.Share, a.Share))
	})
	return out
}

func rank(s record.Severity) int {
	return slices.Index([]record.Severity{record.Error, record.Warning, record.Info}, s)
}

// shareBefore returns how often a rule stood in the source's records before.
func shareBefore(before []RuleReport, r *RuleReport) float64 {
	for i := range before {
		if b := &before[i]; b.Source == r.Source && b.Field == r.Field && b.Rule == r.Rule {
			return b.Share
		}
	}
	return 0
}

func (t *Threshold) crossed(r *RuleReport, before float64) bool {
	switch {
	case t.Rule == "" && r.Severity != record.Error, t.Rule != "" && t.Rule != r.Rule:
		return false
	case t.Source != "" && t.Source != r.Source, t.Field != "" && t.Field != r.Field:
		return false
	case r.Share < t.Share || r.Count < t.Count:
		return false
	}
	return t.Rise == 0 || before > 0 && r.Share >= before*(1+t.Rise)
}
