package normalize

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// companyRole says what a word tells of a company.
type companyRole uint8

const (
	companyGeneric  companyRole = iota + 1 // says nothing of which one: sanayi, ticaret
	companyActivity                        // a line of business
	companyShop                            // a trade of one person: market, bakkal
	companyTrade                           // a shop word that is a surname, too: kasap
	companyPublic                          // an institution: müdürlüğü, lisesi
	companyKin                             // kardeşler, ortakları
)

// companyWord is a word of company names. display is its form in capitals, with
// the usual abbreviation.
type companyWord struct {
	role          companyRole
	full, display string // full in small letters
	fold          string // of full
}

// companyWords are found by fold, in full and in every abbreviation.
var companyWords = makeCompanyWords()

func makeCompanyWords() map[string]companyWord {
	m := map[string]companyWord{}
	for _, l := range companyLists {
		for _, entry := range strings.Split(l.words, ",") {
			forms := strings.Fields(entry)
			full, display := forms[0], Upper(forms[0])
			if len(forms) > 1 && strings.HasSuffix(forms[1], ".") {
				display = Upper(forms[1])
			}
			for _, f := range forms {
				m[Fold(f)] = companyWord{l.role, full, display, Fold(full)}
			}
		}
	}
	return m
}

// companyLists hold entries separated by commas: the full word, its abbreviation
// on invoices with a dot where it is usual, further forms.
var companyLists = []struct {
	role  companyRole
	words string
}{
	{companyGeneric, "sanayi san. sanayii,ticaret tic. ticareti"},
	{companyActivity, "inşaat inş. inşaatı insaat,taahhüt taah. taahh taahhüdü,nakliyat nak. nakl nakliye,pazarlama paz. pazarl,turizm tur. turz,tekstil teks. tekst tks teksti," +
		"ithalat ith.,ihracat ihr.,gıda gıd,otomotiv otom otomtv,mühendislik mühendis.lik,makine makina mak,elektrik elek elk elkt,elektronik elektr,bilgisayar bilg,bilişim biliş bil,yazılım,hizmetleri hiz. hizm hizmet," +
		"ürünleri ürn ürün,petrol petr,lojistik loj loji,danışmanlık danış dan danş,müşavirlik müş müşv,mimarlık,sigorta sig,emlak eml,gayrimenkul gayr,madencilik mad madenc,enerji,kimya,plastik plas pls plst,ambalaj amb amblj,matbaacılık matb,matbaa,reklam rek rekl,reklamcılık,organizasyon organ orgnz," +
		"mobilya mob mobl,dekorasyon dek dekor,medikal med medk,sağlık sağ sağl,ilaç,eğitim eğt eğit,yayıncılık yay yayınc,medya,iletişim ilet ilt,telekomünikasyon telekom,güvenlik güv güvn,temizlik tem temz,tarım,hayvancılık hayv,süt,un,yem,metal,demirçelik,döküm,cam,seramik,kağıt,kırtasiye kırt," +
		"ayakkabı,deri,konfeksiyon konf,giyim,kuyumculuk kuyum kuy,optik,taşımacılık,denizcilik,havacılık,otelcilik,restoran restaurant,lokantacılık,kuruyemiş,yapı,hafriyat,peyzaj,hukuk,teknoloji teknolojileri tekn tekno,sistemleri,grup group,yatırım,finans,faktoring,leasing,teknik,endüstri endüstriyel,ajansı,oto"},
	{companyShop, "market,bakkaliyesi bakkaliye,eczanesi eczane,kuaförü kuaför,lokantası lokanta,büfe büfesi,manavı,kasabı,marketi,fırını,pastanesi pastane,kafesi kafe cafe,çayevi,berberi,terzisi,oteli otel,pansiyonu,restoranı,kırtasiyesi,züccaciye,nalburiye,hırdavat,tuhafiye,mağazası,ticarethanesi,atölyesi,kahvesi,kıraathanesi,dershanesi,kreşi,muayenehanesi,kliniği,polikliniği,bürosu,ofisi,servisi,galerisi"},
	{companyTrade, "manav,kasap,bakkal,berber,terzi,fırın,nalbur"},
	{companyPublic, "bakanlığı,müdürlüğü müd. mdr md,valiliği,kaymakamlığı,üniversitesi üniv,okulu,lisesi,hastanesi,muhtarlığı,defterdarlığı,mahkemesi,başkanlığı bşk.lığı,kurumu,enstitüsü,ilkokulu,ortaokulu,anaokulu,rektörlüğü,dekanlığı,fakültesi,savcılığı,karakolu,konsolosluğu,büyükelçiliği,komutanlığı,müftülüğü,odası,bankası bank,camii,sitesi site,apartmanı apt,camisi"},
	{companyKin, "kardeşler kard,ortakları,oğulları,biraderler"},
}

