package normalize

import "strings"

// GenderOf returns the gender that a given name shows, and the share of its
// bearers that are of it. Of several words the first decides that has one sex. A
// unisex name has the share of the more frequent sex; an unknown one 0.
func GenderOf(given string) (Gender, float64) {
	n := newNameText(shippedNames())
	defer n.free()
	n.scan(given)
	return genderOfWords(n.tokens)
}

// genderOfWords judges given names by the first that has one sex: a second name
// follows another custom (Nurişen Can is a woman, Muhammed Nur a man). A unisex
// first name leaves it to the next; of one that no list knows nothing is said,
// whatever stands behind it.
func genderOfWords(ts []nameToken) (Gender, float64) {
	if len(ts) > 1 && servant(ts[0].folded) { // Abd El Kader: Kader alone is a woman's name
		return Male, 0.97
	}
	g, sure := UnknownGender, 0.0
	for i := range ts {
		if ts[i].initial() {
			continue
		}
		word, share := genderOfWord(&ts[i])
		switch {
		case word == Male || word == Female:
			return word, share
		case word == Unisex && g == UnknownGender:
			g, sure = Unisex, share
		case word == UnknownGender && optionalGiven[ts[i].folded]: // Şeyh Ahmet
		case word == UnknownGender && g == UnknownGender && len(ts) > 1:
			return joinedGender(ts)
		}
	}
	return g, sure
}

// genderOfWord returns what the lists say of one word.
func genderOfWord(t *nameToken) (Gender, float64) {
	x := t.lex
	if x == nil {
		return UnknownGender, 0
	}
	if x.gender == UnknownGender || x.given == "" {
		x = x.root
	}
	return x.gender, x.sure
}

// servant reports the word that opens Arabic names of men written apart: servant
// of.
func servant(folded string) bool {
	switch folded {
	case "abd", "abdul", "abdel", "abdal", "abdu":
		return true
	}
	return false
}

// joinedGender judges a name written apart (Abd Alrahman) by its joined form.
func joinedGender(ts []nameToken) (Gender, float64) {
	var b strings.Builder
	for i := range ts {
		b.WriteString(ts[i].folded)
	}
	if x := shippedNames().find(b.String()); x != nil {
		return x.root.gender, x.root.sure
	}
	return UnknownGender, 0
}

// judgeGender sets the gender of a name and flags what contradicts it. An
// honorific decides a unisex or unknown name; a recorded gender decides nothing:
// it is data about the person, not about the name.
func (n *nameText) judgeGender(p *Name, given []nameToken, honor Gender, recorded string) {
	p.Gender, _ = genderOfWords(given)
	one := p.Gender == Male || p.Gender == Female
	if honor != "" && !one {
		p.Gender = honor
	}
	if honor != "" && one && honor != p.Gender {
		n.flag("gender_conflict:" + string(p.Gender))
	}
	if recorded == "" || !one {
		return
	}
	if g := ParseGender(recorded, "").Value; (g == Male || g == Female) && g != p.Gender {
		n.flag("gender_conflict:" + string(p.Gender))
	}
}

// longListed is the share of a given name that only the long lists of names hold,
// and neither TÜİK's yearly lists nor the reviewed dictionary.
const longListed = 1_200 / nation

// loneGender is the sex of those who are called by a name that stands alone and
// was read as a surname, if it is one of the usual given names as well.
func loneGender(surname []nameToken) Gender {
	if len(surname) != 1 || surname[0].givenShare() <= longListed {
		return UnknownGender
	}
	g, _ := genderOfWords(surname)
	return g
}
