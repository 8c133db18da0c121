package golden

import (
	"slices"
	"strings"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Contribution is what one record gives to a golden record. It shares the
// strings of the record and of its features, and is never changed after it was
// made. The zero Contribution gives nothing.
type Contribution struct {
	Kind record.Kind
	// Seen and Since are the last and first day at which the source vouches for
	// the record; the others its verified_at, updated_at and created_at.
	Seen, Since, Verified, Updated, Created normalize.Date
	Consent                                 Consent
	Name                                    Name
	Claims                                  []Claim   // in the order of fields, then as the record has them
	Addresses                               []Address // as the record has them
}

// Name is a record's name form. Its parts survive together.
type Name struct {
	Full                 string // display form without titles
	Given, Prev, Surname string // parts of Full; of a person only
	Titles               string // canonical titles separated by a blank
	Key                  string // a company's folded core and legal form
	Gender               normalize.Gender
	Middle               uint8 // how many words of Given the source keeps as middle names
	Restored             bool  // its Turkish letters were put back by a dictionary
	Grade                Grade
	Ref                  normalize.Ref
}

// Claim is one value that a record gives for a field.
type Claim struct {
	Field record.Field
	// Text is the canonical value, empty where the raw one could not be read.
	Text string
	// Key is equal for claims of one thing, such as the mailbox behind an e-mail
	// address; empty where Text is its own key.
	Key   string
	Grade Grade
	// Full tells how much the value says, the fuller the higher.
	Full uint8
	Ref  normalize.Ref
}

func (c *Claim) key() string {
	if c.Key != "" {
		return c.Key
	}
	return c.Text
}

// Address is one address of a record. Of the embedded address Key, Rest and
// Flags are not kept.
type Address struct {
	normalize.Address
	Grade Grade
	Ref   normalize.Ref
}

// Contribute returns what the record r, whose features are f, gives to a golden
// record. user names user-defined fields to take along; other fields that tekil
// does not know stay with the raw record.
func Contribute(r *record.Record, f *normalize.Features, user ...record.Field) Contribution {
	var c Contribution
	c.Fill(r, f, user...)
	return c
}

// Fill is [Contribute] into c, reusing its slices.
func (c *Contribution) Fill(r *record.Record, f *normalize.Features, user ...record.Field) {
	*c = Contribution{Claims: c.Claims[:0], Addresses: c.Addresses[:0]}
	c.Kind = f.Name.Kind.Bearer()
	c.Seen, c.Since = f.Seen, f.Since
	c.name(r, f)
	if n := len(r.Values); cap(c.Claims) < n {
		c.Claims = make([]Claim, 0, n+2)
	}
	for i := range r.Values {
		c.value(&r.Values[i], normalize.Ref(i), f, user)
	}
	for i := range f.IDs {
		c.id(&f.IDs[i])
	}
	for i := range f.Phones {
		c.phone(&f.Phones[i])
	}
	for i := range f.Emails {
		c.mail(r, f, i)
	}
	if f.Employer.Display != "" && c.Kind != record.KindCompany && f.Employer.Kind != normalize.KindNoise {
		c.claim(record.Company, f.Employer.Display, f.Employer.Key, OK, refOf(r, record.Company))
	}
	for i := range f.Addresses {
		c.address(r, &f.Addresses[i])
	}
	c.columns(r)
	c.sort()
}

// sort puts the claims in the order of fields; it is an insertion sort, stable,
// since records keep their columns nearly in this order and have few.
func (c *Contribution) sort() {
	for i := 1; i < len(c.Claims); i++ {
		for j := i; j > 0 && compareFields(c.Claims[j].Field, c.Claims[j-1].Field) < 0; j-- {
			c.Claims[j], c.Claims[j-1] = c.Claims[j-1], c.Claims[j]
		}
	}
}

// compareFields orders canonical fields by number and the user's by name.
func compareFields(a, b record.Field) int {
	x, y := number(a), number(b)
	if x != y || x != userField {
		return int(x) - int(y)
	}
	return strings.Compare(string(a), string(b))
}

func (c *Contribution) claim(f record.Field, text, key string, g Grade, ref normalize.Ref) *Claim {
	if key == text {
		key = ""
	}
	c.Claims = append(c.Claims, Claim{Field: f, Text: text, Key: key, Grade: g, Ref: ref})
	return &c.Claims[len(c.Claims)-1]
}

// name takes the name as it was parsed.
func (c *Contribution) name(r *record.Record, f *normalize.Features) {
	n := &f.Name
	c.Name = Name{Gender: n.Gender, Ref: f.NameRef}
	if c.Kind == record.KindNameless {
		return
	}
	c.Name.Full, c.Name.Grade = n.Display, nameGrade(n)
	switch c.Kind {
	case record.KindNoise:
		c.Name.Full = ""
	case record.KindCompany:
		c.Name.Key = n.Key
	case record.KindPerson:
		c.Name.Given, c.Name.Prev, c.Name.Surname = n.Given, n.Prev, n.Surname
		if len(n.Titles) == 1 {
			c.Name.Titles = n.Titles[0]
		} else if len(n.Titles) > 1 {
			c.Name.Titles = strings.Join(n.Titles, " ")
		}
		c.Name.Middle = middleWords(r, n.Given)
		c.Name.Restored = len(n.Flags) > 0 && n.HasFlag("restored")
	}
}

// middleWords counts the words of the source's own column of middle names, where
// the given name ends in them.
func middleWords(r *record.Record, given string) uint8 {
	m := r.First(record.MiddleName)
	if m == "" || r.First(record.FirstName) == "" {
		return 0
	}
	n := strings.Count(given, " ")
	words := len(strings.Fields(m))
	if words == 0 || words > n || words > 9 || !normalize.FoldEqual(m, lastWords(given, words)) {
		return 0
	}
	return uint8(words)
}

// lastWords returns the last n words of s, whose words stand a blank apart.
func lastWords(s string, n int) string {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == ' ' {
			if n--; n == 0 {
				return s[i+1:]
			}
		}
	}
	return s
}

