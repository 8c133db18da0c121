package normalize

import "strings"

// AddressRelation is how two addresses stand to each other (turkish.md section
// 5.3), from AddressSame down to AddressDifferent; AddressInsufficient where one
// of them names no more than a place.
type AddressRelation string

// The relations of two addresses.
const (
	AddressSame         AddressRelation = "same"          // one door
	AddressSameBuilding AddressRelation = "same_building" // neighbours, or a door that one side leaves out
	AddressSameStreet   AddressRelation = "same_street"   // another building of the street, estate or village
	AddressSimilar      AddressRelation = "similar"       // could be one, but a part speaks against it
	AddressDifferent    AddressRelation = "different"
	AddressInsufficient AddressRelation = "insufficient"
)

// AddressForm is an address made ready for comparing: 32-bit hashes of its
// folded parts, 0 for a part that is missing, and the two texts that a typing
// error is looked for in. It is immutable; the zero AddressForm knows nothing
// and is insufficient beside any other.
type AddressForm struct {
	uavt                  uint64
	il, ilce              uint32
	mahalle, koy          uint32
	street                uint32 // the most specific of sokak, cadde, bulvar: kind and name
	streetName            uint32 // its name alone
	avenue                uint32 // the next less specific one, kind and name
	site, blok, bina      uint32
	no, noBase            uint32 // the whole number, and its leading digits
	kat, daire            uint32
	foreign               uint32 // the whole text of an address that Turkish rules do not read
	streetText, quartText string // folded, sharing memory with the address key
	numbered              bool   // the street is named by a number: compared exactly
	splitCentre           bool   // the Merkez of a centre that has been split since
	centrePart            bool   // one of the districts that such a centre became
}

// NewAddressForm returns the comparing form of a.
func NewAddressForm(a *Address) AddressForm {
	key := a.Key
	if strings.Count(key, "|") != addressKeyParts-1 {
		key = string(appendAddressKey(nil, a))
	}
	var part [addressKeyParts]string
	for i := range part {
		part[i], key, _ = strings.Cut(key, "|")
	}
	f := AddressForm{
		uavt: hashDigits(a.UAVT), il: hashPart(part[0]), ilce: hashPart(part[1]),
		site: hashPart(part[6]), blok: hashPart(part[7]), bina: hashPart(part[8]),
		no: hashPart(part[9]), daire: hashPart(part[10]), quartText: part[2],
	}
	f.noBase = hashPart(leadingDigits(part[9]))
	f.setQuarter(a, part[2])
	f.setStreet(part[3], part[4], part[5])
	f.setRest(a)
	return f
}

// Move makes move the keeper of the texts that f holds, which returns a copy of
// each: f then shares no memory with the address.
func (f *AddressForm) Move(move func(string) string) {
	f.streetText, f.quartText = move(f.streetText), move(f.quartText)
}

// setQuarter keeps neighbourhood and village apart, so that a village address
// meets another that names only one of the two.
func (f *AddressForm) setQuarter(a *Address, folded string) {
	if a.Mahalle == "" || a.Koy == "" {
		f.mahalle = hashPart(folded)
		return
	}
	var buf [128]byte
	n := len(appendFoldKey(buf[:0], a.Koy))
	if n+1 > len(folded) {
		return
	}
	f.mahalle, f.koy = hashPart(folded[:len(folded)-n-1]), hashPart(folded[len(folded)-n:])
	f.quartText = folded[:len(folded)-n-1]
}

func (f *AddressForm) setStreet(bulvar, cadde, sokak string) {
	for _, s := range [...]struct {
		kind uint64
		name string
	}{{'s', sokak}, {'c', cadde}, {'b', bulvar}} {
		switch {
		case s.name == "":
		case f.street == 0:
			f.street, f.streetName, f.streetText = hashKind(s.kind, s.name), hashPart(s.name), s.name
			f.numbered = strings.ContainsAny(s.name, "0123456789")
		case f.avenue == 0:
			f.avenue = hashKind(s.kind, s.name)
		}
	}
}

