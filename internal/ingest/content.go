package ingest

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"sync"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// contentRule proposes a field for a column whose values mostly pass a check.
type contentRule struct {
	field record.Field
	valid func(string) bool
	share int // percent of the values that must pass
	// plain says that the check is weak, so that it counts only for headers that
	// mean nothing ("Kolon3"): any column of dates could be birth dates.
	plain bool
	// beside is a field that another column must have: many surnames are words,
	// and only beside given names they are names.
	beside record.Field
}

// contentRules are tried in order; the first that fits wins. Identity numbers
// need nine in ten, for a wrong guess would join strangers.
var contentRules = []contentRule{
	{field: record.Email, valid: isEmail, share: 60},
	{field: record.IBAN, valid: isIBAN, share: 80},
	{field: record.NationalID, valid: isNationalID, share: 90},
	{field: record.Mobile, valid: isMobile, share: 70},
	{field: record.Phone, valid: isPhone, share: 70},
	{field: record.TaxID, valid: isTaxID, share: 90, plain: true},
	{field: record.BirthDate, valid: isBirthDate, share: 80, plain: true},
	{field: record.Company, valid: isCompany, share: 50, plain: true},
	{field: record.Address, valid: isAddress, share: 50, plain: true},
	{field: record.City, valid: isProvince, share: 60, plain: true},
	{field: record.FullName, valid: isFullName, share: 60, plain: true},
	{field: record.FirstName, valid: isGiven, share: 60, plain: true},
	{field: record.LastName, valid: isSurname, share: 60, plain: true, beside: record.FirstName},
	{field: record.Gender, valid: isGender, share: 95, plain: true},
}

// minContent is how many values a guess from content needs; fewContent is enough
// where a file has no more rows and every one bears it out.
const (
	minContent = 5
	fewContent = 3
)

// applyContent proposes fields for the columns that nothing else decided. The
// rules that look beside the column follow when its neighbours are settled.
func applyContent(cols []Column, sample [][]string) {
	for _, second := range []bool{false, true} {
		for i := range cols {
			words := headerWords(cols[i].Name)
			if cols[i].How != "" || cols[i].Note != "" || aboutOthers(words) {
				continue
			}
			values := columnValues(sample, i)
			enough := len(values) >= min(minContent, max(fewContent, len(sample)))
			if enough || 2*len(values) >= len(sample) && len(values) > 0 && percent(values, isEmail) == 100 {
				proposeField(cols, i, values, meaningless(words), second)
			}
		}
	}
	applyMissing(cols, sample)
}

// applyMissing looks for the name and the address that no column brought: where
// a file has none by its headers, a header that nobody knows may stand above it.
func applyMissing(cols []Column, sample [][]string) {
	if !holds(cols, record.FullName, record.FirstName, record.LastName, record.Company) {
		if !proposeBest(cols, sample, record.FullName, likeFullName, 50) && proposeBest(cols, sample, record.FirstName, isGiven, 75) {
			proposeBest(cols, sample, record.LastName, isSurname, 60)
		}
	}
	if !holds(cols, record.Address, record.Neighbourhood, record.Street, record.BuildingNo) {
		proposeBest(cols, sample, record.Address, isAddress, 60)
	}
}

// holds reports whether a column holds one of the fields.
func holds(cols []Column, fields ...record.Field) bool {
	for _, f := range fields {
		if taken(cols, f) >= 0 {
			return true
		}
	}
	return false
}

// proposeBest gives field f to the column that nothing decided and whose values
// pass most often. One with few different values names shops or clerks.
func proposeBest(cols []Column, sample [][]string, f record.Field, valid func(string) bool, share int) bool {
	best, most, of := -1, share-1, 0
	for i := range cols {
		if cols[i].How != "" || cols[i].Note != "" || aboutOthers(headerWords(cols[i].Name)) {
			continue
		}
		values := columnValues(sample, i)
		n := distinct(values)
		if n < minContent || f == record.FullName && n*10 < len(values) {
			continue
		}
		if s := percent(values, valid); s > most {
			best, most, of = i, s, len(values)
		}
	}
	if best < 0 {
		return false
	}
	cols[best].Field, cols[best].How = f, ByContent
	cols[best].Note = fmt.Sprintf("%d %% of %d values; no header names one", most, of)
	return true
}

