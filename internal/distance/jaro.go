package distance

import "math/bits"

// Winkler's constants: up to prefixLetters equal letters at the start lift a
// similarity above boostAbove by prefixWeight each of what is missing to 1.
const (
	boostAbove    = 0.7
	prefixWeight  = 0.1
	prefixLetters = 4
)

// Jaro returns the Jaro similarity, 0 to 1: the share of letters that the other
// string has at nearly the same place (no further than half of the longer
// length, less one), lowered by those that stand in another order. Two empty
// strings are equal (1), one empty string is like nothing (0).
//
// Which of two equal letters is taken can depend on which string is read first;
// to be symmetric, the shorter one is, and of equally long ones the lesser.
func Jaro(a, b string) float64 {
	if a == b {
		return 1
	}
	if len(a) > len(b) || len(a) == len(b) && a > b {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	var matches, swapped int
	switch {
	case len(b) > word:
		matches, swapped = plainJaro(a, b)
	case narrow(a) && narrow(b):
		var peq [32]uint64
		matches, swapped = jaro(peq[:], a, b)
	default:
		var peq [256]uint64
		matches, swapped = jaro(peq[:], a, b)
	}
	if matches == 0 {
		return 0
	}
	m := float64(matches)
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped/2))/m) / 3
}

// JaroWinkler returns [Jaro], lifted for strings that start alike and are alike
// anyway (above 0.7).
func JaroWinkler(a, b string) float64 {
	s := Jaro(a, b)
	if s <= boostAbove {
		return s
	}
	n := 0
	for n < min(len(a), len(b), prefixLetters) && a[n] == b[n] {
		n++
	}
	return s + float64(n)*prefixWeight*(1-s)
}

// jaro counts the matching letters, and those of them that stand in another
// order. peq is clear, of 32 or 256 entries; neither string has more than 64
// letters, and a is not longer than b.
func jaro(peq []uint64, a, b string) (matches, swapped int) {
	low := byte(len(peq) - 1)
	for i := 0; i < len(b); i++ {
		peq[b[i]&low] |= 1 << i
	}
	bound := max(len(b)/2-1, 0)
	window := uint64(1)<<(bound+1) - 1 // the letters of b near enough to a[i]
	var inA, inB uint64                // the letters that matched
	for i := 0; i < len(a); i++ {
		free := peq[a[i]&low] & window &^ inB
		inB |= free & -free
		if free != 0 {
			inA |= 1 << i
		}
		window <<= 1
		if i < bound {
			window |= 1
		}
	}
	matches = bits.OnesCount64(inA)
	for ; inA != 0; inA &= inA - 1 {
		next := inB & -inB
		if peq[a[bits.TrailingZeros64(inA)]&low]&next == 0 {
			swapped++
		}
		inB ^= next
	}
	return matches, swapped
}

// plainJaro is jaro for strings of any length.
func plainJaro(a, b string) (matches, swapped int) {
	var aFlags, bFlags [256]bool
	inA, inB := aFlags[:], bFlags[:]
	if len(b) > len(inB) {
		inA, inB = make([]bool, len(a)), make([]bool, len(b))
	}
	bound := max(len(b)/2-1, 0)
	for i := 0; i < len(a); i++ {
		for j := max(i-bound, 0); j <= min(i+bound, len(b)-1); j++ {
			if !inB[j] && a[i] == b[j] {
				inA[i], inB[j] = true, true
				matches++
				break
			}
		}
	}
	j := 0
	for i := 0; i < len(a); i++ {
		if !inA[i] {
			continue
		}
		for !inB[j] {
			j++
		}
		if a[i] != b[j] {
			swapped++
		}
		j++
	}
	return matches, swapped
}
