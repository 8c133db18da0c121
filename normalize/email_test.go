package normalize_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

func emailLine(c normalize.EmailCell) string {
	if c.Status == normalize.Empty {
		return "empty"
	}
	var parts []string
	for _, e := range c.Values {
		s := e.Key
		if e.Status != normalize.OK {
			s = string(e.Status)
		} else {
			s += " " + e.Class
		}
		if e.Suggestion != "" {
			s += " " + e.Suggestion
		}
		parts = append(parts, s)
	}
	line := strings.Join(parts, ", ")
	if len(c.Flags) > 0 {
		line += " [" + strings.Join(c.Flags, " ") + "]"
	}
	return line
}

func TestParseEmails(t *testing.T) {
	const good = "ugur@example.com personal_org"
	tests := []struct{ in, want string }{
		{"mailto:ugur@example.com", good}, {"Uğur Özmen <ugur@example.com>", good}, {`"Uğur" <UGUR@example.com>;`, good}, {"ugur＠example.com", good},
		{"e-posta: ugur@example.com", good}, {"ugur@example.com (iş)", good}, {"ugur@example.com - iş", good + " [text]"}, {"ugur%40example.com", good + " [percent]"},
		{"u.g.u.r+x@gmail.com", "ugur@gmail.com personal_free"}, {"ugur+x@hotmail.com", "ugur@hotmail.com personal_free"},
		{"ugur+x@firma.com.tr", "ugur+x@firma.com.tr personal_org"}, {`"ugur ozmen"@example.com`, `"ugur ozmen"@example.com personal_org`},
		{"ugur@xn--frma-4pa.com", "ugur@xn--frma-4pa.com personal_org"},
		// Letters and keys.
		{"ŞULE.ÖZ@GMAIL.COM", "suspect sule.oz@gmail.com [turkish_char]"}, {"uÄŸur@gmail.com", "suspect ugur@gmail.com [turkish_char]"},
		{"ugur@gmaıl.con", "suspect ugur@gmail.com [turkish_char]"}, {"jörg@exämple.de", "suspect [idn]"},
		{"ugur@gmailçcom", "suspect ugur@gmail.com [keyboard]"}, {"ugur'gmaılçcom", "invalid ugur@gmail.com [keyboard]"},
		{"ugur@gmail,com", "suspect ugur@gmail.com [typo]"}, {"ugur@gmail;com", "suspect ugur@gmail.com [typo]"}, {"ugur@gmail .com", "suspect ugur@gmail.com [typo]"},
		{"ugurozmengmail.com", "invalid ugurozmen@gmail.com [typo]"}, {"ugur(at)gmail.com", "invalid ugur@gmail.com [typo]"}, {"ugurqhotmail.com", "invalid ugur@hotmail.com [typo]"},
		// Domains.
		{"u.o@hotmail.com.t", "suspect u.o@hotmail.com.tr [typo_domain]"}, {"u.o@hotmailcomtr", "suspect u.o@hotmail.com.tr [typo_domain]"},
		{"u.o@gmail", "suspect u.o@gmail.com [typo_domain]"}, {"u.o@gmaik.com", "suspect u.o@gmail.com [typo_domain]"}, {"u.o@gmail.vom", "suspect u.o@gmail.com [typo_domain]"},
		{"u.o@hotmali.com", "suspect u.o@hotmail.com [typo_domain]"}, {"u.o@yahooo.com.tr", "suspect u.o@yahoo.com.tr [typo_domain]"}, {"u.o@outlook.co", "suspect u.o@outlook.com [typo_domain]"},
		{"u.o@windowslve.com", "suspect u.o@windowslive.com [typo_domain]"}, {"u.o@firma.comtr", "suspect u.o@firma.com.tr [typo_domain]"},
		{"u.o@mail.com", "u.o@mail.com personal_free"}, {"u.o@ymail.com", "u.o@ymail.com personal_free"}, {"u.o@hotmail.de", "u.o@hotmail.de personal_free"},
		{"u.o@firma.co", "u.o@firma.co personal_org"}, {"u.o@live.com", "u.o@live.com personal_free"}, {"u.o@mail.ru", "u.o@mail.ru personal_free"},
		// Whose mailbox.
		{"info2@firma.com.tr", "info2@firma.com.tr role [shared]"}, {"insan.kaynaklari@firma.com.tr", "insan.kaynaklari@firma.com.tr role [shared]"},
		{"i.k@firma.com.tr", "i.k@firma.com.tr personal_org"}, {"info.ankara@firma.com.tr", "info.ankara@firma.com.tr personal_org"},
		{"do-not-reply@x.com", "do-not-reply@x.com noreply [unusable]"}, {"demirailesi@gmail.com", "demirailesi@gmail.com household [household_hint]"},
		{"celik.aile@example.com", "celik.aile@example.com household [household_hint]"}, {"ismaile@gmail.com", "ismaile@gmail.com personal_free"},
		{"ayse.ve.mehmet@gmail.com", "aysevemehmet@gmail.com household [household_hint]"}, {"mehmet.ali.kaya@gmail.com", "mehmetalikaya@gmail.com personal_free"},
		{"ayse.mehmet@gmail.com", "aysemehmet@gmail.com personal_free"}, {"smmm.ahmet@hotmail.com", "smmm.ahmet@hotmail.com hub_hint [hub_hint]"},
		{"FIRMA@HS03.KEP.TR", "firma@hs03.kep.tr kep [kep]"},
		// Made up.
		{"a@a.com", "fake [placeholder]"}, {"123@123.com", "fake [placeholder]"}, {"test123@gmail.com", "fake [placeholder]"}, {"yok@hotmail.com", "fake [placeholder]"},
		{"mail@yok.com", "fake [placeholder]"}, {"aaaa@gmail.com", "fake [placeholder]"}, {"testere@gmail.com", "testere@gmail.com personal_free"},
		{"yokus@gmail.com", "yokus@gmail.com personal_free"}, {"makrobil@makrobil.com.tr", "makrobil@makrobil.com.tr personal_org"},
		// Malformed.
		{"ugur@@example.com", "invalid"}, {"ugur ozmen@example.com", "invalid"}, {"ugur..o@example.com", "invalid"}, {"ugur@example.c", "invalid"}, {"ugur@192.168.1.1", "invalid"},
		{"ugur@exa_mple.com", "invalid"}, {"www.hotmail.com", "invalid"}, {"05320012738", "invalid [wrong_field:phone]"}, {"@", "invalid"},
		{"mail yok", "empty"}, {"N/A", "empty"}, {"", "empty"},
		// Several.
		{"ugur@example.com ayse@example.com", good + ", ayse@example.com personal_org [multiple]"}, {"ugur@example.com veya ayse@example.com", good + ", ayse@example.com personal_org [multiple]"},
		{"Uğur <ugur@example.com>; Ayşe <ayse@example.com>", good + ", ayse@example.com personal_org [multiple]"}, {"ugur@example.com;UGUR@EXAMPLE.COM", good},
		{"ugur@example.com; yok", good}, {"ugur@example.com, u.o@hotmai.com", good + ", suspect u.o@hotmail.com [typo_domain multiple]"},
	}
	for _, tt := range tests {
		if got := emailLine(normalize.ParseEmails(tt.in, nil)); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestEmailDictionary(t *testing.T) {
	o := &normalize.Options{Dictionary: &normalize.Dictionary{RoleMailboxes: []string{"gise"}}}
	if e := normalize.ParseEmails("gise@firma.com.tr", o).Values[0]; e.Class != normalize.EmailRole || e.Personal() {
		t.Errorf("%+v", e)
	}
}

// The suggestion's key is the key of the suggestion.
func TestEmailSecondary(t *testing.T) {
	e := normalize.ParseEmails("ugur.ozmen+x@gmial.com", nil).Values[0]
	want := normalize.ParseEmails(e.Suggestion, nil).Values[0].Key
	if e.Secondary != want || e.Key != "" || e.Personal() {
		t.Errorf("%+v, want secondary key %s", e, want)
	}
}

func FuzzParseEmails(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, r := range testkit.Rows(f, "testdata/emails.tsv") {
		f.Add(r["input"])
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := normalize.ParseEmails(s, nil)
		if (c.Status == normalize.Empty) != (len(c.Values) == 0) {
			t.Errorf("status %s with %d values", c.Status, len(c.Values))
		}
		for _, e := range c.Values {
			if e.Suggestion != "" {
				again := normalize.ParseEmails(e.Suggestion, nil)
				if len(again.Values) != 1 || again.Values[0].Suggestion != "" || again.Status == normalize.Invalid {
					t.Errorf("%q suggests %q, which gives %s", s, e.Suggestion, emailLine(again))
				}
			}
			if e.Address == "" {
				continue
			}
			again := normalize.ParseEmails(e.Address, nil)
			if len(again.Values) != 1 || again.Values[0].Address != e.Address || again.Values[0].Key != e.Key || again.Values[0].Class != e.Class {
				t.Errorf("%q gives %q, which gives %s", s, e.Address, emailLine(again))
			}
			if e.Key != "" {
				if k := normalize.ParseEmails(e.Key, nil); len(k.Values) != 1 || k.Values[0].Status == normalize.OK && k.Values[0].Key != e.Key {
					t.Errorf("key %q gives %s", e.Key, emailLine(k))
				}
			}
		}
	})
}

func BenchmarkParseEmails(b *testing.B) {
	for _, in := range []string{"ayse.yilmaz@gmail.com", "Ugur.Ozmen@Example.COM", "info@firma.com.tr", "ayse.yilmaz@hotmial.com", "uğur.özmen@example.com"} {
		b.Run(in, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				normalize.ParseEmails(in, nil)
			}
		})
	}
}

