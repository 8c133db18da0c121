package ingest

import (
	"strings"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Many exports have no column "Ad Soyad": the customer is whoever calls
// (Arayan), is insured (Sigortalı), or stands in the ledger (Cari Unvan).
// Whether such a column is his name depends on the others.

// guessContact reads a header about a contact: Arayan Numara, Yetkili Adı.
func guessContact(words []string) headerGuess {
	for n := len(words) - 1; n > 0; n-- {
		if f, ok := lookup(words[:n]); !ok || f != contactRole {
			continue
		}
		rest := words[n:]
		if len(rest) == 1 && numberWords[rest[0]] {
			return headerGuess{field: record.Phone, noise: 2, second: true}
		}
		switch g := guessWords(rest); {
		case g.field == record.FullName:
			return headerGuess{field: contactRole, noise: 2}
		case g.field.IsPhone(), g.field.IsAddressPart(), secondFields[g.field]:
			return headerGuess{field: g.field, noise: 2, second: true}
		}
	}
	return headerGuess{}
}

// numberWords behind a person mean his telephone.
var numberWords = wordSet("no nr num numara numarasi number")

// secondFields are what a header may say of a contact, besides telephones and
// the parts of an address.
var secondFields = map[record.Field]bool{
	ambiguousName: true, record.FirstName: true, record.LastName: true, record.Email: true, record.Address: true,
	record.NationalID: true, record.BirthDate: true, record.Gender: true,
}

// people settles the columns that may name the customer.
type people struct {
	cols    []Column
	guesses []headerGuess
	sample  [][]string
	named   bool // the name is found
}

// settlePeople decides which column names the customer where several could, or
// only one that mostly names others. Plain names go first, then the customer by
// his role, the ledger's account, the contact, and what is hardly ever a name.
func settlePeople(cols []Column, guesses []headerGuess, sample [][]string) {
	p := people{cols: cols, guesses: guesses, sample: sample}
	p.doubtful()
	p.named = p.has(record.FullName, false) || p.has(record.FirstName, false) || p.has(ambiguousName, false)
	p.companies()
	p.roles(ownRole, 0)
	p.accounts()
	contact := !p.named
	p.roles(contactRole, 0)
	contact = contact && p.named || !p.named && p.has(ambiguousName, true)
	p.seconds(contact)
	p.named = p.named || contact
	p.roles(lastResort, 50)
}

// doubtful passes over names of staff and of things (Personel Adı, Kart Adı)
// where another column may name the customer.
func (p *people) doubtful() {
	if !p.has(ownRole, false) && !p.has(accountName, false) && !p.has(contactRole, false) {
		return
	}
	name := func(s string) bool { return isFullName(s) || isGiven(s) }
	for i, g := range p.guesses {
		words := headerWords(p.cols[i].Name)
		if g.noise < 2 || g.second || !(g.field == ambiguousName || g.field == record.FullName || g.field == record.FirstName || g.field == record.LastName) {
			continue
		}
		if values := columnValues(p.sample, i); staffWords[words[0]] || len(values) >= minContent && percent(values, name) < 40 {
			p.pass(i, "somebody beside the name")
		}
	}
}

// staffWords stand before the names of those who serve the customer, and of
// customers only where nobody else is named.
var staffWords = wordSet("personel calisan employee kullanici user")

// has reports whether a column is guessed to be f, or ruled to be; second
// counts those of contacts.
func (p *people) has(f record.Field, second bool) bool {
	for _, g := range p.guesses {
		if g.field == f && g.second == second {
			return true
		}
	}
	return !second && taken(p.cols, f) >= 0
}

// roles gives the first column of a kind to the name, if there is none and its
// values may be names, and passes the others over. least is the percentage of
// them that must be known names.
func (p *people) roles(kind record.Field, least int) {
	for i := range p.guesses {
		if p.guesses[i].field != kind {
			continue
		}
		switch f := p.roleField(i, least); {
		case f != record.FullName:
			p.guesses[i].field = f
		case p.named:
			p.pass(i, "somebody beside the name")
		default:
			p.guesses[i].field, p.named = f, true
		}
	}
}

// roleField is what stands below a header that names a role: people, mostly,
// but also their telephones and mailboxes.
func (p *people) roleField(i, least int) record.Field {
	values := columnValues(p.sample, i)
	number := func(s string) bool { d, ok := digits(s); return ok && len(d) > 0 }
	switch {
	case len(values) == 0 && least == 0:
		return record.FullName
	case percent(values, isMobile) >= 50, percent(values, isPhone) >= 50:
		return record.Phone
	case percent(values, isEmail) >= 50:
		return record.Email
	case percent(values, number) >= 50:
		return ""
	case least > 0 && (percent(values, isFullName) < least || distinct(values)*10 < len(values)):
		return ""
	}
	return record.FullName
}

// accounts settles the names of ledger accounts: companies beside a column of
// persons, else both. A contact beside them is the name only where they are
// companies indeed.
func (p *people) accounts() {
	for i := range p.guesses {
		g := &p.guesses[i]
		values := columnValues(p.sample, i)
		switch {
		case g.field == ambiguousTitle && (p.named || percent(values, isTitle) >= 20):
			continue
		case g.field != accountName && g.field != ambiguousTitle:
			continue
		case p.named, (p.has(contactRole, false) || p.has(ambiguousName, true)) && percent(values, isFullName) < 30, onlyCompanies(values):
			g.field = record.Company
		default:
			g.field, p.named = record.FullName, true
		}
	}
}

// companies makes a name of a column of firms that holds persons.
func (p *people) companies() {
	for i := range p.guesses {
		if p.guesses[i].field != record.Company || p.named {
			continue
		}
		values := columnValues(p.sample, i)
		if len(values) >= minContent && percent(values, isFullName) >= 30 && !p.has(ownRole, false) && !p.has(contactRole, false) && !p.has(accountName, false) {
			p.guesses[i].field, p.named = record.FullName, true
		}
	}
}

// onlyCompanies reports whether values leave no doubt that no persons are among
// them.
func onlyCompanies(values []string) bool {
	share := percent(values, isCompany)
	return share == 100 && len(values) > 0 || share >= 50 && len(values) >= minContent && percent(values, isFullName) < 5
}

// seconds keeps what headers say of a contact if he is the customer; else only
// his telephones and mailboxes, and these where the customer has none.
func (p *people) seconds(customer bool) {
	for i := range p.guesses {
		g := &p.guesses[i]
		if !g.second || customer {
			continue
		}
		if reach := g.field.IsPhone() || g.field == record.Email; !reach || p.reached(g.field) {
			p.pass(i, "of the contact")
		}
	}
}

// reached reports whether the customer has a column for telephones or mailboxes
// like f.
func (p *people) reached(f record.Field) bool {
	for i, g := range p.guesses {
		like := func(h record.Field) bool { return h == f || h.IsPhone() && f.IsPhone() }
		if !g.second && like(g.field) || p.cols[i].How != "" && like(p.cols[i].Field) {
			return true
		}
	}
	return false
}

// pass leaves column i as it is and says why.
func (p *people) pass(i int, why string) {
	p.guesses[i].field, p.cols[i].Note = "", why
}

// isTitle reports whether a value is nothing but titles: Dr., Sayın, Av.
func isTitle(s string) bool {
	words := strings.Fields(normalize.Fold(s))
	for _, w := range words {
		if !titleWords[w] {
			return false
		}
	}
	return len(words) > 0
}
