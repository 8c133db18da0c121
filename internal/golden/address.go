package golden

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// door reports whether the address tells a letter carrier where to ring.
func (a *Address) door() bool {
	return a.No != "" || a.UAVT != "" || a.Bina != "" || a.Daire != "" || a.Site != "" && a.Blok != ""
}

// fullness weighs the parts of an address.
func (a *Address) fullness() int {
	full := 0
	for _, p := range [...]struct {
		text   string
		weight int
	}{
		{a.Il, 2}, {a.Ilce, 2}, {a.Mahalle + a.Koy, 2}, {a.Bulvar + a.Cadde + a.Sokak, 4}, {a.No, 4}, {a.Daire, 3},
		{a.Site, 2}, {a.Blok, 2}, {a.Bina, 1}, {a.Kat, 1}, {a.Posta, 1}, {a.UAVT, 4},
	} {
		if p.text != "" {
			full += p.weight
		}
	}
	return full
}

// place is a candidate address with what it says.
type place struct {
	candidate
	address *Address
	letters int
}

// addresses lets the addresses survive: those that name one door, or of which
// one is a part of the other, are one address in its fullest form. The columns of
// the parts are those of the primary, so that no golden address mixes two.
func (m *merger) addresses() {
	f := Field{Name: record.Address}
	places := m.places(&f)
	if len(places) == 0 {
		if len(f.Beaten) > 0 {
			m.g.Fields = append(m.g.Fields, f)
		}
		return
	}
	leaders := groupPlaces(places)
	for i := range places {
		m.claims = append(m.claims, places[i].candidate)
	}
	claims := m.claims
	m.groups = m.groups[:0]
	for i := 0; i < len(claims); {
		j := i + 1
		for j < len(claims) && leaders[j] == leaders[i] {
			j++
		}
		if claims[i].coarse { // the leader says no more than the others
			for k := i; k < j; k++ {
				claims[k].coarse = false
			}
		}
		m.groups = append(m.groups, m.group(claims[i:j], &f))
		i = j
	}
	m.settle(&f)
	m.g.Fields = append(m.g.Fields, f)
	m.addressParts(m.g.Fields[len(m.g.Fields)-1].Values[0])
}

// places collects the usable addresses, the fullest first.
func (m *merger) places(f *Field) []place {
	out := m.spots
	for i := range m.members {
		addresses := m.members[i].Addresses
		for j := range addresses {
			a := &addresses[j]
			if !a.Grade.usable() || a.Canonical == "" {
				f.Beaten = append(f.Beaten, Beaten{Grade: a.Grade, Origin: Origin{uint32(i), a.Ref}, By: byGrade})
				continue
			}
			out = append(out, place{address: a, letters: letters(a.Canonical), candidate: candidate{field: record.Address, text: a.Canonical,
				grade: a.Grade, full: a.fullness(), member: uint32(i), ref: a.Ref, coarse: !a.door()}})
		}
	}
	if len(out) > 1 {
		slices.SortFunc(out, comparePlaces)
	}
	m.spots = out
	return out
}

func comparePlaces(a, b place) int {
	if a.ref.Past() != b.ref.Past() {
		return boolCompare(b.ref.Past(), a.ref.Past())
	}
	return cmp.Or(cmp.Compare(b.full, a.full), cmp.Compare(b.letters, a.letters), strings.Compare(a.text, b.text),
		cmp.Compare(a.member, b.member), cmp.Compare(uint32(a.ref), uint32(b.ref)))
}

// onePlace are the groups of a single address.
var onePlace = []int{0}

// groupPlaces puts the places of one address next to each other and returns the
// number of the group of each. A place joins the first, fullest, group whose
// leader says the same or more.
func groupPlaces(places []place) []int {
	if len(places) == 1 {
		return onePlace
	}
	leaders := make([]int, len(places))
	var lead []int // first place of each group
	for i := range places {
		leaders[i] = len(lead)
		for g, l := range lead {
			if within(places[i].address, places[l].address) {
				leaders[i] = g
				break
			}
		}
		if leaders[i] == len(lead) {
			lead = append(lead, i)
		}
	}
	if len(lead) == len(places) {
		return leaders
	}
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(leaders[i], leaders[j]) })
	moved, groups := make([]place, len(places)), make([]int, len(places))
	for i, from := range order {
		moved[i], groups[i] = places[from], leaders[from]
	}
	copy(places, moved)
	return groups
}

// within reports whether a says nothing that b does not say: they name one
// door, or every part of a is that of b.
func within(a, b *Address) bool {
	if a.Canonical == b.Canonical {
		return true
	}
	x, y := a.parts(), b.parts()
	same := a.Il != "" || a.Ilce != "" || a.Sokak != "" || a.Cadde != ""
	for i, p := range x {
		if *p != "" && *p != *y[i] && !normalize.FoldEqual(*p, *y[i]) && !(lossy(*p) && normalize.LossyMatch(*p, *y[i])) {
			same = false
			break
		}
	}
	return same || normalize.CompareAddresses(&a.Address, &b.Address) == normalize.AddressSame
}

// lossy reports letters lost to an old code page.
func lossy(s string) bool { return strings.ContainsAny(s, "?\uFFFD") }

// addressParts adds the columns of a split address from the primary.
func (m *merger) addressParts(v Value) {
	if v.Former {
		return
	}
	a := m.addressOf(v)
	if a == nil {
		return
	}
	v.Won, v.Consent = "", 0
	quarter := a.Mahalle
	if quarter == "" {
		quarter = a.Koy
	}
	for _, p := range [...]struct {
		field record.Field
		text  string
	}{
		{record.Neighbourhood, quarter}, {record.Street, streetText(a)}, {record.BuildingNo, doorText(a)},
		{record.District, a.Ilce}, {record.City, a.Il}, {record.PostalCode, a.Posta},
	} {
		if p.text != "" {
			v.Text = p.text
			m.put(Field{Name: p.field}, v)
		}
	}
}

// addressOf finds the address behind a value.
func (m *merger) addressOf(v Value) *Address {
	addresses := m.members[v.Member].Addresses
	for i := range addresses {
		if addresses[i].Ref == v.Ref && addresses[i].Canonical == v.Text {
			return &addresses[i]
		}
	}
	return nil
}
