package synth

import (
	"hash/fnv"
	"strconv"
	"strings"
)

// newMail invents a mailbox that nobody else has.
func (w *world) newMail(r random, p *person) string {
	given, surname := asciiLower(p.given[0]), asciiLower(p.surnameAt(thisYear))
	var local string
	switch x := r.Float64(); {
	case x < 0.30:
		local = given + "." + surname
	case x < 0.50:
		local = given + surname
	case x < 0.60:
		local = given + "_" + surname
	case x < 0.70:
		local = given[:1] + surname
	case x < 0.78:
		local = surname + "." + given
	case x < 0.88:
		local = given + strconv.Itoa(p.born.year%100)
	case x < 0.94 && len(p.given) > 1:
		local = given + asciiLower(p.given[1])
	default:
		local = pick(r, []string{"deli", "kral", "prens", "asi", "mavi", "yalniz", "kartal", "aslan", "cimbom", "kanarya", "ates", "gece"}) + given
	}
	if r.chance(0.25) {
		local += strconv.Itoa(p.born.year)
	}
	domain := choose(r, w.setting.domains)
	return w.unusedMail(r, local, domain)
}

// unusedMail adds digits until the mailbox is new, as people do.
func (w *world) unusedMail(r random, local, domain string) string {
	for tail := ""; ; tail = strconv.Itoa(r.between(1, 99_999)) {
		h := fnv.New64a()
		h.Write([]byte(mailbox(local+tail, domain)))
		if _, used := w.mails[h.Sum64()]; !used {
			w.mails[h.Sum64()] = struct{}{}
			return local + tail + "@" + domain
		}
	}
}

// mailbox is what an address leads to. Gmail leaves dots out, so that ayse.ocal and
// ayseocal are never two people's there.
func mailbox(local, domain string) string {
	if domain == "gmail.com" {
		local = strings.ReplaceAll(local, ".", "")
	}
	return local + "@" + domain
}