// distinct counts the different values.
func distinct(values []string) int {
	seen := make(map[string]bool, len(values))
	for _, v := range values {
		seen[v] = true
	}
	return len(seen)
}

// proposeField gives column i the field of the first rule that its values pass.
func proposeField(cols []Column, i int, values []string, plain, second bool) {
	for _, r := range contentRules {
		switch {
		case r.plain && !plain, (r.beside != "") != second:
			continue
		case second && taken(cols, r.beside) < 0, taken(cols, r.field) >= 0 && !r.field.IsList():
			continue
		}
		if len(values) < fewContent && r.field != record.Email {
			continue
		}
		if share := percent(values, r.valid); share >= r.share && (len(values) >= minContent || share == 100) {
			cols[i].Field, cols[i].How = r.field, ByContent
			cols[i].Note = fmt.Sprintf("%d %% of %d values", share, len(values))
			return
		}
	}
}

// warnContent notes headers whose values speak against them.
func warnContent(cols []Column, sample [][]string) {
	checks := map[record.Field]func(string) bool{
		record.NationalID: isNationalID, record.Email: isEmail, record.IBAN: isIBAN,
		record.Mobile: isPhoneLike, record.Phone: isPhoneLike, record.Landline: isPhoneLike,
		record.BirthDate: isDate, record.Gender: isGender,
	}
	for i := range cols {
		valid := checks[cols[i].Field]
		if valid == nil || cols[i].How != ByHeader {
			continue
		}
		values := columnValues(sample, i)
		if share := 100; len(values) >= 2*minContent {
			if share = percent(values, valid); share < 50 {
				cols[i].Note = fmt.Sprintf("only %d %% of %d values look like it", share, len(values))
			}
		}
	}
}

// others are words of headers about somebody or something else than the
// customer. Their numbers must not become his, whatever they look like.
var others = wordSet(`es esi esinin anne annenin annesi annesinin baba babanin babasi babasinin veli velisi vasi vasisi yakin yakini yakininin akraba kefil kefili
	referans acil cocuk cocugu cocugunun kardes kardesi temsilci temsilcisi personel calisan danisman danismani sorumlu sorumlusu satici bayi sube magaza
	olusturan ekleyen degistiren guncelleyen kaydeden onaylayan yapan giren hazirlayan ilgilenen operator kurye sofor teknisyen usta eleman tahsildar plasiyer acente gonderen gonderici courier driver technician sender hekim doktor ogretmen avukat vekil vekili ikinci 2
	spouse wife husband partner mother father parent guardian emergency reference relative kin child sibling agent rep representative salesperson
	branch store dealer creator author created updated modified approved doctor teacher lawyer eski old previous former onceki`)

func aboutOthers(words []string) bool {
	for _, w := range words {
		if others[w] && !isNumber(w) {
			return true
		}
	}
	return false
}

// emptyWords are words of headers that say nothing about the column.
var emptyWords = wordSet(`column col kolon kol sutun stn alan field fld deger value val unnamed untitled adsiz isimsiz bos x y z a b c d e f g h k no nr num numara number data veri bilgi info text metin string str var v`)

// meaningless reports whether a header is no name at all: "Kolon1", "F3".
func meaningless(words []string) bool {
	for _, w := range words {
		if !emptyWords[w] && !isNumber(w) {
			return false
		}
	}
	return true
}

// percent is the share of values that pass, rounded down.
func percent(values []string, valid func(string) bool) int {
	n := 0
	for _, v := range values {
		if valid(v) {
			n++
		}
	}
	return n * 100 / max(1, len(values))
}

