package normalize

import "strings"

// CanonicalGiven returns the folded word that stands for every spelling of the
// given name: "ahmed", "ahmad" and "ahmet" give "ahmet". A word that no table
// holds is read by rule (a hard last consonant, doubled letters, how Arabic names
// are written in Latin letters); what no rule reads stands for itself.
func CanonicalGiven(word string) string { return shippedNames().canonicalGiven(word) }

// CanonicalSurname does for a surname word what [CanonicalGiven] does for a given
// name. A listed surname stands for itself; a given name used as surname, also
// with the Arabic article joined to it (alahmad), for its canonical form.
func CanonicalSurname(word string) string {
	root, _ := shippedNames().canonicalSurname(word)
	return root
}

func (l *lexicon) canonicalGiven(word string) string {
	if x := l.readGiven(word); x != nil {
		return x.root.folded
	}
	return word
}

// readGiven returns the lexeme of a given name in any spelling, nil when it is
// none that the tables or rules know.
func (l *lexicon) readGiven(word string) *lexeme {
	x := l.find(word)
	if x != nil && (x.root != x || x.given != "" || x.nameOf != nil || x.related != nil) {
		return x
	}
	if len(word) < 4 {
		return nil
	}
	var found *lexeme
	respell(word, func(try string) bool {
		if y := l.find(try); y != nil && (y.root != y || y.gender != UnknownGender) {
			found = y
		}
		return found == nil
	})
	if found == nil && foreignSpelling(word) {
		found = l.shipped().loose[looseKey(word)]
	}
	return found
}

// canonicalSurname returns the canonical form of a surname word, and whether an
// Arabic article was joined to it.
func (l *lexicon) canonicalSurname(word string) (root string, article bool) {
	x := l.find(word)
	if x != nil && x.surname != "" && x.root == x {
		if stem, ok := cutArticle(word); ok && len(stem) > 4 { // Alhasan is El Hasan
			if y := l.find(stem); y != nil && y.root.givenShare >= commonShare && x.surnameShare < commonSurname {
				return y.root.folded, true
			}
		}
		return word, false
	}
	if x != nil && (x.gender != UnknownGender || x.root != x) {
		return x.root.folded, false
	}
	if y := l.readGiven(word); y != nil && y != x {
		return y.root.folded, false
	}
	if stem, ok := cutArticle(word); ok {
		if y := l.readGiven(stem); y != nil && y.root.gender != UnknownGender {
			return y.root.folded, true
		}
	}
	found := ""
	respell(word, func(try string) bool {
		if y := l.find(try); y != nil && y.surname != "" {
			found = try
		}
		return found == ""
	})
	if found != "" {
		return found, false
	}
	return umlauts(word), false
}

// cutArticle takes the Arabic article off a joined word.
func cutArticle(word string) (string, bool) {
	if len(word) >= 6 && (word[:2] == "al" || word[:2] == "el") {
		return word[2:], true
	}
	return word, false
}

// umlauts writes German umlauts as their fold does: Mueller is Müller.
func umlauts(word string) string {
	for i := 1; i < len(word); i++ {
		if word[i] == 'e' && (word[i-1] == 'u' || word[i-1] == 'o' || word[i-1] == 'a') {
			return umlautReplacer.Replace(word)
		}
	}
	return word
}

var umlautReplacer = strings.NewReplacer("ue", "u", "oe", "o", "ae", "a")

// respell yields other spellings of a folded word by the rules that join names
// in registers: a hard last consonant, -ettin, single letters, umlauts. It stops
// when yield says false.
func respell(word string, yield func(string) bool) {
	if len(word) < 2 {
		return
	}
	for i, base := range [...]string{word, undouble(word), umlauts(word)} {
		if i > 0 && base == word {
			continue
		}
		if i > 0 && !yield(base) {
			return
		}
		last := len(base) - 1
		switch base[last] {
		case 'd':
			if !yield(base[:last] + "t") {
				return
			}
		case 'b':
			if !yield(base[:last] + "p") {
				return
			}
		case 'a': // Nurulla is Nurullah
			if strings.HasSuffix(base, "ulla") && !yield(base+"h") {
				return
			}
		}
		if stem, ok := strings.CutSuffix(base, "eddin"); ok && !yield(stem+"ettin") {
			return
		}
		if stem, ok := strings.CutSuffix(base, "edin"); ok && !yield(stem+"ettin") {
			return
		}
	}
}

// undouble writes doubled letters once.
func undouble(word string) string {
	for i := 1; i < len(word); i++ {
		if word[i] == word[i-1] {
			var b strings.Builder
			b.WriteString(word[:i])
			for j := i + 1; j < len(word); j++ {
				if word[j] != word[j-1] {
					b.WriteByte(word[j])
				}
			}
			return b.String()
		}
	}
	return word
}

// foreignSpelling reports letters and groups that Turkish does not write, as in
// Latin spellings of Arabic names: Khatib, Yousef, Saeed.
func foreignSpelling(word string) bool {
	if strings.ContainsAny(word, "qwxj") {
		return true
	}
	for _, g := range [...]string{"kh", "sh", "gh", "th", "dh", "ph", "ou", "oo", "ee", "aa", "ss"} {
		if strings.Contains(word, g) {
			return true
		}
	}
	return false
}

// looseLetters brings Latin spellings of Arabic names and Turkish ones together.
var looseLetters = strings.NewReplacer("kh", "h", "gh", "g", "sh", "s", "ch", "c", "th", "t", "dh", "d", "ph", "f",
	"ou", "u", "oo", "u", "ee", "i", "aa", "a", "eyi", "ei", "ayi", "ei", "ai", "ei", "q", "k", "w", "v", "x", "ks", "j", "c",
	"e", "a", "o", "u", "y", "i")

// looseKey returns what two spellings of an Arabic name have in common. It does
// not decide on its own between names that are listed.
func looseKey(word string) string {
	k := undouble(looseLetters.Replace(word))
	if n := len(k) - 1; n > 0 {
		switch k[n] {
		case 'd':
			k = k[:n] + "t"
		case 'b':
			k = k[:n] + "p"
		}
	}
	return k
}
