package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/internal/testkit"
)

// TestRead reads each file of testdata/read and compares all that came of it
// with FILE.golden. FILE.map.yaml holds its mapping rules, if it has some.
func TestRead(t *testing.T) {
	files, err := filepath.Glob("testdata/read/*")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		if strings.HasSuffix(f, ".golden") || strings.HasSuffix(f, ".map.yaml") {
			continue
		}
		n++
		t.Run(filepath.Base(f), func(t *testing.T) { testkit.Kept(t, f+".golden", transcript(t, f)) })
	}
	if n == 0 {
		t.Fatal("no files in testdata/read")
	}
}

// transcript writes mapping, rows, refused rows and counts of one file as text.
func transcript(t *testing.T, file string) string {
	t.Helper()
	o := &ingest.Options{}
	if _, err := os.Stat(file + ".map.yaml"); err == nil {
		if o.Rules, err = ingest.LoadRules(file + ".map.yaml"); err != nil {
			t.Fatal(err)
		}
	}
	r, err := ingest.Open(context.Background(), []string{file}, o)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var rows strings.Builder
	for row, err := range r.Records() {
		if err != nil {
			fmt.Fprintf(&rows, "error: %v\n", err)
			break
		}
		fmt.Fprintf(&rows, "%d %s\n", row.Line, row.Record.Key)
		for _, v := range row.Record.Values {
			fmt.Fprintf(&rows, "    %s=%q\n", v.Field, v.Text)
		}
		for _, f := range row.Findings {
			fmt.Fprintf(&rows, "    ! %s %s %s\n", f.Rule, f.Severity, f.Value)
		}
	}
	var b strings.Builder
	m := r.Mappings()[0]
	b.WriteString(m.String() + "\n" + rows.String() + "\n")
	for _, rej := range r.Rejected() {
		fmt.Fprintf(&b, "rejected line %d column %q: %s: %q\n", rej.Row, rej.Column, rej.Reason, rej.Value)
	}
	s := r.Stats()[0]
	fmt.Fprintf(&b, "%+v\n", s)
	if sum := s.Rows + s.Rejected + s.Blank + s.Header + s.Preamble + s.Continued; sum != s.Lines {
		t.Errorf("%d lines are accounted for of %d", sum, s.Lines)
	}
	return b.String()
}
