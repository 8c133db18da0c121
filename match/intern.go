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
// that new names are weighed as they come, and begins another when [Interner.Len]
// has grown too large: names are never let go of one by one.
type Interner struct {
	o      *normalize.Options
	model  *Model // nil until weighed
	next   atomic.Uint32
	shards [64]internShard
}

// NewInterner returns an empty interner for names read under o; with a model,
// names are weighed by it as they are interned.
func NewInterner(o *normalize.Options, m *Model) *Interner {
	in := &Interner{o: o, model: m}
	for i := range in.shards {
		in.shards[i].last = map[uint64]uint32{}
	}
	return in
}

// Len returns how many distinct names were interned, those counted in of which
// nothing can be compared.
func (in *Interner) Len() int { return int(in.next.Load()) }

// hashOf returns the hash by which a name is found.
func hashOf(t table, display, prev string) uint64 {
	h := Hash(display) ^ uint64(t)*0x9e3779b97f4a7c15
	if prev != "" {
		h = Mix(h, Hash(prev))
	}
	return h
}

func (in *Interner) shard(hash uint64) *internShard { return &in.shards[hash>>58] }

// look returns the name for display, nil where nothing of it can be compared.
// hash is that of all three.
func (in *Interner) look(t table, display, prev string, hash uint64) *interned {
	s := in.shard(hash)
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.find(t, display, prev, hash)
	if n == nil {
		n = s.add(hash)
		n.ID, n.table, n.display, n.prev = in.next.Add(1), t, s.text(display), s.text(prev)
		in.build(s, &n.Name)
	}
	if n.Text == "" {
		return nil
	}
	return n
}

// recentNames is a direct-mapped cache of the names that a builder met last:
// most records bear a frequent name, which then costs no lock and no map.
type recentNames [1 << recentBits]struct {
	hash uint64 // see hashOf
	name *interned
}

const recentBits = 14

func (b *Builder) lookUp(t table, display, prev string) *interned {
	if display == "" {
		return nil
	}
	hash := hashOf(t, display, prev)
	r := &b.recent[hash>>(64-recentBits)]
	if r.hash != hash || !r.name.is(t, display, prev) {
		n := b.in.look(t, display, prev, hash)
		if n == nil {
			return nil
		}
		r.hash, r.name = hash, n
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
	take := func(n *Name) {
		if n == nil {
			return
		}
		hash := hashOf(n.table, n.display, n.prev)
		s := in.shard(hash)
		s.mu.Lock()
		defer s.mu.Unlock()
		if x := s.find(n.table, n.display, n.prev, hash); x != nil {
			x.count.Add(-1)
		}
	}
	for _, x := range p.packedNames() {
		if x.name != &p.OtherGiven && x.name != &p.OtherSurname { // guesses, which count nothing
			take(*x.name)
		}
	}
	for i := range p.User {
		take(p.User[i].Name)
	}
	if p.Plain != nil {
		take(p.Plain.Birth)
		for _, n := range p.Plain.Mails {
			take(n)
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

// build fills in what is made of a name, whose Text stays empty where nothing of it
// can be compared.
func (in *Interner) build(s *internShard, n *Name) {
	folded := normalize.Fold(n.display)
	if folded == "" {
		return
	}
	if n.Text = n.display; folded != n.display {
		n.Text = s.text(folded)
	}
	if strings.ContainsAny(n.display, lossMarks) {
		n.lossy = s.text(lossyWords(n.display))
	}
	var buf [maxAligned]uint32
	words := buf[:0]
	switch n.table {
	case givenTable:
		words = in.buildGiven(s, n, words)
	case surnameTable:
		words = in.buildSurname(s, n, words)
	case mailTable:
		words = appendHashes(words, n.Text, nil)
		n.Text = n.display // folding would lose the @
		n.Key = uint32(Hash(n.display))
	default:
		words = appendHashes(words, n.Text, nil)
		n.Key = uint32(Hash(n.Text))
	}
	n.Words = cutOf(&s.words, words, internPiece)
	n.Whole = Hash(n.Text)
	if in.model != nil {
		in.model.weighName(n.table, n)
	}
}

// buildGiven fills in what only a given name has, and appends its words.
func (in *Interner) buildGiven(s *internShard, n *Name, words []uint32) []uint32 {
	text, display := n.Text, n.display
	var canonical func(string) string
	if in.o.Turkish() {
		canonical = normalize.CanonicalGiven
		if strings.IndexByte(text, ' ') < 0 {
			if first, second, joined := normalize.SplitJoined(text); joined {
				n.typed = s.forms.Given(display, in.o)
				text = s.text(first + " " + second)
				display = text
			}
		}
	}
	n.given = s.forms.Given(display, in.o)
	words = appendHashes(words, text, canonical)
	n.Key = words[0]
	return words
}

// buildSurname does for a surname what buildGiven does for a given name. The former
// surnames are among its words.
func (in *Interner) buildSurname(s *internShard, n *Name, words []uint32) []uint32 {
	last, former := doubleSurname(n.display, n.prev)
	n.last = s.forms.Surname(last, former, in.o)
	var canonical func(string) string
	if in.o.Turkish() {
		canonical = normalize.CanonicalSurname
	}
	words = appendHashes(words, n.Text, canonical)
	n.Key = words[len(words)-1]
	return appendHashes(words, normalize.Fold(n.prev), canonical)
}

// appendHashes appends hashes of the words of a text, in their canonical forms where
// there are such.
func appendHashes(dst []uint32, text string, canonical func(string) string) []uint32 {
	for w := range strings.FieldsSeq(text) {
		if canonical != nil {
			w = canonical(w)
		}
		dst = append(dst, uint32(Hash(w)))
	}
	return dst
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
			for n := range in.shards[i].each {
				m.weighName(n.table, &n.Name)
			}
		})
	}
	wg.Wait()
}

// counts returns how many records hold each word of a table (names by word,
// other tables by their whole text), for [NewFrequency].
func (in *Interner) counts(t table) map[string]int64 {
	out := map[string]int64{}
	for i := range in.shards {
		for n := range in.shards[i].each {
			if n.table == t {
				in.countWords(out, n)
			}
		}
	}
	return out
}

// countWords adds what the records of a name count for.
func (in *Interner) countWords(out map[string]int64, n *interned) {
	count, t := n.count.Load(), n.table
	if t != givenTable && t != surnameTable {
		out[n.Text] += count
		if !in.o.Turkish() && t != birthTable && t != mailTable && strings.IndexByte(n.Text, ' ') >= 0 {
			for w := range strings.FieldsSeq(n.Text) {
				out[wordMark+w] += count
			}
		}
		return
	}
	for w := range strings.FieldsSeq(n.Text) {
		out[w] += count
	}
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
