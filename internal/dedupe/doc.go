// Package dedupe is the application behind one `tekil dedupe` run: customer
// files are read, resolved, merged into golden records, and written as files and
// as a store. Everything stands under a directory of its own until it is whole,
// so that a run that fails, or is killed, leaves what was there before.
//
// The decisions are all made elsewhere: internal/ingest reads, internal/bulk
// resolves, internal/golden merges, internal/quality finds faults, store keeps.
// This package carries data between them at a million rows a run, and writes it
// down.
package dedupe
