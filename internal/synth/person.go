package synth

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// today is the year and month in which the systems are read.
const thisYear, thisMonth = 2026, 6

// day is a date; the zero day is unknown.
type day struct{ year, month, day int }

// iso returns YYYY-MM-DD. It is called three times a record: no Sprintf.
func (d day) iso() string {
	b := [...]byte{0, 0, 0, 0, '-', 0, 0, '-', 0, 0}
	for i, y := 3, d.year; i >= 0; i-- {
		b[i] = '0' + byte(y%10)
		y /= 10
	}
	b[5], b[6] = '0'+byte(d.month/10), '0'+byte(d.month%10)
	b[8], b[9] = '0'+byte(d.day/10), '0'+byte(d.day%10)
	return string(b[:])
}

// person is a customer, or somebody who could be one.
type person struct {
	id        EntityID
	household int
	sex       sex
	born      day
	place     string // of birth
	given     []string
	surname   string
	maiden    string // of a married woman, and how she uses it:
	style     surnameStyle
	married   int // year; earlier records bear the maiden name
	national  string
	foreign   bool
	spelt     []string // other spellings of given name and surname, of foreigners
	mother    string   // given names
	father    string
	lines     []line // own mobiles, oldest first
	landline  string
	mails     []string
	stays     []stay // homes, oldest first
	work      *firm
	shop      *shop
	died      day
	gaveUp    *owner  // nil for who gave up no line
	parent    *person // whose phone reaches a child
	title     string
	records   []record.Key
}

type surnameStyle uint8

const (
	husbands   surnameStyle = iota // Ayşe Demir
	both                           // Ayşe Yılmaz Demir
	hyphenated                     // Ayşe Yılmaz-Demir
	own                            // Ayşe Yılmaz, still
)

type line struct {
	number string
	from   int // year
	// former is whoever held the number before, nil for a new one.
	former *owner
}

// owner is what is remembered of somebody who gave up a line. It does not hold
// on to the person, or all who ever passed on a number would stay in memory.
type owner struct{ first record.Key }

type stay struct {
	*home
	from int // year
}

// shop is the business of a sole trader. Its tax number is his national id.
type shop struct {
	name  string
	phone string
}

func (p *person) age() int { return thisYear - p.born.year }

// surnameAt returns the surname as p's papers bear it in a year.
func (p *person) surnameAt(year int) string {
	switch {
	case p.maiden == "":
		return p.surname
	case year < p.married || p.style == own:
		return p.maiden
	case p.style == both:
		return p.maiden + " " + p.surname
	case p.style == hyphenated:
		return p.maiden + "-" + p.surname
	}
	return p.surname
}

func (p *person) fullName() string { return strings.Join(p.given, " ") + " " + p.surnameAt(thisYear) }

// family is a household in the making, with the doors that its grown children
// moved to.
type family struct {
	w         *world
	r         random
	page      register
	ids       int // of the page that are used
	surname   string
	home      *home
	landline  string
	mail      string // a mailbox that the family shares
	household int
	people    []*person
}

// newFamily makes the n-th family and returns all who may be customers.
func (w *world) newFamily(n int) []*person {
	f := &family{w: w, r: newRandom(w.seed, uint64(n)), page: register(n)}
	if f.r.chance(w.setting.foreign) {
		return f.foreigners()
	}
	f.surname = w.names.drawSurname(f.r)
	f.moveIn(w.places.drawHome(f.r))
	kind := choose(f.r, w.setting.households)
	if kind == alone {
		f.single()
		return f.people
	}
	if kind == siblings {
		f.parentless()
		return f.people
	}
	head := f.adult(male, f.r.between(1946, 1998))
	wife := f.wife(head)
	if kind == threeGenerations {
		f.grandparents(head)
	}
	if kind != couple {
		f.children(head, wife)
	}
	return f.people
}

// moveIn starts a household at a door.
func (f *family) moveIn(h *home) {
	f.w.households++
	f.household, f.home, f.landline, f.mail = f.w.households, h, "", ""
	if f.r.chance(f.w.setting.landline) {
		f.landline = f.w.numbers.landline(h.areaCode)
	}
}

// adult adds a person of the family's surname and door.
func (f *family) adult(s sex, year int) *person {
	p := &person{sex: s, surname: f.surname, household: f.household}
	p.born = f.birthday(year)
	p.given = f.givenNames(s, year)
	p.mother = f.w.names.drawGiven(f.r, female, year-25)
	p.father = f.w.names.drawGiven(f.r, male, year-28)
	f.settle(p)
	f.people = append(f.people, p)
	return p
}

