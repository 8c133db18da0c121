package store

import (
	"iter"

	"github.com/tekil-id/tekil/record"
)

// Stamp says when a state began: at which change, and the caller's time of it.
type Stamp struct {
	Change uint64 // change number; 0 before the first change
	Time   string // RFC 3339, as the caller gave it; may be empty
}

// Record is a stored record: what its source gave, and what the engine keeps
// beside it.
type Record struct {
	No uint64 // number of the record in this store
	record.Record
	// Normalised is the caller's own encoding of the normalised values.
	Normalised []byte
	// Arrival is the stamp of the first arrival: smaller came earlier. In a
	// batch it is the place in canonical key order.
	Arrival uint64
	// Hash is the caller's hash of the content, to tell a change from a repeat.
	Hash []byte
	// Since is the change that brought this state.
	Since Stamp
}

// Version is one state that a record was in.
type Version struct {
	Record  *Record
	Deleted bool // the record was deleted at Record.Since; only its key and number are left
}

// Fields of the stored message.
const (
	recSource     = 1
	recID         = 2
	recValue      = 3 // nested: code, name, text
	recPast       = 4 // nested: code, name, text, from, to
	recNormalised = 5
	recArrival    = 6
	recHash       = 7
	recChange     = 8
	recTime       = 9
	recDeleted    = 10

	valueCode = 1
	valueName = 2
	valueText = 3
	valueFrom = 4
	valueTo   = 5
)

// fieldCodes gives each canonical field the number that stands for its name on
// disk. Numbers are never re-used; a field without one is stored by name.
var fieldCodes = map[record.Field]uint64{
	record.RecordID: 1, record.SourceName: 2, record.FullName: 3, record.Title: 4,
	record.FirstName: 5, record.MiddleName: 6, record.LastName: 7, record.MaidenName: 8,
	record.Gender: 9, record.BirthDate: 10, record.BirthPlace: 11, record.DeathDate: 12,
	record.MotherName: 13, record.FatherName: 14, record.NationalID: 15, record.TaxID: 16,
	record.PassportNo: 17, record.IDSerial: 18, record.CustomerNo: 19, record.IBAN: 20,
	record.Plate: 21, record.Phone: 22, record.Mobile: 23, record.Landline: 24,
	record.Fax: 25, record.Email: 26, record.Address: 27, record.Neighbourhood: 28,
	record.Street: 29, record.BuildingNo: 30, record.District: 31, record.City: 32,
	record.PostalCode: 33, record.Country: 34, record.Company: 35, record.Consent: 36,
	record.VerifiedAt: 37, record.CreatedAt: 38, record.UpdatedAt: 39, record.LastSeen: 40,
}

var fieldNames = func() []record.Field {
	names := make([]record.Field, len(fieldCodes)+1)
	for f, c := range fieldCodes {
		names[c] = f
	}
	return names
}()

func appendRecord(b []byte, r *Record, deleted bool) []byte {
	b = putString(b, recSource, string(r.Source))
	b = putString(b, recID, string(r.ID))
	for i := range r.Values {
		b = appendValue(b, recValue, r.Values[i], "", "")
	}
	for i := range r.Past {
		b = appendValue(b, recPast, r.Past[i].Value, r.Past[i].From, r.Past[i].To)
	}
	b = putBytes(b, recNormalised, r.Normalised)
	b = putUint(b, recArrival, r.Arrival)
	b = putBytes(b, recHash, r.Hash)
	b = putUint(b, recChange, r.Since.Change)
	b = putString(b, recTime, r.Since.Time)
	if deleted {
		b = putUint(b, recDeleted, 1)
	}
	return b
}

func appendValue(b []byte, num int32, v record.Value, from, to string) []byte {
	code, name := fieldCodes[v.Field], ""
	if code == 0 {
		name = string(v.Field)
	}
	size := sizeUint(code) + sizeString(name) + sizeString(v.Text) + sizeString(from) + sizeString(to)
	b = putMessage(b, protoNumber(num), size)
	b = putUint(b, valueCode, code)
	b = putString(b, valueName, name)
	b = putString(b, valueText, v.Text)
	b = putString(b, valueFrom, from)
	return putString(b, valueTo, to)
}

