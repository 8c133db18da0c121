package normalize

import (
	"strings"
	"unicode/utf8"
)

// monthNames are the folded names of the months: Turkish, English, German and
// the Ottoman ones that old registers keep. Abbreviations are prefixes of three
// letters or more.
var monthNames = [...][]string{
	1:  {"ocak", "january", "januar", "kanunusani"},
	2:  {"subat", "february", "februar"},
	3:  {"mart", "march", "marz", "maerz"},
	4:  {"nisan", "april"},
	5:  {"mayis", "may", "mai"},
	6:  {"haziran", "june", "juni"},
	7:  {"temmuz", "july", "juli"},
	8:  {"agustos", "august"},
	9:  {"eylul", "september"},
	10: {"ekim", "october", "oktober", "tesrinievvel"},
	11: {"kasim", "november", "tesrinisani"},
	12: {"aralik", "december", "dezember", "kanunuevvel"},
}

// turkishMonths are the written names, to match letters that were lost.
var turkishMonths = [...]string{1: "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım", "aralık"}

var romanMonths = map[string]int{
	"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}

// monthAbbreviations are the prefixes of three or more letters that stand for
// one month only.
var monthAbbreviations = func() map[string]int {
	m := map[string]int{}
	for month, names := range monthNames {
		for _, name := range names {
			for n := 3; n <= len(name); n++ {
				if old, ok := m[name[:n]]; ok && old != month {
					m[name[:n]] = -1
					continue
				}
				m[name[:n]] = month
			}
		}
	}
	// Where languages disagree the Turkish word wins.
	for month, names := range monthNames {
		for n := 3; month > 0 && n <= len(names[0]); n++ {
			m[names[0][:n]] = month
		}
	}
	m["mar"] = 3
	for i, short := range [...]string{"ock", "sbt", "mrt", "nsn", "mys", "hzr", "tmz", "agt", "eyl", "ekm", "ksm", "arl"} {
		m[short] = i + 1 // consonants alone
	}
	return m
}()

// monthName reads a month word in any casing, abbreviated, damaged by a wrong
// encoding, with lost letters or one slip of a finger. fuzzy says that a slip
// was forgiven. Zero means that w is no month.
func monthName(w string) (month int, fuzzy bool) {
	if strings.ContainsAny(w, "?\uFFFD") {
		return lossyMonth(w), false
	}
	for range 2 {
		f := Fold(w)
		if m := monthAbbreviations[f]; m > 0 {
			return m, false
		}
		if m := romanMonths[f]; m > 0 {
			return m, false
		}
		w = Repair(w).Value
	}
	f := Fold(w)
	if len(f) < 4 {
		return 0, false
	}
	found := 0
	for m := 1; m <= 12; m++ {
		if name := monthNames[m][0]; len(f) >= 4 && len(name) >= 4 && oneEdit(f, name) {
			if found != 0 {
				return 0, false
			}
			found = m
		}
	}
	return found, found != 0
}

// lossyMonth matches a word in which ? or U+FFFD stands for one Turkish letter,
// a run of n of them for half of n up to n letters.
func lossyMonth(w string) int {
	for m := 1; m <= 12; m++ {
		if lossyWord(w, turkishMonths[m]) {
			return m
		}
	}
	return 0
}

// lossyWord compares a damaged word with an intact lower-case one: a mark
// stands for a Turkish letter, never for an ASCII one and never for nothing
// (turkish.md section 1.4, E).
func lossyWord(w, intact string) bool {
	if w == "" {
		return intact == ""
	}
	r, n := utf8.DecodeRuneInString(w)
	if r == '?' || r == utf8.RuneError {
		marks := 0
		for w != "" {
			r, n = utf8.DecodeRuneInString(w)
			if r != '?' && r != utf8.RuneError {
				break
			}
			w = w[n:]
			marks++
		}
		for k := 0; intact != "" && k < marks; {
			r, n = utf8.DecodeRuneInString(intact)
			if r < utf8.RuneSelf {
				return false
			}
			intact = intact[n:]
			k++
			if k >= (marks+1)/2 && lossyWord(w, intact) {
				return true
			}
		}
		return false
	}
	if intact == "" {
		return false
	}
	s, k := utf8.DecodeRuneInString(intact)
	return Fold(string(r)) == Fold(string(s)) && lossyWord(w[n:], intact[k:])
}

// oneEdit reports whether two ASCII words are one insertion, deletion,
// replacement or swap of neighbours apart (or equal).
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		if i == len(a) || a[i+1:] == b[i+1:] {
			return true
		}
		return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	}
	return a[i:] == b[i+1:]
}
