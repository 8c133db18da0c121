package quality

import (
	"slices"

	"github.com/tekil-id/tekil/record"
)

// Rule is one thing that may be wrong with a value.
type Rule struct {
	// Name is what findings call it; it stands once in the table.
	Name string
	// About is the kind of value: name, phone, email, id, date, gender, address,
	// text or record.
	About string
	// Severity says how much the value still counts.
	Severity record.Severity
	// Meaning says in a sentence what is wrong and what the suggestion offers.
	Meaning string
	// flags are those of the parsers that lead to the rule, without the value
	// behind a colon.
	flags []string
}

// Rules returns the table of all rules, in the order of reports. The caller owns
// the slice.
func Rules() []Rule { return slices.Clone(rules) }

// The rules that are not simply a parser's flag.
const (
	ruleNoise          = "noise_name"
	ruleCouple         = "couple"
	ruleHousehold      = "household_name"
	ruleHeirs          = "heirs"
	ruleGender         = "gender_conflict"
	ruleOrder          = "order_guess"
	ruleFakePhone      = "fake_phone"
	ruleDoubtfulPhone  = "doubtful_phone"
	ruleInvalidPhone   = "invalid_phone"
	ruleWrongField     = "wrong_field"
	ruleIncompletePh   = "incomplete_phone"
	ruleFakeMail       = "fake_email"
	ruleInvalidMail    = "invalid_email"
	ruleMasked         = "masked_value"
	rulePlaceholder    = "placeholder_id"
	ruleInvalidDate    = "invalid_date"
	ruleDefaultDate    = "default_date"
	ruleRegisterDay    = "register_birthday"
	ruleFuture         = "future_date"
	ruleInvalidGender  = "invalid_gender"
	ruleIncompleteAddr = "incomplete_address"
	ruleNoiseAddress   = "noise_address"
	ruleMojibake       = "mojibake"
	ruleLossy          = "lossy"
	ruleMandatory      = "mandatory_missing"
	ruleStale          = "stale"
	ruleAfterDeath     = "active_after_death"
	ruleBornLate       = "born_after_seen"
	ruleDiedEarly      = "died_before_birth"
)

