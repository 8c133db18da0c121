package dedupe

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// ErrConfig is returned for a configuration file with a mistake in it. Its text
// shows the line at fault.
var ErrConfig = errors.New("bad configuration")

// Config is what a tekil.yaml says. The zero Config is the default: everything
// that it leaves out stays as tekil ships it. `tekil config show` prints all of
// it with comments.
type Config struct {
	Locale     string `yaml:"locale"`
	Population int64  `yaml:"population"`
	// Mapping says which column is which field, in the forms of a mapping file.
	Mapping *ingest.Rules `yaml:"-"`
	// RawMapping only lets the decoder pass over what Mapping is read from.
	RawMapping   any                            `yaml:"mapping"`
	Fields       []FieldConfig                  `yaml:"fields"`
	Sources      map[record.Source]SourceConfig `yaml:"sources"`
	Survivorship golden.Rules                   `yaml:"survivorship"`
	Limits       Limits                         `yaml:"limits"`
	Thresholds   Thresholds                     `yaml:"thresholds"`
	Dictionary   Dictionary                     `yaml:"dictionary"`
	Quality      quality.Options                `yaml:"quality"`
	// Alerts say when findings are worth one; nil are the defaults.
	Alerts []quality.Threshold `yaml:"alerts"`
}

// FieldConfig is a user-defined field that takes part in matching.
type FieldConfig struct {
	Name       record.Field `yaml:"name"`
	Comparator string       `yaml:"comparator"` // one of match.Comparators
	Metric     string       `yaml:"metric"`     // of text, see distance.Metric
	Block      bool         `yaml:"block"`
}

// SourceConfig is what is known of one source.
type SourceConfig struct {
	// Trust orders sources: values of one with more trust survive, where rules
	// ask for it.
	Trust int `yaml:"trust"`
	// Unique says that the source holds no duplicates: two of its own records
	// never join.
	Unique bool `yaml:"unique"`
}

// Limits are those of match.Limits, weights in bits; what is nil stays.
type Limits struct {
	HubContact    *int     `yaml:"hub_contact"`
	HubDoor       *int     `yaml:"hub_door"`
	Rare          *float64 `yaml:"rare"`
	RecycledYears *int     `yaml:"recycled_years"`
	Cap           *int     `yaml:"cap"`
	Component     *int     `yaml:"component"`
	Margin        *float64 `yaml:"margin"`
	Against       *float64 `yaml:"against"`
}

// Thresholds are those of match.Threshold, weights in bits; what is nil stays.
type Thresholds struct {
	Same      *float64 `yaml:"same"`
	Carry     *float64 `yaml:"carry"`
	Least     *float64 `yaml:"least"`
	Error     *float64 `yaml:"error"`
	Review    *float64 `yaml:"review"`
	Assurance string   `yaml:"assurance"`
}

// Dictionary holds the user's own words, see normalize.Dictionary.
type Dictionary struct {
	GivenNames     map[string]string `yaml:"given_names"`
	Surnames       []string          `yaml:"surnames"`
	NameVariants   map[string]string `yaml:"name_variants"`
	NoiseWords     []string          `yaml:"noise_words"`
	Neighbourhoods []string          `yaml:"neighbourhoods"`
	RoleMailboxes  []string          `yaml:"role_mailboxes"`
}

