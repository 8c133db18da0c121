package normalize_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

// TestAddressPartsInAnyOrder: the parts of an address may stand in any order,
// with or without commas.
func TestAddressPartsInAnyOrder(t *testing.T) {
	parts := []string{"Caferağa Mah.", "Moda Cad.", "No:12/A", "Kat:3", "D:5", "34710", "Kadıköy/İstanbul"}
	want := normalize.ParseAddress(strings.Join(parts, " "), normalize.AddressHint{}, nil)
	if want.Key != "istanbul|kadikoy|caferaga||moda|||||12/a|5" {
		t.Fatalf("key %q", want.Key)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		p := append([]string(nil), parts...)
		rng.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
		s := strings.Join(p, [...]string{" ", ", ", " , "}[rng.IntN(3)])
		if got := normalize.ParseAddress(s, normalize.AddressHint{}, nil); got.Key != want.Key || got.Posta != want.Posta || got.Kat != want.Kat {
			t.Fatalf("%q: key %q, want %q (flags %v)", s, got.Key, want.Key, got.Flags)
		}
	}
}

// addressPieces are what lines of addresses are made of.
var addressPieces = strings.Split("Barbaros|Gül|Atatürk|19|Mayıs|1234|12|5|A|B|Mah.|Mahallesi|Sok.|Sokak|Cad.|Bulvarı|Bul.|Meydanı|Çıkmazı|Sitesi|Konutları|Blok|Apt.|İş|Merkezi|Plaza|"+
	"No:|No|D:|Daire|Kat|K:|Zemin|Bodrum|Köyü|Beldesi|Mevkii|karşısı|OSB|Organize|Sanayi|Bölgesi|Küme|Evler|Kadıköy|İstanbul|Ankara|Çankaya|Merkez|Bolu|Ulus|"+
	"34710|6420|,|/|-|:|.|(|)|P.K.|UAVT|1234567890|Türkiye|Şht.|Dr.|m.|c.|s.|nolu|İç|Dış|Kapı|Yeni|Mahalle|Ordu|Sinop|KKTC|Almanya|G?l|ilçesi|ili|Denizli|Adres|Posta|Kutusu|Kodu", "|")

// TestAddressCanonicalKeepsKey: whatever is thrown together, the canonical form
// of an address has the address's key.
func TestAddressCanonicalKeepsKey(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	bad := 0
	for range 60000 {
		var words []string
		for range 1 + rng.IntN(12) {
			words = append(words, addressPieces[rng.IntN(len(addressPieces))])
		}
		s := strings.Join(words, [...]string{" ", " ", ""}[rng.IntN(3)])
		a := normalize.ParseAddress(s, normalize.AddressHint{}, nil)
		again := normalize.ParseAddress(a.Canonical, normalize.AddressHint{}, nil)
		if a.Key != again.Key {
			if bad++; bad < 40 {
				t.Errorf("%q: key %q, but its canonical form %q has %q", s, a.Key, a.Canonical, again.Key)
			}
		}
	}
	if bad > 0 {
		t.Errorf("%d lines changed their key", bad)
	}
}
