package synth

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// clerk writes one record: a row, the habits of its system, and the chances.
type clerk struct {
	w   *world
	r   random
	h   *habit
	row *row
	// year whose truth the record holds; year of its making where it is stale.
	year int
	// damage that befell the record's text, and its letters.
	damage  damage
	letters letterCase
}

// errs is true with the chance of a mistake, which the hard worlds raise.
func (c *clerk) errs(p float64) bool { return c.r.chance(p * c.w.level) }

// holds is true with the chance that the system has an id or a birth date.
func (c *clerk) holds(p float64) bool { return c.r.chance(p * c.w.presence) }

// newRow starts a record of the system with an id, and dates.
func (w *world) newRow(r random, h *habit, kind string, earliest int) *clerk {
	w.rows++
	c := &clerk{w: w, r: r, h: h, row: &row{kind: kind}}
	const ids = 90_000_000
	id := 10_000_000 + w.numbers.permute(uint64(w.rows), 48_271_007, ids)
	c.row.cells[colID] = h.prefix + strconv.FormatUint(id, 10)
	c.row.cells[colSource] = string(h.source)
	c.letters = choose(r, h.letters)
	if len(h.damage) > 0 {
		c.damage = choose(r, h.damage)
	}
	c.stamp(max(2004, earliest))
	return c
}

// stamp dates the record, not before a year.
func (c *clerk) stamp(earliest int) {
	made := c.r.between(min(earliest, thisYear-1), thisYear-1)
	c.year = made
	stamp := func(y int) string {
		d := day{y, c.r.between(1, 12), c.r.between(1, 28)}
		return d.iso()
	}
	created := stamp(made)
	c.row.cells[colCreated] = created
	if !c.r.chance(c.h.stale) {
		c.year = c.r.between(made, thisYear-1)
	}
	if c.year > made {
		c.row.cells[colUpdated] = stamp(c.year)
	}
	if c.r.chance(0.4) {
		c.row.cells[colLastSeen] = max(created, c.row.cells[colUpdated], stamp(c.r.between(c.year, thisYear-1)))
	}
}

// personRow makes a record of p in some system.
func (w *world) personRow(r random, p *person) {
	h := w.drawHabit(r, func(h *habit) float64 { return h.share })
	first := p.born.year // the year of the earliest record
	if p.age() >= 18 {
		first += 18
	}
	c := w.newRow(r, h, "person", first)
	c.row.entity, c.row.household = p.id, p.household
	if p.died.year > 0 && c.year > p.died.year {
		c.year = p.died.year
	}
	if p.shop != nil && h.company > 0 && r.chance(0.3) {
		c.writeShop(p)
	} else {
		c.writePerson(p)
	}
	c.finish()
	p.records = append(p.records, c.key())
	w.shuffle.add(c.row)
}

func (c *clerk) key() record.Key {
	return record.Key{Source: record.Source(c.row.cells[colSource]), ID: record.ID(c.row.cells[colID])}
}

func (w *world) drawHabit(r random, weight func(*habit) float64) *habit {
	sum := 0.0
	for _, h := range w.setting.habits {
		sum += weight(h)
	}
	x := r.Float64() * sum
	for _, h := range w.setting.habits {
		if x -= weight(h); x < 0 {
			return h
		}
	}
	return w.setting.habits[0]
}

func (c *clerk) set(col int, s string) { c.row.cells[col] = s }

func (c *clerk) writePerson(p *person) {
	c.writeName(p)
	c.writePapers(p)
	c.writeBirth(p)
	c.writePhones(p)
	c.writeMail(p)
	if c.r.chance(c.h.address) {
		c.writeAddress(c.homeAt(p))
	}
	if c.h.company > 0 && p.work != nil && c.r.chance(c.h.company) {
		c.set(colCompany, c.text(c.firmName(p.work)))
	}
}