var rules = []Rule{
	{ruleGender, "name", record.Warning, "The declared gender contradicts the given name (a man called Hatice); the suggestion is the gender of the name.", []string{"gender_conflict"}},
	{ruleNoise, "name", record.Error, "The name field names nobody (TEST, MÜŞTERİ, asdasd).", []string{"quarantine"}},
	{ruleCouple, "name", record.Warning, "Several people stand in one name field; the suggestion is their names.", nil},
	{ruleHousehold, "name", record.Warning, "A family and not a person stands in the name field.", nil},
	{ruleHeirs, "name", record.Warning, "The record is that of the heirs of the named.", nil},
	{"swapped_fields", "name", record.Warning, "Given name and surname stand in each other's column; the suggestion is the name in order.", []string{"swapped_fields"}},
	{"full_name_in_part", "name", record.Warning, "A whole name stands in the column of the given name, of the surname, or in both.", []string{"full_name_in_given", "full_name_in_surname", "full_name_in_both"}},
	{ruleOrder, "name", record.Warning, "Given name and surname were told apart by a guess that is not sure; the suggestion is the guess.", []string{"order_guess", "order_check"}},
	{"phone_in_name", "name", record.Warning, "A telephone number stands in the name; the suggestion is the name without it.", []string{"phone_in_name"}},
	{"email_in_name", "name", record.Warning, "An e-mail address stands in the name; the suggestion is the name without it.", []string{"email_in_name"}},
	{"id_in_name", "name", record.Warning, "An identity number stands in the name; the suggestion is the name without it.", []string{"id_in_name"}},
	{"number_in_name", "name", record.Warning, "Digits stand in the name.", []string{"number_in_name", "digit_in_name"}},
	{"status_in_name", "name", record.Warning, "A word about the record (İPTAL, mükerrer, ESKİ) stands in the name; the suggestion is the name without it.", []string{"noise_word"}},
	{"deceased_in_name", "name", record.Warning, "The name field says that the person is dead.", []string{"deceased"}},
	{"counter_in_name", "name", record.Info, "A number behind the name was typed to force a second record.", []string{"trailing_number"}},
	{"marks_in_name", "name", record.Info, "Stars or other marks stand in the name.", []string{"stars", "symbol", "repeated"}},
	{"place_in_name", "name", record.Info, "A place stands behind the name.", []string{"place_in_name"}},
	{"remark_in_name", "name", record.Info, "What the person is to somebody (kefil, kiracı, annesi) stands in the name; the suggestion is the name without it.", []string{"remark", "relation_note"}},
	{"other_person", "name", record.Warning, "The name field speaks of another person, such as a parent or a spouse.", []string{"third_party", "spouse"}},
	{"surname_missing", "name", record.Warning, "Only a given name is there.", []string{"surname_missing"}},
	{"given_name_missing", "name", record.Warning, "Only a surname is there.", []string{"given_missing"}},
	{"initials", "name", record.Info, "The given name is an initial.", []string{"initial"}},
	{"other_script", "name", record.Info, "The name is written in another script and takes no part in matching.", []string{"non_latin", "mixed_script"}},

	{ruleFakePhone, "phone", record.Error, "The number was made up (0555 555 55 55).", []string{"repeat"}},
	{ruleDoubtfulPhone, "phone", record.Warning, "The number looks made up (123 45 67 behind a real prefix).", []string{"sequence"}},
	{ruleInvalidPhone, "phone", record.Error, "The digits are no telephone number: wrong length or no such prefix.", []string{"length", "prefix", "format"}},
	{"lost_digits", "phone", record.Error, "A spreadsheet turned the number into scientific notation; its digits are lost.", []string{"lost_digits"}},
	{ruleIncompletePh, "phone", record.Warning, "The area code is missing and does not follow from the address; the suggestion lists those that are possible.", []string{"area_unknown", "area_ambiguous"}},
	{"area_code_inferred", "phone", record.Info, "The area code was taken from the city; the suggestion is the number.", []string{"area_from_city"}},
	{"unreachable_line", "phone", record.Warning, "A premium line or a pager: nobody is reached there.", []string{"premium", "pager"}},
	{"service_number", "phone", record.Warning, "The number of a public service and not of a customer.", []string{"not_personal"}},
	{"disowned_phone", "phone", record.Warning, "The field says that the number is wrong or no longer in use.", []string{"wrong"}},
	{"relatives_phone", "phone", record.Warning, "The field says that the number is another person's.", []string{"relative"}},
	{"extension_on_mobile", "phone", record.Warning, "A mobile line with an extension.", []string{"ext_on_mobile"}},
	{"plus_missing", "phone", record.Warning, "A foreign number without its +; the suggestion is the number.", []string{"plus_missing"}},
	{"letter_in_phone", "phone", record.Info, "The letter O stands for a zero; the suggestion is the number.", []string{"letter_o"}},

	{ruleFakeMail, "email", record.Error, "The address was typed to get past a mandatory field (yok@yok.com).", []string{"placeholder"}},
	{"typo_domain", "email", record.Warning, "The domain looks like a slip (hotmial.com); the suggestion is the address that was probably meant.", []string{"typo_domain"}},
	{"typo", "email", record.Warning, "The address holds a slip; the suggestion is what was probably meant.", []string{"typo"}},
	{"turkish_char", "email", record.Warning, "Turkish letters stand in the address; the suggestion is without them.", []string{"turkish_char", "idn"}},
	{"keyboard_email", "email", record.Error, "The address was typed on the wrong keyboard layout; the suggestion undoes it.", []string{"keyboard"}},
	{"noreply_email", "email", record.Warning, "Nobody reads this mailbox.", []string{"unusable"}},
	{"shared_mailbox", "email", record.Info, "A mailbox of several people or of a department; it is no evidence for a person.", []string{"shared", "household_hint", "hub_hint"}},
	{ruleInvalidMail, "email", record.Error, "Not an e-mail address.", nil},

	{ruleWrongField, "text", record.Error, "Another kind of value stands here; the suggestion is the field where it belongs.", []string{"wrong_field"}},
	{ruleMasked, "text", record.Warning, "Another system hid a part of the value.", []string{"masked"}},
	{ruleMojibake, "text", record.Info, "Letters damaged by a wrong encoding were repaired; the suggestion is the repaired text.", []string{"repaired", "repaired_dos"}},
	{ruleLossy, "text", record.Warning, "Letters were lost for good (Y?ld?r?m).", []string{"lossy"}},
	{"keyboard", "text", record.Warning, "The text was typed on the wrong keyboard layout; the suggestion undoes it.", []string{"keyboard"}},

	{"invalid_checksum", "id", record.Error, "The check digits are wrong: a typing error.", []string{"invalid_checksum"}},
	{"invalid_length", "id", record.Error, "The number is too short or too long; the suggestion, where there is one, restores a lost zero.", []string{"invalid_length"}},
	{"invalid_format", "id", record.Error, "Not a number of this kind.", []string{"invalid_format"}},
	{rulePlaceholder, "id", record.Error, "The number was typed to get past a mandatory field (11111111111).", []string{"placeholder"}},

	{ruleDefaultDate, "date", record.Warning, "A system wrote its default (1900-01-01) where no date was known; it counts as missing.", []string{"system_default", "system_default_maybe"}},
	{"no_such_day", "date", record.Error, "The calendar has no such day.", []string{"no_such_day"}},
	{ruleFuture, "date", record.Error, "The date lies in the future.", []string{"future"}},
	{"impossible_age", "date", record.Error, "Nobody is that old.", []string{"too_old"}},
	{ruleInvalidDate, "date", record.Error, "Not a date.", []string{"format", "placeholder"}},
	{ruleRegisterDay, "date", record.Info, "1 January or 1 July: mostly written where the day of birth was not known; it counts as a year.", []string{"default_jan1", "default_jul1"}},
	{"ambiguous_date", "date", record.Info, "Day and month may be exchanged; the suggestion is the date that was read.", []string{"ambiguous_order", "us_order"}},
	{"two_digit_year", "date", record.Info, "The century was not written; the suggestion is the date that was read.", []string{"two_digit_year"}},
	{"machine_date", "date", record.Info, "A number of a machine or a spreadsheet instead of a date; the suggestion is the date.", []string{"excel_serial", "unix"}},

	{ruleInvalidGender, "gender", record.Error, "Not a gender.", []string{"wrong_scheme"}},
	{"undeclared_gender_code", "gender", record.Warning, "A digit whose meaning the source does not declare: Turkish systems use 0 and 1 both ways.", []string{"no_scheme"}},
	{"ambiguous_gender", "gender", record.Warning, "B may be Bay or Bayan.", []string{"ambiguous"}},

	{"postcode_conflict", "address", record.Warning, "The postcode belongs to another province or to another neighbourhood.", []string{"zip_il_mismatch", "zip_conflict"}},
	{"place_conflict", "address", record.Warning, "Neighbourhood, district and province contradict each other; the suggestion is what the parser settled on.", []string{"il_conflict", "ilce_conflict", "mahalle_ilce_mismatch", "mahalle_conflict"}},
	{"unknown_place", "address", record.Warning, "A province, district or neighbourhood of that name is not known.", []string{"il_unknown", "ilce_unknown", "mahalle_unknown"}},
	{"ambiguous_district", "address", record.Warning, "The district is that of several provinces, or a centre that was split.", []string{"ilce_ambiguous", "split_ilce", "mahalle_ambiguous"}},
	{"misspelt_place", "address", record.Info, "The name of a place was misspelt; the suggestion has it right.", []string{"il_fuzzy", "ilce_fuzzy", "mahalle_fuzzy"}},
	{"former_place_name", "address", record.Info, "The place has another name today; the suggestion has it.", []string{"renamed_il", "renamed_ilce"}},
	{"generic_postcode", "address", record.Info, "The postcode names the province only, or lost its leading zero.", []string{"zip_generic", "zip_padded"}},
	{ruleIncompleteAddr, "address", record.Warning, "No letter would arrive: the address names only a place.", []string{"too_coarse"}},
	{"placeholder_door", "address", record.Warning, "The door number was typed to get past a mandatory field.", []string{"no_placeholder"}},
	{"surplus_door", "address", record.Info, "A door number or a block stands there twice and differs.", []string{"double_no", "extra_no", "extra_flat", "extra_block"}},
	{ruleNoiseAddress, "address", record.Error, "Not an address.", []string{"noise"}},

	{ruleMandatory, "record", record.Warning, "A mandatory field is empty, or nothing usable stands in it.", nil},
	{ruleStale, "record", record.Info, "No source has seen the customer for years.", nil},
	{ruleAfterDeath, "record", record.Warning, "The customer was seen after the day of death.", nil},
	{ruleBornLate, "record", record.Error, "The customer was seen before the day of birth.", nil},
	{ruleDiedEarly, "record", record.Error, "The day of death lies before the day of birth.", nil},
}

