package normalize_test

import (
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

func addressParts(a *normalize.Address) map[string]string {
	return map[string]string{"mahalle": a.Mahalle, "koy": a.Koy, "bulvar": a.Bulvar, "cadde": a.Cadde, "sokak": a.Sokak, "site": a.Site,
		"blok": a.Blok, "bina": a.Bina, "no": a.No, "kat": a.Kat, "daire": a.Daire, "posta": a.Posta, "ilce": a.Ilce, "il": a.Il, "plaka": a.Plaka}
}

// addressDisagreements are rows of the vectors that the parser answers
// otherwise, with the reason.
var addressDisagreements = map[string]string{}

// TestAddressFlags holds the flags against those of the vectors, which are
// advice: reasons may stand beside them.
func TestAddressFlags(t *testing.T) {
	for _, row := range testkit.Rows(t, "testdata/addresses.tsv") {
		if row["op"] != "parse" || row["exp_flags"] == "" {
			continue
		}
		a := normalize.ParseAddress(row["input"], normalize.AddressHint{}, nil)
		have := ";" + strings.Join(a.Flags, ";") + ";"
		for _, want := range strings.Split(row["exp_flags"], ";") {
			if !strings.Contains(have, ";"+want+";") {
				t.Errorf("%s %q: flags %v lack %s", row["id"], row["input"], a.Flags, want)
			}
		}
	}
}

func challengeMisses(row map[string]string) (bad []string) {
	a := normalize.ParseAddress(row["text"], normalize.AddressHint{}, nil)
	first := func(list ...string) string {
		for _, s := range list {
			if s != "" {
				return s
			}
		}
		return ""
	}
	floor := map[string]string{"Z": "0", "B": "-1"}
	got := map[string]string{"il": a.Il, "ilce": a.Ilce, "mahalle": first(a.Mahalle, a.Koy), "site": a.Site, "blok": a.Blok,
		"dis_kapi": strings.ReplaceAll(a.No, "/", ""), "kat": first(floor[a.Kat], a.Kat), "daire": a.Daire, "posta_kodu": a.Posta,
		"csbm_ad": first(a.Sokak, a.Cadde, a.Bulvar)}
	for part, g := range got {
		want := strings.ReplaceAll(row[part], "/", "")
		if part != "dis_kapi" {
			want = row[part]
		}
		if want == "" && (part == "il" || part == "ilce" || part == "posta_kodu") {
			continue
		}
		if want != g {
			bad = append(bad, part+"="+strconv.Quote(g)+" want "+strconv.Quote(want))
		}
	}
	sort.Strings(bad)
	return bad
}
