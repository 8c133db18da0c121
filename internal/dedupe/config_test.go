package dedupe

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// What `tekil config show` prints says what holds without it.
func TestDefaultConfigIsTheDefault(t *testing.T) {
	c, err := ParseConfig([]byte(DefaultConfig()))
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Model(1000)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(match.Shipped("tr", 1000).Hash(), got.Hash()); d != "" {
		t.Errorf("the model differs: %s", d)
	}
	if s := c.Survival(); len(s.Trust)+len(s.Fields) > 0 {
		t.Errorf("survivorship %v", s)
	}
}

func TestConfig(t *testing.T) {
	c, err := ParseConfig([]byte(`
locale: en
population: 500
mapping: {"3": mobile, Who: full_name}
fields: [{name: card, comparator: text, metric: osa, block: true}]
sources:
  web: {trust: 1}
  crm: {trust: 5, unique: true}
limits: {cap: 9, margin: 2.5}
thresholds: {same: 6.25, assurance: B}
dictionary: {given_names: {Zühtücan: M}}
`))
	if err != nil {
		t.Fatal(err)
	}
	m, err := c.Model(100)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case m.Locale != "en", m.Population != 500, m.Limits.Cap != 9, m.Limits.Margin != 2500, m.Limits.HubDoor != match.DefaultLimits().HubDoor,
		m.Thresholds.Same != 6250, m.Thresholds.Assurance != record.AssuranceB, m.Dictionary.GivenNames["Zühtücan"] != "M":
		t.Errorf("model %+v %+v %+v", m.Locale, m.Limits, m.Thresholds)
	}
	if d := cmp.Diff([]record.Source{"crm"}, m.UniqueSources); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]record.Source{"crm", "web"}, c.Survival().Trust); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[string]string{"3": "mobile", "Who": "full_name"}, c.Mapping.Columns); d != "" {
		t.Error(d)
	}
}

// Every mistake is shown with its line.
func TestConfigMistakes(t *testing.T) {
	for _, c := range []struct {
		name, yaml, want string
		err              error
	}{
		{"unknown key", "locale: tr\nlimit:\n  cap: 3\n", ">  2 | limit:", ErrConfig},
		{"unknown key inside", "limits:\n  cop: 3\n", ">  2 |   cop: 3", ErrConfig},
		{"wrong type", "limits:\n  cap: many\n", ">  2 |   cap: many", ErrConfig},
		{"no yaml", "locale: [tr\n", ">  1 |", ErrConfig},
		{"comparator", "fields:\n  - name: x\n    comparator: alike\n", `"alike" is not one of`, ErrConfig},
		{"metric", "fields:\n  - name: x\n    comparator: text\n    metric: soundex\n", `>  4 |     metric: soundex`, ErrConfig},
		{"assurance", "thresholds:\n  assurance: E\n", ">  2 |   assurance: E", ErrConfig},
		{"gender", "dictionary:\n  given_names:\n    Can: X\n", `"X" of`, ErrConfig},
		{"strategy", "survivorship:\n  fields:\n    email: newest\n", "unknown strategy", ErrConfig},
		{"slip in a field", "locale: tr\nmapping:\n  Tel: mobil\n", `did you mean "mobile"`, ingest.ErrMapping},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseConfig([]byte(c.yaml))
			if !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %v with %q", err, c.err, c.want)
			}
		})
	}
}

func FuzzParseConfig(f *testing.F) {
	fuzzcorpus.Add(f)
	f.Add(DefaultConfig())
	f.Add("mapping:\n  columns:\n    a: b\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := ParseConfig([]byte(text)); err == nil {
			c.Model(10)
		}
	})
}
