package ingest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// write puts text into a file of a fresh folder.
func write(t testing.TB, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func zip(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	z.Close()
	return b.String()
}

// Inputs that cannot be read at all fail in Open or at their end, with a
// sentinel that callers can tell apart and the name of the file.
func TestInputErrors(t *testing.T) {
	dir := t.TempDir()
	long := zip(t, string(table(5000, false, true)))
	tests := []struct {
		name, file, text string
		want             error
	}{
		{"missing", "", "", ingest.ErrNoMatch},
		{"glob without match", filepath.Join(dir, "*.csv"), "", ingest.ErrNoMatch},
		{"directory", dir, "", ingest.ErrDirectory},
		{"empty", "a.csv", "", ingest.ErrEmpty},
		{"byte order mark only", "a.csv", "\xEF\xBB\xBF", ingest.ErrEmpty},
		{"blank lines", "a.csv", "\n \r\n\n", ingest.ErrEmpty},
		{"header only", "a.csv", "Ad;Soyad\n", ingest.ErrHeaderOnly},
		{"header without line end", "a.csv", "Ad;Soyad", ingest.ErrHeaderOnly},
		{"binary", "a.csv", "\x01\x02\x00\x03\xff\xfe\x00\x05\x06\x00\x10\x11junk\x00\x01", ingest.ErrBinary},
		{"noise", "a.csv", noise(4096), ingest.ErrBinary},
		{"spreadsheet", "a.xlsx", "PK\x03\x04 and so on", ingest.ErrUnsupported},
		{"old spreadsheet", "a.xls", "\xD0\xCF\x11\xE0 and so on", ingest.ErrUnsupported},
		{"JSON array", "a.json", "[\n {\"id\":1}]", ingest.ErrUnsupported},
		{"one enormous line", "a.csv", "ad;soyad;" + strings.Repeat("x;", 1<<20), ingest.ErrNoLineEnd},
		{"too many columns", "a.csv", strings.Repeat("x;", 1<<14) + "\n1;2\n", ingest.ErrTooManyColumns},
		{"empty gzip", "a.csv.gz", zip(t, ""), ingest.ErrEmpty},
		{"gzip header cut off", "a.csv.gz", long[:6], ingest.ErrTruncated},
		{"gzip cut off", "a.csv.gz", long[:len(long)/2], ingest.ErrTruncated},
		{"gzip damaged", "a.csv.gz", long[:len(long)-8] + "xxxxxxxx", ingest.ErrTruncated},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := tt.file
			if !filepath.IsAbs(file) {
				if file == "" {
					file = filepath.Join(dir, "nothing.csv")
				} else {
					file = write(t, tt.file, tt.text)
				}
			}
			err := readAll(file, nil)
			var ie *ingest.InputError
			if !errors.Is(err, tt.want) || !errors.As(err, &ie) || ie.File != file {
				t.Errorf("error %v, want %v naming %s", err, tt.want, file)
			}
		})
	}
}

// noise is what an image or an encrypted file looks like.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return string(b)
}

// readAll returns the first error of opening or reading.
func readAll(file string, o *ingest.Options) error {
	r, err := ingest.Open(context.Background(), []string{file}, o)
	if err != nil {
		return err
	}
	defer r.Close()
	for _, err := range r.Records() {
		if err != nil {
			return err
		}
	}
	return nil
}

