package match

import (
	"math"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tekil-id/tekil/normalize"
)

// table says which frequency table a name belongs to; user-defined fields
// follow, in the order of the model.
type table uint8

const (
	givenTable table = iota
	surnameTable
	companyTable
	placeTable
	birthTable // outside Turkish
	mailTable  // outside Turkish
	fieldTable
)

// Interner keeps one [Name] for each distinct name of a file or store, with how
// many records hold it. It is safe for concurrent use.
//
// A batch interns all names first, fits a model on their counts and then calls
// [Interner.Weigh]; a live store makes an interner under its pinned model, so
// that new names are weighed as they come.
type Interner struct {
	o      *normalize.Options
	model  *Model // nil until weighed
	next   atomic.Uint32
	shards [64]internShard
}

type internShard struct {
	mu    sync.Mutex
	names map[internKey]*interned
}

type internKey struct {
	table table
	text  string
	prev  string // former surnames, which take part in comparing
}

type interned struct {
	Name
	count atomic.Int64
}

// NewInterner returns an empty interner for names read under o; with a model,
// names are weighed by it as they are interned.
func NewInterner(o *normalize.Options, m *Model) *Interner {
	in := &Interner{o: o, model: m}
	for i := range in.shards {
		in.shards[i].names = map[internKey]*interned{}
	}
	return in
}

// look returns the name for display, nil where nothing of it can be compared.
// hash is that of display.
func (in *Interner) look(t table, display, prev string, hash uint64) *interned {
	key := internKey{t, display, prev}
	s := &in.shards[hash>>58]
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.names[key]
	if !ok {
		// Clones, so that a name does not hold the whole row that it was read from.
		key.text, key.prev = strings.Clone(display), strings.Clone(prev)
		n = in.build(t, key.text, key.prev)
		s.names[key] = n
	}
	return n
}

// recentNames is a direct-mapped cache of the names that a builder met last:
// most records bear a frequent name, which then costs no lock and no map.
type recentNames [1 << recentBits]struct {
	hash uint64 // of the table and the name
	name *interned
}

const recentBits = 14

func (b *Builder) lookUp(t table, display, prev string) *interned {
	if display == "" {
		return nil
	}
	hash := Hash(display)
	inTable := hash ^ uint64(t)*0x9e3779b97f4a7c15
	r := &b.recent[inTable>>(64-recentBits)]
	if r.hash != inTable || r.name.display != display || r.name.prev != prev {
		n := b.in.look(t, display, prev, hash)
		if n == nil {
			return nil
		}
		r.hash, r.name = inTable, n
	}
	return r.name
}

// intern returns the name for display, nil where nothing of it can be compared,
// and counts a record that bears it.
func (b *Builder) intern(t table, display, prev string) *Name {
	n := b.lookUp(t, display, prev)
	if n == nil {
		return nil
	}
	n.count.Add(1)
	return &n.Name
}

// Discount takes back what interning the names of p counted: of records that are
// equal, term frequencies count one.
func (in *Interner) Discount(p *Profile) {
	take := func(t table, n *Name) {
		if n == nil {
			return
		}
		s := &in.shards[Hash(n.display)>>58]
		s.mu.Lock()
		defer s.mu.Unlock()
		if x := s.names[internKey{t, n.display, n.prev}]; x != nil {
			x.count.Add(-1)
		}
	}
	for _, x := range p.packedNames() {
		if x.name != &p.OtherGiven && x.name != &p.OtherSurname { // guesses, which count nothing
			take(x.table, *x.name)
		}
	}
	for i := range p.User {
		take(fieldTable+table(i), p.User[i].Name)
	}
	if p.Plain != nil {
		take(birthTable, p.Plain.Birth)
		for _, n := range p.Plain.Mails {
			take(mailTable, n)
		}
	}
}

// guess returns the name for what may be a name of that kind, without counting.
func (b *Builder) guess(t table, display string) *Name {
	if n := b.lookUp(t, display, ""); n != nil {
		return &n.Name
	}
	return nil
}

func (in *Interner) build(t table, display, prev string) *interned {
	folded := normalize.Fold(display)
	if folded == "" {
		return nil
	}
	n := &interned{Name: Name{ID: in.next.Add(1), Text: folded, display: display, prev: prev}}
	canonical := func(w string) string { return w }
	switch {
	case t == givenTable && in.o.Turkish():
		canonical = normalize.CanonicalGiven
	case t == surnameTable && in.o.Turkish():
		canonical = normalize.CanonicalSurname
	}
	words := strings.Fields(folded)
	n.parts, n.lossy = words, false
	if strings.ContainsAny(display, lossMarks) {
		n.parts, n.lossy = lossyWords(display), true
	}
	if t == givenTable && in.o.Turkish() && len(words) == 1 {
		if first, second, joined := normalize.SplitJoined(folded); joined {
			n.typed = normalize.NewGivenForm(display, in.o)
			words, display = []string{first, second}, first+" "+second
		}
	}
	for _, w := range words {
		n.Words = append(n.Words, uint32(Hash(canonical(w))))
	}
	switch t {
	case givenTable:
		n.given = normalize.NewGivenForm(display, in.o)
		n.Key = n.Words[0]
	case surnameTable:
		last, former := doubleSurname(display, prev)
		n.last = normalize.NewSurnameForm(last, former, in.o)
		n.Key = n.Words[len(n.Words)-1]
		for _, w := range strings.Fields(normalize.Fold(prev)) {
			n.Words = append(n.Words, uint32(Hash(canonical(w))))
		}
	case mailTable:
		n.Text = display // folding would lose the @
		n.Key = uint32(Hash(display))
	default:
		n.Key = uint32(Hash(folded))
	}
	n.Whole = Hash(n.Text)
	if in.model != nil {
		in.model.weighName(t, &n.Name)
	}
	return n
}

