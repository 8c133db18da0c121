package dedupe

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Stratum is a part of the pairs of which a sample is judged by hand.
type Stratum struct {
	Name  string `json:"stratum"`
	Pairs int    `json:"pairs"` // in the store
	// Judged and Right count the judged pairs of the sample. A join is right if
	// the two are one person, a pair kept apart if they are not.
	Judged int `json:"judged"`
	Right  int `json:"right"`
	// Share is Right over Judged; Low and High bound it with 95 % confidence.
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// sampled is an edge with its place in the sample's order.
type sampled struct {
	rank uint64
	edge store.Edge
}

// sampleBits is the width of a stratum of weights, in bits.
const sampleBits = 10

// stratumOf names the stratum of an edge: joins by assurance and weight, pairs
// kept apart by what the engine held of them.
func stratumOf(e *store.Edge, together bool) string {
	low := int(math.Floor(float64(e.Weight)/1000/sampleBits)) * sampleBits
	low = min(max(low, -20), 40)
	if together {
		if a := e.Assurance.String(); e.Decision == record.Same && a != "" {
			return fmt.Sprintf("join %s %+d", a, low)
		}
		return fmt.Sprintf("join through others %+d", low)
	}
	return fmt.Sprintf("apart %s %+d", e.Decision, low)
}

// Sample writes a CSV of pairs to judge by hand: of each stratum as many, drawn
// by a hash of their keys, so that the same store gives the same sample.
func (v *View) Sample(ctx context.Context, w io.Writer, size int, seed uint64, excel bool) (int, error) {
	strata, total, err := v.strata(ctx, seed)
	if err != nil || len(strata) == 0 {
		return 0, err
	}
	names := make([]string, 0, len(strata))
	for n := range strata {
		names = append(names, n)
	}
	slices.Sort(names)
	take := quotas(names, total, size)
	style := csvStyle{delimiter: ','}
	if excel {
		style = csvStyle{delimiter: ';', excel: true}
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return 0, err
		}
	}
	fields, err := v.fields()
	if err != nil {
		return 0, err
	}
	header := []string{"stratum", "stratum_pairs", "a_source", "a_record_id", "b_source", "b_record_id", "weight", "rule", "judgement"}
	for _, f := range fields {
		header = append(header, "a_"+string(f), "b_"+string(f))
	}
	if _, err := w.Write(style.appendRow(nil, header)); err != nil {
		return 0, err
	}
	n := 0
	for _, name := range names {
		list := strata[name]
		slices.SortFunc(list, func(a, b sampled) int { return cmp.Compare(a.rank, b.rank) })
		for _, s := range list[:min(take[name], len(list))] {
			row, err := v.sampleRow(name, total[name], &s.edge, fields)
			if err != nil {
				return n, err
			}
			if _, err := w.Write(style.appendRow(nil, row)); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// perStratum bounds how many edges of a stratum are remembered while looking.
const perStratum = 5000

func (v *View) strata(ctx context.Context, seed uint64) (map[string][]sampled, map[string]int, error) {
	strata, total := map[string][]sampled{}, map[string]int{}
	for e, err := range v.Store.AllEdges() {
		if err != nil {
			return nil, nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		a, err := v.Store.EntityOf(e.A)
		if err != nil {
			return nil, nil, err
		}
		b, err := v.Store.EntityOf(e.B)
		if err != nil {
			return nil, nil, err
		}
		name := stratumOf(e, a == b)
		total[name]++
		s := sampled{match.Mix(match.Mix(seed, e.A), e.B), *e}
		list := append(strata[name], s)
		if len(list) > 2*perStratum {
			slices.SortFunc(list, func(a, b sampled) int { return cmp.Compare(a.rank, b.rank) })
			list = list[:perStratum]
		}
		strata[name] = list
	}
	return strata, total, nil
}

// quotas shares a sample out among strata: half alike, half by their size.
func quotas(names []string, total map[string]int, size int) map[string]int {
	all := 0
	for _, n := range names {
		all += total[n]
	}
	out := map[string]int{}
	for _, n := range names {
		out[n] = max(1, size/2/len(names)+size/2*total[n]/all)
	}
	return out
}

// fields lists the canonical fields that the store's records have.
func (v *View) fields() ([]record.Field, error) {
	run, err := v.LastRun()
	if err != nil {
		return nil, err
	}
	seen := map[record.Field]bool{}
	if run != nil {
		for _, in := range run.Inputs {
			for _, c := range in.Columns {
				seen[c.Field] = true
			}
		}
	}
	var out []record.Field
	for _, f := range record.Fields() {
		if f != record.RecordID && f != record.SourceName && (run == nil || seen[f]) {
			out = append(out, f)
		}
	}
	return out, nil
}

func (v *View) sampleRow(name string, pairs int, e *store.Edge, fields []record.Field) ([]string, error) {
	a, err := v.Store.Record(e.A)
	if err != nil {
		return nil, err
	}
	b, err := v.Store.Record(e.B)
	if err != nil {
		return nil, err
	}
	row := []string{name, strconv.Itoa(pairs), string(a.Source), string(a.ID), string(b.Source), string(b.ID), Bits(e.Weight), string(e.Data), ""}
	for _, f := range fields {
		row = append(row, strings.Join(a.All(nil, f), "; "), strings.Join(b.All(nil, f), "; "))
	}
	return row, nil
}

// Judged reads a sample back whose column judgement a person has filled in with
// same or different, and returns each stratum and, last, "joins" and "apart" as
// a whole, weighed by how many pairs each stratum has.
func Judged(path string) ([]Stratum, error) {
	s, err := openSheet(path, "stratum", "stratum_pairs", "judgement")
	if err != nil {
		return nil, fmt.Errorf("read sample: %w", err)
	}
	defer s.close()
	of := map[string]*Stratum{}
	for err := range s.rows {
		if err != nil {
			return nil, err
		}
		if err := takeJudgement(s, of); err != nil {
			return nil, err
		}
	}
	var out []Stratum
	for _, x := range of {
		x.Share, x.Low, x.High = wilson(x.Right, x.Judged)
		out = append(out, *x)
	}
	slices.SortFunc(out, func(a, b Stratum) int { return cmp.Compare(a.Name, b.Name) })
	return append(out, overall("joins", "join ", out), overall("apart", "apart ", out)), nil
}

func takeJudgement(s *sheet, of map[string]*Stratum) error {
	name := s.get("stratum")
	x := of[name]
	if x == nil {
		n, err := strconv.Atoi(s.get("stratum_pairs"))
		if err != nil {
			return s.fail("stratum_pairs", "is not a number")
		}
		x = &Stratum{Name: name, Pairs: n}
		of[name] = x
	}
	same := false
	switch v := strings.ToLower(strings.TrimSpace(s.get("judgement"))); v {
	case "":
		return nil
	case "same", "aynı", "ayni":
		same = true
	case "different", "farklı", "farkli":
	default:
		return s.fail("judgement", fmt.Sprintf("%q is neither same nor different", v))
	}
	x.Judged++
	x.Right += btoi(same == strings.HasPrefix(name, "join"))
	return nil
}

// z95 is the 97.5th percentile of the normal distribution.
const z95 = 1.959964

// wilson returns the share of right among n with its 95 % interval. (E. B.
// Wilson, Probable Inference, 1927)
func wilson(right, n int) (share, low, high float64) {
	if n == 0 {
		return 0, 0, 1
	}
	p, m := float64(right)/float64(n), float64(n)
	middle := (p + z95*z95/(2*m)) / (1 + z95*z95/m)
	half := z95 / (1 + z95*z95/m) * math.Sqrt(p*(1-p)/m+z95*z95/(4*m*m))
	return p, max(0, middle-half), min(1, middle+half)
}

// overall weighs the strata of a kind by their pairs. Its interval is Wilson's
// for the sample size at which a simple random sample would be as sure.
func overall(name, prefix string, list []Stratum) Stratum {
	out := Stratum{Name: name}
	for _, s := range list {
		if strings.HasPrefix(s.Name, prefix) {
			out.Judged += s.Judged
			out.Right += s.Right
			if s.Judged > 0 {
				out.Pairs += s.Pairs
			}
		}
	}
	variance := 0.0
	for _, s := range list {
		if !strings.HasPrefix(s.Name, prefix) || s.Judged == 0 {
			continue
		}
		w := float64(s.Pairs) / float64(out.Pairs)
		p := (float64(s.Right) + 0.5) / (float64(s.Judged) + 1) // so that no stratum counts as certain
		out.Share += w * s.Share
		variance += w * w * p * (1 - p) / float64(s.Judged)
	}
	if out.Judged == 0 {
		out.High = 1
		return out
	}
	p := min(max(out.Share, 1/float64(out.Judged+2)), 1-1/float64(out.Judged+2))
	n := max(1, int(p*(1-p)/variance))
	_, out.Low, out.High = wilson(int(math.Round(out.Share*float64(n))), n)
	return out
}
