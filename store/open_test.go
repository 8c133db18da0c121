package store_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "foreign")
	must(t, os.Mkdir(foreign, 0o755))
	must(t, os.WriteFile(filepath.Join(foreign, "customers.csv"), []byte("a,b\n"), 0o644))
	file := filepath.Join(dir, "file")
	must(t, os.WriteFile(file, nil, 0o644))
	newer := filepath.Join(dir, "newer")
	must(t, mustOpen(t, newer, nil).Close())
	must(t, os.WriteFile(filepath.Join(newer, "TEKIL"), []byte("tekil store\nformat 99\n"), 0o644))
	newerInside := filepath.Join(dir, "newer-inside")
	s := mustOpen(t, newerInside, nil)
	must(t, s.SetRaw([]byte("mf"), []byte("\x0a\x0btekil store\x10\x63")))
	must(t, s.Close())
	other := filepath.Join(dir, "other")
	s = mustOpen(t, other, nil)
	must(t, s.SetRaw([]byte("mf"), []byte("\x0a\x05hello")))
	must(t, s.Close())
	good := filepath.Join(dir, "good")
	must(t, mustOpen(t, good, nil).Close())
	held := filepath.Join(dir, "held")
	mustOpen(t, held, nil)

	for _, c := range []struct {
		name, dir string
		opts      *store.Options
		want      error
	}{
		{"other files", foreign, nil, store.ErrNotStore},
		{"a file", file, nil, store.ErrNotStore},
		{"newer by its marker", newer, nil, store.ErrNewerFormat},
		{"newer inside", newerInside, nil, store.ErrNewerFormat},
		{"another database", other, nil, store.ErrNotStore},
		{"nothing there, must exist", filepath.Join(dir, "none"), &store.Options{MustExist: true}, store.ErrNotStore},
		{"nothing there, read only", filepath.Join(dir, "none"), &store.Options{ReadOnly: true}, store.ErrNotStore},
		{"exists", good, &store.Options{ErrorIfExists: true}, store.ErrExists},
		{"in use", held, nil, store.ErrInUse},
		{"in use by a reader", held, &store.Options{ReadOnly: true}, store.ErrInUse},
		{"no hasher", good, &store.Options{Hasher: keyedHasher{1}}, store.ErrWrongKey},
		{"no sealer", good, &store.Options{Sealer: newSealer(1)}, store.ErrWrongKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := store.Open(c.dir, c.opts)
			if !errors.Is(err, c.want) {
				t.Errorf("Open: %v, want %v", err, c.want)
			}
			if err == nil {
				s.Close()
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a refused open left a directory behind")
	}
	if _, err := store.Create(foreign, nil); !errors.Is(err, store.ErrNotStore) {
		t.Errorf("Create over other files: %v", err)
	}
	if _, err := store.Create(good, &store.Options{ErrorIfExists: true}); !errors.Is(err, store.ErrExists) {
		t.Errorf("Create over a store: %v", err)
	}
}

// Another process is refused while this one holds the store, and the other way.
func TestLockBetweenProcesses(t *testing.T) {
	if dir := os.Getenv("TEKIL_STORE_TEST_HOLD"); dir != "" {
		s, err := store.Open(dir, nil)
		fmt.Printf("opened: %v\n", errors.Is(err, store.ErrInUse))
		if err == nil {
			time.Sleep(time.Minute) // until killed
			s.Close()
		}
		return
	}
	dir := filepath.Join(t.TempDir(), "store")
	s := mustOpen(t, dir, nil)
	mustUpdate(t, s, func(b *store.Batch) { must(t, writeUnit(b, 1)) })
	run := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0], "-test.run=^TestLockBetweenProcesses$")
		cmd.Env = append(os.Environ(), "TEKIL_STORE_TEST_HOLD="+dir)
		return cmd
	}
	out, err := run().Output()
	if err != nil || !bytes.Contains(out, []byte("opened: true")) {
		t.Errorf("the second process says: %s (%v)", out, err)
	}
	must(t, s.Close())

	child := run()
	stdout, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	buf := make([]byte, 64)
	n, _ := stdout.Read(buf)
	if !bytes.Contains(buf[:n], []byte("opened: false")) {
		t.Errorf("the second process says: %s", buf[:n])
	}
	if _, err := store.Open(dir, nil); !errors.Is(err, store.ErrInUse) {
		t.Errorf("Open while another process holds the store: %v", err)
	}
	must(t, child.Process.Kill())
	child.Wait()
	s = mustOpen(t, dir, nil)
	if n := countUnits(t, s); n != 1 {
		t.Errorf("%d units after the other process was killed", n)
	}
}

