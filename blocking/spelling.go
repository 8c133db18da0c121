package blocking

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tekil-id/tekil/match"
)

// Spelling is the class under which a store lists the words of names by what is
// left of them when one letter is dropped, so that a misspelt word finds those
// that are one slip away (symmetric deletion; W. Garbe, SymSpell, 2012). No pairs
// come from it, and [Keys] makes none of it: it serves whoever asks for a name as
// he heard it. Words stay listed when their last bearer goes.
const Spelling Class = 30

// Word is a word of a name, folded, with the hash that keys are made of.
type Word struct {
	Text string
	Hash uint32
}

// Words appends the words of p's given name and surname to dst.
func Words(dst []Word, p *match.Profile) []Word {
	for _, n := range [...]*match.Name{p.Given, p.Surname} {
		dst = appendWords(dst, n)
	}
	return dst
}

func appendWords(dst []Word, n *match.Name) []Word {
	if n == nil {
		return dst
	}
	i := 0
	for w := range strings.FieldsSeq(n.Text) {
		if i < len(n.Words) {
			dst = append(dst, Word{w, n.Words[i]})
		}
		i++
	}
	return dst
}

// minSpelling is the number of letters from which on one may be missing.
const minSpelling = 3

// Spellings appends the keys under which a word is listed and looked up: itself
// first, then without each of its letters.
func Spellings(dst []Key, word string) []Key {
	dst = append(dst, spellingKey(word))
	if utf8.RuneCountInString(word) < minSpelling {
		return dst
	}
	start := len(dst)
	for at, r := range word {
		k := spellingKey(word[:at] + word[at+utf8.RuneLen(r):])
		if !slices.Contains(dst[start:], k) { // aa less either a
			dst = append(dst, k)
		}
	}
	return dst
}

func spellingKey(s string) Key { return NewKey(Spelling, match.Mix(uint64(Spelling), match.Hash(s))) }

// FullNameKey is the key of a given name's word and a surname's word, in either
// order.
func FullNameKey(a, b uint32) Key {
	return NewKey(FullName, match.Mix(match.Mix(uint64(FullName), uint64(min(a, b))), uint64(max(a, b))))
}

// SpellingEntry is one word under one of its spellings.
type SpellingEntry struct {
	Key  Key
	Word uint32
}

// Dictionary returns all words of the names of profiles under their spellings,
// by key, then word.
func Dictionary(profiles []match.Profile) []SpellingEntry {
	seen := map[*match.Name]bool{}
	words := map[Word]bool{}
	var list []Word
	for i := range profiles {
		for _, n := range [...]*match.Name{profiles[i].Given, profiles[i].Surname} {
			if n == nil || seen[n] {
				continue
			}
			seen[n] = true
			list = appendWords(list[:0], n)
			for _, w := range list {
				words[w] = true
			}
		}
	}
	var out []SpellingEntry
	var keys []Key
	for w := range words { // sorted below
		keys = Spellings(keys[:0], w.Text)
		for _, k := range keys {
			out = append(out, SpellingEntry{k, w.Hash})
		}
	}
	slices.SortFunc(out, compareSpellings)
	return slices.Compact(out)
}

func compareSpellings(a, b SpellingEntry) int {
	if a.Key != b.Key {
		if a.Key < b.Key {
			return -1
		}
		return 1
	}
	return int(int64(a.Word) - int64(b.Word))
}

// GivenWords and SurnameWords return the words of either part of a name.
func GivenWords(p *match.Profile) []Word { return appendWords(nil, p.Given) }

// SurnameWords is described at [GivenWords].
func SurnameWords(p *match.Profile) []Word { return appendWords(nil, p.Surname) }
