package quality

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Options say what to look for. The zero Options, like nil, are the defaults;
// they are read only and may be shared.
type Options struct {
	// Mandatory lists what every record must have: each entry is one field, or
	// several of which one is enough, separated by "|". The default is a name and
	// one way to reach the customer.
	Mandatory []string `yaml:"mandatory,omitempty"`
	// StaleYears is the number of years without a sign of life after which a
	// record is stale: 0 means 5, a negative number never.
	StaleYears int `yaml:"stale_years,omitempty"`
	// Ignore names rules that make no findings.
	Ignore []string `yaml:"ignore,omitempty"`
	// Reference is the day to measure age and future by, such as the newest date
	// of the data. The zero Date leaves both out.
	Reference normalize.Date `yaml:"-" json:"-"`
}

// defaultMandatory is a name and one contact.
var defaultMandatory = []string{"full_name|first_name|last_name|company", "phone|mobile|landline|email|address"}

const defaultStaleYears = 5

var defaults Options

// Validate reports every mistake in o, each with the key that holds it.
func (o *Options) Validate() error {
	if o == nil {
		return nil
	}
	var errs []error
	for i, entry := range o.Mandatory {
		for field := range strings.SplitSeq(entry, "|") {
			f := record.Field(strings.TrimSpace(field))
			if f == "" {
				errs = append(errs, fmt.Errorf("mandatory[%d]: %q names no field", i, entry))
			} else if meant, slip := record.MeantField(string(f)); slip && !f.IsCanonical() {
				errs = append(errs, fmt.Errorf("mandatory[%d]: unknown field %q, did you mean %q?", i, f, meant))
			}
		}
	}
	for i, name := range o.Ignore {
		if byName[name] == nil {
			errs = append(errs, fmt.Errorf("ignore[%d]: unknown rule %q", i, name))
		}
	}
	return errors.Join(errs...)
}

// Findings returns what is wrong with the values of a record under the default
// options, in the order of its values; nil for nothing.
func Findings(r *record.Record, f *normalize.Features) []record.Finding {
	return AppendFindings(nil, r, f, nil)
}

// AppendFindings appends what is wrong with the values of a record. Values stand
// as written, but identity numbers are masked wherever they stand.
func AppendFindings(dst []record.Finding, r *record.Record, f *normalize.Features, o *Options) []record.Finding {
	if o == nil {
		o = &defaults
	}
	c := checker{out: dst, start: len(dst), r: r, f: f, o: o}
	for i := range f.Cells {
		if cell := &f.Cells[i]; !cell.Ref.Past() && int(cell.Ref) < len(r.Values) {
			c.cell(cell)
		}
	}
	c.damaged()
	c.life()
	c.mandatory()
	if len(c.out)-c.start > 1 {
		slices.SortStableFunc(c.out[c.start:], compareFindings(r))
	}
	return c.out
}

// compareFindings orders findings by the column of their field, those about the
// whole record last.
func compareFindings(r *record.Record) func(a, b record.Finding) int {
	column := func(f record.Field) int {
		for i := range r.Values {
			if r.Values[i].Field == f {
				return i
			}
		}
		return len(r.Values)
	}
	return func(a, b record.Finding) int { return column(a.Field) - column(b.Field) }
}

// checker makes the findings of one record.
type checker struct {
	out   []record.Finding
	start int
	r     *record.Record
	f     *normalize.Features
	o     *Options
}

// add makes a finding of a rule, once for a field and value. Values come
// masked; suggestions are masked here, since they come from the same text.
func (c *checker) add(rule *Rule, field record.Field, value, suggestion string) {
	if slices.Contains(c.o.Ignore, rule.Name) {
		return
	}
	for i := c.start; i < len(c.out); i++ {
		if x := &c.out[i]; x.Rule == rule.Name && x.Field == field && x.Value == value {
			return
		}
	}
	if suggestion = maskIdentity(suggestion); suggestion == value {
		suggestion = ""
	}
	c.out = append(c.out, record.Finding{Key: c.r.Key, Field: field, Rule: rule.Name, Severity: rule.Severity, Value: value, Suggestion: suggestion})
}

