package match

import (
	"strings"

	"github.com/tekil-id/tekil/internal/distance"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Pattern is the comparison level that each comparison found between two
// records. Patterns are comparable: fitting counts equal ones.
type Pattern [maxComparisons]Level

// shares holds the term frequencies (log2 in millibits) behind those levels of
// a pattern that are weighed by frequency; 0 elsewhere. Behind a missing level it
// holds what is known in another way that speaks for a household (see [namesake], [Kin]).
type shares [maxComparisons]int32

// comparer compares profiles under one model. It remembers what it learns of
// words, so each goroutine needs its own; the levels of names may be shared.
type comparer struct {
	model *Model
	given *levelCache
	last  *levelCache
	words wordForms
}

func newComparer(m *Model) comparer {
	return comparer{model: m, given: new(levelCache), last: new(levelCache)}
}

// compare fills pat and sh with the levels of two profiles. It is symmetric.
func (c *comparer) compare(a, b *Profile, pat *Pattern, sh *shares) {
	*pat, *sh = Pattern{}, shares{}
	if !c.model.Turkish() {
		c.compareGeneric(a, b, pat, sh)
		return
	}
	if a.Kind == record.KindCompany && b.Kind == record.KindCompany {
		pat[CompanyName], sh[CompanyName] = c.companyName(a, b)
	} else {
		n := c.names(a, b)
		pat[Given], sh[Given] = n.given, n.givenShare
		pat[Surname], sh[Surname] = n.surname, n.surnameShare
		pat[Gender] = gender(a, b, n.given)
		if pat[Gender] == Missing {
			sh[Gender] = c.model.Kin.namesakes(commonSex(a, b, pat))
		}
		pat[Birth] = birth(a.Birth, b.Birth)
	}
	pat[NationalID] = nationalID(a.National, b.National)
	pat[Mobile] = ofOthers(contacts(a.Lines, b.Lines), a, b)
	pat[Email] = ofOthers(contacts(a.Mails, b.Mails), a, b)
	if a.Kind == record.KindCompany && b.Kind == record.KindCompany && pat[Email] == Missing && sharedMailbox(a, b) {
		pat[Email] = ContactEqual16 // satis@ is nobody's mailbox, but the company's
	}
	pat[Home] = c.home(a, b)
	pat[BirthPlace], sh[BirthPlace] = text(a.BirthPlace, b.BirthPlace)
	pat[Mother], sh[Mother] = c.parent(a.Mother, b.Mother)
	pat[Father], sh[Father] = c.parent(a.Father, b.Father)
	if pat[Father] == Missing {
		sh[Father] = father(a, b, pat[Given])
	}
	switch shared := pat.sharesContact(); {
	case pat[Birth] != Missing:
	case shared && agrees(pat[Given]) && guarded(a, b):
		sh[Birth] = guardian
	case !shared && bornInMailbox(a, b):
		pat[Birth] = BirthYear
	}
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

func (c *comparer) givenName(a, b *Name) (Level, int32) {
	if a == nil || b == nil {
		return Missing, 0
	}
	l := NameExact
	if a != b && (a.Whole != b.Whole || a.Text != b.Text) {
		l = c.given.level(a, b, func() Level { return c.words.givenLevel(a, b) })
	}
	return l, nameShare(l, a, b)
}

func (c *comparer) surname(a, b *Name) (Level, int32) {
	if a == nil || b == nil {
		return Missing, 0
	}
	l := NameExact
	if a != b {
		l = c.last.level(a, b, func() Level { return c.words.surnameLevel(a, b) })
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

// gender compares codes that no given name contradicts. Where the given names
// agree, whoever bears them, an equal sex says no more.
func gender(a, b *Profile, given Level) Level {
	switch {
	case a.Gender == 0 || b.Gender == 0:
		return Missing
	case a.Gender == b.Gender && agrees(given):
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

// bornInMailbox reports whether one record gives a birth date and the other, which gives
// none, a mailbox with the year in its name. Where the two share a contact the
// mailbox may be the father's: then it says nothing.
func bornInMailbox(a, b *Profile) bool {
	if a.Birth.Year == 0 {
		a, b = b, a
	}
	return a.Birth.Year != 0 && b.Birth.Year == 0 && a.Birth.Year == b.MailYear
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
	case a.Value == b.Value && (a.Named || b.Named):
		return ContactEqual16
	case a.Value == b.Value:
		return min(ContactEqual+Level(max(a.Degree, b.Degree)), ContactEqual16)
	case a.Local != 0 && a.Local == b.Local && (a.Named || b.Named):
		return Missing // the name once more; one of the two may be misspelt
	case a.Local != 0 && a.Local == b.Local:
		return ContactSimilar
	case a.Past || b.Past:
		return Missing // a line that was given up contradicts nothing
	}
	return ContactDifferent
}

// equalContact reports a line or mailbox that both sides have.
func equalContact(l Level) bool { return l != Missing && l <= ContactEqual16 }

// sharesContact reports whether the two have a line or a mailbox in common.
func (p *Pattern) sharesContact() bool { return equalContact(p[Mobile]) || equalContact(p[Email]) }

// ofOthers lowers the number of names on a shared value by one where the two
// records themselves spell theirs in two ways.
func ofOthers(l Level, a, b *Profile) Level {
	if l >= ContactEqual2 && l <= ContactEqual8 && a.NameKey() != b.NameKey() {
		return l - 1
	}
	return l
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
		if a.Form.Elsewhere(&b.Form) {
			return HomeCity // two places are no nearer for being in one ilçe
		}
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

// agrees reports whether two given names may be one but for their spelling.
func agrees(given Level) bool { return given != Missing && given <= NameTypo }

// guardian is how much likelier two of one household are to share a line or a
// mailbox where one of them is a child: an adult shares it with one in ten of his
// household, a child has its parent's.
const guardian = 4000

// adult is the age from which on a line may be one's own.
const adult = 16

// guarded reports whether one record is of somebody who was a child when the two
// were last seen, or when the other was made, and that other, which does not give its
// birth date, may be of the parent whose line or mailbox they share.
func guarded(a, b *Profile) bool {
	if b.Birth.Year != 0 {
		a, b = b, a
	}
	if a.Birth.Year == 0 || b.Birth.Year != 0 {
		return false
	}
	child := func(year int16) bool { return year != 0 && year-a.Birth.Year < adult }
	return child(max(a.LastSeen.Year, b.LastSeen.Year)) || child(b.madeIn())
}

// madeIn returns the year from which on the record gives a line or a mailbox, 0
// where that is not known.
func (p *Profile) madeIn() int16 {
	for _, list := range [...][]Contact{p.Lines, p.Mails} {
		for i := range list {
			if list[i].From != 0 {
				return list[i].From
			}
		}
	}
	return 0
}

// namesake is how much likelier two of one household are to agree on a given name
// where one of them bears his father's: from one pair in a hundred to one in
// three. The other record, which does not name its father, may be the father's.
const namesake = 5000

// noNamesake is how much less likely that is where the father who is named bears
// another name: his child is nobody's junior, and can only be the other's father.
const noNamesake = -800

// father says what the name of one record's father tells of two of a household whose
// given names agree.
func father(a, b *Profile, given Level) int32 {
	switch {
	case !agrees(given):
		return 0
	case given <= NameCompatible && (a.bearsFathersName() || b.bearsFathersName()):
		return namesake
	case a.Father != nil || b.Father != nil:
		return noNamesake
	}
	return 0
}

// bearsFathersName reports whether the record gives its father the name that it
// bears itself.
func (p *Profile) bearsFathersName() bool {
	return p.Given != nil && p.Father != nil && p.Given.Key == p.Father.Key
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

// companyName compares the names of two companies without their legal forms. A
// slip in a long name is one name; a number or a letter is what tells branches and
// sister companies apart.
func (c *comparer) companyName(a, b *Profile) (Level, int32) {
	x, y := a.Company, b.Company
	switch {
	case x == nil || y == nil:
		return Missing, 0
	case x.Text == y.Text && otherForm(a, b):
		return ValueClose, 0
	case x.Text == y.Text, lossyFits(x, y):
		return ValueEqual, max(x.Share, y.Share)
	case slippedCompany(x, y), normalize.AbbreviatedCompany(x.Text, y.Text):
		return ValueClose, 0
	case distance.JaroWinkler(x.Text, y.Text) >= 0.94:
		return ValueNear, 0
	}
	return ValueDifferent, 0
}

// otherForm reports whether two companies state different legal forms.
func otherForm(a, b *Profile) bool {
	return a.LegalForm != 0 && b.LegalForm != 0 && a.LegalForm != b.LegalForm
}

// slippedCompany reports whether two names of equally many words differ by a slip
// in one word of four letters or more.
func slippedCompany(x, y *Name) bool {
	if x.size() != y.size() {
		return false
	}
	var abuf, bbuf [maxAligned]string
	a, b := x.appendParts(abuf[:0]), y.appendParts(bbuf[:0])
	slips := 0
	for i := range a {
		switch {
		case a[i] == b[i] || lossyWord(a[i], b[i]):
		case min(len(a[i]), len(b[i])) >= 4 && !strings.ContainsAny(a[i]+b[i], "0123456789") && distance.OSAAtMost(a[i], b[i], 1):
			slips++
		default:
			return false
		}
	}
	return slips == 1
}
