package main

import (
	"errors"

	"github.com/spf13/cobra"
)

// Exit codes, as `tekil --help` documents them.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitRejected    = 3 // --strict, and a row could not be read
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
	if errors.As(err, &e) {
		return e.code
	}
	return exitFailed
}

// newRoot builds the command tree anew, so that tests share nothing.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "tekil",
		Short:         "Find which customer records are one person",
		Long:          "tekil reads customer files, understands Turkish, and says who is who: people,\ngolden records, and a list for a steward to look at.",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.AddCommand(newNormalize(), newCompare())
	return root
}
