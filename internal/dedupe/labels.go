package dedupe

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
)

// labelPrecision is what the threshold is chosen for.
const labelPrecision = 0.995

// LabelResult is what labels said of the threshold and of the people.
type LabelResult struct {
	Pairs     int     `json:"pairs"` // labelled pairs of which both records are there
	Same      int     `json:"same"`  // of them, one person
	Threshold float64 `json:"threshold"`
	Shipped   float64 `json:"threshold_before"`
	// Precision and Recall of the people on the labelled pairs.
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`

	pairs []labelled
}

type labelled struct {
	resolve.Pair
	same bool
}

// readLabels reads labelled pairs: rulings on pairs, or clusters.
func (r *run) readLabels() ([]labelled, map[uint32]string, error) {
	s, err := openSheet(r.o.Labels)
	if err != nil {
		return nil, nil, fmt.Errorf("read labels: %w", err)
	}
	clusters := s.has("entity_id") && s.has("record_id")
	s.close()
	if clusters {
		of, err := r.readClusters()
		return nil, of, err
	}
	rulings, err := ReadRulings(r.o.Labels, "")
	if err != nil {
		return nil, nil, err
	}
	var out []labelled
	for _, x := range rulings {
		a, okA := r.find(x.A)
		b, okB := r.find(x.B)
		if okA && okB && a != b {
			out = append(out, labelled{resolve.MakePair(a, b), x.Same})
		}
	}
	return out, nil, nil
}

func (r *run) find(k record.Key) (uint32, bool) {
	i, ok := slices.BinarySearchFunc(r.in.records, k, func(x record.Record, k record.Key) int { return x.Compare(k) })
	return uint32(i), ok
}

// readClusters reads a CSV of record_id and entity_id, with the source where
// record ids repeat.
func (r *run) readClusters() (map[uint32]string, error) {
	s, err := openSheet(r.o.Labels, "record_id", "entity_id")
	if err != nil {
		return nil, fmt.Errorf("read labels: %w", err)
	}
	defer s.close()
	byID := map[record.ID]uint32{}
	if !s.has("source") {
		for i := range r.in.records {
			byID[r.in.records[i].ID] = uint32(i)
		}
	}
	of := map[uint32]string{}
	for err := range s.rows {
		if err != nil {
			return nil, err
		}
		i, ok := byID[record.ID(s.get("record_id"))]
		if s.has("source") {
			i, ok = r.find(record.Key{Source: record.Source(s.get("source")), ID: record.ID(s.get("record_id"))})
		}
		if ok {
			of[i] = s.get("entity_id")
		}
	}
	return of, nil
}

// calibrate resolves once without output and sets the threshold of an automatic
// join to the lowest one that reaches the precision on the labels.
func (r *run) calibrate(ctx context.Context, opts *bulk.Options) error {
	pairs, clusters, err := r.readLabels()
	if err != nil {
		return err
	}
	b, err := bulk.Resolve(ctx, r.in.records, opts)
	if err != nil {
		return err
	}
	if clusters != nil {
		pairs = clusterPairs(clusters, b)
	}
	res := &LabelResult{Pairs: len(pairs), pairs: pairs, Shipped: float64(b.Model.Thresholds.Same) / 1000}
	for _, p := range pairs {
		res.Same += btoi(p.same)
	}
	if res.Same == 0 || res.Same == res.Pairs {
		return fmt.Errorf("labels: %d pairs of known records, %d of them the same: both kinds are needed", res.Pairs, res.Same)
	}
	m := *b.Model
	if m.Thresholds.Same, err = chooseThreshold(b, pairs); err != nil {
		return err
	}
	m.Notes = append(slices.Clone(m.Notes), fmt.Sprintf("threshold set to %.1f bits by %d labelled pairs", float64(m.Thresholds.Same)/1000, len(pairs)))
	res.Threshold = float64(m.Thresholds.Same) / 1000
	opts.Model, r.labels = &m, res
	return nil
}

// clusterPairs makes pairs of labelled clusters: all pairs inside one, and the
// candidate pairs between two.
func clusterPairs(of map[uint32]string, b *bulk.Batch) []labelled {
	in := map[string][]uint32{}
	for i, e := range of {
		in[e] = append(in[e], i)
	}
	var out []labelled
	for _, list := range in {
		for k, a := range list {
			for _, c := range list[k+1:] {
				out = append(out, labelled{resolve.MakePair(a, c), true})
			}
		}
	}
	for x, y := range b.Candidates() {
		ex, okX := of[x]
		ey, okY := of[y]
		if okX && okY && ex != ey {
			out = append(out, labelled{resolve.MakePair(x, y), false})
		}
	}
	return out
}

// noThreshold is below every weight.
const noThreshold = -1 << 30

// chooseThreshold returns the lowest weight from which on the pairs that the
// rules permit are right often enough.
func chooseThreshold(b *bulk.Batch, pairs []labelled) (int32, error) {
	m := *b.Model
	m.Thresholds.Same = noThreshold
	judge := match.NewJudge(&m)
	type joined struct {
		weight int32
		same   bool
	}
	var joins []joined
	for _, p := range pairs {
		if res := judge.Judge(&b.Profiles[p.A], &b.Profiles[p.B]); res.Decision == record.Same {
			joins = append(joins, joined{res.Weight, p.same})
		}
	}
	slices.SortFunc(joins, func(x, y joined) int { return int(y.weight) - int(x.weight) })
	best, found, right := int32(0), false, 0
	for i, j := range joins {
		right += btoi(j.same)
		last := i+1 == len(joins) || joins[i+1].weight != j.weight
		if last && float64(right) >= labelPrecision*float64(i+1) {
			best, found = j.weight, true
		}
	}
	if !found {
		return 0, errors.New("labels: no threshold reaches the precision: look at the labels, or ask for --assurance")
	}
	return best, nil
}

// score says how right the people are on the labels.
func (r *run) score() {
	if r.labels == nil {
		return
	}
	joined, right, same := 0, 0, 0
	for _, p := range r.labels.pairs {
		together := r.batch.Person[p.A] == r.batch.Person[p.B]
		joined += btoi(together)
		same += btoi(p.same)
		right += btoi(together && p.same)
	}
	r.labels.Precision, r.labels.Recall = share(right, joined), share(right, same)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