// single adds somebody who lives alone, at times a namesake of somebody known
// already: of any age, anywhere, or of like age in the same district.
func (f *family) single() {
	r, known := f.r, f.w.known
	if len(known) == 0 || !r.chance(f.w.setting.namesake) {
		f.adult(sex(r.IntN(2)), r.between(1950, 2003))
		return
	}
	of := pick(r, known)
	f.surname = of.surname
	year := r.between(1950, 2003)
	if r.chance(0.3) {
		year = max(1935, min(2005, of.born.year+r.between(-4, 4)))
		f.moveIn(newHome(r, of.stays[0].district))
	}
	p := f.adult(of.sex, year)
	p.given = slices.Clone(of.given)
}

// settle gives p what a grown customer has: papers, door, lines, mailboxes.
func (f *family) settle(p *person) {
	if p.national == "" {
		if f.ids == pageSize { // a large family goes on on another page
			f.w.pages++
			f.page, f.ids = wivesPages+register(f.w.pages), 0
		}
		p.national = f.w.numbers.national(f.page, f.ids)
		f.ids++
	}
	p.place = f.home.name
	if f.r.chance(0.35) {
		p.place = f.w.places.districts.draw(f.r).name
	}
	f.dwell(p)
	p.landline = f.landline
	if p.age() >= 16 {
		f.equip(p)
	}
	if p.age() > 55 && f.r.chance(0.02+float64(p.age()-55)*0.004) {
		p.died = day{f.r.between(2012, thisYear-1), f.r.between(1, 12), f.r.between(1, 28)}
	}
}

// dwell gives p the family's door, and to a mover the doors before it.
func (f *family) dwell(p *person) {
	since := f.r.between(1995, 2018)
	for f.r.chance(f.w.setting.mover) && len(p.stays) < 2 {
		old := f.w.places.drawHome(f.r)
		if f.r.chance(0.7) { // most move within their district or city
			old = newHome(f.r, pick(f.r, f.home.province.districts))
		}
		p.stays = append(p.stays, stay{old, since})
		since = f.r.between(since+1, thisYear-1)
	}
	p.stays = append(p.stays, stay{f.home, since})
}

// equip gives an adult lines, mailboxes, a title, work.
func (f *family) equip(p *person) {
	w, r := f.w, f.r
	f.lines(p)
	for range choose(r, w.setting.mails) {
		p.mails = append(p.mails, w.newMail(r, p))
	}
	if r.chance(w.setting.familyMail) {
		if f.mail == "" {
			f.mail = asciiLower(f.surname) + pick(r, []string{"ailesi", "family", ".ailesi"}) + strconv.Itoa(f.household%9973) + "@" + choose(r, w.setting.domains)
		}
		p.mails = append(p.mails, f.mail)
	}
	if p.born.year < 1998 && r.chance(0.04) {
		p.title = pick(r, []string{"Dr.", "Av.", "Prof. Dr.", "Doç. Dr.", "Müh.", "Uzm. Dr.", "Dt.", "Ecz.", "Mim."})
	}
	if r.chance(0.08) {
		p.work = w.employer(r)
	}
	if p.born.year < 2000 && !p.foreign && r.chance(w.setting.trader) {
		p.shop = &shop{name: w.shopName(r, p), phone: w.numbers.landline(f.home.areaCode)}
	}
}

// lines gives p his mobiles: most have one for life, some change it, and some
// of the changed ones had another owner years ago.
func (f *family) lines(p *person) {
	w, r := f.w, f.r
	from := max(1998, p.born.year+14)
	for range choose(r, w.setting.lines) {
		l := line{from: from}
		if r.chance(w.setting.recycled) && len(w.released) > 0 {
			l = w.released[r.IntN(len(w.released))]
			l.from = max(from, l.from)
		} else {
			l.number = w.numbers.mobile()
		}
		p.lines = append(p.lines, l)
		if from = r.between(from+1, from+12); from > thisYear {
			break
		}
	}
	slices.SortStableFunc(p.lines, func(a, b line) int { return a.from - b.from })
	for _, l := range p.lines[:len(p.lines)-1] {
		if l.former == nil {
			if p.gaveUp == nil {
				p.gaveUp = &owner{}
			}
			w.release(line{number: l.number, from: min(thisYear, l.from+14), former: p.gaveUp})
		}
	}
}

