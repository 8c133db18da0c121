package normalize_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

// phoneLine writes a cell in one line: E.164, kind, use, extension and status of
// each value that are worth saying, then the flags.
func phoneLine(c normalize.PhoneCell) string {
	if c.Status == normalize.Empty {
		return "empty"
	}
	var parts []string
	for _, p := range c.Values {
		s := p.E164 + "/" + string(p.Kind)
		if p.Use != "" {
			s += " " + p.Use
		}
		if p.Ext != "" {
			s += " x" + p.Ext
		}
		if p.Status != normalize.OK {
			s += " " + string(p.Status)
		}
		parts = append(parts, s)
	}
	line := strings.Join(parts, ", ")
	if len(c.Flags) > 0 {
		line += " [" + strings.Join(c.Flags, " ") + "]"
	}
	return line
}

// TestPhoneRemarks reads what clerks write around numbers.
func TestPhoneRemarks(t *testing.T) {
	for _, c := range []struct{ in, want, reason string }{
		{"0090-532-0012738", "ok +905320012738", "the code behind a dash"},
		{"0905320012738", "ok +905320012738", "the trunk 0 in front of the country code"},
		{"000905320012738", "ok +905320012738", "a 0 too many"},
		{"Tel 1 : 0212 001 27 38 Tel 2 : 0212 001 27 39", "ok +902120012738 +902120012739", "labels with a number"},
		{"1. 0532 001 27 38  2. 0533 001 27 39", "ok +905320012738 +905330012739", "a list"},
		{"0532 001 27 38 1. tel", "ok +905320012738", "a label behind"},
		{"0532 001 27 38 (17:00 sonrası)", "ok +905320012738", "a time of day"},
		{"0532:001:27:38", "ok +905320012738", "none"},
		{"0212 001 27 38 dh:12", "ok +902120012738 12", "dahili"},
		{"0532 001 27 38 (yanlış no)", "suspect +905320012738", "a number that is not his"},
		{"YANLIŞ NUMARA 0532 001 27 38", "suspect +905320012738", "said in front"},
	} {
		cell := normalize.ParsePhones(c.in, normalize.PhoneHint{}, nil)
		got := string(cell.Status)
		for _, p := range cell.Values {
			got += " " + p.E164
			if p.Ext != "" {
				got += " " + p.Ext
			}
		}
		if got != c.want {
			t.Errorf("%q: got %s, want %s: %s", c.in, got, c.want, c.reason)
		}
	}
}

