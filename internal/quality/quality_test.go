package quality_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/quality"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

func tckn(nine string) string { return nine + normalize.TCKNCheckDigits(nine) }

func day(s string) normalize.Date {
	return normalize.ParseDate(s, normalize.DateHint{}, nil).Date
}

func find(r *record.Record, o *quality.Options) []record.Finding {
	return quality.AppendFindings(nil, r, normalize.NewFeatures(r, nil), o)
}

func TestFindings(t *testing.T) {
	clean := []string{"full_name=Uğur Özmen", "mobile=0532 001 27 38"}
	own := tckn("801234567")
	for _, c := range []struct {
		name   string
		values []string
		want   []string // field rule severity [value]->suggestion, only those named
	}{
		{"nothing wrong", append(clean, "gender=E", "birth_date=12.03.1975", "national_id="+own), nil},
		{"a man called Hatice", []string{"full_name=Hatice Yılmaz", "gender=E", "mobile=0532 001 27 38"}, []string{"gender gender_conflict warning E->K"}},
		{"a woman called Necati", []string{"full_name=Necati Yılmaz", "gender=Kadın", "mobile=0532 001 27 38"}, []string{"gender gender_conflict warning Kadın->Erkek"}},
		{"an initial behind a given name", []string{"first_name=Nudet E.", "last_name=Yıldız", "mobile=0532 001 27 38"}, []string{"first_name initials info Nudet E.->"}},
		{"an initial before the surname's column", []string{"last_name=Yıldız", "first_name=N.", "mobile=0532 001 27 38"}, []string{"first_name initials info N.->"}},
		{"unisex", []string{"full_name=Deniz Yılmaz", "gender=E", "mobile=0532 001 27 38"}, nil},
		{"fake phone", []string{"full_name=Uğur Özmen", "mobile=0555 555 55 55", "email=ugur@firma.com.tr"}, []string{"mobile fake_phone error 0555 555 55 55->"}},
		{"no usable contact", []string{"full_name=Uğur Özmen", "mobile=0555 555 55 55"},
			[]string{"mobile fake_phone error 0555 555 55 55->", "phone mandatory_missing warning ->phone|mobile|landline|email|address"}},
		{"incomplete phone", append(clean, "phone=245 27 38"), []string{"phone incomplete_phone warning 245 27 38->"}},
		{"number of a citizen in the phone", append(clean, "phone="+own), []string{"phone wrong_field error " + mask(own) + "->national_id"}},
		{"e-mail in the phone", append(clean, "phone=ugur@firma.com.tr"), []string{"phone wrong_field error ugur@firma.com.tr->email"}},
		{"e-mail in the number", append(clean, "national_id=ayse@firma.com.tr"), []string{"national_id wrong_field error ay**@*****.***.tr->email"}},
		{"line in the number", append(clean, "national_id=05320012738"), []string{"national_id wrong_field error 05*******38->phone"}},
		{"number in the birth date", append(clean, "birth_date="+own), []string{"birth_date wrong_field error " + mask(own) + "->national_id"}},
		{"birth date in the gender", append(clean, "gender=12.03.1975"), []string{"gender wrong_field error 12.03.1975->birth_date"}},
		{"number in the e-mail", append(clean, "email="+own), []string{"email wrong_field error " + mask(own) + "->national_id"}},
		{"place in the birth date", append(clean, "birth_date=Kadıköy"), []string{"birth_date invalid_date error Kadıköy->"}},
		{"a city and no address", append(clean, "city=İstanbul"), nil},
		{"a city as the address", append(clean, "address=İstanbul"), []string{"address incomplete_address warning İstanbul->"}},
		{"phone in the name", []string{"full_name=Uğur Özmen 0532 001 27 38", "mobile=0532 001 27 38"},
			[]string{"full_name phone_in_name warning Uğur Özmen 0532 001 27 38->Uğur Özmen"}},
		{"check digits", append(clean, "national_id=80123456789"), []string{"national_id invalid_checksum error 80*******89->"}},
		{"placeholder", append(clean, "national_id=11111111111"), []string{"national_id placeholder_id error 11*******11->"}},
		{"typo domain", append(clean, "email=ayse.yilmaz@hotmil.com"), []string{"email typo_domain warning ayse.yilmaz@hotmil.com->ayse.yilmaz@hotmail.com"}},
		{"Turkish letters", append(clean, "email=uğur.özmen@example.com"), []string{"email turkish_char warning uğur.özmen@example.com->ugur.ozmen@example.com"}},
		{"fake e-mail", append(clean, "email=x@x.com"), []string{"email fake_email error x@x.com->"}},
		{"default date", append(clean, "birth_date=01.01.1900"), []string{"birth_date default_date warning 01.01.1900->"}},
		{"future", append(clean, "birth_date=12.03.2075"), []string{"birth_date future_date error 12.03.2075->"}},
		{"too old", append(clean, "birth_date=12.03.1850"), []string{"birth_date impossible_age error 12.03.1850->"}},
		{"no such day", append(clean, "birth_date=31.02.1975"), []string{"birth_date no_such_day error 31.02.1975->"}},
		{"register birthday", append(clean, "birth_date=01.01.1975"), []string{"birth_date register_birthday info 01.01.1975->"}},
		{"noise", []string{"full_name=TEST TEST", "mobile=0532 001 27 38"},
			[]string{"full_name noise_name error TEST TEST->", "full_name mandatory_missing warning ->full_name|first_name|last_name|company"}},
		{"couple", []string{"full_name=Ahmet ve Ayşe Yılmaz", "mobile=0532 001 27 38"}, []string{"full_name couple warning Ahmet ve Ayşe Yılmaz->Ahmet Yılmaz; Ayşe Yılmaz"}},
		{"swapped", []string{"first_name=Yıldırım", "last_name=Mehmet", "mobile=0532 001 27 38"}, []string{"last_name swapped_fields warning Mehmet->Mehmet Yıldırım"}},
		{"lossy", []string{"full_name=Mehmet Y?ld?r?m", "mobile=0532 001 27 38"}, []string{"full_name lossy warning Mehmet Y?ld?r?m->"}},
		{"dead and active", append(clean, "death_date=2019-05-05", "last_seen=2023-01-01"), []string{"last_seen active_after_death warning 2023-01-01->"}},
		{"seen before born", append(clean, "birth_date=1990-05-05", "created_at=1980-01-01"), []string{"birth_date born_after_seen error 1990-05-05->"}},
		{"postcode", append(clean, "address=Gül Sok. No:12 06420 Kadıköy/İstanbul"),
			[]string{"address postcode_conflict warning"}},
		{"the damaged column", []string{"first_name=YaÄŸmur", "last_name=Kumral", "mobile=0532 001 27 38"}, []string{"first_name mojibake info YaÄŸmur->Yağmur"}},
		{"the column with the counter", []string{"first_name=Mehmet 2", "last_name=Doğan", "mobile=0532 001 27 38"}, []string{"first_name counter_in_name info Mehmet 2->Mehmet"}},
		{"parents go by their given names", append(clean, "mother_name=AYŞE", "father_name=Ali"), nil},
		{"one day and month", append(clean, "birth_date=02/02/1957"), nil},
		{"day or month", append(clean, "birth_date=02/03/1957"), []string{"birth_date ambiguous_date info 02/03/1957->1957-03-02"}},
		{"a former name in its column", append(clean, "neighbourhood=Uzunmusa", "street=Çiçek Sok.", "building_no=8", "district=Altınordu", "city=ORDU", "postal_code=06420"),
			[]string{"postal_code postcode_conflict warning 06420->"}},
		{"nothing at all", nil, []string{"full_name mandatory_missing warning ->full_name|first_name|last_name|company", "phone mandatory_missing warning ->phone|mobile|landline|email|address"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range find(testkit.Record("crm:1", c.values...), nil) {
				got = append(got, string(f.Field)+" "+f.Rule+" "+string(f.Severity)+" "+f.Value+"->"+f.Suggestion)
			}
			if len(got) != len(c.want) {
				t.Fatalf("got  %q\nwant %q", got, c.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], c.want[i]) {
					t.Errorf("got %q, want %q", got[i], c.want[i])
				}
			}
		})
	}
}

