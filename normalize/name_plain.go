package normalize

import "strings"

// parsePlainName reads a name outside of Turkish: cleaned, split at its comma or
// in front of its last word.
func parsePlainName(s string) Name {
	clean := Clean(s).Value
	if last, first, ok := strings.Cut(clean, ","); ok && Fold(first) != "" && Fold(last) != "" {
		p := parsePlainFields(first, last)
		p.Flags = []string{"order_comma"}
		return p
	}
	words := strings.Fields(clean)
	if len(words) < 2 {
		return parsePlainFields(clean, "")
	}
	return parsePlainFields(strings.Join(words[:len(words)-1], " "), words[len(words)-1])
}

// parsePlainFields makes a name of given names and a surname.
func parsePlainFields(first, last string) Name {
	first = strings.Join(strings.Fields(Clean(first).Value), " ")
	last = strings.Join(strings.Fields(Clean(last).Value), " ")
	if first == "" && last == "" {
		return Name{Kind: KindEmpty, Confidence: 1}
	}
	p := Name{Kind: KindPerson, Given: first, Surname: last, Gender: UnknownGender, Confidence: 0.9}
	p.Display = joinFields(first, last)
	f, l := Fold(first), Fold(last)
	if f+l == "" {
		p.Flags = []string{"non_latin"}
		return p
	}
	p.Key = f + "|" + l
	return p
}