func TestReplace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := mustOpen(t, dir, nil)
	mustUpdate(t, s, func(b *store.Batch) { must(t, writeUnit(b, 1)) })
	l, err := store.Create(dir, nil)
	must(t, err)
	if _, err := store.Create(dir, nil); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a second loader: %v", err)
	}
	must(t, l.Update(func(b *store.Batch) error { return errors.Join(writeUnit(b, 1), writeUnit(b, 2)) }))
	if err := l.Finish(); !errors.Is(err, store.ErrInUse) {
		t.Errorf("Finish while the old store is open: %v", err)
	}
	if n := countUnits(t, s); n != 1 {
		t.Errorf("the old store holds %d units", n)
	}
	must(t, s.Close())
	must(t, l.Finish())
	must(t, l.Abort())
	if n := countUnits(t, mustOpen(t, dir, nil)); n != 2 {
		t.Errorf("the new store holds %d units", n)
	}
	left, err := filepath.Glob(dir + "*")
	must(t, err)
	if len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAbort(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	l, err := store.Create(dir, nil)
	must(t, err)
	must(t, l.AddRecord(testRecord(1, "1", "Ad")))
	must(t, l.AddEdge(&store.Edge{A: 1, B: 2}))
	must(t, l.Abort())
	left, err := filepath.Glob(dir + "*")
	must(t, err)
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLoaderOrder(t *testing.T) {
	l, err := store.Create("s", &store.Options{FS: store.NewMemFS()})
	must(t, err)
	defer l.Abort()
	twice := func(name string, add func() error) {
		must(t, add())
		if err := add(); !errors.Is(err, store.ErrOrder) {
			t.Errorf("%s twice: %v", name, err)
		}
	}
	twice("record", func() error { return l.AddRecord(testRecord(5, "5", "Ad")) })
	twice("postings", func() error { return l.AddPostings('p', 9, []store.Posting{{No: 5}}) })
	twice("edge", func() error { return l.AddEdge(&store.Edge{A: 5, B: 6}) })
	twice("entity", func() error { return l.AddEntity(&store.Entity{ID: 5, Members: []uint64{5}}) })
	if err := l.AddEdge(&store.Edge{A: 8, B: 7}); !errors.Is(err, store.ErrOrder) {
		t.Errorf("edge turned around: %v", err)
	}
	must(t, l.AddEntity(&store.Entity{ID: 6, Members: []uint64{5}}))
	if err := l.Finish(); !errors.Is(err, store.ErrOrder) {
		t.Errorf("a record in two entities: %v", err)
	}
}

// A load equals single writes, whatever the order of the record keys.
func TestLoadEqualsWrites(t *testing.T) {
	for _, opts := range []store.Options{{}, {Hasher: keyedHasher{7}}, {Hasher: keyedHasher{7}, Sealer: newSealer(7)}} {
		opts.FS = store.NewMemFS()
		live, err := store.Open("live", &opts)
		must(t, err)
		l, err := store.Create("loaded", &opts)
		must(t, err)
		const n = 600 // more than 256, so that sorting takes two rounds
		b := live.NewBatch()
		for no := range uint64(n) {
			id := fmt.Sprint(no * 7919 % n) // not in the order of the numbers
			must(t, l.AddRecord(testRecord(no, id, "Ad")))
			must(t, b.PutRecord(testRecord(no, id, "Ad")))
			list := []store.Posting{{No: no + 1, Tag: 3}, {No: no, Tag: uint32(no)}, {No: no + 1, Tag: 3}}
			must(t, l.AddPostings('p', no*3, list))
			for _, p := range list {
				must(t, b.AddPosting('p', no*3, p))
			}
			for d := uint64(1); d <= 3 && no+d < n; d++ {
				e := &store.Edge{A: no, B: no + d*d, Weight: int32(no), Data: []byte{1}}
				must(t, l.AddEdge(e))
				must(t, b.PutEdge(e))
			}
			e := &store.Entity{ID: record.EntityID(no + 1), Kind: "person", Members: []uint64{no * 331 % n}, Golden: []byte("Uğur"), Quality: -3}
			must(t, l.AddEntity(e))
			must(t, b.PutEntity(e))
		}
		must(t, b.Commit(true))
		if opts.Hasher == nil { // before Finish, or by it
			must(t, l.EndEdges())
		}
		must(t, l.Finish())
		loaded, err := store.Open("loaded", &opts)
		must(t, err)
		if opts.Sealer == nil {
			if diff := cmp.Diff(dump(t, live), dump(t, loaded)); diff != "" {
				t.Errorf("(-written +loaded):\n%s", diff)
			}
		}
		for _, s := range []*store.Store{live, loaded} {
			for err := range s.Check(context.Background()) {
				t.Errorf("Check: %v", err)
			}
			must(t, s.Close())
		}
	}
}

func dump(t testing.TB, s *store.Store) []string {
	t.Helper()
	var b bytes.Buffer
	must(t, s.Dump(&b))
	return strings.SplitAfter(b.String(), "\n")
}

// keyedHasher and sealer stand for what a later layer brings: keys that show
// nothing, and values under a key of their own.
type keyedHasher struct{ key byte }

func (h keyedHasher) sum(parts ...[]byte) []byte {
	m := hmac.New(sha256.New, []byte{h.key})
	for _, p := range parts {
		m.Write(p)
	}
	return m.Sum(nil)[:16]
}

func (h keyedHasher) Name() string { return "test-hmac" }

func (h keyedHasher) PostingKey(class byte, hash uint64) uint64 {
	return binary.BigEndian.Uint64(h.sum([]byte{class}, binary.BigEndian.AppendUint64(nil, hash)))
}

func (h keyedHasher) PostingTag(class byte, tag uint32) uint32 {
	return binary.BigEndian.Uint32(h.sum([]byte{class}, binary.BigEndian.AppendUint32(nil, tag))) | 1
}

func (h keyedHasher) RecordKey(dst []byte, k record.Key) []byte {
	return append(dst, h.sum([]byte(k.String()))...)
}

type sealer struct{ aead cipher.AEAD }

func newSealer(key byte) sealer {
	block, _ := aes.NewCipher(bytes.Repeat([]byte{key}, 16))
	aead, _ := cipher.NewGCMWithRandomNonce(block)
	return sealer{aead}
}

func place(at store.SealPlace) []byte {
	return binary.BigEndian.AppendUint64([]byte{at.Space}, at.No)
}

func (s sealer) Name() string { return "test-gcm" }

func (s sealer) Seal(dst, plain []byte, at store.SealPlace) ([]byte, error) {
	return s.aead.Seal(dst, nil, plain, place(at)), nil
}

func (s sealer) Open(dst, sealed []byte, at store.SealPlace) ([]byte, error) {
	return s.aead.Open(dst, nil, sealed, place(at))
}

// With a hasher and a sealer everything reads as without, no file shows a name
// or a record id, and other keys are refused.
func TestSealedStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	opts := &store.Options{Hasher: keyedHasher{1}, Sealer: newSealer(1)}
	s := mustOpen(t, dir, opts)
	fill(t, s)
	plain := mustOpen(t, filepath.Join(t.TempDir(), "store"), nil)
	fill(t, plain)
	if diff := cmp.Diff(summary(t, plain), summary(t, s)); diff != "" {
		t.Errorf("(-plain +sealed):\n%s", diff)
	}
	for err := range s.Check(context.Background()) {
		t.Errorf("Check: %v", err)
	}
	must(t, s.Compact(context.Background()))
	must(t, s.Close())
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, secret := range []string{"Özmen", "MUSTERI", "crm", "aynı kişi", "Kadıköy"} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s shows %q", filepath.Base(path), secret)
			}
		}
		return err
	}))
	for _, wrong := range []*store.Options{nil, {Hasher: keyedHasher{2}, Sealer: newSealer(1)}, {Hasher: keyedHasher{1}, Sealer: newSealer(2)}, {Hasher: keyedHasher{1}}} {
		if s, err := store.Open(dir, wrong); !errors.Is(err, store.ErrWrongKey) {
			t.Errorf("opened with other keys: %v", err)
			if err == nil {
				s.Close()
			}
		}
	}
}

