package normalize

import (
	_ "embed"
	"strings"
	"sync"
)

//go:generate go run ../internal/gen/words -facts $TEKIL_FACTS -places $TEKIL_PLACES -out words.txt

// wordsText is the dictionary of name and place words: see internal/gen/words.
//
//go:embed words.txt
var wordsText string

// A spelling is a word of the dictionary.
type spelling struct {
	word    string // in Turkish small letters
	display string // in title case
	weight  int32  // in tenths: how well the spelling is attested
}

// wordIndex finds spellings by fold.
type wordIndex struct {
	spellings []spelling // by fold
	byFold    map[string]span
}

// span is a range of wordIndex.spellings, its end excluded.
type span struct{ from, to int32 }

// words returns the dictionary, built when it is first asked for.
var words = sync.OnceValue(func() *wordIndex { return newWordIndex(wordsText) })

func newWordIndex(text string) *wordIndex {
	n := strings.Count(text, "\n")
	x := &wordIndex{
		spellings: make([]spelling, 0, n),
		byFold:    make(map[string]span, n),
	}
	made := arena{want: len(text)}
	for line := range strings.Lines(text) {
		word, weight, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		at := int32(len(x.spellings))
		x.spellings = append(x.spellings, spelling{word, made.join(Title(word)), atoi32(weight)})
		fold := made.fold(word)
		s, ok := x.byFold[fold]
		if !ok {
			s.from = at
		}
		s.to = at + 1
		x.byFold[fold] = s
	}
	return x
}

func atoi32(s string) (v int32) {
	for i := 0; i < len(s); i++ {
		v = v*10 + int32(s[i]-'0')
	}
	return v
}

// find returns the spellings that fold to fold.
func (x *wordIndex) find(fold string) []spelling {
	s := x.byFold[fold]
	return x.spellings[s.from:s.to]
}

// weight returns how well the very spelling (in any case) is attested, in tenths;
// 0 says that it is not in the dictionary.
func (x *wordIndex) weight(word string) int32 {
	lower := Lower(word)
	for _, s := range x.find(Fold(lower)) {
		if s.word == lower {
			return s.weight
		}
	}
	return 0
}

// has reports whether the very spelling is in the dictionary.
func (x *wordIndex) has(word string) bool { return x.weight(word) > 0 }

// hasFold reports whether some spelling has the fold of word.
func (x *wordIndex) hasFold(word string) bool { return len(x.find(Fold(word))) > 0 }

// negligible is how much better attested one spelling is than another that is
// then taken for a misspelling of it.
const negligible = 20

// prefers reports that spelling a is in the dictionary and b is not, or is
// negligible beside it.
func (x *wordIndex) prefers(a, b string) bool {
	w := x.weight(a)
	return w > 0 && x.weight(b)*negligible < w
}
