package store_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tekil-id/tekil/internal/fuzzcorpus"
	"github.com/tekil-id/tekil/store"
)

var genPosting = rapid.Custom(func(t *rapid.T) store.Posting {
	return store.Posting{
		No:  rapid.OneOf(rapid.Uint64Max(12), rapid.Uint64Max(1<<62-1)).Draw(t, "no"),
		Tag: rapid.OneOf(rapid.Uint32Max(2), rapid.Uint32()).Draw(t, "tag"),
	}
})

type postingSet map[store.Posting]bool

func (s postingSet) sorted() []store.Posting {
	list := []store.Posting{}
	for p := range s {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b store.Posting) int {
		if a.No != b.No {
			return map[bool]int{true: -1, false: 1}[a.No < b.No]
		}
		return int(int64(a.Tag) - int64(b.Tag))
	})
	return list
}

// However compactions group the patches of a key, the list is the one that
// applying them in their order gives.
func TestFoldIsAssociative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := postingSet{}
		var patches [][]byte
		for range rapid.IntRange(1, 12).Draw(t, "patches") {
			p, removed := genPosting.Draw(t, "p"), rapid.Bool().Draw(t, "removed")
			patches = append(patches, store.EncodePatch([]store.PostingOp{store.NewPostingOp(p, removed)}))
			if delete(want, p); !removed {
				want[p] = true
			}
		}
		for len(patches) > 1 {
			i := rapid.IntRange(0, len(patches)-2).Draw(t, "at")
			v, err := store.Fold(patches[i], patches[i+1], rapid.Bool().Draw(t, "side"), i == 0 && rapid.Bool().Draw(t, "base"))
			if err != nil {
				t.Fatal(err)
			}
			patches = slices.Replace(patches, i, i+2, v)
		}
		last, err := store.Fold(store.EncodePatch(nil), patches[0], false, true)
		if err != nil {
			t.Fatal(err)
		}
		ops, err := store.DecodePatch(last)
		if err != nil {
			t.Fatal(err)
		}
		got := []store.Posting{}
		for _, o := range ops {
			got = append(got, o.Posting)
		}
		if diff := cmp.Diff(want.sorted(), got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// Patches that name different postings may be folded in any order.
func TestFoldOfDifferentPostingsCommutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := genPosting.Draw(t, "a"), genPosting.Draw(t, "b")
		if a == b {
			t.Skip()
		}
		x := store.EncodePatch([]store.PostingOp{store.NewPostingOp(a, rapid.Bool().Draw(t, "ra"))})
		y := store.EncodePatch([]store.PostingOp{store.NewPostingOp(b, rapid.Bool().Draw(t, "rb"))})
		xy, err1 := store.Fold(x, y, false, false)
		yx, err2 := store.Fold(y, x, false, false)
		if err1 != nil || err2 != nil || !bytes.Equal(xy, yx) {
			t.Fatalf("%x and %x (%v, %v)", xy, yx, err1, err2)
		}
	})
}

func TestPatchRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := postingSet{}
		for _, p := range rapid.SliceOf(genPosting).Draw(t, "list") {
			set[p] = true
		}
		ops := []store.PostingOp{}
		for _, p := range set.sorted() {
			ops = append(ops, store.NewPostingOp(p, rapid.Bool().Draw(t, "removed")))
		}
		got, err := store.DecodePatch(store.EncodePatch(ops))
		if err != nil || !slices.Equal(got, ops) {
			t.Fatalf("%v became %v, %v", ops, got, err)
		}
	})
}

// Live changes over a bulk-loaded list, through flushes, compactions, snapshots
// and reopening, give what a map gives.
func TestPostingsAgainstMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fs := store.NewMemFS()
		opts := &store.Options{FS: fs, Cache: 1 << 20, MemTable: 1 << 20}
		want := map[uint64]postingSet{}
		l, err := store.Create("s", opts)
		if err != nil {
			t.Fatal(err)
		}
		for h := range uint64(3) {
			want[h] = postingSet{}
			list := rapid.SliceOfN(genPosting, 0, 5).Draw(t, "loaded")
			for _, p := range list {
				want[h][p] = true
			}
			if err := l.AddPostings('p', h, list); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Finish(); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open("s", opts)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { s.Close() }()
		ops := func(t *rapid.T) (h uint64, p store.Posting) {
			h = rapid.Uint64Max(2).Draw(t, "hash")
			p = genPosting.Draw(t, "posting")
			if all := want[h].sorted(); len(all) > 0 && rapid.Bool().Draw(t, "known") {
				p = rapid.SampledFrom(all).Draw(t, "one")
			}
			return h, p
		}
		t.Repeat(map[string]func(*rapid.T){
			"write": func(t *rapid.T) {
				b := s.NewBatch()
				for range rapid.IntRange(1, 4).Draw(t, "n") {
					h, p := ops(t)
					if rapid.Bool().Draw(t, "add") {
						b.AddPosting('p', h, p)
						want[h][p] = true
					} else {
						b.RemovePosting('p', h, p)
						delete(want[h], p)
					}
					comparePostings(t, &b.Reader, want)
				}
				if err := b.Commit(false); err != nil {
					t.Fatal(err)
				}
			},
			"flush": func(t *rapid.T) {
				if err := s.Flush(); err != nil {
					t.Fatal(err)
				}
			},
			"compact": func(t *rapid.T) {
				if err := s.Compact(context.Background()); err != nil {
					t.Fatal(err)
				}
			},
			"clear": func(t *rapid.T) {
				b := s.NewBatch()
				b.ClearPostings('p')
				b.AddPosting('p', 1, store.Posting{No: 77})
				if err := b.Commit(false); err != nil {
					t.Fatal(err)
				}
				want = map[uint64]postingSet{0: {}, 1: {{No: 77}: true}, 2: {}}
			},
			"reopen": func(t *rapid.T) {
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				if s, err = store.Open("s", opts); err != nil {
					t.Fatal(err)
				}
			},
			"": func(t *rapid.T) {
				sn := s.Snapshot()
				defer sn.Close()
				comparePostings(t, &sn.Reader, want)
			},
		})
	})
}

func comparePostings(t *rapid.T, r *store.Reader, want map[uint64]postingSet) {
	for h, set := range want {
		got, n, err := r.Postings([]store.Posting{}, 'p', h, -1)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(set.sorted(), got); diff != "" || n != len(set) {
			t.Fatalf("hash %d: %d postings, want %d (-want +got):\n%s", h, n, len(set), diff)
		}
		firstTwo, n, err := r.Postings(nil, 'p', h, 2)
		if err != nil || n != len(set) || len(firstTwo) != min(2, len(set)) {
			t.Fatalf("first two of %d: %v, %d, %v", len(set), firstTwo, n, err)
		}
		if n, err := r.CountPostings('p', h); err != nil || n != len(set) {
			t.Fatalf("CountPostings = %d, %v, want %d", n, err, len(set))
		}
	}
}

func FuzzPatch(f *testing.F) {
	fuzzcorpus.Add(f)
	f.Add(store.EncodePatch([]store.PostingOp{store.NewPostingOp(store.Posting{No: 5, Tag: 9}, false), store.NewPostingOp(store.Posting{No: 6}, true)}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, b []byte) {
		ops, err := store.DecodePatch(b)
		if err != nil {
			return
		}
		again, err := store.DecodePatch(store.EncodePatch(ops))
		if err != nil || !slices.Equal(ops, again) {
			t.Errorf("%x reads as %v, then as %v, %v", b, ops, again, err)
		}
	})
}