// A cut-off archive gives its whole rows before the error, and no half row.
func TestTruncatedGzipKeepsWholeRows(t *testing.T) {
	z := zip(t, string(table(5000, false, true)))
	r, err := ingest.Open(context.Background(), []string{write(t, "a.csv.gz", z[:len(z)/2])}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	n := 0
	for row, err := range r.Records() {
		if err != nil {
			break
		}
		n++
		if row.Record.First(record.UpdatedAt) == "" {
			t.Fatalf("line %d is half a row: %v", row.Line, row.Record.Values)
		}
	}
	if n == 0 || n == 5000 {
		t.Errorf("%d rows", n)
	}
}

// One broken quote in the middle costs nothing but its own line.
func TestBrokenQuoteDoesNotSwallow(t *testing.T) {
	lines := strings.Split(string(table(5000, true, true)), "\n")
	lines[700] = strings.Replace(lines[700], ";Şişli", ";\"Şişli", 1)
	lines[2500] = strings.Replace(lines[2500], `";`, `;`, 1)
	lines[4000] = `"` + lines[4000]
	r := open(t, strings.Join(lines, "\n"), nil)
	got := rows(t, r)
	if len(got)+len(r.Rejected()) != 5000 || len(got) < 4998 {
		t.Fatalf("%d rows and %d rejected of 5000", len(got), len(r.Rejected()))
	}
	if s := r.Stats()[0]; s.Quotes == 0 {
		t.Error("no broken quote was reported")
	}
}

// A line above the limit is refused, however long, and the next one is read.
func TestEnormousLine(t *testing.T) {
	o := &ingest.Options{MaxField: 1 << 10}
	huge := strings.Repeat("x", 300<<10)
	for name, text := range map[string]string{
		"unquoted": "id;ad\n1;Ali\n2;" + huge + "\n3;Can\n",
		"quoted":   "id;ad\n1;Ali\n2;\"" + huge + "\"\n3;Can\n",
		"at end":   "id;ad\n1;Ali\n3;Can\n2;" + huge,
		"cell":     "id;ad\n1;Ali\n2;" + huge[:2<<10] + "\n3;Can\n",
	} {
		r := open(t, text, o)
		got := rows(t, r)
		if len(got) != 2 || got[1].Record.ID != "3" || len(r.Rejected()) != 1 || !errors.Is(r.Rejected()[0].Err, ingest.ErrTooLong) {
			t.Errorf("%s: %d rows, rejected %+v", name, len(got), r.Rejected())
		}
		if s := r.Stats()[0]; s.Lines != 4 {
			t.Errorf("%s: %d lines", name, s.Lines)
		}
	}
}

func TestStrict(t *testing.T) {
	r := open(t, "id;ad\n1;Ali\n2;Can;fazla\n3;Nur\n", &ingest.Options{Strict: true})
	n := 0
	var last error
	for _, err := range r.Records() {
		if last = err; err == nil {
			n++
		}
	}
	var ie *ingest.InputError
	if !errors.As(last, &ie) || n != 1 || ie.Row != 3 || ie.Column != "column3" || !errors.Is(last, ingest.ErrTooManyCells) {
		t.Errorf("%d rows, then %v", n, last)
	}
	if strings.Contains(last.Error(), "Can") {
		t.Errorf("the error tells the value: %v", last)
	}
}

// Several files make one run: patterns in order, globs by name, each file once,
// each with a source of its own.
func TestSeveralInputs(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"b.csv": "id;ad\n1;Ali\n", "a.csv.gz": zip(t, "id,ad\n1,Can\n2,Efe\n"), "c.ndjson": `{"id":"1","ad":"Nur"}`,
		"odd[1].csv": "id;ad\n9;Su\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	patterns := []string{filepath.Join(dir, "c.ndjson"), filepath.Join(dir, "[abc].*"), "-", filepath.Join(dir, "odd[1].csv")}
	r, err := ingest.Open(context.Background(), patterns, &ingest.Options{Stdin: strings.NewReader("id;ad\n1;Ece\n")})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got []string
	for i, row := range rows(t, r) {
		got = append(got, row.Record.Key.String())
		if row.Seq != i {
			t.Errorf("seq %d, want %d", row.Seq, i)
		}
	}
	want := []string{"c:1", "a:1", "a:2", "b:1", "stdin:1", "odd[1]:9"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestProgressReachesTotal(t *testing.T) {
	file := write(t, "a.csv", string(table(3000, false, true)))
	r, err := ingest.Open(context.Background(), []string{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if read, total := r.Progress(); read != 0 || total == 0 {
		t.Errorf("before: %d of %d", read, total)
	}
	rows(t, r)
	if read, total := r.Progress(); read != total {
		t.Errorf("after: %d of %d", read, total)
	}
}

// Leaving the loop early and cancelling stop the goroutine behind it (TestMain
// looks for it).
func TestStopEarly(t *testing.T) {
	file := write(t, "a.csv", string(table(50_000, false, true)))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r, err := ingest.Open(ctx, []string{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for range r.Records() {
		break
	}
	for _, err := range r.Records() {
		if !errors.Is(err, ingest.ErrReadTwice) {
			t.Errorf("second Records: %v", err)
		}
	}
	r2, err := ingest.Open(ctx, []string{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r2.Close()
	var last error
	for _, err := range r2.Records() {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("after cancelling: %v", last)
	}
}

// Rows in used memory say what rows in memory of their own say.
func TestReuse(t *testing.T) {
	file := write(t, "a.csv", string(table(5000, false, true))) // many batches
	said := func(reuse bool) (out []string) {
		r, err := ingest.Open(context.Background(), []string{file}, &ingest.Options{Reuse: reuse})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for row, err := range r.Records() {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, fmt.Sprint(row))
		}
		return out
	}
	if d := cmp.Diff(said(false), said(true)); d != "" {
		t.Errorf("(-own +used)\n%s", d)
	}
}

// content is the multiset of all that a file says, without places.
func content(t *testing.T, text string, o *ingest.Options) []string {
	t.Helper()
	var out []string
	for _, row := range rows(t, open(t, text, o)) {
		out = append(out, row.Record.Key.String()+string(ingest.AppendContent(nil, row.Record.Values)))
	}
	slices.Sort(out)
	return out
}

// Neither the order of rows nor that of columns changes a record or its id.
func TestShuffleChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	lines := strings.Split(strings.TrimSpace(string(table(400, true, false))), "\n")
	lines = append(lines, lines[5], lines[5], lines[9])
	want := content(t, strings.Join(lines, "\n"), nil)
	for range 5 {
		rng.Shuffle(len(lines)-1, func(i, j int) { lines[i+1], lines[j+1] = lines[j+1], lines[i+1] })
		perm := rng.Perm(12)
		var b strings.Builder
		for _, l := range lines {
			cells := strings.Split(l, ";")
			for i, p := range perm {
				if i > 0 {
					b.WriteByte(';')
				}
				b.WriteString(cells[p])
			}
			b.WriteByte('\n')
		}
		if d := cmp.Diff(want, content(t, b.String(), nil)); d != "" {
			t.Fatalf("(-want +got)\n%s", d)
		}
	}
}

// A file cut in two under one source gives the ids of the whole file.
func TestCutInTwo(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(table(300, false, false))), "\n")
	lines = append(lines, lines[5], lines[5], lines[9])
	dir := t.TempDir()
	parts := []string{filepath.Join(dir, "1.csv"), filepath.Join(dir, "2.csv")}
	os.WriteFile(parts[0], []byte(strings.Join(lines[:120], "\n")), 0o644)
	os.WriteFile(parts[1], []byte(strings.Join(append(lines[:1:1], lines[120:]...), "\n")), 0o644)
	o := &ingest.Options{Source: "crm"}
	r, err := ingest.Open(context.Background(), parts, o)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got []string
	for _, row := range rows(t, r) {
		got = append(got, row.Record.Key.String()+string(ingest.AppendContent(nil, row.Record.Values)))
	}
	slices.Sort(got)
	if d := cmp.Diff(content(t, strings.Join(lines, "\n"), o), got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestOverrides(t *testing.T) {
	yes := false
	tests := []struct {
		name, text string
		o          ingest.Options
		want       string // of the first row
	}{
		{"no header", "Ad;Soyad\nAli;Kaya\n", ingest.Options{NoHeader: true}, "column1=Ad column2=Soyad"},
		{"no header by rules", "Ali;Kaya\n", ingest.Options{Rules: &ingest.Rules{Header: &yes, Columns: map[string]string{"1": "first_name", "2": "last_name"}}},
			"first_name=Ali last_name=Kaya"},
		{"delimiter", "ad;x,soyad\na;b,c\n", ingest.Options{Dialect: ingest.Dialect{Delimiter: ','}}, "ad;x=a;b last_name=c"},
		{"encoding", "ad;il\nY\xfdl;\xdd\n", ingest.Options{Encoding: ingest.CP857}, "full_name=Y²l city=¦"},
		{"encoding by rule", "ad;il\nY\xfdl;\xdd\n", ingest.Options{Rules: &ingest.Rules{Encoding: "CP-857"}}, "full_name=Y²l city=¦"},
		{"latin5", "ad;il\nY\xfdl;\xdd\n", ingest.Options{Encoding: ingest.ISO88599}, "full_name=Yıl city=İ"},
		{"format", "{\"a\":1}\nx\n", ingest.Options{Format: ingest.CSV}, `{"a":1}=x`},
		{"source", "kaynak;ad\ncrm;Ali\n", ingest.Options{Source: "web"}, "source=crm full_name=Ali"},
	}
	for _, tt := range tests {
		got := rows(t, open(t, tt.text, &tt.o))
		var vs []string
		for _, v := range got[0].Record.Values {
			vs = append(vs, fmt.Sprintf("%s=%s", v.Field, v.Text))
		}
		if s := strings.Join(vs, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}

func TestPreview(t *testing.T) {
	file := write(t, "a.csv", "id;ad\n1;Ali\n2;x;y\n3;Can\n4;Efe\n")
	s, err := ingest.Preview(context.Background(), []string{file}, nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Rows) != 2 || s.Rows[1].Record.ID != "3" || len(s.Rejected) != 1 || len(s.Mappings) != 1 {
		t.Errorf("%+v", s)
	}
}
