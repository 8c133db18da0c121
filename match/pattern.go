package match

import (
	"github.com/tekil-id/tekil/internal/distance"
	"github.com/tekil-id/tekil/normalize"
)

// Pattern is the comparison level that each comparison found between two
// records. Patterns are comparable: fitting counts equal ones.
type Pattern [maxComparisons]Level

// shares holds the term frequencies (log2 in millibits) behind those levels of
// a pattern that are weighed by frequency; 0 elsewhere.
type shares [maxComparisons]int32

// comparer compares profiles under one model. It caches relations of interned
// names, so each goroutine needs its own.
type comparer struct {
	model *Model
	given nameCache
	last  nameCache
}

// compare fills pat and sh with the levels of two profiles. It is symmetric.
func (c *comparer) compare(a, b *Profile, pat *Pattern, sh *shares) {
	*pat, *sh = Pattern{}, shares{}
	if !c.model.Turkish() {
		c.compareGeneric(a, b, pat, sh)
		return
	}
	if a.Kind == Company && b.Kind == Company {
		pat[CompanyName], sh[CompanyName] = c.companyName(a, b)
	} else {
		n := c.names(a, b)
		pat[Given], sh[Given] = n.given, n.givenShare
		pat[Surname], sh[Surname] = n.surname, n.surnameShare
		pat[Gender] = gender(a, b)
		pat[Birth] = birth(a.Birth, b.Birth)
	}
	pat[NationalID] = nationalID(a.National, b.National)
	pat[Mobile] = contacts(a.Lines, b.Lines)
	pat[Email] = contacts(a.Mails, b.Mails)
	pat[Home] = c.home(a, b)
	pat[BirthPlace], sh[BirthPlace] = text(a.BirthPlace, b.BirthPlace)
	pat[Mother], sh[Mother] = c.parent(a.Mother, b.Mother)
	pat[Father], sh[Father] = c.parent(a.Father, b.Father)
	pat[Document] = keys(a.Documents, b.Documents, Missing)
	pat[IBAN] = keys(a.IBANs, b.IBANs, Missing)
	pat[CustomerNo] = keys(a.Customers, b.Customers, Missing)
	for i := range c.model.Fields {
		pat[int(builtins)+i], sh[int(builtins)+i] = c.user(&c.model.Fields[i], a, b, i)
	}
}

// relationLevel maps a name relation to its level.
func relationLevel(r normalize.NameRelation) Level {
	switch r {
	case normalize.RelExact:
		return NameExact
	case normalize.RelVariant:
		return NameVariant
	case normalize.RelCompatible:
		return NameCompatible
	case normalize.RelInitial:
		return NameInitial
	case normalize.RelSimilar:
		return NameSimilar
	case normalize.RelConflict:
		return NameConflict
	}
	return Missing
}

// givenLevel compares two given names. A similar name that no table lists is a
// slip; two listed ones are two names.
func givenLevel(a, b *Name) Level {
	l := relationLevel(normalize.CompareGiven(a.given, b.given))
	if l != NameSimilar && l != NameConflict || a.given.Listed() && b.given.Listed() {
		return l
	}
	if l == NameSimilar || len(a.Words) == 1 && len(b.Words) == 1 && min(len(a.Text), len(b.Text)) == 3 && oneSlip(a.Text, b.Text) {
		return NameTypo
	}
	return l
}

// oneSlip reports whether two words that begin alike are one slip of the hand
// apart.
func oneSlip(a, b string) bool { return a[0] == b[0] && distance.OSAAtMost(a, b, 1) }

// surnameLevel compares two surnames. Short surnames one letter apart (Kya,
// Kaya) are a slip where one of them is not listed.
func surnameLevel(a, b *Name) Level {
	l := relationLevel(normalize.CompareSurname(a.last, b.last))
	if l != NameSimilar && l != NameConflict || a.last.Listed() && b.last.Listed() {
		return l
	}
	if l == NameSimilar || min(len(a.Text), len(b.Text)) >= 3 && oneSlip(a.Text, b.Text) {
		return NameTypo
	}
	return l
}

func (c *comparer) givenName(a, b *Name) (Level, int32) {
	if a == nil || b == nil {
		return Missing, 0
	}
	l := NameExact
	if a != b && a.Text != b.Text {
		l = c.given.level(a, b, func() Level { return givenLevel(a, b) })
	}
	return l, nameShare(l, a, b)
}