func TestParsePhones(t *testing.T) {
	const (
		mobile = "+905320012738/mobile"
		second = "+905330012739/mobile"
		fixed  = "+902120012738/fixed"
		next   = "+902120012739/fixed"
	)
	tests := []struct{ in, city, want string }{
		// One number in every spelling.
		{"0532 001 27 38", "", mobile}, {"00905320012738", "", mobile}, {"0090 532 001 27 38", "", mobile},
		{"0532\t001\t27\t38", "", mobile}, {"+90(532)0012738", "", mobile}, {"(+90) 532 001 27 38", "", mobile},
		{"[0532] 001 27 38", "", mobile}, {"5 3 2 0 0 1 2 7 3 8", "", mobile}, {"+ 90 532 001 27 38", "", mobile},
		{"009 0532 001 27 38", "", mobile}, {"++905320012738", "", mobile}, {"0532_001_27_38", "", mobile},
		{"0532–001–27–38", "", mobile}, {"+0532 001 27 38", "", mobile}, {"+532 001 27 38", "", mobile},
		{"+90 90 532 001 27 38", "", mobile}, {"0 0532 001 27 38", "", mobile}, {"5320012738,0", "", mobile},
		{"O532 OO1 27 38", "", mobile + " [letter_o]"},
		// Labels.
		{"Cep tel.: 0532 001 27 38", "", mobile}, {"GSM 1: 0532 001 27 38", "", mobile}, {"0532 001 27 38 whatsapp", "", mobile},
		{"0532 001 27 38 (iş)", "", mobile + " work"}, {"eşi 0532 001 27 38", "", mobile + " [relative]"},
		{"0532 001 27 38 Ahmet Bey", "", mobile + " [text]"}, {"a@b.com 0532 001 27 38", "", mobile + " [text]"},
		{"Tel/Fax: 0212 001 27 38", "", fixed + " fax"}, {"Belgegeçer: 0212 001 27 38", "", fixed + " fax"}, {"0212 001 27 38 (F)", "", fixed + " fax"},
		// Extensions, switchboards and ranges.
		{"0212 001 27 38 dahili 12", "", fixed + " x12 [org]"}, {"0212 001 27 38 d.12", "", fixed + " x12 [org]"},
		{"0212 001 27 38#12", "", fixed + " x12 [org]"}, {"0212 001 27 38,12", "", fixed + " x12 [org]"},
		{"0212 001 27 38 İÇ HAT 12", "", fixed + " x12 [org]"}, {"0212 001 27 38 dahili no: 12", "", fixed + " x12 [org]"},
		{"0212 001 27 38;ext=12", "", fixed + " x12 [org]"}, {"0212 001 27 38 (Dahili 101-102)", "", fixed + " x101 [org]"},
		{"0212 001 27 38 pbx dahili 12", "", fixed + " x12 [org pbx]"}, {"Santral: 0212 001 27 38", "", fixed + " [pbx org]"},
		{"0212 001 27 38 (4 hat)", "", fixed + " [pbx org]"}, {"0212 001 27 38-40", "", fixed + " [range:40 org]"},
		{"0212 001 27 38 - 40", "", fixed + " [range:40 org]"}, {"0212 001 27 38-105", "", fixed + " x105 [org]"},
		{"444 03 75 dahili 12", "", "+904440375/uan x12 [org]"}, {"444 03 75 (7/24)", "", "+904440375/uan [org]"},
		// Several numbers.
		{"0532 001 27 38 ve 0533 001 27 39", "", mobile + ", " + second}, {"5320012738-5330012739", "", mobile + ", " + second},
		{"+905320012738+905330012739", "", mobile + ", " + second}, {"0532 001 27 38 0533 001 27 39", "", mobile + ", " + second},
		{"1) 0532 001 27 38 2) 0533 001 27 39", "", mobile + ", " + second}, {"Tel1: 0532 001 27 38 Tel2: 0533 001 27 39", "", mobile + ", " + second},
		{"05320012738, yok", "", mobile}, {"05320012738,+905320012738", "", mobile},
		{"0212 001 27 38/39", "", fixed + ", " + next}, {"0212 001 27 38 / 001 27 39", "", fixed + ", " + next},
		{"0212 001 27 38/39/40", "", fixed + ", " + next + ", +902120012740/fixed"},
		{"0532 001 27 38, 245 27 38", "Ankara", mobile + ", +903122452738/fixed [area_from_city]"},
		{"0532 001 27 38, 245 27 38", "", mobile + ", /fixed incomplete [area_unknown]"},
		{"Ev: 0212 001 27 38 Cep: 0532 001 27 38", "", fixed + " home, " + mobile},
		{"0212 001 27 38 ev 0532 001 27 38 iş", "", fixed + " home, " + mobile + " work"},
		{"0212 001 27 38 (3 hat) Faks 0212 001 27 39", "", fixed + ", " + next + " fax [pbx org]"},
		// Local numbers.
		{"245 27 38", "KADIKOY ISTANBUL", "+902162452738/fixed [area_from_city]"}, {"245 27 38", "Kadıköy", "+902162452738/fixed [area_from_city]"},
		{"245 27 38", "34", "/fixed incomplete [area_ambiguous:212|216]"}, {"245 27 38", "Ş. Urfa", "+904142452738/fixed [area_from_city]"},
		{"245 27 38", "İzmit", "+902622452738/fixed [area_from_city]"}, {"245 27 38", "Lefkoşa", "+903922452738/kktc_fixed [area_from_city]"},
		{"245 27 38", "Çankaya", "+903122452738/fixed [area_from_city]"}, {"245 27 38", "K.Maraş", "+903442452738/fixed [area_from_city]"},
		{"245 27 38", "Yenişehir", "/fixed incomplete [area_unknown]"}, {"245 27 38", "Berlin", "/fixed incomplete [area_unknown]"},
		{"245 27 38", "Merkez/Van", "+904322452738/fixed [area_from_city]"}, {"245 27 38", "İçel", "+903242452738/fixed [area_from_city]"},
		{"245 27 38", "Istanbul-Beşiktaş", "+902122452738/fixed [area_from_city]"}, {"245 27 38", "İstanbul (Anadolu)", "+902162452738/fixed [area_from_city]"},
		{"245 27 38", "", "/fixed incomplete [area_unknown]"}, {"001 27 38", "Ankara", "+903120012738/fixed [area_from_city]"},
		{"532 00 12", "Ankara", "+903125320012/fixed [area_from_city]"}, {"245 27 38 - 246 27 39", "Ankara", "+903122452738/fixed, +903122462739/fixed [area_from_city]"},
		{"1234567", "Ankara", "/unknown fake [sequence]"},
		// The plan.
		{"0444 03 75", "", "+904440375/uan [org]"}, {"+90 444 03 75", "", "+904440375/uan [org]"}, {"0312 444 03 75", "", "+903124440375/fixed [alias:+904440375 org]"},
		{"0800 001 27 38", "", "+908000012738/tollfree [org]"}, {"0512 001 27 38", "", "+905120012738/pager suspect [pager]"},
		{"0592 461 27 38", "", "+905924612738/personal"}, {"0238 245 27 38", "", "/unknown invalid [prefix]"}, {"112", "", "/special [not_personal]"},
		{"118 32", "", "/special [not_personal]"}, {"+44 7400 123456", "", "+447400123456/foreign"}, {"4915123456789", "", "+4915123456789/foreign suspect [plus_missing]"},
		{"0032 2 512 34 56", "", "+3225123456/foreign"},
		// What is no number.
		{"0000000", "", "/unknown fake [repeat]"}, {"0850 000 00 00", "", "+908500000000/voip fake [org repeat]"}, {"0987654321", "", "/unknown fake [sequence]"},
		{"0532 001 27 3", "", "/unknown invalid [length]"}, {"+90 532 001 27 388", "", "/unknown invalid [length]"},
		{"5.320012738E+09", "", "/unknown invalid [lost_digits]"}, {"0532 XXX XX 38", "", "/unknown masked [masked]"}, {"494 xx yy", "", "/unknown masked [masked]"},
		{"0532 *** ** 38, 0533 001 27 39", "", "/unknown masked, " + second + " [masked]"}, {"ahmet@example.com", "", "/unknown invalid [wrong_field:email]"},
		{"TR300009800366754437859340", "", "/unknown invalid [wrong_field:iban]"}, {"12/03/1975", "", "/unknown invalid [wrong_field:date]"},
		{"Ahmet Yılmaz", "", "/unknown invalid [format]"}, {"telefonu yok", "", "empty"}, {"000", "", "empty"}, {"(yok)", "", "empty"}, {"", "", "empty"},
	}
	for _, tt := range tests {
		got := phoneLine(normalize.ParsePhones(tt.in, normalize.PhoneHint{City: tt.city}, nil))
		if got != tt.want {
			t.Errorf("%q (%s): got %s, want %s", tt.in, tt.city, got, tt.want)
		}
	}
}