func (f *AddressForm) setRest(a *Address) {
	var buf [64]byte
	f.kat = hashBytes(appendFoldDoor(buf[:0], a.Kat))
	if box, ok := a.flag("po_box"); ok {
		f.bina = hashKind('p', box)
		f.no, f.noBase = f.bina, f.bina
	}
	if a.HasFlag("country") && a.Key == "" && a.Status != Invalid { // KKTC's addresses have parts of their own
		var long [256]byte
		f.foreign = hashBytes(appendFoldKey(long[:0], a.Rest))
	}
	if f.il == 0 && f.ilce == 0 && a.Posta != "" {
		f.ilce = hashKind('z', a.Posta)
	}
	f.splitCentre = a.HasFlag("split_ilce")
	f.centrePart = isCentrePart(a.Plaka, a.Ilce)
}

// CompareAddresses says how two addresses stand to each other. It is symmetric.
func CompareAddresses(a, b *Address) AddressRelation {
	fa, fb := NewAddressForm(a), NewAddressForm(b)
	return CompareAddressForms(&fa, &fb)
}

// CompareAddressForms is [CompareAddresses] on prepared forms. It does not
// allocate.
func CompareAddressForms(a, b *AddressForm) AddressRelation {
	if a.uavt != 0 && b.uavt != 0 {
		if a.uavt == b.uavt {
			return AddressSame
		}
		return AddressDifferent
	}
	if a.foreign != 0 || b.foreign != 0 {
		if a.foreign == b.foreign {
			return AddressSame
		}
		return AddressInsufficient
	}
	place := comparePlaces(a, b)
	if place == placeDiffers {
		if a.detailed() && b.detailed() {
			return AddressDifferent
		}
		return AddressInsufficient
	}
	rel := compareDoors(a, b)
	if place == placeUncertain && (rel == AddressSame || rel == AddressSameBuilding || rel == AddressSameStreet) {
		return AddressSimilar
	}
	return rel
}

// detailed reports whether the form names more than a place.
func (f *AddressForm) detailed() bool {
	return f.street != 0 || f.site != 0 || f.bina != 0 || f.mahalle != 0 && f.no != 0
}

type placeRelation uint8

const (
	placeAgrees placeRelation = iota
	placeUncertain
	placeDiffers
)

// comparePlaces looks at il, ilçe and mahalle.
func comparePlaces(a, b *AddressForm) placeRelation {
	switch {
	case a.il != 0 && b.il != 0 && a.il != b.il:
		return placeDiffers
	case a.ilce != 0 && b.ilce != 0 && a.ilce != b.ilce:
		if a.splitCentre && b.centrePart || b.splitCentre && a.centrePart {
			return placeUncertain
		}
		return placeDiffers
	}
	quarter := compareQuarters(a, b)
	if quarter == partDiffers {
		return placeUncertain
	}
	if (a.ilce == 0) != (b.ilce == 0) && quarter != partEqual {
		return placeUncertain
	}
	return placeAgrees
}

type partRelation uint8

const (
	partMissing partRelation = iota // on one side or both
	partEqual
	partTypo // one slip of the keyboard apart
	partDiffers
)

// compareQuarters holds mahalle and village to be one thing: a village that
// became a mahalle keeps its name (law 6360).
func compareQuarters(a, b *AddressForm) partRelation {
	if a.mahalle == 0 || b.mahalle == 0 {
		return partMissing
	}
	if a.mahalle == b.mahalle || a.koy != 0 && (a.koy == b.koy || a.koy == b.mahalle) || b.koy != 0 && b.koy == a.mahalle {
		return partEqual
	}
	if typoEqual(a.quartText, b.quartText) {
		return partEqual
	}
	return partDiffers
}

// compareStreets looks at the most specific street of each side. The kind is
// part of the name: Gül Sokak and Gül Caddesi may both exist, and then the
// answer is partTypo.
func compareStreets(a, b *AddressForm) partRelation {
	switch {
	case a.street == 0 || b.street == 0:
		return partMissing
	case a.street == b.street:
		return partEqual
	case a.streetName == b.streetName, a.street == b.avenue, b.street == a.avenue:
		return partTypo
	case a.numbered || b.numbered:
		return partDiffers
	case lossyEqual(a.streetText, b.streetText):
		return partEqual
	case typoEqual(a.streetText, b.streetText):
		if a.no != 0 && a.no == b.no && compareQuarters(a, b) == partEqual {
			return partEqual
		}
		return partTypo
	}
	return partDiffers
}

func compareHash(a, b uint32) partRelation {
	switch {
	case a == 0 || b == 0:
		return partMissing
	case a == b:
		return partEqual
	}
	return partDiffers
}

