package normalize

import (
	_ "embed"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run ./internal/nametables -facts ../../shared/facts -out names.tsv

//go:embed names.tsv
var nameTable string

// nation is the population that shares of names are counted in.
const nation = 85e6

// lexeme is all that is known of one folded word of a name. Words that share a
// fold (Ümit and Umit) share a lexeme.
type lexeme struct {
	folded string
	// What comparing names reads stands together: root is the name that this is a
	// spelling of, itself otherwise.
	root    *lexeme
	nameOf  []*lexeme
	related []relative // given names that have a fixed relation to this one
	// given and surname are the commonest display forms, "" where the word is not
	// listed as one. A form is sure when it is far commoner than the others.
	given, surname            string
	givenSure, surnameSure    bool
	givenForms                []string // further listed given names with this fold
	surnameForms              []string
	givenShare, givenBest     float64 // of all forms, of the commonest
	surnameShare, surnameBest float64
	secondShare               float64 // of second given names, where lists show it
	gender                    Gender
	sure                      float64 // share of the bearers that are of that gender

	relatedSur    []relative
	first, second *lexeme // the parts of a joined name
	role          wordRole
	code          string // of a title, status word, legal form: its canonical form
}

type relative struct {
	to  *lexeme
	rel NameRelation
}

// lexicon finds lexemes. A lexicon of a user's dictionary lies over the shipped
// one.
type lexicon struct {
	words map[string]*lexeme
	under *lexicon
	// skeletons holds the commonest name of those that have the same consonants,
	// loose those that sound alike in another alphabet's spelling.
	skeletons, loose map[string]*lexeme
	byShare          []*lexeme // given names, commonest first
	surByShare       []*lexeme
}

// shippedNames is read once, when the first name is parsed.
var shippedNames = sync.OnceValue(func() *lexicon { return readLexicon(nameTable) })

// find returns the lexeme of a folded word, nil for an unknown word.
func (l *lexicon) find(folded string) *lexeme {
	for ; l != nil; l = l.under {
		if x := l.words[folded]; x != nil {
			return x
		}
	}
	return nil
}

// findBytes is find without making a string.
func (l *lexicon) findBytes(folded []byte) *lexeme {
	for ; l != nil; l = l.under {
		if x := l.words[string(folded)]; x != nil {
			return x
		}
	}
	return nil
}

// shipped returns the lexicon at the bottom.
func (l *lexicon) shipped() *lexicon {
	for l.under != nil {
		l = l.under
	}
	return l
}

// entry returns the lexeme of a folded word in the upper lexicon, made (from the
// lower one's where there is one) when it is missing.
func (l *lexicon) entry(folded string) *lexeme {
	if x := l.words[folded]; x != nil {
		return x
	}
	x := &lexeme{gender: UnknownGender}
	if under := l.under.find(folded); under != nil {
		*x = *under
		if under.root == under {
			x.root = nil
		}
	}
	x.folded = folded
	if x.root == nil {
		x.root = x
	}
	l.words[folded] = x
	return x
}

// readLexicon reads the table that internal/nametables writes.
func readLexicon(table string) *lexicon {
	l := &lexicon{words: make(map[string]*lexeme, 18_000)}
	r := lexiconReader{l: l, slab: make([]lexeme, 0, 18_000), folds: arena{want: 1 << 18}}
	var cells [5]string
	for line := range strings.Lines(table) {
		r.line(cutCells(strings.TrimSuffix(line, "\n"), cells[:0]))
	}
	for _, w := range nameWords {
		for _, form := range strings.Fields(w.forms) {
			x := r.entry(form)
			x.role |= w.role
			if w.code != "" {
				x.code = w.code
			}
		}
	}
	for f := range companyHints {
		r.entry(f).role |= roleCompany
	}
	l.index()
	return l
}

// lexiconReader fills the lexicon at the bottom, its lexemes side by side.
type lexiconReader struct {
	l     *lexicon
	slab  []lexeme
	folds arena
}

// entry returns the lexeme of a folded word, made when it is missing.
func (r *lexiconReader) entry(folded string) *lexeme {
	if x := r.l.words[folded]; x != nil {
		return x
	}
	if len(r.slab) == cap(r.slab) {
		r.slab = make([]lexeme, 0, 1024)
	}
	r.slab = append(r.slab, lexeme{folded: folded, gender: UnknownGender})
	x := &r.slab[len(r.slab)-1]
	x.root = x
	r.l.words[folded] = x
	return x
}

// line takes one line of the table over; internal/nametables says what they mean.
func (r *lexiconReader) line(c []string) {
	switch c[0] {
	case "G":
		r.entry(r.folds.fold(c[1])).addGiven(c[1], Gender(c[2]), atof(c[3])/100, atof(c[4])/nation)
	case "S":
		r.entry(r.folds.fold(c[1])).addSurname(c[1], atof(c[2])/nation)
	case "V":
		r.entry(c[1]).root = r.entry(c[2])
	case "N":
		x := r.entry(c[1])
		x.nameOf = append(x.nameOf, r.entry(c[2]))
	case "R":
		r.entry(c[2]).relate(r.entry(c[3]), NameRelation(c[1]))
	case "T":
		a, b := r.entry(c[2]), r.entry(c[3])
		a.relatedSur = append(a.relatedSur, relative{b, NameRelation(c[1])})
		b.relatedSur = append(b.relatedSur, relative{a, NameRelation(c[1])})
	case "P":
		r.entry(c[1]).role |= rolePlace
	case "C":
		x := r.entry(c[1])
		x.first, x.second = r.entry(c[2]), r.entry(c[3])
	}
}

func cutCells(line string, cells []string) []string {
	for {
		cell, rest, more := strings.Cut(line, "\t")
		cells = append(cells, cell)
		if !more {
			return cells
		}
		line = rest
	}
}

func atof(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic("normalize: internal error: names.tsv: " + err.Error())
	}
	return f
}

