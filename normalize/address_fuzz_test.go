package normalize_test

import (
	"testing"
	"unicode/utf8"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

// FuzzParseAddress: no text makes the parser panic; the canonical form has the
// key that it was made from; an address stands to another as that to it, and
// equal keys are one door.
func FuzzParseAddress(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, row := range testkit.Rows(f, "testdata/addresses.tsv") {
		f.Add(row["input"], row["input2"])
	}
	for _, row := range testkit.Rows(f, "testdata/addresses_challenge.psv") {
		f.Add(row["text"], "")
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		a := normalize.ParseAddress(s, normalize.AddressHint{}, nil)
		again := normalize.ParseAddress(a.Canonical, normalize.AddressHint{}, nil)
		if a.Key != again.Key {
			t.Errorf("%q: key %q, but its canonical form %q has %q", s, a.Key, a.Canonical, again.Key)
		}
		if utf8.ValidString(s) && !utf8.ValidString(a.Canonical+a.Rest+a.Key) {
			t.Errorf("%q: not UTF-8: %q %q", s, a.Canonical, a.Rest)
		}
		b := normalize.ParseAddress(other, normalize.AddressHint{City: "İstanbul"}, nil)
		ab, ba := normalize.CompareAddresses(&a, &b), normalize.CompareAddresses(&b, &a)
		if ab != ba {
			t.Errorf("%q and %q: %s, but turned round %s", s, other, ab, ba)
		}
		fa, fg, fb := normalize.NewAddressForm(&a), normalize.NewAddressForm(&again), normalize.NewAddressForm(&b)
		if a.Key != "" && a.Key == b.Key && a.Kat == b.Kat && (fa.DoorKey() != fb.DoorKey() || fa.StreetKey() != fb.StreetKey()) {
			t.Errorf("%q and %q have the key %q and other hashes", s, other, a.Key)
		}
		if fa.DoorKey() != fg.DoorKey() || fa.StreetKey() != fg.StreetKey() {
			t.Errorf("%q: keys differ from those of its canonical form %q", s, a.Canonical)
		}
	})
}
