package golden

import (
	"slices"
	"strings"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Golden is the one true record of a person or company. Every value names the
// record that it came from and what it beat. The zero Golden is empty.
type Golden struct {
	Kind record.Kind
	// Keys are the member records in canonical order; [Origin.Member] counts in it.
	Keys []record.Key
	// Fields are in the order of the canonical fields, the user's fields last,
	// by name. A field without values holds only what did not survive.
	Fields []Field
	// Consent is the strictest of all members; see [Value.Consent] for that of
	// one telephone or mailbox.
	Consent   Consent
	Conflicts []Conflict
	Quality   Quality
}

// Field is one field of a golden record.
type Field struct {
	Name record.Field
	// Values has the survivor; of a list field all of them, the primary first,
	// former values last.
	Values []Value
	// Beaten are the values that did not survive, those of better grade first.
	Beaten []Beaten
}

// Origin names the raw value of a member that a value came from.
type Origin struct {
	Member uint32 // index into Keys
	Ref    normalize.Ref
}

// Value is a value that survived.
type Value struct {
	Text  string
	Grade Grade
	Origin
	// Agree is how many members give the value, in whatever spelling.
	Agree uint16
	// Former says that no member holds the value any more.
	Former bool
	// Inferred says that no source states the value: the gender that the given
	// name shows, the former surname inside a double one.
	Inferred bool
	// First and Last are the first and last day at which the sources of the
	// members that give the value vouch for them.
	First, Last normalize.Date
	// Consent is the strictest that a record with this telephone or mailbox
	// states. Other records of the person say nothing about it.
	Consent Consent
	// Won is the strategy that preferred the value to the next best; empty where
	// there was none.
	Won Strategy
}

// Beaten is a value that did not survive. Text is empty where the raw value is
// not readable, and for identity numbers that are not valid: Origin tells where
// it stands.
type Beaten struct {
	Text  string
	Grade Grade
	Origin
	By Strategy // why not: the first strategy that told it from the survivor
}

// Conflict is a contradiction between members that mattered: the golden record
// keeps one side, and a steward may want to look.
type Conflict struct {
	Field   record.Field
	Rule    string // such as "given_name", "surname", "birth_date" or "national_id"
	Serious bool   // speaks against one person; otherwise explained by life or typing
	Kept    Origin
	Against Origin
	// KeptText and AgainstText are the two sides.
	KeptText, AgainstText string
}

// Field returns the field of that name, nil where the golden record has none.
func (g *Golden) Field(f record.Field) *Field {
	for i := range g.Fields {
		if g.Fields[i].Name == f {
			return &g.Fields[i]
		}
	}
	return nil
}

// First returns the survivor or primary of a field, nil where there is none.
func (g *Golden) First(f record.Field) *Value {
	if x := g.Field(f); x != nil && len(x.Values) > 0 && !x.Values[0].Former {
		return &x.Values[0]
	}
	return nil
}

// Text returns the text of the survivor or primary of a field, or "".
func (g *Golden) Text(f record.Field) string {
	if v := g.First(f); v != nil {
		return v.Text
	}
	return ""
}

// Key returns the record that a value came from; the zero Key for an origin that
// is not of this golden record.
func (g *Golden) Key(o Origin) record.Key {
	if int(o.Member) < len(g.Keys) {
		return g.Keys[o.Member]
	}
	return record.Key{}
}

// Sources returns the sources of the members, each once, in order.
func (g *Golden) Sources() []record.Source {
	var out []record.Source
	for _, k := range g.Keys {
		if n := len(out); n == 0 || out[n-1] != k.Source {
			out = append(out, k.Source)
		}
	}
	return out
}

// columns are the columns of a golden record in a table.
var columns = slices.DeleteFunc(record.Fields(), func(f record.Field) bool { return f == record.RecordID || f == record.SourceName })

// columnNumbers are the places of the columns in fields.
var columnNumbers = func() (out []uint8) {
	for _, f := range columns {
		out = append(out, number(f))
	}
	return out
}()

// Columns returns the header of [Golden.AppendRow], which starts with the
// canonical fields. The caller puts the entity id in front.
func Columns(user ...record.Field) []string {
	var out []string
	for _, f := range slices.Concat(columns, user) {
		out = append(out, string(f))
	}
	return out
}

// listSeparator stands between the values of a list in one cell, as ingest
// reads them.
const listSeparator = "; "

// AppendRow appends one cell for each of [Columns]. The values of a list stand
// in one cell, the primary first. The column phone holds every line but faxes,
// mobile and landline those of their kind. Former values are left out.
func (g *Golden) AppendRow(dst []string, user ...record.Field) []string {
	var at numbered
	for i := range g.Fields {
		if n := number(g.Fields[i].Name); n != userField && at[n] == nil {
			at[n] = &g.Fields[i]
		}
	}
	for i, n := range columnNumbers {
		if columns[i] == record.Phone {
			dst = append(dst, at.lines(g.Kind))
			continue
		}
		dst = append(dst, at[n].cell())
	}
	for _, f := range user {
		dst = append(dst, g.Field(f).cell())
	}
	return dst
}

// cell writes the values of a field, which may be nil.
func (f *Field) cell() string {
	if f == nil {
		return ""
	}
	out := ""
	for i := range f.Values {
		if v := &f.Values[i]; !v.Former {
			out = joined(out, v.Text)
		}
	}
	return out
}

// numbered are the fields of a golden record by their numbers, nil where there is
// none.
type numbered [len(fields)]*Field

// lines joins the telephone lines, those first that reach the party best.
func (at *numbered) lines(k record.Kind) string {
	order := [...]record.Field{record.Mobile, record.Landline, record.Phone}
	if k == record.KindCompany {
		order = [...]record.Field{record.Phone, record.Landline, record.Mobile}
	}
	out := ""
	for _, f := range order {
		out = joined(out, at[number(f)].cell())
	}
	return out
}

func joined(list, s string) string {
	switch {
	case list == "":
		return s
	case s == "":
		return list
	}
	return list + listSeparator + s
}

// streetText writes the street of an address with the words for its kind as the
// canonical line has them: only the line tells a Sokak from a road abroad.
func streetText(a *Address) string {
	var parts []string
	for _, p := range [...]struct{ name, abbreviation, word string }{
		{a.Bulvar, "bul", "Bulvarı"}, {a.Cadde, "cad", "Caddesi"}, {a.Sokak, "sok", "Sokak"},
	} {
		if p.name == "" {
			continue
		}
		text := p.name
		if followed(a.Canonical, p.name, p.abbreviation) {
			text += " " + p.word
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

// followed reports whether a word that starts with the ASCII letters of abbreviation
// stands behind name in line.
func followed(line, name, abbreviation string) bool {
	for {
		i := strings.Index(line, name)
		if i < 0 {
			return false
		}
		line = line[i+len(name):]
		rest := strings.TrimLeft(line, ". ")
		if len(rest) >= len(abbreviation) && len(rest) < len(line) && strings.EqualFold(rest[:len(abbreviation)], abbreviation) {
			return true
		}
	}
}

// doorText writes the outer and inner door as an address column takes them.
func doorText(a *Address) string {
	switch {
	case a.Daire == "":
		return a.No
	case a.No == "":
		return "D:" + a.Daire
	}
	return a.No + " D:" + a.Daire
}
