package main

import (
	"math"
	"strconv"

	"github.com/tekil-id/tekil/normalize"
)

// Bearers are estimated for the nation of 85 million, so that one number fits
// given names and surnames.
const (
	// bearersPerPoint turns a TÜİK score (the sum over birth years of the shares
	// that made the yearly list of a hundred) into people: the fifteen names that
	// have both a score and a register count give 62 to 207 thousand people a
	// point, 150 thousand in the middle.
	bearersPerPoint = 150_000
	// curatedBearers: a name that the reviewed dictionary knows and no yearly list
	// holds. The hundredth name of a year has about 1,500 children.
	curatedBearers = 10_000
	// listedBearers: a name that only long lists of names hold. Half of the nation
	// bears a name outside of the yearly lists; some 12,500 such names take 1,200
	// each of it, the rest is second names and names of no list.
	listedBearers = 1_200
	// doubtfulBearers: a listed name without a sex, often a surname or a noun.
	doubtfulBearers = 200
)

func (g *given) bearers() float64 {
	switch {
	case g.counted > 0:
		return g.counted
	case g.m+g.f > 0:
		return math.Round((g.m + g.f) * bearersPerPoint)
	case g.curated:
		return curatedBearers
	}
	if g.gender == "" {
		return doubtfulBearers
	}
	return listedBearers
}

// addCounts reads the register counts of the commonest names.
func addCounts(t *table, facts string) error {
	all, err := rows(facts, "freq_top.tsv")
	if err != nil {
		return err
	}
	for _, r := range all {
		n, err := strconv.ParseFloat(r[2], 64)
		if err != nil {
			return err
		}
		if r[0] == "surname" {
			t.surnames[normalize.Lower(r[1])] = n
		} else {
			t.name(r[1]).counted = n
		}
	}
	return nil
}

// sampleSize is the number of people in the sample of surnames.
const sampleSize = 2443

// sampleBearers are the bearers of a surname that the sample holds once, twice
// or three times, after Good and Turing: (r+1) N(r+1) / N(r), with the sample's
// 1284 surnames seen once, 170 twice, 69 three times and 26 four times.
var sampleBearers = map[int]float64{1: 9_200, 2: 42_000, 3: 52_000}

// addSurnames reads the list of surnames. The register gives the ten commonest,
// an official ranking the order of the next twenty; those follow Zipf's curve
// through rank 10, as the ten do (1.17 million at rank 1, 0.55 at rank 10, slope
// about -0.33). The rest is estimated from the sample.
func addSurnames(t *table, facts string) error {
	all, err := rows(facts, "surnames.tsv")
	if err != nil {
		return err
	}
	for _, r := range all {
		low := normalize.Lower(r[0])
		rank, _ := strconv.Atoi(r[1])
		seen, _ := strconv.Atoi(r[3])
		switch {
		case t.surnames[low] > 0:
		case rank > 0:
			t.surnames[low] = math.Round(554_724 * math.Pow(float64(rank)/10, -0.5))
		case sampleBearers[seen] > 0:
			t.surnames[low] = sampleBearers[seen]
		default:
			t.surnames[low] = math.Round(float64(max(seen, 1)) / sampleSize * 0.85 * 85e6)
		}
	}
	return nil
}