// homeAt is where p lived in the year of the record.
func (c *clerk) homeAt(p *person) *home {
	h := p.stays[0].home
	for _, s := range p.stays[1:] {
		if s.from <= c.year {
			h = s.home
		}
	}
	return h
}

// writePapers writes what stands in an identity card.
func (c *clerk) writePapers(p *person) {
	h := c.h
	if c.r.chance(h.gender) {
		s := p.sex
		if c.errs(h.genderWrong) {
			s = s.other()
		}
		c.set(colGender, pick(c.r, h.genders[s]))
	}
	if c.r.chance(h.birthPlace) {
		c.set(colBirthPlace, c.text(p.place))
	}
	if c.r.chance(h.parentNames) {
		c.set(colMother, c.text(c.word(p.mother)))
		c.set(colFather, c.text(c.word(p.father)))
	}
	if p.maiden != "" && c.r.chance(h.maiden) {
		c.set(colMaiden, c.text(p.maiden))
	}
	if p.died.year > 0 && c.r.chance(h.deathKnown) {
		c.set(colDeath, p.died.iso())
	}
	if c.holds(h.national) {
		c.set(colNationalID, c.nationalID(p.national))
	}
	if c.r.chance(h.customerNo) {
		c.set(colCustomerNo, strconv.FormatUint(1_000_000+c.w.numbers.permute(uint64(c.w.rows), 16_180_339, 9_000_000)+9_000_000*uint64(c.w.rows/9_000_000), 10))
	}
}

// Numbers that get a clerk past a mandatory field.
var fakeIDs = []string{"11111111111", "11111111111", "11111111110", "99999999999", "12345678901", "00000000000", "22222222222", "12345678950"}

func (c *clerk) nationalID(id string) string {
	switch {
	case c.errs(c.h.idFake):
		return pick(c.r, fakeIDs)
	case c.errs(c.h.idTypo):
		return misdigit(c.r, id)
	case c.r.chance(c.h.idSpaced):
		return id[:3] + " " + id[3:6] + " " + id[6:9] + " " + id[9:]
	}
	return id
}

var fakeBirths = []option[day]{{60, day{1900, 1, 1}}, {20, day{1970, 1, 1}}, {15, day{1901, 1, 1}}, {5, day{1753, 1, 1}}}

func (c *clerk) writeBirth(p *person) {
	if !c.holds(c.h.birth) {
		return
	}
	d := p.born
	switch {
	case c.errs(c.h.birthFake):
		d = choose(c.r, fakeBirths)
	case c.errs(c.h.birthTypo):
		d = c.misdate(d)
	case c.errs(c.h.birthSwap) && d.day <= 12:
		d.month, d.day = d.day, d.month
	case c.errs(c.h.birthYear):
		c.set(colBirth, strconv.Itoa(d.year))
		return
	}
	c.set(colBirth, writeDate(choose(c.r, c.h.dates), d))
}

// misdate makes one slip in a date: a day or month beside the right one, two
// digits in the wrong order, another year or decade.
func (c *clerk) misdate(d day) day {
	switch c.r.IntN(5) {
	case 0:
		d.day = min(28, max(1, d.day+pick(c.r, []int{-1, 1, 10, -10})))
	case 1:
		if swapped := d.day%10*10 + d.day/10; swapped >= 1 && swapped <= 28 {
			d.day = swapped
		}
	case 2:
		d.month = min(12, max(1, d.month+pick(c.r, []int{-1, 1})))
		d.day = min(d.day, 28)
	case 3:
		d.year += pick(c.r, []int{-1, 1, -10, 10})
	default:
		d.year = d.year/100*100 + d.year%10*10 + d.year/10%10
	}
	if d.year < 1905 || d.year > thisYear-1 {
		d.year = 1966
	}
	return d
}

var months = [...]string{"Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"}