// doubtful are the flags of a name whose letters or parts may be wrong.
var doubtful = [...]string{"lossy", "quarantine", "order_check", "non_latin", "stars", "masked", "number_in_name", "keyboard", "mixed_script"}

// sureSplit is the confidence below which a split into given name and surname
// counts as doubtful.
const sureSplit = 0.7

func nameGrade(n *normalize.Name) Grade {
	switch n.Kind {
	case normalize.KindNoise:
		return Fake
	case normalize.KindPerson:
		if n.Given == "" || n.Surname == "" || n.Confidence > 0 && n.Confidence < sureSplit {
			return Suspect
		}
	case normalize.KindCompany:
	default:
		return Suspect
	}
	for _, flag := range doubtful {
		if len(n.Flags) > 0 && n.HasFlag(flag) {
			return Suspect
		}
	}
	return OK
}

// value takes the columns of which the features keep no place of their own.
func (c *Contribution) value(v *record.Value, ref normalize.Ref, f *normalize.Features, user []record.Field) {
	switch v.Field {
	case record.Gender:
		c.gender(f, ref)
	case record.BirthDate:
		c.date(record.BirthDate, &f.Birth, ref)
	case record.DeathDate:
		c.date(record.DeathDate, &f.Death, ref)
	case record.BirthPlace:
		c.claim(v.Field, v.Text, f.BirthPlace, OK, ref)
	case record.Country:
		c.claim(v.Field, v.Text, normalize.Fold(v.Text), OK, ref)
	case record.MotherName:
		c.relative(v.Field, &f.Mother, ref)
	case record.FatherName:
		c.relative(v.Field, &f.Father, ref)
	case record.MaidenName:
		c.claim(v.Field, v.Text, normalize.Fold(v.Text), OK, ref)
	case record.Consent:
		c.Consent = c.Consent.Strictest(ParseConsent(v.Text, c.Kind == record.KindCompany))
	case record.VerifiedAt:
		c.Verified = normalize.ParseDate(v.Text, normalize.DateHint{}, nil).Date
	case record.CreatedAt:
		c.Created = normalize.ParseDate(v.Text, normalize.DateHint{}, nil).Date
	case record.UpdatedAt:
		c.Updated = normalize.ParseDate(v.Text, normalize.DateHint{}, nil).Date
	default:
		if len(user) > 0 && slices.Contains(user, v.Field) {
			c.claim(v.Field, v.Text, "", OK, ref)
		}
	}
}

