package live

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/tekil-id/tekil/blocking"
	"github.com/tekil-id/tekil/internal/golden"
	"github.com/tekil-id/tekil/internal/oracle"
	"github.com/tekil-id/tekil/internal/resolve"
	"github.com/tekil-id/tekil/match"
	"github.com/tekil-id/tekil/normalize"
	"github.com/tekil-id/tekil/record"
	"github.com/tekil-id/tekil/store"
)

var (
	histories = flag.Int("histories", 80, "random histories that TestHistories runs")
	firstSeed = flag.Uint64("seed", 0, "seed of the first history")
)

// customers draws records out of few names, lines, doors and dates, so that
// hubs, caps, twins and contradictions are all met.
type customers struct {
	*rand.Rand
	ids   []string
	keys  int
	alike float64 // share of records that repeat others
}

func newCustomers(rnd *rand.Rand, keys int) *customers {
	c := &customers{Rand: rnd, keys: keys}
	for i := range 6 {
		nine := fmt.Sprintf("8%08d", 1234567*(i+1)%100000000)
		c.ids = append(c.ids, nine+normalize.TCKNCheckDigits(nine))
	}
	return c
}

func (c *customers) pick(list ...string) string { return list[c.IntN(len(list))] }

func (c *customers) key() record.Key {
	return record.Key{Source: record.Source(c.pick("crm", "web")), ID: record.ID(fmt.Sprint(c.IntN(c.keys)))}
}

func (c *customers) record(k record.Key) record.Record {
	r := record.Record{Key: k}
	if c.alike > 0 && c.Float64() < c.alike { // one of a few customers, with the same values again
		c = newCustomers(rand.New(rand.NewPCG(c.Uint64N(3), 7)), c.keys)
	}
	add := func(p float64, f record.Field, s string) {
		if c.Float64() < p {
			r.Values = append(r.Values, record.Value{Field: f, Text: s})
		}
	}
	add(.95, record.FullName, c.pick("Mehmet", "Ahmet", "Ayşe", "Mehmet Ali", "A.")+" "+c.pick("Yılmaz", "Kaya", "Özmen", "YILMAZ"))
	add(.5, record.BirthDate, c.pick("1960-03-12", "1960-12-03", "1985-07-08", "1985"))
	add(.3, record.NationalID, c.pick(c.ids...))
	add(.6, record.Phone, fmt.Sprintf("0532 001 27 %02d", c.IntN(8)))
	add(.3, record.Email, c.pick("a", "b", "c")+"ozmen@example.com")
	add(.5, record.Address, "Barbaros Mah. Gül Sok. No:"+c.pick("12", "14")+" D:"+c.pick("5", "6")+" Kadıköy/İstanbul")
	add(.3, record.UpdatedAt, fmt.Sprintf("20%02d-03-01", 10+c.IntN(15)))
	return r
}

func tinyModel() *match.Model {
	m := match.Shipped("tr", 40)
	m.Limits.HubContact, m.Limits.HubDoor, m.Limits.Cap, m.Limits.Component = 3, 3, 4, 8
	return m
}

// world is a history under way: the engine, and what ought to be in it.
type world struct {
	t       testing.TB
	rnd     *customers
	fs      *store.FS
	m       *match.Model
	e       *Engine
	records map[record.Key]record.Record
	rulings map[uint64]record.Ruling
	ids     map[record.Key]record.EntityID // at the last look
	seen    *seenThings
}

// seenThings counts what histories met.
type seenThings struct {
	Crossings
	steps, crashes, reopenings, merges, splits, contradicted, refused, past, links, copies, inherited, recalled int
}

// rematch changes the model there and back.
func (w *world) rematch() {
	w.t.Helper()
	m := w.m
	for _, cap := range []int{6, 4} {
		next := *m
		next.Limits.Cap, next.Limits.HubContact = cap, cap-1
		w.m = &next
		if _, err := w.e.Rematch(context.Background(), &Rematch{Model: w.m}); err != nil {
			w.t.Fatal(err)
		}
		w.check()
		w.step()
		w.check()
	}
}

