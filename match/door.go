package match

// Apart reports whether two records of one name behind one door show two people
// there: different valid ids, birth dates that conflict, or lines in use of
// which none is shared (rule R15). It is symmetric.
func Apart(a, b *Profile) bool {
	switch nationalID(a.National, b.National) {
	case IDDifferent, IDTypoValid:
		return true
	case IDEqual:
		return false
	}
	switch birth(a.Birth, b.Birth) {
	case BirthConflict, BirthGeneration:
		return true
	case BirthEqual:
		return false
	}
	return ownLines(a.Lines, b.Lines)
}

// ownLines reports whether both sides have personal lines and share none.
func ownLines(a, b []Contact) bool {
	mine, theirs := false, false
	for i := range a {
		if !a[i].counts() || a[i].Past {
			continue
		}
		mine = true
		for k := range b {
			if b[k].Value == a[i].Value {
				return false
			}
		}
	}
	for k := range b {
		theirs = theirs || b[k].counts() && !b[k].Past
	}
	return mine && theirs
}

// DoorWitnesses bounds how many records of one name behind one door are looked
// at for two bearers; more of them count as contested.
const DoorWitnesses = 40

// Contested reports whether any two of the records of one name behind one door
// are [Apart].
func Contested(records []*Profile) bool {
	if len(records) > DoorWitnesses {
		return true
	}
	for i, a := range records {
		for _, b := range records[i+1:] {
			if Apart(a, b) {
				return true
			}
		}
	}
	return false
}
