package normalize_test

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

func ExampleCanonicalGiven() {
	fmt.Println(normalize.CanonicalGiven("ahmad"), normalize.CanonicalGiven("muhammed"), normalize.CanonicalSurname("alahmad"))
	// Output: ahmet muhammed ahmet
}

func ExampleGivenFrequency() {
	fmt.Printf("%.4f %.4f %.5f\n", normalize.GivenFrequency("mehmet"), normalize.SurnameFrequency("yilmaz"), normalize.SurnameFrequency("zorbaq"))
	// Output: 0.0151 0.0138 0.00004
}

func ExampleGivenNames() {
	for name, share := range normalize.GivenNames() {
		fmt.Printf("%s %.3f\n", name, share)
		break
	}
	for name, share := range normalize.Surnames() {
		fmt.Printf("%s %.3f\n", name, share)
		break
	}
	// Output:
	// Mehmet 0.015
	// Yılmaz 0.014
}

func ExampleExpectedBearers() {
	for _, s := range []string{"Mehmet Yılmaz", "Uğur Özmen", "Zerdali Karaosmanoğlu"} {
		n := normalize.ParseName(s, normalize.NameHint{}, nil)
		fmt.Printf("%s %.0f\n", s, normalize.ExpectedBearers(&n))
	}
	// Output:
	// Mehmet Yılmaz 17758
	// Uğur Özmen 93
	// Zerdali Karaosmanoğlu 5
}

func ExampleCompareGiven() {
	a, b := normalize.NewGivenForm("Ahmed", nil), normalize.NewGivenForm("Ahmet Can", nil)
	x, y := normalize.NewSurnameForm("Yılmaz", "", nil), normalize.NewSurnameForm("Demir", "Yılmaz", nil)
	fmt.Println(normalize.CompareGiven(a, b), normalize.CompareSurname(x, y))
	// Output: compatible compatible
}

func ExampleSplitJoined() {
	fmt.Println(normalize.SplitJoined("cemilhuseyin"))
	fmt.Println(normalize.SoundKey("hammoud") == normalize.SoundKey("hamud"))
	// Output:
	// cemil huseyin true
	// true
}

func ExampleAbbreviatedCompany() {
	fmt.Println(normalize.AbbreviatedCompany("bulut elk", "bulut elektrik"), normalize.AbbreviatedCompany("bulut elk", "deniz elektrik"))
	// Output: true false
}

func ExampleUpper() {
	fmt.Println(normalize.Upper("ışık istanbul"), normalize.Lower("IŞIK İSTANBUL"))
	// Output: IŞIK İSTANBUL ışık istanbul
}

func ExampleKeyboardTRQOnUS() {
	fmt.Println(normalize.KeyboardTRQOnUS(":]kr]"))
	fmt.Println(normalize.KeyboardUSOnTRQ("alı'gmaılçcom"))
	// Output:
	// Şükrü true
	// ali@gmail.com true
}

func ExampleUndoDOS() {
	fmt.Println(normalize.UndoDOS("BALIKES˜R"))
	// Output: BALIKESİR
}

func ExampleTextFlags() {
	fmt.Println(normalize.TextFlags("Y?ld?r?m"), normalize.TextFlags("Аhmet"), normalize.TextFlags("Ayşe"))
	// Output: [lossy] [mixed_script] []
}

func ExampleTextOp() {
	fmt.Println(normalize.TextOp("restore", "UGUR", ""))
	fmt.Println(normalize.TextOp("fold_equal", "IŞIK", "Isik"))
	// Output:
	// Uğur restored
	// equal ok
}

func ExampleNewFeatures() {
	r := record.Record{Values: []record.Value{
		{Field: record.FullName, Text: "UGUR OZMEN"}, {Field: record.Phone, Text: "0532 001 27 38 / 0216 001 45 67"}, {Field: record.City, Text: "İst."},
	}}
	f := normalize.NewFeatures(&r, nil)
	fmt.Println(f.Name.Display, f.Phones[0].E164, f.Phones[1].Region, f.Addresses[0].Il)
	// Output: Uğur Özmen +905320012738 34 İstanbul
}

func ExampleLoadDictionary() {
	_, err := normalize.LoadDictionary("testdata/no_such_words.txt")
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output: true
}

func ExampleCompareAreas() {
	a := normalize.ParseAddress("Moda Cad. No:10 Kadıköy/İstanbul", normalize.AddressHint{}, nil)
	b := normalize.ParseAddress("Bağdat Cad. No:151 Kadıköy/İstanbul", normalize.AddressHint{}, nil)
	fa, fb := normalize.NewAddressForm(&a), normalize.NewAddressForm(&b)
	fmt.Println(normalize.CompareAddressForms(&fa, &fb), normalize.CompareAreas(&fa, &fb))
	// Output: different 2
}
