package store_test

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"testing"
	"time"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/internal/live"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// pair is a stored key and value.
type pair struct{ k, v []byte }

// lived is a small store that a live engine wrote, with one of everything, and all
// that is in it.
func lived(t testing.TB) (*store.FS, []pair) {
	t.Helper()
	ctx := context.Background()
	fs := store.NewMemFS()
	e, err := live.Open("store", liveOptions(fs))
	must(t, err)
	apply := func(w *live.Write) *live.Outcome {
		t.Helper()
		out, err := e.Apply(ctx, w)
		must(t, err)
		return out
	}
	rec := func(id string, pairs ...string) record.Record {
		r := record.Record{Key: record.Key{Source: "crm", ID: record.ID(id)}}
		for i := 0; i < len(pairs); i += 2 {
			r.Values = append(r.Values, record.Value{Field: record.Field(pairs[i]), Text: pairs[i+1]})
		}
		return r
	}
	home := "Caferağa Mah. Moda Cad. No:5 D:3 Kadıköy/İstanbul"
	a := rec("1", "full_name", "Zümrüt Akkaya", "mobile", "0532 213 47 68", "birth_date", "1985-07-08", "address", home, "updated_at", "2024-01-01")
	b := rec("2", "full_name", "ZUMRUT AKKAYA", "mobile", "0532 213 47 68", "email", "zumrutakkaya@example.com")
	c := rec("3", "full_name", "Nurettin Akkaya", "birth_date", "1980-01-02", "address", home, "phone", "0216 345 67 89")
	d := rec("4", "mobile", "0532 213 47 68", "district", "Kadıköy")
	apply(&live.Write{Upsert: []record.Record{a, b, c, d}})
	a.Values[1].Text = "0533 213 47 68"
	apply(&live.Write{Upsert: []record.Record{a, rec("5", "full_name", "Ayşe Kaya")}})
	out := apply(&live.Write{Rule: []record.Ruling{{A: a.Key, B: b.Key, Author: "ayse", Reason: "twins"}}})
	apply(&live.Write{Undo: out.Rulings})
	apply(&live.Write{Rule: []record.Ruling{{A: a.Key, B: c.Key, Same: true}}})
	apply(&live.Write{Delete: []record.Key{{Source: "crm", ID: "5"}}})
	var all []pair
	for p, err := range e.Store().Pairs() {
		must(t, err)
		all = append(all, pair{p[0], p[1]})
	}
	must(t, e.Close())
	return fs, all
}

func liveOptions(fs *store.FS) *live.Options {
	return &live.Options{Model: match.Shipped("tr", 40), Cache: 1 << 16, Now: func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) },
		Store: store.Options{FS: fs, MemTable: 256 << 10, Cache: 1 << 20}}
}

// corrupted puts a value in place of a stored one and uses the store: nothing may
// panic, and errors are typed. It reports what verifying found, and the errors of
// opening and use.
func corrupted(t *testing.T, base *store.FS, k, v []byte) (found []error, failed []error) {
	t.Helper()
	ctx := context.Background()
	fs := base.Crash(100, 1)
	s, err := store.Open("store", &store.Options{FS: fs, MemTable: 256 << 10, Cache: 1 << 20})
	must(t, err)
	must(t, s.SetRaw(k, v))
	must(t, s.Close())
	e, err := live.Open("store", liveOptions(fs))
	if err != nil {
		return nil, []error{err}
	}
	defer e.Close()
	note := func(err error) {
		if err != nil {
			failed = append(failed, err)
		}
	}
	e.Verify(ctx, nil, func(err error) bool { found = append(found, err); return len(found) < 100 })
	r := &e.Store().Reader
	key := func(id string) record.Key { return record.Key{Source: "crm", ID: record.ID(id)} }
	query := &record.Record{Values: []record.Value{{Field: record.FullName, Text: "Zümrt Akaya"}, {Field: record.Mobile, Text: "0532 213 47 68"}}}
	_, err = e.Resolve(ctx, r, query, 5)
	note(err)
	_, err = e.Explain(r, key("1"), key("2"))
	note(err)
	for x, err := range r.Entities(0) {
		note(err)
		if err == nil {
			_, err = live.Golden(x)
			note(err)
			_, err = e.Tree(r, x.ID)
			note(err)
			for _, err := range r.EntityVersions(x.ID) {
				note(err)
			}
		}
	}
	for _, err := range r.Changes(0) {
		note(err)
	}
	for _, err := range r.Reviews() {
		note(err)
	}
	for no := range uint64(6) {
		for _, err := range r.RecordVersions(no) {
			note(err)
		}
	}
	fresh := record.Record{Key: key("6"), Values: query.Values}
	_, err = e.Apply(ctx, &live.Write{Upsert: []record.Record{fresh}})
	note(err)
	_, err = e.Apply(ctx, &live.Write{Delete: []record.Key{key("1")}})
	note(err)
	_, err = e.Apply(ctx, &live.Write{Rule: []record.Ruling{{A: key("2"), B: key("3")}}})
	note(err)
	return found, failed
}

