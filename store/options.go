package store

import (
	"bytes"
	"log/slog"

	"github.com/tekil-id/tekil/record"
)

// Options say how a store is opened. The zero Options, like nil, are the
// defaults: the store is created where there is none, and read and written.
type Options struct {
	// ReadOnly refuses writes. It needs the directory for itself all the same.
	ReadOnly bool
	// MustExist makes opening fail with [ErrNotStore] where there is no store.
	MustExist bool
	// ErrorIfExists makes opening fail with [ErrExists] where there is one.
	ErrorIfExists bool
	// Cache is the size in bytes of the block cache. The default is 64 MiB.
	Cache int64
	// MemTable is the size in bytes of the table in memory that gathers writes
	// before they are sorted onto disk; up to four of them stand at a time. The
	// default is 16 MiB.
	MemTable int64
	// Profiles is the size in bytes of the memory for profiles ([Reader.Profile]),
	// which are then read by the dozen. The default is 0: none are kept. With a
	// Sealer none are either.
	Profiles int64
	// NoSync acknowledges writes before they are on disk: for tests and for
	// loads that can be started over.
	NoSync bool
	// Logger hears what the engine does; nil is silence. No personal data is
	// logged.
	Logger *slog.Logger
	// Hasher and Sealer change what is written, see there; nil changes nothing.
	// A store must be opened with those that it was created with.
	Hasher Hasher
	Sealer Sealer
	// FS is the file system; nil is the disk. See [FS].
	FS *FS
	// Tekil is the version of the program, written into a new store.
	Tekil string
	// Normaliser is the version of the normaliser, written into a new store.
	Normaliser uint64
}

const (
	defaultCache    = 64 << 20
	defaultMemTable = 16 << 20
)

func (o *Options) withDefaults() Options {
	var d Options
	if o != nil {
		d = *o
	}
	if d.Cache <= 0 {
		d.Cache = defaultCache
	}
	if d.MemTable <= 0 {
		d.MemTable = defaultMemTable
	}
	if d.FS == nil {
		d.FS = diskFS
	}
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	return d
}

// Hasher replaces what would be personal data in keys, with a keyed hash for
// example. Its results must be the same for ever and, for all practical
// purposes, never the same for two inputs. It must be safe for concurrent use.
type Hasher interface {
	// Name names the kind of hasher; it is written into the store.
	Name() string
	// PostingKey replaces the hash under which postings of a class stand.
	PostingKey(class byte, hash uint64) uint64
	// PostingTag replaces the tag of a posting; zero must stay zero.
	PostingTag(class byte, tag uint32) uint32
	// RecordKey appends to dst what stands for a record's key. The length of
	// what it appends must always be the same.
	RecordKey(dst []byte, k record.Key) []byte
}

// SealPlace is where a sealed value stands: enough to choose a key by, and to
// bind the value to its place.
type SealPlace struct {
	// Space is the keyspace, the first byte of the key (docs/storage-format.md).
	Space byte
	// No is the number of the record, entity, change, run or ruling. For a value
	// between two it is the smaller number, and 0 for models and named values.
	No uint64
}

// Sealer encrypts the values that may hold personal data. It must be safe for
// concurrent use.
type Sealer interface {
	// Name names the kind of sealer; it is written into the store.
	Name() string
	// Seal appends the sealed form of plain to dst.
	Seal(dst, plain []byte, at SealPlace) ([]byte, error)
	// Open appends what was sealed to dst. It fails where sealed was changed,
	// moved from its place, or its key is gone.
	Open(dst, sealed []byte, at SealPlace) ([]byte, error)
}

func (s *Store) seal(sp space, no uint64, plain []byte) ([]byte, error) {
	if s.opts.Sealer == nil {
		return plain, nil
	}
	return s.opts.Sealer.Seal(nil, plain, SealPlace{byte(sp), no})
}

func (s *Store) open(sp space, no uint64, sealed []byte) ([]byte, error) {
	if s.opts.Sealer == nil {
		return sealed, nil
	}
	return s.opts.Sealer.Open(nil, sealed, SealPlace{byte(sp), no})
}

func (s *Store) postingKey(class byte, hash uint64) []byte {
	if h := s.opts.Hasher; h != nil {
		hash = h.PostingKey(class, hash)
	}
	return postingKey(class, hash)
}

func (s *Store) postingTag(class byte, tag uint32) uint32 {
	if h := s.opts.Hasher; h != nil && tag != 0 {
		return h.PostingTag(class, tag)
	}
	return tag
}

// nameKey is the space and what stands for a record's key.
func (s *Store) nameKey(sp space, k record.Key) []byte {
	return s.appendName(append(make([]byte, 0, 2+nameMinimum+len(k.Source)+len(k.ID)), byte(sp)), k)
}

func (s *Store) appendName(dst []byte, k record.Key) []byte {
	if h := s.opts.Hasher; h != nil {
		return h.RecordKey(dst, k)
	}
	return appendRecordKey(dst, k)
}

// The checks are what a hasher and sealer make of known inputs, so that a store
// is never opened with the wrong key.
const (
	checkHash = 0x74656b696c // "tekil"
	checkText = "tekil"
)

// newInfo describes a store made with these options.
func (s *Store) newInfo() (*Info, error) {
	i := &Info{Format: Format, Tekil: s.opts.Tekil, Normaliser: s.opts.Normaliser}
	if h := s.opts.Hasher; h != nil {
		i.Hasher, i.hasherCheck = h.Name(), h.PostingKey(0, checkHash)
	}
	if l := s.opts.Sealer; l != nil {
		var err error
		i.Sealer = l.Name()
		if i.sealerCheck, err = l.Seal(nil, []byte(checkText), SealPlace{Space: byte(spaceMeta)}); err != nil {
			return nil, err
		}
	}
	return i, nil
}

// checkKeys compares the hasher and sealer of the options with the store's.
func (s *Store) checkKeys(i *Info) error {
	switch h := s.opts.Hasher; {
	case h == nil && i.Hasher == "":
	case h == nil || h.Name() != i.Hasher || h.PostingKey(0, checkHash) != i.hasherCheck:
		return ErrWrongKey
	}
	l := s.opts.Sealer
	if l == nil && i.Sealer == "" {
		return nil
	}
	if l == nil || l.Name() != i.Sealer {
		return ErrWrongKey
	}
	text, err := l.Open(nil, i.sealerCheck, SealPlace{Space: byte(spaceMeta)})
	if err != nil || !bytes.Equal(text, []byte(checkText)) {
		return ErrWrongKey
	}
	return nil
}
