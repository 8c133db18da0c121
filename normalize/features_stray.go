package normalize

import (
	"slices"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// strays adopts the contact points and identity numbers that stand in a cell of
// another kind: a mobile in the column of e-mails, a mailbox behind a name. The
// cell keeps its flags, so that the misplaced value is a finding, while the
// value itself is evidence like any other. Only what is beyond doubt is taken.
func (b *featureBuilder) strays(s string, ref Ref) {
	if strings.IndexByte(s, '@') >= 0 {
		s = b.strayMail(s, ref)
	}
	for run := range numberRuns(s) {
		if len(run) == 11 && tcknValid(run) {
			if id := ParseID(IDTCKN, run); id.Status == Valid {
				b.f.IDs = append(b.f.IDs, IDValue{id, record.NationalID, ref})
			}
			continue
		}
		for _, p := range ParsePhones(run, PhoneHint{}, b.o).Values {
			if p.Status == OK && p.E164 != "" {
				b.f.Phones = append(b.f.Phones, PhoneValue{p, record.Phone, ref})
			}
		}
	}
}

// strayNames looks through the columns of the name, which were read as one.
func (b *featureBuilder) strayNames() {
	for _, ref := range b.nameRef {
		if ref != 0 {
			b.strays(b.r.Values[ref-1].Text, ref-1)
		}
	}
}

// strayMail adopts the mailboxes of s and returns what stands around them.
func (b *featureBuilder) strayMail(s string, ref Ref) string {
	var rest []string
	for w := range strings.FieldsSeq(s) {
		if strings.IndexByte(w, '@') < 0 {
			rest = append(rest, w)
			continue
		}
		for _, e := range ParseEmails(w, b.o).Values {
			if e.Status == OK && e.Address != "" {
				b.f.Emails = append(b.f.Emails, EmailValue{e, ref})
			}
		}
	}
	return strings.Join(rest, " ")
}

// minStrayDigits is the length from which digits are a number of their own: ten
// of a national phone number without its zero.
const minStrayDigits = 10

// numberRuns yields the stretches of digits and their separators that hold
// enough digits for a phone or identity number.
func numberRuns(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start, digits := -1, 0
		for i := 0; i <= len(s); i++ {
			if i < len(s) && strings.IndexByte("0123456789+()- ", s[i]) >= 0 {
				if start < 0 {
					start, digits = i, 0
				}
				if isDigit(s[i]) {
					digits++
				}
				continue
			}
			if start >= 0 && digits >= minStrayDigits && !yield(strings.TrimSpace(s[start:i])) {
				return
			}
			start = -1
		}
	}
}

// holdsStray reports flags that say that another kind of value stands here.
func holdsStray(flags []string) bool {
	return slices.ContainsFunc(flags, func(f string) bool {
		switch f {
		case "wrong_field:email", "wrong_field:tckn", "wrong_field:phone", "email_in_name", "phone_in_name", "id_in_name":
			return true
		}
		return false
	})
}
