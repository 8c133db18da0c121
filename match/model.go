package match

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/tekil-id/tekil/internal/distance"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// ModelFormat is the version of the model file that this package writes.
const ModelFormat = 1

// Model is all that decides who is who, beside the records and the rulings: an
// immutable value with a hash. Under one model, the same records and rulings
// give the same people. Make one with [Shipped], [Fit] or [Load], and do not
// change it afterwards.
type Model struct {
	Format     int    `json:"format"`
	Normalizer int    `json:"normalizer"` // normalize.Version
	Locale     string `json:"locale"`     // "tr", or another BCP 47 language
	// Dictionary holds the user's own words, which change how values are read.
	Dictionary *normalize.Dictionary `json:"dictionary,omitempty"`
	// Population is how many people the records are drawn from, for R14.
	Population int64 `json:"population"`
	// Same and Household are the prior odds, log2 in millibits, that two records
	// drawn at random from the file are one person, or two of one household.
	Same      int32 `json:"prior_same"`
	Household int32 `json:"prior_household"`
	// Weights holds the comparisons: the built-in ones, then the user's fields.
	Weights []Weights `json:"weights"`
	// Calibration is what the weights of pairs whose names agree move by, in
	// millibits, by what else agrees: see [Fit].
	Calibration [grounds]int32 `json:"calibration,omitzero"`
	// Kin says how the agreements of two of one household hang together.
	Kin Kin `json:"kin,omitzero"`
	// Given, Surnames and Companies are the term frequencies of the file.
	Given     Frequency `json:"given_names"`
	Surnames  Frequency `json:"surnames"`
	Companies Frequency `json:"companies"`
	Places    Frequency `json:"places"`
	Fields    []Field   `json:"fields,omitempty"`
	// Births, Mails and Variants are learned outside Turkish only.
	Births     Frequency `json:"birth_dates,omitzero"`
	Mails      Frequency `json:"emails,omitzero"`
	Variants   []Variant `json:"variants,omitempty"`
	variants   map[variantKey]int32
	Limits     Limits    `json:"limits"`
	Thresholds Threshold `json:"thresholds"`
	Ablation   Ablation  `json:"ablation"`
	// UniqueSources hold no duplicates: two of their own records never join.
	UniqueSources []record.Source `json:"unique_sources,omitempty"`
	// Notes say what fitting found and where it fell back on shipped values.
	Notes []string `json:"notes,omitempty"`
}

// Limits bound what counts as evidence and how much is looked at. They are part
// of the model, so that crossing one is a fact about the records.
type Limits struct {
	HubContact    int     `json:"hub_contact"`    // names on a line or mailbox from which on it is a hub
	HubDoor       int     `json:"hub_door"`       // names behind a door
	Rare          float64 `json:"rare"`           // expected bearers below which a name is rare
	RecycledYears int     `json:"recycled_years"` // a line seen this far apart may have a new owner
	Cap           int     `json:"cap"`            // longest posting list of a blocking key that makes pairs
	Component     int     `json:"component"`      // records of a component whose pairs are all looked at
	Margin        int32   `json:"margin"`         // see cluster.Options
	Against       int32   `json:"against"`        // see cluster.Options
}

// Threshold holds the weights, in millibits, that a decision asks for.
type Threshold struct {
	Same      int32            `json:"same"`            // at or above: an automatic join, if a rule permits it
	Carry     int32            `json:"carry"`           // at or above: joins in a file what rules would leave short (R31)
	Least     int32            `json:"least,omitempty"` // fitting does not lower Same below
	Error     float64          `json:"error,omitempty"` // share of wrong joins that fitting moves Same and Carry for, 0: it moves nothing
	Review    int32            `json:"review"`          // at or above: worth a steward's look, if a rule asks for it
	Assurance record.Assurance `json:"assurance"`       // weakest assurance of an automatic join
}

// Ablation turns single ideas off, to measure what each is worth. The zero
// Ablation turns nothing off.
type Ablation struct {
	NoHousehold    bool `json:"no_household,omitempty"`     // strangers only as the alternative
	NoPrior        bool `json:"no_prior,omitempty"`         // no national term frequencies
	NoPeopleVetoes bool `json:"no_people_vetoes,omitempty"` // vetoes hold for their own pair only
}

// Field is a user-defined field that takes part in matching.
type Field struct {
	Name       record.Field `json:"name"`
	Comparator string       `json:"comparator"`       // exact, text, number, date or set
	Metric     string       `json:"metric,omitempty"` // of text, see distance.Metric; default jaro_winkler
	// Block makes a blocking key of the value, alone and beside a name.
	Block     bool      `json:"block,omitempty"`
	Frequency Frequency `json:"frequency"`
}

// Comparators are the comparators that a [Field] may name.
var Comparators = []string{"exact", "text", "number", "date", "set"}

