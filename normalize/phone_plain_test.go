package normalize

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/nyaruka/phonenumbers"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
)

// TestPlainPhones holds the short way through usual cells against the scanner,
// which reads any.
func TestPlainPhones(t *testing.T) {
	numbers := []string{
		"0532 001 27 38", "05320012738", "5320012738", "+90 532 001 27 38", "+905320012738", "(0212) 001 27 38", "0(532) 001 27 38", "0.212.001.27.38",
		"0532-001-27-38", "90 532 001 27 38", "+90 (212) 001 27 38", "0850 001 27 38", "0555 555 55 55", "0532 123 45 67", "0212 444 03 75", "0512 001 27 38",
		"0900 001 27 38", "0392 001 27 38", "0533 801 27 38", "0580 001 27 38",
	}
	fronts := []string{"", "Tel: ", "Tel:", "TEL.", "Cep Tel: ", "İş: ", "Ev Tel ", "Fax: ", "WhatsApp ", "GSM:", "tel:", "Faks No: "}
	backs := []string{"", " dahili 12", " (dahili: 12)", " dah.12", " x12", " #12", " pbx", " (PBX)", " santral", " Dahili: 1234", ", dahili 5"}
	signs := []string{" / ", "/", ", ", ";", "; ", " - ", "\n", " | "}
	seen := 0
	check := func(s string) {
		var got PhoneCell
		if p, ok := onePhone(s, ""); ok {
			got = PhoneCell{Status: p.Status, Flags: p.Flags, Values: []Phone{p}}
		} else if got, ok = severalPhones(s, ""); !ok {
			return
		}
		seen++
		if diff := cmp.Diff(scanPhones(s, PhoneHint{}, ""), got); diff != "" {
			t.Errorf("%q (-scanned +plain):\n%s", s, diff)
		}
	}
	for i, n := range numbers {
		for _, f := range fronts {
			check(f + n)
		}
		for _, b := range backs {
			check(n + b)
		}
		for k, s := range signs {
			check(n + s + numbers[(i+k)%len(numbers)])
			check(n + s + numbers[(i+k+3)%len(numbers)] + s + numbers[(i+7)%len(numbers)])
		}
	}
	for _, s := range phoneCorpus(t) {
		check(s)
	}
	if seen < 700 {
		t.Errorf("only %d cells were plain", seen)
	}
}

// phoneCorpus returns cells of vectors and of what fuzzing found.
func phoneCorpus(t *testing.T) (cells []string) {
	for _, file := range []string{"testdata/phones.tsv", "testdata/siblings/phones.tsv"} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			cells = append(cells, strings.Split(line, "\t")...)
		}
	}
	kept, err := fuzzcorpus.Read("testdata/corpus/FuzzParsePhones.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range kept {
		cells = append(cells, c[0].(string))
	}
	return cells
}

// TestForeignMobiles holds the table of foreign mobiles against libphonenumber.
func TestForeignMobiles(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, m := range foreignMobiles {
		for prefix := range strings.SplitSeq(m.prefixes, " ") {
			for range 40 {
				d := m.code + prefix
				for len(d) < len(m.code)+m.digits {
					d += fmt.Sprint(rng.IntN(10))
				}
				num, err := phonenumbers.Parse("+"+d, "ZZ")
				if err != nil {
					t.Fatal(err)
				}
				got, ok := foreignMobile([]byte(d))
				if diff := cmp.Diff(libraryPhone(num, nil), got); !ok || diff != "" {
					t.Errorf("%s (-library +table):\n%s", d, diff)
				}
			}
		}
	}
}