func decodeRecord(no uint64, b []byte) (r *Record, deleted bool, err error) {
	r = &Record{No: no}
	d := decode(b)
	for d.next() {
		switch d.num {
		case recSource:
			r.Source = record.Source(d.string())
		case recID:
			r.ID = record.ID(d.string())
		case recValue:
			var p record.Past
			d.err = decodeValue(d.message(), &p, d.err)
			if r.Values == nil {
				r.Values = make([]record.Value, 0, 16)
			}
			r.Values = append(r.Values, p.Value)
		case recPast:
			var p record.Past
			d.err = decodeValue(d.message(), &p, d.err)
			r.Past = append(r.Past, p)
		case recNormalised:
			r.Normalised = d.bytes()
		case recArrival:
			r.Arrival = d.uint()
		case recHash:
			r.Hash = d.bytes()
		case recChange:
			r.Since.Change = d.uint()
		case recTime:
			r.Since.Time = d.string()
		case recDeleted:
			deleted = d.uint() != 0
		}
	}
	return r, deleted, d.err
}

func decodeValue(d decoder, p *record.Past, err error) error {
	if err != nil {
		return err
	}
	for d.next() {
		switch d.num {
		case valueCode:
			c := d.uint()
			if c >= uint64(len(fieldNames)) {
				return errWire
			}
			p.Field = fieldNames[c]
		case valueName:
			p.Field = record.Field(d.string())
		case valueText:
			p.Text = d.string()
		case valueFrom:
			p.From = d.string()
		case valueTo:
			p.To = d.string()
		}
	}
	return d.err
}

// Record returns the record of that number, or [ErrNotFound].
func (r *Reader) Record(no uint64) (*Record, error) {
	return getAs(r, key1(spaceRecord, no), spaceRecord, no, decodeRecordLive(no))
}

func decodeRecordLive(no uint64) func([]byte) (*Record, error) {
	return func(b []byte) (*Record, error) {
		rec, _, err := decodeRecord(no, b)
		return rec, err
	}
}

// RecordNo returns the number of the record that k names, or [ErrNotFound] where
// there is none or it was deleted.
func (r *Reader) RecordNo(k record.Key) (uint64, error) {
	no, deleted, err := r.LastRecordNo(k)
	if err == nil && deleted {
		err = ErrNotFound
	}
	return no, err
}

// LastRecordNo is like [Reader.RecordNo] but also finds the record that k named
// before it was deleted, until it is erased.
func (r *Reader) LastRecordNo(k record.Key) (no uint64, deleted bool, err error) {
	e, err := getPlain(r, r.s.nameKey(spaceKey, k), decodeKeyEntry)
	return e.no, e.deleted, err
}

// keyEntry is the value of the key index.
type keyEntry struct {
	no      uint64
	deleted bool
}

func appendKeyEntry(b []byte, e keyEntry) []byte {
	b = putUint(b, 1, e.no)
	if e.deleted {
		b = putUint(b, 2, 1)
	}
	return b
}

func decodeKeyEntry(b []byte) (e keyEntry, err error) {
	d := decode(b)
	for d.next() {
		switch d.num {
		case 1:
			e.no = d.uint()
		case 2:
			e.deleted = d.uint() != 0
		}
	}
	return e, d.err
}

// Records yields the records with numbers from `from` on, in order of number.
// After an error the sequence ends.
func (r *Reader) Records(from uint64) iter.Seq2[*Record, error] {
	return scan(r, key1(spaceRecord, from), after(key0(spaceRecord)), r.decodeRecordPair)
}

func (r *Reader) decodeRecordPair(k, v []byte) (*Record, error) {
	var no uint64
	if !numbers(k, &no) {
		return nil, corrupt(k, "bad key", nil)
	}
	v, err := r.s.open(spaceRecord, no, v)
	if err != nil {
		return nil, corrupt(k, "cannot be unsealed", err)
	}
	rec, _, err := decodeRecord(no, v)
	return rec, bad(k, err)
}

// RecordVersions yields every state that the record was in, oldest first and the
// current one last, as far as history is kept.
func (r *Reader) RecordVersions(no uint64) iter.Seq2[*Version, error] {
	former := scan(r, key1(spaceVersion, no), after(key1(spaceVersion, no)), r.decodeVersion)
	return func(yield func(*Version, error) bool) {
		for v, err := range former {
			if !yield(v, err) || err != nil {
				return
			}
		}
		rec, err := r.Record(no)
		if err == ErrNotFound {
			return
		}
		if err != nil {
			yield(nil, err)
			return
		}
		yield(&Version{Record: rec}, nil)
	}
}

func (r *Reader) decodeVersion(k, v []byte) (*Version, error) {
	var no, change uint64
	if !numbers(k, &no, &change) {
		return nil, corrupt(k, "bad key", nil)
	}
	v, err := r.s.open(spaceVersion, no, v)
	if err != nil {
		return nil, corrupt(k, "cannot be unsealed", err)
	}
	rec, deleted, err := decodeRecord(no, v)
	if err != nil {
		return nil, corrupt(k, "record does not decode", err)
	}
	return &Version{rec, deleted}, nil
}