// digits returns the digits of s if it holds nothing else but the marks that
// people put between the digits of a number.
func digits(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case strings.ContainsRune(" -./()+", r):
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

func isNationalID(s string) bool {
	id := normalize.ParseID(normalize.IDTCKN, s)
	return id.Status == normalize.Valid
}

func isTaxID(s string) bool {
	id := normalize.ParseID(normalize.IDVKN, s)
	return id.Status == normalize.Valid
}

func isIBAN(s string) bool {
	t := strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	return len(t) == 26 && t[:2] == "TR" && isNumber(t[2:])
}

// isMobile reports whether s is a Turkish mobile number: 5 and nine digits, with
// or without trunk prefix or country code.
func isMobile(s string) bool {
	d, ok := nationalNumber(s)
	return ok && d[0] == '5'
}

// isPhone reports whether s is a Turkish number of ten digits. Dates and plain
// numbers of ten digits would pass as well, so it has to begin with a trunk
// prefix, a country code or a bracket.
func isPhone(s string) bool {
	d, ok := nationalNumber(s)
	if !ok || d[0] < '2' || d[0] > '5' && d[0] != '8' {
		return false
	}
	return strings.HasPrefix(s, "0") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "(") || strings.HasPrefix(s, "90")
}

// isPhoneLike reports whether s has about the digits of a number anywhere.
func isPhoneLike(s string) bool {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n >= 7
}

// nationalNumber returns the ten digits of a Turkish number.
func nationalNumber(s string) (string, bool) {
	d, ok := digits(s)
	if !ok {
		return "", false
	}
	for _, p := range []string{"0090", "90", "0"} {
		if len(d) == 10+len(p) && strings.HasPrefix(d, p) {
			d = d[len(p):]
		}
	}
	return d, len(d) == 10 && d[0] != '0'
}

// isPlateCode reports whether s is the number of a province, 01 to 81.
func isPlateCode(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && len(s) <= 2 && n >= 1 && n <= 81
}

// postcodes reports whether values are postcodes and not keys: five digits,
// which begin with a province's number, and come more than once.
func postcodes(values []string) bool {
	seen := map[string]bool{}
	for _, v := range values {
		if len(v) != 5 || !isNumber(v) || !isPlateCode(v[:2]) {
			return false
		}
		seen[v] = true
	}
	return len(seen) < len(values)
}

func isEmail(s string) bool {
	at := strings.IndexByte(s, '@')
	return at > 0 && strings.IndexByte(s[at:], '.') > 1 && !strings.ContainsAny(s, " ")
}

// isDate reports whether s looks like a day in digits: two separators, or the
// eight digits of a year, month and day.
func isDate(s string) bool {
	s, _, _ = strings.Cut(s, " ")
	s, _, _ = strings.Cut(s, "T")
	d, ok := digits(s)
	if !ok || len(d) < 6 || len(d) > 8 {
		return false
	}
	if strings.Count(s, ".") == 2 || strings.Count(s, "/") == 2 || strings.Count(s, "-") == 2 {
		return true
	}
	return len(s) == 8 && d == s && (compactDay(s[:4], s[4:6], s[6:]) || compactDay(s[4:], s[2:4], s[:2]))
}

// compactDay reports whether the digits of a date without separators can be a
// day of the last or this century.
func compactDay(year, month, day string) bool {
	return (year[:2] == "19" || year[:2] == "20") && month >= "01" && month <= "12" && day >= "01" && day <= "31"
}

// isBirthDate accepts days of the years in which customers are born. The dates
// of contracts and visits lie after them.
func isBirthDate(s string) bool {
	if !isDate(s) {
		return false
	}
	d := normalize.ParseDate(s, normalize.DateHint{}, nil)
	return d.Status == normalize.OK && d.Year >= 1920 && d.Year <= 2008
}

func isGender(s string) bool {
	return normalize.ParseGender(s, "").Status == normalize.OK
}

// isAddress looks for the type words of Turkish addresses.
func isAddress(s string) bool {
	for w := range strings.FieldsSeq(normalize.Fold(s)) {
		if addressWords[w] {
			return true
		}
	}
	return false
}

var addressWords = wordSet(`mah mahalle mahallesi mh sok sk sokak sokagi cad cd cadde caddesi bulvari blv apt apartmani sitesi koyu daire`)

// isCompany looks for the words of legal forms.
func isCompany(s string) bool {
	for w := range strings.FieldsSeq(normalize.Fold(s)) {
		if legalForms[w] {
			return true
		}
	}
	return strings.Contains(s, "A.Ş") || strings.Contains(s, "A.S")
}

