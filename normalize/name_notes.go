package normalize

import "strings"

// contacts takes phone numbers, addresses of mail and identity numbers out of a
// name, and the counters that people type to force a second record.
func (n *nameText) contacts() {
	out := n.tokens[:0]
	for i := 0; i < len(n.tokens); {
		t := &n.tokens[i]
		switch {
		case strings.IndexByte(t.text, '@') >= 0:
			n.flag("email_in_name")
			for len(out) > 1 && (out[len(out)-1].is(rolePhoneWord) || out[len(out)-1].folded == "posta" || out[len(out)-1].folded == "e" && i > 0 && n.tokens[i-1].folded != "e") {
				out = out[:len(out)-1] // e-posta: a@b.com
			}
			for i++; i < len(n.tokens) && n.tokens[i-1].dot; i++ {
			}
			continue
		case t.is(rolePhoneWord) && i+1 < len(n.tokens) && n.tokens[i+1].allDigits():
			i++
			continue
		case t.allDigits():
			j, digits := i, 0
			for ; j < len(n.tokens) && n.tokens[j].allDigits(); j++ {
				digits += len(n.tokens[j].text)
			}
			n.flag(numberFlag(t.text, digits, i > 0 && (j == len(n.tokens) || n.tokens[j].inside || n.tokens[j].is(roleStatus))))
			i = j
			continue
		case t.digits && !t.lossy:
			n.glued(t)
		}
		out = append(out, *t)
		i++
	}
	n.tokens = out
	if n.stars {
		n.flag("stars")
	}
}

func (t *nameToken) allDigits() bool {
	for i := 0; i < len(t.text); i++ {
		if t.text[i] < '0' || t.text[i] > '9' {
			return false
		}
	}
	return true
}

// numberFlag names a number by its length: a counter behind the name, an
// identity number, a phone number or the beginning of one. Eight digits are a date.
func numberFlag(first string, digits int, last bool) string {
	switch {
	case last && (digits <= 3 && first[0] != '0' || digits <= 2):
		return "trailing_number"
	case digits == 11 && first[0] != '0', digits == 10 && first[0] != '0' && first[0] != '5':
		return "id_in_name"
	case digits >= 7 && digits != 8 || first[0] == '0' && digits >= 3:
		return "phone_in_name"
	}
	return "number_in_name"
}

// glued cuts the digits off a word (Mehmet2).
func (n *nameText) glued(t *nameToken) {
	word := strings.Trim(t.text, "0123456789")
	if word == "" || strings.ContainsAny(word, "0123456789") {
		return
	}
	if strings.HasPrefix(t.text, word) {
		n.flag("trailing_number")
	} else {
		n.flag("number_in_name")
	}
	t.text, t.digits = word, false
	n.read(t)
}

// notes takes words about the record out of a name: its state ("İPTAL"), a place
// behind a dash, a slash or in brackets.
func (n *nameText) notes() {
	if len(n.tokens) < 2 {
		return
	}
	if n.roles&roleRemark != 0 {
		n.remarks()
	}
	n.stateWords()
	out := n.tokens[:0]
	left := len(n.tokens)
	for i := range n.tokens {
		t := &n.tokens[i]
		set := t.inside || t.sep == '-' || t.sep == '/' || t.sep == ','
		edge := i == 0 || i == len(n.tokens)-1 || set
		next := i+1 < len(n.tokens) && (n.tokens[i+1].is(roleSurname) || t.inside && t.is(roleMaidenOf) && n.tokens[i+1].inside) // (eski: Yılmaz)
		switch {
		case left > 1 && !next && (t.is(roleStatus) && edge || t.is(roleWeakStatus) && set):
			if t.lex.code == "deceased" {
				n.flag("deceased")
			} else {
				n.flag("noise_word:" + t.lex.code)
			}
			left--
			continue
		case t.is(roleDead) && (left > 1 && t.inside || left > 2 && i == len(n.tokens)-1):
			n.flag("deceased")
			left--
			continue
		case left > 1 && i > 0 && (set && t.sep != ',' || t.sep == ',' && i == len(n.tokens)-1 && i > 1) && n.place(t, i):
			n.flag("place_in_name")
			left--
			continue
		case left > 2 && i == len(n.tokens)-1 && t.is(rolePlace) && t.surnameShare() == 0 && !t.knownGiven() && n.tokens[i-1].surnameShare() > 0:
			n.flag("place_in_name")
			continue
		case left > 1 && t.is(roleNobody) && i == len(n.tokens)-1 && t.inside:
			n.flag("noise_word:" + t.folded)
			left--
			continue
		}
		out = append(out, *t)
	}
	n.tokens = out
}

// labels takes out the words of a form in front of a colon: "Adı Soyadı: Ali Kaya".
func (n *nameText) labels() {
	for i := 1; i < len(n.tokens); i++ {
		if n.tokens[i].sep != ':' {
			continue
		}
		from := i
		for from > 0 && n.tokens[from-1].is(roleNobody|roleSurname|roleSpouse|rolePhoneWord) {
			from--
		}
		if from < i && !(from > 0 && n.tokens[from-1].is(roleMaiden|roleMaidenOf)) {
			n.tokens[i].sep = ' '
			n.drop(from, i)
			i = from
		}
	}
}

