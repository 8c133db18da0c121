package dedupe

import (
	"errors"
	"os"
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
		{"wrong type in words", "limits:\n  cap: many\n", "a text stands where a whole number is expected", ErrConfig},
		{"locale", "locale: Turkish please\n", "locale: \"Turkish please\" is no language code", ErrConfig},
		{"field twice", "fields:\n  - {name: x, comparator: exact}\n  - {name: x, comparator: text}\n", ">  3 |   - {name: x", ErrConfig},
		{"field of tekil's", "fields:\n  - {name: email, comparator: exact}\n", "fields[0].name: email takes part", ErrConfig},
		{"no comparator", "fields:\n  - name: x\n", "needs a comparator", ErrConfig},
		{"small limit", "limits:\n  cap: 1\n", "limits.cap: must be 2 or more\n   1 | limits:\n>  2 |   cap: 1", ErrConfig},
		{"negative years", "limits: {recycled_years: -1}\n", "limits.recycled_years: must be 0", ErrConfig},
		{"negative margin", "limits: {margin: -1}\n", "limits.margin: must not be negative", ErrConfig},
		{"endless weight", "thresholds: {same: 1e99}\n", "thresholds.same: is a weight in bits", ErrConfig},
		{"no number", "thresholds: {same: .nan}\n", "thresholds.same: is a weight in bits", ErrConfig},
		{"crossed thresholds", "thresholds:\n  same: -5\n", "thresholds.review: must not lie above same", ErrConfig},
		{"slip in survivorship", "survivorship:\n  fields:\n    emial: most_recent\n", "did you mean email?\n   1 | survivorship:\n   2 |   fields:\n>  3 |", ErrConfig},
		{"rule of findings", "quality:\n  ignore: [stale, fake]\n", "quality.ignore[1]: unknown rule \"fake\"", ErrConfig},
		{"rule of an alert", "alerts:\n  - {rule: fake, share: 0.1}\n", "alerts[0].rule: unknown rule \"fake\"", ErrConfig},
		{"share of an alert", "alerts:\n  - share: 2\n", ">  2 |   - share: 2", ErrConfig},
		{"mandatory field", "quality:\n  mandatory: [emial]\n", "did you mean \"email\"?", ErrConfig},
		{"line of a column", "locale: tr\nmapping:\n  columns:\n    Ad Soyad: ful_name\n", ">  4 |     Ad Soyad: ful_name", ingest.ErrMapping},
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

// Turkish is Turkish in whatever spelling of its code.
func TestLanguage(t *testing.T) {
	for locale, want := range map[string]string{"": "tr", "tr": "tr", "TR": "tr", "tr-TR": "tr", "tr_CY": "tr", "en": "en", "en_GB": "en-GB"} {
		c, err := ParseConfig([]byte("locale: " + locale + "\n"))
		if err != nil || c.language() != want {
			t.Errorf("locale %q: %q, %v, want %q", locale, c.language(), err, want)
		}
	}
}

// docs/configuration.md shows what `tekil config show` prints, to the letter.
func TestDefaultConfigInDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(page), "```yaml\n")
	shown, _, _ = strings.Cut(shown, "```\n")
	if d := cmp.Diff(DefaultConfig(), shown); d != "" {
		t.Errorf("docs/configuration.md (-printed +shown):\n%s", d)
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
