package normalize

import "strings"

// GenderCode is a gender column's value. Value is Male, Female or
// UnknownGender; Status is OK, Empty, Suspect (a code whose scheme is not
// declared, or an ambiguous letter) or Invalid (not a gender at all).
//
// Flags: no_scheme, ambiguous, not_applicable, not_known, wrong_scheme.
type GenderCode struct {
	Value  Gender
	Status Status
	Flags  []string
}

// genderWords are the folded words for a sex (turkish.md section 6.2).
var genderWords = map[string]Gender{
	"e": Male, "erkek": Male, "er": Male, "erk": Male, "erkk": Male, "erkegi": Male, "bay": Male, "by": Male, "bey": Male, "oglan": Male,
	"erkek cocuk": Male, "adam": Male, "beyefendi": Male, "m": Male, "male": Male, "man": Male, "mr": Male, "mister": Male, "boy": Male,
	"herr": Male, "mannlich": Male, "zeker": Male, "monsieur": Male, "masculine": Male, "o lan": Male, "bay erkek": Male,
	"k": Female, "kadin": Female, "kad": Female, "kd": Female, "kdn": Female, "bayan": Female, "byn": Female, "bn": Female, "hanim": Female, "hn": Female, "hnm": Female,
	"kiz": Female, "kiz cocuk": Female, "hanimefendi": Female, "f": Female, "female": Female, "woman": Female, "mrs": Female,
	"ms": Female, "miss": Female, "girl": Female, "frau": Female, "weiblich": Female, "w": Female, "madame": Female, "disi": Female,
	"kad n": Female, "han m": Female, "k z": Female, "bayan kadin": Female, "hatun": Female, "feminine": Female, "nisa": Female,
}

// genderUnknown are the folded words that leave the sex open, and the flag that
// says why, if there is one.
var genderUnknown = map[string]string{
	"x": "", "u": "", "d": "", "diger": "", "other": "", "divers": "",
	"belirtilmemis": "", "belirtmek istemiyor": "", "belirtmek istemiyorum": "", "belirsiz": "",
	"bilinmiyor": "", "unknown": "", "tuzel": "not_applicable", "tuzel kisi": "not_applicable",
	"sirket": "not_applicable", "kurum": "not_applicable", "firma": "not_applicable", "t": "not_applicable",
	"not applicable": "not_applicable",
}

// ParseGender reads a gender column. scheme declares what a source's digits
// mean: "iso5218" (1 male, 2 female, 0 not known, 9 not applicable), or pairs of
// digit and letter such as "0F1M"; without one a digit says nothing, because
// Turkish systems use 0 and 1 both ways.
func ParseGender(s, scheme string) GenderCode {
	t := strings.TrimSpace(plainASCII(s))
	t = strings.TrimPrefix(t, "'")
	if t == "" {
		return GenderCode{Value: UnknownGender, Status: Empty}
	}
	if digit := genderDigit(t); digit != 0 {
		return genderByScheme(digit, scheme)
	}
	var buf [32]byte
	if g := genderWords[string(AppendFold(buf[:0], t))]; g != "" && scheme == "" {
		return GenderCode{Value: g, Status: OK}
	}
	f := Fold(t)
	if g, ok := schemeLetter(f, scheme); ok {
		return GenderCode{Value: g, Status: OK}
	}
	if g := genderWord(t, f); g != "" {
		return GenderCode{Value: g, Status: OK}
	}
	if flag, ok := genderUnknown[f]; ok {
		g := GenderCode{Value: UnknownGender, Status: OK}
		if flag != "" {
			g.Flags = []string{flag}
		}
		return g
	}
	switch {
	case missingValue(t):
		return GenderCode{Value: UnknownGender, Status: Empty}
	case f == "b": // bay or bayan
		return GenderCode{Value: UnknownGender, Status: Suspect, Flags: []string{"ambiguous"}}
	}
	return GenderCode{Value: UnknownGender, Status: Invalid}
}

// genderWord looks a word up, also "Kadın / Female" and words damaged by a
// wrong encoding.
func genderWord(t, f string) Gender {
	if g := genderWords[f]; g != "" {
		return g
	}
	if g := genderWords[Fold(Repair(t).Value)]; g != "" {
		return g
	}
	if strings.ContainsAny(t, "?\uFFFD") {
		for _, w := range [...]string{"kadın", "hanım", "kız"} {
			if lossyWord(t, w) {
				return Female
			}
		}
		if lossyWord(t, "oğlan") {
			return Male
		}
	}
	var agreed Gender
	for w := range strings.FieldsSeq(f) {
		g := genderWords[w]
		if len(w) == 1 && agreed != "" && g == agreed {
			continue
		}
		if g == "" || agreed != "" && g != agreed {
			return ""
		}
		agreed = g
	}
	return agreed
}

// genderDigit returns the single digit of "1", "1.0" and "01", else 0.
func genderDigit(t string) byte {
	if i := strings.IndexAny(t, ".,"); i > 0 && strings.Trim(t[i+1:], "0") == "" {
		t = t[:i]
	}
	if len(t) == 2 && t[0] == '0' {
		t = t[1:]
	}
	if len(t) == 1 && isDigit(t[0]) {
		return t[0]
	}
	return 0
}

func genderByScheme(digit byte, scheme string) GenderCode {
	if scheme == "" {
		return GenderCode{Value: UnknownGender, Status: Suspect, Flags: []string{"no_scheme"}}
	}
	if strings.EqualFold(scheme, "iso5218") {
		switch digit {
		case '0':
			return GenderCode{Value: UnknownGender, Status: OK, Flags: []string{"not_known"}}
		case '9':
			return GenderCode{Value: UnknownGender, Status: OK, Flags: []string{"not_applicable"}}
		}
		scheme = "1M2F"
	}
	for i := 0; i+1 < len(scheme); i += 2 {
		if scheme[i] == digit {
			return GenderCode{Value: schemeGender(scheme[i+1]), Status: OK}
		}
	}
	return GenderCode{Value: UnknownGender, Status: Invalid, Flags: []string{"wrong_scheme"}}
}

func schemeGender(c byte) Gender {
	switch c {
	case 'M', 'm', 'E', 'e':
		return Male
	case 'F', 'f', 'K', 'k', 'W', 'w':
		return Female
	}
	return UnknownGender
}

// schemeLetter lets a source declare a letter, such as "BM" for B as male.
func schemeLetter(f, scheme string) (Gender, bool) {
	if len(f) != 1 || len(scheme)%2 != 0 || strings.EqualFold(scheme, "iso5218") {
		return "", false
	}
	for i := 0; i+1 < len(scheme); i += 2 {
		if c := scheme[i] | 0x20; c >= 'a' && c <= 'z' && c == f[0] {
			return schemeGender(scheme[i+1]), true
		}
	}
	return "", false
}
