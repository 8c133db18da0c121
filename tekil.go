// Package tekil is customer identity resolution to embed in a service: it keeps
// customer records from any number of systems, says which of them are the same
// person, holds one golden record of each, and says why. It understands Turkish
// names, addresses, telephone and identity numbers.
//
// Most programs need two functions: [Open], and [Engine.Resolve] for "who is
// this?" while a customer waits. [Engine.Upsert] and [Engine.Delete] keep the
// engine up to date, [Engine.Rule] takes what a steward decides, and
// [Engine.Explain] answers why, and why not. docs/embedding.md walks through a
// complete service.
//
// For whole files there is the tekil command (cmd/tekil), whose `dedupe` writes a
// store that [Open] opens. For Turkish parsing alone, import
// github.com/tekil-id/tekil/normalize.
//
// # Who is who
//
// Who is who is a function of the records, the rulings and the model, and of
// nothing else: not of the order in which records came, nor of how they were
// grouped into calls, nor of crashes in between. Deleting a record gives what
// there would have been without it. docs/identity.md states this, and the rules
// of entity ids, as numbered invariants; [Engine.Verify] checks them.
//
// # Concurrency and durability
//
// An [Engine] is safe for concurrent use. Every call that changes something is
// atomic, and durable when it returns; calls under way at the same time share the
// writes to the disk. Reads see everything that was acknowledged before they
// began.
//
// A call ends early with an error of its context. Sequences ([Engine.Changes],
// [Engine.Review]) take none: whoever reads them ends them by leaving the loop. An
// error is the last thing that a sequence yields.
//
// # Personal data
//
// Errors and logs name records by source and id and never show values.
package tekil

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/tekil-id/tekil/internal/live"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Engine is an open store of customers. It is safe for concurrent use. It must
// be closed.
type Engine struct {
	live *live.Engine
	dir  string
	o    Options

	dry       sync.Mutex // held by a dry run: they all take one place for their copy
	search    searcher
	admin     *admin
	retention *retention
}

// Options say how an engine runs. The zero Options, like nil, are the defaults.
type Options struct {
	// Model decides in a new store; nil is the shipped Turkish model. A store that
	// has a model keeps it: see [Engine.Rematch] to change it.
	Model *match.Model
	// Survivorship says which values survive in golden records of a new store; nil
	// are the defaults. A store that has rules keeps them: see [Engine.Rematch].
	Survivorship *Survivorship
	// MustExist makes opening fail with [ErrNotStore] where there is no store.
	MustExist bool
	// Rebuild makes opening rebuild the keys and profiles of a store that another
	// version of the normaliser wrote, in place of failing with [ErrOldNormaliser].
	// It is done in one atomic change, and may take minutes.
	Rebuild bool
	// Admin offers a local socket beside the store, readable by the same user only,
	// so that the tekil command can work on a store that this process holds. See
	// [AdminSocket] and [Dial].
	Admin bool
	// KeepHistory is how long it stays known what was believed before, as by calls
	// of [Engine.DropHistory] from time to time; 0 keeps everything.
	KeepHistory time.Duration
	// Cache bounds the memory, in bytes, of records kept ready to be compared: of
	// their profiles, outside the heap, or of whole records in stores outside
	// Turkish or with user-defined fields.
	// The default is 128 MiB.
	Cache int
	// Now is the clock that stamps changes and lets rulings expire; nil is the
	// system's. Who is who never depends on it.
	Now func() time.Time
	// Store holds the options of the store underneath: to read only, its own cache
	// (96 MiB here where nothing else is said), logger, sealing and so on.
	Store store.Options
}

// Open opens the store in dir, or makes a new one there; whoever opens an engine
// closes it. One process at a time may have a store open: for others it fails with
// [ErrInUse]. A directory that holds something else is [ErrNotStore], a store of a
// later version [ErrNewerFormat], and one whose keys an earlier normaliser made
// [ErrOldNormaliser]. Nil options are the defaults.
func Open(dir string, o *Options) (*Engine, error) {
	var d Options
	if o != nil {
		d = *o
	}
	d.Store.MustExist = d.Store.MustExist || d.MustExist
	e, err := live.Open(dir, &live.Options{Model: d.Model, Rules: d.Survivorship.rules(), Cache: d.Cache, Now: d.Now, Rebuild: d.Rebuild, Store: d.Store})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	out := &Engine{live: e, dir: dir, o: d}
	if d.Admin {
		if err := out.listen(); err != nil {
			e.Close()
			return nil, fmt.Errorf("open %s: %w", dir, err)
		}
	}
	out.retain()
	return out, nil
}

// Close waits for calls under way and closes the store. Closing again does
// nothing.
func (e *Engine) Close() error {
	e.retention.close()
	return errors.Join(e.admin.close(), e.search.close(), e.live.Close())
}

// Model returns the model in use. It must not be changed.
func (e *Engine) Model() *match.Model { return e.live.Model() }

// Change says what a call that writes did.
type Change struct {
	// Number is that of the change, 0 where everything stood already as it was
	// given. See [Engine.Changes].
	Number uint64
	// Entities holds, for each record of the call in order, the entity that it
	// belongs to now: 0 for a deleted one.
	Entities []record.EntityID
	// Created, Updated, Unchanged and Deleted count records.
	Created, Updated, Unchanged, Deleted int
	// Events are what became of entities, as [Engine.Changes] gives them.
	Events []Event
	// Queued is by how much the review queue grew; it may have shrunk.
	Queued int
}

func changeOf(o *live.Outcome) *Change {
	c := &Change{Number: o.Change, Entities: o.Entities, Created: o.Created, Updated: o.Altered,
		Unchanged: o.Repeated, Deleted: o.Deleted, Queued: o.Reviews}
	for _, ev := range o.Events {
		c.Events = append(c.Events, eventOf(ev))
	}
	return c
}

// Upsert adds records, or puts them in place of those with the same keys, all or
// none. A record that stands already as it is given changes nothing. Where a
// record is overwritten it counts from then on by what it says now; lines,
// mailboxes, addresses and numbers that it does not give any more stay with it as
// past values, which are older evidence (docs/identity.md, W3). It returns
// [ErrBadRecord] for a record without source or id, and [ErrTwice] where one key
// stands twice. The engine keeps nothing of the records given.
//
// Where ctx ends while the call waits for its turn, it returns at once with an
// error that wraps that of ctx. An error of ctx always means that nothing was
// written; a call whose turn has come is carried through. That holds for every
// call that writes.
func (e *Engine) Upsert(ctx context.Context, records ...record.Record) (*Change, error) {
	out, err := e.live.Apply(ctx, &live.Write{Upsert: records})
	if err != nil {
		return nil, fmt.Errorf("upsert: %w", err)
	}
	return changeOf(out), nil
}

// Delete removes records, all or none: who is who becomes what it would have been
// without them. Keys that are not there are passed over. What a record said
// stays in history until [Engine.DropHistory].
func (e *Engine) Delete(ctx context.Context, keys ...record.Key) (*Change, error) {
	out, err := e.live.Apply(ctx, &live.Write{Delete: keys})
	if err != nil {
		return nil, fmt.Errorf("delete: %w", err)
	}
	return changeOf(out), nil
}