// legalForm is a legal form as a sequence of folded words.
type legalForm struct {
	words, code, display string
}

// legalForms are tried in order, the longer ones first (Turkish Commercial Code
// 6102, article 124; Cooperatives Act 1163). An empty display keeps the word as
// it is written.
var legalForms = []legalForm{
	{"sermayesi paylara bolunmus komandit sirketi", "kom", "KOM. ŞTİ."},
	{"buyuksehir belediye baskanligi", "belediye", ""},
	{"belediye baskanligi", "belediye", ""},
	{"anonim sirketi", "as", "A.Ş."}, {"anonim sirket", "as", "A.Ş."}, {"anonim sti", "as", "A.Ş."},
	{"anonim ortakligi", "as", "A.O."}, {"t a s", "as", "T.A.Ş."}, {"t a o", "as", "T.A.O."}, {"a s", "as", "A.Ş."}, {"a o", "as", "A.O."},
	{"limited sirketi", "ltd", "LTD. ŞTİ."}, {"limited sirket", "ltd", "LTD. ŞTİ."}, {"limited sti", "ltd", "LTD. ŞTİ."},
	{"ltd sirketi", "ltd", "LTD. ŞTİ."}, {"ltd sti", "ltd", "LTD. ŞTİ."}, {"ltdsti", "ltd", "LTD. ŞTİ."}, {"l s", "ltd", "LTD. ŞTİ."},
	{"kollektif sirketi", "koll", "KOLL. ŞTİ."}, {"kolektif sirketi", "koll", "KOLL. ŞTİ."}, {"kollektif sti", "koll", "KOLL. ŞTİ."},
	{"koll sti", "koll", "KOLL. ŞTİ."}, {"kol sti", "koll", "KOLL. ŞTİ."}, {"kll sti", "koll", "KOLL. ŞTİ."},
	{"komandit sirketi", "kom", "KOM. ŞTİ."}, {"komandit sti", "kom", "KOM. ŞTİ."}, {"kom sti", "kom", "KOM. ŞTİ."},
	{"adi ortakligi", "adi", "ADİ ORTAKLIĞI"}, {"adi ortaklik", "adi", "ADİ ORTAKLIĞI"}, {"adi ort", "adi", "ADİ ORTAKLIĞI"},
	{"is ortakligi", "adi", "İŞ ORTAKLIĞI"}, {"ortak girisimi", "adi", "ORTAK GİRİŞİMİ"}, {"konsorsiyumu", "adi", "KONSORSİYUMU"},
	{"iktisadi isletmesi", "iktisadi", "İKT. İŞL."}, {"ikt isl", "iktisadi", "İKT. İŞL."}, {"iktisadi isl", "iktisadi", "İKT. İŞL."},
	{"sinirli sorumlu", "", ""}, {"s s", "", "S.S."},
	{"limited", "ltd", "LTD. ŞTİ."}, {"ltd", "ltd", "LTD. ŞTİ."},
	{"kooperatifi", "koop", "KOOP."}, {"kooperatif", "koop", "KOOP."}, {"koop", "koop", "KOOP."},
	{"vakfi", "vakif", ""}, {"vakif", "vakif", ""}, {"vak", "vakif", "VAKFI"},
	{"dernegi", "dernek", ""}, {"dernek", "dernek", ""}, {"der", "dernek", "DERNEĞİ"},
	{"sendikasi", "sendika", ""}, {"sendika", "sendika", ""},
	{"belediyesi", "belediye", ""}, {"belediye", "belediye", ""}, {"bsb", "belediye", "BÜYÜKŞEHİR BELEDİYESİ"},
	{"yonetim kurulu", "yonetim", ""}, {"yonetimi", "yonetim", ""}, {"yoneticiligi", "yonetim", ""}, {"yonetim", "yonetim", ""},
	{"holding", "holding", ""},
	{"as", "as", "A.Ş."}, {"tas", "as", "T.A.Ş."}, {"ao", "as", "A.O."}, {"tao", "as", "T.A.O."},
	{"ag", "ag", "AG"}, {"gmbh", "gmbh", "GMBH"}, {"inc", "inc", "INC."}, {"llc", "llc", "LLC"}, {"corp", "inc", "CORP."}, {"plc", "plc", "PLC"}, {"sarl", "sarl", "SARL"},
}

