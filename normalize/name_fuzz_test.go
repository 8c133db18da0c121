package normalize_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/normalize"
)

// stable checks that a parsed name is parsed alike when it is read again.
func stable(t rapid.TB, raw string) {
	t.Helper()
	n := normalize.ParseName(raw, normalize.NameHint{}, nil)
	if n.Confidence < 0 || n.Confidence > 1 {
		t.Errorf("%q: confidence %v", raw, n.Confidence)
	}
	if n.Kind != normalize.KindPerson || n.HasFlag("order_comma") && strings.Count(n.Display, " ") > 1 {
		return // of several words, only the comma says where the surname ends
	}
	if n.Given == "" && n.Prev != "" {
		return // two surnames and no given name
	}
	again := normalize.ParseName(n.Display, normalize.NameHint{GivenFirst: true}, nil)
	if again.Given != n.Given || again.Surname != n.Surname || again.Prev != n.Prev || again.Key != n.Key || again.Display != n.Display {
		t.Errorf("%q is [%s|%s|%s] %q, then [%s|%s|%s] %q %s %v", raw, n.Given, n.Prev, n.Surname, n.Key,
			again.Given, again.Prev, again.Surname, again.Key, again.Kind, again.Flags)
	}
}

func TestParseNameTwice(t *testing.T) {
	for _, r := range nameRows(t) {
		for _, s := range []string{r["input"], r["input2"]} {
			if !strings.HasPrefix(s, "given=") {
				stable(t, s)
			}
		}
		if r["op"] != "parse" || r["hint"] == "split" || r["exp_kind"] != "person" {
			continue
		}
		n := parseVector(r)
		if again := normalize.ParseName(n.Display, normalize.NameHint{}, nil); again.Key != n.Key {
			t.Errorf("%q is %q, then %q", r["input"], n.Key, again.Key)
		}
	}
}

func FuzzParseName(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, r := range nameRows(f) {
		f.Add(r["input"])
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := normalize.ParseName(s, normalize.NameHint{}, nil)
		if n.Confidence < 0 || n.Confidence > 1 {
			t.Errorf("%q: confidence %v", s, n.Confidence)
		}
		if n.Kind == normalize.KindNoise && n.Key != "" || n.Kind == normalize.KindEmpty && n.Key != "" {
			t.Errorf("%q is %s and has the key %q", s, n.Kind, n.Key)
		}
		if n.Key != normalize.Fold(n.Given)+"|"+normalize.Fold(n.Surname) && n.Kind == normalize.KindPerson && n.Key != "" {
			t.Errorf("%q: key %q of %q and %q", s, n.Key, n.Given, n.Surname)
		}
	})
}

// nameVocabulary makes names as people write them.
var nameVocabulary = struct{ front, words, signs, back []string }{
	front: []string{"", "", "", "Dr. ", "Sayın ", "Av. ", "PROF. DR. ", "Hacı ", "Bay "},
	words: []string{"Mehmet", "AYŞE", "Ali", "fatma", "Nur", "Yılmaz", "KAYA", "Demir", "Özmen", "Ugur", "Deniz", "Can", "Öz Türk",
		"Karaosmanoğlu", "M.", "Hüs.", "El Ahmad", "van der Berg", "Limon", "Xyz", "İbrahim", "IŞIK", "Isil", "O'Neil", "Su"},
	signs: []string{" ", " ", " ", " ", "-", ", ", "  "},
	back:  []string{"", "", "", " Bey", " (Kaya)", " İPTAL", " 2", " (Kadıköy)", ", Dr.", "***"},
}

func TestParseNameTwiceOnMadeNames(t *testing.T) {
	v := nameVocabulary
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		b.WriteString(rapid.SampledFrom(v.front).Draw(rt, "front"))
		for i := range rapid.IntRange(1, 4).Draw(rt, "words") {
			if i > 0 {
				b.WriteString(rapid.SampledFrom(v.signs).Draw(rt, "sign"))
			}
			b.WriteString(rapid.SampledFrom(v.words).Draw(rt, "word"))
		}
		b.WriteString(rapid.SampledFrom(v.back).Draw(rt, "back"))
		stable(rt, b.String())
	})
}

// FuzzCompareNames: a name stands to another as that to it; a whole name is no
// other than itself, nor than one of its key; exact names have one key.
func FuzzCompareNames(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, r := range nameRows(f) {
		f.Add(r["input"], r["input2"])
	}
	f.Fuzz(func(t *testing.T, s, u string) {
		for _, o := range []*normalize.Options{nil, {Locale: "en"}} {
			a := normalize.ParseName(s, normalize.NameHint{}, o)
			b := normalize.ParseName(u, normalize.NameHint{}, o)
			ab, ba := normalize.CompareNames(&a, &b, o), normalize.CompareNames(&b, &a, o)
			if ab.Relation != ba.Relation || strings.Join(ab.Flags, ";") != strings.Join(ba.Flags, ";") {
				t.Errorf("%q and %q: %v, the other way %v", s, u, ab, ba)
			}
			whole := a.Kind == normalize.KindPerson && normalize.Fold(a.Given) != "" && normalize.Fold(a.Surname) != ""
			if aa := normalize.CompareNames(&a, &a, o); whole && aa.Relation.Far() && aa.Relation != normalize.RelInitial {
				t.Errorf("%q and itself: %v", s, aa)
			}
			if whole && b.Kind == normalize.KindPerson && a.Key == b.Key && a.Prev == b.Prev && ab.Relation.Far() && ab.Relation != normalize.RelInitial {
				t.Errorf("%q and %q have the key %q and are %v", s, u, a.Key, ab)
			}
			if whole && ab.Relation == normalize.RelExact && a.Key != b.Key && strings.ReplaceAll(a.Key, " ", "") != strings.ReplaceAll(b.Key, " ", "") {
				t.Errorf("%q and %q are one name and have the keys %q and %q", s, u, a.Key, b.Key)
			}
		}
	})
}