func ExampleParseEmails() {
	for _, in := range []string{"Ugur.Ozmen+tatil@Gmail.com", "ayse@hotmial.com", "info@firma.com.tr"} {
		e := normalize.ParseEmails(in, nil).Values[0]
		fmt.Printf("%s %q %q %q\n", e.Status, e.Key, e.Class, e.Suggestion)
	}
	// Output:
	// ok "ugurozmen@gmail.com" "personal_free" ""
	// suspect "" "" "ayse@hotmail.com"
	// ok "info@firma.com.tr" "role" ""
}

// TestEmailSurroundings reads what people write around an address.
func TestEmailSurroundings(t *testing.T) {
	for _, c := range []struct{ in, want, reason string }{
		{"Mail : ugur@example.com", "ok ugur@example.com", "a blank in front of the colon"},
		{"email.ali@example.com", "ok email.ali@example.com", "a name and no label"},
		{"eşi: ugur@example.com", "ok ugur@example.com", "whose it is"},
		{"Uğur Özmen ugur@example.com", "ok ugur@example.com", "a name in capitals in front"},
		{"0532 001 27 38 ugur@example.com", "ok ugur@example.com", "a phone in front"},
		{"ugur ozmen@example.com", "invalid", "a blank in the name of the mailbox"},
		{"ahmet can yilmaz@example.com", "invalid", "two of them"},
		{"ugurozmen£gmail.com", "invalid ugurozmen@gmail.com", "AltGr and the key beside"},
		{"95048832188", "invalid [wrong_field:tckn]", "another kind of value"},
	} {
		cell := normalize.ParseEmails(c.in, nil)
		got := string(cell.Status)
		for _, v := range cell.Values {
			if text := v.Address + v.Suggestion; text != "" {
				got += " " + text
			}
		}
		if cell.Values[0].Address+cell.Values[0].Suggestion == "" && len(cell.Flags) > 0 {
			got += " [" + strings.Join(cell.Flags, " ") + "]"
		}
		if got != c.want {
			t.Errorf("%q: got %s, want %s: %s", c.in, got, c.want, c.reason)
		}
	}
}
