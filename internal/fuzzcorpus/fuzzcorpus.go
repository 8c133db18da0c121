// Package fuzzcorpus keeps what fuzzing found worth trying: one text file per
// fuzz target, testdata/corpus/TARGET.txt beside its test, a case a line, so
// that every run of the tests tries them again. The go command's own form is
// a file per case, which would be ten thousand files here.
//
// A line holds a case's values in the notation of the go command's corpus
// files (string("..."), []byte("..."), bool(true), int(3)), separated by tabs.
// internal/gen/corpus writes the files from what the go command has cached.
package fuzzcorpus

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Dir is where the files lie, below the folder of the tested package.
const Dir = "testdata/corpus"

// maxLine is the longest line that is read.
const maxLine = 1 << 20

// Add gives the target its kept cases as seeds. A missing or empty file is an
// error: a target without a corpus has not been fuzzed.
func Add(f *testing.F) {
	f.Helper()
	cases, err := Read(filepath.Join(filepath.FromSlash(Dir), f.Name()+".txt"))
	if err != nil {
		f.Fatal(err)
	}
	if len(cases) == 0 {
		f.Fatalf("%s/%s.txt holds no case", Dir, f.Name())
	}
	for _, c := range cases {
		f.Add(c...)
	}
}

// Read returns the cases of a file, each with its values as f.Add takes them.
func Read(path string) ([][]any, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var cases [][]any
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		c, err := Parse(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		cases = append(cases, c)
	}
	return cases, lines.Err()
}

// Parse reads the values of one line.
func Parse(line string) ([]any, error) {
	var values []any
	for field := range strings.SplitSeq(line, "\t") {
		v, err := value(field)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", field, err)
		}
		values = append(values, v)
	}
	return values, nil
}

func value(field string) (any, error) {
	kind, inner, _ := strings.Cut(strings.TrimSuffix(field, ")"), "(")
	switch kind {
	case "string":
		return strconv.Unquote(inner)
	case "[]byte":
		s, err := strconv.Unquote(inner)
		return []byte(s), err
	case "bool":
		return strconv.ParseBool(inner)
	case "uint16":
		n, err := strconv.ParseUint(inner, 10, 16)
		return uint16(n), err
	case "int":
		return strconv.Atoi(inner)
	}
	return nil, errors.New("want string, []byte, bool, int or uint16")
}
