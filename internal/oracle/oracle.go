// Package oracle says who is who in the plainest way that there is: in memory,
// looking at every pair, without index or store. It is slow on purpose. The
// batch path and the live path must equal it; tests say so on random inputs.
package oracle

import (
	"slices"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Resolve returns who is who among records under rulings and model. Records are
// first put in canonical key order; the resolution numbers them by it, and
// sorted holds them. Rulings about records that are not there count nothing.
func Resolve(records []record.Record, rulings []record.Ruling, m *match.Model) (res *resolve.Resolution, sorted []record.Record) {
	sorted = slices.Clone(records)
	slices.SortFunc(sorted, func(a, b record.Record) int { return a.Compare(b.Key) })
	profiles, first, decide := judged(sorted, m)
	keys := activeKeys(profiles, first, m)
	var edges []resolve.Edge
	for a := range uint32(len(sorted)) {
		for b := a + 1; b < uint32(len(sorted)); b++ {
			shared := sharedClasses(keys[a], keys[b])
			if first[b] == int(a) {
				shared = 1 << blocking.Copy
			}
			if shared == 0 {
				continue
			}
			if r := decide(a, b); resolve.Worth(&r) {
				edges = append(edges, resolve.Edge{A: a, B: b, Result: r, Keys: uint32(shared)})
			}
		}
	}
	return resolve.People(len(sorted), edges, resolve.InForce(sorted, rulings), decide, nil, m), sorted
}

// Judge returns what decides about any two of some records, by their places in
// canonical key order, in which they must be given.
func Judge(sorted []record.Record, m *match.Model) resolve.Judge {
	_, _, decide := judged(sorted, m)
	return decide
}

func judged(sorted []record.Record, m *match.Model) ([]match.Profile, []int, resolve.Judge) {
	profiles := profiles(sorted, m)
	first := firsts(profiles)
	count(profiles, first, m)
	judge := match.NewJudge(m)
	return profiles, first, func(a, b uint32) match.Result { return judge.Judge(&profiles[a], &profiles[b]) }
}

func profiles(records []record.Record, m *match.Model) []match.Profile {
	in := match.NewInterner(m.Options(), m)
	b := match.NewBuilder(in, m)
	out := make([]match.Profile, len(records))
	for i := range records {
		out[i] = *b.Profile(&records[i], normalize.NewFeatures(&records[i], m.Options()))
	}
	return out
}

// firsts returns for each record the first that is equal to it in all that
// blocking and scoring read. It stands for the others, which have no keys.
func firsts(profiles []match.Profile) []int {
	var printer match.Printer
	by := map[uint64]int{}
	out := make([]int, len(profiles))
	for i := range profiles {
		out[i] = i
		if print := printer.Print(&profiles[i]); print != 0 {
			if _, ok := by[print]; !ok {
				by[print] = i
			}
			out[i] = by[print]
		}
	}
	return out
}

// count fills in the degrees: how many different names stand on each value.
func count(profiles []match.Profile, first []int, m *match.Model) {
	names := map[uint64]map[uint32]bool{}
	each := func(f func(p *match.Profile, value uint64, d *match.Degree, hub int)) {
		for i := range profiles {
			p := &profiles[i]
			for k := range p.Lines {
				f(p, match.Mix(1, p.Lines[k].Value), &p.Lines[k].Degree, m.Limits.HubContact)
			}
			for k := range p.Mails {
				f(p, match.Mix(2, p.Mails[k].Value), &p.Mails[k].Degree, m.Limits.HubContact)
			}
			for k := range p.Doors {
				if p.Doors[k].Key != 0 {
					f(p, match.Mix(3, p.Doors[k].Key), &p.Doors[k].Degree, m.Limits.HubDoor)
				}
			}
		}
	}
	each(func(p *match.Profile, value uint64, _ *match.Degree, _ int) {
		if names[value] == nil {
			names[value] = map[uint32]bool{}
		}
		if n := p.NameKey(); n != 0 {
			names[value][n] = true
		}
	})
	each(func(_ *match.Profile, value uint64, d *match.Degree, hub int) {
		*d = match.DegreeStep(len(names[value]), hub)
	})
	contest(profiles, first)
}

// contest marks the doors behind which the records show two people of a name.
func contest(profiles []match.Profile, first []int) {
	type bearer struct {
		door uint64
		name uint32
	}
	behind := map[bearer][]*match.Profile{}
	for i := range profiles {
		if first[i] != i {
			continue
		}
		p := &profiles[i]
		for _, door := range doorKeys(p) {
			behind[bearer{door, p.NameKey()}] = append(behind[bearer{door, p.NameKey()}], p)
		}
	}
	for i := range profiles {
		p := &profiles[i]
		for k := range p.Doors {
			d := &p.Doors[k]
			d.Contested = d.Key != 0 && match.Contested(behind[bearer{d.Key, p.NameKey()}])
		}
	}
}

func doorKeys(p *match.Profile) []uint64 {
	var out []uint64
	for k := range p.Doors {
		if key := p.Doors[k].Key; key != 0 && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// activeKeys returns the keys of each record that make pairs: those within the
// cap, and the subkeys within the cap of those beyond it.
func activeKeys(profiles []match.Profile, first []int, m *match.Model) [][]blocking.Key {
	base := make([][]blocking.Key, len(profiles))
	length := map[blocking.Key]int{}
	for i := range profiles {
		if first[i] != i {
			continue
		}
		base[i] = blocking.Keys(nil, &profiles[i], m)
		for _, k := range base[i] {
			length[k]++
		}
	}
	out := make([][]blocking.Key, len(profiles))
	for i := range profiles {
		for _, k := range base[i] {
			if length[k] <= blocking.Cap(k.Class(), m) {
				out[i] = append(out[i], k)
				continue
			}
			subs := blocking.Subkeys(nil, &profiles[i], k)
			slices.Sort(subs)
			out[i] = append(out[i], slices.Compact(subs)...)
		}
	}
	clear(length)
	for i := range out {
		slices.Sort(out[i])
		out[i] = slices.Compact(out[i])
		for _, k := range out[i] {
			length[k]++
		}
	}
	for i := range out {
		out[i] = slices.DeleteFunc(out[i], func(k blocking.Key) bool { return length[k] > blocking.Cap(k.Class(), m) })
	}
	return out
}

func sharedClasses(a, b []blocking.Key) (s blocking.Classes) {
	for _, k := range a {
		if slices.Contains(b, k) {
			s |= 1 << k.Class()
		}
	}
	return s
}
