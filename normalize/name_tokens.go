package normalize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameToken is one word of a name field.
type nameToken struct {
	text   string  // as written, without punctuation
	folded string  // its fold; of a known word, the lexeme's string
	lex    *lexeme // nil for a word that is no name and has no role
	sep    byte    // what stands in front: a blank, or one of , - / ( & + ; :
	spaced bool    // a blank stands around that sign
	inside bool    // in brackets
	dot    bool    // a dot follows
	caps   bool    // two letters or more, all capitals
	digits bool    // holds a digit
	lossy  bool    // holds a lost letter
}

func (t *nameToken) is(r wordRole) bool { return t.lex != nil && t.lex.role&r != 0 }

// initial reports a single letter that abbreviates a name.
func (t *nameToken) initial() bool { return len(t.folded) == 1 && !t.digits }

// givenShare is the share of people with this given name, in any spelling.
func (t *nameToken) givenShare() float64 {
	if t.lex == nil {
		return 0
	}
	return max(t.lex.givenShare, t.lex.root.givenShare)
}

func (t *nameToken) surnameShare() float64 {
	if t.lex == nil {
		return 0
	}
	return t.lex.surnameShare
}

// knownGiven reports a word that is listed as a given name of some sex.
func (t *nameToken) knownGiven() bool {
	return t.lex != nil && (t.lex.gender != UnknownGender || t.lex.root != t.lex)
}

// nameText is the work on one name field: its tokens and what is set aside from
// them on the way.
type nameText struct {
	lex    *lexicon
	tokens []nameToken
	store  [12]nameToken // the tokens of most fields
	used   int           // tokens that the last scan cut
	flags  []string
	roles  wordRole     // what the words can be, together
	made   arena        // what the strings of the field are made in
	stars  bool         // asterisks stood beside the name
	other  bool         // a letter that is not Latin was seen
	firm   companyShape // work space of company
}

func (n *nameText) flag(f string) {
	for _, x := range n.flags {
		if x == f {
			return
		}
	}
	n.flags = append(n.flags, f)
}

// taken returns the flags in order, for a result to keep.
func (n *nameText) taken() []string {
	if len(n.flags) == 0 {
		return nil
	}
	slices.Sort(n.flags)
	return slices.Clone(n.flags)
}

// has reports a flag.
func (n *nameText) has(f string) bool { return slices.Contains(n.flags, f) }

// drop takes the tokens from i to j (excluded) out.
func (n *nameText) drop(i, j int) {
	n.tokens = append(n.tokens[:i], n.tokens[j:]...)
}

// scan cuts s into tokens. Words are letters, digits, apostrophes and lost
// letters; everything else separates.
func (n *nameText) scan(s string) {
	n.tokens = n.store[:0]
	n.made.want = len(s) + 16
	sep, spaced, inside := byte(' '), false, false
	for i := 0; i < len(s); {
		j := wordEnd(s, i)
		if j > i {
			n.tokens = append(n.tokens, nameToken{text: s[i:j], sep: sep, spaced: spaced, inside: inside})
			t := &n.tokens[len(n.tokens)-1]
			n.read(t)
			i, sep, spaced = j, ' ', false
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '.':
			if len(n.tokens) > 0 && sep == ' ' && !spaced {
				n.tokens[len(n.tokens)-1].dot = true
			}
		case '(', '[', '{':
			sep, inside = '(', true
		case ')', ']', '}':
			inside = false
		case '"', '“', '”', '„', '«', '»': // Mehmet "Memo" Kaya
			inside = len(n.tokens) > 0 && !inside && strings.ContainsAny(s[i+size:], "\"“”»«")
			if inside {
				sep = '('
			}
			spaced = true
		case '*':
			n.stars = true
		case ' ', '\t', '\n', '\r', 0xA0:
			spaced = true
		case '-', '–', '—', '_', '‐':
			sep = stronger(sep, '-')
		case '/', '\\', '|':
			sep = stronger(sep, '/')
		case ',', ';', '&', '+', ':':
			sep = stronger(sep, byte(r))
		default:
			spaced = true
		}
		i += size
	}
	if len(n.tokens) == 1 && len(s) > 5 {
		n.cutGlued()
	}
	n.used = max(n.used, len(n.tokens))
}

// cutGlued cuts a name that is one word into those that begin with a capital
// inside it, where the first is a given name and the last a surname: UğurÖzmen,
// but not McDonald.
func (n *nameText) cutGlued() {
	whole := n.tokens[0]
	if whole.lex != nil || whole.digits {
		return
	}
	var cuts [3]int // where the parts end
	parts, small := 0, false
	for i, r := range whole.text {
		capital := lowerRune(r) != r
		if capital && small {
			if parts == len(cuts)-1 {
				return
			}
			cuts[parts] = i
			parts++
		}
		small = !capital
	}
	if parts == 0 {
		return
	}
	cuts[parts] = len(whole.text)
	n.tokens = n.tokens[:0]
	for k, from := 0, 0; k <= parts; k++ {
		t := nameToken{text: whole.text[from:cuts[k]], sep: ' ', inside: whole.inside}
		n.tokens = append(n.tokens, t)
		n.read(&n.tokens[k])
		from = cuts[k]
	}
	if !n.tokens[0].knownGiven() || n.tokens[parts].surnameShare() == 0 {
		n.tokens = append(n.tokens[:0], whole)
	}
}

// stronger keeps the first sign that is more than a blank.
func stronger(old, sign byte) byte {
	if old == ' ' {
		return sign
	}
	return old
}

// wordEnd returns where the word that starts at i ends; i when none starts there.
func wordEnd(s string, i int) int {
	for i < len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '?', c == '@':
			i++
		case c == '\'':
			if i == 0 || i+1 == len(s) || !asciiLetterOrHigh(s[i-1]) || !asciiLetterOrHigh(s[i+1]) {
				return i
			}
			i++
		case c < utf8.RuneSelf:
			return i
		case (c == 0xC3 || c == 0xC4 || c == 0xC5) && i+1 < len(s) && s[i+1] != 0x97 && s[i+1] != 0xB7:
			i += 2
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && !isApostrophe(r) && r != utf8.RuneError {
				return i
			}
			i += size
		}
	}
	return i
}

func asciiLetterOrHigh(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf
}

// read folds a token, looks it up and notes its shape.
func (n *nameText) read(t *nameToken) {
	var buf [64]byte
	fold := AppendFold(buf[:0], t.text)
	if t.lex = n.lex.findBytes(fold); t.lex != nil {
		t.folded = t.lex.folded
	} else {
		t.folded = n.made.str(fold)
	}
	upper, lower := 0, 0
	for _, r := range t.text {
		switch {
		case 'a' <= r && r <= 'z':
			lower++
		case 'A' <= r && r <= 'Z':
			upper++
		case '0' <= r && r <= '9':
			t.digits = true
		case r == '?' || r == utf8.RuneError:
			t.lossy = true
		case r >= utf8.RuneSelf && unicode.IsUpper(r):
			upper++
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			lower++
		}
	}
	t.caps = upper >= 2 && lower == 0
	n.other = n.other || len(fold) == 0 && upper+lower > 0
}

// joinTokens writes the words of tokens with blanks between.
func joinTokens(ts []nameToken) string {
	if len(ts) == 1 {
		return ts[0].text
	}
	var b strings.Builder
	for i := range ts {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(ts[i].text)
	}
	return b.String()
}
