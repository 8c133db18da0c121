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
