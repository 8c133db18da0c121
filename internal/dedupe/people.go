package dedupe

import (
	"cmp"
	"slices"

	"github.com/tekil-id/tekil/internal/bulk"
	"github.com/tekil-id/tekil/record"
)

// people groups the records by person. A person goes by its place in the order
// of first records.
type people struct {
	first   []uint32 // first record of each person
	start   []uint32 // of each person's members, and the end of the last
	members []uint32 // of all people, rising inside each
	of      []uint32 // person of each record
	ids     []record.EntityID
	order   []uint32          // people by rising id
	house   []record.EntityID // household of each person, 0 for none
}

// group turns the map of records to first records into lists.
func group(b *bulk.Batch) *people { return groupPersons(b.Person) }

func groupPersons(person []uint32) *people {
	n := len(person)
	p := &people{of: make([]uint32, n), members: make([]uint32, n)}
	at := make([]uint32, n) // person of a first record
	for i, f := range person {
		if int(f) == i {
			at[i] = uint32(len(p.first))
			p.first = append(p.first, f)
		}
		p.of[i] = at[f]
	}
	p.start = make([]uint32, len(p.first)+1)
	for _, k := range p.of {
		p.start[k+1]++
	}
	for k := range p.first {
		p.start[k+1] += p.start[k]
	}
	next := slices.Clone(p.start)
	for i, k := range p.of {
		p.members[next[k]] = uint32(i)
		next[k]++
	}
	return p
}

func (p *people) len() int { return len(p.first) }

// membersOf returns the records of person k, rising.
func (p *people) membersOf(k uint32) []uint32 { return p.members[p.start[k]:p.start[k+1]] }

// id returns the entity id of record i.
func (p *people) id(i uint32) record.EntityID { return p.ids[p.of[i]] }

// number gives the people ids: of their earliest record, where no earlier run
// is to be followed.
func (p *people) number(prev *previous, records []record.Record, arrival []uint64) *carried {
	p.ids = make([]record.EntityID, p.len())
	c := &carried{}
	if prev == nil {
		for k, f := range p.first {
			p.ids[k] = record.EntityID(f) + 1
		}
	} else {
		c = prev.carry(p, records, arrival)
	}
	p.order = make([]uint32, p.len())
	for k := range p.order {
		p.order[k] = uint32(k)
	}
	if prev != nil {
		slices.SortFunc(p.order, func(a, b uint32) int { return cmp.Compare(p.ids[a], p.ids[b]) })
	}
	return c
}

// previous is who was who in an earlier run.
type previous struct {
	// list holds the records of then, sorted by key once arrivals was called.
	list []formerly
	// at is the place in list of each record of now, or -1.
	at []int32
	// lost are ids that had been lost before, with the records that they last held.
	lost map[record.EntityID][]record.Key
	// last is the greatest id ever given, arrived the latest arrival.
	last    record.EntityID
	arrived uint64
}

// formerly is a record of an earlier run, with the id that it had and when it
// first arrived.
type formerly struct {
	key     record.Key
	id      record.EntityID
	arrival uint64
}

func (p *previous) add(k record.Key, id record.EntityID, arrival uint64) {
	p.list = append(p.list, formerly{k, id, arrival})
	p.last = max(p.last, id)
	p.arrived = max(p.arrived, arrival)
}

// meet finds each record of now, in canonical key order, among those of then.
func (p *previous) meet(records []record.Record) {
	byKey := func(a, b formerly) int { return a.key.Compare(b.key) }
	if !slices.IsSortedFunc(p.list, byKey) {
		slices.SortStableFunc(p.list, byKey)
	}
	p.list = slices.CompactFunc(p.list, func(a, b formerly) bool { return a.key == b.key })
	p.at = make([]int32, len(records))
	k := 0
	for i := range records {
		for k < len(p.list) && p.list[k].key.Compare(records[i].Key) < 0 {
			k++
		}
		p.at[i] = -1
		if k < len(p.list) && p.list[k].key == records[i].Key {
			p.at[i] = int32(k)
		}
	}
}

// of returns what record i was, nil where the earlier run did not have it.
func (p *previous) of(i uint32) *formerly {
	if p.at[i] < 0 {
		return nil
	}
	return &p.list[p.at[i]]
}

// carried is what became of the ids of an earlier run.
type carried struct {
	rows []crossing
	// aliases are the lost ids with the records that they last held.
	aliases []alias
}

type alias struct {
	id      record.EntityID
	members []uint32
}

