package match

import "math"

// Kin says how the agreements of two of one household hang together, in millibits
// added to the household's column. Without it they are taken to be independent, and a
// son on his father's phone and mailbox passes for one person twice over. The zero
// Kin, of a model from before it, adds nothing.
type Kin struct {
	// Mailbox is how much likelier two who share a line are to share a mailbox: who has
	// no line of his own has no mailbox either.
	Mailbox int32 `json:"mailbox"`
	// Women and Men say how much likelier than on the average two of their sex bear one
	// name: where sons are called after their fathers, daughters are after nobody.
	Women int32 `json:"women"`
	Men   int32 `json:"men"`
	// Siblings is for two of one given name whose birth dates or parents agree. Who is
	// called after somebody is a generation apart; what is left are Fatma Nur and Fatma
	// Gül, both written Fatma. So it stands in place of Women and Men.
	Siblings int32 `json:"siblings"`
	// Twins is for an equal birth date of two given names of which one is short for the
	// other (Sude, Sudenaz): sisters bear these, and of sisters some are twins.
	Twins int32 `json:"twins"`
	// Generation is for two of one given name who are a generation apart, as who is called
	// after somebody is: hardly anybody is fewer years apart, so that these are twice as many
	// bits less likely.
	Generation int32 `json:"generation"`
	// Elsewhere is for two of one name on one line or mailbox who live far apart: of a
	// family, they are the grown son and the father whose line he had.
	Elsewhere int32 `json:"elsewhere"`
}

// shippedKin is what families have in common before a file has been read. A shared
// line makes a shared mailbox four times likelier, namesakes agree on what siblings
// share an eighth as often as others do and are nearly all a generation apart, sisters of
// such names are twins eight times as often, and of namesakes on one line two to three times as many
// live far apart. Who is called after whom only a file can tell.
var shippedKin = Kin{Mailbox: 2000, Siblings: -3000, Twins: 3000, Generation: 1000, Elsewhere: 1300}

// kinship is what m.Kin adds to the household's column for one comparison of a
// pattern. sex is what [Kin.namesakes] said of the pair.
func (m *Model) kinship(c Comparison, pat *Pattern, sex int32) int32 {
	switch {
	case c == Email && equalContact(pat[Mobile]) && equalContact(pat[Email]):
		return min(m.Kin.Mailbox, -m.Weights[Email].Levels[pat[Email]].Household)
	case c == Given && sameGiven(pat[Given]) && asSiblings(pat):
		return m.Kin.Siblings - sex
	case c == Home && pat[Home] == HomeDifferent && agrees(pat[Given]) && pat.sharesContact():
		return m.Kin.Elsewhere
	case c == Birth:
		return m.kinBirth(pat)
	}
	return 0
}

// kinBirth is [Model.kinship] of birth dates. A name that was mistyped may be one that
// is short for the other, as well.
func (m *Model) kinBirth(pat *Pattern) int32 {
	switch l := pat[Birth]; {
	case l == BirthEqual && (pat[Given] == NameCompatible || pat[Given] == NameTypo):
		return m.Kin.Twins
	case l == BirthGeneration && agrees(pat[Given]):
		return min(m.Kin.Generation, -m.Weights[Birth].Levels[l].Household)
	case l == BirthConflict && sameGiven(pat[Given]):
		return -2 * m.Kin.Generation
	}
	return 0
}

// kinships is [Model.kinship] of a whole pattern.
func (m *Model) kinships(pat *Pattern, sex int32) int32 {
	if m.Kin == (Kin{}) {
		return 0
	}
	return m.kinship(Email, pat, sex) + m.kinship(Given, pat, sex) + m.kinship(Birth, pat, sex) + m.kinship(Home, pat, sex)
}

// sameGiven reports whether two given names are equal but for their spelling.
func sameGiven(given Level) bool { return given == NameExact || given == NameVariant }