// provinces are the 81 il, folded and joined, with the usual other names.
var provinces = wordSet(`adana adiyaman afyonkarahisar afyon agri aksaray amasya ankara antalya ardahan artvin aydin balikesir bartin batman bayburt bilecik bingol
	bitlis bolu burdur bursa canakkale cankiri corum denizli diyarbakir duzce edirne elazig erzincan erzurum eskisehir gaziantep antep giresun gumushane hakkari
	hatay igdir isparta istanbul izmir kahramanmaras maras karabuk karaman kars kastamonu kayseri kirikkale kirklareli kirsehir kilis kocaeli izmit konya kutahya
	malatya manisa mardin mersin icel mugla mus nevsehir nigde ordu osmaniye rize sakarya adapazari samsun siirt sinop sivas sanliurfa urfa sirnak tekirdag tokat
	trabzon tunceli usak van yalova yozgat zonguldak`)

func isProvince(s string) bool { return provinces[joined(s)] }

// commonName is the share of people from which a name counts here. Rarer ones
// of the tables are words as well (burç, koç, mavi).
const commonName = 2e-5

// givenNames and surnames are the folded common names of the shipped tables.
var (
	givenNames = sync.OnceValue(func() map[string]bool { return nameSet(normalize.GivenNames()) })
	surnames   = sync.OnceValue(func() map[string]bool { return nameSet(normalize.Surnames()) })
)

func nameSet(names iter.Seq2[string, float64]) map[string]bool {
	m := map[string]bool{}
	for n, share := range names {
		if share >= commonName {
			m[normalize.Fold(n)] = true
		}
	}
	return m
}

func isGiven(s string) bool {
	words := strings.Fields(normalize.Fold(s))
	for _, w := range words {
		if !givenNames()[w] {
			return false
		}
	}
	return len(words) > 0
}

func isSurname(s string) bool { return surnames()[normalize.Fold(s)] }

// isFullName accepts a known given name with a known surname at the other end.
func isFullName(s string) bool {
	words := strings.Fields(normalize.Fold(s))
	if len(words) < 2 || len(words) > 5 {
		return false
	}
	first, last := words[0], words[len(words)-1]
	return givenNames()[first] && (surnames()[last] || givenNames()[last]) || surnames()[first] && givenNames()[last]
}

// likeFullName accepts whole names of which only the given name is known, for
// columns that nothing else explains: half the surnames are rare.
func likeFullName(s string) bool {
	if isFullName(s) {
		return true
	}
	words := strings.Fields(normalize.Fold(s))
	if len(words) < 2 || len(words) > 4 || strings.ContainsAny(s, "0123456789@/:") || isAddress(s) || isCompany(s) {
		return false
	}
	return givenNames()[words[0]] || givenNames()[words[len(words)-1]]
}

// looksLikeData reports whether a cell can hardly be a header: a number, a
// date, an e-mail address.
func looksLikeData(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" {
		return false
	}
	if isEmail(s) || isDate(s) || isIBAN(s) {
		return true
	}
	d, ok := digits(s)
	return ok && len(d) > 2
}

// nameLike reports whether a cell names a person or a province and is no header.
func nameLike(s string) bool {
	return guessHeader(s).field == "" && (isProvince(s) || isGiven(s) || isFullName(s))
}

// legalForms and titleWords decide what a column "Unvan" holds.
var (
	legalForms = wordSet(`ltd sti limited anonim sirketi as san tic sanayi ticaret holding koop kooperatifi ins gida tekstil vakfi dernegi mudurlugu belediyesi sirket paz pazarlama`)
	titleWords = wordSet(`dr prof doc docent av avukat muh muhendis sayin sn bay bayan bey hanim uzm op opr dt ecz hoca haci mr mrs ms miss yrd ogr gor uye uyesi`)
)

// titleOrCompany decides by the values, and by the company that the column
// keeps where they do not tell.
func titleOrCompany(values []string, company bool) record.Field {
	forms, titles := 0, 0
	for _, v := range values {
		words := strings.Fields(normalize.Fold(v))
		title := len(words) > 0 && len(words) < 4
		for _, w := range words {
			title = title && titleWords[w]
		}
		if isCompany(v) {
			forms++
		} else if title {
			titles++
		}
	}
	switch {
	case forms > titles:
		return record.Company
	case titles > forms:
		return record.Title
	case company:
		return record.Company
	}
	return record.Title
}
