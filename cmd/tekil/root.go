package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tekil-id/tekil/internal/dedupe"
	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/store"
)

// Exit codes, as `tekil --help` documents them.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitRejected    = 3 // a row could not be read; dedupe and load: with --strict
	exitInUse       = 4 // the store is held by another process
	exitInterrupted = 130
)

// exitError carries an exit code of its own with an error.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// usage marks an error as one of how the command was typed.
func usage(err error) error { return &exitError{exitUsage, err} }

func exitCode(err error) int {
	var e *exitError
	switch {
	case errors.As(err, &e):
		return e.code
	case errors.Is(err, store.ErrInUse), errors.Is(err, dedupe.ErrBusy):
		return exitInUse
	}
	for _, row := range []error{ingest.ErrTooManyCells, ingest.ErrNUL, ingest.ErrTooLong, ingest.ErrJSON} {
		if errors.Is(err, row) {
			return exitRejected
		}
	}
	return exitFailed
}

const rootLong = `tekil reads customer files, understands Turkish, and says who is who: people,
golden records, and a list for a steward to look at.

Results go to standard output, everything else to standard error.

Exit codes:
    0  done
    1  failed; the message says where
    2  the command was typed wrongly
    3  a row could not be read (of dedupe and load: with --strict)
    4  the store, or the output directory, is in use by another process
  130  interrupted; nothing was left half-written`

// newRoot builds the command tree anew, so that tests share nothing.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "tekil",
		Short:         "Find which customer records are one person",
		Long:          rootLong,
		Example:       "  tekil dedupe customers.csv\n  tekil explain crm:1017 web:88231",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	gather(root)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		words, _, _ := strings.Cut(err.Error(), ": strconv.") // which function failed helps nobody
		return usage(fmt.Errorf("%s; see %s --help", words, c.CommandPath()))
	})
	root.AddGroup(&cobra.Group{ID: groupRun, Title: "Find people:"}, &cobra.Group{ID: groupStore, Title: "Look at a store:"},
		&cobra.Group{ID: groupLive, Title: "Keep a store up to date:"},
		&cobra.Group{ID: groupModel, Title: "Model and measurement:"}, &cobra.Group{ID: groupValue, Title: "Values:"})
	for _, g := range []struct {
		id       string
		commands []*cobra.Command
	}{
		{groupRun, []*cobra.Command{newDedupe(), newConfig()}},
		{groupStore, storeCommands()},
		{groupLive, liveCommands()},
		{groupModel, []*cobra.Command{newFit(), newModel(), newEval(), newSynth(), newBench()}},
		{groupValue, []*cobra.Command{newNormalize(), newCompare()}},
		{"", []*cobra.Command{newVersion()}},
	} {
		for _, c := range g.commands {
			c.GroupID = g.id
			root.AddCommand(c)
		}
	}
	return root
}

// gather makes a command one that only holds others: without one of them the help
// is shown, and a wrong one is wrong usage.
func gather(c *cobra.Command, children ...*cobra.Command) {
	c.SuggestionsMinimumDistance = 2
	c.Args = func(c *cobra.Command, list []string) error {
		if len(list) == 0 {
			return nil
		}
		return usage(unknownCommand(c, list[0]))
	}
	c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	c.AddCommand(children...)
}

// unknownCommand names the commands that were probably meant.
func unknownCommand(c *cobra.Command, name string) error {
	meant := ""
	if near := c.SuggestionsFor(name); len(near) > 0 {
		meant = fmt.Sprintf("; did you mean %s?", strings.Join(near, " or "))
	}
	return fmt.Errorf("no command %q%s see %s --help", name, cmp.Or(meant, ";"), c.CommandPath())
}

// The groups of commands in `tekil --help`.
const (
	groupRun   = "run"
	groupStore = "store"
	groupLive  = "live"
	groupModel = "model"
	groupValue = "value"
)

// args makes the arguments' check report wrong usage, and how it is right.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, list []string) error {
		if err := check(c, list); err != nil {
			what := "an argument is missing"
			if len(list) > 0 {
				what = plural(len(list), "argument") + " given"
			}
			return usage(fmt.Errorf("%s\nusage: %s", what, c.UseLine()))
		}
		return nil
	}
}
