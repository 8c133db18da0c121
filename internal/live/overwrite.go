package live

import (
	"slices"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// Repeats reports whether a source gives a record as it stands.
func Repeats(old, next *record.Record) bool {
	if !slices.Equal(old.Values, next.Values) {
		return false
	}
	for i := range next.Past {
		if !slices.Contains(old.Past, next.Past[i]) {
			return false
		}
	}
	return true
}

// Overwrite returns what a record is once its source gives it anew (docs/
// identity.md, W3): it says what it says now, and values of lists that a person
// may hold several of over the years (lines, mailboxes, addresses, numbers) and
// that are not given any more become past ones, with the dates at which the
// source gave them. Past values that the source brings itself are kept, and one
// that is given again is past no more.
func Overwrite(old, next *record.Record) record.Record {
	out := *next
	out.Past = nil
	from, to := span(old)
	keep := func(p record.Past) {
		if slices.ContainsFunc(next.Values, func(v record.Value) bool { return v == p.Value }) {
			return
		}
		i := slices.IndexFunc(out.Past, func(q record.Past) bool { return q.Value == p.Value })
		if i < 0 {
			out.Past = append(out.Past, p)
			return
		}
		out.Past[i].From, out.Past[i].To = earlier(out.Past[i].From, p.From), later(out.Past[i].To, p.To)
	}
	for _, p := range old.Past {
		keep(p)
	}
	for _, v := range old.Values {
		if v.Field.IsList() {
			keep(record.Past{Value: v, From: from, To: to})
		}
	}
	for _, p := range next.Past {
		keep(p)
	}
	return out
}

// clone copies a record with its texts, which may be pieces of a whole file.
func clone(r *record.Record) record.Record {
	n := len(r.Source) + len(r.ID)
	for i := range r.Values {
		n += len(r.Values[i].Text)
	}
	for i := range r.Past {
		n += len(r.Past[i].Text) + len(r.Past[i].From) + len(r.Past[i].To)
	}
	var b strings.Builder
	b.Grow(n)
	keep := func(s string) string {
		at := b.Len()
		b.WriteString(s)
		return b.String()[at:]
	}
	out := record.Record{Key: record.Key{Source: record.Source(keep(string(r.Source))), ID: record.ID(keep(string(r.ID)))}}
	for _, v := range r.Values {
		out.Values = append(out.Values, record.Value{Field: v.Field, Text: keep(v.Text)})
	}
	for _, p := range r.Past {
		out.Past = append(out.Past, record.Past{Value: record.Value{Field: p.Field, Text: keep(p.Text)}, From: keep(p.From), To: keep(p.To)})
	}
	return out
}

// span returns the first and last date at which a source vouches for a record,
// as it wrote them; empty where it brings no date of the form YYYY-MM-DD.
func span(r *record.Record) (from, to string) {
	for _, f := range [...]record.Field{record.CreatedAt, record.UpdatedAt, record.VerifiedAt, record.LastSeen} {
		d := day(r.First(f))
		from, to = earlier(from, d), later(to, d)
	}
	return from, to
}

// day returns the date at the start of an ISO date or time, else "".
func day(s string) string {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return ""
	}
	for i, c := range []byte(s[:10]) {
		if i != 4 && i != 7 && (c < '0' || c > '9') {
			return ""
		}
	}
	return s[:10]
}

func earlier(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

func later(a, b string) string { return max(a, b) }
