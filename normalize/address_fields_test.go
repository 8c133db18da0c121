package normalize_test

import (
	"testing"

	"github.com/tekil-id/tekil/normalize"
)

func TestParseAddressFields(t *testing.T) {
	const key = "istanbul|kadikoy|caferaga||moda|||||10|3"
	for _, c := range []struct {
		name, key, flag string
		in              normalize.AddressFields
	}{
		{"one line", key, "", normalize.AddressFields{Address: "Caferağa Mah. Moda Cad. No:10 D:3 Kadıköy/İstanbul"}},
		{"line and places", key, "", normalize.AddressFields{Address: "Caferağa Mah. Moda Cad. No:10 D:3", District: "KADIKOY", City: "ISTANBUL"}},
		{"all in columns", key, "", normalize.AddressFields{Neighbourhood: "Caferağa", Street: "Moda Cad.", BuildingNo: "10/3", District: "Kadıköy", City: "İstanbul"}},
		{"plate for a city", key, "", normalize.AddressFields{Address: "Caferağa Mah. Moda Cad. 10/3", District: "Kadıköy", City: "34"}},
		{"contradiction", key, "il_conflict:Ankara", normalize.AddressFields{Address: "Caferağa Mah. Moda Cad. No:10 D:3 Kadıköy/İstanbul", City: "Ankara"}},
		{"other ilçe", key, "ilce_conflict:Üsküdar", normalize.AddressFields{Address: "Caferağa Mah. Moda Cad. No:10 D:3 Kadıköy/İstanbul", City: "İstanbul", District: "Üsküdar"}},
		{"renamed", "istanbul|eyupsultan||||gul||||5|", "renamed_ilce:Eyüp", normalize.AddressFields{Street: "Gül", BuildingNo: "5", City: "İstanbul", District: "Eyüp"}},
		{"ambiguous ilçe", "denizli|bozkurt||||gul||||5|", "", normalize.AddressFields{Address: "Gül Sok. No:5 Bozkurt", City: "Denizli"}},
		{"unknown ilçe", "istanbul|||||gul||||5|", "ilce_unknown:Qwerty", normalize.AddressFields{Address: "Gül Sok. No:5", City: "İstanbul", District: "Qwerty"}},
		{"flat in a column", key, "", normalize.AddressFields{Address: "Caferağa Mah. Moda Cad. No:10", BuildingNo: "D:3", District: "Kadıköy", City: "İstanbul"}},
		{"number and flat in columns", key, "", normalize.AddressFields{Address: "Caferağa Mah. Moda Cad.", BuildingNo: "10 D:3", District: "Kadıköy", City: "İstanbul"}},
		{"flat in line and column", key, "", normalize.AddressFields{Address: "Caferağa Mah. Moda Cad. No:10 D:3", BuildingNo: "10 D:4", District: "Kadıköy", City: "İstanbul"}},
		{"door of another building", key, "", normalize.AddressFields{Address: "Caferağa Mah. Moda Cad. No:10 D:3", BuildingNo: "12 Kat:2", District: "Kadıköy", City: "İstanbul"}},
		{"cadde and sokak", "istanbul|kadikoy|caferaga||moda|gul||b||10|3", "", normalize.AddressFields{Neighbourhood: "Caferağa", Street: "Moda Cad. Gül Sok.", BuildingNo: "B Blok No:10 Kat:2 D:3", District: "Kadıköy", City: "İstanbul"}},
		{"nothing", "", "empty", normalize.AddressFields{}},
	} {
		a := normalize.ParseAddressFields(c.in, nil)
		if a.Key != c.key {
			t.Errorf("%s: key %q, want %q (flags %v)", c.name, a.Key, c.key, a.Flags)
		}
		if c.flag != "" && !a.HasFlag(c.flag) {
			t.Errorf("%s: flags %v lack %q", c.name, a.Flags, c.flag)
		}
	}
}

func TestParseAddressFieldsKeepsPostcode(t *testing.T) {
	a := normalize.ParseAddressFields(normalize.AddressFields{Address: "Gül Sok. No:5", City: "Ankara", District: "Çankaya", PostalCode: "6420"}, nil)
	if a.Posta != "06420" || !a.HasFlag("zip_padded") {
		t.Errorf("postcode %q, flags %v", a.Posta, a.Flags)
	}
}

