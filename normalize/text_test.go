package normalize

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/testkit"
)

// textVectors reads the vectors of text.
func textVectors(t testing.TB) []map[string]string { return testkit.Rows(t, "testdata/text.tsv") }

func TestTextVectors(t *testing.T) {
	for _, r := range textVectors(t) {
		got, status := TextOp(r["op"], r["input"], r["input2"])
		if got != r["expected"] || string(status) != r["status"] {
			t.Errorf("%s %s(%q) = %q %s, want %q %s (%s)", r["id"], r["op"], r["input"], got, status, r["expected"], r["status"], r["note"])
		}
	}
}

// Each case is a sibling of a vector: the same rule, other letters.
func TestTextOps(t *testing.T) {
	for _, c := range []struct {
		op, in, in2, want string
		status            Status
		why               string
	}{
		{"upper", "ılgın i̇pek", "", "ILGIN İPEK", OK, "both i; the loose dot collapses"},
		{"lower", "I\u0307ZMİR", "", "izmir", OK, "decomposed İ"},
		{"lower", "", "", "", Empty, ""},
		{"title", "KADIKÖY MAH.", "", "Kadıköy Mah.", OK, ""},
		{"title", "ışıl ÇINAR", "", "Işıl Çınar", OK, "ı starts with I"},
		{"title", "MES'UT KUR’AN", "", "Mes'ut Kur’an", OK, "a suffix, not a word"},
		{"title", "O'BRIEN D'ANGELO", "", "O'Brıen D'Angelo", OK, "one letter before the apostrophe: a name part"},
		{"title", "II. ABDÜLHAMİT CAD. III", "", "II. Abdülhamit Cad. III", OK, "Roman numerals"},
		{"title", "xıv. lui", "", "XIV. Lui", OK, "Roman numeral after Turkish lower()"},
		{"title", "GIDA SAN. VE TİC. A.Ş.", "", "Gıda San. ve Tic. A.Ş.", OK, "ve is small inside, each dotted letter is a capital"},
		{"title", "ve ali", "", "Ve Ali", OK, "but not at the start"},
		{"title", "gül sok. no:12a d:5", "", "Gül Sok. No:12A D:5", OK, "door letter"},
		{"title", "5İNCİ CADDE", "", "5inci Cadde", OK, "ordinal suffix"},
		{"title", "KADIKÖY/İSTANBUL (MERKEZ)", "", "Kadıköy/İstanbul (Merkez)", OK, ""},

		{"fold", "Иванов", "", "", NonLatin, "no Latin letter, no key"},
		{"fold", "محمد", "", "", NonLatin, ""},
		{"fold", "", "", "", Empty, ""},
		{"fold", " -- ", "", "", Empty, ""},
		{"fold", "No: 12/3", "", "no 12 3", OK, "digits stay"},
		{"fold", "12½", "", "12", OK, "a fraction is no two digits"},
		{"fold", "Łukasz Ærø Nguyễn", "", "lukasz aero nguyen", OK, ""},
		{"fold", "Gu¨l S¸en", "", "gul sen", OK, "free-standing accents"},
		{"fold", "٣٤ Plaka", "", "34 plaka", OK, "digits of another script"},
		{"fold", "Αhmet Κaya", "", "ahmet kaya", OK, "Greek look-alikes"},
		{"fold", "Ali🙂Veli", "", "ali veli", OK, "a sign separates"},
		{"fold", "M.Ali", "", "m ali", OK, ""},
		{"fold_equal", "İNCİ", "ıncı", "equal", OK, ""},
		{"fold_equal", "", "", "not_equal", OK, "empty equals nothing"},
		{"fold_equal", "محمد", "Иван", "not_equal", OK, "nor do two unreadable names"},

		{"repair", "&#350;&uuml;kr&#252; &#x131;&scedil;&#305k", "", "Şükrü ışık", Repaired, "entities of every kind"},
		{"repair", "Gül &amp; Can", "", "Gül & Can", Repaired, ""},
		{"repair", "AT&T; Kaya & Oğlu", "", "AT&T; Kaya & Oğlu", Unchanged, "no entity"},
		{"repair", "%C5%9E%C3%BCkr%C3%BC+Kaya%20Bey", "", "Şükrü Kaya Bey", Repaired, "form encoding"},
		{"repair", "Ali%20Veli", "", "Ali Veli", Repaired, ""},
		{"repair", "%50 indirim, KDV %20", "", "%50 indirim, KDV %20", Unchanged, "the Turkish per cent sign stands in front"},
		{"repair", "Y%FDld%FDz", "", "Y%FDld%FDz", Unchanged, "not UTF-8"},
		{"repair", "=?UTF-8?Q?=C3=96zmen?=", "", "Özmen", Repaired, "a mail header"},
		{"repair", "=?iso-8859-9?B?3mFoaW4=?=", "", "Şahin", Repaired, ""},
		{"repair", `\xc5\x9eahin %u015Een`, "", "Şahin Şen", Repaired, "escapes of Python and JavaScript"},
		{"repair", "\xdeahin \xd6zg\xfcr", "", "Şahin Özgür", Repaired, "windows-1254 bytes"},
		{"repair", "Ömer Yıld\xc4", "", "Ömer Yıld\uFFFD", Lossy, "cut off inside of a letter"},
		{"repair", "√ñzg√ºr", "", "Özgür", Repaired, "Excel on a Mac"},
		{"repair", "├ûzg├╝r Y─▒ld─▒z", "", "Özgür Yıldız", Repaired, "a DOS window"},
		{"repair", "yä±ldä±z", "", "yıldız", Repaired, "lower-cased afterwards"},
		{"repair", "Mesâ€™ut", "", "Mes'ut", Repaired, "punctuation, too"},
		{"repair", "ï»¿Ali", "", "Ali", Repaired, "a byte order mark"},
		{"repair", "ï¿½ahin", "", "\uFFFDahin", Lossy, "a replacement character, damaged once more"},
		{"repair", "€i§dem", "", "Çiğdem", RepairedDOS, ""},
		{"repair", "žšKRš ™ZMEN", "", "ŞÜKRÜ ÖZMEN", RepairedDOS, ""},
		{"repair", "20 € ödedi, “Gül” Apt. §5", "", "20 € ödedi, “Gül” Apt. §5", Unchanged, "signs that are meant"},
		{"repair", "Guðrún Þórsdóttir", "", "Guðrún Þórsdóttir", Unchanged, "Icelandic"},
		{"repair", "São Paulo, Ångström, Zoë, Øre", "", "São Paulo, Ångström, Zoë, Øre", Unchanged, ""},
		{"repair", "Özün “Ö” Ü’nün", "", "Özün “Ö” Ü'nün", Repaired, "Ö before a quotation mark is no Hebrew"},
		{"repair", "Gu¨l S¸ahin Dog˘an", "", "Gül Şahin Doğan", Repaired, "from a PDF file"},
		{"repair", "Аhmet Иванов", "", "Ahmet Иванов", Repaired, "look-alikes in a Latin word only"},
		{"repair", " Ali \u00a0 Veli\u200b", "", "Ali Veli", Repaired, ""},
		{"repair", "", "", "", Empty, ""},
		{"repair", " \u200b\t", "", "", Empty, ""},
		{"repair", "Kad?", "", "Kad?", Lossy, "the last letter"},
		{"repair", "geldi mi ?", "", "geldi mi ?", Unchanged, "a question"},

		{"clean", "Ayşe–Nur\u00adÖz −", "", "Ayşe-NurÖz -", OK, "dashes, soft hyphen"},
		{"clean", "Şu\u0308kru\u0308", "", "Şükrü", OK, "NFC"},
		{"clean", "Ｕğｕｒ", "", "Ｕğｕｒ", OK, "full width is for the key to fold"},
		{"clean", "a\u2028b\u0001c", "", "a bc", OK, ""},

		{"lossy_match", "?STANBUL", "İstanbul", "match", OK, "capital İ is lost"},
		{"lossy_match", "?stanbul", "istanbul", "no_match", OK, "small i is ASCII"},
		{"lossy_match", "YILD?Z", "YILDIZ", "match", OK, "I as the capital of ı"},
		{"lossy_match", "G?l", "Göl", "match", OK, "support, not proof"},
		{"lossy_match", "K?z?m", "Kâzım", "match", OK, "circumflex"},
		{"lossy_match", "???", "şü", "match", OK, "three marks are two or three letters"},
		{"lossy_match", "???", "ş", "no_match", OK, ""},
		{"lossy_match", "Yıldırım", "Yildirim", "no_match", OK, "without marks only equal texts match"},
		{"lossy_match", "", "", "no_match", OK, ""},

		{"suggest", "Öz?ür", "", "Öz?ür", Lossy, "fits no word"},
		{"suggest", "?nal", "", "?nal", Ambiguous, "İnal, Önal, Ünal"},
		{"suggest", "?STANBUL", "", "İSTANBUL", Suggested, "the case is kept"},
		{"suggest", "Y??ld??z ?zg?r", "", "Yıldız Özgür", Suggested, ""},
		{"suggest", "Ali", "", "Ali", Unchanged, ""},

		{"restore", "Çigdem ISIK", "", "Çiğdem Işık", Restored, "ğ ı ş were not at hand, ç was"},
		{"restore", "SANLIURFA", "", "Şanlıurfa", Restored, ""},
		{"restore", "DEMIRCIOGLU", "", "Demircioğlu", Restored, "a surname in -oğlu by its stem"},
		{"restore", "Ahmet Kadir", "", "Ahmet Kadir", Unchanged, "right already"},
		{"restore", "Mes'ut", "", "Mes'ut", Unchanged, ""},
		{"restore", "Xyzq", "", "Xyzq", Unchanged, "unknown"},
		{"restore", "Ugur Oner", "", "Uğur Oner", Restored, "the sure word only"},

		{"keyboard_trq_on_us", ">'[dem <zg]r", "", "Çiğdem Özgür", Suggested, ""},
		{"keyboard_trq_on_us", "Nec'p", "", "Necip", Suggested, "' is i"},
		{"keyboard_trq_on_us", "O'Brien", "", "O'Brien", Unchanged, ""},
		{"keyboard_trq_on_us", "Kaya, Ali", "", "Kaya, Ali", Unchanged, ", is a separator"},
		{"keyboard_us_on_trq", "Davıd Smıth", "", "David Smith", Suggested, ""},
		{"keyboard_us_on_trq", "alı'gmaılçcom", "", "ali@gmail.com", Suggested, "@ is ' and . is ç"},
		{"keyboard_us_on_trq", "Yıldırım Bıyıklı", "", "Yıldırım Bıyıklı", Unchanged, "Turkish"},

		{"flag", "Ali Veli", "", "Ali Veli", OK, ""},
		{"flag", "Al?", "", "Al?", Flagged, ""},
		{"flag", "aaaa", "", "aaaa", Flagged, ""},
		{"shout", "Ali", "", "Ali", Invalid, "no such operation"},
	} {
		got, status := TextOp(c.op, c.in, c.in2)
		if got != c.want || status != c.status {
			t.Errorf("%s(%q, %q) = %q %s, want %q %s (%s)", c.op, c.in, c.in2, got, status, c.want, c.status, c.why)
		}
	}
}

