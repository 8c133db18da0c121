package golden_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

func member(r *record.Record) golden.Member {
	return golden.Member{Key: r.Key, Contribution: golden.Contribute(r, normalize.NewFeatures(r, nil), "segment")}
}

func members(records ...*record.Record) []golden.Member {
	out := make([]golden.Member, len(records))
	for i, r := range records {
		out[i] = member(r)
	}
	return out
}

// tckn returns a made-up number with right check digits.
func tckn(nine string) string { return nine + normalize.TCKNCheckDigits(nine) }

func date(s string) normalize.Date {
	return normalize.ParseDate(s, normalize.DateHint{}, nil).Date
}

func TestMerge(t *testing.T) {
	for _, c := range []struct {
		name    string
		records []*record.Record
		rules   *golden.Rules
		want    map[record.Field]string
		reason  string
	}{
		{
			name: "five spellings of one man",
			records: []*record.Record{
				testkit.Record("crm:1", "full_name=Uğur Hami Özmen"), testkit.Record("crm:2", "full_name=Uğur Özmen"), testkit.Record("pos:1", "full_name=Hami Uğur Özmen"),
				testkit.Record("pos:2", "full_name=Dr. Uğur Özmen"), testkit.Record("web:1", "full_name=Ugur Ozmen"),
			},
			want:   map[record.Field]string{record.FullName: "Uğur Hami Özmen", record.LastName: "Özmen"},
			reason: "the fullest form, its given names in the order of most, with its Turkish letters",
		},
		{
			name:    "Turkish letters",
			records: []*record.Record{testkit.Record("a:1", "first_name=Ugur", "last_name=Ozmen"), testkit.Record("b:1", "first_name=Uğur", "last_name=Özmen")},
			want:    map[record.Field]string{record.FullName: "Uğur Özmen", record.FirstName: "Uğur", record.LastName: "Özmen"},
		},
		{
			name:    "birth date: full before default day before year",
			records: []*record.Record{testkit.Record("a:1", "birth_date=1975"), testkit.Record("a:2", "birth_date=01.01.1975"), testkit.Record("a:3", "birth_date=1975"), testkit.Record("b:1", "birth_date=12.03.1975")},
			want:    map[record.Field]string{record.BirthDate: "1975-03-12"},
		},
		{
			name:    "valid number before one with wrong check digits",
			records: []*record.Record{testkit.Record("a:1", "national_id=80123456789"), testkit.Record("b:1", "national_id="+tckn("801234567"))},
			want:    map[record.Field]string{record.NationalID: tckn("801234567")},
		},
		{
			name:    "a number that is not valid does not survive",
			records: []*record.Record{testkit.Record("a:1", "national_id=80123456789")},
			want:    map[record.Field]string{record.NationalID: ""},
		},
		{
			name: "the newest address stands, whole",
			records: []*record.Record{
				testkit.Record("a:1", "address=Gül Sokak No:12", "district=Kadıköy", "city=İstanbul", "last_seen=2015-01-01"),
				testkit.Record("b:1", "address=Lale Sokak No:3", "district=Çankaya", "city=Ankara", "last_seen=2024-01-01"),
			},
			want: map[record.Field]string{record.City: "Ankara", record.District: "Çankaya", record.BuildingNo: "3"},
		},
		{
			name: "trust",
			records: []*record.Record{
				testkit.Record("web:1", "birth_place=Ankara", "last_seen=2024-01-01"), testkit.Record("web:2", "birth_place=Ankara"), testkit.Record("branch:1", "birth_place=Adana"),
			},
			rules: &golden.Rules{Trust: []record.Source{"branch"}},
			want:  map[record.Field]string{record.BirthPlace: "Adana"},
		},
		{
			name:    "an initial bears no name out",
			records: []*record.Record{testkit.Record("a:1", "full_name=U. Özmen"), testkit.Record("a:2", "full_name=U. Özmen"), testkit.Record("a:3", "full_name=Uğur Özmen"), testkit.Record("a:4", "full_name=Uğru Özmen")},
			want:    map[record.Field]string{record.FullName: "Uğur Özmen"},
		},
		{
			name: "the surname since the wedding",
			records: []*record.Record{testkit.Record("a:1", "full_name=Ayşe Kaya", "last_seen=2014-01-01"), testkit.Record("a:2", "full_name=Ayşe Kaya", "last_seen=2015-01-01"),
				testkit.Record("b:1", "full_name=Ayşe Yılmaz", "last_seen=2023-01-01")},
			want: map[record.Field]string{record.FullName: "Ayşe Yılmaz"},
		},
		{
			name: "a man's surname does not change",
			records: []*record.Record{testkit.Record("a:1", "full_name=Mehmet Kaya", "last_seen=2014-01-01"), testkit.Record("a:2", "full_name=Mehmet Kaya", "last_seen=2015-01-01"),
				testkit.Record("b:1", "full_name=Mehmet Yılmaz", "last_seen=2023-01-01")},
			want: map[record.Field]string{record.FullName: "Mehmet Kaya"},
		},
		{
			name:    "place columns without a street",
			records: []*record.Record{testkit.Record("a:1", "city=İSTANBUL", "district=KADIKÖY", "postal_code=34710")},
			want:    map[record.Field]string{record.City: "İstanbul", record.District: "Kadıköy", record.PostalCode: "34710"},
		},
		{
			name:    "a place that no gazetteer has",
			records: []*record.Record{testkit.Record("a:1", "address=Hauptstr. 5", "city=Berlin", "country=Almanya")},
			want:    map[record.Field]string{record.City: "Berlin", record.Country: "Almanya"},
		},
		{
			name: "one address in three forms",
			records: []*record.Record{testkit.Record("a:1", "address=Barbaros Mah. Gül Sok. No:12 D:5 Kadıköy/İstanbul"), testkit.Record("a:2", "address=Gul Sokak 12/5 Kadikoy Istanbul"),
				testkit.Record("a:3", "address=Gül Sok. No:12 Kadıköy/İstanbul")},
			want: map[record.Field]string{record.Neighbourhood: "Barbaros", record.Street: "Gül Sokak", record.BuildingNo: "12 D:5"},
		},
		{
			name:    "declared gender against the name",
			records: []*record.Record{testkit.Record("a:1", "full_name=Hatice Yılmaz", "gender=E")},
			want:    map[record.Field]string{record.Gender: "F"},
		},
		{
			name:    "letters lost in an address",
			records: []*record.Record{testkit.Record("a:1", "address=Barbaros Mah. G?l Sok. No:12 D:5 Kad?köy/?stanbul"), testkit.Record("b:1", "address=Barbaros Mah. Gül Sok. No:12 D:5 Kadıköy/İstanbul")},
			want:    map[record.Field]string{record.Street: "Gül Sokak"},
		},
		{
			name:    "capitals become a place",
			records: []*record.Record{testkit.Record("a:1", "birth_place=DİDİM")},
			want:    map[record.Field]string{record.BirthPlace: "Didim"},
		},
		{
			name:    "a doubtful e-mail only where there is no better",
			records: []*record.Record{testkit.Record("a:1", "email=ayse.yilmaz@hotmil.com"), testkit.Record("b:1", "email=ayse.yilmaz@hotmail.com")},
			want:    map[record.Field]string{record.Email: "ayse.yilmaz@hotmail.com"},
		},
		{
			name:    "agreement",
			records: []*record.Record{testkit.Record("web:1", "birth_place=Ankara"), testkit.Record("web:2", "birth_place=ANKARA"), testkit.Record("branch:1", "birth_place=Adana")},
			want:    map[record.Field]string{record.BirthPlace: "Ankara"},
		},
		{
			name: "a field's own strategy",
			records: []*record.Record{
				testkit.Record("web:1", "birth_place=Ankara"), testkit.Record("web:2", "birth_place=ANKARA"), testkit.Record("branch:1", "birth_place=Adana", "last_seen=2024-01-01"),
			},
			rules: &golden.Rules{Fields: map[record.Field]golden.FieldRule{record.BirthPlace: {Strategy: []golden.Strategy{golden.MostRecent}}}},
			want:  map[record.Field]string{record.BirthPlace: "Adana"},
		},
		{
			name:    "consent: the strictest",
			records: []*record.Record{testkit.Record("a:1", "consent=ONAY"), testkit.Record("b:1", "consent=RET")},
			want:    map[record.Field]string{record.Consent: "RET"},
		},
		{
			name:    "consent: silence never becomes a grant",
			records: []*record.Record{testkit.Record("a:1", "consent=ONAY"), testkit.Record("b:1", "full_name=Ali Kaya")},
			want:    map[record.Field]string{record.Consent: ""},
		},
		{
			name:    "consent by channel",
			records: []*record.Record{testkit.Record("a:1", "consent=SMS: ONAY; E-posta: ONAY"), testkit.Record("b:1", "consent=SMS:RET, E-posta: evet")},
			want:    map[record.Field]string{record.Consent: "MESAJ=RET; EPOSTA=ONAY"},
		},
		{
			name:    "a user's field",
			records: []*record.Record{testkit.Record("a:1", "segment=gold"), testkit.Record("b:1", "segment=silver"), testkit.Record("c:1", "segment=silver")},
			want:    map[record.Field]string{"segment": "silver"},
		},
		{
			name: "dates of the whole",
			records: []*record.Record{
				testkit.Record("a:1", "created_at=2010-01-01", "updated_at=2020-05-05", "verified_at=2019-01-01"), testkit.Record("b:1", "created_at=2012-01-01", "last_seen=2024-02-03"),
			},
			want: map[record.Field]string{record.CreatedAt: "2010-01-01", record.UpdatedAt: "2020-05-05", record.VerifiedAt: "2019-01-01", record.LastSeen: "2024-02-03"},
		},
		{
			name:    "own middle-name column",
			records: []*record.Record{testkit.Record("a:1", "first_name=Uğur", "middle_name=Hami", "last_name=Özmen")},
			want:    map[record.Field]string{record.FirstName: "Uğur", record.MiddleName: "Hami", record.LastName: "Özmen"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := golden.Merge(members(c.records...), c.rules)
			for f, want := range c.want {
				if got := g.Text(f); got != want {
					t.Errorf("%s = %q, want %q (%s)", f, got, want, c.reason)
				}
			}
		})
	}
}

