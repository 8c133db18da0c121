package match

import (
	"math/rand/v2"
	"testing"
)

// TestLikeliest draws pairs whose weights are too sure by a known number of bits, with
// dates that part two people, and expects it to be found, but for what a few pairs of
// the shipped weights hold against it.
func TestLikeliest(t *testing.T) {
	const slips, fits = 1.0 / 64, 1.0 / 128 // dates of one person that part it, and of two that do not
	for _, want := range []int32{-2000, -1000, 0, 1000} {
		r := rand.New(rand.NewPCG(1, 2))
		var told testimony
		for range 20000 {
			u := 2000 + r.Int32N(6000)
			one := r.Float64() < Probability(u+want)
			fit := r.Float64() < fits
			if one {
				fit = r.Float64() >= slips
			}
			w := u + millibits(slips/(1-fits))
			if fit {
				w = u + millibits((1-slips)/fits)
			}
			told.undated, told.whole = append(told.undated, u), append(told.whole, w)
		}
		if got := told.likeliest(); got < want-300 || got > want+300 {
			t.Errorf("weights move by %d, want %d", got, want)
		}
	}
}

// Without pairs, and with few, the weights stay about where they are.
func TestLikeliestOfFew(t *testing.T) {
	var none testimony
	if got := none.likeliest(); got != 0 {
		t.Errorf("nothing told moves the weights by %d", got)
	}
	one := testimony{undated: []int32{5000}, whole: []int32{-2000}}
	if got := one.likeliest(); got >= 0 || got < -700 {
		t.Errorf("one pair of two people moves the weights by %d", got)
	}
}
