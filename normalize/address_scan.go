package normalize

import (
	"slices"
	"sync"
	"unicode/utf8"
)

// addressToken is a run of letters or a run of digits; "B2" is two tokens.
type addressToken struct {
	start, end         int32 // in the text
	foldStart, foldEnd int32 // in the fold, where one blank parts the tokens
	sep                separators
	word               addressWord
	digits             bool
	part               addressPart // who took it
}

// separators are what stands between a token and the one before, as a set. No
// separator at all means that digits and letters touch.
type separators uint8

const (
	sepBlank separators = 1 << iota
	sepDot
	sepComma // also ; and line ends
	sepSlash
	sepDash
	sepColon
	sepParen
	sepOther
	sepGlued = sepBlank // where GülSok was cut in two

	sepHard = sepComma | sepParen | sepOther // no name goes across
)

// addressPart says which part of the address took a token.
type addressPart uint8

const (
	partNone addressPart = iota
	partTaken
	partPlace // il, ilçe, country
	partSemt
)

// addressParser holds the state of one parse. Parsers are pooled.
type addressParser struct {
	text  string
	fold  []byte
	toks  []addressToken
	out   Address
	il    ilName
	plate int // of the il that was written, 0 if none

	district  int // of the ilçe that was written, -1 if none
	split     bool
	ambiguous bool   // the ilçe that was written exists in several provinces
	ilceText  string // what stands in for an ilçe that no gazetteer knows
	slashNo   string // 5 of 12/5, until it is clear whether it is a flat
	belde     string // a town that is no ilçe, and its tokens
	beldeFrom int
	beldeTo   int
	odd       bool // a name has a word that could be read as something else
	flags     []string
	buf       []byte
	made      arena // what the strings of out are made in
	users     *Options
}

var addressParsers = sync.Pool{New: func() any {
	return &addressParser{fold: make([]byte, 0, 256), toks: make([]addressToken, 0, 48), buf: make([]byte, 0, 512), flags: make([]string, 0, 8)}
}}

func newAddressParser(s string, o *Options) *addressParser {
	p := addressParsers.Get().(*addressParser)
	*p = addressParser{text: s, fold: p.fold[:0], toks: p.toks[:0], buf: p.buf[:0], flags: p.flags[:0], district: -1, users: o}
	p.made.want = len(s) + 32
	p.scan()
	return p
}

func (p *addressParser) free() {
	clear(p.flags)
	p.text, p.out, p.users, p.made = "", Address{}, nil, arena{} // holds nothing of the caller
	if cap(p.fold) <= 64*maxAddressTokens {
		addressParsers.Put(p)
	}
}

// maxAddressTokens bounds the work on one value: a longer text is no address.
const maxAddressTokens = 200

// scan splits the text into tokens.
func (p *addressParser) scan() {
	var sep separators
	open := false  // inside a token
	small := false // the letter before was a small one
	for i := 0; i < len(p.text) && len(p.toks) < maxAddressTokens; {
		r, size := rune(p.text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(p.text[i:])
		}
		c := foldLetter(r)
		switch {
		case c == '?' && !p.lostLetter(i, size, open):
			c = foldBlank
		case c == foldDrop:
			i, small = i+size, false // "Mes'Ud" is one word
			continue
		}
		if c == foldBlank {
			if r == ';' && open && i+1 < len(p.text) && isDigit(p.text[i+1]) && !p.toks[len(p.toks)-1].digits {
				r = ':' // No;12: the key beside the colon's
			}
			sep |= separatorOf(r)
			open = false
			i += size
			continue
		}
		if open {
			if last := &p.toks[len(p.toks)-1]; last.digits != isDigit(c) {
				open = false
			} else if small && lowerRune(r) != r {
				open, sep = false, sepGlued // "GülSok"
			}
		}
		small = lowerRune(r) == r && !isDigit(c) && c != '?'
		if !open {
			p.open(i, sep, isDigit(c))
			open, sep = true, 0
		}
		p.fold = append(p.fold, c)
		i += size
		last := &p.toks[len(p.toks)-1]
		last.end, last.foldEnd = int32(i), int32(len(p.fold))
	}
	p.classify()
}