func (c *comparer) surname(a, b *Name) (Level, int32) {
	if a == nil || b == nil {
		return Missing, 0
	}
	l := NameExact
	if a != b {
		l = c.last.level(a, b, func() Level { return surnameLevel(a, b) })
	}
	return l, nameShare(l, a, b)
}

// nameShare is the term frequency of what two names agree on. A variant is as
// frequent as its more frequent spelling; of two names of which one contains
// the other, the shorter one is what they agree on, and that is the commoner.
func nameShare(l Level, a, b *Name) int32 {
	switch l {
	case NameExact, NameVariant, NameCompatible:
		return max(a.Share, b.Share)
	}
	return 0
}

// gender compares codes that no given name contradicts.
func gender(a, b *Profile) Level {
	switch {
	case a.Gender == 0 || b.Gender == 0:
		return Missing
	case a.Gender == b.Gender:
		return ValueEqual
	}
	return ValueDifferent
}

func birth(a, b normalize.Date) Level {
	r, generation := normalize.CompareDates(a, b)
	switch {
	case generation:
		return BirthGeneration
	case r == normalize.DateEqual:
		return BirthEqual
	case r == normalize.DateEqualWeak || r == normalize.DateCompatible:
		return BirthYear
	case r == normalize.DateSwap:
		return BirthSwap
	case r == normalize.DateTypo:
		return BirthTypo
	case r == normalize.DateConflictWeak:
		return BirthConflictWeak
	case r == normalize.DateConflict:
		return BirthConflict
	}
	return Missing
}

// nationalID compares two identity numbers. Numbers of different kinds (a
// foreigner's and a citizen's: a naturalised person has both) are not compared.
func nationalID(a, b Number) Level {
	switch {
	case a.State == NoID || b.State == NoID:
		return Missing
	case a.valid() && b.valid():
		if a.Text == b.Text {
			return IDEqual
		}
		if a.State != b.State {
			return Missing
		}
		if a.State == ValidCompany {
			return IDDifferent
		}
		if swapShaped(a.Text, b.Text) {
			return IDTypoValid
		}
		return IDDifferent
	case a.State == MaskedID || b.State == MaskedID:
		return maskedID(a.Text, b.Text)
	case a.Text == b.Text:
		return IDEqualInvalid
	case distance.OSAAtMost(a.Text, b.Text, 1):
		return IDTypo
	}
	return Missing
}

// swapShaped reports whether two valid numbers differ by one of the slips that
// check digits cannot see: two neighbouring digits, or two digits two places
// apart, exchanged (turkish.md section 3.1).
func swapShaped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	for _, gap := range [2]int{1, 2} {
		j := i + gap
		if j < len(a) && a[i] == b[j] && a[j] == b[i] && a[i+1:j] == b[i+1:j] && a[j+1:] == b[j+1:] {
			return true
		}
	}
	return false
}

func maskedID(a, b string) Level {
	if len(a) != len(b) {
		return Missing
	}
	for i := range len(a) {
		if a[i] != b[i] && a[i] != '*' && b[i] != '*' {
			return IDMaskConflict
		}
	}
	return IDMaskFits
}

// contacts returns the level of the best pair of personal lines or mailboxes.
func contacts(a, b []Contact) Level {
	best := Missing
	for i := range a {
		if !a[i].counts() {
			continue
		}
		for j := range b {
			if b[j].counts() {
				best = better(best, contact(&a[i], &b[j]))
			}
		}
	}
	return best
}

// counts reports whether the contact is evidence of a person at all.
func (c *Contact) counts() bool { return c.Reach == Personal && c.Degree != Hub }

func contact(a, b *Contact) Level {
	switch {
	case a.Value == b.Value:
		return min(ContactEqual+Level(max(a.Degree, b.Degree)), ContactEqual16)
	case a.Local != 0 && a.Local == b.Local:
		return ContactSimilar
	case a.Past || b.Past:
		return Missing // a line that was given up contradicts nothing
	}
	return ContactDifferent
}

// better returns the stronger of two levels, where the lower number is the
// stronger and Missing the weakest.
func better(a, b Level) Level {
	if a == Missing || b != Missing && b < a {
		return b
	}
	return a
}

