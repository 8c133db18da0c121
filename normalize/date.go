package normalize

import (
	"slices"
	"strings"
)

// Default is the status of a date that a system wrote where none was known,
// such as 1900-01-01. It counts as missing.
const Default Status = "default"

// DatePrecision says how much of a date is known.
type DatePrecision uint8

// The precisions. The zero Date has NoDate.
const (
	NoDate DatePrecision = iota
	YearPrecision
	MonthPrecision
	DayPrecision
)

// String returns "", "year", "month" or "day".
func (p DatePrecision) String() string { return [...]string{"", "year", "month", "day"}[p&3] }

// Date is a day of the Gregorian calendar, or only its year or month. The zero
// Date is no date. Dates are comparable with ==.
type Date struct {
	Year       int16
	Month, Day uint8 // zero where Precision does not reach them
	Precision  DatePrecision
}

// IsZero reports whether d is no date at all.
func (d Date) IsZero() bool { return d.Precision == NoDate }

// DefaultDay reports whether d is 1 January or 1 July. Such days are real but
// far too common in Turkish registers: they count as a year only (turkish.md
// section 6.1).
func (d Date) DefaultDay() bool {
	return d.Precision == DayPrecision && d.Day == 1 && (d.Month == 1 || d.Month == 7)
}

// String returns "1975-03-12", "1975-03", "1975" or "", by precision.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	var b [10]byte
	return string(d.append(b[:0]))
}

// MarshalText returns what String returns; it never fails.
func (d Date) MarshalText() ([]byte, error) { return d.append(nil), nil }

