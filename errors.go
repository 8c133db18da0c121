package tekil

import (
	"errors"
	"fmt"
	"strings"

	"github.com/tekil-id/tekil/internal/live"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// Errors of opening.
var (
	// ErrInUse: another process has the store open.
	ErrInUse = store.ErrInUse
	// ErrNotStore: the directory holds no store.
	ErrNotStore = store.ErrNotStore
	// ErrNewerFormat: a later version of tekil wrote the store.
	ErrNewerFormat = store.ErrNewerFormat
	// ErrOldNormaliser: the store's keys or profiles were made by another version of the
	// normaliser; see [Options.Rebuild].
	ErrOldNormaliser = live.ErrOldNormaliser
	// ErrWrongKey: the store was written with another hasher or sealer than
	// [Options.Store] brings, or with other keys of theirs.
	ErrWrongKey = store.ErrWrongKey
)

// Errors of calls.
var (
	// ErrClosed: the engine or the snapshot was closed.
	ErrClosed = store.ErrClosed
	// ErrNoRecord: no record has that key.
	ErrNoRecord = live.ErrNoRecord
	// ErrNoEntity: that entity id was never given, or everything that it named was
	// deleted.
	ErrNoEntity = live.ErrNoEntity
	// ErrBadRecord: a record has no source or no id.
	ErrBadRecord = live.ErrBadRecord
	// ErrTwice: one call names a record twice.
	ErrTwice = live.ErrTwice
	// ErrBadRuling: a ruling names no record, or one record twice, its times are not
	// RFC 3339, or it has expired already.
	ErrBadRuling = live.ErrBadRuling
	// ErrNoRuling: no ruling was ever given that number.
	ErrNoRuling = live.ErrNoRuling
	// ErrReadOnly: the store was opened to read only.
	ErrReadOnly = store.ErrReadOnly
	// ErrFailed: the disk refused a write (it is full, say), and the engine takes no
	// more of them; reads go on. What was acknowledged is safe: close and open again.
	ErrFailed = store.ErrFailed
	// ErrCorrupt: stored bytes cannot be read. See [Engine.Verify].
	ErrCorrupt = store.ErrCorrupt
	// ErrExists: the directory of a backup, or to restore to, is there already.
	ErrExists = store.ErrExists
	// ErrTooManyDeleted: a full snapshot lacks so many of a source's records that
	// it is more likely broken than right; see [LoadOptions.DeleteLimit].
	ErrTooManyDeleted = errors.New("snapshot lacks too many of the source's records; nothing was deleted")
	// ErrNoSocket: no process offers an admin socket for the store.
	ErrNoSocket = errors.New("no admin socket: the process that holds the store offers none")
	// ErrTrimmed: what was asked for was dropped from history, or is from before
	// `tekil dedupe --replace` wrote the store anew.
	ErrTrimmed = store.ErrTrimmed
)

// SplitError is returned for an entity id whose records belong to several
// entities by now. errors.As finds a *SplitError.
type SplitError struct {
	ID  record.EntityID
	Now []record.EntityID // rising
}

// Error names the ids.
func (e *SplitError) Error() string {
	ids := make([]string, len(e.Now))
	for i, id := range e.Now {
		ids[i] = id.String()
	}
	return fmt.Sprintf("entity %s was split into %s", e.ID, strings.Join(ids, ", "))
}

// AmbiguousError is returned for a bare record id that stands in several sources.
// errors.As finds an *AmbiguousError.
type AmbiguousError struct {
	ID   record.ID
	Keys []record.Key // rising
}

// Error names the keys.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%s stands in several sources: %v", e.ID, e.Keys)
}
