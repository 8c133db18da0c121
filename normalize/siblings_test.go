package normalize_test

import (
	"strings"
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

// TestNameSiblings holds cases beside those of the vectors that a rule got wrong
// once, with the reason of each.
func TestNameSiblings(t *testing.T) {
	for _, c := range []struct{ in, want, reason string }{
		{"Ali Taş", "person ali|tas", "Taş is a surname before it is a T.A.Ş."},
		{"ALİ TAŞ", "person ali|tas", "also in capitals"},
		{"Kaya Sanayi TAŞ", "company kaya|as", "behind a word of companies it is the form"},
		{"Ord. Prof. Dr. Ahmet Yılmaz", "person ahmet|yilmaz", "ordinaryüs"},
		{"E. Alb. Murat Koç", "person murat|koc", "E. retires an officer"},
		{"E. Murat Koç", "person e murat|koc [initial]", "without a rank it is an initial"},
		{"Mehmet Yıldırım ESKİ KAYIT", "person mehmet|yildirim [noise_word:old]", "a state in two words"},
		{"Mehmet Yıldırım MÜKERRER KAYIT", "person mehmet|yildirim [noise_word:duplicate]", "a state in two words"},
		{"Mehmet Yıldırım KARA LİSTE", "person mehmet|yildirim [noise_word:blacklist]", "Kara is a surname, KARA LİSTE a state"},
		{"Mehmet Yıldırım aranmasın", "person mehmet|yildirim [noise_word:do_not_call]", "a clerk's remark"},
		{"Mehmet Yıldırım (vip)", "person mehmet|yildirim [noise_word:vip]", "no former surname"},
		{"DUBLE KAYIT", "noise  [quarantine]", "names nobody"},
		{"Ayşe Demir (eski: Yılmaz)", "person ayse|demir [maiden]", "eski is no state of the record in front of a surname"},
		{"Mehmet Yıldırım (eski)", "person mehmet|yildirim [noise_word:old]", "and is one alone"},
		{"Abdel Rahman Hasan", "person abdel rahman|hasan", "Abdel opens a given name as Abdul does"},
		{"Sipahi Büşra", "person busra|sipahi [order_guess]", "a man's rare name in front of a woman's is her surname"},
		{"CELIKTAS IREM", "person irem|celiktas [order_guess restored]", "a rare given name with the letters of a surname"},
		{"Walid Hasan", "person walid|hasan", "a rare name of foreigners stays in front"},
		{"ÇELİK YILMAZ SUDE NAZ", "person sude naz|yilmaz [double_surname order_guess]", "two surnames in front"},
		{"ALİ V. - kefil", "person ali|v [initial remark]", "a role set aside is nobody's surname"},
		{"Mehmet Yılmaz (ev sahibi)", "person mehmet|yilmaz [remark]", "nor one in brackets"},
		{"Mehmet Yılmaz Emlakçı", "person mehmet|yilmaz [remark]", "nor one behind a whole name"},
		{"Polis Memuru Ali Demir", "person ali|demir [remark]", "nor one in front"},
		{"KEFİL: ALİ YILMAZ", "person ali|yilmaz [remark]", "in front of a colon"},
		{"Şoför Ali", "person ali| [remark surname_missing]", "a driver of whom the given name is known"},
		{"Ali Kaya İş", "person ali|kaya [remark]", "as address books name a second number"},
		{"Ali Kaya VIP", "person ali|kaya [noise_word:vip]", "a state in capitals"},
		{"Ali Kaya (ölü)", "person ali|kaya [deceased]", "no former surname"},
		{"Ali Kaya (kıvırcık)", "person ali|kaya [remark]", "a man has no unlisted former surname"},
		{"Ali Kaya (1980 doğumlu)", "person ali|kaya [number_in_name remark]", "nor one in digits"},
		{"Ayşe Kaya - annesi", "person ayse|kaya [relation_note]", "she is the mother"},
		{"Ali Kaya - annesi", "household ali|kaya [third_party]", "he is not: she is not named"},
		{"Ali Kaya'nın annesi", "household ali|kaya [third_party]", "the mother of one who is named"},
		{"Ahmet Demir velisi", "household ahmet|demir [third_party]", "a parent who is not named"},
		{"Veli: Ahmet Demir", "person ahmet|demir [relation_note]", "a role in front of a colon"},
		{"Veli Demir", "person veli|demir", "a given name without one"},
		{"Adı Soyadı: Ali Kaya", "person ali|kaya", "the words of a form"},
		{"İsim: Ali Soyisim: Kaya", "person ali|kaya", "two of them"},
		{"Ayşe Demir eski soyadı: Yılmaz", "person ayse|demir [maiden]", "and not of a form"},
		{"Ayşe Demir (Yılmaz kızlık)", "person ayse|demir [maiden]", "the marker behind"},
		{"Ayşe Demir (eski eş)", "person ayse|demir [relation_note]", "eş is no surname"},
		{"Dr. Ayşe Kaya (Çocuk Dr.)", "person ayse|kaya [remark]", "nor a title"},
		{"Mehmet;Yılmaz", "person mehmet|yilmaz", "two columns of one person"},
		{"Ali;Ayşe Yılmaz", "couple ali|yilmaz;ayse|yilmaz [split:2]", "and two people"},
		{"Ali Demir Genel Müdür", "person ali|demir", "a title in two words"},
		{"Nour El Din Khalil", "person nour el din|khalil", "the article ends the given name"},
		{"Av. Ahmet Yılmaz Hukuk Bürosu", "company av ahmet yilmaz hukuk burosu|sahis [sole_trader:Ahmet Yılmaz]", "behind his title"},
		{"MEHMET YILMAZ 12.03.1980", "person mehmet|yilmaz [number_in_name]", "a date is no phone"},
	} {
		n := normalize.ParseName(c.in, normalize.NameHint{}, nil)
		got := string(n.Kind) + " " + n.Key
		if len(n.Flags) > 0 {
			got += " [" + strings.Join(n.Flags, " ") + "]"
		}
		if got != c.want {
			t.Errorf("%q: got %s, want %s: %s", c.in, got, c.want, c.reason)
		}
	}
}

// TestRelationSiblings does so for pairs of names.
func TestRelationSiblings(t *testing.T) {
	for _, c := range []struct{ a, b, want, reason string }{
		{"Yonis Kaya", "Yunus Kaya", "variant", "corrected by law 7039"},
		{"Abdel Rahman Hasan", "Abdurrahman Hasan", "variant", "written apart"},
		{"Abdulaziz Ali", "Abdel Aziz Ali", "variant", "written apart"},
		{"Ali Taş", "Ali Taşçı", "conflict", "two surnames"},
		{"Hüs. Kaya", "Hüsnü Kaya", "similar", "the letters fit, though they are usual for Hüseyin"},
		{"Ali. Kaya", "Aliye Kaya", "conflict", "a whole name with a dot"},
		{"Memo Kaya", "Muhammed Kaya", "similar", "as Mehmet and Muhammed are"},
		{"Muhittin Kaya", "Muhyiddin Kaya", "variant", "one name"},
	} {
		a, b := normalize.ParseName(c.a, normalize.NameHint{}, nil), normalize.ParseName(c.b, normalize.NameHint{}, nil)
		if got := normalize.CompareNames(&a, &b, nil).Relation; string(got) != c.want {
			t.Errorf("%s ~ %s: got %s, want %s: %s", c.a, c.b, got, c.want, c.reason)
		}
	}
}

// TestAddressSiblings does so for addresses.
func TestAddressSiblings(t *testing.T) {
	for _, c := range []struct{ in, want, reason string }{
		{"Bostanlı Mah. 1234/A Sok. No:5 Karşıyaka/İzmir", "izmir|karsiyaka|bostanli|||1234 a||||5|", "a letter behind the number of a street"},
		{"Yıldırım Beyazıt Mah. Gül Sok. No:3", "||yildirim beyazit|||gul||||3|", "a mahalle of several towns, not Beyazıt of Yıldırım in Bursa"},
		{"Güneş Sitesi D2 Blok D:5 Kadıköy/İstanbul", "istanbul|kadikoy|||||gunes|d2|||5", "D announces a flat, and not in front of Blok"},
		{"Güneş Sitesi, Blok:K1, No:7 Kadıköy/İstanbul", "istanbul|kadikoy|||||gunes|k1||7|", "nor behind it: K is no floor"},
		{"Barbaros Mah. Gül Sok. No:12/A Kadıköy/İstanbul", "istanbul|kadikoy|barbaros|||gul||||12/a|", "a letter behind the number of a door"},
		{"Ş.Urfa Merkez Bahçelievler Mah. 5. Sk.", "sanliurfa|haliliye|bahcelievler|||5|||||", "a short il and Merkez in front of a mahalle"},
		{"Akpınar Ky. No:5 Merkez Kırşehir", "kirsehir|merkez|akpinar|||||||5|", "a short village"},
		{"O.S.B. Mavi Cad. No:5 Nilüfer/Bursa", "bursa|nilufer|||mavi||osb|||5|", "letters of an estate"},
		{"Org. San. Böl. 5. Cad. No:7 Melikgazi Kayseri", "kayseri|melikgazi|||5||osb|||7|", "its words cut short"},
		{"Fevzi Çakmak-1 Sok. No:12 Ankara", "ankara|||||fevzi cakmak 1||||12|", "one of several streets of a name"},
		{"Şirinevler Mah. Mareşal Fevzi Çakmak 2 Cad. No:12 Bahçelievler/İstanbul", "istanbul|bahcelievler|sirinevler||maresal fevzi cakmak 2|||||12|", "behind its mahalle"},
		{"Barbaros Mah. Gül Sok. N°12 D°5 Kadıköy/İstanbul", "istanbul|kadikoy|barbaros|||gul||||12|5", "the sign of numbers"},
		{"Barbaros Mah. Gül Sok. Dış:12 İç:5 Kadıköy/İstanbul", "istanbul|kadikoy|barbaros|||gul||||12|5", "doors without Kapı"},
		{"Barbaros Mah. Gül Sok. No:12 Bağımsız Bölüm 5 Kadıköy/İstanbul", "istanbul|kadikoy|barbaros|||gul||||12|5", "as deeds have it"},
		{"Barbaros Mah. Gül Sok. 12 nolu apt daire 5 Kadıköy/İstanbul", "istanbul|kadikoy|barbaros|||gul||||12|5", "a building without a name"},
		{"Barbaros Mah. Gül Sok. 12 Numara 5 Daire Kadıköy/İstanbul", "istanbul|kadikoy|barbaros|||gul||||12|5", "labels behind their numbers"},
		{"Ayşe Kaya eliyle Barbaros Mah. Gül Sok. No:12 Kadıköy/İstanbul", "istanbul|kadikoy|barbaros|||gul||||12|", "care of"},
		{"Kaya İnşaat Ltd. Şti. Moda Cad. No:5 Kadıköy/İstanbul", "istanbul|kadikoy|||moda|||||5|", "a company in front of its address"},
		{"Sapanca/Adapazarı", "sakarya|sapanca|||||||||", "a town that stands for its il"},
		{"Adapazarı/Sakarya", "sakarya|adapazari|||||||||", "and one that does not"},
	} {
		if got := normalize.ParseAddress(c.in, normalize.AddressHint{}, nil).Key; got != c.want {
			t.Errorf("%q: got %s, want %s: %s", c.in, got, c.want, c.reason)
		}
	}
	a := normalize.ParseAddress("Barbaros Mah. Gül Sok. No:12 Üçüncü Kat D:5 Kadıköy/İstanbul", normalize.AddressHint{}, nil)
	if a.Kat != "3" || a.Daire != "5" || a.Rest != "" {
		t.Errorf("Üçüncü Kat: floor %q, flat %q, rest %q", a.Kat, a.Daire, a.Rest)
	}
	for in, want := range map[string]string{
		"Gül Sok. No:12 -1. Kat D:1 Kadıköy/İstanbul":                       "12 B 1",
		"Gül Sok. No:12 3.Kat 5 Kadıköy/İstanbul":                           "12 3 5",
		"Gül Sok. No:12, 3. kat, 5. daire Kadıköy/İstanbul":                 "12 3 5",
		"Gül Sok. No:12 3. Kat 34710 Kadıköy/İstanbul":                      "12 3 ",
		"Gül Sok. 5. daire No:12 Kadıköy/İstanbul":                          "12  5",
		"Ataşehir Konutları 48 Ada A Blok D:5 Ataşehir/İstanbul":            "  5",
		"Barbaros Mah. Gül Sok. No:12/5 3. Kat Kadıköy/İstanbul":            "12 3 5",
		"Barbaros Mah. Gül Sok. No:12-14 3. Kat D:2 34710 Kadıköy/İstanbul": "12-14 3 2",
	} {
		a := normalize.ParseAddress(in, normalize.AddressHint{}, nil)
		if got := a.No + " " + a.Kat + " " + a.Daire; got != want {
			t.Errorf("%q: door, floor and flat %q, want %q", in, got, want)
		}
	}
	if n := normalize.ParseName("Abd El Kader Hasan", normalize.NameHint{}, nil); n.Gender != normalize.Male {
		t.Errorf("Abd El Kader is %s: Kader alone is a woman's name, behind Abd it is not", n.Gender)
	}
	if a := normalize.ParseAddress("Girne/Kıbrıs", normalize.AddressHint{}, nil); a.Ilce != "Girne" || !a.HasFlag("country:KKTC") {
		t.Errorf("Girne/Kıbrıs: %s %v", a.Ilce, a.Flags)
	}
}

// TestTextLayers damages words one to three times over and repairs them.
func TestTextLayers(t *testing.T) {
	for _, want := range []string{"Özgür", "Yıldırım", "ŞÜKRÜ Çağlayan", "İstanbul"} {
		damaged := want
		for layer := 1; layer <= 3; layer++ {
			damaged = shownAs1252(damaged)
			if got := normalize.Repair(damaged).Value; got != want {
				t.Errorf("%d layers of %s, %q: got %q", layer, want, damaged, got)
			}
		}
	}
}

// shownAs1252 shows the UTF-8 bytes of s in windows-1252.
func shownAs1252(s string) string {
	const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"
	shown := []rune(high)
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0x80 && c < 0xA0:
			b.WriteRune(shown[c-0x80])
		default:
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}

// TestEmailSiblings does so for mailboxes.
func TestEmailSiblings(t *testing.T) {
	for in, want := range map[string]string{"x@y.com": "fake", "firma@firma.hs01.kep.tr": "kep", "a.b@c.com": "personal_org"} {
		if c := normalize.ParseEmails(in, nil); len(c.Values) != 1 || c.Values[0].Class != want {
			t.Errorf("%s: %+v, want %s", in, c.Values, want)
		}
	}
}
