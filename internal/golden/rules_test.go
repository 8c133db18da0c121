package golden_test

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/record"
)

func TestRulesYAML(t *testing.T) {
	const text = `
trust: [branch, crm]
fields:
  email: most_recent
  birth_date: [validated_first, most_trusted]
  address: {strategy: most_complete, trust: [web]}
`
	var got golden.Rules
	if err := yaml.UnmarshalWithOptions([]byte(text), &got, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	want := golden.Rules{Trust: []record.Source{"branch", "crm"}, Fields: map[record.Field]golden.FieldRule{
		record.Email:     {Strategy: []golden.Strategy{golden.MostRecent}},
		record.BirthDate: {Strategy: []golden.Strategy{golden.ValidatedFirst, golden.MostTrusted}},
		record.Address:   {Strategy: []golden.Strategy{golden.MostComplete}, Trust: []record.Source{"web"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := got.Validate(); err != nil {
		t.Error(err)
	}
	out, err := yaml.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var again golden.Rules
	if err := yaml.Unmarshal(out, &again); err != nil || !cmp.Equal(got, again) {
		t.Errorf("%s reads back as %+v, %v", out, again, err)
	}
}

// Every mistake names the key that holds it.
func TestRulesErrors(t *testing.T) {
	for _, c := range []struct{ yaml, want string }{
		{"fields: {email: newest}", "fields.email.strategy: unknown strategy \"newest\""},
		{"fields: {email: [most_recent, most_recent]}", "fields.email.strategy: strategy \"most_recent\" stands twice"},
		{"fields: {first_name: most_recent}", "fields.first_name: survives together with full_name"},
		{"fields: {city: most_recent}", "fields.city: survives together with address"},
		{"fields: {record_id: most_recent}", "fields.record_id: is not chosen by a rule"},
		{"fields: {email: {stratgy: most_recent}}", "unknown key \"stratgy\""},
		{"fields: {email: {trust: 7}}", "trust: neither a name nor a list"},
		{"trust: [crm, crm]", "trust[1]: source \"crm\" stands twice"},
	} {
		var r golden.Rules
		err := yaml.Unmarshal([]byte(c.yaml), &r)
		if err == nil {
			err = r.Validate()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.yaml, err, c.want)
		}
	}
}

func TestParseConsent(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"ONAY", "ONAY"}, {"Evet", "ONAY"}, {"e", "ONAY"}, {"1", "ONAY"}, {"true", "ONAY"}, {"opt in", "ONAY"},
		{"RET", "RET"}, {"hayır", "RET"}, {"0", "RET"}, {"izin vermedi", "RET"}, {"opt-out", "RET"}, {"onay geri alındı", "RET"},
		{"", ""}, {"yok", ""}, {"bilinmiyor", ""}, {"lorem", ""}, {"SMS", ""},
		{"SMS: ONAY; E-posta: RET", "MESAJ=ONAY; EPOSTA=RET"}, {"sms=1,arama=0", "ARAMA=RET; MESAJ=ONAY"},
		{"SMS, E-posta: ONAY", "MESAJ=ONAY; EPOSTA=ONAY"}, {"ARAMA:ONAY|MESAJ:ONAY|EPOSTA:ONAY", "ONAY"},
		{"TACIR ONAY", "TACIR ONAY"}, {"ONAY; TACIR RET", "ONAY; TACIR RET"},
		{"e-posta", ""}, {"E-posta: E", "EPOSTA=ONAY"}, {"ONAY, RET", "RET"},
	} {
		if got := golden.ParseConsent(c.in, false).String(); got != c.want {
			t.Errorf("ParseConsent(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	if got := golden.ParseConsent("ONAY", true).String(); got != "TACIR ONAY" {
		t.Errorf("a company's consent is %q", got)
	}
	if back := golden.ParseConsent(golden.ParseConsent("SMS: ONAY; E-posta: RET", false).String(), false); back != golden.ParseConsent("SMS: ONAY; E-posta: RET", false) {
		t.Error("what String writes reads back as something else")
	}
}
