package normalize

import "slices"

// IDRelation is what two identifiers of one kind say about each other.
type IDRelation string

// The relations of two identifiers (turkish.md section 3.1). Only IDEqual
// supports and only IDDifferent contradicts with full strength.
const (
	IDMissing            IDRelation = "missing"             // one side is empty, a placeholder or of another kind
	IDEqual              IDRelation = "equal"               // the same good number
	IDEqualInvalid       IDRelation = "equal_invalid"       // the same wrong number: a copied error, weak
	IDTransposition      IDRelation = "transposition"       // neighbours swapped, one side invalid: a slip
	IDTranspositionValid IDRelation = "transposition_valid" // a swap that check digits cannot see: both valid
	IDTypo               IDRelation = "typo"                // one digit wrong, missing or too many, one side invalid
	IDDifferent          IDRelation = "different"           // two good numbers
	IDDifferentInvalid   IDRelation = "different_invalid"   // unlike numbers, one side invalid: says nothing
	IDCompatibleMask     IDRelation = "compatible_mask"     // a masked number that agrees with the other
	IDConflictMask       IDRelation = "conflict_mask"       // a masked number that contradicts the other
	IDForeignerCitizen   IDRelation = "ykn_tckn"            // a YKN and a TCKN: a naturalised person may have both
)

// CompareIDs relates two identifiers that [ParseID] read as kind. It is
// symmetric and does not allocate; nil is a missing one.
func CompareIDs(kind IDKind, a, b *ID) IDRelation {
	if a == nil || b == nil || a.absent() || b.absent() || a.Type != b.Type {
		return IDMissing
	}
	if a.Status == Masked || b.Status == Masked {
		return compareMasked(a.text(), b.text())
	}
	x, y := a.text(), b.text()
	if a.Identifies() && b.Identifies() {
		return compareGood(a, b)
	}
	switch {
	case x == y:
		return IDEqualInvalid
	case !a.checked():
		return IDDifferentInvalid
	case neighboursSwapped(x, y):
		return IDTransposition
	case oneEdit(x, y):
		return IDTypo
	}
	return IDDifferentInvalid
}

// absent reports whether there is nothing to compare.
func (id *ID) absent() bool {
	return id.Status == Empty || id.Status == Placeholder || id.Status == "" || id.text() == ""
}

// text is what can be compared of id.
func (id *ID) text() string {
	if id.Canonical != "" {
		return id.Canonical
	}
	return id.Read
}

// checked reports whether the kind has check digits, so that a slip shows.
func (id *ID) checked() bool { return id.Type == IDTCKN || id.Type == IDVKN || id.Type == IDIBAN }

func compareGood(a, b *ID) IDRelation {
	x, y := a.Canonical, b.Canonical
	switch {
	case x == y:
		return IDEqual
	case a.Type == IDTCKN && a.Class != b.Class:
		return IDForeignerCitizen
	case a.Type == IDTCKN && (neighboursSwapped(x, y) || outerSwapped(x, y)):
		return IDTranspositionValid
	}
	return IDDifferent
}

// neighboursSwapped reports whether two neighbouring bytes changed places.
func neighboursSwapped(a, b string) bool { return swapped(a, b, 1) }

// outerSwapped reports whether abc became cba.
func outerSwapped(a, b string) bool { return swapped(a, b, 2) }

func swapped(a, b string, gap int) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	j := i + gap
	if j >= len(a) || a[i] != b[j] || a[j] != b[i] {
		return false
	}
	return a[i+1:j] == b[i+1:j] && a[j+1:] == b[j+1:]
}

// compareMasked compares position by position, or, where the lengths differ,
// what is shown at both ends.
func compareMasked(a, b string) IDRelation {
	ok := true
	if len(a) == len(b) {
		for i := range len(a) {
			ok = ok && (a[i] == b[i] || a[i] == '*' || b[i] == '*')
		}
	} else {
		for i := 0; i < len(a) && i < len(b) && a[i] != '*' && b[i] != '*'; i++ {
			ok = ok && a[i] == b[i]
		}
		for i := 1; i <= len(a) && i <= len(b) && a[len(a)-i] != '*' && b[len(b)-i] != '*'; i++ {
			ok = ok && a[len(a)-i] == b[len(b)-i]
		}
	}
	if ok {
		return IDCompatibleMask
	}
	return IDConflictMask
}

// NationalIDNeighbours returns the valid national numbers that are one slip of
// a finger away from a wrong one: a digit replaced, two neighbours swapped, a
// digit missing (ten given) or one too many (twelve given). They are the keys
// under which an invalid number can still meet its right form. digits is
// [ID.Canonical] or [ID.Read]; the result is sorted, without placeholders, and
// nil for a valid number or one of another length.
func NationalIDNeighbours(digits string) []string {
	if !isDigits(digits) || tcknValid(digits) {
		return nil
	}
	var found []string
	try := func(b []byte) {
		if s := string(b); tcknValid(s) && !placeholderTCKN(s) {
			found = append(found, s)
		}
	}
	switch len(digits) {
	case 11:
		b := []byte(digits)
		for i, was := range b {
			for d := byte('0'); d <= '9'; d++ {
				if b[i] = d; d != was {
					try(b)
				}
			}
			b[i] = was
			if i+1 < len(b) && b[i] != b[i+1] {
				b[i], b[i+1] = b[i+1], b[i]
				try(b)
				b[i], b[i+1] = b[i+1], b[i]
			}
		}
	case 10:
		for i := 0; i <= 10; i++ {
			for d := byte('0'); d <= '9'; d++ {
				b := append([]byte(digits[:i]), d)
				try(append(b, digits[i:]...))
			}
		}
	case 12:
		for i := range 12 {
			try(append([]byte(digits[:i]), digits[i+1:]...))
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
