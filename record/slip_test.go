package record_test

import (
	"testing"

	"github.com/tekil-id/tekil/record"
)

func TestMeantField(t *testing.T) {
	for name, want := range map[string]record.Field{
		"emial": record.Email, "mobil": record.Mobile, "fulll_name": record.FullName, "natoinal_id": record.NationalID, "adress": record.Address,
		"member_card": "", "fa": "", "note": "", "": "",
	} {
		got, slip := record.MeantField(name)
		if got != want || slip != (want != "") {
			t.Errorf("%q: %q, %v, want %q", name, got, slip, want)
		}
	}
}
