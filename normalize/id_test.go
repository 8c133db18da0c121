package normalize_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/normalize"
)

func idLine(id normalize.ID) string {
	return strings.TrimRight(fmt.Sprintf("%s %s %s %s", id.Status, id.Canonical, id.Class, id.Suggestion), " ")
}

func TestParseID(t *testing.T) {
	tests := []struct {
		kind     normalize.IDKind
		in, want string
	}{
		{"tckn", "TC Kimlik No: 93887193996", "valid 93887193996 citizen"}, {"tckn", "T.C. 938 871 939 96", "valid 93887193996 citizen"},
		{"tckn", "93887193996,0", "valid 93887193996 citizen"}, {"tckn", "YKN 99384308352", "valid 99384308352 foreigner"},
		{"tckn", "9388719399", "invalid_length"}, {"tckn", "9388719399A", "invalid_format"}, {"tckn", "0093887193996", "invalid_length   93887193996"},
		{"tckn", "9.3887193996E+10", "invalid_format"}, {"tckn", "00000000000", "placeholder 00000000000 placeholder"},
		{"tckn", "22222222222", "placeholder 22222222222 placeholder"}, {"tckn", "98765432150", "placeholder 98765432150 placeholder"},
		{"tckn", "10000000146", "placeholder 10000000146 placeholder"}, {"tckn", "93XXXXXXX96", "masked  masked"}, {"tckn", "0", "empty"},
		{"vkn", "Vergi No: 713 902 1761", "valid 7139021761 vkn"}, {"vkn", "7139021762", "invalid_checksum 7139021762"}, {"vkn", "221563199", "invalid_length   0221563199"},
		{"vkn", "2222222222", "placeholder 2222222222 placeholder"}, {"vkn", "71******61", "masked  masked"},
		{"tax_no", "7139021761", "valid 7139021761 vkn"}, {"tax_no", "99384308352", "valid 99384308352 foreigner"}, {"tax_no", "123456", "invalid_length"},
		{"iban", "IBAN: TR30 0009 8003 6675 4437 8593 40", "valid TR300009800366754437859340 iban_tr"}, {"iban", "TR3000098003667544378593", "invalid_length"},
		{"iban", "300009800366754437859340", "invalid_format   TR300009800366754437859340"}, {"iban", "GB82 WEST 1234 5698 7654 32", "valid GB82WEST12345698765432 iban_foreign"},
		{"iban", "XX89370400440532013000", "invalid_format"}, {"iban", "TR30******************9340", "masked  masked"},
		{"id_serial", "A12-B34567", "valid A12B34567 tckk_serial"}, {"id_serial", "Seri No: U21123456", "valid U21123456 nufus_cuzdani_serial"}, {"id_serial", "Ş12B34567", "invalid_format"},
		{"passport", "TR-U 12345678", "valid U12345678 passport_tr"}, {"passport", "AB123456", "valid AB123456 passport_foreign"}, {"passport", "ABCDEFGH", "invalid_format"},
		{"plate", "34 abc 12", "valid 34ABC12 plate_tr:34"}, {"plate", "34 A 123", "invalid_format"}, {"plate", "34 QX 123", "invalid_format"}, {"plate", "34 ÇAY 12", "invalid_format"},
		{"plate", "34 ABC 1234", "invalid_format"}, {"plate", "Plaka: 34 AB 1234", "valid 34AB1234 plate_tr:34"},
		{"mersis", "0770-4249-4050-0015", "valid 0770424940500015 mersis:vkn=7704249405"}, {"mersis", "770424940500015", "invalid_length   0770424940500015"},
		{"sgk_workplace", "2 3812 01 01 0000000 034 06-10 000", "unverified 23812010100000000340610000 sgk_workplace"}, {"sgk_person", "12", "invalid_length"},
		{"uavt", "1234567890", "unverified 1234567890 uavt"}, {"customer_no", " s1:4711 ", "unverified S1:4711 customer_no"}, {"customer_no", "yok", "empty"},
	}
	for _, tt := range tests {
		if got := idLine(normalize.ParseID(tt.kind, tt.in)); got != tt.want {
			t.Errorf("%s %q: got %q, want %q", tt.kind, tt.in, got, tt.want)
		}
	}
}

