package ingest_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tekil-id/tekil/internal/ingest"
)

// An encoding makes the long form, also where it stands alone; one that nobody
// knows is refused.
func TestEncodingRule(t *testing.T) {
	if r, err := ingest.ParseRules([]byte("encoding: cp857\n")); err != nil || r.Encoding != "cp857" || len(r.Columns) > 0 {
		t.Error(r, err)
	}
	if _, err := ingest.ParseRules([]byte("columns: {Adı: first_name}\nencoding: ebcdic\n")); !errors.Is(err, ingest.ErrMapping) {
		t.Error(err)
	}
}

// A column that a mapping names and no file has is told of; one of the files is
// enough, and its name may fold alike or be a number.
func TestMissing(t *testing.T) {
	rules := &ingest.Rules{Columns: map[string]string{"ADI": "first_name", "2": "mobile", "9": "email", "Yok": "fax"}, Ignore: []string{"Renk", "Şifre"}}
	one := open(t, tableOf("Adı=people; Cep=mobiles"), nil).Mappings()
	two := open(t, tableOf("Ad=people; Renk=words"), nil).Mappings()
	if got := strings.Join(rules.Missing(append(one, two...)), " "); got != "9 Yok Şifre" {
		t.Error(got)
	}
	if got := (*ingest.Rules)(nil).Missing(one); got != nil {
		t.Error(got)
	}
}

func TestParseRules(t *testing.T) {
	no := false
	tests := []struct {
		name, yaml string
		want       *ingest.Rules
		wrong      string // part of the error
	}{
		{"long form", "columns:\n  Adı: first_name\n  \"3\": phone\nignore: [Şifre]\nheader: false\nexact: true\n",
			&ingest.Rules{Columns: map[string]string{"Adı": "first_name", "3": "phone"}, Ignore: []string{"Şifre"}, Header: &no, Exact: true}, ""},
		{"short form", "Adı: first_name\nTel: mobile\nHash: ignore\n",
			&ingest.Rules{Columns: map[string]string{"Adı": "first_name", "Tel": "mobile", "Hash": "ignore"}}, ""},
		{"numbers as keys", "1: first_name\n2: last_name\n", &ingest.Rules{Columns: map[string]string{"1": "first_name", "2": "last_name"}}, ""},
		{"a field of the user", "Meslek: occupation\n", &ingest.Rules{Columns: map[string]string{"Meslek": "occupation"}}, ""},
		{"numbers as keys of the long form", "columns:\n  3: phone\n", &ingest.Rules{Columns: map[string]string{"3": "phone"}}, ""},
		{"short form with a list", "Ad: first_name\nignore: [Hash]\n", &ingest.Rules{Columns: map[string]string{"Ad": "first_name"}, Ignore: []string{"Hash"}}, ""},
		{"unknown key and no columns", "colums:\n  Ad: first_name\n", nil, "colums"},
		{"empty file", "", &ingest.Rules{}, ""},
		{"slip in a field", "Tel: mobil\n", nil, `did you mean "mobile"`},
		{"swapped letters", "Ad: frist_name\n", nil, `did you mean "first_name"`},
		{"no field", "Ad: \"\"\n", nil, "names no field"},
		{"unknown key of the long form", "columns:\n  Ad: first_name\nignored: [x]\n", nil, "ignored"},
		{"list", "- a\n- b\n", nil, "mapping does not fit"},
		{"no YAML", "columns: [unclosed\n", nil, "mapping does not fit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ingest.ParseRules([]byte(tt.yaml))
			if tt.wrong != "" {
				if !errors.Is(err, ingest.ErrMapping) || !strings.Contains(err.Error(), tt.wrong) {
					t.Errorf("error %v, want %q in it", err, tt.wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestRulesForMissingColumn(t *testing.T) {
	o := &ingest.Options{Stdin: strings.NewReader("Ad;Soyad\nAli;Kaya\n"), Rules: &ingest.Rules{Columns: map[string]string{"Adres": "address"}}}
	if _, err := ingest.Open(context.Background(), []string{"-"}, o); err != nil {
		t.Errorf("without exact: %v", err)
	}
	o.Stdin, o.Rules.Exact = strings.NewReader("Ad;Soyad\nAli;Kaya\n"), true
	if _, err := ingest.Open(context.Background(), []string{"-"}, o); !errors.Is(err, ingest.ErrMapping) {
		t.Errorf("with exact: %v", err)
	}
}