func writeDate(layout dateLayout, d day) string {
	switch layout {
	case iso:
		return d.iso()
	case slashed:
		return fmt.Sprintf("%02d/%02d/%04d", d.day, d.month, d.year)
	case digits:
		return fmt.Sprintf("%04d%02d%02d", d.year, d.month, d.day)
	case shortYear:
		if d.year < 1930 {
			break // nobody writes 00 for 1900: two digits would say another century
		}
		return fmt.Sprintf("%02d.%02d.%02d", d.day, d.month, d.year%100)
	case monthName:
		return fmt.Sprintf("%d %s %d", d.day, months[d.month-1], d.year)
	case unpadded:
		return fmt.Sprintf("%d.%d.%d", d.day, d.month, d.year)
	case withTime:
		return d.iso() + " 00:00:00"
	case turkishDigits:
		return fmt.Sprintf("%02d%02d%04d", d.day, d.month, d.year)
	}
	return fmt.Sprintf("%02d.%02d.%04d", d.day, d.month, d.year)
}

var fakePhones = []string{"5555555555", "5555555555", "5555555555", "5320000000", "5000000000", "1111111111", "5551111111", "5321234567"}

// writePhones writes the numbers that reach p, or seem to.
func (c *clerk) writePhones(p *person) {
	h := c.h
	var mobile, landline string
	if c.r.chance(h.mobile) {
		mobile = c.mobileOf(p)
	}
	if c.r.chance(h.landline) {
		landline = p.landline
	}
	switch {
	case c.errs(h.phoneFake):
		mobile = pick(c.r, fakePhones)
	case c.errs(h.phoneDealer):
		mobile = c.w.dealerPhone(c.r)
	case p.work != nil && c.r.chance(10*h.phoneWork):
		landline = p.work.phones[0]
	}
	if c.errs(h.phoneTypo) {
		mobile = misdigit(c.r, mobile)
	}
	mobileText, landlineText := c.phone(mobile), c.phone(landline)
	if mobile != "" && c.r.chance(h.phoneSeveral) {
		if second := c.secondLine(p, mobile); second != "" {
			mobileText += pick(c.r, []string{" / ", ", ", "; ", " - "}) + c.phone(second)
		}
	}
	if !h.phoneColumn {
		c.set(colMobile, mobileText)
		c.set(colLandline, landlineText)
	} else if c.set(colPhone, mobileText); mobileText == "" {
		c.set(colPhone, landlineText)
	}
}

func (c *clerk) mobileOf(p *person) string {
	of := p
	if len(p.lines) == 0 || p.parent != nil && p.age() < 18 || p.parent != nil && c.errs(c.h.phoneKin) {
		if p.parent == nil {
			return ""
		}
		of = p.parent
	}
	number := ""
	for i, l := range of.lines {
		if i == 0 || l.from <= c.year {
			number = l.number
		}
	}
	return number
}

// secondLine is a further number in the same cell.
func (c *clerk) secondLine(p *person, first string) string {
	for _, l := range p.lines {
		if l.number != first {
			return l.number
		}
	}
	return p.landline
}

// dealerPhone is the line of the dealer who serves customers at the moment.
func (w *world) dealerPhone(r random) string {
	if w.dealer == "" || r.chance(1/max(4, float64(w.setting.dealers)*0.01)) {
		w.dealer = w.numbers.mobile()
	}
	return w.dealer
}

func (c *clerk) phone(number string) string {
	if len(number) != 10 {
		return number
	}
	a, b, x, y := number[:3], number[3:6], number[6:8], number[8:]
	switch choose(c.r, c.h.phones) {
	case zero:
		return "0" + number
	case grouped:
		return "0" + a + " " + b + " " + x + " " + y
	case brackets:
		return "0(" + a + ") " + b + " " + x + " " + y
	case plus:
		return "+90" + number
	case plusSpace:
		return "+90 " + a + " " + b + " " + x + y
	case dotty:
		return "0." + a + "." + b + "." + x + "." + y
	case dashed:
		return "0" + a + "-" + b + x + y
	case double0:
		return "0090" + number
	}
	return number
}

