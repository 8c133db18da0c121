package normalize

// ParseAddress reads an address from one line. What h says fills in where the
// line is silent; where both speak and differ the line stands and a flag says so.
func ParseAddress(s string, h AddressHint, o *Options) Address {
	return parseGenericAddress(s, h)
}

// ParseAddressFields reads an address that a source keeps in columns. The
// columns fill in what the line leaves open; where they contradict it the line
// stands and a flag says so.
func ParseAddressFields(f AddressFields, o *Options) Address {
	line := joinNonEmpty(", ", f.Address, f.Neighbourhood, joinNonEmpty(" ", f.Street, f.BuildingNo))
	return ParseAddress(line, AddressHint{City: f.City, District: f.District, PostalCode: f.PostalCode}, o)
}
