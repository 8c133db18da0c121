package normalize

import (
	"math"
	"slices"
)

// nameSplit is a division of a person's words.
type nameSplit struct {
	given, prev, surname []nameToken
	sure                 float64 // probability that it is right
}

// splitHint is what is known before the words are divided.
type splitHint struct {
	comma  int    // tokens in front of the comma that follows the surname, 0 without one
	known  bool   // given names stand in front
	honor  Gender // of an honorific
	gender string // recorded
}

// comma finds the form "Surname, Given" and returns how many tokens the surname
// has.
func (n *nameText) comma() int {
	for i := 1; i < len(n.tokens); i++ {
		if n.tokens[i].sep == ',' {
			return i
		}
	}
	return 0
}

// split divides the words into given names, former surname and surname.
func (n *nameText) split(h splitHint) nameSplit {
	ts := n.tokens
	if h.comma > 0 && h.comma < len(ts) && !allInitials(ts) && !n.needlessComma(h.comma) {
		return n.splitComma(h)
	}
	if len(ts) == 1 {
		return n.splitOne(&ts[0])
	}
	if allInitials(ts) {
		return nameSplit{given: ts, sure: 0.6}
	}
	if servant(ts[0].folded) && len(ts) == 2 && !ts[0].dot && n.joins(ts) { // Abd Alrahman: one given name
		return nameSplit{given: ts, sure: 0.7}
	}
	keepAt := n.surnameStart()
	if end := n.surnameFront(); end > 0 && !h.known {
		if flag := n.turned(end, keepAt); flag != "" {
			n.flag(flag)
			if end == 2 && n.twoSurnamesFront() {
				n.flag("double_surname")
				return nameSplit{given: ts[2:], prev: ts[:1], surname: ts[1:2], sure: n.orderSure(end, keepAt, flag)}
			}
			return n.formerSurname(nameSplit{given: ts[end:], surname: ts[:end], sure: n.orderSure(end, keepAt, flag)}, h)
		}
	}
	return n.formerSurname(nameSplit{given: ts[:keepAt], surname: ts[keepAt:], sure: n.orderSure(1, keepAt, "")}, h)
}

// needlessComma reports given names in front of the comma and a surname behind it.
func (n *nameText) needlessComma(at int) bool {
	for i := range at {
		if !onlyGiven(&n.tokens[i]) {
			return false
		}
	}
	return n.tokens[at].is(roleParticle) || at == len(n.tokens)-1 && mostlySurname(&n.tokens[at])
}

// splitComma divides "Surname, Given". Of two surnames of a woman the first is
// the former one.
func (n *nameText) splitComma(h splitHint) nameSplit {
	n.flag("order_comma")
	sp := nameSplit{given: n.tokens[h.comma:], surname: n.tokens[:h.comma], sure: 0.97}
	sp.given[0].sep = ' '
	if h.comma == 2 && former(&sp.surname[0]) && mostlySurname(&sp.surname[1]) && n.woman(sp.given, h) {
		n.flag("double_surname")
		sp.prev, sp.surname = sp.surname[:1], sp.surname[1:]
		return sp
	}
	return n.formerSurname(sp, h)
}

// splitOne decides what a single word is: a surname only if it is listed as one
// and hardly as a given name.
func (n *nameText) splitOne(t *nameToken) nameSplit {
	ts := n.tokens
	if mostlySurname(t) || t.knownSurname() {
		return nameSplit{surname: ts, sure: 0.8}
	}
	return nameSplit{given: ts, sure: 0.9}
}

// joins reports words that together are one listed given name.
func (n *nameText) joins(ts []nameToken) bool {
	x := n.lex.find(foldJoined(ts))
	return x != nil && x.root.gender != UnknownGender
}

func allInitials(ts []nameToken) bool {
	for i := range ts {
		if !ts[i].initial() {
			return false
		}
	}
	return true
}

// surnameStart returns where the surname begins when it stands last: with its
// particles (van der Berg, Al Ahmad) or the half that a blank cut off (Öz Türk).
func (n *nameText) surnameStart() int {
	ts := n.tokens
	at := len(ts) - 1
	for i := 1; i < at; i++ {
		if ts[i].is(roleParticle) && !honourOfFaith(ts[i:]) && ts[i-1].folded != "abd" && ts[i-1].folded != "abdul" && ts[i+1].sep != ',' {
			return i
		}
	}
	if at < 2 || ts[at].sep == '-' {
		return at
	}
	if n.halfSurname(&ts[at-1], &ts[at]) {
		return at - 1
	}
	return at
}