// remarks takes out what a clerk noted of somebody: set aside ("(ev sahibi)",
// "- kefil"), behind a whole name ("Ali Kaya kefil") or in front of one ("Kefil:
// Ali Kaya").
func (n *nameText) remarks() {
	for i := 1; i < len(n.tokens); i++ {
		if j := n.aside(i); j > i && n.tokens[j-1].is(roleRemark) && !n.relative(j-1) {
			n.flag(n.tokens[j-1].code())
			n.drop(i, j)
			i--
		}
	}
	last := len(n.tokens) - 1
	if t := &n.tokens[last]; last > 1 && t.is(roleRemark) && t.namesNobody() && mostlySurname(&n.tokens[last-1]) && !n.relative(last) {
		n.flag(t.code())
		n.tokens = n.tokens[:last]
	}
	for len(n.tokens) > 1 && n.remarkFront() {
		n.flag(n.tokens[0].code())
		n.drop(0, 1)
		n.tokens[0].sep = ' '
	}
}

// remarkFront reports a remark in front of a name: nobody's name in front of a
// given name or a further one (Polis Memuru Ali Kaya), any in front of a colon.
func (n *nameText) remarkFront() bool {
	t, next := &n.tokens[0], &n.tokens[1]
	return t.is(roleRemark) && (next.sep == ':' || t.namesNobody() && (onlyGiven(next) || len(n.tokens) > 2 && next.is(roleRemark)))
}

// aside returns the end of the words that are set aside together from i on, in
// brackets or behind a sign; i where none are.
func (n *nameText) aside(i int) int {
	t := &n.tokens[i]
	j := i + 1
	switch {
	case t.inside:
		for j < len(n.tokens) && n.tokens[j].inside && n.tokens[j].sep != '(' {
			j++
		}
		return j
	case t.sep == '-' && (t.spaced || t.namesNobody()), t.sep == '/', t.sep == ',' && i > 1:
		for j < len(n.tokens) && n.tokens[j].sep == ' ' && !n.tokens[j].inside {
			j++
		}
		return j
	}
	return i
}

// namesNobody reports a word that is neither a given name nor a surname.
func (t *nameToken) namesNobody() bool { return !t.knownGiven() && t.surnameShare() == 0 }

// stateWords joins the words at the end that together tell the state of a record:
// "KARA LİSTE", and the filler behind one that does ("ESKİ KAYIT").
func (n *nameText) stateWords() {
	last := len(n.tokens) - 1
	if last < 2 {
		return
	}
	a, b := &n.tokens[last-1], &n.tokens[last]
	switch {
	case a.folded == "kara" && strings.HasPrefix(b.folded, "liste"):
		a.lex = n.lex.find("karaliste")
	case a.is(roleStatus|roleWeakStatus) && b.is(roleFiller) && b.surnameShare() == 0:
		a.inside = true // set aside: a weak word counts, too
	default:
		return
	}
	n.tokens = n.tokens[:last]
}

// place reports a province or district that stands aside as a note. A place that
// is a surname as well ("Ayşe Demir (Yılmaz)", "Kaya-Aydın") is one only when
// nothing but it can follow: behind a slash.
func (n *nameText) place(t *nameToken, i int) bool {
	if t.knownGiven() && t.sep != '/' {
		return false
	}
	if t.surnameShare() > 0 && t.sep != '/' {
		return false
	}
	return t.is(rolePlace) && (i+1 == len(n.tokens) || n.tokens[i+1].sep != ' ' || n.tokens[i+1].is(rolePlace))
}

// noise reports a field that names nobody: words such as TEST or MÜŞTERİ, a run
// over the keyboard, one letter over and over.
func (n *nameText) noise() bool {
	nobody, filler, single := 0, 0, 0
	for i := range n.tokens {
		t := &n.tokens[i]
		switch {
		case t.folded == "a" && t.sep == '/' && single > 0 && n.tokens[i-1].folded == "n": // N/A
			single--
			nobody++
		case t.is(roleNobody), t.meaningless():
			nobody++
		case t.is(roleFiller | rolePhoneWord), t.allDigits():
			filler++
		case t.is(roleStatus):
			nobody++
		case t.initial() && !t.dot:
			single++
		default:
			return false
		}
	}
	if single > 0 && nobody+filler == 0 {
		return single < 3
	}
	return nobody > 0 || filler == len(n.tokens)
}

// meaningless reports a word that hands typed without a name in mind: one letter
// again and again, neighbouring keys, a group of letters repeated.
func (t *nameToken) meaningless() bool {
	f := t.folded
	if t.lossy && strings.Trim(t.text, "?\uFFFD") == "" {
		return true
	}
	if t.lossy || t.dot || len(f) < 2 || t.lex != nil && (t.lex.given != "" && t.lex.gender != UnknownGender || t.lex.surname != "") {
		return false
	}
	return strings.Count(f, f[:1]) == len(f) || len(f) >= 3 && keyboardRun(f) || len(f) >= 6 && repeatedGroup(f)
}

// keyRows are the rows of a Turkish or American keyboard, by fold, and the
// alphabet.
var keyRows = [...]string{"qwertyuiopgu", "asdfghjklsi", "zxcvbnmoc", "abcdefghijklmnopqrstuvwxyz"}

// keyboardRun reports a word whose every letter lies beside the one before it,
// or starts the run anew.
func keyboardRun(f string) bool {
	steps := 0
	for i := 1; i < len(f); i++ {
		switch {
		case neighbours(f[i-1], f[i]):
			steps++
		case f[i] == f[0] && steps > 0:
		default:
			return false
		}
	}
	return steps >= 2
}

func neighbours(a, b byte) bool {
	for _, row := range keyRows {
		if i := strings.IndexByte(row, a); i >= 0 && (i+1 < len(row) && row[i+1] == b || i > 0 && row[i-1] == b) {
			return true
		}
	}
	return false
}

// repeatedGroup reports a group of two or three letters written again and again.
func repeatedGroup(f string) bool {
	for _, n := range [...]int{2, 3} {
		if len(f)%n == 0 && f[n:] == f[:len(f)-n] {
			return true
		}
	}
	return false
}
