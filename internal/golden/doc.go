// Package golden makes one golden record out of the records of one person or
// company, and keeps for every value which record gave it and what it beat.
//
// A record enters as a [Contribution]: its canonical values, each with a
// [Grade]. [Merge] lets one value of each field survive, or, of phones, e-mails
// and addresses, an ordered set whose first is the primary. Values that belong
// together survive together: the parts of a name come from one record's name,
// the parts of an address from one address, so that no golden record mixes two
// people's halves.
//
// Everything here is pure. A golden record is the same whatever the order of
// the members; ties fall to the record key; no clock is read, and the only dates
// are those that records bring.
package golden
