package match

import (
	"cmp"
	"slices"
)

// nameLevels is what comparing two names of persons found.
type nameLevels struct {
	given, surname           Level
	givenShare, surnameShare int32
}

// doubt orders name levels: the more, the less the two names agree.
func (n nameLevels) doubt() int { return int(n.given)*int(n.given) + int(n.surname)*int(n.surname) }

func (n nameLevels) conflicts() int {
	return btoi(n.given == NameConflict) + btoi(n.surname == NameConflict)
}

// names compares the names of two persons. Where the split of one into given
// name and surname is not sure, its other order is tried, and names of the same
// words split at different places are one name.
func (c *comparer) names(a, b *Profile) nameLevels {
	n := c.split(a.Given, a.Surname, b.Given, b.Surname)
	if n.given <= NameVariant && n.surname <= NameVariant || a.Given == nil || b.Given == nil {
		return n
	}
	if a.Words != 0 && a.Words == b.Words && !exchanged(a, b) {
		return nameLevels{NameExact, NameExact, max(a.Given.Share, b.Given.Share), max(a.Surname.Share, b.Surname.Share)}
	}
	if n.given <= NameCompatible && n.surname <= NameCompatible {
		return n
	}
	best := n
	if a.OtherGiven != nil {
		best = firmer(best, c.split(a.OtherGiven, a.OtherSurname, b.Given, b.Surname))
	}
	if b.OtherGiven != nil {
		best = firmer(best, c.split(a.Given, a.Surname, b.OtherGiven, b.OtherSurname))
	}
	if best.conflicts() > 0 && crossed(a, b) {
		best = firmer(best, c.alignWords(a, b))
	}
	return best
}

// asWritten reports whether the given names agree in the order in which the names
// were read first. Where only another order makes them agree while the surnames
// conflict, one word of two is common, and that is often the surname of a family.
func (c *comparer) asWritten(a, b *Profile) bool {
	given, _ := c.givenName(a.Given, b.Given)
	return given != NameConflict
}

// sisters reports whether the order of neither name is sure, and the other order makes
// two listed given names of the surnames that conflict, and one surname of the given
// names that agree (Güler Nisa, Güler Nur).
func (c *comparer) sisters(a, b *Profile) bool {
	if sureSplits(a, b) || a.OtherGiven == nil || b.OtherGiven == nil || !a.OtherGiven.given.Listed() || !b.OtherGiven.given.Listed() {
		return false
	}
	n := c.split(a.OtherGiven, a.OtherSurname, b.OtherGiven, b.OtherSurname)
	return n.given == NameConflict && n.surname <= NameVariant && n.surname != Missing
}

func (c *comparer) split(givenA, surnameA, givenB, surnameB *Name) (n nameLevels) {
	n.given, n.givenShare = c.givenName(givenA, givenB)
	n.surname, n.surnameShare = c.surname(surnameA, surnameB)
	return n
}

// firmer returns that of two readings which holds fewer conflicts, or as many and
// agrees better; ties fall by what they agree on, never by their order.
func firmer(n, other nameLevels) nameLevels {
	if cmp.Or(cmp.Compare(n.conflicts(), other.conflicts()), cmp.Compare(n.doubt(), other.doubt()), cmp.Compare(n.given, other.given),
		cmp.Compare(other.givenShare, n.givenShare), cmp.Compare(other.surnameShare, n.surnameShare)) > 0 {
		return other
	}
	return n
}

// inOtherRoles reports whether each side's given name is the other's surname. With
// nothing around them, neither order is known to be wrong, however unsure both are.
func inOtherRoles(a, b *Profile) bool {
	return a.Given != nil && b.Given != nil && a.Surname != nil && b.Surname != nil &&
		a.Given.Text != b.Given.Text && a.Given.Text == b.Surname.Text && a.Surname.Text == b.Given.Text
}

// exchanged reports whether one record's given name is the other's surname and
// the other way round, although both splits seem sure: a slip in the fields, or
// two people (Hasan Hussein and Hussein Hasan).
func exchanged(a, b *Profile) bool { return sureSplits(a, b) && inOtherRoles(a, b) }

// sureSplits reports whether it is sure of both names which words are the surname.
func sureSplits(a, b *Profile) bool { return a.OtherGiven == nil && b.OtherGiven == nil }

// crossed reports whether the two names may have been split at different places:
// the order of one is not sure, or a word is part of the given name here and of
// the surname there.
func crossed(a, b *Profile) bool {
	if a.Surname == nil || b.Surname == nil {
		return false
	}
	if a.OtherGiven != nil || b.OtherGiven != nil {
		return true
	}
	return share(a.Given.Words, b.Surname.Words) || share(a.Surname.Words, b.Given.Words)
}

func share(a, b []uint32) bool {
	for _, w := range a {
		if slices.Contains(b, w) {
			return true
		}
	}
	return false
}