func TestMergeTellsConflicts(t *testing.T) {
	g := golden.Merge(members(
		testkit.Record("a:1", "full_name=Ali Kaya", "birth_date=12.03.1975", "national_id="+tckn("801234567")),
		testkit.Record("b:1", "full_name=Ali Kaya", "birth_date=05.11.1981", "national_id="+tckn("812345678")),
	), nil)
	var rules []string
	for _, c := range g.Conflicts {
		if !c.Serious {
			t.Errorf("%s is not serious", c.Rule)
		}
		rules = append(rules, c.Rule)
	}
	if want := []string{"birth_date", "national_id"}; !slices.Equal(rules, want) {
		t.Errorf("conflicts %v, want %v", rules, want)
	}
	if g.Quality.Consistency != 30 {
		t.Errorf("consistency %d, want 30", g.Quality.Consistency)
	}
}

// Two ways to split or to order one name are no contradiction.
func TestNoConflictInOrder(t *testing.T) {
	for _, pair := range [][2][]string{
		{{"first_name=Samahat", "last_name=Duyu"}, {"first_name=Duyu", "last_name=Samahat"}},
		{{"first_name=Mustafa", "last_name=Su Dur"}, {"first_name=Mustafa Su", "last_name=Dur"}},
	} {
		if g := golden.Merge(members(testkit.Record("a:1", pair[0]...), testkit.Record("b:1", pair[1]...)), nil); len(g.Conflicts) != 0 {
			t.Errorf("%v: %+v", pair, g.Conflicts)
		}
	}
}

