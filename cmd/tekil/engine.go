package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"time"

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

// withEngine opens the store of a command and runs f on it. Where a service holds
// it, a command that only reads looks at a copy of this moment.
func withEngine(c *cobra.Command, o *tekil.Options, f func(*tekil.Engine) error) error {
	if o == nil {
		o = &tekil.Options{MustExist: true}
	}
	if o.Store.ReadOnly {
		return withEngineOrCopy(c, o, f)
	}
	e, err := openEngine(storeDir(c), o)
	if err != nil {
		return storeError(err)
	}
	return errors.Join(f(e), e.Close())
}

// withEngineOrCopy opens the store of a command that will not change it, or, where
// a service holds it, a copy of this moment, and runs f on that.
func withEngineOrCopy(c *cobra.Command, o *tekil.Options, f func(*tekil.Engine) error) error {
	dir := storeDir(c)
	e, err := openEngine(dir, o)
	if errors.Is(err, tekil.ErrInUse) {
		return withCopy(c, dir, func(dir string) error {
			e, err := openEngine(dir, o)
			if err != nil {
				return err
			}
			return errors.Join(f(e), e.Close())
		}, err)
	}
	if err != nil {
		return storeError(err)
	}
	return errors.Join(f(e), e.Close())
}

func openEngine(dir string, o *tekil.Options) (*tekil.Engine, error) {
	o.Store.Tekil = programVersion()
	e, err := tekil.Open(dir, o)
	if errors.Is(err, tekil.ErrNotStore) && o.MustExist {
		return nil, fmt.Errorf("%s: %w", dir, dedupe.ErrNoStore)
	}
	return e, err
}

// withCopy has the process that holds a store write a copy, runs f on that and
// removes it. Where the process offers no socket the command ends with held.
func withCopy(c *cobra.Command, dir string, f func(dir string) error, held error) (err error) {
	r, err := tekil.Dial(c.Context(), dir)
	if err != nil {
		return storeError(held)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	look := fmt.Sprintf("%s.look-%d", abs, os.Getpid())
	defer func() { err = errors.Join(err, os.RemoveAll(look), os.RemoveAll(look+".search")) }()
	if err := r.Backup(c.Context(), look); err != nil {
		return err
	}
	return f(look)
}

// writer is what commands change a store through: the store itself, or the
// process that holds it.
type writer interface {
	Backup(ctx context.Context, dir string) error
	Find(ctx context.Context, text string) (record.Key, error)
	Rule(ctx context.Context, r record.Ruling) (*tekil.Ruled, error)
	Unrule(ctx context.Context, number uint64) (*tekil.Change, error)
	Load(ctx context.Context, records iter.Seq2[record.Record, error], o *tekil.LoadOptions) (*tekil.LoadReport, error)
}

// withWriter runs f on the store of a command, or through the process that holds
// it.
func withWriter(c *cobra.Command, o *tekil.Options, f func(writer) error) (err error) {
	if o == nil {
		o = &tekil.Options{MustExist: true}
	}
	e, err := openEngine(storeDir(c), o)
	if errors.Is(err, tekil.ErrInUse) {
		r, none := tekil.Dial(c.Context(), storeDir(c))
		if none != nil {
			return storeError(err)
		}
		return f(r)
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
	Time     time.Time         `json:"time"`
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
