package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

func newCompare() *cobra.Command {
	comparers := map[string]func(*request) (any, error){
		"name": compareNames, "address": compareAddresses, "date": compareDates, "id": compareIDs, "record": newRecordComparer(),
	}
	return &cobra.Command{
		Use:   "compare KIND",
		Short: "Compare pairs of values or records, one pair a line",
		Long: "Reads JSON lines with a and b from standard input and writes one JSON object a line.\n" +
			"KIND is one of name, address, date, id, record. Two records are compared with nothing\n" +
			"around them: the population is the nation. A context may say what a file would have told.",
		Example: `  echo '{"a":"Ahmed Kaya","b":"Ahmet Kaya"}' | tekil compare name
  echo '{"a":{"full_name":"Uğur Özmen","phone":"0532 006 85 43"},"b":{"full_name":"Ugur Hami Ozmen","phone":"5320068543"}}' | tekil compare record`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, list []string) error {
			f, ok := comparers[list[0]]
			if !ok {
				return usage(fmt.Errorf("compare: no kind %q; there are name, address, date, id, record", list[0]))
			}
			return eachLine(c.Context(), c.InOrStdin(), c.OutOrStdout(), f)
		},
	}
}

type relationAnswer struct {
	Relation string   `json:"relation"`
	Flags    []string `json:"flags"`
}

// texts reads a and b as texts.
func (r *request) texts() (a, b string, err error) {
	var side [2]scalar
	for i, raw := range []json.RawMessage{r.A, r.B} {
		if len(raw) == 0 {
			return "", "", fmt.Errorf("a and b must both be there")
		}
		if err := json.Unmarshal(raw, &side[i]); err != nil {
			return "", "", fmt.Errorf("a and b must be texts: %w", err)
		}
	}
	return string(side[0]), string(side[1]), nil
}

func compareNames(r *request) (any, error) {
	a, b, err := r.texts()
	if err != nil {
		return nil, err
	}
	x, y := parseName(a, r.Hint, nil), parseName(b, r.Hint, nil)
	c := normalize.CompareNames(&x, &y, nil)
	return relationAnswer{string(c.Relation), list(c.Flags)}, nil
}

func compareAddresses(r *request) (any, error) {
	a, b, err := r.texts()
	if err != nil {
		return nil, err
	}
	x, y := normalize.ParseAddress(a, normalize.AddressHint{}, nil), normalize.ParseAddress(b, normalize.AddressHint{}, nil)
	return relationAnswer{string(normalize.CompareAddresses(&x, &y)), []string{}}, nil
}

func compareDates(r *request) (any, error) {
	a, b, err := r.texts()
	if err != nil {
		return nil, err
	}
	h := dateHint(r.Hint)
	rel, generation := normalize.CompareDates(normalize.ParseDate(a, h, nil).Date, normalize.ParseDate(b, h, nil).Date)
	out := relationAnswer{string(rel), []string{}}
	if generation {
		out.Flags = append(out.Flags, "generation")
	}
	return out, nil
}

func compareIDs(r *request) (any, error) {
	a, b, err := r.texts()
	if err != nil {
		return nil, err
	}
	kind := idKind(r.Type)
	x, y := normalize.ParseID(kind, a), normalize.ParseID(kind, b)
	return relationAnswer{string(normalize.CompareIDs(kind, &x, &y)), []string{}}, nil
}

type verdictAnswer struct {
	Decision    string            `json:"decision"`
	Link        record.Link       `json:"link"`
	Assurance   string            `json:"assurance"`
	Weight      float64           `json:"weight"` // bits
	Probability float64           `json:"probability"`
	Rule        string            `json:"rule"`
	Evidence    []record.Evidence `json:"evidence"`
	Guards      []string          `json:"guards"`
}

func newRecordComparer() func(*request) (any, error) {
	m := match.Nation()
	return func(r *request) (any, error) {
		a, err := jsonRecord("a", r.A)
		if err != nil {
			return nil, err
		}
		b, err := jsonRecord("b", r.B)
		if err != nil {
			return nil, err
		}
		kv := map[string]string{}
		for k, v := range r.Context {
			kv[k] = string(v)
		}
		c, err := match.ParseContext(kv)
		if err != nil {
			return nil, err
		}
		v := match.Alone(m, a, b, c)
		if v.Evidence == nil {
			v.Evidence = []record.Evidence{}
		}
		return verdictAnswer{v.Decision.String(), v.Link, v.Assurance.String(), float64(v.Weight) / 1000,
			match.Probability(v.Weight), v.Rule, v.Evidence, list(v.Guards)}, nil
	}
}

// jsonRecord reads an object of canonical fields; a value may be a text, a
// number or a list of them.
func jsonRecord(name string, raw json.RawMessage) (*record.Record, error) {
	if len(raw) == 0 {
		return nil, fmt.Errorf("a and b must both be there")
	}
	var fields map[string]cell
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, fmt.Errorf("%s must be an object of fields, each a text, a number or a list of them", name)
	}
	r := &record.Record{Key: record.Key{Source: "line", ID: record.ID(name)}}
	keys := make([]string, 0, len(fields))
	for k := range fields {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		for _, v := range fields[k] {
			if v != "" {
				r.Values = append(r.Values, record.Value{Field: record.Field(k), Text: string(v)})
			}
		}
	}
	return r, nil
}

// cell is the value of a field: one or a list of them.
type cell []scalar

func (c *cell) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]scalar)(c))
	}
	*c = make(cell, 1)
	return json.Unmarshal(b, &(*c)[0])
}
