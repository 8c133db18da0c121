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
	case equalContact(p[Mobile]) || equalContact(p[Email]):
		return onContact
	case p[Home] != Missing && p[Home] <= HomeLine:
		return onHome
	}
	return onNamesOnly
}

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
	calibrateStrength = 10
	calibrateMost     = 3000 // bounds what a calibration may move
	// slipStrength and slipShare say how often two dates of one person contradict
	// each other, before the pairs of equal ids say it.
	slipStrength, slipShare = 200, .01
)

// calibrate sets the model's calibration so that of the pairs on one ground as many
// are expected to be two people as their birth dates and ids show.
func (f *fitter) calibrate() {
	slip := f.slipShare()
	var weights [grounds][]int32
	var apart, one [grounds]float64
	for i := range f.s.Candidates {
		o := &f.s.Candidates[i]
		g, verdict := groundOf(&o.pat), o.witness()
		if g == noGround || verdict == 0 {
			continue
		}
		w := f.m.weighUndated(o)
		if w < calibrateFrom {
			continue
		}
		weights[g] = append(weights[g], w)
		apart[g] += float64(btoi(verdict < 0))
		one[g] += float64(btoi(verdict > 0))
	}
	for g := onContact; g < grounds; g++ {
		f.m.Calibration[g] = shiftTo(weights[g], max(apart[g]-slip*one[g], 0))
		if s := f.m.Calibration[g]; s != 0 {
			f.note("%s: of %d pairs with dates or ids %.0f are two people, so their weights move by %.1f bits", groundNames[g], len(weights[g]), apart[g], float64(s)/1000)
		}
	}
}

// weighUndated is the weight of a pair without its birth dates and ids.
func (m *Model) weighUndated(o *Observation) int32 {
	rest, shares := o.pat, o.shares
	rest[Birth], rest[NationalID], shares[Birth] = Missing, Missing, 0
	return m.weigh(&rest, &shares)
}

// witness says what ids and birth dates, where other comparisons found the pair,
// tell of it: 1 for one person, -1 for two, 0 for nothing.
func (o *Observation) witness() int {
	if o.independent&(1<<NationalID) != 0 {
		switch o.pat[NationalID] {
		case IDEqual:
			return 1
		case IDDifferent:
			return -1
		}
	}
	if o.independent&(1<<Birth) != 0 {
		switch o.pat[Birth] {
		case BirthEqual, BirthSwap, BirthTypo:
			return 1
		case BirthConflict, BirthGeneration:
			return -1
		}
	}
	return 0
}

// slipShare is how often birth dates of one person contradict each other: among
// pairs of equal ids and names.
func (f *fitter) slipShare() float64 {
	n, slips := 0.0, 0.0
	for i := range f.s.Candidates {
		p := &f.s.Candidates[i].pat
		if p[NationalID] == IDEqual && agrees(p[Given]) && p[Birth] != Missing {
			n++
			slips += float64(btoi(p[Birth] == BirthConflict || p[Birth] == BirthGeneration))
		}
	}
	return (slips + slipStrength*slipShare) / (n + slipStrength)
}

// shiftTo returns by how many millibits weights have to move so that as many of
// their pairs are expected to be two people as were seen, around no move at all.
func shiftTo(weights []int32, apart float64) int32 {
	low, high := int32(-calibrateMost), int32(calibrateMost)
	for low < high {
		mid := low + (high-low)/2
		expected := calibrateStrength * math.Exp2(-float64(mid)/1000)
		for _, w := range weights {
			expected += 1 - Probability(w+mid)
		}
		if expected > apart+calibrateStrength {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}
