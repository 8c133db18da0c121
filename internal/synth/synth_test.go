package synth_test

import (
	"bytes"
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/record"
)

func generate(t testing.TB, cfg synth.Config) *synth.World {
	t.Helper()
	w, err := synth.Generate(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func files(t *testing.T, cfg synth.Config) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := synth.WriteCSV(dir, cfg); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range []string{"customers.csv", "truth.csv", "traps.csv"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(b)
	}
	return out
}

func TestSameSeedSameBytes(t *testing.T) {
	for _, setting := range []string{"default", "heldout"} {
		cfg := synth.Config{Records: 3000, Seed: 7, Setting: setting, Hard: true}
		a, b := files(t, cfg), files(t, cfg)
		if !maps.Equal(a, b) {
			t.Errorf("%s: the same seed gave other files", setting)
		}
		cfg.Seed = 8
		if c := files(t, cfg); c["customers.csv"] == a["customers.csv"] {
			t.Errorf("%s: another seed gave the same customers", setting)
		}
	}
}

func TestRecordCountAndDuplicateShare(t *testing.T) {
	for _, setting := range []string{"default", "heldout"} {
		for _, n := range []int{1, 300, 8000} {
			for _, asked := range []float64{0.01, 0.3, 0.6} {
				for _, hard := range []bool{false, true} {
					w := generate(t, synth.Config{Records: n, Seed: 3, Duplicates: asked, Setting: setting, Hard: hard})
					records, people := 0, map[synth.EntityID]bool{}
					for _, e := range w.Records() {
						records++
						people[e] = true
					}
					if records != n {
						t.Errorf("%s: %d records, want %d", setting, records, n)
					}
					got := 1 - float64(len(people))/float64(records)
					if slack := 0.002 + 2/math.Sqrt(float64(n))*0.25; n > 1 && math.Abs(got-asked) > slack {
						t.Errorf("%s n=%d hard=%v: duplicate share %.3f, want %.3f", setting, n, hard, got, asked)
					}
				}
			}
		}
	}
}

func validTCKN(s string) bool {
	if len(s) != 11 || s[0] == '0' {
		return false
	}
	var d [11]int
	for i := range d {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		d[i] = int(s[i] - '0')
	}
	odd, even := d[0]+d[2]+d[4]+d[6]+d[8], d[1]+d[3]+d[5]+d[7]
	return ((7*odd-even)%10+10)%10 == d[9] && (odd+even+d[9])%10 == d[10]
}

// A clean national id belongs to one person. Slips of the fingers may, very
// seldom, make the valid number of a neighbour on the register's page; so the
// test looks at numbers that two records of a person agree on.
func TestNationalIDs(t *testing.T) {
	for _, setting := range []string{"default", "heldout"} {
		w := generate(t, synth.Config{Records: 20_000, Seed: 5, Setting: setting, Duplicates: 0.5})
		seen := map[string]map[synth.EntityID]int{}
		total, valid := 0, 0
		for r, e := range w.Records() {
			id := strings.ReplaceAll(r.First(record.NationalID), " ", "")
			if id == "" {
				continue
			}
			total++
			if !validTCKN(id) {
				continue
			}
			valid++
			if seen[id] == nil {
				seen[id] = map[synth.EntityID]int{}
			}
			seen[id][e]++
		}
		for id, holders := range seen {
			agreed := 0
			for _, n := range holders {
				if n > 1 {
					agreed++
				}
			}
			if agreed == 0 || strings.Count(id, id[:1]) >= 10 || id == "12345678950" {
				continue // slips, and placeholders
			}
			if p := id[:2]; (p < "80" || p > "96") && p != "99" {
				t.Errorf("%s: a national id starts with %s", setting, p)
			}
			if agreed > 1 {
				t.Errorf("%s: %d people hold one national id", setting, agreed)
			}
		}
		if share := float64(valid) / float64(total); total < 5000 || share < 0.93 {
			t.Errorf("%s: %.3f of %d national ids are valid", setting, share, total)
		}
	}
}

func TestRecordKeysAreUnique(t *testing.T) {
	w := generate(t, synth.Config{Records: 40_000, Seed: 1})
	seen := make(map[record.ID]bool, 40_000)
	for r := range w.Records() {
		if seen[r.ID] || r.ID == "" || r.Source == "" {
			t.Fatalf("record id %q of source %q is empty or repeated", r.ID, r.Source)
		}
		seen[r.ID] = true
	}
}

func TestTraps(t *testing.T) {
	for _, hard := range []bool{false, true} {
		w := generate(t, synth.Config{Records: 30_000, Seed: 2, Hard: hard})
		entity := map[record.Key]synth.EntityID{}
		for r, e := range w.Records() {
			entity[r.Key] = e
		}
		kinds := map[string]int{}
		for trap := range w.Traps() {
			kinds[trap.Kind]++
			a, b := entity[trap.A], entity[trap.B]
			if a == "" || b == "" || a == b {
				t.Fatalf("trap %v: entities %q and %q", trap, a, b)
			}
		}
		for _, kind := range []string{"spouses", "siblings", "twins", "father_son", "guardian", "namesake", "recycled_line"} {
			if kinds[kind] < 10 {
				t.Errorf("hard %v: %d traps of kind %s: %v", hard, kinds[kind], kind, kinds)
			}
		}
	}
}

func TestWithout(t *testing.T) {
	cfg := synth.Config{Records: 2000, Seed: 4, Without: []record.Field{record.NationalID, record.Address}}
	header, rest, _ := strings.Cut(files(t, cfg)["customers.csv"], "\n")
	for _, f := range []string{"national_id", "address", "city", "street"} {
		if slices.Contains(strings.Split(header, ","), f) {
			t.Errorf("the header has %s", f)
		}
	}
	if !strings.Contains(header, "mobile") || strings.Count(rest, "\n") != 2000 {
		t.Errorf("header %s and %d lines", header, strings.Count(rest, "\n"))
	}
	for r := range generate(t, cfg).Records() {
		if tax := r.First(record.TaxID); len(tax) == 11 {
			t.Fatal("a sole trader's tax number gives away his national id")
		}
	}
}

// The commonest names come out with about their share of the nation.
func TestNobodySharesAGmailAccount(t *testing.T) {
	for domain, written := range map[string]bool{"gmail.com": false, "hotmail.com": true} {
		mails := synth.UnusedMails(domain, "ayse.ocal", "ayseocal", "ayse.ocal")
		if got := mails[1] == "ayseocal@"+domain; got != written {
			t.Errorf("beside %s, ayseocal is handed out as %s", mails[0], mails[1])
		}
		if mails[2] == mails[0] {
			t.Errorf("two people have %s", mails[0])
		}
	}
}

func TestNameFrequencies(t *testing.T) {
	w := generate(t, synth.Config{Records: 40_000, Seed: 6, Duplicates: 0.01})
	given, surname, n := map[string]int{}, map[string]int{}, 0
	for r := range w.Records() {
		if r.Source != "crm" || r.First(record.LastName) == "" {
			continue
		}
		first, _, _ := strings.Cut(r.First(record.FirstName), " ")
		given[first]++
		surname[r.First(record.LastName)]++
		n++
	}
	for name, want := range map[string]float64{"MEHMET": 0.015, "FATMA": 0.0137} {
		if got := float64(given[name]) / float64(n); got < want*0.6 || got > want*1.8 {
			t.Errorf("share of %s = %.4f, want about %.4f", name, got, want)
		}
	}
	for name, want := range map[string]float64{"YILMAZ": 0.0137, "KAYA": 0.0105, "DEMİR": 0.0102} {
		if got := float64(surname[name]) / float64(n); got < want*0.6 || got > want*1.5 {
			t.Errorf("share of %s = %.4f, want about %.4f", name, got, want)
		}
	}
	if len(surname) < n/6 {
		t.Errorf("%d surnames among %d people: the tail is missing", len(surname), n)
	}
}

func TestHardIsHarder(t *testing.T) {
	count := func(hard bool) (ids, births int) {
		for r := range generate(t, synth.Config{Records: 5000, Seed: 9, Hard: hard}).Records() {
			if r.First(record.NationalID) != "" {
				ids++
			}
			if r.First(record.BirthDate) != "" {
				births++
			}
		}
		return ids, births
	}
	ids, births := count(false)
	hardIDs, hardBirths := count(true)
	if hardIDs > ids*7/10 || hardBirths > births*7/10 {
		t.Errorf("national ids %d, hard %d; birth dates %d, hard %d", ids, hardIDs, births, hardBirths)
	}
}

func TestHouseholds(t *testing.T) {
	truth := files(t, synth.Config{Records: 5000, Seed: 1})["truth.csv"]
	people := map[string]map[string]bool{}
	for i, line := range strings.Split(strings.TrimSpace(truth), "\n") {
		c := strings.Split(line, ",")
		if i == 0 || c[4] == "" {
			continue
		}
		if people[c[4]] == nil {
			people[c[4]] = map[string]bool{}
		}
		people[c[4]][c[2]] = true
	}
	several := 0
	for _, p := range people {
		if len(p) > 1 {
			several++
		}
	}
	if several < 300 {
		t.Errorf("%d households with two customers or more, of %d", several, len(people))
	}
}

func TestConfigErrors(t *testing.T) {
	for _, cfg := range []synth.Config{
		{Records: -1}, {Duplicates: 0.7}, {Duplicates: 0.001}, {Setting: "easy"},
		{Without: []record.Field{"shoe_size"}}, {Without: []record.Field{record.RecordID}},
	} {
		if _, err := synth.Generate(cfg); !errors.Is(err, synth.ErrConfig) {
			t.Errorf("Generate(%+v) = %v, want ErrConfig", cfg, err)
		}
		if err := synth.WriteCSV(t.TempDir(), cfg); !errors.Is(err, synth.ErrConfig) {
			t.Errorf("WriteCSV(%+v) = %v, want ErrConfig", cfg, err)
		}
	}
}

func TestRecordsStopEarly(t *testing.T) {
	n := 0
	for range generate(t, synth.Config{Records: 1000}).Records() {
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("%d records", n)
	}
}

func TestCSVIsUTF8(t *testing.T) {
	for name, text := range files(t, synth.Config{Records: 3000, Seed: 11, Setting: "heldout"}) {
		if !bytes.Equal([]byte(strings.ToValidUTF8(text, "")), []byte(text)) {
			t.Errorf("%s is not UTF-8", name)
		}
	}
}

func BenchmarkWriteCSV(b *testing.B) {
	for b.Loop() {
		if err := synth.WriteCSV(b.TempDir(), synth.Config{Records: 100_000, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
