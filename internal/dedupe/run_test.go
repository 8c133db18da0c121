package dedupe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/testkit"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

const cases = "../../testdata/cases.csv"

// TestCases compares what comes of testdata/cases.csv with the files kept of it.
func TestCases(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	if _, err := Run(context.Background(), Options{Files: []string{cases}, Out: out, NoStore: true}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"golden.csv", "members.csv", "links.csv", "review.csv"} {
		got, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		testkit.Kept(t, filepath.Join("testdata", "cases", name), string(got))
	}
}

// fullDisk lets some bytes through and then fails as a full disk does.
type fullDisk struct {
	io.WriteCloser
	left *atomic.Int64
}

func (f fullDisk) Write(p []byte) (int, error) {
	if f.left.Add(-int64(len(p))) < 0 {
		return 0, syscall.ENOSPC
	}
	return f.WriteCloser.Write(p)
}

// A disk that fills up at any file ends the run with an error that names the
// file, and leaves what was there.
func TestFullDisk(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	o := Options{Files: []string{cases}, Out: out, Replace: true}
	if _, err := Run(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(out, "golden.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{0, 100, 3000, 12000, 30000} {
		var left atomic.Int64
		left.Store(int64(room))
		o.wrap = func(w io.WriteCloser) io.WriteCloser { return fullDisk{w, &left} }
		o.Workers = 1
		_, err := Run(context.Background(), o)
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "write ") {
			t.Errorf("room for %d bytes: error %v, want one that names the file", room, err)
		}
		after, err := os.ReadFile(filepath.Join(out, "golden.csv"))
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("room for %d bytes: golden.csv changed", room)
		}
		if _, err := os.Stat(out + partialExt); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("room for %d bytes: %s was left", room, out+partialExt)
		}
		v, err := OpenView(filepath.Join(out, "store"))
		if err != nil {
			t.Fatalf("room for %d bytes: the store does not open: %v", room, err)
		}
		v.Close()
	}
}