func TestCompareIDs(t *testing.T) {
	tests := []struct {
		kind       normalize.IDKind
		a, b, want string
	}{
		{"tckn", "84721955528", "82741955528", "transposition_valid"}, {"tckn", "84721955528", "8472195552", "typo"}, {"tckn", "84721955528", "847219555281", "typo"},
		{"tckn", "84721055528", "84721055528", "equal_invalid"}, {"tckn", "84721955528", "84721955527", "typo"}, {"tckn", "84721955528", "94721955527", "different_invalid"},
		{"tckn", "99384308352", "95048832188", "ykn_tckn"}, {"tckn", "11111111110", "11111111110", "missing"}, {"tckn", "", "95048832188", "missing"},
		{"tckn", "90*******28", "91*******28", "conflict_mask"}, {"tckn", "95048832188", "950****188", "compatible_mask"},
		{"vkn", "7139021761", "7139021762", "typo"}, {"vkn", "7139021761", "7704249405", "different"}, {"plate", "34ABC123", "34 abc 123", "equal"},
		{"tax_no", "7139021761", "87796677692", "missing"}, {"iban", "TR300009800366754437859340", "TR300009801366754437859340", "typo"},
	}
	for _, tt := range tests {
		a, b := normalize.ParseID(tt.kind, tt.a), normalize.ParseID(tt.kind, tt.b)
		if got := normalize.CompareIDs(tt.kind, &a, &b); string(got) != tt.want {
			t.Errorf("%s %s %s: got %s, want %s", tt.kind, tt.a, tt.b, got, tt.want)
		}
	}
	if got := normalize.CompareIDs(normalize.IDTCKN, nil, nil); got != normalize.IDMissing {
		t.Error(got)
	}
}

// generated returns a valid national number of nine random digits.
func generated(r *rand.Rand) string {
	nine := fmt.Sprintf("%09d", 800000000+r.IntN(160000000))
	return nine + normalize.TCKNCheckDigits(nine)
}

// The error detection that turkish.md section 3.1 computed: what check digits
// see, and what they never see.
func TestTCKNErrorDetection(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n := generated(r)
		if id := normalize.ParseID(normalize.IDTCKN, n); id.Status != normalize.Valid {
			t.Fatalf("%s of a generated number", id.Status)
		}
		for i := range n {
			for d := byte('0'); d <= '9'; d++ {
				if b := []byte(n); d != b[i] {
					b[i] = d
					wrong := normalize.ParseID(normalize.IDTCKN, string(b))
					if wrong.Status == normalize.Valid {
						t.Fatalf("digit %d replaced: still valid", i+1)
					}
					if wrong.Canonical != "" && !slices.Contains(normalize.NationalIDNeighbours(wrong.Canonical), n) && wrong.Status != normalize.Placeholder {
						t.Fatalf("digit %d replaced: the right number is no neighbour", i+1)
					}
				}
			}
		}
		for i := 0; i+1 < 11; i++ {
			b := []byte(n)
			b[i], b[i+1] = b[i+1], b[i]
			diff := int(b[i]) - int(b[i+1])
			if diff == 0 || b[0] == '0' {
				continue
			}
			valid := normalize.ParseID(normalize.IDTCKN, string(b)).Status == normalize.Valid
			if want := (diff == 5 || diff == -5) && i < 9; valid != want {
				t.Fatalf("digits %d and %d swapped, difference %d: valid is %v", i+1, i+2, diff, valid)
			}
		}
		if short := n[:4] + n[5:]; !slices.Contains(normalize.NationalIDNeighbours(short), n) {
			t.Fatal("a digit lost: the right number is no neighbour")
		}
		if long := n[:4] + "7" + n[4:]; !slices.Contains(normalize.NationalIDNeighbours(long), n) {
			t.Fatal("a digit too many: the right number is no neighbour")
		}
		if normalize.NationalIDNeighbours(n) != nil {
			t.Fatal("a valid number has neighbours")
		}
	}
}

