package tekil

import (
	"iter"
	"time"

	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// EventKind says what became of entities.
type EventKind = store.EventKind

// The kinds of events.
const (
	Created = store.Created // an entity came into being
	Merged  = store.Merged  // entities became one: the first one named stays
	Split   = store.Split   // an entity became several: the first one named is the old one
	Changed = store.Changed // an entity's records or golden values changed
	Deleted = store.Deleted // an entity ended with its last record
)

// Event is one entry of the feed of changes.
type Event struct {
	Number   uint64 // rising; where to resume is the last number seen
	Kind     EventKind
	Time     time.Time
	Entities []record.EntityID
	Records  []record.Key // that were given in the change, of the first entity
}

func eventOf(e *store.Event) Event {
	return Event{Number: e.Change, Kind: e.Kind, Time: timeOf(e.Time), Entities: e.Entities, Records: e.Records}
}

// Changes yields what became of entities after the event of the given number, in
// order: start with 0, and resume with the number of the last event seen. It ends
// at the newest one. A batch makes no events: of a store that `tekil dedupe` wrote,
// [Snapshot.Entities] has the beginning. Where events after since were dropped from
// history, or the store took the place of another one (`tekil dedupe --replace`), it
// yields [ErrTrimmed]: read all entities of a [Snapshot], and go on from its
// [Snapshot.Change]. After an error it ends.
func (e *Engine) Changes(since uint64) iter.Seq2[Event, error] { return e.newest().changes(since) }

func (v view) changes(since uint64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for ev, err := range v.r.Changes(since) {
			if err != nil {
				yield(Event{}, err)
				return
			}
			if !yield(eventOf(ev), nil) {
				return
			}
		}
	}
}
