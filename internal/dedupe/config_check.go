package dedupe

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/tekil-id/tekil/internal/distance"
	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// decodeError shows where a file is no configuration, in words that do not
// speak of Go.
func decodeError(err error) error {
	text := yaml.FormatError(err, false, true)
	text = goType.ReplaceAllStringFunc(text, func(s string) string {
		m := goType.FindStringSubmatch(s)
		return fmt.Sprintf("%s stands where %s is expected", cmp.Or(yamlWords[m[1]], m[1]), cmp.Or(yamlWords[m[2]], m[2]))
	})
	return fmt.Errorf("%w: %s", ErrConfig, strings.TrimRight(text, "\n"))
}

// goType is how the decoder tells of a value of the wrong kind.
var goType = regexp.MustCompile(`cannot unmarshal (\S+) into Go (?:struct field \S+|value) of type (\S+)`)

var yamlWords = map[string]string{
	"string": "a text", "int": "a whole number", "int64": "a whole number", "uint64": "a whole number", "float64": "a number", "bool": "true or false",
	"[]interface {}": "a list", "[]string": "a list of texts", "map[string]interface {}": "a mapping", "map[string]string": "a mapping",
}

// check refuses values that no decoder can.
func (c *Config) check(data []byte) error {
	for _, part := range []func() (key string, err error){
		c.checkLocale, c.checkFields, c.checkLimits, c.checkThresholds, c.checkSources, c.checkDictionary, c.checkSurvivorship, c.checkQuality,
	} {
		if key, err := part(); err != nil {
			return mistake(data, key, err)
		}
	}
	return nil
}

// languageTag is the shape of a BCP 47 code.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$`)

func (c *Config) checkLocale() (string, error) {
	if c.Locale != "" && !languageTag.MatchString(c.Locale) {
		return "locale", fmt.Errorf("%q is no language code such as tr or en-GB", c.Locale)
	}
	if c.Population < 0 {
		return "population", errors.New("must not be negative")
	}
	return "", nil
}

// language is the locale in the one spelling that the model knows: Turkish is tr
// in whatever country.
func (c *Config) language() string {
	code := strings.ReplaceAll(cmp.Or(c.Locale, "tr"), "_", "-")
	if base, _, _ := strings.Cut(code, "-"); strings.EqualFold(base, "tr") {
		return "tr"
	}
	return code
}

func (c *Config) checkFields() (string, error) {
	seen := map[record.Field]bool{}
	for i, f := range c.Fields {
		key := fmt.Sprintf("fields[%d]", i)
		_, known := distance.Metric(cmp.Or(f.Metric, "jaro_winkler"))
		switch {
		case f.Name == "":
			return key, errors.New("a field needs a name")
		case f.Name.IsCanonical():
			return key + ".name", fmt.Errorf("%s takes part in matching already; a field of your own needs another name", f.Name)
		case seen[f.Name]:
			return key + ".name", fmt.Errorf("%q stands there twice", f.Name)
		case f.Comparator == "":
			return key, fmt.Errorf("a field needs a comparator: %s", strings.Join(match.Comparators, ", "))
		case !slices.Contains(match.Comparators, f.Comparator):
			return key + ".comparator", fmt.Errorf("%q is not one of %s", f.Comparator, strings.Join(match.Comparators, ", "))
		case !known:
			return key + ".metric", fmt.Errorf("no metric is named %q", f.Metric)
		}
		seen[f.Name] = true
	}
	if len(c.Fields) > match.MaxUserFields {
		return "fields", fmt.Errorf("more than %d fields", match.MaxUserFields)
	}
	return "", nil
}

func (c *Config) checkLimits() (string, error) {
	l := &c.Limits
	for _, x := range []struct {
		key string
		v   *int
		min int
	}{
		{"hub_contact", l.HubContact, 2}, {"hub_door", l.HubDoor, 2}, {"cap", l.Cap, 2}, {"component", l.Component, 2},
		{"recycled_years", l.RecycledYears, 0},
	} {
		if x.v != nil && (*x.v < x.min || *x.v > math.MaxInt32) {
			return "limits." + x.key, fmt.Errorf("must be %d or more", x.min)
		}
	}
	if l.Rare != nil && *l.Rare < 0 {
		return "limits.rare", errors.New("must not be negative")
	}
	if l.Margin != nil && *l.Margin < 0 {
		return "limits.margin", errors.New("must not be negative")
	}
	return checkBits([]bitsAt{{"limits.margin", l.Margin}, {"limits.against", l.Against}})
}

func (c *Config) checkThresholds() (string, error) {
	t := &c.Thresholds
	if _, err := record.ParseAssurance(t.Assurance); err != nil {
		return "thresholds.assurance", err
	}
	if key, err := checkBits([]bitsAt{{"thresholds.same", t.Same}, {"thresholds.carry", t.Carry}, {"thresholds.least", t.Least}, {"thresholds.review", t.Review}}); err != nil {
		return key, err
	}
	shipped := match.Shipped(c.language(), 0).Thresholds
	if err := t.apply(&shipped); err != nil {
		return "thresholds", err
	}
	if shipped.Review > shipped.Same {
		return "thresholds.review", errors.New("must not lie above same: pairs between the two would be nowhere")
	}
	return "", nil
}

// maxBits is the largest weight that a setting may have.
const maxBits = 1000

// bitsAt is a weight in bits under its key; nil where the file has none.
type bitsAt struct {
	key  string
	bits *float64
}

func checkBits(list []bitsAt) (string, error) {
	for _, x := range list {
		if x.bits != nil && !(math.Abs(*x.bits) <= maxBits) {
			return x.key, fmt.Errorf("is a weight in bits, from -%d to %d", maxBits, maxBits)
		}
	}
	return "", nil
}

func (c *Config) checkSources() (string, error) {
	if _, ok := c.Sources[""]; ok {
		return "sources", errors.New("a source needs a name")
	}
	return "", nil
}

func (c *Config) checkDictionary() (string, error) {
	err := c.Dictionary.build().Validate()
	if err == nil {
		return "", nil
	}
	_, what, _ := strings.Cut(err.Error(), ": ")
	section, what, _ := strings.Cut(what, ": ")
	return "dictionary." + section, errors.New(what)
}

func (c *Config) checkSurvivorship() (string, error) {
	return firstMistake("survivorship.", c.Survivorship.Validate())
}

func (c *Config) checkQuality() (string, error) {
	if key, err := firstMistake("quality.", c.Quality.Validate()); err != nil {
		return key, err
	}
	return firstMistake("", quality.CheckThresholds(c.Alerts))
}

// firstMistake takes the first line of a list of mistakes apart, each of the form
// "key: what".
func firstMistake(prefix string, err error) (string, error) {
	if err == nil {
		return "", nil
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	key, what, _ := strings.Cut(line, ": ")
	return prefix + key, errors.New(what)
}

// mistake is an error that names a key of the file and shows its line: that of
// the nearest key around it that is written there.
func mistake(data []byte, key string, err error) error {
	for at := key; at != ""; {
		if p, e := yaml.PathString("$." + at); e == nil {
			if source, e := p.AnnotateSource(data, false); e == nil {
				return fmt.Errorf("%w: %s: %w\n%s", ErrConfig, key, err, strings.TrimRight(string(source), "\n"))
			}
		}
		at = at[:max(0, strings.LastIndexAny(at, ".["))]
	}
	return fmt.Errorf("%w: %s: %w", ErrConfig, key, err)
}
