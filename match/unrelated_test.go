package match_test

import (
	"slices"
	"testing"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// TestUnrelated: what Unrelated says holds whatever the degrees of the second
// record's values are.
func TestUnrelated(t *testing.T) {
	_, _, profiles, _ := packed(t, 1500)
	j := match.NewJudge(match.Shipped("tr", 1000))
	said, bearers := 0, map[uint32][]*match.Profile{}
	for _, p := range profiles {
		if k := p.NameKey(); k != 0 {
			bearers[k] = append(bearers[k], p)
		}
	}
	for i, a := range profiles {
		others := append(slices.Clone(bearers[a.NameKey()]), profiles[(i*7+1)%len(profiles)])
		for _, b := range others {
			if a == b || !j.Unrelated(a, b) {
				continue
			}
			said++
			n := len(b.Lines) + len(b.Mails) + len(b.Doors)
			for mask := range 1 << min(n, 6) {
				x := hubs(b, mask)
				if r := j.Judge(a, x); r.Decision != record.Different || r.Link != record.NoLink {
					t.Fatalf("with hubs %b: %v, link %q", mask, r.Decision, r.Link)
				}
			}
		}
	}
	t.Logf("%d pairs", said)
	if said < 100 {
		t.Errorf("Unrelated spoke of %d pairs only", said)
	}
}

// hubs returns a copy of p in which those values are hubs whose bit is set.
func hubs(p *match.Profile, mask int) *match.Profile {
	out := *p
	out.Lines, out.Mails, out.Doors = slices.Clone(p.Lines), slices.Clone(p.Mails), slices.Clone(p.Doors)
	i := 0
	set := func(d *match.Degree) {
		if *d = 0; mask&(1<<i) != 0 {
			*d = match.Hub
		}
		i++
	}
	for k := range out.Lines {
		set(&out.Lines[k].Degree)
	}
	for k := range out.Mails {
		set(&out.Mails[k].Degree)
	}
	for k := range out.Doors {
		set(&out.Doors[k].Degree)
	}
	return &out
}