// classify looks up what each token is, and parts or joins those that were
// written together or apart by mistake.
func (p *addressParser) classify() {
	for i := 0; i < len(p.toks); i++ {
		t := &p.toks[i]
		if t.digits {
			continue
		}
		switch t.word = wordOf(p.f(i)); {
		case t.word == otherWord && i > 0 && string(p.f(i)) == "yol" && sideRoad(p.f(i-1)):
			t.word = wordStreet
		case t.word == wordEvler && t.sep&sepDot != 0 && i > 0 && string(p.f(i-1)) == "b":
			t.word = otherWord // B.Evler is an ilçe
		case p.spelledOSB(i):
			t.word, t.end, t.foldEnd = wordOSB, p.toks[i+2].end, p.toks[i+2].foldEnd
			p.toks = slices.Delete(p.toks, i+1, i+3)
		case i > 0 && string(p.f(i)) == "bolum" && string(p.f(i-1)) == "bagimsiz": // an inner door
			p.toks[i-1].word, t.word = wordIc, wordKapi
		case t.word == otherWord && t.foldEnd-t.foldStart >= 6:
			p.cutGlued(i)
		case t.word == otherWord && t.foldEnd-t.foldStart == 5 && string(p.f(i)[1:]) == "blok":
			p.cut(i, 1) // ABlok
		case t.word == otherWord && i > 0 && p.toks[i-1].word == wordNo && numberSuffix(p.f(i)) && t.sep&^sepBlank == 0:
			p.toks[i-1].word, p.toks[i-1].end = wordNolu, t.end // 127 no lu
			p.toks = slices.Delete(p.toks, i, i+1)
			i--
		case i > 0 && p.toks[i-1].digits && t.sep == 0 && ordinalEnding(p.f(i)):
			p.toks = slices.Delete(p.toks, i, i+1) // 1234'üncü
			i--
		}
	}
}

// spelledOSB reports "O.S.B." from token i on.
func (p *addressParser) spelledOSB(i int) bool {
	return i+2 < len(p.toks) && p.toks[i+1].sep == sepDot && p.toks[i+2].sep == sepDot && string(p.span(i, i+3)) == "o s b"
}

// sideRoad reports whether "yol" behind f names a road: "Yan Yol".
func sideRoad(f []byte) bool {
	switch string(f) {
	case "yan", "ara", "servis", "baglanti", "cevre":
		return true
	}
	return false
}

// numberSuffix reports the ending of "127 no lu", written apart.
func numberSuffix(f []byte) bool { return string(f) == "lu" || string(f) == "li" }

// ordinalEnding reports the ending that makes a number an ordinal: 3'üncü.
func ordinalEnding(f []byte) bool {
	switch string(f) {
	case "inci", "nci", "uncu", "ncu", "unci":
		return true
	}
	return false
}

// gluedKinds are the type words that are cut from the end of a longer word:
// BARBAROSMAH, GÜLSOK, MODACADDESİ.
var gluedKinds = [...]string{"mahallesi", "mah", "sokagi", "sokak", "sok", "caddesi", "cad", "bulvari", "apartmani", "apt", "sitesi"}

// cutGlued cuts the type word from the token at i, unless the whole is a place
// (Yenimahalle) or nothing stands before it.
func (p *addressParser) cutGlued(i int) {
	f := p.f(i)
	if last := f[len(f)-1]; last != 'h' && last != 'i' && last != 'k' && last != 'd' && last != 't' {
		return
	}
	for _, kind := range gluedKinds {
		n := len(f) - len(kind)
		if n < 3 || string(f[n:]) != kind {
			continue
		}
		if loadGazetteer().known(f) || len(loadGazetteer().byName[string(f)]) > 0 {
			return
		}
		if lo, hi := loadGazetteer().words.find(f); lo < hi {
			return
		}
		p.cut(i, n)
		return
	}
}

// cut makes two tokens of the one at i, the first of n folded letters.
func (p *addressParser) cut(i, n int) {
	t := p.toks[i]
	at := t.start
	for k := 0; k < n; {
		r, size := utf8.DecodeRuneInString(p.text[at:])
		if c := foldLetter(r); c != foldDrop {
			k++
		}
		at += int32(size)
	}
	p.fold = append(p.fold, 0)
	mid := int(t.foldStart) + n
	copy(p.fold[mid+1:], p.fold[mid:])
	p.fold[mid] = ' '
	p.toks = append(p.toks, addressToken{})
	copy(p.toks[i+1:], p.toks[i:])
	p.toks[i].end, p.toks[i].foldEnd = at, int32(mid)
	p.toks[i+1].start, p.toks[i+1].foldStart, p.toks[i+1].foldEnd, p.toks[i+1].sep = at, int32(mid+1), t.foldEnd+1, sepGlued
	for k := i + 2; k < len(p.toks); k++ {
		p.toks[k].foldStart++
		p.toks[k].foldEnd++
	}
	p.toks[i].word, p.toks[i+1].word = wordOf(p.f(i)), wordOf(p.f(i+1))
	p.odd = true // what is left may end in a type word again
}