// A run that was killed while it moved its files is finished by the next one.
func TestInterruptedMove(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	o := Options{Files: []string{cases}, Out: out, NoStore: true}
	if _, err := Run(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	temp := out + partialExt
	if err := os.MkdirAll(temp, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"golden.csv": "new\n", completeName: ""} {
		if err := os.WriteFile(filepath.Join(temp, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	opts := o.orDefault()
	made, err := begin(&opts)
	if err != nil {
		t.Fatal(err)
	}
	made.abandon()
	if got, _ := os.ReadFile(filepath.Join(out, "golden.csv")); string(got) != "new\n" {
		t.Errorf("golden.csv holds %q after the move was taken up again", got)
	}
}

// Two runs do not write to one directory at a time.
func TestBusy(t *testing.T) {
	o := Options{Files: []string{cases}, Out: filepath.Join(t.TempDir(), "out"), NoStore: true}.orDefault()
	first, err := begin(&o)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" {
		if _, err := Run(context.Background(), o); !errors.Is(err, ErrBusy) {
			t.Errorf("error %v, want ErrBusy", err)
		}
	}
	first.abandon()
	if _, err := Run(context.Background(), o); err != nil {
		t.Errorf("after the other run ended: %v", err)
	}
}

func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	out := filepath.Join(t.TempDir(), "out")
	_, err := Run(ctx, Options{Files: []string{"../../testdata/customers.csv"}, Out: out, Progress: func(stage string, _, _ int) {
		if stage == "score" {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	if list, _ := os.ReadDir(filepath.Dir(out)); len(list) > 0 {
		t.Errorf("%v was left behind", list)
	}
}

// Whatever people an earlier run had, each old id is told of, leads to whoever
// holds its records, and nobody bears another one's id.
func TestCarry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "records")
		records := make([]record.Record, n)
		person := make([]uint32, n)
		prev := &previous{}
		for i := range records {
			records[i].Key = record.Key{Source: "s", ID: record.ID(rune('a' + i))}
			person[i] = uint32(rapid.IntRange(0, i).Draw(t, "person"))
			person[i] = person[person[i]]
			if rapid.Bool().Draw(t, "known") {
				prev.add(records[i].Key, record.EntityID(rapid.IntRange(1, 6).Draw(t, "old")), uint64(rapid.IntRange(1, 9).Draw(t, "arrival")))
			}
		}
		prev.add(record.Key{Source: "s", ID: "gone"}, 7, 3)
		p := groupPersons(person)
		c := p.number(prev, records, prev.arrivals(records))
		seen := map[record.EntityID]bool{}
		for _, id := range p.ids {
			if id == 0 || seen[id] {
				t.Fatalf("ids %v", p.ids)
			}
			seen[id] = true
		}
		if !slices.ContainsFunc(c.rows, func(x crossing) bool { return x.old == 7 && x.what == idGone }) {
			t.Fatalf("the id whose record is gone is not told of: %v", c.rows)
		}
		for i := range records {
			b := prev.of(uint32(i))
			if b == nil {
				continue
			}
			if !slices.ContainsFunc(c.rows, func(x crossing) bool { return x.old == b.id && x.new == p.id(uint32(i)) }) {
				t.Fatalf("no row leads from %s to %s: %v", b.id, p.id(uint32(i)), c.rows)
			}
			lives := seen[b.id]
			aliased := slices.ContainsFunc(c.aliases, func(a alias) bool { return a.id == b.id })
			if lives == aliased {
				t.Fatalf("%s lives %v, has an alias %v", b.id, lives, aliased)
			}
		}
	})
}

func TestCells(t *testing.T) {
	for _, c := range []struct{ in, plain, excel string }{
		{"Ayşe", "Ayşe", "Ayşe"},
		{`a,"b"`, `"a,""b"""`, `"a,""b"""`},
		{"a;b", "a;b", `"a;b"`},
		{"=1+1", `"'=1+1"`, `"'=1+1"`},
		{"@SUM(A1)", `"'@SUM(A1)"`, `"'@SUM(A1)"`},
		{"+cmd|' /C calc'!A0", `"'+cmd|' /C calc'!A0"`, `"'+cmd|' /C calc'!A0"`},
		{"-2+3+cmd", `"'-2+3+cmd"`, `"'-2+3+cmd"`},
		{"+905321112233", "+905321112233", `"=""+905321112233"""`},
		{"0012", "0012", `"=""0012"""`},
		{"12", "12", "12"},
		{"10000000146", "10000000146", `"=""10000000146"""`},
		{"two\nlines", "\"two\nlines\"", "\"two\nlines\""},
		{"", "", ""},
	} {
		if got := string(csvStyle{delimiter: ','}.appendCell(nil, c.in)); got != c.plain {
			t.Errorf("%q is written %s, want %s", c.in, got, c.plain)
		}
		if got := string(csvStyle{delimiter: ';', excel: true}.appendCell(nil, c.in)); got != c.excel {
			t.Errorf("%q is written %s for Excel, want %s", c.in, got, c.excel)
		}
	}
}

// What is written can be read back, whatever a cell holds.
func FuzzSheet(f *testing.F) {
	fuzzcorpus.Add(f)
	for _, s := range []string{"=x", "'=x", "+90 5", "0012", `"`, "a\nb", ";,"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, cell string, excel bool) {
		if strings.Contains(cell, "\r") || strings.HasPrefix(cell, `="`) || len(cell) > 1 && cell[0] == '\'' {
			t.Skip("CSV does not keep carriage returns; an apostrophe in front says text")
		}
		path := filepath.Join(t.TempDir(), "x.csv")
		style := csvStyle{delimiter: ','}
		text := "a,b\n"
		if excel {
			style, text = csvStyle{delimiter: ';', excel: true}, "\ufeffa;b\n"
		}
		if err := os.WriteFile(path, style.appendRow([]byte(text), []string{"x", cell}), 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := openSheet(path, "a", "b")
		if err != nil {
			t.Fatal(err)
		}
		defer s.close()
		rows := 0
		for err := range s.rows {
			if err != nil {
				t.Fatal(err)
			}
			if got := s.get("b"); got != cell {
				t.Errorf("%q comes back as %q", cell, got)
			}
			rows++
		}
		if rows != 1 {
			t.Errorf("%d rows", rows)
		}
	})
}

func TestPackKeepsRecords(t *testing.T) {
	full := fieldTable{record.FullName, record.Mobile, "note"}
	for len(full) < maxTable {
		full = append(full, record.Field(fmt.Sprint(len(full))))
	}
	rapid.Check(t, func(t *rapid.T) {
		table := slices.Clone(full[:rapid.SampledFrom([]int{0, 2, maxTable}).Draw(t, "known")])
		field := rapid.SampledFrom([]record.Field{record.FullName, record.Mobile, "note", "unheard of"})
		value := rapid.Custom(func(t *rapid.T) record.Value {
			return record.Value{Field: field.Draw(t, "field"), Text: rapid.String().Draw(t, "text")}
		})
		in := record.Record{Values: rapid.SliceOf(value).Draw(t, "values")}
		for _, v := range rapid.SliceOf(value).Draw(t, "past") {
			in.Past = append(in.Past, record.Past{Value: v, From: "2020-01-01"})
		}
		out := record.Record{Values: make([]record.Value, 3)}
		table.readRecord(string(table.appendRecord(nil, &in)), &out)
		if !slices.Equal(in.Values, out.Values) || !slices.Equal(in.Past, out.Past) {
			t.Fatalf("%v comes back as %v", in, out)
		}
	})
}

func TestAddRulings(t *testing.T) {
	a, b := record.Key{Source: "s", ID: "a"}, record.Key{Source: "s", ID: "b"}
	had := []store.Ruling{{No: 4, Ruling: record.Ruling{A: a, B: b, Same: true}}}
	if got := addRulings(slices.Clone(had), []record.Ruling{{A: b, B: a, Same: true}}, "now"); len(got) != 1 {
		t.Errorf("a repeated ruling was added: %v", got)
	}
	got := addRulings(slices.Clone(had), []record.Ruling{{A: b, B: a}}, "now")
	if len(got) != 2 || got[0].Undone != "now" || got[1].No != 5 || !got[1].InForce() {
		t.Errorf("the opposite ruling gives %v", got)
	}
}
