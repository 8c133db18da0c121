package normalize

import "strings"

// GenderOf returns the gender that a given name shows, and the share of its
// bearers that are of it. Of several words the commonest decides. A unisex name
// has the share of the more frequent sex; an unknown one 0.
func GenderOf(given string) (Gender, float64) {
	n := newNameText(shippedNames())
	defer n.free()
	n.scan(given)
	return genderOfWords(n.tokens)
}

// genderOfWords judges given names by the commonest word that has one sex; a
// unisex word decides where there is no other.
func genderOfWords(ts []nameToken) (Gender, float64) {
	if len(ts) > 1 && servant(ts[0].folded) { // Abd El Kader: Kader alone is a woman's name
		return Male, 0.97
	}
	g, sure, weight := UnknownGender, 0.0, -1.0
	for i := range ts {
		x := ts[i].lex
		if x == nil || ts[i].initial() {
			continue
		}
		if x.gender == UnknownGender || x.given == "" {
			x = x.root
		}
		share := x.givenShare
		switch x.gender {
		case Male, Female:
			if share > weight || g == Unisex || g == UnknownGender {
				g, sure, weight = x.gender, x.sure, share
			}
		case Unisex:
			if g == UnknownGender {
				g, sure = Unisex, x.sure
			}
		}
	}
	if g == UnknownGender && len(ts) > 1 {
		return joinedGender(ts)
	}
	return g, sure
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
