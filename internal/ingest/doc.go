// Package ingest reads customer files: CSV and TSV of any common dialect and
// NDJSON, in any encoding that Turkish systems write, plain or gzipped, from
// files, globs and standard input, into [record.Record] values.
//
// [Open] decides how each input is to be read, [Reader.Records] streams it, and
// [Unify] settles records that came twice. Raw values stay raw: only bytes are
// decoded here, value-by-value repair belongs to package normalize.
//
// # The order of decisions
//
// Each decision is made from the head of the input (its first mebibyte) and
// can be overridden in [Options]:
//
//  1. Container: gzip is recognised by its magic bytes, whatever the name.
//  2. Encoding: byte order mark, then the parity of zero bytes (UTF-16), then
//     UTF-8 validity, then which Turkish code page the high bytes spell.
//  3. Format: a first line that is a JSON object makes it NDJSON, else CSV.
//  4. Dialect: the delimiter and quote that give the most recognised headers,
//     then the most even rows, then the most columns.
//  5. Header: recognised names make a header, data-like cells (digits, dates,
//     e-mail addresses) in the first row make it data. Title lines above the
//     header are skipped.
//  6. Mapping: the user's [Rules], then known headers in Turkish and English,
//     then what the values of the remaining columns look like. What is left
//     passes through as user-defined fields.
//  7. Rows: cut, padded or rejected, named by source and id.
//
// The decisions for an input that fits into the head do not depend on the order
// of its rows. For a longer one they rest on its first rows, so whoever needs
// the same reading of every shuffle of a huge file states them: with a mapping
// file, or with headers that are known.
//
// What came of it is a [Mapping] for each input, which prints as a table.
//
// # Bad input
//
// A row that cannot be read becomes a [Rejected] and the run goes on. What is
// wrong with a whole input is an [InputError] around one of the sentinel errors
// of this package. No line is lost in silence: rows, rejected rows, blank
// lines, and the lines of header and preamble add up to the lines of the file
// (see [Stats]).
//
// # Ids
//
// A row without an id gets one from its content: a hash of its values sorted by
// field, so that neither the order of rows nor that of columns changes it. Rows
// with the same content in one source are told apart by an ordinal; they are
// equal, so it does not matter which is which.
package ingest