// honourOfFaith reports the article in front of the word that ends given names of
// Arabic: Nour El Din, Fatima Al Zahraa.
func honourOfFaith(ts []nameToken) bool {
	if len(ts) < 3 || !ts[0].is(roleArticle) {
		return false
	}
	switch ts[1].folded {
	case "din", "deen", "dine", "zahra", "zahraa":
		return true
	}
	return false
}

// halfSurname reports two words that are one surname with a blank inside: their
// join is listed and the first is no likely given name, or the first is a word
// that makes surnames (Kara Osmanoğlu).
func (n *nameText) halfSurname(a, b *nameToken) bool {
	if a.initial() || b.initial() || a.lex != nil && a.lex.gender != UnknownGender && a.lex.givenShare >= commonShare {
		return false
	}
	if b.is(roleChild) {
		return true
	}
	if a.surnameShare() >= commonSurname && !a.is(rolePrefix) { // Ayşe Kaya Can has two surnames
		return false
	}
	var buf [64]byte
	joined := n.lex.findBytes(append(append(buf[:0], a.folded...), b.folded...))
	if joined != nil && joined.surnameShare > 0 {
		return true
	}
	return a.is(rolePrefix) && b.knownSurname()
}

// commonSurname is the share from which on a surname is no half of another.
const commonSurname = 40_000 / nation

// surnameFront returns how many words a surname in front would have.
func (n *nameText) surnameFront() int {
	i := 0
	for i < len(n.tokens)-2 && n.tokens[i].is(roleParticle) {
		i++
	}
	if n.tokens[i].initial() {
		return 0
	}
	if i == 0 && n.twoSurnamesFront() {
		return 2
	}
	return i + 1
}

// twoSurnamesFront reports a woman's former and present surname in front of what
// can only be given names (KÖKSOY YÜCE ESRA).
func (n *nameText) twoSurnamesFront() bool {
	ts := n.tokens
	if len(ts) < 3 || !former(&ts[0]) || !mostlySurname(&ts[0]) || !mostlySurname(&ts[1]) {
		return false
	}
	for i := 2; i < len(ts); i++ {
		if !onlyGiven(&ts[i]) {
			return false
		}
	}
	return n.woman(ts[2:], splitHint{})
}

// turned decides whether the surname stands in front, and returns the flag that
// says why: capitals (YILMAZ Ayşe), or the words themselves (Özmen Uğur). The
// first word must be a surname far more often than a given name, and the last
// one a given name and hardly a surname; Uğur Deniz stays, and so does what ends
// in a rare name and begins with a commoner one (Polat Alemdar).
func (n *nameText) turned(end, keepAt int) string {
	first, last := &n.tokens[end-1], &n.tokens[len(n.tokens)-1]
	particles := keepAt < len(n.tokens)-1 && end == 1
	if n.capsFront(end) && !particles && !(onlyGiven(first) && !onlyGiven(last)) {
		return "order_caps"
	}
	if last.caps && !first.caps || particles || n.has("order_check") || first.knownGiven() && weakGiven(last, first) {
		return ""
	}
	surnameLike := mostlySurname(first) || end > 1 || first.knownSurname() ||
		first.surnameShare() == 0 && !first.knownGiven() && first.lex == nil && last.givenShare() >= 10*commonShare
	if last.initial() {
		surnameLike = mostlySurname(first) && len(n.tokens) == 2
		if surnameLike {
			return "order_guess"
		}
		return ""
	}
	for i := end; i < len(n.tokens); i++ {
		if t := &n.tokens[i]; !t.knownGiven() && !t.initial() && !t.is(roleBack) {
			return ""
		}
	}
	if onlyGiven(last) && (surnameLike || first.hardlyGiven(last) && n.keepSure(end, keepAt) < unlikelyOrder) {
		return "order_guess"
	}
	return ""
}

// hardlyGiven reports a word that is listed as a given name of few people, while
// its letters show a Turkish surname, or a woman's name stands behind a man's: not
// the names of foreigners, which are rare here and in the usual order (Walid Hasan).
func (t *nameToken) hardlyGiven(last *nameToken) bool {
	x := t.lex
	if x == nil || x.root != x || x.givenShare >= rareGiven || x.gender == Unisex {
		return false
	}
	return !isASCII(x.given) || x.surnameShare > 0 && x.gender == Male && last.lex.gender == Female
}