var clock = func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }

func newWorld(t testing.TB, seed uint64, seen *seenThings) *world {
	w := &world{t: t, rnd: newCustomers(rand.New(rand.NewPCG(seed, 5)), 6+int(seed%20)), fs: store.NewMemFS(), m: tinyModel(),
		records: map[record.Key]record.Record{}, rulings: map[uint64]record.Ruling{}, seen: seen}
	w.rnd.alike = float64(seed%3) * .35
	w.open()
	return w
}

func (w *world) open() {
	w.t.Helper()
	e, err := Open("store", &Options{Model: w.m, Now: clock, Cache: 1 << 14 << (w.rnd.IntN(3) * 5), Store: store.Options{FS: w.fs, MemTable: 1 << 20, Cache: 1 << 20}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.e = e
}

// step does one random thing to the engine and to what ought to be in it.
func (w *world) step() {
	w.t.Helper()
	w.seen.steps++
	switch p := w.rnd.Float64(); {
	case p < .02:
		w.seen.reopenings++
		w.close()
		w.open()
	case p < .04:
		w.seen.crashes++
		fs := w.fs.Crash(w.rnd.IntN(101), w.rnd.Uint64())
		w.close()
		w.fs = fs
		w.open()
	case p < .1:
		w.rule()
	case p < .13 && len(w.rulings) > 0:
		no := slices.Sorted(maps.Keys(w.rulings))[w.rnd.IntN(len(w.rulings))]
		w.apply(&Write{Undo: []uint64{no}})
		delete(w.rulings, no)
	case p < .3 && len(w.records) > 0:
		w.apply(&Write{Delete: w.some(1 + w.rnd.IntN(2))})
	default:
		write := &Write{}
		for range 1 + w.rnd.IntN(3)*w.rnd.IntN(2) {
			if k := w.rnd.key(); !slices.ContainsFunc(write.Upsert, func(r record.Record) bool { return r.Key == k }) {
				write.Upsert = append(write.Upsert, w.rnd.record(k))
			}
		}
		w.apply(write)
	}
}

func (w *world) some(n int) []record.Key {
	all := slices.SortedFunc(maps.Keys(w.records), record.Key.Compare)
	w.rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(n, len(all))]
}

func (w *world) rule() {
	k := w.some(2)
	if len(k) < 2 {
		return
	}
	r := record.Ruling{A: k[0], B: k[1], Same: w.rnd.IntN(2) == 0, Author: "test"}
	out := w.apply(&Write{Rule: []record.Ruling{r}})
	w.rulings[out.Rulings[0]] = r
}

func (w *world) apply(write *Write) *Outcome {
	w.t.Helper()
	out, err := w.e.Apply(context.Background(), write)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range write.Upsert {
		r := write.Upsert[i]
		if old, ok := w.records[r.Key]; ok {
			r = Overwrite(&old, &r)
			w.seen.past += len(r.Past)
		}
		w.records[r.Key] = r
	}
	for _, k := range write.Delete {
		delete(w.records, k)
	}
	w.seen.Crossings.Add(out.Crossings)
	w.seen.inherited += out.Inherited
	w.seen.recalled += out.Recalled
	for _, ev := range out.Events {
		switch ev.Kind {
		case store.Merged:
			w.seen.merges++
		case store.Split:
			w.seen.splits++
		}
	}
	return out
}

func (w *world) close() {
	w.t.Helper()
	if err := w.e.Close(); err != nil {
		w.t.Fatal(err)
	}
}

// check compares the store with the oracle: people, golden records, edges,
// review queue, and that the store agrees with itself.
func (w *world) check() {
	w.t.Helper()
	var records []record.Record
	for _, k := range slices.SortedFunc(maps.Keys(w.records), record.Key.Compare) {
		records = append(records, w.records[k])
	}
	var rulings []record.Ruling
	for _, no := range slices.Sorted(maps.Keys(w.rulings)) {
		rulings = append(rulings, w.rulings[no])
	}
	res, sorted := oracle.Resolve(records, rulings, w.m)
	w.seen.contradicted += len(res.Contradicted)
	w.seen.refused += len(res.Refused)
	for _, e := range res.Edges {
		if e.Keys == 1<<blocking.Copy {
			w.seen.copies++
		}
	}

	if d := cmp.Diff(w.expect(res, sorted, rulings), w.found()); d != "" {
		w.t.Fatalf("(-oracle +live)\n%s", d)
	}
	for err := range w.e.st.Check(context.Background()) {
		w.t.Fatal(err)
	}
}

// picture is what is compared.
type picture struct {
	People  map[string]string // members -> golden record
	Edges   []string
	Reviews []string
	Links   []string
}

func (w *world) expect(res *resolve.Resolution, sorted []record.Record, rulings []record.Ruling) picture {
	p := picture{People: map[string]string{}}
	members := map[uint32][]golden.Member{}
	o := w.m.Options()
	for i := range sorted {
		c := golden.Contribute(&sorted[i], normalize.NewFeatures(&sorted[i], o))
		members[res.Person[i]] = append(members[res.Person[i]], golden.Member{Key: sorted[i].Key, Contribution: c})
	}
	for _, list := range members {
		var keys []string
		for _, m := range list {
			keys = append(keys, m.Key.String())
		}
		g := golden.Merge(list, nil)
		p.People[strings.Join(keys, " ")] = showGolden(&g)
	}
	size := map[uint32]int{}
	for _, first := range res.Person {
		size[first]++
	}
	type doubt struct {
		weight int32
		rule   string
	}
	queue := map[resolve.Pair]doubt{}
	links := map[string]doubt{} // the strongest reason for each
	ruled := resolve.InForce(sorted, rulings)
	for _, e := range res.Edges {
		x := doubt{e.Result.Weight, e.Result.Rule()}
		p.Edges = append(p.Edges, fmt.Sprint(sorted[e.A].Key, " ", sorted[e.B].Key, " ", e.Result.Decision, e.Result.Link, e.Result.Weight, e.Result.Assurance, e.Result.Rule(), e.Keys))
		a, b := res.Person[e.A], res.Person[e.B]
		if a == b {
			continue
		}
		if _, r := ruled[resolve.Pair{A: e.A, B: e.B}]; !r && e.Result.Decision == record.Review {
			queue[resolve.Pair{A: e.A, B: e.B}] = x
		}
		if e.Result.Link != record.NoLink {
			link := fmt.Sprint(sorted[min(a, b)].Key, " ", sorted[max(a, b)].Key, " ", e.Result.Link)
			if was, ok := links[link]; !ok || x.weight > was.weight || x.weight == was.weight && x.rule < was.rule {
				links[link] = x
			}
		}
	}
	var judge resolve.Judge
	refuse := func(x resolve.Pair) {
		if judge == nil {
			judge = oracle.Judge(sorted, w.m)
		}
		r := judge(x.A, x.B)
		queue[x] = doubt{r.Weight, r.Rule()}
	}
	for _, x := range res.Refused {
		if _, r := ruled[x.Pair]; !r {
			refuse(x.Pair)
		}
	}
	for _, x := range res.Contradicted {
		refuse(x)
	}
	for x, d := range queue {
		odds := match.Probability(d.weight)
		value := int64(float64(size[res.Person[x.A]]*size[res.Person[x.B]]) * math.Round(4e6*odds*(1-odds)))
		p.Reviews = append(p.Reviews, fmt.Sprint(sorted[x.A].Key, " ", sorted[x.B].Key, " ", value, " ", d.rule))
	}
	for link, d := range links {
		p.Links = append(p.Links, link+" "+d.rule)
	}
	w.seen.links += len(links)
	slices.Sort(p.Reviews)
	slices.Sort(p.Edges)
	slices.Sort(p.Links)
	return p
}

func showGolden(g *golden.Golden) string {
	return strings.Join(g.AppendRow([]string{g.Kind.String()}), "|")
}

func (w *world) found() picture {
	w.t.Helper()
	p := picture{People: map[string]string{}}
	keys := map[uint64]record.Key{}
	ids := map[record.Key]record.EntityID{}
	first := map[record.EntityID]record.Key{}
	r := &w.e.st.Reader
	for rec, err := range r.Records(0) {
		w.must(err)
		keys[rec.No] = rec.Key
		if d := cmp.Diff(w.records[rec.Key], rec.Record); d != "" {
			w.t.Fatalf("record %s (-want +got)\n%s", rec.Key, d)
		}
	}
	for e, err := range r.Entities(0) {
		w.must(err)
		var list []record.Key
		for _, no := range e.Members {
			list = append(list, keys[no])
			ids[keys[no]] = e.ID
		}
		slices.SortFunc(list, record.Key.Compare)
		first[e.ID] = list[0]
		g, err := golden.DecodeGolden(e.Golden)
		w.must(err)
		var names []string
		for _, k := range list {
			names = append(names, k.String())
		}
		p.People[strings.Join(names, " ")] = showGolden(&g)
	}
	sorted := func(a, b uint64) string {
		x, y := keys[a], keys[b]
		if x.Compare(y) > 0 {
			x, y = y, x
		}
		return fmt.Sprint(x, " ", y)
	}
	for e, err := range r.AllEdges() {
		w.must(err)
		p.Edges = append(p.Edges, sorted(e.A, e.B)+fmt.Sprint(" ", e.Decision, e.Link, e.Weight, e.Assurance, string(e.Data), e.Classes))
	}
	for x, err := range r.Reviews() {
		w.must(err)
		p.Reviews = append(p.Reviews, sorted(x.A, x.B)+fmt.Sprint(" ", x.Value, " ", string(x.Data)))
	}
	for x, err := range r.AllLinks() {
		w.must(err)
		a, b := first[x.A], first[x.B]
		if a.Compare(b) > 0 {
			a, b = b, a
		}
		p.Links = append(p.Links, fmt.Sprint(a, " ", b, " ", x.Kind, " ", x.Reason))
	}
	slices.Sort(p.Links)
	slices.Sort(p.Reviews)
	slices.Sort(p.Edges)
	w.ids = ids
	return p
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// Random histories of records that come, change, go and come back, of rulings
// given and taken back, of reopenings and power losses, give the people, golden
// records, edges and review queue of the oracle, with limits so small that all
// of them are crossed.
func TestHistories(t *testing.T) {
	var seen seenThings
	runs := *histories
	if testing.Short() { // the race detector makes them ten times slower
		runs = min(runs, 30)
	}
	for seed := *firstSeed; seed < *firstSeed+uint64(runs); seed++ {
		w := newWorld(t, seed, &seen)
		n := 10 + w.rnd.IntN(190)
		every := 1 + w.rnd.IntN(40)
		ok := t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w.t = t
			for i := range n {
				w.step()
				if i%every == 0 || i == n-1 {
					w.check()
				}
			}
			if seed%8 == 0 {
				w.e.Verify(context.Background(), nil, func(err error) bool { t.Error(err); return true })
				w.rematch()
			}
			w.close()
		})
		if !ok {
			return
		}
	}
	t.Logf("%+v", seen)
	for what, n := range map[string]int{
		"capped": seen.Capped, "uncapped": seen.Uncapped, "subkeys capped": seen.SubCapped, "subkeys uncapped": seen.SubUncapped,
		"degree steps": seen.Steps, "contested": seen.Contested, "settled": seen.Settled, "merges": seen.merges, "splits": seen.splits,
		"contradicted rulings": seen.contradicted, "refused": seen.refused, "past values": seen.past, "links": seen.links, "copies": seen.copies, "crashes": seen.crashes, "inherited edges": seen.inherited, "recalled pieces": seen.recalled,
	} {
		if n == 0 {
			t.Errorf("no history met %s: the test does not test them", what)
		}
	}
}