// gender takes a declared gender. One that contradicts the given name (a man
// called Hatice) is doubtful (turkish.md section 7.6).
func (c *Contribution) gender(f *normalize.Features, ref normalize.Ref) {
	g := &f.Gender
	if g.Value != normalize.Male && g.Value != normalize.Female {
		if g.Status == normalize.Invalid {
			c.claim(record.Gender, "", "", Invalid, ref)
		}
		return
	}
	grade := gradeOf(g.Status)
	if opposite(g.Value, f.Name.Gender) {
		grade = min(grade, Suspect)
	}
	c.claim(record.Gender, string(g.Value), "", grade, ref)
}

func opposite(a, b normalize.Gender) bool {
	return a == normalize.Male && b == normalize.Female || a == normalize.Female && b == normalize.Male
}

// date takes a date. A day that registers put in for an unknown one says less
// than another day.
func (c *Contribution) date(field record.Field, d *normalize.ParsedDate, ref normalize.Ref) {
	if d.Status == normalize.Empty {
		return
	}
	cl := c.claim(field, d.Date.String(), "", gradeOf(d.Status), ref)
	cl.Full = uint8(d.Precision) * 2
	if d.DefaultDay() {
		cl.Full = 3
	}
}

func (c *Contribution) relative(field record.Field, n *normalize.Name, ref normalize.Ref) {
	switch n.Kind {
	case normalize.KindEmpty, "":
	case normalize.KindNoise:
		c.claim(field, "", "", Fake, ref)
	default:
		cl := c.claim(field, n.Display, n.Key, nameOnlyGrade(n), ref)
		cl.Full = uint8(min(len(n.Display), 200))
	}
}

// nameOnlyGrade grades a parent's name, which stands without a surname.
func nameOnlyGrade(n *normalize.Name) Grade {
	if n.HasFlag("lossy") || n.HasFlag("quarantine") {
		return Suspect
	}
	return OK
}

func (c *Contribution) id(id *normalize.IDValue) {
	if id.Status == normalize.Empty {
		return
	}
	text := ""
	if id.Identifies() {
		text = id.Canonical
	}
	c.claim(id.Field, text, "", gradeOf(id.Status), id.Ref)
}

func (c *Contribution) phone(p *normalize.PhoneValue) {
	grade := gradeOf(p.Status)
	for _, flag := range p.Flags {
		if flag == "relative" || flag == "not_personal" {
			grade = min(grade, Suspect)
		}
	}
	field, full := phoneField(p)
	if p.E164 == "" && grade.usable() {
		full = 0
	}
	c.claim(field, p.E164, "", c.verified(grade), p.Ref).Full = full
}

// phoneField tells which column a number belongs to, whatever column it stood
// in, and how well it reaches the person.
func phoneField(p *normalize.PhoneValue) (record.Field, uint8) {
	if p.Use == "fax" || p.Field == record.Fax && p.Use == "" {
		return record.Fax, 1
	}
	if p.Mobile {
		return record.Mobile, 3
	}
	switch p.Kind {
	case normalize.PhoneFixed, normalize.PhoneKKTCFixed:
		return record.Landline, 2
	case normalize.PhoneForeign, normalize.PhonePersonal, normalize.PhoneVoIP:
		return record.Phone, 2
	}
	return record.Phone, 1
}

// verified raises a good contact point of a record that its source verified.
func (c *Contribution) verified(g Grade) Grade {
	if g == OK && !c.Verified.IsZero() {
		return Verified
	}
	return g
}

