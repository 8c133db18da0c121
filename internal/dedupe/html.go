package dedupe

import "html"

// Escape makes text safe inside HTML and SVG, in element content and in quoted
// attributes.
func Escape(s string) string { return html.EscapeString(s) }