func TestLineage(t *testing.T) {
	g := golden.Merge(members(
		testkit.Record("crm:7", "full_name=Ugur Ozmen", "birth_place=Adana", "last_seen=2020-01-01"),
		testkit.Record("web:3", "full_name=Uğur Özmen", "birth_place=ADANA", "last_seen=2024-01-01", "created_at=2011-02-03"),
	), nil)
	v := g.First(record.FullName)
	if k := g.Key(v.Origin); k.String() != "web:3" || v.Ref != 0 {
		t.Errorf("name from %s value %d, want web:3 value 0", k, v.Ref)
	}
	p := g.First(record.BirthPlace)
	if p.Agree != 2 || p.First.String() != "2011-02-03" || p.Last.String() != "2024-01-01" {
		t.Errorf("birth place %+v: agreed by 2 from 2011-02-03 to 2024-01-01", p)
	}
	if b := g.Field(record.BirthPlace).Beaten; len(b) != 1 || b[0].Text != "ADANA" || b[0].By != golden.BestSpelled {
		t.Errorf("beaten %+v, want the spelling ADANA", b)
	}
}

func TestQuality(t *testing.T) {
	full := testkit.Record("a:1", "full_name=Ali Kaya", "birth_date=12.03.1975", "national_id="+tckn("801234567"), "last_seen=2024-06-01",
		"address=Gül Sokak No:12", "district=Kadıköy", "city=İstanbul")
	bare := testkit.Record("a:2", "full_name=Ali Kaya", "national_id=11111111111", "last_seen=2016-06-01")
	rules := &golden.Rules{Newest: date("2024-12-31")}
	g, h := golden.Merge(members(full), rules), golden.Merge(members(bare), rules)
	if g.Quality.Freshness != 100 || h.Quality.Freshness != 10 {
		t.Errorf("freshness %d and %d, want 100 and 10", g.Quality.Freshness, h.Quality.Freshness)
	}
	if g.Quality.Score <= h.Quality.Score || h.Quality.Validity != 50 {
		t.Errorf("scores %+v and %+v", g.Quality, h.Quality)
	}
	twice := golden.Merge(members(full, testkit.Record("a:2", "full_name=Ali Kaya")), rules)
	if twice.Quality.Uniqueness != 50 {
		t.Errorf("uniqueness %d of two records in one source, want 50", twice.Quality.Uniqueness)
	}
}

