package match

import "math"

// logSumStep is the distance, in millibits, between two entries of logSumTable.
const logSumStep = 8

// logSumTable[i] is log2(1 + 2^-x) in millibits for x = i*logSumStep millibits.
// Beyond its end the sum no longer differs from its larger part. The values are
// rounded to whole millibits, far coarser than any difference between machines'
// floating point, so that sums are the same everywhere.
var logSumTable = func() (t [1600]int32) {
	for i := range t {
		t[i] = int32(math.Round(1000 * math.Log2(1+math.Exp2(-float64(i*logSumStep)/1000))))
	}
	return t
}()

// logSum returns log2(2^a + 2^b) for a and b in millibits.
func logSum(a, b int32) int32 {
	if a < b {
		a, b = b, a
	}
	if i := int((int64(a) - int64(b)) / logSumStep); i < len(logSumTable) {
		return a + logSumTable[i]
	}
	return a
}

// Probability turns a weight, the log2 odds in millibits, into a probability.
func Probability(weight int32) float64 {
	return 1 / (1 + math.Exp2(-float64(weight)/1000))
}
