package ingest

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Rules are what a user says about columns. They stand above every guess. The
// zero Rules say nothing.
type Rules struct {
	// Columns maps a column to a field: a canonical one, "ignore", or any other
	// name, which makes a user-defined field. A column is named by its header
	// (compared as written, then folded: case, accents and punctuation do not
	// count) or by its 1-based number.
	Columns map[string]string `yaml:"columns"`
	// Ignore lists columns that are left out, named as in Columns.
	Ignore []string `yaml:"ignore"`
	// Header says whether the first row holds names; nil lets it be sniffed.
	Header *bool `yaml:"header"`
	// Exact makes a rule for a column that an input does not have an error.
	// Without it the same rules may serve files of different shape.
	Exact bool `yaml:"exact"`
	// NoContent switches off guessing fields from values.
	NoContent bool `yaml:"no_content"`
	// Encoding is that of the inputs, as [ParseEncoding] reads it; empty lets it be
	// sniffed.
	Encoding string `yaml:"encoding"`
}

// LoadRules reads a mapping file. Mistakes in it are [InputError] values around
// [ErrMapping] that show the line at fault.
func LoadRules(path string) (*Rules, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read mapping: %w", err)
	}
	r, err := ParseRules(data)
	if err != nil {
		return nil, &InputError{File: path, Err: err}
	}
	return r, nil
}

// ParseRules reads a mapping in YAML, in the long form of [Rules]
//
//	columns:
//	  Adı: first_name
//	  "7": mobile
//	ignore: [Şifre]
//
// or as a plain list of `column: field`, in which no column is called "encoding".
func ParseRules(data []byte) (*Rules, error) {
	var doc yaml.MapSlice
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, yamlError(err)
	}
	r, short := shortForm(doc)
	if !short {
		r = &Rules{}
		if err := yaml.UnmarshalWithOptions(data, r, yaml.Strict()); err != nil {
			return nil, yamlError(err)
		}
		r.Columns = longColumns(doc)
	}
	if column, err := r.check(); err != nil {
		return nil, fmt.Errorf("%w: column %q: %w%s", ErrMapping, column, err, lineOf(data, column))
	}
	if _, err := ParseEncoding(r.Encoding); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMapping, err)
	}
	return r, nil
}

// encoding returns the encoding that the rules name.
func (r *Rules) encoding() Encoding {
	if r == nil {
		return AutoEncoding
	}
	e, _ := ParseEncoding(r.Encoding) // a bad one was refused when the rules were read
	return e
}

// lineOf shows the line at which a rule for a column stands; nothing where it
// cannot be found.
func lineOf(data []byte, column string) string {
	for _, path := range []*yaml.Path{
		new(yaml.PathBuilder).Root().Child("columns").Child(column).Build(), new(yaml.PathBuilder).Root().Child(column).Build(),
	} {
		if source, err := path.AnnotateSource(data, false); err == nil {
			return "\n" + strings.TrimRight(string(source), "\n")
		}
	}
	return ""
}

func yamlError(err error) error {
	return fmt.Errorf("%w: %s", ErrMapping, yaml.FormatError(err, false, true))
}

// shortForm reads a plain list of columns, perhaps with a list of what to
// ignore. It is none if a key of the long form stands in it, or a value is more
// than a word: then it is a long form, perhaps with a mistake.
func shortForm(doc yaml.MapSlice) (r *Rules, ok bool) {
	r = &Rules{Columns: map[string]string{}}
	for _, item := range doc {
		key := fmt.Sprint(item.Key)
		switch v := item.Value.(type) {
		case string:
			if key == "encoding" {
				return nil, false
			}
			r.Columns[key] = v
		case []any:
			if key != "ignore" {
				return nil, false
			}
			for _, c := range v {
				r.Ignore = append(r.Ignore, fmt.Sprint(c))
			}
		default:
			return nil, false
		}
	}
	return r, len(r.Columns) > 0
}

// longColumns reads the columns of the long form. Their keys may be numbers,
// which the decoder of a struct passes over.
func longColumns(doc yaml.MapSlice) map[string]string {
	for _, item := range doc {
		if item.Key != "columns" {
			continue
		}
		if cols, ok := item.Value.(map[string]any); ok {
			return textMap(cols)
		}
		if cols, ok := item.Value.(yaml.MapSlice); ok {
			m := map[string]any{}
			for _, c := range cols {
				m[fmt.Sprint(c.Key)] = c.Value
			}
			return textMap(m)
		}
	}
	return nil
}

func textMap(in map[string]any) map[string]string {
	out := make(map[string]string, len(in))
	for k, v := range in {
		out[k] = ""
		if v != nil {
			out[k] = fmt.Sprint(v)
		}
	}
	return out
}

// ignored is the word that takes a column out.
const ignored = "ignore"

// check refuses targets that are a slip of the keyboard away from a canonical
// field: they would pass through silently as user-defined ones.
func (r *Rules) check() (column string, err error) {
	for _, c := range slices.Sorted(maps.Keys(r.Columns)) {
		f := strings.TrimSpace(r.Columns[c])
		if f == "" {
			return c, fmt.Errorf("names no field (use %q to leave it out)", ignored)
		}
		if f == ignored || record.Field(f).IsCanonical() {
			continue
		}
		if known, slip := record.MeantField(f); slip {
			return c, fmt.Errorf("unknown field %q, did you mean %q?", f, known)
		}
	}
	return "", nil
}

// rule is one line of Rules; an empty field leaves the column out.
type rule struct {
	column string
	field  record.Field
}

// list returns the rules in a fixed order, what to ignore last.
func (r *Rules) list() []rule {
	var out []rule
	for _, c := range slices.Sorted(maps.Keys(r.Columns)) {
		f := record.Field(strings.TrimSpace(r.Columns[c]))
		if f == ignored {
			f = ""
		}
		out = append(out, rule{c, f})
	}
	for _, c := range r.Ignore {
		out = append(out, rule{c, ""})
	}
	return out
}

// Missing returns the columns that the rules name and none of the inputs has, in
// a fixed order: slips of the hand, as a rule.
func (r *Rules) Missing(inputs []Mapping) []string {
	if r == nil {
		return nil
	}
	var out []string
	for _, x := range r.list() {
		has := func(m Mapping) bool {
			return slices.ContainsFunc(m.Columns, func(c Column) bool { return x.exactly(&c) || x.loosely(&c) })
		}
		if !slices.ContainsFunc(inputs, has) {
			out = append(out, x.column)
		}
	}
	return out
}

// exactly reports whether the rule names column c by its header.
func (r rule) exactly(c *Column) bool { return r.column == c.Name }

// loosely reports whether the rule names column c by its number or by a header
// that folds alike.
func (r rule) loosely(c *Column) bool {
	if n, err := strconv.Atoi(strings.TrimSpace(r.column)); err == nil {
		return n == c.Index+1
	}
	k := normalize.Fold(r.column)
	return k != "" && k == normalize.Fold(c.Name)
}
