package synth

import "math/rand/v2"

// random is a source of chance that gives the same stream on every machine.
type random struct{ *rand.Rand }

func newRandom(seed, stream uint64) random {
	return random{rand.New(rand.NewPCG(seed^0x9e3779b97f4a7c15, mix(stream)))}
}

// mix spreads neighbouring numbers (splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// chance is true with probability p.
func (r random) chance(p float64) bool { return p > 0 && r.Float64() < p }

// between returns a number from lo to hi, both included; lo where hi is below.
func (r random) between(lo, hi int) int { return lo + r.IntN(max(0, hi-lo)+1) }

func pick[T any](r random, from []T) T { return from[r.IntN(len(from))] }

// weighted draws from values by weight in constant time (Vose's alias method).
type weighted[T any] struct {
	values []T
	keep   []float64
	alias  []int32
}

func newWeighted[T any](values []T, weight func(i int) float64) *weighted[T] {
	n := len(values)
	w := &weighted[T]{values: values, keep: make([]float64, n), alias: make([]int32, n)}
	sum := 0.0
	for i := range values {
		w.keep[i] = weight(i)
		sum += w.keep[i]
	}
	var small, large []int32
	for i := range w.keep {
		w.keep[i] *= float64(n) / sum
		if w.keep[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		w.alias[s] = l
		if w.keep[l] -= 1 - w.keep[s]; w.keep[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, i := range append(small, large...) {
		w.keep[i], w.alias[i] = 1, i
	}
	return w
}

func (w *weighted[T]) draw(r random) T {
	i := r.IntN(len(w.values))
	if r.Float64() >= w.keep[i] {
		i = int(w.alias[i])
	}
	return w.values[i]
}

// option is a value with a weight, for short lists that are written by hand.
type option[T any] struct {
	weight float64
	value  T
}

func choose[T any](r random, options []option[T]) T {
	sum := 0.0
	for _, o := range options {
		sum += o.weight
	}
	x := r.Float64() * sum
	for _, o := range options {
		if x -= o.weight; x < 0 {
			return o.value
		}
	}
	return options[len(options)-1].value
}
