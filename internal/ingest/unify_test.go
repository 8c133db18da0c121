package ingest_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
)

func rec(id string, pairs ...string) record.Record {
	r := record.Record{Key: record.Key{Source: "crm", ID: record.ID(id)}}
	for i := 0; i < len(pairs); i += 2 {
		r.Values = append(r.Values, record.Value{Field: record.Field(pairs[i]), Text: pairs[i+1]})
	}
	return r
}

func past(field, text, from, to string) record.Past {
	return record.Past{Value: record.Value{Field: record.Field(field), Text: text}, From: from, To: to}
}

func TestUnify(t *testing.T) {
	tests := []struct {
		name string
		in   []record.Record
		want []record.Record
		lost []ingest.Superseded
	}{
		{"nothing to do", []record.Record{rec("1", "full_name", "Ali"), rec("2", "full_name", "Can")},
			[]record.Record{rec("1", "full_name", "Ali"), rec("2", "full_name", "Can")}, nil},
		{"the later update wins, written in any form",
			[]record.Record{rec("1", "phone", "5", "updated_at", "03.02.2024 10:00"), rec("2"), rec("1", "phone", "4", "updated_at", "2023-12-31T23:59:59Z")},
			[]record.Record{{Key: rec("1").Key, Values: rec("1", "phone", "5", "updated_at", "03.02.2024 10:00").Values,
				Past: []record.Past{past("phone", "4", "2023-12-31", "2023-12-31")}}, rec("2")},
			[]ingest.Superseded{{Key: rec("1").Key, Lost: 2, Kept: 0}}},
		{"an update without a date is older than any",
			[]record.Record{rec("1", "phone", "9"), rec("1", "phone", "4", "updated_at", "2023-12-31")},
			[]record.Record{{Key: rec("1").Key, Values: rec("1", "phone", "4", "updated_at", "2023-12-31").Values, Past: []record.Past{past("phone", "9", "", "")}}},
			[]ingest.Superseded{{Key: rec("1").Key, Lost: 0, Kept: 1}}},
		{"else the greater content",
			[]record.Record{rec("1", "phone", "4"), rec("1", "phone", "5")},
			[]record.Record{{Key: rec("1").Key, Values: rec("1", "phone", "5").Values, Past: []record.Past{past("phone", "4", "", "")}}},
			[]ingest.Superseded{{Key: rec("1").Key, Lost: 0, Kept: 1}}},
		{"plain repetition leaves no history",
			[]record.Record{rec("1", "phone", "4"), rec("1", "phone", "4")},
			[]record.Record{rec("1", "phone", "4")},
			[]ingest.Superseded{{Key: rec("1").Key, Lost: 1, Kept: 0, Equal: true}}},
		{"a value of several versions spans their dates",
			[]record.Record{rec("1", "city", "Bolu", "updated_at", "2021-01-01"), rec("1", "city", "Bolu", "updated_at", "2022-01-01"), rec("1", "city", "Van", "updated_at", "2023-01-01")},
			[]record.Record{{Key: rec("1").Key, Values: rec("1", "city", "Van", "updated_at", "2023-01-01").Values, Past: []record.Past{past("city", "Bolu", "2021-01-01", "2022-01-01")}}},
			[]ingest.Superseded{{Key: rec("1").Key, Lost: 0, Kept: 2}, {Key: rec("1").Key, Lost: 1, Kept: 2}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kept, lost := ingest.Unify(slices.Clone(tt.in))
			if d := cmp.Diff(tt.want, kept); d != "" {
				t.Errorf("kept (-want +got)\n%s", d)
			}
			if d := cmp.Diff(tt.lost, lost); d != "" {
				t.Errorf("lost (-want +got)\n%s", d)
			}
		})
	}
}

// The order of records decides nothing, and no value is lost.
func TestUnifyIgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) record.Record {
			r := rec(fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "id")), "phone", fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "phone")))
			if day := rapid.IntRange(0, 3).Draw(t, "day"); day > 0 {
				r.Values = append(r.Values, record.Value{Field: record.UpdatedAt, Text: fmt.Sprintf("2024-01-%02d", day)})
			}
			return r
		}), 1, 12).Draw(t, "records")
		other := rapid.Permutation(in).Draw(t, "shuffled")
		sorted := func(in []record.Record) []record.Record {
			kept, lost := ingest.Unify(slices.Clone(in))
			if len(kept)+len(lost) != len(in) {
				t.Fatalf("%d kept and %d lost of %d", len(kept), len(lost), len(in))
			}
			slices.SortFunc(kept, func(a, b record.Record) int { return a.Key.Compare(b.Key) })
			return kept
		}
		a, b := sorted(in), sorted(other)
		if d := cmp.Diff(a, b); d != "" {
			t.Fatalf("(-one order +another)\n%s", d)
		}
		for _, r := range in {
			for _, v := range r.Values {
				if v.Field != record.UpdatedAt && !holds(a, r.Key, v) {
					t.Fatalf("%v of %v is gone", v, r.Key)
				}
			}
		}
	})
}

func holds(recs []record.Record, k record.Key, v record.Value) bool {
	for _, r := range recs {
		if r.Key == k {
			return slices.Contains(r.Values, v) || slices.ContainsFunc(r.Past, func(p record.Past) bool { return p.Value == v })
		}
	}
	return false
}

func BenchmarkUnify(b *testing.B) {
	base := make([]record.Record, 200_000)
	for i := range base {
		base[i] = rec(fmt.Sprint("K", i%199_000), "phone", fmt.Sprint(i))
	}
	in := make([]record.Record, len(base))
	for b.Loop() {
		copy(in, base)
		ingest.Unify(in)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(base)), "ns/record")
}
