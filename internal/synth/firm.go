package synth

import (
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// firm is a company: one legal entity, at one door or several.
type firm struct {
	id       EntityID
	core     string // Yıldırım Gıda
	form     string // legal form in full
	tax      string
	phones   []string // of each door; the first is the switchboard
	mail     string
	site     string
	branches []*home
	records  []record.Key
}

// Legal forms in full, with what people write for them.
var legalForms = map[string][]string{
	"Sanayi ve Ticaret Limited Şirketi": {"San. ve Tic. Ltd. Şti.", "SAN.TİC.LTD.ŞTİ.", "Ltd. Şti.", "San ve Tic Ltd Sti", "Limited Şirketi", "San. Tic. Ltd. Şti."},
	"Limited Şirketi":                   {"Ltd. Şti.", "LTD.ŞTİ.", "Ltd Sti", "Ltd."},
	"Sanayi ve Ticaret Anonim Şirketi":  {"San. ve Tic. A.Ş.", "SAN.VE TİC.A.Ş.", "A.Ş.", "San Tic AŞ", "Anonim Şirketi"},
	"Anonim Şirketi":                    {"A.Ş.", "AŞ", "A.S.", "A. Ş."},
}

var formNames = []string{"Sanayi ve Ticaret Limited Şirketi", "Limited Şirketi", "Sanayi ve Ticaret Anonim Şirketi", "Anonim Şirketi"}

func (w *world) newFirm(r random) *firm {
	f := &firm{core: w.firmName(r), form: pick(r, formNames), tax: w.numbers.tax()}
	doors := 1
	if r.chance(0.15) {
		doors = r.between(2, 4)
	}
	for range doors {
		h := w.places.drawHome(r)
		f.branches = append(f.branches, h)
		f.phones = append(f.phones, w.numbers.landline(h.areaCode))
	}
	f.site = asciiLower(strings.Fields(f.core)[0]) + strconv.Itoa(w.numbers.vkns) + ".example.com.tr"
	f.mail = pick(r, []string{"info", "satis", "muhasebe", "bilgi", "iletisim"}) + "@" + f.site
	return f
}

// firmName is a surname or a place with a trade, or an invented word.
func (w *world) firmName(r random) string {
	trade := pick(r, companyTrades)
	if r.chance(0.3) {
		trade += " " + pick(r, companyTrades)
	}
	switch x := r.Float64(); {
	case x < 0.5:
		return w.names.drawSurname(r) + " " + trade
	case x < 0.6:
		return w.names.drawSurname(r) + " Kardeşler " + trade
	case x < 0.8:
		return w.places.districts.draw(r).province.Name + " " + pick(r, surnameHeads) + " " + trade
	}
	return pick(r, surnameHeads) + turkishLower(pick(r, surnameTails)) + " " + trade
}

func (w *world) shopName(r random, p *person) string {
	if r.chance(0.4) {
		return p.fullName() + " " + pick(r, shopKinds)
	}
	return pick(r, []string{p.surname, p.given[0], pick(r, siteNames)}) + " " + pick(r, shopKinds)
}

// employer returns a firm of which the systems know some already.
func (w *world) employer(r random) *firm {
	const remembered = 400
	if len(w.firms) == 0 || len(w.firms) < remembered && r.chance(0.2) {
		w.firms = append(w.firms, w.newFirm(r))
		return w.firms[len(w.firms)-1]
	}
	return pick(r, w.firms)
}
