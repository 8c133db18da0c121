package ingest

import (
	"bytes"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/tekil-id/tekil/record"
)

// Superseded is a record that came under the key of another one and gave way
// to it. Lost and Kept are places in the slice given to [Unify].
type Superseded struct {
	Key        record.Key
	Lost, Kept int
	// Equal says that both held the same values: a plain repetition.
	Equal bool
}

// Unify settles records that share a (source, record_id). The one with the
// later updated_at wins, else the one with the greater content
// ([AppendContent], compared as bytes); what the others held and it does not
// becomes its history, oldest first, dated by their updated_at. The outcome is
// the same in whatever order the records came.
//
// kept holds the winners at the order of their places in records, whose memory
// it takes over; lost is ordered by Lost. Besides them Unify takes 16 bytes a
// record.
func Unify(records []record.Record) (kept []record.Record, lost []Superseded) {
	for _, group := range sameKey(records) {
		lost = append(lost, settleGroup(records, group)...)
	}
	if len(lost) == 0 {
		return records, nil
	}
	slices.SortFunc(lost, func(a, b Superseded) int { return a.Lost - b.Lost })
	kept, next := records[:0], 0
	for i := range records {
		if next < len(lost) && lost[next].Lost == i {
			next++
			continue
		}
		kept = append(kept, records[i])
	}
	clear(records[len(kept):])
	return kept, lost
}

// sameKey groups the places of records that share a key, leaving out keys that
// stand once. It sorts hashes of keys, not keys: most stand once.
func sameKey(records []record.Record) [][]int {
	type entry struct {
		hash uint64
		at   int
	}
	seed := maphash.MakeSeed() // decides nothing but the order of groups
	all := make([]entry, len(records))
	for i := range records {
		all[i] = entry{maphash.Comparable(seed, records[i].Key), i}
	}
	slices.SortFunc(all, func(a, b entry) int {
		switch {
		case a.hash != b.hash && a.hash < b.hash:
			return -1
		case a.hash != b.hash:
			return 1
		}
		return a.at - b.at
	})
	var groups [][]int
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j].hash == all[i].hash {
			j++
		}
		if j-i > 1 {
			byKey := map[record.Key][]int{}
			for _, e := range all[i:j] {
				k := records[e.at].Key
				byKey[k] = append(byKey[k], e.at)
			}
			for _, g := range byKey {
				if len(g) > 1 {
					groups = append(groups, g)
				}
			}
		}
		i = j
	}
	return groups
}

// version is one of the records of a group.
type version struct {
	at      int
	updated string // sortable, empty if unknown
	content []byte
}

// settleGroup decides one group, gives the winner its history, and reports the
// others.
func settleGroup(records []record.Record, group []int) []Superseded {
	vs := make([]version, len(group))
	for i, at := range group {
		r := &records[at]
		vs[i] = version{at, sortableTime(r.First(record.UpdatedAt)), AppendContent(nil, r.Values)}
	}
	slices.SortFunc(vs, func(a, b version) int {
		if c := strings.Compare(a.updated, b.updated); c != 0 {
			return c
		}
		if c := bytes.Compare(a.content, b.content); c != 0 {
			return c
		}
		return b.at - a.at // of equal ones the first in the input stays
	})
	last := vs[len(vs)-1]
	win := &records[last.at]
	var past []record.Past
	var lost []Superseded
	for _, v := range vs[:len(vs)-1] {
		r := &records[v.at]
		past = appendPast(past, r, win, v.updated)
		lost = append(lost, Superseded{Key: win.Key, Lost: v.at, Kept: last.at, Equal: bytes.Equal(v.content, last.content)})
	}
	win.Past = append(past, win.Past...)
	return lost
}

// appendPast adds the values of an older version that the winner no longer
// holds. A value that stood in several versions spans their dates.
func appendPast(past []record.Past, old, win *record.Record, updated string) []record.Past {
	day := updated[:min(len(updated), len("2006-01-02"))]
	add := func(p record.Past) {
		if p.Field == record.UpdatedAt || slices.Contains(win.Values, p.Value) {
			return
		}
		for i := range past {
			if past[i].Value == p.Value {
				past[i].From, past[i].To = earlier(past[i].From, p.From), max(past[i].To, p.To)
				return
			}
		}
		past = append(past, p)
	}
	for _, p := range old.Past {
		add(p)
	}
	for _, v := range old.Values {
		add(record.Past{Value: v, From: day, To: day})
	}
	return past
}

// earlier returns the smaller of two dates; an empty one is unknown.
func earlier(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// sortableTime turns a point in time as systems write it into text that sorts
// by time: 2024-03-05T14:07:00. Day, month and year may be in Turkish order
// (05.03.2024 14:07) or in ISO's. Empty means that it could not be read. Zones
// are not weighed: the stamps of one source share theirs.
func sortableTime(s string) string {
	s = strings.TrimSpace(s)
	cut := strings.IndexAny(s, "T ")
	day, clock := s, ""
	if cut >= 0 {
		day, clock = s[:cut], s[cut+1:]
	}
	var n [3]string
	parts := strings.FieldsFunc(day, func(r rune) bool { return r == '.' || r == '-' || r == '/' })
	switch {
	case len(parts) == 3:
		copy(n[:], parts)
	case len(day) == 8 && isNumber(day):
		n = [3]string{day[:4], day[4:6], day[6:]}
	default:
		return ""
	}
	if len(n[0]) != 4 {
		n[0], n[2] = n[2], n[0]
	}
	if len(n[0]) != 4 || !isNumber(n[0]) || !isNumber(n[1]) || !isNumber(n[2]) {
		return ""
	}
	out := n[0] + "-" + pad2(n[1]) + "-" + pad2(n[2]) + "T"
	for i, part := range strings.SplitN(clock, ":", 3) {
		if i > 0 {
			out += ":"
		}
		out += pad2(part)
	}
	return out
}

func pad2(s string) string {
	if len(s) < 2 || len(s) > 2 && (s[1] < '0' || s[1] > '9') {
		return "0" + s
	}
	return s
}
