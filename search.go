package tekil

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Hit is an entity that free text found.
type Hit struct {
	Entity *Entity
	// Score orders the hits of one search and says nothing beyond it.
	Score float64
}

// Search finds entities by free text, for people at a desk: names, places,
// numbers and mailboxes of golden records, some words of them misspelt or
// unfinished ("mehmet yildrm kadıköy"). Unlike [Engine.Resolve] it weighs no
// evidence, and nothing that decides depends on it.
//
// The index stands beside the store, in the directory with ".search" behind its
// name. It is made at the first search, which takes a while in a large store, and
// follows the store from then on. At most limit hits are returned, the best first;
// 0 or less is [DefaultLimit].
func (e *Engine) Search(ctx context.Context, text string, limit int) ([]Hit, error) {
	if limit <= 0 {
		limit = DefaultLimit
	}
	e.search.mu.Lock()
	defer e.search.mu.Unlock()
	if e.search.closed {
		return nil, ErrClosed
	}
	sn := e.live.Store().Snapshot()
	defer sn.Close()
	v := view{&sn.Reader}
	if err := e.search.follow(ctx, e, v); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	found, err := e.search.index.Search(ctx, text, limit)
	if err != nil {
		return nil, err
	}
	var out []Hit
	for _, h := range found {
		id, err := record.ParseEntityID(h.ID)
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		x, err := v.load(id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		out = append(out, Hit{x, h.Score})
	}
	return out, nil
}

// searcher is the search index and how far it follows the store.
type searcher struct {
	mu     sync.Mutex
	index  *blocking.SearchIndex
	closed bool
}

func (s *searcher) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed = true; s.index == nil {
		return nil
	}
	x := s.index
	s.index = nil
	return x.Close()
}

// follow opens the index and brings it up to a state of the store.
func (s *searcher) follow(ctx context.Context, e *Engine, v view) error {
	if s.index == nil {
		if err := s.open(e); err != nil {
			return err
		}
	}
	c, err := v.r.Counters()
	if err != nil {
		return err
	}
	mark, err := s.index.Mark()
	if err != nil {
		return err
	}
	change, run := blocking.DecodeMark(mark)
	if change == c.Change && run == c.Run && mark != nil {
		return nil
	}
	if mark != nil && run == c.Run && change <= c.Change {
		err := s.catchUp(ctx, v, change, blocking.EncodeMark(c.Change, c.Run))
		if !errors.Is(err, store.ErrTrimmed) {
			return err
		}
	}
	return s.rebuild(ctx, e, v, blocking.EncodeMark(c.Change, c.Run))
}

func (s *searcher) open(e *Engine) (err error) {
	s.index, err = blocking.OpenSearch(e.searchDir())
	if err == nil || e.searchDir() == "" {
		return err
	}
	// One that cannot be read is made anew: everything in it is in the store.
	if err := os.RemoveAll(e.searchDir()); err != nil {
		return err
	}
	s.index, err = blocking.OpenSearch(e.searchDir())
	return err
}

// searchDir is the directory of the index, empty for one in memory.
func (e *Engine) searchDir() string {
	if e.o.Store.FS != nil {
		return ""
	}
	return strings.TrimRight(e.dir, "/\\") + ".search"
}

// searchStep is how many entities are indexed at once.
const searchStep = 1000

// catchUp indexes the entities that events name.
func (s *searcher) catchUp(ctx context.Context, v view, since uint64, mark []byte) error {
	touched := map[record.EntityID]bool{}
	for ev, err := range v.changes(since) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		for _, id := range ev.Entities {
			touched[id] = true
		}
	}
	b := s.index.Batch()
	for id := range touched {
		if err := put(b, v, id); err != nil {
			return err
		}
	}
	return s.index.Apply(b, mark)
}

func put(b *blocking.SearchBatch, v view, id record.EntityID) error {
	x, err := v.load(id)
	if errors.Is(err, store.ErrNotFound) {
		b.Delete(id.String())
		return nil
	}
	if err != nil {
		return err
	}
	return b.Put(id.String(), searchable(x))
}

// rebuild makes the index anew from all entities.
func (s *searcher) rebuild(ctx context.Context, e *Engine, v view, mark []byte) error {
	if err := s.index.Close(); err != nil {
		return err
	}
	s.index = nil
	if dir := e.searchDir(); dir != "" {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	if err := s.open(e); err != nil {
		return err
	}
	b, n := s.index.Batch(), 0
	for x, err := range v.r.Entities(0) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		ent, err := entityFrom(x)
		if err != nil {
			return err
		}
		if err := b.Put(ent.ID.String(), searchable(ent)); err != nil {
			return err
		}
		if n++; n%searchStep == 0 {
			if err := s.index.Apply(b, nil); err != nil {
				return err
			}
			b = s.index.Batch()
		}
	}
	return s.index.Apply(b, mark)
}

// searchable is the text that finds an entity: its golden values, a line each.
func searchable(e *Entity) string {
	var b strings.Builder
	for i := range e.Fields {
		f := &e.Fields[i]
		switch f.Field {
		case record.FirstName, record.LastName, record.MiddleName, record.Gender, record.Consent, record.CreatedAt,
			record.UpdatedAt, record.LastSeen, record.VerifiedAt, record.Country:
			continue // parts of others, or nothing to search by
		}
		for _, v := range f.Values {
			b.WriteString(v.Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}