func TestCheckDigits(t *testing.T) {
	if got := normalize.TCKNCheckDigits("172917160"); got != "60" { // the example of python-stdnum
		t.Error(got)
	}
	if got := normalize.VKNCheckDigit("713902176"); got != "1" {
		t.Error(got)
	}
	if got := normalize.IBANCheckDigits("TR", "0009800366754437859340"); got != "30" {
		t.Error(got)
	}
	if normalize.TCKNCheckDigits("12") != "" || normalize.VKNCheckDigit("x") != "" || normalize.IBANCheckDigits("T", "") != "" {
		t.Error("check digits of nothing")
	}
}

var idKinds = []normalize.IDKind{normalize.IDTCKN, normalize.IDVKN, normalize.IDTaxNo, normalize.IDIBAN, normalize.IDPlate, normalize.IDPassport, normalize.IDSerial,
	normalize.IDMERSIS, normalize.IDSGKPerson, normalize.IDSGKWorkplace, normalize.IDUAVT, normalize.IDCustomerNo}

func FuzzParseID(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, r := range testkit.Rows(f, "testdata/ids.tsv") {
		f.Add(r["input"], r["input2"])
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		for _, kind := range idKinds {
			a, b := normalize.ParseID(kind, s), normalize.ParseID(kind, other)
			if a.Canonical != "" {
				if again := normalize.ParseID(kind, a.Canonical); again != a {
					t.Errorf("%s %q gives %+v, which gives %+v", kind, s, a, again)
				}
			}
			if x, y := normalize.CompareIDs(kind, &a, &b), normalize.CompareIDs(kind, &b, &a); x != y {
				t.Errorf("%s %q %q: %s, %s", kind, s, other, x, y)
			}
			if a.Identifies() && normalize.CompareIDs(kind, &a, &a) != normalize.IDEqual {
				t.Errorf("%s %q is not equal to itself", kind, s)
			}
			normalize.NationalIDNeighbours(a.Read)
		}
	})
}

func BenchmarkParseID(b *testing.B) {
	for _, in := range []string{"93887193996", "TC: 938 871 939 96", "87252409784"} {
		b.Run(in, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				normalize.ParseID(normalize.IDTCKN, in)
			}
		})
	}
	b.Run("iban", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			normalize.ParseID(normalize.IDIBAN, "TR30 0009 8003 6675 4437 8593 40")
		}
	})
}

func ExampleParseID() {
	for _, in := range []string{"TC: 938 871 939 96", "87252409784", "11111111110"} {
		id := normalize.ParseID(normalize.IDTCKN, in)
		fmt.Println(id.Status, id.Class, id.Mask)
	}
	// Output:
	// valid citizen 93*******96
	// invalid_checksum  87*******84
	// placeholder placeholder 11*******10
}

func ExampleCompareIDs() {
	a := normalize.ParseID(normalize.IDTCKN, "95048832188")
	b := normalize.ParseID(normalize.IDTCKN, "59048832188")
	fmt.Println(normalize.CompareIDs(normalize.IDTCKN, &a, &b))
	// Output: transposition
}

func ExampleTCKNCheckDigits() {
	fmt.Println("938871939" + normalize.TCKNCheckDigits("938871939"))
	// Output: 93887193996
}

func ExampleVKNCheckDigit() {
	fmt.Println("713902176" + normalize.VKNCheckDigit("713902176"))
	// Output: 7139021761
}

func ExampleIBANCheckDigits() {
	fmt.Println("TR" + normalize.IBANCheckDigits("TR", "0009800366754437859340") + "0009800366754437859340")
	// Output: TR300009800366754437859340
}

// A wrong number has the right one among its neighbours.
func ExampleNationalIDNeighbours() {
	wrong := normalize.ParseID(normalize.IDTCKN, "93887193969")
	fmt.Println(wrong.Status, len(normalize.NationalIDNeighbours(wrong.Canonical)))
	// Output: invalid_checksum 1
}
