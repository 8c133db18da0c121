package blocking

import (
	"slices"
	"testing"
)

// A word and what is one slip away from it share a spelling.
func TestSpellings(t *testing.T) {
	share := func(a, b string) bool {
		keys := Spellings(nil, a)
		return slices.ContainsFunc(Spellings(nil, b), func(k Key) bool { return slices.Contains(keys, k) })
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"yildirim", "yildrim", true},   // a letter less
		{"yildirim", "yildirimm", true}, // a letter more
		{"yildirim", "yildirin", true},  // another letter
		{"yildirim", "yilidrim", true},  // two swapped
		{"şule", "sule", true},          // letters of two bytes
		{"ali", "ayse", false},
		{"of", "oz", false}, // too short to spare one
		{"yildirim", "yilmaz", false},
	} {
		if got := share(c.a, c.b); got != c.want {
			t.Errorf("%s, %s share a spelling: %v, want %v", c.a, c.b, got, c.want)
		}
	}
	if k := Spellings(nil, "aaa"); len(k) != 2 {
		t.Errorf("aaa has %d spellings, want 2: itself and aa", len(k))
	}
}
