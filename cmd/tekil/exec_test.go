package main

import (
	"os/exec"

	"github.com/rogpeppe/go-internal/testscript"
)

// testscriptCommand prepares a command in the environment of a script.
func testscriptCommand(ts *testscript.TestScript, name string, args []string) *exec.Cmd {
	path, err := exec.LookPath(name)
	ts.Check(err)
	cmd := exec.Command(path, args...)
	cmd.Dir = ts.Getenv("WORK")
	cmd.Env = []string{"HOME=" + ts.Getenv("HOME"), "PATH=" + ts.Getenv("PATH"), "TMPDIR=" + ts.Getenv("TMPDIR")}
	return cmd
}
