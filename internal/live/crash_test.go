package live

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
	"go.uber.org/goleak"
)

var (
	kills  = flag.Int("kills", 10, "how often TestKill kills a process")
	losses = flag.Int("losses", 20, "how often TestPowerLoss loses power")
)

// TestMain runs the tests, or, where [TestKill] asks for it, a process to be
// killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("TEKIL_TEST_CREW"); dir != "" {
		os.Exit(crewMain(dir))
	}
	goleak.VerifyTestMain(m, goleak.IgnoreCurrent()) // the search engine starts its workers with the program
}

// A crew is some writers that work on one engine at the same time, each of them
// on records of its own, one change after the other. Their records meet: they are
// drawn from the same few names, lines and doors.
const crewSize = 5

// note is a line of a writer's log: a change that it begins, or the outcome of
// the last one that it began.
type note struct {
	Begin   *Write   `json:",omitempty"`
	Rulings []uint64 `json:",omitempty"`
	Ack     bool     `json:",omitempty"`
	Failed  bool     `json:",omitempty"`
}

func crewSource(i int) record.Source { return record.Source(fmt.Sprintf("w%d", i)) }

// crewWrite draws the next change of a writer. Rulings that it gave and may take
// back are in given.
func crewWrite(rnd *customers, source record.Source, given []uint64) *Write {
	key := func() record.Key { return record.Key{Source: source, ID: record.ID(fmt.Sprint(rnd.IntN(rnd.keys)))} }
	w := &Write{}
	switch p := rnd.Float64(); {
	case p < .06:
		if a, b := key(), key(); a.Compare(b) < 0 {
			w.Rule = []record.Ruling{{A: a, B: b, Same: rnd.IntN(2) == 0, Author: "test"}}
		}
	case p < .1 && len(given) > 0:
		w.Undo = []uint64{given[rnd.IntN(len(given))]}
	case p < .25:
		w.Delete = []record.Key{key()}
	default:
		for range 1 + rnd.IntN(3)*rnd.IntN(2) {
			if k := key(); !slices.ContainsFunc(w.Upsert, func(r record.Record) bool { return r.Key == k }) {
				w.Upsert = append(w.Upsert, rnd.record(k))
			}
		}
	}
	return w
}

// crewWork is what one writer does until stop is closed or the engine fails. It
// notes each change before it makes it and once it is acknowledged.
func crewWork(e *Engine, i int, seed uint64, stop <-chan struct{}, say func(note)) error {
	rnd := newCustomers(rand.New(rand.NewPCG(seed, uint64(i))), 12)
	var given []uint64
	for {
		select {
		case <-stop:
			return nil
		default:
		}
		w := crewWrite(rnd, crewSource(i), given)
		say(note{Begin: w})
		out, err := e.Apply(context.Background(), w)
		switch {
		case errors.Is(err, ErrNoRecord):
			say(note{Failed: true})
		case err != nil:
			return err
		default:
			given = append(given, out.Rulings...)
			say(note{Ack: true, Rulings: out.Rulings})
		}
	}
}

// crewModel changes the model to and fro under the writers, and drops history.
func crewModel(e *Engine, stop <-chan struct{}) error {
	for n := 0; ; n++ {
		select {
		case <-stop:
			return nil
		case <-time.After(time.Duration(20+n*37%200) * time.Millisecond):
		}
		m := *tinyModel()
		m.Limits.Cap += n % 2 * 2
		if _, err := e.Rematch(context.Background(), &Rematch{Model: &m, Rekey: n%3 == 0}); err != nil {
			return err
		}
		if n%4 == 3 {
			if err := e.st.DropHistory(context.Background(), time.Now().Add(-50*time.Millisecond).UTC().Format(time.RFC3339Nano)); err != nil && !errors.Is(err, store.ErrTrimmed) {
				return err
			}
		}
	}
}

