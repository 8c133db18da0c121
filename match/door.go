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

// ownLines reports whether both sides have personal lines in use and share none,
// past ones included. It is symmetric.
func ownLines(a, b []Contact) bool {
	for i := range a {
		for k := range b {
			if a[i].Value == b[k].Value && a[i].counts() && b[k].counts() {
				return false
			}
		}
	}
	return inUse(a) && inUse(b)
}

func inUse(lines []Contact) bool {
	for i := range lines {
		if lines[i].counts() && !lines[i].Past {
			return true
		}
	}
	return false
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
