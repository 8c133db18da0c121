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

	words  []givenWord // the words, joined names in their parts
	joined string      // Canonical without blanks, or the one name that the words make
	typed  string      // Folded without blanks
	other  bool        // in another script
	plain  bool        // compared without the Turkish tables
	inits  bool        // initials only
}

// givenWord is one word of a given name.
type givenWord struct {
	folded, root string
	lex          *lexeme // how the word is listed; nil for an unlisted word
	rootLex      *lexeme // nil for an unlisted word
	short        string  // what a word without vowels, or one cut off, most likely stands for
	bones        string  // the consonants
	loose        string  // of an unlisted word: see looseKey
	sex          Gender
	initial      bool
	dotted       bool  // cut off by a dot: Hüs.
	known        bool  // listed as a given name of some sex
	listed       bool  // listed as a given name
	optional     bool  // a title of honour that is also a name: Hacı
	part         uint8 // 1 and 2: the first and second part of a joined name
}

// NewGivenForm prepares a given name of one or several words, as ParseName
// returns it in Name.Given.
func NewGivenForm(given string, o *Options) *GivenForm {
	f := &GivenForm{Folded: Fold(given), plain: !o.Turkish(), Gender: UnknownGender}
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
	f.words = make([]givenWord, 0, len(n.tokens))
	roots := make([]string, 0, len(n.tokens))
	f.inits = true
	for i := range n.tokens {
		if n.tokens[i].folded == "" { // a word of another script among Latin ones
			continue
		}
		w := n.givenWord(&n.tokens[i])
		roots = append(roots, w.root)
		f.inits = f.inits && w.initial
		f.words = n.appendParts(f.words, w)
	}
	f.Canonical = strings.Join(roots, " ")
	f.typed = strings.ReplaceAll(f.Folded, " ", "")
	f.joined = n.joinedGiven(roots)
	if !f.plain {
		f.Gender, _ = genderOfWords(n.tokens)
	}
	return f
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// emptyLexicon knows no word.
var emptyLexicon = &lexicon{}

// joinedGiven returns what words written apart or together have in common. Where
// the words together are one listed name (Abd Alrahman, A. Kadir), that name.
func (n *nameText) joinedGiven(roots []string) string {
	joined := strings.Join(roots, "")
	if len(roots) < 2 || n.lex == emptyLexicon {
		return joined
	}
	if x := n.lex.find(foldJoined(n.tokens)); x != nil && (x.root != x || x.gender != UnknownGender) {
		return x.root.folded
	}
	if n.tokens[0].folded == "a" && len(roots) == 2 { // A. Samet
		for _, front := range [...]string{"abdul", "abdu"} {
			if x := n.lex.find(front + n.tokens[1].folded); x != nil && x.gender == Male {
				return x.root.folded
			}
		}
	}
	return joined
}

func foldJoined(ts []nameToken) string {
	var b strings.Builder
	for i := range ts {
		b.WriteString(ts[i].folded)
	}
	return b.String()
}

// givenWord prepares one word.
func (n *nameText) givenWord(t *nameToken) givenWord {
	w := givenWord{folded: t.folded, root: t.folded, initial: t.initial(), sex: UnknownGender}
	if w.initial || n.lex == emptyLexicon {
		return w
	}
	if t.text == "Ümüt" { // folds like Umut, which is another name
		t.lex = n.lex.find("umit")
	} else {
		t.lex = n.lex.readGiven(t.folded)
	}
	w.lex = t.lex
	if w.lex != nil {
		w.rootLex = w.lex.root
		w.root, w.sex = w.rootLex.folded, w.lex.gender
		w.known = w.rootLex.gender != UnknownGender
		w.listed = w.known || w.lex.given != ""
		if w.sex == UnknownGender {
			w.sex = w.rootLex.gender
		}
	}
	w.bones = consonants(t.folded)
	w.optional = optionalGiven[t.folded]
	if !w.known && len(t.folded) >= 4 {
		w.loose = looseKey(t.folded)
	}
	switch {
	case w.known || w.lex != nil && w.lex.nameOf != nil:
	case t.dot:
		w.dotted = true
		w.short = n.lex.shipped().cutOff(t.folded)
	case len(w.bones) == len(t.folded):
		if x := n.lex.shipped().skeletons[t.folded]; x != nil {
			w.short = x.folded
		}
	}
	return w
}

// optionalGiven are words of honour that are written or left out.
var optionalGiven = map[string]bool{"haci": true, "hafiz": true, "molla": true, "seyit": true, "gazi": true, "seyh": true}

// appendParts adds a word, or the parts of a joined name whose first part is a
// common name of its own: Ayşenur may be called Ayşe.
func (n *nameText) appendParts(words []givenWord, w givenWord) []givenWord {
	x := w.lex
	if x == nil || x.first == nil || x.first.root.givenShare < firstPartShare {
		return append(words, w)
	}
	for i, part := range [2]*lexeme{x.first, x.second} {
		p := givenWord{folded: part.folded, root: part.root.folded, lex: part, rootLex: part.root, known: true, listed: true,
			sex: part.gender, bones: consonants(part.folded), part: uint8(i + 1)}
		words = append(words, p)
	}
	return words
}

// firstPartShare is the share from which on the first part of a joined name is a
// name that its bearer may be called by: fifty thousand bearers.
const firstPartShare = 50_000 / nation

// cutOff returns the name that a word cut off by a dot stands for, if four of
// five people whose name begins so have that name: Hüs. is Hüseyin, but Mus. may
// be Musa or Mustafa.
func (l *lexicon) cutOff(prefix string) string {
	if len(prefix) < 3 {
		return ""
	}
	begins := strings.HasPrefix
	if len(consonants(prefix)) == len(prefix) { // Mst. for Mustafa
		begins = func(name, bones string) bool {
			return name[0] == bones[0] && strings.HasPrefix(consonants(name), bones)
		}
	}
	var total, best float64
	var name string
	for _, x := range l.byShare {
		if x.givenShare < commonShare {
			break
		}
		if begins(x.folded, prefix) {
			if name == "" {
				name = x.root.folded
			}
			total += x.givenShare
			if x.root.folded == name {
				best += x.givenShare
			}
		}
	}
	if best < 0.8*total || total == 0 {
		return ""
	}
	return name
}

// SurnameForm is a surname with its former surnames, prepared for
// [CompareSurname]. It does not change, and goroutines may share it.
type SurnameForm struct {
	// Folded is the key form; Canonical the key form through the variant table,
	// without blanks.
	Folded, Canonical string

	main, prev surnameWord
	hasPrev    bool
	other      bool
	plain      bool
}

// surnameWord is one surname, of however many words.
type surnameWord struct {
	folded, canonical string
	lex               *lexeme
	listed            bool
	given             bool // listed as a given name
	article           bool // with al- or el-
	initial, dotted   bool
	bare              string // without the particles in front
	bones             string
	short             string // what a word without vowels most likely stands for
}

// NewSurnameForm prepares a surname and the former surnames beside it, as
// ParseName returns them in Name.Surname and Name.Prev.
func NewSurnameForm(surname, prev string, o *Options) *SurnameForm {
	l := o.names()
	f := &SurnameForm{plain: !o.Turkish()}
	if f.plain {
		l = emptyLexicon
	}
	f.main = l.surnameWord(surname)
	f.Folded, f.Canonical = f.main.folded, f.main.canonical
	f.other = f.Folded == "" && hasLetter(surname)
	if prev != "" {
		f.prev = l.surnameWord(prev)
		f.hasPrev = f.prev.folded != ""
	}
	return f
}

func (l *lexicon) surnameWord(surname string) surnameWord {
	w := surnameWord{folded: Fold(surname)}
	if w.folded == "" {
		return w
	}
	w.bones = consonants(w.folded)
	if l == emptyLexicon {
		w.initial = len(w.folded) == 1
		w.canonical = strings.ReplaceAll(w.folded, " ", "")
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
	if from > 0 {
		w.bare = foldJoined(n.tokens[from:])
	}
	switch {
	case w.listed:
		var joinedArticle bool
		w.canonical, joinedArticle = l.canonicalSurname(joined)
		w.article = w.article || joinedArticle
	case w.article || len(n.tokens) == 1:
		var joinedArticle bool
		w.canonical, joinedArticle = l.canonicalSurname(foldJoined(n.tokens[from:]))
		w.article = w.article || joinedArticle
	default:
		var b strings.Builder
		for i := range n.tokens {
			c, _ := l.canonicalSurname(n.tokens[i].folded)
			b.WriteString(c)
		}
		w.canonical = b.String()
	}
	if w.canonical == "" {
		w.canonical = joined
	}
	if len(n.tokens) == 1 {
		t := &n.tokens[0]
		w.initial = t.initial()
		w.dotted = !w.listed && t.dot && !w.initial
		if len(w.bones) == len(w.folded) && !w.dotted && !w.initial {
			if x := l.shipped().skeletons["/"+w.bones]; x != nil {
				w.short = x.folded
			}
		}
	}
	return w
}
