package normalize

import (
	"strings"
	"unicode"
)

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
	RepairMIME       = "mime"           // =?UTF-8?Q?=C4=B1?=
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

// isLossy reports letters lost for good: U+FFFD anywhere, or a run of question
// marks that touches a letter.
func isLossy(s string) bool {
	if strings.Contains(s, replacement) {
		return true
	}
	for i := 0; i < len(s); i++ {
		if s[i] != '?' {
			continue
		}
		from := i
		for i+1 < len(s) && s[i+1] == '?' {
			i++
		}
		if from > 0 && letterByte(s[from-1]) || i+1 < len(s) && letterByte(s[i+1]) {
			return true
		}
	}
	return false
}

// letterByte reports an ASCII letter or a byte of a longer rune.
func letterByte(c byte) bool {
	return c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// TextOp runs one operation of `tekil normalize text` on in (and in2, where the
// operation compares two texts):
//
//   - repair, or none: [Repair]; clean: [Clean]
//   - upper, lower, title, fold: the functions of these names
//   - fold_equal: "equal" or "not_equal"; lossy_match: "match" or "no_match"
//   - restore: [Restore]; suggest: a reading of lost letters
//   - flag: the text as it is, [Flagged] where [TextFlags] finds something
//   - keyboard_trq_on_us, keyboard_us_on_trq: the functions of these names
//
// An unknown operation is [Invalid] and keeps in.
func TextOp(op, in, in2 string) (value string, status Status) {
	switch op {
	case "", "repair":
		t := Repair(in)
		return t.Value, t.Status
	case "clean":
		return okOrEmpty(Clean(in).Value)
	case "upper":
		return okOrEmpty(Upper(in))
	case "lower":
		return okOrEmpty(Lower(in))
	case "title":
		return okOrEmpty(Title(in))
	case "fold":
		return foldOp(in)
	case "fold_equal":
		return answer(FoldEqual(in, in2), "equal", "not_equal")
	case "lossy_match":
		return answer(LossyMatch(in, in2), "match", "no_match")
	case "restore":
		return restoreOp(in)
	case "suggest":
		return suggestLossy(in)
	case "flag":
		if len(TextFlags(in)) > 0 {
			return in, Flagged
		}
		return okOrEmpty(in)
	case "keyboard_trq_on_us":
		return suggestion(KeyboardTRQOnUS(in))
	case "keyboard_us_on_trq":
		return suggestion(KeyboardUSOnTRQ(in))
	}
	return in, Invalid
}

func okOrEmpty(s string) (string, Status) {
	if s == "" {
		return s, Empty
	}
	return s, OK
}

func answer(ok bool, yes, no string) (string, Status) {
	if ok {
		return yes, OK
	}
	return no, OK
}

func suggestion(s string, ok bool) (string, Status) {
	if ok {
		return s, Suggested
	}
	return s, Unchanged
}

func foldOp(in string) (string, Status) {
	f := Fold(in)
	if f == "" && strings.ContainsFunc(in, unicode.IsLetter) {
		return f, NonLatin
	}
	return okOrEmpty(f)
}

func restoreOp(in string) (string, Status) {
	value, conf, unsure := restore(in)
	switch {
	case value != in:
		return value, Restored
	case unsure:
		return value, Ambiguous
	case conf == 0 && in == "":
		return value, Empty
	}
	return value, Unchanged
}

// The flags of [TextFlags].
const (
	FlagDigitInName = "digit_in_name" // 0ZMEN, Ali2
	FlagMasked      = "masked"        // stars where letters were
	FlagLossy       = "lossy"         // letters lost to an old code page
	FlagMixedScript = "mixed_script"  // Latin and other letters in one word
	FlagRepeated    = "repeated"      // one sign four times or more: aaaa
	FlagSymbol      = "symbol"        // signs that no name has
)

// TextFlags names what looks wrong in the text of a name, in a fixed order; nil
// for nothing.
func TextFlags(s string) (flags []string) {
	found := func(name string, ok bool) {
		if ok {
			flags = append(flags, name)
		}
	}
	found(FlagDigitInName, strings.ContainsFunc(s, unicode.IsDigit))
	found(FlagMasked, isMasked(s))
	found(FlagLossy, isLossy(s))
	found(FlagMixedScript, hasMixedWord(s))
	found(FlagRepeated, hasRepeat(s, 4))
	found(FlagSymbol, strings.ContainsAny(s, `@#$€%^=+_<>{}[]|\~!?`) && !isLossy(s))
	return flags
}

// isMasked reports a star or bullet, or a run of x behind a letter.
func isMasked(s string) bool {
	return strings.ContainsAny(s, "*•●▪■█") || strings.Contains(Fold(s), "xxx")
}

func hasMixedWord(s string) bool {
	for w := range strings.FieldsSeq(s) {
		foreign := strings.ContainsFunc(w, func(r rune) bool {
			return r >= 0x370 && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r)
		})
		if foreign && hasLatin(w) {
			return true
		}
	}
	return false
}

// hasRepeat reports a letter or sign that stands n times in a row.
func hasRepeat(s string, n int) bool {
	var last rune
	run := 0
	for _, r := range s {
		if r = lowerRune(r); r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run >= n && r != ' ' {
			return true
		}
	}
	return false
}
