package record

// Field names a column in tekil's own words. The constants are the canonical
// fields; any other non-empty Field is a user-defined one, which passes through
// and may take part in matching by configuration.
type Field string

// The canonical fields. City is the il, District the ilçe, Neighbourhood the
// mahalle.
const (
	RecordID      Field = "record_id"
	SourceName    Field = "source"
	FullName      Field = "full_name"
	Title         Field = "title"
	FirstName     Field = "first_name"
	MiddleName    Field = "middle_name"
	LastName      Field = "last_name"
	MaidenName    Field = "maiden_name"
	Gender        Field = "gender"
	BirthDate     Field = "birth_date"
	BirthPlace    Field = "birth_place"
	DeathDate     Field = "death_date"
	MotherName    Field = "mother_name"
	FatherName    Field = "father_name"
	NationalID    Field = "national_id" // TCKN or YKN
	TaxID         Field = "tax_id"      // VKN, or the TCKN of a sole trader
	PassportNo    Field = "passport_no"
	IDSerial      Field = "id_serial"
	CustomerNo    Field = "customer_no"
	IBAN          Field = "iban"
	Plate         Field = "plate"
	Phone         Field = "phone"
	Mobile        Field = "mobile"
	Landline      Field = "landline"
	Fax           Field = "fax"
	Email         Field = "email"
	Address       Field = "address"
	Neighbourhood Field = "neighbourhood"
	Street        Field = "street"
	BuildingNo    Field = "building_no"
	District      Field = "district"
	City          Field = "city"
	PostalCode    Field = "postal_code"
	Country       Field = "country"
	Company       Field = "company"
	Consent       Field = "consent"
	VerifiedAt    Field = "verified_at"
	CreatedAt     Field = "created_at"
	UpdatedAt     Field = "updated_at"
	LastSeen      Field = "last_seen"
)

// canonical lists the fields in the order in which files write them.
var canonical = []Field{
	RecordID, SourceName, FullName, Title, FirstName, MiddleName, LastName, MaidenName,
	Gender, BirthDate, BirthPlace, DeathDate, MotherName, FatherName,
	NationalID, TaxID, PassportNo, IDSerial, CustomerNo, IBAN, Plate,
	Phone, Mobile, Landline, Fax, Email,
	Address, Neighbourhood, Street, BuildingNo, District, City, PostalCode, Country,
	Company, Consent, VerifiedAt, CreatedAt, UpdatedAt, LastSeen,
}

var isCanonical = func() map[Field]bool {
	m := make(map[Field]bool, len(canonical))
	for _, f := range canonical {
		m[f] = true
	}
	return m
}()

// Fields returns the canonical fields in file order. The caller owns the slice.
func Fields() []Field { return append([]Field(nil), canonical...) }

// IsCanonical reports whether f is one of tekil's own fields.
func (f Field) IsCanonical() bool { return isCanonical[f] }

// IsList reports whether a person may hold several values of f at once, so that
// a golden record keeps a set of them with a primary.
func (f Field) IsList() bool {
	switch f {
	case Phone, Mobile, Landline, Fax, Email, Address, IBAN, Plate, CustomerNo:
		return true
	}
	return false
}

// IsPhone reports whether f holds telephone numbers.
func (f Field) IsPhone() bool {
	return f == Phone || f == Mobile || f == Landline || f == Fax
}

// IsAddressPart reports whether f is a column of a split address.
func (f Field) IsAddressPart() bool {
	switch f {
	case Neighbourhood, Street, BuildingNo, District, City, PostalCode:
		return true
	}
	return false
}
