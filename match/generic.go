package match

import (
	"math"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/internal/distance"
	"github.com/tekil-id/tekil/record"
)

// Plain is what the matcher sees of a record outside Turkish beside the common
// profile: values as text, since no table tells there which of them are good.
type Plain struct {
	// Birth is the birth date as digits, yyyymmdd, also where there is no such day.
	Birth *Name
	// Mails are the mailboxes.
	Mails []*Name
}

// Levels of the names of persons outside Turkish.
const (
	PlainExact   Level = iota + 1
	PlainVariant       // the file uses the two for one another: Edward, Ted
	PlainTypo
	PlainPart // one holds the other's words, or begins with it
	PlainInitial
	PlainNear
	PlainConflict
	PlainSwapped // given name and surname exchanged; the surname's level is missing
)

// Levels of birth dates outside Turkish.
const (
	DigitsEqual Level = iota + 1
	DigitsSlip        // one digit, or two neighbours exchanged
	DigitsParts       // two of year, month and day
	DigitsYear        // the year
	DigitsNear        // two digits, or the year off by one
	DigitsDiffer
)

// Levels of mailboxes outside Turkish.
const (
	MailEqual Level = iota + 1
	MailSlip
	MailLocal // the part in front of the @
	MailNear
	MailDiffers
)

// Levels of other texts outside Turkish: places and user-defined fields.
const (
	TextEqual   Level = iota + 1
	TextVariant       // the file uses the two for one another
	TextSlip
	TextPart // some words in common
	TextNear
	TextDiffers
)

// compareGeneric is compare for locales other than Turkish.
func (c *comparer) compareGeneric(a, b *Profile, pat *Pattern, sh *shares) {
	if a.Kind == record.KindCompany && b.Kind == record.KindCompany {
		pat[CompanyName], sh[CompanyName] = c.companyName(a, b)
	} else {
		c.plainNames(a, b, pat, sh)
		pat[Gender] = gender(a, b, Missing)
		pat[Birth], sh[Birth] = plainBirth(a.birthDigits(), b.birthDigits())
	}
	pat[NationalID] = nationalID(a.National, b.National)
	pat[Mobile] = contacts(a.Lines, b.Lines)
	pat[Email], sh[Email] = c.plainMails(a, b)
	pat[Home] = c.home(a, b)
	pat[BirthPlace], sh[BirthPlace] = c.plainText(BirthPlace, a.BirthPlace, b.BirthPlace, distance.JaroWinkler)
	pat[Mother], sh[Mother] = c.plainText(Mother, a.Mother, b.Mother, distance.JaroWinkler)
	pat[Father], sh[Father] = c.plainText(Father, a.Father, b.Father, distance.JaroWinkler)
	pat[Document] = keys(a.Documents, b.Documents, Missing)
	pat[IBAN] = keys(a.IBANs, b.IBANs, Missing)
	pat[CustomerNo] = keys(a.Customers, b.Customers, Missing)
	for i := range c.model.Fields {
		pat[int(builtins)+i], sh[int(builtins)+i] = c.plainUser(&c.model.Fields[i], a, b, i)
	}
}

func (p *Profile) birthDigits() *Name {
	if p.Plain == nil {
		return nil
	}
	return p.Plain.Birth
}

// plainNames compares given names and surnames, also in exchanged roles.
func (c *comparer) plainNames(a, b *Profile, pat *Pattern, sh *shares) {
	given, givenShare := c.plainName(Given, a.Given, b.Given)
	last, lastShare := c.plainName(Surname, a.Surname, b.Surname)
	if (given == PlainConflict || given == Missing || given == PlainNear) && (last == PlainConflict || last == Missing || last == PlainNear) {
		if share, ok := c.swapped(a, b); ok {
			pat[Given], sh[Given] = PlainSwapped, share
			return
		}
	}
	pat[Given], sh[Given] = given, givenShare
	pat[Surname], sh[Surname] = last, lastShare
}

// swapped reports whether the names agree in exchanged roles, and how rare that is.
func (c *comparer) swapped(a, b *Profile) (int32, bool) {
	var share int32
	found := false
	for _, p := range [2][2]*Name{{a.Given, b.Surname}, {a.Surname, b.Given}} {
		x, y := p[0], p[1]
		if x == nil || y == nil {
			continue
		}
		switch l, _ := c.plainName(Given, x, y); l {
		case PlainExact:
			share, found = share+min(x.Share, y.Share), true
		case PlainTypo:
			share, found = share+min(max(x.Share, y.Share)+2000, 0), true
		default:
			return 0, false
		}
	}
	return share, found
}

