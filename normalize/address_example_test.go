package normalize_test

import (
	"fmt"

	"github.com/tekil-id/tekil/normalize"
)

func ExampleParseAddress() {
	a := normalize.ParseAddress("CAFERAĞA MAH.MODA CD. NO:10/3 KADIKÖY", normalize.AddressHint{}, nil)
	fmt.Println(a.Mahalle, a.Cadde, a.No, a.Daire, a.Ilce, a.Il)
	fmt.Println(a.Canonical)
	fmt.Println(a.Flags)
	// Output:
	// Caferağa Moda 10 3 Kadıköy İstanbul
	// Caferağa Mahallesi, Moda Caddesi, No:10, Daire:3, Kadıköy/İstanbul
	// [inferred:il il_from_district slash_door]
}

func ExampleParseAddressFields() {
	a := normalize.ParseAddressFields(normalize.AddressFields{
		Address:  "Gül Sok. No:5 (Migros karşısı)",
		District: "Eyüp",
		City:     "İst.",
	}, nil)
	fmt.Println(a.Canonical)
	fmt.Println(a.Rest)
	// Output:
	// Gül Sokak, No:5, Eyüpsultan/İstanbul
	// Migros karşısı
}

func ExampleCompareAddresses() {
	a := normalize.ParseAddress("Barbaros Mah. Gül Sok. No:12 D:5 Kadıköy/İstanbul", normalize.AddressHint{}, nil)
	b := normalize.ParseAddress("GUL SK 12/6 KADIKOY ISTANBUL", normalize.AddressHint{}, nil)
	fmt.Println(normalize.CompareAddresses(&a, &b))
	// Output: same_building
}

func ExampleLookupIl() {
	plate, name, _ := normalize.LookupIl("K.Maraş")
	fmt.Println(plate, name)
	// Output: 46 Kahramanmaraş
}

func ExampleLookupIlce() {
	plate, name, _ := normalize.LookupIlce("Erzurum", "Ilıca")
	fmt.Println(plate, name)
	// Output: 25 Aziziye
}

func ExampleNewAddressForm() {
	a := normalize.ParseAddress("Barbaros Mah. Gül Sok. No:12 D:5 Kadıköy/İstanbul", normalize.AddressHint{}, nil)
	b := normalize.ParseAddress("GUL SK 12/5 BARBAROS MH KADIKOY ISTANBUL", normalize.AddressHint{}, nil)
	x, y := normalize.NewAddressForm(&a), normalize.NewAddressForm(&b)
	fmt.Println(normalize.CompareAddressForms(&x, &y), x.DoorKey() == y.DoorKey())
	// Output: same true
}

func ExampleProvinces() {
	for p := range normalize.Provinces() {
		if p.Name == "İstanbul" {
			fmt.Println(p.Plate, p.AreaCodes, p.Metropolitan)
		}
	}
	// Output: 34 [212 216] true
}

func ExampleDistricts() {
	n := 0
	for range normalize.Districts("34") {
		n++
	}
	fmt.Println(n)
	// Output: 39
}

func ExampleNeighbourhoods() {
	for n := range normalize.Neighbourhoods("34", "Kadıköy") {
		if n.Name == "Caferağa" {
			fmt.Println(n.Name, n.Postcode)
		}
	}
	// Output: Caferağa 34710
}
