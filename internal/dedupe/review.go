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
		rest(pair, resolve.RuledApart)
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
	judge := match.NewJudge(r.batch.Model)
	var row reviewRow
	var scratch []byte
	return r.out.table("review.csv", reviewHeader(&r.in.columns), func(w *csvFile) (err error) {
		for i := range list {
			v := &list[i]
			if scratch, err = r.gathered.record(&row.a, scratch, v.a); err != nil {
				return err
			}
			if scratch, err = r.gathered.record(&row.b, scratch, v.b); err != nil {
				return err
			}
			verdict := judge.Explain(&r.batch.Profiles[v.a], &r.batch.Profiles[v.b])
			row.idA, row.idB, row.weight = r.people.id(v.a), r.people.id(v.b), v.weight
			row.guards, row.why = verdict.Guards, reasons(v.refused, v.rule, &verdict)
			if len(r.shown) < shownPairs {
				r.show(v, &row.a, &row.b, row.why)
			}
			w.row(row.fill(&r.in.columns)...)
		}
		return nil
	})
}

// reviewHeader is the header of review.csv.
func reviewHeader(c *columns) []string {
	header := []string{"a_source", "a_record_id", "b_source", "b_record_id", "weight", "probability", "reasons", "guards", "ruling", "a_entity_id", "b_entity_id"}
	for f := range c.both {
		header = append(header, "a_"+string(f), "b_"+string(f))
	}
	return header
}

// reviewRow is what a row of review.csv says, in memory that the next one uses again.
type reviewRow struct {
	a, b     record.Record
	idA, idB record.EntityID
	weight   int32
	guards   []string
	why      string
	cells    []string
	values   []string
}

// fill returns the cells of the row.
func (w *reviewRow) fill(c *columns) []string {
	w.cells = append(w.cells[:0], string(w.a.Source), string(w.a.ID), string(w.b.Source), string(w.b.ID),
		Bits(w.weight), strconv.FormatFloat(match.Probability(w.weight), 'f', 4, 64),
		w.why, strings.Join(w.guards, ";"), "", w.idA.String(), w.idB.String())
	for f := range c.both {
		for _, x := range [...]*record.Record{&w.a, &w.b} {
			w.values = x.All(w.values[:0], f)
			w.cells = append(w.cells, strings.Join(w.values, "; "))
		}
	}
	return w.cells
}

// reasons says in one cell why the pair is in doubt: what refused the join, the
// rule, and what was compared.
func reasons(refused, rule string, verdict *record.Verdict) string {
	var b strings.Builder
	if refused != "" {
		b.WriteString(RefusalWords(refused) + "; ")
	}
	b.WriteString(rule)
	if words := RuleWords(rule); words != "" {
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
