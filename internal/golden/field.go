package golden

import "github.com/tekil-id/tekil/record"

// fields numbers the canonical fields for the codecs and for the order of a
// golden record's fields. Stored bytes hold these numbers: new fields are
// appended, none is ever moved.
var fields = [...]record.Field{
	1: record.FullName, record.Title, record.FirstName, record.MiddleName, record.LastName, record.MaidenName,
	record.Gender, record.BirthDate, record.BirthPlace, record.DeathDate, record.MotherName, record.FatherName,
	record.NationalID, record.TaxID, record.PassportNo, record.IDSerial, record.CustomerNo, record.IBAN, record.Plate,
	record.Phone, record.Mobile, record.Landline, record.Fax, record.Email,
	record.Address, record.Neighbourhood, record.Street, record.BuildingNo, record.District, record.City, record.PostalCode, record.Country,
	record.Company, record.Consent, record.VerifiedAt, record.CreatedAt, record.UpdatedAt, record.LastSeen,
}

// userField is the number of every user-defined field.
const userField = 255

// number returns the field's place in fields, userField for a field of the user.
// It is a switch and not a map because it runs for every value of every record.
func number(f record.Field) uint8 {
	switch f {
	case record.FullName:
		return 1
	case record.Title:
		return 2
	case record.FirstName:
		return 3
	case record.MiddleName:
		return 4
	case record.LastName:
		return 5
	case record.MaidenName:
		return 6
	case record.Gender:
		return 7
	case record.BirthDate:
		return 8
	case record.BirthPlace:
		return 9
	case record.DeathDate:
		return 10
	case record.MotherName:
		return 11
	case record.FatherName:
		return 12
	case record.NationalID:
		return 13
	case record.TaxID:
		return 14
	case record.PassportNo:
		return 15
	case record.IDSerial:
		return 16
	case record.CustomerNo:
		return 17
	case record.IBAN:
		return 18
	case record.Plate:
		return 19
	case record.Phone:
		return 20
	case record.Mobile:
		return 21
	case record.Landline:
		return 22
	case record.Fax:
		return 23
	case record.Email:
		return 24
	case record.Address:
		return 25
	case record.Neighbourhood:
		return 26
	case record.Street:
		return 27
	case record.BuildingNo:
		return 28
	case record.District:
		return 29
	case record.City:
		return 30
	case record.PostalCode:
		return 31
	case record.Country:
		return 32
	case record.Company:
		return 33
	case record.Consent:
		return 34
	case record.VerifiedAt:
		return 35
	case record.CreatedAt:
		return 36
	case record.UpdatedAt:
		return 37
	case record.LastSeen:
		return 38
	}
	return userField
}

// ofName reports the fields that survive with the full name, from one record.
func ofName(f record.Field) bool {
	return f == record.FirstName || f == record.MiddleName || f == record.LastName
}