// legalFormsOf are the legal forms by their first word, in their order.
var legalFormsOf = makeLegalFormsOf()

func makeLegalFormsOf() map[string][]legalForm {
	m := map[string][]legalForm{}
	for _, l := range legalForms {
		first, _, _ := strings.Cut(l.words, " ")
		m[first] = append(m[first], l)
	}
	return m
}

// companyHints are the folded words that make a field worth a closer look.
var companyHints = makeCompanyHints()

func makeCompanyHints() map[string]bool {
	m := map[string]bool{"subesi": true, "tc": true}
	for f := range companyWords {
		m[f] = true
	}
	for _, l := range legalForms {
		m[l.words[strings.LastIndexByte(l.words, ' ')+1:]] = true
	}
	return m
}

// companyShape is what the words of a field show of a company.
type companyShape struct {
	forms    []legalAt // the legal forms found, in order
	evidence bool
	public   bool
	shop     bool
	trader   Name // the person of a sole trader
	store    [3]legalAt
}

// legalAt is a legal form at tokens from to to (excluded).
type legalAt struct {
	legalForm
	from, to int
}

// company parses the field as a company's name, if it is one.
func (n *nameText) company() (Name, bool) {
	if n.roles&roleCompany == 0 {
		return Name{}, false
	}
	s := &n.firm
	*s = companyShape{}
	n.shape(s)
	if !s.evidence {
		return Name{}, false
	}
	return n.writeCompany(s), true
}

// shape looks for the signs of a company: a legal form, an institution, a line
// of business or a shop behind a name.
func (n *nameText) shape(s *companyShape) {
	s.forms = s.store[:0]
	for i := 0; i < len(n.tokens); {
		if f, k := n.legalForm(i); k > 0 {
			s.forms = append(s.forms, legalAt{f, i, i + k})
			s.evidence = s.evidence || f.code != "" && len(n.tokens) > k
			s.public = s.public || f.code == "belediye"
			i += k
			continue
		}
		n.companySign(s, i)
		i++
	}
}

// companySign weighs one word that is no legal form.
func (n *nameText) companySign(s *companyShape, i int) {
	t := &n.tokens[i]
	w, ok := companyWords[t.folded]
	switch {
	case !ok, i == 0 && w.role != companyShop:
		return
	case i == 0: // Kuaför Ali
		s.shop = len(n.tokens) > 1
		s.evidence = s.evidence || s.shop
		return
	}
	last := i == len(n.tokens)-1
	next := !last && (n.tokens[i+1].is(roleTitle) || n.tokens[i+1].is(roleTitlePart)) && !n.companyAt(i+1)
	whole := t.dot || len(t.folded)+1 >= len(w.fold) // not the beginning of a word, which may be a surname
	switch w.role {
	case companyGeneric:
		s.evidence = s.evidence || whole
		s.shop = s.shop || last && w.full == "ticaret" && !n.industryBefore(i)
	case companyActivity:
		person := last && (t.surnameShare() > 0 || len(n.tokens) == 2 && len(t.folded) < 6 && onlyGiven(&n.tokens[0]) && !onlyBusiness[w.full])
		s.evidence = s.evidence || whole && !next && !person
	case companyShop:
		s.evidence, s.shop = true, true
	case companyTrade:
		if last && (len(n.tokens) > 2 || !onlyGiven(&n.tokens[0])) {
			s.evidence, s.shop = true, true
		}
	case companyPublic:
		if last || s.evidence || w.full == "bankası" {
			s.evidence = true
			s.public = s.public || w.full != "sitesi" && w.full != "apartmanı" && n.tokens[0].folded != "ozel" && w.full != "odası" && w.full != "bankası"
		}
	case companyKin:
		s.evidence = s.evidence || last
	}
}

