package normalize

import (
	"strings"

	"github.com/tekil-id/tekil/record"
)

// Features are the values of one record in canonical, typed form. Every value
// points back at the raw one that it came from, so that nothing is lost and
// every repair can be shown.
type Features struct {
	Name Name
	// NameRef is the raw value that most of the name came from, -1 for none.
	NameRef Ref
	// Employer is the company beside a person's name; the Name itself where
	// only a company stands.
	Employer Name
	// Maiden is the maiden-name column as written.
	Maiden         string
	Mother, Father Name
	Gender         GenderCode
	Birth, Death   ParsedDate
	BirthPlace     string // folded
	// Seen and Since are the last and first day at which the source vouches for
	// the record: of last_seen, updated_at, verified_at and created_at.
	Seen, Since Date
	IDs         []IDValue
	Phones      []PhoneValue
	Emails      []EmailValue
	Addresses   []AddressValue
	// Cells hold the status and flags of each raw value that was parsed, for
	// findings.
	Cells []Cell

	parents *parentNames // from the second Fill on
}

// Ref points at a raw value of a record: an index into Values, or, when
// negative, ^index into Past.
type Ref int32

// NoRef points at nothing.
const NoRef Ref = 1 << 30

// Past reports whether the value is one that the record no longer holds.
func (r Ref) Past() bool { return r < 0 }

// IDValue is one identifier of a record.
type IDValue struct {
	ID
	Field record.Field
	Ref   Ref
}

// PhoneValue is one telephone number of a record.
type PhoneValue struct {
	Phone
	Field record.Field
	Ref   Ref
}

// EmailValue is one mailbox of a record.
type EmailValue struct {
	Email
	Ref Ref
}

// AddressValue is one address of a record.
type AddressValue struct {
	Address
	Ref Ref
}

// Cell is what parsing said of one raw value.
type Cell struct {
	Ref        Ref
	Field      record.Field
	Status     Status
	Flags      []string
	Suggestion string
	Mask       string // the value as logs may show it, where it must be masked
}

// idKinds maps the fields that hold identifiers to their kinds.
var idKinds = map[record.Field]IDKind{
	record.NationalID: IDTCKN, record.TaxID: IDTaxNo, record.PassportNo: IDPassport,
	record.IDSerial: IDSerial, record.IBAN: IDIBAN, record.Plate: IDPlate, record.CustomerNo: IDCustomerNo,
}

// NewFeatures normalises every value of r that tekil understands. It never
// fails: what cannot be read is told in Cells.
func NewFeatures(r *record.Record, o *Options) *Features {
	f := new(Features)
	f.Fill(r, o)
	return f
}

// Fill makes f the features of r, in the memory that f holds already: a loop
// over many records needs one Features. What it held before is gone.
func (f *Features) Fill(r *record.Record, o *Options) {
	*f = Features{NameRef: NoRef, IDs: f.IDs[:0], Phones: f.Phones[:0], Emails: f.Emails[:0], Addresses: f.Addresses[:0], Cells: f.Cells[:0],
		parents: f.parents}
	b := featureBuilder{f: f, r: r, o: o}
	b.columns()
	b.names()
	b.address()
	for i := range r.Past {
		b.past(&r.Past[i], ^Ref(i))
	}
	if f.parents == nil {
		f.parents = new(parentNames)
	}
}

// parentNames remembers the names of mothers and fathers: few names make most.
type parentNames struct {
	o     *Options // under which they were read
	known map[string]*Name
}

// How many names are remembered, and how long they are.
const (
	maxParents    = 1 << 12
	maxParentText = 64
)

// read is [ParseName] for a parent's name; the nil parentNames remembers nothing.
func (c *parentNames) read(s string, o *Options) Name {
	if c == nil || len(s) > maxParentText {
		return ParseName(s, NameHint{GivenFirst: true}, o)
	}
	if c.o != o || len(c.known) == 0 || len(c.known) >= maxParents {
		c.o, c.known = o, map[string]*Name{}
	}
	n := c.known[s]
	if n == nil {
		s = strings.Clone(s) // apart from the row that it is part of
		read := ParseName(s, NameHint{GivenFirst: true}, o)
		n = &read
		c.known[s] = n
	}
	return *n
}

// featureBuilder gathers the columns that belong together before they are read.
type featureBuilder struct {
	f       *Features
	r       *record.Record
	o       *Options
	name    NameFields
	nameRef [8]Ref // parallel to the fields of NameFields
	place   AddressFields
	placeAt Ref
	lines   []Ref // whole address lines, in column order
}

// columns reads the values that stand alone and gathers the others.
func (b *featureBuilder) columns() {
	b.placeAt = NoRef
	for i := range b.r.Values {
		v, ref := &b.r.Values[i], Ref(i)
		if v.Text == "" || b.gather(v, ref) {
			continue
		}
		b.single(v, ref)
	}
}

