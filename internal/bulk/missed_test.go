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
				k := fmt.Sprintf("%s %v by %s", v.Decision, v.Guards, v.Rule)
				count[k]++
				if len(example[k]) < 12 {
					example[k] = append(example[k], fmt.Sprintf("%d %s\n      %s\n      %s", v.Weight, lv, show(i), show(j)))
				}
			}
		}
	}
	var keys []string
	for k := range count {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return count[keys[i]] > count[keys[j]] })
	fmt.Println("missed", total)
	for _, k := range keys[:min(12, len(keys))] {
		fmt.Println(count[k], k)
		for _, e := range example[k][:min(5, len(example[k]))] {
			fmt.Println("   ", e)
		}
	}
}
