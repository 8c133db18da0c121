package quality

import (
	"strings"
	"unicode/utf8"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Names and addresses are parsed as wholes, and so are their flags. A finding
// should point at the one column that is wrong.

// nameColumn finds the column of a split name that a rule speaks of, by what
// must stand there, and the part of the name that belongs there.
func (c *checker) nameColumn(rule string, field record.Field, value, suggestion string) (record.Field, string, string) {
	if field == record.FullName || field == record.Company || field == "" {
		return field, value, suggestion
	}
	if holds := tellTale(rule); holds != nil {
		for i := range c.r.Values {
			v := &c.r.Values[i]
			if !isNameColumn(v.Field) || !holds(v.Text) {
				continue
			}
			field, value = v.Field, maskIdentity(v.Text)
			if rule != "initials" || field != record.LastName {
				break // an initial of the given names goes before one of the surnames
			}
		}
	}
	switch rule {
	case "swapped_fields", "full_name_in_part", ruleOrder:
		return field, value, suggestion
	}
	switch field {
	case record.FirstName:
		suggestion = c.f.Name.Given
	case record.LastName:
		suggestion = c.f.Name.Surname
	}
	return field, value, suggestion
}

func isNameColumn(f record.Field) bool {
	return f == record.FirstName || f == record.MiddleName || f == record.LastName
}

// tellTale is what a column must hold for a rule to speak of it, nil where only
// the parser knows.
func tellTale(rule string) func(string) bool {
	switch rule {
	case "phone_in_name", "id_in_name", "number_in_name", "counter_in_name":
		return func(s string) bool { return strings.ContainsAny(s, "0123456789") }
	case "email_in_name":
		return func(s string) bool { return strings.Contains(s, "@") }
	case "marks_in_name":
		return func(s string) bool { return strings.ContainsAny(s, "*#+=_") }
	case "initials":
		return func(s string) bool {
			for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '.' }) {
				if utf8.RuneCountInString(w) == 1 {
					return true
				}
			}
			return false
		}
	}
	return nil
}

// placeColumn finds the column of a split address that a flag speaks of, and
// what the parser read there.
func (c *checker) placeColumn(flag string, ref normalize.Ref, field record.Field, value, suggestion string) (record.Field, string, string) {
	a := c.address(ref)
	if a == nil {
		return field, value, suggestion
	}
	var column record.Field
	part := ""
	switch {
	case strings.HasPrefix(flag, "il_"), flag == "renamed_il":
		column, part = record.City, a.Il
	case strings.HasPrefix(flag, "ilce_"), flag == "renamed_ilce", flag == "split_ilce":
		column, part = record.District, a.Ilce
	case strings.HasPrefix(flag, "mahalle_"):
		column, part = record.Neighbourhood, a.Mahalle
	case strings.HasPrefix(flag, "zip_"):
		column, part = record.PostalCode, a.Posta
	case flag == "no_placeholder", flag == "double_no", strings.HasPrefix(flag, "extra_"):
		column = record.BuildingNo
	default:
		return field, value, suggestion
	}
	for i := range c.r.Values {
		if v := &c.r.Values[i]; v.Field == column {
			return column, maskIdentity(v.Text), part
		}
	}
	return field, value, suggestion
}

func (c *checker) address(ref normalize.Ref) *normalize.Address {
	for i := range c.f.Addresses {
		if c.f.Addresses[i].Ref == ref {
			return &c.f.Addresses[i].Address
		}
	}
	return nil
}
