package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"github.com/tekil-id/tekil"
	"github.com/tekil-id/tekil/store"
)

func TestMain(m *testing.M) {
	testscript.Main(&tidy{m, goleak.IgnoreCurrent()}, map[string]func(){"tekil": func() { os.Exit(run()) }})
}

// tidy runs the tests and fails where they leave goroutines behind.
type tidy struct {
	*testing.M
	current goleak.Option // the search engine's workers, which start with the program
}

func (m *tidy) Run() int {
	code := m.M.Run()
	if err := goleak.Find(m.current); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, "goroutines are left:", err)
		code = 1
	}
	return code
}

// TestScripts runs the commands as they are typed; see testdata/script. The
// files of the repository's testdata stand at $DATA.
func TestScripts(t *testing.T) {
	data, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("DATA", data)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"shuffle": shuffleCmd, "cut": cutCmd, "fill": fillCmd, "makefile": makefileCmd,
			"samebytes": sameBytesCmd, "samepeople": samePeopleCmd, "serve": serveCmd, "newformat": newFormatCmd, "oldprofile": oldProfileCmd, "holdstore": holdStoreCmd, "killafter": killAfterCmd, "killthrough": killThroughCmd,
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// shuffle FROM TO SEED writes the rows of a CSV in another order.
func shuffleCmd(ts *testscript.TestScript, neg bool, args []string) {
	rows := readRows(ts, args[0])
	seed, err := strconv.ParseUint(args[2], 10, 64)
	ts.Check(err)
	body := rows[1:]
	rand.New(rand.NewPCG(seed, 1)).Shuffle(len(body), func(i, j int) { body[i], body[j] = body[j], body[i] })
	writeRows(ts, args[1], rows)
}

// cut FROM A B writes the first third of the rows to A and the others to B, both
// with the header.
func cutCmd(ts *testscript.TestScript, neg bool, args []string) {
	rows := readRows(ts, args[0])
	at := 1 + (len(rows)-1)/3
	writeRows(ts, args[1], rows[:at])
	writeRows(ts, args[2], slices.Concat(rows[:1], rows[at:]))
}

// fill FILE COLUMN VALUE N sets a column of the first N rows below the header.
func fillCmd(ts *testscript.TestScript, neg bool, args []string) {
	rows := readRows(ts, args[0])
	col := slices.Index(rows[0], args[1])
	n, err := strconv.Atoi(args[3])
	ts.Check(err)
	if col < 0 || n >= len(rows) {
		ts.Fatalf("%s has no column %s, or fewer than %d rows", args[0], args[1], n)
	}
	for _, r := range rows[1 : n+1] {
		r[col] = args[2]
	}
	writeRows(ts, args[0], rows)
}

// makefile NAME KIND writes input that no text file can hold: empty, junk,
// line (one enormous line), nul, latin.
func makefileCmd(ts *testscript.TestScript, neg bool, args []string) {
	var b []byte
	switch args[1] {
	case "empty":
	case "junk":
		rnd := rand.New(rand.NewPCG(1, 2))
		for range 5000 {
			b = append(b, byte(rnd.Uint32()))
		}
	case "line":
		b = bytes.Repeat([]byte("name "), 1<<20)
	case "nul":
		b = []byte("id,full_name,mobile\n1,Ayşe Kaya,05550001122\n2,Meh\x00met Demir,05550001133\n3,Ali Can,05550001144\n")
	case "latin":
		b = []byte("id;Ad\xfd Soyad\xfd;Cep Tel\n1;Ay\xfee \xd6zt\xfcrk;05550001122\n")
	default:
		ts.Fatalf("makefile: no kind %s", args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o644))
}

// samebytes DIR1 DIR2 NAME... compares files of two runs.
func sameBytesCmd(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args[2:] {
		a, err := os.ReadFile(ts.MkAbs(filepath.Join(args[0], name)))
		ts.Check(err)
		b, err := os.ReadFile(ts.MkAbs(filepath.Join(args[1], name)))
		ts.Check(err)
		if bytes.Equal(a, b) == neg {
			ts.Fatalf("%s: equal is %v in %s and %s", name, !neg, args[0], args[1])
		}
	}
}

// samepeople A B checks that two members.csv group the same records, whatever the
// ids.
func samePeopleCmd(ts *testscript.TestScript, neg bool, args []string) {
	groups := func(path string) (out []string) {
		by := map[string][]string{}
		for _, r := range readRows(ts, path)[1:] {
			by[r[2]] = append(by[r[2]], r[1]+":"+r[0])
		}
		for _, list := range by {
			slices.Sort(list)
			out = append(out, strings.Join(list, " "))
		}
		slices.Sort(out)
		return out
	}
	if slices.Equal(groups(args[0]), groups(args[1])) == neg {
		ts.Fatalf("same people is %v in %s and %s", !neg, args[0], args[1])
	}
}

// newformat STORE makes a store look like one of a later version.
func newFormatCmd(ts *testscript.TestScript, neg bool, args []string) {
	name := ts.MkAbs(filepath.Join(args[0], "TEKIL"))
	b, err := os.ReadFile(name)
	ts.Check(err)
	old := fmt.Sprint(store.Format)
	at := bytes.LastIndex(b, []byte(old))
	if at < 0 {
		ts.Fatalf("no format in %q", b)
	}
	ts.Check(os.WriteFile(name, slices.Concat(b[:at], []byte("99"), b[at+len(old):]), 0o644))
}

// oldprofile STORE makes the first profile of a store one that another version packed.
func oldProfileCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, err := store.Open(ts.MkAbs(args[0]), &store.Options{MustExist: true})
	ts.Check(err)
	defer s.Close()
	packed, err := s.Profile(1)
	ts.Check(err)
	b := s.NewBatch()
	defer b.Close()
	b.PutProfile(1, append([]byte{packed[0] ^ 2}, packed[1:]...))
	ts.Check(b.Commit(true))
}

