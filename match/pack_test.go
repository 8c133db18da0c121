package match_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// packed returns the profiles of synthetic records with their packed forms.
func packed(t testing.TB, n int) (*match.Builder, match.Packing, []*match.Profile, []string) {
	t.Helper()
	m := match.Shipped("tr", 1000)
	m.UniqueSources = []record.Source{"crm"}
	b := match.NewBuilder(match.NewInterner(m.Options(), m), m)
	k := match.NewPacking(m)
	if k == 0 {
		t.Fatal("the shipped model does not pack")
	}
	w, err := synth.Generate(synth.Config{Records: n})
	if err != nil {
		t.Fatal(err)
	}
	var profiles []*match.Profile
	var texts []string
	rnd := rand.New(rand.NewPCG(1, 1))
	for r := range w.Records() {
		// Half of the records with their values past, too.
		if rnd.IntN(2) == 0 {
			for _, v := range r.Values {
				if v.Field.IsList() {
					r.Past = append(r.Past, record.Past{Value: v, From: "2010-01-01", To: "2015-02-03"})
				}
			}
		}
		p := b.Profile(&r, normalize.NewFeatures(&r, m.Options()))
		profiles = append(profiles, p)
		texts = append(texts, string(k.Append(nil, p)))
	}
	return b, k, profiles, texts
}

func TestPacking(t *testing.T) {
	b, k, profiles, texts := packed(t, 3000)
	size := 0
	for i, want := range profiles {
		var got match.Profile
		if err := b.Unpack(k, &got, texts[i]); err != nil {
			t.Fatal(err)
		}
		// Names are shared: those of one interner are equal where the pointers are.
		d := cmp.Diff(want, &got, cmp.Comparer(func(a, b *match.Name) bool { return a == b }),
			cmpopts.EquateEmpty(), cmp.AllowUnexported(normalize.AddressForm{}))
		if d != "" {
			t.Fatalf("record %d (-made +unpacked)\n%s", i, d)
		}
		size += len(texts[i])
	}
	t.Logf("%d bytes a profile", size/len(texts))
	other := *match.Shipped("tr", 1000)
	other.UniqueSources = []record.Source{"web"}
	if err := b.Unpack(match.NewPacking(&other), new(match.Profile), texts[0]); !errors.Is(err, match.ErrOtherPacking) {
		t.Errorf("under another packing: %v", err)
	}
}

func FuzzUnpack(f *testing.F) {
	b, k, _, texts := packed(f, 50)
	for _, s := range texts {
		f.Add(s[4:])
	}
	f.Fuzz(func(t *testing.T, s string) {
		var p match.Profile
		if b.Unpack(k, &p, string(k.Append(nil, &match.Profile{})[:4])+s) != nil {
			return
		}
		var again match.Profile
		if err := b.Unpack(k, &again, string(k.Append(nil, &p))); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkUnpack(b *testing.B) {
	bu, k, _, texts := packed(b, 3000)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		var p match.Profile
		if err := bu.Unpack(k, &p, texts[i%len(texts)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
