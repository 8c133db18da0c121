package synth_test

import (
	"testing"

	"github.com/tekil-id/tekil/internal/synth"
)

// distinct fails where draw gives a value twice in n draws.
func distinct(t *testing.T, name string, n int, draw func(i int) string) {
	t.Helper()
	seen := make(map[string]bool, n)
	for i := range n {
		s := draw(i)
		if seen[s] {
			t.Fatalf("%s: value number %d came before", name, i)
		}
		seen[s] = true
	}
}

func TestNumbersAreHandedOutOnce(t *testing.T) {
	const many = 120_000
	ns := synth.NewNumbers(12)
	distinct(t, "national", many, func(i int) string { return ns.National(uint64(i/16), i%16) })
	distinct(t, "foreign", many, func(int) string { return ns.Foreign() })
	distinct(t, "tax", many, func(int) string { return ns.Tax() })
	distinct(t, "mobile", 4*many, func(int) string { return ns.Mobile() })
	distinct(t, "landline", many, func(int) string { return ns.Landline(212) })
}

// A permutation repeats nothing as long as its step shares no factor with the
// size; these are all the steps and sizes in use.
func TestPermutationSteps(t *testing.T) {
	for _, p := range []struct{ step, size uint64 }{
		{6_180_341, 169_999_984 / 16}, {6_180_341, 9_999_999}, {618_033_989, 1_000_000_000},
		{7, 30}, {61_803, 100_000}, {48_271_007, 90_000_000}, {16_180_339, 9_000_000},
	} {
		if gcd(p.step, p.size) != 1 {
			t.Errorf("step %d and size %d share a factor", p.step, p.size)
		}
	}
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func TestNumbersAreValid(t *testing.T) {
	ns := synth.NewNumbers(3)
	for i := range 1000 {
		if id := ns.National(uint64(i), i%16); !validTCKN(id) || id[:2] < "80" || id[:2] > "96" {
			t.Fatalf("national id %d is not valid or out of range", i)
		}
		if id := ns.Foreign(); !validTCKN(id) || id[:2] != "99" {
			t.Fatalf("foreign id %d is not valid", i)
		}
		if m := ns.Mobile(); len(m) != 10 || m[0] != '5' || m[3:5] != "00" {
			t.Fatalf("mobile %q", m)
		}
		if l := ns.Landline(216); len(l) != 10 || l[:5] != "21600" {
			t.Fatalf("landline %q", l)
		}
	}
	// The worked examples of the check digit (turkish.md 3.2).
	for _, vkn := range []string{"7139021761", "7704249405", "6805196120", "5397372347", "0221563199"} {
		if !validVKN(vkn) {
			t.Errorf("the test's own check refuses %s", vkn)
		}
	}
	for range 1000 {
		if v := ns.Tax(); !validVKN(v) {
			t.Fatalf("tax number %s is not valid", v)
		}
	}
}

func validVKN(s string) bool {
	if len(s) != 10 {
		return false
	}
	sum := 0
	for i := range 9 {
		t := (int(s[i]-'0') + 10 - (i + 1)) % 10
		v := t * (1 << (10 - (i + 1))) % 9
		if t != 0 && v == 0 {
			v = 9
		}
		if t == 9 {
			v = 9
		}
		sum += v
	}
	return (10-sum%10)%10 == int(s[9]-'0')
}