// onlyBusiness are the short lines of business that nobody has for a surname.
var onlyBusiness = map[string]bool{"gıda": true, "oto": true, "grup": true, "medya": true, "kimya": true, "emlak": true, "medikal": true, "mobilya": true}

// industryBefore reports "San. Tic.", which say nothing, unlike the Ticaret of
// one person's shop.
func (n *nameText) industryBefore(i int) bool {
	for i--; i > 0 && n.tokens[i].is(roleAnd); i-- {
	}
	return i > 0 && companyWords[n.tokens[i].folded].full == "sanayi"
}

func (n *nameText) companyAt(i int) bool {
	_, ok := companyWords[n.tokens[i].folded]
	return ok
}

// legalForm returns the legal form that starts at token i and its length.
func (n *nameText) legalForm(i int) (legalForm, int) {
	for _, f := range legalFormsOf[n.tokens[i].folded] {
		k := n.spells(i, f.words)
		if k == 0 {
			continue
		}
		last := i+k == len(n.tokens)
		switch f.words {
		case "s s":
			if i > 0 || last {
				continue
			}
		case "a s", "a o", "l s":
			if i == 0 || !(n.tokens[i].dot || n.tokens[i+1].dot || last) {
				continue
			}
		case "tas": // Taş is a common surname: it needs a company in front
			if i == 0 || !last || !n.companyBefore(i) {
				continue
			}
		case "as", "ao", "tao", "der", "vak", "ag":
			if t := &n.tokens[i]; i == 0 || !last || !(t.caps || t.dot || !isASCII(t.text)) {
				continue
			}
		case "belediye", "dernek", "vakif", "yonetim":
			if i == 0 || !last {
				continue
			}
		}
		return f, k
	}
	return legalForm{}, 0
}

// companyBefore reports a word of companies in front of token i.
func (n *nameText) companyBefore(i int) bool {
	for j := range i {
		if n.companyAt(j) {
			return true
		}
	}
	return false
}

// spells returns how many tokens from i on spell the words; 0 when they do not.
func (n *nameText) spells(i int, words string) int {
	k := 0
	for {
		word, rest, more := strings.Cut(words, " ")
		if i+k >= len(n.tokens) || n.tokens[i+k].folded != word {
			return 0
		}
		k++
		if !more {
			return k
		}
		words = rest
	}
}

// writeCompany makes the name of a company. Its core is what is left without
// legal form and generic words, abbreviations written out.
func (n *nameText) writeCompany(s *companyShape) Name {
	p := Name{Kind: KindCompany, Confidence: 1}
	n.branch(s)
	n.soleTrader(s)
	var dbuf, cbuf [160]byte
	display, core := dbuf[:0], cbuf[:0]
	form, owner := 0, "" // owner is the word of the legal form
	last := ""
	for i := 0; i < len(n.tokens); i++ {
		if form < len(s.forms) && s.forms[form].from == i {
			f := &s.forms[form]
			display = n.appendForm(display, f)
			word := p.addForm(f.code, n.tokens[i].folded, &owner)
			core = appendWord(core, word)
			i, last = f.to-1, ""
			form++
			continue
		}
		shown, words := n.companyWord(i, s.shop && len(s.forms) == 0)
		if shown == "TİC." && last == "SAN." { // San. Tic., San. & Tic.
			display = appendWord(display, "VE")
		}
		last = shown
		display = appendUpper(display, shown)
		core = appendWord(core, words)
	}
	if p.LegalForm == "" {
		switch {
		case s.public:
			p.LegalForm = "kamu"
		case s.shop, s.trader.Key != "":
			p.LegalForm = "sahis"
		}
	}
	if s.public {
		n.flag("public")
	}
	shown, end := len(display), len(core)
	if end > 0 {
		core = append(append(core, '|'), p.LegalForm...)
	}
	text := string(append(display, core...))
	p.Display, p.Key = text[:shown], text[shown:]
	p.Core = p.Key[:end]
	return p
}

