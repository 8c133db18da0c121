package normalize

import (
	"strings"
	"unicode"
)

// GivenForm is a given name prepared for [CompareGiven]. Make it with
// [NewGivenForm] and keep it: it does not change, and goroutines may share it.
type GivenForm struct {
	// Folded is the key form; Canonical the key form with every word through the
	// variant table.
	Folded, Canonical string
	// Gender is what the name says of the sex of its bearer.
	Gender Gender

	words []givenWord // the words, joined names in their parts
	whole string      // the one name that the words make, "" where they make none
	other bool        // in another script
	plain bool        // compared without the Turkish tables
	inits bool        // initials only
}

// givenWord is one word of a given name. A store or a file has hundreds of
// thousands of them, so that its strings stand in one.
type givenWord struct {
	text          string  // the fold, the consonants, and of an unlisted word its looseKey
	lex           *lexeme // how the word is listed; nil for an unlisted word
	short         *lexeme // what a word without vowels, or one cut off, most likely stands for; nil for nothing
	fold, letters uint32  // lengths of the first two parts of text
	man, woman    bool    // whose name it is
	initial       bool
	dotted        bool  // cut off by a dot: Hüs.
	known         bool  // listed as a given name of some sex
	listed        bool  // listed as a given name
	respelt       bool  // not listed itself, but by a rule the spelling of a listed one
	optional      bool  // a title of honour that is also a name: Hacı
	part          uint8 // 1 and 2: the first and second part of a joined name
}

func (w *givenWord) folded() string { return w.text[:w.fold] }

// bones are the consonants.
func (w *givenWord) bones() string { return w.text[w.fold : w.fold+w.letters] }

func (w *givenWord) loose() string { return w.text[w.fold+w.letters:] }

// root is the name that the word is a spelling of.
func (w *givenWord) root() string {
	if w.lex == nil {
		return w.folded()
	}
	return w.lex.root.folded
}

// rootLex is how the root is listed; nil for an unlisted word.
func (w *givenWord) rootLex() *lexeme {
	if w.lex == nil {
		return nil
	}
	return w.lex.root
}

// NewGivenForm prepares a given name of one or several words, as ParseName
// returns it in Name.Given.
func NewGivenForm(given string, o *Options) *GivenForm {
	var one Forms
	return one.Given(given, o)
}

// Given is [NewGivenForm].
func (m *Forms) Given(given string, o *Options) *GivenForm {
	piece := m.piece()
	f := &keep(&m.given, piece, GivenForm{Folded: m.text.fold(given), plain: !o.Turkish(), Gender: UnknownGender})[0]
	f.other = f.Folded == "" && hasLetter(given)
	if f.Folded == "" {
		return f
	}
	n := newNameText(o.names())
	defer n.free()
	if f.plain {
		n.lex = emptyLexicon
	}
	n.scan(given)
	m.giveWords(n, f, piece)
	if !f.plain {
		f.Gender, _ = genderOfWords(n.tokens)
	}
	return f
}

