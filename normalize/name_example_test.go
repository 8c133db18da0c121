package normalize_test

import (
	"fmt"

	"github.com/tekil-id/tekil/normalize"
)

func ExampleParseName() {
	n := normalize.ParseName("YILMAZ Dr. Ayşe Nur", normalize.NameHint{Gender: "E"}, nil)
	fmt.Println(n.Titles, n.Display, n.Gender, n.Key, n.Flags)
	n = normalize.ParseName("Prof. Dr. Ugur Hami OZMEN", normalize.NameHint{}, nil)
	fmt.Printf("%q %s, %s: %v\n", n.Titles, n.Given, n.Surname, n.Flags)
	n = normalize.ParseName("Ahmet ve Ayşe Yılmaz", normalize.NameHint{}, nil)
	fmt.Println(n.Kind, n.Display)
	// Output:
	// [Dr.] Ayşe Nur Yılmaz F ayse nur|yilmaz [gender_conflict:F order_caps]
	// ["Prof." "Dr."] Uğur Hami, Özmen: [restored]
	// couple Ahmet Yılmaz; Ayşe Yılmaz
}

func ExampleParseNameFields() {
	n := normalize.ParseNameFields(normalize.NameFields{First: "Yıldırım", Last: "Mehmet"}, nil)
	fmt.Println(n.Display, n.Flags)
	// Output: Mehmet Yıldırım [swapped_fields]
}

func ExampleCompareNames() {
	names := [][2]string{{"Ahmed Yılmaz", "AHMET YILMAZ"}, {"Ayşe Nur Kaya", "Ayşe Kaya"}, {"M. Kaya", "Mehmet Kaya"},
		{"Cemal Kaya", "Kemal Kaya"}, {"Ayşe Yılmaz", "Ayşe Yılmaz Demir"}}
	for _, p := range names {
		a := normalize.ParseName(p[0], normalize.NameHint{}, nil)
		b := normalize.ParseName(p[1], normalize.NameHint{}, nil)
		fmt.Println(p[0], "/", p[1]+":", normalize.CompareNames(&a, &b, nil).Relation)
	}
	// Output:
	// Ahmed Yılmaz / AHMET YILMAZ: variant
	// Ayşe Nur Kaya / Ayşe Kaya: compatible
	// M. Kaya / Mehmet Kaya: initial
	// Cemal Kaya / Kemal Kaya: conflict
	// Ayşe Yılmaz / Ayşe Yılmaz Demir: compatible
}

func ExampleGenderOf() {
	for _, given := range []string{"Hatice", "Necati", "Deniz", "Xyz"} {
		g, _ := normalize.GenderOf(given)
		fmt.Print(given, " ", g, "; ")
	}
	// Output: Hatice F; Necati M; Deniz U; Xyz ?;
}