// crewMain is the process that is killed. It writes a log for each writer.
func crewMain(dir string) int {
	seed, _ := strconv.ParseUint(os.Getenv("TEKIL_TEST_SEED"), 10, 64)
	e, err := Open(filepath.Join(dir, "store"), &Options{Model: tinyModel(), Cache: 1 << 16, Store: store.Options{MemTable: 256 << 10, Cache: 1 << 20}})
	if err != nil {
		fmt.Fprintln(os.Stderr, "open:", err)
		return 1
	}
	failed := make(chan error, crewSize+1)
	for i := range crewSize {
		f, err := os.OpenFile(crewLog(dir, i), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		go func() {
			failed <- crewWork(e, i, seed, nil, func(n note) {
				b, err := json.Marshal(n)
				if err == nil {
					_, err = f.Write(append(b, '\n'))
				}
				if err != nil {
					panic(err)
				}
			})
		}()
	}
	go func() { failed <- crewModel(e, nil) }()
	fmt.Fprintln(os.Stderr, "writer:", <-failed)
	return 1
}

func crewLog(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("w%d.log", i)) }

// diary is what one writer noted: the changes that it began since the diary was
// settled last, how many of them were acknowledged for sure, and the state before.
type diary struct {
	source  record.Source
	records map[record.Key]record.Record
	rulings []record.Ruling // as given, in order; At empty, Undone not empty where taken back
	numbers []uint64        // of the rulings
	began   []*Write
	done    []note // outcomes of began, may be fewer
}

func (d *diary) take(n note) {
	if n.Begin != nil {
		d.began = append(d.began, n.Begin)
		return
	}
	d.done = append(d.done, n)
}

// state is what a writer's records and rulings are after some of its changes.
type crewState struct {
	Records map[record.Key]record.Record
	Rulings []record.Ruling
	numbers []uint64
}

// after returns the state once the first n changes were made.
func (d *diary) after(n int) crewState {
	s := crewState{map[record.Key]record.Record{}, slices.Clone(d.rulings), slices.Clone(d.numbers)}
	for k, r := range d.records {
		s.Records[k] = r
	}
	for i, w := range d.began[:n] {
		if i < len(d.done) && d.done[i].Failed {
			continue
		}
		for _, r := range w.Rule {
			if i >= len(d.done) && (missing(s.Records, r.A) || missing(s.Records, r.B)) {
				continue // it would have failed
			}
			s.Rulings = append(s.Rulings, r)
			number := uint64(0) // not told
			if i < len(d.done) {
				number = d.done[i].Rulings[0]
			}
			s.numbers = append(s.numbers, number)
		}
		for _, no := range w.Undo {
			if at := slices.Index(s.numbers, no); at >= 0 {
				s.Rulings[at].Undone = "yes"
			}
		}
		for _, r := range w.Upsert {
			if old, ok := s.Records[r.Key]; ok {
				r = Overwrite(&old, &r)
			}
			s.Records[r.Key] = r
		}
		for _, k := range w.Delete {
			delete(s.Records, k)
		}
	}
	return s
}

func missing(m map[record.Key]record.Record, k record.Key) bool {
	_, ok := m[k]
	return !ok
}

// settle finds the state that the store is in: that of all changes that were
// acknowledged, and perhaps of some that were under way. It forgets the changes.
func (d *diary) settle(t testing.TB, got crewState) {
	t.Helper()
	for n := len(d.done); n <= len(d.began); n++ {
		s := d.after(n)
		if cmp.Equal(s.Records, got.Records) && cmp.Equal(s.Rulings, got.Rulings) {
			for i, no := range s.numbers {
				if no != 0 && no != got.numbers[i] {
					t.Fatalf("%s: ruling %d has number %d", d.source, no, got.numbers[i])
				}
			}
			d.records, d.rulings, d.numbers = s.Records, s.Rulings, got.numbers
			d.began, d.done = nil, nil
			return
		}
	}
	want := d.after(len(d.done))
	t.Fatalf("%s: %d changes begun, %d acknowledged: the store has neither all that was acknowledged nor more (-want +got)\n%s\n%s",
		d.source, len(d.began), len(d.done), cmp.Diff(want.Records, got.Records), cmp.Diff(want.Rulings, got.Rulings))
}