func TestRow(t *testing.T) {
	g := golden.Merge(members(testkit.Record("a:1", "full_name=Ali Kaya", "iban=TR330006100519786457841326", "customer_no=7", "segment=x"), testkit.Record("a:2", "customer_no=9")), nil)
	header, row := golden.Columns("segment"), g.AppendRow(nil, "segment")
	if len(header) != len(row) {
		t.Fatalf("%d columns, %d cells", len(header), len(row))
	}
	for f, want := range map[string]string{"full_name": "Ali Kaya", "customer_no": "7; 9", "iban": "TR330006100519786457841326", "segment": "x"} {
		if got := row[slices.Index(header, f)]; got != want {
			t.Errorf("%s = %q, want %q", f, got, want)
		}
	}
	if slices.Contains(header, "record_id") || slices.Contains(header, "source") {
		t.Error("a golden row names no single record")
	}
}

// pools of values of which some belong together and some contradict each other.
var pools = map[record.Field][]string{
	record.FullName:   {"Uğur Hami Özmen", "Ugur Ozmen", "UĞUR ÖZMEN", "Hami Uğur Özmen", "U. Özmen", "Ayşe Kaya", "Ayşe Yılmaz", "Ayşe Kaya Yılmaz", "Zeynep Demir"},
	record.Gender:     {"E", "K", "?", "1"},
	record.BirthDate:  {"12.03.1975", "1975", "01.01.1975", "12.03.1976", "31.02.1975", "1900-01-01"},
	record.BirthPlace: {"Adana", "ADANA", "Ankara"},
	record.NationalID: {tckn("801234567"), tckn("812345678"), "80123456789", "11111111111"},
	record.Mobile:     {"0532 001 27 38", "0533 001 27 39", "0555 555 55 55", "532001", "0532 001 27 38, 0216 001 45 67"},
	record.Email:      {"ugur@gmail.com", "u.gur@gmail.com", "ugur@hotmial.com", "yok@yok.com", "info@firma.com.tr"},
	record.Address: {"Gül Sok. No:12 D:5 Kadıköy/İstanbul", "Gul Sokak 12/5 Kadikoy Istanbul", "Gül Sok. No:12 Kadıköy/İstanbul",
		"Lale Cad. No:3 Çankaya/Ankara", "Kadıköy/İstanbul"},
	record.Consent:    {"ONAY", "RET", "SMS:ONAY", "belirsiz"},
	record.MotherName: {"Fatma", "FATMA", "Hatice"},
	record.LastSeen:   {"2020-01-01", "2023-05-06", "2024-07-08"},
	record.VerifiedAt: {"2022-02-02"},
	record.CreatedAt:  {"2010-10-10", "2015-01-02"},
	record.CustomerNo: {"17", "18"},
	record.Title:      {"Dr.", "Prof. Dr."},
	"segment":         {"a", "b"},
}

