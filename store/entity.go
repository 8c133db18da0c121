package store

import (
	"encoding/binary"
	"errors"
	"iter"
	"slices"

	"github.com/tekil-id/tekil/record"
)

// Entity is a person or company after resolution, as stored.
type Entity struct {
	ID      record.EntityID
	Kind    string   // the name of its record.Kind
	Members []uint64 // record numbers, rising
	Golden  []byte   // the caller's encoding of the golden record
	Quality int32    // the caller's figure
	Since   Stamp    // the change that brought this state
}

// EntityVersion is one state that an entity was in.
type EntityVersion struct {
	Entity *Entity
	Gone   bool // the entity ended at Entity.Since; its id resolves to where its records went
}

const (
	entKind    = 1
	entMembers = 2 // packed: rising numbers as differences
	entGolden  = 3
	entQuality = 4
	entChange  = 5
	entTime    = 6
	entGone    = 7
)

func appendEntity(b []byte, e *Entity, gone bool) []byte {
	b = putString(b, entKind, e.Kind)
	if len(e.Members) > 0 {
		b = putMessage(b, entMembers, sizeNumbers(e.Members))
		b = appendNumbers(b, e.Members)
	}
	b = putBytes(b, entGolden, e.Golden)
	b = putInt(b, entQuality, int64(e.Quality))
	b = putUint(b, entChange, e.Since.Change)
	b = putString(b, entTime, e.Since.Time)
	if gone {
		b = putUint(b, entGone, 1)
	}
	return b
}

func decodeEntity(id record.EntityID, b []byte) (e *Entity, gone bool, err error) {
	e = &Entity{ID: id}
	d := decode(b)
	for d.next() {
		switch d.num {
		case entKind:
			e.Kind = d.string()
		case entMembers:
			e.Members = d.numberList()
		case entGolden:
			e.Golden = d.bytes()
		case entQuality:
			e.Quality = d.int32()
		case entChange:
			e.Since.Change = d.uint()
		case entTime:
			e.Since.Time = d.string()
		case entGone:
			gone = d.uint() != 0
		}
	}
	return e, gone, d.err
}

// owner is the value that leads from a record to its entity.
type owner struct {
	id    record.EntityID
	since uint64 // change number
}

func appendOwner(b []byte, o owner) []byte {
	return putUint(putUint(b, 1, uint64(o.id)), 2, o.since)
}

func decodeOwner(b []byte) (o owner, err error) {
	d := decode(b)
	for d.next() {
		switch d.num {
		case 1:
			o.id = record.EntityID(d.uint())
		case 2:
			o.since = d.uint()
		}
	}
	return o, d.err
}

// Entity returns the entity that now bears the id, or [ErrNotFound]; see
// [Reader.ResolveEntity] for ids that were lost.
func (r *Reader) Entity(id record.EntityID) (*Entity, error) {
	return getAs(r, key1(spaceEntity, uint64(id)), spaceEntity, uint64(id), func(b []byte) (*Entity, error) {
		e, _, err := decodeEntity(id, b)
		return e, err
	})
}

// Entities yields the entities with ids from `from` on, in order of id.
func (r *Reader) Entities(from record.EntityID) iter.Seq2[*Entity, error] {
	return scan(r, key1(spaceEntity, uint64(from)), after(key0(spaceEntity)), r.decodeEntityPair)
}

func (r *Reader) decodeEntityPair(k, v []byte) (*Entity, error) {
	var id uint64
	if !numbers(k, &id) {
		return nil, corrupt(k, "bad key", nil)
	}
	v, err := r.s.open(spaceEntity, id, v)
	if err != nil {
		return nil, corrupt(k, "cannot be unsealed", err)
	}
	e, _, err := decodeEntity(record.EntityID(id), v)
	return e, bad(k, err)
}

// EntityOf returns the entity that the record belongs to, or [ErrNotFound].
func (r *Reader) EntityOf(no uint64) (record.EntityID, error) {
	o, err := getPlain(r, key1(spaceOwner, no), decodeOwner)
	return o.id, err
}

