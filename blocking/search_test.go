package blocking

import (
	"context"
	"slices"
	"testing"
)

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

// A person is found by words as people type them, and before those who share only
// some of them.
func TestSearchSlips(t *testing.T) {
	x, err := OpenSearch("")
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	b := x.Batch()
	for id, text := range map[string]string{
		"1": "Mehmet Yıldırım\nModa Cad. No:5 Kadıköy", "2": "Mehmet Yacı\nKadıköy", "3": "Mahmut Yıldız\nÜsküdar", "4": "Ayşe Yıldırım\nÜsküdar",
	} {
		if err := b.Put(id, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Apply(b, nil); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text string
		want []string
		why  string
	}{
		{"mehmet yildirim kadıköy", []string{"1"}, "as it is"},
		{"MEHMET YILDIRM", []string{"1"}, "one slip"},
		{"mehmet yildrm kadıköy", []string{"1"}, "two letters left out"},
		{"mehm yıldı moda", []string{"1"}, "unfinished"},
		{"yaci", []string{"2"}, "a short word is one slip away at most"},
		{"yciw", nil, "two slips in a short word"},
		{"ayşe yildrm beşiktaş", []string{"4"}, "most words, two slips away"},
	} {
		hits, err := x.Search(context.Background(), tt.text, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q finds %v, want %v", tt.why, tt.text, got, tt.want)
		}
	}
}
