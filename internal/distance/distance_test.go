package distance_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/adrg/strutil/metrics"
	"github.com/agnivade/levenshtein"

	"github.com/tekil-id/tekil/internal/distance"
	"github.com/tekil-id/tekil/internal/fuzzcorpus"
)

func TestKnown(t *testing.T) {
	for _, c := range []struct {
		a, b    string
		lev, os int
	}{
		{"", "", 0, 0}, {"", "ali", 3, 3}, {"ali", "ali", 0, 0},
		{"kitten", "sitting", 3, 3},
		{"mehmet", "mehemt", 2, 1}, // a transposition
		{"ca", "abc", 3, 3},        // OSA, not full Damerau
		{"cemal", "kemal", 1, 1},
		{"mehmet", "ahmet", 2, 2},
		{strings.Repeat("a", 64), strings.Repeat("b", 64), 64, 64},
		{strings.Repeat("a", 65), strings.Repeat("b", 66), 66, 66},
	} {
		if got := distance.Levenshtein(c.a, c.b); got != c.lev {
			t.Errorf("Levenshtein(%q, %q) = %d, want %d", c.a, c.b, got, c.lev)
		}
		if got := distance.OSA(c.a, c.b); got != c.os {
			t.Errorf("OSA(%q, %q) = %d, want %d", c.a, c.b, got, c.os)
		}
	}
}

// The figures are those of Winkler's papers.
func TestJaroKnown(t *testing.T) {
	for _, c := range []struct {
		a, b     string
		jaro, jw float64
	}{
		{"", "", 1, 1}, {"", "ali", 0, 0}, {"a", "a", 1, 1}, {"a", "b", 0, 0}, {"ab", "ba", 0, 0},
		{"martha", "marhta", 0.944, 0.961},
		{"dwayne", "duane", 0.822, 0.840},
		{"dixon", "dicksonx", 0.767, 0.813},
		{"dunningham", "cunnigham", 0.896, 0.896},
		{"abroms", "abrams", 0.889, 0.922},
		{"jon", "jan", 0.778, 0.800},
		{"itman", "smith", 0.467, 0.467}, // below 0.7 nothing is lifted
	} {
		if got := distance.Jaro(c.a, c.b); got < c.jaro-0.0006 || got > c.jaro+0.0006 {
			t.Errorf("Jaro(%q, %q) = %.4f, want %.3f", c.a, c.b, got, c.jaro)
		}
		if got := distance.JaroWinkler(c.a, c.b); got < c.jw-0.0006 || got > c.jw+0.0006 {
			t.Errorf("JaroWinkler(%q, %q) = %.4f, want %.3f", c.a, c.b, got, c.jw)
		}
	}
}

// oracleOSA fills the whole table, by the definition.
func oracleOSA(a, b string, transpose bool) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 0
			if a[i-1] != b[j-1] {
				cost = 1
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if transpose && i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// oracleJaro is the definition, letter by letter.
func oracleJaro(a, b string) float64 {
	if a == b {
		return 1
	}
	if len(a) > len(b) || len(a) == len(b) && a > b {
		a, b = b, a
	}
	var fromA, fromB []byte
	taken := make([]bool, len(b))
	for i := range len(a) {
		for j := range len(b) {
			if apart := max(i-j, j-i); apart <= max(len(b)/2-1, 0) && !taken[j] && a[i] == b[j] {
				taken[j] = true
				fromA = append(fromA, a[i])
				break
			}
		}
	}
	for j := range len(b) {
		if taken[j] {
			fromB = append(fromB, b[j])
		}
	}
	if len(fromA) == 0 {
		return 0
	}
	half := 0
	for i := range fromA {
		if fromA[i] != fromB[i] {
			half++
		}
	}
	m := float64(len(fromA))
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(half/2))/m) / 3
}

// check holds every kernel against its oracle on one pair.
func check(t testing.TB, a, b string) {
	t.Helper()
	lev, osa := oracleOSA(a, b, false), oracleOSA(a, b, true)
	if got := distance.Levenshtein(a, b); got != lev || distance.Levenshtein(b, a) != lev {
		t.Fatalf("Levenshtein(%q, %q) = %d, want %d", a, b, got, lev)
	}
	if got := distance.OSA(a, b); got != osa || distance.OSA(b, a) != osa {
		t.Fatalf("OSA(%q, %q) = %d, want %d", a, b, got, osa)
	}
	for _, k := range []int{-1, 0, 1, 2, 3, osa - 1, osa, osa + 1} {
		if got := distance.OSAAtMost(a, b, k); got != (osa <= k) || distance.OSAAtMost(b, a, k) != got {
			t.Fatalf("OSAAtMost(%q, %q, %d) = %v, but OSA is %d", a, b, k, got, osa)
		}
	}
	if got, want := distance.Jaro(a, b), oracleJaro(a, b); got != want || distance.Jaro(b, a) != got {
		t.Fatalf("Jaro(%q, %q) = %v, want %v", a, b, got, want)
	}
	if jw := distance.JaroWinkler(a, b); jw != distance.JaroWinkler(b, a) || jw < distance.Jaro(a, b) || jw > 1 {
		t.Fatalf("JaroWinkler(%q, %q) = %v", a, b, jw)
	}
}

