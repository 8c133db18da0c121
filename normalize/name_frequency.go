package normalize

import "iter"

// GivenFrequency returns the share of the population that bears the folded given
// name, in the spelling given or as another spelling of the same name.
//
// The shares come from register counts (the commonest names), from TÜİK's yearly
// lists scaled to them, and from long lists of names for the tail. A word that
// none of them holds counts as 300 people: half of the nation bears a name
// outside of the yearly lists, spread over some hundred thousand names.
func GivenFrequency(word string) float64 { return givenFrequency(shippedNames().find(word)) }

func givenFrequency(x *lexeme) float64 {
	if x == nil {
		return unlistedGiven
	}
	return max(x.givenShare, x.root.givenShare, unlistedGiven)
}

// SurnameFrequency returns the share of the population that bears the folded
// surname. About a third of the people have a surname that no list holds; such a
// word counts as 3,000 people, a third of what Good and Turing's estimate gives
// a surname seen once in the sample. A given name used as surname, as in Syrian
// papers, counts as a tenth of its bearers.
func SurnameFrequency(word string) float64 { return surnameFrequency(shippedNames().find(word)) }

func surnameFrequency(x *lexeme) float64 {
	switch {
	case x == nil:
		return unlistedFamily
	case x.surnameShare > 0:
		return x.surnameShare
	case x.gender == Male || x.root != x:
		return max(unlistedFamily, givenFrequency(x)/10)
	}
	return unlistedFamily
}

// Expected bearers: the parts that ExpectedBearers multiplies.
const (
	// secondName is the share of people with a second given name.
	secondName = 0.35
	// initialShare is the share of given names that begin with a given letter.
	initialShare = 0.06
	// doubtShare stands for a part whose frequency nobody knows: 20,000 bearers.
	// It is more than [GivenFrequency] and [SurnameFrequency] say, because an
	// unknown surname or given name alone does not make a name rare.
	doubtShare = 20_000 / nation
	// doubleSurname is the share of people who carry a former surname as well.
	doubleSurname = 0.05
	// Foreigners who bear a given name as surname, as Syrians do: four million, and
	// some sixty names cover most of them (1.5 in 100 each).
	foreigners   = 4e6
	foreignShare = 0.015
)

// ExpectedBearers returns how many people of the nation (85 million) are
// expected to bear the name, if given names and surnames were independent
// (turkish.md section 2.5). A second given name and a former surname make a name
// rarer; an unknown part alone does not make it rare. What is no person has 0.
func ExpectedBearers(n *Name) float64 {
	if n.Kind != KindPerson || n.Key == "" {
		return 0
	}
	t := newNameText(shippedNames())
	defer t.free()
	t.scan(n.Given)
	given := t.expectedGiven()
	abroad := t.arabic()
	t.scan(n.Surname)
	surname := 1.0
	if len(t.tokens) > 0 {
		surname = t.expectedSurname()
	}
	expected := nation * given * surname
	if n.Prev != "" {
		expected *= doubleSurname
	}
	if abroad && t.arabic() {
		expected = max(expected, foreigners*foreignShare*foreignShare)
	}
	return expected
}

func (n *nameText) expectedGiven() float64 {
	share := 1.0
	if len(n.tokens) == 2 {
		if x := n.lex.find(n.tokens[0].folded + " " + n.tokens[1].folded); x != nil {
			return x.givenShare // Mehmet Ali is counted as one
		}
	}
	for i := range n.tokens {
		t := &n.tokens[i]
		f := doubtShare
		switch {
		case t.initial():
			f = initialShare
		case t.knownGiven():
			f = givenFrequency(t.lex)
		}
		if i > 0 {
			if t.lex != nil {
				f = max(f, t.lex.secondShare)
			}
			f *= secondName
		}
		share *= f
	}
	return share
}

func (n *nameText) expectedSurname() float64 {
	if len(n.tokens) > 1 {
		if x := n.lex.find(foldJoined(n.tokens)); x != nil && x.surnameShare > 0 {
			return x.surnameShare
		}
	}
	t := &n.tokens[len(n.tokens)-1]
	if t.surnameShare() > 0 || t.knownGiven() {
		return surnameFrequency(t.lex)
	}
	return doubtShare
}

// arabic reports words that are all given names, the last one also a surname
// abroad and none in Turkey, or an article in front.
func (n *nameText) arabic() bool {
	for i := range n.tokens {
		t := &n.tokens[i]
		if !t.is(roleArticle) && !(t.knownGiven() && t.lex.root.gender == Male && t.surnameShare() == 0) {
			return false
		}
	}
	return len(n.tokens) > 0
}

// GivenNames yields the shipped given names in display form with their share of
// the population, the commonest first.
func GivenNames() iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		for _, x := range shippedNames().byShare {
			if x.gender != UnknownGender && !yield(x.given, x.givenShare) {
				return
			}
		}
	}
}

// Surnames yields the shipped surnames like [GivenNames].
func Surnames() iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		for _, x := range shippedNames().surByShare {
			if !yield(x.surname, x.surnameShare) {
				return
			}
		}
	}
}
