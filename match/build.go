package match

import (
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Builder makes profiles. It is for one goroutine at a time; builders may share
// an interner.
type Builder struct {
	in     *Interner
	o      *normalize.Options
	fields []Field
	unique map[record.Source]uint32
	// Slabs from which the lists of profiles are cut, so that a batch of millions
	// is few objects for the garbage collector.
	contacts []Contact
	doors    []Door
	hashes   []uint64
	texts    strings.Builder
	// The lists of the profile that is being made.
	lines, mails []Contact
	places       []Door
	recent       *recentNames
}

// slab is how many values a slab of a [Builder] holds.
const slab = 4096

// cut moves a list into a slab and returns it there.
func cut[T any](slabs *[]T, list []T) []T { return cutOf(slabs, list, slab) }

// cutOf is cut from slabs of n values.
func cutOf[T any](slabs *[]T, list []T, n int) []T {
	if len(list) == 0 {
		return nil
	}
	if len(*slabs)+len(list) > cap(*slabs) {
		*slabs = make([]T, 0, max(n, len(list)))
	}
	from := len(*slabs)
	*slabs = append(*slabs, list...)
	return (*slabs)[from:len(*slabs):len(*slabs)]
}

// text returns s in a slab, apart from the row or key that it is a part of.
func (b *Builder) text(s string) string { return cutText(&b.texts, s, slab) }

// cutText returns s in a slab of n bytes.
func cutText(slabs *strings.Builder, s string, n int) string {
	if s == "" {
		return ""
	}
	if slabs.Cap()-slabs.Len() < len(s) {
		*slabs = strings.Builder{}
		slabs.Grow(max(n, len(s)))
	}
	from := slabs.Len()
	slabs.WriteString(s)
	return slabs.String()[from:]
}

// NewBuilder returns a builder that interns names in in and reads the user's
// fields and unique sources from m, of which nothing else is used.
func NewBuilder(in *Interner, m *Model) *Builder {
	b := &Builder{in: in, o: m.Options(), fields: m.Fields, unique: map[record.Source]uint32{}, recent: new(recentNames)}
	for _, s := range m.UniqueSources {
		b.unique[s] = uint32(Hash(string(s)))
	}
	return b
}

// Profile returns what the matcher sees of a record, without the degrees.
func (b *Builder) Profile(r *record.Record, f *normalize.Features) *Profile {
	p := new(Profile)
	b.Fill(p, r, f)
	return p
}

// Fill makes p what the matcher sees of a record, without the degrees.
func (b *Builder) Fill(p *Profile, r *record.Record, f *normalize.Features) {
	*p = Profile{}
	p.Kind, p.Unique = f.Name.Kind.Bearer(), b.unique[r.Source]
	p.Lines, p.Mails, p.Doors = b.lines[:0], b.mails[:0], b.places[:0]
	b.names(p, f)
	p.Birth, p.Death, p.LastSeen = f.Birth.Date, f.Death.Date, f.Seen
	p.Mother = b.intern(givenTable, f.Mother.Given, "")
	p.Father = b.intern(givenTable, f.Father.Given, "")
	p.BirthPlace = b.intern(placeTable, f.BirthPlace, "")
	for i := range f.IDs {
		p.addID(&f.IDs[i], r.Source)
	}
	for i := range f.Phones {
		p.addPhone(&f.Phones[i], f)
	}
	for i := range f.Emails {
		p.addMail(&f.Emails[i], f, b.o.Turkish())
	}
	p.National.Text = b.text(p.National.Text)
	for i := range f.Addresses {
		p.addDoor(&f.Addresses[i])
		p.Doors[i].Form.Move(b.text)
	}
	if len(b.fields) > 0 {
		b.userValues(p, r)
	}
	b.lines, b.mails, b.places = p.Lines, p.Mails, p.Doors // they may have grown
	p.Lines, p.Mails = cut(&b.contacts, p.Lines), cut(&b.contacts, p.Mails)
	p.Doors = cut(&b.doors, p.Doors)
	p.Documents, p.IBANs = cut(&b.hashes, p.Documents), cut(&b.hashes, p.IBANs)
	p.Customers = cut(&b.hashes, p.Customers)
	if !b.o.Turkish() {
		p.Plain = b.plain(r, f)
	}
}

func (b *Builder) names(p *Profile, f *normalize.Features) {
	n := &f.Name
	switch p.Kind {
	case record.KindPerson:
		p.Given = b.intern(givenTable, n.Given, "")
		p.Surname = b.intern(surnameTable, n.Surname, formerSurname(f))
		p.Maiden = b.intern(surnameTable, f.Maiden, "")
		if n.Confidence < sureSplit && p.Given != nil && p.Surname != nil {
			p.OtherGiven = b.guess(givenTable, n.Surname)
			p.OtherSurname = b.guess(surnameTable, n.Given)
		}
		p.Words = wordBag(p.Given, p.Surname)
		if b.o.Turkish() {
			p.Bearers = float32(normalize.ExpectedBearers(n))
		}
	case record.KindCompany:
		p.Company = b.intern(companyTable, n.Core, "")
		if n.LegalForm != "" && n.LegalForm != "holding" { // a holding has the form of a company beside
			p.LegalForm = uint32(Hash(n.LegalForm))
		}
	}
	p.setGender(f)
}

// sureSplit is the confidence in the split of a name below which the other
// order is looked at, too.
const sureSplit = 0.995

// wordBag hashes the words of a name so that their order does not matter.
func wordBag(parts ...*Name) (bag uint64) {
	for _, n := range parts {
		if n == nil {
			return 0
		}
		for w := range strings.FieldsSeq(n.Text) {
			bag += Hash(w)
		}
	}
	return bag
}

// formerSurname is the former surname that stands in the name itself (Ayşe Yılmaz
// Demir) and so takes part in comparing surnames. One that a column of its own
// gives bridges two surnames by rule R19 instead.
func formerSurname(f *normalize.Features) string {
	if f.Maiden != "" && normalize.FoldEqual(f.Maiden, f.Name.Prev) {
		return ""
	}
	return f.Name.Prev
}

// setGender takes the sex that the given name shows; a code that contradicts it
// is a finding and no evidence (turkish.md principle 6).
// Without a given name, or where it is not sure which word is it, only the code
// counts.
func (p *Profile) setGender(f *normalize.Features) {
	if g := f.Name.Gender; f.Name.Given != "" && p.OtherGiven == nil && (g == normalize.Male || g == normalize.Female) {
		p.NameGender = g[0]
		p.Gender = g[0]
		return
	}
	if g := f.Gender.Value; g == normalize.Male || g == normalize.Female {
		p.Gender = g[0]
	}
}

func (p *Profile) addID(v *normalize.IDValue, source record.Source) {
	if v.Ref.Past() {
		return
	}
	switch v.Field {
	case record.NationalID, record.TaxID:
		p.addNumber(v)
	case record.PassportNo, record.IDSerial:
		if v.Identifies() {
			p.Documents = append(p.Documents, Mix(Hash(v.Canonical), uint64(v.Field[0])))
		}
	case record.IBAN:
		if v.Identifies() {
			p.IBANs = append(p.IBANs, Hash(v.Canonical))
		}
	case record.CustomerNo:
		if v.Identifies() {
			p.Customers = append(p.Customers, customerHash(v.Canonical, source))
		}
	}
}

// customerHash names a customer number together with the system that gave it:
// the one before a colon (S1:4711), else the record's own source.
func customerHash(no string, source record.Source) uint64 {
	if strings.Contains(no, ":") {
		return Hash(no)
	}
	return Hash(string(source) + ":" + no)
}

// addNumber keeps the best national or tax number: a valid one beats a mistyped
// or masked one, the national column beats the tax column.
func (p *Profile) addNumber(v *normalize.IDValue) {
	n := Number{Text: v.Canonical}
	switch v.Status {
	case normalize.Valid, normalize.Unverified:
		switch v.Class {
		case "citizen":
			n.State = ValidCitizen
		case "foreigner":
			n.State = ValidForeigner
		default:
			n.State = ValidCompany
		}
	case normalize.InvalidChecksum, normalize.InvalidLength, normalize.InvalidFormat:
		n.State, n.Text = InvalidID, v.Read
	case normalize.Masked:
		n.State, n.Text = MaskedID, v.Read
	default:
		return
	}
	if n.Text == "" || n.State == ValidCompany && p.Kind != record.KindCompany {
		return
	}
	if p.National.State == NoID || n.valid() && !p.National.valid() {
		p.National = n
	}
}

func (p *Profile) addPhone(v *normalize.PhoneValue, f *normalize.Features) {
	c := Contact{Value: v.Number(), Past: v.Ref.Past()}
	if c.Value == 0 || v.Status == normalize.Fake || v.Status == normalize.Invalid {
		return
	}
	switch {
	case v.Personal():
		c.Reach = Personal
	case v.Kind == normalize.PhoneFixed || v.Kind == normalize.PhoneKKTCFixed:
		c.Reach = Household
		if v.Ext != "" || hasAny(v.Flags, "pbx", "org") {
			c.Reach = Organisation
		}
	default:
		c.Reach = Organisation
	}
	c.From, c.To = years(f)
	p.Lines = append(p.Lines, c)
}

func years(f *normalize.Features) (from, to int16) { return f.Since.Year, f.Seen.Year }

func hasAny(flags []string, want ...string) bool {
	for _, f := range flags {
		for _, w := range want {
			if f == w {
				return true
			}
		}
	}
	return false
}

func (p *Profile) addMail(v *normalize.EmailValue, f *normalize.Features, turkish bool) {
	if v.Status == normalize.Fake || v.Status == normalize.Invalid {
		return
	}
	c := Contact{Past: v.Ref.Past(), Reach: Organisation}
	switch {
	case v.Personal():
		c.Reach, c.Local = Personal, distinctiveLocal(v.Key)
		local, _, _ := strings.Cut(v.Key, "@")
		c.Named = turkish && p.spells(local)
		if turkish && !c.Past && p.MailYear == 0 {
			p.MailYear = p.yearIn(local)
		}
	case v.Class == normalize.EmailHousehold:
		c.Reach = Family
	case v.Secondary != "" && personalMailbox(v.Suggestion):
		c.Reach = Personal // hotmial.com: the mailbox that was meant
	}
	c.From, c.To = years(f)
	for _, key := range [...]string{v.Key, v.Secondary} {
		if key != "" {
			c.Value = Hash(key)
			p.Mails = append(p.Mails, c)
		}
	}
}

// personalMailbox reports whether the address is evidence for a person.
func personalMailbox(address string) bool {
	cell := normalize.ParseEmails(address, nil)
	return len(cell.Values) == 1 && cell.Values[0].Personal()
}

// distinctiveLocal is a hash of a mailbox's local part where it is long enough
// to point at a person whatever the provider: ugurozmen@, not info@ or ali34@.
func distinctiveLocal(key string) uint64 {
	local, _, ok := strings.Cut(key, "@")
	letters := 0
	for i := range len(local) {
		if local[i] >= 'a' && local[i] <= 'z' {
			letters++
		}
	}
	if !ok || letters < 8 {
		return 0
	}
	return hashWithout(local, "._-") // what separates the words of a local part
}

// spells reports whether the local part of a mailbox is made of the words and
// initials of p's name alone, at least one of them whole.
func (p *Profile) spells(local string) bool {
	if p.Given == nil || p.Surname == nil {
		return false
	}
	var buf [maxAligned]string
	words := p.nameWords(buf[:0])
	return len(words) <= maxAligned && spelledBy(local, words)
}

// Years of birth that the name of a mailbox may hold.
const firstMailYear, lastMailYear = 1925, 2015

// yearIn is the year in which the owner of a mailbox that is called by p's name was
// born, by the four digits behind the name (ayse.yilmaz1975@), 0 for none. Two digits may
// as well be those of an il.
func (p *Profile) yearIn(local string) int16 {
	name := strings.TrimRight(local, "0123456789")
	year, err := strconv.Atoi(local[len(name):])
	if err != nil || year < firstMailYear || year > lastMailYear || !p.spells(name) {
		return 0
	}
	return int16(year)
}

// spelledBy reports whether s is a run of words and of single initials of them,
// one word of two letters or more among them; what separates words is passed over.
func spelledBy(s string, words []string) bool {
	const bare, whole = 1, 2 // what the letters so far can be read as: initials only, or with a word
	var reach [maxLocal + 1]uint8
	if len(s) > maxLocal {
		return false
	}
	reach[0] = bare
	for i := range len(s) {
		if reach[i] == 0 {
			continue
		}
		if strings.IndexByte("._-", s[i]) >= 0 {
			reach[i+1] |= reach[i]
		}
		for _, w := range words {
			if w == "" || w[0] != s[i] {
				continue
			}
			reach[i+1] |= reach[i]
			if len(w) > 1 && strings.HasPrefix(s[i:], w) {
				reach[i+len(w)] |= whole
			}
		}
	}
	return reach[len(s)]&whole != 0
}

// maxLocal is how long the local part of a mailbox may be (RFC 5321).
const maxLocal = 64

func (p *Profile) addDoor(v *normalize.AddressValue) {
	form := normalize.NewAddressForm(&v.Address)
	d := Door{Form: form, Past: v.Ref.Past()}
	d.Key = form.DoorKey()
	p.Doors = append(p.Doors, d)
}

// userValues reads the fields that the user lets take part.
func (b *Builder) userValues(p *Profile, r *record.Record) {
	p.User = make([]UserValue, len(b.fields))
	for i := range b.fields {
		text := r.First(b.fields[i].Name)
		if text == "" {
			continue
		}
		u := &p.User[i]
		if b.fields[i].Comparator == "set" && !b.o.Turkish() {
			text = p.beside(text)
		}
		u.Name = b.intern(fieldTable+table(i), text, "")
		switch b.fields[i].Comparator {
		case "number":
			u.Number, _ = strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(text), ",", "."), 64)
		case "date":
			u.Date = normalize.ParseDate(text, normalize.DateHint{}, b.o).Date
		}
	}
}
