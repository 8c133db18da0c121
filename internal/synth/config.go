package synth

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tekil-id/tekil/record"
)

// Config says which customers to invent. The zero Config invents the default
// number of default customers.
type Config struct {
	// Records is how many rows to write; 0 means [DefaultRecords].
	Records int
	// Seed makes another world of the same kind.
	Seed uint64
	// Duplicates is the share of records beyond the first of their person, from
	// 0.01 to 0.6; 0 means [DefaultDuplicates].
	Duplicates float64
	// Hard leaves more ids and birth dates out, makes more mistakes, and lets
	// more namesakes and more of each family be customers.
	Hard bool
	// Without lists fields that no source has. Some take their kin along: address
	// its parts, district and city too; phone mobile, landline and fax;
	// national_id the tax number of a sole trader, which is his national id.
	Without []record.Field
	// Setting is "default" (also ""), or "heldout".
	Setting string
}

// The defaults of [Config].
const (
	DefaultRecords    = 1000
	DefaultDuplicates = 0.3
)

// ErrConfig is returned for a Config that asks for what cannot be.
var ErrConfig = errors.New("synth: bad configuration")

// resolve returns c with its defaults filled in.
func (c Config) resolve() (Config, error) {
	if c.Records == 0 {
		c.Records = DefaultRecords
	}
	if c.Duplicates == 0 {
		c.Duplicates = DefaultDuplicates
	}
	if c.Setting == "" {
		c.Setting = "default"
	}
	switch {
	case c.Records < 0:
		return c, fmt.Errorf("%w: %d records", ErrConfig, c.Records)
	case c.Duplicates < 0.01 || c.Duplicates > 0.6:
		return c, fmt.Errorf("%w: a duplicate share of %v is not within 0.01 and 0.6", ErrConfig, c.Duplicates)
	case settings[c.Setting] == nil:
		return c, fmt.Errorf("%w: setting %q is not one of default, heldout", ErrConfig, c.Setting)
	}
	for _, f := range c.Without {
		if f == record.RecordID || f == record.SourceName || !slices.Contains(columns[:], f) {
			return c, fmt.Errorf("%w: cannot leave out field %q", ErrConfig, f)
		}
	}
	return c, nil
}

// kin are the fields that go with a field that is left out.
var kin = map[record.Field][]record.Field{
	record.Address: {record.Neighbourhood, record.Street, record.BuildingNo, record.PostalCode, record.District, record.City},
	record.Phone:   {record.Mobile, record.Landline, record.Fax},
}

// dropped marks the columns that c leaves out.
func (c Config) dropped() (drop [columnCount]bool) {
	for _, f := range c.Without {
		for i, column := range columns {
			if column == f || slices.Contains(kin[f], column) {
				drop[i] = true
			}
		}
	}
	return drop
}

// The columns of customers.csv, in order.
const (
	colID = iota
	colSource
	colFullName
	colTitle
	colFirst
	colLast
	colMaiden
	colGender
	colBirth
	colBirthPlace
	colDeath
	colMother
	colFather
	colNationalID
	colTaxID
	colCustomerNo
	colPhone
	colMobile
	colLandline
	colFax
	colEmail
	colAddress
	colNeighbourhood
	colStreet
	colBuildingNo
	colDistrict
	colCity
	colPostalCode
	colCompany
	colCreated
	colUpdated
	colLastSeen
	columnCount
)

var columns = [columnCount]record.Field{
	record.RecordID, record.SourceName, record.FullName, record.Title, record.FirstName, record.LastName,
	record.MaidenName, record.Gender, record.BirthDate, record.BirthPlace, record.DeathDate,
	record.MotherName, record.FatherName, record.NationalID, record.TaxID, record.CustomerNo,
	record.Phone, record.Mobile, record.Landline, record.Fax, record.Email,
	record.Address, record.Neighbourhood, record.Street, record.BuildingNo, record.District, record.City, record.PostalCode,
	record.Company, record.CreatedAt, record.UpdatedAt, record.LastSeen,
}