func (c *Contribution) mail(r *record.Record, f *normalize.Features, i int) {
	e := &f.Emails[i]
	text, key := e.Address, e.Key
	if text == "" && e.Status == normalize.Suspect {
		text, key = writtenMail(r, f, i), e.Secondary
	}
	full := uint8(2)
	switch e.Class {
	case normalize.EmailRole, normalize.EmailHousehold, normalize.EmailHub, normalize.EmailKEP:
		full = 1
	case normalize.EmailNoReply:
		full = 0
	}
	c.claim(record.Email, text, key, c.verified(gradeOf(e.Status)), e.Ref).Full = full
}

// writtenMail returns a doubtful address as it was typed, where its cell holds
// no other: it is proposed for repair and never silently changed.
func writtenMail(r *record.Record, f *normalize.Features, i int) string {
	ref := f.Emails[i].Ref
	for j := range f.Emails {
		if j != i && f.Emails[j].Ref == ref {
			return ""
		}
	}
	return strings.TrimSpace(text(r, ref))
}

// text returns the raw value behind ref, "" for none.
func text(r *record.Record, ref normalize.Ref) string {
	switch {
	case ref.Past() && int(^ref) < len(r.Past):
		return r.Past[^ref].Text
	case !ref.Past() && int(ref) < len(r.Values):
		return r.Values[ref].Text
	}
	return ""
}

func refOf(r *record.Record, f record.Field) normalize.Ref {
	for i := range r.Values {
		if r.Values[i].Field == f {
			return normalize.Ref(i)
		}
	}
	return normalize.NoRef
}

func (c *Contribution) address(r *record.Record, a *normalize.AddressValue) {
	c.Addresses = append(c.Addresses, Address{Address: a.Address, Grade: gradeOf(a.Status), Ref: a.Ref})
	out := &c.Addresses[len(c.Addresses)-1]
	out.Rest, out.Flags, out.Key = "", nil, ""
	if out.Canonical == "" && out.Grade.usable() {
		out.Canonical = strings.TrimSpace(text(r, a.Ref))
	}
	if !out.door() {
		out.Grade = min(out.Grade, Suspect)
	}
}

// columns keeps the place columns of a record that its address does not tell:
// those of a record without a street, and places that the gazetteer does not
// have. They stand with the first current address, since they describe it.
func (c *Contribution) columns(r *record.Record) {
	city, district, postcode := -1, -1, -1
	for i := range r.Values {
		switch r.Values[i].Field {
		case record.City:
			city = i
		case record.District:
			district = i
		case record.PostalCode:
			postcode = i
		}
	}
	if max(city, district, postcode) < 0 {
		return
	}
	if len(c.Addresses) == 0 || c.Addresses[0].Ref.Past() {
		c.placeOnly(r, city, district, postcode)
		return
	}
	a := &c.Addresses[0]
	if !a.Grade.usable() {
		return
	}
	for _, p := range [...]struct {
		part   *string
		column int
	}{{&a.Il, city}, {&a.Ilce, district}, {&a.Posta, postcode}} {
		if *p.part == "" && p.column >= 0 {
			*p.part = strings.TrimSpace(r.Values[p.column].Text)
		}
	}
}

// placeOnly makes an address of the place columns alone.
func (c *Contribution) placeOnly(r *record.Record, city, district, postcode int) {
	at := func(i int) string {
		if i < 0 {
			return ""
		}
		return strings.TrimSpace(r.Values[i].Text)
	}
	line := at(district)
	if s := at(city); line != "" && s != "" {
		line += "/" + s
	} else {
		line += s
	}
	a := normalize.ParseAddress(line, normalize.AddressHint{PostalCode: at(postcode)}, nil)
	if a.Canonical == "" {
		a = normalize.Address{Il: at(city), Ilce: at(district), Posta: at(postcode), Canonical: line, Status: normalize.Incomplete}
	}
	if a.Posta == "" {
		a.Posta = at(postcode)
	}
	if a.Canonical = strings.TrimSpace(a.Canonical); a.Canonical == "" {
		a.Canonical = a.Posta
	}
	if a.Canonical == "" {
		return
	}
	a.Rest, a.Flags, a.Key = "", nil, ""
	place := Address{Address: a, Grade: Suspect, Ref: normalize.Ref(max(city, district, postcode))}
	c.Addresses = append([]Address{place}, c.Addresses...)
}