var (
	fakeMails   = []string{"yok@yok.com", "yok@yok.com", "test@test.com", "a@a.com", "mail@mail.com", "x@x.com", "bilinmiyor@yok.com", "musteri@yok.com"}
	typoDomains = map[string][]string{"gmail.com": {"gmial.com", "gmai.com", "gmail.con", "gmil.com", "gmail.co"}, "hotmail.com": {"hotmial.com", "hotmai.com", "hotmail.con", "hotmil.com", "hormail.com"}, "yahoo.com": {"yaho.com", "yahoo.con"}, "outlook.com": {"outlok.com", "outlook.con"}}
)

func (c *clerk) writeMail(p *person) {
	if !c.r.chance(c.h.mail) {
		return
	}
	mail := ""
	switch {
	case c.errs(c.h.mailFake):
		mail = pick(c.r, fakeMails)
	case len(p.mails) > 0:
		mail = pick(c.r, p.mails)
	case p.parent != nil && len(p.parent.mails) > 0 && c.r.chance(0.3):
		mail = p.parent.mails[0]
	default:
		return
	}
	if c.errs(c.h.mailTypo) {
		mail = c.mistypeMail(mail)
	}
	if c.r.chance(c.h.mailUpper) {
		mail = strings.ToUpper(mail)
	}
	c.set(colEmail, mail)
}

func (c *clerk) mistypeMail(mail string) string {
	local, domain, _ := strings.Cut(mail, "@")
	if typos := typoDomains[domain]; len(typos) > 0 && c.r.chance(0.6) {
		return local + "@" + pick(c.r, typos)
	}
	return asciiLocal(mistype(c.r, local)) + "@" + domain
}

// asciiLocal keeps a mistyped local part within ASCII.
func asciiLocal(s string) string { return strings.ToLower(ascii(s)) }

// text gives s the letters of the system and what befell them.
func (c *clerk) text(s string) string {
	switch c.letters {
	case upperCase:
		s = turkishUpper(s)
	case lowerCase:
		s = turkishLower(s)
	case asciiUpperCase:
		s = strings.ToUpper(ascii(s))
	case asciiTitleCase:
		s = ascii(s)
	case asciiLowerCase:
		s = strings.ToLower(ascii(s))
	}
	switch c.damage {
	case asLatin1:
		s = latin5AsLatin1.Replace(s)
	case asUTF8Twice:
		s = utf8AsLatin1.Replace(s)
	case lostSome:
		s = lostInLatin1.Replace(s)
	case lostAll:
		s = lostInASCII.Replace(s)
	}
	return s
}

// word makes the typing mistakes of the system in one word.
func (c *clerk) word(s string) string {
	if c.errs(c.h.typo) {
		s = mistype(c.r, s)
	}
	if c.errs(c.h.mishear) {
		s = mishear(c.r, s)
	}
	return s
}

// finish drops the columns that the world goes without.
func (c *clerk) finish() {
	for i, drop := range c.w.drop {
		if drop {
			c.row.cells[i] = ""
		}
	}
	if c.w.drop[colNationalID] && len(c.row.cells[colTaxID]) == 11 {
		c.row.cells[colTaxID] = ""
	}
}

// coupleRow makes a record that names husband and wife. It is neither of them.
func (w *world) coupleRow(r random, a, b *person) {
	if w.rows >= w.cfg.Records {
		return
	}
	c := w.newRow(r, w.drawHabit(r, func(h *habit) float64 { return h.share }), "couple", 2004)
	c.row.entity, c.row.household = w.newEntity(), a.household
	c.set(colFullName, c.text(b.given[0]+pick(r, []string{" ve ", " & ", "-", " VE "})+a.given[0]+" "+a.surname))
	c.set(colLandline, c.phone(a.landline))
	c.writeAddress(c.homeAt(a))
	c.finish()
	w.shuffle.add(c.row)
}

