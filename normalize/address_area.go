package normalize

// AreaRelation says how far two addresses lie in one area, whatever their
// streets and doors.
type AreaRelation uint8

// The relations of areas, the closest first; AreaUnknown where a side names no
// place.
const (
	AreaUnknown   AreaRelation = iota
	AreaQuarter                // one mahalle of one ilçe
	AreaDistrict               // one ilçe
	AreaCity                   // one il
	AreaDifferent              // different il
)

// CompareAreas says how far the areas of two addresses agree. It is symmetric
// and does not allocate.
func CompareAreas(a, b *AddressForm) AreaRelation {
	switch {
	case a.il == 0 || b.il == 0:
		if a.ilce != 0 && a.ilce == b.ilce {
			return AreaDistrict
		}
		return AreaUnknown
	case a.il != b.il:
		return AreaDifferent
	case a.ilce == 0 || a.ilce != b.ilce:
		return AreaCity
	case a.mahalle != 0 && a.mahalle == b.mahalle:
		return AreaQuarter
	}
	return AreaDistrict
}

// Elsewhere reports whether two addresses of one ilçe name two places in it:
// different quarters and, as far as they are given, different streets.
func (a *AddressForm) Elsewhere(b *AddressForm) bool {
	return a.mahalle != 0 && b.mahalle != 0 && a.mahalle != b.mahalle && (a.street == 0 || b.street == 0 || a.streetName != b.streetName)
}
