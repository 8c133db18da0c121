package normalize

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"testing"
)

// writtenAddress is an address of a real mahalle, ilçe and il with invented
// street and numbers.
type writtenAddress struct {
	mahalle, ilce, il, posta string
	village                  bool
	kind, street             string // kind is Sok., Cad. or Bulv.
	no, kat, daire           string
	site, blok, bina         string
}

var inventedStreets = strings.Split("Gül|Lale|Papatya|Atatürk|Cumhuriyet|İnönü|Şehit Ali Kaya|Mimar Sinan|Fatih|Hürriyet|Yunus Emre|Menekşe|Çınar|Kazım Karabekir|Fevzi Çakmak|"+
	"Bağdat|İstasyon|Okul|Değirmen|Uzun|Yeni|Eski Hamam|Gazi Osman Paşa|Turgut Özal|Adnan Menderes|Ihlamur|Işık|Üzüm|Ömer Seyfettin|Zübeyde Hanım|Karanfil|Ankara|İzmir|Trabzon|"+
	"19 Mayıs|30 Ağustos|100. Yıl|Dr. Sadık Ahmet|Nergis|Ferah|Çamlık|Kavak|Bahar|Yıldız|Huzur|1453|2|45|1234|6012|1234/5|27/1|105|Aliağa|Mustafa Kemal|Barbaros|Selimiye", "|")

func draw(rng *rand.Rand) writtenAddress {
	g := loadGazetteer()
	e := &g.entries[rng.IntN(len(g.entries))]
	for e.parent != 0 { // quarters of villages have a form of their own
		e = &g.entries[rng.IntN(len(g.entries))]
	}
	d := &g.districts[e.district]
	p := provinceTable[d.plate-1]
	w := writtenAddress{mahalle: g.names.name(e.name), ilce: d.name, il: p.Name, posta: fmt.Sprintf("%s%03d", p.Plate, e.postcode), village: e.village}
	w.street = inventedStreets[rng.IntN(len(inventedStreets))]
	w.kind = [...]string{"Sok.", "Sok.", "Cad.", "Bulv."}[rng.IntN(4)]
	w.no, w.daire, w.kat = fmt.Sprint(1+rng.IntN(180)), fmt.Sprint(1+rng.IntN(40)), fmt.Sprint(1+rng.IntN(12))
	if rng.IntN(4) == 0 {
		w.no += "/" + string(rune('A'+rng.IntN(3)))
	}
	w.site = [...]string{"Güneş", "Mavi Göl", "Yeşil Vadi", "Ata"}[rng.IntN(4)]
	w.blok = [...]string{"A", "B", "C2", "D"}[rng.IntN(4)]
	w.bina = [...]string{"Çınar", "Umut", "Kaya Bey", "Özlem"}[rng.IntN(4)]
	return w
}

// writtenForm writes an address in one of the ways in which people do, and says
// what cannot be read from it: w without the parts that it leaves out.
type writtenForm struct {
	name  string
	write func(w *writtenAddress, rng *rand.Rand) string
	least float64 // the share that must be read right, in 100
}

func (w *writtenAddress) line() string { // the usual one, which others change
	return w.mahalle + " Mah. " + w.streetLine() + " No:" + w.no + " D:" + w.daire + " " + w.ilce + "/" + w.il
}

func (w *writtenAddress) streetLine() string {
	if w.street[len(w.street)-1] <= '9' {
		return w.street + ". " + w.kind
	}
	return w.street + " " + w.kind
}

func (w *writtenAddress) drop(parts ...*string) {
	for _, p := range parts {
		*p = ""
	}
}

var otherKinds = map[string][]string{
	"Sok.": {"Sk.", "Sok", "Sokak", "Sokağı", "SOK.", "sk", "Sk"}, "Cad.": {"Cd.", "Cad", "Caddesi", "Cadde", "cd", "CAD."}, "Bulv.": {"Blv.", "Bulvarı", "Bul.", "Bulvar", "blv"},
}