// crossing is a row of crosswalk.csv.
type crossing struct {
	old, new record.EntityID
	what     string
}

// What happened to an id, as crosswalk.csv says it.
const (
	idKept   = "kept"   // the same person bears it
	idMerged = "merged" // the person is one with another, who has the earlier id
	idSplit  = "split"  // its records belong to several people now, a row each
	idGone   = "gone"   // none of its records is there any more
	idNew    = "new"    // a person of whom the earlier run knew no record
)

// carry gives ids to the people: each old id stays with the person that holds
// its earliest record, a person with several keeps the earliest, and one with
// none takes a new id from its earliest record.
func (prev *previous) carry(p *people, records []record.Record, arrival []uint64) *carried {
	c := &carried{}
	held := map[record.EntityID][]uint32{} // records of each old id, rising
	for i := range records {
		if b := prev.of(uint32(i)); b != nil {
			held[b.id] = append(held[b.id], uint32(i))
		}
	}
	old := make([]record.EntityID, 0, len(held))
	for id := range held {
		old = append(old, id)
	}
	slices.Sort(old)
	for _, id := range old {
		k := p.of[earliest(held[id], arrival)]
		if p.ids[k] == 0 {
			p.ids[k] = id
		}
	}
	for k := range p.ids {
		if p.ids[k] == 0 {
			p.ids[k] = prev.last + record.EntityID(p.first[k]) + 1
		}
	}
	for _, id := range old {
		c.follow(p, id, held[id])
	}
	c.gone(prev, held)
	c.born(p, prev)
	slices.SortFunc(c.rows, func(a, b crossing) int { return cmp.Or(cmp.Compare(a.old, b.old), cmp.Compare(a.new, b.new)) })
	c.remember(prev, records)
	return c
}

// arrivals returns the stamp of each record's first arrival: that of the earlier
// run, or one behind all of its own.
func (prev *previous) arrivals(records []record.Record) []uint64 {
	out := make([]uint64, len(records))
	if prev != nil {
		prev.meet(records)
	}
	for i := range records {
		out[i] = uint64(i) + 1
		if prev == nil {
			continue
		}
		if b := prev.of(uint32(i)); b != nil {
			out[i] = b.arrival
		} else {
			out[i] += prev.arrived
		}
	}
	return out
}

func earliest(list []uint32, arrival []uint64) uint32 {
	return slices.MinFunc(list, func(a, b uint32) int { return cmp.Or(cmp.Compare(arrival[a], arrival[b]), cmp.Compare(a, b)) })
}

// follow says where the records of an old id went.
func (c *carried) follow(p *people, id record.EntityID, records []uint32) {
	var to []record.EntityID
	for _, i := range records {
		if e := p.id(i); !slices.Contains(to, e) {
			to = append(to, e)
		}
	}
	for _, e := range to {
		what := idSplit
		if len(to) == 1 {
			what = idMerged
			if e == id {
				what = idKept
			}
		}
		c.rows = append(c.rows, crossing{id, e, what})
	}
	if !slices.Contains(to, id) {
		c.aliases = append(c.aliases, alias{id, records})
	}
}

func (c *carried) gone(prev *previous, held map[record.EntityID][]uint32) {
	told := map[record.EntityID]bool{}
	for i := range prev.list {
		b := &prev.list[i]
		if held[b.id] == nil && !told[b.id] {
			told[b.id] = true
			c.rows = append(c.rows, crossing{b.id, 0, idGone})
			c.aliases = append(c.aliases, alias{id: b.id})
		}
	}
}

func (c *carried) born(p *people, prev *previous) {
	for k := range p.first {
		known := slices.ContainsFunc(p.membersOf(uint32(k)), func(i uint32) bool { return prev.of(i) != nil })
		if !known {
			c.rows = append(c.rows, crossing{0, p.ids[k], idNew})
		}
	}
}

// remember carries over the ids that had been lost before.
func (c *carried) remember(prev *previous, records []record.Record) {
	for id, keys := range prev.lost {
		a := alias{id: id}
		for _, k := range keys {
			if i, ok := slices.BinarySearchFunc(records, k, func(r record.Record, k record.Key) int { return r.Compare(k) }); ok {
				a.members = append(a.members, uint32(i))
			}
		}
		slices.Sort(a.members)
		c.aliases = append(c.aliases, a)
	}
	slices.SortFunc(c.aliases, func(a, b alias) int { return cmp.Compare(a.id, b.id) })
}
