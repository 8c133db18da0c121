package cluster

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// Where nothing is disputed, forming people step by step ends with the one group
// that Partition takes without a step.
func TestUndisputed(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	seen := map[bool]int{}
	for range 5000 {
		n := 2 + rnd.IntN(7)
		o := Options{Margin: 500, Against: int32(rnd.IntN(5) - 2)}
		sizes := make([]int64, n)
		for i := range sizes {
			sizes[i] = 1 + rnd.Int64N(3)
		}
		pairs := judgeAll(n, func(i, j int) Pair {
			p := Pair{Weight: o.Against + int32(rnd.IntN(60)) + 1, Join: rnd.IntN(3) > 0, Veto: rnd.IntN(40) == 0, Must: rnd.IntN(20) == 0}
			if rnd.IntN(30) == 0 {
				p.Weight = o.Against
			}
			return p
		})
		got := undisputed(n, pairs, o)
		seen[got]++
		if groups, refused := form(sizes, pairs, o); got && (!reflect.DeepEqual(groups, [][]int{upTo(n)}) || refused != nil) {
			t.Fatalf("%d nodes without a dispute form %v, %v are refused: %+v", n, groups, refused, pairs)
		}
	}
	if seen[true] < 500 || seen[false] < 500 {
		t.Errorf("of the tables %v were undisputed: the test tests nothing", seen)
	}
}