var writtenForms = []writtenForm{
	{"plain", func(w *writtenAddress, _ *rand.Rand) string { return w.noKat().line() }, 98},
	{"abbreviations", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		k := otherKinds[w.kind]
		mah := [...]string{"Mh.", "Mahallesi", "mah", "Mah", "MAH.", "Mahalle", "mh"}[rng.IntN(7)]
		no := [...]string{"No ", "No: ", "N:", "Nu:", "Numara ", "N°", "no.", "NO:", "No. "}[rng.IntN(9)]
		flat := [...]string{"Daire ", "Daire:", "D.", "d:", "Da:", "D: ", "Daire No:", "Dai. ", "DAİRE:"}[rng.IntN(9)]
		s := strings.Replace(w.line(), w.streetLine(), strings.TrimSuffix(w.streetLine(), w.kind)+k[rng.IntN(len(k))], 1)
		s = strings.Replace(s, " Mah. ", " "+mah+" ", 1)
		s = strings.Replace(s, " No:", " "+no, 1)
		return strings.Replace(s, " D:", " "+flat, 1)
	}, 97},
	{"capitals", func(w *writtenAddress, _ *rand.Rand) string { return Upper(w.noKat().line()) }, 97},
	{"ascii_capitals", func(w *writtenAddress, _ *rand.Rand) string { return strings.ToUpper(asciiOf(w.noKat().line())) }, 95},
	{"ascii", func(w *writtenAddress, _ *rand.Rand) string { return asciiOf(w.noKat().line()) }, 95},
	{"small", func(w *writtenAddress, _ *rand.Rand) string { return Lower(w.noKat().line()) }, 97},
	{"no_marks", func(w *writtenAddress, _ *rand.Rand) string {
		w.noKat()
		w.no = strings.TrimRight(w.no, "/ABC")
		return strings.NewReplacer(".", "", ":", " ", "/", " ").Replace(w.keepSlash().line())
	}, 95},
	{"glued", func(w *writtenAddress, _ *rand.Rand) string {
		return Upper(strings.NewReplacer(" Mah. ", " Mah.", w.kind+" ", w.kind, " No:", "No:", " D:", " D:").Replace(w.noKat().line()))
	}, 95},
	{"glued_words", func(w *writtenAddress, _ *rand.Rand) string {
		w.noKat()
		return strings.NewReplacer(" Mah. ", "Mah. ", " "+w.kind, w.kind).Replace(w.line())
	}, 80},
	{"street_first", func(w *writtenAddress, _ *rand.Rand) string {
		w.noKat()
		return w.streetLine() + " No:" + w.no + " D:" + w.daire + " " + w.mahalle + " Mah. " + w.ilce + " " + w.il
	}, 97},
	{"place_first", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		place := [...]string{w.il + " " + w.ilce + " ", w.il + "/" + w.ilce + " ", w.ilce + "/" + w.il + " ", w.ilce + " " + w.il + ", ", w.il + ", " + w.ilce + ", ", w.ilce + " / " + w.il + " - "}[rng.IntN(6)]
		return place + w.mahalle + " Mah. " + w.streetLine() + " No:" + w.no + " D:" + w.daire
	}, 95},
	{"reversed", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		return "D:" + w.daire + " No:" + w.no + " " + w.streetLine() + " " + w.mahalle + " Mah. " + w.ilce + " " + w.il
	}, 97},
	{"commas", func(w *writtenAddress, rng *rand.Rand) string {
		parts := []string{w.mahalle + " Mah.", w.streetLine(), "No:" + w.no, "Kat:" + w.kat, "D:" + w.daire, w.posta, w.ilce + "/" + w.il}
		rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		return w.noBuilding(strings.Join(parts, ", "))
	}, 97},
	{"shuffled", func(w *writtenAddress, rng *rand.Rand) string {
		parts := []string{w.mahalle + " Mah.", w.streetLine(), "No:" + w.no, "Kat:" + w.kat, "D:" + w.daire, w.posta, w.ilce + "/" + w.il}
		rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		return w.noBuilding(strings.Join(parts, " "))
	}, 90},
	{"slash_door", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		w.no = strings.TrimRight(w.no, "/ABC")
		return w.mahalle + " Mah. " + w.streetLine() + [...]string{" No:", " "}[rng.IntN(2)] + w.no + "/" + w.daire + " " + w.ilce + "/" + w.il
	}, 97},
	{"floor", func(w *writtenAddress, rng *rand.Rand) string {
		w.noBuilding("")
		floor := [...]string{"Kat:" + w.kat + " D:" + w.daire, "K:" + w.kat + " D:" + w.daire, w.kat + ". Kat Daire " + w.daire, w.kat + ". Kat " + w.daire + ". Daire", w.kat + " Kat " + w.daire + " Daire",
			"Kat " + w.kat + " No:" + w.daire, "D:" + w.daire + " Kat:" + w.kat, "K." + w.kat + " D." + w.daire, "K" + w.kat + " D" + w.daire, w.kat + ".Kat D:" + w.daire, "kat " + w.kat + " daire " + w.daire}[rng.IntN(11)]
		w.posta = ""
		return w.mahalle + " Mah. " + w.streetLine() + " No:" + w.no + " " + floor + " " + w.ilce + "/" + w.il
	}, 95},
	{"postcode", func(w *writtenAddress, rng *rand.Rand) string {
		posta := w.posta
		w.noKat()
		w.posta = posta
		s := w.mahalle + " Mah. " + w.streetLine() + " No:" + w.no + " D:" + w.daire
		return [...]string{s + " " + posta + " " + w.ilce + "/" + w.il, posta + " " + s + " " + w.ilce + "/" + w.il, s + " " + w.ilce + "/" + w.il + " " + posta, s + " " + w.ilce + " " + posta + " " + w.il,
			s + " PK:" + posta + " " + w.ilce + "/" + w.il, s + " " + w.ilce + "/" + w.il + " Posta Kodu: " + posta, s + ", " + posta + ", " + w.ilce + ", " + w.il + ", Türkiye"}[rng.IntN(7)]
	}, 97},
	{"without_il", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		s := strings.TrimSuffix(w.line(), "/"+w.il)
		w.drop(&w.il)
		return s
	}, 95}, // Merkez without an il is no place
	{"without_ilce", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		s := strings.Replace(w.line(), w.ilce+"/"+w.il, w.il, 1)
		w.drop(&w.ilce)
		return s
	}, 97},
	{"without_mahalle", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		s := strings.TrimPrefix(w.line(), w.mahalle+" Mah. ")
		w.mahalle = ""
		return s
	}, 97},
	{"without_place", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		s := strings.TrimSuffix(w.line(), " "+w.ilce+"/"+w.il)
		w.drop(&w.ilce, &w.il)
		return s
	}, 95},
	{"unmarked_mahalle", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		return [...]string{strings.Replace(w.line(), " Mah. ", " ", 1), strings.Replace(w.line(), " Mah. ", ", ", 1), w.streetLine() + " No:" + w.no + " D:" + w.daire + " " + w.mahalle + " " + w.ilce + " " + w.il}[rng.IntN(3)]
	}, 70},
	{"estate", func(w *writtenAddress, rng *rand.Rand) string {
		site, blok := w.site, w.blok
		w.noKat()
		w.site, w.blok = site, blok
		b := [...]string{" Sitesi " + blok + " Blok", " Sit. " + blok + " Blk.", " Sitesi Blok:" + blok, " Sitesi, " + blok + " Blok", " Sitesi " + blok + " Bl."}[rng.IntN(5)]
		return w.mahalle + " Mah. " + w.streetLine() + " " + site + b + " No:" + w.no + " D:" + w.daire + " " + w.ilce + "/" + w.il
	}, 95},
	{"estate_alone", func(w *writtenAddress, rng *rand.Rand) string {
		site, blok := w.site, w.blok
		w.noKat()
		w.site, w.blok, w.street, w.no = site, blok, "", ""
		return w.mahalle + " Mah. " + site + " Sitesi " + blok + " Blok D:" + w.daire + " " + w.ilce + "/" + w.il
	}, 95},
	{"building", func(w *writtenAddress, rng *rand.Rand) string {
		bina := w.bina
		w.noKat()
		w.bina = bina + " Apartmanı"
		apt := [...]string{" Apt.", " Ap.", " Apartmanı", " Apt", " APT."}[rng.IntN(5)]
		return w.mahalle + " Mah. " + w.streetLine() + " " + bina + apt + " No:" + w.no + " D:" + w.daire + " " + w.ilce + "/" + w.il
	}, 95},
	{"landmark", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		mark := [...]string{" (Migros karşısı)", " PTT yanı", " Merkez Camii arkası", " Ziraat Bankası üstü", ", okul karşısı,", " Şok Market yanı"}[rng.IntN(6)]
		return w.mahalle + " Mah. " + w.streetLine() + " No:" + w.no + " D:" + w.daire + mark + " " + w.ilce + "/" + w.il
	}, 93},
	{"labels", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		w.kind = "Sok."
		return "Mahalle: " + w.mahalle + ", Sokak: " + w.street + ", No: " + w.no + ", Daire: " + w.daire + ", İlçe: " + w.ilce + ", İl: " + w.il
	}, 90},
	{"damaged", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		var b strings.Builder
		for _, c := range []byte(w.line()) {
			b.WriteRune(rune(c)) // UTF-8 read as ISO 8859-1
		}
		return b.String()
	}, 95},
	{"typo_ilce", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		r := []rune(w.ilce)
		if len(r) < 6 {
			return w.line()
		}
		i := 1 + rng.IntN(len(r)-2)
		wrong := string(r[:i]) + string(r[i+1:])
		return strings.Replace(w.line(), w.ilce+"/", wrong+"/", 1)
	}, 90},
	{"two_streets", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		w.kind = "Sok."
		if w.street == "Moda" {
			w.street = "Gül"
		}
		return w.mahalle + " Mah. Moda Cad. " + w.streetLine() + " No:" + w.no + " D:" + w.daire + " " + w.ilce + "/" + w.il
	}, 95},
	{"village", func(w *writtenAddress, rng *rand.Rand) string {
		w.noKat()
		w.drop(&w.street, &w.daire)
		return w.mahalle + " Köyü No:" + w.no + " " + w.ilce + "/" + w.il
	}, 97},
	{"everything", func(w *writtenAddress, rng *rand.Rand) string {
		w.bina = ""
		s := w.mahalle + " mh." + w.streetLine() + w.site + " sit. " + w.blok + " blok k:" + w.kat + " d:" + w.daire + " no:" + w.no + " " + w.posta + " " + w.ilce + "-" + w.il
		return s
	}, 90},
}