// randomPair returns two strings of up to n letters, the second often an edited
// copy of the first.
func randomPair(r *rand.Rand, n int, letters string) (string, string) {
	text := func() []byte {
		b := make([]byte, r.IntN(n+1))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return b
	}
	a := text()
	if r.IntN(3) == 0 {
		return string(a), string(text())
	}
	b := append([]byte(nil), a...)
	for range r.IntN(5) {
		if len(b) < 2 {
			break
		}
		switch i := r.IntN(len(b) - 1); r.IntN(4) {
		case 0:
			b = append(b[:i], b[i+1:]...)
		case 1:
			b[i], b[i+1] = b[i+1], b[i]
		case 2:
			b[i] = letters[r.IntN(len(letters))]
		case 3:
			b = append(b[:i+1], b[i:]...)
		}
	}
	return string(a), string(b)
}

func TestAgainstOracles(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		n, runs int
		letters string
	}{
		{6, 4000, "ab"}, {20, 4000, "abcde "}, {20, 2000, "ab01\x00\xff"}, {70, 1500, "abc"}, {130, 200, "ab "}, {400, 20, "abcd"},
	} {
		for range c.runs {
			a, b := randomPair(r, c.n, c.letters)
			check(t, a, b)
		}
	}
}

func TestLevenshteinAgainstAgnivade(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		a, b := randomPair(r, 80, "abcdefghijklmnopqrstuvwxyz 0123456789")
		if got, want := distance.Levenshtein(a, b), levenshtein.ComputeDistance(a, b); got != want {
			t.Fatalf("Levenshtein(%q, %q) = %d, want %d", a, b, got, want)
		}
	}
}

func FuzzKernels(f *testing.F) {
	fuzzcorpus.Add(f)
	f.Add("mehmet", "mehemt")
	f.Add(strings.Repeat("ab", 40), strings.Repeat("ba", 41))
	f.Add("", "\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 300 || len(b) > 300 {
			t.Skip()
		}
		check(t, a, b)
	})
}

func TestNoAllocs(t *testing.T) {
	long := strings.Repeat("mehmet yildirim ", 15)
	for _, p := range [][2]string{{"mehmet yildirim", "mehemt yildrim"}, {"gul sokak 12", "gul sk 12"}, {long, long[3:] + "x"}} {
		if n := testing.AllocsPerRun(100, func() {
			distance.Levenshtein(p[0], p[1])
			distance.OSA(p[0], p[1])
			distance.OSAAtMost(p[0], p[1], 2)
			distance.JaroWinkler(p[0], p[1])
		}); n != 0 {
			t.Errorf("%d letters: %v allocations", len(p[0]), n)
		}
	}
}

func TestMetrics(t *testing.T) {
	if _, ok := distance.Metric("soundex"); ok {
		t.Error("an unknown metric was found")
	}
	texts := []string{"", "a", "b", "ab", "ba", "aa", "mehmet", "mehemt", "ahmet", "ayse nur", "nur ayse", "12345", "12a"}
	r := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		a, b := randomPair(r, 30, "abc 1")
		texts = append(texts, a, b)
	}
	for _, name := range distance.MetricNames() {
		m, ok := distance.Metric(name)
		if !ok {
			t.Fatalf("metric %s has a name and no function", name)
		}
		for _, a := range texts {
			if m(a, a) != 1 {
				t.Errorf("%s(%q, itself) = %v", name, a, m(a, a))
			}
			for _, b := range texts {
				if s := m(a, b); !(s >= 0 && s <= 1) || s != m(b, a) {
					t.Fatalf("%s(%q, %q) = %v, back %v", name, a, b, s, m(b, a))
				}
			}
		}
		if m("mehmet", "mehemt") <= m("mehmet", "zzzz") {
			t.Errorf("%s does not tell a typo from another word", name)
		}
	}
}

// The pairs of the benchmarks: a name, a full name, an address.
var benchPairs = []struct{ name, a, b string }{
	{"9", "yildirim", "yildrimi"},
	{"17", "mehmet ali yilmaz", "mehemt alli yilma"},
	{"60", "bahcelievler mahallesi gul sokak no 12 daire 5 kadikoy istan", "bahcelievler mh gul sk no 12 d 5 kadikoy istanbul turkiye tr"},
}

func BenchmarkDistance(b *testing.B) {
	strutilLev, strutilJW := metrics.NewLevenshtein(), metrics.NewJaroWinkler()
	for _, f := range []struct {
		name string
		run  func(a, b string)
	}{
		{"Levenshtein", func(a, b string) { distance.Levenshtein(a, b) }},
		{"OSA", func(a, b string) { distance.OSA(a, b) }},
		{"OSAAtMost1", func(a, b string) { distance.OSAAtMost(a, b, 1) }},
		{"JaroWinkler", func(a, b string) { distance.JaroWinkler(a, b) }},
		{"strutil/Levenshtein", func(a, b string) { strutilLev.Compare(a, b) }},
		{"strutil/JaroWinkler", func(a, b string) { strutilJW.Compare(a, b) }},
		{"agnivade/Levenshtein", func(a, b string) { levenshtein.ComputeDistance(a, b) }},
	} {
		for _, p := range benchPairs {
			b.Run(f.name+"/"+p.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f.run(p.a, p.b)
				}
			})
		}
	}
}