func TestGenericAddress(t *testing.T) {
	o := &normalize.Options{Locale: "en"}
	in := normalize.AddressFields{Address: "12 High Street, Flat 3", City: "Leeds", PostalCode: "LS1 4DY"}
	a := normalize.ParseAddressFields(in, o)
	if a.No != "12" || a.Sokak != "High Street" || a.Daire != "3" || a.Posta != "LS14DY" || a.Il != "Leeds" {
		t.Errorf("%+v", a)
	}
	in.Address = "12 HIGH STREET"
	b := normalize.ParseAddressFields(in, o)
	if got := normalize.CompareAddresses(&a, &b); got != normalize.AddressSameBuilding {
		t.Errorf("relation %s", got)
	}
	c := normalize.ParseAddress("Hauptstr. 5, 10115 Berlin", normalize.AddressHint{}, &normalize.Options{Locale: "de"})
	if c.No != "5" || c.Posta != "10115" || c.Sokak != "Hauptstr Berlin" {
		t.Errorf("%+v", c)
	}
}

func TestDictionaryNeighbourhoods(t *testing.T) {
	o := &normalize.Options{Dictionary: &normalize.Dictionary{Neighbourhoods: []string{"İstanbul/Kadıköy/Yeldeğirmeni"}}}
	const line = "Yeldeğirmeni Karakolhane Cad. No:5 Kadıköy/İstanbul"
	if a := normalize.ParseAddress(line, normalize.AddressHint{}, nil); a.Mahalle != "" {
		t.Errorf("mahalle %q without the dictionary", a.Mahalle)
	}
	if a := normalize.ParseAddress(line, normalize.AddressHint{}, o); a.Mahalle != "Yeldeğirmeni" || a.Cadde != "Karakolhane" {
		t.Errorf("mahalle %q, cadde %q", a.Mahalle, a.Cadde)
	}
}

func TestAddressKeys(t *testing.T) {
	form := func(s string) *normalize.AddressForm {
		a := normalize.ParseAddress(s, normalize.AddressHint{}, nil)
		f := normalize.NewAddressForm(&a)
		return &f
	}
	a := form("Barbaros Mah. Gül Sok. No:12 D:5 Kadıköy/İstanbul")
	b := form("GÜL SK. 12/5 KADIKÖY İSTANBUL")
	if a.DoorKey() != b.DoorKey() || a.DoorKey() == 0 {
		t.Error("one door has two keys")
	}
	c := form("Gül Sok. No:12 D:6 Kadıköy/İstanbul")
	if a.DoorKey() == c.DoorKey() || a.BuildingKey() != c.BuildingKey() || a.BuildingKey() == 0 {
		t.Error("neighbours share a building, not a door")
	}
	d := form("Gül Sok. No:14 Kadıköy/İstanbul")
	if a.BuildingKey() == d.BuildingKey() || a.StreetKey() != d.StreetKey() || a.StreetKey() == 0 {
		t.Error("two buildings share a street")
	}
	v, m := form("Karaburun Köyü No:15 Arnavutköy/İstanbul"), form("Karaburun Mah. No:15 Arnavutköy/İstanbul")
	if v.DoorKey() != m.DoorKey() || v.DoorKey() == 0 {
		t.Error("a village that became a mahalle has two keys")
	}
	p := form("Kadıköy/İstanbul")
	if p.DoorKey() != 0 || p.StreetKey() != 0 || p.DistrictKey() != a.DistrictKey() {
		t.Error("a district alone has a door or no district")
	}
	// Keys are stored: another value is another version of the package.
	if got, want := a.DoorKey(), uint64(0xc4319dd468bfcb97); got != want {
		t.Errorf("door key %#x, want %#x: raise Version where this is meant", got, want)
	}
}

// An address of northern Cyprus has parts of its own: what is left over of two of
// them says nothing of whether they are one.
func TestCompareKKTC(t *testing.T) {
	parse := func(s string) *normalize.Address {
		a := normalize.ParseAddress(s, normalize.AddressHint{}, nil)
		return &a
	}
	a := parse("Ecevit Cad. No:5 zzz Lefkoşa KKTC")
	for in, want := range map[string]normalize.AddressRelation{
		"Mersin Cad. No:9 zzz Girne KKTC": normalize.AddressDifferent,
		"Ecevit Cad. No:5 Lefkoşa KKTC":   normalize.AddressSame,
	} {
		if got := normalize.CompareAddresses(a, parse(in)); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