// Every word of the dictionary must survive being damaged in every way.
func TestRepairUndoesDamage(t *testing.T) {
	shown := func(page *charmap.Charmap, s string) string {
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			r := page.DecodeByte(s[i])
			if r == utf8.RuneError {
				r = rune(s[i])
			}
			b.WriteRune(r)
		}
		return b.String()
	}
	for i, s := range words().spellings {
		if i%7 != 0 || !strings.ContainsFunc(s.word, isTurkishSpecial) || !strings.ContainsFunc(s.word, isASCIILetter) {
			continue
		}
		for _, w := range []string{s.word, Title(s.word), Upper(s.word)} {
			latin5, err := charmap.Windows1254.NewEncoder().String(w)
			if err != nil {
				t.Fatal(err)
			}
			once := shown(charmap.Windows1252, w)
			for damage, in := range map[string]string{
				"windows-1254 bytes": latin5,
				"shown as 1252":      shown(charmap.Windows1252, latin5),
				"UTF-8 as 1252":      once,
				"UTF-8 as 8859-1":    shown(charmap.ISO8859_1, w),
				"UTF-8 as 1254":      shown(charmap.Windows1254, w),
				"twice":              shown(charmap.Windows1252, once),
				"Macintosh":          shown(charmap.Macintosh, w),
				"decomposed":         norm.NFD.String(w),
			} {
				if got := Repair(in).Value; got != w {
					t.Errorf("%s: Repair(%q) = %q, want %q", damage, in, got, w)
				}
			}
		}
	}
}