// RecordAt returns the record as it was after the given change, or
// [ErrNotFound] where it did not exist then, or [ErrTrimmed].
func (r *Reader) RecordAt(no, change uint64) (*Record, error) {
	if err := r.known(change); err != nil {
		return nil, err
	}
	rec, err := r.Record(no)
	if err == nil && rec.Since.Change <= change || err != nil && err != ErrNotFound {
		return rec, err
	}
	v, err := lastBefore(r, key1(spaceVersion, no), after(key2(spaceVersion, no, change)), r.decodeVersion)
	if err != nil {
		return nil, err
	}
	if v.Deleted {
		return nil, ErrNotFound
	}
	return v.Record, nil
}

// PutRecord writes rec under rec.No as its state since rec.Since, and keeps the
// state that it replaces as a version. A key of its own must not be another
// record's: look it up before giving out a number. The profile of the former
// state goes: see [Batch.PutProfile].
func (b *Batch) PutRecord(rec *Record) error {
	old, err := b.Record(rec.No)
	if err != nil && err != ErrNotFound {
		return b.failOn(err)
	}
	return b.ReplaceRecord(old, rec)
}

// ReplaceRecord is [Batch.PutRecord] for whoever knows the state that rec
// replaces, nil for none: it reads nothing.
func (b *Batch) ReplaceRecord(old, rec *Record) error {
	if old != nil {
		b.keep(old, rec.Since)
		b.delete(key1(spaceProfile, rec.No))
		if old.Key != rec.Key {
			b.delete(b.s.nameKey(spaceKey, old.Key))
		}
	}
	b.setPlain(b.s.nameKey(spaceKey, rec.Key), appendKeyEntry(nil, keyEntry{no: rec.No}))
	return b.setSealed(key1(spaceRecord, rec.No), spaceRecord, rec.No, appendRecord(nil, rec, false))
}

// keep puts a state of a record among its versions. States of the same change
// replace each other: nobody saw them.
func (b *Batch) keep(old *Record, at Stamp) error {
	if old.Since.Change == at.Change {
		return nil
	}
	return b.setSealed(key2(spaceVersion, old.No, old.Since.Change), spaceVersion, old.No, appendRecord(nil, old, false))
}

// DeleteRecord removes a record and leaves its versions, the last of them a
// mark of the deletion. Postings, edges and entities are the caller's to adapt.
func (b *Batch) DeleteRecord(no uint64, at Stamp) error {
	rec, err := b.Record(no)
	if err != nil {
		return b.failRead(err)
	}
	b.keep(rec, at)
	gone := &Record{No: no, Record: record.Record{Key: rec.Key}, Arrival: rec.Arrival, Since: at}
	b.delete(key1(spaceRecord, no))
	b.delete(key1(spaceProfile, no))
	b.setPlain(b.s.nameKey(spaceKey, rec.Key), appendKeyEntry(nil, keyEntry{no: no, deleted: true}))
	return b.setSealed(key2(spaceVersion, no, at.Change), spaceVersion, no, appendRecord(nil, gone, true))
}

// EraseRecord removes a record with its versions, its key, its edges, its
// review entries and its place in entity history, deleted before or not.
// Postings, the entity that holds it and the rulings on it are the caller's to
// adapt. The bytes leave the disk when [Store.Compact] has run.
func (b *Batch) EraseRecord(no uint64) error {
	if err := b.eraseKey(no); err != nil {
		return b.failOn(err)
	}
	for e, err := range b.Edges(no) {
		if err != nil {
			return b.failOn(err)
		}
		b.DeleteEdge(e.A, e.B)
		if err := b.DeleteReview(e.A, e.B); err != nil {
			return err
		}
	}
	b.deleteRange(key1(spaceVersion, no))
	b.deleteRange(key1(spaceOwnerV, no))
	b.delete(key1(spaceRecord, no))
	b.delete(key1(spaceProfile, no))
	return b.delete(key1(spaceOwner, no))
}

func (b *Batch) eraseKey(no uint64) error {
	for v, err := range b.RecordVersions(no) {
		if err != nil {
			return err
		}
		name := b.s.nameKey(spaceKey, v.Record.Key)
		e, err := getPlain(&b.Reader, name, decodeKeyEntry)
		if err != nil && err != ErrNotFound {
			return err
		}
		if err == nil && e.no == no {
			b.delete(name)
		}
	}
	return nil
}
