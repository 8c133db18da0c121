// Command corpus keeps what fuzzing found: it gathers the cases that the go
// command has cached for each fuzz target into PACKAGE/testdata/corpus/TARGET.txt
// (see internal/fuzzcorpus), beside those that are there already.
//
//	go test ./normalize -run '^$' -fuzz '^FuzzText$' -fuzztime 1h
//	go run ./internal/gen/corpus
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
)

const module = "github.com/tekil-id/tekil"

// maxCase bounds a kept case: a longer one is nearly always a shorter one
// repeated, and the repository should stay small.
const maxCase = 600

func main() {
	log.SetFlags(0)
	out, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		log.Fatal(err)
	}
	root := filepath.Join(strings.TrimSpace(string(out)), "fuzz", filepath.FromSlash(module))
	targets, err := cached(root)
	if err != nil {
		log.Fatal(err)
	}
	for _, target := range targets {
		rel, err := filepath.Rel(root, target)
		if err != nil {
			log.Fatal(err)
		}
		n, err := keep(target, filepath.Dir(rel), filepath.Base(rel))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %d cases\n", rel, n)
	}
}

// cached lists the folders below root that hold the cases of a target.
func cached(root string) ([]string, error) {
	var targets []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), "Fuzz") {
			targets = append(targets, path)
			return fs.SkipDir
		}
		return err
	})
	return targets, err
}

// keep writes the cases of a folder of the cache, and those kept before, to the
// target's file, and returns their number.
func keep(folder, pkg, target string) (int, error) {
	path := filepath.Join(pkg, filepath.FromSlash(fuzzcorpus.Dir), target+".txt")
	lines := map[string]bool{}
	if b, err := os.ReadFile(path); err == nil {
		for line := range strings.Lines(string(b)) {
			lines[strings.TrimSuffix(line, "\n")] = true
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		line, err := oneLine(filepath.Join(folder, e.Name()))
		if err != nil {
			return 0, err
		}
		if len(line) <= maxCase {
			lines[line] = true
		}
	}
	return len(lines), write(path, lines)
}

// oneLine reads a corpus file of the go command: a version, then a value a line.
func oneLine(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	var values []string
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<26)
	for s.Scan() {
		values = append(values, s.Text())
	}
	if len(values) < 2 || !strings.HasPrefix(values[0], "go test fuzz v1") {
		return "", fmt.Errorf("%s: not a fuzz case", path)
	}
	line := strings.Join(values[1:], "\t")
	if _, err := fuzzcorpus.Parse(line); err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return line, s.Err()
}

// write puts the lines in order, the shortest first, so that the same cases
// make the same file.
func write(path string, lines map[string]bool) error {
	sorted := make([]string, 0, len(lines))
	for line := range lines {
		sorted = append(sorted, line)
	}
	slices.SortFunc(sorted, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(strings.Join(sorted, "\n")+"\n"), 0o644)
}
