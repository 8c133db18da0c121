// Package synth invents Turkish customers whose truth is known, for tests and
// measurements. No row is a real person's.
//
// # The world
//
// People live in households, and households in families: a couple with or
// without children, a single person, brothers and sisters, three generations
// under one roof; grown sons and daughters move out to doors of their own. A
// wife takes her husband's surname, keeps her own in front of it, or keeps her
// own alone; who marries while being a customer is found under both names. Some
// sons bear the name of their father or grandfather, twins are given names that
// rhyme. Given names follow the frequencies of the nation, shifted by year of
// birth; surnames have a long tail of composed ones, because 31 in 100 people
// carry a surname that no list holds. So Mehmet Yılmaz abounds.
//
// People move and old addresses stay in the systems; they change their mobile
// line, and years later the number has another owner. A family shares a
// landline, often a mailbox, and a child is reached on a parent's phone. Some
// work for a company whose switchboard is their phone, some are sole traders
// (the company record with their own national id as tax number is them).
// Companies have branches, which are one company. Some people are foreigners
// (numbers that start with 99, names transliterated by ear), some have died.
//
// # The systems
//
// A record is what one system holds of a person at one time. Each system has
// habits: which fields it asks for, how it lays out a name, in which letters it
// writes, which mistakes its people make (see setting.go). Dealers type their
// own phone for their customers; clerks get past a mandatory field with
// 0555 555 55 55, yok@yok.com, 11111111111 or 01.01.1900.
//
// # Numbers
//
// National ids have right check digits, start with 80 to 96 (citizens) or 99
// (foreigners) and belong to one person each; relatives have neighbouring
// numbers, as in the register. Subscriber numbers start with 00, which no
// operator hands out, as long as these last: nearly 3 million mobile lines, and
// 100 thousand landlines an area code; after that 01, 02 and so on.
//
// # Settings
//
// "default" is the setting to develop against. "heldout" differs from it in
// every habit: other systems, other mistakes, other family structure, other
// cities. Nothing is ever tuned on it; it says whether what was learnt holds
// elsewhere.
//
// The same Config gives the same bytes on every machine, as long as the names and
// places of package normalize, from which these are drawn, stay the same.
package synth

//go:generate go run ../../testdata/gen.go -dir ../../testdata
