package normalize

import "strings"

// parseGenericAddress reads an address outside Turkey: house number, unit and
// postcode are split off, the rest is the street line. City and district come
// from h alone, since no gazetteer tells them apart in the text.
func parseGenericAddress(s string, h AddressHint) Address {
	a := Address{Il: cleanWords(h.City), Ilce: cleanWords(h.District), Posta: genericPostcode(h.PostalCode)}
	words := genericWords(s)
	words = takeUnit(words, &a)
	words = takeGenericPostcode(words, &a)
	words = takeHouseNumber(words, &a)
	a.Sokak = strings.Join(words, " ")
	a.Status = OK
	switch {
	case len(words) == 0 && a.No == "" && a.Il == "" && a.Ilce == "" && a.Posta == "" && a.Daire == "":
		a.Status = Empty
	case a.Sokak == "":
		a.Status = Incomplete
	}
	var b strings.Builder
	for _, p := range [...]string{joinNonEmpty(" ", a.No, a.Sokak), prefixed("unit ", a.Daire), a.Ilce, joinNonEmpty(" ", a.Posta, a.Il)} {
		if p != "" {
			if b.Len() > 0 {
				b.WriteString(", ")
			}
			b.WriteString(p)
		}
	}
	a.Canonical = b.String()
	a.Key = string(appendAddressKey(nil, &a))
	return a
}

// genericWords splits s at blanks and punctuation; "12/A" and "12-14" stay whole.
func genericWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune(",;:.()\"#|", r) || r == 0xA0
	})
}

func cleanWords(s string) string { return strings.Join(genericWords(s), " ") }

func genericPostcode(s string) string { return strings.ToUpper(strings.Join(genericWords(s), "")) }

// takeUnit removes "flat 3", "apt 4" or "unit 5".
func takeUnit(words []string, a *Address) []string {
	for i := 0; i+1 < len(words); i++ {
		switch strings.ToLower(words[i]) {
		case "flat", "apt", "apartment", "unit", "suite", "ste":
			if hasDigit(words[i+1]) {
				a.Daire = words[i+1]
				return append(words[:i:i], words[i+2:]...)
			}
		}
	}
	return words
}

// takeHouseNumber takes the first word if it is a number, else the last, else
// the only number in the middle.
func takeHouseNumber(words []string, a *Address) []string {
	at := -1
	switch n := len(words); {
	case n < 2:
		return words
	case houseNumber(words[0]):
		at = 0
	case houseNumber(words[n-1]):
		at = n - 1
	default:
		for i, w := range words {
			if houseNumber(w) {
				if at >= 0 {
					return words
				}
				at = i
			}
		}
	}
	if at < 0 {
		return words
	}
	a.No = words[at]
	return append(words[:at:at], words[at+1:]...)
}

// houseNumber reports whether w is digits with at most one letter behind them, or a
// range: not 5th.
func houseNumber(w string) bool {
	rest := w[len(leadingDigits(w)):]
	return len(rest) < len(w) && (len(rest) < 2 || rest[0] == '/' || rest[0] == '-')
}

// takeGenericPostcode removes the last word of four to six digits that is not
// the first word, where another number is left to be the house number or the
// word is too long for one.
func takeGenericPostcode(words []string, a *Address) []string {
	numbers := 0
	for _, w := range words {
		if startsWithDigit(w) {
			numbers++
		}
	}
	for i := len(words) - 1; i > 0; i-- {
		w := words[i]
		if len(w) < 4 || len(w) > 6 || leadingDigits(w) != w || numbers < 2 && len(w) == 4 {
			continue
		}
		if a.Posta == "" {
			a.Posta = w
		}
		return append(words[:i:i], words[i+1:]...)
	}
	return words
}

func startsWithDigit(s string) bool { return s != "" && isDigit(s[0]) }

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func joinNonEmpty(sep string, parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(p)
	}
	return b.String()
}
