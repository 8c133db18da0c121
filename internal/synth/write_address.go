package synth

import (
	"strconv"
	"strings"
)

// oldDistricts are names that still stand in old records.
var oldDistricts = map[string]string{
	"Eyüpsultan": "Eyüp", "Kahramankazan": "Kazan", "Efeler": "Merkez", "Menteşe": "Merkez", "Ortahisar": "Merkez",
	"Süleymanpaşa": "Merkez", "Altınordu": "Merkez", "Artuklu": "Merkez", "Sinanpaşa": "Sincanlı",
}

// forms of the type words of an address, the full one first.
var forms = map[string][]string{
	"Mahallesi": {"Mahallesi", "Mah.", "Mh.", "MAH", "mah"},
	"Köyü":      {"Köyü", "Köyü", "KÖYÜ"},
	"Sokak":     {"Sokak", "Sok.", "Sk.", "SOK", "Sokağı", "sk"},
	"Caddesi":   {"Caddesi", "Cad.", "Cd.", "CAD", "Cadde"},
	"Bulvarı":   {"Bulvarı", "Bulv.", "Blv.", "BUL"},
	"Sitesi":    {"Sitesi", "Sit.", "Site"},
	"Blok":      {"Blok", "Bl.", "BLOK"},
	"Apartmanı": {"Apartmanı", "Apt.", "Ap.", "APT"},
}

func (c *clerk) form(word string) string {
	if !c.r.chance(c.h.addressShort) {
		return word
	}
	return pick(c.r, forms[word])
}

// addressParts is a door as one record has it.
type addressParts struct {
	quarter, street, door, district, city, postal string
}

// writeAddress writes a door, in columns or as a line.
func (c *clerk) writeAddress(at *home) {
	a := c.addressParts(at)
	if c.errs(c.h.cityOnly) {
		c.set(colDistrict, a.district)
		c.set(colCity, a.city)
		return
	}
	if c.h.splitAddress {
		c.set(colNeighbourhood, a.quarter)
		c.set(colStreet, a.street)
		c.set(colBuildingNo, a.door)
		c.set(colDistrict, a.district)
		c.set(colCity, a.city)
		c.set(colPostalCode, a.postal)
		return
	}
	c.writeLine(a)
}

func (c *clerk) addressParts(at *home) addressParts {
	a := addressParts{city: c.city(at), district: at.district.name}
	if old, ok := oldDistricts[at.district.name]; ok && c.r.chance(c.h.oldPlace) {
		a.district = old
	}
	if c.errs(c.h.noDistrict) {
		a.district = ""
	}
	if !c.errs(c.h.noQuarter) {
		a.quarter = c.text(c.quarter(at))
	}
	if at.street != "" {
		a.street = c.text(c.street(at))
	}
	if !c.errs(c.h.noDoor) {
		a.door = c.text(c.door(at))
	}
	if c.r.chance(0.35) {
		a.postal = at.postal
	}
	a.district, a.city = c.text(a.district), c.text(a.city)
	return a
}

func (c *clerk) quarter(at *home) string {
	name := c.addressWord(at.quarter)
	switch {
	case at.village:
		return name + " " + c.form("Köyü")
	case c.h.splitAddress && c.r.chance(0.5):
		return name
	}
	return name + " " + c.form("Mahallesi")
}

func (c *clerk) city(at *home) string {
	if old := at.province.old; old != "" && c.r.chance(c.h.oldPlace) {
		return old
	}
	return at.province.Name
}

func (c *clerk) addressWord(s string) string {
	if c.errs(c.h.addressTypo) {
		return mistype(c.r, s)
	}
	return s
}

// street writes the street, and the house where it has a name.
func (c *clerk) street(at *home) string {
	name := at.street
	numbered := name[0] >= '0' && name[0] <= '9'
	switch {
	case numbered && !strings.Contains(name, "/") && c.r.chance(0.6):
		name += "."
	case !numbered:
		name = c.addressWord(name)
		if n := len(name) - 1; name[n] >= '1' && name[n] <= '9' {
			name += "."
		}
	}
	s := name + " " + c.form(at.kind)
	switch {
	case at.site != "":
		s += " " + at.site + " " + c.form("Sitesi") + " " + at.block + " " + c.form("Blok")
	case at.house != "" && c.r.chance(0.7):
		s += " " + at.house + " " + c.form("Apartmanı")
	}
	return s
}

// door writes the numbers of house, floor and flat.
func (c *clerk) door(at *home) string {
	flat := strconv.Itoa(at.flat)
	if at.flat == 0 {
		return pick(c.r, []string{"No:", "No: ", "No ", "NO:"}) + at.no
	}
	if plain := !strings.ContainsAny(at.no, "/-"); plain && c.r.chance(0.3) {
		return pick(c.r, []string{"No:", "", "No "}) + at.no + "/" + flat
	}
	s := pick(c.r, []string{"No:", "No: ", "No ", "N:"}) + at.no
	if c.r.chance(0.2) {
		s += pick(c.r, []string{" Kat:", " K:", " Kat "}) + strconv.Itoa(at.floor)
	}
	return s + pick(c.r, []string{" D:", " Daire:", " Daire ", " D."}) + flat
}

// writeLine writes the address as one line, with or without columns for the
// places.
func (c *clerk) writeLine(a addressParts) {
	parts := []string{a.quarter, a.street, a.door}
	if c.r.chance(0.12) { // street first
		parts = []string{a.street, a.door, a.quarter}
	}
	sep := pick(c.r, []string{" ", " ", " ", ", "})
	line := joinFilled(parts, sep)
	switch x := c.r.Float64(); {
	case x < 0.4: // the places in the line
		line += " " + joinFilled([]string{joinFilled([]string{a.postal}, ""), joinFilled([]string{a.district, a.city}, pick(c.r, []string{"/", " / ", " ", "/"}))}, " ")
	case x < 0.7: // in the line and in columns
		line += " " + joinFilled([]string{a.district, a.city}, "/")
		c.set(colDistrict, a.district)
		c.set(colCity, a.city)
	default:
		c.set(colDistrict, a.district)
		c.set(colCity, a.city)
		c.set(colPostalCode, a.postal)
	}
	c.set(colAddress, strings.TrimSpace(line))
}

func joinFilled(parts []string, sep string) string {
	var filled []string
	for _, p := range parts {
		if p != "" {
			filled = append(filled, p)
		}
	}
	return strings.Join(filled, sep)
}