// ResolveEntity returns the entities that an id leads to now: the id itself
// while it is in use, and for a lost id those that hold the records which it
// last held, rising: one after a merge, several after a split, none where all
// of its records were deleted. An id that was never given is [ErrNotFound].
func (r *Reader) ResolveEntity(id record.EntityID) ([]record.EntityID, error) {
	if _, err := r.Entity(id); err != ErrNotFound {
		return []record.EntityID{id}, err
	}
	nos, err := r.alias(id)
	if err != nil {
		return nil, err
	}
	var ids []record.EntityID
	for _, no := range nos {
		id, err := r.EntityOf(no)
		if err == ErrNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

func (r *Reader) alias(id record.EntityID) ([]uint64, error) {
	return getPlain(r, key1(spaceAlias, uint64(id)), decodeAlias)
}

func appendAlias(b []byte, nos []uint64) []byte {
	b = putMessage(b, 1, sizeNumbers(nos))
	return appendNumbers(b, nos)
}

func decodeAlias(b []byte) (nos []uint64, err error) {
	d := decode(b)
	for d.next() {
		if d.num == 1 {
			nos = d.numberList()
		}
	}
	return nos, d.err
}

// Alias is a lost entity id and the records that it last held.
type Alias struct {
	ID      record.EntityID
	Members []uint64
}

// Aliases yields the lost entity ids, rising.
func (r *Reader) Aliases() iter.Seq2[Alias, error] {
	return scan(r, key0(spaceAlias), after(key0(spaceAlias)), decodeAliasPair)
}

func decodeAliasPair(k, v []byte) (Alias, error) {
	var id uint64
	if !numbers(k, &id) {
		return Alias{}, corrupt(k, "bad key", nil)
	}
	nos, err := decodeAlias(v)
	return Alias{record.EntityID(id), nos}, bad(k, err)
}

// EntityVersions yields every state that the entity was in, oldest first and
// the current one last, as far as history is kept.
func (r *Reader) EntityVersions(id record.EntityID) iter.Seq2[*EntityVersion, error] {
	prefix := key1(spaceEntityV, uint64(id))
	former := scan(r, prefix, after(prefix), r.decodeEntityVersion)
	return func(yield func(*EntityVersion, error) bool) {
		for v, err := range former {
			if !yield(v, err) || err != nil {
				return
			}
		}
		switch e, err := r.Entity(id); {
		case err == nil:
			yield(&EntityVersion{Entity: e}, nil)
		case err != ErrNotFound:
			yield(nil, err)
		}
	}
}

func (r *Reader) decodeEntityVersion(k, v []byte) (*EntityVersion, error) {
	var id, change uint64
	if !numbers(k, &id, &change) {
		return nil, corrupt(k, "bad key", nil)
	}
	v, err := r.s.open(spaceEntityV, id, v)
	if err != nil {
		return nil, corrupt(k, "cannot be unsealed", err)
	}
	e, gone, err := decodeEntity(record.EntityID(id), v)
	if err != nil {
		return nil, bad(k, err)
	}
	return &EntityVersion{e, gone}, nil
}

// EntityAt returns the entity as it was after the given change, or
// [ErrNotFound] where it did not exist then, or [ErrTrimmed].
func (r *Reader) EntityAt(id record.EntityID, change uint64) (*Entity, error) {
	if err := r.known(change); err != nil {
		return nil, err
	}
	e, err := r.Entity(id)
	if err == nil && e.Since.Change <= change || err != nil && err != ErrNotFound {
		return e, err
	}
	from, to := key1(spaceEntityV, uint64(id)), after(key2(spaceEntityV, uint64(id), change))
	v, err := lastBefore(r, from, to, r.decodeEntityVersion)
	if err != nil {
		return nil, err
	}
	if v.Gone {
		return nil, ErrNotFound
	}
	return v.Entity, nil
}

// EntityOfAt returns the entity that the record belonged to after the given
// change, or [ErrNotFound], or [ErrTrimmed].
func (r *Reader) EntityOfAt(no, change uint64) (record.EntityID, error) {
	if err := r.known(change); err != nil {
		return 0, err
	}
	o, err := getPlain(r, key1(spaceOwner, no), decodeOwner)
	if err == nil && o.since <= change || err != nil && err != ErrNotFound {
		return o.id, err
	}
	from, to := key1(spaceOwnerV, no), after(key2(spaceOwnerV, no, change))
	o, err = lastBefore(r, from, to, func(k, v []byte) (owner, error) {
		o, err := decodeOwner(v)
		return o, bad(k, err)
	})
	if err == nil && o.id == 0 {
		err = ErrNotFound
	}
	return o.id, err
}

// Owner says which entity a record belongs to.
type Owner struct {
	ID    record.EntityID
	Since uint64 // change number
}

// OwnerOf is [Reader.EntityOf] with the change since which it is so.
func (r *Reader) OwnerOf(no uint64) (Owner, error) {
	o, err := getPlain(r, key1(spaceOwner, no), decodeOwner)
	return Owner{o.id, o.since}, err
}

// Owners yields the numbers from from to before to that belong to an entity, and to which.
func (r *Reader) Owners(from, to uint64) iter.Seq2[Owned, error] {
	return scan(r, key1(spaceOwner, from), key1(spaceOwner, to), func(k, v []byte) (Owned, error) {
		o, err := decodeOwnerPair(k, v)
		if err != nil {
			return Owned{}, err
		}
		return Owned{binary.BigEndian.Uint64(k[1:]), Owner{o.id, o.since}}, nil
	})
}

// Owned is a record and where it belongs.
type Owned struct {
	No    uint64
	Owner Owner
}

// ReplaceEntity is [Batch.PutEntity] for whoever knows the state that e replaces,
// nil for none, and leads the members to it with [Batch.MoveRecord]: it reads
// nothing.
func (b *Batch) ReplaceEntity(old, e *Entity) error {
	if e.ID == 0 {
		return b.failOn(errNumber)
	}
	if !risingNumbers(e.Members) {
		return b.failOn(errMembers)
	}
	if old != nil {
		b.keepEntity(old, e.Since)
	} else {
		b.delete(key1(spaceAlias, uint64(e.ID))) // only a lost id has one
	}
	return b.setSealed(key1(spaceEntity, uint64(e.ID)), spaceEntity, uint64(e.ID), appendEntity(nil, e, false))
}

// RetireEntity is [Batch.EndEntity] for whoever knows the entity and moves its
// members with [Batch.MoveRecord].
func (b *Batch) RetireEntity(old *Entity, at Stamp) error {
	b.keepEntity(old, at)
	b.delete(key1(spaceEntity, uint64(old.ID)))
	if err := b.PutAlias(Alias{old.ID, old.Members}); err != nil {
		return err
	}
	gone := &Entity{ID: old.ID, Since: at}
	return b.setSealed(key2(spaceEntityV, uint64(old.ID), at.Change), spaceEntityV, uint64(old.ID), appendEntity(nil, gone, true))
}

// MoveRecord leads a record from an entity, or from none, to another, or to none.
func (b *Batch) MoveRecord(no uint64, from Owner, to record.EntityID, at Stamp) error {
	if from.ID != 0 {
		b.keepOwner(no, owner{from.ID, from.Since}, at)
	}
	if to != 0 {
		return b.setPlain(key1(spaceOwner, no), appendOwner(nil, owner{to, at.Change}))
	}
	b.delete(key1(spaceOwner, no))
	return b.setPlain(key2(spaceOwnerV, no, at.Change), appendOwner(nil, owner{0, at.Change}))
}

// PutEntity writes e as its state since e.Since, keeps the state that it
// replaces as a version, and leads its members to it. A record that was a
// member before and is not any more is left without an entity, unless another
// one takes it in the same batch, sooner or later. Members must be rising.
func (b *Batch) PutEntity(e *Entity) error {
	if e.ID == 0 {
		return b.failOn(errNumber)
	}
	if !risingNumbers(e.Members) {
		return b.failOn(errMembers)
	}
	before, err := b.keepEntityVersion(e.ID, e.Since)
	if err != nil && err != ErrNotFound {
		return b.failOn(err)
	}
	if err := b.moveMembers(e, before); err != nil {
		return b.failOn(err)
	}
	b.delete(key1(spaceAlias, uint64(e.ID)))
	return b.setSealed(key1(spaceEntity, uint64(e.ID)), spaceEntity, uint64(e.ID), appendEntity(nil, e, false))
}

// keepEntityVersion moves the current state of an entity among its versions and
// returns its members.
func (b *Batch) keepEntityVersion(id record.EntityID, at Stamp) (members []uint64, err error) {
	old, err := b.Entity(id)
	if err != nil {
		return nil, err
	}
	return old.Members, b.keepEntity(old, at)
}

// keepEntity puts a state of an entity among its versions. States of the same
// change replace each other.
func (b *Batch) keepEntity(old *Entity, at Stamp) error {
	if old.Since.Change == at.Change {
		return nil
	}
	return b.setSealed(key2(spaceEntityV, uint64(old.ID), old.Since.Change), spaceEntityV, uint64(old.ID), appendEntity(nil, old, false))
}

func (b *Batch) moveMembers(e *Entity, before []uint64) error {
	for _, no := range before {
		if _, still := slices.BinarySearch(e.Members, no); !still {
			if err := b.disown(no, e.ID, e.Since); err != nil {
				return err
			}
		}
	}
	for _, no := range e.Members {
		if err := b.own(no, e.ID, e.Since); err != nil {
			return err
		}
	}
	return nil
}

// own leads a record to an entity and keeps where it belonged before.
func (b *Batch) own(no uint64, id record.EntityID, at Stamp) error {
	old, err := getPlain(&b.Reader, key1(spaceOwner, no), decodeOwner)
	if err != nil && err != ErrNotFound {
		return err
	}
	if err == nil {
		if old.id == id {
			return nil
		}
		b.keepOwner(no, old, at)
	}
	return b.setPlain(key1(spaceOwner, no), appendOwner(nil, owner{id, at.Change}))
}

// disown ends a record's membership of id, if it still is a member.
func (b *Batch) disown(no uint64, id record.EntityID, at Stamp) error {
	old, err := getPlain(&b.Reader, key1(spaceOwner, no), decodeOwner)
	if err == ErrNotFound || err == nil && old.id != id {
		return nil
	}
	if err != nil {
		return err
	}
	b.keepOwner(no, old, at)
	b.delete(key1(spaceOwner, no))
	return b.setPlain(key2(spaceOwnerV, no, at.Change), appendOwner(nil, owner{0, at.Change}))
}

func (b *Batch) keepOwner(no uint64, old owner, at Stamp) {
	if old.since != at.Change {
		b.setPlain(key2(spaceOwnerV, no, old.since), appendOwner(nil, old))
	}
}

// EndEntity takes an id out of use. The id resolves from now on to wherever the
// records go that it last held; its versions stay.
func (b *Batch) EndEntity(id record.EntityID, at Stamp) error {
	members, err := b.keepEntityVersion(id, at)
	if err != nil {
		return b.failRead(err)
	}
	for _, no := range members {
		if err := b.disown(no, id, at); err != nil {
			return b.failOn(err)
		}
	}
	b.delete(key1(spaceEntity, uint64(id)))
	if err := b.PutAlias(Alias{id, members}); err != nil {
		return err
	}
	gone := &Entity{ID: id, Since: at}
	return b.setSealed(key2(spaceEntityV, uint64(id), at.Change), spaceEntityV, uint64(id), appendEntity(nil, gone, true))
}

// PutAlias makes a lost id resolve to the entities of the given records.
// [Batch.EndEntity] does so by itself; this is for ids carried over from
// another store.
func (b *Batch) PutAlias(a Alias) error {
	if !risingNumbers(a.Members) {
		return b.failOn(errMembers)
	}
	return b.setPlain(key1(spaceAlias, uint64(a.ID)), appendAlias(nil, a.Members))
}

// EraseEntityVersions removes the former states of an entity, with the golden
// records in them, when a person is erased.
func (b *Batch) EraseEntityVersions(id record.EntityID) error {
	return b.deleteRange(key1(spaceEntityV, uint64(id)))
}

var (
	errMembers = errors.New("store: member numbers must be rising")
	errNumber  = errors.New("store: number is out of range")
	errSelf    = errors.New("store: both ends are the same")
)

func risingNumbers(nos []uint64) bool {
	for i := 1; i < len(nos); i++ {
		if nos[i-1] >= nos[i] {
			return false
		}
	}
	return true
}
