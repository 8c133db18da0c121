package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The session that README shows is what the commands print: each of its lines
// stands in their output, in its order, "..." for whatever was left out.
func TestReadmeSession(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, session, ok := strings.Cut(string(readme), "\n```\n$ tekil ")
	session, _, end := strings.Cut(session, "\n```\n")
	if !ok || !end {
		t.Fatal("README shows no session")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir+"/testdata", os.DirFS("../../testdata")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for _, part := range strings.Split(session, "\n$ tekil ") {
		command, shown, _ := strings.Cut(part, "\n")
		got := printed(t, strings.Fields(command))
		for line := range strings.Lines(shown) {
			at := shownLine(line).FindStringIndex(got)
			if at == nil {
				t.Errorf("tekil %s: README shows %q, which is not in what is left of the output:\n%s", command, line, got)
				break
			}
			got = got[at[1]:]
		}
	}
}

// printed returns what a command writes, to whichever stream.
func printed(t *testing.T, args []string) string {
	t.Helper()
	var out bytes.Buffer
	c := newRoot()
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(&out)
	if err := c.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// shownLine matches a line of the output that README shows.
func shownLine(line string) *regexp.Regexp {
	text := regexp.QuoteMeta(strings.TrimRight(line, " \n"))
	return regexp.MustCompile(`(?m)^` + strings.ReplaceAll(text, `\.\.\.`, `.*`) + ` *$`)
}
