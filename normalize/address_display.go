package normalize

import (
	"strings"
	"unicode/utf8"
)

// displayMode says what display makes of abbreviations.
type displayMode bool

const (
	keepWords   displayMode = false
	expandWords displayMode = true // Şht. is Şehit
)

// display returns the tokens from i up to j as they are shown: as written where
// that is well written, else in Turkish title case with letters restored.
func (p *addressParser) display(i, j int, mode displayMode) string {
	for k := i; k < j && !p.odd; k++ {
		p.odd = p.toks[k].digits || p.toks[k].word != otherWord || p.toks[k].foldEnd-p.toks[k].foldStart < 3
	}
	return p.shown(i, j, mode)
}

// shown is display for words that cannot be misread.
func (p *addressParser) shown(i, j int, mode displayMode) string {
	if i >= j {
		return ""
	}
	if p.wellWritten(i, j, mode) {
		return p.source(i, j)
	}
	var tmp [96]byte
	b := tmp[:0]
	ascii := isASCII(p.text)
	for k := i; k < j; k++ {
		if k > i {
			switch s := p.sepAt(k); {
			case s == 0:
			case s&sepSlash != 0 && p.toks[k].digits:
				b = append(b, '/')
			case s&sepDash != 0 && s&sepBlank == 0:
				b = append(b, '-')
			default:
				if s&sepDot != 0 && (p.toks[k-1].digits || p.toks[k-1].end-p.toks[k-1].start <= 2 && (mode == keepWords || p.expansion(k-1) == "")) {
					b = append(b, '.')
				}
				b = append(b, ' ')
			}
		}
		b = p.appendWord(b, k, mode, ascii)
	}
	return p.made.str(b)
}

func (p *addressParser) appendWord(b []byte, k int, mode displayMode, ascii bool) []byte {
	s := p.source(k, k+1)
	if p.toks[k].digits {
		return append(b, s...)
	}
	p.odd = p.odd || strings.ContainsAny(s, "'’") // Title decides what is a word
	if mode == expandWords {
		if full := p.expansion(k); full != "" {
			p.odd = true
			return append(b, full...)
		}
	}
	if isASCII(s) && len(s) > 1 && (ascii || len(s) > 4 && isUpper(s)) {
		g := loadGazetteer()
		if lo, hi := g.words.find(p.f(k)); hi == lo+1 {
			if w := g.words.name(lo); w != s {
				p.flag("restored")
				return append(b, w...)
			}
		}
	}
	switch f := string(p.f(k)); {
	case mode == keepWords && k > 0 && (f == "ve" || f == "ile"):
		return append(b, f...)
	case f == "i" && p.sepAt(k) == sepDash && p.unused(k+1) && !p.breaks(k+1):
		return append(b, 'i') // Meclis-i Mebusan
	}
	switch {
	case isTitled(s), acronym(p.f(k)), len(s) <= 5 && isUpper(s) && p.mixedCase() && !p.besideCapitals(k):
		return append(b, s...)
	case strings.IndexByte(s, '?') > 0: // G?L: a lost letter ends no word
		_, n := utf8.DecodeRuneInString(s)
		return append(append(b, Upper(s[:n])...), Lower(s[n:])...)
	}
	return appendTitled(b, s, turkishCasing)
}

// acronym reports names that are written in capitals, whatever stands around.
func acronym(f []byte) bool {
	switch string(f) {
	case "toki", "ptt", "tcdd", "odtu", "itu", "ytu", "dsi", "trt", "tem", "iski", "kiptas", "mta", "tedas", "aski":
		return true
	}
	return false
}

// besideCapitals reports whether a word in capitals stands beside token k, so
// that capitals say nothing: MODA CAD. in a line of small letters.
func (p *addressParser) besideCapitals(k int) bool {
	for _, n := range [...]int{k - 1, k + 1} {
		if n < 0 || n >= len(p.toks) || p.toks[n].digits || p.sepAt(max(n, k))&sepHard != 0 || p.toks[n].foldEnd-p.toks[n].foldStart < 2 {
			continue
		}
		if isUpper(p.source(n, n+1)) {
			return true
		}
	}
	return false
}

// expansion returns the full form of the abbreviation at token k, "" if it is
// none. A single letter is one only with a dot, and Dr, Gen, Org alike.
func (p *addressParser) expansion(k int) string {
	full := expandName(p.f(k))
	if full == "" || foldsTo(full, p.f(k)) {
		return ""
	}
	dotted := k+1 < len(p.toks) && p.sepAt(k+1)&sepDot != 0
	if !dotted && len(p.f(k)) < 3 && !(p.toks[k].word == otherWord && p.leadsName(k)) {
		return ""
	}
	return full
}

// mixedCase reports whether the text has small letters, so that a word in
// capitals is an abbreviation.
// leadsName reports whether token k is the first word of a name and a longer word
// follows: "Dr Ali Veli Cad.", "H Mehmet Sok."
func (p *addressParser) leadsName(k int) bool {
	return (k == 0 || p.breaks(k) || !p.unused(k-1) || p.closesBare(k-1)) && k+1 < len(p.toks) && p.sepAt(k+1) == sepBlank && len(p.f(k+1)) > 2 && p.toks[k+1].word == otherWord && !p.toks[k+1].digits
}

func (p *addressParser) mixedCase() bool {
	n := 0
	for i := 0; i < len(p.text); i++ {
		if c := p.text[i]; 'a' <= c && c <= 'z' {
			n++
		}
	}
	return n > len(p.text)/4
}

func (p *addressParser) wellWritten(i, j int, mode displayMode) bool {
	ascii := false
	for k := i; k < j; k++ {
		t := &p.toks[k]
		if k > i {
			gap := p.text[p.toks[k-1].end:t.start]
			if gap != " " && gap != "-" && !(p.toks[k-1].digits && gap == ". ") && (gap != "" || !t.digits && !p.toks[k-1].digits) {
				return false
			}
		}
		if t.digits {
			continue
		}
		s := p.source(k, k+1)
		if !isTitled(s) || mode == expandWords && p.expansion(k) != "" {
			return false
		}
		ascii = ascii || isASCII(s)
	}
	return !ascii || !isASCII(p.text)
}

// sameLower reports whether a and b are one text but for Turkish casing.
func sameLower(a, b string) bool {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y && lowerRune(x) != lowerRune(y) {
			return false
		}
		a, b = a[n:], b[m:]
	}
	return a == b
}

// isTitled reports whether s is one word with one capital, its first letter.
func isTitled(s string) bool {
	first := true
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if upper := 'A' <= c && c <= 'Z'; upper != first && c != '\'' && c != ' ' && c != '?' {
				return false
			}
			i++
			first = c == ' '
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if (lowerRune(r) != r) != first && r != '’' {
			return false
		}
		i += n
		first = false
	}
	return true
}
