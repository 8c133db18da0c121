package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/store"
)

// storeCommands are the commands that work on a store.
func storeCommands() []*cobra.Command {
	return []*cobra.Command{newExplain(), newGet(), newStats(), newSample()}
}

// storeFlag adds --store to a command that works on a store.
func storeFlag(c *cobra.Command) {
	c.Flags().String("store", "", "directory of the store (default $TEKIL_STORE, else tekil-out/store)")
}

// storeDir is the store that a command was told to work on: by its flag, else
// by TEKIL_STORE, else the one that tekil dedupe writes.
func storeDir(c *cobra.Command) string {
	if f := c.Flags().Lookup("store"); f != nil && f.Value.String() != "" {
		return f.Value.String()
	}
	if dir := os.Getenv("TEKIL_STORE"); dir != "" {
		return dir
	}
	return dedupe.DefaultOut + "/store"
}

// withView opens the store of a command for looking and runs f on it. Where a
// service holds it, f looks at a copy of this moment.
func withView(c *cobra.Command, f func(*dedupe.View) error) error {
	look := func(dir string) error {
		v, err := dedupe.OpenView(dir)
		if err != nil {
			return err
		}
		return errors.Join(f(v), v.Close())
	}
	err := look(storeDir(c))
	if errors.Is(err, store.ErrInUse) {
		return withCopy(c, storeDir(c), look, err)
	}
	return storeError(err)
}

// storeError adds what a user can do about it.
func storeError(err error) error {
	switch {
	case errors.Is(err, store.ErrInUse):
		return fmt.Errorf("%w; wait for it to end, or stop it", err)
	case errors.Is(err, store.ErrNewerFormat):
		return fmt.Errorf("%w; this is tekil %s", err, programVersion())
	case errors.Is(err, tekil.ErrOldNormaliser):
		return fmt.Errorf("%w; tekil rematch rebuilds it", err)
	}
	return err
}

// printJSON prints v as indented JSON.
func printJSON(c *cobra.Command, v any) error {
	e := json.NewEncoder(c.OutOrStdout())
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