// cell turns what a parser said of one value into findings.
func (c *checker) cell(cell *normalize.Cell) {
	if len(cell.Flags) == 0 && (cell.Status == normalize.OK || cell.Status == normalize.Empty || cell.Status == normalize.Valid || cell.Status == normalize.Unverified) {
		return
	}
	kind := about(cell.Field)
	if c.misplaced(cell, kind) {
		return
	}
	told := false
	for _, flag := range cell.Flags {
		name, detail, _ := strings.Cut(flag, ":")
		rule := ruleOf(kind, name)
		if rule == nil {
			continue
		}
		told = true
		c.flag(rule, cell, name, detail, c.value(cell, kind))
	}
	if kind == "name" {
		c.nameKind(cell)
		return
	}
	if !told {
		if rule := byStatus(kind, cell.Status); rule != nil {
			suggestion := cell.Suggestion
			if kind == "address" {
				suggestion = ""
			}
			if rule.Name == ruleIncompleteAddr && !c.hasStreet() {
				return
			}
			c.add(rule, c.field(cell), c.value(cell, kind), suggestion)
		}
	}
}

// misplaced makes the finding of a value that is nothing of its field's kind and
// a good one of another.
func (c *checker) misplaced(cell *normalize.Cell, kind string) bool {
	switch cell.Status {
	case normalize.Invalid, normalize.InvalidFormat, normalize.InvalidLength:
	default:
		return false
	}
	switch kind {
	case "id", "email", "date", "gender":
	default:
		return false
	}
	f := whereItBelongs(c.r.Values[cell.Ref].Text)
	if f == "" || about(f) == kind {
		return false
	}
	c.add(byName[ruleWrongField], c.field(cell), c.value(cell, kind), string(f))
	return true
}

// whereItBelongs names the field whose kind of value a text is without doubt;
// telephone numbers are phone.
func whereItBelongs(text string) record.Field {
	switch {
	case strings.Contains(text, "@"):
		if normalize.ParseEmails(text, nil).Status == normalize.OK {
			return record.Email
		}
	case normalize.ParseID(normalize.IDTCKN, text).Status == normalize.Valid:
		return record.NationalID
	case strings.IndexFunc(text, unicode.IsDigit) >= 0:
		if p := normalize.ParsePhones(text, normalize.PhoneHint{}, nil); p.Status == normalize.OK && p.Values[0].Kind == normalize.PhoneMobile {
			return record.Phone
		}
		if d := normalize.ParseDate(text, normalize.DateHint{}, nil); d.Status == normalize.OK && d.Date.Precision == normalize.DayPrecision && strings.ContainsAny(text, "./-") {
			return record.BirthDate
		}
	}
	return ""
}

// hasStreet reports whether the record has more of an address than its place: a
// source that keeps nothing but the city does not do so by mistake.
func (c *checker) hasStreet() bool {
	return slices.ContainsFunc(c.r.Values, func(v record.Value) bool {
		switch v.Field {
		case record.Address, record.Neighbourhood, record.Street, record.BuildingNo:
			return strings.TrimSpace(v.Text) != ""
		}
		return false
	})
}

// field is the column in which the value stands.
func (c *checker) field(cell *normalize.Cell) record.Field { return c.r.Values[cell.Ref].Field }

// value is the value as findings show it.
func (c *checker) value(cell *normalize.Cell, kind string) string {
	raw := c.r.Values[cell.Ref].Text
	if kind == "id" {
		if cell.Mask != "" {
			return cell.Mask
		}
		return maskAll(raw)
	}
	return maskIdentity(raw)
}

// flag makes the finding of one flag, with the suggestion that fits its rule.
func (c *checker) flag(rule *Rule, cell *normalize.Cell, name, detail, value string) {
	if c.passesOver(rule, cell, name) {
		return
	}
	field, suggestion := c.field(cell), cell.Suggestion
	switch kind := about(cell.Field); {
	case kind == "name" && !ofParent(cell):
		field, value, suggestion = c.nameColumn(rule.Name, field, value, suggestion)
	case kind == "address" && field != record.Address:
		field, value, suggestion = c.placeColumn(name, cell.Ref, field, value, suggestion)
	}
	if rule.Name == ruleGender {
		c.gender(rule, cell, detail, value)
		return
	}
	suggestion = c.suggest(rule, cell, detail, suggestion)
	if about(cell.Field) == "id" {
		suggestion = maskAll(suggestion)
	}
	if rule.Name == ruleDoubtfulPhone && cell.Status == normalize.Fake {
		rule = byName[ruleFakePhone]
	}
	c.add(rule, field, value, suggestion)
}