// Every area code belongs to a province, and a local number there gets it back.
func TestAreaCodeOfEveryProvince(t *testing.T) {
	seen := 0
	for plate := 1; plate <= 81; plate++ {
		city := fmt.Sprintf("%02d", plate)
		p := normalize.ParsePhones("245 27 38", normalize.PhoneHint{City: city}, nil).Values[0]
		if city == "34" {
			continue
		}
		if p.Region != city || p.Status != normalize.OK {
			t.Errorf("%s: %+v", city, p)
			continue
		}
		if again := normalize.ParsePhones("0"+p.E164[3:], normalize.PhoneHint{}, nil).Values[0]; again.Region != city || again.E164 != p.E164 {
			t.Errorf("%s: %+v", city, again)
		}
		seen++
	}
	if seen != 80 {
		t.Errorf("%d provinces", seen)
	}
}

// The numbering plan agrees with libphonenumber's, with the differences that
// turkish.md states.
func TestPlanAgainstLibrary(t *testing.T) {
	kinds := map[phonenumbers.PhoneNumberType]normalize.PhoneKind{
		phonenumbers.FIXED_LINE: normalize.PhoneFixed, phonenumbers.MOBILE: normalize.PhoneMobile, phonenumbers.PAGER: normalize.PhonePager,
		phonenumbers.TOLL_FREE: normalize.PhoneTollFree, phonenumbers.PREMIUM_RATE: normalize.PhonePremium, phonenumbers.VOIP: normalize.PhoneVoIP,
		phonenumbers.PERSONAL_NUMBER: normalize.PhonePersonal, phonenumbers.UAN: normalize.PhoneUAN,
	}
	step := 1
	if testing.Short() {
		step = 7
	}
	for code := 200; code < 1000; code += step {
		for _, rest := range []string{"0012738", "2112738", "2122738", "4612738", "0112738", "6112738", "2452738", "8002738"} {
			national := fmt.Sprint(code) + rest
			want := normalize.PhoneUnknown
			if num, err := phonenumbers.Parse("+90"+national, "TR"); err == nil && phonenumbers.IsValidNumber(num) {
				want = kinds[phonenumbers.GetNumberType(num)]
			}
			switch {
			case code == 392:
				want = normalize.PhoneKKTCFixed
			case code == 238: // of no province
				want = normalize.PhoneUnknown
			}
			got := normalize.ParsePhones("0"+national, normalize.PhoneHint{}, nil).Values[0].Kind
			if got != want {
				t.Errorf("0%s: got %s, library %s", national, got, want)
			}
		}
	}
}