func (w *writtenAddress) noKat() *writtenAddress {
	w.drop(&w.kat, &w.posta, &w.site, &w.blok, &w.bina)
	return w
}

func (w *writtenAddress) noBuilding(s string) string {
	w.drop(&w.site, &w.blok, &w.bina)
	return s
}

// keepSlash changes streets whose number has a slash, where marks are dropped.
func (w *writtenAddress) keepSlash() *writtenAddress {
	w.street, _, _ = strings.Cut(w.street, "/")
	return w
}

func asciiOf(s string) string {
	return strings.NewReplacer("ç", "c", "Ç", "C", "ğ", "g", "Ğ", "G", "ı", "i", "İ", "I", "ö", "o", "Ö", "O", "ş", "s", "Ş", "S", "ü", "u", "Ü", "U", "â", "a", "Â", "A", "î", "i").Replace(s)
}

// misread says which part of a is not what w says, "" if none. An il or ilçe
// that w leaves out may be inferred, rightly.
func misread(a *Address, w *writtenAddress, truth *writtenAddress) string {
	street := a.Sokak
	switch w.kind {
	case "Cad.":
		street = a.Cadde
	case "Bulv.":
		street = a.Bulvar
	}
	quarter := a.Mahalle
	if quarter == "" {
		quarter = a.Koy
	}
	for _, c := range [...]struct{ part, got, want, or string }{
		{"il", a.Il, w.il, truth.il}, {"ilce", a.Ilce, w.ilce, truth.ilce}, {"mahalle", quarter, w.mahalle, w.mahalle}, {"street", street, expandedStreet(w.street), w.street}, {"no", a.No, w.no, w.no},
		{"kat", a.Kat, w.kat, w.kat}, {"daire", a.Daire, w.daire, w.daire}, {"posta", a.Posta, w.posta, w.posta}, {"site", a.Site, w.site, w.site}, {"blok", a.Blok, w.blok, w.blok}, {"bina", a.Bina, w.bina, w.bina},
	} {
		if got := foldKey(c.got); got != foldKey(c.want) && got != foldKey(c.or) {
			return c.part + "=" + c.got
		}
	}
	return ""
}