// A sealed value that was moved elsewhere is corruption.
func TestSealedValueInAnotherPlace(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS(), Sealer: newSealer(1)})
	fill(t, s)
	v, err := s.GetRaw(store.RecordKeyBytes(1))
	must(t, err)
	must(t, s.SetRaw(store.RecordKeyBytes(2), v))
	if _, err := s.Record(2); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("a moved value: %v", err)
	}
}

// Readers, a writer and Close at the same time: no call panics, and each says
// ErrClosed once the store is closed.
func TestConcurrentUse(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "store"), &store.Options{NoSync: true})
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for {
				sn := s.Snapshot()
				n, err := 0, error(nil)
				for _, e := range sn.Records(0) {
					if err = e; err == nil {
						n++
					}
				}
				_, total, perr := sn.Postings(nil, 'p', uint64(i), 0)
				want := 0
				for no := 1; no <= n; no++ {
					if no%7 == i {
						want++
					}
				}
				if err == nil && perr == nil && total != want {
					t.Errorf("a snapshot of %d records has %d postings under %d, want %d", n, total, i, want)
				}
				sn.Close()
				if err != nil || perr != nil {
					if !errors.Is(errors.Join(err, perr), store.ErrClosed) {
						t.Errorf("reading: %v, %v", err, perr)
					}
					return
				}
			}
		})
	}
	wg.Go(func() {
		for no := uint64(1); ; no++ {
			b := s.NewBatch()
			writeUnit(b, no)
			if err := b.Commit(true); err != nil {
				if !errors.Is(err, store.ErrClosed) {
					t.Errorf("writing: %v", err)
				}
				return
			}
		}
	})
	time.Sleep(200 * time.Millisecond)
	must(t, s.Close())
	wg.Wait()
	if err := s.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
	if _, err := s.Record(1); err != store.ErrClosed {
		t.Errorf("reading a closed store: %v", err)
	}
	if err := s.NewBatch().Commit(true); err != store.ErrClosed {
		t.Errorf("writing to a closed store: %v", err)
	}
}