// gather takes the columns of a name or of a split address.
func (b *featureBuilder) gather(v *record.Value, ref Ref) bool {
	n := &b.name
	switch v.Field {
	case record.FullName:
		b.join(&n.Full, v.Text, 1, ref)
	case record.Title:
		b.join(&n.Title, v.Text, 0, ref)
	case record.FirstName:
		b.join(&n.First, v.Text, 2, ref)
	case record.MiddleName:
		b.join(&n.Middle, v.Text, 3, ref)
	case record.LastName:
		b.join(&n.Last, v.Text, 4, ref)
	case record.MaidenName:
		b.join(&n.Maiden, v.Text, 5, ref)
	case record.Gender:
		b.join(&n.Gender, v.Text, 6, ref)
	case record.Company:
		b.join(&n.Company, v.Text, 7, ref)
	case record.Address:
		b.lines = append(b.lines, ref)
	default:
		return b.gatherPlace(v, ref)
	}
	return true
}

func (b *featureBuilder) join(dst *string, s string, at int, ref Ref) {
	if *dst != "" {
		*dst += " " + s
		return
	}
	*dst = s
	b.nameRef[at] = ref + 1
}

func (b *featureBuilder) gatherPlace(v *record.Value, ref Ref) bool {
	p := &b.place
	switch v.Field {
	case record.Neighbourhood:
		p.Neighbourhood = v.Text
	case record.Street:
		p.Street = v.Text
	case record.BuildingNo:
		p.BuildingNo = v.Text
	case record.District:
		p.District = v.Text
	case record.City:
		p.City = v.Text
	case record.PostalCode:
		p.PostalCode = v.Text
	case record.Country:
		p.Country = v.Text
	default:
		return false
	}
	if b.placeAt == NoRef {
		b.placeAt = ref
	}
	return true
}

// single reads a value that needs no other.
func (b *featureBuilder) single(v *record.Value, ref Ref) {
	f := b.f
	switch v.Field {
	case record.BirthDate:
		f.Birth = ParseDate(v.Text, DateHint{Kind: "birth"}, b.o)
		b.cell(ref, v.Field, f.Birth.Status, f.Birth.Flags, "")
	case record.DeathDate:
		f.Death = ParseDate(v.Text, DateHint{}, b.o)
		b.cell(ref, v.Field, f.Death.Status, f.Death.Flags, "")
	case record.BirthPlace:
		f.BirthPlace = Fold(v.Text)
	case record.MotherName:
		f.Mother = f.parents.read(v.Text, b.o)
		b.cell(ref, v.Field, nameStatus(&f.Mother), f.Mother.Flags, "")
	case record.FatherName:
		f.Father = f.parents.read(v.Text, b.o)
		b.cell(ref, v.Field, nameStatus(&f.Father), f.Father.Flags, "")
	case record.CreatedAt, record.UpdatedAt, record.LastSeen, record.VerifiedAt:
		d := ParseDate(v.Text, DateHint{}, b.o)
		b.seen(d.Date)
		b.cell(ref, v.Field, d.Status, d.Flags, "")
	case record.Phone, record.Mobile, record.Landline, record.Fax:
		b.phones(v, ref)
	case record.Email:
		b.emails(v, ref)
	default:
		if kind, ok := idKinds[v.Field]; ok {
			b.id(kind, v, ref)
		}
	}
}

func (b *featureBuilder) seen(d Date) {
	if d.IsZero() {
		return
	}
	if b.f.Seen.IsZero() || d.Compare(b.f.Seen) > 0 {
		b.f.Seen = d
	}
	if b.f.Since.IsZero() || d.Compare(b.f.Since) < 0 {
		b.f.Since = d
	}
}

// phones reads a cell as [ParsePhones] does, but one number without a list.
func (b *featureBuilder) phones(v *record.Value, ref Ref) {
	if !b.o.Turkish() {
		b.phoneList(v, ref, parseForeignCell(v.Text, b.o))
		return
	}
	use := fieldUse(string(v.Field))
	if p, ok := onePhone(v.Text, use); ok {
		b.f.Phones = append(b.f.Phones, PhoneValue{p, v.Field, ref})
		b.phoneCell(v, ref, p.Status, p.Flags, p.Mask)
		return
	}
	b.phoneList(v, ref, otherPhones(v.Text, PhoneHint{City: b.cityOf(), Field: string(v.Field)}, use))
}

func (b *featureBuilder) phoneList(v *record.Value, ref Ref, c PhoneCell) {
	mask := ""
	for _, p := range c.Values {
		b.f.Phones = append(b.f.Phones, PhoneValue{p, v.Field, ref})
		mask = p.Mask
	}
	b.phoneCell(v, ref, c.Status, c.Flags, mask)
}

