package normalize_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tekil-id/tekil/normalize"
)

const ownWords = `# words of a shop in İzmir
[given_names]
Zorbaq = F
Tanay  = U

[surnames]
Vuqar
[name_variants]
Zorbak = Zorbaq   # as the call centre hears it
[noise_words]
Banko
[neighbourhoods]
İzmir/Konak/Yelkenli
[role_mailboxes]
bilet
`

func TestParseDictionary(t *testing.T) {
	got, err := normalize.ParseDictionary([]byte("\uFEFF" + strings.ReplaceAll(ownWords, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	want := &normalize.Dictionary{
		GivenNames: map[string]string{"Zorbaq": "F", "Tanay": "U"}, Surnames: []string{"Vuqar"}, NameVariants: map[string]string{"Zorbak": "Zorbaq"},
		NoiseWords: []string{"Banko"}, Neighbourhoods: []string{"İzmir/Konak/Yelkenli"}, RoleMailboxes: []string{"bilet"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(normalize.Dictionary{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := got.Validate(); err != nil {
		t.Error(err)
	}
}

// TestDictionaryChangesParsing shows each kind of word at work: without the
// dictionary the answer is another.
func TestDictionaryChangesParsing(t *testing.T) {
	d, err := normalize.ParseDictionary([]byte(ownWords))
	if err != nil {
		t.Fatal(err)
	}
	o := &normalize.Options{Dictionary: d}
	name := func(s string) func(*normalize.Options) string {
		return func(o *normalize.Options) string {
			n := normalize.ParseName(s, normalize.NameHint{}, o)
			return string(n.Kind) + " " + n.Key + " " + string(n.Gender)
		}
	}
	given := func(a, b string) func(*normalize.Options) string {
		return func(o *normalize.Options) string {
			return string(normalize.CompareGiven(normalize.NewGivenForm(a, o), normalize.NewGivenForm(b, o)))
		}
	}
	for _, c := range []struct {
		what          string
		answer        func(*normalize.Options) string
		without, with string
	}{
		{"gender of an own name", name("Zorbaq Yılmaz"), "person zorbaq|yilmaz ?", "person zorbaq|yilmaz F"},
		{"own name of both sexes", name("Tanay Yılmaz"), "", "person tanay|yilmaz U"},
		{"order by own names", name("Vuqar Zorbaq"), "person vuqar|zorbaq ?", "person zorbaq|vuqar F"},
		{"own variant", given("Zorbak", "Zorbaq"), "", "variant"},
		{"own noise word", name("BANKO"), "person banko| ?", "noise  "},
		{"own neighbourhood", func(o *normalize.Options) string {
			a := normalize.ParseAddress("Yelkenli Gül Sok. No:5 Konak/İzmir", normalize.AddressHint{}, o)
			return a.Mahalle + "|" + a.Sokak
		}, "", "Yelkenli|Gül"},
		{"own role mailbox", func(o *normalize.Options) string {
			return normalize.ParseEmails("bilet@firma.com.tr", o).Values[0].Class
		}, "personal_org", "role"},
	} {
		with, without := c.answer(o), c.answer(nil)
		if with != c.with {
			t.Errorf("%s: got %q, want %q", c.what, with, c.with)
		}
		if c.without != "" && without != c.without || without == with {
			t.Errorf("%s: without the dictionary got %q, want %q", c.what, without, c.without)
		}
	}
}

func TestDictionaryMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"Ali = M":                             `1: bad dictionary: "Ali = M" stands before the first section`,
		"\n[names]\n":                         `2: bad dictionary: no section [names]; there are given_names,`,
		"[surnames\nKaya":                     `1: bad dictionary: no section [surnames;`,
		"[given_names]\nZorbaq = K":           `2: bad dictionary: given_names: gender "K" of "Zorbaq" is not one of M, F, U`,
		"[given_names]\nZorbaq":               `2: bad dictionary: given_names: "Zorbaq" lacks a = and a value`,
		"[given_names]\nA = M\nA = F":         `3: bad dictionary: given_names: "A" is "M" and "F"`,
		"[name_variants]\nZorbak =":           `2: bad dictionary: name_variants: "" holds no Latin letter`,
		"[noise_words]\n***":                  `2: bad dictionary: noise_words: "***" holds no Latin letter`,
		"[neighbourhoods]\nYelkenli":          `2: bad dictionary: neighbourhoods: "Yelkenli" is not il/ilçe/mahalle`,
		"[neighbourhoods]\nİzmit/Qqq/Liman":   `2: bad dictionary: neighbourhoods: "İzmit/Qqq/Liman": `,
		"[neighbourhoods]\nİzmir/Qqqqq/Liman": `2: bad dictionary: neighbourhoods: "İzmir/Qqqqq/Liman": İzmir has no ilçe "Qqqqq"`,
		"[role_mailboxes]\nbilet@firma.com":   `2: bad dictionary: role_mailboxes: "bilet@firma.com" is no part of a mailbox before the @`,
		"[surnames]\n\xff\xfe":                `2: bad dictionary: "\xff\xfe" is not UTF-8`,
	} {
		_, err := normalize.ParseDictionary([]byte(text))
		if !errors.Is(err, normalize.ErrDictionary) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	if err := (&normalize.Dictionary{GivenNames: map[string]string{"Zorbaq": "x"}}).Validate(); !errors.Is(err, normalize.ErrDictionary) {
		t.Errorf("Validate: %v", err)
	}
}

func TestLoadDictionary(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.txt")
	if _, err := normalize.LoadDictionary(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if err := os.WriteFile(path, []byte("[surnames]\nVuqar\n[oops]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := normalize.LoadDictionary(path); err == nil || !strings.HasPrefix(err.Error(), path+":3: ") {
		t.Errorf("the error does not name the place: %v", err)
	}
}

// TestDictionaryOfTheGuide reads the dictionary that docs/turkish.md shows.
func TestDictionaryOfTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../docs/turkish.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(guide), "```\n# words.txt")
	text, _, closed := strings.Cut(text, "```")
	if !found || !closed {
		t.Fatal("docs/turkish.md shows no words.txt")
	}
	d, err := normalize.ParseDictionary([]byte("#" + text))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.GivenNames) != 1 || len(d.Neighbourhoods) != 1 || len(d.RoleMailboxes) != 1 {
		t.Errorf("%+v", d)
	}
}