// addForm takes a legal form into the name, and returns what it gives to the core.
func (p *Name) addForm(code, word string, owner *string) (core string) {
	switch {
	case code == "holding": // a word of the name as well
		if p.LegalForm == "" {
			p.LegalForm = code
		}
		return code
	case code == "iktisadi" && p.LegalForm != "": // the business of an association is not the association
		p.LegalForm = code
		return *owner
	case p.LegalForm == "" || p.LegalForm == "holding" && code != "":
		p.LegalForm, *owner = code, word
	case code == "vakif" || code == "dernek":
		return word
	}
	return ""
}

// appendUpper appends a word in Turkish capitals, behind a blank.
func appendUpper(out []byte, word string) []byte {
	if word == "" {
		return out
	}
	if len(out) > 0 {
		out = append(out, ' ')
	}
	start := len(out)
	for _, r := range word {
		if !simpleCase(r) {
			return append(out[:start], Upper(word)...)
		}
		out = utf8.AppendRune(out, upperRune(r))
	}
	return out
}

// appendForm appends a legal form in its usual abbreviation.
func (n *nameText) appendForm(out []byte, f *legalAt) []byte {
	restored := false
	for i := f.from; i < f.to; i++ {
		t := &n.tokens[i]
		restored = restored || isASCII(t.text) && (strings.Contains(f.display, "Ş") && (t.folded == "s" || t.folded == "sti" || t.folded == "as") || t.folded == "sirketi")
	}
	if restored {
		n.flag("restored")
	}
	if f.display != "" {
		return appendWord(out, f.display)
	}
	for i := f.from; i < f.to; i++ {
		t := &n.tokens[i]
		if t.initial() {
			out = append(appendUpper(out, t.text), '.')
			continue
		}
		out = appendUpper(out, n.display(t, asOther))
	}
	return out
}

// companyWord returns how a word of a company's name is shown and what it gives
// to the core.
func (n *nameText) companyWord(i int, keepGeneric bool) (display, core string) {
	t := &n.tokens[i]
	w, ok := companyWords[t.folded]
	switch {
	case t.folded == "t" && i == 0 && len(n.tokens) > 1 && n.tokens[1].folded == "c":
		return "", ""
	case t.folded == "c" && i == 1 && n.tokens[0].folded == "t", t.folded == "tc" && i == 0:
		return "T.C.", ""
	case t.is(roleAnd):
		return "VE", ""
	case ok && (i > 0 || t.dot):
		if w.fold == t.folded && isASCII(t.text) && Lower(t.text) != w.full {
			n.flag("restored")
		}
		core = w.fold
		switch {
		case w.role == companyShop && core != t.folded: // Güneş Kuaför keeps its sign
			return n.display(t, asOther), core
		case w.role != companyGeneric:
		case keepGeneric:
			return w.full, core
		default:
			core = ""
		}
		return w.display, core
	case t.initial():
		return t.text + ".", t.folded
	case t.sep == '&' && i > 0:
		return "& " + n.display(t, asOther), t.folded
	}
	return n.display(t, asOther), t.folded
}

// branch takes "Ankara Şubesi" off the end.
func (n *nameText) branch(s *companyShape) {
	last := len(n.tokens) - 1
	if last < 1 || n.tokens[last].folded != "subesi" && n.tokens[last].folded != "sube" && n.tokens[last].folded != "sb" {
		return
	}
	from := last - 1
	if len(s.forms) > 0 {
		if to := s.forms[len(s.forms)-1].to; to < last {
			from = to
		}
	}
	if from < 1 {
		return
	}
	n.flag("branch:" + n.displayWords(n.tokens[from:last], asOther))
	n.tokens = n.tokens[:from]
}

// soleTrader finds the person in the name of a shop: in front of the trade
// (Ahmet Yılmaz Market) or apart behind it (Yılmaz Ticaret - Ahmet Yılmaz).
func (n *nameText) soleTrader(s *companyShape) {
	if len(s.forms) > 0 || s.public {
		return
	}
	for i := 1; i < len(n.tokens); i++ {
		if t := &n.tokens[i]; (t.sep == '-' && t.spaced || t.inside || t.sep == '/') && personWords(n.tokens[i:]) {
			s.trader = n.one(n.tokens[i:])
			n.tokens = n.tokens[:i]
			s.shop = s.shop || companyWords[n.tokens[i-1].folded].full == "ticaret"
			break
		}
	}
	if s.trader.Key == "" {
		at := slices.IndexFunc(n.tokens, func(t nameToken) bool {
			_, ok := companyWords[t.folded]
			return ok || t.sep == '-' && t.spaced // Ahmet Yılmaz - Yılmaz Market
		})
		start := 0
		for start < at && n.title(start) > 0 { // Av. Ahmet Yılmaz Hukuk Bürosu
			start += n.title(start)
		}
		if at-start < 2 || !personWords(n.tokens[start:at]) {
			return
		}
		s.trader = n.one(n.tokens[:at])
	}
	n.flag("sole_trader:" + s.trader.Display)
}

