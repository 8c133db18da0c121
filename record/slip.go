package record

// MeantField returns the canonical field that name is a slip of the keyboard away
// from, so that a misspelt one is not taken for a field of the user's own.
func MeantField(name string) (Field, bool) {
	for _, f := range Fields() {
		if oneSlip(name, string(f)) {
			return f, true
		}
	}
	return "", false
}

// oneSlip reports whether a becomes b by one letter more, less, changed or
// swapped. Short words differ by one letter too easily.
func oneSlip(a, b string) bool {
	if len(a) < 4 || a == b {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	switch {
	case len(x) == len(y) && len(x) > 0:
		return x[1:] == y[1:] || len(x) > 1 && x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:]
	case len(x) == len(y)+1:
		return x[1:] == y
	case len(y) == len(x)+1:
		return y[1:] == x
	}
	return false
}