// holdstore STORE opens a store in this process until the script ends.
func holdStoreCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, err := store.Open(ts.MkAbs(args[0]), &store.Options{MustExist: true})
	ts.Check(err)
	ts.Defer(func() { s.Close() })
}

// serve STORE holds a store as a service does that offers its admin socket.
func serveCmd(ts *testscript.TestScript, neg bool, args []string) {
	e, err := tekil.Open(ts.MkAbs(args[0]), &tekil.Options{MustExist: true, Admin: true})
	ts.Check(err)
	ts.Defer(func() { e.Close() })
}

// killafter PATH tekil ARGS... starts a command and kills it with SIGKILL as soon
// as PATH exists.
func killAfterCmd(ts *testscript.TestScript, neg bool, args []string) {
	path := ts.MkAbs(args[0])
	cmd := testscriptCommand(ts, args[1], args[2:])
	ts.Check(cmd.Start())
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if _, err := os.Stat(path); err == nil {
			break
		}
	}
	cmd.Process.Signal(syscall.SIGKILL)
	cmd.Wait()
}

// killthrough STEP STORE tekil ARGS... starts a command again and again and kills
// it with SIGKILL after a quarter of a step of milliseconds, one step, nine quarters,
// four..., until it is done before that: so soon at first that the fastest machine has
// not done it, and ever later, so that the slowest has at last. After each kill the
// store must be sound, if there is one: a directory without the marker of a store is
// none yet.
func killThroughCmd(ts *testscript.TestScript, neg bool, args []string) {
	step, err := strconv.Atoi(args[0])
	ts.Check(err)
	wait := func(n int) time.Duration { return time.Duration(n*n*step) * time.Millisecond / 4 }
	for n := 1; ; n++ {
		cmd := testscriptCommand(ts, args[2], args[3:])
		ts.Check(cmd.Start())
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		select {
		case err := <-done:
			ts.Check(err)
			ts.Logf("killed %d times, the last time after %v", n-1, wait(n-1))
			if n < 2 {
				ts.Fatalf("done before it was killed")
			}
			return
		case <-time.After(wait(n)):
		}
		cmd.Process.Signal(syscall.SIGKILL)
		<-done
		if _, err := os.Stat(filepath.Join(ts.MkAbs(args[1]), "TEKIL")); err == nil {
			out, err := testscriptCommand(ts, "tekil", []string{"verify", "--store", args[1]}).CombinedOutput()
			if err != nil {
				ts.Fatalf("killed after %v: %v\n%s", wait(n), err, out)
			}
		}
	}
}

func readRows(ts *testscript.TestScript, name string) [][]string {
	f, err := os.Open(ts.MkAbs(name))
	ts.Check(err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	ts.Check(err)
	return rows
}

func writeRows(ts *testscript.TestScript, name string, rows [][]string) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	ts.Check(w.WriteAll(rows))
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(b.String()), 0o644))
}