// asSiblings reports whether two agree on what brothers and sisters share, and a
// father and his son do not: the birth date of twins, the name of a parent.
func asSiblings(pat *Pattern) bool {
	agree := func(c Comparison, to Level) bool { return pat[c] != Missing && pat[c] <= to }
	return agree(Birth, BirthTypo) || agree(Mother, ValueClose) || agree(Father, ValueClose)
}

// namesakes is what the sex of two people who bear one name says of a household.
func (k *Kin) namesakes(sex byte) int32 {
	switch sex {
	case 'F':
		return k.Women
	case 'M':
		return k.Men
	}
	return 0
}

// commonSex is the sex of two records of one name, 0 where it is not known. Of two
// women of whom one bears a name more it says nothing: sisters may have left out their
// second names.
func commonSex(a, b *Profile, pat *Pattern) byte {
	x, y := sex(a), sex(b)
	switch {
	case !agrees(pat[Given]) || pat[Surname] > NameTypo || x != 0 && y != 0 && x != y:
		return 0
	case x == 0:
		x = y
	}
	if x == 'F' && pat[Given] == NameCompatible {
		return 0
	}
	return x
}

// kinStrength is how many pairs the base model's kin counts for.
const kinStrength = 4

// kin sets how a household's agreements hang together from pairs behind one
// door that are surely two people.
func (f *fitter) kin() {
	f.kinMailbox()
	f.kinNames()
}

// kinMailbox sets how much oftener those who share a line share a mailbox.
func (f *fitter) kinMailbox() {
	var n, line, mail, both float64
	for i := range f.s.Candidates {
		o := &f.s.Candidates[i]
		const contacts = 1<<Mobile | 1<<Email
		if !o.twoAtHome() && o.pat[Given] != NameConflict || !o.behindOneDoor() || o.independent&contacts != contacts ||
			o.pat[Mobile] == Missing || o.pat[Email] == Missing {
			continue
		}
		l, m := btoi(equalContact(o.pat[Mobile])), btoi(equalContact(o.pat[Email]))
		n, line, mail, both = n+1, line+float64(l), mail+float64(m), both+float64(l*m)
	}
	base := math.Exp2(float64(f.base.Kin.Mailbox) / 1000)
	f.m.Kin.Mailbox = millibits((both + kinStrength) / (line*mail/max(n, 1) + kinStrength/base))
}

// kinNames sets how much oftener than among all who bear one name it is men, or
// women, of whom a household has two.
func (f *fitter) kinNames() {
	var one, two struct{ women, men float64 }
	for i := range f.s.Candidates {
		o := &f.s.Candidates[i]
		women, men := float64(btoi(o.sex == 'F')), float64(btoi(o.sex == 'M'))
		switch {
		case o.pat[NationalID] == IDEqual || o.pat[Birth] == BirthEqual:
			one.women, one.men = one.women+women, one.men+men
		case o.twoAtHome() && o.independent&(1<<Given) != 0:
			two.women, two.men = two.women+women, two.men+men
		}
	}
	share := (one.women + kinStrength) / (one.women + one.men + 2*kinStrength)
	found := (two.women + kinStrength*share) / (two.women + two.men + kinStrength)
	f.m.Kin.Women, f.m.Kin.Men = millibits(found/share), millibits((1-found)/(1-share))
	for i := range f.s.Candidates { // they were compared under a model that did not know it
		o := &f.s.Candidates[i]
		o.shares[Gender] = f.m.Kin.namesakes(o.sex)
	}
}

// behindOneDoor reports whether a pair bears one surname behind one door.
func (o *Observation) behindOneDoor() bool {
	return o.pat[Surname] == NameExact && (o.pat[Home] == HomeDoor || o.pat[Home] == HomeDoorAndLine)
}

// twoAtHome reports whether a pair is surely two people of one household: one surname
// and door, and ids or birth dates that part them.
func (o *Observation) twoAtHome() bool {
	return o.behindOneDoor() && (o.pat[Birth] == BirthGeneration || o.pat[NationalID] == IDDifferent)
}