// plainName compares two names.
func (c *comparer) plainName(what Comparison, a, b *Name) (Level, int32) {
	if a == nil || b == nil {
		return Missing, 0
	}
	if a == b {
		return PlainExact, a.Share
	}
	if v, ok := c.model.variant(what, a, b); ok {
		return PlainVariant, v
	}
	l := c.given.level(a, b, func() Level { return plainNameLevel(a.Text, b.Text) })
	switch l {
	case PlainExact:
		return l, max(a.Share, b.Share)
	case PlainPart:
		return l, max(a.Share, b.Share)
	}
	return l, meanShare(a, b)
}

// meanShare is the mean of two term frequencies.
func meanShare(a, b *Name) int32 { return logSum(a.Share, b.Share) - 1000 }

func plainNameLevel(a, b string) Level {
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case a == b:
		return PlainExact
	case len(a) == 1 || strings.IndexByte(a, ' ') == 1 || strings.IndexByte(b, ' ') == 1:
		if a[0] == b[0] {
			return PlainInitial
		}
		return PlainConflict
	case slip(a, b):
		return PlainTypo
	case len(a) >= 3 && strings.HasPrefix(b, a), holdsWords(a, b):
		return PlainPart
	case distance.JaroWinkler(a, b) >= 0.85:
		return PlainNear
	}
	return PlainConflict
}

// slip reports a difference that typing makes: one edit, two in long texts, or
// only blanks. a is not longer than b.
func slip(a, b string) bool {
	if len(a) < 3 {
		return false
	}
	k := 1
	if len(a) >= 8 {
		k = 2
	}
	if distance.OSAAtMost(a, b, k) {
		return true
	}
	return strings.IndexByte(b, ' ') >= 0 && strings.ReplaceAll(a, " ", "") == strings.ReplaceAll(b, " ", "")
}

// holdsWords reports whether b has every word of a and more.
func holdsWords(a, b string) bool {
	if strings.IndexByte(b, ' ') < 0 {
		return false
	}
	for w := range strings.FieldsSeq(a) {
		found := false
		for v := range strings.FieldsSeq(b) {
			found = found || v == w
		}
		if !found {
			return false
		}
	}
	return true
}

// plainBirth compares two dates by their digits.
func plainBirth(x, y *Name) (Level, int32) {
	if x == nil || y == nil {
		return Missing, 0
	}
	a, b := x.Text, y.Text
	share := meanShare(x, y)
	switch {
	case a == b:
		return DigitsEqual, x.Share
	case distance.OSAAtMost(a, b, 1):
		return DigitsSlip, share
	case len(a) != 8 || len(b) != 8:
		return DigitsDiffer, share
	}
	year, month, day := a[:4] == b[:4], a[4:6] == b[4:6], a[6:] == b[6:]
	swap := a[4:6] == b[6:] && a[6:] == b[4:6]
	switch {
	case year && (month || day || swap):
		return DigitsParts, share
	case month && day && a[4:] != "0101":
		return DigitsParts, share
	case year:
		return DigitsYear, share
	case distance.OSAAtMost(a, b, 2):
		return DigitsNear, share
	}
	return DigitsDiffer, share
}

// plainMails returns the level of the best pair of mailboxes.
func (c *comparer) plainMails(a, b *Profile) (best Level, share int32) {
	if a.Plain == nil || b.Plain == nil {
		return Missing, 0
	}
	for _, x := range a.Plain.Mails {
		for _, y := range b.Plain.Mails {
			l, s := c.plainMail(x, y)
			if better(best, l) != best || l == best && s < share {
				best, share = l, s
			}
		}
	}
	return best, share
}

func (c *comparer) plainMail(x, y *Name) (Level, int32) {
	if x == y || x.Text == y.Text {
		return MailEqual, x.Share
	}
	l := c.last.level(x, y, func() Level {
		a, b := x.Text, y.Text
		localA, _, _ := strings.Cut(a, "@")
		localB, _, _ := strings.Cut(b, "@")
		switch {
		case distance.OSAAtMost(a, b, 2):
			return MailSlip
		case localA == localB:
			return MailLocal
		case distance.JaroWinkler(localA, localB) >= 0.9 || distance.JaroWinkler(a, b) >= 0.9:
			return MailNear
		}
		return MailDiffers
	})
	return l, meanShare(x, y)
}