// sureShare is how much of a fold's bearers must have one display form for a
// word without Turkish letters to be restored to it.
const sureShare = 0.9

// addGiven adds a display form of a given name; the commonest form says the
// gender.
func (x *lexeme) addGiven(display string, g Gender, sure, share float64) {
	total := x.givenShare + share
	switch {
	case x.given == "":
		x.given, x.gender, x.sure, x.givenBest = display, g, sure, share
	case share > x.givenBest:
		x.givenForms = append(x.givenForms, x.given)
		x.given, x.gender, x.sure, x.givenBest = display, g, sure, share
	default:
		x.givenForms = append(x.givenForms, display)
	}
	x.givenShare, x.givenSure = total, x.givenBest >= sureShare*total
}

// addSurname adds a display form of a surname.
func (x *lexeme) addSurname(display string, share float64) {
	total := x.surnameShare + share
	switch {
	case x.surname == "":
		x.surname, x.surnameBest = display, share
	case share > x.surnameBest:
		x.surnameForms = append(x.surnameForms, x.surname)
		x.surname, x.surnameBest = display, share
	default:
		x.surnameForms = append(x.surnameForms, display)
	}
	x.surnameShare, x.surnameSure = total, x.surnameBest >= sureShare*total
}

// relate records a fixed relation of two given names, both ways.
func (x *lexeme) relate(y *lexeme, rel NameRelation) {
	x.related = append(x.related, relative{y, rel})
	y.related = append(y.related, relative{x, rel})
}

// index makes what is derived: joined forms of spaced names, skeletons, the
// order by share.
func (l *lexicon) index() {
	for _, x := range l.words {
		if x.given != "" {
			l.byShare = append(l.byShare, x)
		}
		if x.surname != "" {
			l.surByShare = append(l.surByShare, x)
		}
	}
	slices.SortFunc(l.byShare, func(a, b *lexeme) int { return byShare(a.givenShare, b.givenShare, a, b) })
	slices.SortFunc(l.surByShare, func(a, b *lexeme) int { return byShare(a.surnameShare, b.surnameShare, a, b) })
	l.countSeconds()
	l.skeletons = make(map[string]*lexeme, 2048)
	l.loose = make(map[string]*lexeme, 2048)
	for _, x := range l.byShare {
		if x.givenShare < commonShare {
			break
		}
		if s := consonants(x.folded); len(s) >= 2 && l.skeletons[s] == nil {
			l.skeletons[s] = x.root
		}
		if s := looseKey(x.folded); l.loose[s] == nil {
			l.loose[s] = x.root
		}
	}
	for _, x := range l.surByShare {
		if s := consonants(x.folded); len(s) >= 3 && l.skeletons["/"+s] == nil {
			l.skeletons["/"+s] = x
		}
	}
}