// Errors about models.
var (
	ErrNewerModel = errors.New("match: model was written by a newer version of tekil")
	ErrBadModel   = errors.New("match: not a usable model")
)

// DefaultLimits are the limits of turkish.md section 7.3 and of the engine.
func DefaultLimits() Limits {
	return Limits{HubContact: 5, HubDoor: 20, Rare: 5, RecycledYears: 10, Cap: 60, Component: 100, Margin: 500}
}

// ShippedRecords is how many records the shipped model assumes where nobody can
// know: in a new store, and in a run that is to agree with one.
const ShippedRecords = 200_000

// Shipped returns the model that tekil ships for a locale: national term
// frequencies and trained weights, for a file of the given number of records.
func Shipped(locale string, records int64) *Model {
	m := &Model{
		Format: ModelFormat, Normalizer: normalize.Version, Locale: locale, Population: max(records, 1),
		Weights: shippedWeights(), Kin: shippedKin, Limits: DefaultLimits(),
		// One wrong join in 200 is what is asked for; large files of few duplicates hold
		// now more, now fewer of them than are expected, see docs/benchmarks.md.
		Thresholds: Threshold{Same: 4500, Carry: 6000, Least: 3000, Error: 0.004, Review: -2000, Assurance: record.AssuranceD},
	}
	m.Same, m.Household = priorOdds(records, 0.5), priorOdds(records, 0.4)
	if !m.Turkish() {
		m.generic()
	}
	return m
}

// priorOdds returns the log2 odds of a random pair when each record has on
// average the given number of partners among n records.
func priorOdds(n int64, partners float64) int32 {
	return min(millibits(partners/float64(max(n-1, 2))), -1000)
}

// Nation returns the model for two records with nothing around them: the
// population is the nation and no threshold on the score applies.
func Nation() *Model {
	m := Shipped("tr", nation)
	m.Population = nation
	return m
}

// AddField adds a user-defined field with its shipped weights.
func (m *Model) AddField(f Field) error {
	if len(m.Fields) == MaxUserFields {
		return fmt.Errorf("match: more than %d user-defined fields take part", MaxUserFields)
	}
	if f.Metric == "" {
		f.Metric = "jaro_winkler"
	}
	if _, ok := distance.Metric(f.Metric); !ok {
		return fmt.Errorf("match: field %s: no metric is named %q", f.Name, f.Metric)
	}
	m.Fields = append(m.Fields, f)
	if m.Turkish() {
		m.Weights = append(m.Weights, userWeights(string(f.Name)))
	} else {
		m.Weights = append(m.Weights, genericText(string(f.Name)))
	}
	return nil
}

// Options returns how values are read under the model.
func (m *Model) Options() *normalize.Options {
	return &normalize.Options{Locale: m.Locale, Dictionary: m.Dictionary}
}

// Turkish reports whether the rules of turkish.md apply.
func (m *Model) Turkish() bool { return m.Locale == "" || m.Locale == "tr" }

// Hash names the model: SHA-256 of its file, in hex.
func (m *Model) Hash() string {
	b, err := m.Encode()
	if err != nil {
		panic("match: internal error: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Encode returns the model's file: JSON with the same bytes for the same model.
func (m *Model) Encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		return nil, fmt.Errorf("encode model: %w", err)
	}
	return b.Bytes(), nil
}

// Decode reads what [Model.Encode] wrote.
func Decode(b []byte) (*Model, error) {
	m := new(Model)
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrBadModel, err)
	}
	if m.Format > ModelFormat {
		return nil, fmt.Errorf("%w: format %d, this one reads up to %d", ErrNewerModel, m.Format, ModelFormat)
	}
	m.indexVariants()
	return m, m.check()
}

// Load reads a model file.
func Load(path string) (*Model, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load model: %w", err)
	}
	m, err := Decode(b)
	if err != nil {
		return nil, fmt.Errorf("load model %s: %w", path, err)
	}
	return m, nil
}

func (m *Model) check() error {
	if len(m.Weights) != int(builtins)+len(m.Fields) {
		return fmt.Errorf("%w: %d comparisons, want %d", ErrBadModel, len(m.Weights), int(builtins)+len(m.Fields))
	}
	shipped := shippedWeights()
	if !m.Turkish() {
		shipped = genericWeights()
	}
	for i := range m.Weights {
		if i < int(builtins) && len(m.Weights[i].Levels) != len(shipped[i].Levels) {
			return fmt.Errorf("%w: comparison %s has %d levels", ErrBadModel, m.Weights[i].Name, len(m.Weights[i].Levels))
		}
		if err := m.Weights[i].check(); err != nil {
			return fmt.Errorf("%w: %v", ErrBadModel, err)
		}
	}
	return nil
}
