package live

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/store"
)

// keptRules returns the rules of survivorship that a store keeps, with the date
// that freshness is measured from; [store.ErrNotFound] where it keeps none.
func keptRules(r *store.Reader) (*golden.Rules, error) {
	data, err := r.Named(golden.RulesName)
	if err != nil {
		return nil, err
	}
	rules, err := golden.DecodeRules(data)
	if err != nil {
		return nil, &store.CorruptError{Space: "meta " + golden.RulesName, Reason: "value does not decode", Err: err}
	}
	return rules, nil
}

// pinRules makes rules the ones of the store.
func pinRules(b *store.Batch, rules *golden.Rules) error {
	data, err := rules.Encode()
	if err != nil {
		return err
	}
	return b.SetNamed(golden.RulesName, data)
}

// loadRules takes the rules that the store keeps; a store without any, if it is to
// be written, is given those of the options.
func (e *Engine) loadRules() error {
	rules, err := keptRules(&e.st.Reader)
	if err == nil {
		e.rules = rules
		return nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	e.rules = e.o.Rules
	if e.rules == nil || e.o.Store.ReadOnly {
		return nil
	}
	if err := e.rules.Validate(); err != nil {
		return fmt.Errorf("survivorship: %w", err)
	}
	b := e.st.NewBatch()
	defer b.Close()
	if err := pinRules(b, e.rules); err != nil {
		return err
	}
	return b.Commit(true)
}

// decodeModel decodes a stored model, which must be the one of its hash.
func decodeModel(hash, data []byte) (*match.Model, error) {
	if sum := sha256.Sum256(data); !bytes.Equal(sum[:], hash) {
		return nil, &store.CorruptError{Space: "meta model", Reason: "model is not the one of its hash"}
	}
	m, err := match.Decode(data)
	if err != nil {
		return nil, &store.CorruptError{Space: "meta model", Reason: "model does not decode", Err: err}
	}
	return m, nil
}

// contribution decodes what a record gives to its golden record.
func contribution(rec *store.Record) (golden.Contribution, error) {
	c, err := golden.DecodeContribution(rec.Normalised)
	if err != nil {
		return c, &store.CorruptError{Space: fmt.Sprintf("record %d", rec.No), Reason: "normalised values do not decode", Err: err}
	}
	return c, nil
}

// Golden decodes the golden record of an entity; where it cannot be read the error
// is a [store.CorruptError].
func Golden(e *store.Entity) (golden.Golden, error) {
	g, err := golden.DecodeGolden(e.Golden)
	if err != nil {
		return g, &store.CorruptError{Space: fmt.Sprintf("entity %s", e.ID), Reason: "golden record does not decode", Err: err}
	}
	return g, nil
}