// doubleSurname takes a surname of several words as the last one with the former
// ones in front (Turkish Civil Code 187), unless it begins with a particle such
// as "El" or "Van".
func doubleSurname(surname, prev string) (last, former string) {
	at := strings.LastIndexByte(surname, ' ')
	if prev != "" || at < 0 || strings.IndexByte(surname, ' ') < 4 {
		return surname, prev
	}
	return surname[at+1:], surname[:at]
}

// Pin makes m the model that names are weighed by from now on. Its term
// frequencies must be those of the last [Interner.Weigh].
func (in *Interner) Pin(m *Model) { in.model = m }

// Weigh fills in the term frequencies of all names under m. It must not run
// beside interning or judging.
func (in *Interner) Weigh(m *Model) {
	in.model = m
	var wg sync.WaitGroup
	for i := range in.shards {
		wg.Go(func() {
			for k, n := range in.shards[i].names {
				if n != nil {
					m.weighName(k.table, &n.Name)
				}
			}
		})
	}
	wg.Wait()
}

func (in *Interner) each(f func(internKey, *interned)) {
	for i := range in.shards {
		for k, n := range in.shards[i].names {
			if n != nil {
				f(k, n)
			}
		}
	}
}

// counts returns how many records hold each word of a table (names by word,
// other tables by their whole text), for [NewFrequency].
func (in *Interner) counts(t table) map[string]int64 {
	out := map[string]int64{}
	in.each(func(k internKey, n *interned) {
		if k.table != t {
			return
		}
		if t != givenTable && t != surnameTable {
			out[n.Text] += n.count.Load()
			if !in.o.Turkish() && t != birthTable && t != mailTable && strings.IndexByte(n.Text, ' ') >= 0 {
				for w := range strings.FieldsSeq(n.Text) {
					out[wordMark+w] += n.count.Load()
				}
			}
			return
		}
		for w := range strings.FieldsSeq(n.Text) {
			out[w] += n.count.Load()
		}
	})
	return out
}

// weighName sets the share of a name under the model.
func (m *Model) weighName(t table, n *Name) {
	switch {
	case t == givenTable:
		n.Share = m.wordShares(&m.Given, n.Text, m.prior(normalize.GivenFrequency))
	case t == surnameTable:
		n.Share = m.wordShares(&m.Surnames, n.Text, m.prior(normalize.SurnameFrequency))
	case t == companyTable:
		n.Share = shareMillibits(m.Companies.Share(n.Text, 1e-5))
	case !m.Turkish() && t >= placeTable:
		m.weighPlain(t, n)
	case t == placeTable:
		n.Share = shareMillibits(m.Places.Share(n.Text, 0.01))
	case int(t-fieldTable) < len(m.Fields):
		n.Share = shareMillibits(m.Fields[t-fieldTable].Frequency.Share(n.Text, 1e-3))
	}
}

// unknownShare is the prior share of a word outside Turkish, where no national
// figures ship.
const unknownShare = 1e-4

// prior returns the prior share of a word: the nation's, outside Turkish or
// under ablation one for all words.
func (m *Model) prior(national func(string) float64) func(string) float64 {
	if m.Turkish() && !m.Ablation.NoPrior {
		return national
	}
	return func(string) float64 { return unknownShare }
}

// wordShares returns the share of people who bear all words of a name, log2 in
// millibits. Second names are not independent of the first, so each further
// word counts for half of its rarity.
func (m *Model) wordShares(f *Frequency, text string, prior func(string) float64) int32 {
	var total int32
	for w := range strings.FieldsSeq(text) {
		s := shareMillibits(f.Share(w, prior(w)))
		if total == 0 {
			total = s
			continue
		}
		total = min(total, s) + max(total, s)/2
	}
	return max(total, minNameShare)
}

// minNameShare bounds how much agreeing on one name can weigh.
const minNameShare = -22000

// expected returns how many people are expected to bear the names of p: in the
// nation for Turkish, among the population at hand elsewhere. Without national
// priors the nation is thought to bear names as the file does.
func (m *Model) expected(p *Profile) float64 {
	people := float64(m.Population)
	if m.Turkish() {
		if !m.Ablation.NoPrior {
			return float64(p.Bearers)
		}
		people = nation
	}
	if p.Given == nil || p.Surname == nil {
		return people
	}
	return people * math.Exp2(float64(p.Given.Share+p.Surname.Share)/1000)
}
