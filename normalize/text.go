package normalize

import "strings"

// The statuses of text, beside [OK] and [Empty].
const (
	Repaired    Status = "repaired"     // damage was undone
	RepairedDOS Status = "repaired_dos" // damage of the DOS code page was undone, on the word of a dictionary
	Unchanged   Status = "unchanged"    // nothing to do
	Lossy       Status = "lossy"        // letters are lost for good: `?` or U+FFFD stands in their place
	Restored    Status = "restored"     // Turkish letters were put back by dictionary
	Ambiguous   Status = "ambiguous"    // several readings are plausible: the text is kept
	Suggested   Status = "suggested"    // the value is a proposal
	Flagged     Status = "flagged"      // the text is kept, but looks wrong
	NonLatin    Status = "non_latin"    // no Latin letter: there is no key
)

// Text is repaired text.
type Text struct {
	// Value is the text, composed (NFC), with single blanks and neither control
	// nor invisible characters.
	Value string
	// Status is [Unchanged], [Repaired], [RepairedDOS], [Lossy] or [Empty].
	Status Status
	// Repairs names what was done, in the order of the first doing: see the
	// Repair constants.
	Repairs []string
}

// The names of repairs.
const (
	RepairEncoding   = "encoding"       // bytes of windows-1254 where UTF-8 was due
	RepairEntity     = "html_entity"    // &Ouml; &#305; &amp;
	RepairEscape     = "unicode_escape" // \u0131 and %u0131, written out
	RepairPercent    = "percent"        // %C4%B1
	RepairUTF8       = "mojibake_utf8"  // UTF-8 shown in an old code page, once or more often
	RepairLatin5     = "mojibake_8859_9"
	RepairDOS        = "mojibake_dos"
	RepairCompose    = "compose"      // letter and combining accent became one
	RepairAccent     = "loose_accent" // letter and free-standing accent (Gu¨l) became one
	RepairHomoglyph  = "homoglyph"    // a Cyrillic or Greek look-alike in a Latin word
	RepairInvisible  = "invisible"    // zero-width and direction characters
	RepairControl    = "control"
	RepairBlank      = "blank" // odd, doubled or outer blanks
	RepairApostrophe = "apostrophe"
	RepairDash       = "dash"
)

// did names a repair once.
func (t *Text) did(name string) {
	for _, r := range t.Repairs {
		if r == name {
			return
		}
	}
	t.Repairs = append(t.Repairs, name)
}

// set takes v as the new value and names the repair where it differs.
func (t *Text) set(v, name string) {
	if v != t.Value {
		t.Value = v
		t.did(name)
	}
}

// Strings used by several operations.
const replacement = "\uFFFD"

// isLossy reports letters lost for good: U+FFFD anywhere, or a question mark
// that touches a letter.
func isLossy(s string) bool {
	if strings.Contains(s, replacement) {
		return true
	}
	for i := 0; i < len(s); i++ {
		if s[i] == '?' && touchesLetter(s, i) {
			return true
		}
	}
	return false
}

// touchesLetter reports whether the run of question marks around s[i] has a
// letter on one side.
func touchesLetter(s string, i int) bool {
	from, to := i, i
	for from > 0 && s[from-1] == '?' {
		from--
	}
	for to < len(s) && s[to] == '?' {
		to++
	}
	return from > 0 && letterByte(s[from-1]) || to < len(s) && letterByte(s[to])
}

// letterByte reports an ASCII letter or a byte of a longer rune.
func letterByte(c byte) bool {
	return c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z'
}
