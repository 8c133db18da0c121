package normalize

// SoundKey returns what the spellings of one foreign name have in common, of a
// folded word: Hammoud and Hamud, Sheikho and Seyho. It is a hint beside other
// evidence: different names may share it.
func SoundKey(word string) string { return looseKey(word) }
