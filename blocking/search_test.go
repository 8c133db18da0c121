package blocking

import "testing"

func TestSearchText(t *testing.T) {
	for in, want := range map[string]string{
		"İbrahim IŞIK":           "ibrahim isik",
		"+90 (532) 213 47 68":    "5322134768",
		"0532 213 47 68 Kadıköy": "5322134768 kadikoy",
		"Moda Cad. No:5\n34710":  "moda cad no 5 34710",
		"0212 345 67 89\n0532":   "2123456789 0532",
		"":                       "",
	} {
		if got := searchText(in); got != want {
			t.Errorf("searchText(%q) = %q, want %q", in, got, want)
		}
	}
}
