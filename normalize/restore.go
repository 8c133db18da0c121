package normalize

import (
	"strings"
	"unicode/utf8"
)

// Restore puts back the Turkish letters that s lost to ASCII (Ugur is Uğur,
// IZMIR is İzmir), word by word, by a dictionary of names and places. Words that
// change, and known words in capitals, come back in title case; the others stay.
//
// Confidence, from 0 to 1, is that of the least certain word that the dictionary
// knows; 0 means that it knows none. Where several spellings of a word are
// plausible (Öner and Oner), or a rare one is all there is, the word stays and
// the confidence is below restoreMin.
func Restore(s string) (value string, confidence float64, restored bool) {
	value, confidence, _ = restore(s)
	return value, confidence, value != s
}

// restoreMin is the confidence from which a word is restored.
const restoreMin = 0.7

// restore is Restore; unsure says that a word stayed because its spellings are
// several.
func restore(s string) (value string, confidence float64, unsure bool) {
	var b strings.Builder
	confidence = 1
	known := false
	for rest := s; len(rest) > 0; {
		n := nameRun(rest)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(rest)
			b.WriteString(rest[:size])
			rest = rest[size:]
			continue
		}
		w := rest[:n]
		rest = rest[n:]
		display, conf := restoreSpelling(w)
		switch {
		case conf == 0:
			b.WriteString(w)
			continue
		case conf < restoreMin:
			unsure = true
			b.WriteString(w)
		default:
			b.WriteString(display)
		}
		known = true
		confidence = min(confidence, conf)
	}
	if !known {
		return s, 0, false
	}
	return b.String(), confidence, unsure
}

// nameRun is letterRun where an apostrophe between letters is a letter.
func nameRun(s string) int {
	n := letterRun(s)
	for n > 0 && n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !isApostrophe(r) {
			break
		}
		m := letterRun(s[n+size:])
		if m == 0 {
			break
		}
		n += size + m
	}
	return n
}

// restoreSpelling returns the display form of one word as it was typed, and its
// confidence. The Turkish letters that it has are kept; a word that shows ğ, ı,
// İ or ş was typed with all of Turkish at hand and only its case may change.
func restoreSpelling(w string) (string, float64) {
	lower := Lower(w)
	if strings.ContainsFunc(w, isApostrophe) {
		return recase(w, lower), confOf(words().hasFold(w))
	}
	if strings.ContainsAny(w, "ğışĞİŞ") {
		return recase(w, lower), confOf(words().has(w))
	}
	display, conf := restoreWord(Fold(w))
	if conf == 0 || !keepsLetters(lower, Lower(display)) {
		return recase(w, lower), confOf(words().has(w))
	}
	if Lower(display) == lower {
		return recase(w, lower), conf
	}
	return display, conf
}

func confOf(known bool) float64 {
	if known {
		return 1
	}
	return 0
}

// recase returns lower, the small letters of w, as a name is displayed, unless w
// is in mixed case and so was typed with care.
func recase(w, lower string) string {
	if w != lower && w != Upper(lower) {
		return w
	}
	return Title(lower)
}

// keepsLetters reports whether turkish differs from typed only where typed has
// an ASCII letter.
func keepsLetters(typed, turkish string) bool {
	for _, r := range typed {
		t, n := utf8.DecodeRuneInString(turkish)
		if n == 0 || r >= 0x80 && r != 'ı' && t != r {
			return false
		}
		turkish = turkish[n:]
	}
	return turkish == ""
}

// restoreWord returns the best attested spelling of a folded word, as it is
// displayed, and how sure that is: its share of what is known about the word,
// where a little is always left for the unknown. The fold of a surname in -oğlu
// is read by its stem.
func restoreWord(fold string) (display string, conf float64) {
	const unknown = 10 // in tenths, like the weights
	var best spelling
	total := int32(unknown)
	for _, s := range words().find(fold) {
		total += s.weight
		if s.weight > best.weight {
			best = s
		}
	}
	if best.word != "" {
		return best.display, float64(best.weight) / float64(total)
	}
	if stem, ok := strings.CutSuffix(fold, "oglu"); ok && len(stem) > 2 {
		if display, conf = restoreWord(stem); conf >= restoreMin {
			return display + "oğlu", conf
		}
	}
	return "", 0
}
