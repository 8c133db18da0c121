package match_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"pgregory.net/rapid"
)

// plainModel is an English model with one user-defined field of each kind.
func plainModel(t testing.TB) *match.Model {
	t.Helper()
	m := match.Shipped("en", 10000)
	for _, f := range []match.Field{
		{Name: "postcode", Comparator: "text", Block: true}, {Name: "job", Comparator: "exact"},
		{Name: "words", Comparator: "set"}, {Name: "height", Comparator: "number"}, {Name: "hired", Comparator: "date"},
	} {
		if err := m.AddField(f); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// values is a record of an English file: field, text, field, text ...
func values(kv ...string) record.Record {
	r := record.Record{Key: record.Key{Source: "s", ID: record.ID(kv[1])}}
	for i := 0; i < len(kv); i += 2 {
		r.Values = append(r.Values, record.Value{Field: record.Field(kv[i]), Text: kv[i+1]})
	}
	return r
}

func plainVerdict(m *match.Model, a, b record.Record) record.Verdict {
	build := match.NewBuilder(match.NewInterner(m.Options(), m), m)
	p := build.Profile(&a, normalize.NewFeatures(&a, m.Options()))
	q := build.Profile(&b, normalize.NewFeatures(&b, m.Options()))
	return match.NewJudge(m).Explain(p, q)
}

func TestPlainLevels(t *testing.T) {
	m := plainModel(t)
	for _, c := range []struct {
		field, a, b, level string
	}{
		{"last_name", "Smith", "SMITH", "exact"},
		{"last_name", "Smith", "Smiht", "typo"},
		{"last_name", "mcdonald", "mc donald", "typo"},
		{"last_name", "Robertson", "Robinson", "near"},
		{"last_name", "Dunn", "Dujn", "typo"},
		{"last_name", "Smith", "Jones", "conflict"},
		{"last_name", "Lillie-Hinrichs", "Hinrichs", "part"},
		{"first_name", "Rob", "Robert", "part"},
		{"first_name", "R.", "Robert", "initial"},
		{"first_name", "R.", "Thomas", "conflict"},
		{"first_name", "J R", "John", "initial"},
		{"first_name", "Al", "Bo", "conflict"},
		{"birth_date", "1862-03-04", "1862-03-04", "equal"},
		{"birth_date", "1862-03-04", "1872-03-04", "slip"},
		{"birth_date", "1862-03-04", "1862-83-04", "slip"}, // no such month: its digits still tell
		{"birth_date", "1862-03-14", "1862-03-28", "parts"},
		{"birth_date", "1862-03-04", "1862-04-03", "parts"},
		{"birth_date", "1862-03-04", "1862-11-27", "year"},
		{"birth_date", "1862-03-04", "1631-12-27", "differ"},
		{"birth_place", "Devon", "West Devon", "part"},
		{"birth_place", "Devon", "Devno", "slip"},
		{"birth_place", "Devon", "Leeds", "differs"},
		{"email", "rob.allen@smith.net", "rob.allen@smith.net", "equal"},
		{"email", "rob.allen@smith.net", "rob.alen@smith.net", "slip"},
		{"email", "rob.allen@smith.net", "rob.allen@jones-harris.com", "local"},
		{"email", "rob.allen@smith.net", "zoe@jones.com", "differs"},
		{"postcode", "TQ13 8DF", "tq13 8df", "equal"},
		{"postcode", "TQ13 8DF", "TQ13 8DG", "slip"},
		{"postcode", "TQ13 8DF", "TQ13 9XX", "part"},
		{"postcode", "TQ13 8DF", "M30 9EF", "differs"},
		{"job", "painter", "painter", "equal"},
		{"job", "painter", "paintar", "differs"},
		{"words", "first earl of oxford", "oxford of earl first", "slip"},
		{"words", "first earl of oxford", "earl of devon", "part"},
		{"height", "180", "181", "slip"},
		{"height", "180", "90", "differs"},
		{"hired", "2001-02-03", "03.02.2001", "slip"},
		{"hired", "2001-02-03", "2011-12-24", "differs"},
	} {
		a, b := values(c.field, c.a), values(c.field, c.b)
		v, back := plainVerdict(m, a, b), plainVerdict(m, b, a)
		if d := cmp.Diff(v, back, cmp.Transformer("unordered", func(e record.Evidence) record.Evidence {
			e.A, e.B = min(e.A, e.B), max(e.A, e.B)
			return e
		})); d != "" {
			t.Errorf("%s %q %q is not symmetric: %s", c.field, c.a, c.b, d)
		}
		level := ""
		for _, e := range v.Evidence {
			if e.Name == c.field || c.field == "last_name" && e.Name == "surname" || c.field == "first_name" && e.Name == "given_name" {
				level = e.Level
			}
		}
		if level != c.level {
			t.Errorf("%s %q %q: level %q, want %q", c.field, c.a, c.b, level, c.level)
		}
	}
}

func TestPlainDecisions(t *testing.T) {
	m := plainModel(t)
	home := []string{"address", "12 High Street", "city", "Bath", "postal_code", "BA1 2AB"}
	with := func(kv []string, more ...string) record.Record { return values(append(slices.Clone(kv), more...)...) }
	rob := []string{"first_name", "Robert", "last_name", "Allen"}
	for _, c := range []struct {
		what string
		a, b record.Record
		same bool
	}{
		{"a name alone", with(rob), with(rob), false},
		{"a name and the sex", with(rob, "gender", "male"), with(rob, "gender", "male"), false},
		{"a name and a birth date", with(rob, "birth_date", "1971-06-24"), with(rob, "birth_date", "1971-06-24"), true},
		{"two slips, mailbox and date", with(rob, "birth_date", "1971-06-24", "email", "roberta25@smith.net"),
			values("first_name", "Robret", "last_name", "Alan", "birth_date", "1971-05-24", "email", "roberta25@smith.net"), true},
		{"parts of the name exchanged", with(rob, "birth_date", "1971-06-24"),
			values("first_name", "Allen", "last_name", "Robert", "birth_date", "1971-06-24"), true},
		{"no name, mailbox and date", values("birth_date", "1971-06-24", "email", "roberta25@smith.net"),
			with(rob, "birth_date", "1971-06-24", "email", "roberta25@smith.net"), true},
		{"husband and wife", with(rob, append(home, "phone", "+441225123456")...),
			values(append([]string{"first_name", "Susan", "last_name", "Allen", "phone", "+441225123456"}, home...)...), false},
		{"twins", with(rob, append(home, "birth_date", "1971-06-24")...),
			values(append([]string{"first_name", "Susan", "last_name", "Allen", "birth_date", "1971-06-24"}, home...)...), false},
		{"strangers of one birthday", with(rob, "birth_date", "1971-06-24"),
			values("first_name", "Zoe", "last_name", "Quince", "birth_date", "1971-06-24"), false},
	} {
		v := plainVerdict(m, c.a, c.b)
		if got := v.Decision == record.Same; got != c.same {
			t.Errorf("%s: %v, weight %d, evidence %+v", c.what, v.Decision, v.Weight, v.Evidence)
		}
	}
}

// Judging is symmetric whatever the values are, and never panics.
func TestPlainSymmetry(t *testing.T) {
	m := plainModel(t)
	fields := []string{"first_name", "last_name", "birth_date", "email", "birth_place", "postcode", "words", "height", "hired", "gender", "full_name"}
	text := rapid.OneOf(rapid.StringMatching(`[a-c1-3]{0,4}( [a-c]{1,4}){0,2}`), rapid.String(), rapid.StringMatching(`1[89][0-9]{2}-[01][0-9]-[0-3][0-9]`))
	draw := rapid.Custom(func(t *rapid.T) record.Record {
		kv := []string{"full_name", text.Draw(t, "name")}
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			kv = append(kv, rapid.SampledFrom(fields).Draw(t, "field"), text.Draw(t, "text"))
		}
		return values(kv...)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		v, back := plainVerdict(m, a, b), plainVerdict(m, b, a)
		if v.Weight != back.Weight || v.Decision != back.Decision || v.Link != back.Link {
			t.Fatalf("%v and %v: %d %v one way, %d %v the other", a.Values, b.Values, v.Weight, v.Decision, back.Weight, back.Decision)
		}
	})
}
