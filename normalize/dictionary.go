package normalize

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// ErrDictionary is returned for a dictionary with a mistake in it. Its text names
// the line and the value.
var ErrDictionary = errors.New("bad dictionary")

// LoadDictionary reads a dictionary file, see [ParseDictionary].
func LoadDictionary(path string) (*Dictionary, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read dictionary: %w", err)
	}
	d, err := ParseDictionary(data)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	return d, nil
}

// ParseDictionary reads a dictionary from text in UTF-8: sections named in
// brackets, an entry a line. Blank lines and lines that start with # count
// nothing.
//
//	[given_names]      # a name and its gender: M, F or U (both)
//	Zorbaq = F
//	[surnames]
//	Vuqar
//	[name_variants]    # a spelling and the name that it stands for
//	Zorbak = Zorbaq
//	[noise_words]      # a name field that holds such a word names nobody
//	Banko
//	[neighbourhoods]   # il/ilçe/mahalle; il and ilçe must be known ones
//	İzmir/Konak/Yelkenli
//	[role_mailboxes]   # the part of a shared mailbox before the @
//	bilet
//
// Words may be written with any casing and with or without their Turkish letters;
// given names and neighbourhoods are shown as written here. An error names the
// line and the value, and is an [ErrDictionary].
func ParseDictionary(data []byte) (*Dictionary, error) {
	d := &Dictionary{}
	section := ""
	for i, line := range strings.Split(strings.TrimPrefix(string(data), "\uFEFF"), "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case line[0] == '[':
			name, closed := strings.CutSuffix(line[1:], "]")
			if _, known := dictionarySections[name]; !known || !closed {
				return nil, fmt.Errorf("%d: %w: no section %s; there are %s", i+1, ErrDictionary, line,
					strings.Join(slices.Sorted(maps.Keys(dictionarySections)), ", "))
			}
			section = name
			continue
		case section == "":
			return nil, fmt.Errorf("%d: %w: %q stands before the first section", i+1, ErrDictionary, line)
		case !utf8.ValidString(line):
			return nil, fmt.Errorf("%d: %w: %q is not UTF-8", i+1, ErrDictionary, line)
		}
		if err := dictionarySections[section](d, line); err != nil {
			return nil, fmt.Errorf("%d: %w: %s: %w", i+1, ErrDictionary, section, err)
		}
	}
	return d, nil
}

// dictionarySections take an entry of each section over.
var dictionarySections = map[string]func(d *Dictionary, entry string) error{
	"given_names": func(d *Dictionary, entry string) error {
		return d.pair(&d.GivenNames, entry, checkGivenName)
	},
	"name_variants": func(d *Dictionary, entry string) error {
		return d.pair(&d.NameVariants, entry, checkVariant)
	},
	"surnames": func(d *Dictionary, entry string) error {
		d.Surnames = append(d.Surnames, entry)
		return checkWord(entry)
	},
	"noise_words": func(d *Dictionary, entry string) error {
		d.NoiseWords = append(d.NoiseWords, entry)
		return checkWord(entry)
	},
	"neighbourhoods": func(d *Dictionary, entry string) error {
		d.Neighbourhoods = append(d.Neighbourhoods, entry)
		return checkNeighbourhood(entry)
	},
	"role_mailboxes": func(d *Dictionary, entry string) error {
		d.RoleMailboxes = append(d.RoleMailboxes, entry)
		return checkMailbox(entry)
	},
}

// pair takes "word = value" over into a map.
func (d *Dictionary) pair(m *map[string]string, entry string, check func(word, value string) error) error {
	word, value, ok := strings.Cut(entry, "=")
	if !ok {
		return fmt.Errorf("%q lacks a = and a value", entry)
	}
	word, value = strings.TrimSpace(word), strings.TrimSpace(value)
	if old, twice := (*m)[word]; twice && old != value {
		return fmt.Errorf("%q is %q and %q", word, old, value)
	}
	if *m == nil {
		*m = map[string]string{}
	}
	(*m)[word] = value
	return check(word, value)
}

// Validate reports the first mistake in a dictionary that was made otherwise than
// by [ParseDictionary], as an [ErrDictionary]. A nil Dictionary has none.
func (d *Dictionary) Validate() error {
	if d == nil {
		return nil
	}
	bad := func(section string, err error) error {
		return fmt.Errorf("%w: %s: %w", ErrDictionary, section, err)
	}
	for _, word := range slices.Sorted(maps.Keys(d.GivenNames)) {
		if err := checkGivenName(word, d.GivenNames[word]); err != nil {
			return bad("given_names", err)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(d.NameVariants)) {
		if err := checkVariant(word, d.NameVariants[word]); err != nil {
			return bad("name_variants", err)
		}
	}
	for _, s := range []struct {
		name  string
		words []string
		check func(string) error
	}{
		{"surnames", d.Surnames, checkWord}, {"noise_words", d.NoiseWords, checkWord},
		{"neighbourhoods", d.Neighbourhoods, checkNeighbourhood}, {"role_mailboxes", d.RoleMailboxes, checkMailbox},
	} {
		for _, word := range s.words {
			if err := s.check(word); err != nil {
				return bad(s.name, err)
			}
		}
	}
	return nil
}

func checkWord(word string) error {
	if Fold(word) == "" {
		return fmt.Errorf("%q holds no Latin letter", word)
	}
	return nil
}

func checkGivenName(word, gender string) error {
	if gender != "M" && gender != "F" && gender != "U" {
		return fmt.Errorf("gender %q of %q is not one of M, F, U", gender, word)
	}
	return checkWord(word)
}

func checkVariant(word, canonical string) error {
	return errors.Join(checkWord(word), checkWord(canonical))
}

func checkNeighbourhood(entry string) error {
	parts := strings.Split(entry, "/")
	if len(parts) != 3 || Fold(parts[2]) == "" {
		return fmt.Errorf("%q is not il/ilçe/mahalle", entry)
	}
	if _, _, ok := LookupIl(parts[0]); !ok {
		return fmt.Errorf("%q: no il is named %q", entry, parts[0])
	}
	if _, _, ok := LookupIlce(parts[0], parts[1]); !ok {
		return fmt.Errorf("%q: %s has no ilçe %q", entry, parts[0], parts[1])
	}
	return nil
}

func checkMailbox(local string) error {
	if strings.ContainsAny(local, "@ ") || !isASCII(local) {
		return fmt.Errorf("%q is no part of a mailbox before the @", local)
	}
	return nil
}
