package normalize_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Values that stand in the wrong column are evidence all the same; the cell
// still says what is wrong with it. The identity number is generated.
func TestStrayValues(t *testing.T) {
	const tckn = "29461730530"
	for _, c := range []struct {
		field  record.Field
		text   string
		phones string
		mails  string
		ids    string
	}{
		{record.Email, "0533 417 62 91", "+905334176291", "", ""},
		{record.Mobile, "Ali.Veli@gmail.com", "", "ali.veli@gmail.com", ""},
		{record.Phone, tckn, "", "", tckn},
		{record.FullName, "MUHAMMED KIRAN 533 417 62 91", "+905334176291", "", ""},
		{record.FullName, "Ali Veli ali@veli.com.tr", "", "ali@veli.com.tr", ""},
		{record.LastName, "Veli " + tckn, "", "", tckn},
		{record.Address, "Atatürk Mah. 5. Sk. No:3 Kadıköy Tel: 0533 417 62 91", "+905334176291", "", ""},
		// Nothing doubtful is adopted.
		{record.FullName, "Ali Veli 5555555555", "", "", ""},
		{record.FullName, "Ali Veli 29461730531", "", "", ""},
		{record.FullName, "Ali Veli 2", "", "", ""},
		{record.Address, "Atatürk Mah. 5. Sk. No:3 D:12 34710 Kadıköy", "", "", ""},
	} {
		f := normalize.NewFeatures(&record.Record{Values: []record.Value{{Field: c.field, Text: c.text}}}, nil)
		var phones, mails, ids []string
		for _, p := range f.Phones {
			phones = append(phones, p.E164)
		}
		for _, e := range f.Emails {
			mails = append(mails, e.Address)
		}
		for _, id := range f.IDs {
			ids = append(ids, id.Canonical)
		}
		found := func(s []string) string {
			return strings.Join(slices.DeleteFunc(s, func(x string) bool { return x == "" }), ",")
		}
		if found(phones) != c.phones || found(mails) != c.mails || found(ids) != c.ids {
			t.Errorf("%s %q: phones %q, mailboxes %q, ids %q", c.field, c.text, phones, mails, ids)
		}
	}
}