// expected reports whether an error is one that a caller can tell.
func expected(err error) bool {
	for _, is := range []error{store.ErrCorrupt, store.ErrNotFound, store.ErrNotStore, store.ErrNewerFormat, store.ErrWrongKey, store.ErrTrimmed,
		live.ErrOldNormaliser, live.ErrNoRecord} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}

// Every stored value is broken off, and filled with junk: opening, or verifying,
// says which one cannot be read.
func TestCorruptValues(t *testing.T) {
	base, all := lived(t)
	spaces := map[byte]int{}
	for _, p := range all {
		if spaces[p.k[0]]++; spaces[p.k[0]] > 3 && testing.Short() {
			continue
		}
		junk := bytes.Repeat([]byte{0xff}, 9)
		found, failed := corrupted(t, base, p.k, junk)
		for _, err := range failed {
			if !expected(err) {
				t.Errorf("%q: %v", p.k, err)
			}
		}
		// A profile that cannot be read is made again from its record.
		if len(found) == 0 && len(failed) == 0 && p.k[0] != 'x' {
			t.Errorf("%q filled with junk: nobody noticed", p.k)
		}
	}
	if len(spaces) < 12 {
		t.Errorf("%d keyspaces only: %v", len(spaces), spaces)
	}
}

// FuzzLive puts any bytes in place of any stored value of a live store, or changes
// some of them: nothing panics, and errors are of those that are documented. What
// is derived (edges, postings, people, golden records, the queue) is found by
// verifying whatever it was changed to.
func FuzzLive(f *testing.F) {
	fuzzcorpus.Add(f)
	base, all := lived(f)
	for i := range all {
		if i%7 == 0 {
			f.Add(uint16(i), uint16(i), []byte{byte(i), 0x80}, true)
		}
	}
	f.Add(uint16(3), uint16(0), []byte{}, false)
	f.Fuzz(func(t *testing.T, which, at uint16, with []byte, patch bool) {
		p := all[int(which)%len(all)]
		v := with
		if patch && len(p.v) > 0 {
			v = bytes.Clone(p.v)
			copy(v[int(at)%len(v):], with)
		}
		found, failed := corrupted(t, base, p.k, v)
		for _, err := range failed {
			if !expected(err) {
				t.Errorf("%q: %v", p.k, err)
			}
		}
		for _, err := range found {
			var b *live.Broken
			if !errors.As(err, &b) && !expected(err) {
				t.Errorf("%q: verifying ended with %v", p.k, err)
			}
		}
		if bytes.Equal(v, p.v) {
			if len(found)+len(failed) > 0 {
				t.Errorf("sound, but %v %v", found, failed)
			}
			return
		}
		words := p.k[0] == 'p' && p.k[1] == 30 // which stay listed when their last bearer goes
		if bytes.ContainsRune([]byte("egop"), rune(p.k[0])) && !words && len(found)+len(failed) == 0 && !same(p, v) {
			t.Errorf("%q: %x in place of %x: nobody noticed", p.k, v, p.v)
		}
	})
}

// same reports whether a value says the same in other bytes, but for the change
// that an entity came with, which nothing else tells.
func same(p pair, v []byte) bool {
	said := func(v []byte) string { return since.ReplaceAllString(store.Read(p.k, v), "") }
	return said(v) == said(p.v)
}

var since = regexp.MustCompile(`"Since":\{[^}]*\}`)
