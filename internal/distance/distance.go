// Package distance compares short strings letter by letter: Levenshtein, optimal
// string alignment (OSA), Jaro and Jaro-Winkler.
//
// A letter is a byte: callers fold their text to ASCII first. Strings of up to
// 64 letters (for the edit distances the shorter of the two) take a
// bit-parallel way that handles all letters of one string at once; longer ones
// are counted cell by cell. All functions are symmetric, allocate nothing for
// strings of up to 255 letters, and are safe for concurrent use.
//
// Sources: H. Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein and
// Damerau Edit Distances, 2003; M. Jaro, JASA 84, 1989; W. Winkler, 1990.
package distance

// word is how many letters the bit-parallel kernels handle.
const word = 64

// Levenshtein returns how many letters have to be inserted, deleted or replaced
// to turn a into b.
func Levenshtein(a, b string) int {
	a, b = trim(a, b)
	switch {
	case len(a) == 0:
		return len(b)
	case len(a) > word:
		return plainOSA(a, b, false, len(b))
	case narrow(a) && narrow(b):
		var peq [32]uint64
		return levenshtein(peq[:], a, b)
	}
	var peq [256]uint64
	return levenshtein(peq[:], a, b)
}

// OSA returns the optimal string alignment distance: like [Levenshtein], and two
// neighbouring letters that changed places count once. No letter is edited
// twice, so OSA("ca", "abc") is 3.
func OSA(a, b string) int {
	a, b = trim(a, b)
	switch {
	case len(a) == 0:
		return len(b)
	case len(a) > word:
		return plainOSA(a, b, true, len(b))
	case narrow(a) && narrow(b):
		var peq [32]uint64
		return osa(peq[:], a, b, len(b))
	}
	var peq [256]uint64
	return osa(peq[:], a, b, len(b))
}

// OSAAtMost reports whether OSA(a, b) <= k. It is faster than [OSA] where the
// answer is no, which is most of the time.
func OSAAtMost(a, b string, k int) bool {
	if d := len(a) - len(b); d > k || -d > k {
		return false
	}
	if k <= 0 {
		return k == 0 && a == b
	}
	a, b = trim(a, b)
	switch {
	case len(b) <= k:
		return true
	case len(a) == 0:
		return false
	case len(a) > word:
		return plainOSA(a, b, true, k) <= k
	case narrow(a) && narrow(b):
		var peq [32]uint64
		return osa(peq[:], a, b, k) <= k
	}
	var peq [256]uint64
	return osa(peq[:], a, b, k) <= k
}

// LevenshteinSimilarity is 1 less the share of letters that differ: 1 for equal
// strings (two empty ones, too), 0 for nothing in common.
func LevenshteinSimilarity(a, b string) float64 { return similarity(Levenshtein(a, b), a, b) }

// OSASimilarity is [LevenshteinSimilarity] by [OSA].
func OSASimilarity(a, b string) float64 { return similarity(OSA(a, b), a, b) }

func similarity(d int, a, b string) float64 {
	n := max(len(a), len(b))
	if n == 0 {
		return 1
	}
	return 1 - float64(d)/float64(n)
}

// trim takes away what a and b have in common at both ends, which no edit has to
// touch, and returns the shorter one first.
func trim(a, b string) (short, long string) {
	if len(a) > len(b) {
		a, b = b, a
	}
	for len(a) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return a[i:], b[i:]
}

// narrow reports letters and blanks only, for which a table of 32 entries, by
// the low five bits, does. Clearing it costs an eighth of clearing the full one,
// and that is what comparing two names mostly costs.
func narrow(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c-'a' > 'z'-'a' && c != ' ' {
			return false
		}
	}
	return true
}

// levenshtein is Hyyrö's kernel: bit i of vp (vn) says that the cell of row i+1
// is one above (below) the cell over it, in the column of the current letter
// of text. peq is clear, of 32 or 256 entries; pattern has 1 to 64 letters.
func levenshtein(peq []uint64, pattern, text string) int {
	low := byte(len(peq) - 1)
	for i := 0; i < len(pattern); i++ {
		peq[pattern[i]&low] |= 1 << i
	}
	last := uint(len(pattern) - 1)
	vp, vn := ^uint64(0), uint64(0)
	score := len(pattern)
	for i := 0; i < len(text); i++ {
		x := peq[text[i]&low] | vn
		d0 := ((x & vp) + vp) ^ vp | x
		hp := vn | ^(d0 | vp)
		hn := d0 & vp
		score += int(hp>>last&1) - int(hn>>last&1)
		hp = hp<<1 | 1
		hn <<= 1
		vp = hn | ^(d0 | hp)
		vn = hp & d0
	}
	return score
}

// osa is levenshtein with transpositions. It gives up, returning a number above
// k, as soon as the letters that are left cannot bring the distance down to k.
func osa(peq []uint64, pattern, text string, k int) int {
	low := byte(len(peq) - 1)
	for i := 0; i < len(pattern); i++ {
		peq[pattern[i]&low] |= 1 << i
	}
	last := uint(len(pattern) - 1)
	vp, vn := ^uint64(0), uint64(0)
	d0, before := uint64(0), uint64(0)
	score := len(pattern)
	for i := 0; i < len(text); i++ {
		m := peq[text[i]&low]
		swapped := (^d0 & m) << 1 & before
		d0 = ((m & vp) + vp) ^ vp | m | vn | swapped
		hp := vn | ^(d0 | vp)
		hn := d0 & vp
		score += int(hp>>last&1) - int(hn>>last&1)
		if score-(len(text)-1-i) > k {
			return k + 1
		}
		hp = hp<<1 | 1
		hn <<= 1
		vp = hn | ^(d0 | hp)
		vn = hp & d0
		before = m
	}
	return score
}

// plainOSA counts cell by cell, three rows at a time, with transpositions or
// without. It gives up, returning a number above k, when two rows in a row lie
// above k. a is not longer than b.
func plainOSA(a, b string, transpose bool, k int) int {
	var rows [3][256]int
	n := len(a) + 1
	prev2, prev, row := rows[0][:], rows[1][:], rows[2][:]
	if n > len(prev) {
		prev2, prev, row = make([]int, n), make([]int, n), make([]int, n)
	}
	for j := range n {
		prev[j] = j
	}
	lowest := 0 // of prev
	for i := 1; i <= len(b); i++ {
		row[0] = i
		least := i
		for j := 1; j < n; j++ {
			cost := 1
			if a[j-1] == b[i-1] {
				cost = 0
			}
			d := min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if transpose && i > 1 && j > 1 && a[j-1] == b[i-2] && a[j-2] == b[i-1] {
				d = min(d, prev2[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > k && lowest > k {
			return k + 1
		}
		lowest = least
		prev2, prev, row = prev, row, prev2
	}
	return prev[n-1]
}