func drawRecord(t *rapid.T, id string) *record.Record {
	r := &record.Record{Key: record.Key{Source: record.Source(rapid.SampledFrom([]string{"crm", "web", "pos"}).Draw(t, "source")), ID: record.ID(id)}}
	for _, f := range append(record.Fields(), "segment") {
		if pool := pools[f]; pool != nil && rapid.IntRange(0, 2).Draw(t, string(f)) > 0 {
			r.Values = append(r.Values, record.Value{Field: f, Text: rapid.SampledFrom(pool).Draw(t, "value")})
			if rapid.IntRange(0, 9).Draw(t, "past") == 0 {
				r.Past = append(r.Past, record.Past{Value: record.Value{Field: f, Text: pool[0]}})
			}
		}
	}
	return r
}

func drawMembers(t *rapid.T) []golden.Member {
	var out []golden.Member
	for i := range rapid.IntRange(1, 7).Draw(t, "members") {
		out = append(out, member(drawRecord(t, string(rune('a'+i)))))
	}
	return out
}

var rulesToTry = []*golden.Rules{
	nil,
	{Newest: normalize.Date{Year: 2024, Month: 12, Day: 31, Precision: normalize.DayPrecision}},
	{Trust: []record.Source{"pos", "web"}, Fields: map[record.Field]golden.FieldRule{
		record.FullName: {Strategy: []golden.Strategy{golden.MostRecent}}, record.Address: {Trust: []record.Source{"crm"}},
		record.Email: {Strategy: []golden.Strategy{golden.LeastRecent, golden.ValidatedFirst}}}},
}

// The golden record does not depend on the order of the members.
func TestMergeIsIndependentOfOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMembers(t)
		rules := rapid.SampledFrom(rulesToTry).Draw(t, "rules")
		want := golden.Merge(m, rules)
		shuffled := slices.Clone(m)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		rng.Shuffle(len(m), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(want, golden.Merge(shuffled, rules), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("another order, another golden record (-want +got):\n%s", diff)
		}
	})
}

// A merger that was used before gives what a new one gives.
func TestMergerKeepsNothing(t *testing.T) {
	var merger golden.Merger
	rapid.Check(t, func(t *rapid.T) {
		m := drawMembers(t)
		merger.Rules = rapid.SampledFrom(rulesToTry).Draw(t, "rules")
		if diff := cmp.Diff(golden.Merge(m, merger.Rules), *merger.Merge(m), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-new +used):\n%s", diff)
		}
	})
}