func mask(id string) string { return id[:2] + "*******" + id[9:] }

// No finding ever shows a whole identity number, in whatever field it stands.
func TestFindingsMaskIdentity(t *testing.T) {
	id := tckn("801234567")
	spaced := id[:3] + " " + id[3:6] + " " + id[6:9] + " " + id[9:]
	for _, f := range record.Fields() {
		for _, text := range []string{id, "TC " + id, id + " 2", id + " 0532 001 27 38", id + ".0", "1 " + id + "/7", "Uğur " + id + " Özmen?", spaced, "80123456781", id + "&#305;"} {
			for _, x := range find(testkit.Record("crm:1", "full_name=Y?ld?r?m", string(f)+"="+text), nil) {
				digits := strings.Map(func(r rune) rune {
					if r >= '0' && r <= '9' {
						return r
					}
					return -1
				}, x.Value+"x"+x.Suggestion)
				if strings.Contains(digits, id) || strings.Contains(digits, "80123456781") {
					t.Errorf("%s %s shows %q -> %q", f, x.Rule, x.Value, x.Suggestion)
				}
			}
		}
	}
}

func TestOptions(t *testing.T) {
	var o quality.Options
	if err := yaml.UnmarshalWithOptions([]byte("mandatory: [tax_id, full_name]\nstale_years: 3\nignore: [register_birthday]\n"), &o, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	o.Reference = day("2024-06-01")
	var got []string
	for _, f := range find(testkit.Record("crm:1", "full_name=Uğur Özmen", "birth_date=01.01.1975", "updated_at=2021-05-31", "last_seen=2030-01-01"), &o) {
		got = append(got, f.Rule+" "+string(f.Field))
	}
	if want := []string{"future_date last_seen", "mandatory_missing tax_id"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	got = nil
	for _, f := range find(testkit.Record("crm:1", "full_name=Uğur Özmen", "tax_id=x", "updated_at=2021-05-31"), &o) {
		got = append(got, f.Rule+" "+string(f.Field))
	}
	if want := []string{"invalid_format tax_id", "stale updated_at", "mandatory_missing tax_id"}; !slices.Contains(got, "stale updated_at") || len(got) != len(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOptionsValidate(t *testing.T) {
	err := (&quality.Options{Mandatory: []string{"email|"}, Ignore: []string{"stale", "no_such"}}).Validate()
	if err == nil || !strings.Contains(err.Error(), "mandatory[0]") || !strings.Contains(err.Error(), "ignore[1]") {
		t.Errorf("%v names neither mandatory[0] nor ignore[1]", err)
	}
	if err := (*quality.Options)(nil).Validate(); err != nil {
		t.Error(err)
	}
}

// A record without fault costs no memory.
func TestFindingsAllocateNothing(t *testing.T) {
	r := testkit.Record("crm:1", "full_name=Uğur Özmen", "gender=E", "mobile=0532 001 27 38", "address=Gül Sok. No:12/5 Kadıköy/İstanbul")
	f := normalize.NewFeatures(r, nil)
	if n := testing.AllocsPerRun(100, func() { quality.Findings(r, f) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestRulesAreATable(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range quality.Rules() {
		if seen[r.Name] {
			t.Errorf("%s stands twice", r.Name)
		}
		seen[r.Name] = true
		if r.About == "" || r.Meaning == "" || !strings.HasSuffix(r.Meaning, ".") {
			t.Errorf("%s is not explained", r.Name)
		}
		switch r.Severity {
		case record.Info, record.Warning, record.Error:
		default:
			t.Errorf("%s has the severity %q", r.Name, r.Severity)
		}
	}
}

// sample are records of two sources with several things wrong.
func sample() []*record.Record {
	var out []*record.Record
	for i := range 40 {
		id := string(rune('a'+i/10)) + string(rune('0'+i%10))
		out = append(out,
			testkit.Record("crm:"+id, "full_name=Uğur Özmen", "mobile=0532 001 27 38", "last_seen=2024-01-01"),
			testkit.Record("cagri:"+id, "full_name=Hatice Yılmaz", "gender=E", "phone=0555 555 55 55", "email=yok"))
	}
	return out
}

func summarize(records []*record.Record) *quality.Summary {
	var s quality.Summary
	for _, r := range records {
		f := normalize.NewFeatures(r, nil)
		s.Add(r, f, quality.Findings(r, f))
	}
	return &s
}

// A summary does not depend on the order of records or on how workers share them.
func TestSummaryIsIndependentOfOrder(t *testing.T) {
	records := sample()
	want := summarize(records).Report()
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	var s quality.Summary
	s.Merge(summarize(records[:17]))
	s.Merge(summarize(records[17:]))
	if diff := cmp.Diff(want, s.Report()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSummaryCounts(t *testing.T) {
	s := summarize(sample())
	s.AddPerson([]record.Key{{Source: "crm", ID: "a0"}, {Source: "crm", ID: "a1"}, {Source: "cagri", ID: "a0"}})
	for _, f := range s.Report().Fields {
		switch {
		case f.Source == "cagri" && f.Field == record.Phone && f.Fake != 40,
			f.Source == "cagri" && f.Field == record.Email && (f.Empty != 40 || f.Blank != 40 || f.Records != 0),
			f.Source == "crm" && f.Field == record.Mobile && (f.OK != 40 || f.Share(f.OK) != 1):
			t.Errorf("%+v", f)
		}
	}
	for _, src := range s.Report().Sources {
		if src.People != 1 || src.Records != 40 || src.Duplicates != 1-1.0/40 {
			t.Errorf("%+v", src)
		}
	}
}

func TestSummaryJSON(t *testing.T) {
	s := summarize(sample())
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back quality.Summary
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s.Report(), back.Report()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAlerts(t *testing.T) {
	s := summarize(sample())
	var rules []string
	for _, a := range quality.Alerts(s.Report().Rules, nil, quality.DefaultThresholds()) {
		rules = append(rules, string(a.Source)+" "+a.Rule)
	}
	if want := []string{"cagri fake_phone", "cagri gender_conflict"}; !slices.Equal(rules, want) {
		t.Errorf("alerts %q, want %q", rules, want)
	}
	rise := []quality.Threshold{{Rule: "fake_phone", Source: "cagri", Rise: 0.5}}
	if got := quality.Alerts(s.Report().Rules, nil, rise); len(got) != 0 {
		t.Errorf("a rise against nothing: %v", got)
	}
	if got := quality.Alerts(s.Report().Rules, s.Report().Rules, rise); len(got) != 0 {
		t.Errorf("no rise, but %v", got)
	}
	var before quality.Summary
	before.Merge(s)
	for range 60 {
		r := testkit.Record("cagri:new", "full_name=Ali Kaya", "phone=0532 001 27 38")
		f := normalize.NewFeatures(r, nil)
		before.Add(r, f, quality.Findings(r, f))
	}
	if got := quality.Alerts(s.Report().Rules, before.Report().Rules, rise); len(got) != 1 || !strings.Contains(got[0].String(), "before 40.0 %") {
		t.Errorf("a rise from 40 to 100 %%: %v", got)
	}
}

func TestCheckThresholds(t *testing.T) {
	if err := quality.CheckThresholds(quality.DefaultThresholds()); err != nil {
		t.Error(err)
	}
	err := quality.CheckThresholds([]quality.Threshold{{Rule: "no_such"}, {Share: 2}, {}})
	for _, want := range []string{"alerts[0].rule", "alerts[1].share", "alerts[2]"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}

func FuzzFindings(f *testing.F) {
	fuzzcorpus.Add(f)
	f.Add("phone", "0532 001 27 38")
	f.Add("full_name", "Ali 80123456789 Kaya")
	f.Fuzz(func(t *testing.T, field, text string) {
		r := testkit.Record("crm:1", "birth_date=1990", "full_name=Uğur Özmen")
		r.Values = append(r.Values, record.Value{Field: record.Field(field), Text: text})
		feat := normalize.NewFeatures(r, nil)
		found := quality.Findings(r, feat)
		for _, x := range found {
			if x.Rule == "" || x.Key != r.Key {
				t.Fatalf("%+v", x)
			}
		}
		var s quality.Summary
		s.Add(r, feat, found)
		s.Report()
	})
}

func BenchmarkFindings(b *testing.B) {
	clean := testkit.Record("crm:1", "full_name=Uğur Özmen", "gender=E", "birth_date=12.03.1975", "mobile=0532 001 27 38", "email=ugur@firma.com.tr",
		"address=Gül Sok. No:12 D:5 Kadıköy/İstanbul", "last_seen=2024-01-01")
	dirty := testkit.Record("crm:1", "full_name=Hatice Yılmaz", "gender=E", "birth_date=01.01.1900", "mobile=0555 555 55 55", "email=a@hotmil.com")
	for _, c := range []struct {
		name string
		r    *record.Record
	}{{"clean", clean}, {"dirty", dirty}} {
		b.Run(c.name, func(b *testing.B) {
			f := normalize.NewFeatures(c.r, nil)
			var s quality.Summary
			var buf []record.Finding
			b.ReportAllocs()
			for b.Loop() {
				buf = quality.AppendFindings(buf[:0], c.r, f, nil)
				s.Add(c.r, f, buf)
			}
		})
	}
}
