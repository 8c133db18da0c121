package normalize_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

// factRows reads a fact file beside the repository, without its header.
func factRows(t *testing.T, name string) [][]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "shared", "facts", name))
	if err != nil {
		t.Skipf("no fact files beside the repository: %v", err)
	}
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	if len(rows) == 0 {
		t.Fatal(name + " has no rows")
	}
	return rows
}

func cell(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

// TestGenderOfListedNames holds the sexes against TÜİK's yearly lists: names that
// they give one sex must have it in 96 of 100 cases, and never the other.
func TestGenderOfListedNames(t *testing.T) {
	all, right := 0, 0
	for _, r := range factRows(t, "given_names.tsv") {
		m, f := cell(r, 2) != "", cell(r, 3) != ""
		if m == f {
			continue
		}
		want := normalize.Female
		if m {
			want = normalize.Male
		}
		all++
		switch got, _ := normalize.GenderOf(normalize.Title(r[0])); got {
		case want:
			right++
		case normalize.Male, normalize.Female:
			t.Errorf("%s is %s, want %s", r[0], got, want)
		}
	}
	if right != listedNamesRight || all != listedNames {
		t.Errorf("%d of %d right; testdata/accuracy.txt says %d of %d", right, all, listedNamesRight, listedNames)
	}
	if right*100 < all*96 {
		t.Errorf("%d of %d right, want 96 in 100", right, all)
	}
}

func compareGivenNames(a, b string) normalize.NameRelation {
	return normalize.CompareGiven(normalize.NewGivenForm(a, nil), normalize.NewGivenForm(b, nil))
}

// TestNeighboursOfOtherSex: names one spelling apart whose sexes differ are
// never one name.
func TestNeighboursOfOtherSex(t *testing.T) {
	n, same, near := 0, 0, 0
	for _, r := range factRows(t, "spelling_neighbour_pairs.tsv") {
		rel := compareGivenNames(r[0], r[1])
		if m, f := cell(r, 3), cell(r, 4); m != "m" || f != "f" {
			if m != "f" || f != "m" {
				same++
				if rel == normalize.RelExact || rel == normalize.RelVariant {
					near++
				}
				continue
			}
		}
		n++
		if normalize.Fold(r[0]) != normalize.Fold(r[1]) && (rel == normalize.RelExact || rel == normalize.RelVariant) {
			t.Errorf("%s and %s (%s) are %s", r[0], r[1], r[2], rel)
		}
	}
	t.Logf("%d pairs of two sexes; of %d others %d are one name", n, same, near)
}

func TestDistinctNames(t *testing.T) {
	for _, r := range factRows(t, "name_distinct.tsv") {
		if rel := compareGivenNames(r[0], r[1]); rel != normalize.RelConflict {
			t.Errorf("%s and %s are %s", r[0], r[1], rel)
		}
	}
}

func TestNameVariantsOfFacts(t *testing.T) {
	for _, r := range factRows(t, "name_variants.tsv") {
		if rel := compareGivenNames(r[0], r[1]); string(rel) != r[2] {
			t.Errorf("%s and %s are %s, want %s", r[0], r[1], rel, r[2])
		}
	}
}

// TestCompoundNames: written joined or apart, it is one name.
func TestCompoundNames(t *testing.T) {
	for _, r := range factRows(t, "compound_names.tsv") {
		if rel := compareGivenNames(r[0], r[1]); rel != normalize.RelVariant && rel != normalize.RelExact {
			t.Errorf("%s and %s are %s", r[0], r[1], rel)
		}
	}
}

func TestTransliterations(t *testing.T) {
	bad, all := 0, 0
	for _, r := range factRows(t, "arabic_turkish.tsv") {
		turkish, _, _ := strings.Cut(r[0], "/")
		for _, form := range strings.Split(r[1], ",") {
			all++
			if rel := compareGivenNames(strings.TrimSpace(form), turkish); rel.Far() {
				bad++
				t.Logf("%s and %s are %s", form, turkish, rel)
			}
		}
	}
	if bad*50 > all {
		t.Errorf("%d of %d transliterations are not recognised", bad, all)
	}
}

func TestTitlesOfFacts(t *testing.T) {
	for _, r := range factRows(t, "titles.tsv") {
		for _, form := range strings.Split(r[1], ",") {
			n := normalize.ParseName(strings.TrimSpace(form)+" Mehmet Yılmaz", normalize.NameHint{}, nil)
			if strings.HasPrefix(cell(r, 2), "kin") {
				n = normalize.ParseName("Mehmet "+strings.TrimSpace(form), normalize.NameHint{}, nil)
				if n.Given != "Mehmet" {
					t.Errorf("Mehmet %s is %q", form, n.Display)
				}
				continue
			}
			if got := strings.Join(n.Titles, " "); got != r[0] || n.Display != "Mehmet Yılmaz" {
				t.Errorf("%s: titles %q want %q, name %q", form, got, r[0], n.Display)
			}
		}
	}
}

func TestNoiseOfFacts(t *testing.T) {
	for _, r := range factRows(t, "noise_words.tsv") {
		if r[0] == "missing" {
			continue
		}
		for _, form := range strings.Split(r[1], ",") {
			if n := normalize.ParseName(form, normalize.NameHint{}, nil); n.Kind != normalize.KindNoise {
				t.Errorf("%q is %s", form, n.Kind)
			}
		}
	}
}

func TestLegalFormsOfFacts(t *testing.T) {
	for _, r := range factRows(t, "legal_forms.tsv") {
		if r[0] == "sube" {
			continue
		}
		for _, form := range strings.Split(r[1], ",") {
			s := "Örnekköy " + form
			if form == "s.s." {
				s = "S.S. Örnekköy Yapı Koop."
			}
			n := normalize.ParseName(s, normalize.NameHint{}, nil)
			if n.Kind != normalize.KindCompany || n.LegalForm != r[0] {
				t.Errorf("%q is %s of form %q, want %q", s, n.Kind, n.LegalForm, r[0])
			}
		}
	}
}