// wivesPages is the first page of the register for those who marry into a
// family: their numbers come from the page of another.
const wivesPages register = 1 << 22

// wife marries a woman of another family into the household.
func (f *family) wife(head *person) *person {
	year := head.born.year + f.r.between(-3, 8)
	p := &person{sex: female, household: f.household, surname: f.surname}
	p.maiden = f.w.names.drawSurname(f.r)
	p.style = choose(f.r, f.w.setting.wives)
	p.born = f.birthday(year)
	p.married = year + f.r.between(19, 34)
	p.given = f.givenNames(female, year)
	p.mother = f.w.names.drawGiven(f.r, female, year-25)
	p.father = f.w.names.drawGiven(f.r, male, year-28)
	f.w.pages++
	p.national = f.w.numbers.national(wivesPages+register(f.w.pages), 0)
	f.settle(p)
	if f.r.chance(f.w.setting.sharedLine) && len(head.lines) > 0 { // reached on her husband's phone
		p.lines = append(p.lines[:0], head.lines[len(head.lines)-1])
	}
	f.people = append(f.people, p)
	f.w.trap("spouses", head, p)
	return p
}

// grandparents live with the head's family; he has a father's name at times.
func (f *family) grandparents(head *person) {
	father := f.adult(male, head.born.year-f.r.between(20, 36))
	if f.r.chance(f.w.setting.sameName) {
		father.given = slices.Clone(head.given)
		f.w.trap("father_son", father, head)
	}
	head.father = father.given[0]
	if f.r.chance(0.6) {
		mother := f.wife(father)
		head.mother = mother.given[0]
	}
}

// children of the couple, at home or at a door of their own.
func (f *family) children(father, mother *person) {
	r, set := f.r, f.w.setting
	oldest := mother.born.year + r.between(19, 32)
	n := choose(r, set.children)
	var before *person
	first, home := f.home, f.household
	landline, mail := f.landline, f.mail
	for i := 0; i < n && oldest < thisYear-1; i++ {
		f.home, f.household, f.landline, f.mail = first, home, landline, mail
		child := f.child(father, mother, oldest)
		if before != nil {
			f.w.trap("siblings", before, child)
		}
		if r.chance(set.twins) {
			f.twin(child, father, mother)
		}
		before = child
		oldest += r.between(1, 5)
	}
	f.home, f.household, f.landline, f.mail = first, home, landline, mail
}

// child adds a son or daughter. The grown ones may have married or moved out.
func (f *family) child(father, mother *person, year int) *person {
	r, set := f.r, f.w.setting
	p := &person{sex: sex(r.IntN(2)), surname: f.surname, household: f.household}
	p.born = f.birthday(year)
	p.given = f.givenNames(p.sex, year)
	if p.sex == male && r.chance(set.sameName) {
		p.given = slices.Clone(father.given)
		if r.chance(0.25) { // Ahmet, son of Ahmet, is told apart as Ahmet Can
			second := pick(r, seconds[male])
			for second == p.given[0] {
				second = pick(r, seconds[male])
			}
			p.given = append(p.given[:1:1], second)
		}
		f.w.trap("father_son", father, p)
	}
	p.mother, p.father = mother.given[0], father.given[0]
	p.parent = father
	if r.chance(0.5) {
		p.parent = mother
	}
	if p.age() >= 22 && r.chance(set.movesOut) {
		f.moveIn(f.nextHome())
		p.household = f.household
	}
	f.settle(p)
	if p.age() < 18 {
		f.w.trap("guardian", p, p.parent)
	}
	if p.sex == female && p.age() >= 23 && r.chance(0.5) { // she married out of the family
		p.maiden, p.surname = p.surname, f.w.names.drawSurname(r)
		p.style, p.married = choose(r, set.wives), min(thisYear-1, year+r.between(20, 32))
	}
	f.people = append(f.people, p)
	return p
}

// nextHome is the door of a child who moved out: a flat in the same house, near
// by, or in another city.
func (f *family) nextHome() *home {
	if f.home.flat > 0 && f.r.chance(f.w.setting.sameHouse) {
		h := *f.home
		h.flat = h.flat%24 + f.r.between(1, 3)
		h.floor = (h.flat + 1) / 2
		return &h
	}
	if f.r.chance(0.65) {
		return newHome(f.r, pick(f.r, f.home.province.districts))
	}
	return f.w.places.drawHome(f.r)
}