func compareDoors(a, b *AddressForm) AddressRelation {
	switch compareStreets(a, b) {
	case partEqual:
		return compareBuildings(a, b)
	case partTypo:
		return AddressSimilar
	case partDiffers:
		if compareHash(a.site, b.site) == partEqual && compareQuarters(a, b) == partEqual {
			return AddressSimilar // a corner estate with two street fronts
		}
		return AddressDifferent
	}
	return compareWithoutStreet(a, b)
}

// compareWithoutStreet judges pairs of which one side or both name no street:
// estate, building or village then stand for it.
func compareWithoutStreet(a, b *AddressForm) AddressRelation {
	quarter := compareQuarters(a, b)
	switch compareHash(a.site, b.site) {
	case partEqual:
		return compareBuildings(a, b)
	case partDiffers:
		return AddressDifferent
	}
	if compareHash(a.bina, b.bina) == partEqual {
		return compareBuildings(a, b)
	}
	if quarter != partEqual || a.no == 0 || b.no == 0 {
		return AddressInsufficient
	}
	if a.street == 0 && b.street == 0 && a.site == b.site {
		return compareBuildings(a, b)
	}
	if a.no == b.no {
		return AddressSimilar
	}
	return AddressInsufficient
}

// compareBuildings judges two addresses of one street, estate or village.
func compareBuildings(a, b *AddressForm) AddressRelation {
	if compareHash(a.blok, b.blok) == partDiffers {
		return AddressSameStreet
	}
	oneBlock := (a.blok == 0) == (b.blok == 0)
	switch compareHash(a.no, b.no) {
	case partDiffers:
		if a.noBase != 0 && a.noBase == b.noBase && (a.no == a.noBase || b.no == b.noBase) {
			return AddressSimilar // 12 and 12/A
		}
		return AddressSameStreet
	case partEqual:
		if compareHash(a.site, b.site) == partDiffers {
			return AddressSimilar
		}
		if !oneBlock {
			return AddressSameBuilding
		}
		return compareFlats(a, b)
	}
	sameSite := compareHash(a.site, b.site) == partEqual && oneBlock
	if sameSite || compareHash(a.bina, b.bina) == partEqual {
		if a.site != b.site || a.bina != b.bina && a.bina != 0 && b.bina != 0 {
			return AddressSameStreet
		}
		if a.daire != 0 && a.daire == b.daire {
			return AddressSame
		}
		if a.blok != 0 || a.bina != 0 && a.bina == b.bina {
			return AddressSameBuilding
		}
	}
	return AddressSameStreet
}

// compareFlats judges two addresses of one building.
func compareFlats(a, b *AddressForm) AddressRelation {
	equal := a.daire == b.daire
	if a.daire == 0 && b.daire == 0 {
		equal = a.kat == b.kat
	}
	if equal {
		return AddressSame
	}
	return AddressSameBuilding
}

// typoEqual reports whether two folded names of at least five letters, without
// digits, differ by no more than one letter after the first: added, left out,
// changed, or swapped with its neighbour.
func typoEqual(a, b string) bool {
	if min(len(a), len(b)) < 5 || a[0] != b[0] || strings.ContainsAny(a, "0123456789") || strings.ContainsAny(b, "0123456789") {
		return lossyEqual(a, b)
	}
	return withinOneEdit(a, b)
}

// lossyEqual reports whether a and b agree where "?" stands for any letter.
func lossyEqual(a, b string) bool {
	if len(a) != len(b) || a == "" {
		return false
	}
	for i := 0; i < len(a); i++ {
		if a[i] != b[i] && a[i] != '?' && b[i] != '?' {
			return false
		}
	}
	return true
}

// withinOneEdit reports whether the optimal string alignment distance of a and
// b is at most one; "?" equals any letter.
func withinOneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && sameLetter(a[i], b[i]) {
		i++
	}
	if i == len(a) {
		return true
	}
	if len(a) < len(b) {
		return sameLetters(a[i:], b[i+1:])
	}
	if sameLetters(a[i+1:], b[i+1:]) {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && sameLetters(a[i+2:], b[i+2:])
}

func sameLetter(x, y byte) bool { return x == y || x == '?' || y == '?' }

func sameLetters(a, b string) bool {
	for i := 0; i < len(a); i++ {
		if !sameLetter(a[i], b[i]) {
			return false
		}
	}
	return true
}
