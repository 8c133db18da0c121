package synth

import (
	"fmt"
	"strconv"
)

// numbers hands out identity numbers and lines, each once. A number is a
// counter that went through a permutation, so that numbers look drawn by lot
// and no table of used ones is needed.
type numbers struct {
	seed       uint64
	mobiles    int
	landlines  map[int]int // area code -> handed out
	vkns       int
	foreigners int
}

func newNumbers(seed uint64) *numbers {
	return &numbers{seed: mix(seed), landlines: map[int]int{}}
}

// permute maps 0..n-1 onto itself; step must share no factor with n.
func (ns *numbers) permute(i, step, n uint64) uint64 { return (i%n*step + ns.seed) % n }

// register is a page of the family register: 16 neighbouring national ids.
type register uint64

// pages is how many registers fit between 80 and 96 as the first two digits.
const (
	firstID  = 800_000_000
	pages    = 169_999_984 / 16
	pageSize = 16
)

// national returns the i-th national id of a register (0 <= i < 16).
func (ns *numbers) national(page register, i int) string {
	base := firstID + ns.permute(uint64(page), 6_180_341, pages)*pageSize + uint64(i)
	return checkedTCKN(base)
}

// foreign returns a new national id of a foreigner, which starts with 99.
func (ns *numbers) foreign() string {
	ns.foreigners++
	return checkedTCKN(990_000_000 + ns.permute(uint64(ns.foreigners), 6_180_341, 9_999_999))
}

// checkedTCKN adds the two check digits to the first nine (turkish.md 3.1).
func checkedTCKN(base uint64) string {
	var d [11]byte
	for i := 8; i >= 0; i-- {
		d[i] = byte(base % 10)
		base /= 10
	}
	odd, even := 0, 0
	for i := 0; i < 9; i += 2 {
		odd += int(d[i])
	}
	for i := 1; i < 8; i += 2 {
		even += int(d[i])
	}
	d[9] = byte(((7*odd-even)%10 + 10) % 10)
	d[10] = byte((odd + even + int(d[9])) % 10)
	for i := range d {
		d[i] += '0'
	}
	return string(d[:])
}

// tax returns a new tax number (VKN) with its check digit.
func (ns *numbers) tax() string {
	ns.vkns++
	base := fmt.Sprintf("%09d", ns.permute(uint64(ns.vkns), 618_033_989, 1_000_000_000))
	sum := 0
	for i, c := range base {
		t := (int(c-'0') + 9 - i) % 10
		v := t << (9 - i) % 9
		if t != 0 && v == 0 {
			v = 9
		}
		sum += v
	}
	return base + strconv.Itoa((10-sum%10)%10)
}

// The mobile prefixes of the three operators and their virtual ones.
var mobilePrefixes = []int{530, 531, 532, 533, 534, 535, 536, 537, 538, 539, 540, 541, 542, 543, 544, 545, 546, 547, 548, 549,
	501, 505, 506, 507, 551, 552, 553, 554, 555, 559}

// mobile returns a new line as ten digits.
func (ns *numbers) mobile() string {
	i := ns.mobiles
	ns.mobiles++
	n := len(mobilePrefixes)
	return strconv.Itoa(mobilePrefixes[ns.permute(uint64(i), 7, uint64(n))]) + ns.subscriber(i/n*31+i%n)
}

// landline returns a new line of an area code as ten digits.
func (ns *numbers) landline(code int) string {
	i := ns.landlines[code]
	ns.landlines[code]++
	return strconv.Itoa(code) + ns.subscriber(i)
}

// subscriber returns seven digits that start with 00 for the first 100,000.
func (ns *numbers) subscriber(i int) string {
	const block = 100_000
	return fmt.Sprintf("%07d", i/block*block+int(ns.permute(uint64(i), 61_803, block)))
}