// unlikelyOrder is the probability of the order as written below which it is
// turned although the first word is no listed surname, or a rare given name, too
// (Sipahi Büşra).
const unlikelyOrder = 0.1

// weakGiven reports a given name that does not settle the order behind first, which
// may be one, too: it is rarer, and hardly listed or of both sexes (Yılmaz Güney).
func weakGiven(t, first *nameToken) bool {
	return t.givenShare() < first.givenShare() && (t.givenShare() < rareGiven || t.lex.gender == Unisex)
}

// rareGiven is the share below which a given name is only known to exist.
const rareGiven = 2_000 / nation

// mostlySurname reports a word that ten times more people have as surname.
func mostlySurname(t *nameToken) bool {
	s := t.surnameShare()
	if s > 0 && t.lex.gender == UnknownGender && t.lex.root.gender == UnknownGender {
		return true
	}
	return s > 0 && s >= 10*t.givenShare()
}

// onlyGiven reports a given name that few people have as surname.
func onlyGiven(t *nameToken) bool {
	return t.knownGiven() && t.surnameShare() <= t.givenShare()/3
}

// capsFront reports that exactly the first words are in capitals.
func (n *nameText) capsFront(end int) bool {
	for i := range n.tokens {
		t := &n.tokens[i]
		if i < end && !t.caps || i >= end && (t.caps || t.initial()) {
			return false
		}
	}
	return true
}

// Priors of the order of names in Turkish data, and what an unlisted word weighs.
const (
	priorTurned    = 0.04
	unlistedGiven  = 300 / nation
	unlistedFamily = 3_000 / nation
)

// orderSure is the probability of the order that was taken.
func (n *nameText) orderSure(end, keepAt int, flag string) float64 {
	ts := n.tokens
	p := n.keepSure(end, keepAt)
	switch {
	case flag == "order_caps":
		return max(1-p, 0.9)
	case flag != "":
		return max(1-p, 0.5)
	case ts[len(ts)-1].caps && !ts[0].caps:
		return max(p, 0.98)
	}
	return p
}

// keepSure is the posterior probability that the words stand in the usual order,
// by their shares in both roles.
func (n *nameText) keepSure(end, keepAt int) float64 {
	ts := n.tokens
	keep := math.Log(1-priorTurned) + logGiven(ts[:keepAt]) + logSurname(&ts[len(ts)-1])
	turn := math.Log(priorTurned) + logGiven(ts[end:]) + logSurname(&ts[end-1])
	return 1 / (1 + math.Exp(turn-keep))
}

func logGiven(ts []nameToken) (sum float64) {
	for i := range ts {
		sum += math.Log(max(ts[i].givenShare(), unlistedGiven/10))
	}
	return sum
}

func logSurname(t *nameToken) float64 {
	if t.surnameShare() > 0 {
		return math.Log(t.surnameShare())
	}
	if t.knownGiven() {
		return math.Log(max(unlistedFamily/10, t.givenShare()/1000))
	}
	return math.Log(unlistedFamily)
}

// formerSurname finds the surname that a married woman keeps in front of her
// husband's: joined with a hyphen, or a word that is hardly a given name.
func (n *nameText) formerSurname(sp nameSplit, h splitHint) nameSplit {
	at := len(sp.given) - 1
	if at < 1 {
		return sp
	}
	prev, surname := &sp.given[at], &sp.surname[0]
	hyphen := surname.sep == '-' && !surname.spaced
	switch {
	case len(sp.surname) > 1 && !hyphen:
		return sp
	case prev.initial() || prev.is(roleArticle):
		return sp
	case hyphen && !(onlyGiven(prev) && onlyGiven(surname)):
	case !former(prev):
		return sp
	case !n.woman(sp.given[:at], h):
		return sp
	}
	n.flag("double_surname")
	return nameSplit{given: sp.given[:at], prev: sp.given[at:], surname: sp.surname, sure: sp.sure}
}