// plainText compares two texts.
func (c *comparer) plainText(what Comparison, a, b *Name, metric func(a, b string) float64) (Level, int32) {
	if a == nil || b == nil {
		return Missing, 0
	}
	if a == b || a.Text == b.Text {
		return TextEqual, a.Share
	}
	if v, ok := c.model.variant(what, a, b); ok {
		return TextVariant, v
	}
	l := c.last.level(a, b, func() Level {
		switch s := metric(a.Text, b.Text); {
		case slip(shortLong(a.Text, b.Text)):
			return TextSlip
		case s >= 0.85:
			return TextNear
		}
		return TextDiffers
	})
	if l != TextSlip {
		if share := commonShare(a, b); share < -3000 {
			return TextPart, share
		}
	}
	return l, meanShare(a, b)
}

func shortLong(a, b string) (string, string) {
	if len(a) > len(b) {
		return b, a
	}
	return a, b
}

// plainUser compares the values of one user-defined field.
func (c *comparer) plainUser(f *Field, a, b *Profile, i int) (Level, int32) {
	if i >= len(a.User) || i >= len(b.User) || a.User[i].Name == nil || b.User[i].Name == nil {
		return Missing, 0
	}
	x, y := &a.User[i], &b.User[i]
	switch f.Comparator {
	case "text":
		metric, _ := distance.Metric(f.Metric)
		return c.plainText(UserComparison(i), x.Name, y.Name, metric)
	case "set":
		return plainSet(x.Name, y.Name)
	}
	share := meanShare(x.Name, y.Name)
	if x.Name == y.Name {
		return TextEqual, share
	}
	switch f.Comparator {
	case "number":
		return textLevel(closeness(1 - math.Abs(x.Number-y.Number)/max(math.Abs(x.Number), math.Abs(y.Number), 1))), share
	case "date":
		if x.Date.IsZero() || y.Date.IsZero() {
			return Missing, 0
		}
		return textLevel(dateCloseness(x.Date, y.Date)), share
	}
	if v, ok := c.model.variant(UserComparison(i), x.Name, y.Name); ok {
		return TextVariant, v
	}
	return TextDiffers, share
}

// textLevel is the level of a text for that of a value which is not equal.
func textLevel(l Level) Level {
	switch l {
	case ValueClose:
		return TextSlip
	case ValueNear:
		return TextNear
	}
	return TextDiffers
}

// plainSet compares two sets of words.
func plainSet(a, b *Name) (Level, int32) {
	if a == b {
		return TextEqual, a.Share
	}
	switch overlap(a.Words, b.Words) {
	case 0:
		return TextDiffers, meanShare(a, b)
	case 1:
		return TextSlip, commonShare(a, b)
	}
	return TextPart, commonShare(a, b)
}

// commonShare is how rare the words are that two texts have in common: that of
// the rarest, and half of each other one's, since words come together.
func commonShare(a, b *Name) int32 {
	var total, rarest int32
	for i, x := range a.Words {
		if slices.Contains(b.Words, x) && !slices.Contains(a.Words[:i], x) {
			total += a.Shares[i] / 2
			rarest = min(rarest, a.Shares[i])
		}
	}
	return max(total+rarest/2, minNameShare)
}

// variant returns the strangers' probability of two values that the file uses
// for one another, log2 in millibits.
func (m *Model) variant(what Comparison, a, b *Name) (int32, bool) {
	if len(m.variants) == 0 {
		return 0, false
	}
	v, ok := m.variants[variantKey{what, min(a.Whole, b.Whole), max(a.Whole, b.Whole)}]
	return v, ok
}

type variantKey struct {
	what Comparison
	a, b uint64
}

// ruleGeneric is the one rule outside Turkish, where no name table tells which
// names are two people's: something beside the name has to agree, a given name
// or a surname has to where little else does, and then the score decides.
func (m *Model) ruleGeneric(pat *Pattern, support int) ruled {
	named := btoi(plainAgrees(pat[Given])) + btoi(plainAgrees(pat[Surname]))
	if pat[Given] == PlainSwapped {
		named = 2
	}
	out := ruled{rule: rGeneric}
	atHome := pat[Home] != Missing && pat[Home] <= HomeLine
	switch {
	case pat[NationalID] == IDDifferent:
		out.vetoes = vetoID
	case atHome && pat[Given] == PlainConflict && support == 1:
		out.link = record.Household // wife and husband, mother and child
	case pat[NationalID] == IDEqual:
		out.decision, out.assurance = record.Same, record.AssuranceA
	case named == 2 && support >= 2:
		out.decision, out.assurance = record.Same, record.AssuranceB
	case named > 0 && support >= 1, support >= 2:
		out.decision, out.assurance = record.Same, record.AssuranceC
	case named == 2:
		out.decision = record.Review
	}
	return out
}

func plainAgrees(l Level) bool { return l != Missing && l <= PlainNear }