// passesOver reports a flag that says nothing worth telling of this record.
func (c *checker) passesOver(rule *Rule, cell *normalize.Cell, flag string) bool {
	switch rule.Name {
	case ruleMojibake, ruleLossy: // each damaged column of a name is told of by itself
		return about(cell.Field) == "name" && !ofParent(cell)
	case "surname_missing", "given_name_missing", "initials": // a parent is mostly known by the given name alone
		return ofParent(cell)
	case ruleOrder:
		return flag == "order_guess" && c.f.Name.Confidence >= sureOrder
	case "shared_mailbox":
		return c.f.Name.Kind == normalize.KindCompany
	case ruleRegisterDay:
		return c.field(cell) != record.BirthDate
	case "ambiguous_date":
		d := c.day(cell)
		return flag == "ambiguous_order" && int(d.Day) == int(d.Month)
	case ruleIncompleteAddr:
		return !c.hasStreet()
	}
	return false
}

func ofParent(cell *normalize.Cell) bool {
	return cell.Field == record.MotherName || cell.Field == record.FatherName
}

// suggest returns what to write in place of the value, in place of what its parser
// suggests where the rule knows better.
func (c *checker) suggest(rule *Rule, cell *normalize.Cell, detail, suggestion string) string {
	switch rule.Name {
	case ruleWrongField:
		return belongs(detail)
	case ruleIncompletePh:
		return detail
	case "area_code_inferred", "plus_missing", "letter_in_phone":
		return c.number(cell.Ref)
	case "ambiguous_date", "two_digit_year", "machine_date":
		return c.day(cell).String()
	case ruleLossy:
		if strings.ContainsAny(suggestion, "?\uFFFD") {
			return ""
		}
	case ruleNoise, ruleFakePhone, ruleIncompleteAddr, ruleNoiseAddress, "surname_missing", "given_name_missing", "initials", "unknown_place":
		return ""
	}
	return suggestion
}

// sureOrder is the confidence above which a guess of the order of a name is not
// worth a steward's time.
const sureOrder = 0.9

// gender makes the finding at the gender column, where there is one; the
// suggestion is written as the source writes.
func (c *checker) gender(rule *Rule, cell *normalize.Cell, nameSays, name string) {
	for i := range c.r.Values {
		if v := &c.r.Values[i]; v.Field == record.Gender {
			c.add(rule, record.Gender, v.Text, likewise(v.Text, normalize.Gender(nameSays)))
			return
		}
	}
	c.add(rule, c.field(cell), name, nameSays)
}

// likewise writes a gender in the words of a source that wrote s.
func likewise(s string, g normalize.Gender) string {
	female := g == normalize.Female
	for _, pair := range [...][2]string{{"E", "K"}, {"Erkek", "Kadın"}, {"Bay", "Bayan"}, {"Bey", "Hanım"}, {"Male", "Female"}, {"M", "F"}} {
		if normalize.FoldEqual(s, pair[0]) || normalize.FoldEqual(s, pair[1]) {
			if female {
				return pair[1]
			}
			return pair[0]
		}
	}
	return string(g)
}

// belongs names the field for a kind of value that stands in a wrong one.
func belongs(kind string) string {
	switch kind {
	case "tckn":
		return string(record.NationalID)
	case "vkn":
		return string(record.TaxID)
	case "date":
		return string(record.BirthDate)
	}
	return kind
}

// number returns the first number that was read of a value.
func (c *checker) number(ref normalize.Ref) string {
	for i := range c.f.Phones {
		if p := &c.f.Phones[i]; p.Ref == ref && p.E164 != "" {
			return p.E164
		}
	}
	return ""
}

// day returns the date that was read of a value.
func (c *checker) day(cell *normalize.Cell) normalize.Date {
	switch c.field(cell) {
	case record.BirthDate:
		return c.f.Birth.Date
	case record.DeathDate:
		return c.f.Death.Date
	}
	return parseDate(c.r.Values[cell.Ref].Text)
}

func parseDate(s string) normalize.Date {
	return normalize.ParseDate(s, normalize.DateHint{}, nil).Date
}

// nameKind makes the findings of names that are not those of one person.
func (c *checker) nameKind(cell *normalize.Cell) {
	name := &c.f.Name
	switch cell.Field {
	case record.MotherName:
		name = &c.f.Mother
	case record.FatherName:
		name = &c.f.Father
	}
	rule, suggestion := "", ""
	switch name.Kind {
	case normalize.KindNoise:
		rule = ruleNoise
	case normalize.KindCouple:
		rule, suggestion = ruleCouple, name.Display
	case normalize.KindHousehold:
		rule = ruleHousehold
	case normalize.KindHeirs:
		rule = ruleHeirs
	default:
		return
	}
	c.add(byName[rule], c.field(cell), c.value(cell, "name"), suggestion)
}