// former reports a word behind a woman's given name that is her former surname:
// one that is hardly a given name, or none that women bear.
func former(t *nameToken) bool {
	if !mostlySurname(t) && !t.knownSurname() {
		return false
	}
	x := t.lex
	return x == nil || x.gender == Male || x.gender == UnknownGender || x.givenShare < commonShare
}

// woman reports that given names, or else what stands beside them, are a
// woman's.
func (n *nameText) woman(given []nameToken, h splitHint) bool {
	g, _ := genderOfWords(given)
	if g == Unisex || g == UnknownGender {
		if h.honor != "" {
			return h.honor == Female
		}
		return ParseGender(h.gender, "").Value == Female
	}
	return g == Female
}

// maiden takes a former surname with its marker out of the name: in brackets,
// behind "kızlık (soyadı)", née and the like.
func (n *nameText) maiden() string {
	for i := 1; i < len(n.tokens); i++ {
		if k := n.maidenMarker(i); k > 0 && i+k < len(n.tokens) {
			j := i + k + 1
			name := n.displayWords(n.tokens[i+k:j], asSurname)
			n.drop(i, j)
			n.flag("maiden")
			return name
		}
	}
	for i := 1; i < len(n.tokens); i++ {
		t := &n.tokens[i]
		if k := n.title(i); k > 0 {
			i += k - 1
			continue
		}
		if !t.inside || len(n.tokens) < 3 && !mostlySurname(t) || t.is(roleHonor|roleBack) {
			continue
		}
		j := i + 1
		for j < len(n.tokens) && n.tokens[j].inside && n.tokens[j].sep != '(' {
			j++
		}
		if (i == 1 || allInitials(n.tokens[:i])) && j == len(n.tokens) && !n.tokens[j-1].is(roleChild|roleSpouse) && mostlySurname(t) && !mostlySurname(&n.tokens[0]) { // Mehmet (Kaya)
			t.inside, t.sep = false, ' '
			return ""
		}
		man := oneSex(n.tokens[:i], Male)
		inside := slices.Clone(n.tokens[i:j])
		n.drop(i, j)
		return n.bracketed(inside, man)
	}
	return ""
}

// bracketed says what stands in brackets behind a name: a former surname, which it
// returns, another given name, or a note. A man has no unlisted former surname.
func (n *nameText) bracketed(inside []nameToken, man bool) string {
	first, end := &inside[0], &inside[len(inside)-1]
	switch {
	case end.is(roleChild | roleSpouse), end.folded == "es": // (eski eş)
		n.flag("relation_note")
	case first.is(roleMaidenOf) && len(inside) > 1: // (eski: Yılmaz)
		n.flag("maiden")
		return n.displayWords(inside[1:], asSurname)
	case end.is(roleMaiden|roleSurname) && len(inside) > 1: // (Yılmaz kızlık)
		n.flag("maiden")
		return n.displayWords(inside[:len(inside)-1], asSurname)
	case !mostlySurname(first) && (first.knownGiven() || len(first.lexNames()) > 0):
		n.flag("alias")
	case end.is(roleTitle | roleTitleDot), man && first.namesNobody() && !first.knownSurname(): // (Çocuk Dr.), (kiracı)
		n.flag("remark")
	default:
		n.flag("maiden_bracket")
		return n.displayWords(inside, asSurname)
	}
	return ""
}

// oneSex reports that a given name of one sex is among the words, and none of the
// other.
func oneSex(ts []nameToken, g Gender) bool {
	found := false
	for i := range ts {
		switch x, _ := genderOfWord(&ts[i]); {
		case x == g:
			found = true
		case x == Male, x == Female:
			return false
		}
	}
	return found
}

// lexNames are the names that a word is a nickname of.
func (t *nameToken) lexNames() []*lexeme {
	if t.lex == nil {
		return nil
	}
	return t.lex.nameOf
}

// maidenMarker returns how many tokens from i on say that a former surname
// follows.
func (n *nameText) maidenMarker(i int) int {
	t := &n.tokens[i]
	j := i
	for j < len(n.tokens) && n.tokens[j].is(roleMaidenOf) {
		j++
	}
	switch {
	case j > i && j < len(n.tokens) && n.tokens[j].is(roleSurname):
		return j - i + 1
	case t.is(roleMaiden):
		return max(1, j-i)
	case t.folded == "k" && i+1 < len(n.tokens) && n.tokens[i+1].folded == "s" && t.dot:
		return 2
	}
	return 0
}
