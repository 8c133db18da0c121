// Package live is the live path: it keeps who is who up to date in a store while
// records come, change and go, one change at a time. It has no rule of its own.
// Keys come from package blocking, decisions from match, people from
// internal/resolve, golden records from internal/golden; this package finds out
// what a change touches and has exactly that decided again.
//
// # What a change touches
//
// A decision about two records depends on the records, on how many names stand
// on their lines, mailboxes and doors, on who else lives behind a door that they
// share, and on whether a key that they share is within the cap. So a change
// makes dirty, beside the records themselves:
//
//   - all records on a line, mailbox or door whose degree passes a step,
//   - all records of one name behind a door that becomes contested or ceases to be,
//   - all records under a key whose posting list comes back within the cap.
//
// Where a list grows beyond the cap, its records only lose pairs, and those that
// another key still brings up would be judged as they were. So nothing is judged:
// the edges between them are looked through, and only who loses one is dirty.
//
// The candidates of dirty records are judged again and their edges replaced; the
// components that hold a dirty record, or an end of an edge that changed, are
// formed again as a whole. Any other edge between two records that are not dirty
// stays as it is, and so does a component without any, because nothing that they are
// made of has changed. For the same reason a piece of a large component keeps
// its people if none of its records is dirty: see [pieces].
//
// # The steps of a change, and their files
//
// A change is made ready (prepare.go), waits in line (line.go) and has its turn
// (apply.go). The turn (change.go) writes records (records.go, copies.go), rulings
// (rulings.go) and keys (keys.go); finds what degrees and doors make dirty
// (degrees.go) and judges that again (edges.go); and forms the region around it
// (region.go, pieces.go): people and their ids (people.go), the feed of events
// (feed.go), links (links.go) and the review queue (queue.go).
package live
