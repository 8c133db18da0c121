package bulk_test

import (
	"context"
	"fmt"
	"os"
	"sort"
	"testing"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/synth"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

func TestMissed(t *testing.T) {
	if os.Getenv("MISSED") == "" {
		t.Skip("set MISSED")
	}
	cfg := synth.Config{Records: 20000, Hard: os.Getenv("MISSED") == "hard"}
	w, _ := synth.Generate(cfg)
	var records []record.Record
	truth := map[record.Key]string{}
	for r, e := range w.Records() {
		records = append(records, r)
		truth[r.Key] = string(e)
	}
	b, err := bulk.Resolve(context.Background(), records, nil)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(b.Model.Same, b.Model.Household, b.Model.Notes)
	judge := match.NewJudge(b.Model)
	people := map[string][]int{}
	for i := range b.Records {
		e := truth[b.Records[i].Key]
		people[e] = append(people[e], i)
	}
	count := map[string]int{}
	example := map[string][]string{}
	total := 0
	show := func(i int) string {
		s := ""
		for _, v := range b.Records[i].Values {
			switch v.Field {
			case "record_id", "updated_at", "created_at", "source":
				continue
			}
			s += fmt.Sprintf(" %s=%q", v.Field, v.Text)
		}
		return s
	}
	for _, list := range people {
		for x, i := range list {
			for _, j := range list[x+1:] {
				if b.Person[i] == b.Person[j] {
					continue
				}
				total++
				v := judge.Explain(&b.Profiles[i], &b.Profiles[j])
				lv := ""
				for _, e := range v.Evidence {
					switch e.Name {
					case "given_name", "surname", "birth_date", "mobile", "email", "home", "national_id":
						lv += " " + e.Name + ":" + e.Level
					}
				}
				k := fmt.Sprintf("%s %v by %s w>3=%v", v.Decision, v.Guards, v.Rule, v.Weight > 3000)
				count[k]++
				if len(example[k]) < 60 {
					example[k] = append(example[k], fmt.Sprintf("%d %s\n      %s\n      %s", v.Weight, lv, show(i), show(j)))
				}
			}
		}
	}
	wrong := map[string]int{}
	for _, e := range b.Edges {
		if b.Person[e.A] == b.Person[e.B] && truth[b.Records[e.A].Key] != truth[b.Records[e.B].Key] {
			v := judge.Explain(&b.Profiles[e.A], &b.Profiles[e.B])
			lv := ""
			for _, ev := range v.Evidence {
				lv += " " + ev.Name + ":" + ev.Level
			}
			k := v.Decision.String() + " " + v.Rule
			wrong[k]++
			if wrong[k] <= 6 {
				fmt.Println("WRONG", k, v.Weight, v.Guards, lv, "\n      ", show(int(e.A)), "\n      ", show(int(e.B)))
			}
		}
	}
	fmt.Println("WRONG counts", wrong)
	var keys []string
	for k := range count {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return count[keys[i]] > count[keys[j]] })
	fmt.Println("missed", total)
	for _, k := range keys[:min(12, len(keys))] {
		fmt.Println(count[k], k)
		for _, e := range example[k][:min(60, len(example[k]))] {
			fmt.Println("   ", e)
		}
	}
}
