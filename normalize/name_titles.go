package normalize

// titles takes titles and honorifics off both ends of the name, and the former
// surname that is marked as one. Titles come back in the order written; the
// gender is that of the honorific ("" without one).
func (n *nameText) titles() (titles []string, honor Gender, maiden string) {
	titles, honor = n.front(titles, honor)
	maiden = n.maiden()
	titles, honor = n.back(titles, honor)
	for i := 1; i < len(n.tokens)-1; i++ { // "YILMAZ Dr. Ayşe", "Ahmet Bey Yılmaz"
		if k := n.title(i); k > 0 && i+k < len(n.tokens) && n.tokens[i].dot && !n.tokens[i].initial() && n.tokens[i].is(roleTitle) {
			for j := i; j < i+k; j++ {
				titles = appendTitle(titles, n.tokens[j].code())
			}
			n.dropTitle(i, i+k)
			i--
			continue
		}
		if t := &n.tokens[i]; t.is(roleBack) && t.is(roleHonor) && !t.is(roleTrap) && t.lex.given == "" && t.surnameShare() == 0 {
			honor = t.honor(honor)
			n.dropTitle(i, i+1)
			i--
		}
	}
	return titles, honor, maiden
}

// dropTitle takes out the title from i to j (excluded). A comma in front of it
// stands in front of the name behind it then: "Özmen, Dr. Uğur".
func (n *nameText) dropTitle(i, j int) {
	if n.tokens[i].sep == ',' && n.tokens[j].sep == ' ' {
		n.tokens[j].sep = ','
	}
	n.drop(i, j)
}

// honor is the gender that an honorific gives.
func (t *nameToken) honor(old Gender) Gender {
	switch {
	case t.is(roleMale):
		return Male
	case t.is(roleFemale):
		return Female
	}
	return old
}

// front takes titles and honorifics from the beginning.
func (n *nameText) front(titles []string, honor Gender) ([]string, Gender) {
	for len(n.tokens) > 0 {
		t := &n.tokens[0]
		rest := len(n.tokens) - 1
		switch k := n.title(0); {
		case k > 0 && n.shortName():
			return titles, honor
		case k > 0 && (rest >= k || t.dot):
			for i := range k {
				titles = appendTitle(titles, n.tokens[i].code())
			}
			n.drop(0, k)
		case t.is(roleDead) && rest > 0:
			n.flag("deceased")
			honor = t.honor(honor)
			n.drop(0, 1)
		case t.is(roleHonor) && t.is(roleFront) && rest > 0:
			honor = t.honor(honor)
			n.drop(0, 1)
		case n.misplacedHonor():
			honor = t.honor(honor)
			n.drop(0, 1)
		default:
			return titles, honor
		}
	}
	return titles, honor
}

// shortName reports a title's letters that cut a given name short: in a name with
// Turkish letters, Muh. is not Müh. but Muhammed.
func (n *nameText) shortName() bool {
	t := &n.tokens[0]
	if t.lex == nil || t.lex.root == t.lex || !t.dot || !isASCII(t.text) {
		return false
	}
	for i := 1; i < len(n.tokens); i++ {
		if !isASCII(n.tokens[i].text) {
			return true
		}
	}
	return len(n.tokens) == 2
}

// misplacedHonor reports "Bey Ahmet Yılmaz": an honorific that belongs behind a
// name. Hanım is a given name, too, and stays one in front of a surname.
func (n *nameText) misplacedHonor() bool {
	t := &n.tokens[0]
	return len(n.tokens) > 2 && t.is(roleBack) && t.is(roleHonor) && !t.is(roleTrap) &&
		n.tokens[1].knownGiven()
}

// title returns how many tokens from i on make one title: the title word with
// the words that only count in front of one (İnş. Y. Müh.). 0 means none.
func (n *nameText) title(i int) int {
	for j := i; j < len(n.tokens); j++ {
		t := &n.tokens[j]
		k := n.spelled(j)
		switch {
		case k > 0:
			return j - i + k
		case t.is(roleTitle):
			return j - i + 1
		case j == i && t.folded == "e" && t.dot && n.retirable(i+1):
			t.lex = n.lex.find("em")
			return 1
		case t.is(roleTitleDot) && j == i && n.dottedTitle(i):
			return 1
		case t.is(roleTitleDot), t.is(roleTitlePart):
		default:
			return 0
		}
	}
	return 0
}

// retirable reports a title at i that "E." in front of it retires: E. Alb. is a
// retired colonel, E. Dr. somebody with an initial.
func (n *nameText) retirable(i int) bool {
	if i >= len(n.tokens) || n.title(i) == 0 {
		return false
	}
	switch n.tokens[i].code() {
	case "Alb.", "Yb.", "Bnb.", "Yzb.", "Ütğm.", "Tğm.", "Astsb.", "Org.", "Korg.", "Tümg.", "Tuğg.", "Gen.", "Amiral", "Kd.", "Öğrt.":
		return true
	}
	return false
}