func TestRepairNamesWhatItDid(t *testing.T) {
	got := Repair(" Þükrü’nün &amp; Ga\u200bye\u0301 ").Repairs
	want := []string{RepairEntity, RepairLatin5, RepairCompose, RepairBlank, RepairApostrophe, RepairInvisible}
	if strings.Join(got, " ") != strings.Join([]string{RepairEntity, RepairCompose, RepairBlank, RepairApostrophe, RepairInvisible}, " ") {
		t.Errorf("repairs %v (é keeps the eth letters from being read as Turkish)", got)
	}
	got = Repair(" Þükrü’nün &amp; Ga\u200byi\u0307 ").Repairs
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("repairs %v, want %v", got, want)
	}
}

// x/text is the oracle of casing, except for the loose dot, which it keeps.
func TestCasingAgainstXText(t *testing.T) {
	upper, lower := cases.Upper(language.Turkish), cases.Lower(language.Turkish)
	const letters = "abcçdefgğhıijklmnoöprsştuüvyzâîûABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZÂÎÛ éßÉñæÿŸµ-'.1ΣσЖж"
	runes := []rune(letters)
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		s := make([]rune, r.IntN(12))
		for i := range s {
			s[i] = runes[r.IntN(len(runes))]
		}
		in := string(s)
		if got, want := Upper(in), upper.String(in); got != want {
			t.Fatalf("Upper(%q) = %q, x/text has %q", in, got, want)
		}
		if got, want := Lower(in), lower.String(in); got != want {
			t.Fatalf("Lower(%q) = %q, x/text has %q", in, got, want)
		}
	}
}

