package normalize

import (
	"slices"
	"strings"
)

// CompareNames says how the names of two records relate (turkish.md section
// 2.2). It is symmetric. Titles do not count; names of other kinds than persons
// and companies compare only as far as their parts do.
func CompareNames(a, b *Name, o *Options) NameComparison {
	switch {
	case a.Kind == KindEmpty || b.Kind == KindEmpty:
		return NameComparison{Relation: RelMissing}
	case a.Kind == KindNoise || b.Kind == KindNoise:
		return NameComparison{Relation: RelMissing, Flags: []string{"noise"}}
	case a.Kind == KindCompany || b.Kind == KindCompany:
		return compareCompanies(a, b)
	case len(a.Parts) > 0 || len(b.Parts) > 0 || a.Kind == KindHousehold || b.Kind == KindHousehold:
		return compareSeveral(a, b, o)
	}
	return comparePersons(a, b, o)
}

// rank orders relations from the closest to the farthest.
func (r NameRelation) rank() int {
	switch r {
	case RelExact:
		return 0
	case RelVariant:
		return 1
	case RelCompatible:
		return 2
	case RelInitial:
		return 3
	case RelSimilar:
		return 4
	case RelUnknown:
		return 5
	case RelMissing:
		return 6
	}
	return 7
}

func farther(a, b NameRelation) NameRelation {
	if a.rank() < b.rank() {
		return b
	}
	return a
}

// near reports one name, spelt differently at most.
func (r NameRelation) near() bool { return r == RelExact || r == RelVariant }

func comparePersons(a, b *Name, o *Options) NameComparison {
	ga, gb := NewGivenForm(a.Given, o), NewGivenForm(b.Given, o)
	sa, sb := NewSurnameForm(a.Surname, a.Prev, o), NewSurnameForm(b.Surname, b.Prev, o)
	given, nick := compareGiven(ga, gb)
	c := NameComparison{Given: given, Surname: CompareSurname(sa, sb)}
	c.Relation = c.persons(a, b, o)
	if nick && c.Relation == RelCompatible {
		c.Flags = append(c.Flags, "nickname")
	}
	if c.Relation == RelExact {
		if a.HasFlag("lossy") || b.HasFlag("lossy") || a.HasFlag("keyboard") || b.HasFlag("keyboard") {
			c.Relation = RelVariant
		}
		if displayDiff(a.Display, b.Display) {
			c.Flags = append(c.Flags, "display_diff")
		}
	}
	if len(a.Titles) > 0 && len(b.Titles) > 0 && !slices.Equal(a.Titles, b.Titles) {
		c.Flags = append(c.Flags, "title_diff")
	}
	slices.Sort(c.Flags)
	return c
}

// persons joins the relations of given names and surnames.
func (c *NameComparison) persons(a, b *Name, o *Options) NameRelation {
	given, surname := c.Given, c.Surname
	switch {
	case given == RelUnknown || surname == RelUnknown:
		return RelUnknown
	case given == RelMissing:
		return RelMissing
	case surname == RelMissing && given != RelConflict:
		return RelSimilar // "Ozan Bey" may be Ozan Kaya
	}
	if given == RelConflict || surname == RelConflict || surname == RelSimilar {
		if joinedEqual(a, b) { // Ali Öz Türk, Ali Öztürk
			c.Given, c.Surname = RelVariant, RelVariant
			return RelVariant
		}
		if swappedNames(a, b, o) {
			c.Flags = append(c.Flags, "swapped")
			return RelSimilar
		}
	}
	switch {
	case given == RelConflict && surname == RelConflict:
		c.Flags = append(c.Flags, "both_conflict")
	case given == RelConflict:
		c.Flags = append(c.Flags, "given_conflict")
	case surname == RelConflict:
		c.Flags = append(c.Flags, "surname_conflict")
	}
	return farther(given, surname)
}

// joinedEqual reports names that are equal but for blanks.
func joinedEqual(a, b *Name) bool {
	var abuf, bbuf [128]byte
	x := squeeze(AppendFold(abuf[:0], a.Display))
	y := squeeze(AppendFold(bbuf[:0], b.Display))
	return len(x) > 0 && string(x) == string(y)
}

func squeeze(s []byte) []byte {
	out := s[:0]
	for _, c := range s {
		if c != ' ' {
			out = append(out, c)
		}
	}
	return out
}

// swappedNames reports given name and surname in each other's place, where neither
// order could be told to be wrong: Hasan Hussein, Hussein Hasan.
func swappedNames(a, b *Name, o *Options) bool {
	if a.Surname == "" || b.Surname == "" || a.Prev != "" || b.Prev != "" {
		return false
	}
	return CompareGiven(NewGivenForm(a.Given, o), NewGivenForm(b.Surname, o)).near() &&
		CompareGiven(NewGivenForm(a.Surname, o), NewGivenForm(b.Given, o)).near()
}

// displayDiff reports equal keys whose displays carry Turkish letters in
// different places (Buşra, Büşra). A circumflex or the dot of an i is no such letter, and a display
// without any was typed without them.
func displayDiff(a, b string) bool {
	as, bs := strings.Fields(circumflex.Replace(a)), strings.Fields(circumflex.Replace(b))
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		if as[i] != bs[i] && !isASCII(as[i]) && !isASCII(bs[i]) {
			return true
		}
	}
	return false
}

var circumflex = strings.NewReplacer("â", "a", "î", "i", "û", "u", "Â", "A", "Î", "I", "Û", "U", "ı", "i", "İ", "I")

// compareSeveral compares where several people stand in one field: as close as
// the closest parts, but never closer than compatible.
func compareSeveral(a, b *Name, o *Options) NameComparison {
	best := NameComparison{Relation: RelConflict}
	for _, x := range a.people() {
		for _, y := range b.people() {
			if x.Given == "" || y.Given == "" {
				if CompareSurname(NewSurnameForm(x.Surname, x.Prev, o), NewSurnameForm(y.Surname, y.Prev, o)).near() {
					best = NameComparison{Relation: RelCompatible}
				}
				continue
			}
			if c := comparePersons(x, y, o); c.Relation.rank() < best.Relation.rank() {
				best = c
			}
		}
	}
	if best.Relation.rank() < RelCompatible.rank() {
		best.Relation = RelCompatible
	}
	best.Flags = append(best.Flags, "multi")
	slices.Sort(best.Flags)
	return best
}

// maxPeople bounds the people of one field that are compared; a field with more is
// a list that found its way into a cell.
const maxPeople = 12

// people are the first people of a name.
func (n *Name) people() []*Name {
	if len(n.Parts) == 0 {
		return []*Name{n}
	}
	out := make([]*Name, min(len(n.Parts), maxPeople))
	for i := range out {
		out[i] = &n.Parts[i]
	}
	return out
}
