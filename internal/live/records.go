package live

import (
	"crypto/sha256"

	"github.com/tekil-id/tekil/internal/ingest"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

// upsert puts one record, unless it stands there already.
func (c *change) upsert(r *record.Record, p prepared) error {
	old, err := c.old.find(r.Key)
	if err != nil {
		return err
	}
	if old != nil && Repeats(&old.Record, r) {
		c.out.Repeated++
		c.nos = append(c.nos, old.No)
		return nil
	}
	v := c.incoming(r, old, p)
	d := delta{after: v}
	if err := c.number(v.rec, old); err != nil {
		return err
	}
	v.no = v.rec.No
	d.no = v.no
	c.nos = append(c.nos, d.no)
	if old != nil {
		if d.before, err = c.old.standing(old); err != nil {
			return err
		}
		c.out.Altered++
	} else {
		c.out.Created++
	}
	v.rec.Since = c.at
	hash := sha256.Sum256(ingest.AppendContent(nil, v.rec.Values))
	v.rec.Hash = hash[:16]
	c.deltas = append(c.deltas, d)
	c.mark(numberItem.key(v.rec.Key))
	if err := c.b.ReplaceRecord(old, v.rec); err != nil {
		return err
	}
	return c.putProfile(v)
}

// incoming returns the view of a record that comes: the one that was prepared, where
// what it was prepared for is still so.
func (c *change) incoming(r *record.Record, old *store.Record, p prepared) *view {
	if p.view != nil && p.apart != nil {
		if c.apart == nil {
			c.apart = map[*view]*apart{}
		}
		c.apart[p.view] = p.apart
	}
	if p.view != nil && p.since == sinceOf(old) && p.reading == c.new.reading {
		return p.view
	}
	rec := &store.Record{Record: *r}
	if old != nil {
		rec.Record = Overwrite(&old.Record, r)
	}
	rec.Record = clone(&rec.Record)
	return c.new.reading.read(rec, true)
}

// putProfile stores what the matcher sees of a record, to be read in place of the
// record by whoever compares with it.
func (c *change) putProfile(v *view) error {
	k := c.new.reading.packing
	if k == 0 {
		return nil
	}
	return c.b.PutProfile(v.no, k.Append(nil, v.profile))
}

// sinceOf returns the change of a stored record, 0 for none.
func sinceOf(r *store.Record) uint64 {
	if r == nil {
		return 0
	}
	return r.Since.Change
}

// number gives a record its number and the stamp of its first arrival, those of
// its earlier life where it had one.
func (c *change) number(rec, old *store.Record) error {
	if old != nil {
		rec.No, rec.Arrival = old.No, old.Arrival
		return nil
	}
	last, err := c.old.number(rec.Key)
	if err != nil {
		return err
	}
	if last.deleted {
		rec.No = last.no
		rec.Arrival, err = c.arrivalOf(last.no)
		return err
	}
	counters, err := c.b.Counters()
	if err != nil {
		return err
	}
	counters.Record++
	rec.No = counters.Record
	rec.Arrival = c.arrive()
	return nil
}

// arrive returns the stamp of a record that comes now: by change, then by place
// in it. A batch gives small numbers on top of all earlier ones, so that stamps
// rise whatever wrote them.
func (c *change) arrive() uint64 {
	c.arrived++
	return c.at.Change<<32 | uint64(c.arrived)
}

// arrivalOf returns the first arrival of a record that was deleted.
func (c *change) arrivalOf(no uint64) (uint64, error) {
	for v, err := range c.old.r.RecordVersions(no) {
		if err != nil {
			return 0, err
		}
		if !v.Deleted {
			return v.Record.Arrival, nil
		}
	}
	return c.arrive(), nil // its versions were dropped from history
}

func (c *change) delete(k record.Key) error {
	old, err := c.old.find(k)
	if old == nil || err != nil {
		return err
	}
	c.out.Deleted++
	before, err := c.old.standing(old)
	if err != nil {
		return err
	}
	c.mark(numberItem.key(k))
	c.deltas = append(c.deltas, delta{no: old.No, before: before})
	return c.b.DeleteRecord(old.No, c.at)
}