// dottedTitle decides on an abbreviation that may stand for a name (Em. for Emine):
// it is a title in front of another, with a dot in front of a name, and without
// one in front of a whole name.
func (n *nameText) dottedTitle(i int) bool {
	rest := len(n.tokens) - i - 1
	return n.title(i+1) > 0 || n.tokens[i].dot && rest > 0 || rest > 1 && n.tokens[i+1].knownGiven()
}

// spelledTitles are titles whose letters are written with dots.
var spelledTitles = [...]struct{ letters, code string }{{"smmm", "SMMM"}, {"ymm", "YMM"}}

// spelled returns how many single letters from i on make a title.
func (n *nameText) spelled(i int) int {
	for _, s := range spelledTitles {
		k := len(s.letters)
		if i+k > len(n.tokens) || !n.tokens[i].initial() {
			continue
		}
		ok := true
		for j := range k {
			ok = ok && n.tokens[i+j].folded == s.letters[j:j+1]
		}
		if ok {
			x := n.lex.find(s.letters)
			for j := range k - 1 {
				n.tokens[i+j].lex = nil
			}
			n.tokens[i+k-1].lex = x
			return k
		}
	}
	return 0
}

// back takes titles and honorifics from the end.
func (n *nameText) back(titles []string, honor Gender) ([]string, Gender) {
	var behind []string
	for len(n.tokens) > 1 {
		last := len(n.tokens) - 1
		t := &n.tokens[last]
		set := t.inside || t.sep == ','
		if k := n.titleBehind(); k > 0 {
			group := make([]string, 0, k+len(behind))
			for i := last + 1 - k; i <= last; i++ {
				group = appendTitle(group, n.tokens[i].code())
			}
			behind = append(group, behind...)
			n.tokens = n.tokens[:last+1-k]
			continue
		}
		if !t.is(roleBack) || !(t.is(roleHonor) || t.is(roleTrap)) {
			break
		}
		if len(n.tokens) == 2 && !set && n.keepsHonor(t) {
			break
		}
		honor = t.honor(honor)
		n.tokens = n.tokens[:last]
	}
	return append(titles, behind...), honor
}

// keepsHonor decides whether the second of two words is a surname and not an
// honorific. Hoca, Usta and Paşa are kept, with a flag where the first word may
// be a surname; Dede and Baba are kept where they are listed as surnames.
func (n *nameText) keepsHonor(t *nameToken) bool {
	if !t.is(roleTrap) {
		return false
	}
	if n.tokens[0].surnameShare() > 0 || t.is(roleHonor) {
		n.flag("order_check")
	}
	return true
}

// titleBehind returns how many tokens at the end make a title. A word written
// out in full (Mimar) is a surname unless a comma or bracket sets it apart, or a
// surname stands in front of it.
func (n *nameText) titleBehind() int {
	last := len(n.tokens) - 1
	for k := min(4, last); k > 0; k-- {
		from := &n.tokens[last+1-k]
		if !n.titlesFill(last+1-k, last+1) {
			continue
		}
		t := &n.tokens[last]
		set := from.inside || from.sep == ',' || from.sep == '-' && from.spaced
		switch {
		case set:
			return k
		case k == 1 && tailOnly(t.lex.code):
			continue
		case t.is(roleFullWord) && !t.dot && !n.trade(last+1-k), t.surnameShare() > 0,
			from.initial() && !t.caps && n.spelled(last+1-k) != k:
			continue
		}
		return k
	}
	return 0
}

// trade reports that a title written out at i follows a whole name that needs no
// other surname: Murat Koç Avukat.
func (n *nameText) trade(i int) bool {
	return i > 1 && mostlySurname(&n.tokens[i-1]) && !n.tokens[i].knownGiven()
}

// titlesFill reports that the tokens from i to end (excluded) are titles, one or
// several: "Em. Alb." are two.
func (n *nameText) titlesFill(i, end int) bool {
	for i < end {
		k := n.title(i)
		if k == 0 {
			return false
		}
		i += k
	}
	return i == end
}

// code is the canonical form of a title's word.
func (t *nameToken) code() string {
	if t.lex == nil {
		return ""
	}
	return t.lex.code
}

// tailOnly reports a word that is a title only behind another word of it.
func tailOnly(code string) bool {
	return code == "Gör." || code == "Üyesi" || code == "Müşavir" || code == "Hek."
}

// appendTitle adds a title and joins the few that are one title in several words.
func appendTitle(titles []string, code string) []string {
	if code == "" {
		return titles
	}
	last := len(titles) - 1
	if last >= 0 {
		switch titles[last] + " " + code {
		case "Vet. Hek. Hek.", "Dt. Hek.":
			return titles
		case "Mali Müşavir", "Serbest Mali", "Serbest Muhasebeci":
			titles[last] = "SMMM"
			return titles
		case "SMMM Müşavir", "SMMM Mali":
			return titles
		case "Yeminli Mali":
			titles[last] = "YMM"
			return titles
		case "YMM Müşavir":
			return titles
		}
	}
	if titles == nil {
		titles = make([]string, 0, 2)
	}
	return append(titles, code)
}
