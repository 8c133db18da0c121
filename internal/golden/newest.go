package golden

import (
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
)

// Newest finds the newest date at which sources vouch for records, see
// [Rules.Newest]. Most texts are no newer than the newest so far and need not be
// parsed. The zero Newest has seen none.
type Newest struct {
	Date normalize.Date
	iso  string
}

// Look takes a record into account.
func (n *Newest) Look(r *record.Record) {
	for i := range r.Values {
		switch v := &r.Values[i]; v.Field {
		case record.CreatedAt, record.UpdatedAt, record.LastSeen, record.VerifiedAt:
			if isISO(v.Text) && v.Text[:10] <= n.iso {
				continue
			}
			d := normalize.ParseDate(v.Text, normalize.DateHint{}, nil)
			if d.Status == normalize.OK {
				n.Take(d.Date)
			}
		}
	}
}

// Take takes a date into account.
func (n *Newest) Take(d normalize.Date) {
	if d.IsZero() || !n.Date.IsZero() && d.Compare(n.Date) <= 0 {
		return
	}
	n.Date = d
	if n.iso = d.String(); len(n.iso) != 10 {
		n.iso = ""
	}
}

func isISO(s string) bool {
	return len(s) >= 10 && s[4] == '-' && s[7] == '-' && s[0] >= '1' && s[0] <= '2'
}