// giveWords fills in the words of f and what is made of them.
func (m *Forms) giveWords(n *nameText, f *GivenForm, piece int) {
	var some [maxAligned]givenWord
	var buf [96]byte
	words, roots, latin := some[:0], buf[:0], 0
	f.inits = true
	for i := range n.tokens {
		if n.tokens[i].folded == "" { // a word of another script among Latin ones
			continue
		}
		w := m.givenWord(n, &n.tokens[i])
		roots = appendWord(roots, w.root())
		f.inits = f.inits && w.initial
		words = m.appendParts(words, w)
		latin++
	}
	f.words = keep(&m.words, piece, words...)
	if f.Canonical = f.Folded; string(roots) != f.Folded {
		f.Canonical = m.text.str(roots)
	}
	if latin > 1 {
		f.whole = n.wholeGiven(latin)
	}
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// emptyLexicon knows no word.
var emptyLexicon = &lexicon{}

// wholeGiven returns the one listed name that words written apart are together
// (Abd Alrahman, A. Kadir), "" for none. So many of the words are in Latin letters.
func (n *nameText) wholeGiven(latin int) string {
	if n.lex == emptyLexicon {
		return ""
	}
	if x := n.lex.find(foldJoined(n.tokens)); x != nil && (x.root != x || x.gender != UnknownGender) {
		return x.root.folded
	}
	if n.tokens[0].folded == "a" && latin == 2 { // A. Samet
		for _, front := range [...]string{"abdul", "abdu"} {
			if x := n.lex.find(front + n.tokens[1].folded); x != nil && x.gender == Male {
				return x.root.folded
			}
		}
	}
	return ""
}

// joined is what the name has in common with the same words written apart or
// together, but for the blanks.
func (f *GivenForm) joined() string {
	if f.whole != "" {
		return f.whole
	}
	return f.Canonical
}

func foldJoined(ts []nameToken) string {
	var b strings.Builder
	for i := range ts {
		b.WriteString(ts[i].folded)
	}
	return b.String()
}

// givenWord prepares one word.
func (m *Forms) givenWord(n *nameText, t *nameToken) givenWord {
	w := givenWord{initial: t.initial(), fold: uint32(len(t.folded))}
	if w.initial || n.lex == emptyLexicon {
		w.text = m.text.join(t.folded)
		return w
	}
	if t.text == "Ümüt" { // folds like Umut, which is another name
		t.lex = n.lex.find("umit")
	} else {
		t.lex = n.lex.readGiven(t.folded)
	}
	w.list(t.lex)
	w.respelt = t.lex != nil && t.lex.folded != t.folded && t.text != "Ümüt"
	w.optional = optionalGiven[t.folded]
	loose := ""
	if !w.known && len(t.folded) >= 4 {
		loose = looseKey(t.folded)
	}
	w.write(m, t.folded, loose)
	switch {
	case w.known && t.dot && w.lex.given == "": // Hüs. is listed for Hüseyin
		w.dotted = true
	case w.known || w.lex != nil && w.lex.nameOf != nil:
	case t.dot:
		w.dotted = true
		w.short = n.lex.shipped().cutOff(t.folded)
	case len(w.bones()) == len(t.folded):
		w.short = n.lex.shipped().skeletons[t.folded]
	}
	return w
}

// list notes how the word is listed.
func (w *givenWord) list(x *lexeme) {
	if w.lex = x; x == nil {
		return
	}
	w.known = x.root.gender != UnknownGender
	w.listed = w.known || x.given != ""
	g := x.gender
	if g == UnknownGender {
		g = x.root.gender
	}
	w.man, w.woman = g == Male, g == Female
}

// write makes the text of the word.
func (w *givenWord) write(m *Forms, folded, loose string) {
	var buf [64]byte
	bones := appendConsonants(buf[:0], folded)
	w.fold, w.letters = uint32(len(folded)), uint32(len(bones))
	w.text = m.text.join(folded, string(bones), loose)
}

// optionalGiven are words of honour that are written or left out.
var optionalGiven = map[string]bool{"haci": true, "hafiz": true, "molla": true, "seyit": true, "gazi": true, "seyh": true}

// appendParts adds a word, or the parts of a joined name whose first part is a
// common name of its own: Ayşenur may be called Ayşe.
func (m *Forms) appendParts(words []givenWord, w givenWord) []givenWord {
	x := w.lex
	if x == nil || x.first == nil || x.first.root.givenShare < firstPartShare {
		return append(words, w)
	}
	for i, part := range [2]*lexeme{x.first, x.second} {
		p := givenWord{lex: part, known: true, listed: true, man: part.gender == Male, woman: part.gender == Female, part: uint8(i + 1)}
		p.write(m, part.folded, "")
		words = append(words, p)
	}
	return words
}

// firstPartShare is the share from which on the first part of a joined name is a
// name that its bearer may be called by: fifty thousand bearers.
const firstPartShare = 50_000 / nation

// cutOff returns the name that a word cut off by a dot stands for, if four of
// five people whose name begins so have that name: Hüs. is Hüseyin, but Mus. may
// be Musa or Mustafa; then it returns nil.
func (l *lexicon) cutOff(prefix string) *lexeme {
	if len(prefix) < 3 {
		return nil
	}
	begins := strings.HasPrefix
	if len(consonants(prefix)) == len(prefix) { // Mst. for Mustafa
		begins = func(name, bones string) bool {
			return name[0] == bones[0] && strings.HasPrefix(consonants(name), bones)
		}
	}
	var total, best float64
	var name *lexeme
	for _, x := range l.byShare {
		if x.givenShare < commonShare {
			break
		}
		if begins(x.folded, prefix) {
			if name == nil {
				name = x.root
			}
			total += x.givenShare
			if x.root == name {
				best += x.givenShare
			}
		}
	}
	if best < 0.8*total || total == 0 {
		return nil
	}
	return name
}

// SurnameForm is a surname with its former surnames, prepared for
// [CompareSurname]. It does not change, and goroutines may share it.
type SurnameForm struct {
	// Folded is the key form; Canonical the key form through the variant table,
	// without blanks.
	Folded, Canonical string

	main  surnameWord
	prev  *surnameWord // nil for none
	other bool
	plain bool
}

// surnameWord is one surname, of however many words. Its strings stand in one, see
// [givenWord].
type surnameWord struct {
	text            string  // the fold, the canonical form, the fold without the particles in front, the consonants
	lex             *lexeme // nil for an unlisted surname
	short           *lexeme // what a word without vowels most likely stands for, nil for nothing
	ends            [3]uint32
	listed          bool
	given           bool // listed as a given name
	article         bool // with al- or el-
	initial, dotted bool
}

func (w *surnameWord) folded() string { return w.text[:w.ends[0]] }

func (w *surnameWord) canonical() string { return w.text[w.ends[0]:w.ends[1]] }

// bare is the surname without the particles in front, "" where it has none.
func (w *surnameWord) bare() string { return w.text[w.ends[1]:w.ends[2]] }

// bones are the consonants.
func (w *surnameWord) bones() string { return w.text[w.ends[2]:] }

// NewSurnameForm prepares a surname and the former surnames beside it, as
// ParseName returns them in Name.Surname and Name.Prev.
func NewSurnameForm(surname, prev string, o *Options) *SurnameForm {
	var one Forms
	return one.Surname(surname, prev, o)
}

// Surname is [NewSurnameForm].
func (m *Forms) Surname(surname, prev string, o *Options) *SurnameForm {
	piece := m.piece()
	l := o.names()
	f := &keep(&m.surnames, piece, SurnameForm{plain: !o.Turkish()})[0]
	if f.plain {
		l = emptyLexicon
	}
	f.main = m.surnameWord(l, surname)
	f.Folded, f.Canonical = f.main.folded(), f.main.canonical()
	f.other = f.Folded == "" && hasLetter(surname)
	if prev != "" {
		if w := m.surnameWord(l, prev); w.text != "" {
			f.prev = &keep(&m.former, piece/8, w)[0]
		}
	}
	return f
}

func (m *Forms) surnameWord(l *lexicon, surname string) (w surnameWord) {
	folded := Fold(surname)
	if folded == "" {
		return w
	}
	if l == emptyLexicon {
		w.initial = len(folded) == 1
		w.write(m, folded, strings.ReplaceAll(folded, " ", ""), "")
		return w
	}
	n := newNameText(l)
	defer n.free()
	n.scan(surname)
	joined := foldJoined(n.tokens)
	w.lex = l.find(joined)
	w.listed = w.lex != nil && w.lex.surname != ""
	w.given = w.lex != nil && w.lex.given != ""
	from := 0
	for from < len(n.tokens)-1 && n.tokens[from].is(roleParticle) {
		w.article = w.article || n.tokens[from].is(roleArticle)
		from++
	}
	bare := ""
	if from > 0 {
		bare = foldJoined(n.tokens[from:])
	}
	w.write(m, folded, w.canonicalForm(n, joined, from), bare)
	if len(n.tokens) == 1 {
		w.one(&n.tokens[0], l)
	}
	return w
}

// canonicalForm returns the canonical form of a surname behind so many particles,
// and notes an article that is joined to it.
func (w *surnameWord) canonicalForm(n *nameText, joined string, from int) string {
	canonical, article := "", false
	switch {
	case w.listed:
		canonical, article = n.lex.canonicalSurname(joined)
	case w.article || len(n.tokens) == 1:
		canonical, article = n.lex.canonicalSurname(foldJoined(n.tokens[from:]))
	default:
		var b strings.Builder
		for i := range n.tokens {
			c, _ := n.lex.canonicalSurname(n.tokens[i].folded)
			b.WriteString(c)
		}
		canonical = b.String()
	}
	w.article = w.article || article
	if canonical == "" {
		return joined
	}
	return canonical
}

// one notes the shape of a surname of one word.
func (w *surnameWord) one(t *nameToken, l *lexicon) {
	w.initial = t.initial()
	w.dotted = !w.listed && t.dot && !w.initial
	if bones := w.bones(); len(bones) == len(w.folded()) && !w.dotted && !w.initial {
		w.short = l.shipped().skeletons["/"+bones]
	}
}

// write makes the text of the word.
func (w *surnameWord) write(m *Forms, folded, canonical, bare string) {
	var buf [64]byte
	bones := appendConsonants(buf[:0], folded)
	end := len(folded)
	for i, part := range [...]string{canonical, bare, ""} {
		w.ends[i] = uint32(end)
		end += len(part)
	}
	w.text = m.text.join(folded, canonical, bare, string(bones))
}
