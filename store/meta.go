package store

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
)

// Format is the version of the key layout and of the encodings that this package
// writes, see docs/storage-format.md. It reads this one and all before it.
const Format = 1

// magic opens the format record, so that no other Pebble database passes for a
// store.
const magic = "tekil store"

// Info describes a store.
type Info struct {
	Format     uint64 // layout version
	Tekil      string // version of tekil that created it, from [Options.Tekil]
	Normaliser uint64 // version of the normaliser whose output and keys it holds
	Hasher     string // name of the [Hasher], empty for none
	Sealer     string // name of the [Sealer], empty for none

	hasherCheck uint64
	sealerCheck []byte
}

const (
	infMagic       = 1
	infFormat      = 2
	infTekil       = 3
	infNormaliser  = 4
	infHasher      = 5
	infSealer      = 6
	infHasherCheck = 7
	infSealerCheck = 8
)

func appendInfo(b []byte, i *Info) []byte {
	b = putString(b, infMagic, magic)
	b = putUint(b, infFormat, i.Format)
	b = putString(b, infTekil, i.Tekil)
	b = putUint(b, infNormaliser, i.Normaliser)
	b = putString(b, infHasher, i.Hasher)
	b = putString(b, infSealer, i.Sealer)
	b = putUint(b, infHasherCheck, i.hasherCheck)
	return putBytes(b, infSealerCheck, i.sealerCheck)
}

// decodeInfo fails with [ErrNotStore] without the magic.
func decodeInfo(b []byte) (i Info, err error) {
	d := decode(b)
	found := false
	for d.next() {
		switch d.num {
		case infMagic:
			found = d.string() == magic
		case infFormat:
			i.Format = d.uint()
		case infTekil:
			i.Tekil = d.string()
		case infNormaliser:
			i.Normaliser = d.uint()
		case infHasher:
			i.Hasher = d.string()
		case infSealer:
			i.Sealer = d.string()
		case infHasherCheck:
			i.hasherCheck = d.uint()
		case infSealerCheck:
			i.sealerCheck = d.bytes()
		}
	}
	if d.err == nil && !found {
		return i, ErrNotStore
	}
	return i, d.err
}

// Info returns the description of the store.
func (r *Reader) Info() (Info, error) { return getPlain(r, metaKey(metaFormat), decodeInfo) }

// SetNormaliser records the normaliser's version after its keys were rebuilt.
func (b *Batch) SetNormaliser(version uint64) error {
	i, err := b.Info()
	if err != nil {
		return b.failOn(err)
	}
	i.Normaliser = version
	return b.setPlain(metaKey(metaFormat), appendInfo(nil, &i))
}

// Counters are the last numbers given out. Numbers start at 1 and are never
// given twice.
type Counters struct {
	Record uint64
	Entity uint64
	Change uint64
	Ruling uint64
	Run    uint64
}

func appendCounters(b []byte, c Counters) []byte {
	for i, v := range []uint64{c.Record, c.Entity, c.Change, c.Ruling, c.Run} {
		b = putUint(b, protoNumber(int32(i+1)), v)
	}
	return b
}

func decodeCounters(b []byte) (c Counters, err error) {
	into := []*uint64{&c.Record, &c.Entity, &c.Change, &c.Ruling, &c.Run}
	d := decode(b)
	for d.next() {
		if int(d.num) <= len(into) {
			*into[d.num-1] = d.uint()
		}
	}
	return c, d.err
}

// Counters returns the last numbers given out.
func (r *Reader) Counters() (Counters, error) {
	c, err := getPlain(r, metaKey(metaCounters), decodeCounters)
	if err == ErrNotFound {
		err = nil
	}
	return c, err
}

// Counters returns the counters with the batch's own moves. The batch writes
// them when it commits; change them through the pointer.
func (b *Batch) Counters() (*Counters, error) {
	if b.counters == nil {
		c, err := b.Reader.Counters()
		if err != nil {
			return nil, b.failOn(err)
		}
		b.counters = &c
	}
	return b.counters, nil
}

// PutModel keeps a model under its hash. Models are immutable: one that is there
// already is left alone.
func (b *Batch) PutModel(hash, model []byte) error {
	return b.setSealed(metaKey(metaModel, hash...), spaceMeta, 0, model)
}

// PinModel makes the model with that hash the one in use. It must be there.
func (b *Batch) PinModel(hash []byte) error {
	if _, err := b.Model(hash); err != nil {
		return b.failOn(err)
	}
	return b.setPlain(metaKey(metaPinned), hash)
}

// Model returns the model with that hash, or [ErrNotFound].
func (r *Reader) Model(hash []byte) ([]byte, error) {
	return getAs(r, metaKey(metaModel, hash...), spaceMeta, 0, cloned)
}

// PinnedModel returns the hash of the model in use, and the model, or
// [ErrNotFound] in a new store.
func (r *Reader) PinnedModel() (hash, model []byte, err error) {
	if hash, err = getPlain(r, metaKey(metaPinned), cloned); err != nil {
		return nil, nil, err
	}
	if model, err = r.Model(hash); err == ErrNotFound {
		err = corrupt(metaKey(metaPinned), "the model in use is missing", nil)
	}
	return hash, model, err
}

// Models yields the hashes of all models kept.
func (r *Reader) Models() iter.Seq2[[]byte, error] {
	prefix := metaKey(metaModel)
	return scan(r, prefix, after(prefix), func(k, _ []byte) ([]byte, error) {
		return bytes.Clone(k[len(prefix):]), nil
	})
}

// cloned returns a copy, which is never nil.
func cloned(b []byte) ([]byte, error) { return append([]byte{}, b...), nil }

// Run is one entry of the run history.
type Run struct {
	No   uint64
	JSON []byte
}

// PutRun writes the summary of a run under its number.
func (b *Batch) PutRun(r Run) error {
	return b.setSealed(runKey(r.No), spaceMeta, r.No, r.JSON)
}

// Runs yields the run history, oldest first.
func (r *Reader) Runs() iter.Seq2[Run, error] {
	prefix := metaKey(metaRun)
	return scan(r, prefix, after(prefix), func(k, v []byte) (Run, error) {
		if len(k) != len(prefix)+8 {
			return Run{}, corrupt(k, "bad key", nil)
		}
		no := binary.BigEndian.Uint64(k[len(prefix):])
		v, err := r.s.open(spaceMeta, no, v)
		if err != nil {
			return Run{}, corrupt(k, "cannot be unsealed", err)
		}
		return Run{no, bytes.Clone(v)}, nil
	})
}

// SetNamed keeps a small value of the caller's under a name, such as which
// generation of a search index follows the store.
func (b *Batch) SetNamed(name string, value []byte) error {
	return b.setSealed(metaKey(metaNamed, []byte(name)...), spaceMeta, 0, value)
}

// DeleteNamed removes a named value.
func (b *Batch) DeleteNamed(name string) error {
	return b.delete(metaKey(metaNamed, []byte(name)...))
}

// Named returns a named value, or [ErrNotFound].
func (r *Reader) Named(name string) ([]byte, error) {
	return getAs(r, metaKey(metaNamed, []byte(name)...), spaceMeta, 0, cloned)
}

// Names yields the names that have a value, sorted.
func (r *Reader) Names() iter.Seq2[string, error] {
	prefix := metaKey(metaNamed)
	return scan(r, prefix, after(prefix), func(k, _ []byte) (string, error) {
		return string(slices.Clone(k[len(prefix):])), nil
	})
}