// home compares the places where two records can be found, as one evidence.
func (c *comparer) home(a, b *Profile) Level {
	place, line := doors(a.Doors, b.Doors), landline(a.Lines, b.Lines)
	switch {
	case line && place == HomeDoor:
		return HomeDoorAndLine
	case line:
		return HomeLine
	}
	return place
}

func landline(a, b []Contact) bool {
	for i := range a {
		if a[i].Reach != Household || a[i].Degree == Hub {
			continue
		}
		for j := range b {
			if b[j].Reach == Household && b[j].Value == a[i].Value {
				return true
			}
		}
	}
	return false
}

func doors(a, b []Door) Level {
	best := Missing
	for i := range a {
		for j := range b {
			if a[i].Degree == Hub || b[j].Degree == Hub {
				continue
			}
			l := door(&a[i], &b[j])
			if l == HomeDifferent && (a[i].Past || b[j].Past) {
				continue
			}
			best = better(best, l)
		}
	}
	return best
}

func door(a, b *Door) Level {
	switch normalize.CompareAddressForms(&a.Form, &b.Form) {
	case normalize.AddressSame:
		if a.Key == 0 && b.Key == 0 {
			return HomeStreet
		}
		return HomeDoor
	case normalize.AddressSameBuilding:
		return HomeBuilding
	case normalize.AddressSameStreet, normalize.AddressSimilar:
		return HomeStreet
	}
	switch normalize.CompareAreas(&a.Form, &b.Form) {
	case normalize.AreaQuarter:
		return HomeQuarter
	case normalize.AreaDistrict:
		return HomeDistrict
	case normalize.AreaCity:
		return HomeCity
	case normalize.AreaDifferent:
		return HomeDifferent
	}
	return Missing
}

func text(a, b *Name) (Level, int32) {
	switch {
	case a == nil || b == nil:
		return Missing, 0
	case a.Text == b.Text:
		return ValueEqual, a.Share
	case distance.OSAAtMost(a.Text, b.Text, 1):
		return ValueClose, 0
	case distance.JaroWinkler(a.Text, b.Text) >= 0.85:
		return ValueNear, 0
	}
	return ValueDifferent, 0
}

// parent compares the name of a parent, which sources often give without its
// second word.
func (c *comparer) parent(a, b *Name) (Level, int32) {
	switch l, share := c.givenName(a, b); l {
	case Missing:
		return Missing, 0
	case NameExact, NameVariant, NameCompatible:
		return ValueEqual, share
	case NameTypo, NameSimilar:
		return ValueClose, 0
	case NameInitial:
		return ValueNear, 0
	default:
		return ValueDifferent, 0
	}
}

// keys compares two sets of exact identifiers; differing ones say otherwise.
func keys(a, b []uint64, otherwise Level) Level {
	if len(a) == 0 || len(b) == 0 {
		return Missing
	}
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return ValueEqual
			}
		}
	}
	return otherwise
}

func (c *comparer) companyName(a, b *Profile) (Level, int32) {
	x, y := a.Company, b.Company
	switch {
	case x == nil || y == nil:
		return Missing, 0
	case x.Text != y.Text:
		if distance.JaroWinkler(x.Text, y.Text) >= 0.94 {
			return ValueNear, 0
		}
		return ValueDifferent, 0
	case a.LegalForm != 0 && b.LegalForm != 0 && a.LegalForm != b.LegalForm:
		return ValueClose, 0
	}
	return ValueEqual, x.Share
}

// nameCache is a direct-mapped cache of levels of interned name pairs. A lost
// entry costs time and changes nothing.
type nameCache struct {
	slots []nameSlot
}

type nameSlot struct {
	pair  uint64
	level Level
}

const nameCacheBits = 16

// level returns the cached level of a and b, or asks compare.
func (c *nameCache) level(a, b *Name, compare func() Level) Level {
	if a.ID == 0 || b.ID == 0 {
		return compare()
	}
	if c.slots == nil {
		c.slots = make([]nameSlot, 1<<nameCacheBits)
	}
	pair := uint64(min(a.ID, b.ID))<<32 | uint64(max(a.ID, b.ID))
	s := &c.slots[Mix(pair, 0)>>(64-nameCacheBits)]
	if s.pair != pair {
		s.pair, s.level = pair, compare()
	}
	return s.level
}
