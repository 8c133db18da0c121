package normalize

import "math/bits"

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

func yearTypo(a, b Date) bool { return digitSlip(packed(int(a.Year), 0, 0), packed(int(b.Year), 0, 0)) }

func compareDays(a, b Date) (DateRelation, bool) {
	switch {
	case a == b:
		return DateEqual, false
	case a.Year == b.Year && a.Month == b.Day && a.Day == b.Month:
		return DateSwap, false
	case fullYears(a, b) >= GenerationGap:
		return DateConflict, true
	case digitSlip(a.packed(), b.packed()):
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
	case digitSlip(a.packed(), b.packed()):
		return DateTypo, false
	}
	return DateConflict, false
}

// bcd holds the two digits of 0 to 99 in two nibbles.
var bcd = func() (t [100]uint32) {
	for i := range t {
		t[i] = uint32(i/10<<4 | i%10)
	}
	return t
}()

// packed writes yyyymmdd as eight nibbles.
func packed(y, m, d int) uint32 { return bcd[y/100%100]<<24 | bcd[y%100]<<16 | bcd[m]<<8 | bcd[d] }

func (d Date) packed() uint32 { return packed(int(d.Year), int(d.Month), int(d.Day)) }

// digitSlip reports whether two packed dates differ by one digit or by two
// neighbouring digits that changed places.
func digitSlip(a, b uint32) bool {
	x := a ^ b
	x = (x | x>>1 | x>>2 | x>>3) & 0x11111111 // one bit for each differing digit
	switch bits.OnesCount32(x) {
	case 1:
		return true
	case 2:
		at := bits.TrailingZeros32(x)
		return x>>at == 0x11 && a>>at&15 == b>>(at+4)&15 && b>>at&15 == a>>(at+4)&15
	}
	return false
}
