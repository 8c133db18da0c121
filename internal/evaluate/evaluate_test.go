package evaluate_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tekil-id/tekil/internal/evaluate"
	"github.com/tekil-id/tekil/record"
)

// parts reads "a b|c" as two entities, the first of records a and b.
func parts(s string) (out []evaluate.Assignment) {
	for i, entity := range strings.Split(s, "|") {
		for _, id := range strings.Fields(entity) {
			out = append(out, evaluate.Assignment{Key: key(id), Entity: fmt.Sprint("e", i)})
		}
	}
	return out
}

// key reads "source:id" or a bare id.
func key(s string) record.Key {
	if src, id, ok := strings.Cut(s, ":"); ok {
		return record.Key{Source: record.Source(src), ID: record.ID(id)}
	}
	return record.Key{ID: record.ID(s)}
}

func TestEvaluatePartition(t *testing.T) {
	tests := []struct {
		reason, truth, pred, want string
	}{
		{"perfect", "a b|c|d e f", "a b|c|d e f",
			"records 6 people 3 clusters 3 missing 0 | pair P 1.0000 R 1.0000 F1 1.0000 | B3 P 1.0000 R 1.0000 F1 1.0000 | overmerged clusters 0 worst 1 people in them 0 (0.000% of people) | people exactly right 100.00%"},
		{"nothing joined: no join is wrong and none is right", "a b|c d", "a|b|c|d",
			"records 4 people 2 clusters 4 missing 0 | pair P 0.0000 R 0.0000 F1 0.0000 | B3 P 1.0000 R 0.5000 F1 0.6667 | overmerged clusters 0 worst 1 people in them 0 (0.000% of people) | people exactly right 0.00%"},
		{"all in one", "a b|c|d", "a b c d",
			"records 4 people 3 clusters 1 missing 0 | pair P 0.1667 R 1.0000 F1 0.2857 | B3 P 0.3750 R 1.0000 F1 0.5455 | overmerged clusters 1 worst 3 people in them 3 (100.000% of people) | people exactly right 0.00%"},
		{"half and half", "a b c|d e", "a b|c d e",
			"records 5 people 2 clusters 2 missing 0 | pair P 0.5000 R 0.5000 F1 0.5000 | B3 P 0.7333 R 0.7333 F1 0.7333 | overmerged clusters 1 worst 2 people in them 2 (100.000% of people) | people exactly right 0.00%"},
		{"a missing record stands alone", "a b|c", "a",
			"records 3 people 2 clusters 3 missing 2 | pair P 0.0000 R 0.0000 F1 0.0000 | B3 P 1.0000 R 0.6667 F1 0.8000 | overmerged clusters 0 worst 1 people in them 0 (0.000% of people) | people exactly right 50.00%"},
		{"a record without truth joins nobody", "a|b", "a x|b x2",
			"records 2 people 2 clusters 2 missing 0 | pair P 0.0000 R 0.0000 F1 0.0000 | B3 P 1.0000 R 1.0000 F1 1.0000 | overmerged clusters 0 worst 1 people in them 0 (0.000% of people) | people exactly right 100.00%"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			r, err := evaluate.Evaluate(parts(tt.truth), parts(tt.pred), nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, r.Line()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestEvaluateEmpty(t *testing.T) {
	r, err := evaluate.Evaluate(nil, nil, nil)
	if err != nil || r.Records != 0 || r.String() == "" {
		t.Fatalf("got %v, %v", r, err)
	}
}

func TestEvaluateKeys(t *testing.T) {
	tests := []struct {
		reason, truth, pred string
		right               int64
		err                 error
	}{
		{"bare ids are enough where they are unique", "s1:a s2:b", "a b", 1, nil},
		{"a renamed source does not matter then", "s1:a s2:b", "x:a y:b", 1, nil},
		{"repeated ids go by source", "s1:a s1:b|s2:a s2:b", "s1:a s1:b|s2:a s2:b", 2, nil},
		{"repeated ids without a source", "s1:a s1:b|s2:a", "a b", 0, evaluate.ErrAmbiguous},
		{"one record in two true people", "a b|a", "a", 0, evaluate.ErrConflict},
		{"one record in two clusters", "a b", "a b|a", 0, evaluate.ErrConflict},
		{"the same row twice is no conflict", "a a b", "a b b", 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			r, err := evaluate.Evaluate(parts(tt.truth), parts(tt.pred), nil)
			if !errors.Is(err, tt.err) {
				t.Fatalf("err = %v, want %v", err, tt.err)
			}
			if err == nil && r.RightPairs != tt.right {
				t.Errorf("right pairs = %d, want %d", r.RightPairs, tt.right)
			}
		})
	}
}

func edge(a, b string, w int32, p float64, d record.Decision, as record.Assurance) evaluate.Edge {
	return evaluate.Edge{A: key(a), B: key(b), Weight: w, Probability: p, Decision: d, Assurance: as}
}

func pairs(ps ...string) iter.Seq2[record.Key, record.Key] {
	return func(yield func(record.Key, record.Key) bool) {
		for _, p := range ps {
			a, b, _ := strings.Cut(p, "-")
			if !yield(key(a), key(b)) {
				return
			}
		}
	}
}

func TestEvaluateInside(t *testing.T) {
	truth, pred := parts("a b c|d e|f"), parts("a b|c d|e|f")
	r, err := evaluate.Evaluate(truth, pred, &evaluate.Options{
		Edges: slices.Values([]evaluate.Edge{
			edge("a", "b", 9000, 0.95, record.Same, record.AssuranceA),
			edge("c", "d", 5000, 0.95, record.Same, record.AssuranceC),
			edge("d", "e", -2000, 0.15, record.Review, 0),
			edge("a", "c", 1000, 0.65, record.Different, 0),
			edge("a", "f", 500, 0.55, record.Review, 0),
			edge("a", "zz", 500, 0.55, record.Review, 0),
		}),
		Candidates: pairs("a-b", "b-a", "b-c", "c-d", "a-f"),
		Traps:      []evaluate.Trap{{A: key("c"), B: key("d"), Kind: "twins"}, {A: key("a"), B: key("f"), Kind: "spouses"}, {A: key("a"), B: key("b"), Kind: "not a trap"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	wantDecisions := &evaluate.Decisions{
		Same:      evaluate.Joins{Pairs: 2, Wrong: 1, Precision: 0.5},
		Review:    evaluate.Joins{Pairs: 2, Wrong: 1, Precision: 0.5},
		Different: evaluate.Joins{Pairs: 1, Precision: 1},
		ByAssurance: map[string]*evaluate.Joins{
			"A": {Pairs: 1, Precision: 1}, "C": {Pairs: 1, Wrong: 1},
		},
		ReviewPer1000: 2000.0 / 6,
		Unknown:       1,
	}
	if diff := cmp.Diff(wantDecisions, r.Decisions); diff != "" {
		t.Errorf("decisions (-want +got)\n%s", diff)
	}
	c := r.Candidates
	if c.Pairs != 5 || c.TruePairs != 2 || c.Ceiling != 0.5 || c.ClosedCeiling != 0.75 || len(c.NeverSeen) != 2 {
		t.Errorf("candidates = %+v", c)
	}
	wantTraps := []evaluate.TrapResult{
		{Kind: "spouses", Pairs: 1},
		{Kind: "twins", Pairs: 1, Joined: 1, Examples: []evaluate.PairError{{A: key("c"), B: key("d")}}},
	}
	if diff := cmp.Diff(wantTraps, r.Traps); diff != "" {
		t.Errorf("traps (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]evaluate.PairError{{A: key("c"), B: key("d"), Weight: 5000}}, r.WrongPairs); diff != "" {
		t.Errorf("wrong pairs (-want +got)\n%s", diff)
	}
	if len(r.MissedHigh) != 2 || r.MissedHigh[0].Weight != 1000 || r.MissedLow[0].Weight != -2000 {
		t.Errorf("missed = %v, %v", r.MissedHigh, r.MissedLow)
	}
	if len(r.WrongClusters) != 1 || r.WrongClusters[0].People != 2 || len(r.WrongClusters[0].Records) != 2 {
		t.Errorf("wrong clusters = %+v", r.WrongClusters)
	}
	// (0.05² + 0.95² + 0.85² + 0.35² + 0.55²) / 5
	if got, want := r.Calibration.Brier, 0.41049999999999998; got < want-1e-9 || got > want+1e-9 {
		t.Errorf("Brier = %v, want %v", got, want)
	}
	if r.Calibration.Pairs != 5 || len(r.Calibration.Bins) != 4 {
		t.Errorf("calibration = %+v", r.Calibration)
	}
	for _, want := range []string{"pairwise", "assurance C", "twins", "recall ceiling", "Brier", "wrong joins"} {
		if !strings.Contains(r.String(), want) {
			t.Errorf("String() lacks %q:\n%s", want, r)
		}
	}
	if b, err := r.JSON(); err != nil || !strings.Contains(string(b), `"review_per_1000_records"`) {
		t.Errorf("JSON() = %s, %v", b, err)
	}
}

// random partitions n records into entities whose sizes vary; wrong is the
// share of records that the prediction puts elsewhere.
func random(seed uint64, n int, wrong float64) (truth, pred []evaluate.Assignment) {
	rng := rand.New(rand.NewPCG(seed, 1))
	entity := 0
	for i := range n {
		if rng.Float64() < 0.6 {
			entity++
		}
		k := record.Key{Source: record.Source(fmt.Sprint("s", i%3)), ID: record.ID(fmt.Sprint("r", i))}
		truth = append(truth, evaluate.Assignment{Key: k, Entity: fmt.Sprint("E", entity)})
		p := entity
		if rng.Float64() < wrong {
			p = rng.IntN(n)
		}
		if rng.Float64() < 0.98 {
			pred = append(pred, evaluate.Assignment{Key: k, Entity: fmt.Sprint("P", p)})
		}
	}
	return truth, pred
}

func TestEvaluateIgnoresOrder(t *testing.T) {
	truth, pred := random(7, 2000, 0.2)
	want, err := evaluate.Evaluate(truth, pred, nil)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(truth), func(i, j int) { truth[i], truth[j] = truth[j], truth[i] })
	rng.Shuffle(len(pred), func(i, j int) { pred[i], pred[j] = pred[j], pred[i] })
	got, err := evaluate.Evaluate(truth, pred, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Line(), got.Line()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(want.WrongClusters, got.WrongClusters); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The reference is a small program that computes the same figures another way.
func TestEvaluateAgreesWithReference(t *testing.T) {
	script := filepath.Join("..", "..", "..", "shared", "tools", "score.py")
	if _, err := os.Stat(script); err != nil {
		t.Skip("skipped: the reference scorer ../shared/tools/score.py is not here")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("skipped: no python3 to run the reference scorer")
	}
	for seed, wrong := range []float64{0, 0.01, 0.1, 0.5, 0.95} {
		truth, pred := random(uint64(seed), 3000, wrong)
		dir := t.TempDir()
		tp, pp := write(t, dir, "truth.csv", truth), write(t, dir, "pred.csv", pred)
		out, err := exec.Command(python, script, tp, pp).CombinedOutput()
		if err != nil {
			t.Fatalf("score.py: %v\n%s", err, out)
		}
		r, err := evaluate.Evaluate(read(t, tp), read(t, pp), nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimSpace(string(out)), r.Line()); diff != "" {
			t.Errorf("wrong %v (-reference +got)\n%s", wrong, diff)
		}
	}
}

func write(t *testing.T, dir, name string, as []evaluate.Assignment) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("record_id,source,entity_id\n")
	for _, a := range as {
		fmt.Fprintf(&b, "%s,%s,%s\n", a.Key.ID, a.Key.Source, a.Entity)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) []evaluate.Assignment {
	t.Helper()
	as, err := evaluate.ReadFile(path, evaluate.ReadAssignments)
	if err != nil {
		t.Fatal(err)
	}
	return as
}

func TestReadAssignments(t *testing.T) {
	as, err := evaluate.ReadAssignments(strings.NewReader("\ufeffentity_id,name,record_id,source\nE1,\"Özmen, Uğur\",7,crm\n"))
	want := []evaluate.Assignment{{Key: key("crm:7"), Entity: "E1"}}
	if diff := cmp.Diff(want, as); diff != "" || err != nil {
		t.Errorf("err %v (-want +got)\n%s", err, diff)
	}
	for _, bad := range []string{"", "record_id,source\n1,a\n"} {
		if _, err := evaluate.ReadAssignments(strings.NewReader(bad)); !errors.Is(err, evaluate.ErrColumn) {
			t.Errorf("ReadAssignments(%q) = %v, want ErrColumn", bad, err)
		}
	}
	traps, err := evaluate.ReadTraps(strings.NewReader("a,b,kind\n1,2,twins\n"))
	if diff := cmp.Diff([]evaluate.Trap{{A: key("1"), B: key("2"), Kind: "twins"}}, traps); diff != "" || err != nil {
		t.Errorf("err %v (-want +got)\n%s", err, diff)
	}
}

func BenchmarkEvaluate1M(b *testing.B) {
	truth, pred := random(1, 1_000_000, 0.05)
	for b.Loop() {
		if _, err := evaluate.Evaluate(truth, pred, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// Truth and prediction change places: so do precision and recall.
func TestEvaluateIsSymmetric(t *testing.T) {
	for seed := range uint64(20) {
		truth, pred := random(seed, 200, float64(seed)/20)
		known := map[record.Key]bool{}
		for _, a := range pred {
			known[a.Key] = true
		}
		truth = slices.DeleteFunc(truth, func(a evaluate.Assignment) bool { return !known[a.Key] })
		there, err1 := evaluate.Evaluate(truth, pred, nil)
		back, err2 := evaluate.Evaluate(pred, truth, nil)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if there.Pairwise.Precision != back.Pairwise.Recall || there.Pairwise.Recall != back.Pairwise.Precision ||
			there.PeopleExact != back.PeopleExact {
			t.Errorf("seed %d: %s\nbackwards %s", seed, there.Line(), back.Line())
		}
	}
}