var noiseNames = []string{"TEST TEST", "Deneme", "MÜŞTERİ", "asdf asdf", "BİLİNMİYOR", "Nihai Tüketici", "Peşin Müşteri", "xxx", "Misafir", "PERAKENDE", "-", "Ad Soyad"}

// noiseRow makes a record of nobody: a test, a till, a fist on the keyboard.
func (w *world) noiseRow(r random) {
	if w.rows >= w.cfg.Records {
		return
	}
	c := w.newRow(r, w.drawHabit(r, func(h *habit) float64 { return h.share }), "noise", 2004)
	c.row.entity = w.newEntity()
	c.set(colFullName, pick(r, noiseNames))
	c.set(colMobile, pick(r, fakePhones))
	if r.chance(0.5) {
		c.set(colEmail, pick(r, fakeMails))
	}
	c.finish()
	w.shuffle.add(c.row)
}

// firmRecords makes the records of a new company or of an employer.
func (w *world) firmRecords(r random) {
	if w.rows >= w.cfg.Records {
		return
	}
	f := w.newFirm(r)
	if len(w.firms) > 0 && r.chance(0.3) {
		if known := pick(r, w.firms); known.id == "" {
			f = known
		}
	}
	f.id = w.newEntity()
	w.firmRow(r, f, 0)
	for n := 1; n < 12 && w.rows < w.cfg.Records && r.chance(w.again()); n++ {
		w.firmRow(r, f, r.IntN(len(f.branches)))
	}
}

func (w *world) firmRow(r random, f *firm, branch int) {
	h := w.drawHabit(r, func(h *habit) float64 { return h.firms })
	c := w.newRow(r, h, "company", 1995)
	c.row.entity = f.id
	name := c.text(c.firmName(f))
	col := colCompany
	if r.chance(0.3) { // a system with one column for whatever name there is
		col = colFullName
	}
	c.set(col, name)
	if c.holds(0.85 * h.national) {
		c.set(colTaxID, f.tax)
		if c.errs(h.idTypo) {
			c.set(colTaxID, misdigit(r, f.tax))
		}
	}
	if phone := c.phone(f.phones[branch]); h.phoneColumn {
		c.set(colPhone, phone)
	} else {
		c.set(colLandline, phone)
	}
	if r.chance(0.2) {
		c.set(colFax, c.phone(f.phones[0]))
	}
	if r.chance(h.mail) {
		c.set(colEmail, f.mail)
	}
	if r.chance(h.address) {
		c.writeAddress(f.branches[branch])
	}
	c.finish()
	f.records = append(f.records, c.key())
	w.shuffle.add(c.row)
}

func (c *clerk) firmName(f *firm) string {
	form := f.form
	if c.r.chance(0.75) {
		form = pick(c.r, legalForms[f.form])
	}
	words := strings.Fields(f.core)
	for i := range words {
		words[i] = c.word(words[i])
	}
	return strings.Join(words, " ") + " " + form
}

// writeShop writes a sole trader as his shop.
func (c *clerk) writeShop(p *person) {
	c.set(colCompany, c.text(p.shop.name))
	if c.r.chance(0.5) {
		c.writeName(p)
	}
	if c.holds(0.9) {
		c.set(colTaxID, p.national)
	}
	c.set(colLandline, c.phone(p.shop.phone))
	if c.r.chance(0.6) {
		c.set(colMobile, c.phone(c.mobileOf(p)))
	}
	if c.r.chance(c.h.address) {
		c.writeAddress(c.homeAt(p))
	}
}

// spelling returns the given names and the surname as the record has them,
// before letters and typing mistakes.
func (c *clerk) spelling(p *person) (given []string, surname string) {
	given, surname = slices.Clone(p.given), p.surnameAt(c.year)
	if p.foreign && c.r.chance(0.5) {
		given, surname = strings.Fields(p.spelt[0]), p.spelt[1]
	}
	return given, surname
}
