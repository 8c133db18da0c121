package match

import "github.com/tekil-id/tekil/record"

// Unrelated reports whether two records that share no line, mailbox or door are
// apart and not linked, whatever the degrees of b's values, which need not have
// been filled in. Most candidates share a frequent name and no more: for them
// nobody has to count who else stands on b's lines. Where it says false, nothing
// is known.
func (j *Judge) Unrelated(a, b *Profile) bool {
	if !j.model.Turkish() || meet(a, b) || len(b.Doors) > 1 {
		return false
	}
	// A value of b counts, or too many names stand on it and it is missing. With
	// one door the address is there or not; of lines and mailboxes some may be
	// missing, and then the next weaker level may be the best that is left.
	var pat Pattern
	var sh shares
	j.c.compare(a, b, &pat, &sh)
	mobile, mail, home := pat[Mobile], pat[Email], pat[Home]
	for _, pat[Mobile] = range weaker(mobile) {
		for _, pat[Email] = range weaker(mail) {
			for _, pat[Home] = range [2]Level{home, Missing} {
				r := j.decide(a, b, &pat, &sh)
				if r.Decision != record.Different || r.Link != record.NoLink {
					return false
				}
			}
		}
	}
	return true
}

// weaker returns the levels that a comparison of contacts may come to where some
// contacts are missing.
func weaker(l Level) []Level {
	switch l {
	case Missing:
		return weakerContacts[:1]
	case ContactDifferent:
		return weakerContacts[:2]
	}
	return weakerContacts[:]
}

var weakerContacts = [...]Level{Missing, ContactDifferent, ContactSimilar}

// meet reports whether two records share a line, a mailbox or a door.
func meet(a, b *Profile) bool {
	share := func(a, b []Contact) bool {
		for i := range a {
			for k := range b {
				if a[i].Value == b[k].Value {
					return true
				}
			}
		}
		return false
	}
	if share(a.Lines, b.Lines) || share(a.Mails, b.Mails) {
		return true
	}
	for i := range a.Doors {
		for k := range b.Doors {
			if a.Doors[i].Key != 0 && a.Doors[i].Key == b.Doors[k].Key {
				return true
			}
		}
	}
	return false
}
