package normalize

// Listed reports whether every word of the given name stands in the name tables.
// Of two similar names, one that is not listed is likely a slip; two listed ones
// are two names (Mehmet and Muhammed).
func (f *GivenForm) Listed() bool {
	for i := range f.words {
		if !f.words[i].known {
			return false
		}
	}
	return len(f.words) > 0
}

// Listed reports whether the surname stands in the name tables. About three
// people in ten bear one that does not.
func (f *SurnameForm) Listed() bool { return f.main.listed }
