package normalize

// Listed reports whether every word of the given name stands in the name tables.
// Of two similar names, one that is not listed is likely a slip; two listed ones
// are two names (Mehmet and Muhammed). A word that only a rule reads as the spelling
// of a listed name (Haan, Han) is not listed: it may be a slip of another (Hakan).
func (f *GivenForm) Listed() bool {
	for i := range f.words {
		if !f.words[i].known || f.words[i].respelt {
			return false
		}
	}
	return len(f.words) > 0
}

// Listed reports whether the surname stands in the name tables. About three
// people in ten bear one that does not.
func (f *SurnameForm) Listed() bool { return f.main.listed }

// SplitJoined splits a folded given name that no table lists into two listed
// ones that were written as one word (Cemilhüseyin), the commoner pair first. The
// first part has four letters or more, the second three or more, so that endings
// such as -han and -nur, which make names of their own, are mostly listed whole.
func SplitJoined(word string) (first, second string, ok bool) {
	const minFirst, minSecond = 4, 3
	l := shippedNames()
	if x := l.find(word); x != nil && x.gender != UnknownGender {
		return "", "", false
	}
	best := 0.0
	for i := minFirst; i+minSecond <= len(word); i++ {
		a, b := l.find(word[:i]), l.find(word[i:])
		if a == nil || b == nil || a.gender == UnknownGender || b.gender == UnknownGender {
			continue
		}
		if share := GivenFrequency(word[:i]) * GivenFrequency(word[i:]); share > best {
			first, second, ok, best = word[:i], word[i:], true, share
		}
	}
	return first, second, ok
}
