package normalize

import (
	"strings"
	"unicode/utf8"
)

// KeyboardTRQOnUS reads text that was typed with Turkish-Q fingers on a US
// layout: ":]kr]" is Şükrü. A word changes only if the decoded one is in the
// name dictionary and the plain one is not; the result is a suggestion, and
// false says that there is none. Source of the keys: xkb symbols tr and us.
func KeyboardTRQOnUS(s string) (string, bool) {
	return mapWords(s, func(w string) string {
		core, tail := w, ""
		for {
			if d, ok := decodeTRQ(core); ok {
				return d + tail
			}
			n := len(core) - 1
			if n < 1 || !strings.ContainsRune(".,;:", rune(core[n])) {
				return w
			}
			core, tail = core[:n], core[n:]+tail
		}
	})
}

// decodeTRQ decodes one word; ok says that the dictionary bears it out. The i of
// a US layout is ı; but who mixes the two habits hits i where i stands.
func decodeTRQ(w string) (string, bool) {
	if plainWord(w) {
		return "", false
	}
	d := strings.Map(trqOnUS, w)
	if d != w && words().prefers(d, w) {
		return d, true
	}
	d = strings.Map(func(r rune) rune {
		if r == 'i' {
			return r
		}
		return trqOnUS(r)
	}, w)
	return d, d != w && words().prefers(d, w)
}

// plainWord reports a word that reads well without its apostrophes (Mes'ut) or
// its closing punctuation.
func plainWord(w string) bool {
	bare := strings.Trim(w, ".,;:")
	if bare != w && words().has(bare) {
		return true
	}
	return !strings.ContainsAny(bare, `[]{};:"<>,.`) && strings.Contains(bare, "'") &&
		!strings.HasPrefix(bare, "'") && !strings.HasSuffix(bare, "'") && words().hasFold(bare)
}

// trqOnUS maps what a US layout shows to what the key means on Turkish-Q.
func trqOnUS(r rune) rune {
	switch r {
	case '[':
		return 'ğ'
	case ']':
		return 'ü'
	case ';':
		return 'ş'
	case '\'':
		return 'i'
	case ',':
		return 'ö'
	case '.':
		return 'ç'
	case '\\':
		return ','
	case '/':
		return '.'
	case '{':
		return 'Ğ'
	case '}':
		return 'Ü'
	case ':':
		return 'Ş'
	case '"':
		return 'İ'
	case '<':
		return 'Ö'
	case '>':
		return 'Ç'
	case 'i':
		return 'ı'
	}
	return r
}

// KeyboardUSOnTRQ reads text that was typed with US fingers on a Turkish-Q
// layout: "Mıchael" is Michael, "alı'gmaılçcom" is ali@gmail.com. A word changes
// if the dictionary knows the decoded form and not the plain one, if it becomes
// an e-mail address, or if no Turkish word looks like it.
func KeyboardUSOnTRQ(s string) (string, bool) {
	return mapWords(s, func(w string) string {
		d := strings.Map(usOnTRQ, w)
		if mail, ok := decodeMailbox(w); ok {
			return mail
		}
		if d == w || words().has(w) && !words().prefers(d, w) {
			return w
		}
		if words().prefers(d, w) || !strings.ContainsAny(w, "ğşçöüâîûİĞŞÇÖÜ") && looksForeign(Lower(w)) {
			return d
		}
		return w
	})
}

// usOnTRQ maps what a Turkish-Q layout shows to what the key means on US, for
// the letters that names are made of.
func usOnTRQ(r rune) rune {
	if r == 'ı' {
		return 'i'
	}
	return r
}

// decodeMailbox reads w as an e-mail address of which @ came out as ' and the
// full stop as ç.
func decodeMailbox(w string) (string, bool) {
	if strings.Count(w, "'") != 1 || !strings.Contains(w[strings.IndexByte(w, '\''):], "ç") {
		return "", false
	}
	mail := strings.NewReplacer("ı", "i", "'", "@", "ç", ".", "?", "_", "*", "-").Replace(w)
	local, domain, _ := strings.Cut(mail, "@")
	ascii := func(s string) bool {
		return !strings.ContainsFunc(s, func(r rune) bool {
			return r >= utf8.RuneSelf || !letterByte(byte(r)) && !isDigit(byte(r)) && !strings.ContainsRune("._-", r)
		})
	}
	return mail, local != "" && strings.Contains(domain, ".") && ascii(local) && ascii(domain)
}

// looksForeign reports small letters that no Turkish word would put around ı:
// letters that Turkish lacks, clusters of other languages, a front vowel in the
// same word (Turkish vowels keep company of their own kind), or a last letter
// that Turkish hardens.
func looksForeign(w string) bool {
	if strings.ContainsAny(w, "qwxei") {
		return true
	}
	for _, c := range []string{"ch", "th", "ph", "sh", "ck", "ıa", "ıo", "ıu", "aı", "oı", "uı"} {
		if strings.Contains(w, c) {
			return true
		}
	}
	return strings.HasSuffix(w, "b") || strings.HasSuffix(w, "c") || strings.HasSuffix(w, "d") || strings.HasSuffix(w, "g")
}

// mapWords puts each word of s through f, and reports whether one changed.
func mapWords(s string, f func(string) string) (string, bool) {
	ws := strings.Split(s, " ")
	changed := false
	for i, w := range ws {
		if w == "" {
			continue
		}
		if v := f(w); v != w {
			ws[i], changed = v, true
		}
	}
	if !changed {
		return s, false
	}
	return strings.Join(ws, " "), true
}