// rhymes are pairs of names that twins are given.
var rhymes = [2][][2]string{
	male:   {{"Hasan", "Hüseyin"}, {"Emir", "Emirhan"}, {"Cemil", "Cemal"}, {"Ömer", "Osman"}, {"Yusuf", "Yunus"}, {"Mert", "Mete"}, {"Musa", "İsa"}, {"Kerem", "Kenan"}, {"Mehmet Ali", "Mehmet Emin"}, {"Ufuk", "Umut"}, {"Salim", "Selim"}, {"Ahmet", "Mehmet"}},
	female: {{"Ayşe Nur", "Ayşe Gül"}, {"Elif", "Ela"}, {"Zehra", "Zahide"}, {"Sevgi", "Sevim"}, {"Fatma Nur", "Fatma Gül"}, {"Nisa", "Nur"}, {"Esra", "Esma"}, {"Büşra", "Kübra"}, {"Emine", "Amine"}, {"Sude", "Sudenaz"}, {"Melike", "Melisa"}, {"Songül", "Gülsüm"}},
}

// mixedRhymes are pairs for a brother and a sister.
var mixedRhymes = [][2]string{{"Cemil", "Cemile"}, {"Emin", "Emine"}, {"Nuri", "Nuriye"}, {"Salih", "Saliha"}, {"Kadir", "Kader"}, {"Halim", "Halime"}, {"Ali", "Aliye"}, {"Şerif", "Şerife"}}

// twin adds a twin of p, born on the same day at the same door.
func (f *family) twin(p, father, mother *person) {
	t := &person{sex: p.sex, born: p.born, surname: p.surname, household: p.household, mother: p.mother, father: p.father, parent: p.parent}
	if p.maiden != "" {
		t.surname = p.maiden
	}
	t.given = f.givenNames(t.sex, t.born.year)
	switch x := f.r.Float64(); {
	case x < 0.5:
		pair := pick(f.r, rhymes[p.sex])
		p.given, t.given = strings.Fields(pair[0]), strings.Fields(pair[1])
	case x < 0.65:
		pair := pick(f.r, mixedRhymes)
		t.sex = p.sex.other()
		p.given, t.given = []string{pair[p.sex]}, []string{pair[t.sex]}
	}
	if strings.Join(t.given, " ") == strings.Join(p.given, " ") {
		t.given = append(t.given[:1:1], "Can")
		if t.sex == female {
			t.given[1] = "Su"
		}
	}
	f.settle(t)
	f.people = append(f.people, t)
	f.w.trap("twins", p, t)
}

// parentless are brothers or sisters who share a flat, students for the most part.
func (f *family) parentless() {
	year := f.r.between(1975, 2004)
	a := f.adult(sex(f.r.IntN(2)), year)
	b := f.adult(sex(f.r.IntN(2)), year+f.r.between(1, 5))
	for a.given[0] == b.given[0] {
		b.given = f.givenNames(b.sex, b.born.year)
	}
	b.mother, b.father = a.mother, a.father
	f.w.trap("siblings", a, b)
}

