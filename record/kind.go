package record

// Kind is what a record or an entity stands for. The zero Kind is KindNameless.
type Kind uint8

// The kinds. Stores keep their numbers.
const (
	KindNameless Kind = iota // no name; other values may still tell who it is
	KindPerson
	KindCompany
	KindSeveral // a couple, a household or heirs in one record: to be split first
	KindNoise   // the name field names nobody
)

var kindNames = [...]string{"nameless", "person", "company", "several", "noise"}

// String returns "nameless", "person", "company", "several" or "noise".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}