// LoadConfig reads a configuration file. Unknown keys and bad values are errors
// that show the line and where in it.
func LoadConfig(path string) (*Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	c, err := ParseConfig(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// ParseConfig is LoadConfig on the bytes of a file.
func ParseConfig(data []byte) (*Config, error) {
	c := &Config{}
	if len(bytes.TrimSpace(data)) == 0 {
		return c, nil
	}
	if err := yaml.UnmarshalWithOptions(data, c, yaml.Strict()); err != nil {
		return nil, decodeError(err)
	}
	if c.RawMapping != nil {
		rules, err := ingest.ParseRules(section(data, "mapping"))
		if err != nil {
			return nil, err
		}
		c.Mapping, c.RawMapping = rules, nil
	}
	if err := c.check(data); err != nil {
		return nil, err
	}
	return c, nil
}

// section blanks every line but those under a top-level key, so that errors of
// who reads it name the lines of the whole file.
func section(data []byte, key string) []byte {
	lines := strings.SplitAfter(string(data), "\n")
	inside := false
	for i, l := range lines {
		switch {
		case strings.HasPrefix(l, key+":"):
			inside = true
			lines[i] = strings.Repeat(" ", len(key)+1) + l[len(key)+1:]
			continue
		case l != "" && !strings.ContainsAny(l[:1], " \t\r\n#"):
			inside = false
		}
		if !inside {
			lines[i] = "\n"
		}
	}
	return []byte(strings.Join(lines, ""))
}

// Model returns what fitting starts from: the shipped model of the locale for a
// file of n records, with everything that the configuration changes.
func (c *Config) Model(n int64) (*match.Model, error) {
	m := match.Shipped(c.language(), n)
	if c.Population > 0 {
		m.Population = c.Population
	}
	for _, f := range c.Fields {
		if err := m.AddField(match.Field{Name: f.Name, Comparator: f.Comparator, Metric: f.Metric, Block: f.Block}); err != nil {
			return nil, err
		}
	}
	for _, s := range slices.Sorted(maps.Keys(c.Sources)) {
		if c.Sources[s].Unique {
			m.UniqueSources = append(m.UniqueSources, s)
		}
	}
	m.Dictionary = c.Dictionary.build()
	c.Limits.apply(&m.Limits)
	return m, c.Thresholds.apply(&m.Thresholds)
}

func (d *Dictionary) build() *normalize.Dictionary {
	if len(d.GivenNames)+len(d.Surnames)+len(d.NameVariants)+len(d.NoiseWords)+len(d.Neighbourhoods)+len(d.RoleMailboxes) == 0 {
		return nil
	}
	return &normalize.Dictionary{GivenNames: d.GivenNames, Surnames: d.Surnames, NameVariants: d.NameVariants,
		NoiseWords: d.NoiseWords, Neighbourhoods: d.Neighbourhoods, RoleMailboxes: d.RoleMailboxes}
}

func (l *Limits) apply(m *match.Limits) {
	set(&m.HubContact, l.HubContact)
	set(&m.HubDoor, l.HubDoor)
	set(&m.Rare, l.Rare)
	set(&m.RecycledYears, l.RecycledYears)
	set(&m.Cap, l.Cap)
	set(&m.Component, l.Component)
	setBits(&m.Margin, l.Margin)
	setBits(&m.Against, l.Against)
}

func (t *Thresholds) apply(m *match.Threshold) error {
	setBits(&m.Same, t.Same)
	setBits(&m.Carry, t.Carry)
	if t.Same != nil {
		m.Least = m.Same // who names a threshold means it
	}
	setBits(&m.Least, t.Least)
	set(&m.Error, t.Error)
	setBits(&m.Review, t.Review)
	if t.Assurance == "" {
		return nil
	}
	a, err := record.ParseAssurance(t.Assurance)
	m.Assurance = a
	return err
}

func set[T any](dst *T, v *T) {
	if v != nil {
		*dst = *v
	}
}

// setBits takes a weight in bits over into millibits.
func setBits(dst *int32, bits *float64) {
	if bits != nil {
		*dst = int32(*bits * 1000)
	}
}

// Survival returns the rules of survivorship, with the trust that the sources
// were given.
func (c *Config) Survival() golden.Rules {
	r := c.Survivorship
	if len(r.Trust) > 0 {
		return r
	}
	for _, s := range slices.Sorted(maps.Keys(c.Sources)) {
		if c.Sources[s].Trust != 0 {
			r.Trust = append(r.Trust, s)
		}
	}
	slices.SortStableFunc(r.Trust, func(a, b record.Source) int { return cmp.Compare(c.Sources[b].Trust, c.Sources[a].Trust) })
	return r
}
