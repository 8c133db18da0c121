package match

import "math"

// Comparisons are not independent: a household that shares a line shares the
// address, too, and a rare name lives where its family does. So the sum of their
// weights is surer, or less sure, than it should be, and by how much depends on
// the file. The file itself knows: of pairs whose names agree, some hold two birth
// dates or two ids, and these witness how often the rest of the evidence was right.

// Ground says what beside the names speaks for a pair: the weights of pairs on
// one ground are calibrated together.
type ground uint8

const (
	noGround    ground = iota
	onContact          // a personal line or mailbox agrees
	onHome             // the door or the landline
	onNamesOnly        // neither
	grounds
)

var groundNames = [grounds]string{"", "contact", "home", "names"}

// groundOf returns the ground of a pair of persons whose names agree.
func groundOf(p *Pattern) ground {
	switch {
	case !agrees(p[Given]) || p[Surname] > NameTypo || p[CompanyName] != Missing:
		return noGround
	case p.sharesContact():
		return onContact
	case p[Home] != Missing && p[Home] <= HomeLine:
		return onHome
	}
	return onNamesOnly
}

// Namesakes reports whether the two bear one name on one line or mailbox.
func (o *Observation) Namesakes() bool { return groundOf(&o.pat) == onContact }

// calibration returns what the file taught about pairs on p's ground.
func (m *Model) calibration(p *Pattern) int32 {
	if m.Calibration == [grounds]int32{} {
		return 0
	}
	return m.Calibration[groundOf(p)]
}

const (
	// calibrateFrom is the weight without date and id from which on a pair says
	// something: below, most are strangers, and nothing is decided.
	calibrateFrom = 2000
	// calibrateStrength is how many pairs of two people the weights as they are
	// count for.
	calibrateStrength = 5
	calibrateMost     = 3000 // bounds what a calibration may move
)

// calibrate sets the model's calibration, ground by ground, to the one that explains
// best what birth dates and ids say of the pairs.
func (f *fitter) calibrate() {
	var told [grounds]testimony
	for i := range f.s.Candidates {
		o := &f.s.Candidates[i]
		if g := groundOf(&o.pat); g != noGround && (g != onContact || f.s.Namesakes == nil) {
			told[g].add(f.m, o)
		}
	}
	for i := range f.s.Namesakes {
		told[onContact].add(f.m, &f.s.Namesakes[i])
	}
	for g := onContact; g < grounds; g++ {
		shift := told[g].likeliest()
		f.m.Calibration[g] = shift
		if shift != 0 {
			f.note("%s: of %d pairs with dates or ids %.0f are two people, so their weights move by %.1f bits", groundNames[g], len(told[g].whole), told[g].apart(shift), float64(shift)/1000)
		}
	}
}

// testimony are the weights of pairs on one ground whose birth dates or ids say who
// they are: without these, and with them.
type testimony struct{ undated, whole []int32 }

// add takes a pair, unless it has nothing to say. m has no calibration yet.
func (t *testimony) add(m *Model, o *Observation) {
	if !o.witness() {
		return
	}
	if w := m.weighUndated(o); w >= calibrateFrom {
		t.undated = append(t.undated, w)
		t.whole = append(t.whole, m.weigh(&o.pat, &o.shares))
	}
}

// likeliest returns by how many millibits the weights have to move for the dates and
// ids to be what one would expect. A pair of undated weight u and whole weight w, in
// bits, has odds of 2^(u+s) for one person after a move by s, and its dates and ids are
// 2^(w-u) times as likely of one person as of two: that makes them likely by
// (2^(w+s) + 1) / (2^(u+s) + 1), up to what does not depend on s. Moving at all costs
// as if calibrateStrength pairs more had been two people where as many were expected
// (the likelihood of a Poisson count).
func (t *testimony) likeliest() int32 {
	best, most := int32(0), math.Inf(-1)
	try := func(s int32) {
		shift := float64(s) / 1000
		sum := int64(0)
		for i := range t.whole {
			sum += int64(logSum(t.whole[i]+s, 0) - logSum(t.undated[i]+s, 0))
		}
		if likely := float64(sum)/1000 - calibrateStrength*(shift+math.Exp2(-shift)*math.Log2E); likely > most {
			best, most = s, likely
		}
	}
	for step := int32(500); step >= 20; step /= 5 {
		around := best
		for s := max(around-6*step, -calibrateMost); s <= min(around+6*step, calibrateMost); s += step {
			try(s)
		}
	}
	return best
}

// apart returns how many of the pairs are expected to be two people after a move.
func (t *testimony) apart(shift int32) (n float64) {
	for _, w := range t.whole {
		n += 1 - Probability(w+shift)
	}
	return n
}

// weighUndated is the weight of a pair without its birth dates and ids.
func (m *Model) weighUndated(o *Observation) int32 {
	rest, shares := o.pat, o.shares
	rest[Birth], rest[NationalID], shares[Birth] = Missing, Missing, 0
	return m.weigh(&rest, &shares)
}

// witness reports whether an id or a birth date tells of the pair, where other
// comparisons found it, whether it is one person.
func (o *Observation) witness() bool {
	if o.independent&(1<<NationalID) != 0 && (o.pat[NationalID] == IDEqual || o.pat[NationalID] == IDDifferent) {
		return true
	}
	if o.independent&(1<<Birth) == 0 {
		return false
	}
	switch o.pat[Birth] {
	case BirthEqual, BirthSwap, BirthTypo, BirthConflict, BirthGeneration:
		return true
	}
	return false
}
