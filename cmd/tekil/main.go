// Command tekil finds which customer records are one person: it reads files,
// understands Turkish names, addresses, phones and identity numbers, and writes
// people, golden records, and a list for a steward to look at.
//
// Rules of its voice: results go to standard output; everything said to the
// user goes to standard error, prefixed with "tekil: ", in lower case and
// without a full stop.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/tekil-id/tekil/internal/ingest"
)

func main() { os.Exit(run()) }

// run is main with an exit code, for the scripts that test the command.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := newRoot().ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "tekil: interrupted; nothing was left half-written")
		return exitInterrupted
	}
	fmt.Fprintln(os.Stderr, "tekil:", advised(err))
	return exitCode(err)
}

// advised is an error with the advice that comes with it, if any does.
func advised(err error) string {
	if in := (*ingest.InputError)(nil); errors.As(err, &in) && in.Hint != "" {
		return err.Error() + "; " + in.Hint
	}
	return err.Error()
}