// Close releases what callers forgot, and what they hold says that it is closed.
func TestCloseReleases(t *testing.T) {
	s := mustOpen(t, "s", &store.Options{FS: store.NewMemFS()})
	fill(t, s)
	sn, b := s.Snapshot(), s.NewBatch()
	must(t, b.PutRecord(testRecord(77, "77", "Ad")))
	must(t, s.Close())
	if _, err := sn.Record(1); err != store.ErrClosed {
		t.Errorf("snapshot: %v", err)
	}
	if err := b.Commit(true); err != store.ErrClosed {
		t.Errorf("batch: %v", err)
	}
	must(t, sn.Close())
	must(t, b.Close())
}

func TestCheckpoint(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, filepath.Join(dir, "store"), nil)
	mustUpdate(t, s, func(b *store.Batch) { must(t, writeUnit(b, 1)) })
	copied := filepath.Join(dir, "backup")
	must(t, s.Checkpoint(copied))
	mustUpdate(t, s, func(b *store.Batch) { must(t, writeUnit(b, 2)) })
	if err := s.Checkpoint(copied); !errors.Is(err, store.ErrExists) {
		t.Errorf("a checkpoint over another: %v", err)
	}
	if n := countUnits(t, mustOpen(t, copied, &store.Options{MustExist: true})); n != 1 {
		t.Errorf("the checkpoint holds %d units, want 1", n)
	}
	if n := countUnits(t, s); n != 2 {
		t.Errorf("the store holds %d units, want 2", n)
	}
}