// byStatus is the rule for a value whose parser gave no flag that tells more.
func byStatus(kind string, s normalize.Status) *Rule {
	switch s {
	case normalize.OK, normalize.Empty, normalize.Valid, normalize.Unverified:
		return nil
	case normalize.Masked:
		return byName[ruleMasked]
	}
	name := ""
	switch kind {
	case "phone":
		name = map[normalize.Status]string{normalize.Fake: ruleFakePhone, normalize.Suspect: ruleDoubtfulPhone, normalize.Incomplete: ruleIncompletePh}[s]
		if name == "" {
			name = ruleInvalidPhone
		}
	case "email":
		name = map[normalize.Status]string{normalize.Fake: ruleFakeMail, normalize.Suspect: "typo"}[s]
		if name == "" {
			name = ruleInvalidMail
		}
	case "id":
		name = map[normalize.Status]string{normalize.Placeholder: rulePlaceholder, normalize.Suspect: "invalid_format"}[s]
		if name == "" {
			name = "invalid_format"
		}
	case "date":
		name = ruleInvalidDate
		if s == normalize.Default {
			name = ruleDefaultDate
		}
	case "gender":
		name = ruleInvalidGender
	case "address":
		name = map[normalize.Status]string{normalize.Incomplete: ruleIncompleteAddr, normalize.Suspect: "place_conflict"}[s]
		if name == "" {
			name = ruleNoiseAddress
		}
	}
	return byName[name]
}

// damaged looks for broken letters in the values that no parser flags.
func (c *checker) damaged() {
	for i := range c.r.Values {
		v := &c.r.Values[i]
		if kind := about(v.Field); kind == "id" || kind == "date" || kind == "phone" || !strange(v.Text) {
			continue
		}
		t := normalize.Repair(v.Text)
		switch {
		case t.Status == normalize.Lossy:
			c.add(byName[ruleLossy], v.Field, maskIdentity(v.Text), "")
		case (t.Status == normalize.Repaired || t.Status == normalize.RepairedDOS) && slices.ContainsFunc(t.Repairs, isEncoding):
			c.add(byName[ruleMojibake], v.Field, maskIdentity(v.Text), t.Value)
		}
	}
}

// strange tells quickly the few values that may be damaged: with letters that
// Turkish does not have, entities, escapes, or question marks.
func strange(s string) bool {
	for _, r := range s {
		switch r {
		case '&', '?', '\\', '%':
			return true
		case 'ç', 'ğ', 'ı', 'ö', 'ş', 'ü', 'Ç', 'Ğ', 'İ', 'Ö', 'Ş', 'Ü', 'â', 'î', 'û', 'Â', 'Î', 'Û':
		default:
			if r >= utf8.RuneSelf {
				return true
			}
		}
	}
	return false
}

func isEncoding(repair string) bool {
	switch repair {
	case normalize.RepairEncoding, normalize.RepairEntity, normalize.RepairEscape, normalize.RepairPercent,
		normalize.RepairUTF8, normalize.RepairLatin5, normalize.RepairDOS, normalize.RepairHomoglyph, normalize.RepairAccent:
		return true
	}
	return false
}

// life checks the days of a record against each other and the reference day.
func (c *checker) life() {
	f := c.f
	birth, death := f.Birth.Date, f.Death.Date
	if !death.IsZero() {
		if before(death, birth) {
			c.add(byName[ruleDiedEarly], record.DeathDate, c.r.First(record.DeathDate), "")
		}
		if seen := c.r.First(record.LastSeen); seen != "" && before(death, parseDate(seen)) {
			c.add(byName[ruleAfterDeath], record.LastSeen, seen, "")
		}
	}
	if before(f.Since, birth) {
		c.add(byName[ruleBornLate], record.BirthDate, c.r.First(record.BirthDate), "")
	}
	if !c.o.Reference.IsZero() {
		c.future()
		c.stale()
	}
}

// before reports whether a is surely earlier than b, as far as both are known.
func before(a, b normalize.Date) bool {
	if a.IsZero() || b.IsZero() {
		return false
	}
	p := min(a.Precision, b.Precision)
	return cut(a, p).Compare(cut(b, p)) < 0
}

func cut(d normalize.Date, p normalize.DatePrecision) normalize.Date {
	if p < normalize.DayPrecision {
		d.Day = 0
	}
	if p < normalize.MonthPrecision {
		d.Month = 0
	}
	d.Precision = p
	return d
}