// Names and addresses are those of one record, never two halves; every value
// that is no date or consent stands in the member that it is said to come from;
// consent is never more than any member gave.
func TestMergeNeverMixesHalves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMembers(t)
		slices.SortFunc(m, func(a, b golden.Member) int { return a.Key.Compare(b.Key) })
		g := golden.Merge(m, rapid.SampledFrom(rulesToTry).Draw(t, "rules"))
		oneName(t, &g, m)
		oneAddress(t, &g, m)
		for ch := golden.Call; ch <= golden.Mail; ch++ {
			for i := range m {
				if p := g.Consent.Of(false, ch); p == golden.Granted && m[i].Consent.Of(false, ch) != golden.Granted {
					t.Fatalf("channel %d is granted against %s", ch, m[i].Key)
				}
			}
		}
		for _, f := range g.Fields {
			for _, v := range f.Values {
				if v.Text == "" || v.Grade < golden.Suspect || int(v.Member) >= len(m) {
					t.Fatalf("%s: %+v may not survive", f.Name, v)
				}
			}
		}
	})
}

func oneName(t *rapid.T, g *golden.Golden, m []golden.Member) {
	if g.Kind != record.KindPerson || g.First(record.FullName) == nil {
		return
	}
	n := &m[g.First(record.FullName).Member].Name
	given := strings.TrimSpace(g.Text(record.FirstName) + " " + g.Text(record.MiddleName))
	if g.Text(record.FullName) != n.Full || given != n.Given || g.Text(record.LastName) != n.Surname {
		t.Fatalf("%q %q %q is not the name %+v", g.Text(record.FullName), given, g.Text(record.LastName), n)
	}
}

func oneAddress(t *rapid.T, g *golden.Golden, m []golden.Member) {
	v := g.First(record.Address)
	if v == nil {
		return
	}
	for i := range m[v.Member].Addresses {
		if a := &m[v.Member].Addresses[i]; a.Ref == v.Ref && a.Canonical == v.Text {
			if g.Text(record.City) != a.Il || g.Text(record.District) != a.Ilce || g.Text(record.PostalCode) != a.Posta {
				t.Fatalf("%s/%s is not the place of %+v", g.Text(record.District), g.Text(record.City), a)
			}
			return
		}
	}
	t.Fatalf("%q is no address of its origin", v.Text)
}

func TestContributionCodec(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := member(drawRecord(t, "a")).Contribution
		b := golden.AppendContribution([]byte("front"), &c)
		got, err := golden.DecodeContribution(b[len("front"):])
		if diff := cmp.Diff(c, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("round trip: %v (-want +got):\n%s", err, diff)
		}
	})
}

func TestGoldenCodec(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := golden.Merge(drawMembers(t), rapid.SampledFrom(rulesToTry).Draw(t, "rules"))
		got, err := golden.DecodeGolden(golden.AppendGolden([]byte("front"), &g)[len("front"):])
		if diff := cmp.Diff(g, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("round trip: %v (-want +got):\n%s", err, diff)
		}
	})
}

func FuzzDecodeContribution(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, r := range typical {
		c := member(r).Contribution
		f.Add(golden.AppendContribution(nil, &c))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := golden.DecodeContribution(b)
		if err != nil {
			return
		}
		again, err := golden.DecodeContribution(golden.AppendContribution(nil, &c))
		if diff := cmp.Diff(c, again, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Fatalf("what was read cannot be written: %v\n%s", err, diff)
		}
		golden.Merge([]golden.Member{{Key: record.Key{Source: "s", ID: "1"}, Contribution: c}, {Key: record.Key{Source: "s", ID: "2"}, Contribution: c}}, nil)
	})
}

func FuzzDecodeGolden(f *testing.F) {
	fuzzcorpus.Add(f)
	g := golden.Merge(members(typical...), nil)
	f.Add(golden.AppendGolden(nil, &g))
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := golden.DecodeGolden(b)
		if err != nil {
			return
		}
		if row := g.AppendRow(nil); len(row) != len(golden.Columns()) {
			t.Fatal("ragged row")
		}
		golden.AppendGolden(nil, &g)
	})
}
