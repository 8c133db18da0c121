package dedupe

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// review is a pair for a steward to look at.
type review struct {
	a, b    uint32
	weight  int32
	rule    string
	refused string // why a permitted join was refused, "" for a pair in doubt
	worth   int64
}

// value is what a ruling is worth: the more records it moves and the less sure
// the engine is, the more.
func (v *review) value() int64 { return v.worth }

// ruledApart is the reason of a "same" ruling that something stronger kept from
// holding.
const ruledApart = "ruling_contradicted"

// reviews lists the pairs in doubt between two people and the joins that were
// refused, strongest first. What a steward has ruled on is left out.
func (r *run) reviews() []review {
	b, p := r.batch, r.people
	refused := map[resolve.Pair]string{}
	for _, x := range b.Refused {
		refused[x.Pair] = x.Reason.String()
	}
	var out []review
	for i := range b.Edges {
		e := &b.Edges[i]
		pair := resolve.MakePair(e.A, e.B)
		if _, ruled := b.Rulings[pair]; ruled || p.of[e.A] == p.of[e.B] {
			continue
		}
		reason, was := refused[pair]
		if e.Result.Decision != record.Review && !was {
			continue
		}
		out = append(out, review{e.A, e.B, e.Result.Weight, e.Result.Rule(), reason, r.worth(e.A, e.B, e.Result.Weight)})
		delete(refused, pair)
	}
	judge := match.NewJudge(b.Model)
	rest := func(pair resolve.Pair, reason string) {
		res := judge.Judge(&b.Profiles[pair.A], &b.Profiles[pair.B])
		out = append(out, review{pair.A, pair.B, res.Weight, res.Rule(), reason, r.worth(pair.A, pair.B, res.Weight)})
	}
	for pair, reason := range refused { // sorted below
		if _, ruled := b.Rulings[pair]; !ruled {
			rest(pair, reason)
		}
	}
	for _, pair := range b.Contradicted {
		rest(pair, ruledApart)
	}
	slices.SortFunc(out, func(x, y review) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return out
}

func (r *run) worth(a, b uint32, weight int32) int64 {
	p := match.Probability(weight)
	pairs := len(r.people.membersOf(r.people.of[a])) * len(r.people.membersOf(r.people.of[b]))
	return int64(float64(pairs) * math.Round(4e6*p*(1-p)))
}

// writeReviews writes review.csv: the pair, what speaks for and against it, the
// column to fill in, then both records side by side.
func (r *run) writeReviews(list []review) error {
	header := []string{"a_source", "a_record_id", "b_source", "b_record_id", "weight", "probability", "reasons", "guards", "ruling", "a_entity_id", "b_entity_id"}
	fields := r.in.fields
	for _, f := range slices.Concat(fields, r.in.user) {
		header = append(header, "a_"+string(f), "b_"+string(f))
	}
	judge := match.NewJudge(r.batch.Model)
	var row reviewRow
	return r.out.table("review.csv", header, func(w *csvFile) error {
		for i := range list {
			if err := row.fill(r, &list[i], judge); err != nil {
				return err
			}
			w.row(row.cells...)
		}
		return nil
	})
}

// reviewRow is one row of review.csv, in memory that the next one uses again.
type reviewRow struct {
	cells   []string
	a, b    record.Record
	scratch []byte
}

func (w *reviewRow) fill(r *run, v *review, judge *match.Judge) (err error) {
	if w.scratch, err = r.gathered.record(&w.a, w.scratch, v.a); err != nil {
		return err
	}
	if w.scratch, err = r.gathered.record(&w.b, w.scratch, v.b); err != nil {
		return err
	}
	verdict := judge.Explain(&r.batch.Profiles[v.a], &r.batch.Profiles[v.b])
	why := reasons(v, &verdict)
	if len(r.shown) < shownPairs {
		r.show(v, &w.a, &w.b, why)
	}
	w.cells = append(w.cells[:0], string(w.a.Source), string(w.a.ID), string(w.b.Source), string(w.b.ID),
		Bits(v.weight), strconv.FormatFloat(match.Probability(v.weight), 'f', 4, 64),
		why, strings.Join(verdict.Guards, ";"), "", r.people.id(v.a).String(), r.people.id(v.b).String())
	var values []string
	for _, list := range [][]record.Field{r.in.fields, r.in.user} {
		for _, f := range list {
			for _, x := range []*record.Record{&w.a, &w.b} {
				values = x.All(values[:0], f)
				w.cells = append(w.cells, strings.Join(values, "; "))
			}
		}
	}
	return nil
}

// reasons says in one cell why the pair is in doubt: what refused the join, the
// rule, and what was compared.
func reasons(v *review, verdict *record.Verdict) string {
	var b strings.Builder
	if v.refused != "" {
		b.WriteString(RefusalWords(v.refused) + "; ")
	}
	b.WriteString(v.rule)
	if words := RuleWords(v.rule); words != "" {
		b.WriteString(" " + words)
	}
	for _, e := range verdict.Evidence {
		fmt.Fprintf(&b, "; %s %s %s", e.Name, e.Level, SignedBits(e.Weight))
	}
	return b.String()
}

// Bits writes millibits as bits.
func Bits(millibits int32) string { return strconv.FormatFloat(float64(millibits)/1000, 'f', 3, 64) }

// SignedBits writes millibits as bits with a sign and one digit.
func SignedBits(millibits int32) string { return fmt.Sprintf("%+.1f", float64(millibits)/1000) }