func (p *addressParser) open(i int, sep separators, digits bool) {
	if len(p.toks) > 0 && sep != 0 {
		p.fold = append(p.fold, ' ')
	}
	n := int32(len(p.fold))
	p.toks = append(p.toks, addressToken{start: int32(i), foldStart: n, sep: sep, digits: digits})
}

// lostLetter reports whether the "?" at i stands for a letter: inside a word, or
// at the start of one (?stanbul), or at its end (ALTINDA?).
func (p *addressParser) lostLetter(i, size int, open bool) bool {
	if open && !p.toks[len(p.toks)-1].digits {
		return true
	}
	for i += size; i < len(p.text); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(p.text[i:])
		if c := foldLetter(r); c != '?' {
			return 'a' <= c && c <= 'z'
		}
	}
	return false
}

func separatorOf(r rune) separators {
	switch r {
	case ' ', '\t', 0xA0:
		return sepBlank
	case '.':
		return sepDot
	case ',', ';', '\n', '\r', '|':
		return sepComma
	case '/', '\\':
		return sepSlash
	case '-', '–', '—':
		return sepDash
	case ':', '=', '°': // N°12
		return sepColon
	case '(', ')', '[', ']':
		return sepParen
	}
	return sepOther
}

// f returns the fold of a token.
func (p *addressParser) f(i int) []byte {
	return p.fold[p.toks[i].foldStart:p.toks[i].foldEnd]
}

// span returns the fold of the tokens from i up to j, parted by blanks.
func (p *addressParser) span(i, j int) []byte {
	return p.fold[p.toks[i].foldStart:p.toks[j-1].foldEnd]
}

// sepAt returns the separators before token i; past the ends they are hard.
func (p *addressParser) sepAt(i int) separators {
	if i <= 0 || i >= len(p.toks) {
		return sepComma
	}
	return p.toks[i].sep
}

func (p *addressParser) is(i int, w addressWord) bool {
	return i >= 0 && i < len(p.toks) && p.toks[i].word == w && p.toks[i].part == partNone
}

// unused reports whether token i exists and nobody took it.
func (p *addressParser) unused(i int) bool {
	return i >= 0 && i < len(p.toks) && p.toks[i].part == partNone
}

func (p *addressParser) digitsAt(i int) bool { return p.unused(i) && p.toks[i].digits }

// letterAt reports whether token i is a single letter.
func (p *addressParser) letterAt(i int) bool {
	return p.unused(i) && !p.toks[i].digits && p.toks[i].foldEnd-p.toks[i].foldStart == 1
}

func (p *addressParser) take(i, j int, by addressPart) {
	for ; i < j; i++ {
		p.toks[i].part = by
	}
}

// source returns the text of the tokens from i up to j as it was written.
func (p *addressParser) source(i, j int) string {
	if t := &p.toks[i]; j == i+1 && t.digits && t.end-t.start != t.foldEnd-t.foldStart {
		return string(p.f(i)) // fullwidth or Arabic digits
	}
	return p.text[p.toks[i].start:p.toks[j-1].end]
}

// written returns b as a string; where b is the text of the tokens from i up to
// j, as in an address that is written as tekil writes it, that needs no memory.
func (p *addressParser) written(b []byte, i, j int) string {
	if s := p.text[p.toks[i].start:p.toks[j-1].end]; s == string(b) {
		return s
	}
	return p.made.str(b)
}

// unflag takes back the flag that was raised last, if it is f.
func (p *addressParser) unflag(f string) {
	if n := len(p.flags); n > 0 && p.flags[n-1] == f {
		p.flags = p.flags[:n-1]
	}
}

func (p *addressParser) flag(f string) {
	for _, g := range p.flags {
		if g == f {
			return
		}
	}
	p.flags = append(p.flags, f)
}
