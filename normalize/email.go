package normalize

// The classes of mailboxes.
const (
	EmailPersonalFree = "personal_free" // a person's, at a public provider
	EmailPersonalOrg  = "personal_org"  // a person's, at an organisation
	EmailRole         = "role"          // info@: an organisation's
	EmailNoReply      = "noreply"       // nobody reads it
	EmailHousehold    = "household"     // a family's or a couple's
	EmailHub          = "hub_hint"      // an accountant's or another go-between's
	EmailKEP          = "kep"           // registered e-mail of a company
	EmailFake         = "fake"
)

// Email is one address of a cell.
type Email struct {
	// Address is the canonical form in ASCII lower case; empty where the status
	// is Suspect or Invalid: then nothing was changed and Suggestion may help.
	Address string
	// Key is equal for addresses of one mailbox: without dots and +tag at Gmail,
	// without +tag at other known providers. Fake addresses have none.
	Key    string
	Domain string
	// Class is one of the Email constants.
	Class string
	// Suggestion is the address that was probably meant.
	Suggestion string
	// Secondary is the key of the suggestion: weaker evidence than Key.
	Secondary string
	// Mask is the form for screens and logs, "u***n@g***.com".
	Mask string
	// Status is OK, Suspect, Fake or Invalid.
	Status Status
	// Flags: turkish_char, idn, keyboard, typo_domain, typo, shared, unusable,
	// household_hint, hub_hint, placeholder, kep, wrong_field:phone, wrong_field:tckn, and text for
	// words beside the address. They may be shared and must not be changed.
	Flags []string
}

// Personal reports whether the address is evidence for a person: a good address
// of a personal class. Whether too many people share it, only counts can tell.
func (e Email) Personal() bool {
	return e.Status == OK && (e.Class == EmailPersonalFree || e.Class == EmailPersonalOrg)
}

// EmailCell is what one cell held.
type EmailCell struct {
	// Status is the worst of the values' statuses, or Empty.
	Status Status
	// Flags are those of all values, "multiple" where there are several, and
	// "percent" or "html_entity" where the @ was written as an escape.
	Flags []string
	// Values are the addresses in the order written, each once.
	Values []Email
}
