package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// liveCommands are the commands that change a store or follow its changes.
func liveCommands() []*cobra.Command {
	return []*cobra.Command{newLoad(), newResolve(), newSearch(), newRule(), newReview(), newHistory(), newChanges(),
		newRematch(), newVerify(), newBackup(), newRestore(), newExport()}
}

// withEngine opens the store of a command and runs f on it.
func withEngine(c *cobra.Command, o *tekil.Options, f func(*tekil.Engine) error) (err error) {
	if o == nil {
		o = &tekil.Options{MustExist: true}
	}
	o.Store.Tekil = programVersion()
	e, err := tekil.Open(storeDir(c), o)
	if errors.Is(err, tekil.ErrNotStore) {
		return fmt.Errorf("%s: %w", storeDir(c), dedupe.ErrNoStore)
	}
	if err != nil {
		return storeError(err)
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	return f(e)
}

// reading opens a store that is there, to read only.
func reading() *tekil.Options {
	return &tekil.Options{MustExist: true, Store: store.Options{ReadOnly: true}}
}

// jsonLine prints v as one line of JSON.
func jsonLine(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// findEntity returns the entities that an argument names: an entity id, or a
// record.
func findEntity(c *cobra.Command, e *tekil.Engine, text string) (record.EntityID, error) {
	if id, err := record.ParseEntityID(text); err == nil {
		return id, nil
	}
	k, err := e.Find(c.Context(), text)
	if err != nil {
		return 0, err
	}
	x, err := e.EntityOf(c.Context(), k)
	if err != nil {
		return 0, err
	}
	return x.ID, nil
}

// eventLine is an event as commands print it.
type eventLine struct {
	Number   uint64            `json:"number"`
	Kind     string            `json:"kind"`
	Time     string            `json:"time"`
	Entities []record.EntityID `json:"entities"`
	Records  []string          `json:"records,omitempty"`
}

func newEventLine(ev tekil.Event) eventLine {
	l := eventLine{Number: ev.Number, Kind: ev.Kind.String(), Time: ev.Time, Entities: ev.Entities}
	for _, k := range ev.Records {
		l.Records = append(l.Records, k.String())
	}
	return l
}
