package normalize

// DateRelation is what two dates say about each other.
type DateRelation string

// The relations of two dates (turkish.md section 6.1).
const (
	DateMissing      DateRelation = "missing"       // one side has no date
	DateEqual        DateRelation = "equal"         // the same day
	DateEqualWeak    DateRelation = "equal_weak"    // the same year, both known no better
	DateSwap         DateRelation = "swap"          // day and month exchanged
	DateTypo         DateRelation = "typo"          // one digit, or two neighbours swapped
	DateCompatible   DateRelation = "compatible"    // one is a part of the other
	DateConflict     DateRelation = "conflict"      // different days
	DateConflictWeak DateRelation = "conflict_weak" // estimated years that differ by one
)

// GenerationGap is the number of years from which two different birth dates are
// those of parent and child.
const GenerationGap = 15

// CompareDates relates two birth dates. generation reports a conflict of
// [GenerationGap] years or more. It is symmetric and does not allocate.
func CompareDates(a, b Date) (relation DateRelation, generation bool) {
	if a.IsZero() || b.IsZero() {
		return DateMissing, false
	}
	if a.weak() || b.weak() {
		return compareWeakDates(a, b)
	}
	if a.Precision == DayPrecision && b.Precision == DayPrecision {
		return compareDays(a, b)
	}
	return compareMonths(a, b)
}

// weak reports whether only the year of d counts.
func (d Date) weak() bool { return d.Precision == YearPrecision || d.DefaultDay() }

// compareWeakDates relates dates of which one at least counts as a year only.
func compareWeakDates(a, b Date) (DateRelation, bool) {
	switch gap := yearGap(a, b); {
	case gap == 0 && a.weak() && b.weak():
		return DateEqualWeak, false
	case gap == 0:
		return DateCompatible, false
	case gap == 1:
		return DateConflictWeak, false
	case gap >= GenerationGap:
		return DateConflict, true
	case a.DefaultDay() && b.DefaultDay() && a.Month == b.Month && yearTypo(a, b):
		return DateTypo, false
	}
	return DateConflict, false
}

func yearGap(a, b Date) int {
	if a.Year < b.Year {
		a, b = b, a
	}
	return int(a.Year) - int(b.Year)
}

func yearTypo(a, b Date) bool { return digitSlip(int(a.Year)*10000, int(b.Year)*10000) }

func compareDays(a, b Date) (DateRelation, bool) {
	switch {
	case a == b:
		return DateEqual, false
	case a.Year == b.Year && a.Month == b.Day && a.Day == b.Month:
		return DateSwap, false
	case fullYears(a, b) >= GenerationGap:
		return DateConflict, true
	case digitSlip(a.digits(), b.digits()):
		return DateTypo, false
	}
	return DateConflict, false
}

// fullYears is the age of the older at the birth of the younger.
func fullYears(a, b Date) int {
	if a.Compare(b) > 0 {
		a, b = b, a
	}
	years := int(b.Year) - int(a.Year)
	if int(b.Month)*100+int(b.Day) < int(a.Month)*100+int(a.Day) {
		years--
	}
	return years
}

// compareMonths relates dates of which one at least has no day.
func compareMonths(a, b Date) (DateRelation, bool) {
	switch {
	case a.Year == b.Year && a.Month == b.Month && a.Precision == b.Precision:
		return DateEqualWeak, false
	case a.Year == b.Year && a.Month == b.Month:
		return DateCompatible, false
	case yearGap(a, b) >= GenerationGap:
		return DateConflict, true
	case digitSlip(int(a.Year)*10000+int(a.Month)*100, int(b.Year)*10000+int(b.Month)*100):
		return DateTypo, false
	}
	return DateConflict, false
}

// digitSlip reports whether two eight-digit numbers differ by one digit or by
// two neighbouring digits that changed places.
func digitSlip(a, b int) bool {
	var x, y [8]uint8
	for i := 7; i >= 0; i-- {
		x[i], y[i] = uint8(a%10), uint8(b%10)
		a, b = a/10, b/10
	}
	first, last, n := -1, -1, 0
	for i := range x {
		if x[i] != y[i] {
			if first < 0 {
				first = i
			}
			last = i
			n++
		}
	}
	return n == 1 || n == 2 && last == first+1 && x[first] == y[last] && x[last] == y[first]
}
