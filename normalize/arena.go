package normalize

import "strings"

// arena makes the short strings of one value in few allocations: they are parts
// of one longer string. The zero value is ready; used once, it must not be copied.
type arena struct {
	b    strings.Builder
	want int // bytes to make room for at first
}

// str returns b as a string.
func (a *arena) str(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	a.room(len(b))
	from := a.b.Len()
	a.b.Write(b)
	return a.b.String()[from:]
}

// join returns the parts in a row.
func (a *arena) join(parts ...string) string {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	a.room(n)
	from := a.b.Len()
	for _, p := range parts {
		a.b.WriteString(p)
	}
	return a.b.String()[from:]
}

// fold returns the fold of s.
func (a *arena) fold(s string) string {
	if isFold(s) {
		return s
	}
	var buf [96]byte
	return a.str(AppendFold(buf[:0], s))
}

// room makes room for n bytes. Strings that were made keep the old room.
func (a *arena) room(n int) {
	if a.b.Cap()-a.b.Len() >= n {
		return
	}
	a.b = strings.Builder{}
	a.b.Grow(max(n, a.want))
}