// future looks at the days that only the reference day can judge.
func (c *checker) future() {
	if d := c.f.Seen; !d.IsZero() && !before(c.o.Reference, d) && !before(c.o.Reference, c.f.Death.Date) {
		return
	}
	for i := range c.r.Values {
		v := &c.r.Values[i]
		switch v.Field {
		case record.DeathDate, record.CreatedAt, record.UpdatedAt, record.LastSeen, record.VerifiedAt:
			if before(c.o.Reference, parseDate(v.Text)) {
				c.add(byName[ruleFuture], v.Field, v.Text, "")
			}
		}
	}
}

func (c *checker) stale() {
	years := c.o.StaleYears
	if years == 0 {
		years = defaultStaleYears
	}
	if years < 0 || c.f.Seen.IsZero() {
		return
	}
	limit := c.o.Reference
	limit.Year -= int16(min(years, int(limit.Year)))
	if !before(c.f.Seen, limit) {
		return
	}
	field := record.LastSeen
	if c.r.First(field) == "" {
		field = record.UpdatedAt
	}
	c.add(byName[ruleStale], field, c.f.Seen.String(), "")
}

// mandatory looks for what every record must have.
func (c *checker) mandatory() {
	list := c.o.Mandatory
	if list == nil {
		list = defaultMandatory
	}
	for _, entry := range list {
		if !c.hasAny(entry) {
			field, _, _ := strings.Cut(entry, "|")
			suggestion := ""
			if field != entry {
				suggestion = entry
			}
			c.add(byName[ruleMandatory], record.Field(field), "", suggestion)
		}
	}
}

// hasAny reports whether one of the fields of an entry has a usable value.
func (c *checker) hasAny(entry string) bool {
	for entry != "" {
		var field string
		field, entry, _ = strings.Cut(entry, "|")
		f := record.Field(strings.TrimSpace(field))
		for i := range c.r.Values {
			if v := &c.r.Values[i]; v.Field == f && strings.TrimSpace(v.Text) != "" && c.usable(normalize.Ref(i)) {
				return true
			}
		}
	}
	return false
}

// usable reports whether a value is worth something by its parser.
func (c *checker) usable(ref normalize.Ref) bool {
	for i := range c.f.Cells {
		if cell := &c.f.Cells[i]; cell.Ref == ref && classOf(cell.Status) > suspect {
			return false
		}
	}
	return true
}

// maskIdentity hides the middle of what may be a citizen's number: eleven digits
// that start with none and are no telephone number, in one piece or with single
// signs between.
func maskIdentity(s string) string {
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) {
			continue
		}
		n, end := digitRun(s, i)
		abroad := i > 0 && s[i-1] == '+'
		switch {
		case n < 11 || abroad:
		case n == 11 && s[i] != '0':
			s = s[:i] + maskDigits(s[i:end]) + s[end:]
		default: // a number beside other digits
			s = s[:i] + maskPieces(s[i:end]) + s[end:]
		}
		i = end
	}
	return s
}

// maskPieces masks every unbroken piece of eleven or more digits that is not
// written like a telephone number.
func maskPieces(run string) string {
	for i := 0; i < len(run); i++ {
		j := i
		for j < len(run) && digit(run[j]) {
			j++
		}
		if n := j - i; n >= 11 && run[i] != '0' && !(n == 12 && strings.HasPrefix(run[i:], "90")) {
			run = run[:i] + maskDigits(run[i:j]) + run[j:]
		}
		i = j
	}
	return run
}

// digitRun counts the digits of a run that starts at i, single separators
// between, and finds its end.
func digitRun(s string, i int) (n, end int) {
	for end = i; end < len(s); end++ {
		switch {
		case digit(s[end]):
			n++
		case strings.IndexByte(" .-/", s[end]) >= 0 && end+1 < len(s) && digit(s[end+1]):
		default:
			return n, end
		}
	}
	return n, end
}

// maskDigits hides the third to ninth digit.
func maskDigits(run string) string {
	b := []byte(run)
	n := 0
	for i := range b {
		if digit(b[i]) {
			if n++; n > 2 && n < 10 {
				b[i] = '*'
			}
		}
	}
	return string(b)
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// maskAll hides all letters and digits but the first and last two.
func maskAll(s string) string {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	i := 0
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return r
		}
		i++
		if n > 4 && (i <= 2 || i > n-2) {
			return r
		}
		return '*'
	}, s)
}
