package golden

import (
	"encoding/json"
	"fmt"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// RulesName is the name under which a store keeps its rules.
const RulesName = "survivorship"

// writtenRules are rules as a store keeps them.
type writtenRules struct {
	Trust  []record.Source                `json:"trust,omitempty"`
	Fields map[record.Field]writtenFields `json:"fields,omitempty"`
	Newest string                         `json:"newest,omitempty"`
}

type writtenFields struct {
	Strategy []Strategy      `json:"strategy,omitempty"`
	Trust    []record.Source `json:"trust,omitempty"`
}

// Encode returns r as JSON, the date of freshness included. Equal rules give
// equal bytes.
func (r *Rules) Encode() ([]byte, error) {
	w := writtenRules{Trust: r.Trust, Newest: r.Newest.String()}
	for f, x := range r.Fields {
		if w.Fields == nil {
			w.Fields = map[record.Field]writtenFields{}
		}
		w.Fields[f] = writtenFields(x)
	}
	return json.Marshal(w)
}

// DecodeRules is the inverse of [Rules.Encode].
func DecodeRules(b []byte) (*Rules, error) {
	var w writtenRules
	if err := json.Unmarshal(b, &w); err != nil {
		return nil, fmt.Errorf("rules of survivorship: %w", err)
	}
	r := &Rules{Trust: w.Trust}
	for f, x := range w.Fields {
		if r.Fields == nil {
			r.Fields = map[record.Field]FieldRule{}
		}
		r.Fields[f] = FieldRule(x)
	}
	if w.Newest != "" {
		d := normalize.ParseDate(w.Newest, normalize.DateHint{}, nil)
		if d.Status != normalize.OK || d.Date.String() != w.Newest {
			return nil, fmt.Errorf("rules of survivorship: bad date %q", w.Newest)
		}
		r.Newest = d.Date
	}
	return r, r.Validate()
}