func expandedStreet(s string) string { return strings.Replace(s, "Dr. ", "Doktor ", 1) }

// TestGeneratedAddresses writes addresses of the gazetteer in many forms and
// reads them back.
func TestGeneratedAddresses(t *testing.T) {
	const each = 400
	for _, form := range writtenForms {
		rng := rand.New(rand.NewPCG(11, 7))
		good := 0
		parts := map[string]int{}
		for range each {
			truth := draw(rng)
			w := truth
			s := form.write(&w, rng)
			a := ParseAddress(s, AddressHint{}, nil)
			bad := misread(&a, &w, &truth)
			if bad == "" {
				good++
				continue
			}
			part, _, _ := strings.Cut(bad, "=")
			parts[part]++
			if testing.Verbose() && parts[part] <= 6 {
				t.Logf("%s: %q: %s (%s)", form.name, s, bad, a.Canonical)
			}
		}
		rate := 100 * float64(good) / each
		var names []string
		for p, n := range parts {
			names = append(names, fmt.Sprintf("%s %d", p, n))
		}
		sort.Strings(names)
		if t.Logf("RATE %s %.1f %% (%s)", form.name, rate, strings.Join(names, ", ")); rate < form.least {
			t.Errorf("%s: %.1f %% read right, want %g", form.name, rate, form.least)
		}
	}
}

