// Package quality notices what is wrong in the values of customer records, and
// counts it by source, so that the cause can be mended where it arises.
//
// [Findings] turns what the parsers noticed into findings for a steward, each
// by a rule of the table [Rules]. A [Summary] gathers them for a run, and
// [Summary.Alerts] tells which source crosses a threshold or became worse.
package quality
