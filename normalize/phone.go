package normalize

// PhoneKind is the kind of line that a number belongs to.
type PhoneKind string

// The kinds of lines (turkish.md section 4.1).
const (
	PhoneMobile    PhoneKind = "mobile"
	PhoneFixed     PhoneKind = "fixed"
	PhoneKKTCFixed PhoneKind = "kktc_fixed" // landline of North Cyprus, under country code 90
	PhoneUAN       PhoneKind = "uan"        // 444 xxxx: no area code
	PhoneVoIP      PhoneKind = "voip"       // 0850
	PhoneTollFree  PhoneKind = "tollfree"   // 0800, 0811
	PhonePremium   PhoneKind = "premium"    // 0900, 0888, 0898
	PhonePersonal  PhoneKind = "personal"   // 0592: a number that follows its owner
	PhonePager     PhoneKind = "pager"      // 0512
	PhoneSpecial   PhoneKind = "special"    // 112, 182, 118xx
	PhoneForeign   PhoneKind = "foreign"
	PhoneUnknown   PhoneKind = "unknown"
)

// Phone is one number of a cell.
type Phone struct {
	// E164 is the canonical form, "+905320012738"; empty where the number is not
	// complete or not one. 444 numbers are stored as +90444xxxx.
	E164 string
	Kind PhoneKind
	// Use is what a label or the field said: home, work, fax, or empty.
	Use string
	// Ext is the extension behind a switchboard.
	Ext string
	// Region is the plate code of the province of a landline, "KKTC", "TR|KKTC"
	// for mobiles that both may use, and the ISO country of a foreign number.
	Region string
	// Mask is the form for screens and logs, "+90532*****38".
	Mask string
	// Status is OK, Suspect, Fake, Invalid, Incomplete or Masked.
	Status Status
	// Flags name what was noticed. They may be shared and must not be changed:
	//
	//	pbx, org                a switchboard or another line of an organisation
	//	ext_on_mobile           a mobile with an extension
	//	range:40                the first of a range of lines that ends in 40
	//	area_from_city          the area code was taken from the hint
	//	area_unknown            seven digits and no city
	//	area_ambiguous:212|216  seven digits and a city with several codes
	//	alias:+904440375        perhaps another form of this number
	//	repeat, sequence        made-up digits
	//	premium, pager          lines on which nobody is reached
	//	not_personal            a public service
	//	relative                a label says that it is another person's
	//	letter_o                the letter O stood for a zero
	//	text                    words beside the number that are no label
	//	plus_missing            a foreign number without its +
	//	length, prefix          why it is no number
	//	lost_digits             a spreadsheet's scientific notation
	//	masked                  hidden by another system
	//	wrong_field:tckn        another kind of value (tckn, email, iban, date)
	//	format                  no digits
	Flags []string
	// Mobile reports a mobile line of any country.
	Mobile bool
}

// Number returns the digits of E164 as a number, 0 where there is none. It is
// unique among phones and never more than 15 digits.
func (p Phone) Number() uint64 {
	var n uint64
	for i := 1; i < len(p.E164); i++ {
		n = n*10 + uint64(p.E164[i]-'0')
	}
	return n
}

// Personal reports whether the number is evidence for a person: a mobile line,
// Turkish or foreign, whose status is OK, and not said to be a relative's.
func (p Phone) Personal() bool {
	return p.Mobile && p.Status == OK && p.Use != "fax" && !hasFlag(p.Flags, "relative")
}

// PhoneCell is what one cell held: often several numbers.
type PhoneCell struct {
	// Status is the worst of the values' statuses, or Empty.
	Status Status
	// Flags are those of all values, without repetition.
	Flags []string
	// Values are the numbers in the order written, each once.
	Values []Phone
}

// PhoneHint is what the record knows beside the cell.
type PhoneHint struct {
	City  string // il, perhaps with the ilçe: "İstanbul/Kadıköy"
	Field string // the canonical field or a word such as "fax"
}