// personWords reports words that name one person: a given name in front, and a
// surname, or a word that is no given name, behind.
func personWords(ts []nameToken) bool {
	if len(ts) < 2 || len(ts) > 4 || !onlyGiven(&ts[0]) {
		return false
	}
	last := &ts[len(ts)-1]
	return last.surnameShare() > 0 || last.knownSurname()
}

// compareCompanies compares names of which one at least is a company's.
func compareCompanies(a, b *Name) NameComparison {
	conflict := NameComparison{Relation: RelConflict, Flags: []string{"company_conflict"}}
	switch {
	case a.Kind != KindCompany:
		return compareCompanies(b, a)
	case b.Kind == KindPerson && b.HasFlag("not_in_dictionary") && FoldEqual(a.Core, b.Display):
		return NameComparison{Relation: RelCompatible} // Makrobil, without its legal form
	case b.Kind != KindCompany || a.Core == "" || b.Core == "":
		return conflict
	}
	rel := compareCores(a.Core, b.Core)
	switch {
	case rel == RelConflict:
		return conflict
	case a.LegalForm == b.LegalForm && rel == RelExact && FoldEqual(a.Display, b.Display):
		return NameComparison{Relation: RelExact}
	case a.LegalForm == b.LegalForm:
		return NameComparison{Relation: farther(rel, RelVariant)}
	case a.LegalForm == "" || b.LegalForm == "", a.LegalForm == "holding" || b.LegalForm == "holding":
		return NameComparison{Relation: farther(rel, RelCompatible)}
	}
	return NameComparison{Relation: RelSimilar} // a change of form, or a sister company
}

// compareCores compares folded cores: equal but for blanks, a typo in one, or
// one the beginning of the other.
func compareCores(a, b string) NameRelation {
	switch x, y := strings.ReplaceAll(a, " ", ""), strings.ReplaceAll(b, " ", ""); {
	case a == b:
		return RelExact
	case x == y, AbbreviatedCompany(a, b):
		return RelVariant
	case strings.HasPrefix(a, b+" ") || strings.HasPrefix(b, a+" "):
		return RelSimilar
	case strings.Count(a, " ") == strings.Count(b, " ") && min(len(x), len(y)) >= 6 && withinEdits(x, y, 1):
		return RelSimilar
	}
	return RelConflict
}

// AbbreviatedCompany reports cores of company names that are equal but for words
// that one of them abbreviates: "bulut elk" and "bulut elektrik". The first word,
// which names the company, must be equal.
func AbbreviatedCompany(a, b string) bool {
	if strings.Count(a, " ") != strings.Count(b, " ") {
		return false
	}
	x, restA, more := strings.Cut(a, " ")
	y, restB, _ := strings.Cut(b, " ")
	if x != y || !more {
		return false
	}
	for more {
		x, restA, more = strings.Cut(restA, " ")
		y, restB, _ = strings.Cut(restB, " ")
		if x != y && !abbreviates(x, y) && !abbreviates(y, x) {
			return false
		}
	}
	return true
}

// abbreviates reports that short is the beginning of long, or three or four of
// its letters in order, the first among them and no vowel but that (elk, pls).
func abbreviates(short, long string) bool {
	if len(short) < 2 || len(short)+2 > len(long) || len(short) > 5 || short[0] != long[0] {
		return false
	}
	if strings.HasPrefix(long, short) {
		return true
	}
	if len(short) < 3 || strings.ContainsAny(short[1:], "aeiou") {
		return false
	}
	at := 0
	for i := range len(short) {
		next := strings.IndexByte(long[at:], short[i])
		if next < 0 {
			return false
		}
		at += next + 1
	}
	return true
}
