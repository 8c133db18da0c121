package cluster

import "slices"

// One record whose name was misread holds a veto against some records of its own
// person, and may be joined to the others before they meet: then it tears the
// person in two. Such a record is the doubtful one, not the halves: where what
// keeps two groups apart are doubts about one record, and the evidence between
// the groups without it outweighs the evidence that holds it in its own, it leaves
// and the two groups join. It may then join others; the joins that it leaves
// behind are refused as any others.

// departure is a record that may leave its group, so that the rest joins another.
type departure struct {
	record, from, to int
	gain             int64
}

// expel carries out the departure that gains most, and reports whether there was
// one. A record leaves once.
func (f *forming) expel() bool {
	best := departure{}
	for from := range f.n {
		if len(f.members[from]) < 2 {
			continue
		}
		for to := range f.n {
			if to == from || f.members[to] == nil || !f.doubted[from*f.n+to] {
				continue
			}
			if d := f.departure(from, to); d.gain > best.gain {
				best = d
			}
		}
	}
	if best.gain == 0 {
		return false
	}
	f.left[best.record] = true
	rest := slices.DeleteFunc(slices.Clone(f.members[best.from]), func(i int) bool { return i == best.record })
	joined := append(rest, f.members[best.to]...)
	f.members[best.from], f.members[best.to] = nil, nil
	f.members[best.record] = []int{best.record}
	f.members[slices.Min(joined)] = joined
	f.settle()
	return true
}

// departure returns the best departure of a record from one group that lets the
// rest join another; its gain is 0 where there is none. Of equals, the first
// record goes.
func (f *forming) departure(from, to int) (best departure) {
	type side struct {
		sum    int64 // weight to the other group
		vetoes int
		joins  int
		firm   bool // one of the vetoes is no doubt
	}
	var all side
	sides := make([]side, len(f.members[from]))
	for k, i := range f.members[from] {
		s := &sides[k]
		for _, j := range f.members[to] {
			p := &f.pairs[i*f.n+j]
			s.sum += f.weight(i, j)
			if p.Veto && !p.Must {
				s.vetoes++
				s.firm = s.firm || !p.Doubt
			}
			if p.permitted() {
				s.joins++
			}
		}
		all.sum, all.vetoes, all.joins = all.sum+s.sum, all.vetoes+s.vetoes, all.joins+s.joins
	}
	for k, r := range f.members[from] {
		s := sides[k]
		between, size := all.sum-s.sum, f.sizes[r]
		if s.vetoes == 0 || s.firm || s.vetoes < all.vetoes || s.joins == all.joins || f.left[r] || f.ruledIn(r, from) ||
			between <= int64(f.o.Against)*(f.size[from]-size)*f.size[to] {
			continue
		}
		inside := int64(0)
		for _, i := range f.members[from] {
			if i != r {
				inside += f.weight(i, r)
			}
		}
		if gain := between - inside; gain > best.gain {
			best = departure{r, from, to, gain}
		}
	}
	return best
}

// weight is the evidence between all records of two nodes.
func (f *forming) weight(i, j int) int64 {
	return int64(f.pairs[i*f.n+j].Weight) * f.sizes[i] * f.sizes[j]
}

// ruledIn reports whether a steward joined r to its group.
func (f *forming) ruledIn(r, group int) bool {
	return slices.ContainsFunc(f.members[group], func(i int) bool { return i != r && f.pairs[i*f.n+r].Must })
}

// settle fills in what stands between groups from what stands between records.
func (f *forming) settle() {
	group := make([]int, f.n)
	for g, m := range f.members {
		f.size[g] = 0
		for _, i := range m {
			group[i] = g
			f.size[g] += f.sizes[i]
		}
	}
	clear(f.sum)
	clear(f.join)
	clear(f.veto)
	clear(f.doubted)
	clear(f.firm)
	clear(f.barred)
	for i := range f.n {
		for j := range f.n {
			if i == j {
				continue
			}
			p, at := &f.pairs[i*f.n+j], group[i]*f.n+group[j]
			f.sum[at] += f.weight(i, j)
			f.join[at] = f.join[at] || p.permitted()
			f.veto[at] = f.veto[at] || p.Veto && !p.Must
			f.doubted[at] = f.doubted[at] || p.Veto && !p.Must && p.Doubt
			f.firm[at] = f.firm[at] || p.Veto && !p.Must && !p.Doubt
			f.barred[at] = f.barred[at] || f.contest[[2]int{min(i, j), max(i, j)}]
		}
	}
}
