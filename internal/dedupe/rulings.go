package dedupe

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// ReadRulings reads the rulings of a review list that a person has filled in:
// rows whose column ruling says same or different. Rows without a ruling are
// passed over. The optional columns author and reason are kept.
func ReadRulings(path, at string) ([]record.Ruling, error) {
	s, err := openSheet(path, "a_source", "a_record_id", "b_source", "b_record_id", "ruling")
	if err != nil {
		return nil, fmt.Errorf("read rulings: %w", err)
	}
	defer s.close()
	var out []record.Ruling
	for err := range s.rows {
		if err != nil {
			return nil, err
		}
		same, ruled, err := parseRuling(s)
		if err != nil {
			return nil, err
		}
		if !ruled {
			continue
		}
		r := record.Ruling{Same: same, Author: s.get("author"), Reason: s.get("reason"), At: at}
		if r.Author == "" {
			r.Author = filepath.Base(path)
		}
		if r.A, err = s.key("a_"); err != nil {
			return nil, err
		}
		if r.B, err = s.key("b_"); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// parseRuling reads the column ruling: same, different, or their Turkish words.
func parseRuling(s *sheet) (same, ruled bool, err error) {
	switch v := strings.ToLower(strings.TrimSpace(s.get("ruling"))); v {
	case "":
		return false, false, nil
	case "same", "aynı", "ayni":
		return true, true, nil
	case "different", "farklı", "farkli":
		return false, true, nil
	default:
		return false, false, s.fail("ruling", fmt.Sprintf("%q is neither same nor different", v))
	}
}

// addRulings adds rulings to those that a store had. A new one that says the
// opposite of an earlier one on its pair takes that back; one that repeats it
// changes nothing.
func addRulings(had []store.Ruling, added []record.Ruling, at string) []store.Ruling {
	type pair struct{ a, b record.Key }
	pairOf := func(r *record.Ruling) pair {
		if r.A.Compare(r.B) > 0 {
			return pair{r.B, r.A}
		}
		return pair{r.A, r.B}
	}
	inForce := map[pair]int{}
	last := uint64(0)
	for i := range had {
		last = max(last, had[i].No)
		if had[i].InForce() {
			inForce[pairOf(&had[i].Ruling)] = i
		}
	}
	for _, r := range added {
		p := pairOf(&r)
		if i, ok := inForce[p]; ok {
			if had[i].Same == r.Same {
				continue
			}
			had[i].Undone = at
		}
		last++
		inForce[p] = len(had)
		had = append(had, store.Ruling{No: last, Ruling: r})
	}
	return had
}
