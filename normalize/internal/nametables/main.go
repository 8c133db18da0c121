// Command nametables builds names.tsv, the table of given names and surnames that
// package normalize embeds, from the fact files of the project and from the
// words of this folder.
//
// A line of the table starts with a letter that says what it is:
//
//	G display gender sure bearers   a given name; sure is the share, in percent, of its bearers of that sex
//	S display bearers               a surname
//	V form canonical                a given name (folded) that is a spelling of another
//	N form canonical                a nickname (folded) of a given name
//	R relation a b                  two given names (folded) and how they relate
//	T relation a b                  two surnames (folded) and how they relate
//	P place                         a province or district (folded), as it is noted behind names
//	C joined first second           a given name (folded) that two others make together
//
// Bearers are estimates for a nation of 85 million, see frequency.go. Lines are
// sorted, so that the same facts give the same file.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	facts := flag.String("facts", "../../shared/facts", "folder of the fact files")
	words := flag.String("words", "internal/nametables", "folder of the project's own word lists")
	out := flag.String("out", "names.tsv", "file to write")
	flag.Parse()
	t, err := build(*facts, *words)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, []byte(strings.Join(t.lines(), "\n")+"\n"), 0o644); err != nil {
		log.Fatal(err)
	}
}

// build reads every source and makes the table.
func build(facts, words string) (*table, error) {
	t := newTable()
	relations := func(t *table, _ string) error { return addWords(t, words, "sex", "conflict", "similar") }
	spellings := func(t *table, _ string) error {
		return addWords(t, words, "variant", "nickname", "compound", "surname_similar", "place")
	}
	for _, step := range []func(*table, string) error{
		addGiven, addGenders, addCounts, addSurnames, addDistinct, relations,
		addVariants, addNicknames, addTransliterations, addNeighbours, addCompounds, addPlaces, spellings,
	} {
		if err := step(t, facts); err != nil {
			return nil, err
		}
	}
	return t, t.finish()
}

// rows reads a tab separated file without its header line.
func rows(folder, name string) ([][]string, error) {
	f, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all [][]string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		cells := strings.Split(sc.Text(), "\t")
		for len(cells) < 6 {
			cells = append(cells, "")
		}
		all = append(all, cells)
	}
	if len(all) < 2 {
		return nil, fmt.Errorf("%s: no rows", name)
	}
	return all[1:], nil
}

// split cuts a list of forms at its commas.
func split(s string) []string {
	var out []string
	for _, x := range strings.Split(s, ",") {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}