// birthday draws a date. Many of those who were registered late, in the country
// before 1980, have 1 January or 1 July (turkish.md 6.1).
func (f *family) birthday(year int) day {
	late := 0.02
	if year < 1980 {
		late = f.w.setting.registered
	}
	if f.r.chance(late) {
		if f.r.chance(0.8) {
			return day{year, 1, 1}
		}
		return day{year, 7, 1}
	}
	month := f.r.between(1, 12)
	if year > thisYear-1 {
		month = f.r.between(1, thisMonth-1)
	}
	return day{year, month, f.r.between(1, daysIn(year, month))}
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// second names that stand after a first one, by sex.
var seconds = [2][]string{
	male:   strings.Fields("Ali Emin Can Emre Hüseyin Efe Kemal Fatih İbrahim Akif Enes Faruk Salih Hami Furkan Cem Mert Kaan Alp Eren Said Sami Nuri Taha Yiğit Barış Onur Asaf"),
	female: strings.Fields("Nur Gül Su Naz Sultan Zehra Melek Ece Betül Kübra Selin Deniz İrem Nisa Beyza Defne Sena Hilal Yağmur Rana Ela Duru"),
}

// givenNames draws names that nobody of the family bears yet: parents do not
// call two children by one name. Sons who bear their father's are made so.
func (f *family) givenNames(s sex, year int) []string {
	given := f.drawNames(s, year)
	for tries := 0; tries < 8 && f.borne(given[0]); tries++ {
		given = f.drawNames(s, year)
	}
	return given
}

func (f *family) borne(given string) bool {
	return slices.ContainsFunc(f.people, func(p *person) bool { return p.given[0] == given })
}

func (f *family) drawNames(s sex, year int) []string {
	given := strings.Fields(f.w.names.drawGiven(f.r, s, year))
	if len(given) == 1 && f.r.chance(f.w.setting.secondName) {
		second := pick(f.r, seconds[s])
		if f.r.chance(0.3) {
			second, _, _ = strings.Cut(f.w.names.drawGiven(f.r, s, year), " ")
		}
		if second != given[0] {
			given = append(given, second)
		}
	}
	return given
}

// Names of those who came from Syria, Iraq and elsewhere, with spellings that
// clerks wrote for the same person.
var (
	foreignGiven = [2][][]string{
		male:   {{"Muhammed", "Mohammad", "Mohamed", "Muhammad", "Mhd"}, {"Ahmed", "Ahmad", "Ahmet"}, {"Mahmud", "Mahmoud", "Mahmut"}, {"Mustafa", "Mostafa", "Moustafa"}, {"Abdurrahman", "Abdulrahman", "Abd Alrahman"}, {"Halid", "Khaled", "Khalid"}, {"Yusuf", "Yousef", "Youssef"}, {"Ömer", "Omar", "Umar"}, {"İbrahim", "Ibrahim", "Ebrahim"}, {"Hüseyin", "Hussein", "Husain"}, {"Hasan", "Hassan"}, {"Osman", "Othman"}, {"Cemal", "Jamal", "Gamal"}, {"Sergey", "Sergei"}, {"Aleksandr", "Alexander"}, {"Rüstem", "Rustam"}},
		female: {{"Fatma", "Fatima", "Fatimah"}, {"Ayşe", "Aisha", "Aysha"}, {"Meryem", "Mariam", "Maryam"}, {"Hatice", "Khadija", "Hadice"}, {"Zeynep", "Zainab", "Zeinab"}, {"Hanan", "Henan"}, {"Rim", "Reem"}, {"Nur", "Nour", "Noor"}, {"Emine", "Amina", "Amineh"}, {"Olga", "Olha"}, {"Natalia", "Nataliya"}, {"Gülnara", "Gulnara"}},
	}
	foreignSurnames = [][]string{{"El Ahmed", "Alahmad", "Al Ahmad"}, {"Halebi", "Alhalabi", "Al Halabi"}, {"Hamud", "Hammoud"}, {"El Hüseyin", "Alhussein", "Al Hussain"}, {"Hatib", "Khatib", "Alkhatib"}, {"Şeyho", "Sheikho"}, {"Mustafa", "Moustafa"}, {"Derviş", "Darwish"}, {"Abdullah", "Abdallah"}, {"Hac Ali", "Haj Ali", "Alhaj Ali"}, {"İvanov", "Ivanov"}, {"Petrova", "Petrowa"}, {"Aliyev", "Aliev"}, {"Karimi", "Kerimi"}, {"Neccar", "Najjar", "Alnajjar"}}
)

// foreigners are a household of one to four people with numbers of their own kind.
func (f *family) foreigners() []*person {
	spelt := pick(f.r, foreignSurnames)
	f.surname = spelt[0]
	f.moveIn(f.w.places.drawHome(f.r))
	for range f.r.between(1, 4) {
		s := sex(f.r.IntN(2))
		given := pick(f.r, foreignGiven[s])
		for f.borne(given[0]) {
			given = pick(f.r, foreignGiven[s])
		}
		year := f.r.between(1960, 2003)
		p := &person{sex: s, surname: f.surname, household: f.household, foreign: true, national: f.w.numbers.foreign()}
		p.given = strings.Fields(given[0])
		p.spelt = []string{pick(f.r, given), pick(f.r, spelt)}
		p.born = f.birthday(year)
		p.mother, p.father = foreignGiven[female][f.r.IntN(6)][0], foreignGiven[male][f.r.IntN(8)][0]
		f.settle(p)
		f.people = append(f.people, p)
	}
	return f.people
}
