package bulk_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

func TestLone(t *testing.T) {
	if os.Getenv("LONE") == "" {
		t.Skip()
	}
	for _, s := range publicSets {
		if s.name != os.Getenv("LONE") {
			continue
		}
		set := readPublic(t, s.name, s.id, s.files)
		b, err := bulk.Resolve(context.Background(), set.records, &bulk.Options{Base: set.base})
		if err != nil {
			t.Fatal(err)
		}
		ent := map[record.Key]string{}
		for _, a := range set.truth {
			ent[a.Key] = a.Entity
		}
		tc := map[string][]uint32{}
		size := map[uint32]int{}
		for i := range b.Records {
			e := ent[b.Records[i].Key]
			tc[e] = append(tc[e], uint32(i))
			size[b.Person[i]]++
		}
		cand := map[[2]uint32]bool{}
		for x, y := range b.Candidates() {
			cand[[2]uint32{x, y}] = true
		}
		edge := map[[2]uint32]record.Decision{}
		for _, e := range b.Edges {
			edge[[2]uint32{e.A, e.B}] = e.Result.Decision
		}
		j := match.NewJudge(b.Model)
		cnt := map[string]int{}
		pairs := map[string]int{}
		for i := range b.Records {
			if size[b.Person[i]] > 1 {
				continue
			}
			own := tc[ent[b.Records[i].Key]]
			var best int32 = -99999
			hasCand, hasEdge := false, false
			var bestRule string
			bestAny := record.Different
			for _, o := range own {
				if o == uint32(i) {
					continue
				}
				k := [2]uint32{min(o, uint32(i)), max(o, uint32(i))}
				r := j.Judge(&b.Profiles[i], &b.Profiles[o])
				if r.Weight > best {
					best = r.Weight
					bestRule = r.Rule()
				}
				bestAny = max(bestAny, r.Decision)
				hasCand = hasCand || cand[k]
				hasEdge = hasEdge || edge[k] == record.Same
			}
			_ = bestRule
			bucket := "w<-3"
			switch {
			case best >= 8000:
				bucket = "w>=8"
			case best >= 3000:
				bucket = "w>=3"
			case best >= 0:
				bucket = "w>=0"
			case best >= -3000:
				bucket = "w>=-3"
			}
			key := fmt.Sprintf("%s cand=%v edge=%v", bucket, hasCand, hasEdge)
			cnt[key]++
			pairs[key] += len(own) - 1
			if cnt[key] <= 6 && best >= -3000 {
				fmt.Println(key)
				fmt.Println("    ", b.Records[i].Values)
				fmt.Println("    ", b.Records[own[0]].Values)
			}
		}
		for k, n := range cnt {
			fmt.Println(k, n, "pairs", pairs[k])
		}
	}
}