// countSeconds derives how common a word is as second given name from the listed
// names of two words (Mehmet Ali, Ayşe Nur). The yearly lists hold few of them,
// so that their shares are damped to a fifth.
func (l *lexicon) countSeconds() {
	var total float64
	for _, x := range l.byShare {
		if first, second, ok := strings.Cut(x.folded, " "); ok && first != "" {
			total += x.givenShare
			if y := l.words[second]; y != nil {
				y.secondShare += x.givenShare
			}
		}
	}
	for _, x := range l.byShare {
		if x.secondShare > 0 {
			x.secondShare /= 5 * total
		}
	}
}

// commonShare is the share from which on a given name may stand for shortened
// or foreign forms: ten thousand bearers.
const commonShare = 9_900 / nation

func byShare(x, y float64, a, b *lexeme) int {
	switch {
	case x > y:
		return -1
	case x < y:
		return 1
	}
	return strings.Compare(a.folded, b.folded)
}

// consonants returns the consonants of a folded word, doubled ones once.
func consonants(folded string) string {
	var buf [32]byte
	return string(appendConsonants(buf[:0], folded))
}

func appendConsonants(out []byte, folded string) []byte {
	for i := 0; i < len(folded); i++ {
		if c := folded[i]; !isVowel(c) && c != ' ' && (len(out) == 0 || out[len(out)-1] != c || i > 0 && folded[i-1] != c) {
			out = append(out, c)
		}
	}
	return out
}

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	}
	return false
}

// names returns the lexicon that o asks for: the shipped one, with the user's
// words over it.
func (o *Options) names() *lexicon {
	if o == nil || o.Dictionary == nil {
		return shippedNames()
	}
	return o.Dictionary.lexicon()
}

// lexicon returns the user's words over the shipped lexicon.
func (d *Dictionary) lexicon() *lexicon {
	d.namesOnce.Do(func() { d.names = d.compileNames() })
	return d.names
}

// userShare is the share of a name that the user's dictionary brings: enough
// bearers to be taken for a name, too few to be common.
const userShare = 10_000 / nation

func (d *Dictionary) compileNames() *lexicon {
	l := &lexicon{words: map[string]*lexeme{}, under: shippedNames()}
	for _, name := range slices.Sorted(maps.Keys(d.GivenNames)) {
		if f := Fold(name); f != "" {
			x := l.entry(f)
			x.given, x.givenSure = Title(name), true
			x.givenShare = max(x.givenShare, userShare)
			if g := Gender(strings.ToUpper(d.GivenNames[name])); g == Male || g == Female || g == Unisex {
				x.gender, x.sure = g, 0.99
			}
		}
	}
	for _, name := range d.Surnames {
		if f := Fold(name); f != "" {
			x := l.entry(f)
			x.surname, x.surnameSure = Title(name), true
			x.surnameShare = max(x.surnameShare, userShare)
		}
	}
	for _, form := range slices.Sorted(maps.Keys(d.NameVariants)) {
		f, to := Fold(form), Fold(d.NameVariants[form])
		if f == "" || to == "" || f == to {
			continue
		}
		x := l.entry(f)
		if x.root = l.find(to); x.root == nil {
			x.root = l.entry(to)
		}
		x.root = x.root.root
	}
	for _, word := range d.NoiseWords {
		if f := Fold(word); f != "" {
			l.entry(f).role |= roleNobody
		}
	}
	return l
}