func TestPhonePersonal(t *testing.T) {
	tests := map[string]bool{
		"0532 001 27 38": true, "+49 1512 3456789": true, "+49 30 123456": false, "0212 001 27 38": false, "0555 555 55 55": false,
		"eşi 0532 001 27 38": false, "Fax 0532 001 27 38": false, "0850 001 27 38": false, "0532 123 45 67": false, "": false,
	}
	for in, want := range tests {
		c := normalize.ParsePhones(in, normalize.PhoneHint{}, nil)
		if got := len(c.Values) > 0 && c.Values[0].Personal(); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
	if n := normalize.ParsePhones("0532 001 27 38", normalize.PhoneHint{}, nil).Values[0].Number(); n != 905320012738 {
		t.Error(n)
	}
}

func TestPhonesOfAnotherLocale(t *testing.T) {
	c := normalize.ParsePhones("(201) 555-0123", normalize.PhoneHint{}, &normalize.Options{Locale: "en-US"})
	if got := phoneLine(c); got != "+12015550123/foreign" {
		t.Error(got)
	}
}

func FuzzParsePhones(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, r := range testkit.Rows(f, "testdata/phones.tsv") {
		f.Add(r["input"], r["hint_city"])
	}
	f.Fuzz(func(t *testing.T, s, city string) {
		c := normalize.ParsePhones(s, normalize.PhoneHint{City: city}, nil)
		if (c.Status == normalize.Empty) != (len(c.Values) == 0) {
			t.Errorf("status %s with %d values", c.Status, len(c.Values))
		}
		for _, p := range c.Values {
			if p.E164 == "" {
				continue
			}
			again := normalize.ParsePhones(p.E164, normalize.PhoneHint{}, nil)
			if len(again.Values) != 1 || again.Values[0].E164 != p.E164 || again.Values[0].Kind != p.Kind {
				t.Errorf("%q gives %s, which gives %s", s, p.E164, phoneLine(again))
			}
			if len(p.Mask) != len(p.E164) || !strings.Contains(p.Mask, "*") {
				t.Errorf("mask %q of %q", p.Mask, p.E164)
			}
			if slices.Contains(p.Flags, "area_from_city") && p.Kind == normalize.PhoneMobile {
				t.Errorf("%q became a mobile", s)
			}
		}
	})
}

func BenchmarkParsePhones(b *testing.B) {
	for _, in := range []string{"0532 001 27 38", "+902120012738", "0212 001 27 38 dahili 12", "0532 001 27 38 / 0533 001 27 39", "+49 1512 3456789"} {
		b.Run(in, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				normalize.ParsePhones(in, normalize.PhoneHint{}, nil)
			}
		})
	}
	b.Run("libphonenumber alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			num, _ := phonenumbers.Parse("0532 001 27 38", "TR")
			_ = phonenumbers.IsValidNumber(num)
			_ = phonenumbers.Format(num, phonenumbers.E164)
		}
	})
}

func ExampleParsePhones() {
	cell := normalize.ParsePhones("İş 0312 001 45 67 dahili 12 / Cep 0532 001 27 38", normalize.PhoneHint{}, nil)
	for _, p := range cell.Values {
		fmt.Println(p.E164, p.Kind, p.Use, p.Ext, p.Region, p.Mask)
	}
	// Output:
	// +903120014567 fixed work 12 06 +90312*****67
	// +905320012738 mobile    +90532*****38
}