func (d Date) append(b []byte) []byte {
	if d.IsZero() {
		return b
	}
	y := int(d.Year)
	b = append(b, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
	if d.Precision >= MonthPrecision {
		b = append(b, '-', '0'+d.Month/10, '0'+d.Month%10)
	}
	if d.Precision == DayPrecision {
		b = append(b, '-', '0'+d.Day/10, '0'+d.Day%10)
	}
	return b
}

// Compare orders dates by year, month and day; an unknown part sorts before a
// known one. It returns -1, 0 or 1.
func (d Date) Compare(e Date) int {
	a, b := d.ordinal(), e.ordinal()
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (d Date) ordinal() int32 { return int32(d.Year)<<16 | int32(d.Month)<<8 | int32(d.Day) }

// digits returns yyyymmdd.
func (d Date) digits() int { return int(d.Year)*10000 + int(d.Month)*100 + int(d.Day) }

// DateHint tells [ParseDate] what the caller knows about a column. The zero
// hint means an unknown kind of date, day before month.
type DateHint struct {
	Kind  string // "birth": never in the future; "timestamp": may be Unix time
	Order string // "mdy" or "dmy" (also ""): how a column writes its slashes
	Ref   string // reference day (YYYY-MM-DD); empty means [Options.Today]
	Unit  string // "s", "ms": Unix time; "excel": serial days; empty: a date
	Lang  string // "tr" or "" and else; "en-US" means month before day
}

// ParsedDate is a date with what was noticed while reading it. Status is OK,
// Empty, Default (a system's filler: missing) or Invalid; Date is zero unless
// Status is OK.
//
// Flags: ambiguous_order, us_order, two_digit_year, excel_serial, unix, zeros,
// default_jan1, default_jul1, fuzzy_month; and, beside a status that is not OK,
// system_default, system_default_maybe, placeholder, no_such_day, future,
// too_old, format. They may be shared and must not be changed.
type ParsedDate struct {
	Date
	Status Status
	Flags  []string
}

// One slice for each frequent flag: they are shared and must not be changed.
var (
	flagsAmbiguous = []string{"ambiguous_order"}
	flagsJan1      = []string{"default_jan1"}
	flagsJul1      = []string{"default_jul1"}
	flagsTwoDigit  = []string{"two_digit_year"}
)

// ParseDate reads a date as Turkish records write it (turkish.md section 6.1).
// It reads no clock: "today" is the hint's Ref or [Options.Today].
func ParseDate(s string, h DateHint, o *Options) ParsedDate {
	if p, ok := parseNumericDate(s, h, o); ok {
		return p
	}
	if p, ok := parseNamedDate(s, h, o); ok {
		return p
	}
	p := dateParser{hint: h, options: o}
	return p.parse(s)
}

// parseNumericDate is the fast path: YYYY-MM-DD and DD.MM.YYYY in ASCII.
func parseNumericDate(s string, h DateHint, o *Options) (ParsedDate, bool) {
	if len(s) != 10 || h.Unit != "" {
		return ParsedDate{}, false
	}
	var v [3]int
	order := 0 // position of the year
	switch {
	case s[4] == '-' && s[7] == '-':
		v[0], v[1], v[2] = number(s[:4]), number(s[5:7]), number(s[8:])
	case s[2] == s[5] && (s[2] == '.' || s[2] == '/' || s[2] == '-' && h.Order == "" && h.Lang == ""):
		if s[2] == '/' && (h.Order != "" || h.Lang != "") {
			return ParsedDate{}, false
		}
		v[0], v[1], v[2] = number(s[6:]), number(s[3:5]), number(s[:2])
		order = 2
	default:
		return ParsedDate{}, false
	}
	if v[0] < 0 || v[1] <= 0 || v[1] > 12 || v[2] <= 0 {
		return ParsedDate{}, false
	}
	p := checkedDate(v[0], v[1], v[2], nil, h, o)
	if order == 2 && s[2] == '/' && v[2] <= 12 && p.Status == OK {
		p.Flags = addFlag(p.Flags, flagsAmbiguous)
	}
	return p, true
}

// parseNamedDate is the fast path of "12 Mart 1975": a day, the name of a month in
// any casing, and a year of four digits.
func parseNamedDate(s string, h DateHint, o *Options) (ParsedDate, bool) {
	if len(s) < 10 || len(s) > 20 || h.Unit != "" {
		return ParsedDate{}, false
	}
	i := 0
	for i < 3 && isDigit(s[i]) {
		i++
	}
	end := len(s) - 5
	if i == 0 || i > 2 || !dateSign(s[i]) || !dateSign(s[end]) {
		return ParsedDate{}, false
	}
	d, y := number(s[:i]), number(s[end+1:])
	var name [16]byte
	n := 0
	for _, r := range s[i+1 : end] {
		c := foldLetter(r)
		if c < 'a' || c > 'z' || n == len(name) {
			return ParsedDate{}, false
		}
		name[n] = c
		n++
	}
	m := monthAbbreviations[string(name[:n])]
	if m <= 0 || d <= 0 || y < 0 {
		return ParsedDate{}, false
	}
	return checkedDate(y, m, d, nil, h, o), true
}

func dateSign(c byte) bool { return c == ' ' || c == '.' || c == '-' || c == '/' }

// number reads ASCII digits; -1 means that there is something else.
func number(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// addFlag appends without touching a shared slice.
func addFlag(flags, more []string) []string {
	if len(flags) == 0 {
		return more
	}
	return append(flags[:len(flags):len(flags)], more...)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func invalidDate(flag string) ParsedDate {
	return ParsedDate{Status: Invalid, Flags: []string{flag}}
}

// oldest is the greatest age of a living customer; the oldest verified person
// lived 122 years.
const oldest = 125

// earliestYear is the first year that is no placeholder. Outside Turkish, files
// are not only of customers: registers reach back for centuries.
func earliestYear(o *Options) int {
	if o.Turkish() {
		return 1800
	}
	return 1000
}

// checkedDate judges a full date that was read as numbers.
func checkedDate(y, m, d int, flags []string, h DateHint, o *Options) ParsedDate {
	switch y*10000 + m*100 + d {
	case 19000101, 19010101, 18991230, 18991231, 10101, 17530101, 99991231, 19700101:
		return ParsedDate{Status: Default, Flags: []string{"system_default"}}
	case 19691231:
		return ParsedDate{Status: Default, Flags: []string{"system_default_maybe"}}
	}
	switch {
	case y < earliestYear(o) || y > 2200:
		return invalidDate("placeholder")
	case m < 1 || m > 12 || d < 1 || d > daysIn(y, m):
		return invalidDate("no_such_day")
	}
	date := Date{Year: int16(y), Month: uint8(m), Day: uint8(d), Precision: DayPrecision}
	return checkedBirth(date, flags, h, o)
}

// checkedBirth adds what only birth dates are judged by, and the flags of days
// that registers prefer.
func checkedBirth(d Date, flags []string, h DateHint, o *Options) ParsedDate {
	if h.Kind == "birth" {
		today := referenceDay(h, o)
		switch {
		case d.Compare(today) > 0 && d.Year >= today.Year && !(d.Precision < DayPrecision && d.Year == today.Year):
			return invalidDate("future")
		case int(today.Year)-int(d.Year) > oldest && o.Turkish():
			return invalidDate("too_old")
		}
	}
	if d.DefaultDay() {
		if d.Month == 1 {
			flags = addFlag(flags, flagsJan1)
		} else {
			flags = addFlag(flags, flagsJul1)
		}
	}
	return ParsedDate{Date: d, Status: OK, Flags: flags}
}

func referenceDay(h DateHint, o *Options) Date {
	s := h.Ref
	if s == "" {
		s = o.today()
	}
	if len(s) < 10 {
		s = DefaultToday
	}
	return Date{Year: int16(number(s[:4])), Month: uint8(number(s[5:7])), Day: uint8(number(s[8:10])), Precision: DayPrecision}
}

// fullYear completes a two-digit year to the latest one that is not after the
// reference day.
func fullYear(yy, m, d int, h DateHint, o *Options) int {
	ref := referenceDay(h, o)
	y := int(ref.Year)/100*100 + yy
	if y*10000+m*100+d > ref.digits() {
		y -= 100
	}
	return y
}

// dateParser holds what the slow path needs between its steps.
type dateParser struct {
	hint    DateHint
	options *Options
}

func (p *dateParser) parse(s string) ParsedDate {
	s = strings.TrimSpace(plainASCII(s))
	if missingDate(s) {
		return ParsedDate{Status: Empty}
	}
	s = strings.TrimPrefix(s, "'")
	if r, ok := p.machineNumber(s); ok {
		return r
	}
	t, ok := scanDate(s)
	if !ok {
		return invalidDate("format")
	}
	switch {
	case t.month > 0:
		return p.namedMonth(t)
	case t.n == 1:
		return p.single(t)
	case t.n == 2:
		return p.yearAndMonth(t)
	case t.n == 3:
		return p.numeric(t)
	}
	return invalidDate("format")
}

// missingDate is missingValue without the zero date, which is a default.
func missingDate(s string) bool {
	if s == "0" || s == "00" || missingValue(s) {
		return true
	}
	if len(s) > 14 || isDigit(s[0]) {
		return false
	}
	switch Fold(s) {
	case "gg aa yyyy", "dd mm yyyy", "yyyy mm dd", "yyyy aa gg", "mm dd yyyy", "gun ay yil", "gg aa yy", "dd mm yy", "nat":
		return true // what a form shows in an empty field
	}
	return false
}

// machineNumber reads Unix time and spreadsheet serials.
func (p *dateParser) machineNumber(s string) (ParsedDate, bool) {
	t := s
	if i := strings.IndexAny(t, ".,"); i > 0 && number(t[i+1:]) >= 0 && !strings.ContainsAny(t[i+1:], ".,") {
		t = t[:i]
	}
	neg := strings.HasPrefix(t, "-")
	digits := strings.TrimPrefix(t, "-")
	if digits == "" || len(digits) > 14 || number(digits) < 0 {
		return ParsedDate{}, false
	}
	n := int64(number(digits))
	if neg {
		n = -n
	}
	unit := p.hint.Unit
	switch {
	case unit == "" && p.hint.Kind == "timestamp" && len(digits) == 10:
		unit = "s"
	case unit == "" && p.hint.Kind == "timestamp" && len(digits) == 13:
		unit = "ms"
	case unit == "" && len(digits) == 5 && !neg && n >= 10000 && n < 80000:
		unit = "excel"
	case unit == "" && len(t) != len(s) && len(digits) == 8:
		return p.parse(digits), true
	}
	switch unit {
	case "s", "unix":
		return p.days(floorDiv(n, 86400), "unix"), true
	case "ms":
		return p.days(floorDiv(n, 86400000), "unix"), true
	case "excel", "d", "days":
		if n < 61 { // before Excel's 29 February 1900, which never was
			return invalidDate("format"), true
		}
		return p.days(n-25569, "excel_serial"), true
	}
	return ParsedDate{}, false
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// days turns days since 1970-01-01 into a date (Howard Hinnant's
// civil_from_days).
func (p *dateParser) days(z int64, flag string) ParsedDate {
	if z < -62000 || z > 84000 {
		return invalidDate("format")
	}
	z += 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d, m, y := doy-(153*mp+2)/5+1, mp+3, yoe+era*400
	if m > 12 {
		m -= 12
		y++
	}
	return p.checked(int(y), int(m), int(d), []string{flag})
}

func (p *dateParser) checked(y, m, d int, flags []string) ParsedDate {
	return checkedDate(y, m, d, flags, p.hint, p.options)
}

// partial gives a year, or a year and a month.
func (p *dateParser) partial(y, m int, flags []string) ParsedDate {
	switch {
	case y == 9999 || y == 0:
		return ParsedDate{Status: Default, Flags: []string{"system_default"}}
	case y < 1800 || y > 2200:
		return invalidDate("placeholder")
	case m > 12:
		return invalidDate("no_such_day")
	}
	d := Date{Year: int16(y), Month: uint8(m), Precision: MonthPrecision}
	if m == 0 {
		d.Precision = YearPrecision
	}
	return checkedBirth(d, flags, p.hint, p.options)
}

// single reads one run of digits: 1975, 12031975, 19750312, 120375, 197503 and
// stamps such as 19750312143000.
func (p *dateParser) single(t dateTokens) ParsedDate {
	s := t.text[0]
	switch len(s) {
	case 4:
		return p.partial(number(s), 0, t.flags())
	case 2:
		if t.born { // 75 doğumlu
			return p.partial(fullYear(number(s), 1, 1, p.hint, p.options), 0, flagsTwoDigit)
		}
	case 6:
		if d, m := number(s[:2]), number(s[2:4]); d >= 1 && d <= 31 && m >= 1 && m <= 12 {
			y := fullYear(number(s[4:]), m, d, p.hint, p.options)
			return p.checked(y, m, d, flagsTwoDigit)
		}
		return p.partial(number(s[:4]), number(s[4:]), t.flags())
	case 8:
		return p.eight(s)
	case 12, 14:
		if y := number(s[:4]); y >= 1800 && y <= 2200 {
			return p.checked(y, number(s[4:6]), number(s[6:8]), nil)
		}
		return p.eight(s[:8])
	}
	return invalidDate("format")
}

// eight reads ddmmyyyy or yyyymmdd. They cannot both hold for years from 1800
// to 2199: a leading 18 to 21 that is a day makes a month out of 18 to 21.
func (p *dateParser) eight(s string) ParsedDate {
	d, m, y := number(s[:2]), number(s[2:4]), number(s[4:])
	if iy, im := number(s[:4]), number(s[4:6]); iy >= 1800 && iy <= 2200 && (im >= 1 && im <= 12 || s[4:] == "0000") || s[:4] == "9999" || s[:4] == "0001" {
		y, m, d = iy, im, number(s[6:])
	}
	return p.day(y, m, d, nil)
}

// day accepts zeros for what is unknown.
func (p *dateParser) day(y, m, d int, flags []string) ParsedDate {
	switch {
	case y == 0 && m == 0 && d == 0:
		return ParsedDate{Status: Default, Flags: []string{"system_default"}}
	case m == 0 && d == 0:
		return p.partial(y, 0, addFlag(flags, []string{"zeros"}))
	case d == 0:
		return p.partial(y, m, addFlag(flags, []string{"zeros"}))
	case m == 0: // a day without a month says no more than the year
		return p.partial(y, 0, addFlag(flags, []string{"zeros"}))
	}
	return p.checked(y, m, d, flags)
}

// yearAndMonth reads 03.1975, 1975-03 and 03/75 is refused: it could be a day.
func (p *dateParser) yearAndMonth(t dateTokens) ParsedDate {
	a, b := t.text[0], t.text[1]
	switch {
	case len(a) == 4 && len(b) <= 2:
		return p.monthOf(number(a), number(b), t.flags())
	case len(b) == 4 && len(a) <= 2:
		return p.monthOf(number(b), number(a), t.flags())
	}
	return invalidDate("format")
}

func (p *dateParser) monthOf(y, m int, flags []string) ParsedDate {
	if m == 0 {
		flags = addFlag(flags, []string{"zeros"})
	}
	return p.partial(y, m, flags)
}

// numeric reads three numbers.
func (p *dateParser) numeric(t dateTokens) ParsedDate {
	a, b, c := t.text[0], t.text[1], t.text[2]
	if len(a) > 4 || len(b) > 2 || len(c) > 4 {
		return invalidDate("format")
	}
	var flags []string
	d, m, y := number(a), number(b), number(c)
	switch {
	case len(a) == 4 && len(c) <= 2:
		d, y = y, d
	case len(a) <= 2 && (len(c) == 4 || len(c) == 2):
		mdy := p.hint.Order == "mdy" || p.hint.Order == "" && p.hint.Lang == "en-US"
		switch {
		case mdy && d <= 12:
			d, m = m, d
		case !mdy && t.slash && m > 12 && d <= 12 && d > 0:
			d, m = m, d
			flags = []string{"us_order"}
		case !mdy && p.hint.Order == "" && t.slash && d <= 12 && m <= 12 && d > 0:
			flags = flagsAmbiguous
		}
		if len(c) == 2 {
			flags = addFlag(flags, flagsTwoDigit)
			y = fullYear(y, m, d, p.hint, p.options)
		}
	default:
		return invalidDate("format")
	}
	if t.blank && y == 0 && m == 0 && d == 0 { // xx.xx.xxxx
		return ParsedDate{Status: Empty}
	}
	r := p.day(y, m, d, addFlag(t.flags(), flags))
	if t.blank { // only zeros that were typed are worth a flag
		r.Flags = slices.DeleteFunc(slices.Clone(r.Flags), func(f string) bool { return f == "zeros" })
	}
	return r
}

// namedMonth reads a date whose month is a word.
func (p *dateParser) namedMonth(t dateTokens) ParsedDate {
	switch t.n {
	case 1:
		switch y := number(t.text[0]); {
		case len(t.text[0]) == 4:
			return p.partial(y, t.month, t.flags())
		case len(t.text[0]) == 2 && y > 31: // Mart 75: no day
			return p.partial(fullYear(y, t.month, 1, p.hint, p.options), t.month, addFlag(t.flags(), flagsTwoDigit))
		}
	case 2:
		day, year := t.text[0], t.text[1]
		if len(day) == 4 {
			day, year = year, day
		}
		if len(day) > 2 {
			break
		}
		d, y, flags := number(day), number(year), t.flags()
		switch len(year) {
		case 4:
		case 2:
			flags = addFlag(flags, flagsTwoDigit)
			y = fullYear(y, t.month, d, p.hint, p.options)
		default:
			return invalidDate("format")
		}
		return p.day(y, t.month, d, flags)
	}
	return invalidDate("format")
}

// dateTokens is a date cut into numbers and at most one month word.
type dateTokens struct {
	text  [3]string // runs of digits, unknown parts as "00" or "0000"
	n     int
	month int
	slash bool
	fuzzy bool
	blank bool // a part was written as --, __ or ??
	born  bool // "doğumlu" was said
}

func (t dateTokens) flags() []string {
	if t.fuzzy {
		return []string{"fuzzy_month"}
	}
	return nil
}

// dateFillers are the folded words beside a date that say nothing about it.
var dateFillers = map[string]bool{
	"dogumlu": true, "dogum": true, "tarihi": true, "tarih": true, "tarihli": true, "dogumtarihi": true,
	"yili": true, "yilinda": true, "yil": true, "dog": true, "d": true, "t": true, "dt": true, "dtarihi": true,
	"gunu": true, "ayi": true, "senesi": true, "li": true, "lu": true, "th": true, "st": true, "nd": true, "rd": true,
	"of": true, "saat": true, "date": true, "birth": true, "born": true, "gmt": true, "utc": true, "trt": true,
	"pazartesi": true, "sali": true, "carsamba": true, "persembe": true, "cuma": true, "cumartesi": true, "pazar": true,
	"pzt": true, "car": true, "per": true, "cum": true, "cmt": true, "paz": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true,
	"tar": true, "tarihinde": true, "dogumyili": true, "dgm": true, "c": true, "ca": true, "circa": true, "civari": true, "tahmini": true, "tahminen": true, "yaklasik": true,
	"un": true, "in": true, "nin": true, "nun": true, "sonu": true, "basi": true,
	"de": true, "da": true, "te": true, "ta": true, "doguml": true, "kayitli": true,
}

// scanDate cuts s into numbers, words and unknown parts, and drops a time of
// day. It reports false where s holds anything that has no place in a date.
func scanDate(s string) (dateTokens, bool) {
	var t dateTokens
	s = dropTime(s)
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case isDigit(c):
			j := i
			for j < len(s) && isDigit(s[j]) {
				j++
			}
			if t.n == 3 {
				return t, false
			}
			t.text[t.n] = s[i:j]
			t.n++
			i = j
		case c == '/' || c == '\\':
			t.slash = true
			i++
		case (c == '-' || c == '_' || c == '*' || c == '?' || c == 'x' || c == 'X') && i+1 < len(s) && s[i+1] == c:
			j := i
			for j < len(s) && s[j] == c {
				j++
			}
			if t.n == 3 {
				return t, false
			}
			t.blank = true
			t.text[t.n] = "0000"[:min(4, 2*((j-i+1)/2))]
			t.n++
			i = j
		case (c == '?' || c == 'x' || c == 'X') && t.n < 2 && (i == 0 || s[i-1] == '.' || s[i-1] == '/') && i+1 < len(s) && (s[i+1] == '.' || s[i+1] == '/'): // ?.?.1975
			t.blank = true
			t.text[t.n] = "00"
			t.n++
			i++
		case c == '?' && i+1 == len(s) && t.n == 1 || c == '~' && i == 0: // 1975?
			i++
		case strings.IndexByte(" .,-_'()[]:;\n\"", c) >= 0:
			i++
		default:
			j := i
			for j < len(s) && !isDigit(s[j]) && strings.IndexByte(" .,-_'()[]:;/\n\"", s[j]) < 0 {
				j++
			}
			if !t.word(s[i:j]) {
				return t, false
			}
			i = j
		}
	}
	return t, t.n > 0
}

// word takes one word of the date.
func (t *dateTokens) word(w string) bool {
	if f := Fold(w); dateFillers[f] {
		t.born = t.born || f == "dogumlu" || f == "dogum"
		return true
	}
	m, fuzzy := monthName(w)
	if m == 0 || t.month != 0 {
		return false
	}
	t.month, t.fuzzy = m, fuzzy
	return true
}

// dropTime cuts a time of day off: 1975-03-12T00:00:00Z, 12.03.1975 00:00.
// A clock is two digits around a colon.
func dropTime(s string) string {
	colon := -1
	for i := 1; i+1 < len(s); i++ {
		if s[i] == ':' && isDigit(s[i-1]) && isDigit(s[i+1]) {
			colon = i
			break
		}
	}
	if colon < 0 {
		return s
	}
	start := colon
	for start > 0 && isDigit(s[start-1]) {
		start--
	}
	rest := s[colon:]
	// A year may follow the clock: Wed Mar 12 00:00:00 1975.
	tail := ""
	if i := strings.LastIndexByte(rest, ' '); i >= 0 && len(rest)-i == 5 && number(rest[i+1:]) >= 1000 {
		tail = rest[i:]
	}
	head := strings.TrimRight(s[:start], " Tt")
	return head + tail
}