// inspect compares a store that was opened after a crash with the diaries, with
// the oracle, and with itself.
func inspect(t testing.TB, e *Engine, diaries []*diary) {
	t.Helper()
	w := &world{t: t, m: e.Model(), e: e, records: map[record.Key]record.Record{}, rulings: map[uint64]record.Ruling{}, seen: &seenThings{}}
	states := map[record.Source]*crewState{}
	for _, d := range diaries {
		states[d.source] = &crewState{Records: map[record.Key]record.Record{}}
	}
	for r, err := range e.st.Records(0) {
		w.must(err)
		states[r.Source].Records[r.Key] = r.Record
		w.records[r.Key] = r.Record
	}
	var rulings []*store.Ruling
	for r, err := range e.st.Rulings() {
		w.must(err)
		rulings = append(rulings, r)
	}
	slices.SortFunc(rulings, func(a, b *store.Ruling) int { return int(a.No) - int(b.No) })
	for _, r := range rulings {
		if r.InForce() {
			w.rulings[r.No] = r.Ruling
		}
		s := states[r.A.Source]
		x := r.Ruling
		x.At = ""
		if x.Undone != "" {
			x.Undone = "yes"
		}
		s.Rulings, s.numbers = append(s.Rulings, x), append(s.numbers, r.No)
	}
	for _, d := range diaries {
		d.settle(t, *states[d.source])
	}
	if c := e.Model().Limits.Cap; c != 4 && c != 6 {
		t.Errorf("cap of the model is %d", c)
	}
	w.check()
	e.Verify(context.Background(), nil, func(err error) bool { t.Error(err); return true })
}

func newDiaries() (out []*diary) {
	for i := range crewSize {
		out = append(out, &diary{source: crewSource(i), records: map[record.Key]record.Record{}})
	}
	return out
}

// A process with several writers is killed at random points, again and again:
// nothing that it acknowledged is lost, no change is torn, and people, golden
// records, edges and reviews are those of the oracle.
func TestKill(t *testing.T) {
	n := *kills
	if testing.Short() {
		n = min(n, 3)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	diaries := newDiaries()
	rnd := rand.New(rand.NewPCG(1, 1))
	acked := 0
	for round := range n {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), "TEKIL_TEST_CREW="+dir, fmt.Sprint("TEKIL_TEST_SEED=", round))
		var stderr strings.Builder
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if rnd.IntN(5) > 0 { // else it may be killed while it opens the store
			waitFor(crewLog(dir, 0))
		}
		time.Sleep(time.Duration(rnd.IntN(200)) * time.Millisecond)
		cmd.Process.Signal(syscall.SIGKILL)
		cmd.Wait()
		if stderr.Len() > 0 {
			t.Fatalf("the process said %s", stderr.String())
		}
		for i, d := range diaries {
			acked += readLog(t, crewLog(dir, i), d)
		}
		e, err := Open(filepath.Join(dir, "store"), &Options{Model: tinyModel(), Cache: 1 << 16})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		inspect(t, e, diaries)
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d kills, %d changes acknowledged", n, acked)
	if acked == 0 {
		t.Error("nothing was acknowledged: the test tests nothing")
	}
}

// waitFor waits until a file has something in it.
func waitFor(name string) {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if st, err := os.Stat(name); err == nil && st.Size() > 0 {
			return
		}
	}
}

// readLog takes what a writer noted, and empties the log. Its last line may have
// been cut off.
func readLog(t testing.TB, name string, d *diary) (acked int) {
	t.Helper()
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(name)
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var n note
		if json.Unmarshal(lines.Bytes(), &n) != nil {
			break
		}
		d.take(n)
		if n.Ack {
			acked++
		}
	}
	return acked
}

// crewFS runs a crew on a file system in memory until stop says so, and returns
// what each writer noted by then; ask gives the notes of the moment.
type crewRun struct {
	e    *Engine
	mu   sync.Mutex
	logs [crewSize][]note
	stop chan struct{}
	done sync.WaitGroup
	errs []error
}