// The quick table and the slow way must fold alike.
func TestFoldQuickIsSlow(t *testing.T) {
	for r := rune(1); r < 0x180; r++ {
		for _, s := range []string{string(r), "a" + string(r) + "b", string(r) + "x"} {
			if quick, slow := string(AppendFold(nil, s)), string(appendFoldSlow(nil, s)); quick != slow {
				t.Errorf("U+%04X in %q: quick %q, slow %q", r, s, quick, slow)
			}
		}
	}
}

func FuzzText(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, r := range textVectors(f) {
		f.Add(r["input"], r["input2"])
	}
	f.Add("&amp;amp;amp;amp;amp;amp;amp;Ouml;", "%25C4%25B1")
	f.Fuzz(func(t *testing.T, a, b string) {
		fold := Fold(a)
		if Fold(fold) != fold || strings.ContainsFunc(fold, func(r rune) bool { return r != ' ' && !unicode.IsLower(r) && !unicode.IsDigit(r) || r > 'z' }) {
			t.Fatalf("Fold(%q) = %q is no fold", a, fold)
		}
		if FoldEqual(a, b) != FoldEqual(b, a) || FoldEqual(a, a) != (fold != "") {
			t.Fatalf("FoldEqual(%q, %q)", a, b)
		}
		once := Repair(a)
		if twice := Repair(once.Value); twice.Value != once.Value || len(twice.Repairs) > 0 {
			t.Fatalf("Repair(%q) = %q, again %q %v", a, once.Value, twice.Value, twice.Repairs)
		}
		if (once.Value != a) != (len(once.Repairs) > 0) {
			t.Fatalf("Repair(%q) = %q, but names %v", a, once.Value, once.Repairs)
		}
		if once.Value == a && isClean(a) {
			if x := (Text{Value: a}); func() bool { x.round(); return x.Value != a }() {
				t.Fatalf("%q counts as clean, but becomes %q", a, x.Value)
			}
		}
		if c := Clean(a).Value; Clean(c).Value != c || !utf8.ValidString(c) {
			t.Fatalf("Clean(%q) = %q", a, c)
		}
		title := Title(once.Value)
		if Title(title) != title {
			t.Fatalf("Title(%q) = %q, again %q", once.Value, title, Title(title))
		}
		for _, op := range []string{"restore", "suggest", "lossy_match", "flag", "keyboard_trq_on_us", "keyboard_us_on_trq", "upper", "lower"} {
			TextOp(op, a, b)
		}
	})
}