func (b *featureBuilder) phoneCell(v *record.Value, ref Ref, s Status, flags []string, mask string) {
	b.cell(ref, v.Field, s, flags, "").Mask = mask
	if holdsStray(flags) {
		b.strays(v.Text, ref)
	}
}

// cityOf is the hint that a number without area code needs: il/ilçe.
func (b *featureBuilder) cityOf() string {
	city := b.r.First(record.City)
	if d := b.r.First(record.District); d != "" && city != "" {
		return city + "/" + d
	}
	return city
}

func (b *featureBuilder) emails(v *record.Value, ref Ref) {
	cell := ParseEmails(v.Text, b.o)
	suggestion := ""
	for _, e := range cell.Values {
		b.f.Emails = append(b.f.Emails, EmailValue{e, ref})
		if e.Suggestion != "" {
			suggestion = e.Suggestion
		}
	}
	b.cell(ref, v.Field, cell.Status, cell.Flags, suggestion)
	if holdsStray(cell.Flags) {
		b.strays(v.Text, ref)
	}
}

func (b *featureBuilder) id(kind IDKind, v *record.Value, ref Ref) {
	id := ParseID(kind, v.Text)
	if id.Status == Empty {
		return
	}
	b.f.IDs = append(b.f.IDs, IDValue{id, v.Field, ref})
	var flags []string
	if id.Status != Valid && id.Status != Unverified {
		flags = []string{string(id.Status)}
	}
	b.cell(ref, v.Field, id.Status, flags, id.Suggestion).Mask = id.Mask
}

func (b *featureBuilder) cell(ref Ref, field record.Field, s Status, flags []string, suggestion string) *Cell {
	b.f.Cells = append(b.f.Cells, Cell{Ref: ref, Field: field, Status: s, Flags: flags, Suggestion: suggestion})
	return &b.f.Cells[len(b.f.Cells)-1]
}

// names reads the name columns as one, since each explains the others.
func (b *featureBuilder) names() {
	f := b.f
	f.Name = ParseNameFields(b.name, b.o)
	f.Maiden = b.name.Maiden
	for _, at := range [...]int{1, 4, 2, 7} { // full, last, first, company
		if b.nameRef[at] != 0 {
			f.NameRef = b.nameRef[at] - 1
			break
		}
	}
	if b.name.Company != "" && f.Name.Kind != KindCompany {
		f.Employer = ParseName(b.name.Company, NameHint{}, b.o)
	}
	if f.NameRef != NoRef {
		b.cell(f.NameRef, b.r.Values[f.NameRef].Field, nameStatus(&f.Name), f.Name.Flags, f.Name.Display)
		if holdsStray(f.Name.Flags) {
			b.strayNames()
		}
	}
	if b.name.Gender != "" {
		f.Gender = ParseGender(b.name.Gender, "")
		b.cell(b.nameRef[6]-1, record.Gender, f.Gender.Status, f.Gender.Flags, "")
	}
}

func nameStatus(n *Name) Status {
	switch n.Kind {
	case KindEmpty:
		return Empty
	case KindNoise:
		return Fake
	case KindCouple, KindHousehold, KindHeirs:
		return Suspect
	}
	return OK
}

// address reads the address lines, each completed by the columns of places.
func (b *featureBuilder) address() {
	if len(b.lines) == 0 && b.placeAt == NoRef {
		return
	}
	if len(b.lines) == 0 {
		b.addAddress(b.place, b.placeAt)
	}
	for i, ref := range b.lines {
		p := AddressFields{}
		if i == 0 {
			p = b.place
		}
		p.Address = b.r.Values[ref].Text
		b.addAddress(p, ref)
	}
}

func (b *featureBuilder) addAddress(p AddressFields, ref Ref) {
	if p.Address == "" && p.Neighbourhood == "" && p.Street == "" && p.BuildingNo == "" {
		// A place alone is read as a line, so that it is a value and not a hint.
		p.Address = strings.TrimSpace(p.PostalCode + " " + p.District + " / " + p.City)
	}
	a := ParseAddressFields(p, b.o)
	if a.Status == Empty {
		return
	}
	b.f.Addresses = append(b.f.Addresses, AddressValue{a, ref})
	b.cell(ref, record.Address, a.Status, a.Flags, a.Canonical)
	if len(a.Rest) >= minStrayDigits {
		b.strays(a.Rest, ref)
	}
}

// past reads a former value: contact points and addresses can still tie a
// record to its person; other past values are history only.
func (b *featureBuilder) past(p *record.Past, ref Ref) {
	switch {
	case p.Field.IsPhone():
		b.phones(&p.Value, ref)
	case p.Field == record.Email:
		b.emails(&p.Value, ref)
	case p.Field == record.Address:
		b.addAddress(AddressFields{Address: p.Text}, ref)
	}
}