func startCrew(e *Engine, seed uint64) *crewRun {
	c := &crewRun{e: e, stop: make(chan struct{})}
	work := func(f func() error) {
		c.done.Go(func() {
			if err := f(); err != nil {
				c.mu.Lock()
				defer c.mu.Unlock()
				c.errs = append(c.errs, err)
			}
		})
	}
	for i := range crewSize {
		work(func() error {
			return crewWork(e, i, seed, c.stop, func(n note) {
				c.mu.Lock()
				defer c.mu.Unlock()
				c.logs[i] = append(c.logs[i], n)
			})
		})
	}
	work(func() error { return crewModel(e, c.stop) })
	return c
}

// notes returns the logs of this moment.
func (c *crewRun) notes() (out [crewSize][]note) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.logs {
		out[i] = slices.Clone(c.logs[i])
	}
	return out
}

func (c *crewRun) end() []error {
	close(c.stop)
	c.done.Wait()
	return c.errs
}

// reopen opens the store that a round left behind and holds it against the diaries.
func reopen(t *testing.T, fs *store.FS, diaries []*diary, round int) *Engine {
	t.Helper()
	e, err := Open("store", &Options{Model: tinyModel(), Cache: 1 << 16, Store: store.Options{FS: fs, MemTable: 256 << 10, Cache: 1 << 20}})
	if err != nil {
		t.Fatalf("round %d: %v", round, err)
	}
	inspect(t, e, diaries)
	if t.Failed() {
		t.Fatalf("in round %d", round)
	}
	return e
}

// Power is lost under several writers, again and again, with any part of what
// was not synced.
func TestPowerLoss(t *testing.T) {
	n := *losses
	if testing.Short() {
		n = min(n, 5)
	}
	rnd := rand.New(rand.NewPCG(2, 2))
	fs := store.NewMemFS()
	diaries := newDiaries()
	acked := 0
	for round := range n {
		e := reopen(t, fs, diaries, round)
		crew := startCrew(e, uint64(round))
		time.Sleep(time.Duration(rnd.IntN(150)) * time.Millisecond)
		before := crew.notes()
		lost := fs.Crash(rnd.IntN(101), rnd.Uint64())
		after := crew.notes()
		for _, err := range crew.end() {
			t.Fatal(err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		fs = lost
		for i, d := range diaries {
			acked += d.crashed(before[i], after[i])
		}
	}
	t.Logf("%d losses of power, %d changes acknowledged", n, acked)
}

// crashed takes the notes of before a crash, and of those after it only the
// changes that may have been under way.
func (d *diary) crashed(before, after []note) (acked int) {
	for i, n := range after {
		switch {
		case n.Begin != nil:
			d.began = append(d.began, n.Begin)
		case i < len(before):
			d.done = append(d.done, n)
			acked++
		}
	}
	return acked
}

// A full disk under several writers: they are told so, what was acknowledged is
// there when the store is opened again with room, and nothing is torn.
func TestFullDisk(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	fs := store.NewMemFS()
	diaries := newDiaries()
	rounds := 8
	if testing.Short() {
		rounds = 4
	}
	for round := range rounds {
		for range 4 {
			fs.FillAfter(int64(rnd.IntN(20)))
			if e, err := Open("store", &Options{Model: tinyModel(), Store: store.Options{FS: fs}}); err == nil {
				e.Close()
			} else if !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("opening on a full disk: %v", err)
			}
		}
		fs.FillAfter(-1)
		e := reopen(t, fs, diaries, round)
		fs.FillAfter(int64(rnd.IntN(1 << rnd.IntN(12))))
		crew := startCrew(e, uint64(round))
		crew.done.Wait() // every writer fails
		if len(crew.errs) != crewSize+1 {
			t.Errorf("%d writers failed, want all", len(crew.errs))
		}
		for _, err := range crew.errs {
			if !errors.Is(err, store.ErrFailed) || !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("error of a full disk: %v", err)
			}
		}
		if _, err := e.Resolve(context.Background(), &e.st.Reader, &record.Record{Values: []record.Value{{Field: record.FullName, Text: "Ayşe Kaya"}}}, 3); err != nil {
			t.Errorf("reading after the failure: %v", err)
		}
		e.Close()
		for i, d := range diaries {
			for _, n := range crew.logs[i] {
				d.take(n)
			}
		}
	}
}