func TestTextAllocs(t *testing.T) {
	buf := make([]byte, 0, 64)
	for name, f := range map[string]func(){
		"AppendFold":         func() { buf = AppendFold(buf[:0], "Çiğdem Işık’ın–âé") },
		"FoldEqual":          func() { FoldEqual("Çiğdem Işık", "CIGDEM ISIK") },
		"Fold of a fold":     func() { Fold("cigdem isik") },
		"Repair of clean":    func() { Repair("Çiğdem Işık, Kâzım & é"[:20]) },
		"Lower of small":     func() { Lower("çiğdem ışık") },
		"prefers when fresh": func() { isLossy("Çiğdem") },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	for _, s := range []struct{ name, text string }{{"turkish", "Çiğdem Işıklar"}, {"ascii", "MEHMET YILDIRIM"}, {"decomposed", "S\u0327u\u0308kru\u0308 Kaya"}} {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			var buf []byte
			for b.Loop() {
				buf = AppendFold(buf[:0], s.text)
			}
		})
	}
}

func BenchmarkRepair(b *testing.B) {
	for _, s := range []struct{ name, text string }{{"clean", "Çiğdem Işıklar"}, {"mojibake", "Ã‡iÄŸdem IÅŸÄ±klar"}, {"blanks", " Çiğdem  Işıklar"}} {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Repair(s.text)
			}
		})
	}
}

func BenchmarkTitle(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Title("ÇİĞDEM IŞIKLAR")
	}
}

func BenchmarkRestore(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Restore("CIGDEM ISIKLAR")
	}
}

// One enormous cell of a broken file must not hold up the rest: with anything
// quadratic in it, this test takes minutes.
func TestLongText(t *testing.T) {
	for _, part := range []string{"?", "? ", "&#1", "&amp;", "%C4%B1", "%25", `\u0131`, "Ã§", "ÃƒÂ§", "Þ", "=?UTF-8?Q?a?= ", "i\u0307", "a'", "a;", "š", "А", "a\u200b", "\xff"} {
		s := strings.Repeat(part, 60000/len(part))
		for _, op := range []string{"repair", "clean", "fold", "title", "restore", "suggest", "flag", "keyboard_trq_on_us", "keyboard_us_on_trq", "lossy_match"} {
			TextOp(op, s, s)
		}
	}
}
