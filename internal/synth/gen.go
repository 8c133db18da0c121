//go:build ignore

// This program writes the name tables from the fact files: the commonest names
// with their share among the people of one sex (given names) or among all
// (surnames). Run it with go generate.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// People of one sex, and all people, in the address-based register of 2024.
const (
	ofOneSex = 42_700_000
	ofAll    = 85_400_000
)

// Largest share of people whose given name the yearly lists hold, and share of
// those whose surname stands in the list of surnames at all.
const (
	listedGiven   = 0.86
	listedSurname = 0.69
)

type name struct {
	kind, display string
	share         float64
}

func main() {
	facts := flag.String("facts", "", "folder of the fact files")
	flag.Parse()
	counts := map[string]float64{}
	for _, c := range rows(*facts, "freq_top.tsv") {
		counts[c[0]+c[1]] = number(c[2])
	}
	all := slices.Concat(
		given(rows(*facts, "given_names.tsv"), "m", 2, counts),
		given(rows(*facts, "given_names.tsv"), "f", 3, counts),
		surnames(rows(*facts, "surnames.tsv")))
	var b bytes.Buffer
	for _, n := range all {
		fmt.Fprintf(&b, "%s\t%s\t%.7f\n", n.kind, n.display, n.share)
	}
	if err := os.WriteFile("tables/names.tsv", b.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// given takes the published counts of the commonest names. The scores of the
// yearly lists, which weigh recent births, follow them as a power: that of 0.72
// fits the published counts of both sexes. No name of the lists outruns the
// rarest that was published as one of the commonest. What remains is spread
// evenly over the names without a score.
func given(rows [][]string, sex string, score int, counts map[string]float64) []name {
	const power = 0.72
	top, topShare, least := 0.0, 0.0, 1.0
	for _, c := range rows {
		if share := counts["given_"+sex+title(c[0])] / ofOneSex; share > 0 && c[1] == sex {
			top, topShare = max(top, number(c[score])), max(topShare, share)
			least = min(least, share)
		}
	}
	rest, rare := 1.0, 0
	var out []name
	for _, c := range rows {
		if c[1] != sex {
			continue
		}
		n := name{sex, title(c[0]), counts["given_"+sex+title(c[0])] / ofOneSex}
		if s := number(c[score]); s > 0 && n.share == 0 {
			n.share = min(0.95*least, topShare*math.Pow(s/top, power))
		}
		if n.share == 0 {
			rare++
		}
		rest -= n.share
		out = append(out, n)
	}
	for i := range out {
		if out[i].share == 0 {
			out[i].share = max(rest, 1-listedGiven) / float64(rare)
		}
	}
	return order(out)
}

// surnames takes the published counts of the first ten, lets the next twenty
// fall off with their rank, and spreads the rest by a natural sample.
func surnames(rows [][]string) []name {
	rest, sample := listedSurname, 0.0
	share := func(c []string) float64 {
		const tenth, fall = 554_724.0, 0.62 // people named as the tenth; exponent of the fall by rank
		switch rank := number(c[1]); {
		case c[2] != "":
			return number(c[2]) / ofAll
		case rank > 0:
			return tenth / ofAll * math.Pow(10/rank, fall)
		}
		return 0
	}
	for _, c := range rows {
		if s := share(c); s > 0 {
			rest -= s
		} else {
			sample += max(0.5, number(c[3]))
		}
	}
	var out []name
	for _, c := range rows {
		n := name{"s", title(c[0]), share(c)}
		if n.share == 0 {
			n.share = rest * max(0.5, number(c[3])) / sample
		}
		out = append(out, n)
	}
	return order(out)
}

func order(names []name) []name {
	slices.SortFunc(names, func(a, b name) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.display, b.display))
	})
	return names
}

func title(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		r := []rune(w)
		r[0] = unicode.TurkishCase.ToUpper(r[0])
		words[i] = string(r)
	}
	return strings.Join(words, " ")
}

func number(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}

func rows(dir, file string) [][]string {
	f, err := os.Open(filepath.Join(dir, file))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	var out [][]string
	s := bufio.NewScanner(f)
	for s.Scan() {
		out = append(out, append(strings.Split(s.Text(), "\t"), make([]string, 6)...))
	}
	return out[1:]
}