// TestGeneratedComparisons: an address written in two forms is one door with one
// key; with another flat it is in the same building, with another number in the
// same street; and turning the two round changes nothing.
func TestGeneratedComparisons(t *testing.T) {
	full := map[string]bool{"plain": true, "abbreviations": true, "capitals": true, "ascii": true, "ascii_capitals": true, "small": true, "glued": true, "street_first": true,
		"reversed": true, "slash_door": true, "postcode": true, "labels": true, "damaged": true, "landmark": true}
	rng := rand.New(rand.NewPCG(5, 9))
	read := func(w writtenAddress, form *writtenForm) (Address, string) {
		s := form.write(&w, rng)
		return ParseAddress(s, AddressHint{}, nil), s
	}
	for range 3000 {
		w := draw(rng)
		w.kind = "Sok."
		w.no, _, _ = strings.Cut(w.no, "/") // 12/A/5 and No:12/A D:5 have no form in common with 12/5
		f, g := &writtenForms[rng.IntN(len(writtenForms))], &writtenForms[rng.IntN(len(writtenForms))]
		if !full[f.name] || !full[g.name] {
			continue
		}
		a, s := read(w, f)
		other := w
		want := AddressSame
		switch rng.IntN(4) {
		case 0:
			other.daire, want = w.daire+"1", AddressSameBuilding
		case 1:
			other.no, want = w.no+"1", AddressSameStreet
		case 2:
			other.street, want = "Zzyzx", AddressDifferent
		}
		b, u := read(other, g)
		if rel := CompareAddresses(&a, &b); rel != want {
			t.Errorf("%q and %q: %s, want %s", s, u, rel, want)
		} else if back := CompareAddresses(&b, &a); back != rel {
			t.Errorf("%q and %q: %s, turned round %s", s, u, rel, back)
		}
		if (a.Key == b.Key) != (want == AddressSame) && a.Flags == nil && b.Flags == nil {
			t.Errorf("%q and %q are %s with keys %q and %q", s, u, want, a.Key, b.Key)
		}
		fa, fb := NewAddressForm(&a), NewAddressForm(&b)
		if (fa.DoorKey() == fb.DoorKey()) != (want == AddressSame) && want != AddressSameBuilding {
			t.Errorf("%q and %q are %s, door keys equal: %v", s, u, want, fa.DoorKey() == fb.DoorKey())
		}
		if want != AddressDifferent && fa.StreetKey() != fb.StreetKey() {
			t.Errorf("%q and %q stand in one street with two keys", s, u)
		}
	}
}
