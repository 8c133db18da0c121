package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// Errors of [Open] and [Create].
var (
	// ErrInUse: another process, or another Store of this one, holds the
	// directory. Readers hold it as well.
	ErrInUse = errors.New("store: directory is in use by another process")
	// ErrNewerFormat: a later tekil wrote the store; this one cannot read it.
	ErrNewerFormat = errors.New("store: written by a newer version of tekil")
	// ErrNotStore: the directory holds something else, or nothing at all where
	// [Options.MustExist] asks for a store.
	ErrNotStore = errors.New("store: not a tekil store")
	// ErrExists: there is a store already, see [Options.ErrorIfExists].
	ErrExists = errors.New("store: exists already")
	// ErrWrongKey: the store was written with another [Hasher] or [Sealer], or
	// with other keys of theirs, than the options bring.
	ErrWrongKey = errors.New("store: hasher or sealer is not the one that the store was written with")
)

// Errors of reading and writing.
var (
	// ErrNotFound: no such record, entity, model or named value.
	ErrNotFound = errors.New("store: not found")
	// ErrCorrupt: stored bytes cannot be read; see [CorruptError].
	ErrCorrupt = errors.New("store: corrupt")
	// ErrReadOnly: the store was opened with [Options.ReadOnly].
	ErrReadOnly = errors.New("store: opened for reading only")
	// ErrClosed: the store, the snapshot or the batch was closed.
	ErrClosed = errors.New("store: closed")
	// ErrFailed: the disk refused a write (it is full, say), so that the store
	// takes no more of them. What was acknowledged is safe: open it again.
	ErrFailed = errors.New("store: writing failed, open it again")
	// ErrTrimmed: what was asked for was dropped by [Store.DropHistory], or is
	// from before [Batch.BeginHistory].
	ErrTrimmed = errors.New("store: history from before this point was dropped")
	// ErrBadTime: a time is not RFC 3339.
	ErrBadTime = errors.New("store: time is not RFC 3339")
	// ErrOrder: a [Loader] was given keys out of order.
	ErrOrder = errors.New("store: keys are out of order")
)

// CorruptError says which stored value cannot be read and why. Its text holds
// record and entity numbers but no personal data; Key may, so mind where it is
// printed. It is [ErrCorrupt] to errors.Is.
type CorruptError struct {
	Space  string // the keyspace, such as "record"
	Key    []byte // the whole key
	Reason string
	Err    error // cause, if there is one
}

// Error names the place without personal data.
func (e *CorruptError) Error() string {
	msg := "store: corrupt " + e.Space
	if len(e.Key) >= 9 && numbered(space(e.Key[0])) {
		msg += fmt.Sprintf(" %d", binary.BigEndian.Uint64(e.Key[1:]))
	}
	return msg + ": " + e.Reason
}

// Is reports whether target is [ErrCorrupt].
func (e *CorruptError) Is(target error) bool { return target == ErrCorrupt }

// Unwrap returns the cause.
func (e *CorruptError) Unwrap() error { return e.Err }

// numbered reports whether keys of s start with a record, entity or change number.
func numbered(s space) bool {
	switch s {
	case spaceKey, spaceRuling, spaceRulingOf, spaceMeta, spacePosting, spaceTime, spaceQueue:
		return false
	}
	return true
}

func corrupt(key []byte, reason string, cause error) error {
	e := &CorruptError{Space: "store", Key: append([]byte(nil), key...), Reason: reason, Err: cause}
	if len(key) > 0 {
		e.Space = space(key[0]).String()
	}
	return e
}

// wrap turns an error of the engine into one of this package.
func wrap(key []byte, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, pebble.ErrNotFound):
		return ErrNotFound
	case errors.Is(err, pebble.ErrClosed):
		return ErrClosed
	case errors.Is(err, pebble.ErrReadOnly):
		return ErrReadOnly
	case errors.Is(err, errBadPostings), pebble.IsCorruptionError(err):
		return corrupt(key, "damaged on disk", err)
	}
	return fmt.Errorf("store: %w", err)
}
