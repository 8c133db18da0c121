package match

import "cmp"

// nameLevels is what comparing two names of persons found.
type nameLevels struct {
	given, surname           Level
	givenShare, surnameShare int32
}

// doubt orders name levels: the more, the less the two names agree.
func (n nameLevels) doubt() int { return int(n.given)*int(n.given) + int(n.surname)*int(n.surname) }

func (n nameLevels) conflicts() bool { return n.given == NameConflict || n.surname == NameConflict }

// names compares the names of two persons. Where the split of one into given
// name and surname is not sure, its other order is tried, and names of the same
// words split at different places are one name.
func (c *comparer) names(a, b *Profile) nameLevels {
	n := c.split(a.Given, a.Surname, b.Given, b.Surname)
	if n.given <= NameCompatible && n.surname <= NameCompatible || a.Words == 0 || b.Words == 0 {
		return n
	}
	if a.Words == b.Words && !exchanged(a, b) {
		return nameLevels{NameExact, NameExact, max(a.Given.Share, b.Given.Share), max(a.Surname.Share, b.Surname.Share)}
	}
	best := n
	if a.OtherGiven != nil {
		best = n.orFirmer(best, c.split(a.OtherGiven, a.OtherSurname, b.Given, b.Surname))
	}
	if b.OtherGiven != nil {
		best = n.orFirmer(best, c.split(a.Given, a.Surname, b.OtherGiven, b.OtherSurname))
	}
	if best == n && exchanged(a, b) {
		return nameLevels{given: NameSimilar, surname: NameSimilar}
	}
	return best
}

func (c *comparer) split(givenA, surnameA, givenB, surnameB *Name) (n nameLevels) {
	n.given, n.givenShare = c.givenName(givenA, givenB)
	n.surname, n.surnameShare = c.surname(surnameA, surnameB)
	return n
}

// orFirmer returns other where it agrees better than n and than best, and holds no
// conflict, else best. Of two that agree alike it is the one with the better given
// name, then that of rarer names, so that it does not matter which record is asked
// about first.
func (n nameLevels) orFirmer(best, other nameLevels) nameLevels {
	if other.conflicts() || other.doubt() >= n.doubt() {
		return best
	}
	if best == n || cmp.Or(cmp.Compare(other.doubt(), best.doubt()), cmp.Compare(other.given, best.given),
		cmp.Compare(other.givenShare, best.givenShare), cmp.Compare(other.surnameShare, best.surnameShare)) < 0 {
		return other
	}
	return best
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
func exchanged(a, b *Profile) bool {
	return a.OtherGiven == nil && b.OtherGiven == nil && inOtherRoles(a, b)
}