// about names the kind of value that a field holds.
func about(f record.Field) string {
	switch f {
	case record.FullName, record.FirstName, record.MiddleName, record.LastName, record.MaidenName, record.Title,
		record.MotherName, record.FatherName, record.Company:
		return "name"
	case record.Phone, record.Mobile, record.Landline, record.Fax:
		return "phone"
	case record.Email:
		return "email"
	case record.NationalID, record.TaxID, record.PassportNo, record.IDSerial, record.CustomerNo, record.IBAN, record.Plate:
		return "id"
	case record.BirthDate, record.DeathDate, record.CreatedAt, record.UpdatedAt, record.LastSeen, record.VerifiedAt:
		return "date"
	case record.Gender:
		return "gender"
	case record.Address:
		return "address"
	}
	if f.IsAddressPart() || f == record.Country {
		return "address"
	}
	return "text"
}

// byFlag finds the rule of a parser's flag: first among those about the kind of
// value, then among those about any text. byName finds it by its name.
var byFlag, byName = func() (map[[2]string]*Rule, map[string]*Rule) {
	flags, names := map[[2]string]*Rule{}, map[string]*Rule{}
	for i := range rules {
		r := &rules[i]
		names[r.Name] = r
		for _, f := range r.flags {
			flags[[2]string{r.About, f}] = r
		}
	}
	return flags, names
}()

func ruleOf(kind, flag string) *Rule {
	if r := byFlag[[2]string{kind, flag}]; r != nil {
		return r
	}
	return byFlag[[2]string{"text", flag}]
}
