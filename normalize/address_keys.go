package normalize

// DoorKey is a stable hash of building and flat, 0 where the address names no
// building. Equal addresses have equal keys, in every process and version of
// this package that has the same [Version]. The mahalle is left out where
// district and street are there, since every second address omits it; streets
// named by a short number, which every quarter has, keep it.
func (f *AddressForm) DoorKey() uint64 {
	h := f.BuildingKey()
	if h == 0 {
		return 0
	}
	if f.daire == 0 {
		return mix(h, uint64(f.kat)|1<<40)
	}
	return mix(h, uint64(f.daire)|2<<40)
}

// BuildingKey is a stable hash of the building, 0 where none is named.
func (f *AddressForm) BuildingKey() uint64 {
	switch {
	case f.foreign != 0:
		return mix(7, uint64(f.foreign))
	case f.no != 0:
		if s := f.StreetKey(); s != 0 {
			return mix(mix(s, uint64(f.no)), uint64(f.blok))
		}
	case f.site != 0 && f.blok != 0:
		return mix(mix(mix(f.DistrictKey(), 5), uint64(f.site)), uint64(f.blok))
	case f.bina != 0:
		return mix(mix(mix(f.DistrictKey(), 6), uint64(f.bina)), uint64(f.street))
	}
	return 0
}

// StreetKey is a stable hash of the street in its district, of the estate where
// there is no street, of the village or mahalle where there is neither; 0 where
// nothing below the district is known.
func (f *AddressForm) StreetKey() uint64 {
	d := f.DistrictKey()
	switch {
	case f.street != 0:
		h := mix(mix(d, 1), uint64(f.street))
		if f.ilce == 0 || f.numbered && len(f.streetText) < 4 {
			h = mix(h, uint64(f.mahalle))
		}
		return h
	case f.site != 0:
		return mix(mix(d, 2), uint64(f.site))
	case f.mahalle != 0:
		return mix(mix(d, 3), uint64(f.mahalle))
	}
	return 0
}

// DistrictKey is a stable hash of the ilçe, or of the il where no ilçe is
// known; 0 where neither is.
func (f *AddressForm) DistrictKey() uint64 {
	if f.il == 0 && f.ilce == 0 {
		return 0
	}
	return mix(mix(4, uint64(f.il)), uint64(f.ilce))
}

// FNV-1a, written out so that keys in a store outlive the standard library's
// choice of hash.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashKind hashes s with a kind in front; 0 only for an empty s.
func hashKind(kind uint64, s string) uint32 {
	if s == "" {
		return 0
	}
	h := uint64(fnvOffset) ^ kind
	h *= fnvPrime
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return fold32(h)
}

func hashPart(s string) uint32 { return hashKind(0, s) }

func hashBytes(b []byte) uint32 {
	if len(b) == 0 {
		return 0
	}
	h := uint64(fnvOffset)
	h *= fnvPrime
	for _, c := range b {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return fold32(h)
}

func fold32(h uint64) uint32 {
	if x := uint32(h ^ h>>32); x != 0 {
		return x
	}
	return 1
}

// hashDigits returns the number that s is, plus one, so that 0 means none.
func hashDigits(s string) uint64 {
	var n uint64
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			n = n*10 + uint64(s[i]-'0')
		}
	}
	if s == "" {
		return 0
	}
	return n + 1
}

// mix joins a value to a running hash (the finaliser of splitmix64).
func mix(h, v uint64) uint64 {
	h = (h ^ v) + 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func leadingDigits(s string) string {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return s[:i]
}
